//! Writes JSON field by field, in the order in which the fields are given.

use std::fmt::Write;

use annotation::{Annotation, Origin, Status};

use super::Rest;
use crate::native;

/// An object that is being written; [`Object::end`] closes it.
pub(crate) struct Object<'o> {
    out: &'o mut String,
    is_empty: bool,
}

impl<'o> Object<'o> {
    pub(crate) fn new(out: &'o mut String) -> Object<'o> {
        out.push('{');
        Object { out, is_empty: true }
    }

    /// A field whose value the caller writes.
    pub(crate) fn field(&mut self, name: &str) -> &mut String {
        if !self.is_empty {
            self.out.push(',');
        }
        self.is_empty = false;
        self.out.push('"');
        self.out.push_str(name); // names are the formats' own and need no escapes
        self.out.push_str("\":");
        self.out
    }

    /// A field of another's object, whose name may need escapes.
    pub(crate) fn foreign(&mut self, name: &str, json: &str) -> &mut Self {
        let mut escaped = String::new();
        push_text(&mut escaped, name);
        self.raw(&escaped[1..escaped.len() - 1], json)
    }

    pub(crate) fn raw(&mut self, name: &str, json: &str) -> &mut Self {
        self.field(name).push_str(json);
        self
    }

    pub(crate) fn text(&mut self, name: &str, text: &str) -> &mut Self {
        push_text(self.field(name), text);
        self
    }

    pub(crate) fn optional(&mut self, name: &str, text: Option<&str>) -> &mut Self {
        if let Some(text) = text {
            self.text(name, text);
        }
        self
    }

    pub(crate) fn number(&mut self, name: &str, number: u32) -> &mut Self {
        push_number(self.field(name), number);
        self
    }

    /// A list whose elements `write` writes.
    pub(crate) fn list<T>(
        &mut self,
        name: &str,
        elements: impl IntoIterator<Item = T>,
        mut write: impl FnMut(&mut String, T),
    ) -> &mut Self {
        let out = self.field(name);
        out.push('[');
        for (index, element) in elements.into_iter().enumerate() {
            if index > 0 {
                out.push(',');
            }
            write(out, element);
        }
        out.push(']');
        self
    }

    pub(crate) fn end(&mut self) {
        self.out.push('}');
    }
}

/// A string with its quotation marks and escapes.
pub(crate) fn push_text(out: &mut String, text: &str) {
    out.push('"');
    let mut rest = text;
    while let Some(at) = first_escape(rest.as_bytes()) {
        out.push_str(&rest[..at]);
        match rest.as_bytes()[at] {
            b'"' => out.push_str("\\\""),
            b'\\' => out.push_str("\\\\"),
            b'\n' => out.push_str("\\n"),
            b'\r' => out.push_str("\\r"),
            b'\t' => out.push_str("\\t"),
            control => write!(out, "\\u{control:04x}").expect("a string takes what is written to it"),
        }
        rest = &rest[at + 1..];
    }
    out.push_str(rest);
    out.push('"');
}

/// The first byte that is not written as it is. Blocks without one, which are most, are looked at as a whole, so that the
/// compiler can use wide instructions.
fn first_escape(bytes: &[u8]) -> Option<usize> {
    const BLOCK: usize = 32;
    let is_escaped = |byte: u8| byte < 0x20 || byte == b'"' || byte == b'\\';
    let clean = |block: &&[u8]| !block.iter().fold(false, |found, &byte| found | is_escaped(byte));
    let from = BLOCK * bytes.chunks_exact(BLOCK).take_while(clean).count();
    bytes[from..].iter().position(|&byte| is_escaped(byte)).map(|at| from + at)
}

/// A number in decimal.
pub(crate) fn push_number(out: &mut String, number: u32) {
    let (mut digits, mut at, mut rest) = ([0; 10], 10, number);
    loop {
        at -= 1;
        digits[at] = b'0' + (rest % 10) as u8;
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    out.push_str(str::from_utf8(&digits[at..]).expect("digits are ASCII"));
}

/// What an annotation has beside range and label, as fields; nothing for one that a person made and accepted.
pub(crate) fn write_extras(object: &mut Object<'_>, annotation: &Annotation) {
    if annotation.status != Status::Accepted {
        object.text("status", annotation.status.name());
    }
    write_origin(object, annotation);
    if let Some(score) = annotation.score {
        object.number("score", score.per_mille().into());
    }
    write_value(object, annotation);
}

/// Who made an annotation, if it was no person.
pub(crate) fn write_origin(object: &mut Object<'_>, annotation: &Annotation) {
    if let Origin::Tagger(software) = &annotation.origin {
        object.text("tagger", &software.name).text("tagger_version", &software.version);
    }
}

/// What a figure means, and the note.
pub(crate) fn write_value(object: &mut Object<'_>, annotation: &Annotation) {
    if let Some(value) = &annotation.value {
        object.text("value", &native::value_to_json(value));
    }
    object.optional("note", annotation.note.as_deref());
}

/// The score as a fraction; as it stood in the file, if it had more digits than are kept, or was none from 0 to 1.
pub(crate) fn write_score(object: &mut Object<'_>, annotation: &Annotation, kept: &Rest<'_>) {
    let score = annotation.score.map(|score| i64::from(score.per_mille()));
    match (kept.get("score"), score) {
        (Some(json), _) if score.is_none_or(|score| kept.number("score").map(per_mille) == Some(score)) => {
            object.raw("score", json);
        }
        (_, Some(score)) => _ = object.raw("score", &(score as f64 / 1000.0).to_string()),
        (_, None) => {}
    }
}

/// A fraction in per mille.
pub(crate) fn per_mille(score: f64) -> i64 {
    (score * 1000.0).round() as i64
}

/// Whether a fraction is a score, and has no more digits than are kept.
pub(crate) fn is_per_mille(score: f64) -> bool {
    (0.0..=1.0).contains(&score) && per_mille(score) as f64 / 1000.0 == score
}
