//! The text with its annotations in it, as bracketed spans: `[Sony]{.ORG} paid [$5m]{.MONEY note="net"}`.
//!
//! <https://pandoc.org/MANUAL.html#extension-bracketed_spans>. The text is kept verbatim, but for a backslash before each
//! `[`, `]` and `\`. Spans nest. Status, origin, score, value and note are attributes, their values JSON strings.
//!
//! What is lost: annotations that cross an earlier one, rejected ones, ids, label definitions, and the document's id,
//! title, source and language. Not supported: attributes of other names, which are read over.

use annotation::{Annotation, Session, TextRange};

use crate::file_names::file_names;
use crate::import::{Draft, Importer, Span};
use crate::inline::weave;
use crate::json::{FeatureRecord, Object, push_text, write_extras};
use crate::{
    Directions, Exported, File, Format, ImportedFile, Info, NamedFile, Part, ReadError, ReadOptions, Sample, Unit,
    WriteOptions, plain_text,
};

/// Markdown with bracketed spans.
pub struct Markdown;

impl Format for Markdown {
    fn info(&self) -> &'static Info {
        &Info {
            id: "markdown",
            name: "Markdown with spans",
            extensions: &["md", "markdown"],
            directions: Directions::Both,
            unit: None,
            is_lines: false,
            is_configuration: false,
            overlaps: false,
            keeps: &[Part::WhiteSpace, Part::Status, Part::Origin, Part::Score, Part::Value, Part::Note],
            summary: "annotations in the text; drops those that cross others, and rejected ones",
        }
    }

    fn recognise(&self, sample: &Sample<'_>) -> u8 {
        if sample.text.contains("]{.") || sample.text.contains("]{label=") { 75 } else { 0 }
    }

    fn read(&self, file: &File<'_>, options: &ReadOptions) -> Result<ImportedFile, ReadError> {
        let content = plain_text::decode(file.bytes)?;
        let mut importer = Importer::new(file.name, options);
        let (text, spans) = parse(&content);
        let mut draft = Draft::new(file.stem(), text, 1, Unit::Utf8);
        (draft.spans, draft.unit_is_named) = (spans, true);
        importer.finish(draft);
        Ok(importer.done())
    }

    fn write(&self, sessions: &[Session], _options: &WriteOptions) -> Exported {
        let mut losses = Vec::new();
        let mut file = |(session, name): (&Session, String)| {
            let open = |out: &mut String, _: &Annotation| out.push('[');
            let close = |out: &mut String, annotation: &Annotation| {
                push_attributes(out, &session.labels().get(annotation.label).name, annotation);
            };
            let text = weave(self.info(), session, &mut losses, open, close, push_escaped);
            NamedFile { name: name + ".md", bytes: text.into_bytes() }
        };
        let files = sessions.iter().zip(file_names(sessions)).map(&mut file).collect();
        Exported { files, losses }
    }
}

fn push_escaped(out: &mut String, text: &str) {
    for c in text.chars() {
        if matches!(c, '[' | ']' | '\\') {
            out.push('\\');
        }
        out.push(c);
    }
}

fn push_attributes(out: &mut String, label: &str, annotation: &Annotation) {
    out.push_str("]{");
    match is_name(label) {
        true => out.push_str(&format!(".{label}")),
        false => {
            out.push_str("label=");
            push_text(out, label);
        }
    }
    let mut json = String::new();
    let mut extras = Object::new(&mut json);
    write_extras(&mut extras, annotation);
    extras.end();
    let fields: serde_json::Map<String, serde_json::Value> = serde_json::from_str(&json).unwrap_or_default();
    for (name, value) in fields {
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        out.push_str(&format!(" {name}="));
        push_text(out, &text);
    }
    out.push('}');
}

/// Whether a label can be written as a class.
fn is_name(label: &str) -> bool {
    label.starts_with(|c: char| c.is_ascii_alphabetic())
        && label.chars().all(|c| c.is_ascii_alphanumeric() || "_-".contains(c))
}

/// A bracket that is closed by attributes.
struct Mark {
    open: usize,
    close: usize,
    end: usize,
    label: String,
    fields: serde_json::Map<String, serde_json::Value>,
}

