//! What a person's edits do to the state: the selection moves along, and a screen reader is told.

use annotation::{
    Annotation, CalendarDate, Document, Edit, EditError, LabelId, LabelSet, Session, Status, TextRange, TextSize,
    Transaction, TransactionKind, Value, ValueKind, is_language_tag,
};

use super::app_state::Last;
use super::movement::{destination, trimmed, unit_at};
use super::shown::one_line;
use super::{AppState, Edge, Effect, Fact, Motion, NoticeKind, Selection, StatusFilter, Step, Unit, command};
use crate::strings::{STRINGS, counted, fill};

/// The field of the menu at the selection, or else of the one beside the text.
pub(super) const LABEL_FILTER: &str = ".menu-place:not([hidden]) .label-filter, .panel .label-filter";

/// What becomes of white space and punctuation at the ends of selected text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ends {
    /// They stay outside.
    Trimmed,
    /// They are labelled with it.
    AsSelected,
}

impl AppState {
    pub(super) fn label(&mut self, label: LabelId, ends: Ends) -> Vec<Effect> {
        let Some((name, session)) = self.label_name(label).zip(self.session()) else {
            self.notify(NoticeKind::Passing, STRINGS.label_gone.to_owned(), Vec::new());
            return vec![Effect::FocusText];
        };
        let selected = self.selection.range();
        if let Some(sticky) = self.sticky.filter(|_| selected.is_empty() && self.selected.is_none()) {
            // It is chosen after the key for sticky labels, which has taken the last one already.
            return if sticky == label { vec![Effect::FocusText] } else { self.stick(Some(label)) };
        }
        let text = session.document().text();
        let range = match ends {
            _ if selected.is_empty() => unit_at(text, selected.start(), Unit::Word, self.segmenter),
            Ends::Trimmed => Some(trimmed(text, selected)),
            Ends::AsSelected => Some(selected),
        };
        let same = |other: &&Annotation| Some(other.range) == range && other.label == label && !selected.is_empty();
        let repeated = range.and_then(|range| session.annotations().overlapping(range).into_iter().find(same));
        let target = self.target().or(repeated).cloned();
        self.last_label = Some(label);
        if let Some(target) = target {
            self.edit(|state| {
                let quote = state.described_quote(&target);
                let (id, end) = (target.id, target.range.end());
                let done = command::relabel(state.session_mut()?, target, label);
                if !selected.is_empty() {
                    state.selection = Selection::caret(end);
                }
                state.selected = Some(id);
                Some(done.map(|()| fill(STRINGS.relabelled, &[&quote, &name])))
            });
            return vec![Effect::FocusText];
        }
        let Some(range) = range.filter(|range| !range.is_empty()) else {
            self.announcement = STRINGS.no_text_selected.to_owned();
            return vec![Effect::FocusText];
        };
        self.edit(|state| {
            let added = command::add(state.session_mut()?, range, label);
            Some(added.map(|annotation| {
                state.selection = Selection::caret(range.end());
                state.selected = Some(annotation.id).filter(|_| state.sticky.is_none());
                fill(STRINGS.added, &[&state.described_quote(&annotation), &name])
            }))
        });
        vec![Effect::FocusText]
    }

    /// Gives what was just selected with the pointer the sticky label.
    pub(super) fn selected_by_pointer(&mut self) -> Vec<Effect> {
        match self.sticky.filter(|_| !self.selection.range().is_empty()) {
            Some(label) => self.label(label, Ends::Trimmed),
            None => Vec::new(),
        }
    }

    /// Goes to the menu at the selection, or at the word at the caret; with neither, to that beside the text.
    pub(super) fn choose_label(&mut self) -> Vec<Effect> {
        if self.selection.range().is_empty() {
            self.selected = self.target().map(|target| target.id);
        }
        if self.selection.range().is_empty() && self.selected.is_none() {
            let text = self.session().map(|session| session.document().text());
            if let Some(word) = text.and_then(|text| unit_at(text, self.selection.focus, Unit::Word, self.segmenter)) {
                self.selection = Selection { anchor: word.start(), focus: word.end() };
            }
        }
        vec![Effect::Focus(LABEL_FILTER)]
    }

