//! Stories: actions in, marked text out.
//!
//! Text is marked as `[Ana|PERSON]` for an accepted or own annotation, `[Ana|PERSON?]` for a suggestion and
//! `[Ana|PERSON!]` for a rejected one; the selected annotation has a `*` before its label.

use annotation::{Status, Suggestion, TextRange, TextSize};

use std::collections::BTreeMap;

use formats::native::journal::{Stored, reopen};
use formats::native::{Project, Summary, read_project, read_summary};

use super::{
    Action, AppState, Dialog, Edge, Effect, ExportStep, Fact, FilterChange, ImportStep, Key, Offer, Selection, Stuff,
    Table, Tagging, Unit, Write, action_for,
};
use crate::exchange::{FileGroup, Prepared, Question};
use crate::strings::STRINGS;

/// A page with one plain text open, on which the tagger has found `names`.
pub(super) fn page(text: &str, names: &[(&str, &'static str)]) -> AppState {
    let mut state = AppState::default();
    let effects = state.reduce(Action::Open(vec![("a.txt".into(), formats::open("a.txt", text.as_bytes()))]));
    assert!(matches!(effects[0], Effect::Tag { document: 1, .. }));
    let suggestion =
        |&(name, label): &(&str, &'static str)| Suggestion { range: find(text, name), label, score: None, value: None };
    let whole = TextRange::up_to((text.len() as u32).into());
    let suggestions = names.iter().map(suggestion).collect();
    state.reduce(Action::Tagged { document: 1, part: whole, suggestions, done: whole.end() });
    state.reduce(Action::TaggingDone { document: 1 });
    state
}

pub(super) fn find(text: &str, quote: &str) -> TextRange {
    let start = text.find(quote).expect("the quote is in the text") as u32;
    TextRange::at(start.into(), (quote.len() as u32).into())
}

pub(super) fn select(state: &mut AppState, quote: &str) {
    let range = find(state.session().unwrap().document().text(), quote);
    state.reduce(Action::Select(Selection { anchor: range.start(), focus: range.end() }));
}

/// Presses keys: `Shift+ArrowRight`, `1`, `Control+z`.
pub(super) fn press(state: &mut AppState, keys: &str) -> Vec<Effect> {
    let mut effects = Vec::new();
    for key in keys.split(' ') {
        let name = key.rsplit('+').next().unwrap();
        let has = |modifier: &str| key.split('+').any(|part| part == modifier);
        let key = Key { name, control: has("Control"), shift: has("Shift"), alt: has("Alt") };
        let labels = state.session().unwrap().labels().clone();
        let action =
            action_for(key, &state.keymap, &labels, state.edge).unwrap_or_else(|| panic!("{key:?} does nothing"));
        effects.extend(state.reduce(action));
    }
    effects
}

pub(super) fn marked(state: &AppState) -> String {
    let session = state.session().unwrap();
    let text = session.document().text();
    let mut shown = String::new();
    for segment in state.segments(TextRange::up_to(session.document().len())) {
        for mark in segment.marks.iter().filter(|mark| mark.starts) {
            shown += if mark.id.0 > 0 { "[" } else { "" };
        }
        shown += &text[segment.range];
        for mark in segment.marks.iter().rev().filter(|mark| mark.ends) {
            let status = match session.annotations().get(mark.id).unwrap().status {
                Status::Suggested => "?",
                Status::Accepted => "",
                Status::Rejected => "!",
            };
            shown += &format!("|{}{}{status}]", if mark.selected { "*" } else { "" }, mark.name);
        }
    }
    shown
}

#[test]
fn select_and_press_a_digit_to_label_then_undo_and_redo() {
    let mut state = page("Ana paid €5 to Bo.", &[("€5", "MONEY")]);
    select(&mut state, " Bo.");
    press(&mut state, "1");
    assert_eq!(marked(&state), "Ana paid [€5|MONEY?] to [Bo|*PERSON].", "white space and full stop stay outside");
    assert_eq!(state.announcement, "Bo, PERSON, added");
    press(&mut state, "Control+z");
    assert_eq!(marked(&state), "Ana paid [€5|MONEY?] to Bo.");
    assert_eq!(state.announcement, "Undone: label PERSON");
    press(&mut state, "Control+Shift+z");
    assert_eq!(marked(&state), "Ana paid [€5|MONEY?] to [Bo|*PERSON].");
    press(&mut state, "Control+z Control+z");
    assert_eq!(state.announcement, STRINGS.nothing_to_undo);
}

#[test]
fn a_whole_job_by_keyboard() {
    let mut state = page("Ana paid €5 to Bo and Cy.", &[("Ana", "ORG"), ("€5", "MONEY"), ("Cy", "GPE")]);
    press(&mut state, "n 1");
    assert_eq!(marked(&state), "[Ana|*PERSON] paid [€5|MONEY?] to Bo and [Cy|GPE?].");
    press(&mut state, "n a n x");
    assert_eq!(marked(&state), "[Ana|PERSON] paid [€5|MONEY] to Bo and [Cy|*GPE!].");
    press(&mut state, "p Delete");
    assert_eq!(marked(&state), "[Ana|PERSON] paid €5 to Bo and [Cy|GPE!].");
    press(&mut state, "Control+ArrowRight Control+ArrowRight Control+ArrowRight Control+Shift+ArrowLeft Enter");
    assert_eq!(marked(&state), "[Ana|PERSON] paid €5 to [Bo|*PERSON] and [Cy|GPE!].", "Enter labels as before");
    press(&mut state, "] Control+Shift+ArrowRight Shift+ArrowRight [ Shift+ArrowLeft");
    assert_eq!(marked(&state), "[Ana|PERSON] paid €5 to[ Bo and |*PERSON][Cy|GPE!].");
    press(&mut state, "Escape Escape Control+z Control+z Control+z Control+z Control+z Control+z Control+z Control+z");
    assert_eq!(marked(&state), "[Ana|*ORG?] paid [€5|MONEY?] to Bo and [Cy|GPE?].");
}

#[test]
fn edges_never_meet_and_never_split_a_character() {
    let mut state = page("a👩\u{200d}🚀b", &[("👩\u{200d}🚀", "PERSON")]);
    press(&mut state, "n [ Shift+ArrowRight");
    assert_eq!(marked(&state), "a[👩\u{200d}🚀|*PERSON?]b");
    state.reduce(Action::MoveEdge { edge: Edge::End, motion: super::Motion::Document(super::Step::Forward) });
    assert_eq!(marked(&state), "a[👩\u{200d}🚀b|*PERSON]", "a suggestion that is corrected is accepted");
}

#[test]
fn with_shift_the_ends_of_the_selection_are_labelled_too() {
    let mut state = page("“Bo.” said Cy.", &[]);
    select(&mut state, "“Bo.” ");
    press(&mut state, "Shift+1");
    assert_eq!(marked(&state), "[“Bo.” |*PERSON]said Cy.");
    select(&mut state, " Cy.");
    press(&mut state, "Shift+Q");
    assert_eq!(marked(&state), "[“Bo.” |PERSON]said[ Cy.|*QUANTITY]");
}

#[test]
fn one_key_goes_through_the_annotations_at_the_caret() {
    let mut state =
        page("the Bank of Ana, here", &[("Bank of Ana", "ORG"), ("Ana", "PERSON"), ("of Ana, here", "LAW")]);
    let caret = find("the Bank of Ana, here", "na").start();
    state.reduce(Action::Select(Selection::caret(caret)));
    let mut here = || {
        press(&mut state, "o");
        state.announcement.clone()
    };
    assert_eq!(here(), "Ana, PERSON, Suggested");
    assert_eq!(here(), "Bank of Ana, ORG, Suggested");
    assert_eq!(here(), "of Ana, here, LAW, Suggested");
    assert_eq!(here(), "Ana, PERSON, Suggested");
    assert_eq!(state.selection, Selection::caret(caret), "the caret stays");
}

#[test]
fn a_dragged_edge_is_one_edit_and_escape_leaves_it() {
    let mut state = page("to Ana Lima, here", &[("Ana", "PERSON")]);
    press(&mut state, "n");
    state.reduce(Action::Note("who?".into()));
    let drag = |state: &mut AppState, edge, quote: &str, by_word| {
        let to = find("to Ana Lima, here", quote).start();
        state.reduce(Action::DragEdge { edge, to, by_word });
    };
    drag(&mut state, Edge::End, "ima", false);
    drag(&mut state, Edge::End, "here", false);
    press(&mut state, "Escape");
    state.reduce(Action::DropEdge);
    assert_eq!(marked(&state), "to [Ana|*PERSON?] Lima, here");
    drag(&mut state, Edge::End, "here", false);
    drag(&mut state, Edge::End, "ima", true);
    assert_eq!(marked(&state), "to [Ana|*PERSON?] Lima, here", "nothing changes before it is dropped");
    state.reduce(Action::DropEdge);
    assert_eq!(marked(&state), "to [Ana Lima|*PERSON], here");
    drag(&mut state, Edge::Start, "here", false);
    state.reduce(Action::DropEdge);
    assert_eq!(marked(&state), "to [Ana Lima|*PERSON], here", "edges never meet");
    assert_eq!(state.target().unwrap().note.as_deref(), Some("who?"));
    press(&mut state, "Control+z");
    assert_eq!(marked(&state), "to [Ana|*PERSON?] Lima, here");
    // Without an annotation, the selected text is drawn.
    press(&mut state, "Escape");
    state.reduce(Action::Take(Unit::Word, 8.into()));
    drag(&mut state, Edge::Start, "Ana", false);
    state.reduce(Action::DropEdge);
    press(&mut state, "1");
    assert_eq!(marked(&state), "to [[Ana|PERSON?] Lima|*PERSON], here");
}

#[test]
fn the_caret_goes_by_sentences_and_annotations_and_shift_selects() {
    let text = "Ana came. Dr. Bo left. So it is.";
    let mut state = page(text, &[("Ana", "PERSON"), ("Bo", "PERSON")]);
    let selected = |state: &AppState| text[state.selection.range()].to_owned();
    press(&mut state, "Alt+ArrowDown Alt+Shift+ArrowDown");
    assert_eq!(selected(&state), "Dr. Bo left. ");
    press(&mut state, "Alt+ArrowUp Alt+ArrowUp Shift+N");
    assert_eq!(selected(&state), "Ana");
    press(&mut state, "Shift+N");
    assert_eq!(selected(&state), "Ana came. Dr. Bo");
    press(&mut state, "Shift+P Shift+P");
    assert_eq!(selected(&state), "");
    state.reduce(Action::Take(Unit::Sentence, 12.into()));
    assert_eq!(selected(&state), "Dr. Bo left.");
}

#[test]
fn a_click_during_tagging_is_not_lost() {
    let text = "Ana met Bo.";
    let mut state = AppState::default();
    state.reduce(Action::Open(vec![("a.txt".into(), formats::open("a.txt", text.as_bytes()))]));
    select(&mut state, "Bo");
    press(&mut state, "1");
    let suggestion = |quote, label| Suggestion { range: find(text, quote), label, score: None, value: None };
    let part = TextRange::up_to(11.into());
    let suggestions = vec![suggestion("Ana", "PERSON"), suggestion("Bo", "ORG")];
    state.reduce(Action::Tagged { document: 1, part, suggestions, done: part.end() });
    state.reduce(Action::TaggingDone { document: 1 });
    assert_eq!(marked(&state), "[Ana|PERSON?] met [Bo|*PERSON].");
}

#[test]
fn an_exported_file_opens_as_the_same_state() {
    let mut state = page("Ana paid €5 to 東京 🗼.", &[("Ana", "ORG"), ("€5", "MONEY")]);
    press(&mut state, "n 1 n x");
    state.reduce(Action::Note("why?".into()));
    select(&mut state, "🗼");
    press(&mut state, "f Escape");
    assert!(state.has_unsaved_work());
    let before = marked(&state);
    state.reduce(Action::Dialog(Some(Dialog::Export)));
    state.reduce(Action::Export(ExportStep::Unit("utf16".into())));
    let effects = state.reduce(Action::Export(ExportStep::Download));
    assert!(!state.has_unsaved_work());
    let Effect::Download { name, contents } = &effects[0] else { panic!("a file is handed over") };
    assert_eq!(name, "a.json");
    state.reduce(Action::Open(vec![(name.clone(), formats::open(name, contents.as_bytes()))]));
    assert_eq!((state.current, state.documents.len()), (1, 2), "the first document stays open");
    assert_eq!(marked(&state), before);
    assert_eq!(state.notices.len(), 1, "nothing but the download was worth a notice: {:?}", state.notices);
    state.reduce(Action::Dialog(Some(Dialog::Export)));
    state.reduce(Action::Export(ExportStep::Unit("utf16".into())));
    let effects = state.reduce(Action::Export(ExportStep::Copy));
    assert_eq!(effects[0], Effect::Copy(contents.clone()));
}

#[test]
fn a_value_is_edited_with_validation_and_undone() {
    let mut state = page("Ana paid €5.", &[("€5", "MONEY")]);
    let shown = |state: &AppState| state.target().unwrap().value.as_ref().map(ToString::to_string);
    press(&mut state, "n");
    state.reduce(Action::Value("5000000 EUR approx".into()));
    assert_eq!(shown(&state).as_deref(), Some("about 5,000,000 EUR"));
    for wrong in ["a lot", "6 mio"] {
        assert_eq!(state.reduce(Action::Value(wrong.into())), [Effect::Focus("#value")], "{wrong} to be written again");
    }
    assert_eq!(shown(&state).as_deref(), Some("about 5,000,000 EUR"));
    assert!(state.notices[0].text.starts_with("The value was not changed: "), "{}", state.notices[0].text);
    press(&mut state, "Control+z");
    assert_eq!((shown(&state), &*state.announcement), (None, "Undone: change value of MONEY"));
}

#[test]
fn unlikely_suggestions_are_hidden_and_come_back() {
    let mut state = page("Ana met Bo.", &[]);
    let suggestion = |quote, per_mille| Suggestion {
        range: find("Ana met Bo.", quote),
        label: "PERSON",
        score: annotation::Score::new(per_mille),
        value: None,
    };
    let part = TextRange::up_to(11.into());
    let suggestions = vec![suggestion("Ana", 900), suggestion("Bo", 300)];
    state.reduce(Action::Tagged { document: 1, part, suggestions, done: part.end() });
    state.reduce(Action::Filter(FilterChange::LeastScore(500)));
    assert_eq!((marked(&state), state.row_count()), ("[Ana|PERSON?] met Bo.".to_owned(), 1));
    state.reduce(Action::Select(Selection::caret(find("Ana met Bo.", "Bo").start())));
    press(&mut state, "Delete");
    assert_eq!(state.session().unwrap().annotations().len(), 2, "what is not shown is not meant");
    state.reduce(Action::Filter(FilterChange::LeastScore(0)));
    assert_eq!((marked(&state), state.row_count()), ("[Ana|PERSON?] met [Bo|PERSON?].".to_owned(), 2));
}

#[test]
fn a_bad_file_is_said_and_leaves_all_as_it_was() {
    let mut state = page("Ana", &[("Ana", "PERSON")]);
    let read = |name: &str, bytes: &[u8]| (name.to_owned(), formats::open(name, bytes));
    state.reduce(Action::Open(vec![read("b.txt", b"a\xFF"), read("c.json", b"{}")]));
    assert_eq!((state.documents.len(), marked(&state)), (1, "[Ana|PERSON?]".to_owned()));
    let texts: Vec<&str> = state.notices.iter().map(|notice| &*notice.text).collect();
    assert_eq!(
        texts,
        [
            "b.txt: not opened. byte 1 is not UTF-8; save the file as UTF-8 or as UTF-16 with a byte order mark",
            "c.json: not opened. this JSON is not a Postil file: it has no field \"format\"",
        ]
    );
    state.reduce(Action::Open(vec![read("d.txt", b""), read("e.txt", b"x")]));
    assert_eq!((state.documents.len(), state.current), (3, 1));
    press(&mut state, "n p 1 Delete a Control+z ArrowRight Control+a Escape");
    assert_eq!(state.selection, Selection::caret(TextSize::new(0)), "an empty text takes every key");
    state.reduce(Action::Close(state.documents[1].serial));
    assert_eq!((state.documents.len(), state.session().unwrap().document().text()), (2, "x"), "the next one");
}

/// A store that holds what the state wants written.
#[derive(Default)]
pub(super) struct Kept {
    shelf: BTreeMap<u32, Summary>,
    projects: BTreeMap<u32, Project>,
    pub(super) documents: BTreeMap<u32, Stored>,
}

impl Kept {
    pub(super) fn write(&mut self, state: &mut AppState) {
        for write in state.writes(1000).into_iter().flatten() {
            match write {
                Write::Put(Table::Projects, (number, _), Stuff::Sealed(value)) => {
                    self.projects.insert(number, read_project(number, &value));
                }
                Write::Delete(Table::Projects, (number, _)) => drop(self.projects.remove(&number)),
                Write::Add(table, (number, at), stuff) | Write::Put(table, (number, at), stuff) => {
                    let document = self.documents.entry(number).or_default();
                    match (table, at, stuff) {
                        (Table::Texts, _, Stuff::Text(text)) => document.text = Some(text.text().into()),
                        (Table::Documents, _, Stuff::Sealed(value)) => {
                            self.shelf.insert(number, read_summary(number, &value));
                        }
                        (Table::Log, Some(at), Stuff::Sealed(value)) => {
                            assert!(document.log.last().is_none_or(|(last, _)| *last < at), "an entry is written once");
                            document.log.push((at, value));
                        }
                        (Table::Snapshots, Some(at), Stuff::Sealed(value)) => {
                            document.snapshots.retain(|(other, _)| *other != at);
                            document.snapshots.push((at, value));
                        }
                        other => assert!(matches!(other.0, Table::BrokenLog | Table::BrokenSnapshots), "{other:?}"),
                    }
                }
                Write::Delete(Table::Snapshots, (number, Some(at))) => {
                    self.documents.entry(number).or_default().snapshots.retain(|(other, _)| *other != at);
                }
                Write::Delete(Table::Log, (number, Some(at))) => {
                    self.documents.entry(number).or_default().log.retain(|(other, _)| *other != at);
                }
                Write::Delete(_, (number, _)) => {
                    self.shelf.remove(&number);
                    self.documents.remove(&number);
                }
            }
        }
    }

    /// A page that starts with what was kept.
    pub(super) fn start(&mut self) -> AppState {
        let mut state = AppState::starting_at(100);
        let effects = state.reduce(Action::Shelf {
            shelf: self.shelf.clone().into_iter().collect(),
            projects: self.projects.clone().into_iter().collect(),
            shows: true,
            now: 10_000_000,
        });
        for effect in effects {
            let Effect::Reopen(number) = effect else { panic!("{effect:?}") };
            let stored = self.documents[&number].clone();
            let reopened = reopen(number, &stored).map(Box::new);
            state.reduce(Action::Reopened { number, stored, reopened, leads: true });
        }
        self.write(&mut state);
        state
    }
}

#[test]
fn who_follows_sees_what_was_suggested_though_it_is_not_kept() {
    let text = "Ana paid €5 to Bo.";
    let mut leader = AppState::default();
    leader.reduce(Action::Open(vec![("a.txt".into(), formats::open("a.txt", text.as_bytes()))]));
    let mut kept = Kept::default();
    kept.write(&mut leader);
    let tag = |state: &mut AppState| {
        let suggest = |(name, label)| Suggestion { range: find(text, name), label, score: None, value: None };
        let suggestions = [("Ana", "PERSON"), ("€5", "MONEY"), ("Bo", "PERSON")].map(suggest).into();
        let done = TextSize::new(text.len() as u32);
        state.reduce(Action::Tagged { document: 1, part: TextRange::up_to(done), suggestions, done });
        state.reduce(Action::TaggingDone { document: 1 });
    };
    tag(&mut leader);
    let follow = |kept: &mut Kept, leader: &mut AppState, follower: &mut AppState| {
        kept.write(leader);
        // As for a text with too many suggestions for a snapshot.
        let stored = kept.documents.get_mut(&1).unwrap();
        stored.snapshots.retain(|(at, _)| *at == 0);
        let stored = stored.clone();
        let reopened = reopen(1, &stored).map(Box::new);
        follower.reduce(Action::Reopened { number: 1, stored, reopened, leads: false })
    };
    let mut follower = AppState::starting_at(100);
    let effects = follow(&mut kept, &mut leader, &mut follower);
    assert!(matches!(effects[..], [Effect::Tag { document: 1, .. }, ..]), "{effects:?}");
    tag(&mut follower);
    for keys in ["n x", "n Delete", "Control+z", "Control+Shift+z"] {
        press(&mut leader, keys);
        let effects = follow(&mut kept, &mut leader, &mut follower);
        assert!(
            !effects.iter().any(|effect| matches!(effect, Effect::Tag { .. })),
            "it is not tagged again: {effects:?}"
        );
        let all = |state: &AppState| state.session().unwrap().annotations().iter().cloned().collect::<Vec<_>>();
        assert_eq!(all(&follower), all(&leader), "after {keys}");
    }
}

#[test]
fn a_page_that_starts_anew_is_as_it_was_undo_included() {
    let mut state = page("Ana paid €5 to Bo.", &[("Ana", "ORG"), ("€5", "MONEY")]);
    let mut kept = Kept::default();
    kept.write(&mut state);
    for keys in ["n 1", "n x", "Control+z", "n n a"] {
        press(&mut state, keys);
        kept.write(&mut state);
    }
    let before = marked(&state).replace('*', "");
    let mut again = kept.start();
    assert_eq!(marked(&again), before);
    assert_eq!(again.document().unwrap().tagging, Tagging::Done);
    press(&mut again, "Control+z Control+z");
    assert_eq!(marked(&again).replace('*', ""), "[Ana|ORG?] paid [€5|MONEY?] to Bo.");
    kept.write(&mut again);
    let mut third = kept.start();
    press(&mut third, "Control+Shift+z Control+Shift+z");
    assert_eq!(marked(&third).replace('*', ""), before, "redo is kept too");
    kept.write(&mut third);
    assert_eq!(third.shelved().next().unwrap().1.undecided, 0);
}

#[test]
fn a_deleted_document_can_be_brought_back_until_the_page_starts_anew() {
    let mut state = page("Ana", &[("Ana", "PERSON")]);
    let mut kept = Kept::default();
    state.reduce(Action::Open(vec![("b.txt".into(), formats::open("b.txt", b"Bo"))]));
    kept.write(&mut state);
    state.reduce(Action::Close(1));
    assert_eq!((state.session().unwrap().document().text(), state.shelved().count()), ("Bo", 1));
    state.reduce(Action::TakeUp(Offer::Restore));
    assert_eq!((marked(&state), state.shelved().count()), ("[Ana|PERSON?]".to_owned(), 2));
    state.reduce(Action::Close(1));
    kept.write(&mut state);
    let again = kept.start();
    assert_eq!((again.session().unwrap().document().text(), kept.documents.len()), ("Bo", 1), "its room is free then");
}

#[test]
fn what_is_damaged_is_set_aside_and_said() {
    let mut state = page("Ana met Bo.", &[("Ana", "PERSON"), ("Bo", "PERSON")]);
    let mut kept = Kept::default();
    kept.write(&mut state);
    for keys in ["n a", "n x"] {
        press(&mut state, keys);
        kept.write(&mut state);
    }
    let log = &mut kept.documents.get_mut(&1).unwrap().log;
    log.last_mut().unwrap().1 += "x";
    let mut again = kept.start();
    assert_eq!(marked(&again), "[Ana|PERSON] met [Bo|PERSON?].");
    assert!(again.notices[0].text.contains("before the last 1 changes"), "{}", again.notices[0].text);
    press(&mut again, "n n x");
    kept.write(&mut again);
    assert_eq!(marked(&kept.start()), "[Ana|PERSON] met [Bo|PERSON!].", "work goes on from there");
}

#[test]
fn what_a_format_would_lose_is_known_before_anything_is_saved() {
    let mut state = page("Ana paid €5.", &[("Ana", "PERSON")]);
    assert_eq!(state.reduce(Action::Dialog(Some(Dialog::Export))), [Effect::ListFormats]);
    let [format, unit] = ["doccano", ""].map(str::to_owned);
    let effects = state.reduce(Action::Export(ExportStep::Format(format.clone())));
    assert_eq!(effects, [Effect::Prepare { documents: vec![1], format: format.clone(), unit: unit.clone() }]);
    assert_eq!(state.reduce(Action::Export(ExportStep::Download)), [], "not before it is known");
    let losses = vec!["a: annotation 1: written without its status".to_owned()];
    let prepared = Prepared { files: 1, extension: "jsonl".into(), losses, loss_count: 1 };
    let late = ExportStep::Prepared("brat".into(), unit.clone(), Prepared { files: 3, ..prepared.clone() });
    state.reduce(Action::Export(late));
    assert_eq!(state.exporting.prepared, None, "the answer to an older choice");
    state.reduce(Action::Export(ExportStep::Prepared(format, unit, prepared)));
    let effects = state.reduce(Action::Export(ExportStep::SaveLosses));
    assert_eq!(effects, [Effect::SaveLosses("a.losses.txt".into())]);
    let effects = state.reduce(Action::Export(ExportStep::Download));
    assert_eq!(effects, [Effect::SavePrepared("a.jsonl".into()), Effect::FocusText]);
    let effects = state.reduce(Action::Dialog(Some(Dialog::Export)));
    let [format, unit] = ["doccano", ""].map(str::to_owned);
    assert_eq!(effects, [Effect::Prepare { documents: vec![1], format, unit }, Effect::ListFormats], "as last time");
}

#[test]
fn annotations_for_a_changed_text_come_to_the_open_article_and_one_undo_takes_them_back() {
    let text = "Ana paid €5 to Bo.";
    let mut state = page(text, &[("Ana", "PERSON")]);
    let before = marked(&state);
    let lines = [("Ana", "PERSON"), ("Bo", "BANK")].map(|(quote, label)| {
        let start = text.find(quote).unwrap();
        format!("[{start},{},{label:?}]", start + quote.len())
    });
    let record = format!("{{\"text\":{text:?},\"label\":[{}]}}", lines.join(","));
    let format = formats::find("doccano").unwrap();
    let file = formats::File { name: "b.jsonl", bytes: record.as_bytes() };
    let session = formats::import(format, &file, &formats::ReadOptions::default()).unwrap().sessions.remove(0);
    let group = FileGroup {
        format: "doccano".into(),
        files: vec!["b.jsonl".into()],
        documents: 1,
        annotations: 2,
        ..FileGroup::default()
    };
    state.reduce(Action::Import(ImportStep::Looking));
    state.reduce(Action::Import(ImportStep::Surveyed(Vec::new(), vec![group])));
    assert_eq!(state.dialog, Some(Dialog::Import));
    let effects = state.reduce(Action::Import(ImportStep::Attach(true)));
    assert_eq!(effects, [Effect::Attach(Some(text.into()))]);
    assert_eq!(state.reduce(Action::Import(ImportStep::Start)), [Effect::Import(Vec::new())]);
    let read = formats::Imported { session, warnings: Vec::new(), is_plain: false };
    state.reduce(Action::Import(ImportStep::Received("b".into(), Box::new(Ok(read)), None)));
    state.reduce(Action::Import(ImportStep::Done));
    assert_eq!(marked(&state), "[Ana|PERSON] paid €5 to [Bo|BANK].");
    press(&mut state, "Control+z");
    assert_eq!(marked(&state).replace("|*", "|"), before, "undo selects what it took back");
}

#[test]
fn what_only_a_person_knows_about_articles_is_asked_before_they_are_opened() {
    let mut state = page("Ana", &[]);
    let question = |about: &str, chosen: &str, tastes: [&str; 2]| Question {
        about: about.into(),
        chosen: chosen.into(),
        answers: tastes.iter().zip(["a", "b"]).map(|(taste, name)| [name, "", taste].map(str::to_owned)).collect(),
    };
    let group = |questions| FileGroup { is_article: true, documents: 1, questions, ..FileGroup::default() };
    let mut survey = |questions: Vec<Question>| {
        state.reduce(Action::Import(ImportStep::Looking));
        let effects = state.reduce(Action::Import(ImportStep::Surveyed(Vec::new(), vec![group(questions)])));
        (effects, state.dialog)
    };
    let said = question("encoding", "", ["", ""]);
    assert_eq!(survey(vec![said]), (vec![Effect::Import(vec![0])], None), "nothing is asked: it is opened");
    let column = question("column", "b", ["id", "Long."]);
    assert_eq!(survey(vec![question("encoding", "a", ["é", "щ"]), column]), (Vec::new(), Some(Dialog::Import)));
    let answer = ImportStep::Answer(0, "encoding".into(), "b".into());
    let chosen = ["encoding", "b", "column", "b"].map(str::to_owned).to_vec();
    assert_eq!(state.reduce(Action::Import(answer)), [Effect::ReadArticles { group: 0, chosen }]);
    assert_eq!(state.reduce(Action::Dialog(None)), [Effect::StopImport, Effect::FocusText]);
    let late = ImportStep::WasRead(0, Box::new(group(Vec::new())));
    assert_eq!(state.reduce(Action::Import(late)), []);
    assert!(state.importing.is_none() && state.notices.is_empty(), "the person has left");
}

#[test]
fn another_date_has_the_text_tagged_again_and_so_has_undo() {
    let mut state = page("Ana came yesterday.", &[("Ana", "PERSON")]);
    let tags = |effects: &[Effect]| effects.iter().any(|effect| matches!(effect, Effect::Tag { .. }));
    let date = |state: &AppState| state.session().unwrap().document().reference_date.map(|date| date.to_string());
    assert!(!tags(&state.reduce(Action::Describe(Fact::Title, " Visit ".into()))));
    assert_eq!(&*state.session().unwrap().document().title, "Visit");
    assert!(tags(&state.reduce(Action::Describe(Fact::ReferenceDate, "2024-05-03".into()))));
    assert!(!tags(&state.reduce(Action::Describe(Fact::ReferenceDate, "2024-02-30".into()))), "there is no such day");
    state.reduce(Action::Describe(Fact::Language, "english".into()));
    assert_eq!(date(&state).as_deref(), Some("2024-05-03"));
    assert_eq!(state.notices.iter().map(|notice| notice.text.contains("english")).collect::<Vec<_>>(), [true]);
    assert!(tags(&press(&mut state, "Control+z")));
    assert_eq!(date(&state), None);
    assert!(!tags(&press(&mut state, "Control+z")));
    assert_eq!(&*state.session().unwrap().document().title, "Ana came yesterday.");
    state.reduce(Action::Describe(Fact::Title, String::new()));
    assert_eq!(&*state.session().unwrap().document().title, "Ana came yesterday.", "without one, the first line");
}
