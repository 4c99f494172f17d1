//! A file as a session: its header, its document and its labels, then the annotations one by one.
//!
//! [`Reader`] checks what stands in the records. Of many files read one after another, [`Known`] keeps what they share.

use std::borrow::Cow;
use std::collections::HashMap;

use annotation::{Annotation, AnnotationIds, Document, Label, LabelId, LabelSet, OffsetUnit, Session};
use serde::Deserializer;
use serde::de::{SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::VERSION;
use super::check::{At, Reader, kept};
use super::record::{AnnotationRecord, FileRecord, LabelRecord};
use crate::import::new_label;
use crate::json::{cause, line_at};
use crate::plain_text::{decode, sha256};
use crate::unit::Positions;
use crate::{Imported, ReadError};

/// Reads a file of this format.
///
/// An annotation that does not fit the text is left out with a warning; a label that is missing is made.
///
/// # Errors
/// [`ReadError`] if the bytes are no JSON, another format's JSON, a newer version's, or a field outside the list of
/// annotations is missing or wrong.
pub fn read(bytes: &[u8]) -> Result<Imported, ReadError> {
    let json = decode(bytes)?;
    read_file(json.strip_prefix('\u{feff}').unwrap_or(&json), None, &mut Known::default())
}

/// What files that are read one after another are likely to share.
#[derive(Default)]
pub(super) struct Known {
    /// The labels of the file before, if nothing was wrong with them.
    labels: Option<Labels>,
}

/// The labels of a file.
struct Labels {
    /// As they stand in the file.
    json: Box<str>,
    set: LabelSet,
    // Invariant: the names of the labels in `set`.
    by_name: HashMap<Box<str>, LabelId>,
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
pub(super) fn read_file(json: &str, apart: Option<Apart<'_>>, known: &mut Known) -> Result<Imported, ReadError> {
    if u32::try_from(json.len()).is_err() {
        return Err(ReadError::TooLong { bytes: json.len() });
    }
    let file: FileRecord<'_, &RawValue, &RawValue> = match serde_json::from_str(json) {
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

    let mut reader = Reader::new(json, unit);
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

    let is_same = |labels: &Labels| *labels.json == *file.labels.get() && apart.is_none();
    let (labels, are_good) = match known.labels.take().filter(is_same) {
        Some(labels) => (labels, true),
        None => read_labels(&mut reader, file.labels, apart.map(|apart| apart.label_ids))?,
    };
    let mut added = Vec::new();
    let annotations = read_annotations(&mut reader, &document, &labels, &mut added, file.annotations)?;
    let set = match added.is_empty() {
        true => labels.set.clone(),
        false => {
            let known = labels.set.iter().map(|(id, label)| (id, label.clone()));
            LabelSet::with_ids(known.chain(added).collect()).map_err(|error| labels_error(json, error))?
        }
    };
    known.labels = Some(labels).filter(|_| are_good);
    let mut session = Session::restore(document, set, annotations).map_err(|error| ReadError::Field {
        line: line_of(json, "\"annotations\""),
        message: format!("annotations: {error}"),
    })?;
    session.unknown = kept(&file.unknown);
    Ok(Imported { session, warnings: reader.warnings, is_plain: false })
}

/// The labels of a file, under these ids if there are as many; and whether nothing was wrong with them.
fn read_labels(reader: &mut Reader<'_>, raw: &RawValue, ids: Option<&[LabelId]>) -> Result<(Labels, bool), ReadError> {
    let records: Vec<LabelRecord<'_>> = serde_json::from_str(raw.get()).map_err(|error| {
        let line = reader.line_of(raw.get()) + error.line().saturating_sub(1);
        ReadError::Field { line, message: format!("labels: {}", cause(&error)) }
    })?;
    let warnings = reader.warnings.len();
    let labels = reader.labels(&records);
    let set = match ids.filter(|ids| ids.len() == labels.len()) {
        Some(ids) => LabelSet::with_ids(ids.iter().copied().zip(labels).collect()),
        None => LabelSet::new(labels),
    };
    let set = set.map_err(|error| labels_error(reader.json, error))?;
    let by_name = set.iter().map(|(id, label)| (label.name.clone(), id)).collect();
    let are_good = reader.warnings.len() == warnings;
    Ok((Labels { json: raw.get().into(), set, by_name }, are_good))
}

