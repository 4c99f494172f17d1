//! What the page and its worker tell each other: lists, in which a text is handed over and not copied; what was found as
//! numbers, which are read many times as fast as structured values.

use annotation::{Score, Suggestion, TextRange};
use formats::native::{value_from_json, value_to_json};
use js_sys::{Array, Uint8Array, Uint32Array};
use tagger::LABELS;
use wasm_bindgen::{JsCast, JsValue};

/// From the page to the worker: tag a document, and end the work on any other.
#[derive(Debug)]
pub struct TagRequest {
    /// The document's number.
    pub document: u32,
    /// The byte offset that is on screen; its part is tagged first.
    pub visible: u32,
    /// The day the document was written, as in files; empty if that is not known.
    pub date: String,
    /// The text in UTF-8.
    pub text: Uint8Array,
}

impl TagRequest {
    /// It as it is sent.
    pub fn message(&self) -> Array {
        Array::of4(&self.document.into(), &self.visible.into(), &(&*self.date).into(), &self.text)
    }

    /// What was sent.
    pub fn received(message: &JsValue) -> TagRequest {
        let sent = Array::from(message);
        let (date, text) = (sent.get(2).as_string().unwrap_or_default(), sent.get(3).unchecked_into());
        TagRequest { document: number(&sent, 0), visible: number(&sent, 1), date, text }
    }
}

/// From the worker to the page.
#[derive(Debug)]
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
        found: Uint32Array,
        /// And the values of it.
        values: String,
    },
    /// The names model could not be had, for this reason; only figures are found.
    NoNames(String),
    /// All of the document of this number has been tagged.
    Done(u32),
}

impl FromWorker {
    /// It as it is sent.
    pub fn message(self) -> Array {
        match self {
            FromWorker::Part { document, start, end, done, found, values } => {
                let message: Array = [document, start, end, done].into_iter().map(JsValue::from).collect();
                message.push(&found);
                message.push(&values.into());
                message
            }
            FromWorker::NoNames(reason) => Array::of1(&reason.into()),
            FromWorker::Done(document) => Array::of1(&document.into()),
        }
    }

    /// What was sent.
    pub fn received(message: &JsValue) -> FromWorker {
        let sent = Array::from(message);
        if sent.length() > 1 {
            let [document, start, end, done] = [0, 1, 2, 3].map(|at| number(&sent, at));
            let (found, values) = (sent.get(4).unchecked_into(), sent.get(5).as_string().unwrap_or_default());
            return FromWorker::Part { document, start, end, done, found, values };
        }
        sent.get(0).as_string().map_or_else(|| FromWorker::Done(number(&sent, 0)), FromWorker::NoNames)
    }
}

/// A number in a list; 0 if there is none.
pub fn number(sent: &Array, at: u32) -> u32 {
    sent.get(at).as_f64().unwrap_or_default() as u32
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
