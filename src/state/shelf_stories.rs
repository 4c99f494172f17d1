//! Stories of projects: the list of documents, going through them, the labels that they share.

use annotation::{Document, LabelSet, OffsetUnit, Session, Status};

use super::stories::{Kept, find, marked, page, press};
use super::{
    Action, AppState, Dialog, DocumentStatus, Effect, Keeping, LabelEdit, Offer, ProjectAction, ShelfAction,
    ShelfOrder, Step, Table, Tagging, Write,
};

fn open(state: &mut AppState, names: &[&str]) {
    let read = |name: &&str| (name.to_string(), formats::open(name, format!("{name} met Bo.").as_bytes()));
    state.reduce(Action::Open(names.iter().map(read).collect()));
    state.writes(1);
}

fn listed(state: &mut AppState, action: ShelfAction) -> Vec<String> {
    state.reduce(Action::Dialog(Some(Dialog::Shelf)));
    state.reduce(Action::List(action));
    state.shelf_rows(0, 100).into_iter().map(|(_, summary)| summary.source.unwrap_or_default()).collect()
}

fn shown(state: &AppState) -> &str {
    state.session().and_then(|session| session.document().source.as_deref()).unwrap_or_default()
}

#[test]
fn the_list_is_searched_sorted_and_filtered() {
    let mut state = AppState::default();
    open(&mut state, &["b 10.txt", "b 9.txt", "A.txt"]);
    assert_eq!(listed(&mut state, ShelfAction::Find(String::new())), ["b 10.txt", "b 9.txt", "A.txt"]);
    assert_eq!(listed(&mut state, ShelfAction::Order(ShelfOrder::Title)), ["A.txt", "b 9.txt", "b 10.txt"]);
    assert_eq!(listed(&mut state, ShelfAction::Find(" B 1".into())), ["b 10.txt"]);
    state.reduce(Action::List(ShelfAction::Step(Step::Forward)));
    state.reduce(Action::List(ShelfAction::Toggle));
    assert_eq!(listed(&mut state, ShelfAction::Status(Some(DocumentStatus::Done))), ["b 10.txt"]);
    assert_eq!(state.progress(), [2, 0, 1, 0]);
    state.reduce(Action::List(ShelfAction::Delete));
    assert_eq!(listed(&mut state, ShelfAction::Status(Some(DocumentStatus::Deleted))), ["b 10.txt"]);
    assert_eq!(
        (shown(&state), state.dialog),
        ("b 9.txt", Some(Dialog::Shelf)),
        "the shown one is gone, the list stays"
    );
    state.reduce(Action::List(ShelfAction::Delete));
    assert_eq!(state.progress(), [2, 0, 1, 0], "it is back");
    listed(&mut state, ShelfAction::Status(None));
    assert_eq!(listed(&mut state, ShelfAction::DeleteListed), [""; 0]);
    state.reduce(Action::TakeUp(Offer::Restore));
    assert_eq!(state.progress(), [2, 0, 1, 0]);
}

#[test]
fn what_is_closed_before_it_is_written_gives_way_to_its_neighbour_and_comes_back() {
    let mut state = page("Ana met Bo.", &[("Ana", "PERSON")]);
    open(&mut state, &["b.txt"]);
    let mut kept = Kept::default();
    let read = formats::open("c.txt", b"# Cy");
    state.reduce(Action::Open(vec![("c.txt".into(), read)]));
    let serial = state.document().unwrap().serial;
    state.reduce(Action::Close(serial));
    assert_eq!((shown(&state), state.progress()), ("b.txt", [2, 0, 0, 1]));
    assert!(state.notices.iter().any(|notice| notice.text.starts_with("“# Cy”")), "{:?}", state.notices);
    kept.write(&mut state);
    assert_eq!(kept.documents[&serial].text.as_deref(), Some(&b"# Cy"[..]), "it can be brought back later");
    state.reduce(Action::TakeUp(Offer::Restore));
    assert_eq!((shown(&state), state.shelved().count()), ("c.txt", 3));
}

