//! Stories of commands that reach further than one annotation: sticky labels, all of a kind, mentions, find, label sets.

use annotation::{Label, LabelId, LabelKind, LabelSet, Status, Suggestion, TextRange};

use super::editing::LABEL_FILTER;
use super::stories::{marked, page, press, select};
use super::{
    Action, AppState, Dialog, Effect, ExportStep, FilterChange, LabelEdit, Offer, Progress, Query, SearchAction,
    Selection, Shortcut, StatusFilter, Step, Unit,
};
use crate::strings::STRINGS;

/// Does what effects ask of the module `find`.
fn answer(state: &mut AppState, effects: Vec<Effect>) {
    for effect in effects {
        if let Effect::Search { request, query, .. } = effect {
            let text = state.session().unwrap().document().clone();
            let Query { pattern, is_expression, matches_case, is_whole_word, is_inflected } = &query;
            let (is_expression, matches_case) = (*is_expression, *matches_case);
            let (is_whole_word, is_inflected) = (*is_whole_word, *is_inflected);
            let query = find::Query { pattern, is_expression, matches_case, is_whole_word, is_inflected };
            let found = find::find(text.text(), query, super::MOST_HITS);
            let found = found.map(|hits| hits.iter().flat_map(|hit| [hit.start().into(), hit.end().into()]).collect());
            state.reduce(Action::Search(SearchAction::Found { request, found }));
        }
    }
}

fn search(state: &mut AppState, action: SearchAction) {
    let effects = state.reduce(Action::Search(action));
    answer(state, effects);
}

fn label(state: &AppState, name: &str) -> LabelId {
    state.session().unwrap().labels().find(name).unwrap()
}

/// What the undo button says.
fn undo_name(state: &AppState) -> String {
    state.next_undo().unwrap_or_default()
}

/// The rows of the concordance: `x before[hit]after LABEL`, with an x if it is checked.
fn rows(state: &AppState) -> Vec<String> {
    let shown = state.hit_rows(0, 100).into_iter().map(|row| {
        let label = row.label.map_or(String::new(), |(_, name, _)| format!(" {name}"));
        format!("{} {}[{}]{}{label}", if row.is_checked { "x" } else { "-" }, row.before, row.quote, row.after)
    });
    shown.collect()
}

#[test]
fn a_sticky_label_goes_to_each_selection_until_escape() {
    let mut state = page("Ana met Bo and Cy.", &[]);
    select(&mut state, "Ana");
    press(&mut state, "1 s");
    assert_eq!(state.announcement, "Each selection becomes PERSON");
    state.selection = Selection::caret(5.into());
    press(&mut state, "1");
    assert_eq!(state.sticky, Some(LabelId(0)), "the label's own key is no surprise");
    for quote in ["Bo ", "Cy"] {
        select(&mut state, quote);
        state.reduce(Action::Selected);
    }
    assert_eq!(marked(&state), "[Ana|PERSON] met [Bo|PERSON] and [Cy|PERSON].");
    press(&mut state, "2");
    select(&mut state, "met");
    press(&mut state, "Enter");
    assert_eq!(
        marked(&state),
        "[Ana|PERSON] [met|ORG] [Bo|PERSON] and [Cy|PERSON].",
        "another key, another sticky label"
    );
    press(&mut state, "Escape");
    select(&mut state, "and");
    state.reduce(Action::Selected);
    assert_eq!((state.sticky, marked(&state).matches('[').count()), (None, 4));
    state.reduce(Action::Stick(Some(LabelId(2))));
    state.reduce(Action::Stick(Some(LabelId(2))));
    assert_eq!((state.sticky, &*state.announcement), (None, STRINGS.not_sticky), "again ends it");
}

