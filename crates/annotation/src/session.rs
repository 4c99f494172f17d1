//! One document being annotated: its labels, its annotations and the history of what was done.
//!
//! [`Session::apply`] is the one way in which a person's edits happen; it checks a transaction as a whole, applies it
//! and records how to undo it. [`Session::suggest`] is the tagger's way: what it puts in is no edit and cannot be undone,
//! and it never touches what a person has decided.

mod replay;

pub use replay::Change;

use std::sync::Arc;

use text_size::TextRange;

use crate::{
    Annotation, AnnotationId, AnnotationIds, AnnotationSet, CalendarDate, Document, Edit, LabelError, LabelId,
    LabelSet, Origin, Software, Status, Suggestion, Transaction,
};

/// A document with its labels, annotations and history.
#[derive(Debug, Clone)]
pub struct Session {
    // Invariant: its text never changes.
    document: Document,
    // Invariant: every annotation's label is one of these.
    labels: LabelSet,
    // Invariant: every range is a non-empty range of the text on character boundaries.
    annotations: AnnotationSet,
    // Invariant: undoing `done` from the last to the first leads back to where the history began.
    done: Vec<Transaction>,
    undone: Vec<Transaction>,
    // Invariant: the ids that any transaction of the history names.
    touched: AnnotationIds,
    // Invariant: what the person did since `take_changes` was last called.
    changes: Vec<Change>,
    // Invariant: above every id ever given.
    next_id: u32,
    revision: u64,
    // Invariant: outside of it, the annotations are as they were at the revision before.
    changed: TextRange,
    /// Whether somebody else edits the document: edits, undo and redo are refused.
    pub is_read_only: bool,
    /// Fields of its file that this version does not know, as the text of a JSON object.
    pub unknown: Option<Box<str>>,
}

/// Why a transaction was refused; nothing of it was applied.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// The id is another annotation's.
    #[error("annotation {} is there already", .0.0)]
    IdTaken(AnnotationId),
    /// The annotation is not there, or not as the edit expects it.
    #[error("annotation {} has changed or is gone", .0.0)]
    Changed(AnnotationId),
    /// The range is empty, past the text or inside a character.
    #[error("annotation {} does not lie on the text", .0.0)]
    Range(AnnotationId),
    /// The label is not in the set.
    #[error("annotation {} has a label that is not in the set", .0.0)]
    Label(AnnotationId),
    /// The label set is not as the edit expects it.
    #[error("the labels have changed")]
    Labels,
    /// What is known about the document is not as the edit expects it.
    #[error("what is known about the article has changed")]
    About,
    /// The label set cannot be so.
    #[error(transparent)]
    NotALabelSet(#[from] LabelError),
    /// Somebody else edits the document.
    #[error("it is being edited elsewhere")]
    ReadOnly,
    /// A journal undoes or redoes what was never done.
    #[error("there is nothing to undo or redo")]
    History,
}

impl Session {
    /// A session without annotations.
    pub fn new(document: Document, labels: LabelSet) -> Session {
        Session {
            changed: TextRange::up_to(document.len()),
            document,
            labels,
            annotations: AnnotationSet::default(),
            done: Vec::new(),
            undone: Vec::new(),
            touched: AnnotationIds::default(),
            changes: Vec::new(),
            next_id: 1,
            revision: 0,
            is_read_only: false,
            unknown: None,
        }
    }

    /// A session that starts with these annotations, read from a file; they are no edits and cannot be undone.
    ///
    /// # Errors
    /// [`EditError`] of the first annotation that cannot be: an id twice, a range off the text, a label not in the set.
    pub fn restore(
        document: Document,
        labels: LabelSet,
        annotations: impl IntoIterator<Item = Annotation>,
    ) -> Result<Session, EditError> {
        let mut session = Session::new(document, labels);
        let annotations: Vec<Annotation> = annotations.into_iter().collect();
        for annotation in &annotations {
            session.check(annotation)?;
            session.next_id = session.next_id.max(annotation.id.0.saturating_add(1));
        }
        session.annotations = AnnotationSet::of(annotations).map_err(EditError::IdTaken)?;
        Ok(session)
    }

    /// The document.
    pub fn document(&self) -> &Document {
        &self.document
    }

