//! The module `formats`: reads and writes every format, in a worker of its own, when the page first asks for it.
//!
//! Documents go in and out as Postil's own JSON. To read files: [`survey`], then [`choose`] and [`attach`] as the person
//! decides, then [`hand_over`]. To write: [`begin`], [`add`] documents, [`prepare`] in one format after another, [`take`].

#[path = "../exchange.rs"]
mod exchange;

use std::cell::RefCell;

use annotation::{Document, LabelSet, OffsetUnit, Session, TextRange};
use exchange::{FileGroup, FormatEntry, Prepared};
use formats::{
    Directions, Exported, FORMATS, File, Format, Group, ImportedFile, Info, NamedFile, ReadOptions, Unit, UnitAnswer,
    Warning, WriteOptions, archive,
};
use js_sys::{Array, Function, Uint8Array};
use wasm_bindgen::prelude::*;

/// How many lines of notes and of losses are shown.
const MOST_LINES: usize = 200;

fn main() {
    std::panic::set_hook(Box::new(|info| web_sys::console::error_1(&info.to_string().into())));
}

thread_local! {
    static READING: RefCell<Reading> = RefCell::default();
    static WRITING: RefCell<Writing> = RefCell::default();
}

/// Every format, in the order of lists.
#[wasm_bindgen]
pub fn list() -> Result<JsValue, JsError> {
    let entry = |format: &&dyn Format| {
        let Info { id, name, summary, directions, .. } = *format.info();
        FormatEntry {
            id: id.into(),
            name: name.into(),
            summary: summary.into(),
            is_read: directions != Directions::WriteOnly,
            is_written: directions != Directions::ReadOnly,
            units: format.unit_choice().units().iter().map(|unit| unit.name().into()).collect(),
        }
    };
    Ok(serde_wasm_bindgen::to_value(&FORMATS.iter().map(entry).collect::<Vec<_>>())?)
}

/// Files on their way in.
#[derive(Default)]
struct Reading {
    files: Vec<NamedFile>,
    groups: Vec<Decided>,
    /// The text that annotations are put on, in the place of their own.
    onto: Option<String>,
}

/// Files of one format, what was decided about them, and what was read.
struct Decided {
    format: Option<&'static dyn Format>,
    // Invariant: places in `Reading::files`.
    files: Vec<usize>,
    unit: Option<Unit>,
    question: Vec<(String, String)>,
    read: ImportedFile,
    moved: Vec<String>,
}

/// Looks at files, those in zips among them: which formats they have and what is in them.
#[wasm_bindgen]
pub fn survey(names: Vec<String>, contents: Vec<Uint8Array>) -> Result<JsValue, JsError> {
    let given = names.into_iter().zip(contents).map(|(name, bytes)| NamedFile { name, bytes: bytes.to_vec() });
    let (files, mut refused) = formats::unpacked(given.collect());
    let (groups, unrecognised) = formats::gather(&files, None, &formats::may_be_text);
    refused.extend(unrecognised);
    let place =
        |file: &File<'_>| files.iter().position(|known| std::ptr::eq(known.bytes.as_ptr(), file.bytes.as_ptr()));
    let decided = groups.iter().map(|group| Decided {
        format: group.format,
        files: group.files.iter().filter_map(place).collect(),
        unit: None,
        question: Vec::new(),
        read: ImportedFile::default(),
        moved: Vec::new(),
    });
    let groups = decided.collect();
    READING.with_borrow_mut(|reading| {
        *reading = Reading { files, groups, onto: None };
        (0..reading.groups.len()).for_each(|index| reading.read(index));
        let mut entries: Vec<FileGroup> = reading.groups.iter().map(|group| reading.entry(group)).collect();
        if !refused.is_empty() {
            entries.push(refused_entry(&refused));
        }
        Ok(serde_wasm_bindgen::to_value(&entries)?)
    })
}

/// Reads a group of files again, as another format or with another unit; an empty name leaves that to the files.
#[wasm_bindgen]
pub fn choose(group: usize, format: &str, unit: &str) -> Result<JsValue, JsError> {
    READING.with_borrow_mut(|reading| {
        let decided = reading.groups.get_mut(group).ok_or_else(|| JsError::new("there is no such group of files"))?;
        decided.format = formats::find(format);
        decided.unit = Unit::from_name(unit);
        reading.read(group);
        Ok(serde_wasm_bindgen::to_value(&reading.entry(&reading.groups[group]))?)
    })
}