#[test]
fn undo_brings_back_what_was_deleted_last_before_it_takes_back_older_edits() {
    let mut state = AppState::default();
    open(&mut state, &["a.txt", "b.txt"]);
    let serial = state.document().unwrap().serial;
    state.reduce(Action::StepDocument(Step::Forward));
    state.reduce(Action::Label(annotation::LabelId(0)));
    state.reduce(Action::Close(serial));
    state.reduce(Action::Judge(Status::Accepted)); // it is already
    assert_eq!((shown(&state), state.next_undo()), ("b.txt", Some("“a.txt met Bo.” was deleted".into())));
    press(&mut state, "Control+z");
    assert_eq!((shown(&state), &*state.announcement), ("a.txt", "Undone: “a.txt met Bo.” was deleted"));
    state.reduce(Action::Close(serial));
    state.reduce(Action::Delete);
    press(&mut state, "Control+z");
    assert_eq!(marked(&state), "[b.txt|*PERSON] met Bo.", "the later edit comes first");
    state.reduce(Action::TakeUp(Offer::Restore));
    assert_eq!(shown(&state), "a.txt");
    let [first, second] = [0, 1].map(|at| state.shelf[at].0);
    state.reduce(Action::Close(second));
    state.reduce(Action::Close(first));
    state.reduce(Action::Undo);
    state.reduce(Action::Undo);
    assert_eq!((shown(&state), state.progress()[3]), ("b.txt", 0), "one after the other");
}

#[test]
fn an_article_with_other_labels_that_is_brought_back_changes_no_labels() {
    let mut state = AppState::default();
    open(&mut state, &["a.txt"]);
    let own = Session::new(Document::new("c", "Cy".into()), LabelSet::conll());
    let file = formats::native::write(&own, OffsetUnit::CodePoint);
    state.reduce(Action::Open(vec![("c.json".into(), formats::open("c.json", file.as_bytes()))]));
    state.reduce(Action::Close(1));
    press(&mut state, "Control+z");
    assert_eq!(state.session().unwrap().labels(), &LabelSet::ontonotes());
    assert!(state.project().is_none(), "{:?}", state.project());
}

#[test]
fn what_the_store_forgets_is_not_what_can_be_brought_back() {
    let mut state = AppState::default();
    open(&mut state, &["a.txt", "b.txt"]);
    state.reduce(Action::Close(1));
    let (shelf, now) = (state.shelf.clone(), u64::MAX);
    state.reduce(Action::Shelf { shelf, projects: Vec::new(), shows: false, now });
    press(&mut state, "Control+z");
    assert_eq!((shown(&state), &*state.announcement), ("a.txt", "Undone: “a.txt met Bo.” was deleted"));
}

#[test]
fn keys_go_to_the_next_document_and_the_next_that_is_not_done() {
    let mut state = AppState::default();
    open(&mut state, &["a.txt", "b.txt", "c.txt"]);
    press(&mut state, "Alt+PageDown Alt+PageDown Alt+PageDown");
    assert_eq!(shown(&state), "c.txt");
    press(&mut state, "Alt+PageUp");
    assert_eq!(shown(&state), "b.txt");
    press(&mut state, "Control+Enter");
    assert_eq!((shown(&state), state.progress()), ("c.txt", [2, 0, 1, 0]));
    press(&mut state, "Control+Enter");
    assert_eq!((shown(&state), state.progress()), ("a.txt", [1, 0, 2, 0]), "from the start again");
    assert!(state.notices.iter().any(|notice| notice.text.ends_with("Still to do: 1")));
    let serial = state.documents[2].serial;
    state.reduce(Action::TakeUp(Offer::NotDone(serial)));
    assert_eq!((shown(&state), state.progress()), ("c.txt", [2, 0, 1, 0]));
    press(&mut state, "Control+Enter");
    assert_eq!((shown(&state), state.next_undo().unwrap()), ("a.txt", "“c.txt met Bo.” is done".to_owned()));
    press(&mut state, "Control+z");
    assert_eq!((shown(&state), state.progress()), ("c.txt", [2, 0, 1, 0]), "undo goes back to it");
    assert_eq!(state.next_undo(), None);
}

#[test]
fn what_is_done_is_kept_and_goes_out_with_the_file() {
    let mut state = page("Ana met Bo.", &[("Ana", "PERSON")]);
    let mut kept = Kept::default();
    kept.write(&mut state);
    press(&mut state, "Control+Enter");
    kept.write(&mut state);
    let again = kept.start();
    assert!(again.session().unwrap().document().is_done);
    let json = formats::native::write(again.session().unwrap(), annotation::OffsetUnit::CodePoint);
    let mut other = AppState::default();
    other.reduce(Action::Open(vec![("a.json".into(), formats::native::read(json.as_bytes()))]));
    other.writes(1);
    assert_eq!(other.progress(), [0, 0, 1, 0]);
}