    /// Says when the document was written; what the tagger suggested before does not change by that.
    pub fn set_reference_date(&mut self, date: Option<CalendarDate>) {
        self.document.reference_date = date;
        self.revise(TextRange::default());
    }

    /// Says whether the annotations are finished.
    pub fn set_done(&mut self, is_done: bool) {
        self.revision += u64::from(self.document.is_done != is_done);
        self.document.is_done = is_done;
    }

    /// The labels.
    pub fn labels(&self) -> &LabelSet {
        &self.labels
    }

    /// The annotations.
    pub fn annotations(&self) -> &AnnotationSet {
        &self.annotations
    }

    /// Counts the changes of any kind; two equal numbers of one session mean equal content.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// Where the annotations may be other than they were at an earlier revision of this session; `None` if nowhere.
    pub fn changed_since(&self, revision: u64) -> Option<TextRange> {
        match self.revision.wrapping_sub(revision) {
            0 => None,
            1 => Some(self.changed),
            _ => Some(TextRange::up_to(self.document.len())),
        }
    }

    /// An id that no annotation has or had.
    pub fn fresh_id(&mut self) -> AnnotationId {
        self.next_id += 1;
        AnnotationId(self.next_id - 1)
    }

    /// Applies a person's edits, whole or not at all, and records them for undo.
    ///
    /// A transaction without edits is not recorded.
    ///
    /// # Errors
    /// [`EditError`] for the first edit that does not fit; nothing is changed then.
    pub fn apply(&mut self, transaction: Transaction) -> Result<(), EditError> {
        if transaction.edits.is_empty() {
            return Ok(());
        }
        if self.is_read_only {
            return Err(EditError::ReadOnly);
        }
        let performed = self.perform(transaction)?;
        self.changes.push(Change::Applied(performed.clone()));
        self.done.push(performed);
        self.undone.clear();
        Ok(())
    }

    /// Takes the last transaction back and returns it.
    pub fn undo(&mut self) -> Option<&Transaction> {
        let transaction = self.done.pop_if(|_| !self.is_read_only)?;
        let count = transaction.edits.len();
        let performed = self.perform(transaction.inverse());
        debug_assert!(performed.is_ok(), "only the history changes what it has touched: {performed:?}");
        let performed = performed.ok()?;
        self.changes.push(Change::Undone(replay::edits_if_more(&performed, count)));
        self.undone.push(performed.inverse());
        self.undone.last()
    }

    /// Applies the last undone transaction again and returns it.
    pub fn redo(&mut self) -> Option<&Transaction> {
        let transaction = self.undone.pop_if(|_| !self.is_read_only)?;
        let count = transaction.edits.len();
        let performed = self.perform(transaction);
        debug_assert!(performed.is_ok(), "only the history changes what it has touched: {performed:?}");
        let performed = performed.ok()?;
        self.changes.push(Change::Redone(replay::edits_if_more(&performed, count)));
        self.done.push(performed);
        self.done.last()
    }

    /// What undo would take back.
    pub fn next_undo(&self) -> Option<&Transaction> {
        self.done.last()
    }

    /// What redo would apply again.
    pub fn next_redo(&self) -> Option<&Transaction> {
        self.undone.last()
    }

    /// Puts a tagger's suggestions for `part` of the text in the place of its earlier ones there; what is found again keeps
    /// its id.
    ///
    /// What a person has decided or made stays, and a suggestion that overlaps it with the same label, or has exactly
    /// its range, is left out; so a rejected one does not come back. So are one that a person has deleted and one whose
    /// label is not in the set.
    ///
    /// # Panics
    /// If a suggestion's range is not one of the document's.
    pub fn suggest(
        &mut self,
        part: TextRange,
        tagger: &Arc<Software>,
        suggestions: impl IntoIterator<Item = Suggestion>,
    ) {
        self.suggest_as(part, tagger, suggestions, LabelSet::taking);
    }

