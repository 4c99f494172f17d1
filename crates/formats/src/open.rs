//! A file of any kind that Postil reads, by its name.

use annotation::Session;

use crate::{native, plain_text};

/// What a file held.
#[derive(Debug, Clone)]
pub struct Imported {
    /// The document with its annotations.
    pub session: Session,
    /// What could not be read or was put right, in the order of the file.
    pub warnings: Vec<Warning>,
    /// Whether the file is an article that nothing has annotated yet.
    pub is_plain: bool,
}

/// Something in a file that was left out or put right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    /// The file it stands in; empty if there is only one.
    pub file: String,
    /// The line it stands on, from 1.
    pub line: usize,
    /// The field: `annotations[3].end`.
    pub field: String,
    /// What is wrong and what was done.
    pub message: String,
}

impl std::fmt::Display for Warning {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if !self.file.is_empty() {
            write!(f, "{}, ", self.file)?;
        }
        write!(f, "line {}: {}: {}", self.line, self.field, self.message)
    }
}

/// Why nothing of a file could be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// Bytes that are not UTF-8, in a file without a UTF-16 byte order mark.
    #[error("byte {byte} is not UTF-8; save the file as UTF-8 or as UTF-16 with a byte order mark")]
    NotUtf8 {
        /// The offset of the first byte that is wrong, from 0.
        byte: usize,
    },
    /// A UTF-16 file with half a surrogate pair, or with an odd number of bytes.
    #[error("byte {byte} is not UTF-16")]
    NotUtf16 {
        /// The offset of the first byte that is wrong, from 0.
        byte: usize,
    },
    /// 4 GiB or more.
    #[error("the text has {bytes} bytes; the most is {}", u32::MAX)]
    TooLong {
        /// Its length.
        bytes: usize,
    },
    /// Not JSON.
    #[error("line {line}, column {column}: not JSON: {message}")]
    NotJson {
        /// From 1.
        line: usize,
        /// From 1.
        column: usize,
        /// What was found.
        message: String,
    },
    /// JSON that is not Postil's.
    #[error("this JSON is not a Postil file: {found}")]
    OtherFormat {
        /// What gives it away.
        found: String,
    },
    /// A file of a later version.
    #[error("the file has version {found}, this Postil reads version {known}; use a newer Postil")]
    NewerVersion {
        /// The file's.
        found: u64,
        /// Ours.
        known: u64,
    },
    /// A file of another format than the one it is read as.
    #[error("not {expected}: {found}")]
    NotThis {
        /// The format's name.
        expected: &'static str,
        /// What gives it away.
        found: String,
    },
    /// A format that is only written.
    #[error("{0} files are only written")]
    WriteOnly(&'static str),
    /// A zip that is damaged or too large.
    #[error("the zip {0}")]
    Archive(String),
    /// A field that is missing or of the wrong kind.
    #[error("line {line}: {message}")]
    Field {
        /// From 1.
        line: usize,
        /// Which, and what is wrong with it.
        message: String,
    },
}

impl ReadError {
    /// The line that it is about; 1 if it is about the file.
    pub fn line(&self) -> usize {
        match self {
            ReadError::NotJson { line, .. } | ReadError::Field { line, .. } => *line,
            _ => 1,
        }
    }
}

/// Reads a file: Postil's JSON if its name ends in `.json`, else plain text.
///
/// # Errors
/// [`ReadError`] if nothing can be read.
pub fn open(name: &str, bytes: &[u8]) -> Result<Imported, ReadError> {
    if name.to_ascii_lowercase().ends_with(".json") {
        return native::read(bytes);
    }
    let session = plain_text::read(name, bytes)?;
    Ok(Imported { session, warnings: Vec::new(), is_plain: true })
}

/// The same for a file whose SHA-256, in hexadecimal, is known: that of a long one takes a while.
///
/// # Errors
/// [`ReadError`] if nothing can be read.
pub fn open_hashed(name: &str, bytes: &[u8], sha256: &str) -> Result<Imported, ReadError> {
    // The text of these is not the bytes of the file.
    if name.to_ascii_lowercase().ends_with(".json") || matches!(bytes, [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..]) {
        return open(name, bytes);
    }
    let session = plain_text::read_hashed(name, bytes, sha256)?;
    Ok(Imported { session, warnings: Vec::new(), is_plain: true })
}
