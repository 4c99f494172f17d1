//! From one state to the next; what edits do is in `editing`.

use std::sync::Arc;

use annotation::{Annotation, TextRange, TextSize};
use formats::native::Summary;
use formats::{Imported, ReadError};
use tagger::{DefaultTagger, Tagger};

use super::app_state::Last;
use super::editing::Ends;
use super::journal::{Journal, Original, update};
use super::movement::{destination, unit_at};
use super::project::name_now;
use super::{
    Action, AppState, Dialog, Effect, FilterChange, LabelEdit, Motion, Notice, NoticeKind, OpenDocument, Selection,
    Step, Tagging, Unit,
};
use crate::strings::{STRINGS, fill};

/// How many warnings of a file are shown.
const MOST_DETAILS: usize = 8;

impl AppState {
    /// Lets something happen; what is to be done outside is returned.
    pub fn reduce(&mut self, action: Action) -> Vec<Effect> {
        let changes_keys = matches!(action, Action::Bind(..) | Action::Keys(_) | Action::Labels(LabelEdit::Change(..)));
        let had_key = changes_keys.then(|| self.keyed());
        let before = std::mem::take(&mut self.announcement);
        let effects = self.happen(action);
        if self.announcement.is_empty() {
            self.announcement = before;
        } else if self.announcement == before {
            self.announcement.push('\u{a0}'); // what is said again is new to a screen reader only if it differs
        }
        had_key.iter().for_each(|had_key| self.tell_keyless(had_key));
        self.fields_wanted += effects.iter().filter(|effect| matches!(effect, Effect::Focus(_))).count() as u32;
        self.list_shelf();
        effects
    }

