//! What has to be written into the store so that nothing is lost, as plain values.
//!
//! [`AppState::writes`] is called after whatever happened and says what must be written for it, each of its groups whole
//! or not at all; [`AppState::reopened`] takes a document back in. How entries and snapshots look is
//! [`formats::native::journal`]'s to say, and how they get into the browser's database `browser/storage.rs`'s.

use std::rc::Rc;

use annotation::{Document, Session, Status};
use formats::native::journal::{Entry, Place, Reopened, Stored, write_entry, write_snapshot};
use formats::native::{Summary, write_summary};

use super::{AppState, Effect, NoticeKind, OpenDocument, Tagging};
use crate::strings::{STRINGS, fill};

/// How many changes are made before the next snapshot, besides one for every fifty annotations.
const CHANGES: u32 = 200;

/// Above so many annotations a snapshot costs more than tagging again, which is what happens without one.
const MOST_IN_SNAPSHOT: usize = 20_000;

/// A table of the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Table {
    /// A summary for each document.
    Documents,
    /// The texts.
    Texts,
    /// What was done.
    Log,
    /// How it was at times.
    Snapshots,
    /// Damaged entries of the log.
    BrokenLog,
    /// Damaged snapshots.
    BrokenSnapshots,
    /// The projects.
    Projects,
    /// The bytes of the files that articles were read from.
    Originals,
}

/// Where a value lies in a table: under a document's or project's number or, in logs and snapshots, under that and a
/// sequence number.
pub type StoreKey = (u32, Option<u32>);

/// A value of the store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stuff {
    /// A sealed value.
    Sealed(String),
    /// A document's text.
    Text(Document),
    /// The bytes of the file that it was read from.
    Bytes(Rc<[u8]>),
}

/// The file that an article was read from, as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Original {
    /// Its name.
    pub name: String,
    /// What is in it.
    pub bytes: Rc<[u8]>,
}

/// One change of the store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Write {
    /// A value where there must be none.
    Add(Table, StoreKey, Stuff),
    /// A value in the place of another, if there is one.
    Put(Table, StoreKey, Stuff),
    /// No value.
    Delete(Table, StoreKey),
}

impl Write {
    /// The table, and the number of the document or project.
    pub fn place(&self) -> (Table, u32) {
        let (Write::Add(table, key, _) | Write::Put(table, key, _) | Write::Delete(table, key)) = self;
        (*table, key.0)
    }
}

/// How far the store knows a document.
#[derive(Debug, Default)]
pub struct Journal {
    is_created: bool,
    /// What is kept with the document when it is first written.
    original: Option<Original>,
    /// The sequence number of the next entry.
    next: u32,
    /// Whether the log says that the tagger has begun and no snapshot has followed.
    notes_tagging: bool,
    /// How many changes there were since the last snapshot.
    changes: u32,
    /// The session's revision that is written.
    revision: u64,
    snapshots: Vec<u32>,
}

impl AppState {
    /// What must be written for what happened since this was last called, in order; `now` is in milliseconds since 1970.
    pub fn writes(&mut self, now: u64) -> Vec<Vec<Write>> {
        let mut groups = std::mem::take(&mut self.unwritten);
        for serial in std::mem::take(&mut self.unwritten_summaries) {
            if let Some((_, summary)) = self.shelf.iter_mut().find(|(number, _)| *number == serial) {
                summary.edited = now;
                let value = Stuff::Sealed(write_summary(serial, summary));
                groups.push(vec![Write::Put(Table::Documents, (serial, None), value)]);
            }
        }
        // What was deleted may not be written yet.
        let open = self.documents.iter_mut().chain(&mut self.deleted.1);
        for open in open.filter(|open| !open.session.is_read_only) {
            let before = groups.len();
            let original = open.journal.original.as_ref().map(|original| original.name.clone());
            open.writes(&mut groups);
            if groups.len() == before {
                continue;
            }
            let summary = self.shelf.iter_mut().find(|(serial, _)| *serial == open.serial);
            let Some((_, summary)) = summary else { continue };
            update(summary, &open.session);
            if summary.added == 0 {
                summary.added = now;
            }
            summary.original = original.or(summary.original.take());
            if open.session.next_undo().is_some() || open.session.next_redo().is_some() {
                summary.edited = now;
            }
            let value = Stuff::Sealed(write_summary(open.serial, summary));
            groups[before..].iter_mut().for_each(|group| {
                group.push(Write::Put(Table::Documents, (open.serial, None), value.clone()));
            });
        }
        let shown = self.document().filter(|open| !open.session.is_read_only).map(|open| open.serial);
        if shown.is_some() && shown != self.shown {
            self.shown = shown;
            if let Some((serial, summary)) = self.shelf.iter_mut().find(|(number, _)| Some(*number) == shown) {
                summary.shown = now;
                let value = Stuff::Sealed(write_summary(*serial, summary));
                groups.push(vec![Write::Put(Table::Documents, (*serial, None), value)]);
            }
        }
        groups
    }

