//! The text of PDF pages, from the pieces that a program (pdf.js, `pdftotext`) finds on them.
//!
//! A PDF says where each piece stands, not what belongs together. Lines are pieces at one height; between pieces that
//! stand apart is a space; lines are one paragraph unless distance, indent, size or a short last line part them. A word
//! that is broken at the end of a line is put together. Lines that return at the top or bottom of most pages are left
//! out, as page numbers are.

use std::collections::HashMap;

use annotation::PassageKind;
use serde_json::Value;

use crate::read::day;
use crate::writer::Writer;
use crate::{Article, Read, ReadError, limits, xml};

/// A piece of text on a page; lengths in points, from the page's top left corner.
#[derive(Debug, Clone, PartialEq)]
pub struct Piece {
    /// The page, from 0.
    pub page: u32,
    /// Where it starts.
    pub x: f32,
    /// Where its line stands.
    pub y: f32,
    /// How long it is.
    pub width: f32,
    /// The height of its letters.
    pub size: f32,
    /// What it says.
    pub text: String,
}

/// What a PDF says about itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct About {
    /// The title.
    pub title: Option<String>,
    /// The language.
    pub language: Option<String>,
    /// When it was made: `D:20240503…` or `2024-05-03…`.
    pub date: Option<String>,
}

/// The article of a PDF whose pieces stand in reading order.
///
/// # Errors
/// [`ReadError::NoText`] if there are only pictures.
pub fn read(name: &str, pieces: &[Piece], about: About) -> Result<Read, ReadError> {
    let mut lines = lines(pieces);
    leave_out_running_lines(&mut lines);
    if lines.is_empty() {
        let advice = ": its pages are pictures; run it through text recognition (OCR) and open the result";
        return Err(ReadError::NoText { what: "the PDF", advice });
    }
    let mut writer = Writer::default();
    write(&lines, &mut writer);
    let (text, passages) = writer.finish();
    let date =
        about.date.and_then(|date| match date.strip_prefix("D:").filter(|date| date.is_ascii() && date.len() >= 8) {
            Some(date) => day(&format!("{}-{}-{}", &date[..4], &date[4..6], &date[6..8])),
            None => day(&date),
        });
    let mut article =
        Article { text, passages, title: about.title, language: about.language, date, source: Some(name.to_owned()) };
    crate::read::tidy(&mut article);
    Ok(Read::from(article))
}

/// The pieces in the output of Poppler's `pdftotext -bbox-layout`, and what its head says.
///
/// # Errors
/// [`ReadError`] if that is no such output.
pub fn read_layout(source: &str) -> Result<(Vec<Piece>, About), ReadError> {
    let (mut pieces, mut about) = (Vec::new(), About::default());
    let (mut page, mut line_bottom) = (0, 0.0);
    let mut word: Option<Piece> = None;
    let mut in_title = false;
    // It writes characters that XML does not allow as they stand in the PDF.
    let source: String = source.chars().filter(|c| !c.is_control() || c.is_whitespace()).collect();
    xml::read("the output of pdftotext", &source, |part| match part {
        xml::Piece::Start(element) => {
            let number = |name| element.attribute(name).and_then(|number| number.parse::<f32>().ok()).unwrap_or(0.0);
            match element.name() {
                "title" => in_title = true,
                "meta" if element.attribute("name").as_deref() == Some("CreationDate") => {
                    about.date = element.attribute("content")
                }
                "line" => line_bottom = number("yMax"),
                "word" => {
                    let (x, top, right, bottom) = (number("xMin"), number("yMin"), number("xMax"), number("yMax"));
                    // Words are given by the height of their font, which is more than that of their letters.
                    let size = 0.87 * (bottom - top);
                    word = Some(Piece { page, x, y: line_bottom, width: right - x, size, text: String::new() });
                }
                _ => {}
            }
        }
        xml::Piece::Text(text) => match &mut word {
            Some(word) => word.text.push_str(text),
            None if in_title => about.title.get_or_insert_default().push_str(text),
            None => {}
        },
        xml::Piece::End(name) => {
            match name {
                "page" => page += 1,
                "title" => in_title = false,
                _ => {}
            }
            pieces.extend(word.take_if(|_| name == "word"));
        }
    })?;
    Ok((pieces, about))
}

