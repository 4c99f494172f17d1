//! One annotation: a range of text, its label, where it comes from and what was decided about it.

use std::sync::Arc;

use text_size::TextRange;

use crate::{LabelId, Value};

/// Identifies an annotation within its document; given once and never to another annotation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AnnotationId(pub u32);

/// A range of a document's text with a label.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Annotation {
    /// The identity.
    pub id: AnnotationId,
    /// The text it covers; never empty.
    pub range: TextRange,
    /// What the text is.
    pub label: LabelId,
    /// What was decided about it.
    pub status: Status,
    /// Who made it.
    pub origin: Origin,
    /// How sure its maker was.
    pub score: Option<Score>,
    /// What it means, if it is a figure.
    pub value: Option<Box<Value>>,
    /// A remark by the annotator.
    pub note: Option<Box<str>>,
    /// Fields of its file that this version does not know, as the text of a JSON object.
    pub unknown: Option<Box<str>>,
}

/// What was decided about an annotation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Status {
    /// Nothing yet: a tagger proposed it.
    Suggested,
    /// It is right.
    Accepted,
    /// It is wrong, and is kept as a negative example.
    Rejected,
}

impl Status {
    /// Every status.
    pub const ALL: [Status; 3] = [Status::Suggested, Status::Accepted, Status::Rejected];

    /// The status's name in files.
    pub fn name(self) -> &'static str {
        match self {
            Status::Suggested => "suggested",
            Status::Accepted => "accepted",
            Status::Rejected => "rejected",
        }
    }

    /// The status with that name, if there is one.
    pub fn from_name(name: &str) -> Option<Status> {
        Status::ALL.into_iter().find(|status| status.name() == name)
    }
}

/// Who made an annotation.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Origin {
    /// A person.
    Human,
    /// A program.
    Tagger(Arc<Software>),
}

/// A program and its version.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Software {
    /// Its name.
    pub name: Box<str>,
    /// Its version.
    pub version: Box<str>,
}

/// How sure a tagger is, in per mille: of the spans that score 900, nine in ten should be right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Score(u16); // Invariant: at most 1000.

impl Score {
    /// A score; `None` above 1000.
    pub fn new(per_mille: u16) -> Option<Score> {
        (per_mille <= 1000).then_some(Score(per_mille))
    }

    /// From 0 to 1000.
    pub fn per_mille(self) -> u16 {
        self.0
    }
}
