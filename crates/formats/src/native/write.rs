//! A session as a file.

use std::borrow::Cow;

use annotation::{Annotation, Document, Extent, LabelSet, OffsetUnit, Origin, Passage, PassageKind, Session, Value};
use serde_json::Map;
use serde_json::value::RawValue;

use super::VERSION;
use super::record::{
    AnnotationRecord, DocumentRecord, FileRecord, LabelRecord, OriginRecord, SoftwareRecord, ValueRecord,
};
use crate::plain_text::sha256;
use crate::unit::Positions;

/// The session as JSON with one label and one annotation a line, which keeps differences between files readable.
pub fn write(session: &Session, unit: OffsetUnit) -> String {
    write_file(session, unit, Contents::Whole)
}

/// What is written of a document.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Contents {
    Whole,
    /// All but the text and its hash: the text lies beside it.
    WithoutText,
}

/// The session as JSON.
pub(super) fn write_file(session: &Session, unit: OffsetUnit, contents: Contents) -> String {
    let FileRecord { format, version, generator, offset_unit, document, labels, annotations, unknown } =
        file_record(session, unit, contents, label_records(session.labels()));
    let mut json = String::new();
    json += &format!("{{\n\"format\":{},\n\"version\":{version},\n", to_json(&format));
    json += &format!("\"generator\":{},\n\"offset_unit\":{},\n", to_json(&generator), to_json(&offset_unit));
    json += &format!("\"document\":{},\n", to_json(&document));
    json += &format!("\"labels\":[{}],\n", lines(labels));
    json += &format!("\"annotations\":[{}]", lines(annotations.records()));
    for (name, value) in &unknown {
        json += &format!(",\n{}:{}", to_json(name), to_json(value));
    }
    json + "\n}\n"
}

/// The session as JSON on one line, for JSONL; without the line's end.
pub fn write_line(session: &Session, unit: OffsetUnit) -> String {
    to_json(&file_record(session, unit, Contents::Whole, label_records(session.labels())))
}

/// Sessions as JSON, one a line; labels that they share are written once and copied.
pub(super) fn write_lines(sessions: &[Session], unit: OffsetUnit) -> String {
    let mut json = Vec::new();
    let mut shared: Option<(&LabelSet, Box<RawValue>)> = None;
    for session in sessions {
        let (_, labels) = match shared.take().filter(|(labels, _)| *labels == session.labels()) {
            Some(shared) => shared,
            None => {
                let labels = serde_json::value::to_raw_value(&label_records(session.labels()));
                (session.labels(), labels.expect(CANNOT_FAIL))
            }
        };
        serde_json::to_writer(&mut json, &file_record(session, unit, Contents::Whole, &*labels)).expect(CANNOT_FAIL);
        json.push(b'\n');
        shared = Some((session.labels(), labels));
    }
    String::from_utf8(json).expect("JSON is text")
}

const CANNOT_FAIL: &str = "records have string keys and nothing that can fail";

pub(super) fn to_json(record: &impl serde::Serialize) -> String {
    serde_json::to_string(record).expect(CANNOT_FAIL)
}

fn lines(records: impl IntoIterator<Item = impl serde::Serialize>) -> String {
    let mut json = String::new();
    for record in records {
        json += if json.is_empty() { "\n" } else { ",\n" };
        json += &to_json(&record);
    }
    if !json.is_empty() {
        json.push('\n');
    }
    json
}

/// The annotations of a session, made into records one by one as they are written.
struct Annotations<'s> {
    session: &'s Session,
    unit: OffsetUnit,
}

impl<'s> Annotations<'s> {
    fn records(&self) -> impl Iterator<Item = AnnotationRecord<'s>> + use<'s> {
        let session = self.session;
        let mut positions = Positions::new(session.document(), self.unit.into());
        session.annotations().iter().map(move |annotation| {
            let label = Cow::Borrowed(&*session.labels().get(annotation.label).name);
            annotation_record(session.document(), annotation, positions.offsets(annotation.range), label)
        })
    }
}

impl serde::Serialize for Annotations<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.records())
    }
}

