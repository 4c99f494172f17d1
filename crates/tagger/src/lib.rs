//! Postil's tagger: text in, suggested entities and figures out.
//!
//! Read [`Tagger`] first, then [`DefaultTagger`], the one that the page and the command line use. It cuts a text into
//! [`parts`], finds [`figures`] and [`names`] in each, and settles overlaps. Pure and deterministic: the same text
//! gives the same suggestions natively and in wasm.

mod default_tagger;
pub mod figures;
pub mod gazetteer;
pub mod model;
pub mod names;
mod parts;
mod suggestion;
mod token;

pub use default_tagger::{DefaultTagger, DocumentEvidence, settle};
pub use figures::FigureTagger;
pub use model::ModelError;
pub use names::{Evidence, NameTagger};
pub use parts::parts;
pub use suggestion::{Suggestion, Tagger};
pub use token::{Token, tokens};

/// The labels that the tagger gives, which are those of OntoNotes 5.
pub const LABELS: [&str; 18] = [
    "PERSON",
    "NORP",
    "FAC",
    "ORG",
    "GPE",
    "LOC",
    "PRODUCT",
    "EVENT",
    "WORK_OF_ART",
    "LAW",
    "LANGUAGE",
    "DATE",
    "TIME",
    "PERCENT",
    "MONEY",
    "QUANTITY",
    "ORDINAL",
    "CARDINAL",
];
