//! A journal gives back what was done, whatever happens to a part of it.

use super::*;
use crate::plain_text;
use annotation::{AnnotationId, Label, Origin, Score, Software, Status, Suggestion, TextRange, Value, ValueKind};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;

const TEXT: &str = "Ana paid €5 in 東京 🗼 to Bo and Cy";

/// A document that keeps a journal, as the page does.
struct Kept {
    session: Session,
    stored: Stored,
}

impl Kept {
    fn new() -> Kept {
        let session = plain_text::session(TEXT, Some("a.txt"));
        let mut kept = Kept { session, stored: Stored { text: Some(TEXT.into()), ..Stored::default() } };
        kept.snapshot();
        kept.append(&Entry::Tagging);
        kept
    }

    fn place(&self) -> Place {
        Place { document: 3, sequence: self.stored.log.len() as u32 }
    }

    fn append(&mut self, entry: &Entry) {
        let place = self.place();
        self.stored.log.push((place.sequence, write_entry(place, self.session.document(), entry)));
    }

    fn append_changes(&mut self) {
        for change in self.session.take_changes() {
            self.append(&Entry::Change(change));
        }
    }

    fn snapshot(&mut self) {
        let place = self.place();
        self.stored.snapshots.retain(|(at, _)| *at != place.sequence);
        self.stored.snapshots.push((place.sequence, write_snapshot(place, &self.session)));
        while self.stored.snapshots.len() > 2 {
            self.stored.snapshots.remove(0);
        }
    }

    fn tag(&mut self) {
        let tagger = Arc::new(Software { name: "t".into(), version: "1".into() });
        let value = Value::new(ValueKind::Money, annotation::Extent::Exact("5".into()), Some("EUR")).unwrap();
        let suggest = |start: u32, end: u32, label, value| Suggestion {
            range: TextRange::new(start.into(), end.into()),
            label,
            score: Score::new(900),
            value,
        };
        let found = [suggest(0, 3, "PERSON", None), suggest(9, 13, "MONEY", Some(Box::new(value)))];
        self.session.suggest(TextRange::up_to(self.session.document().len()), &tagger, found);
    }

    /// A number picks what is done, and to what.
    fn random(&mut self, number: u32) {
        match number % 11 {
            0 => {
                self.append(&Entry::Tagging);
                self.tag();
            }
            1 => self.snapshot(),
            _ if number.is_multiple_of(19) => self.random_about(number / 19),
            _ if number.is_multiple_of(17) => self.random_labels(number / 17),
            2 | 3 => drop(self.session.undo().is_some()),
            4 => drop(self.session.redo().is_some()),
            _ => self.random_edit(number),
        }
        self.append_changes();
    }

    /// Deletes, moves and renames a label.
    fn random_labels(&mut self, number: u32) {
        let before = self.session.labels().clone();
        let mut labels: Vec<(LabelId, Label)> = before.iter().map(|(id, label)| (id, label.clone())).collect();
        labels.remove(number as usize % labels.len());
        labels.rotate_left(1);
        if let Some((_, label)) = labels.first_mut() {
            label.name = format!("L{number}").into();
        }
        let after = LabelSet::with_ids(labels).unwrap();
        let edits = vec![Edit::Labels { before, after }];
        self.session.apply(Transaction { kind: TransactionKind::ReplaceLabels, edits }).unwrap();
    }

    fn random_about(&mut self, number: u32) {
        let before = self.session.document().about();
        let after = About {
            title: format!("ü \" {number}").into(),
            source: before.source.is_none().then(|| "a.html".into()),
            language: Some("pt-BR".into()),
            reference_date: format!("2024-02-{:02}", 1 + number % 29).parse().ok(),
        };
        let edits = vec![Edit::About { before, after }];
        self.session.apply(Transaction { kind: TransactionKind::Describe, edits }).unwrap();
    }

    fn random_edit(&mut self, number: u32) {
        let boundaries: Vec<u32> = (0..=TEXT.len() as u32).filter(|&at| TEXT.is_char_boundary(at as usize)).collect();
        let pick = |number: u32| boundaries[number as usize % boundaries.len()];
        let (start, end) = (pick(number / 11).min(pick(number / 300)), pick(number / 11).max(pick(number / 300)));
        let range = TextRange::new(start.into(), end.into());
        let nth = number as usize / 11 % self.session.annotations().len().max(1);
        let chosen = self.session.annotations().iter().nth(nth).cloned();
        let fresh_id = self.session.fresh_id();
        let mut apply = |kind, edit| {
            let _may_be_refused = self.session.apply(Transaction { kind, edits: vec![edit] });
        };
        match (number % 11, chosen) {
            (5 | 6, _) | (_, None) => {
                let annotation = Annotation {
                    id: fresh_id,
                    range,
                    label: LabelId((number / 11 % 18) as u16),
                    status: Status::Accepted,
                    origin: Origin::Human,
                    score: None,
                    value: None,
                    note: Some("ü \"\n".into()),
                    unknown: None,
                };
                apply(TransactionKind::Add, Edit::Add(annotation));
            }
            (7, Some(before)) => apply(TransactionKind::Delete, Edit::Remove(before)),
            (_, Some(before)) => {
                let after = Annotation { range, status: Status::Rejected, ..before.clone() };
                apply(TransactionKind::Reject, Edit::Replace { before, after });
            }
        }
    }
}