/// The pieces that the page's script finds by pdf.js (`www/pdf.js`), as JSON, and what the PDF says about itself.
///
/// # Errors
/// [`ReadError`] if the script could not read the PDF.
pub fn read_pieces(json: &str) -> Result<(Vec<Piece>, About), ReadError> {
    let broken = |found: &str| ReadError::NotThis { expected: "a PDF that can be read", found: found.to_owned() };
    let found: Value = serde_json::from_str(json).map_err(|error| broken(&error.to_string()))?;
    let said = |field: &str| found[field].as_str().map(str::to_owned);
    match (&found["locked"], said("damaged"), found["bytes"].as_u64()) {
        (Value::Bool(true), ..) => return Err(ReadError::Locked { what: "the PDF" }),
        (_, Some(damage), _) => return Err(broken(&damage)),
        (.., Some(bytes)) => limits::check("the PDF", bytes as usize, limits::MOST_BYTES)?,
        _ => {}
    }
    let piece = |piece: &Value| {
        let number = |at: usize| Some(piece.get(at)?.as_f64()? as f32);
        Some(Piece {
            page: number(0)? as u32,
            x: number(1)?,
            y: number(2)?,
            width: number(3)?,
            size: number(4)?,
            text: piece.get(5)?.as_str()?.to_owned(),
        })
    };
    let pieces = found["pieces"].as_array().map_or_else(Vec::new, |pieces| pieces.iter().filter_map(piece).collect());
    Ok((pieces, About { title: said("title"), language: said("language"), date: said("date") }))
}

#[derive(Debug)]
struct Line {
    page: u32,
    left: f32,
    right: f32,
    y: f32,
    size: f32,
    text: String,
}

/// Pieces at one height, one behind the other.
fn lines(pieces: &[Piece]) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let mut space_is_due = false;
    for piece in pieces {
        if piece.text.trim().is_empty() || !(piece.x + piece.y + piece.width + piece.size).is_finite() {
            space_is_due = true;
            continue;
        }
        if let Some(line) = lines.last_mut().filter(|line| continues(line, piece)) {
            let gap = piece.x - line.right;
            let touches = line.text.ends_with(char::is_whitespace) || piece.text.starts_with(char::is_whitespace);
            if !touches && (gap > 0.17 * line.size || space_is_due && gap > 0.05 * line.size) {
                line.text.push(' ');
            }
            line.text.push_str(&piece.text);
            line.right = line.right.max(piece.x + piece.width);
            line.size = line.size.max(piece.size);
        } else {
            let (right, text) = (piece.x + piece.width, piece.text.clone());
            lines.push(Line { page: piece.page, left: piece.x, right, y: piece.y, size: piece.size, text });
        }
        space_is_due = false;
    }
    for line in &mut lines {
        line.text = line.text.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    lines
}

/// Whether a piece stands on the line, behind what is there; raised and lowered figures do, too.
fn continues(line: &Line, piece: &Piece) -> bool {
    let larger = line.size.max(piece.size);
    piece.page == line.page
        && (piece.y - line.y).abs() < 0.5 * larger
        && piece.x > line.right - larger
        && piece.x < line.right + 6.0 * larger
}

/// Takes out the first and last lines of pages that most pages have, figures aside.
fn leave_out_running_lines(lines: &mut Vec<Line>) {
    let pages = lines.last().map_or(0, |line| line.page + 1);
    if pages < 3 {
        return;
    }
    let is_edge = |lines: &[Line], index: usize| {
        let page = lines[index].page;
        let stands_first = index < 2 || lines[index - 2].page != page;
        stands_first || lines.get(index + 2).is_none_or(|other| other.page != page)
    };
    let form = |text: &str| -> String {
        let mut form: String = text.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
        while form.contains("00") {
            form = form.replace("00", "0");
        }
        form
    };
    let mut counts: HashMap<String, u32> = HashMap::new();
    for index in (0..lines.len()).filter(|&index| is_edge(lines, index)) {
        *counts.entry(form(&lines[index].text)).or_default() += 1;
    }
    let mut keep: Vec<bool> = Vec::new();
    for index in 0..lines.len() {
        // A running title may stand on every second page.
        keep.push(!is_edge(lines, index) || counts[&form(&lines[index].text)] * 5 < pages * 2);
    }
    let mut keep = keep.into_iter();
    lines.retain(|_| keep.next().unwrap_or(true));
}