    /// Goes to a field of the annotation.
    pub(super) fn edit_field(&mut self, selector: &'static str) -> Vec<Effect> {
        let Some(id) = self.target().map(|target| target.id) else { return self.say_no_annotation() };
        self.selected = Some(id);
        vec![Effect::Focus(selector)]
    }

    fn say_no_annotation(&mut self) -> Vec<Effect> {
        self.notify(NoticeKind::Passing, STRINGS.no_annotation.to_owned(), Vec::new());
        Vec::new()
    }

    pub(super) fn stick(&mut self, label: Option<LabelId>) -> Vec<Effect> {
        let label = label.or(self.target().map(|target| target.label)).or(self.last_label);
        let label = label.filter(|&label| self.sticky != Some(label) && self.label_name(label).is_some());
        let name = label.and_then(|label| self.label_name(label));
        self.announcement = name.map_or_else(|| STRINGS.not_sticky.to_owned(), |name| fill(STRINGS.sticky, &[&name]));
        self.sticky = label;
        if label.is_some() {
            self.last_label = label;
            self.selected = None;
        }
        vec![Effect::FocusText]
    }

    pub(super) fn enter(&mut self) -> Vec<Effect> {
        if let Some(label) = self.sticky.filter(|_| !self.selection.range().is_empty()) {
            return self.label(label, Ends::Trimmed);
        }
        match (self.target(), self.selected) {
            (Some(target), Some(_)) if target.status == Status::Suggested => {
                self.judge(Status::Accepted);
                let said = std::mem::take(&mut self.announcement);
                let effects = self.step_annotation(Step::Forward);
                let next = std::mem::replace(&mut self.announcement, said);
                if !next.is_empty() {
                    self.announcement += &format!(". {next}");
                }
                effects
            }
            (Some(target), None) => {
                let id = target.id;
                self.select_annotation(id)
            }
            (Some(_), Some(_)) => self.step_annotation(Step::Forward),
            (None, _) => self.last_label.map_or_else(Vec::new, |label| self.label(label, Ends::Trimmed)),
        }
    }

    pub(super) fn judge(&mut self, status: Status) -> Vec<Effect> {
        let Some(target) = self.target().cloned() else { return self.say_no_annotation() };
        self.edit(|state| {
            state.selected = Some(target.id);
            let said = fill(STRINGS.judged, &[&state.described_quote(&target), (STRINGS.judgement)(status)]);
            Some(command::judge(state.session_mut()?, target, status).map(|()| said))
        });
        Vec::new()
    }

    /// Judges all listed suggestions; if `of_label`, those of the label of the annotation that commands act on.
    pub(super) fn judge_all(&mut self, status: Status, of_label: bool) -> Vec<Effect> {
        let listed =
            self.listed().map(|listed| (0..listed.len()).filter_map(|row| listed.get(row)).collect::<Vec<_>>());
        let ids = listed.unwrap_or_default();
        // Whoever lists one kind of labels only means those, where none of them is selected.
        let is_narrow = self.filter.kind.is_some() || self.filter.label.is_some();
        let target = self.target().filter(|target| of_label && (!is_narrow || ids.contains(&target.id)));
        let label = target.map(|target| target.label);
        if of_label && !is_narrow && label.is_none() {
            return self.say_no_annotation();
        }
        self.edit(|state| {
            let session = state.session_mut()?;
            let annotations = ids.into_iter().filter_map(|id| session.annotations().get(id));
            let is_meant =
                |one: &&Annotation| one.status == Status::Suggested && label.is_none_or(|label| one.label == label);
            let meant: Vec<Annotation> = annotations.filter(is_meant).cloned().collect();
            let count = meant.len().to_string();
            let name = name_of_all(session.labels(), &mut meant.iter().map(|one| one.label));
            let done = command::judge_all(session, meant, status);
            Some(done.map(|()| fill(STRINGS.judged_all, &[&name, &count, (STRINGS.judgement)(status)])))
        });
        Vec::new()
    }

