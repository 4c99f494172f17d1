//! Projects: documents that belong together and share a label set.
//!
//! A project has a label set of its own once somebody has changed the labels of one of its documents. Every new document
//! then starts with it, and every other takes it on when it is next shown, as an edit that can be undone if anything was done
//! to it before: labels that were renamed or merged take their annotations along, and one that is still used stays.

use annotation::{
    Annotation, Edit, EditError, Label, LabelId, LabelSet, OffsetUnit, Origin, Session, Status, Transaction,
    TransactionKind,
};
use formats::native::{Project, write_project};
use tagger::{DefaultTagger, Tagger};

use super::labels::moves;
use super::{AppState, Effect, Stuff, Table, Tagging, Write};

/// What happens to projects.
#[derive(Debug, Clone)]
pub enum ProjectAction {
    /// Show another one, by its number.
    Choose(u32),
    /// Start a new one.
    New,
    /// Give the one that is shown a name.
    Name(String),
}

impl AppState {
    /// The project that is shown.
    pub fn project(&self) -> Option<&Project> {
        self.numbered(self.project)
    }

    fn numbered(&self, number: u32) -> Option<&Project> {
        self.projects.iter().find(|(known, _)| *known == number).map(|(_, project)| project)
    }

    /// The projects to choose from: their numbers and names.
    pub fn project_names(&self) -> Vec<(u32, String)> {
        let is_there =
            |number: u32| number == self.project || self.shelf.iter().any(|(_, summary)| summary.project == number);
        let first = (0, self.name_of_project(0));
        let others = self.projects.iter().filter(|(number, _)| *number != 0);
        let others = others.map(|(number, project)| (*number, project.name.clone()));
        std::iter::once(first).filter(|(number, _)| is_there(*number)).chain(others).collect()
    }

    fn name_of_project(&self, number: u32) -> String {
        self.numbered(number).map_or_else(String::new, |project| project.name.clone())
    }

    pub(super) fn project_action(&mut self, action: ProjectAction) -> Vec<Effect> {
        match action {
            ProjectAction::Choose(number) => self.choose_project(number),
            ProjectAction::New => {
                self.serial += 1;
                let number = self.serial;
                self.projects.push((number, Project::default()));
                self.choose_project(number);
                self.write_project();
                vec![Effect::Focus("#project-name")]
            }
            ProjectAction::Name(name) => {
                self.project_mut().name = name.trim().to_owned();
                self.write_project();
                Vec::new()
            }
        }
    }

    /// Shows a project, and of its documents the one that was shown last; one that is left empty is forgotten.
    fn choose_project(&mut self, number: u32) -> Vec<Effect> {
        let left = std::mem::replace(&mut self.project, number);
        if left != number && !self.shelf.iter().any(|(_, summary)| summary.project == left) {
            self.projects.retain(|(number, _)| *number != left);
            self.unwritten.push(vec![Write::Delete(Table::Projects, (left, None))]);
        }
        (self.shelf_list.pattern, self.shelf_list.status, self.shelf_list.current) = (String::new(), None, 0);
        self.search = None;
        self.show_none();
        let dialog = self.dialog;
        let shown = self.shelved().max_by_key(|(_, summary)| (summary.shown, summary.added)).map(|(serial, _)| *serial);
        let effects = shown.map_or_else(Vec::new, |serial| self.show_by_number(serial));
        // Whoever looks at the list goes on looking at it.
        self.dialog = dialog;
        effects.into_iter().filter(|effect| *effect != Effect::FocusText || dialog.is_none()).collect()
    }

    fn project_mut(&mut self) -> &mut Project {
        let number = self.project;
        let place = self.projects.iter().position(|(known, _)| *known == number).unwrap_or_else(|| {
            self.projects.push((number, Project::default()));
            self.projects.len() - 1
        });
        &mut self.projects[place].1
    }

    fn write_project(&mut self) {
        let number = self.project;
        let sealed = Stuff::Sealed(write_project(number, self.project_mut()));
        self.unwritten.push(vec![Write::Put(Table::Projects, (number, None), sealed)]);
    }