    /// The same; `label_of` says which label of the set stands for one of the tagger's, if any does.
    pub fn suggest_as(
        &mut self,
        part: TextRange,
        tagger: &Arc<Software>,
        suggestions: impl IntoIterator<Item = Suggestion>,
        label_of: impl Fn(&LabelSet, &str) -> Option<LabelId>,
    ) {
        let stale = |annotation: &&Annotation| !self.is_decided(annotation) && part.contains_range(annotation.range);
        let stale: Vec<AnnotationId> =
            self.annotations.overlapping(part).into_iter().filter(stale).map(|a| a.id).collect();
        // In the order of the text.
        let stale: Vec<Annotation> = stale.into_iter().filter_map(|id| self.annotations.remove(id)).collect();
        let earlier = |range: TextRange, label: LabelId| {
            let from = stale.partition_point(|one| one.range.start() < range.start());
            let mut there = stale[from..].iter().take_while(|one| one.range.start() == range.start());
            there.find(|one| (one.range, one.label) == (range, label)).map(|one| one.id)
        };
        let removed = |edit: &Edit| match edit {
            Edit::Remove(annotation) => Some((annotation.range, annotation.label)),
            _ => None,
        };
        let edits = self.done.iter().flat_map(|transaction| &transaction.edits);
        let deleted: Vec<_> = edits.filter_map(removed).filter(|(range, _)| part.contains_range(*range)).collect();
        for Suggestion { range, label, score, value } in suggestions {
            let Some(label) = label_of(&self.labels, label) else { continue };
            if deleted.contains(&(range, label)) || self.repeats(range, label) {
                continue;
            }
            let known = earlier(range, label).filter(|id| self.annotations.get(*id).is_none());
            let (id, origin) = (known.unwrap_or_else(|| self.fresh_id()), Origin::Tagger(tagger.clone()));
            let status = Status::Suggested;
            let annotation = Annotation { id, range, label, status, origin, score, value, note: None, unknown: None };
            assert_eq!(self.check(&annotation), Ok(()), "a tagger's suggestions lie on the text");
            self.annotations.insert(annotation);
        }
        self.revise(part);
    }

    /// Takes over from an earlier session of the same document the suggestions that nothing was done to, in the place of
    /// those that are here.
    pub fn keep_suggestions(&mut self, earlier: &Session) {
        let open = |session: &Session| -> Vec<Annotation> {
            let all = session.annotations.iter();
            all.filter(|annotation| !session.is_decided(annotation)).cloned().collect()
        };
        for suggestion in open(self) {
            self.annotations.remove(suggestion.id);
        }
        for suggestion in open(earlier) {
            let is_free = !self.touched.contains(&suggestion.id) && self.labels.contains(suggestion.label);
            if is_free && !self.repeats(suggestion.range, suggestion.label) {
                self.next_id = self.next_id.max(suggestion.id.0.saturating_add(1));
                self.annotations.insert(suggestion);
            }
        }
        self.revise(TextRange::up_to(self.document.len()));
    }

    /// Numbers the suggestions that nothing was done to from 1 in text order, without the numbers of all others.
    ///
    /// So the ids do not depend on the order in which the parts of a text were tagged, and are the same when it is tagged
    /// again.
    pub fn renumber(&mut self) {
        let taken = self.touched.iter().map(|id| id.0).collect();
        let mut annotations = std::mem::take(&mut self.annotations);
        let next = annotations.renumber(taken, |annotation| self.is_decided(annotation));
        self.annotations = annotations;
        if let Some(next) = next {
            self.next_id = next;
            self.revise(TextRange::up_to(self.document.len()));
        }
    }

    /// Counts a change of the annotations in a stretch of the text.
    fn revise(&mut self, changed: TextRange) {
        self.revision += 1;
        self.changed = changed;
    }

    /// Whether a suggestion says again what a person has decided: of the same range, or overlapping with the same label.
    fn repeats(&self, range: TextRange, label: LabelId) -> bool {
        let repeats = |other: &&Annotation| self.is_decided(other) && (other.range == range || other.label == label);
        self.annotations.overlapping(range).iter().any(repeats)
    }

    /// Whether a person made it, judged it or changed it.
    fn is_decided(&self, annotation: &Annotation) -> bool {
        annotation.status != Status::Suggested
            || annotation.origin == Origin::Human
            || self.touched.contains(&annotation.id)
    }

