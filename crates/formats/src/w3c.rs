//! W3C Web Annotation as JSON-LD: one annotation page a document, with position and quote selectors.
//!
//! <https://www.w3.org/TR/annotation-model/#text-position-selector>: code points. The text stands in the page's field
//! `text`, which is no part of the model and which other readers leave alone; without it the text has to be given.
//!
//! The label is a body with the purpose `tagging`, the note one with `commenting`; status, origin, score and value stand
//! in one with `describing`, as JSON. Where position and quote disagree the quote is believed, and that is said.
//!
//! What is lost: label definitions, rejected annotations. Not supported: other selectors, bodies that are resources of
//! their own (said when they are read), the text's normalisation.

use annotation::{Annotation, Document, Session};
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::file_names::file_names;
use crate::import::{Draft, Importer, Span};
use crate::json::{
    FeatureRecord, Lines, Meta, Object, Offset, Text, cause, number_of, records, write_extras, write_meta,
};
use crate::loss::written;
use crate::unit::Positions;
use crate::{
    Directions, Exported, File, Format, ImportedFile, Info, NamedFile, Part, ReadError, ReadOptions, Sample, Unit,
    WriteOptions,
};

/// W3C Web Annotation.
pub struct WebAnnotation;

const CONTEXT: &str = "http://www.w3.org/ns/anno.jsonld";

#[derive(Deserialize)]
struct Page<'a> {
    #[serde(borrow, default)]
    text: Option<Text<'a>>,
    #[serde(borrow, default)]
    items: Vec<&'a RawValue>,
    #[serde(borrow, default)]
    target: Option<&'a RawValue>,
    #[serde(borrow, default)]
    document: Option<Meta<'a>>,
}

#[derive(Deserialize)]
struct AnnotationRecord<'a> {
    #[serde(borrow, default)]
    id: Option<Text<'a>>,
    #[serde(borrow, default)]
    body: Option<OneOrMore<'a>>,
    #[serde(borrow)]
    target: OneOrMore<'a>,
}

/// JSON-LD leaves the brackets of a list of one away.
struct OneOrMore<'a>(Vec<&'a RawValue>);

impl<'de: 'a, 'a> Deserialize<'de> for OneOrMore<'a> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = <&'de RawValue>::deserialize(deserializer)?;
        Ok(OneOrMore(serde_json::from_str(raw.get()).unwrap_or_else(|_| vec![raw])))
    }
}

#[derive(Deserialize)]
struct Body<'a> {
    #[serde(borrow, default)]
    purpose: Option<Text<'a>>,
    #[serde(borrow)]
    value: Text<'a>,
}

#[derive(Deserialize)]
struct Target<'a> {
    #[serde(borrow)]
    selector: OneOrMore<'a>,
}

#[derive(Deserialize)]
struct Selector<'a> {
    #[serde(borrow, rename = "type")]
    kind: Text<'a>,
    #[serde(default)]
    start: Option<Offset>,
    #[serde(default)]
    end: Option<Offset>,
    #[serde(borrow, default)]
    exact: Option<Text<'a>>,
    #[serde(borrow, default)]
    prefix: Option<Text<'a>>,
    #[serde(borrow, default)]
    suffix: Option<Text<'a>>,
}

impl Format for WebAnnotation {
    fn info(&self) -> &'static Info {
        &Info {
            id: "w3c",
            name: "W3C Web Annotation",
            extensions: &["jsonld", "json"],
            directions: Directions::Both,
            unit: Some(Unit::CodePoint),
            is_lines: false,
            is_configuration: false,
            overlaps: true,
            keeps: &[
                Part::DocumentId,
                Part::Title,
                Part::Source,
                Part::Language,
                Part::WhiteSpace,
                Part::Id,
                Part::Status,
                Part::Origin,
                Part::Score,
                Part::Value,
                Part::Note,
            ],
            summary: "keeps all but rejected annotations and label colours",
        }
    }

    fn recognise(&self, sample: &Sample<'_>) -> u8 {
        let marks = ["TextPositionSelector", "TextQuoteSelector", CONTEXT, "\"AnnotationPage\""];
        match sample.count(&marks) {
            0 => 0,
            count => 70 + 8 * count as u8,
        }
    }

    fn read(&self, file: &File<'_>, options: &ReadOptions) -> Result<ImportedFile, ReadError> {
        let mut importer = Importer::new(file.name, options);
        let mut loose: Option<Draft<'static>> = None;
        records(file, &mut importer, |importer, record, is_only| {
            let page: Page<'_> = match serde_json::from_str(record.json) {
                Ok(page) => page,
                Err(error) => return record.refuse(importer, &error),
            };
            let given = importer.options().text.as_deref();
            let Some(text) = page.text.map(|text| text.0).or(given.map(|text| text.to_owned().into())) else {
                return importer.warn_once(record.line, "text", "the text is not in the file; give it".into());
            };
            if page.target.is_some() {
                // A list of annotations without a page around it: all on the text that was given.
                let owned = || Draft::new(file.stem().to_owned(), text.into_owned(), record.line, Unit::CodePoint);
                let draft = loose.get_or_insert_with(owned);
                if let Some(mut span) = read_annotation(importer, record.json, record.index, record.line) {
                    span.line = record.line;
                    draft.spans.push(span.into_owned());
                }
                return;
            }
            let mut draft = Draft::new(record.id(file, is_only), text, record.line, Unit::CodePoint);
            let mut lines = Lines::new(record.json, record.line);
            page.document.unwrap_or_default().describe(&mut draft);
            for (index, raw) in page.items.iter().enumerate() {
                let line = lines.of(raw.get());
                draft.spans.extend(read_annotation(importer, raw.get(), index, line));
            }
            importer.finish(draft);
        })?;
        loose.into_iter().for_each(|draft| importer.finish(draft));
        Ok(importer.done())
    }

    fn write(&self, sessions: &[Session], _options: &WriteOptions) -> Exported {
        let file = |(session, name): (&Session, String)| NamedFile {
            name: name + ".jsonld",
            bytes: write_page(self.info(), session).into_bytes(),
        };
        let files = sessions.iter().zip(file_names(sessions)).map(file).collect();
        Exported { files, losses: Vec::new() }
    }
}

