//! The list of annotations beside the text: what the filter lets through.

use annotation::{Annotation, AnnotationId, AnnotationSet, LabelId, LabelKind, LabelSet, Origin, Session, Status};

/// What the list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Filter {
    /// Only this label.
    pub label: Option<LabelId>,
    /// Only labels of this kind.
    pub kind: Option<LabelKind>,
    /// Only this status.
    pub status: Option<StatusFilter>,
    /// Only suggestions with at least this score, in per mille, and everything that has none or is decided.
    pub least_score: u16,
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
    /// Whether the annotation is more than an unlikely suggestion; others are shown nowhere.
    pub fn is_sure_enough(&self, annotation: &Annotation) -> bool {
        annotation.status != Status::Suggested
            || annotation.score.is_none_or(|score| score.per_mille() >= self.least_score)
    }

    /// Whether it lets the annotation through.
    pub fn admits(&self, annotation: &Annotation, labels: &LabelSet) -> bool {
        self.label.is_none_or(|label| annotation.label == label)
            && self.kind.is_none_or(|kind| labels.get(annotation.label).kind == kind)
            && self.is_sure_enough(annotation)
            && self.status.is_none_or(|status| StatusFilter::of(annotation) == status)
    }
}

/// What a filter lets through, kept until something changes; not needed while it lets all through.
#[derive(Debug, Default)]
pub(super) struct List {
    ids: Vec<AnnotationId>,
    made_for: Option<(u32, u64, Filter)>,
}

/// The listed annotations of a document, in the order of the text.
pub(super) enum Listed<'a> {
    All(&'a AnnotationSet),
    Some(&'a [AnnotationId]),
}

impl List {
    /// Brings the list up to date.
    pub fn refresh<'a>(&'a mut self, document: u32, session: &'a Session, filter: Filter) -> Listed<'a> {
        if filter == Filter::default() {
            return Listed::All(session.annotations());
        }
        let wanted = Some((document, session.revision(), filter));
        if self.made_for != wanted {
            let admitted =
                session.annotations().iter().filter(|annotation| filter.admits(annotation, session.labels()));
            self.ids = admitted.map(|annotation| annotation.id).collect();
            self.made_for = wanted;
        }
        Listed::Some(&self.ids)
    }
}

impl Listed<'_> {
    pub fn len(&self) -> usize {
        match self {
            Listed::All(annotations) => annotations.len(),
            Listed::Some(ids) => ids.len(),
        }
    }

    pub fn get(&self, index: usize) -> Option<AnnotationId> {
        match self {
            Listed::All(annotations) => annotations.nth(index).map(|annotation| annotation.id),
            Listed::Some(ids) => ids.get(index).copied(),
        }
    }

    pub fn position(&self, id: AnnotationId) -> Option<usize> {
        match self {
            Listed::All(annotations) => annotations.rank(id),
            Listed::Some(ids) => ids.iter().position(|&listed| listed == id),
        }
    }
}
