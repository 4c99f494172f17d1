//! The records of a JSON file: the elements of an array, the lines of JSON Lines, or one value after another.
//!
//! A record that is damaged does not take the others along: a line is left out by itself, and an array is read up to
//! the damage.

use std::borrow::Cow;

use serde::de::IgnoredAny;
use serde_json::value::RawValue;

use crate::import::Importer;
use crate::{File, ReadError, plain_text};

/// One record.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Record<'a> {
    /// The line on which it starts.
    pub line: usize,
    /// Its place in the file, from 0; in the piece that is read, for JSON Lines.
    pub index: usize,
    /// Whether it is a line by itself, so that the line says which it is.
    pub is_line: bool,
    pub json: &'a str,
}

impl Record<'_> {
    /// Says why a record could not be read; `error`'s line counts from the record's.
    pub(crate) fn refuse(&self, importer: &mut Importer<'_>, error: &serde_json::Error) {
        let line = self.line + error.line().saturating_sub(1);
        importer.warn(line, self.name(), format!("{}; left out", cause(error)));
    }

    /// What it is called in warnings.
    pub(crate) fn name(&self) -> String {
        if self.is_line { "record".into() } else { format!("record {}", self.index + 1) }
    }

    /// A document id for a record that has none: the file's name, with the line where a file has several.
    pub(crate) fn id(&self, file: &File<'_>, is_only: bool) -> String {
        if is_only { file.stem().to_owned() } else { format!("{}-{}", file.stem(), self.line) }
    }
}

/// Calls `read` for each record of a file.
///
/// # Errors
/// [`ReadError`] if the content is no text or not one record is there.
pub(crate) fn records<'a>(
    file: &File<'a>,
    importer: &mut Importer<'_>,
    mut read: impl FnMut(&mut Importer<'_>, Record<'_>, bool),
) -> Result<(), ReadError> {
    let text = match str::from_utf8(file.bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) if has_lines(file.bytes) => good_lines(file.bytes, importer),
        Err(_) => plain_text::decode(file.bytes)?,
    };
    let first_line = importer.options().first_line;
    let content = text.trim_start_matches('\u{feff}');
    let trimmed = content.trim_start();
    let line = first_line + newlines(&text[..text.len() - trimmed.len()]);
    if trimmed.is_empty() {
        return if first_line > 1 || text.len() < file.bytes.len() { Ok(()) } else { Err(not_json("it is empty")) };
    }
    let first = first_line_of(trimmed);
    let is_piece = first_line > 1; // of a file of which the lines before were records
    if !is_piece && (!is_value(first) || trimmed.starts_with('[') && trimmed.len() <= first.len() + 1) {
        let read = sequence(trimmed.strip_prefix('[').unwrap_or(trimmed), line, importer, &mut read);
        // Of JSON Lines the first may be damaged, as any other.
        if read.is_ok()
            || trimmed.starts_with('[')
            || !trimmed[first.len()..].split('\n').any(|line| line.starts_with('{') && is_value(line))
        {
            return read;
        }
    }
    let is_only = !is_piece && trimmed[first.len()..].trim().is_empty();
    let ends = memchr::memchr_iter(b'\n', trimmed.as_bytes()).chain([trimmed.len()]);
    let mut start = 0;
    for (index, end) in ends.enumerate() {
        let json = trimmed[start..end].trim();
        start = end + 1;
        if !json.is_empty() {
            read(importer, Record { line: line + index, index, is_line: true, json }, is_only);
        }
    }
    Ok(())
}

