//! Word documents: Office Open XML, ECMA-376, <https://ecma-international.org/publications-and-standards/standards/ecma-376/>.
//!
//! Read: paragraphs, headings (by style or outline level), lists, tables, notes at the end, what was inserted while
//! changes were tracked. Left out: what was deleted, headers and footers, comments, pictures, the marks of notes.

use std::collections::HashMap;

use annotation::PassageKind;
use formats::{NamedFile, archive, plain_text};

use crate::read::day;
use crate::writer::Writer;
use crate::xml::{self, Piece};
use crate::{Article, Read, ReadError};

const WHAT: &str = "a Word document";

/// Reads a .docx file.
pub(crate) fn read(bytes: &[u8]) -> Result<Read, ReadError> {
    let not_this = |found: String| ReadError::NotThis { expected: WHAT, found };
    let files = archive::unpack_only(bytes, &|name| name.ends_with(".xml") || name.ends_with(".rels"))
        .map_err(|error| not_this(error.to_string()))?;
    let main = main_part(&files).ok_or_else(|| not_this("it has no word/document.xml".into()))?;
    let folder = main.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut article = Article::default();
    let mut styles = HashMap::new();
    if let Some(source) = part(&files, &format!("{folder}/styles.xml"))? {
        styles = read_styles(&source, &mut article.language)?;
    }
    if let Some(source) = part(&files, "docProps/core.xml")? {
        read_properties(&source, &mut article)?;
    }
    let mut writer = Writer::default();
    for name in [main.clone(), format!("{folder}/footnotes.xml"), format!("{folder}/endnotes.xml")] {
        if let Some(source) = part(&files, &name)? {
            write_part(&source, &styles, &mut writer)?;
        }
    }
    (article.text, article.passages) = writer.finish();
    if article.text.is_empty() {
        return Err(ReadError::NoText { what: "the document", advice: "" });
    }
    Ok(Read::from(article))
}

/// The name of the part that is the document.
fn main_part(files: &[NamedFile]) -> Option<String> {
    let mut main = None;
    if let Ok(Some(source)) = part(files, "_rels/.rels") {
        let _what_was_found = xml::read(WHAT, &source, |piece| {
            if let Piece::Start(element) = piece
                && element.attribute("Type").is_some_and(|kind| kind.ends_with("/officeDocument"))
            {
                main = element.attribute("Target");
            }
        });
    }
    let main = main.map_or_else(|| "word/document.xml".to_owned(), |name| name.trim_start_matches('/').to_owned());
    files.iter().any(|file| file.name == main).then_some(main)
}

/// The text of a part, if there is one of that name.
fn part(files: &[NamedFile], name: &str) -> Result<Option<String>, ReadError> {
    let file = files.iter().find(|file| file.name == name);
    Ok(file.map(|file| plain_text::decode(&file.bytes).map(std::borrow::Cow::into_owned)).transpose()?)
}

/// What the styles make of their paragraphs, by their ids.
fn read_styles(source: &str, language: &mut Option<String>) -> Result<HashMap<String, PassageKind>, ReadError> {
    let mut styles = HashMap::new();
    let mut id = None;
    xml::read(WHAT, source, |piece| {
        let Piece::Start(element) = piece else { return };
        let value = element.attribute("val").unwrap_or_default();
        match element.name() {
            "style" => id = element.attribute("styleId"),
            "lang" if language.is_none() && id.is_none() => *language = Some(value),
            "name" => {
                if let (Some(id), Some(kind)) = (&id, style_kind(&value)) {
                    styles.insert(id.clone(), kind);
                }
            }
            "outlineLvl" => {
                if let (Some(id), Some(kind)) = (&id, outline_kind(&value)) {
                    styles.insert(id.clone(), kind);
                }
            }
            "numPr" => {
                if let Some(id) = &id {
                    styles.entry(id.clone()).or_insert(PassageKind::ListItem(1));
                }
            }
            _ => {}
        }
    })?;
    Ok(styles)
}

