//! A document's journal: what was done to it, change by change, so that a page that stops loses nothing.
//!
//! A store keeps for each document its text, once; a log of [`Entry`]s under rising sequence numbers from 0; and
//! snapshots, each the native JSON without the text as it was before the entry of that sequence number. [`reopen`]
//! makes a session of them: the newest snapshot that is whole, the entries before it as history, those from it on done
//! again. Every value is sealed with a version and a checksum over its place and content; what is damaged, and what can
//! not be understood without it, is named so that the store can set it aside.
//!
//! Inside an entry positions count bytes, and a label is its number in the set as it was then.

use std::borrow::Cow;

use annotation::{
    About, Annotation, Change, Document, Edit, LabelId, LabelSet, OffsetUnit, Session, Transaction, TransactionKind,
};
use serde::{Deserialize, Serialize};

use super::check::{At, Reader};
use super::read::{Apart, Known, read_file};
use super::record::{AnnotationRecord, LabelRecord};
use super::write::{Contents, annotation_record, label_records, to_json, write_file};
use crate::plain_text::sha256;
use crate::unit::Positions;

/// The version that is written, and the latest that is read.
pub const VERSION: u32 = 1;

/// One thing that happened to a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// The person did something.
    Change(Change),
    /// The tagger began; what it finds is kept by the next snapshot.
    Tagging,
}

/// Where a value lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The document's number in the store.
    pub document: u32,
    /// The sequence number.
    pub sequence: u32,
}

/// What a store has of a document; the values with their sequence numbers, in their order.
#[derive(Debug, Clone, Default)]
pub struct Stored {
    /// The text in UTF-8; `None` if it is not there.
    pub text: Option<Vec<u8>>,
    /// The snapshots.
    pub snapshots: Vec<(u32, String)>,
    /// The log.
    pub log: Vec<(u32, String)>,
}

/// A document as it was left.
#[derive(Debug)]
pub struct Reopened {
    /// The document, its annotations and what can be undone and redone.
    pub session: Session,
    /// Whether the tagger had finished.
    pub is_tagged: bool,
    /// The sequence number of the next entry.
    pub next: u32,
    /// The snapshots that are whole.
    pub snapshots: Vec<u32>,
    /// The entries that are damaged, or cannot be understood for one that is.
    pub broken_log: Vec<u32>,
    /// The snapshots that are.
    pub broken_snapshots: Vec<u32>,
    /// How many changes are lost with them.
    pub lost: usize,
}

/// Why a document cannot be reopened.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReopenError {
    /// The text is missing or no UTF-8.
    #[error("its text is damaged")]
    Text,
    /// A newer Postil wrote it.
    #[error("a newer version of Postil has changed it")]
    Newer,
}

/// An entry as a sealed value.
pub fn write_entry(place: Place, document: &Document, entry: &Entry) -> String {
    fn record<'a>(document: &'a Document, annotation: &'a Annotation) -> AnnotationRecord<'a> {
        let &Annotation { range, label, .. } = annotation;
        annotation_record(document, annotation, (range.start().into(), range.end().into()), label.0.to_string().into())
    }
    let record = |annotation| record(document, annotation);
    let (action, edits) = match entry {
        Entry::Tagging => ("tag", &[][..]),
        Entry::Change(Change::Undone(edits)) => ("undo", &edits[..]),
        Entry::Change(Change::Redone(edits)) => ("redo", &edits[..]),
        Entry::Change(Change::Applied(transaction)) => (transaction.kind.name(), &transaction.edits[..]),
    };
    let edits = edits.iter().map(|edit| match edit {
        Edit::Add(after) => EditRecord { after: Some(record(after)), ..EditRecord::default() },
        Edit::Remove(before) => EditRecord { before: Some(record(before)), ..EditRecord::default() },
        Edit::Replace { before, after } => {
            EditRecord { before: Some(record(before)), after: Some(record(after)), ..EditRecord::default() }
        }
        Edit::Labels { before, after } => {
            EditRecord { labels: Some([before, after].map(labels_record)), ..EditRecord::default() }
        }
        Edit::About { before, after } => {
            EditRecord { about: Some([before, after].map(about_record)), ..EditRecord::default() }
        }
    });
    seal(place, &to_json(&EntryRecord { action: action.into(), edits: edits.collect() }))
}

/// The document's labels and annotations as a sealed value.
pub fn write_snapshot(place: Place, session: &Session) -> String {
    let ids: Vec<u16> = session.labels().iter().map(|(id, _)| id.0).collect();
    seal(place, &format!("{}\n{}", to_json(&ids), write_file(session, OffsetUnit::Utf8Byte, Contents::WithoutText)))
}