    /// Takes a document in that the store has kept, and shows it; in the place of what was known of it, if it is open.
    pub(super) fn reopened(&mut self, serial: u32, stored: &Stored, reopened: Reopened, leads: bool) -> Vec<Effect> {
        let Reopened { mut session, is_tagged, next, snapshots, broken_log, broken_snapshots, lost } = reopened;
        let title = session.document().title.to_string();
        session.set_done(self.summary(serial).is_some_and(|summary| summary.is_done));
        let moved = |from: Table, to: Table, values: &[(u32, String)], broken: &[u32]| {
            let one = |(at, value): &(u32, String)| {
                let key = (serial, Some(*at));
                [Write::Put(to, key, Stuff::Sealed(value.clone())), Write::Delete(from, key)]
            };
            values.iter().filter(|(at, _)| broken.contains(at)).flat_map(one).collect::<Vec<Write>>()
        };
        let mut aside = moved(Table::Log, Table::BrokenLog, &stored.log, &broken_log);
        aside.extend(moved(Table::Snapshots, Table::BrokenSnapshots, &stored.snapshots, &broken_snapshots));
        if leads && (snapshots.is_empty() || !aside.is_empty()) {
            let said = match (lost, snapshots.is_empty()) {
                (_, true) => STRINGS.damaged_start,
                (0, false) => STRINGS.damaged,
                _ => STRINGS.damaged_lost,
            };
            self.notify(NoticeKind::Warning, fill(said, &[&title, &lost.to_string()]), Vec::new());
            self.unwritten.extend((!aside.is_empty()).then_some(aside));
        }
        let notes_tagging = !is_tagged;
        let mut journal = Journal { is_created: true, next, notes_tagging, snapshots, ..Journal::default() };
        let mut tagging = if is_tagged { Tagging::Done } else { Tagging::Waiting };
        session.is_read_only = !leads;
        let effects = match self.documents.iter_mut().position(|open| open.serial == serial) {
            Some(index) => {
                let open = &mut self.documents[index];
                // What was found here is as good as what would be found again.
                if !is_tagged
                    && open.tagging == Tagging::Done
                    && session.document().about() == open.session.document().about()
                {
                    session.keep_suggestions(&open.session);
                    tagging = Tagging::Done;
                }
                session.succeed(&open.session);
                journal.revision = session.revision();
                let saved_revision = session.revision();
                *open = OpenDocument { serial, session, tagging, saved_revision, journal };
                self.forget_what_is_gone();
                if index == self.current && tagging == Tagging::Waiting { self.tag() } else { Vec::new() }
            }
            None => {
                let saved_revision = session.revision();
                journal.revision = saved_revision;
                self.documents.push(OpenDocument { serial, session, tagging, saved_revision, journal });
                self.show(self.documents.len() - 1)
            }
        };
        self.lead(serial, leads);
        effects
    }
}

impl Journal {
    /// Of a document that is not in the store yet.
    pub fn of(original: Option<Original>) -> Journal {
        Journal { original, ..Journal::default() }
    }
}

impl OpenDocument {
    fn writes(&mut self, groups: &mut Vec<Vec<Write>>) {
        let OpenDocument { serial, session, tagging, journal, .. } = self;
        let (document, before) = (*serial, groups.len());
        if !journal.is_created {
            (journal.is_created, journal.revision) = (true, session.revision());
            journal.snapshots.push(0);
            let snapshot = Stuff::Sealed(write_snapshot(Place { document, sequence: 0 }, session));
            let mut group = vec![
                Write::Add(Table::Texts, (document, None), Stuff::Text(session.document().clone())),
                Write::Add(Table::Snapshots, (document, Some(0)), snapshot),
            ];
            if let Some(Original { bytes, .. }) = journal.original.take() {
                group.push(Write::Add(Table::Originals, (document, None), Stuff::Bytes(bytes)));
            }
            groups.push(group);
        }
        let mut created = groups.len() > before;
        let mut append = |journal: &mut Journal, session: &Session, entry: &Entry| {
            let place = Place { document, sequence: journal.next };
            journal.next += 1;
            let value = Stuff::Sealed(write_entry(place, session.document(), entry));
            let write = Write::Add(Table::Log, (document, Some(place.sequence)), value);
            // The first entry of a new document is written with it.
            match groups.last_mut().filter(|_| std::mem::take(&mut created)) {
                Some(group) => group.push(write),
                None => groups.push(vec![write]),
            }
        };
        let changes = session.take_changes();
        let is_explained = !changes.is_empty() || journal.revision == session.revision();
        journal.revision = session.revision();
        for change in changes {
            journal.changes += 1;
            append(journal, session, &Entry::Change(change));
        }
        let is_tagged = *tagging == Tagging::Done;
        if !is_tagged && !journal.notes_tagging {
            journal.notes_tagging = true;
            append(journal, session, &Entry::Tagging);
        }
        let count = session.annotations().len();
        // What is neither an edit nor a suggestion, such as a date, is kept by a snapshot too.
        let is_due = journal.notes_tagging || !is_explained || journal.changes >= CHANGES + count as u32 / 50;
        if is_tagged && is_due && count <= MOST_IN_SNAPSHOT {
            let sequence = journal.next;
            let value = Stuff::Sealed(write_snapshot(Place { document, sequence }, session));
            let mut group = vec![Write::Put(Table::Snapshots, (document, Some(sequence)), value)];
            journal.snapshots.retain(|&at| at != sequence);
            journal.snapshots.push(sequence);
            while journal.snapshots.len() > 2 {
                group.push(Write::Delete(Table::Snapshots, (document, Some(journal.snapshots.remove(0)))));
            }
            (journal.notes_tagging, journal.changes) = (false, 0);
            groups.push(group);
        }
    }
}

pub(super) fn update(summary: &mut Summary, session: &Session) {
    let document = session.document();
    summary.source = document.source.as_deref().map(Into::into);
    let is_seen = |title: &str| title.contains(|sign: char| !sign.is_whitespace() && sign != '\u{FEFF}');
    summary.title = match &summary.source {
        _ if is_seen(&document.title) => document.title.to_string(),
        Some(source) => source.clone(),
        None => STRINGS.untitled.to_owned(),
    };
    summary.is_done = document.is_done;
    summary.annotations = session.annotations().len() as u32;
    let undecided = session.annotations().counts().iter().filter(|((_, status), _)| *status == Status::Suggested);
    summary.undecided = undecided.map(|(_, count)| *count as u32).sum();
}