/// The annotations of a file; labels that are missing go to `added`.
fn read_annotations(
    reader: &mut Reader<'_>,
    document: &Document,
    labels: &Labels,
    added: &mut Vec<(LabelId, Label)>,
    raw: &RawValue,
) -> Result<Vec<Annotation>, ReadError> {
    let mut positions = Positions::new(document, reader.unit.into());
    let mut ids = AnnotationIds::default();
    let mut annotations = Vec::new();
    let mut by_name: HashMap<Box<str>, LabelId> = HashMap::new();
    let mut count = 0;
    type Record<'a> = Result<AnnotationRecord<'a>, serde_json::Error>;
    let mut take = |reader: &mut Reader<'_>, record: Record<'_>, piece: Option<&str>| {
        let at = At { index: count, piece };
        count += 1;
        let record = match record {
            Ok(record) => record,
            Err(error) => return reader.warn_at(at, format!("{}; left out", cause(&error))),
        };
        let name = record.label.clone();
        let known = labels.by_name.get(&*name).or_else(|| by_name.get(&*name)).copied();
        let annotation = reader.annotation(document, &mut positions, record, at).and_then(|annotation| {
            let label = match known {
                Some(label) => label,
                None if name.is_empty() => return Err("it has no label".into()),
                None => {
                    let first = labels.set.fresh_id().map_or(usize::from(u16::MAX) + 1, |id| usize::from(id.0));
                    let id = u16::try_from(first + added.len());
                    let id = LabelId(id.map_err(|_| "there are more than 65536 labels")?);
                    reader.warn_at(at, format!("label \"{name}\" is not in the file's list; added to it"));
                    added.push((id, new_label(&name, usize::from(id.0))));
                    by_name.insert((*name).into(), id);
                    id
                }
            };
            Ok(Annotation { label, ..annotation })
        });
        match annotation {
            Ok(annotation) if ids.insert(annotation.id) => annotations.push(annotation),
            Ok(annotation) => reader.warn_at(at, format!("id {} is there already; left out", annotation.id.0)),
            Err(message) => reader.warn_at(at, format!("{message}; left out")),
        }
    };
    let mut done = 0;
    let all = serde_json::Deserializer::from_str(raw.get()).deserialize_seq(Each(|record: AnnotationRecord<'_>| {
        let piece = piece_of(&record);
        take(reader, Ok(record), piece);
        done += 1;
    }));
    if all.is_err() {
        // One is damaged; those behind it are read apart from one another.
        let records: Vec<&RawValue> = serde_json::from_str(raw.get()).map_err(|error| {
            let line = reader.line_of(raw.get()) + error.line().saturating_sub(1);
            ReadError::Field { line, message: format!("annotations: {}", cause(&error)) }
        })?;
        for record in records.into_iter().skip(done) {
            take(reader, serde_json::from_str(record.get()), Some(record.get()));
        }
    }
    Ok(annotations)
}

/// A list whose elements are handed on one by one.
struct Each<F>(F);

impl<'de, F: FnMut(AnnotationRecord<'de>)> Visitor<'de> for Each<F> {
    type Value = ();

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut list: A) -> Result<(), A::Error> {
        while let Some(record) = list.next_element()? {
            (self.0)(record);
        }
        Ok(())
    }
}

/// A piece of the file that the record was read from: a field that needed no unescaping.
fn piece_of<'a>(record: &AnnotationRecord<'a>) -> Option<&'a str> {
    [&record.quote, &record.status, &record.label].into_iter().find_map(|field| match field {
        Cow::Borrowed(piece) => Some(*piece),
        Cow::Owned(_) => None,
    })
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

fn labels_error(json: &str, error: annotation::LabelError) -> ReadError {
    ReadError::Field { line: line_of(json, "\"labels\""), message: format!("labels: {error}") }
}

/// The line on which the text is first found, from 1.
pub(super) fn line_of(json: &str, text: &str) -> usize {
    json.find(text).map_or(1, |at| line_at(json, at))
}
