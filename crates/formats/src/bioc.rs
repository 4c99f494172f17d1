//! BioC JSON: collections of documents, in passages with annotations.
//!
//! <https://github.com/bionlplab/bioc>, `schema/bioc_schema.json`. Offsets are those of the document, with the passage's
//! own added already, and a length stands in the place of an end. The schema names no unit; code points by convention,
//! checked against the quotes.
//!
//! The label is the infon `type`; status, origin, score, value and note are infons too, as is what is known about the
//! document. Passages are read as one text, with line ends where their offsets leave a gap.
//!
//! What is lost: label definitions, rejected annotations. Not supported: relations (said when they are read); the several
//! locations of a discontinuous annotation are read as annotations of their own.

use annotation::Session;
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::import::{Draft, Importer, Span};
use crate::json::{FeatureRecord, Kept, Lines, Meta, Object, Offset, Record, SpanList, Text, number_of};
use crate::json::{read_record, records, write_extras, write_meta};
use crate::loss::written;
use crate::unit::Positions;
use crate::{
    Directions, Exported, File, Format, ImportedFile, Info, Part, ReadError, ReadOptions, Sample, Unit, WriteOptions,
};

/// BioC JSON.
pub struct BioC;

#[derive(Deserialize)]
struct Collection<'a> {
    #[serde(borrow)]
    documents: Vec<&'a RawValue>,
}

#[derive(Deserialize)]
struct DocumentRecord<'a> {
    #[serde(borrow, default)]
    id: Option<Text<'a>>,
    #[serde(borrow, default)]
    infons: Meta<'a>,
    #[serde(borrow, default)]
    passages: Vec<Passage<'a>>,
    #[serde(borrow, default)]
    annotations: SpanList<'a, AnnotationRecord<'a>>,
    #[serde(borrow, default)]
    relations: Kept<'a>,
}

#[derive(Deserialize)]
struct Passage<'a> {
    #[serde(default)]
    offset: Offset,
    #[serde(borrow, default)]
    text: Option<Text<'a>>,
    #[serde(borrow, default)]
    sentences: Vec<Passage<'a>>,
    #[serde(borrow, default)]
    annotations: SpanList<'a, AnnotationRecord<'a>>,
    #[serde(borrow, default)]
    relations: Kept<'a>,
}

#[derive(Deserialize)]
struct AnnotationRecord<'a> {
    #[serde(borrow, default)]
    id: Option<Text<'a>>,
    #[serde(borrow, default)]
    infons: FeatureRecord<'a>,
    #[serde(borrow, default)]
    text: Option<Text<'a>>,
    locations: Vec<Location>,
}

#[derive(Deserialize)]
struct Location {
    offset: Offset,
    length: Offset,
}

impl Format for BioC {
    fn info(&self) -> &'static Info {
        &Info {
            id: "bioc",
            name: "BioC JSON",
            extensions: &["json"],
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
        sample.all(&["\"documents\"", "\"passages\""], 95)
    }

    fn read(&self, file: &File<'_>, options: &ReadOptions) -> Result<ImportedFile, ReadError> {
        let mut importer = Importer::new(file.name, options);
        records(file, &mut importer, |importer, record, _| {
            let collection: Collection<'_> = match read_record(record.json) {
                Ok(collection) => collection,
                Err(error) => return record.refuse(importer, &error),
            };
            let mut lines = Lines::new(record.json, record.line);
            for (index, raw) in collection.documents.iter().enumerate() {
                let line = lines.of(raw.get());
                read_document(importer, file, Record { line, index, is_line: false, json: raw.get() });
            }
        })?;
        Ok(importer.done())
    }

    fn write(&self, sessions: &[Session], _options: &WriteOptions) -> Exported {
        let mut out = String::new();
        let mut collection = Object::new(&mut out);
        collection.text("source", "").text("date", "").text("key", "").raw("infons", "{}");
        collection.list("documents", sessions, |out, session| {
            out.push('\n');
            write_document(out, self.info(), session);
        });
        collection.end();
        Exported::one(self.info(), out + "\n", Vec::new())
    }
}

