//! What every format is: a description, a reader and a writer.
//!
//! Read [`Format`] first. A format's `read` and `write` are called through [`crate::import`] and [`crate::export`],
//! which add what is the same for all: zips, and the list of what the format has no place for.

use annotation::{LabelSet, Session};

use crate::{Loss, ReadError, Unit, Warning};

/// A file format that annotations are read from and written to.
pub trait Format: Sync {
    /// The name, the extensions, the offset unit, and what is kept.
    fn info(&self) -> &'static Info;

    /// Whether what offsets count can be chosen; by default it is always the unit of [`Format::info`].
    fn unit_choice(&self) -> UnitChoice {
        UnitChoice::Fixed
    }

    /// How sure the file's content makes that it is of this format, from 0 (it is not) to 100.
    fn recognise(&self, sample: &Sample<'_>) -> u8;

    /// Reads a file; what cannot be read is left out with a warning.
    ///
    /// # Errors
    /// [`ReadError`] if nothing can be read.
    fn read(&self, file: &File<'_>, options: &ReadOptions) -> Result<ImportedFile, ReadError>;

    /// Reads files that belong together, such as a text and its annotations; by default each file alone.
    ///
    /// What [`Format::read`] refuses becomes a warning.
    fn read_together(&self, files: &[File<'_>], options: &ReadOptions) -> ImportedFile {
        let mut all = ImportedFile::default();
        for file in files {
            all.append(self.read(file, options).unwrap_or_else(|error| ImportedFile::refused(file.name, &error)));
        }
        all
    }

    /// Writes sessions; the losses are those that follow from the shape of the format, such as overlaps.
    fn write(&self, sessions: &[Session], options: &WriteOptions) -> Exported;
}

/// A file's name and content.
#[derive(Debug, Clone, Copy)]
pub struct File<'a> {
    /// The name, with folders if it comes out of a zip; shown in warnings, never opened.
    pub name: &'a str,
    /// The content.
    pub bytes: &'a [u8],
}

impl File<'_> {
    /// The name without folders and without its last extension.
    pub fn stem(&self) -> &str {
        let name = self.name.rsplit(['/', '\\']).next().unwrap_or_default();
        name.rsplit_once('.').map_or(name, |(stem, _)| if stem.is_empty() { name } else { stem })
    }

    /// Whether the name ends in `.` and `extension`, in any case.
    pub fn has_extension(&self, extension: &str) -> bool {
        let name = self.name.rsplit(['/', '\\']).next().unwrap_or_default();
        let (Some(dot), Some(end)) = (name.len().checked_sub(extension.len() + 1), name.get(..)) else { return false };
        end.get(dot..).is_some_and(|end| end.starts_with('.') && end[1..].eq_ignore_ascii_case(extension))
    }
}

/// The start of a file, for recognising its format.
#[derive(Debug, Clone, Copy)]
pub struct Sample<'a> {
    /// The file's name.
    pub name: &'a str,
    /// The first 64 KiB of the content, as text.
    pub text: &'a str,
}

impl Sample<'_> {
    /// How many of these pieces of text occur.
    pub(crate) fn count(&self, pieces: &[&str]) -> usize {
        pieces.iter().filter(|piece| self.text.contains(**piece)).count()
    }

    /// `score` if all of these pieces of text occur, else 0.
    pub(crate) fn all(&self, pieces: &[&str], score: u8) -> u8 {
        if self.count(pieces) == pieces.len() { score } else { 0 }
    }
}

/// What a format is called and what it can hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Info {
    /// The name on the command line.
    pub id: &'static str,
    /// The name in lists.
    pub name: &'static str,
    /// The extensions of its files, the usual one first, without dots.
    pub extensions: &'static [&'static str],
    /// Whether it is read, written, or both.
    pub directions: Directions,
    /// What its offsets count; `None` if it has no offsets.
    pub unit: Option<Unit>,
    /// Whether a file has one document a line, so that its lines can be read, and written, apart.
    pub is_lines: bool,
    /// Whether it holds labels, and no documents.
    pub is_configuration: bool,
    /// Whether annotations may overlap.
    pub overlaps: bool,
    /// What it has a place for, beside a document's text and the ranges and labels of annotations.
    pub keeps: &'static [Part],
    /// What is kept and what is lost, in one line.
    pub summary: &'static str,
}

/// Whether what a format's offsets count can be chosen when a file is written, and from what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnitChoice {
    /// The format says.
    Fixed,
    /// Each file says for itself.
    Named(&'static [Unit]),
    /// Nothing says: who reads a file must know.
    Open(&'static [Unit]),
}

impl UnitChoice {
    /// The units that can be chosen, the usual one first; none if there is no choice.
    pub fn units(self) -> &'static [Unit] {
        match self {
            UnitChoice::Fixed => &[],
            UnitChoice::Named(units) | UnitChoice::Open(units) => units,
        }
    }
}

