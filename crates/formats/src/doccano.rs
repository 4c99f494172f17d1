//! doccano's JSON Lines, in both shapes: `"label": [[start, end, "LABEL"]]`, and `"entities"` as objects.
//!
//! <https://github.com/doccano/doccano>, `backend/data_export/pipeline/examples`. Offsets count UTF-16 code units, or
//! grapheme clusters where a project was set up so, and no file says which; the unit is checked against the text and can
//! be given.
//!
//! What is lost in triples: all but ranges and labels. In objects: label definitions and rejected annotations; status,
//! origin, score, value and note travel as further fields, which doccano ignores. What is known about the document goes
//! to fields beside the text, which doccano takes as metadata.
//! Not supported: relations and comments (said when they are read), labels that are numbers of another file, `cats`.

use annotation::{Annotation, Session};
use serde::Deserialize;

use crate::import::{Draft, Importer, Span};
use crate::json::{
    Kept, Meta, Object, Offset, SpanList, SpanRecord, Text, push_number, push_text, read_record, records, write_extras,
    write_meta,
};
use crate::loss::written;
use crate::unit::Positions;
use crate::{
    Directions, Exported, File, Format, ImportedFile, Info, Loss, Part, ReadError, ReadOptions, Sample, Unit,
    UnitChoice, What, WriteOptions,
};

/// doccano for sequence labelling: triples.
pub struct Doccano;

/// doccano for relation extraction: objects.
pub struct DoccanoObjects;

const TRIPLES: Info = Info {
    id: "doccano",
    name: "doccano",
    extensions: &["jsonl"],
    directions: Directions::Both,
    unit: Some(Unit::Utf16),
    is_lines: true,
    is_configuration: false,
    overlaps: true,
    keeps: &[Part::DocumentId, Part::Title, Part::Source, Part::Language, Part::WhiteSpace],
    summary: "keeps text, ranges and labels; loses status, values and notes",
};

const OBJECTS: Info = Info {
    id: "doccano-objects",
    name: "doccano with entity objects",
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
    summary: "keeps status, score, value and note; loses rejected annotations and label colours",
    ..TRIPLES
};

/// The project decides, by its grapheme mode; code points are what other programs write.
const UNITS: UnitChoice = UnitChoice::Open(&[Unit::Utf16, Unit::Grapheme, Unit::CodePoint]);

#[derive(Deserialize)]
struct Row<'a> {
    #[serde(borrow, alias = "data", alias = "column_data")]
    text: Text<'a>,
    #[serde(borrow, default, alias = "labels", alias = "annotations", alias = "entities", alias = "column_label")]
    label: SpanList<'a, Entity<'a>>,
    #[serde(borrow, default)]
    relations: Kept<'a>,
    #[serde(borrow, default, rename = "Comments", alias = "comments")]
    comments: Kept<'a>,
    #[serde(borrow, default)]
    id: Option<Text<'a>>,
    #[serde(borrow, default)]
    title: Option<Text<'a>>,
    #[serde(borrow, default)]
    source: Option<Text<'a>>,
    #[serde(borrow, default)]
    language: Option<Text<'a>>,
}

enum Entity<'a> {
    Triple(Offset, Offset, Text<'a>),
    Object(Box<SpanRecord<'a>>),
}

impl<'de: 'a, 'a> Deserialize<'de> for Entity<'a> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Shapes;
        impl<'de> serde::de::Visitor<'de> for Shapes {
            type Value = Entity<'de>;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("[start, end, label] or an object")
            }

            fn visit_seq<A: serde::de::SeqAccess<'de>>(self, list: A) -> Result<Entity<'de>, A::Error> {
                let triple = serde::de::value::SeqAccessDeserializer::new(list);
                <(Offset, Offset, Text<'de>)>::deserialize(triple)
                    .map(|(start, end, label)| Entity::Triple(start, end, label))
            }

            fn visit_map<A: serde::de::MapAccess<'de>>(self, object: A) -> Result<Entity<'de>, A::Error> {
                let record = SpanRecord::deserialize(serde::de::value::MapAccessDeserializer::new(object));
                record.map(|record| Entity::Object(Box::new(record)))
            }
        }
        deserializer.deserialize_any(Shapes)
    }
}

impl<'a> Entity<'a> {
    fn span(self, index: usize) -> Span<'a> {
        let at = ("label", index);
        match self {
            Entity::Triple(start, end, label) => {
                Span { at, start: start.0, end: end.0, label: label.0, ..Span::default() }
            }
            Entity::Object(record) => record.span(at),
        }
    }
}