/// The elements of an array, or values one after another, up to the first that is damaged.
fn sequence(
    text: &str,
    first_line: usize,
    importer: &mut Importer<'_>,
    read: &mut impl FnMut(&mut Importer<'_>, Record<'_>, bool),
) -> Result<(), ReadError> {
    let (mut at, mut line, mut counted) = (0, first_line, 0);
    for index in 0.. {
        let gap = text[at..].len() - text[at..].trim_start_matches([' ', '\t', '\r', '\n', ',']).len();
        at += gap;
        line += newlines(&text[counted..at]);
        counted = at;
        if text[at..].is_empty() || text[at..].starts_with(']') {
            break;
        }
        let mut values = serde_json::Deserializer::from_str(&text[at..]).into_iter::<&RawValue>();
        match values.next() {
            Some(Ok(raw)) => {
                at += values.byte_offset();
                let is_only = index == 0 && text[at..].trim_start().trim_start_matches(']').trim_start().is_empty();
                read(importer, Record { line, index, is_line: false, json: raw.get() }, is_only);
            }
            Some(Err(error)) if index == 0 => {
                let (line, column) = (line + error.line().saturating_sub(1), error.column());
                return Err(ReadError::NotJson { line, column, message: cause(&error) });
            }
            Some(Err(error)) => {
                let line = line + error.line().saturating_sub(1);
                let message = format!("{}; this and what follows is left out", cause(&error));
                importer.warn(line, format!("record {}", index + 1), message);
                break;
            }
            None => break,
        }
    }
    Ok(())
}

fn has_lines(bytes: &[u8]) -> bool {
    !bytes.starts_with(&[0xFF, 0xFE]) && !bytes.starts_with(&[0xFE, 0xFF]) && bytes.contains(&b'\n')
}

/// The text with blank lines in the place of those that are not UTF-8.
fn good_lines<'a>(bytes: &[u8], importer: &mut Importer<'_>) -> Cow<'a, str> {
    let mut text = String::with_capacity(bytes.len());
    for (index, line) in bytes.split(|&byte| byte == b'\n').enumerate() {
        if index > 0 {
            text.push('\n');
        }
        match str::from_utf8(line) {
            Ok(line) => text.push_str(line),
            Err(error) => {
                let message = format!("byte {} of the line is not UTF-8; the line is left out", error.valid_up_to());
                importer.warn(importer.options().first_line + index, "line", message);
            }
        }
    }
    Cow::Owned(text)
}

fn first_line_of(text: &str) -> &str {
    text.split('\n').next().unwrap_or_default().trim_end()
}

fn is_value(text: &str) -> bool {
    serde_json::from_str::<IgnoredAny>(text).is_ok()
}

fn newlines(text: &str) -> usize {
    newlines_in(text.as_bytes())
}

fn newlines_in(bytes: &[u8]) -> usize {
    memchr::memchr_iter(b'\n', bytes).count()
}

/// The line of a byte, from 1.
pub(crate) fn line_at(text: &str, at: usize) -> usize {
    newlines(&text[..at]) + 1
}

fn not_json(message: &str) -> ReadError {
    ReadError::NotJson { line: 1, column: 0, message: message.into() }
}

/// Counts lines up to parts of a text; in one pass if they are asked for in order.
pub(crate) struct Lines<'t> {
    text: &'t str,
    first: usize,
    at: usize,
    line: usize,
}

impl<'t> Lines<'t> {
    /// Lines of a text that itself starts on line `first`.
    pub(crate) fn new(text: &'t str, first: usize) -> Lines<'t> {
        Lines { text, first, at: 0, line: first }
    }

    /// The line that was asked for last.
    pub(crate) fn latest(&self) -> usize {
        self.line
    }

    /// The line on which a part of the text starts.
    pub(crate) fn of(&mut self, part: &str) -> usize {
        let at = (part.as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize).min(self.text.len());
        if at < self.at {
            (self.at, self.line) = (0, self.first);
        }
        self.line += newlines_in(&self.text.as_bytes()[self.at..at]);
        self.at = at;
        self.line
    }
}

/// serde_json's message without the place, which is said apart.
pub(crate) fn cause(error: &serde_json::Error) -> String {
    let message = error.to_string();
    message.rsplit_once(" at line ").map_or(message.clone(), |(cause, _)| cause.to_owned())
}