#[test]
fn a_third_press_gives_the_sentence_the_sticky_label_in_the_place_of_the_word() {
    let mut state = page("Ana met Bo. So what?", &[]);
    state.reduce(Action::Stick(Some(LabelId(0))));
    for unit in [Unit::Word, Unit::Sentence] {
        state.reduce(Action::Take(unit, 5.into()));
        state.reduce(Action::Selected);
    }
    assert_eq!(marked(&state), "[Ana met Bo|PERSON]. So what?");
    press(&mut state, "Control+z");
    assert_eq!(marked(&state), "Ana met Bo. So what?", "one step");
}

#[test]
fn who_loses_a_key_is_said() {
    let mut state = page("Ana", &[]);
    let said = |state: &AppState| state.notices.last().map_or_else(String::new, |notice| notice.text.clone());
    state.reduce(Action::Bind(Shortcut::Values, "Delete".into()));
    assert_eq!(said(&state), "", "Backspace deletes too");
    state.reduce(Action::Bind(Shortcut::Delete, "Ctrl+Z".into()));
    assert_eq!(said(&state), "Without a key now: Undo");
    state.reduce(Action::Bind(Shortcut::Accept, "1".into()));
    assert_eq!(said(&state), "Without a key now: PERSON", "a command’s comes first");
    let (org, gpe) = (label(&state, "ORG"), label(&state, "GPE"));
    let change = |key| Label { key: Some(key), ..state.session().unwrap().labels().get(org).clone() };
    let (taken, command) = (change(state.session().unwrap().labels().get(gpe).key.unwrap()), change('x'));
    state.reduce(Action::Labels(LabelEdit::Change(org, taken)));
    assert_eq!(said(&state), "Without a key now: GPE");
    state.reduce(Action::Labels(LabelEdit::Change(org, command)));
    assert_eq!(said(&state), "x is the key of a command: Reject the annotation");
    state.reduce(Action::Dialog(None));
    assert_eq!(said(&state), "", "it was read in the dialog");
}

#[test]
fn a_label_is_chosen_by_name_for_the_word_at_the_caret() {
    let mut state = page("Ana met Bo.", &[]);
    let effects = press(&mut state, "Control+ArrowRight Control+ArrowRight Space");
    assert_eq!(effects.last(), Some(&Effect::Focus(LABEL_FILTER)));
    let law = label(&state, "LAW");
    state.reduce(Action::Label(law));
    assert_eq!(marked(&state), "Ana [met|*LAW] Bo.");
    select(&mut state, "met");
    state.reduce(Action::Label(law));
    assert_eq!(marked(&state), "Ana [met|*LAW] Bo.", "the same text is not labelled twice");
}

#[test]
fn notes_and_values_are_one_key_away() {
    let note = |state: &AppState| state.target().unwrap().note.as_deref().unwrap_or_default().to_owned();
    let mut state = page("Ana paid €5.", &[("€5", "MONEY")]);
    assert_eq!(press(&mut state, "c"), [], "there is nothing to write a note on");
    assert_eq!(press(&mut state, "n c v"), [Effect::Focus("#note"), Effect::Focus("#value")]);
    state.reduce(Action::Note("who paid?".into()));
    assert_eq!(marked(&state), "Ana paid [€5|*MONEY?].", "a note decides nothing");
    for written in ["who paid", "who paid ", "who paid f", "who paid "] {
        state.reduce(Action::WriteNote(written.into()));
        assert_eq!(note(&state), written, "what is being written is kept as it is");
    }
    state.reduce(Action::Note("who paid ".into()));
    assert_eq!(note(&state), "who paid");
    state.reduce(Action::WriteNote("wh".into()));
    press(&mut state, "Control+z");
    assert_eq!(note(&state), "who paid", "a second time is a step of its own");
    press(&mut state, "Control+z");
    assert_eq!(note(&state), "who paid?", "all that was written at once is one step");
    state.reduce(Action::WriteNote("who?".into()));
    press(&mut state, "c");
    state.reduce(Action::WriteNote("who? why?".into()));
    press(&mut state, "Control+z");
    assert_eq!(note(&state), "who?", "the key that leads to the note begins anew");
    state.reduce(Action::Value("6 EUR".into()));
    assert_eq!(marked(&state), "Ana paid [€5|*MONEY].", "who corrects a value accepts the rest");
}

