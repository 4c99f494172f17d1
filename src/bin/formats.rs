//! The module `formats`: reads and writes every format, in a worker of its own, when the page first asks for it.
//!
//! Documents go in and out as Postil's own JSON. To read files: [`survey`], then [`choose`] and [`attach`] as the person
//! decides, then [`hand_over`]; articles other than plain texts go on, by [`contents`], to the module `articles`. To
//! write: [`begin`], [`add`] documents, [`prepare`] in one format after another, [`take`].

#[path = "../exchange.rs"]
mod exchange;

use std::cell::RefCell;

use annotation::{Document, LabelSet, OffsetUnit, Session, TextRange};
use articles::Kind;
use exchange::{FileGroup, FormatEntry, Prepared, Question};
use formats::{
    Directions, Exported, FORMATS, File, Format, Group, ImportedFile, Info, NamedFile, ReadOptions, Unit, UnitAnswer,
    Warning, WriteOptions, archive,
};
use js_sys::{Array, Function, JSON, Uint8Array};
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
#[derive(Default)]
struct Decided {
    format: Option<&'static dyn Format>,
    // Invariant: places in `Reading::files`.
    files: Vec<usize>,
    /// Whether they are articles that the module `articles` reads.
    is_article: bool,
    unit: Option<Unit>,
    /// If nothing says what the offsets count: what they may.
    units: Vec<[String; 3]>,
    read: ImportedFile,
    moved: Vec<String>,
}

/// Looks at files, those in zips among them: which formats they have and what is in them.
#[wasm_bindgen]
pub fn survey(names: Vec<String>, contents: Vec<Uint8Array>) -> Result<JsValue, JsError> {
    let given = names.into_iter().zip(contents).map(|(name, bytes)| NamedFile { name, bytes: bytes.to_vec() });
    let (files, mut refused) = formats::unpacked(given.collect());
    let files: Vec<NamedFile> = files.into_iter().filter(|file| !is_hidden(&file.name)).collect();
    let (groups, unrecognised) = formats::gather(&files, None, &may_be_article);
    refused.extend(unrecognised);
    let place =
        |file: &File<'_>| files.iter().position(|known| std::ptr::eq(known.bytes.as_ptr(), file.bytes.as_ptr()));
    let mut decided: Vec<Decided> = Vec::new();
    for group in &groups {
        let mut kinds: Vec<Kind> = Vec::new();
        for file in &group.files {
            // Articles of different kinds are different groups: there is other to choose.
            let kind = if group.format.is_none() { Kind::of(file.name, file.bytes) } else { Kind::Text };
            let at = kinds.iter().position(|known| *known == kind).unwrap_or_else(|| {
                kinds.push(kind);
                decided.push(Decided { format: group.format, ..Decided::default() });
                kinds.len() - 1
            });
            let at = decided.len() - kinds.len() + at;
            decided[at].files.extend(place(file));
        }
    }
    READING.with_borrow_mut(|reading| {
        *reading = Reading { files, groups: decided, onto: None };
        (0..reading.groups.len()).for_each(|index| reading.read(index));
        let mut entries: Vec<FileGroup> = reading.groups.iter().map(|group| reading.entry(group)).collect();
        if !refused.is_empty() {
            entries.push(refused_entry(&refused));
        }
        Ok(serde_wasm_bindgen::to_value(&entries)?)
    })
}

/// Whether a file is no document but something of its system's.
fn is_hidden(name: &str) -> bool {
    name.contains("__MACOSX/") || name.rsplit(['/', '\\']).next().is_some_and(|base| base.starts_with('.'))
}

/// Whether a file that no format recognises is read as an article; of those in a zip, only one whose name says so.
fn may_be_article(file: &File<'_>) -> bool {
    let is_named = Kind::by_name(file.name).is_some();
    is_named
        || !file.name.contains('/') && (formats::may_be_text(file) || Kind::of(file.name, file.bytes) != Kind::Text)
}

/// Reads a group of files again, as another format or with another unit; an empty format: as articles. An empty unit
/// leaves that to the files.
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

