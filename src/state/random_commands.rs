//! Whatever a person does, in whatever order: it can all be undone and redone, and nothing ever becomes inconsistent.

use std::collections::{BTreeMap, HashSet};

use annotation::{Colour, Label, LabelId, LabelKind, LabelSet, OffsetUnit, Session, Status, TextSize};
use unicode_segmentation::GraphemeCursor;

use super::stories::page;
use super::{
    Action, AppState, Edge, Fact, FilterChange, LabelEdit, Motion, SearchAction, Selection, StatusFilter, Step,
};

const TEXT: &str = "Ana Ünal-Lima paid €5.20 (or 1,500 ¥) in 東京 🗼.\r\n\r\nThe 👩\u{200d}🚀 met Ana’s e\u{301}clair: שלום 24 %.\nAna met Ana; 5 km.";

/// A source of numbers (SplitMix64, Steele and others 2014).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) % bound as u64) as usize
    }

    fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }
}

fn session(state: &AppState) -> &Session {
    state.session().unwrap()
}

fn random_command(state: &mut AppState, numbers: &mut Numbers, edges: &[TextSize]) {
    let (anchor, focus) = (numbers.pick(edges), numbers.pick(edges));
    let labels: Vec<LabelId> = session(state).labels().iter().map(|(id, _)| id).chain([LabelId(7)]).collect();
    let (label, other) = (numbers.pick(&labels), numbers.pick(&labels));
    let step = numbers.pick(&[Step::Forward, Step::Back]);
    let status = numbers.pick(&Status::ALL);
    let motion = numbers.pick(&[Motion::Character(step), Motion::Word(step), Motion::Paragraph(step)]);
    let count = session(state).annotations().len();
    let annotation = session(state).annotations().nth(numbers.below(count.max(1))).map(|annotation| annotation.id);
    let action = match numbers.below(26) {
        0..4 => Action::Select(Selection { anchor, focus }),
        4..8 => Action::Label(label),
        8 => Action::Enter,
        9 => Action::Judge(status),
        10 => Action::JudgeAll(status),
        11 => Action::Delete,
        12..14 => Action::MoveEdge { edge: numbers.pick(&[Edge::Start, Edge::End]), motion },
        14 => {
            let note = numbers.pick(&["", "why?", "\u{0}\"\\"]).into();
            numbers.pick(&[Action::Note, Action::WriteNote])(note)
        }
        15 => Action::Value(numbers.pick(&["", "5 EUR", "no value"]).into()),
        16 => Action::Undo,
        17 => Action::Redo,
        18 => annotation.map_or(Action::SelectAll, Action::SelectAnnotation),
        19 => Action::Stick(Some(label)),
        20 => Action::Selected,
        21 => Action::Filter(numbers.pick(&[
            FilterChange::Status(None),
            FilterChange::Status(Some(StatusFilter::Own)),
            FilterChange::Status(Some(StatusFilter::Suggested)),
            FilterChange::Labels(None, None),
            FilterChange::Labels(Some(LabelKind::Figure), None),
        ])),
        22 if numbers.below(2) == 0 => Action::Describe(
            numbers.pick(&[Fact::Title, Fact::ReferenceDate]),
            numbers.pick(&["", "2024-02-29"]).into(),
        ),
        22 => Action::Escape,
        23 => return random_search(state, numbers, label),
        _ => Action::Labels(match numbers.below(12) {
            0..4 => LabelEdit::Add(numbers.pick(&["A", "B", "C", "", "ORG"]).into()),
            4 | 5 => LabelEdit::Move(label, step),
            6 => LabelEdit::Merge(label, other),
            7 => LabelEdit::Delete(label),
            8 => LabelEdit::Replace(numbers.pick(&[LabelSet::ontonotes, LabelSet::conll, LabelSet::figures])()),
            9 => LabelEdit::Import(LabelSet::conll()),
            _ if !session(state).labels().contains(label) => LabelEdit::Delete(label),
            _ => {
                let before = session(state).labels().get(label).clone();
                let name = numbers.pick(&["A", "X", "PERSON", "MONEY"]).into();
                LabelEdit::Change(label, Label { name, colour: Colour([numbers.below(256) as u8; 3]), ..before })
            }
        }),
    };
    state.reduce(action);
}

