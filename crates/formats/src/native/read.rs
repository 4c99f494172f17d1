//! A file as a session: every number and name is checked on the way in.

use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt::Write;
use std::sync::Arc;

use annotation::{
    Annotation, AnnotationId, Document, Extent, Label, LabelId, LabelKind, LabelSet, Modifier, OffsetUnit, Origin,
    Passage, PassageKind, Score, Session, Software, Status, Value, ValueKind,
};
use serde_json::Map;
use serde_json::value::RawValue;

use super::VERSION;
use super::record::{AnnotationRecord, FileRecord, LabelRecord, OriginRecord, ValueRecord};
use crate::import::new_label;
use crate::json::{Lines, cause, line_at};
use crate::plain_text::{decode, sha256};
use crate::unit::Positions;
use crate::{Imported, ReadError, Warning};

/// Reads a file of this format.
///
/// An annotation that does not fit the text is left out with a warning; a label that is missing is made.
///
/// # Errors
/// [`ReadError`] if the bytes are no JSON, another format's JSON, a newer version's, or a field outside the list of
/// annotations is missing or wrong.
pub fn read(bytes: &[u8]) -> Result<Imported, ReadError> {
    let json = decode(bytes)?;
    read_file(json.strip_prefix('\u{feff}').unwrap_or(&json), None)
}

/// What a journal keeps apart from the file.
pub(super) struct Apart<'a> {
    /// The text.
    pub text: &'a str,
    /// The ids of the labels, in their order.
    pub label_ids: &'a [LabelId],
}

/// Reads a file; what is given apart from it stands in the place of its own.
///
/// # Errors
/// As [`read`].
pub(super) fn read_file(json: &str, apart: Option<Apart<'_>>) -> Result<Imported, ReadError> {
    let file: FileRecord<'_, &RawValue> = match serde_json::from_str(json) {
        Ok(file) => file,
        Err(error) => return Err(check_header(json).err().unwrap_or_else(|| field_error(&error))),
    };
    if file.format != "postil" || file.version != VERSION {
        check_header(json)?;
    }
    let unit = OffsetUnit::from_name(&file.offset_unit).ok_or_else(|| ReadError::Field {
        line: line_of(json, "\"offset_unit\""),
        message: format!("offset_unit \"{}\" is not code_point, utf16 or utf8", file.offset_unit),
    })?;

    let mut reader = Reader { json, unit, warnings: Vec::new(), softwares: HashSet::new() };
    let mut document =
        Document::new(&file.document.id, apart.as_ref().map_or(&*file.document.text, |apart| apart.text).into());
    if let Some(given) = file.document.sha256.filter(|given| *given != sha256(document.text())) {
        reader.warn(
            line_of(json, "\"sha256\""),
            "document.sha256",
            format!("the text's SHA-256 is not {given}; it has been changed since the annotations were made"),
        );
    }
    document.title = file.document.title.into();
    document.source = file.document.source.map(Into::into);
    document.language = file.document.language.map(Into::into);
    document.reference_date = match file.document.reference_date.map(|date| date.parse()).transpose() {
        Ok(date) => date,
        Err(error) => {
            let line = line_of(json, "\"reference_date\"");
            reader.warn(line, "document.reference_date", format!("{error}; read without it"));
            None
        }
    };
    document.is_done = file.document.is_done;
    document.passages = reader.passages(&document, &file.document.passages);
    document.unknown = kept(&file.document.unknown);

    let mut labels = reader.labels(&file.labels);
    let mut annotations = reader.annotations(&document, &mut labels, &file.annotations);
    let labels = match apart.filter(|apart| apart.label_ids.len() == labels.len()) {
        None => LabelSet::new(labels),
        Some(Apart { label_ids, .. }) => {
            annotations.iter_mut().for_each(|one| one.label = label_ids[usize::from(one.label.0)]);
            LabelSet::with_ids(label_ids.iter().copied().zip(labels).collect())
        }
    };
    let labels = labels
        .map_err(|error| ReadError::Field { line: line_of(json, "\"labels\""), message: format!("labels: {error}") })?;
    let mut session = Session::restore(document, labels, annotations).map_err(|error| ReadError::Field {
        line: line_of(json, "\"annotations\""),
        message: format!("annotations: {error}"),
    })?;
    session.unknown = kept(&file.unknown);
    Ok(Imported { session, warnings: reader.warnings, is_plain: false })
}