/// The files of a group: their names and their contents.
#[wasm_bindgen]
pub fn contents(group: usize) -> Array {
    READING.with_borrow(|reading| {
        let files = reading.groups.get(group).map_or(&[][..], |group| &group.files);
        let names: Array = files.iter().map(|&place| JsValue::from(&*reading.files[place].name)).collect();
        let contents: Array = files.iter().map(|&place| Uint8Array::from(&reading.files[place].bytes[..])).collect();
        Array::of2(&names, &contents)
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

/// Reports each document that was read as `[title, JSON, whether it is an article without annotations]`, and forgets the
/// files.
#[wasm_bindgen]
pub fn hand_over(report: &Function) -> Result<(), JsValue> {
    let reading = READING.take();
    for group in reading.groups {
        for session in group.read.sessions {
            let json = formats::native::write(&session, OffsetUnit::Utf8Byte);
            let title: JsValue = (*session.document().title).into();
            let is_plain = group.format.is_none();
            let document = Array::of3(&title, &Uint8Array::from(json.as_bytes()), &is_plain.into());
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
        let mut units = Vec::new();
        let is_article = decided.format.is_none() && !files.files.iter().all(is_plain_text);
        if let Some(format) = decided.format {
            match formats::settle_unit(format, &files.files, &options) {
                UnitAnswer::Settled(unit) => options.unit = unit,
                UnitAnswer::Open(guesses) => {
                    options.unit = Some(guesses[0].unit);
                    units = guesses.iter().map(answer).collect();
                }
            }
            if !format.info().keeps.contains(&formats::Part::WhiteSpace) {
                options.text = self.onto.as_deref().map(Into::into);
            }
        }
        let mut read = if is_article { ImportedFile::default() } else { files.read(&options) };
        if decided.format.is_none() {
            let is_unknown = |file: &&File| is_json(file.bytes) && formats::detect(file).is_empty();
            read.warnings.extend(files.files.iter().filter(is_unknown).map(unknown_json));
        }
        let mut moved = Vec::new();
        if let Some(onto) = &self.onto {
            (read.sessions, moved) = put_on(read.sessions, onto);
        }
        let decided = &mut self.groups[group];
        if decided.units.is_empty() {
            decided.units = units;
        }
        decided.is_article = is_article;
        (decided.unit, decided.read, decided.moved) = (options.unit, read, moved);
    }

    fn entry(&self, group: &Decided) -> FileGroup {
        let read = &group.read;
        FileGroup {
            format: group.format.map_or("", |format| format.info().id).into(),
            files: group.files.iter().map(|&place| self.files[place].name.clone()).collect(),
            documents: read.sessions.len(),
            annotations: read.sessions.iter().map(|session| session.annotations().len()).sum(),
            is_article: group.is_article,
            questions: group.format.map(|format| unit_question(group, format)).into_iter().collect(),
            preview: Vec::new(),
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

/// Whether a file is a text in an encoding that needs no choice.
fn is_plain_text(file: &File<'_>) -> bool {
    Kind::of(file.name, file.bytes) == Kind::Text && formats::plain_text::decode(file.bytes).is_ok()
}

fn is_json(bytes: &[u8]) -> bool {
    let is_bracketed = matches!(bytes.trim_ascii_start().first(), Some(b'{' | b'['));
    is_bracketed && str::from_utf8(bytes).is_ok_and(|text| JSON::parse(text).is_ok())
}

fn unknown_json(file: &File<'_>) -> Warning {
    let message = "JSON, but in no format that Postil knows; it is opened as it stands".into();
    Warning { file: file.name.into(), line: 1, field: "file".into(), message }
}

/// What the offsets count: as it seems where nothing says it, else as the files say.
fn unit_question(group: &Decided, format: &dyn Format) -> Question {
    let mut answers = group.units.clone();
    if answers.is_empty() {
        let units = format.unit_choice().units().iter().map(|unit| unit.name());
        answers = std::iter::once("").chain(units).map(|unit| [unit, "", ""].map(str::to_owned)).collect();
    }
    Question { about: "unit".into(), chosen: group.unit.map_or("", Unit::name).into(), answers }
}

/// A unit, and the first annotations as they would be: `PERSON “Ana”, ORG “Acme”`.
fn answer(guess: &formats::UnitGuess) -> [String; 3] {
    let first: Vec<String> = guess.first.iter().map(|(quote, label)| format!("{label} “{quote}”")).collect();
    [guess.unit.name().into(), String::new(), first.join(", ")]
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
    let notes = refused.iter().take(MOST_LINES).map(ToString::to_string).collect();
    FileGroup { notes, note_count: refused.len(), ..FileGroup::default() }
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
    /// What could not be read of the documents.
    unread: Vec<String>,
    exported: Exported,
}

impl Writing {
    fn losses(&self) -> impl Iterator<Item = String> {
        self.unread.iter().cloned().chain(self.exported.losses.iter().map(ToString::to_string))
    }
}

/// Forgets the documents of an earlier export.
#[wasm_bindgen]
pub fn begin() {
    WRITING.take();
}

/// Adds a document to the export, as Postil's JSON or as a browser kept it; one that cannot be read is told with the losses.
#[wasm_bindgen]
pub fn add(document: &[u8]) {
    let is_kept = document.starts_with(b"{\"format\":\"postil-kept\"");
    let format = formats::find(if is_kept { "postil-kept" } else { "postil" });
    let read = Group { format, files: vec![File { name: "", bytes: document }] }.read(&ReadOptions::default());
    WRITING.with_borrow_mut(|writing| {
        writing.sessions.extend(read.sessions);
        writing.unread.extend(read.warnings.iter().map(ToString::to_string));
    });
}

/// A document that a browser kept as a file of Postil's JSON: `[its name without the extension, the JSON]`.
///
/// # Errors
/// Why it cannot be read.
#[wasm_bindgen]
pub fn as_file(document: &[u8]) -> Result<Array, JsError> {
    let file = File { name: "", bytes: document };
    let read = Group { format: formats::find("postil-kept"), files: vec![file] }.read(&ReadOptions::default());
    let why = || JsError::new(&read.warnings.first().map(ToString::to_string).unwrap_or_default());
    let session = read.sessions.first().ok_or_else(why)?;
    let json = formats::native::write(session, OffsetUnit::CodePoint);
    Ok(Array::of2(&formats::file_stem(session).into(), &Uint8Array::from(json.as_bytes())))
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
        let Exported { files, .. } = &writing.exported;
        let extension = match &files[..] {
            [file] => file.name.rsplit_once('.').map_or("", |(_, extension)| extension),
            _ => "zip",
        };
        let losses: Vec<String> = writing.losses().collect();
        Ok(serde_wasm_bindgen::to_value(&Prepared {
            files: files.len(),
            extension: extension.into(),
            loss_count: losses.len(),
            losses: losses.into_iter().take(MOST_LINES).collect(),
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
    let lines = WRITING.with_borrow(|writing| writing.losses().map(|loss| loss + "\n").collect::<String>());
    Uint8Array::from(lines.as_bytes())
}
