//! Edits that can be undone, and the transactions they are grouped in.

use crate::Annotation;

/// One change of one annotation; carries both sides, so it can be turned round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Edit {
    /// A new annotation.
    Add(Annotation),
    /// An annotation is deleted.
    Remove(Annotation),
    /// An annotation changes in anything but its id.
    Replace {
        /// As it is.
        before: Annotation,
        /// As it will be.
        after: Annotation,
    },
}

impl Edit {
    /// The edit that takes this one back.
    pub fn inverse(self) -> Edit {
        match self {
            Edit::Add(annotation) => Edit::Remove(annotation),
            Edit::Remove(annotation) => Edit::Add(annotation),
            Edit::Replace { before, after } => Edit::Replace { before: after, after: before },
        }
    }

    /// The annotation as it is after the edit, or was before it was removed.
    pub fn annotation(&self) -> &Annotation {
        match self {
            Edit::Add(annotation) | Edit::Remove(annotation) => annotation,
            Edit::Replace { after, .. } => after,
        }
    }
}

/// Edits that are applied, undone and redone together, and what to call them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transaction {
    /// What the person did.
    pub kind: TransactionKind,
    /// In order of application.
    pub edits: Vec<Edit>,
}

impl Transaction {
    /// The transaction that takes this one back.
    pub fn inverse(mut self) -> Transaction {
        self.edits = self.edits.into_iter().rev().map(Edit::inverse).collect();
        self
    }
}

/// What a transaction did, for the undo menu.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TransactionKind {
    /// Annotations were added.
    Add,
    /// Annotations were deleted.
    Delete,
    /// Annotations got another label.
    Relabel,
    /// An annotation's start or end moved.
    MoveEdge,
    /// Annotations were accepted.
    Accept,
    /// Annotations were rejected.
    Reject,
    /// A figure's value was changed.
    ChangeValue,
    /// A note was changed.
    ChangeNote,
}
