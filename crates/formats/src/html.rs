//! The text with its annotations as `<mark>` elements: a page that any browser shows.
//!
//! <https://html.spec.whatwg.org/multipage/text-level-semantics.html#the-mark-element>. Marks nest. The label is
//! `data-label`; status, origin, score, value and note are `data-` attributes too. What is read is the text of
//! `<article data-postil>`, or else of the body: tags are left out, and nothing of it is ever shown as HTML.
//!
//! What is lost: annotations that cross an earlier one, rejected ones, ids, label definitions, and the document's id,
//! source and language. A browser shows U+0000 as U+FFFD.
//! Not supported: white space and blocks as a browser would lay them out, character references by other names than
//! `amp`, `lt`, `gt`, `quot`, `apos` and `nbsp`.

use std::borrow::Cow;

use annotation::{Annotation, Document, Session, TextRange};

use crate::file_names::file_names;
use crate::import::{Draft, Importer, Span};
use crate::inline::weave;
use crate::json::{FeatureRecord, Object, line_at, write_extras};
use crate::{
    Directions, Exported, File, Format, ImportedFile, Info, NamedFile, Part, ReadError, ReadOptions, Sample, Unit,
    WriteOptions, plain_text,
};

/// HTML with marks.
pub struct Html;

const START: &str = "<article data-postil>";
const END: &str = "</article>";

impl Format for Html {
    fn info(&self) -> &'static Info {
        &Info {
            id: "html",
            name: "HTML with marks",
            extensions: &["html", "htm"],
            directions: Directions::Both,
            unit: None,
            is_lines: false,
            is_configuration: false,
            overlaps: false,
            keeps: &[Part::Title, Part::WhiteSpace, Part::Status, Part::Origin, Part::Score, Part::Value, Part::Note],
            summary: "a page to look at; drops annotations that cross others, and rejected ones",
        }
    }

    fn recognise(&self, sample: &Sample<'_>) -> u8 {
        match sample.text.contains("<mark") && sample.text.contains('<') {
            true => 70 + 25 * u8::from(sample.text.contains(START)),
            false => 0,
        }
    }

    fn read(&self, file: &File<'_>, options: &ReadOptions) -> Result<ImportedFile, ReadError> {
        let content = plain_text::decode(file.bytes)?;
        let mut importer = Importer::new(file.name, options);
        let (body, first_line) = match content.split_once(START) {
            Some((head, rest)) => (rest.rsplit_once(END).map_or(rest, |(body, _)| body), line_at(head, head.len())),
            None => (body_of(&content), 1),
        };
        let (text, spans, unclosed) = parse(body);
        for _ in 0..unclosed {
            importer.warn(first_line, "mark", "it is not closed; left out");
        }
        let mut draft = Draft::new(file.stem(), text, first_line, Unit::Utf8);
        let title = content.split_once("<title>").and_then(|(_, rest)| rest.split_once("</title>"));
        draft.title = title.map(|(title, _)| unescape(title)).filter(|_| content.contains(START));
        (draft.spans, draft.unit_is_named) = (spans, true);
        importer.finish(draft);
        Ok(importer.done())
    }

    fn write(&self, sessions: &[Session], _options: &WriteOptions) -> Exported {
        let mut losses = Vec::new();
        let mut file = |(session, name): (&Session, String)| {
            let open = |out: &mut String, annotation: &Annotation| {
                push_mark(out, &session.labels().get(annotation.label).name, annotation);
            };
            let close = |out: &mut String, _: &Annotation| out.push_str("</mark>");
            let text = weave(self.info(), session, &mut losses, open, close, push_escaped);
            NamedFile { name: name + ".html", bytes: page(session.document(), &text).into_bytes() }
        };
        let files = sessions.iter().zip(file_names(sessions)).map(&mut file).collect();
        Exported { files, losses }
    }
}

