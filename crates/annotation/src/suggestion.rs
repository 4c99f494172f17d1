//! What a tagger hands over.

use text_size::TextRange;

use crate::{Score, Value};

/// A span that a tagger proposes; [`crate::Session::suggest`] makes an annotation of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// The text it covers, as UTF-8 byte offsets; not empty.
    pub range: TextRange,
    /// The label's name in the OntoNotes set.
    pub label: &'static str,
    /// How sure the tagger is; `None` where it cannot say.
    pub score: Option<Score>,
    /// What a figure means.
    pub value: Option<Box<Value>>,
}