    fn check(&self, annotation: &Annotation) -> Result<(), EditError> {
        let range = annotation.range;
        if range.is_empty() || self.document.text().get(std::ops::Range::<usize>::from(range)).is_none() {
            return Err(EditError::Range(annotation.id));
        }
        if !self.labels.contains(annotation.label) {
            return Err(EditError::Label(annotation.id));
        }
        Ok(())
    }

    /// Performs the edits, and returns what was done: the same, and the deletion of annotations whose label went.
    ///
    /// Takes those already performed back when one does not fit.
    fn perform(&mut self, transaction: Transaction) -> Result<Transaction, EditError> {
        let mut performed = Vec::with_capacity(transaction.edits.len());
        for edit in transaction.edits {
            if let Err(error) = self.perform_edit(edit, &mut performed) {
                for edit in performed.into_iter().rev() {
                    let reverted = self.perform_edit(edit.inverse(), &mut Vec::new());
                    debug_assert_eq!(reverted, Ok(()), "what was just done can be taken back");
                }
                return Err(error);
            }
        }
        self.touched.extend(performed.iter().filter_map(|edit| Some(edit.annotation()?.id)));
        let whole = TextRange::up_to(self.document.len());
        self.revise(
            performed.iter().map(|edit| edit.range().unwrap_or(whole)).reduce(TextRange::cover).unwrap_or(whole),
        );
        Ok(Transaction { kind: transaction.kind, edits: performed })
    }

    fn perform_edit(&mut self, edit: Edit, performed: &mut Vec<Edit>) -> Result<(), EditError> {
        match &edit {
            Edit::Add(annotation) => {
                self.check(annotation)?;
                self.next_id = self.next_id.max(annotation.id.0.saturating_add(1));
                if !self.annotations.insert(annotation.clone()) {
                    return Err(EditError::IdTaken(annotation.id));
                }
            }
            Edit::Remove(annotation) => {
                self.check_unchanged(annotation)?;
                self.annotations.remove(annotation.id);
            }
            Edit::Replace { before, after } => {
                self.check(after)?;
                self.check_unchanged(before)?;
                if before.id != after.id {
                    return Err(EditError::IdTaken(after.id));
                }
                self.annotations.replace(after.clone());
            }
            Edit::Labels { before, after } => {
                if self.labels != *before {
                    return Err(EditError::Labels);
                }
                if self.annotations.counts().iter().any(|((label, _), _)| !after.contains(*label)) {
                    let going = |annotation: &&Annotation| !after.contains(annotation.label);
                    let going: Vec<Annotation> = self.annotations.iter().filter(going).cloned().collect();
                    for annotation in going {
                        self.annotations.remove(annotation.id);
                        performed.push(Edit::Remove(annotation));
                    }
                }
                self.labels = after.clone();
            }
            Edit::About { before, after } => {
                if self.document.about() != *before {
                    return Err(EditError::About);
                }
                self.document.set_about(after.clone());
            }
        }
        performed.push(edit);
        Ok(())
    }

