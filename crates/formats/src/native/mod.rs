//! Postil's own JSON, version 1; its schema is `native.schema.json` beside this file.
//!
//! Offsets count the unit that the file names in `offset_unit`, code points unless asked otherwise; the end is
//! excluded. Every annotation repeats its text in `quote`, so that a reader can check the unit.
//!
//! What is lost: nothing but the undo history. Fields that this version does not know survive.

mod record;
mod read;
mod check;
mod write;
mod format;
pub mod journal;
mod summary;
mod kept;
mod project;

pub use check::value_from_json;
pub use format::{Native, NativeLines};
pub use kept::Kept;
pub use project::{Project, read_project, write_project};
pub use read::read;
pub use record::ValueRecord;
pub use summary::{Summary, read_summary, write_summary};
pub use write::{value_record, value_to_json, write, write_line};

/// The version that is written, and the latest that is read.
pub const VERSION: u64 = 1;

/// The JSON Schema (draft 2020-12) of the files, generated from the record types.
pub const SCHEMA: &str = include_str!("native.schema.json");

#[cfg(test)]
mod tests;
