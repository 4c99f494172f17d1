//! spaCy's training tuples as JSON: `["text", {"entities": [[start, end, "LABEL"]]}]`.
//!
//! <https://spacy.io/api/data-formats#dict-input>; code points. An array with one document a line is written; JSON
//! Lines of tuples and the object `{"classes": …, "annotations": […]}` that some tools write are read too.
//!
//! `entities` takes the annotations that do not overlap; if any do, `"spans": {"sc": …}` takes all.
//!
//! What is lost: all but text, ranges and labels; rejected annotations. spaCy leaves out, in silence, annotations that
//! do not start and end with its tokens, so the export names those that cut a word.
//! Not supported: lists of BILUO tags in the place of offsets, `links`, `cats`.

use std::borrow::Cow;
use std::collections::BTreeMap;

use annotation::{Annotation, Session};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::doc::{add_new, without_overlaps};
use crate::import::{Draft, Importer, Span};
use crate::json::{Lines, Object, Offset, Record, SpanList, Text, cause, push_text, read_record, records};
use crate::loss::written;
use crate::tokens::{Edges, pieces};
use crate::unit::Positions;
use crate::{
    Directions, Exported, File, Format, ImportedFile, Info, Loss, Part, ReadError, ReadOptions, Sample, Unit, What,
    WriteOptions,
};

/// Training tuples.
pub struct SpacyTraining;

#[derive(Deserialize, Default)]
struct Labels<'a> {
    #[serde(borrow, default)]
    entities: SpanList<'a, Triple<'a>>,
    #[serde(borrow, default)]
    spans: BTreeMap<String, SpanList<'a, Quadruple<'a>>>,
}

#[derive(Deserialize)]
struct Triple<'a>(Offset, Offset, #[serde(borrow)] Text<'a>);

#[derive(Deserialize)]
#[serde(untagged)]
enum Quadruple<'a> {
    WithKnowledgeBase(Offset, Offset, #[serde(borrow)] Text<'a>, serde::de::IgnoredAny),
    Without(Offset, Offset, #[serde(borrow)] Text<'a>),
}

#[derive(Deserialize)]
struct Wrapped<'a> {
    #[serde(borrow)]
    annotations: Vec<&'a RawValue>,
}

impl Format for SpacyTraining {
    fn info(&self) -> &'static Info {
        &Info {
            id: "spacy-train",
            name: "spaCy training tuples",
            extensions: &["json", "jsonl"],
            directions: Directions::Both,
            unit: Some(Unit::CodePoint),
            is_lines: false,
            is_configuration: false,
            overlaps: true,
            keeps: &[Part::WhiteSpace],
            summary: "keeps text, ranges and labels; loses everything else",
        }
    }

    fn recognise(&self, sample: &Sample<'_>) -> u8 {
        let start = sample.text.trim_start();
        let is_tuple = start.starts_with("[\"") || start.starts_with("[[") || start.starts_with("[\n[");
        if is_tuple || sample.text.contains("\"classes\"") { sample.all(&["\"entities\""], 85) } else { 0 }
    }

    fn read(&self, file: &File<'_>, options: &ReadOptions) -> Result<ImportedFile, ReadError> {
        let mut importer = Importer::new(file.name, options);
        records(file, &mut importer, |importer, record, is_only| {
            let Ok(wrapped) = serde_json::from_str::<Wrapped<'_>>(record.json) else {
                return read_tuple(importer, file, record, is_only);
            };
            let mut lines = Lines::new(record.json, record.line);
            for (index, raw) in wrapped.annotations.iter().enumerate() {
                let line = lines.of(raw.get());
                if raw.get() != "null" {
                    read_tuple(importer, file, Record { line, index, is_line: false, json: raw.get() }, false);
                }
            }
        })?;
        Ok(importer.done())
    }

    fn write(&self, sessions: &[Session], _options: &WriteOptions) -> Exported {
        let (mut out, mut losses) = (String::from("["), Vec::new());
        for (index, session) in sessions.iter().enumerate() {
            out.push_str(if index > 0 { ",\n" } else { "\n" });
            write_tuple(&mut out, session, self.info());
            losses.extend(cut_words(session, self.info()));
        }
        out.push_str("\n]\n");
        Exported::one(self.info(), out, losses)
    }
}

fn read_tuple(importer: &mut Importer<'_>, file: &File<'_>, record: Record<'_>, is_only: bool) {
    let (text, labels): (Text<'_>, &RawValue) = match serde_json::from_str(record.json) {
        Ok(tuple) => tuple,
        Err(error) => return record.refuse(importer, &error),
    };
    let id = if is_only { file.stem().to_owned() } else { format!("{}-{}", file.stem(), record.index + 1) };
    let mut draft = Draft::new(id, text.0, record.line, Unit::CodePoint);
    match read_record::<Labels<'_>>(labels.get()) {
        Ok(labels) => {
            let span = |index: usize, start: Offset, end: Offset, label: Cow<'_, str>| Span {
                at: ("entities", index),
                start: start.0,
                end: end.0,
                label: label.into_owned().into(),
                ..Span::default()
            };
            let entities = labels.entities.good("entities", record.line, importer);
            draft.spans.extend(entities.map(|(index, Triple(start, end, label))| span(index, start, end, label.0)));
            for (_, group) in labels.spans {
                let group = group.good("spans", record.line, importer);
                let spans = group.map(|(index, quadruple)| match quadruple {
                    Quadruple::WithKnowledgeBase(start, end, label, _) | Quadruple::Without(start, end, label) => {
                        span(index, start, end, label.0)
                    }
                });
                add_new(&mut draft.spans, spans);
            }
        }
        Err(error) => {
            importer.warn(record.line, "entities", format!("{}; read without annotations", cause(&error)));
        }
    }
    importer.finish(draft);
}

fn write_tuple(out: &mut String, session: &Session, info: &Info) {
    let annotations: Vec<&Annotation> = written(info, session).collect();
    let (entities, rest) = without_overlaps(&annotations);
    out.push('[');
    push_text(out, session.document().text());
    out.push(',');
    let mut object = Object::new(out);
    let mut positions = Positions::new(session.document(), Unit::CodePoint);
    object.list("entities", entities, |out, annotation| {
        write_span(out, session, annotation, &mut positions);
        out.push(']');
    });
    if !rest.is_empty() {
        let mut groups = Object::new(object.field("spans"));
        let mut positions = Positions::new(session.document(), Unit::CodePoint);
        groups.list("sc", annotations, |out, annotation| {
            write_span(out, session, annotation, &mut positions);
            out.push_str(",\"\"]");
        });
        groups.end();
    }
    object.end();
    out.push(']');
}

fn write_span(out: &mut String, session: &Session, annotation: &Annotation, positions: &mut Positions<'_>) {
    let (start, end) = positions.offsets(annotation.range);
    out.push_str(&format!("[{start},{end},"));
    push_text(out, &session.labels().get(annotation.label).name);
}

/// The annotations that start or end inside a word.
fn cut_words(session: &Session, info: &Info) -> Vec<Loss> {
    let document = session.document();
    let pieces = pieces(document.text(), &Edges::default());
    let is_cut = |at: annotation::TextSize| {
        let piece = pieces.get(pieces.partition_point(|piece| piece.end() <= at));
        piece.is_some_and(|piece| piece.start() < at)
    };
    let cut = written(info, session).filter(|a| is_cut(a.range.start()) || is_cut(a.range.end()));
    let what = What::Doubtful("it starts or ends inside a word");
    cut.map(|annotation| Loss::of(document, session.labels(), annotation, what.clone())).collect()
}
