//! The list of annotations beside the text: what the filter lets through.

use annotation::{
    Annotation, AnnotationId, AnnotationSet, LabelId, LabelKind, LabelSet, Origin, Session, Status, TextRange, TextSize,
};

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

/// A change of the filter.
#[derive(Debug, Clone, Copy)]
pub enum FilterChange {
    /// Only labels of this kind, only this label, or neither.
    Labels(Option<LabelKind>, Option<LabelId>),
    /// Only this status, if any.
    Status(Option<StatusFilter>),
    /// Only suggestions with at least this score.
    LeastScore(u16),
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

/// What a filter lets through, kept and changed where the annotations change; not needed while it lets all through.
#[derive(Debug, Default)]
pub(super) struct List {
    // Invariant: in the order of the annotations, each with its start.
    admitted: Vec<(TextSize, AnnotationId)>,
    made_for: Option<(u32, u64, Filter)>,
}

/// The listed annotations of a document, in the order of the text.
pub(super) enum Listed<'a> {
    All(&'a AnnotationSet),
    Some(&'a AnnotationSet, &'a [(TextSize, AnnotationId)]),
}

impl List {
    /// Brings the list up to date.
    pub fn refresh<'a>(&'a mut self, document: u32, session: &'a Session, filter: Filter) -> Listed<'a> {
        let annotations = session.annotations();
        if filter == Filter::default() {
            return Listed::All(annotations);
        }
        let made_for = self.made_for.replace((document, session.revision(), filter));
        let changed = match made_for {
            Some((of, revision, by)) if (of, by) == (document, filter) => session.changed_since(revision),
            _ => {
                self.admitted.clear();
                Some(TextRange::up_to(session.document().len()))
            }
        };
        if let Some(changed) = changed {
            let (from, to) = (changed.start(), changed.end());
            let stale = self.admitted.partition_point(|(start, _)| *start < from)
                ..self.admitted.partition_point(|(start, _)| *start <= to);
            let there = annotations.touching(changed).into_iter().filter(|annotation| from <= annotation.range.start());
            let admitted = there.filter(|annotation| filter.admits(annotation, session.labels()));
            self.admitted.splice(stale, admitted.map(|annotation| (annotation.range.start(), annotation.id)));
        }
        Listed::Some(annotations, &self.admitted)
    }
}

impl Listed<'_> {
    pub fn len(&self) -> usize {
        match self {
            Listed::All(annotations) => annotations.len(),
            Listed::Some(_, admitted) => admitted.len(),
        }
    }

    pub fn get(&self, index: usize) -> Option<AnnotationId> {
        match self {
            Listed::All(annotations) => annotations.nth(index).map(|annotation| annotation.id),
            Listed::Some(_, admitted) => admitted.get(index).map(|&(_, id)| id),
        }
    }

    pub fn position(&self, id: AnnotationId) -> Option<usize> {
        match self {
            Listed::All(annotations) => annotations.rank(id),
            Listed::Some(annotations, admitted) => {
                let start = annotations.get(id)?.range.start();
                let from = admitted.partition_point(|(other, _)| *other < start);
                let here = admitted[from..]
                    .iter()
                    .take_while(|(other, _)| *other == start)
                    .position(|&(_, other)| other == id);
                here.map(|at| from + at)
            }
        }
    }
}
