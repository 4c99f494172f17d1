//! What the page and the module `formats` tell each other: plain data, as structured values.

use serde::{Deserialize, Serialize};

/// A format, as lists show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormatEntry {
    /// Its name on the command line.
    pub id: String,
    /// Its name in lists.
    pub name: String,
    /// What it keeps and what it loses, in one line.
    pub summary: String,
    /// Whether files of it are read.
    pub is_read: bool,
    /// Whether files of it are written.
    pub is_written: bool,
    /// The units that can be chosen for what its offsets count, the usual one first.
    pub units: Vec<String>,
}

/// Files that are read together, and what is in them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileGroup {
    /// The id of their format; empty for articles without annotations.
    pub format: String,
    /// Their names.
    pub files: Vec<String>,
    /// How many documents are in them.
    pub documents: usize,
    /// How many annotations.
    pub annotations: usize,
    /// What the offsets are taken to count; empty if that is what the files or the format say.
    pub unit: String,
    /// If nothing says what the offsets count: each unit, with the first annotations as they would be.
    pub question: Vec<(String, String)>,
    /// What was left out, put right or made; the first lines of it.
    pub notes: Vec<String>,
    /// How many lines there are in all.
    pub note_count: usize,
}

/// What a download would hold, and what it would lose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Prepared {
    /// The number of files.
    pub files: usize,
    /// The extension of the download: that of the only file, or `zip`.
    pub extension: String,
    /// The first losses, a line each.
    pub losses: Vec<String>,
    /// How many losses there are in all.
    pub loss_count: usize,
}