#[test]
fn projects_are_apart_and_an_empty_one_is_forgotten() {
    let mut state = page("Ana met Bo.", &[("Ana", "PERSON")]);
    let mut kept = Kept::default();
    kept.write(&mut state);
    state.reduce(Action::Project(ProjectAction::New));
    assert_eq!((state.document().is_none(), state.progress()), (true, [0; 4]));
    state.reduce(Action::Project(ProjectAction::Choose(0)));
    assert_eq!((shown(&state), state.project_names().len()), ("a.txt", 1));
    state.reduce(Action::Project(ProjectAction::New));
    state.reduce(Action::Project(ProjectAction::Name(" Häfen ".into())));
    state.reduce(Action::Open(vec![("b.txt".into(), formats::open("b.txt", b"Bo"))]));
    kept.write(&mut state);
    assert_eq!(state.progress(), [1, 0, 0, 0]);
    let again = kept.start();
    assert_eq!(again.project().map(|project| &*project.name), Some("Häfen"));
    assert_eq!((shown(&again), again.project_names().len()), ("b.txt", 2));
}

#[test]
fn the_documents_of_a_project_share_their_labels() {
    let mut state = page("Ana met Bo.", &[("Ana", "PERSON"), ("Bo", "ORG")]);
    press(&mut state, "n a");
    open(&mut state, &["b.txt"]);
    let serial = state.document().unwrap().serial;
    let all = annotation::TextRange::up_to(13.into());
    let found = find("b.txt met Bo.", "Bo");
    let suggestions = vec![annotation::Suggestion { range: found, label: "PERSON", score: None, value: None }];
    state.reduce(Action::Tagged { document: serial, part: all, suggestions, done: 13.into() });
    state.reduce(Action::TaggingDone { document: serial });
    press(&mut state, "n a");
    let labels = state.session().unwrap().labels().clone();
    let person = labels.find("PERSON").unwrap();
    let label = annotation::Label { name: "WHO".into(), ..labels.get(person).clone() };
    state.reduce(Action::Labels(LabelEdit::Change(person, label)));
    state.reduce(Action::Labels(LabelEdit::Delete(labels.find("ORG").unwrap())));
    state.reduce(Action::Show(1));
    assert_eq!(
        marked(&state),
        "[Ana|WHO] met Bo.",
        "renamed where it was decided, and a suggestion goes with its label"
    );
    press(&mut state, "Control+z");
    assert_eq!(
        marked(&state).replace('*', ""),
        "[Ana|PERSON] met [Bo|ORG?].",
        "that can be undone, and is the project's set then"
    );
    open(&mut state, &["c.txt"]);
    assert!(state.session().unwrap().labels().find("PERSON").is_some());
    let untouched = state.document().unwrap().serial;
    state.reduce(Action::TaggingDone { document: untouched });
    state.reduce(Action::Show(1));
    state.reduce(Action::Labels(LabelEdit::Replace(annotation::LabelSet::conll())));
    assert_eq!(marked(&state), "[Ana|PER] met [Bo|ORG?].");
    state.reduce(Action::Show(untouched));
    let open = state.document().unwrap();
    assert_eq!((open.session.labels().len(), open.session.next_undo().is_none()), (4, true), "nothing was done to it");
    assert!(matches!(open.tagging, Tagging::Running(_)), "it is tagged with these labels");
    assert_eq!(
        state.session().unwrap().annotations().counts().iter().filter(|((_, s), _)| *s != Status::Suggested).count(),
        0
    );
}

