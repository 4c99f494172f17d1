//! What a tagger is, and what it returns.

use annotation::{Score, TextRange, Value};

/// Finds annotations in a text.
///
/// Total and pure: any text gives an answer, the same text always the same one.
pub trait Tagger {
    /// The tagger's name, as it is written in files.
    fn name(&self) -> &'static str;

    /// Every suggestion for `text`, in text order, longest first where two start together.
    ///
    /// Ranges are UTF-8 byte offsets on character boundaries, not empty. Linear in the length of the text.
    fn tag(&self, text: &str) -> Vec<Suggestion>;
}

/// A span that a tagger proposes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// The text it covers.
    pub range: TextRange,
    /// The label's name in the OntoNotes set.
    pub label: &'static str,
    /// How sure the tagger is; `None` where it cannot say.
    pub score: Option<Score>,
    /// What a figure means.
    pub value: Option<Box<Value>>,
}
