//! Changes of the label set.

use annotation::{
    Annotation, Edit, EditError, Label, LabelId, LabelKind, LabelSet, Session, Transaction, TransactionKind,
};

use super::editing::name_of;
use super::{AppState, Effect, Notice, NoticeKind, Offer, SHORTCUTS, Step};
use crate::strings::{STRINGS, fill};

/// A change of the label set.
#[derive(Debug, Clone)]
pub enum LabelEdit {
    /// A new label at the end.
    Add(String),
    /// Anything of a label but its place; one that had its key loses it.
    Change(LabelId, Label),
    /// One place up or down.
    Move(LabelId, Step),
    /// Delete a label with its annotations.
    Delete(LabelId),
    /// Give all annotations of the first label the second one and delete the first.
    Merge(LabelId, LabelId),
    /// Another set: annotations follow to what takes their label there, others are deleted.
    Replace(LabelSet),
    /// Labels of another set: new ones are added, those of the same name changed, others stay.
    Import(LabelSet),
}

impl AppState {
    /// What [`Keymap::keyed`](super::Keymap::keyed) says of the shown document's labels.
    pub(super) fn keyed(&self) -> Vec<bool> {
        self.session().map_or_else(Vec::new, |session| self.keymap.keyed(session.labels()))
    }

    /// Says which commands and labels had a key and have none now.
    pub(super) fn tell_keyless(&mut self, had_key: &[bool]) {
        let Some(labels) = self.session().map(Session::labels) else { return };
        let commands = SHORTCUTS.iter().map(|(shortcut, ..)| (STRINGS.shortcut)(*shortcut));
        let names = commands.chain(labels.iter().map(|(_, label)| &*label.name));
        let lost = had_key.iter().zip(self.keyed()).zip(names).filter(|((had, has), _)| **had && !has);
        let lost: Vec<&str> = lost.map(|(_, name)| name).collect();
        if !lost.is_empty() {
            let said = fill(STRINGS.without_key, &[&lost.join(", ")]);
            self.notify(NoticeKind::Passing, said, Vec::new());
        }
    }

    pub(super) fn edit_labels(&mut self, edit: LabelEdit) -> Vec<Effect> {
        if let Some(said) = self.taken_key(&edit) {
            self.notify(NoticeKind::Passing, said, Vec::new());
            return Vec::new();
        }
        // The button or menu that it was chosen with is gone.
        let is_gone = matches!(edit, LabelEdit::Delete(_) | LabelEdit::Merge(..));
        let before = self.session().map(Session::revision);
        if let (LabelEdit::Merge(from, into), Some(labels)) = (&edit, self.session().map(Session::labels)) {
            let labels = labels.clone();
            if labels.contains(*from) && labels.contains(*into) {
                self.note_merged(&labels.get(*from).name, &labels.get(*into).name);
            }
        }
        self.edit(|state| {
            let session = state.session_mut()?;
            let added = session.labels().fresh_id().filter(|_| matches!(edit, LabelEdit::Add(_)));
            let done = apply(session, edit);
            if done.is_ok() && Some(session.revision()) == before {
                return None;
            }
            state.edited_label = added.filter(|_| done.is_ok()).or(state.edited_label);
            state.forget_what_is_gone();
            let name = state.session().and_then(|session| Some(name_of(session, session.next_undo()?)));
            Some(done.map(|()| fill(STRINGS.done, &[&name.unwrap_or_default()])))
        });
        let is_new = |session: &&Session| Some(session.revision()) != before;
        let done = self.session().filter(is_new).and_then(Session::next_undo);
        if done.is_some_and(|done| done.edits.iter().any(|edit| matches!(edit, Edit::Remove(_)))) {
            let notice = Notice::new(NoticeKind::Passing, self.announcement.clone());
            self.add_notice(Notice { offer: Some(Offer::Undo), ..notice });
        }
        is_gone.then_some(Effect::Focus("dialog .label-filter")).into_iter().collect()
    }

    /// Why a label cannot get the key that an edit gives it: a command has it.
    fn taken_key(&self, edit: &LabelEdit) -> Option<String> {
        let LabelEdit::Change(id, label) = edit else { return None };
        let (labels, key) = (self.session()?.labels(), label.key?);
        let is_new = labels.contains(*id) && labels.get(*id).key != Some(key);
        let command = self.keymap.command(key).filter(|_| is_new)?;
        Some(fill(STRINGS.key_taken, &[&key.to_string(), (STRINGS.shortcut)(command)]))
    }
}