#[test]
fn edits_hold_where_suggestions_were_kept_before_they_were_numbered_anew() {
    let mut kept = Kept::new();
    // A snapshot of what the tagger had found by then, and none when it was through.
    let tagger = Arc::new(Software { name: "t".into(), version: "1".into() });
    let end = TextRange::new(25.into(), (TEXT.len() as u32).into());
    let suggest = |start: u32| Suggestion {
        range: TextRange::new(start.into(), (start + 2).into()),
        label: "PERSON",
        score: None,
        value: None,
    };
    let at = |name: &str| TEXT.find(name).unwrap() as u32;
    kept.session.suggest(end, &tagger, [suggest(at("Bo")), suggest(at("Cy"))]);
    kept.stored.log.clear();
    kept.snapshot();
    kept.append(&Entry::Tagging);
    kept.tag();
    kept.session.renumber();
    let ids = |session: &Session| session.annotations().iter().map(|a| (a.id.0, a.status)).collect::<Vec<_>>();
    let all: Vec<Annotation> = kept.session.annotations().iter().cloned().collect();
    let [first, second, ..] = &all[..] else { panic!("{all:?}") };
    let after = Annotation { status: Status::Rejected, ..first.clone() };
    let edits = vec![Edit::Replace { before: first.clone(), after }, Edit::Remove(second.clone())];
    kept.session.apply(Transaction { kind: TransactionKind::Reject, edits }).unwrap();
    kept.append_changes();
    let reopened = reopen(3, &kept.stored).unwrap();
    assert_eq!((&reopened.broken_log[..], reopened.lost), (&[][..], 0));
    let decided = |session: &Session| {
        ids(session).into_iter().filter(|(_, status)| *status == Status::Rejected).collect::<Vec<_>>()
    };
    assert_eq!(decided(&reopened.session), [(1, Status::Rejected)]);
    kept.session = reopened.session;
    kept.tag();
    let found: Vec<_> = kept.session.annotations().iter().map(|a| (a.range, a.status)).collect();
    assert_eq!(found, [(first.range, Status::Rejected)], "what was deleted does not come back");
}

/// All that a person could see: the file, then the files that undoing all and redoing all lead through.
fn shown(session: &Session) -> Vec<String> {
    let file = |session: &Session| super::super::write(session, OffsetUnit::CodePoint);
    let mut session = session.clone();
    let mut all = vec![file(&session)];
    while session.undo().is_some() {
        all.push(file(&session));
    }
    while session.redo().is_some() {
        all.push(file(&session));
    }
    all
}

#[test]
fn an_edit_of_a_suggestion_that_was_not_kept_yet_is_not_lost() {
    let mut kept = Kept::new();
    kept.tag();
    let before = kept.session.annotations().iter().next().unwrap().clone();
    let after = Annotation { status: Status::Accepted, ..before.clone() };
    let edits = vec![Edit::Replace { before, after: after.clone() }];
    kept.session.apply(Transaction { kind: TransactionKind::Accept, edits }).unwrap();
    kept.append_changes();
    let mut reopened = reopen(3, &kept.stored).unwrap();
    assert!(!reopened.is_tagged, "the rest is tagged again");
    assert_eq!(reopened.session.annotations().iter().collect::<Vec<_>>(), [&after]);
    reopened.session.undo();
    assert_eq!(reopened.session.annotations().get(after.id).unwrap().status, Status::Suggested);
    assert_eq!(reopened.session.fresh_id(), AnnotationId(2));
}

#[test]
fn what_a_redo_took_along_comes_back_with_its_undo() {
    let mut kept = Kept::new();
    kept.random_labels(0);
    kept.session.undo();
    kept.tag();
    kept.session.redo();
    assert_eq!(kept.session.annotations().len(), 1, "the suggestion of the label that went");
    kept.append_changes();
    kept.snapshot();
    assert_eq!(shown(&reopen(3, &kept.stored).unwrap().session), shown(&kept.session));
}

