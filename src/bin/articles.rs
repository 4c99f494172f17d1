//! The module `articles`: reads web pages, documents, books, mails, tables and PDFs, in a worker of its own, when the page
//! first asks for it.
//!
//! The files come in the groups into which `formats` has sorted them, under the groups' numbers: [`look`] at each, then
//! [`choose`] as the person decides, then [`hand_over`], as Postil's own JSON. What is in a PDF the page finds out by
//! pdf.js, and hands over where its pieces of text stand.

#[path = "../exchange.rs"]
#[allow(dead_code, reason = "some of it is for the module formats alone")]
mod exchange;

use std::cell::RefCell;
use std::collections::BTreeMap;

use annotation::OffsetUnit;
use articles::{Article, Choice, Kind, Options, Read, ReadError, encoding, pdf};
use exchange::{FileGroup, Question};
use js_sys::{Array, Date, Function, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::{TextDecoder, TextDecoderOptions};

/// How many lines of notes are shown.
const MOST_LINES: usize = 200;
/// How much of an article is shown, in characters.
const PREVIEW: usize = 400;
/// The most bytes of a file that is kept beside its article.
const MOST_KEPT: usize = 32 << 20;
/// How often progress is reported, in milliseconds.
const REPORT_EVERY: f64 = 250.0;

fn main() {
    std::panic::set_hook(Box::new(|info| web_sys::console::error_1(&info.to_string().into())));
}

thread_local! {
    static GROUPS: RefCell<BTreeMap<u32, Group>> = RefCell::default();
}

/// Files, how they are read, and what was read.
#[derive(Default)]
struct Group {
    files: Vec<File>,
    encoding: String,
    column: String,
    is_whole: bool,
    /// Each with the number of its file, if it is all that is in it.
    articles: Vec<(Article, Option<usize>)>,
    notes: Vec<String>,
    /// What there is to choose from; empty where there is no choice.
    encodings: Vec<Choice>,
    columns: Vec<Choice>,
}

struct File {
    name: String,
    bytes: Vec<u8>,
    /// Where the text of a PDF stands.
    layout: String,
    kind: Kind,
}

/// Forgets the files of an earlier import.
#[wasm_bindgen]
pub fn begin() {
    GROUPS.take();
}

/// Reads the files of a group; a PDF has a layout beside its bytes. Reports meanwhile how many of how many are read, if it
/// takes long.
#[wasm_bindgen]
pub fn look(
    group: u32,
    names: Vec<String>,
    contents: Vec<Uint8Array>,
    layouts: Vec<String>,
    report: &Function,
) -> Result<JsValue, JsError> {
    let files = names.into_iter().zip(contents).zip(layouts).map(|((name, bytes), layout)| {
        let bytes = bytes.to_vec();
        let kind = if layout.is_empty() { Kind::of(&name, &bytes) } else { Kind::Pdf };
        File { name, bytes, layout, kind }
    });
    let mut looked = Group { files: files.collect(), ..Group::default() };
    looked.read(report);
    let entry = serde_wasm_bindgen::to_value(&looked.entry())?;
    GROUPS.with_borrow_mut(|groups| groups.insert(group, looked));
    Ok(entry)
}

/// Reads a group again, as the person has chosen: pairs of what is chosen and how.
#[wasm_bindgen]
pub fn choose(group: u32, chosen: Vec<String>, report: &Function) -> Result<JsValue, JsError> {
    GROUPS.with_borrow_mut(|groups| {
        let group = groups.get_mut(&group).ok_or_else(|| JsError::new("there is no such group of files"))?;
        for pair in chosen.as_chunks::<2>().0 {
            let [about, value] = pair;
            match &**about {
                "encoding" => group.encoding.clone_from(value),
                "column" => group.column.clone_from(value),
                "page" => group.is_whole = value == "whole",
                _ => {}
            }
        }
        group.read(report);
        Ok(serde_wasm_bindgen::to_value(&group.entry())?)
    })
}

/// Reports each article of these groups as `[title, JSON, true]`, followed by the name and the bytes of its file if that
/// holds nothing else, and forgets all files.
#[wasm_bindgen]
pub fn hand_over(wanted: &[u32], report: &Function) -> Result<(), JsValue> {
    let groups = GROUPS.take();
    for Group { mut files, articles, .. } in
        groups.into_iter().filter(|(at, _)| wanted.contains(at)).map(|(_, group)| group)
    {
        for (article, file) in articles {
            let session = article.into_session();
            let json = formats::native::write(&session, OffsetUnit::Utf8Byte);
            let title: JsValue = (*session.document().title).into();
            let document = Array::of3(&title, &Uint8Array::from(json.as_bytes()), &true.into());
            if let Some(File { name, bytes, .. }) =
                file.and_then(|at| files.get_mut(at)).filter(|file| file.bytes.len() <= MOST_KEPT)
            {
                document.push(&(&**name).into());
                document.push(&Uint8Array::from(&std::mem::take(bytes)[..]));
            }
            report.call1(&JsValue::NULL, &document)?;
        }
    }
    Ok(())
}

impl Group {
    fn read(&mut self, report: &Function) {
        let Group { files, encoding, column, is_whole, articles, notes, encodings, columns } = self;
        let chosen = |name: &str| (!name.is_empty()).then(|| name.to_owned());
        let asked_column = chosen(column);
        // Where files do not say their encoding, what was chosen is for these alone.
        let asked_encoding = chosen(encoding).filter(|_| encodings.is_empty());
        articles.clear();
        notes.clear();
        let mut reported = Date::now();
        for (at, file) in files.iter().enumerate() {
            let mut options = Options {
                kind: Some(file.kind),
                encoding: asked_encoding.as_deref(),
                column: asked_column.as_deref(),
                whole_page: *is_whole,
                decode,
            };
            let mut read = file.read(&options);
            let said;
            if let Err(ReadError::Encoding(choices)) = &mut read {
                if encodings.is_empty() {
                    *encodings = std::mem::take(choices);
                    *encoding = encodings.first().map_or_else(String::new, |choice| choice.name.clone());
                }
                said = encoding.clone();
                options.encoding = Some(&said);
                read = file.read(&options);
            }
            if let Err(ReadError::Column(choices) | ReadError::NoColumn { choices, .. }) = &read {
                // The text is most likely the longest of them.
                let longest = choices.iter().max_by_key(|choice| choice.preview.len());
                let longest = longest.map_or_else(String::new, |choice| choice.name.clone());
                read = file.read(&Options { column: Some(&longest), ..options });
            }
            let named = |line: &dyn std::fmt::Display| format!("{}: {line}", file.name);
            match read {
                Ok(read) => {
                    if columns.is_empty() {
                        (*columns, *column) = (read.columns, read.column);
                    }
                    let whole = (read.articles.len() == 1).then_some(at);
                    articles.extend(read.articles.into_iter().map(|article| (article, whole)));
                    notes.extend(read.warnings.iter().map(|warning| named(warning)));
                }
                Err(error) => notes.push(named(&error)),
            }
            if Date::now() - reported > REPORT_EVERY {
                reported = Date::now();
                let progress = Array::of2(&(at as u32 + 1).into(), &(files.len() as u32).into());
                let _page_may_be_gone = report.call1(&JsValue::NULL, &progress);
            }
        }
    }

    fn entry(&self) -> FileGroup {
        let mut questions = Vec::new();
        if self.files.iter().any(|file| file.kind == Kind::Page && !articles::is_fragment(&file.bytes)) {
            let answers = ["article", "whole"].map(|answer| [answer, "", ""].map(str::to_owned)).to_vec();
            questions.push(question("page", if self.is_whole { "whole" } else { "article" }, answers));
        }
        if self.columns.len() > 1 {
            let answers =
                self.columns.iter().map(|choice| [choice.name.clone(), String::new(), choice.preview.clone()]);
            questions.push(question("column", &self.column, answers.collect()));
        }
        let is_text =
            |file: &File| matches!(file.kind, Kind::Text | Kind::Page | Kind::Markdown | Kind::Table | Kind::JsonLines);
        if !self.encodings.is_empty() {
            let answers = self
                .encodings
                .iter()
                .map(|choice| [choice.name.clone(), encoding::place(&choice.name).to_owned(), choice.preview.clone()]);
            questions.push(question("encoding", &self.encoding, answers.collect()));
        } else if self.files.iter().any(is_text) {
            let mut answers = vec![[String::new(), String::new(), String::new()]];
            answers.extend(encoding::ENCODINGS.map(|(name, place)| [name.to_owned(), place.to_owned(), String::new()]));
            questions.push(question("encoding", &self.encoding, answers));
        }
        FileGroup {
            is_article: true,
            files: self.files.iter().map(|file| file.name.clone()).collect(),
            documents: self.articles.len(),
            questions,
            preview: self.articles.first().map_or_else(Vec::new, |(article, _)| preview(article)),
            notes: self.notes.iter().take(MOST_LINES).cloned().collect(),
            note_count: self.notes.len(),
            ..FileGroup::default()
        }
    }
}

impl File {
    fn read(&self, options: &Options<'_>) -> Result<Read, ReadError> {
        if self.layout.is_empty() {
            return articles::read(&self.name, &self.bytes, options);
        }
        let (pieces, about) = pdf::read_pieces(&self.layout)?;
        pdf::read(&self.name, &pieces, about)
    }
}

fn question(about: &str, chosen: &str, answers: Vec<[String; 3]>) -> Question {
    Question { about: about.to_owned(), chosen: chosen.to_owned(), answers }
}

/// The title, what is known besides, and the beginning of the text.
fn preview(article: &Article) -> Vec<String> {
    let date = article.date.map(|date| date.to_string());
    let address = article.source.clone().filter(|source| source.contains("://"));
    let about: Vec<String> = [date, article.language.clone(), address].into_iter().flatten().collect();
    let text: String = article.text.chars().take(PREVIEW).collect();
    vec![article.title.clone().unwrap_or_default(), about.join(" · "), text]
}

/// The text in an encoding, as the browser reads it.
fn decode(encoding: &str, bytes: &[u8]) -> Option<String> {
    let options = TextDecoderOptions::new();
    // A byte order mark stays in the text.
    js_sys::Reflect::set(&options, &"ignoreBOM".into(), &true.into()).ok()?;
    TextDecoder::new_with_label_and_options(encoding, &options).ok()?.decode_with_u8_array(bytes).ok()
}