fn read_annotation<'a>(importer: &mut Importer<'_>, json: &'a str, index: usize, line: usize) -> Option<Span<'a>> {
    let field = format!("items[{index}]");
    let record: AnnotationRecord<'a> = match serde_json::from_str(json) {
        Ok(record) => record,
        Err(error) => {
            importer.warn(line, field, format!("{}; left out", cause(&error)));
            return None;
        }
    };
    let mut span = Span { at: ("items", index), line, start: -1, end: -1, ..Span::default() };
    span.id = record.id.as_ref().and_then(|id| number_of(&id.0));
    let targets = record.target.0.iter().filter_map(|raw| serde_json::from_str::<Target<'a>>(raw.get()).ok());
    for raw in targets.flat_map(|target| target.selector.0) {
        let Ok(selector) = serde_json::from_str::<Selector<'a>>(raw.get()) else { continue };
        match &*selector.kind.0 {
            "TextPositionSelector" => {
                span.start = selector.start.map_or(-1, |offset| offset.0);
                span.end = selector.end.map_or(-1, |offset| offset.0);
            }
            "TextQuoteSelector" => {
                span.quote = selector.exact.map(|text| text.0);
                span.prefix = selector.prefix.map(|text| text.0);
                span.suffix = selector.suffix.map(|text| text.0);
            }
            kind => importer.warn_once(line, "selector", format!("a {kind} is not supported; left out")),
        }
    }
    for raw in record.body.map(|body| body.0).unwrap_or_default() {
        let Ok(body) = serde_json::from_str::<Body<'a>>(raw.get()) else {
            importer.warn(line, &field, "a body that is not text is not supported; left out");
            continue;
        };
        match body.purpose.as_ref().map(|purpose| &*purpose.0) {
            Some("tagging") if span.label.is_empty() => span.label = body.value.0,
            Some("commenting" | "replying") => span.extras.note = Some(body.value.0),
            Some("describing") => match serde_json::from_str::<FeatureRecord<'_>>(&body.value.0) {
                Ok(record) => {
                    let note = span.extras.note.take();
                    span.extras = record.extras().into_owned();
                    span.extras.note = note.or(span.extras.note);
                }
                Err(_) => span.extras.note = Some(body.value.0),
            },
            None if span.label.is_empty() => span.label = body.value.0,
            _ => importer.warn(line, &field, format!("the body {:?} is left out", body.value.0)),
        }
    }
    Some(span)
}

fn write_page(info: &Info, session: &Session) -> String {
    let document = session.document();
    let mut out = String::new();
    let mut page = Object::new(&mut out);
    page.text("@context", CONTEXT).text("type", "AnnotationPage");
    let mut described = Object::new(page.field("document"));
    write_meta(&mut described, document);
    described.end();
    page.text("text", document.text());
    let source = document.source.as_deref().unwrap_or(&document.id);
    let mut positions = Positions::new(document, Unit::CodePoint);
    page.list("items", written(info, session), |out, annotation| {
        out.push('\n');
        write_annotation(out, session, annotation, source, positions.offsets(annotation.range));
    });
    page.end();
    out + "\n"
}

fn write_annotation(
    out: &mut String,
    session: &Session,
    annotation: &Annotation,
    source: &str,
    (start, end): (u32, u32),
) {
    let document = session.document();
    let label = &session.labels().get(annotation.label).name;
    let mut object = Object::new(out);
    object.text("type", "Annotation").text("id", &format!("urn:postil:annotation:{}", annotation.id.0));
    let mut rest = String::new();
    let mut described = Object::new(&mut rest);
    write_extras(&mut described, &Annotation { note: None, ..annotation.clone() });
    described.end();
    let bodies = [
        ("tagging", Some(&**label)),
        ("commenting", annotation.note.as_deref()),
        ("describing", Some(&*rest).filter(|rest| *rest != "{}")),
    ];
    let bodies = bodies.into_iter().filter_map(|(purpose, value)| Some((purpose, value?)));
    object.list("body", bodies, |out, (purpose, value)| {
        Object::new(out).text("type", "TextualBody").text("purpose", purpose).text("value", value).end();
    });
    let (prefix, suffix) = around(document, annotation);
    let mut target = Object::new(object.field("target"));
    target.text("source", source);
    target.list("selector", [true, false], |out, is_position| {
        let mut selector = Object::new(out);
        match is_position {
            true => selector.text("type", "TextPositionSelector").number("start", start).number("end", end),
            false => {
                selector.text("type", "TextQuoteSelector").text("exact", document.slice(annotation.range));
                selector.text("prefix", prefix).text("suffix", suffix)
            }
        };
        selector.end();
    });
    target.end();
    object.end();
}

/// Up to 32 bytes of text on each side.
fn around<'d>(document: &'d Document, annotation: &Annotation) -> (&'d str, &'d str) {
    let text = document.text();
    let (start, end) = (usize::from(annotation.range.start()), usize::from(annotation.range.end()));
    let from = text.ceil_char_boundary(start.saturating_sub(32));
    (&text[from..start], &text[end..text.floor_char_boundary(end + 32)])
}
