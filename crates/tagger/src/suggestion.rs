//! What a tagger is.

use annotation::Software;

pub use annotation::Suggestion;

/// Finds annotations in a text.
///
/// Total and pure: any text gives an answer, the same text always the same one.
pub trait Tagger {
    /// The tagger's name, as it is written in files.
    fn name(&self) -> &'static str;

    /// The tagger's name and version, as the origin of what it suggests.
    fn software(&self) -> Software {
        Software { name: self.name().into(), version: env!("CARGO_PKG_VERSION").into() }
    }

    /// Every suggestion for `text`, in text order, longest first where two start together.
    ///
    /// Ranges are UTF-8 byte offsets on character boundaries, not empty. Linear in the length of the text.
    fn tag(&self, text: &str) -> Vec<Suggestion>;
}
