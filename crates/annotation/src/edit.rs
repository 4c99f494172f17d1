//! Edits that can be undone, and the transactions they are grouped in.

use text_size::TextRange;

use crate::{About, Annotation, LabelSet};

/// One change of one annotation, of the label set or of what is known about the document; carries both sides, so it can be turned round.
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
    /// The label set changes; annotations of a label that goes are deleted.
    Labels {
        /// As it is.
        before: LabelSet,
        /// As it will be.
        after: LabelSet,
    },
    /// What is known about the document changes.
    About {
        /// As it is.
        before: About,
        /// As it will be.
        after: About,
    },
}

impl Edit {
    /// The edit that takes this one back.
    pub fn inverse(self) -> Edit {
        match self {
            Edit::Add(annotation) => Edit::Remove(annotation),
            Edit::Remove(annotation) => Edit::Add(annotation),
            Edit::Replace { before, after } => Edit::Replace { before: after, after: before },
            Edit::Labels { before, after } => Edit::Labels { before: after, after: before },
            Edit::About { before, after } => Edit::About { before: after, after: before },
        }
    }

    /// The text that its annotation lies on before or after it; `None` for other edits.
    pub(crate) fn range(&self) -> Option<TextRange> {
        match self {
            Edit::Replace { before, after } => Some(before.range.cover(after.range)),
            _ => self.annotation().map(|annotation| annotation.range),
        }
    }

    /// The annotation as it is after the edit, or was before it was removed; `None` for other edits.
    pub fn annotation(&self) -> Option<&Annotation> {
        match self {
            Edit::Add(annotation) | Edit::Remove(annotation) => Some(annotation),
            Edit::Replace { after, .. } => Some(after),
            Edit::Labels { .. } | Edit::About { .. } => None,
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
    /// A label was added.
    AddLabel,
    /// A label's name, colour, key, description, kind or place was changed.
    ChangeLabel,
    /// A label was deleted, and its annotations with it.
    DeleteLabel,
    /// A label became part of another.
    MergeLabels,
    /// The label set was replaced by another.
    ReplaceLabels,
    /// The document's title, source, language or date was changed.
    Describe,
}

impl TransactionKind {
    /// Every kind.
    pub const ALL: [TransactionKind; 14] = [
        TransactionKind::Add,
        TransactionKind::Delete,
        TransactionKind::Relabel,
        TransactionKind::MoveEdge,
        TransactionKind::Accept,
        TransactionKind::Reject,
        TransactionKind::ChangeValue,
        TransactionKind::ChangeNote,
        TransactionKind::AddLabel,
        TransactionKind::ChangeLabel,
        TransactionKind::DeleteLabel,
        TransactionKind::MergeLabels,
        TransactionKind::ReplaceLabels,
        TransactionKind::Describe,
    ];

    /// The kind's name in journals.
    pub fn name(self) -> &'static str {
        match self {
            TransactionKind::Add => "add",
            TransactionKind::Delete => "delete",
            TransactionKind::Relabel => "relabel",
            TransactionKind::MoveEdge => "move_edge",
            TransactionKind::Accept => "accept",
            TransactionKind::Reject => "reject",
            TransactionKind::ChangeValue => "change_value",
            TransactionKind::ChangeNote => "change_note",
            TransactionKind::AddLabel => "add_label",
            TransactionKind::ChangeLabel => "change_label",
            TransactionKind::DeleteLabel => "delete_label",
            TransactionKind::MergeLabels => "merge_labels",
            TransactionKind::ReplaceLabels => "replace_labels",
            TransactionKind::Describe => "describe",
        }
    }

    /// The kind with that name, if there is one.
    pub fn from_name(name: &str) -> Option<TransactionKind> {
        TransactionKind::ALL.into_iter().find(|kind| kind.name() == name)
    }
}
