//! A document as a reader finds it in a file, before anything of it is checked.

use std::borrow::Cow;

use annotation::TextRange;

use crate::Unit;

/// A document that is being read.
pub(crate) struct Draft<'a> {
    pub id: Cow<'a, str>,
    pub text: Cow<'a, str>,
    pub title: Option<Cow<'a, str>>,
    pub source: Option<Cow<'a, str>>,
    pub language: Option<Cow<'a, str>>,
    /// What its format has kept for itself.
    pub unknown: Option<Box<str>>,
    /// The line on which the document's record starts.
    pub line: usize,
    /// What offsets count if nothing else is known.
    pub unit: Unit,
    /// Whether the file itself names the unit, so that there is nothing to detect.
    pub unit_is_named: bool,
    pub spans: Vec<Span<'a>>,
    /// Words with their offsets: they bear witness to the unit.
    pub tokens: Vec<(i64, i64, Cow<'a, str>)>,
    /// Whether a quote that differs from the text at the offsets is believed.
    pub trust: Trust,
}

/// What is done where an annotation's quote is not the text at its offsets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Trust {
    /// The annotation goes to the nearest place with that text, or is left out.
    Quote,
    /// The offsets hold; the difference is said.
    Offsets,
}

/// An annotation as a file has it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Span<'a> {
    /// The name of the list it stands in, and its place there.
    pub at: (&'static str, usize),
    /// Its line; 0 if it is the document's.
    pub line: usize,
    pub id: Option<u32>,
    pub start: i64,
    pub end: i64,
    /// The position, where the format has no offsets.
    pub bytes: Option<TextRange>,
    pub quote: Option<Cow<'a, str>>,
    pub prefix: Option<Cow<'a, str>>,
    pub suffix: Option<Cow<'a, str>>,
    pub label: Cow<'a, str>,
    pub extras: Extras<'a>,
    /// What its format has kept for itself.
    pub unknown: Option<Box<str>>,
}

/// What free fields hold beside a range and a label; nothing means accepted, by a person.
#[derive(Debug, Clone, Default)]
pub(crate) struct Extras<'a> {
    pub status: Option<Cow<'a, str>>,
    pub tagger: Option<Cow<'a, str>>,
    pub tagger_version: Option<Cow<'a, str>>,
    /// In per mille.
    pub score: Option<i64>,
    /// JSON as in Postil's own format.
    pub value: Option<Cow<'a, str>>,
    pub note: Option<Cow<'a, str>>,
}

impl<'a> Draft<'a> {
    /// A document without annotations.
    pub(crate) fn new(id: impl Into<Cow<'a, str>>, text: impl Into<Cow<'a, str>>, line: usize, unit: Unit) -> Self {
        Draft {
            id: id.into(),
            text: text.into(),
            title: None,
            source: None,
            language: None,
            unknown: None,
            line,
            unit,
            unit_is_named: false,
            spans: Vec::new(),
            tokens: Vec::new(),
            trust: Trust::Quote,
        }
    }
}

impl Extras<'_> {
    /// The same, borrowed from nothing.
    pub(crate) fn into_owned(self) -> Extras<'static> {
        Extras {
            status: owned(self.status),
            tagger: owned(self.tagger),
            tagger_version: owned(self.tagger_version),
            score: self.score,
            value: owned(self.value),
            note: owned(self.note),
        }
    }
}

impl Span<'_> {
    /// The same, borrowed from nothing.
    pub(crate) fn into_owned(self) -> Span<'static> {
        Span {
            at: self.at,
            line: self.line,
            id: self.id,
            start: self.start,
            end: self.end,
            bytes: self.bytes,
            quote: owned(self.quote),
            prefix: owned(self.prefix),
            suffix: owned(self.suffix),
            label: Cow::Owned(self.label.into_owned()),
            extras: self.extras.into_owned(),
            unknown: self.unknown,
        }
    }
}

fn owned(text: Option<Cow<'_, str>>) -> Option<Cow<'static, str>> {
    text.map(|text| Cow::Owned(text.into_owned()))
}