#[test]
fn one_key_accepts_and_goes_on_also_where_only_suggestions_are_listed() {
    let mut state = page("Ana paid €5 to Bo.", &[("Ana", "PERSON"), ("€5", "MONEY"), ("Bo", "PERSON")]);
    press(&mut state, "n Enter");
    assert_eq!(marked(&state), "[Ana|PERSON] paid [€5|*MONEY?] to [Bo|PERSON?].");
    assert_eq!(state.announcement, "Ana, accepted. €5, MONEY, Suggested");
    press(&mut state, "n Enter");
    assert_eq!(state.announcement, format!("Bo, accepted. {}", STRINGS.no_more_annotations));
    press(&mut state, "Control+z Control+z");
    assert_eq!(marked(&state), "[Ana|*PERSON?] paid [€5|MONEY?] to [Bo|PERSON?].");
    state.reduce(Action::Filter(FilterChange::Status(Some(StatusFilter::Suggested))));
    press(&mut state, "Enter x n");
    assert_eq!(marked(&state), "[Ana|PERSON] paid [€5|MONEY!] to [Bo|*PERSON?].");
    press(&mut state, "a p");
    assert_eq!(marked(&state), "[Ana|PERSON] paid [€5|MONEY!] to [Bo|*PERSON].", "there is no other");
}

#[test]
fn all_listed_suggestions_of_a_label_are_accepted_as_one_step() {
    let found = [("Ana", "PERSON"), ("€5", "MONEY"), ("Bo", "PERSON")];
    let mut state = page("Ana paid €5 to Bo.", &found);
    press(&mut state, "n Shift+A");
    assert_eq!(marked(&state), "[Ana|*PERSON] paid [€5|MONEY?] to [Bo|PERSON].");
    assert_eq!((&*state.announcement, &*undo_name(&state)), ("PERSON: 2 accepted", "accept PERSON, 2 annotations"));
    press(&mut state, "Control+z");
    assert_eq!(marked(&state), "[Ana|*PERSON?] paid [€5|MONEY?] to [Bo|PERSON?].");
    press(&mut state, "Escape");
    state.reduce(Action::Filter(FilterChange::Labels(Some(LabelKind::Figure), None)));
    state.reduce(Action::Select(Selection::caret(7.into())));
    press(&mut state, "Shift+X");
    assert_eq!(marked(&state), "[Ana|PERSON?] paid [€5|MONEY!] to [Bo|PERSON?].", "none selected: all that are listed");
    press(&mut state, "Control+z");
    state.reduce(Action::Select(Selection::caret(0.into())));
    press(&mut state, "Shift+A");
    assert_eq!(marked(&state), "[Ana|PERSON?] paid [€5|MONEY] to [Bo|PERSON?].", "one that is not listed says nothing");
    press(&mut state, "Control+z");
    state.reduce(Action::Filter(FilterChange::Labels(None, None)));
    press(&mut state, "Control+End Shift+X x Delete");
    assert_eq!(marked(&state).matches('?').count(), 3, "with no annotation nothing is meant");
    assert_eq!(state.notices.last().unwrap().text, STRINGS.no_annotation);
    press(&mut state, "Control+Home n a");
    state.reduce(Action::Judge(Status::Suggested));
    assert_eq!(undo_name(&state), "leave PERSON undecided");
    state.reduce(Action::JudgeListed(Status::Accepted));
    assert_eq!(marked(&state).matches('?').count(), 0, "the button means all");
    assert_eq!(state.announcement, "several labels: 3 accepted");
    assert_eq!(undo_name(&state), "accept several labels, 3 annotations");
}