/// Refuses what is no JSON, another format or a newer version, each with its own message.
fn check_header(json: &str) -> Result<(), ReadError> {
    #[derive(serde::Deserialize)]
    struct Header {
        format: Option<serde_json::Value>,
        version: Option<serde_json::Value>,
    }
    let header: Header = serde_json::from_str(json).map_err(|error| match error.classify() {
        serde_json::error::Category::Data => ReadError::OtherFormat { found: "it is not an object".into() },
        _ => ReadError::NotJson { line: error.line(), column: error.column(), message: cause(&error) },
    })?;
    let found = |found: String| Err(ReadError::OtherFormat { found });
    match header.format {
        None => found("it has no field \"format\"".into()),
        Some(format) if format != "postil" => found(format!("its format is {format}")),
        Some(_) => match header.version.as_ref().and_then(serde_json::Value::as_u64) {
            None | Some(0) => found("it has no version number".into()),
            Some(version) if version > VERSION => Err(ReadError::NewerVersion { found: version, known: VERSION }),
            Some(_) => Ok(()),
        },
    }
}

fn field_error(error: &serde_json::Error) -> ReadError {
    ReadError::Field { line: error.line(), message: cause(error) }
}

/// The line on which the text is first found, from 1.
fn line_of(json: &str, text: &str) -> usize {
    json.find(text).map_or(1, |at| line_at(json, at))
}

fn kept(unknown: &Map<String, serde_json::Value>) -> Option<Box<str>> {
    (!unknown.is_empty()).then(|| serde_json::Value::Object(unknown.clone()).to_string().into())
}

/// What is needed to turn records into domain values and to say where one does not fit.
pub(super) struct Reader<'a> {
    json: &'a str,
    unit: OffsetUnit,
    warnings: Vec<Warning>,
    softwares: HashSet<Arc<Software>>,
}

