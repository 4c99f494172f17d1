//! The list of annotations beside the text: what the filter lets through.

use annotation::{Annotation, AnnotationId, LabelId, LabelKind, LabelSet, Origin, Session, Status};

/// What the list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Filter {
    /// Only this label.
    pub label: Option<LabelId>,
    /// Only labels of this kind.
    pub kind: Option<LabelKind>,
    /// Only this status.
    pub status: Option<StatusFilter>,
}

/// A status as the person sees it: what was made by hand is told apart from what was accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StatusFilter {
    /// Proposed by a tagger.
    Suggested,
    /// Proposed and accepted.
    Accepted,
    /// Proposed and rejected.
    Rejected,
    /// Made by hand.
    Own,
}

impl StatusFilter {
    /// Every one, in the order of the menu.
    pub const ALL: [StatusFilter; 4] =
        [StatusFilter::Suggested, StatusFilter::Accepted, StatusFilter::Rejected, StatusFilter::Own];

    /// That of an annotation.
    pub fn of(annotation: &Annotation) -> StatusFilter {
        match (annotation.status, &annotation.origin) {
            (Status::Rejected, _) => StatusFilter::Rejected,
            (Status::Suggested, _) => StatusFilter::Suggested,
            (Status::Accepted, Origin::Human) => StatusFilter::Own,
            (Status::Accepted, Origin::Tagger(_)) => StatusFilter::Accepted,
        }
    }
}

impl Filter {
    /// Whether it lets the annotation through.
    pub fn admits(&self, annotation: &Annotation, labels: &LabelSet) -> bool {
        self.label.is_none_or(|label| annotation.label == label)
            && self.kind.is_none_or(|kind| labels.get(annotation.label).kind == kind)
            && self.status.is_none_or(|status| StatusFilter::of(annotation) == status)
    }
}

/// The annotations that the filter lets through, kept until something changes.
#[derive(Debug, Default)]
pub(super) struct List {
    ids: Vec<AnnotationId>,
    made_for: Option<(u32, u64, Filter)>,
}

impl List {
    /// Brings the list up to date and returns it, in the order of the text.
    pub fn refresh(&mut self, document: u32, session: &Session, filter: Filter) -> &[AnnotationId] {
        let wanted = Some((document, session.revision(), filter));
        if self.made_for != wanted {
            let admitted =
                session.annotations().iter().filter(|annotation| filter.admits(annotation, session.labels()));
            self.ids = admitted.map(|annotation| annotation.id).collect();
            self.made_for = wanted;
        }
        &self.ids
    }
}