#[test]
fn what_was_rejected_never_comes_back() {
    let text = "Ana paid €5 to Bo.";
    let found = [("Ana", "PERSON"), ("Bo", "PERSON")];
    let mut state = page(text, &found);
    press(&mut state, "n x n 2");
    let again = |state: &mut AppState, document| {
        let part = TextRange::up_to((text.len() as u32).into());
        let suggestion = |&(quote, label): &(&str, &'static str)| {
            let start = text.find(quote).unwrap() as u32;
            Suggestion {
                range: TextRange::at(start.into(), (quote.len() as u32).into()),
                label,
                score: None,
                value: None,
            }
        };
        let suggestions = found.iter().map(suggestion).collect();
        state.reduce(Action::Tagged { document, part, suggestions, done: part.end() });
        state.reduce(Action::TaggingDone { document });
    };
    let decided = "[Ana|PERSON!] paid €5 to [Bo|ORG].";
    press(&mut state, "Escape");
    again(&mut state, 1);
    assert_eq!(marked(&state), decided);
    let person = label(&state, "PERSON");
    let renamed = Label { name: "HUMAN".into(), ..state.session().unwrap().labels().get(person).clone() };
    state.reduce(Action::Labels(LabelEdit::Change(person, renamed)));
    again(&mut state, 1);
    assert_eq!(marked(&state), decided.replace("PERSON", "HUMAN"));
    press(&mut state, "Control+z");
    state.reduce(Action::Dialog(Some(Dialog::Export)));
    let effects = state.reduce(Action::Export(ExportStep::Copy));
    let Effect::Copy(json) = &effects[0] else { panic!("it is exported") };
    state.reduce(Action::Open(vec![("b.json".into(), formats::open("b.json", json.as_bytes()))]));
    again(&mut state, 2);
    assert_eq!(marked(&state), decided, "nor after it was exported and opened again");
}

#[test]
fn all_mentions_get_the_label_as_one_step() {
    let text = "Lima. Ana Lima of Lima’s bank; Limas, LIMA and Lima, Lima.";
    let mut state = page(text, &[("Ana Lima", "PERSON")]);
    select(&mut state, "Lima");
    press(&mut state, "3");
    let selected = state.selected;
    let effects = press(&mut state, "m");
    answer(&mut state, effects);
    search(&mut state, SearchAction::Close);
    assert!(selected.is_some() && state.selected == selected, "who looks and leaves is where they were");
    let effects = press(&mut state, "m");
    answer(&mut state, effects);
    press(&mut state, "Escape");
    assert_eq!(
        rows(&state),
        [
            "x [Lima]. Ana Lima of Lima’s bank; Limas, LIMA and Lim GPE",
            "- Lima. Ana [Lima] of Lima’s bank; Limas, LIMA and Lima, Lima.",
            "x Lima. Ana Lima of [Lima]’s bank; Limas, LIMA and Lima, Lima.",
            "x ima. Ana Lima of Lima’s bank; Limas, LIMA and [Lima], Lima.",
            "x na Lima of Lima’s bank; Limas, LIMA and Lima, [Lima].",
        ],
        "one in a longer name is not checked"
    );
    search(&mut state, SearchAction::Check(Some(4)));
    let gpe = state.search.as_ref().unwrap().label.unwrap();
    search(&mut state, SearchAction::Label(gpe));
    let labelled = "[Lima|GPE]. [Ana Lima|PERSON?] of [Lima|GPE]’s bank; Limas, LIMA and [Lima|GPE], Lima.";
    assert_eq!(marked(&state), labelled);
    assert_eq!((&*state.announcement, &*undo_name(&state)), ("2 labelled GPE", "label GPE, 2 annotations"));
    let org = label(&state, "ORG");
    search(&mut state, SearchAction::Label(org));
    assert_eq!(marked(&state), labelled.replace("GPE", "ORG"));
    assert_eq!(undo_name(&state), "change label to ORG, 3 annotations");
    search(&mut state, SearchAction::CheckAll(true));
    search(&mut state, SearchAction::Reject);
    assert_eq!(marked(&state), labelled.replace("GPE", "ORG!"));
    press(&mut state, "Control+z Control+z Control+z");
    assert_eq!(marked(&state), "[Lima|GPE]. [Ana Lima|PERSON?] of Lima’s bank; Limas, LIMA and Lima, Lima.");
}