    fn happen(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::Open(files) => self.open(files),
            Action::Look(files) => vec![Effect::Survey(files)],
            Action::LabelFiles(files) => vec![Effect::ReadLabels(files)],
            Action::Import(step) => self.import_step(step),
            Action::Shelf { shelf, projects, shows, now } => self.take_shelf(shelf, projects, shows, now),
            Action::Reopened { number, stored, reopened, leads } => {
                self.take_reopened(number, &stored, reopened, leads)
            }
            Action::Follow(serial) => self.lead(serial, false),
            Action::Keeping(keeping) => self.keep(keeping),
            Action::Show(serial) => self.show_by_number(serial),
            Action::Close(serial) => self.delete_documents(&[serial]),
            Action::List(action) => self.shelf_action(action),
            Action::Device(action) => self.device_action(action),
            Action::Project(action) => self.project_action(action),
            Action::StepDocument(step) => self.step_document(step),
            Action::Finish => self.finish(),
            Action::Fetch(address) => self.fetch(address),
            Action::Tagged { document, part, suggestions, done } => self.tagged(document, part, suggestions, done),
            Action::TaggingDone { document } => self.tagging_done(document),
            Action::TaggingLost => self.tagging_lost(),
            Action::Tag => self.tag(),
            Action::Select(selection) => self.select(selection),
            Action::Move { motion, extend } => self.move_caret(motion, extend),
            Action::SelectAll => {
                let end = self.session().map_or(TextSize::new(0), |session| session.document().len());
                self.select(Selection { anchor: TextSize::new(0), focus: end })
            }
            Action::Take(unit, at) => self.take(unit, at),
            Action::SelectAnnotation(id) => {
                self.panel_open = false;
                self.select_annotation(id)
            }
            Action::StepAnnotation(step) => self.step_annotation(step),
            Action::CycleHere => self.cycle_here(),
            Action::Escape => self.escape(),
            Action::Selected => self.selected_by_pointer(),
            Action::Label(label) => self.label(label, Ends::Trimmed),
            Action::LabelUntrimmed(label) => self.label(label, Ends::AsSelected),
            Action::FocusText => vec![Effect::FocusText],
            Action::ChooseLabel => self.choose_label(),
            Action::Stick(label) => self.stick(label),
            Action::Enter => self.enter(),
            Action::Judge(status) => self.judge(status),
            Action::JudgeAll(status) => self.judge_all(status, true),
            Action::JudgeListed(status) => self.judge_all(status, false),
            Action::Delete => self.delete(),
            Action::ChooseEdge(edge) => {
                if let Some(id) = self.target().map(|annotation| annotation.id) {
                    self.selected = Some(id);
                    self.edge = Some(edge);
                }
                Vec::new()
            }
            Action::MoveEdge { edge, motion } => self.move_edge(edge, motion),
            Action::EditNote => {
                self.is_writing_note = false;
                self.edit_field("#note")
            }
            Action::EditValue => self.edit_field("#value"),
            Action::DragEdge { edge, to, by_word } => {
                self.drag_edge(edge, to, by_word);
                Vec::new()
            }
            Action::DropEdge => self.drop_edge(),
            Action::WriteNote(note) => {
                self.write_note(&note);
                self.is_writing_note = true;
                Vec::new()
            }
            Action::Note(note) => {
                self.write_note(note.trim());
                self.is_writing_note = false;
                Vec::new()
            }
            Action::Value(text) => self.change_value(text.trim()),
            Action::Describe(fact, text) => self.describe(fact, text.trim()),
            Action::SaveOriginal => {
                let serial = self.document().map(|open| open.serial);
                let name = |serial| Some(Effect::SaveOriginal(serial, self.summary(serial)?.original.clone()?));
                serial.and_then(name).into_iter().collect()
            }
            Action::EditLabel(label) => {
                self.edited_label = Some(label);
                self.forget_what_is_gone();
                Vec::new()
            }
            Action::Labels(edit) => self.noting_labels(|state| state.edit_labels(edit)),
            Action::ExportLabels => self.export_labels(),
            Action::Search(action) => self.search(action),
            Action::Undo => match self.last {
                Some(Last::Done(serial)) => self.go_back_to(serial),
                _ if self.undoes_deletion() => self.restore(),
                _ => self.noting_labels(AppState::undo),
            },
            Action::Redo => self.noting_labels(AppState::redo),
            Action::Filter(change) => {
                match change {
                    FilterChange::Labels(kind, label) => (self.filter.kind, self.filter.label) = (kind, label),
                    FilterChange::Status(status) => self.filter.status = status,
                    FilterChange::LeastScore(score) => self.filter.least_score = score,
                }
                Vec::new()
            }
            Action::Dialog(dialog) => {
                (self.dialog, self.may_clear, self.dialog_since) = (dialog, false, self.serial);
                self.forget_passing();
                self.announcement = "\u{a0}".to_owned(); // nothing that is old
                match dialog {
                    None => {
                        let mut effects = self.leave_import();
                        effects.push(Effect::FocusText);
                        effects
                    }
                    Some(Dialog::Export) => self.begin_export(),
                    Some(Dialog::Shelf) => {
                        self.open_list();
                        vec![Effect::ReadShelf]
                    }
                    Some(_) => Vec::new(),
                }
            }
            Action::TogglePanel => {
                self.panel_open = !self.panel_open;
                Vec::new()
            }
            Action::ToggleValues => {
                self.hides_values = !self.hides_values;
                vec![Effect::ShowValues(!self.hides_values)]
            }
            Action::Theme(theme) => {
                self.theme = theme;
                vec![Effect::KeepTheme(theme)]
            }
            Action::WaitForKey(shortcut) => {
                self.waiting_for_key = shortcut;
                Vec::new()
            }
            Action::Bind(shortcut, chord) => {
                self.waiting_for_key = None;
                self.keymap.bind(shortcut, &chord);
                vec![Effect::KeepKeys(self.keymap.clone())]
            }
            Action::Keys(keymap) => {
                self.keymap = keymap;
                vec![Effect::KeepKeys(self.keymap.clone())]
            }
            Action::Export(step) => self.export_step(step),
            Action::Notify(notice) => {
                self.add_notice(notice);
                Vec::new()
            }
            Action::TakeUp(offer) => self.take_offer(offer),
            Action::Dismiss(serial) => {
                self.notices.retain(|notice| notice.serial != serial);
                // The button that was pressed is gone.
                vec![self.dialog.map_or(Effect::FocusText, |_| Effect::Focus("dialog header button"))]
            }
        }
    }

    pub(super) fn open(&mut self, files: Vec<(String, Result<Imported, ReadError>)>) -> Vec<Effect> {
        let mut first = None;
        for (name, read) in files {
            let serial = self.take_in(&name, read, None);
            first = first.or(serial);
        }
        first.map_or_else(Vec::new, |serial| self.show_by_number(serial))
    }

    /// Takes a document in without showing it, and gives its number; if it could not be read, that is said.
    pub(super) fn take_in(
        &mut self,
        name: &str,
        read: Result<Imported, ReadError>,
        original: Option<Original>,
    ) -> Option<u32> {
        let Imported { session, warnings, is_plain } = match read {
            Ok(imported) => imported,
            Err(error) => {
                self.notify(NoticeKind::Error, fill(STRINGS.not_opened, &[name, &error.to_string()]), Vec::new());
                return None;
            }
        };
        if !warnings.is_empty() {
            let mut details: Vec<String> = warnings.iter().take(MOST_DETAILS).map(ToString::to_string).collect();
            if warnings.len() > MOST_DETAILS {
                details.push(fill(STRINGS.and_more, &[&(warnings.len() - MOST_DETAILS).to_string()]));
            }
            self.notify(NoticeKind::Warning, fill(STRINGS.opened_with_warnings, &[name]), details);
        }
        if session.document().is_empty() {
            self.notify(NoticeKind::Warning, fill(STRINGS.empty_text, &[name]), Vec::new());
        }
        self.serial += 1;
        let session = if is_plain { self.with_labels(session) } else { session };
        let (serial, saved_revision) = (self.serial, session.revision());
        let tagging = if is_plain { Tagging::Waiting } else { Tagging::Done };
        let mut summary = Summary { project: self.project, ..Summary::default() };
        update(&mut summary, &session);
        self.shelf.push((serial, summary));
        self.add_open(OpenDocument { serial, session, tagging, saved_revision, journal: Journal::of(original) });
        Some(serial)
    }

    /// Adds an open document without showing it.
    pub(super) fn add_open(&mut self, open: OpenDocument) {
        let is_none_shown = self.document().is_none();
        self.documents.push(open);
        if is_none_shown {
            self.current = self.documents.len();
        }
    }

    pub(super) fn show(&mut self, index: usize) -> Vec<Effect> {
        let Some(document) = self.documents.get(index) else { return Vec::new() };
        let [last, sticky] = [self.last_label, self.sticky].map(|label| label.and_then(|label| self.label_name(label)));
        let project = self.summary(document.serial).map(|summary| summary.project);
        self.project = project.unwrap_or(self.project);
        self.current = index;
        self.follow_labels();
        let waits = self.document().is_some_and(|document| document.tagging == Tagging::Waiting);
        self.selection = Selection::default();
        self.selected = None;
        self.edge = None;
        self.dragged = None;
        // The list stays open when another document comes up behind it: it closes when one is opened from it.
        self.dialog = self.dialog.filter(|dialog| *dialog == Dialog::Shelf);
        self.filter.label = None;
        // Another document may have another label set.
        let same = |name: Option<String>| self.session()?.labels().find(&name?);
        (self.last_label, self.sticky, self.edited_label) = (same(last), same(sticky), None);
        self.scroll_to(TextSize::new(0));
        let mut effects = if waits { self.tag() } else { Vec::new() };
        if self.search.is_some() {
            effects.extend(self.start_search());
        }
        effects.push(Effect::FocusText);
        effects
    }

    pub(super) fn tag(&mut self) -> Vec<Effect> {
        let visible = self.selection.focus;
        // Who follows finds what is not kept, and leaves it to the other to find it again.
        if self.document().is_some_and(|open| open.session.is_read_only && open.tagging == Tagging::Done) {
            return Vec::new();
        }
        // The tagger leaves off what it was at.
        for other in self.documents.iter_mut().filter(|other| matches!(other.tagging, Tagging::Running(_))) {
            other.tagging = Tagging::Waiting;
        }
        let Some(document) = self.documents.get_mut(self.current) else { return Vec::new() };
        document.tagging = Tagging::Running(TextSize::new(0));
        vec![Effect::Tag { document: document.serial, visible }]
    }

    fn tagged(
        &mut self,
        serial: u32,
        part: TextRange,
        found: Vec<annotation::Suggestion>,
        done: TextSize,
    ) -> Vec<Effect> {
        let renamed = self.renamed(serial);
        if let Some(document) = self.documents.iter_mut().find(|document| document.serial == serial) {
            let software = Arc::new(DefaultTagger::default().software());
            document.session.suggest_as(part, &software, found, |labels, name| {
                labels.taking(name).or_else(|| labels.find(name_now(&renamed, name)?))
            });
            document.tagging = Tagging::Running(done);
            self.forget_what_is_gone();
        }
        Vec::new()
    }

    fn tagging_done(&mut self, serial: u32) -> Vec<Effect> {
        if let Some(document) = self.documents.iter_mut().find(|document| document.serial == serial) {
            let selected =
                self.selected.and_then(|id| document.session.annotations().get(id)).map(|a| (a.range, a.label));
            document.session.renumber();
            document.tagging = Tagging::Done;
            if document.session.next_undo().is_none() {
                document.saved_revision = document.session.revision();
            }
            if let Some((range, label)) = selected {
                let again = document.session.annotations().overlapping(range);
                self.selected = again.into_iter().find(|a| (a.range, a.label) == (range, label)).map(|a| a.id);
            }
            self.announcement = STRINGS.tagged.to_owned();
            // The ids are those of the finished text; a link means the article that the page began with.
            return if self.documents.len() == 1 { vec![Effect::FollowLink] } else { Vec::new() };
        }
        Vec::new()
    }

    fn tagging_lost(&mut self) -> Vec<Effect> {
        for document in self.documents.iter_mut().filter(|document| matches!(document.tagging, Tagging::Running(_))) {
            document.tagging = Tagging::Done;
        }
        self.notify(NoticeKind::Error, STRINGS.worker_lost.to_owned(), Vec::new());
        Vec::new()
    }

    fn select(&mut self, selection: Selection) -> Vec<Effect> {
        if self.selection != selection {
            self.selection = selection;
            let target = self.selected.and_then(|id| self.session()?.annotations().get(id));
            if !target.is_some_and(|target| is_caret_at(selection, target)) {
                self.selected = None;
                self.edge = None;
            }
        }
        Vec::new()
    }

    fn move_caret(&mut self, motion: Motion, extend: bool) -> Vec<Effect> {
        let Some(session) = self.session() else { return Vec::new() };
        let range = self.selection.range();
        let collapses = !extend && !range.is_empty();
        let focus = match motion {
            Motion::Character(Step::Back) if collapses => range.start(),
            Motion::Character(Step::Forward) if collapses => range.end(),
            Motion::Annotation(step) => self.annotation_edge(step),
            _ => destination(session.document().text(), self.selection.focus, motion, self.segmenter),
        };
        self.scroll_to(focus);
        self.select(if extend { Selection { focus, ..self.selection } } else { Selection::caret(focus) })
    }

    /// The end of the annotation ahead, or the start of the one behind; the caret's own place if there is none.
    fn annotation_edge(&self, step: Step) -> TextSize {
        let found = self.nearest(step, |annotation| self.filter.is_sure_enough(annotation)).map(|found| found.range);
        let edge = |range: TextRange| if step == Step::Forward { range.end() } else { range.start() };
        found.map_or(self.selection.focus, edge)
    }

    fn take(&mut self, unit: Unit, at: TextSize) -> Vec<Effect> {
        let Some(session) = self.session() else { return Vec::new() };
        let taken = unit_at(session.document().text(), at, unit, self.segmenter);
        if unit == Unit::Sentence && self.has_just_stuck(at) {
            // The second of three presses gave the word a sticky label that is meant for the sentence.
            self.session_mut().map(annotation::Session::undo);
        }
        self.scroll_to(at);
        self.select(taken.map_or(Selection::caret(at), |range| Selection { anchor: range.start(), focus: range.end() }))
    }

    /// Whether the last edit gave the word at a place the sticky label, and the caret is behind it.
    fn has_just_stuck(&self, at: TextSize) -> bool {
        let last = self.session().and_then(annotation::Session::next_undo).map(|last| &last.edits[..]);
        let Some([edit]) = last else { return false };
        edit.annotation().is_some_and(|stuck| {
            Some(stuck.label) == self.sticky
                && stuck.range.contains_inclusive(at)
                && self.selection == Selection::caret(stuck.range.end())
        })
    }

    fn cycle_here(&mut self) -> Vec<Effect> {
        let Some(session) = self.session() else { return Vec::new() };
        let mut here = session.annotations().touching(self.selection.range());
        here.retain(|annotation| self.filter.is_sure_enough(annotation));
        let key = |annotation: &&Annotation| (annotation.range.len(), annotation.id);
        let all = || here.iter().copied();
        let selected = all().find(|annotation| Some(annotation.id) == self.selected).as_ref().map(key);
        let further = all().filter(|annotation| selected.is_none_or(|selected| key(annotation) > selected));
        let next = further.min_by_key(key).or(all().min_by_key(key)).map(|annotation| annotation.id);
        self.selection = Selection::caret(self.selection.focus);
        next.map_or_else(Vec::new, |id| self.tell_selected(id))
    }

    /// Selects an annotation and tells the screen reader which.
    fn tell_selected(&mut self, id: annotation::AnnotationId) -> Vec<Effect> {
        let effects = self.select_annotation(id);
        self.announcement = self.target().map(|target| self.described(target)).unwrap_or_default();
        effects
    }

    pub(super) fn select_annotation(&mut self, id: annotation::AnnotationId) -> Vec<Effect> {
        if let Some(annotation) = self.session().and_then(|session| session.annotations().get(id)) {
            let start = annotation.range.start();
            if !is_caret_at(self.selection, annotation) {
                self.selection = Selection::caret(start);
            }
            self.selected = Some(id);
            self.edge = None;
            self.scroll_to(start);
        }
        Vec::new()
    }

    pub(super) fn step_annotation(&mut self, step: Step) -> Vec<Effect> {
        let selected = self.selected;
        // One that was just decided may no longer be listed.
        let listed = self.listed().and_then(|listed| Some((listed.position(selected?)?, listed)));
        let next = match listed {
            Some((at, listed)) if step == Step::Forward => listed.get(at + 1),
            Some((at, listed)) => at.checked_sub(1).and_then(|before| listed.get(before)),
            None => self.nearest_annotation(step),
        };
        let Some(id) = next else {
            self.announcement = STRINGS.no_more_annotations.to_owned();
            return Vec::new();
        };
        self.tell_selected(id)
    }

    /// The first annotation from the caret on that the filter lets through.
    fn nearest_annotation(&self, step: Step) -> Option<annotation::AnnotationId> {
        let labels = self.session()?.labels();
        self.nearest(step, |annotation| self.filter.admits(annotation, labels)).map(|annotation| annotation.id)
    }

    /// The first annotation from the caret on that is meant.
    fn nearest(&self, step: Step, is_meant: impl Fn(&Annotation) -> bool) -> Option<&Annotation> {
        let annotations = self.session()?.annotations();
        let mut from = self.selection.focus;
        loop {
            let annotation = match step {
                Step::Forward => annotations.first_from(from)?,
                Step::Back => annotations.last_before(from)?,
            };
            if is_meant(annotation) {
                return Some(annotation);
            }
            from = annotation.range.start() + TextSize::new((step == Step::Forward) as u32);
        }
    }

    fn escape(&mut self) -> Vec<Effect> {
        let is_done = self.dragged.take().is_some()
            || self.edge.take().is_some()
            || self.sticky.take().is_some()
            || self.selected.take().is_some();
        if !is_done {
            self.selection = Selection::caret(self.selection.focus);
        }
        Vec::new()
    }

    /// The label set as a document without text, which every reader of documents can read.
    fn export_labels(&mut self) -> Vec<Effect> {
        let Some(labels) = self.session().map(|session| session.labels().clone()) else { return Vec::new() };
        let session = annotation::Session::new(annotation::Document::new("labels", "".into()), labels);
        let contents = formats::native::write(&session, annotation::OffsetUnit::CodePoint);
        vec![Effect::Download { name: "labels.json".to_owned(), contents }]
    }

    pub(super) fn session_mut(&mut self) -> Option<&mut annotation::Session> {
        self.documents.get_mut(self.current).map(|document| &mut document.session)
    }

    pub(super) fn forget_what_is_gone(&mut self) {
        let is_there = |id| self.session().is_some_and(|session| session.annotations().get(id).is_some());
        if self.selected.is_some_and(|id| !is_there(id)) {
            self.selected = None;
            self.edge = None;
        }
        let Some(labels) = self.session().map(|session| session.labels().clone()) else { return };
        let searched = self.search.as_mut().map(|search| &mut search.label);
        let known = [&mut self.sticky, &mut self.last_label, &mut self.edited_label, &mut self.filter.label];
        for label in known.into_iter().chain(searched) {
            *label = label.filter(|&id| labels.contains(id));
        }
    }

    pub(super) fn scroll_to(&mut self, position: TextSize) {
        self.scroll.serial += 1;
        self.scroll.position = position;
    }

    pub(super) fn notify(&mut self, kind: NoticeKind, text: String, details: Vec<String>) {
        self.add_notice(Notice { details, ..Notice::new(kind, text) });
    }

    /// Takes away what is said only until something else is done.
    pub(super) fn forget_passing(&mut self) {
        self.notices.retain(|notice| notice.kind != NoticeKind::Passing);
    }

    pub(super) fn add_notice(&mut self, notice: Notice) {
        self.serial += 1;
        // Of what went well or is said in passing, only the last is worth the room.
        let is_past = |other: &Notice| {
            matches!(other.kind, NoticeKind::Done | NoticeKind::Passing)
                && notice.kind == other.kind
                && other.offer.is_some() == notice.offer.is_some()
        };
        self.notices.retain(|other| other.text != notice.text && !is_past(other));
        self.notices.push(Notice { serial: self.serial, ..notice });
    }
}

/// Whether nothing is selected and the caret is in the annotation or at its edge.
fn is_caret_at(selection: Selection, annotation: &Annotation) -> bool {
    selection.range().is_empty() && annotation.range.contains_inclusive(selection.focus)
}