    /// Lets something happen that may change the labels of the shown document; the project's labels follow.
    pub(super) fn noting_labels(&mut self, act: impl FnOnce(&mut AppState) -> Vec<Effect>) -> Vec<Effect> {
        let before = self.session().map(|session| session.labels().clone());
        let effects = act(self);
        let after = self.session().map(|session| session.labels().clone());
        if let (Some(before), Some(after)) = (before, after)
            && before != after
        {
            let project = self.project_mut();
            for (id, old) in before.iter() {
                let new = after.contains(id).then(|| after.get(id));
                if let Some(new) = new.filter(|new| new.name != old.name) {
                    project.renamed.retain(|(former, _)| **former != *new.name);
                    rename(project, &old.name, &new.name);
                }
            }
            project.labels = Some(after);
            self.write_project();
        }
        effects
    }

    /// Notes that all annotations of one label got another.
    pub(super) fn note_merged(&mut self, from: &str, into: &str) {
        rename(self.project_mut(), from, into);
    }

    /// Gives the shown document the project's labels, if it has others.
    pub(super) fn follow_labels(&mut self) {
        let Some(project) = self.project().filter(|project| project.labels.is_some()).cloned() else { return };
        let Some(open) = self.documents.get_mut(self.current).filter(|open| !open.session.is_read_only) else { return };
        let session = &mut open.session;
        // Where nothing was done yet, there is nothing to undo.
        let is_untouched = session.next_undo().is_none() && session.next_redo().is_none();
        let followed = follow(session, &project);
        debug_assert!(followed.is_ok(), "the labels of a project are a label set");
        if is_untouched
            && session.next_undo().is_some()
            && let Some(mut anew) = anew(session, |one| Some(one.clone()))
        {
            anew.succeed(session);
            *session = anew;
            // What Postil's tagger has found, it finds anew in the words of these labels.
            let name = DefaultTagger::default().software().name;
            let is_ours = |one: &Annotation| matches!(&one.origin, Origin::Tagger(by) if by.name == name);
            if session.annotations().iter().all(is_ours) {
                open.tagging = Tagging::Waiting;
            }
        }
    }

    /// What is exported of a document: with the labels of its project, and without what is undecided if that is not
    /// wanted; `None` if it is exported as it is.
    pub fn exported(&self, serial: u32, session: &Session) -> Option<Session> {
        let is_decided = self.exporting.is_decided;
        let is_other = |labels: &LabelSet| !are_same(session.labels(), labels);
        let project = self.project_of(serial).filter(|project| project.labels.as_ref().is_some_and(is_other));
        if !is_decided && project.is_none() {
            return None;
        }
        let followed = project.and_then(|project| {
            let mut followed = session.clone();
            followed.is_read_only = false;
            follow(&mut followed, project).ok().map(|()| followed)
        });
        let is_wanted = |one: &&Annotation| !is_decided || one.status != Status::Suggested;
        anew(followed.as_ref().unwrap_or(session), |one| Some(one).filter(is_wanted).cloned())
    }

    /// The same of a document that is not open, as it is kept.
    pub fn exported_file(&self, serial: u32, kept: &[u8]) -> Option<Vec<u8>> {
        let has_labels = self.project_of(serial).is_some_and(|project| project.labels.is_some());
        if !self.exporting.is_decided && !has_labels {
            return None;
        }
        let read = formats::native::read(kept).ok()?;
        let exported = self.exported(serial, &read.session)?;
        Some(formats::native::write(&exported, OffsetUnit::Utf8Byte).into_bytes())
    }

    fn project_of(&self, serial: u32) -> Option<&Project> {
        self.numbered(self.summary(serial)?.project)
    }

    /// What labels of a document are called in its project, that somebody has renamed or merged.
    pub(super) fn renamed(&self, serial: u32) -> Vec<(String, String)> {
        self.project_of(serial).map_or_else(Vec::new, |project| project.renamed.clone())
    }