/// Puts the annotations of every group on this text, by their quotes and what stands around them; `None`: on their own.
#[wasm_bindgen]
pub fn attach(onto: Option<String>) -> Result<JsValue, JsError> {
    READING.with_borrow_mut(|reading| {
        reading.onto = onto;
        (0..reading.groups.len()).for_each(|index| reading.read(index));
        let entries: Vec<FileGroup> = reading.groups.iter().map(|group| reading.entry(group)).collect();
        Ok(serde_wasm_bindgen::to_value(&entries)?)
    })
}

/// Reports each document that was read as `[name of its file or title, JSON, whether it is an article without annotations, how
/// many there are]`, and forgets the files.
#[wasm_bindgen]
pub fn hand_over(report: &Function) -> Result<(), JsValue> {
    let reading = READING.take();
    let total: usize = reading.groups.iter().map(|group| group.read.sessions.len()).sum();
    for group in reading.groups {
        for session in group.read.sessions {
            let json = formats::native::write(&session, OffsetUnit::Utf8Byte);
            let title: JsValue = (*session.document().title).into();
            let is_plain = group.format.is_none();
            let document =
                Array::of4(&title, &Uint8Array::from(json.as_bytes()), &is_plain.into(), &(total as u32).into());
            report.call1(&JsValue::NULL, &document)?;
        }
    }
    Ok(())
}

impl Reading {
    fn read(&mut self, group: usize) {
        let decided = &self.groups[group];
        let file = |&place: &usize| File { name: &self.files[place].name, bytes: &self.files[place].bytes };
        let files = Group { format: decided.format, files: decided.files.iter().map(file).collect() };
        let mut options = ReadOptions { unit: decided.unit, ..ReadOptions::default() };
        let mut question = Vec::new();
        if let Some(format) = decided.format {
            match formats::settle_unit(format, &files.files, &options) {
                UnitAnswer::Settled(unit) => options.unit = unit,
                UnitAnswer::Open(guesses) => {
                    options.unit = Some(guesses[0].unit);
                    question = guesses.iter().map(answer).collect();
                }
            }
            if !format.info().keeps.contains(&formats::Part::WhiteSpace) {
                options.text = self.onto.as_deref().map(Into::into);
            }
        }
        let mut read = files.read(&options);
        let mut moved = Vec::new();
        if let Some(onto) = &self.onto {
            (read.sessions, moved) = put_on(read.sessions, onto);
        }
        let decided = &mut self.groups[group];
        if decided.question.is_empty() {
            decided.question = question;
        }
        (decided.unit, decided.read, decided.moved) = (options.unit, read, moved);
    }

    fn entry(&self, group: &Decided) -> FileGroup {
        let read = &group.read;
        FileGroup {
            format: group.format.map_or("", |format| format.info().id).into(),
            files: group.files.iter().map(|&place| self.files[place].name.clone()).collect(),
            documents: read.sessions.len(),
            annotations: read.sessions.iter().map(|session| session.annotations().len()).sum(),
            unit: group.unit.map_or("", Unit::name).into(),
            question: group.question.clone(),
            notes: group
                .moved
                .iter()
                .cloned()
                .chain(read.warnings.iter().map(ToString::to_string))
                .take(MOST_LINES)
                .collect(),
            note_count: group.moved.len() + read.warnings.len(),
        }
    }
}

/// A unit, and the first annotations as they would be: `PERSON “Ana”, ORG “Acme”`.
fn answer(guess: &formats::UnitGuess) -> (String, String) {
    let first: Vec<String> = guess.first.iter().map(|(quote, label)| format!("{label} “{quote}”")).collect();
    (guess.unit.name().into(), first.join(", "))
}

/// The sessions on another text, and a line for each annotation that moved or found no place there.
fn put_on(sessions: Vec<Session>, onto: &str) -> (Vec<Session>, Vec<String>) {
    let (mut put, mut lines) = (Vec::new(), Vec::new());
    for session in sessions {
        let found = formats::reanchor(&session, onto);
        let mut say = |annotation: &annotation::Annotation, what: String| {
            let label = &session.labels().get(annotation.label).name;
            lines.push(format!("{label} “{}”: {what}", session.document().slice(annotation.range)));
        };
        for (id, range) in &found.moved {
            if let Some(annotation) = session.annotations().get(*id) {
                let offset = |session: &Session, range: TextRange| {
                    session.document().offset(range.start(), OffsetUnit::CodePoint)
                };
                let (from, to) = (offset(&session, annotation.range), offset(&found.session, *range));
                say(annotation, format!("moved from {from} to {to}; the text around it has changed"));
            }
        }
        for annotation in &found.orphaned {
            say(annotation, "not in this text; left out".into());
        }
        put.push(found.session);
    }
    (put, lines)
}

