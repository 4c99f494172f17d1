//! What a person's edits do to the state: the selection moves along, and a screen reader is told.

use annotation::{Annotation, EditError, LabelId, Session, Status, Transaction, Value};

use super::movement::{trimmed, word_at};
use super::shown::one_line;
use super::{AppState, Edge, Effect, Motion, NoticeKind, Selection, StatusFilter, Step, command};
use crate::strings::{STRINGS, fill};

impl AppState {
    pub(super) fn label(&mut self, label: LabelId) -> Vec<Effect> {
        let Some(session) = self.session().filter(|session| session.labels().contains(label)) else {
            return Vec::new();
        };
        let name = session.labels().get(label).name.to_string();
        let text = session.document().text();
        let selected = self.selection.range();
        let range = if selected.is_empty() { word_at(text, selected.start()) } else { Some(trimmed(text, selected)) };
        self.last_label = Some(label);
        if let Some(target) = self.target().cloned() {
            self.edit(|state| {
                let quote = state.described_quote(&target);
                let id = target.id;
                let done = command::relabel(state.session_mut()?, target, label);
                state.selected = Some(id);
                Some(done.map(|()| fill(STRINGS.relabelled, &[&quote, &name])))
            });
            return Vec::new();
        }
        let Some(range) = range.filter(|range| !range.is_empty()) else {
            self.announcement = STRINGS.no_text_selected.to_owned();
            return Vec::new();
        };
        self.edit(|state| {
            let added = command::add(state.session_mut()?, range, label);
            Some(added.map(|annotation| {
                state.selection = Selection::caret(range.end());
                state.selected = Some(annotation.id);
                fill(STRINGS.added, &[&state.described_quote(&annotation), &name])
            }))
        });
        Vec::new()
    }

    pub(super) fn enter(&mut self) -> Vec<Effect> {
        match (self.target(), self.selected) {
            (Some(target), Some(_)) if target.status == Status::Suggested => self.judge(Status::Accepted),
            (Some(target), None) => {
                let id = target.id;
                self.select_annotation(id)
            }
            (Some(_), Some(_)) => self.step_annotation(Step::Forward),
            (None, _) => self.last_label.map_or_else(Vec::new, |label| self.label(label)),
        }
    }

    pub(super) fn judge(&mut self, status: Status) -> Vec<Effect> {
        self.edit(|state| {
            let target = state.target().cloned()?;
            state.selected = Some(target.id);
            let said = fill(STRINGS.judged, &[&state.described_quote(&target), (STRINGS.judgement)(status)]);
            Some(command::judge(state.session_mut()?, target, status).map(|()| said))
        });
        Vec::new()
    }

    pub(super) fn delete(&mut self) -> Vec<Effect> {
        self.edit(|state| {
            let target = state.target().cloned()?;
            let said = fill(STRINGS.deleted, &[&state.described(&target)]);
            state.selection = Selection::caret(target.range.start());
            let done = command::delete(state.session_mut()?, target);
            state.selected = None;
            state.edge = None;
            Some(done.map(|()| said))
        });
        Vec::new()
    }

    pub(super) fn move_edge(&mut self, edge: Edge, motion: Motion) -> Vec<Effect> {
        self.edit(|state| {
            let target = state.target().cloned()?;
            let id = target.id;
            let done = command::move_edge(state.session_mut()?, target, edge, motion);
            state.selected = Some(id);
            Some(done.map(|()| {
                state.target().map_or_else(String::new, |target| fill(STRINGS.moved, &[&state.described_quote(target)]))
            }))
        });
        Vec::new()
    }

    pub(super) fn change_value(&mut self, text: &str) -> Vec<Effect> {
        let Some((target, session)) = self.target().cloned().zip(self.session()) else { return Vec::new() };
        let kind = command::value_kind(&session.labels().get(target.label).name);
        let kind = target.value.as_deref().map_or(kind, Value::kind);
        let value = match text {
            "" => None,
            text => match Value::parse(kind, text) {
                Ok(value) => Some(value),
                Err(error) => {
                    self.notify(NoticeKind::Error, fill(STRINGS.value_refused, &[&error.to_string()]), Vec::new());
                    return Vec::new();
                }
            },
        };
        self.edit(|state| {
            let said = value.as_ref().map_or_else(String::new, ToString::to_string);
            Some(command::change_value(state.session_mut()?, target, value).map(|()| said))
        });
        Vec::new()
    }

    pub(super) fn undo(&mut self) -> Vec<Effect> {
        self.travel(|session| session.undo().cloned(), STRINGS.undone, STRINGS.nothing_to_undo)
    }

    pub(super) fn redo(&mut self) -> Vec<Effect> {
        self.travel(|session| session.redo().cloned(), STRINGS.redone, STRINGS.nothing_to_redo)
    }

    /// Goes back or forth in the history and shows where something changed.
    fn travel(
        &mut self,
        travel: impl FnOnce(&mut Session) -> Option<Transaction>,
        template: &str,
        nothing: &str,
    ) -> Vec<Effect> {
        let Some(session) = self.session_mut() else { return Vec::new() };
        let Some(transaction) = travel(session) else {
            self.announcement = nothing.to_owned();
            return Vec::new();
        };
        self.announcement = fill(template, &[(STRINGS.transaction)(transaction.kind)]);
        self.forget_what_is_gone();
        if let Some(annotation) = transaction.edits.iter().find_map(annotation::Edit::annotation) {
            let place = annotation.range.start();
            self.selection = Selection::caret(place);
            let session = self.session();
            self.selected = session.and_then(|session| session.annotations().get(annotation.id)).map(|found| found.id);
            self.edge = None;
            self.scroll_to(place);
        }
        Vec::new()
    }

    /// Runs an edit of the shown document and says what came of it; `None` means there was nothing to edit.
    pub(super) fn edit(&mut self, edit: impl FnOnce(&mut AppState) -> Option<Result<String, EditError>>) {
        match edit(self) {
            None => {}
            Some(Ok(said)) => self.announcement = said,
            Some(Err(error)) => {
                self.notify(NoticeKind::Error, fill(STRINGS.edit_failed, &[&error.to_string()]), Vec::new());
            }
        }
    }

    fn described_quote(&self, annotation: &Annotation) -> String {
        self.session().map_or_else(String::new, |session| one_line(session.document().slice(annotation.range)))
    }

    /// `Ana, PERSON, accepted`, for a screen reader.
    pub(super) fn described(&self, annotation: &Annotation) -> String {
        let Some(session) = self.session() else { return String::new() };
        let name = &session.labels().get(annotation.label).name;
        let status = (STRINGS.status)(StatusFilter::of(annotation));
        format!("{}, {name}, {status}", self.described_quote(annotation))
    }
}