    pub(super) fn delete(&mut self) -> Vec<Effect> {
        let Some(target) = self.target().cloned() else { return self.say_no_annotation() };
        self.edit(|state| {
            let said = fill(STRINGS.deleted, &[&state.described(&target)]);
            state.selection = Selection::caret(target.range.start());
            let done = command::delete(state.session_mut()?, target);
            state.selected = None;
            state.edge = None;
            Some(done.map(|()| said))
        });
        // The button that was pressed is gone.
        vec![Effect::FocusText]
    }

    pub(super) fn move_edge(&mut self, edge: Edge, motion: Motion) -> Vec<Effect> {
        let Some((range, session)) = self.target().map(|target| target.range).zip(self.session()) else {
            return Vec::new();
        };
        let text = session.document().text();
        let from = if edge == Edge::Start { range.start() } else { range.end() };
        let moved = command::with_edge(range, edge, destination(text, from, motion, self.segmenter));
        // By a word inwards: to the next one, without what lies between.
        let nearest = |moved: TextRange| {
            let to = trimmed(text, moved);
            if edge == Edge::Start { to.start() } else { to.end() }
        };
        let is_by_word = matches!(motion, Motion::Word(_));
        let at_word = moved.filter(|_| is_by_word).and_then(|moved| command::with_edge(moved, edge, nearest(moved)));
        self.stretch(at_word.or(moved))
    }

    pub(super) fn drag_edge(&mut self, edge: Edge, to: TextSize, by_word: bool) {
        let Some(session) = self.session() else { return };
        let word = unit_at(session.document().text(), to, Unit::Word, self.segmenter).filter(|_| by_word);
        let to = match edge {
            Edge::Start => word.map_or(to, TextRange::start),
            Edge::End => word.map_or(to, TextRange::end),
        };
        let selected = self.selected.and_then(|id| session.annotations().get(id));
        let range = self.dragged.unwrap_or(selected.map_or(self.selection.range(), |annotation| annotation.range));
        self.dragged = command::with_edge(range, edge, to).or(Some(range));
    }

    pub(super) fn drop_edge(&mut self) -> Vec<Effect> {
        let Some(range) = self.dragged.take() else { return Vec::new() };
        if self.selected.is_some() {
            return self.stretch(Some(range));
        }
        self.selection = Selection { anchor: range.start(), focus: range.end() };
        Vec::new()
    }

    /// Lets the annotation that commands act on lie elsewhere.
    fn stretch(&mut self, range: Option<TextRange>) -> Vec<Effect> {
        self.edit(|state| {
            let (target, range) = (state.target().cloned()?, range?);
            let id = target.id;
            let done = command::stretch(state.session_mut()?, target, range);
            state.selected = Some(id);
            if state.selection.range().is_empty() {
                state.selection = Selection::caret(state.selection.focus.clamp(range.start(), range.end()));
            }
            Some(done.map(|()| {
                state.target().map_or_else(String::new, |target| fill(STRINGS.moved, &[&state.described_quote(target)]))
            }))
        });
        Vec::new()
    }

    pub(super) fn change_value(&mut self, text: &str) -> Vec<Effect> {
        let Some((target, session)) = self.target().cloned().zip(self.session()) else { return Vec::new() };
        let known = target.value.as_deref().map(Value::kind);
        let of_label = command::value_kinds(&session.labels().get(target.label).name);
        let kinds = if known.is_some() { known.as_slice() } else { of_label };
        let parse = |kind: ValueKind| {
            let value = Value::parse(kind, text).map_err(|error| error.to_string())?;
            match value.unit() {
                Some(unit) if kind == ValueKind::Money && !is_currency(unit) => Err(fill(STRINGS.no_currency, &[unit])),
                _ => Ok(value),
            }
        };
        let value = match text {
            "" => None,
            _ => {
                let mut parsed = parse(kinds[0]);
                for &kind in &kinds[1..] {
                    parsed = parsed.or_else(|error| parse(kind).map_err(|_| error));
                }
                match parsed {
                    Ok(value) => Some(value),
                    Err(reason) => {
                        self.notify(NoticeKind::Passing, fill(STRINGS.value_refused, &[&reason]), Vec::new());
                        return vec![Effect::Focus("#value")];
                    }
                }
            }
        };
        self.edit(|state| {
            let said = value.as_ref().map_or_else(|| STRINGS.changed.to_owned(), ToString::to_string);
            Some(command::change_value(state.session_mut()?, target, value).map(|()| said))
        });
        Vec::new()
    }