impl Reader<'_> {
    /// A reader of records that count bytes.
    pub(super) fn of_bytes() -> Reader<'static> {
        Reader { json: "", unit: OffsetUnit::Utf8Byte, warnings: Vec::new(), softwares: HashSet::new() }
    }

    fn warn(&mut self, line: usize, field: &str, message: String) {
        self.warnings.push(Warning { file: String::new(), line, field: field.to_owned(), message });
    }

    fn passages(&mut self, document: &Document, records: &[(u32, u32, Cow<'_, str>)]) -> Arc<[Passage]> {
        let passages = records.iter().filter_map(|(start, end, kind)| {
            let range = document.range(*start, *end, self.unit).ok()?;
            Some(Passage { range, kind: PassageKind::from_name(kind)? })
        });
        let mut passages: Vec<Passage> = passages.collect();
        passages.sort_unstable_by_key(|passage| (passage.range.start(), passage.range.end()));
        if passages.len() < records.len() {
            let line = line_of(self.json, "\"passages\"");
            self.warn(line, "document.passages", "some are not in the text or of no known kind; left out".into());
        }
        passages.into()
    }

    /// The labels of the list; a second one of a name is left out.
    pub(super) fn labels(&mut self, records: &[LabelRecord<'_>]) -> Vec<Label> {
        let mut names = HashSet::new();
        let mut labels = Vec::new();
        let line = line_of(self.json, "\"labels\"");
        for (index, record) in records.iter().enumerate() {
            let field = format!("labels[{index}]");
            if record.name.is_empty() || !names.insert(&record.name) {
                self.warn(line, &field, format!("the name \"{}\" is empty or there twice; left out", record.name));
                continue;
            }
            let mut label = new_label(&record.name, labels.len());
            match LabelKind::from_name(&record.kind) {
                Some(kind) => label.kind = kind,
                None => {
                    self.warn(line, &field, format!("kind \"{}\" is not entity or figure; read as entity", record.kind))
                }
            }
            match record.colour.parse() {
                Ok(colour) => label.colour = colour,
                Err(error) => self.warn(line, &field, format!("{error}; given one")),
            }
            label.key = record.key;
            label.description = (*record.description).into();
            label.unknown = kept(&record.unknown);
            labels.push(label);
        }
        labels
    }

    fn annotations(&mut self, document: &Document, labels: &mut Vec<Label>, raw: &[&RawValue]) -> Vec<Annotation> {
        let mut lines = Lines::new(self.json, 1);
        let mut field = String::new();
        let mut positions = Positions::new(document, self.unit.into());
        let mut ids = HashSet::new();
        let mut annotations = Vec::with_capacity(raw.len());
        for (index, raw) in raw.iter().enumerate() {
            let line = lines.of(raw.get());
            field.clear();
            write!(field, "annotations[{index}]").expect("a string takes what is written to it");
            let record: AnnotationRecord<'_> = match serde_json::from_str(raw.get()) {
                Ok(record) => record,
                Err(error) => {
                    let message = format!("{}; left out", cause(&error));
                    self.warn(line, &field, message);
                    continue;
                }
            };
            let label = record.label.clone();
            let annotation = self.annotation(document, &mut positions, record, line, &field);
            let labelled = annotation.and_then(|annotation| {
                Ok(Annotation { label: self.label(labels, &label, line, &field)?, ..annotation })
            });
            match labelled {
                Ok(annotation) if ids.insert(annotation.id) => annotations.push(annotation),
                Ok(annotation) => self.warn(line, &field, format!("id {} is there already; left out", annotation.id.0)),
                Err(message) => self.warn(line, &field, format!("{message}; left out")),
            }
        }
        annotations
    }

    /// The label of that name, made if it is missing.
    fn label(&mut self, labels: &mut Vec<Label>, name: &str, line: usize, field: &str) -> Result<LabelId, String> {
        let index = match labels.iter().position(|label| *label.name == *name) {
            Some(index) => index,
            None if name.is_empty() => return Err("it has no label".into()),
            None => {
                self.warn(line, field, format!("label \"{name}\" is not in the file's list; added to it"));
                labels.push(new_label(name, labels.len()));
                labels.len() - 1
            }
        };
        u16::try_from(index).map(LabelId).map_err(|_| "there are more than 65536 labels".into())
    }

    /// The annotation of a record, but for its label.
    pub(super) fn annotation(
        &mut self,
        document: &Document,
        positions: &mut Positions<'_>,
        record: AnnotationRecord<'_>,
        line: usize,
        field: &str,
    ) -> Result<Annotation, String> {
        let range = positions.range(record.start.into(), record.end.into())?;
        if document.slice(range) != record.quote {
            let (start, end, found) = (record.start, record.end, document.slice(range));
            return Err(format!("the text from {start} to {end} is \"{found}\", the quote is \"{}\"", record.quote));
        }
        let status = Status::from_name(&record.status)
            .ok_or_else(|| format!("status \"{}\" is not suggested, accepted or rejected", record.status))?;
        let score =
            record.score.map(|score| Score::new(score).ok_or(format!("score {score} is above 1000"))).transpose()?;
        let value = match record.value.as_ref().map(read_value).transpose() {
            Ok(value) => value.map(Box::new),
            Err(message) => {
                self.warn(line, field, format!("value: {message}; read without it"));
                None
            }
        };
        Ok(Annotation {
            id: AnnotationId(record.id),
            range,
            label: LabelId(0),
            status,
            origin: self.origin(record.origin),
            score,
            value,
            note: record.note.map(Into::into),
            unknown: kept(&record.unknown),
        })
    }

    fn origin(&mut self, record: OriginRecord<'_>) -> Origin {
        let OriginRecord::Tagger { name, version } = record else { return Origin::Human };
        let software = Software { name: name.into(), version: version.into() };
        if let Some(known) = self.softwares.get(&software) {
            return Origin::Tagger(known.clone());
        }
        let software = Arc::new(software);
        self.softwares.insert(software.clone());
        Origin::Tagger(software)
    }
}

/// A figure's value from the JSON object that [`super::value_to_json`] writes.
///
/// # Errors
/// A message that says what is wrong with it.
pub fn value_from_json(json: &str) -> Result<Value, String> {
    let record: ValueRecord<'_> = serde_json::from_str(json).map_err(|error| cause(&error))?;
    read_value(&record)
}

/// The value that a record stands for.
///
/// # Errors
/// What is wrong with it, in words.
pub fn read_value(record: &ValueRecord<'_>) -> Result<Value, String> {
    let kind = ValueKind::from_name(&record.kind).ok_or_else(|| format!("kind \"{}\" is not known", record.kind))?;
    let boxed = |bound: &Cow<'_, str>| Box::<str>::from(&**bound);
    let extent = match (&record.value, &record.from, &record.to) {
        (Some(Some(exact)), None, None) => Extent::Exact(boxed(exact)),
        (Some(None) | None, None, None) => Extent::Unknown,
        (None, from, to) => Extent::Range { from: from.as_ref().map(boxed), to: to.as_ref().map(boxed) },
        (Some(_), ..) => return Err("it has a value and a range".into()),
    };
    let modifier =
        record.modifier.as_deref().map(|name| Modifier::from_name(name).ok_or(format!("mod \"{name}\" is not known")));
    let value = Value::new(kind, extent, record.unit.as_deref()).map_err(|error| error.to_string())?;
    Ok(value.with_modifier(modifier.transpose()?).with_assumed(record.assumed))
}
