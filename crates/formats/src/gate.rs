//! GATE's bdocjs: a document with sets of annotations, each with features.
//!
//! <https://gatenlp.github.io/python-gatenlp/documents.html>, `docs/format-bdocjs.md`. `offset_type` names the unit: `p` for
//! code points, `j` for UTF-16 code units; code points are written unless asked otherwise.
//!
//! Rejected annotations stand in the set `rejected`, all others in the set without a name; those of other sets are read
//! too. Status, origin, score, value and note are features; what is known about the document are the document's.
//!
//! What is lost: label definitions. Not supported: other features, which are read over.

use std::collections::BTreeMap;

use annotation::{Annotation, Session, Status};
use serde::Deserialize;

use crate::file_names::file_names;
use crate::import::{Draft, Importer, Span};
use crate::json::{
    FeatureRecord, Meta, Object, Offset, SpanList, Text, number_of, read_record, records, write_extras, write_meta,
};
use crate::unit::Positions;
use crate::{
    Directions, Exported, File, Format, ImportedFile, Info, NamedFile, Part, ReadError, ReadOptions, Sample, Unit,
    UnitChoice, WriteOptions,
};

/// bdocjs.
pub struct Gate;

#[derive(Deserialize)]
struct DocumentRecord<'a> {
    #[serde(borrow)]
    text: Text<'a>,
    #[serde(borrow, default)]
    offset_type: Option<Text<'a>>,
    #[serde(borrow, default)]
    name: Option<Text<'a>>,
    #[serde(borrow, default)]
    features: Meta<'a>,
    #[serde(borrow, default)]
    annotation_sets: BTreeMap<String, SetRecord<'a>>,
}

#[derive(Deserialize)]
struct SetRecord<'a> {
    #[serde(borrow, default)]
    annotations: SpanList<'a, AnnotationRecord<'a>>,
}

#[derive(Deserialize)]
struct AnnotationRecord<'a> {
    #[serde(borrow, rename = "type")]
    label: Text<'a>,
    start: Offset,
    end: Offset,
    #[serde(borrow, default)]
    id: Option<Text<'a>>,
    #[serde(borrow, default)]
    features: FeatureRecord<'a>,
}

impl Format for Gate {
    fn info(&self) -> &'static Info {
        &Info {
            id: "gate",
            name: "GATE bdocjs",
            extensions: &["bdocjs"],
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
                Part::Rejected,
                Part::Origin,
                Part::Score,
                Part::Value,
                Part::Note,
            ],
            summary: "keeps all but label colours",
        }
    }

    fn unit_choice(&self) -> UnitChoice {
        UnitChoice::Named(&[Unit::CodePoint, Unit::Utf16])
    }

    fn recognise(&self, sample: &Sample<'_>) -> u8 {
        let score = sample.all(&["\"annotation_sets\""], 85);
        if sample.text.contains("\"offset_type\"") { score + score / 8 } else { score }
    }

    fn read(&self, file: &File<'_>, options: &ReadOptions) -> Result<ImportedFile, ReadError> {
        let mut importer = Importer::new(file.name, options);
        records(file, &mut importer, |importer, record, is_only| {
            let document: DocumentRecord<'_> = match read_record(record.json) {
                Ok(document) => document,
                Err(error) => return record.refuse(importer, &error),
            };
            let name = document.name.map(|name| name.0).filter(|name| !name.is_empty());
            let id = name.unwrap_or_else(|| record.id(file, is_only).into());
            let mut draft = Draft::new(id, document.text.0, record.line, Unit::CodePoint);
            match document.offset_type.as_ref().map(|unit| &*unit.0) {
                Some("p") => draft.unit_is_named = true,
                Some("j") => (draft.unit, draft.unit_is_named) = (Unit::Utf16, true),
                _ => importer.warn(record.line, "offset_type", "it is neither p nor j; read as code points"),
            }
            document.features.describe(&mut draft);
            for (name, set) in document.annotation_sets {
                for (index, annotation) in set.annotations.good("annotations", record.line, importer) {
                    let mut extras = annotation.features.extras();
                    if name == "rejected" {
                        extras.status.get_or_insert(Status::Rejected.name().into());
                    }
                    draft.spans.push(Span {
                        at: ("annotations", index),
                        id: annotation.id.and_then(|id| number_of(&id.0)),
                        start: annotation.start.0,
                        end: annotation.end.0,
                        label: annotation.label.0,
                        extras,
                        ..Span::default()
                    });
                }
            }
            importer.finish(draft);
        })?;
        Ok(importer.done())
    }

    fn write(&self, sessions: &[Session], options: &WriteOptions) -> Exported {
        let file = |(session, name): (&Session, String)| NamedFile {
            name: name + ".bdocjs",
            bytes: write_document(session, options).into_bytes(),
        };
        Exported { files: sessions.iter().zip(file_names(sessions)).map(file).collect(), losses: Vec::new() }
    }
}

fn write_document(session: &Session, options: &WriteOptions) -> String {
    let document = session.document();
    let (unit, letter) = match options.unit {
        Some(Unit::Utf16) => (Unit::Utf16, "j"),
        _ => (Unit::CodePoint, "p"),
    };
    let mut out = String::new();
    let mut object = Object::new(&mut out);
    let mut sets = Object::new(object.field("annotation_sets"));
    let is_rejected = |annotation: &&Annotation| annotation.status == Status::Rejected;
    let next = session.annotations().iter().map(|annotation| annotation.id.0.saturating_add(1)).max().unwrap_or(1);
    let (rejected, good): (Vec<&Annotation>, Vec<&Annotation>) = session.annotations().iter().partition(is_rejected);
    for (name, annotations) in [("", good), ("rejected", rejected)] {
        if annotations.is_empty() && !name.is_empty() {
            continue;
        }
        let mut positions = Positions::new(document, unit);
        let mut set = Object::new(sets.field(name));
        set.text("name", name).number("next_annid", next);
        set.list("annotations", annotations, |out, annotation| {
            let (start, end) = positions.offsets(annotation.range);
            let mut object = Object::new(out);
            object.text("type", &session.labels().get(annotation.label).name);
            object.number("start", start).number("end", end).number("id", annotation.id.0);
            let mut features = Object::new(object.field("features"));
            write_extras(&mut features, annotation);
            features.end();
            object.end();
        });
        set.end();
    }
    sets.end();
    object.text("text", document.text());
    let mut features = Object::new(object.field("features"));
    write_meta(&mut features, document);
    features.end();
    object.text("offset_type", letter).text("name", &document.id).end();
    out + "\n"
}