fn page(document: &Document, text: &str) -> String {
    let mut title = String::new();
    if *document.title != *Document::first_line(document.text()) {
        title.push_str("<title>");
        push_escaped(&mut title, &document.title);
        title.push_str("</title>\n");
    }
    format!(
        "<!doctype html>\n<html>\n<head>\n<meta charset=\"utf-8\">\n{title}<style>\n\
         article {{ white-space: pre-wrap; max-width: 40em; margin: 2em auto; font: 1.1em/1.6 serif; }}\n\
         mark::after {{ content: \" \" attr(data-label); font: 0.6em sans-serif; }}\n\
         </style>\n</head>\n<body>\n{START}{text}{END}\n</body>\n</html>\n"
    )
}

fn push_mark(out: &mut String, label: &str, annotation: &Annotation) {
    out.push_str("<mark data-label=\"");
    push_escaped(out, label);
    out.push('"');
    let mut json = String::new();
    let mut extras = Object::new(&mut json);
    write_extras(&mut extras, annotation);
    extras.end();
    let fields: serde_json::Map<String, serde_json::Value> = serde_json::from_str(&json).unwrap_or_default();
    for (name, value) in fields {
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        out.push_str(&format!(" data-{}=\"", name.replace('_', "-")));
        push_escaped(out, &text);
        out.push('"');
    }
    out.push('>');
}

/// Escaped for text and for attributes in quotation marks.
fn push_escaped(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\r' => out.push_str("&#13;"), // the parser would make a line feed of it
            '\0' => out.push_str("&#0;"),
            c => out.push(c),
        }
    }
}

fn body_of(content: &str) -> &str {
    let rest = content.find("<body").and_then(|at| tag(&content[at..])).map_or(content, |(_, _, rest)| rest);
    rest.rsplit_once("</body").map_or(rest, |(body, _)| body)
}

/// A tag's attributes, by name.
type Attributes = Vec<(String, String)>;

/// The text without tags, the marks, and how many of those were not closed.
fn parse(body: &str) -> (String, Vec<Span<'static>>, usize) {
    let mut text = String::with_capacity(body.len());
    let mut spans: Vec<(u32, Span<'static>)> = Vec::new();
    let mut open: Vec<(u32, Attributes)> = Vec::new();
    let mut rest = body;
    while let Some(at) = rest.find('<') {
        text.push_str(&unescape(&rest[..at]));
        rest = &rest[at..];
        let Some((name, attributes, after)) = tag(rest) else {
            text.push('<');
            rest = &rest[1..];
            continue;
        };
        rest = after;
        match &*name {
            "mark" => open.push((text.len() as u32, attributes)),
            "/mark" => {
                if let Some((start, attributes)) = open.pop() {
                    spans.push((start, span(attributes, start, text.len() as u32)));
                }
            }
            "br" | "br/" => text.push('\n'),
            "script" | "style" => {
                let end = format!("</{name}");
                rest = rest.find(&end).map_or("", |at| &rest[at..]);
            }
            _ => {}
        }
    }
    text.push_str(&unescape(rest));
    // Outer marks come first: among those that start together, the one that was closed last.
    let mut ranked: Vec<_> = spans.into_iter().enumerate().collect();
    ranked.sort_by_key(|(rank, (start, _))| (*start, std::cmp::Reverse(*rank)));
    let spans = ranked.into_iter().enumerate().map(|(index, (_, (_, span)))| Span { at: ("mark", index), ..span });
    (text, spans.collect(), open.len())
}

fn span(attributes: Attributes, start: u32, end: u32) -> Span<'static> {
    let mut label = String::new();
    let mut fields = serde_json::Map::new();
    for (name, value) in attributes {
        match name.strip_prefix("data-") {
            Some("label") => label = value,
            Some("entity") if label.is_empty() => label = value,
            Some(name) => _ = fields.insert(name.replace('-', "_"), value.into()),
            None => {}
        }
    }
    let json = serde_json::Value::Object(fields).to_string();
    let features: FeatureRecord<'_> = serde_json::from_str(&json).unwrap_or_default();
    let bytes = Some(TextRange::new(start.into(), end.into()));
    Span { bytes, label: label.into(), extras: features.extras().into_owned(), ..Span::default() }
}