fn read_document(importer: &mut Importer<'_>, file: &File<'_>, record: Record<'_>) {
    let document: DocumentRecord<'_> = match read_record(record.json) {
        Ok(document) => document,
        Err(error) => return record.refuse(importer, &error),
    };
    let id = document.id.map_or_else(|| record.id(file, false).into(), |id| id.0);
    let mut draft = Draft::new(id, "", record.line, Unit::CodePoint);
    document.infons.describe(&mut draft);
    let mut has_relations = document.relations.0.is_some_and(|relations| relations != "[]");
    let (mut text, mut lists) = (PassageText::default(), vec![document.annotations]);
    for passage in document.passages {
        add_passage(importer, record.line, passage, &mut text, &mut lists, &mut has_relations, 0);
    }
    draft.text = text.text.into();
    if has_relations {
        importer.warn(record.line, "relations", "not supported; left out");
    }
    for list in lists {
        for (index, annotation) in list.good("annotations", record.line, importer) {
            let count = annotation.locations.len();
            if count > 1 {
                let message = format!("it is discontinuous; read as its {count} parts");
                importer.warn(record.line, format!("annotations[{index}]"), message);
            }
            let label = annotation.infons.label.text().unwrap_or_default();
            let extras = annotation.infons.extras();
            for (rank, location) in annotation.locations.into_iter().enumerate() {
                draft.spans.push(Span {
                    at: ("annotations", index),
                    id: annotation.id.as_ref().and_then(|id| number_of(&id.0)).filter(|_| rank == 0),
                    start: location.offset.0,
                    end: location.offset.0.saturating_add(location.length.0),
                    quote: annotation.text.as_ref().map(|text| text.0.clone()).filter(|_| count == 1),
                    label: label.clone(),
                    extras: extras.clone(),
                    ..Span::default()
                });
            }
        }
    }
    importer.finish(draft);
}

/// The text that passages make up, and its length in the unit that their offsets count.
#[derive(Default)]
struct PassageText {
    text: String,
    code_points: i64,
}

impl PassageText {
    /// Puts a passage's text at its offset, with line ends in the gap; false if the text there is known already.
    fn put(&mut self, offset: i64, text: &str) -> bool {
        let gap = offset - self.code_points;
        // Nobody leaves a gap of more than some lines between passages; a damaged offset must not fill the memory.
        if !(0..=1024).contains(&gap) {
            return false;
        }
        self.text.extend(std::iter::repeat_n('\n', gap as usize));
        self.text.push_str(text);
        self.code_points = offset + text.chars().count() as i64;
        true
    }
}

fn add_passage<'a>(
    importer: &mut Importer<'_>,
    line: usize,
    passage: Passage<'a>,
    text: &mut PassageText,
    lists: &mut Vec<SpanList<'a, AnnotationRecord<'a>>>,
    has_relations: &mut bool,
    depth: usize,
) {
    *has_relations |= passage.relations.0.is_some_and(|relations| relations != "[]");
    lists.push(passage.annotations);
    match passage.text {
        Some(Text(content)) => {
            if !text.put(passage.offset.0, &content) {
                let message = format!("its offset {} does not follow the text before; left out", passage.offset.0);
                importer.warn(line, "passages", message);
            }
            for sentence in passage.sentences {
                *has_relations |= sentence.relations.0.is_some_and(|relations| relations != "[]");
                lists.push(sentence.annotations);
            }
        }
        None if depth == 0 => {
            for sentence in passage.sentences {
                add_passage(importer, line, sentence, text, lists, has_relations, 1);
            }
        }
        None => {}
    }
}

fn write_document(out: &mut String, info: &Info, session: &Session) {
    let document = session.document();
    let mut object = Object::new(out);
    object.text("id", &document.id);
    let mut infons = Object::new(object.field("infons"));
    write_meta(&mut infons, document);
    infons.end();
    let mut positions = Positions::new(document, Unit::CodePoint);
    object.list("passages", [()], |out, ()| {
        let mut passage = Object::new(out);
        passage.number("offset", 0).raw("infons", "{}").text("text", document.text()).raw("sentences", "[]");
        passage.list("annotations", written(info, session), |out, annotation| {
            let (start, end) = positions.offsets(annotation.range);
            let mut object = Object::new(out);
            object.text("id", &format!("T{}", annotation.id.0));
            let mut infons = Object::new(object.field("infons"));
            infons.text("type", &session.labels().get(annotation.label).name);
            write_extras(&mut infons, annotation);
            infons.end();
            object.text("text", document.slice(annotation.range));
            object.list("locations", [()], |out, ()| {
                Object::new(out).number("offset", start).number("length", end - start).end();
            });
            object.end();
        });
        passage.raw("relations", "[]").end();
    });
    object.raw("annotations", "[]").raw("relations", "[]").end();
}