fn refused_entry(refused: &[Warning]) -> FileGroup {
    FileGroup {
        format: String::new(),
        files: Vec::new(),
        documents: 0,
        annotations: 0,
        unit: String::new(),
        question: Vec::new(),
        notes: refused.iter().take(MOST_LINES).map(ToString::to_string).collect(),
        note_count: refused.len(),
    }
}

/// The labels that files define, or those of the first document in them, as Postil's JSON of a document without text.
///
/// # Errors
/// That no file of any format is among them.
#[wasm_bindgen]
pub fn labels(names: Vec<String>, contents: Vec<Uint8Array>) -> Result<Uint8Array, JsError> {
    let given = names.into_iter().zip(contents).map(|(name, bytes)| NamedFile { name, bytes: bytes.to_vec() });
    let (files, _) = formats::unpacked(given.collect());
    let (groups, _) = formats::gather(&files, None, &|_| false);
    let options = ReadOptions { labels: LabelSet::default(), ..ReadOptions::default() };
    let labels = groups.iter().find_map(|group| {
        let read = group.read(&options);
        read.labels.or_else(|| Some(read.sessions.first()?.labels().clone()))
    });
    let labels = labels.ok_or_else(|| JsError::new("no labels in any format were found in them"))?;
    let session = Session::new(Document::new("labels", "".into()), labels);
    Ok(Uint8Array::from(formats::native::write(&session, OffsetUnit::Utf8Byte).as_bytes()))
}

/// Documents on their way out.
#[derive(Default)]
struct Writing {
    sessions: Vec<Session>,
    exported: Exported,
}

/// Forgets the documents of an earlier export.
#[wasm_bindgen]
pub fn begin() {
    WRITING.take();
}

/// Adds a document to the export, as Postil's JSON.
///
/// # Errors
/// Why it is not Postil's JSON.
#[wasm_bindgen]
pub fn add(document: &[u8]) -> Result<(), JsError> {
    let read = formats::native::read(document)?;
    WRITING.with_borrow_mut(|writing| writing.sessions.push(read.session));
    Ok(())
}

/// Writes the documents in a format and says what it loses; an empty unit is the format's own.
///
/// # Errors
/// That there is no such format.
#[wasm_bindgen]
pub fn prepare(format: &str, unit: &str) -> Result<JsValue, JsError> {
    let format = formats::find(format).ok_or_else(|| JsError::new("there is no such format"))?;
    let options = WriteOptions { unit: Unit::from_name(unit), ..WriteOptions::default() };
    WRITING.with_borrow_mut(|writing| {
        writing.exported = formats::export(format, &writing.sessions, &options);
        let Exported { files, losses } = &writing.exported;
        let extension = match &files[..] {
            [file] => file.name.rsplit_once('.').map_or("", |(_, extension)| extension),
            _ => "zip",
        };
        Ok(serde_wasm_bindgen::to_value(&Prepared {
            files: files.len(),
            extension: extension.into(),
            losses: losses.iter().take(MOST_LINES).map(ToString::to_string).collect(),
            loss_count: losses.len(),
        })?)
    })
}

/// What was prepared: the only file, or a zip of all.
///
/// # Errors
/// Why they do not fit into a zip.
#[wasm_bindgen]
pub fn take() -> Result<Uint8Array, JsError> {
    WRITING.with_borrow(|writing| match &writing.exported.files[..] {
        [file] => Ok(Uint8Array::from(&file.bytes[..])),
        files => Ok(Uint8Array::from(&archive::pack(files)?[..])),
    })
}

/// The list of losses of what was prepared, a line each.
#[wasm_bindgen]
pub fn losses() -> Uint8Array {
    let lines = WRITING
        .with_borrow(|writing| writing.exported.losses.iter().map(|loss| format!("{loss}\n")).collect::<String>());
    Uint8Array::from(lines.as_bytes())
}
