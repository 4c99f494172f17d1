//! What the page and the modules `formats` and `articles` tell each other: plain data, as structured values.

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
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileGroup {
    /// The id of their format; empty for articles without annotations.
    pub format: String,
    /// Whether they are articles that the module `articles` reads: all but plain texts.
    pub is_article: bool,
    /// Their names.
    pub files: Vec<String>,
    /// How many documents are in them.
    pub documents: usize,
    /// How many annotations.
    pub annotations: usize,
    /// What can be chosen about how they are read.
    pub questions: Vec<Question>,
    /// The first article as it will be: its title, what is known about it, the beginning of its text.
    pub preview: Vec<String>,
    /// What was left out, put right or made; the first lines of it.
    pub notes: Vec<String>,
    /// How many lines there are in all.
    pub note_count: usize,
}

/// Something that can be chosen about how files are read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// `unit`: what offsets count; `encoding`; `column`: which column of a table is the text; `page`: how much of it.
    pub about: String,
    /// The answer that is taken.
    pub chosen: String,
    /// Each answer: its name, what that means where the name does not say it, and a taste of what then comes of the
    /// files; without tastes, the files say the answer themselves.
    pub answers: Vec<[String; 3]>,
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
