//! Postil's readers of articles: bytes and a file's name in, plain text out, with what is a heading, a list item or a
//! table row in it, and with the title, source, language and date that the file has.
//!
//! Read [`Article`] and [`read`] first. Everything foreign becomes text, never markup. The text is the same natively and
//! in a browser, so offsets into it are, too. Nothing panics on any input; the limits are those of [`limits`]. What only
//! a person can say (an old encoding, a table's column) comes back as a [`ReadError`] that holds the choices.
//!
//! Not here: Postil's JSON and other annotated files (`formats`), and the inside of PDFs, whose pieces of text a program
//! hands to [`pdf::read`].

mod article;
mod kind;
mod read;
pub mod limits;
mod writer;
pub mod encoding;
mod html;
mod page;
mod markdown;
mod xml;
mod docx;
mod epub;
mod rtf;
mod mail;
mod records;
pub mod pdf;
mod gzip;

pub use article::{Article, Choice, Options, Read, ReadError};
pub use kind::Kind;
pub use page::is_fragment;
pub use read::read;