#[test]
fn what_is_damaged_is_named_and_the_rest_opens() {
    let mut kept = Kept::new();
    kept.tag();
    kept.snapshot();
    for number in [5, 16, 27] {
        kept.random(number + 11 * 300);
    }
    let at = |index: usize, change: fn(&mut String)| {
        let mut stored = kept.stored.clone();
        change(&mut stored.log[index].1);
        reopen(3, &stored)
    };
    let flipped = at(2, |sealed| *sealed = sealed.replace("add", "axd")).unwrap();
    assert_eq!((flipped.next, flipped.broken_log, flipped.lost), (2, vec![2, 3], 2));
    assert_eq!(flipped.session.annotations().len(), 3, "the suggestions and the edit before");
    assert_eq!(at(0, String::clear).unwrap().lost, 0, "what the snapshot shows is not lost");
    assert!(matches!(at(1, |sealed| sealed.replace_range(..1, "2")), Err(ReopenError::Newer)));
    let mut stored = kept.stored.clone();
    stored.text = Some(vec![0xFF]);
    assert_eq!(reopen(3, &stored).unwrap_err(), ReopenError::Text);
    let other = reopen(4, &kept.stored).unwrap();
    assert_eq!((other.session.annotations().len(), other.next, other.broken_log.len()), (0, 0, 4), "another's");
}

proptest! {
    #![proptest_config(crate::tests::cases())]

    #[test]
    fn a_document_reopens_as_it_was(numbers in prop::collection::vec(any::<u32>(), 0..50)) {
        let mut kept = Kept::new();
        for number in numbers {
            kept.random(number);
        }
        kept.snapshot();
        let reopened = reopen(3, &kept.stored).unwrap();
        prop_assert_eq!(shown(&reopened.session), shown(&kept.session));
        prop_assert_eq!((reopened.next, reopened.lost), (kept.stored.log.len() as u32, 0));
    }

}

proptest! {
    // A thousand damaged stores; more if asked for.
    #![proptest_config(ProptestConfig { cases: crate::tests::cases().cases.max(1000), ..crate::tests::cases() })]

    #[test]
    fn a_damaged_store_opens_as_it_was_once(
        numbers in prop::collection::vec(any::<u32>(), 1..30),
        damages in prop::collection::vec((any::<u32>(), any::<u32>()), 1..4),
    ) {
        let mut kept = Kept::new();
        let mut states = vec![annotations(&kept.session)];
        for number in numbers {
            kept.random(number);
            states.push(annotations(&kept.session));
        }
        for (how, place) in damages {
            damage(&mut kept.stored, how, place);
        }
        if let Ok(mut reopened) = reopen(3, &kept.stored) {
            for annotation in reopened.session.annotations().iter() {
                prop_assert!(!reopened.session.document().slice(annotation.range).is_empty());
            }
            // Without a snapshot, or after the tagger began, suggestions are found again.
            if reopened.is_tagged && reopened.session.document().text() == TEXT {
                prop_assert!(states.contains(&annotations(&reopened.session)), "a state that never was");
            }
            while reopened.session.undo().is_some() {}
            while reopened.session.redo().is_some() {}
        }
    }
}

/// What a document's annotations and labels are.
fn annotations(session: &Session) -> (Vec<Annotation>, LabelSet) {
    (session.annotations().iter().cloned().collect(), session.labels().clone())
}

/// Flips, cuts, takes away, moves or doubles one value.
fn damage(stored: &mut Stored, how: u32, place: u32) {
    if how.is_multiple_of(13) {
        let text = stored.text.get_or_insert_default();
        let at = place as usize % text.len().max(1);
        if let Some(byte) = text.get_mut(at) {
            *byte ^= 1 << (how / 13 % 7);
        }
        return;
    }
    let stored = if how.is_multiple_of(3) { &mut stored.snapshots } else { &mut stored.log };
    let index = place as usize % stored.len().max(1);
    let Some((key, mut value)) = stored.get(index).cloned() else { return };
    let mut values: BTreeMap<u32, String> = stored.drain(..).collect();
    let at = value.floor_char_boundary(how as usize / 39 % value.len().max(1));
    match how / 3 % 5 {
        0 => value.truncate(at),
        1 => value.insert(at, 'x'),
        2 => drop(values.remove(&key)),
        3 => drop(values.insert(key + 1, value.clone())),
        _ => drop(values.insert(how, value.clone())),
    }
    if let Some(damaged) = values.get_mut(&key) {
        *damaged = value;
    }
    stored.extend(values);
}