/// Writes lines as headings, list items and paragraphs.
fn write(lines: &[Line], writer: &mut Writer) {
    let body = usual(lines.iter().map(|line| (line.size, line.text.len())));
    let leading = usual(
        lines
            .windows(2)
            .filter(|pair| pair[0].page == pair[1].page && pair[1].y > pair[0].y)
            .map(|pair| (pair[1].y - pair[0].y, 1)),
    );
    let mut before: Option<&Line> = None;
    for line in lines {
        let kind = kind(line, body);
        let continues = before.is_some_and(|before| is_same_passage(before, line, kind, body, leading));
        let text = line.text.trim_start_matches(BULLETS).trim_start();
        if !continues {
            writer.begin(kind);
        }
        match before.filter(|_| continues) {
            Some(before) if breaks_word(&before.text, text) => {}
            _ => writer.text(" "),
        }
        // The hyphen of a broken word is not written.
        writer.text(if ends_broken(&line.text) { without_hyphen(text, lines, line) } else { text });
        before = Some(line);
    }
}

const BULLETS: [char; 6] = ['•', '▪', '◦', '●', '‣', '·'];

fn kind(line: &Line, body: f32) -> PassageKind {
    if line.text.starts_with(BULLETS) {
        PassageKind::ListItem(1)
    } else if line.size > 1.6 * body {
        PassageKind::Heading(1)
    } else if line.size > 1.15 * body && line.text.len() < 200 {
        PassageKind::Heading(2)
    } else {
        PassageKind::Paragraph
    }
}

/// Whether a line goes on with the passage of the line before.
fn is_same_passage(before: &Line, line: &Line, line_kind: PassageKind, body: f32, leading: f32) -> bool {
    let before_kind = kind(before, body);
    if matches!(line_kind, PassageKind::ListItem(_)) {
        return false;
    }
    if (before.size - line.size).abs() > 0.12 * body.max(before.size) {
        return false;
    }
    let same_column = before.page == line.page && line.y > before.y;
    let distance = line.y - before.y;
    if matches!(before_kind, PassageKind::Heading(_)) {
        return line_kind == before_kind && same_column && distance < 1.6 * line.size;
    }
    let ends_sentence = before.text.trim_end_matches(['"', '”', '’', ')', ']']).ends_with(['.', '!', '?', ':', '。']);
    if !same_column {
        // The next column or page goes on where a sentence does.
        return !ends_sentence;
    }
    let is_indented = line.left > before.left + 0.8 * body && !matches!(before_kind, PassageKind::ListItem(_));
    distance < 1.4 * leading && !(is_indented && ends_sentence)
}

/// The value that most of the weight has, to a tenth; 0 of nothing.
fn usual(values: impl Iterator<Item = (f32, usize)>) -> f32 {
    let mut weights: HashMap<i32, usize> = HashMap::new();
    for (value, weight) in values {
        *weights.entry((value * 10.0) as i32).or_default() += weight;
    }
    let usual = weights.into_iter().max_by_key(|&(value, weight)| (weight, std::cmp::Reverse(value)));
    usual.map_or(0.0, |(value, _)| value as f32 / 10.0)
}

/// Whether a line ends in a letter or figure and a hyphen.
fn ends_broken(line: &str) -> bool {
    let word = line.strip_suffix(['-', '\u{ad}', '\u{2010}']);
    word.is_some_and(|word| word.ends_with(char::is_alphanumeric))
}

/// Whether the next line goes on with the last word of a line.
fn breaks_word(line: &str, next: &str) -> bool {
    ends_broken(line) && next.starts_with(|c: char| c.is_alphabetic())
}

/// The line without its last hyphen if that only breaks a word: not in "27-year-" or before a capital.
fn without_hyphen<'a>(text: &'a str, lines: &[Line], line: &Line) -> &'a str {
    let index = lines.iter().position(|other| std::ptr::eq(other, line)).unwrap_or(lines.len());
    let next = lines.get(index + 1).map_or("", |next| &*next.text);
    let word = text.rsplit(' ').next().unwrap_or_default();
    let stem = word.trim_end_matches(['-', '\u{ad}', '\u{2010}']);
    let is_compound = stem.contains('-') || stem.contains(|c: char| c.is_ascii_digit());
    if next.starts_with(char::is_lowercase) && !is_compound {
        &text[..text.len() - (word.len() - stem.len())]
    } else {
        text
    }
}