#[test]
fn find_goes_through_hits_and_leaves_the_last_one_selected() {
    let mut state = page("a1 b22 c333", &[]);
    press(&mut state, "Control+ArrowRight Control+f");
    search(&mut state, SearchAction::Toggle(|query| &mut query.is_expression));
    search(&mut state, SearchAction::Pattern(r"\d+".into()));
    assert_eq!(rows(&state), ["x a[1] b22 c333", "x a1 b[22] c333", "x a1 b22 c[333]"]);
    assert_eq!(state.search.as_ref().unwrap().current, 1, "the first one from the caret on");
    search(&mut state, SearchAction::Step(Step::Forward));
    search(&mut state, SearchAction::Step(Step::Forward));
    search(&mut state, SearchAction::Step(Step::Back));
    search(&mut state, SearchAction::Pattern("(".into()));
    assert_eq!(state.search.as_ref().unwrap().progress, Progress::Refused("unclosed group".into()));
    search(&mut state, SearchAction::Pattern(r"\d+".into()));
    let late = state.reduce(Action::Search(SearchAction::Found { request: 0, found: Ok(vec![0, 1]) }));
    assert_eq!((late, rows(&state).len()), (vec![], 3), "an answer to an older search is left out");
    search(&mut state, SearchAction::Go(2));
    search(&mut state, SearchAction::Close);
    assert_eq!((state.search.is_none(), state.selection.range()), (true, TextRange::new(8.into(), 11.into())));
}

#[test]
fn labels_are_added_renamed_moved_merged_and_deleted_and_annotations_follow() {
    let mut state = page("Ana of Lima paid €5.", &[("Ana", "PERSON"), ("Lima", "GPE"), ("€5", "MONEY")]);
    let start = "[Ana|PERSON?] of [Lima|GPE?] paid [€5|MONEY?].";
    let edit = |state: &mut AppState, edit| state.reduce(Action::Labels(edit));
    edit(&mut state, LabelEdit::Add(" BANK ".into()));
    assert_eq!((&*state.announcement, &*undo_name(&state)), ("Done: add label BANK", "add label BANK"));
    let (bank, person) = (label(&state, "BANK"), label(&state, "PERSON"));
    let changed =
        Label { name: "HUMAN".into(), key: Some('2'), ..state.session().unwrap().labels().get(person).clone() };
    edit(&mut state, LabelEdit::Change(person, changed));
    assert_eq!(marked(&state), start.replace("PERSON", "HUMAN"));
    assert_eq!(undo_name(&state), "change the label PERSON");
    let (labels, org) = (state.session().unwrap().labels(), label(&state, "ORG"));
    assert_eq!(labels.get(org).key, None, "a key is one label’s");
    edit(&mut state, LabelEdit::Move(bank, Step::Back));
    assert_eq!(state.session().unwrap().labels().iter().nth(17).unwrap().0, bank);
    assert_eq!(undo_name(&state), "change the label BANK");
    let (gpe, loc) = (label(&state, "GPE"), label(&state, "LOC"));
    edit(&mut state, LabelEdit::Merge(gpe, loc));
    assert_eq!(marked(&state), "[Ana|HUMAN?] of [Lima|LOC?] paid [€5|MONEY?].");
    assert_eq!(undo_name(&state), "merge the label GPE, 1 annotation");
    state.reduce(Action::Stick(Some(person)));
    edit(&mut state, LabelEdit::Delete(person));
    assert_eq!(marked(&state), "Ana of [Lima|LOC?] paid [€5|MONEY?].");
    assert_eq!((state.sticky, &*undo_name(&state)), (None, "delete the label HUMAN, 1 annotation"));
    state.reduce(Action::Label(person));
    assert_eq!(state.notices.last().unwrap().text, STRINGS.label_gone, "its menu was still open");
    edit(&mut state, LabelEdit::Add("NEW".into()));
    let new = state.session().unwrap().labels().get(label(&state, "NEW")).key;
    assert_eq!(new, Some('1'), "a new label gets the first digit that is free");
    press(&mut state, "Control+z");
    edit(&mut state, LabelEdit::Add("LOC".into()));
    assert_eq!(state.notices.last().unwrap().text, "That could not be done: there is more than one label \"LOC\"");
    press(&mut state, "Control+z Control+z Control+z Control+z Control+z");
    press(&mut state, "Escape");
    assert_eq!(marked(&state), start);
    assert_eq!(state.session().unwrap().labels(), &LabelSet::ontonotes());
}

