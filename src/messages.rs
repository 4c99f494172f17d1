//! What the page and its worker tell each other: structured values, in which a text is handed over and not copied; what was
//! found as numbers, which are read many times as fast as structured values.

use annotation::{Score, Suggestion, TextRange};
use formats::native::{value_from_json, value_to_json};
use js_sys::{Uint8Array, Uint32Array};
use serde::{Deserialize, Serialize};
use tagger::LABELS;

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
    #[serde(with = "serde_wasm_bindgen::preserve")]
    pub text: Uint8Array,
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
        /// What was found, as [`packed`] numbers.
        #[serde(with = "serde_wasm_bindgen::preserve")]
        found: Uint32Array,
        /// And the values of it.
        values: String,
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

/// Suggestions as four numbers each: start and end in bytes, the label's place in [`LABELS`], the score in thousandths or
/// what is no score; and their values as JSON, a line for each.
pub fn packed(suggestions: &[Suggestion]) -> (Vec<u32>, String) {
    let place = |label| LABELS.iter().position(|known| *known == label).unwrap_or(LABELS.len()) as u32;
    let score = |score: Option<Score>| score.map_or(u32::MAX, |score| score.per_mille().into());
    let numbers =
        |one: &Suggestion| [one.range.start().into(), one.range.end().into(), place(one.label), score(one.score)];
    let value = |one: &Suggestion| one.value.as_deref().map(value_to_json).unwrap_or_default() + "\n";
    (suggestions.iter().flat_map(numbers).collect(), suggestions.iter().map(value).collect())
}

/// The suggestions of such numbers, as the module `names` gives them too, and values; but for those whose label is not
/// one of the tagger's.
pub fn unpacked(numbers: &[u32], values: &str) -> Vec<Suggestion> {
    let suggestion = |(&[start, end, label, score], value): (&[u32; 4], &str)| {
        Some(Suggestion {
            range: TextRange::new(start.into(), end.into()),
            label: LABELS.get(label as usize)?,
            score: u16::try_from(score).ok().and_then(Score::new),
            value: Some(value)
                .filter(|value| !value.is_empty())
                .and_then(|value| value_from_json(value).ok())
                .map(Box::new),
        })
    };
    let values = values.split('\n').chain(std::iter::repeat(""));
    numbers.as_chunks().0.iter().zip(values).filter_map(suggestion).collect()
}