#[test]
fn suggestions_follow_a_label_that_is_renamed_in_another_document() {
    let file = r##"{"format":"postil","version":1,"generator":{"name":"t","version":"1"},"offset_unit":"utf8",
        "document":{"id":"d","title":"b","text":"Bo met Al."},
        "labels":[{"name":"PERSON","kind":"entity","colour":"#1b6ec2"}],
        "annotations":[{"id":1,"start":0,"end":2,"quote":"Bo","label":"PERSON","status":"suggested",
            "origin":{"by":"tagger","name":"m1","version":"1"}}]}"##;
    let mut state = page("Ana met Bo.", &[("Ana", "PERSON")]);
    let files = ["b.json", "c.json"].map(|name| (name.to_owned(), formats::open(name, file.as_bytes())));
    state.reduce(Action::Open(files.into()));
    let (second, third) = (state.documents[1].serial, state.documents[2].serial);
    state.reduce(Action::Show(1));
    let labels = state.session().unwrap().labels().clone();
    let person = labels.find("PERSON").unwrap();
    let label = annotation::Label { name: "Who".into(), ..labels.get(person).clone() };
    state.reduce(Action::Labels(LabelEdit::Change(person, label)));
    state.reduce(Action::Show(second));
    assert_eq!(marked(&state), "[Bo|Who?] met Al.", "another tagger's is not found anew");
    assert_eq!((state.next_undo(), state.document().unwrap().tagging), (None, Tagging::Done));
    let third = &state.documents.iter().find(|open| open.serial == third).unwrap();
    assert!(third.session.labels().find("Who").is_none(), "it was not shown");
    let exported = state.exported(third.serial, &third.session).unwrap();
    let names = |session: &annotation::Session| {
        session.annotations().iter().map(|one| session.labels().get(one.label).name.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(names(&exported), ["Who"]);
    let written = formats::native::write(&third.session, annotation::OffsetUnit::Utf8Byte);
    let serial = third.serial;
    state.reduce(Action::Export(super::ExportStep::Decided(true)));
    let again = state.exported_file(serial, written.as_bytes()).unwrap();
    assert_eq!(names(&formats::native::read(&again).unwrap().session), Vec::<String>::new(), "it is undecided");
    state.reduce(Action::Show(second));
    let suggestion =
        annotation::Suggestion { range: find("Bo met Al.", "Al"), label: "PERSON", score: None, value: None };
    let part = annotation::TextRange::new(3.into(), 10.into());
    state.reduce(Action::Tagged { document: second, part, suggestions: vec![suggestion], done: 10.into() });
    assert_eq!(marked(&state), "[Bo|Who?] met [Al|Who?].", "the tagger calls it as the project does");
}

#[test]
fn a_thousand_documents_come_one_by_one_and_only_the_first_is_tagged() {
    let mut state = AppState { keeping: Keeping::Saving, ..AppState::default() };
    let group = crate::exchange::FileGroup {
        files: vec!["a.zip".into()],
        documents: 1000,
        ..crate::exchange::FileGroup::default()
    };
    state.reduce(Action::Import(super::ImportStep::Looking));
    state.reduce(Action::Import(super::ImportStep::Surveyed(Vec::new(), vec![group])));
    let mut effects = Vec::new();
    for number in 0..1000 {
        let read = formats::open("a.txt", format!("Article {number}").as_bytes());
        let step = super::ImportStep::Received(format!("{number}.txt"), Box::new(read), None);
        effects.extend(state.reduce(Action::Import(step)));
        assert_eq!(state.writes(1).len(), 1, "one transaction for each");
    }
    assert_eq!((effects, state.document().is_none()), (Vec::new(), true));
    let effects = state.reduce(Action::Import(super::ImportStep::Done));
    let tagged = effects.iter().filter(|effect| matches!(effect, Effect::Tag { .. })).count();
    assert_eq!((tagged, shown(&state), state.documents.len()), (1, "a.txt", 1000));
    state.kept();
    assert_eq!((state.documents.len(), state.progress()), (8, [1000, 0, 0, 0]), "what is kept need not stay open");
    assert_eq!(state.session().unwrap().document().text(), "Article 0");

    // The word that all are through may come when others are being looked at already.
    state.reduce(Action::Import(super::ImportStep::Looking));
    state.reduce(Action::Import(super::ImportStep::Done));
    assert!(state.importing.is_some());
}

#[test]
fn the_file_that_an_article_was_read_from_is_kept_with_it_and_goes_with_it() {
    let mut state = AppState { keeping: Keeping::Saving, ..AppState::default() };
    let original = super::Original { name: "tide.docx".into(), bytes: (*b"PK").into() };
    state.reduce(Action::Import(super::ImportStep::Looking));
    let read = formats::open("tide.txt", b"The tide");
    state.reduce(Action::Import(super::ImportStep::Received("The tide".into(), Box::new(read), Some(original))));
    let writes = state.writes(1).concat();
    let originals = writes.iter().filter(|write| write.place().0 == Table::Originals).collect::<Vec<_>>();
    let Write::Add(_, key, _) = originals[0] else { panic!("{originals:?}") };
    assert_eq!((originals.len(), writes[0].place()), (1, (Table::Texts, key.0)), "in the transaction of the text");
    state.show_by_number(key.0);
    assert_eq!(state.reduce(Action::SaveOriginal), [Effect::SaveOriginal(key.0, "tide.docx".into())]);

    let mut summary = state.shelf[0].1.clone();
    summary.is_deleted = true;
    let mut later = AppState::default();
    later.take_shelf(vec![(key.0, summary)], Vec::new(), true, u64::MAX);
    assert!(later.writes(1).concat().contains(&Write::Delete(Table::Originals, *key)));
}