fn read_snapshot(record: &str, text: &str) -> Option<Session> {
    let (ids, file) = record.split_once('\n')?;
    let label_ids: Vec<LabelId> = serde_json::from_str::<Vec<u16>>(ids).ok()?.into_iter().map(LabelId).collect();
    Some(read_file(file, Some(Apart { text, label_ids: &label_ids }), &mut Known::default()).ok()?.session)
}

/// The document that a store holds under a number.
///
/// # Errors
/// [`ReopenError`] if there is no text to annotate, or if a newer version wrote any of it.
pub fn reopen(number: u32, stored: &Stored) -> Result<Reopened, ReopenError> {
    let place = |sequence| Place { document: number, sequence };
    if stored.snapshots.iter().chain(&stored.log).any(|(_, sealed)| version(sealed) > Some(VERSION)) {
        return Err(ReopenError::Newer);
    }
    let text = stored.text.as_deref().and_then(|text| str::from_utf8(text).ok()).ok_or(ReopenError::Text)?;
    let whole: Vec<(u32, Session)> = stored
        .snapshots
        .iter()
        .filter_map(|(at, sealed)| Some((*at, read_snapshot(unseal(place(*at), sealed)?, text)?)))
        .collect();
    let (from, base) = match whole.last() {
        Some((at, session)) => (*at, session.clone()),
        None => (0, Session::new(Document::new(&sha256(text)[..16], text.into()), LabelSet::ontonotes())),
    };
    let mut reader = EntryReader { document: base.document(), positions: Positions::new(base.document(), UNIT) };
    let mut entries: Vec<(u32, Entry)> = Vec::with_capacity(stored.log.len());
    for (at, sealed) in &stored.log {
        if let Some(entry) = unseal(place(*at), sealed).and_then(|record| reader.entry(record)) {
            entries.push((*at, entry));
        }
    }

    let mut limit = u32::MAX;
    let (session, next, is_tagged) = loop {
        match replay(base.clone(), from, limit, &entries) {
            Ok(replayed) => break replayed,
            Err(at) => limit = at,
        }
    };
    let broken = |values: &[(u32, String)], is_broken: &dyn Fn(u32) -> bool| {
        values.iter().map(|(at, _)| *at).filter(|at| is_broken(*at)).collect::<Vec<u32>>()
    };
    let broken_log = broken(&stored.log, &|at| at >= next || entry(&entries, at).is_none());
    Ok(Reopened {
        session,
        is_tagged: is_tagged && !whole.is_empty(),
        next,
        snapshots: whole.iter().map(|(at, _)| *at).collect(),
        lost: broken_log.iter().filter(|at| **at >= next).count(),
        broken_log,
        broken_snapshots: broken(&stored.snapshots, &|at| whole.iter().all(|(other, _)| *other != at)),
    })
}

/// The session after all entries without a gap from `from` on and below `limit`, the next sequence number, and whether
/// the tagger did not begin among them; or the number of an entry that does not fit.
fn replay(mut session: Session, from: u32, limit: u32, entries: &[(u32, Entry)]) -> Result<(Session, u32, bool), u32> {
    for at in 0..from {
        match entry(entries, at) {
            Some(Entry::Change(change)) => session.recall(change.clone()),
            Some(Entry::Tagging) => {}
            None => session.forget_history(),
        }
    }
    let (mut next, mut is_tagged) = (from, true);
    while let Some(entry) = entry(entries, next).filter(|_| next < limit) {
        match entry {
            Entry::Tagging => is_tagged = false,
            Entry::Change(change) => session.replay(change.clone()).map_err(|_| next)?,
        }
        next += 1;
    }
    Ok((session, next, is_tagged))
}

/// The entry of that number among entries in their order.
fn entry(entries: &[(u32, Entry)], at: u32) -> Option<&Entry> {
    let place = entries.binary_search_by_key(&at, |(at, _)| *at).ok()?;
    entries.get(place).map(|(_, entry)| entry)
}

const UNIT: crate::Unit = crate::Unit::Utf8;

#[derive(Serialize, Deserialize)]
struct EntryRecord<'a> {
    /// "tag", "undo", "redo" or the kind of a transaction; an undo or redo names edits only if it took along more.
    #[serde(rename = "do", borrow)]
    action: Cow<'a, str>,
    #[serde(default, skip_serializing_if = "Vec::is_empty", borrow)]
    edits: Vec<EditRecord<'a>>,
}

