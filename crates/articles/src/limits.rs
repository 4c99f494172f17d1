//! How much of a file is read: enough for any article, too little to fill the memory.
//!
//! The members of zips have the same limits, and more of them; see [`formats::archive`].

use crate::ReadError;

/// The most bytes of a file, or of a file within a file.
pub const MOST_BYTES: usize = formats::archive::MOST_MEMBER_BYTES;
/// The most bytes of a web page; its tree takes many times as much memory.
pub const MOST_PAGE_BYTES: usize = 16 << 20;
/// How deep elements, groups and quotations may lie in each other.
pub const MOST_DEPTH: usize = 256;
/// The most articles that are read from one file.
pub const MOST_ARTICLES: usize = 100_000;

/// An error if `bytes` are more than `most`.
///
/// # Errors
/// [`ReadError::TooLarge`].
pub fn check(what: &'static str, bytes: usize, most: usize) -> Result<(), ReadError> {
    if bytes > most { Err(ReadError::TooLarge { what, bytes, most }) } else { Ok(()) }
}
