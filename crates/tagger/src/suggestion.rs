//! What a tagger is.

pub use annotation::Suggestion;

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
