//! What a list of documents shows of each without opening it, as a store keeps it.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::journal::{Place, seal, unseal};
use super::write::to_json;

/// What a list shows of a document.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Summary {
    /// The title.
    pub title: String,
    /// Where the text comes from: a file name or an address.
    pub source: Option<String>,
    /// How many annotations there are.
    pub annotations: u32,
    /// How many of them nobody has judged.
    pub undecided: u32,
    /// When it came into the store, in milliseconds since 1970.
    pub added: u64,
    /// When it was last edited; 0 if it never was.
    pub edited: u64,
    /// When it was last shown after another.
    pub shown: u64,
    /// The number of the project that it belongs to; 0 for the one that is there from the start.
    pub project: u32,
    /// Whether somebody has said that it is finished.
    pub is_done: bool,
    /// Whether it was deleted; it is kept until the page starts anew.
    pub is_deleted: bool,
    /// The name of the file that it was read from, if its bytes are kept too.
    pub original: Option<String>,
}

#[derive(Serialize, Deserialize)]
struct SummaryRecord<'a> {
    title: Cow<'a, str>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    source: Option<Cow<'a, str>>,
    /// All annotations, those that nobody has judged, when it was added, edited, shown.
    numbers: [u64; 5],
    #[serde(default)]
    project: u32,
    #[serde(default)]
    is_done: bool,
    #[serde(default)]
    is_deleted: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    original: Option<Cow<'a, str>>,
}

/// A document's summary as a sealed value.
pub fn write_summary(document: u32, summary: &Summary) -> String {
    let Summary { annotations, undecided, added, edited, shown, project, is_done, is_deleted, .. } = *summary;
    let record = SummaryRecord {
        title: Cow::Borrowed(&summary.title),
        source: summary.source.as_deref().map(Cow::Borrowed),
        numbers: [annotations.into(), undecided.into(), added, edited, shown],
        project,
        is_done,
        is_deleted,
        original: summary.original.as_deref().map(Cow::Borrowed),
    };
    seal(Place { document, sequence: 0 }, &to_json(&record))
}

/// The summary that a sealed value holds; without a title if it is damaged, for the document may still be whole.
pub fn read_summary(document: u32, sealed: &str) -> Summary {
    let record = unseal(Place { document, sequence: 0 }, sealed);
    let Some(record) = record.and_then(|record| serde_json::from_str::<SummaryRecord<'_>>(record).ok()) else {
        return Summary::default();
    };
    let [annotations, undecided, added, edited, shown] = record.numbers;
    Summary {
        title: record.title.into(),
        source: record.source.map(Into::into),
        annotations: annotations as u32,
        undecided: undecided as u32,
        added,
        edited,
        shown,
        project: record.project,
        is_done: record.is_done,
        is_deleted: record.is_deleted,
        original: record.original.map(Into::into),
    }
}