    /// A new document without annotations, with the project's labels.
    pub(super) fn with_labels(&self, session: Session) -> Session {
        match self.project().and_then(|project| project.labels.clone()) {
            Some(labels) if session.annotations().is_empty() => Session::new(session.document().clone(), labels),
            _ => session,
        }
    }
}

/// A session that starts with the annotations of another as they are now, or without.
pub(super) fn anew(session: &Session, as_now: impl Fn(&Annotation) -> Option<Annotation>) -> Option<Session> {
    let annotations = session.annotations().iter().filter_map(as_now);
    let anew = Session::restore(session.document().clone(), session.labels().clone(), annotations);
    debug_assert!(anew.is_ok(), "what a session holds can be restored");
    let mut anew = anew.ok()?;
    anew.unknown.clone_from(&session.unknown);
    Some(anew)
}

fn rename(project: &mut Project, old: &str, new: &str) {
    project.renamed.retain(|(former, _)| former != old);
    project.renamed.iter_mut().filter(|(_, now)| now == old).for_each(|(_, now)| *now = new.to_owned());
    project.renamed.push((old.to_owned(), new.to_owned()));
}

/// The name that took the place of a label's.
pub(super) fn name_now<'r>(renamed: &'r [(String, String)], former: &str) -> Option<&'r str> {
    renamed.iter().find(|(known, _)| known == former).map(|(_, now)| &**now)
}

/// Whether two sets have the same labels in the same order, whatever their ids.
fn are_same(one: &LabelSet, other: &LabelSet) -> bool {
    one.iter().map(|(_, label)| label).eq(other.iter().map(|(_, label)| label))
}

/// Gives a session the labels of a project, if it has others, as one edit.
fn follow(session: &mut Session, project: &Project) -> Result<(), EditError> {
    let before = session.labels().clone();
    let Some(wanted) = project.labels.as_ref().filter(|wanted| !are_same(&before, wanted)) else { return Ok(()) };
    let is_open = session.annotations().iter().all(|one| one.status == Status::Suggested);
    let now = |label: &Label| {
        let renamed = || name_now(&project.renamed, &label.name);
        // What is only suggested may as well be called what the tagger would call it now.
        let taken = || wanted.taking(&label.name).filter(|_| is_open).map(|id| &*wanted.get(id).name);
        let there = wanted.find(&label.name).map(|_| &*label.name);
        there.or_else(renamed).or_else(taken).unwrap_or(&label.name).to_owned()
    };
    let mut fresh = before.fresh_id().map_or(u16::MAX, |id| id.0);
    let mut labels: Vec<(LabelId, Label)> = Vec::new();
    let mut follow: Vec<(LabelId, LabelId)> = Vec::new();
    for (_, label) in wanted.iter() {
        let exact = before.find(&label.name);
        let mut same = before.iter().filter(|(_, known)| *now(known) == *label.name).map(|(id, _)| id);
        let id = exact.or_else(|| same.next()).unwrap_or_else(|| {
            fresh = fresh.saturating_add(1);
            LabelId(fresh - 1)
        });
        follow.extend(
            before.iter().filter(|(old, known)| *old != id && *now(known) == *label.name).map(|(old, _)| (old, id)),
        );
        labels.push((id, label.clone()));
    }
    let is_used = |id: LabelId| {
        let is_it = |one: &Annotation| one.label == id && one.status != Status::Suggested;
        session.annotations().iter().any(is_it)
    };
    for (id, label) in before.iter() {
        let is_known = labels.iter().any(|(known, _)| *known == id) || follow.iter().any(|(from, _)| *from == id);
        if !is_known && is_used(id) {
            let taken = labels.iter().any(|(_, other)| other.key.is_some() && other.key == label.key);
            labels.push((id, Label { key: label.key.filter(|_| !taken), ..label.clone() }));
        }
    }
    let mut edits = moves(session, &follow, annotation::LabelKind::Entity);
    let after = LabelSet::with_ids(labels)?;
    if before != after {
        edits.push(Edit::Labels { before, after });
    }
    session.apply(Transaction { kind: TransactionKind::ReplaceLabels, edits })
}
