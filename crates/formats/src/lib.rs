//! Postil's importers and exporters: bytes in, sessions out, and back.
//!
//! Read [`Format`] first, then [`FORMATS`], the list that alone knows all formats. [`import`] and [`export`] are what a
//! dropped file and a download go through; [`detect`] says what a file is. Importers never panic; they return what they
//! could read, with a [`Warning`] for each thing that they could not. An export lists each [`Loss`].

mod format;
mod file_names;
mod list;
mod detect;
mod gather;
pub mod archive;
mod unit;
mod loss;
mod anchor;
mod import;
mod tokens;
mod json;
mod open;
pub mod native;
pub mod plain_text;
mod spacy;
mod prodigy;
mod doccano;
mod label_studio;
mod conll;
mod table;
mod inline;
mod markdown;
mod html;
mod webanno;
mod brat;
mod w3c;
mod cas;
mod gate;
mod bioc;
mod pubannotation;
pub mod golden;
#[cfg(test)]
mod samples;
#[cfg(test)]
mod tests;

pub use anchor::{Anchor, Quote, Reanchored, anchor, reanchor};
pub use annotation::TextRange;
pub use conll::TagScheme;
pub use detect::{Guess, UnitAnswer, UnitGuess, detect, settle_unit};
pub use file_names::{file_name, file_stem};
pub use format::{
    Directions, Exported, File, Format, ImportedFile, Info, NamedFile, Part, ReadOptions, Sample, UnitChoice,
    WriteOptions,
};
pub use gather::{Group, gather, may_be_text, unpacked};
pub use list::{FORMATS, export, find, format_table, import};
pub use loss::{Loss, LostAnnotation, What};
pub use native::SCHEMA;
pub use open::{Imported, ReadError, Warning, open, open_hashed};
pub use unit::Unit;