/// The text without marks, and the marks as annotations.
fn parse(content: &str) -> (String, Vec<Span<'static>>) {
    let marks = marks(content);
    // Where something of the content is not text: escapes and marks. Each is skipped with its length.
    let mut skips: Vec<(usize, usize)> = escapes(content);
    skips.extend(marks.iter().flat_map(|mark| [(mark.open, 1), (mark.close, mark.end - mark.close)]));
    skips.sort_unstable();
    let mut text = String::with_capacity(content.len());
    let (mut at, mut places) = (0, Vec::with_capacity(skips.len()));
    for (start, len) in skips {
        if start < at {
            continue; // an escape inside a mark's attributes
        }
        text.push_str(&content[at..start]);
        places.push((start, text.len()));
        at = start + len;
    }
    text.push_str(&content[at..]);
    let place = |at: usize| places.binary_search_by_key(&at, |place| place.0).map_or(0, |found| places[found].1 as u32);
    let span = |(index, mark): (usize, Mark)| {
        let range = (place(mark.open), place(mark.close));
        let json = serde_json::Value::Object(mark.fields).to_string();
        let features: FeatureRecord<'_> = serde_json::from_str(&json).unwrap_or_default();
        Span {
            at: ("spans", index),
            bytes: (range.0 <= range.1).then(|| TextRange::new(range.0.into(), range.1.into())),
            label: mark.label.into(),
            extras: features.extras().into_owned(),
            ..Span::default()
        }
    };
    let mut marks = marks;
    marks.sort_by_key(|mark| (mark.open, std::cmp::Reverse(mark.close)));
    (text, marks.into_iter().enumerate().map(span).collect())
}

/// The backslashes that escape what follows.
fn escapes(content: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut bytes = content.bytes().enumerate().peekable();
    while let Some((at, byte)) = bytes.next() {
        if byte == b'\\' && bytes.next_if(|(_, next)| matches!(next, b'[' | b']' | b'\\')).is_some() {
            found.push((at, 1));
        }
    }
    found
}

/// Every pair of brackets that attributes follow.
fn marks(content: &str) -> Vec<Mark> {
    let (mut marks, mut open) = (Vec::new(), Vec::new());
    let bytes = content.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' if matches!(bytes.get(at + 1), Some(b'[' | b']' | b'\\')) => at += 1,
            b'[' => open.push(at),
            b']' => {
                let opened = open.pop();
                if let Some((opened, (end, label, fields))) = opened.zip(attributes(content, at + 1)) {
                    marks.push(Mark { open: opened, close: at, end, label, fields });
                    at = end - 1;
                }
            }
            _ => {}
        }
        at += 1;
    }
    marks
}

type Attributes = (usize, String, serde_json::Map<String, serde_json::Value>);

/// The end, the label and the other attributes of `{…}` at a place; `None` if it is not such, or names no label.
fn attributes(content: &str, start: usize) -> Option<Attributes> {
    let mut rest = content[start..].strip_prefix('{')?;
    let (mut label, mut fields) = (None, serde_json::Map::new());
    loop {
        rest = rest.trim_start_matches(' ');
        if let Some(after) = rest.strip_prefix('}') {
            return Some((content.len() - after.len(), label?, fields));
        }
        let len = rest.find(|c: char| !(c.is_ascii_alphanumeric() || "._-".contains(c))).unwrap_or(rest.len());
        let (name, after) = rest.split_at(len);
        rest = after;
        match (name.strip_prefix('.'), rest.strip_prefix('=')) {
            (Some(class), _) if !class.is_empty() => _ = label.get_or_insert_with(|| class.to_owned()),
            (None, Some(value)) if !name.is_empty() => {
                let mut values = serde_json::Deserializer::from_str(value).into_iter::<String>();
                let text = values.next()?.ok()?;
                rest = &value[values.byte_offset()..];
                match name {
                    "label" => label = Some(text),
                    _ => _ = fields.insert(name.to_owned(), text.into()),
                }
            }
            _ => return None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(markdown: &str, text: &str, annotations: &[&str]) {
        let file = File { name: "a.md", bytes: markdown.as_bytes() };
        let imported = Markdown.read(&file, &ReadOptions::default()).unwrap();
        let session = &imported.sessions[0];
        assert_eq!(session.document().text(), text);
        let shown = |a: &Annotation| {
            let note = a.note.as_deref().unwrap_or_default();
            format!("{} {}{note}", session.labels().get(a.label).name, session.document().slice(a.range))
        };
        assert_eq!(session.annotations().iter().map(shown).collect::<Vec<_>>(), annotations, "{markdown}");
    }

    #[test]
    fn spans_nest_and_other_brackets_are_text() {
        check("", "", &[]);
        check("[[New York]{.GPE} Times]{.ORG}\r\n", "New York Times\r\n", &["ORG New York Times", "GPE New York"]);
        check("a [link](b) and [x]{.ORG}", "a [link](b) and x", &["ORG x"]);
        check(r"\[🗼\]{.FAC} \\ \a", r"[🗼]{.FAC} \ \a", &[]);
        check(r#"[a]{label="B C" note="x\n\"]{.Y}"}"#, "a", &["B C ax\n\"]{.Y}"]);
        check("[a]{.X ]b[ ]{", "[a]{.X ]b[ ]{", &[]);
        check("[]{.ORG}", "", &[]);
    }
}
