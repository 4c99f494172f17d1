//! Names: people, organisations, places and the rest of the entities.
//!
//! Read [`NameTagger`] first. A part of a text is cut into tokens, each word is looked at once ([`Word`]), the few
//! stretches where names can stand are found ([`zone`]), every candidate span in them is scored from its
//! [`features`], and the best set of spans is taken. The whole document's [`evidence`] then settles what is unclear.
//!
//! Training uses the same features, so this module is public; the page and the command line need the tagger alone.

pub mod evidence;
pub mod features;
mod key_hasher;
pub mod pass;
mod sums;
mod tagger;
mod vocabulary;
mod word;
pub mod zone;

pub use tagger::{Evidence, NameTagger};
pub use vocabulary::{Spot, Vocabulary, spots};
pub use word::{Shape, Sign, Word, fold, word_key};