    /// Changes what is known about the document; another date gives relative dates other values.
    pub(super) fn describe(&mut self, fact: Fact, text: &str) -> Vec<Effect> {
        let Some(document) = self.session().map(Session::document) else { return Vec::new() };
        let mut about = document.about();
        let known: Option<Box<str>> = (!text.is_empty()).then(|| text.into());
        let refused = match fact {
            Fact::Title => {
                about.title = known.unwrap_or_else(|| Document::first_line(document.text()).into());
                None
            }
            Fact::Source => {
                about.source = known;
                None
            }
            Fact::Language => {
                about.language = known;
                (!text.is_empty() && !is_language_tag(text)).then_some(STRINGS.no_language)
            }
            Fact::ReferenceDate => {
                about.reference_date = text.parse().ok();
                (!text.is_empty() && about.reference_date.is_none()).then_some(STRINGS.no_date)
            }
        };
        if let Some(refused) = refused {
            self.notify(NoticeKind::Passing, fill(refused, &[text]), Vec::new());
            return Vec::new();
        }
        let date = document.reference_date;
        self.edit(|state| Some(command::describe(state.session_mut()?, about).map(|()| STRINGS.changed.to_owned())));
        self.tag_if_dated(date)
    }

    /// Tags again if the document's date was another.
    fn tag_if_dated(&mut self, before: Option<CalendarDate>) -> Vec<Effect> {
        let date = self.session().and_then(|session| session.document().reference_date);
        if date == before { Vec::new() } else { self.tag() }
    }

    pub(super) fn undo(&mut self) -> Vec<Effect> {
        self.travel(|session| session.undo().cloned(), STRINGS.undone, STRINGS.nothing_to_undo)
    }

    pub(super) fn redo(&mut self) -> Vec<Effect> {
        self.travel(|session| session.redo().cloned(), STRINGS.redone, STRINGS.nothing_to_redo)
    }

    /// What undo would take back, in words.
    pub fn next_undo(&self) -> Option<String> {
        if let Some(Last::Done(serial)) = self.last {
            return Some(fill(STRINGS.document_done, &[&self.title(serial)]));
        }
        if let Some(deleted) = self.deleted.0.last().filter(|_| self.undoes_deletion()) {
            return Some(self.name_of_deletion(deleted));
        }
        self.session().and_then(|session| Some(name_of(session, session.next_undo()?)))
    }

    /// What redo would do again, in words.
    pub fn next_redo(&self) -> Option<String> {
        self.session().and_then(|session| Some(name_of(session, session.next_redo()?)))
    }

    /// Goes back or forth in the history and shows where something changed.
    fn travel(
        &mut self,
        travel: impl FnOnce(&mut Session) -> Option<Transaction>,
        template: &str,
        nothing: &str,
    ) -> Vec<Effect> {
        let Some(session) = self.session_mut() else { return Vec::new() };
        let date = session.document().reference_date;
        let Some(transaction) = travel(session) else {
            self.announcement = nothing.to_owned();
            return Vec::new();
        };
        let name = self.session().map(|session| name_of(session, &transaction));
        self.announcement = fill(template, &[&name.unwrap_or_default()]);
        self.last = None;
        self.forget_passing();
        self.forget_what_is_gone();
        if let Some(annotation) = transaction.edits.iter().find_map(Edit::annotation) {
            let place = annotation.range.start();
            self.selection = Selection::caret(place);
            let session = self.session();
            self.selected = session.and_then(|session| session.annotations().get(annotation.id)).map(|found| found.id);
            self.edge = None;
            self.scroll_to(place);
        }
        self.tag_if_dated(date)
    }

