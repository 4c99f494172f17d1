//! What the page and its worker tell each other: plain data, as structured values.

use annotation::{Score, Suggestion, TextRange};
use formats::native::{ValueRecord, read_value, value_record};
use serde::{Deserialize, Serialize};

/// From the page to the worker: tag a document, and end the work on any other.
#[derive(Debug, Serialize, Deserialize)]
pub struct TagRequest {
    /// The document's number.
    pub document: u32,
    /// The byte offset that is on screen; its part is tagged first.
    pub visible: u32,
    /// The day the document was written, as in files.
    pub date: Option<String>,
    /// The text in UTF-8.
    #[serde(with = "serde_bytes")]
    pub text: Vec<u8>,
}

/// From the worker to the page.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FromWorker {
    /// A part of a document has been tagged.
    Part {
        /// The document's number.
        document: u32,
        /// Where the part starts, in bytes.
        start: u32,
        /// Where it ends.
        end: u32,
        /// How many bytes have been tagged in all.
        done: u32,
        /// What was found.
        suggestions: Vec<SuggestionMessage>,
    },
    /// The names model could not be had; only figures are found.
    NoNames {
        /// Why.
        reason: String,
    },
    /// All of a document has been tagged.
    Done {
        /// The document's number.
        document: u32,
    },
}

/// A suggestion.
#[derive(Debug, Serialize, Deserialize)]
pub struct SuggestionMessage {
    start: u32,
    end: u32,
    label: String,
    score: Option<u16>,
    value: Option<ValueRecord<'static>>,
}

impl From<&Suggestion> for SuggestionMessage {
    fn from(suggestion: &Suggestion) -> SuggestionMessage {
        SuggestionMessage {
            start: suggestion.range.start().into(),
            end: suggestion.range.end().into(),
            label: suggestion.label.to_owned(),
            score: suggestion.score.map(Score::per_mille),
            value: suggestion.value.as_deref().map(|value| value_record(value).into_owned()),
        }
    }
}

impl SuggestionMessage {
    /// The suggestion; `None` if its label is not one of the tagger's.
    pub fn suggestion(self) -> Option<Suggestion> {
        Some(Suggestion {
            range: TextRange::new(self.start.into(), self.end.into()),
            label: tagger::LABELS.into_iter().find(|label| *label == self.label)?,
            score: self.score.and_then(Score::new),
            value: self.value.and_then(|record| read_value(&record).ok()).map(Box::new),
        })
    }
}