/// Finds a word and does something to its hits.
fn random_search(state: &mut AppState, numbers: &mut Numbers, label: LabelId) {
    state.reduce(Action::Search(SearchAction::Open));
    let pattern = numbers.pick(&["ana", "5", "met", "e"]);
    if numbers.below(2) == 0 {
        state.reduce(Action::Search(SearchAction::Toggle(|query| &mut query.is_whole_word)));
    }
    let effects = state.reduce(Action::Search(SearchAction::Pattern(pattern.into())));
    let [super::Effect::Search { request, query, .. }] = &effects[..] else { panic!("one search") };
    let request = *request;
    let native = find::Query {
        pattern,
        is_expression: false,
        matches_case: false,
        is_whole_word: query.is_whole_word,
        is_inflected: false,
    };
    let hits = find::find(TEXT, native, 99).unwrap();
    let found = Ok(hits.iter().flat_map(|hit| [hit.start().into(), hit.end().into()]).collect());
    state.reduce(Action::Search(SearchAction::Found { request, found }));
    state.reduce(Action::Search(SearchAction::CheckAll(true)));
    state.reduce(Action::Search(SearchAction::Choose(label)));
    let last = if numbers.below(3) > 0 { SearchAction::Label(label) } else { SearchAction::Reject };
    state.reduce(Action::Search(last));
    state.reduce(Action::Search(SearchAction::Close));
}

fn check(state: &mut AppState, edges: &HashSet<TextSize>) {
    let (session, filter) = (session(state), state.filter);
    let (mut counts, mut ids) = (BTreeMap::new(), HashSet::new());
    let mut before = None;
    for annotation in session.annotations().iter() {
        let range = annotation.range;
        assert!(!range.is_empty() && edges.contains(&range.start()) && edges.contains(&range.end()), "{range:?}");
        let place = (range.start(), std::cmp::Reverse(range.end()), annotation.id);
        assert!(before < Some(place), "in order");
        before = Some(place);
        assert!(ids.insert(annotation.id), "ids are unique");
        assert!(session.labels().contains(annotation.label), "the label is there");
        *counts.entry((annotation.label, annotation.status)).or_insert(0) += 1;
    }
    assert_eq!(session.annotations().counts(), counts.into_iter().collect::<Vec<_>>(), "the counts are right");
    let labels = [state.sticky, state.last_label, state.filter.label];
    assert!(labels.iter().flatten().all(|&label| session.labels().contains(label)), "no label that is gone is kept");
    assert!(state.selected.is_none_or(|id| session.annotations().get(id).is_some()), "nor an annotation");
    let admitted = session.annotations().iter().filter(|annotation| filter.admits(annotation, session.labels()));
    let admitted: Vec<_> = admitted.map(|annotation| annotation.id).collect();
    let listed = state.listed().unwrap();
    let all: Vec<_> = (0..listed.len()).filter_map(|row| listed.get(row)).collect();
    assert_eq!(all, admitted, "listed is what the filter lets through");
    assert!(all.iter().enumerate().all(|(row, &id)| listed.position(id) == Some(row)), "at its place");
}

/// Everything that a file would hold.
fn written(state: &AppState) -> String {
    formats::native::write(session(state), OffsetUnit::Utf8Byte)
}

#[test]
fn a_thousand_random_commands_are_undone_to_the_byte_and_redone_to_the_byte() {
    let positions = (0..=TEXT.len()).filter(|&at| TEXT.is_char_boundary(at));
    let is_edge = |at: &usize| GraphemeCursor::new(*at, TEXT.len(), true).is_boundary(TEXT, 0) == Ok(true);
    let edges: Vec<TextSize> = positions.filter(is_edge).map(|at| TextSize::new(at as u32)).collect();
    let edge_set: HashSet<TextSize> = edges.iter().copied().collect();
    for seed in 0..100 {
        let mut numbers = Numbers(seed);
        let mut state =
            page(TEXT, &[("Ana Ünal-Lima", "PERSON"), ("€5.20", "MONEY"), ("東京", "GPE"), ("24 %", "PERCENT")]);
        let start = written(&state);
        for _ in 0..1000 {
            random_command(&mut state, &mut numbers, &edges);
            check(&mut state, &edge_set);
        }
        let end = written(&state);
        let mut undone = 0;
        while session(&state).next_undo().is_some() {
            state.reduce(Action::Undo);
            undone += 1;
        }
        assert!(undone > 50, "seed {seed} edits");
        assert!(written(&state) == start, "seed {seed} is undone");
        (0..undone).for_each(|_| drop(state.reduce(Action::Redo)));
        assert!(written(&state) == end, "seed {seed} is redone");
    }
}