#[test]
fn a_preset_takes_the_annotations_along_and_a_file_brings_labels_back() {
    let mut state = page("Ana of Lima paid €5.", &[("Ana", "PERSON"), ("Lima", "GPE"), ("€5", "MONEY")]);
    let Effect::Download { name, contents } = &state.reduce(Action::ExportLabels)[0] else { panic!("a file") };
    let file = formats::open(name, contents.as_bytes()).unwrap();
    state.reduce(Action::Labels(LabelEdit::Replace(LabelSet::conll())));
    assert_eq!(marked(&state), "[Ana|PER?] of [Lima|LOC?] paid €5.");
    let part = TextRange::up_to(22.into());
    let suggestion = Suggestion { range: TextRange::up_to(3.into()), label: "PERSON", score: None, value: None };
    state.reduce(Action::Tagged { document: 1, part, suggestions: vec![suggestion], done: part.end() });
    assert_eq!(marked(&state), "[Ana|PER?] of [Lima|LOC?] paid €5.", "the tagger’s labels are the set’s");
    state.reduce(Action::Labels(LabelEdit::Import(file.session.labels().clone())));
    assert_eq!(state.session().unwrap().labels().len(), 4 + 16, "ORG and LOC were there");
    press(&mut state, "Control+z Control+z");
    press(&mut state, "Escape");
    assert_eq!(marked(&state), "[Ana|PERSON?] of [Lima|GPE?] paid [€5|MONEY?].");
    state.reduce(Action::Labels(LabelEdit::Replace(LabelSet::figures())));
    assert_eq!(marked(&state), "Ana of Lima paid [€5|MONEY?].");
    let said = |state: &AppState| state.notices.last().map(|notice| (notice.text.clone(), notice.offer));
    assert_eq!(said(&state), Some(("Done: change the label set, 2 annotations".into(), Some(Offer::Undo))));
    state.reduce(Action::TakeUp(Offer::Undo));
    assert_eq!(said(&state), None);
    assert_eq!(marked(&state).matches('[').count(), 3);
    assert_eq!(state.reduce(Action::Dialog(Some(Dialog::Labels))), []);
}

#[test]
fn five_thousand_mentions_are_one_step() {
    let mut state = page(&"Lima and the rest of a line. ".repeat(5000), &[]);
    select(&mut state, "Lima");
    let effects = press(&mut state, "3 m");
    answer(&mut state, effects);
    assert_eq!(state.checked_hits(), 5000);
    search(&mut state, SearchAction::Label(LabelId(2)));
    assert_eq!(state.session().unwrap().annotations().len(), 5000);
    assert_eq!(undo_name(&state), "label GPE, 4999 annotations");
    press(&mut state, "Control+z");
    assert_eq!(state.session().unwrap().annotations().len(), 1);
    press(&mut state, "Control+Shift+z");
    assert!(state.session().unwrap().annotations().counts().contains(&((LabelId(2), Status::Accepted), 5000)));
}