fn apply(session: &mut Session, edit: LabelEdit) -> Result<(), EditError> {
    let before = session.labels().clone();
    let mut labels: Vec<(LabelId, Label)> = before.iter().map(|(id, label)| (id, label.clone())).collect();
    let place = |wanted: LabelId| before.iter().position(|(id, _)| id == wanted).ok_or(EditError::Labels);
    let mut edits = Vec::new();
    let kind = match edit {
        LabelEdit::Add(name) => {
            // Digits are the keys of no command.
            let is_free = |key: &char| labels.iter().all(|(_, label)| label.key != Some(*key));
            let key = "1234567890".chars().find(is_free);
            let id = before.fresh_id().ok_or(annotation::LabelError::TooMany)?;
            labels.push((id, Label { key, ..new_label(&name, labels.len()) }));
            TransactionKind::AddLabel
        }
        LabelEdit::Change(id, label) => {
            let place = place(id)?;
            let taken = |other: &&mut (LabelId, Label)| other.1.key.is_some() && other.1.key == label.key;
            labels.iter_mut().filter(taken).for_each(|(_, other)| other.key = None);
            labels[place].1 = label;
            TransactionKind::ChangeLabel
        }
        LabelEdit::Move(id, step) => {
            let from = place(id)?;
            let to = if step == Step::Forward { (from + 1).min(labels.len() - 1) } else { from.saturating_sub(1) };
            labels.swap(from, to);
            TransactionKind::ChangeLabel
        }
        LabelEdit::Delete(id) => {
            labels.remove(place(id)?);
            TransactionKind::DeleteLabel
        }
        LabelEdit::Merge(from, into) => {
            place(into)?;
            labels.remove(place(from)?);
            edits = moves(session, &[(from, into)], before.get(into).kind);
            TransactionKind::MergeLabels
        }
        LabelEdit::Replace(wanted) => {
            let takes = before.iter().filter_map(|(id, label)| Some((id, wanted.taking(&label.name)?)));
            let takes: Vec<(LabelId, LabelId)> = takes.collect();
            let mut fresh = before.fresh_id().map_or(u16::MAX, |id| id.0);
            labels.clear();
            let mut follow = Vec::new();
            for (new, label) in wanted.iter() {
                let same =
                    before.find(&label.name).or(takes.iter().find(|(_, taken)| *taken == new).map(|(old, _)| *old));
                let id = same.unwrap_or_else(|| {
                    fresh = fresh.saturating_add(1);
                    LabelId(fresh - 1)
                });
                follow
                    .extend(takes.iter().filter(|(old, taken)| *taken == new && *old != id).map(|(old, _)| (*old, id)));
                labels.push((id, label.clone()));
            }
            edits = moves(session, &follow, LabelKind::Entity);
            TransactionKind::ReplaceLabels
        }
        LabelEdit::Import(other) => {
            for (_, label) in other.iter() {
                match labels.iter_mut().find(|(_, known)| known.name == label.name) {
                    Some((_, known)) => *known = label.clone(),
                    None => {
                        let id = labels.iter().map(|(id, _)| id.0).max().map_or(Some(0), |last| last.checked_add(1));
                        labels.push((LabelId(id.ok_or(annotation::LabelError::TooMany)?), label.clone()));
                    }
                }
            }
            TransactionKind::ReplaceLabels
        }
    };
    let after = LabelSet::with_ids(labels)?;
    if before != after {
        edits.push(Edit::Labels { before, after });
    }
    session.apply(Transaction { kind, edits })
}

/// The edits that give annotations of each first label the second one; where that one lies already, the first goes.
pub(super) fn moves(session: &Session, follow: &[(LabelId, LabelId)], kind: LabelKind) -> Vec<Edit> {
    let mut edits = Vec::new();
    for before in session.annotations().iter() {
        let Some(&(_, label)) = follow.iter().find(|(from, _)| *from == before.label) else { continue };
        let is_there = |other: &&Annotation| other.range == before.range && other.label == label;
        if session.annotations().overlapping(before.range).iter().any(is_there) {
            edits.push(Edit::Remove(before.clone()));
            continue;
        }
        let value = before.value.clone().filter(|_| kind == LabelKind::Figure);
        edits.push(Edit::Replace { before: before.clone(), after: Annotation { label, value, ..before.clone() } });
    }
    edits
}

/// A label with a colour of its own, as far as there are any.
fn new_label(name: &str, index: usize) -> Label {
    let known = LabelSet::ontonotes();
    let colour = known.get(LabelId((index % known.len()) as u16)).colour;
    let (name, description) = (name.trim().into(), "".into());
    Label { name, kind: LabelKind::Entity, colour, key: None, description, unknown: None }
}
