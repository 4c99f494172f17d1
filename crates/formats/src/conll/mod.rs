//! CoNLL-2002 and CoNLL-2003: one word a line, its tag in the last column.
//!
//! <https://www.clips.uantwerpen.be/conll2002/ner/>, <https://www.clips.uantwerpen.be/conll2003/ner/>. There are no
//! offsets: words are found again in the original text if it is given, or else joined by spaces, sentences by line ends.
//! CoNLL-2002 has two columns and IOB2 tags, CoNLL-2003 four columns and IOB1 tags; every scheme is read as it is found,
//! with columns separated by spaces or tabs, and the numbered, nested columns of GermEval too.
//!
//! What is lost: white space (and so the text), annotations that overlap or cover no word, parts of words (an
//! annotation is moved to the edges of its words), everything beside range and label, rejected annotations.
//! Not supported: other columns than word and tag, which are read over and written as `_`.

mod read;
mod scheme;
mod write;

use annotation::Session;

pub use scheme::TagScheme;

use crate::{Directions, Exported, File, Format, ImportedFile, Info, ReadError, ReadOptions, Sample, WriteOptions};

/// Two columns, IOB2.
pub struct Conll2002;

/// Four columns, IOB1.
pub struct Conll2003;

impl Format for Conll2002 {
    fn info(&self) -> &'static Info {
        &Info {
            id: "conll2002",
            name: "CoNLL-2002",
            extensions: &["conll", "txt", "iob", "bio"],
            directions: Directions::Both,
            unit: None,
            is_lines: false,
            is_configuration: false,
            overlaps: false,
            keeps: &[],
            summary: "words and labels only; moves annotations to words, drops overlapping ones",
        }
    }

    fn recognise(&self, sample: &Sample<'_>) -> u8 {
        read::recognise(sample, 2..=2)
    }

    fn read(&self, file: &File<'_>, options: &ReadOptions) -> Result<ImportedFile, ReadError> {
        read::read(file, options)
    }

    fn write(&self, sessions: &[Session], options: &WriteOptions) -> Exported {
        write::write(self.info(), sessions, options.scheme.unwrap_or(TagScheme::Iob2), " ")
    }
}

impl Format for Conll2003 {
    fn info(&self) -> &'static Info {
        &Info {
            id: "conll2003",
            name: "CoNLL-2003",
            extensions: &["conll", "txt"],
            directions: Directions::Both,
            unit: None,
            is_lines: false,
            is_configuration: false,
            overlaps: false,
            keeps: &[],
            summary: "words and labels only; moves annotations to words, drops overlapping ones",
        }
    }

    fn recognise(&self, sample: &Sample<'_>) -> u8 {
        read::recognise(sample, 3..=10)
    }

    fn read(&self, file: &File<'_>, options: &ReadOptions) -> Result<ImportedFile, ReadError> {
        read::read(file, options)
    }

    fn write(&self, sessions: &[Session], options: &WriteOptions) -> Exported {
        write::write(self.info(), sessions, options.scheme.unwrap_or(TagScheme::Iob1), " _ _ ")
    }
}

#[cfg(test)]
mod tests;