impl Format for Doccano {
    fn info(&self) -> &'static Info {
        &TRIPLES
    }

    fn unit_choice(&self) -> UnitChoice {
        UNITS
    }

    fn recognise(&self, sample: &Sample<'_>) -> u8 {
        let has_triples = ["\"label\"", "\"labels\""].iter().any(|name| {
            let rest = sample.text.split_once(name).map_or("", |(_, rest)| rest);
            let start: String = rest.chars().filter(|c| !c.is_whitespace()).take(3).collect();
            start == ":[[" || start == ":[]"
        });
        if has_triples { sample.all(&["\"text\""], 70) } else { 0 }
    }

    fn read(&self, file: &File<'_>, options: &ReadOptions) -> Result<ImportedFile, ReadError> {
        read(file, options)
    }

    fn write(&self, sessions: &[Session], options: &WriteOptions) -> Exported {
        write(self.info(), sessions, options, |object, list, positions| {
            object.list("label", list, |out, (label, annotation)| {
                let (start, end) = positions.offsets(annotation.range);
                out.push('[');
                push_number(out, start);
                out.push(',');
                push_number(out, end);
                out.push(',');
                push_text(out, label);
                out.push(']');
            });
        })
    }
}

impl Format for DoccanoObjects {
    fn info(&self) -> &'static Info {
        &OBJECTS
    }

    fn unit_choice(&self) -> UnitChoice {
        UNITS
    }

    fn recognise(&self, sample: &Sample<'_>) -> u8 {
        sample.all(&["\"text\"", "\"start_offset\"", "\"end_offset\""], 85)
    }

    fn read(&self, file: &File<'_>, options: &ReadOptions) -> Result<ImportedFile, ReadError> {
        read(file, options)
    }

    fn write(&self, sessions: &[Session], options: &WriteOptions) -> Exported {
        write(self.info(), sessions, options, |object, list, positions| {
            object.list("entities", list, |out, (label, annotation)| {
                let (start, end) = positions.offsets(annotation.range);
                let mut object = Object::new(out);
                object.number("id", annotation.id.0).number("start_offset", start).number("end_offset", end);
                object.text("label", label);
                write_extras(&mut object, annotation);
                object.end();
            });
            object.raw("relations", "[]");
        })
    }
}

fn read(file: &File<'_>, options: &ReadOptions) -> Result<ImportedFile, ReadError> {
    let mut importer = Importer::new(file.name, options);
    records(file, &mut importer, |importer, record, is_only| {
        let row: Row<'_> = match read_record(record.json) {
            Ok(row) => row,
            Err(error) => return record.refuse(importer, &error),
        };
        let mut draft = Draft::new(record.id(file, is_only), row.text.0, record.line, Unit::Utf16);
        Meta { id: row.id, title: row.title, source: row.source, language: row.language }.describe(&mut draft);
        let entities = row.label.good("label", record.line, importer);
        draft.spans.extend(entities.map(|(index, entity)| entity.span(index)));
        for (field, kept) in [("relations", row.relations), ("Comments", row.comments)] {
            if kept.0.is_some_and(|json| json != "[]") {
                importer.warn(record.line, field, "not supported; left out");
            }
        }
        importer.finish(draft);
    })?;
    Ok(importer.done())
}

/// Writes one document a line; `write_list` writes the annotations in one of the shapes.
fn write(
    info: &Info,
    sessions: &[Session],
    options: &WriteOptions,
    write_list: impl Fn(&mut Object<'_>, Vec<(&str, &Annotation)>, &mut Positions<'_>),
) -> Exported {
    let (mut out, mut losses) = (String::new(), Vec::new());
    for session in sessions {
        let document = session.document();
        let list = written(info, session).map(|a| (&*session.labels().get(a.label).name, a)).collect();
        let mut object = Object::new(&mut out);
        write_meta(&mut object, document);
        object.text("text", document.text());
        write_list(&mut object, list, &mut Positions::new(document, options.unit.unwrap_or(Unit::Utf16)));
        object.end();
        out.push('\n');
        if document.text().contains("\r\n") {
            let what = What::Text("doccano shifts annotations behind CR LF line ends; convert them to LF first");
            losses.push(Loss::of_document(document, what));
        }
    }
    Exported::one(info, out, losses)
}