    /// Runs an edit of the shown document and says what came of it; `None` means there was nothing to edit.
    pub(super) fn edit(&mut self, edit: impl FnOnce(&mut AppState) -> Option<Result<String, EditError>>) {
        let revision = self.session().map(Session::revision);
        match edit(self) {
            None => {}
            Some(Ok(said)) => {
                self.announcement = said;
                self.forget_passing();
                self.last = self.last.filter(|_| self.session().map(Session::revision) == revision);
            }
            Some(Err(error)) => {
                self.notify(NoticeKind::Passing, fill(STRINGS.edit_failed, &[&error.to_string()]), Vec::new());
            }
        }
    }

    /// Writes a note in the place of the one that was being written, which is no step of its own then.
    pub(super) fn write_note(&mut self, note: &str) {
        let goes_on = self.is_writing_note;
        self.edit(|state| {
            let id = state.target()?.id;
            let session = state.session_mut()?;
            let is_its = |step: &&Transaction| {
                let edits = &step.edits[..];
                step.kind == TransactionKind::ChangeNote
                    && matches!(edits, [Edit::Replace { after, .. }] if after.id == id)
            };
            if session.annotations().get(id)?.note.as_deref().unwrap_or_default() == note {
                return None;
            }
            if goes_on && session.next_undo().filter(is_its).is_some() {
                session.undo();
            }
            let target = session.annotations().get(id)?.clone();
            // What is written is heard already.
            Some(command::note(session, target, note).map(|()| String::new()))
        });
    }

    /// The name of a label of the shown document.
    pub(super) fn label_name(&self, label: LabelId) -> Option<String> {
        let labels = self.session()?.labels();
        labels.contains(label).then(|| labels.get(label).name.to_string())
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

/// Whether a unit of money has the form of a code of ISO 4217.
fn is_currency(unit: &str) -> bool {
    unit.len() == 3 && unit.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// What a transaction did: `label PERSON, 12 annotations`.
pub(super) fn name_of(session: &Session, transaction: &Transaction) -> String {
    let mut of_labels = transaction.edits.iter().filter_map(|edit| match edit {
        Edit::Labels { before, after } => Some(different(before, after)),
        _ => None,
    });
    let mut labels = transaction.edits.iter().filter_map(Edit::annotation).map(|annotation| annotation.label);
    let (name, count, self_evident) = match of_labels.next() {
        Some(name) => (name, transaction.edits.len() - 1, 0),
        None => (name_of_all(session.labels(), &mut labels), transaction.edits.len(), 1),
    };
    let is_taken_back = matches!(&transaction.edits[..],
        [Edit::Replace { after, .. }, ..] if transaction.kind == TransactionKind::Accept && after.status == Status::Suggested);
    let template = if is_taken_back { STRINGS.leave_undecided } else { (STRINGS.transaction)(transaction.kind) };
    let mut said = fill(template, &[&name]);
    if count > self_evident {
        said += ", ";
        said += &counted(count);
    }
    said
}

/// The name of the label that all have, or a word for several.
fn name_of_all(labels: &LabelSet, mut all: &mut dyn Iterator<Item = LabelId>) -> String {
    let Some(first) = all.next().filter(|&label| labels.contains(label)) else { return String::new() };
    let is_one = (&mut all).all(|other| other == first);
    (if is_one { &*labels.get(first).name } else { STRINGS.several_labels }).to_owned()
}

/// The name of the first label that is not in both sets in the same way: as it was, or as it is if it is new or moved.
fn different(before: &LabelSet, after: &LabelSet) -> String {
    let lost = before.iter().find(|(id, label)| !after.contains(*id) || after.get(*id) != *label);
    let new = || after.iter().find(|(id, _)| !before.contains(*id));
    let moved = || after.iter().zip(before.iter()).find(|((id, _), (other, _))| id != other).map(|(label, _)| label);
    lost.or_else(new).or_else(moved).map_or_else(String::new, |(_, label)| label.name.to_string())
}