/// Whether a format is read, written, or both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Directions {
    /// Read and written.
    Both,
    /// Only read.
    ReadOnly,
    /// Only written.
    WriteOnly,
}

/// A part of a session that a format may have no place for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Part {
    /// The document's id.
    DocumentId,
    /// The document's title, where it is not the text's first line.
    Title,
    /// Where the document comes from.
    Source,
    /// The document's language.
    Language,
    /// The day the document was written.
    ReferenceDate,
    /// Whether somebody has said that the annotations are finished.
    Done,
    /// White space, and with it the text as it was.
    WhiteSpace,
    /// Kinds, colours, keys and descriptions of labels.
    LabelDefinitions,
    /// Numbers of annotations.
    Id,
    /// Whether an annotation is suggested or accepted.
    Status,
    /// Rejected annotations, kept apart from the others so that no tool takes them for good ones.
    Rejected,
    /// Who made an annotation.
    Origin,
    /// How sure its maker was.
    Score,
    /// What a figure means.
    Value,
    /// The annotator's remark.
    Note,
    /// Fields of a newer Postil's file, and those that another format has kept for itself.
    UnknownFields,
}

impl Part {
    /// The part in words.
    pub fn name(self) -> &'static str {
        match self {
            Part::DocumentId => "document id",
            Part::Title => "title",
            Part::Source => "source",
            Part::Language => "language",
            Part::ReferenceDate => "reference date",
            Part::Done => "mark of being done",
            Part::WhiteSpace => "white space",
            Part::LabelDefinitions => "kind, colour, key or description",
            Part::Id => "annotation id",
            Part::Status => "status",
            Part::Rejected => "rejection",
            Part::Origin => "origin",
            Part::Score => "score",
            Part::Value => "value",
            Part::Note => "note",
            Part::UnknownFields => "further fields",
        }
    }
}

/// How a file is read.
#[derive(Debug, Clone)]
pub struct ReadOptions {
    /// What offsets count; `None`: what the format says, checked against quotes and the text's length.
    pub unit: Option<Unit>,
    /// The labels that are there already; others are made, with a warning.
    pub labels: LabelSet,
    /// The original text, for formats that keep only words.
    pub text: Option<Box<str>>,
    /// The number of the content's first line, where a long file is read in pieces.
    pub first_line: usize,
}

impl Default for ReadOptions {
    fn default() -> ReadOptions {
        ReadOptions { unit: None, labels: LabelSet::ontonotes(), text: None, first_line: 1 }
    }
}

/// How sessions are written.
#[derive(Debug, Clone, Default)]
pub struct WriteOptions {
    /// What offsets count, for formats that leave the choice; `None`: what the format says.
    pub unit: Option<Unit>,
    /// Whether cells of tables are written as they are, even where a spreadsheet would run them as formulas.
    pub raw_cells: bool,
    /// The tags of formats that label word by word; `None`: those of the format.
    pub scheme: Option<crate::TagScheme>,
}

/// What was read.
#[derive(Debug, Clone, Default)]
pub struct ImportedFile {
    /// The documents with their annotations, in the order of the file.
    pub sessions: Vec<Session>,
    /// The labels that a configuration defines, if the file is one.
    pub labels: Option<LabelSet>,
    /// What could not be read or was put right, in the order of the file.
    pub warnings: Vec<Warning>,
}

impl ImportedFile {
    /// A file of which nothing could be read.
    pub(crate) fn refused(name: &str, error: &ReadError) -> ImportedFile {
        let warning =
            Warning { file: name.into(), line: error.line(), field: "file".into(), message: error.to_string() };
        ImportedFile { warnings: vec![warning], ..ImportedFile::default() }
    }

    /// Puts another file's content behind this one's.
    pub(crate) fn append(&mut self, other: ImportedFile) {
        self.sessions.extend(other.sessions);
        self.warnings.extend(other.warnings);
        self.labels = self.labels.take().or(other.labels);
    }
}

/// What was written.
#[derive(Debug, Clone, Default)]
pub struct Exported {
    /// The files; several for formats that keep a document in files of its own.
    pub files: Vec<NamedFile>,
    /// What the format could not hold.
    pub losses: Vec<Loss>,
}

/// A file to be saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedFile {
    /// A name that any file system takes; no folders.
    pub name: String,
    /// The content.
    pub bytes: Vec<u8>,
}

impl Exported {
    /// One file of that format.
    pub(crate) fn one(info: &Info, text: String, losses: Vec<Loss>) -> Exported {
        let name = format!("annotations.{}", info.extensions[0]);
        Exported { files: vec![NamedFile { name, bytes: text.into_bytes() }], losses }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stems_and_extensions_are_the_last_parts_name() {
        let file = |name| File { name, bytes: b"" };
        assert_eq!(file("x/y.tar.GZ").stem(), "y.tar");
        assert_eq!(file("x\\.conf").stem(), ".conf");
        assert!(file("a/é.JSON").has_extension("json") && !file("json").has_extension("json"));
        assert!(!file("é").has_extension("x"));
    }
}