/// The name, the attributes and what follows of a tag; comments and declarations have the name `!`.
fn tag(text: &str) -> Option<(String, Attributes, &str)> {
    let inside = &text[1..];
    if let Some(comment) = inside.strip_prefix("!--") {
        return Some(("!".into(), Vec::new(), comment.split_once("-->").map_or("", |(_, rest)| rest)));
    }
    let first = inside.strip_prefix('/').unwrap_or(inside).chars().next()?;
    if !first.is_ascii_alphabetic() && !inside.starts_with('!') {
        return None;
    }
    let len = inside.find(|c: char| c.is_ascii_whitespace() || c == '>').unwrap_or(inside.len());
    let name = inside[..len].to_ascii_lowercase();
    let mut rest = &inside[len..];
    let mut attributes = Vec::new();
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
        if let Some(after) = rest.strip_prefix('>') {
            return Some((name, attributes, after));
        }
        if rest.is_empty() {
            return Some((name, attributes, ""));
        }
        let is_end = |c: char| c.is_ascii_whitespace() || c == '>' || c == '=';
        let len = rest.find(is_end).unwrap_or(rest.len()).max(usize::from(rest.starts_with('=')));
        let attribute = rest[..len].to_ascii_lowercase();
        rest = rest[len..].trim_start();
        let mut value = "";
        if let Some(after) = rest.strip_prefix('=') {
            let after = after.trim_start();
            (value, rest) = match after.chars().next() {
                Some(quote @ ('"' | '\'')) => after[1..].split_once(quote).unwrap_or((&after[1..], "")),
                _ => after.split_at(after.find(|c: char| c.is_ascii_whitespace() || c == '>').unwrap_or(after.len())),
            };
        }
        attributes.push((attribute, unescape(value).into_owned()));
    }
}

/// Text with its character references resolved; those that are none stay as they are.
fn unescape(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let name = rest.bytes().take(12).position(|byte| byte == b';').map(|end| &rest[1..end]);
        match name.and_then(|name| Some((name, character(name)?))) {
            Some((name, c)) => {
                out.push(c);
                rest = &rest[name.len() + 2..];
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

fn character(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "nbsp" => Some('\u{a0}'),
        _ => {
            let digits = name.strip_prefix('#')?;
            let hex = digits.strip_prefix(['x', 'X']);
            let number = hex.map_or_else(|| digits.parse().ok(), |hex| u32::from_str_radix(hex, 16).ok());
            number.and_then(char::from_u32)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(html: &str, text: &str, annotations: &[&str]) {
        let file = File { name: "a.html", bytes: html.as_bytes() };
        let imported = Html.read(&file, &ReadOptions::default()).unwrap();
        let session = &imported.sessions[0];
        assert_eq!(session.document().text(), text);
        let shown =
            |a: &Annotation| format!("{} {}", session.labels().get(a.label).name, session.document().slice(a.range));
        assert_eq!(session.annotations().iter().map(shown).collect::<Vec<_>>(), annotations, "{html}");
    }

    #[test]
    fn marks_are_read_and_other_tags_left_out() {
        check("", "", &[]);
        check(
            "<body class='a>b'><p>At <mark data-label=ORG>Sony &amp; <mark data-label='GPE'>Ja&#x70;an</mark></mark></p></body>",
            "At Sony & Japan",
            &["ORG Sony & Japan", "GPE Japan"],
        );
        check("a < b &c <!-- <mark> --><br>🗼<script>x<y</script>", "a < b &c \n🗼", &[]);
        check("<mark data-label=\"X\">open", "open", &[]);
        check("<mark data-label=\"X", "", &[]);
    }
}