fn file_record<L>(
    session: &Session,
    unit: OffsetUnit,
    contents: Contents,
    labels: L,
) -> FileRecord<'_, L, Annotations<'_>> {
    let document = session.document();
    let text = (contents == Contents::Whole).then(|| document.text());
    FileRecord {
        format: "postil".into(),
        version: VERSION,
        generator: SoftwareRecord { name: "postil".into(), version: env!("CARGO_PKG_VERSION").into() },
        offset_unit: unit.name().into(),
        document: DocumentRecord {
            id: Cow::Borrowed(&document.id),
            title: Cow::Borrowed(&document.title),
            source: document.source.as_deref().map(Cow::Borrowed),
            language: document.language.as_deref().map(Cow::Borrowed),
            reference_date: document.reference_date.map(|date| Cow::Owned(date.to_string())),
            is_done: document.is_done,
            passages: passages(document, unit),
            text: text.unwrap_or_default().into(),
            sha256: text.map(|text| sha256(text).into()),
            unknown: unknown(&document.unknown),
        },
        labels,
        annotations: Annotations { session, unit },
        unknown: unknown(&session.unknown),
    }
}

fn passages(document: &Document, unit: OffsetUnit) -> Vec<(u32, u32, Cow<'_, str>)> {
    let told = document.passages.iter().filter(|passage| passage.kind != PassageKind::Paragraph);
    let offset = |position| document.offset(position, unit);
    told.map(|Passage { range, kind }| (offset(range.start()), offset(range.end()), kind.name().into())).collect()
}

pub(super) fn label_records(labels: &LabelSet) -> Vec<LabelRecord<'_>> {
    let records = labels.iter().map(|(_, label)| LabelRecord {
        name: Cow::Borrowed(&label.name),
        kind: Cow::Borrowed(label.kind.name()),
        colour: Cow::Owned(label.colour.to_string()),
        key: label.key,
        description: Cow::Borrowed(&label.description),
        unknown: unknown(&label.unknown),
    });
    records.collect()
}

pub(super) fn annotation_record<'a>(
    document: &'a Document,
    annotation: &'a Annotation,
    (start, end): (u32, u32),
    label: Cow<'a, str>,
) -> AnnotationRecord<'a> {
    AnnotationRecord {
        id: annotation.id.0,
        start,
        end,
        quote: document.slice(annotation.range).into(),
        label,
        status: annotation.status.name().into(),
        origin: match &annotation.origin {
            Origin::Human => OriginRecord::Human,
            Origin::Tagger(software) => {
                OriginRecord::Tagger { name: Cow::Borrowed(&software.name), version: Cow::Borrowed(&software.version) }
            }
        },
        score: annotation.score.map(annotation::Score::per_mille),
        value: annotation.value.as_deref().map(value_record),
        note: annotation.note.as_deref().map(Cow::Borrowed),
        unknown: unknown(&annotation.unknown),
    }
}

/// The record of a value.
pub fn value_record(value: &Value) -> ValueRecord<'_> {
    let (exact, from, to) = match value.extent() {
        Extent::Exact(exact) => (Some(Some(&**exact)), None, None),
        Extent::Range { from, to } => (None, from.as_deref(), to.as_deref()),
        Extent::Unknown => (Some(None), None, None),
    };
    ValueRecord {
        kind: value.kind().name().into(),
        value: exact.map(|exact| exact.map(Cow::Borrowed)),
        from: from.map(Cow::Borrowed),
        to: to.map(Cow::Borrowed),
        unit: value.unit().map(Cow::Borrowed),
        modifier: value.modifier().map(|modifier| modifier.name().into()),
        assumed: value.assumed(),
    }
}

/// A figure's value as a JSON object without white space, as it travels in other formats.
pub fn value_to_json(value: &Value) -> String {
    to_json(&value_record(value))
}

/// The fields that were kept as text when the file was read.
fn unknown(json: &Option<Box<str>>) -> Map<String, serde_json::Value> {
    json.as_deref().and_then(|json| serde_json::from_str(json).ok()).unwrap_or_default()
}
