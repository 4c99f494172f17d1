//! What is read from a file, and what is said where nothing can be.

use annotation::{CalendarDate, Document, LabelSet, Passage, Session};
use formats::plain_text::sha256;

use crate::Kind;

/// An article: its text and what its file says about it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Article {
    /// The text, to be kept as it is.
    pub text: String,
    /// How it reads, in its order; empty for plain text.
    pub passages: Vec<Passage>,
    /// Its title.
    pub title: Option<String>,
    /// Where it comes from: an address if the file has one, else the file's name.
    pub source: Option<String>,
    /// The language as a BCP 47 tag.
    pub language: Option<String>,
    /// The day it was published or written.
    pub date: Option<CalendarDate>,
}

impl Article {
    /// A session of the default labels on the article.
    ///
    /// # Panics
    /// If the text has 4 GiB or more, which [`crate::read`] does not read.
    pub fn into_session(self) -> Session {
        let mut document = Document::new(&sha256(&self.text)[..16], self.text.into());
        if let Some(title) = self.title {
            document.title = title.into();
        }
        document.source = self.source.map(Into::into);
        document.language = self.language.map(Into::into);
        document.reference_date = self.date;
        document.passages = self.passages.into();
        Session::new(document, LabelSet::ontonotes())
    }
}

/// What a file held.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Read {
    /// Its articles; one but for zips and tables.
    pub articles: Vec<Article>,
    /// What was left out or put right, a line each.
    pub warnings: Vec<String>,
    /// The columns of a table or the fields of JSON lines, to choose another for the text.
    pub columns: Vec<Choice>,
    /// The one of them that was taken.
    pub column: String,
}

impl From<Article> for Read {
    fn from(article: Article) -> Read {
        Read { articles: vec![article], ..Read::default() }
    }
}

/// How a file is to be read.
#[derive(Clone, Copy)]
pub struct Options<'a> {
    /// What the file is; by default its content and its name decide.
    pub kind: Option<Kind>,
    /// The encoding of its text, by the name of the WHATWG's Encoding Standard; by default what the file says.
    pub encoding: Option<&'a str>,
    /// The column of a table, or the field of JSON lines, that holds the text; by default one with a usual name.
    pub column: Option<&'a str>,
    /// All text of a web page, with menus and notices, instead of its article.
    pub whole_page: bool,
    /// Decodes text of an encoding; `None` if there is none of that name. Browsers bring such a function; elsewhere
    /// it is `encoding_rs`, which follows the same standard.
    pub decode: fn(encoding: &str, bytes: &[u8]) -> Option<String>,
}

impl Default for Options<'_> {
    /// Reads UTF-8 and UTF-16 alone.
    fn default() -> Self {
        Options { kind: None, encoding: None, column: None, whole_page: false, decode: |_, _| None }
    }
}

/// Something to choose from, with a taste of what comes of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// An encoding or a column.
    pub name: String,
    /// The beginning of the text that it gives.
    pub preview: String,
}

/// Why nothing of a file was read, and what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// More bytes than are read.
    #[error("{what} has {} MiB; the most is {} MiB: split it, or save only the article", bytes.div_ceil(1 << 20), most >> 20)]
    TooLarge {
        /// What.
        what: &'static str,
        /// How many it has.
        bytes: usize,
        /// How many are read.
        most: usize,
    },
    /// More elements than are read.
    #[error(
        "{what} has more than {} elements and texts: split it, or save only the article",
        crate::limits::MOST_NODES
    )]
    TooMany {
        /// What.
        what: &'static str,
    },
    /// Nested deeper than articles are.
    #[error(
        "{what} is nested more than {} deep, as no article is: copy its text and paste it",
        crate::limits::MOST_DEPTH
    )]
    TooDeep {
        /// What.
        what: &'static str,
    },
    /// A file that is not what its name or its beginning says.
    #[error("this is not {expected}: {found}")]
    NotThis {
        /// What it should be.
        expected: &'static str,
        /// What gives it away.
        found: String,
    },
    /// Locked by a password.
    #[error("{what} is locked with a password: save it without one")]
    Locked {
        /// What.
        what: &'static str,
    },
    /// A file without text.
    #[error("{what} holds no text{advice}")]
    NoText {
        /// What.
        what: &'static str,
        /// What to do, if there is something.
        advice: &'static str,
    },
    /// A kind of file that is not read.
    #[error("{what} is not read: {advice}")]
    Unsupported {
        /// What.
        what: &'static str,
        /// What to do.
        advice: &'static str,
    },
    /// Text that is not UTF-8, in an encoding that the file does not name.
    #[error("the text is not UTF-8; choose its encoding, probably {}", .0.first().map_or("an old one", |choice| &choice.name))]
    Encoding(Vec<Choice>),
    /// An encoding that does not exist.
    #[error("there is no encoding {0:?}")]
    NoEncoding(String),
    /// A table without a column that is surely the text.
    #[error("choose the column with the text: {}", .0.iter().map(|choice| &*choice.name).collect::<Vec<_>>().join(", "))]
    Column(Vec<Choice>),
    /// A table without the column that was asked for.
    #[error("there is no column {asked:?}: choose one of {}", .choices.iter().map(|choice| &*choice.name).collect::<Vec<_>>().join(", "))]
    NoColumn {
        /// What was asked for.
        asked: String,
        /// What there is.
        choices: Vec<Choice>,
    },
    /// A zip or other packed file that is damaged or over a limit.
    #[error("{0}")]
    Packed(String),
}

impl From<formats::ReadError> for ReadError {
    fn from(error: formats::ReadError) -> ReadError {
        ReadError::Packed(error.to_string())
    }
}