    fn check_unchanged(&self, expected: &Annotation) -> Result<(), EditError> {
        match self.annotations.get(expected.id) == Some(expected) {
            true => Ok(()),
            false => Err(EditError::Changed(expected.id)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::TransactionKind;
    use proptest::prelude::*;

    const TEXT: &str = "Ana paid €5 in 東京 🗼 to Bo and Cy";

    fn session() -> Session {
        Session::new(Document::new("d", TEXT.into()), LabelSet::ontonotes())
    }

    fn annotation(id: AnnotationId, start: u32, end: u32, label: u16) -> Annotation {
        Annotation {
            id,
            range: TextRange::new(start.into(), end.into()),
            label: LabelId(label),
            status: Status::Accepted,
            origin: Origin::Human,
            score: None,
            value: None,
            note: None,
            unknown: None,
        }
    }

    fn suggestion(start: u32, end: u32, label: &'static str) -> Suggestion {
        Suggestion { range: TextRange::new(start.into(), end.into()), label, score: None, value: None }
    }

    /// The annotations as text: `Ana/0 €5/7`.
    fn shown(session: &Session) -> String {
        let one = |a: &Annotation| format!("{}/{}", session.document().slice(a.range), a.label.0);
        session.annotations().iter().map(one).collect::<Vec<_>>().join(" ")
    }

    fn add(session: &mut Session, start: u32, end: u32, label: u16) -> Result<(), EditError> {
        let id = session.fresh_id();
        session.apply(Transaction {
            kind: TransactionKind::Add,
            edits: vec![Edit::Add(annotation(id, start, end, label))],
        })
    }

    #[test]
    fn a_transaction_is_applied_whole_or_not_at_all() {
        let mut session = session();
        add(&mut session, 0, 3, 0).unwrap();
        let (good, off) = (annotation(AnnotationId(8), 9, 13, 7), annotation(AnnotationId(9), 9, 10, 7));
        let edits = vec![Edit::Add(good), Edit::Add(off)];
        let refused = session.apply(Transaction { kind: TransactionKind::Add, edits });
        assert_eq!(refused, Err(EditError::Range(AnnotationId(9))), "a range inside € is refused");
        assert_eq!(shown(&session), "Ana/0");
        assert!(matches!(add(&mut session, 0, 3, 99), Err(EditError::Label(_))));
        assert_eq!(session.undo().map(|undone| undone.kind), Some(TransactionKind::Add));
        assert_eq!(shown(&session), "");
        assert!(session.undo().is_none());
        session.redo();
        assert_eq!(shown(&session), "Ana/0");
    }

    #[test]
    fn suggestions_leave_alone_what_a_person_decided() {
        let mut session = session();
        let whole = TextRange::up_to(session.document().len());
        let tagger = Arc::new(Software { name: "t".into(), version: "1".into() });
        let all = || [suggestion(0, 3, "PERSON"), suggestion(9, 13, "MONEY"), suggestion(32, 34, "PERSON")];
        session.suggest(whole, &tagger, all());
        assert_eq!(shown(&session), "Ana/0 €5/7 Bo/0");
        let wrong = session.annotations().iter().last().unwrap().clone();
        let after = Annotation { status: Status::Rejected, ..wrong.clone() };
        let edits = vec![Edit::Replace { before: wrong, after }];
        session.apply(Transaction { kind: TransactionKind::Reject, edits }).unwrap();
        let ids = |session: &Session| session.annotations().iter().map(|a| a.id).collect::<Vec<_>>();
        let before = ids(&session);
        session.suggest(whole, &tagger, all());
        assert_eq!(shown(&session), "Ana/0 €5/7 Bo/0", "the rejected one is there once");
        assert_eq!(ids(&session), before, "what is found again is the same");
        session.suggest(whole, &tagger, []);
        assert_eq!(shown(&session), "Bo/0", "the untouched ones are replaced");
        session.undo();
        assert_eq!(session.annotations().iter().next().unwrap().status, Status::Suggested);
    }

    #[test]
    fn ids_follow_the_text_whatever_part_was_tagged_first() {
        let mut session = session();
        let tagger = Arc::new(Software { name: "t".into(), version: "1".into() });
        for (start, end) in [(31, 33), (0, 3)] {
            let part = TextRange::new(start.into(), end.into());
            session.suggest(part, &tagger, [suggestion(start, end, "PERSON")]);
        }
        session.renumber();
        let ids = |session: &Session| session.annotations().iter().map(|a| a.id.0).collect::<Vec<_>>();
        assert_eq!(ids(&session), [1, 2]);
        let second = session.annotations().iter().last().unwrap().clone();
        let after = Annotation { status: Status::Rejected, ..second.clone() };
        let edits = vec![Edit::Replace { before: second, after }];
        session.apply(Transaction { kind: TransactionKind::Reject, edits }).unwrap();
        let all = [(31, 33), (0, 3), (4, 8)].map(|(start, end)| suggestion(start, end, "PERSON"));
        session.suggest(TextRange::up_to(session.document().len()), &tagger, all);
        session.renumber();
        assert_eq!(ids(&session), [1, 3, 2], "what was decided keeps its number");
        assert_eq!(session.fresh_id().0, 4);
    }

    #[test]
    fn annotations_of_a_label_that_goes_go_with_it_and_come_back() {
        let mut session = session();
        let tagger = Arc::new(Software { name: "t".into(), version: "1".into() });
        let whole = TextRange::up_to(session.document().len());
        let before = session.labels().clone();
        let labels = |keep: &dyn Fn(&str) -> bool| {
            let kept = before.iter().filter(|(_, label)| keep(&label.name)).map(|(id, label)| (id, label.clone()));
            LabelSet::with_ids(kept.collect()).unwrap()
        };
        let change = |session: &mut Session, after: LabelSet| {
            let edits = vec![Edit::Labels { before: session.labels().clone(), after }];
            session.apply(Transaction { kind: TransactionKind::DeleteLabel, edits })
        };
        session.suggest(whole, &tagger, [suggestion(0, 3, "PERSON"), suggestion(9, 13, "MONEY")]);
        change(&mut session, labels(&|name| name != "PERSON")).unwrap();
        assert_eq!(shown(&session), "€5/7");
        session.suggest(whole, &tagger, [suggestion(0, 3, "PERSON"), suggestion(32, 34, "MONEY")]);
        assert_eq!(shown(&session), "Bo/7", "a label that is gone is not suggested");
        session.undo();
        assert_eq!(shown(&session), "Ana/0 Bo/7");
        session.suggest(whole, &tagger, [suggestion(0, 3, "PERSON"), suggestion(24, 28, "PERSON")]);
        session.redo();
        assert_eq!(shown(&session), "", "one that was suggested since goes too");
        session.undo();
        assert_eq!(shown(&session), "Ana/0 🗼/0", "and comes back");
        assert_eq!(change(&mut session, before.clone()), Ok(()));
        let stale = Edit::Labels { before: LabelSet::default(), after: before.clone() };
        let refused = session.apply(Transaction { kind: TransactionKind::AddLabel, edits: vec![stale] });
        assert_eq!(refused, Err(EditError::Labels));
    }

    /// A number picks a command and where it applies.
    fn random_command(session: &mut Session, number: u32) {
        let boundaries: Vec<u32> = (0..=TEXT.len() as u32).filter(|&at| TEXT.is_char_boundary(at as usize)).collect();
        let pick = |number: u32| boundaries[number as usize % boundaries.len()];
        let (start, end) = (pick(number / 7), pick(number / 301));
        let (start, end) = (start.min(end), start.max(end));
        let chosen =
            session.annotations().iter().nth(number as usize / 7 % session.annotations().len().max(1)).cloned();
        let _may_be_refused = match (number % 7, chosen) {
            (0 | 1, _) | (_, None) => add(session, start, end, (number % 20) as u16).is_err(),
            (2, Some(before)) => {
                session.apply(Transaction { kind: TransactionKind::Delete, edits: vec![Edit::Remove(before)] }).is_err()
            }
            (3, _) => session.undo().is_none(),
            (4, _) => session.redo().is_none(),
            (_, Some(before)) => {
                let range = TextRange::new(start.into(), end.into());
                let after = Annotation { range, status: Status::Rejected, ..before.clone() };
                let edits = vec![Edit::Replace { before, after }];
                session.apply(Transaction { kind: TransactionKind::MoveEdge, edits }).is_err()
            }
        };
    }

    proptest! {
        #[test]
        fn undoing_all_and_redoing_all_is_identity(numbers in prop::collection::vec(any::<u32>(), 0..60)) {
            let mut session = session();
            for number in numbers {
                let before: Vec<Annotation> = session.annotations().iter().cloned().collect();
                let revision = session.revision();
                random_command(&mut session, number);
                let found: Vec<Annotation> = session.annotations().iter().cloned().collect();
                let changed = session.changed_since(revision);
                let is_outside = |a: &&Annotation| !changed.is_some_and(|changed| changed.contains_range(a.range));
                let outside = |all: &[Annotation]| all.iter().filter(is_outside).cloned().collect::<Vec<_>>();
                prop_assert_eq!(outside(&before), outside(&found));
                for annotation in &found {
                    prop_assert_eq!(session.check(annotation), Ok(()));
                }
                prop_assert!(Session::restore(session.document().clone(), session.labels().clone(), found).is_ok());
            }
            while session.redo().is_some() {}
            let end: Vec<Annotation> = session.annotations().iter().cloned().collect();
            while session.undo().is_some() {}
            prop_assert_eq!(session.annotations().len(), 0);
            while session.redo().is_some() {}
            prop_assert_eq!(session.annotations().iter().cloned().collect::<Vec<_>>(), end);
        }
    }
}
