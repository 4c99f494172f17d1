//! Records as domain values: every number and name is checked, and what does not fit is said with its place.

use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::Arc;

use annotation::{
    Annotation, AnnotationId, Document, Extent, Label, LabelId, LabelKind, Modifier, OffsetUnit, Origin, Passage,
    PassageKind, Score, Software, Status, Value, ValueKind, sort_by_numbers,
};
use serde_json::Map;

use super::read::line_of;
use super::record::{AnnotationRecord, LabelRecord, OriginRecord, ValueRecord};
use crate::Warning;
use crate::import::new_label;
use crate::json::{Lines, cause};
use crate::unit::Positions;

/// What is needed to turn records into domain values and to say where one does not fit.
pub(super) struct Reader<'a> {
    pub json: &'a str,
    pub unit: OffsetUnit,
    pub warnings: Vec<Warning>,
    lines: Lines<'a>,
    softwares: HashSet<Arc<Software>>,
    // Most annotations are of one tagger.
    latest_software: Option<Arc<Software>>,
}

/// Where an annotation stands in a file.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct At<'a> {
    /// Its place in the list.
    pub index: usize,
    /// A piece of the file that belongs to it, if there is one; it says on which line it stands.
    pub piece: Option<&'a str>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(json: &'a str, unit: OffsetUnit) -> Reader<'a> {
        let (warnings, lines, softwares) = (Vec::new(), Lines::new(json, 1), HashSet::new());
        Reader { json, unit, warnings, lines, softwares, latest_software: None }
    }

    /// The line of a piece of the file; quick if the pieces come in their order.
    pub(super) fn line_of(&mut self, piece: &str) -> usize {
        self.lines.of(piece)
    }

    pub(super) fn warn_at(&mut self, at: At<'_>, message: String) {
        let line = at.piece.map_or(self.lines.latest(), |piece| self.lines.of(piece));
        self.warn(line, &format!("annotations[{}]", at.index), message);
    }

    pub(super) fn warn(&mut self, line: usize, field: &str, message: String) {
        self.warnings.push(Warning { file: String::new(), line, field: field.to_owned(), message });
    }

    pub(super) fn passages(&mut self, document: &Document, records: &[(u32, u32, Cow<'_, str>)]) -> Arc<[Passage]> {
        let passages = records.iter().filter_map(|(start, end, kind)| {
            let range = document.range(*start, *end, self.unit).ok()?;
            Some(Passage { range, kind: PassageKind::from_name(kind)? })
        });
        let mut passages: Vec<Passage> = passages.collect();
        sort_by_numbers(&mut passages, |passage| {
            [passage.range.start(), passage.range.end()].map(|edge| u32::from(edge).into())
        });
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

    /// The annotation of a record, but for its label.
    pub(super) fn annotation(
        &mut self,
        document: &Document,
        positions: &mut Positions<'_>,
        record: AnnotationRecord<'_>,
        at: At<'_>,
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
                self.warn_at(at, format!("value: {message}; read without it"));
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
        let latest = self.latest_software.as_ref();
        if let Some(known) = latest.filter(|known| *known.name == *name && *known.version == *version) {
            return Origin::Tagger(known.clone());
        }
        let software = Arc::new(Software { name: name.into(), version: version.into() });
        let software = match self.softwares.get(&software) {
            Some(known) => known.clone(),
            None => {
                self.softwares.insert(software.clone());
                software
            }
        };
        self.latest_software = Some(software.clone());
        Origin::Tagger(software)
    }
}

/// The fields that this version does not know, as the text of an object.
pub(super) fn kept(unknown: &Map<String, serde_json::Value>) -> Option<Box<str>> {
    (!unknown.is_empty()).then(|| serde_json::Value::Object(unknown.clone()).to_string().into())
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
fn read_value(record: &ValueRecord<'_>) -> Result<Value, String> {
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
