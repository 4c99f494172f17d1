//! How much of a file is read: enough for any article, too little to fill the memory.
//!
//! The members of zips have the same limits, and more of them; see [`formats::archive`].

use crate::ReadError;

/// The most bytes of a file, or of a file within a file.
pub const MOST_BYTES: usize = formats::archive::MOST_MEMBER_BYTES;
/// The most bytes of a web page; its tree takes many times as much memory.
pub const MOST_PAGE_BYTES: usize = 16 << 20;
/// The most elements and texts of a web page; each takes a hundred bytes or two.
pub const MOST_NODES: usize = 500_000;
/// The most bytes of a Markdown text, whose marks may take forty times as much memory.
pub const MOST_MARKDOWN_BYTES: usize = 4 << 20;
/// The most columns of a table.
pub const MOST_COLUMNS: usize = 10_000;
/// The most fields of a record, or columns, that are looked at; what comes after them is left out.
pub const MOST_FIELDS: usize = 256;
/// How deep elements, groups and quotations may lie in each other.
pub const MOST_DEPTH: usize = 256;
/// The most records that are read from one file.
pub const MOST_RECORDS: usize = 100_000;

/// An error if `bytes` are more than `most`.
///
/// # Errors
/// [`ReadError::TooLarge`].
pub fn check(what: &'static str, bytes: usize, most: usize) -> Result<(), ReadError> {
    if bytes > most { Err(ReadError::TooLarge { what, bytes, most }) } else { Ok(()) }
}