fn style_kind(name: &str) -> Option<PassageKind> {
    let name = name.to_ascii_lowercase();
    match name.strip_prefix("heading ") {
        Some(level) => level.parse().ok().map(|level: u8| PassageKind::Heading(level.clamp(1, 6))),
        None => (name == "title").then_some(PassageKind::Heading(1)),
    }
}

/// Levels count from 0; 9 is running text.
fn outline_kind(level: &str) -> Option<PassageKind> {
    level.parse().ok().filter(|&level: &u8| level < 9).map(|level| PassageKind::Heading((level + 1).min(6)))
}

fn read_properties(source: &str, article: &mut Article) -> Result<(), ReadError> {
    let mut name = String::new();
    xml::read(WHAT, source, |piece| match piece {
        Piece::Start(element) => name = element.name().to_owned(),
        Piece::End(_) => name.clear(),
        Piece::Text(text) => match &*name {
            "title" => article.title.get_or_insert_default().push_str(text),
            "created" => article.date = day(text),
            "language" => article.language = Some(text.to_owned()),
            _ => {}
        },
    })
}

/// Writes the paragraphs and tables of a part.
fn write_part(source: &str, styles: &HashMap<String, PassageKind>, writer: &mut Writer) -> Result<(), ReadError> {
    let mut kind = PassageKind::Paragraph;
    let (mut has_begun, mut in_run, mut in_text) = (false, false, false);
    // How many elements deep the part that is left out and the table are.
    let (mut left_out, mut tables) = (0, 0);
    xml::read(WHAT, source, |piece| match piece {
        Piece::Start(_) if left_out > 0 => left_out += 1,
        Piece::End(_) if left_out > 0 => left_out -= 1,
        Piece::Start(element) => match element.name() {
            "del" | "moveFrom" | "delText" | "instrText" | "Fallback" | "pPrChange" | "rPrChange" | "sdtPr" => {
                left_out = 1
            }
            "footnote" | "endnote" if element.attribute("type").is_some_and(|kind| kind != "normal") => left_out = 1,
            "p" => (kind, has_begun) = (PassageKind::Paragraph, tables > 0),
            "pStyle" => {
                let style = element.attribute("val").unwrap_or_default();
                kind = styles.get(&style).copied().unwrap_or(kind);
            }
            "outlineLvl" => kind = element.attribute("val").and_then(|level| outline_kind(&level)).unwrap_or(kind),
            "numPr" if !matches!(kind, PassageKind::Heading(_)) => kind = PassageKind::ListItem(1),
            "ilvl" => {
                if let (PassageKind::ListItem(depth), Some(level)) = (&mut kind, element.attribute("val")) {
                    *depth = level.parse().map_or(1, |level: u8| level.saturating_add(1).min(9));
                }
            }
            "numId" if element.attribute("val").as_deref() == Some("0") => kind = PassageKind::Paragraph,
            "r" => in_run = true,
            "t" => in_text = true,
            "tbl" => tables += 1,
            "tr" if tables == 1 => writer.begin(PassageKind::TableRow),
            name @ ("tab" | "br" | "cr" | "noBreakHyphen") if in_run => {
                begin(writer, kind, &mut has_begun);
                match name {
                    "tab" => writer.text(" "),
                    "noBreakHyphen" => writer.text("\u{2011}"),
                    _ if tables > 0 => writer.text(" "),
                    _ => writer.line_break(),
                }
            }
            _ => {}
        },
        Piece::End(name) => match name {
            "r" => in_run = false,
            "t" => in_text = false,
            "p" if tables > 0 => writer.text(" "),
            "p" => writer.end(),
            "tc" if tables == 1 => writer.next_cell(),
            "tbl" => {
                tables -= 1;
                if tables == 0 {
                    writer.end();
                }
            }
            _ => {}
        },
        Piece::Text(text) if in_text && left_out == 0 => {
            begin(writer, kind, &mut has_begun);
            writer.text(text);
        }
        Piece::Text(_) => {}
    })
}

/// Begins the paragraph, once what it is is known.
fn begin(writer: &mut Writer, kind: PassageKind, has_begun: &mut bool) {
    if !*has_begun {
        writer.begin(kind);
        *has_begun = true;
    }
}