/// An annotation before and after, one of them missing if it was added or removed; or the labels, or what is known about
/// the document, before and after.
#[derive(Default, Serialize, Deserialize)]
struct EditRecord<'a> {
    #[serde(default, skip_serializing_if = "Option::is_none", borrow)]
    before: Option<AnnotationRecord<'a>>,
    #[serde(default, skip_serializing_if = "Option::is_none", borrow)]
    after: Option<AnnotationRecord<'a>>,
    #[serde(default, skip_serializing_if = "Option::is_none", borrow)]
    labels: Option<[LabelsRecord<'a>; 2]>,
    #[serde(default, skip_serializing_if = "Option::is_none", borrow)]
    about: Option<[AboutRecord<'a>; 2]>,
}

/// Title, source, language and reference date; all but the title empty if they are not known.
type AboutRecord<'a> = [Cow<'a, str>; 4];

fn about_record(about: &About) -> AboutRecord<'_> {
    let date = about.reference_date.map(|date| date.to_string());
    let [source, language] =
        [&about.source, &about.language].map(|field| Cow::from(field.as_deref().unwrap_or_default()));
    [Cow::from(&*about.title), source, language, date.unwrap_or_default().into()]
}

fn about([title, source, language, date]: AboutRecord<'_>) -> Option<About> {
    let known = |field: Cow<'_, str>| (!field.is_empty()).then(|| field.into());
    let reference_date = if date.is_empty() { None } else { Some(date.parse().ok()?) };
    Some(About { title: title.into(), source: known(source), language: known(language), reference_date })
}

/// A label set: the labels' ids and the labels, in order.
#[derive(Serialize, Deserialize)]
pub(super) struct LabelsRecord<'a>(Vec<u16>, #[serde(borrow)] Vec<LabelRecord<'a>>);

pub(super) fn labels_record(labels: &LabelSet) -> LabelsRecord<'_> {
    LabelsRecord(labels.iter().map(|(id, _)| id.0).collect(), label_records(labels))
}

pub(super) fn labels(LabelsRecord(ids, records): LabelsRecord<'_>) -> Option<LabelSet> {
    let labels = Reader::new("", OffsetUnit::Utf8Byte).labels(&records);
    let is_whole = labels.len() == ids.len();
    is_whole.then(|| LabelSet::with_ids(ids.into_iter().map(LabelId).zip(labels).collect()).ok())?
}

struct EntryReader<'d> {
    document: &'d Document,
    positions: Positions<'d>,
}

impl EntryReader<'_> {
    fn entry(&mut self, json: &str) -> Option<Entry> {
        let record: EntryRecord<'_> = serde_json::from_str(json).ok()?;
        Some(match &*record.action {
            "tag" => Entry::Tagging,
            "undo" => Entry::Change(Change::Undone(self.edits(record.edits)?)),
            "redo" => Entry::Change(Change::Redone(self.edits(record.edits)?)),
            kind => {
                let kind = TransactionKind::from_name(kind)?;
                Entry::Change(Change::Applied(Transaction { kind, edits: self.edits(record.edits)? }))
            }
        })
    }

    fn edits(&mut self, records: Vec<EditRecord<'_>>) -> Option<Vec<Edit>> {
        records.into_iter().map(|record| self.edit(record)).collect()
    }

    fn edit(&mut self, record: EditRecord<'_>) -> Option<Edit> {
        if let Some([before, after]) = record.labels {
            return Some(Edit::Labels { before: labels(before)?, after: labels(after)? });
        }
        if let Some([before, after]) = record.about {
            return Some(Edit::About { before: about(before)?, after: about(after)? });
        }
        let before = record.before.map(|record| self.annotation(record));
        let after = record.after.map(|record| self.annotation(record));
        Some(match (before, after) {
            (None, Some(after)) => Edit::Add(after?),
            (Some(before), None) => Edit::Remove(before?),
            (Some(before), Some(after)) => Edit::Replace { before: before?, after: after? },
            (None, None) => return None,
        })
    }

    fn annotation(&mut self, record: AnnotationRecord<'_>) -> Option<Annotation> {
        let label = LabelId(record.label.parse().ok()?);
        let annotation = Reader::new("", OffsetUnit::Utf8Byte)
            .annotation(self.document, &mut self.positions, record, At::default())
            .ok()?;
        Some(Annotation { label, ..annotation })
    }
}

/// `version checksum record`: so a value says by itself whether it is whole and where it belongs.
pub(super) fn seal(place: Place, record: &str) -> String {
    format!("{VERSION} {} {record}", checksum(place, record))
}

pub(super) fn unseal(place: Place, sealed: &str) -> Option<&str> {
    let mut parts = sealed.splitn(3, ' ');
    let (_version, sum, record) = (parts.next()?, parts.next()?, parts.next()?);
    (sum == checksum(place, record)).then_some(record)
}

fn version(sealed: &str) -> Option<u32> {
    sealed.split(' ').next()?.parse().ok()
}

fn checksum(place: Place, record: &str) -> String {
    let Place { document, sequence } = place;
    sha256(&format!("{document} {sequence} {record}"))[..16].to_owned()
}

#[cfg(test)]
mod tests;
