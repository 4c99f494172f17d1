//! The documents that the store keeps: which there are, opening one, deleting one and bringing it back.

use annotation::sort_by_numbers;
use formats::native::journal::{ReopenError, Reopened, Stored};
use formats::native::{Project, Summary};

use super::app_state::Last;
use super::{
    Action, AppState, DeviceAction, Effect, Keeping, Notice, NoticeKind, Offer, OpenDocument, Table, Tagging, Write,
};
use crate::strings::{STRINGS, fill};

/// How many documents stay open at most while all is kept.
const MOST_OPEN: usize = 8;

/// How long a deleted document can be brought back, in milliseconds.
const RESTORABLE: u64 = 60 * 60 * 1000;

impl AppState {
    /// The documents of the project that were not deleted, in the order in which they came.
    pub fn shelved(&self) -> impl Iterator<Item = &(u32, Summary)> {
        self.shelf.iter().filter(|(_, summary)| !summary.is_deleted && summary.project == self.project)
    }

    /// Takes in what the store has, and shows the document that was shown last unless another is shown by now.
    pub(super) fn take_shelf(
        &mut self,
        shelf: Vec<(u32, Summary)>,
        projects: Vec<(u32, Project)>,
        shows: bool,
        now: u64,
    ) -> Vec<Effect> {
        // Another tab may still bring back what was deleted a moment ago.
        let is_old = |(serial, summary): &(u32, Summary)| {
            summary.is_deleted
                && summary.edited + RESTORABLE < now
                && !self.deleted.0.iter().flatten().any(|deleted| deleted == serial)
        };
        let (deleted, mut shelf): (Vec<_>, Vec<_>) = shelf.into_iter().partition(is_old);
        for (serial, _) in deleted {
            let tables = [Table::Documents, Table::Texts, Table::Log, Table::Snapshots, Table::Originals];
            self.unwritten.push(tables.map(|table| Write::Delete(table, (serial, None))).into());
        }
        sort_by_numbers(&mut shelf, |(serial, summary)| [summary.added, (*serial).into()]);
        // What was opened meanwhile comes last.
        let mut known: Vec<u32> = shelf.iter().map(|(serial, _)| *serial).collect();
        sort_by_numbers(&mut known, |&serial| [serial.into(), 0]);
        shelf.extend(self.shelf.drain(..).filter(|(serial, _)| known.binary_search(serial).is_err()));
        self.shelf = shelf;
        self.projects = projects;
        // What another tab says of a document that this one writes.
        for open in self.documents.iter_mut().filter(|open| !open.session.is_read_only) {
            let said = self.shelf.iter().find(|(serial, _)| *serial == open.serial);
            said.into_iter().for_each(|(_, summary)| open.session.set_done(summary.is_done));
        }
        let living = self.shelf.iter().filter(|(_, summary)| !summary.is_deleted);
        let shown = living.max_by_key(|(_, summary)| (summary.shown, summary.added)).map(|(serial, _)| *serial);
        let shown = shown.filter(|_| shows && self.documents.is_empty());
        shown.map_or_else(Vec::new, |serial| self.show_by_number(serial))
    }

    pub(super) fn take_reopened(
        &mut self,
        serial: u32,
        stored: &Stored,
        reopened: Result<Box<Reopened>, ReopenError>,
        leads: bool,
    ) -> Vec<Effect> {
        let open = self.documents.iter().find(|open| open.serial == serial);
        if open.is_some_and(|open| !open.session.is_read_only) {
            return self.show_by_number(serial);
        }
        match reopened {
            Ok(reopened) => self.reopened(serial, stored, *reopened, leads),
            Err(error) => {
                let text = fill(STRINGS.not_reopened, &[&self.title(serial), &error.to_string()]);
                let offer = Some(if error == ReopenError::Newer { Offer::Reload } else { Offer::Damaged(serial) });
                self.add_notice(Notice { offer, ..Notice::new(NoticeKind::Error, text) });
                Vec::new()
            }
        }
    }

    /// Lets this page write a document, or not; says so once.
    pub(super) fn lead(&mut self, serial: u32, leads: bool) -> Vec<Effect> {
        if let Some(open) = self.documents.iter_mut().find(|open| open.serial == serial) {
            open.session.is_read_only = !leads;
        }
        let offer = Some(Offer::TakeOver(serial));
        let is_said = self.notices.iter().any(|notice| notice.offer == offer);
        if leads {
            self.notices.retain(|notice| notice.offer != offer);
        } else if !is_said {
            let text = fill(STRINGS.edited_elsewhere, &[&self.title(serial)]);
            self.add_notice(Notice { offer, ..Notice::new(NoticeKind::Warning, text) });
        }
        Vec::new()
    }

    /// Notes whether the work is kept; a change for the worse is said once.
    pub(super) fn keep(&mut self, keeping: Keeping) -> Vec<Effect> {
        if let Keeping::Failed(reason) | Keeping::Never(reason) = &keeping
            && self.keeping != keeping
        {
            self.notify(NoticeKind::Warning, fill(STRINGS.not_kept, &[reason]), Vec::new());
        }
        if let (Keeping::Failed(reason), Keeping::Saved) = (&self.keeping, &keeping) {
            let said = fill(STRINGS.not_kept, &[reason]);
            self.notices.retain(|notice| notice.text != said);
            self.notify(NoticeKind::Done, STRINGS.kept_again.to_owned(), Vec::new());
        }
        self.keeping = keeping;
        Vec::new()
    }

    pub(super) fn show_by_number(&mut self, serial: u32) -> Vec<Effect> {
        match self.documents.iter().position(|open| open.serial == serial) {
            Some(index) => {
                let effects = self.show(index);
                self.close_the_longest_open();
                effects
            }
            None => vec![Effect::Reopen(serial)],
        }
    }

    /// Fetches an article, or shows it if it was fetched before and nothing was done to it.
    pub(super) fn fetch(&mut self, address: String) -> Vec<Effect> {
        let name = address.rsplit('/').next();
        let is_it = |(_, summary): &&(u32, Summary)| summary.source.as_deref() == name && summary.edited == 0;
        let found = self.shelved().find(is_it).map(|(serial, _)| *serial);
        match found {
            Some(serial) => self.show_by_number(serial),
            None => vec![Effect::Fetch(address)],
        }
    }

    /// Shows no document.
    pub(super) fn show_none(&mut self) {
        self.current = self.documents.len();
        self.selected = None;
    }

    /// Deletes documents and, if the shown one is among them, shows the one that follows it; they can be brought back until
    /// the page starts anew.
    pub(super) fn delete_documents(&mut self, numbers: &[u32]) -> Vec<Effect> {
        if numbers.is_empty() {
            return Vec::new();
        }
        let shown = self.document().map(|open| open.serial);
        let listed: Vec<u32> = self.shelved().map(|(number, _)| *number).collect();
        let at = listed.iter().position(|number| Some(*number) == shown).unwrap_or_default();
        let next = listed[at..].iter().chain(listed[..at].iter().rev()).find(|number| !numbers.contains(number));
        self.mark_deleted(numbers, true);
        let documents = std::mem::take(&mut self.documents);
        let (gone, open): (Vec<_>, Vec<_>) = documents.into_iter().partition(|open| numbers.contains(&open.serial));
        self.documents = open;
        self.deleted.0.push(numbers.to_vec());
        self.deleted.1.extend(gone);
        self.current =
            self.documents.iter().position(|open| Some(open.serial) == shown).unwrap_or(self.documents.len());
        self.last = Some(Last::Deletion);
        let text = self.name_of_deletion(numbers);
        self.add_notice(Notice { offer: Some(Offer::Restore), ..Notice::new(NoticeKind::Done, text) });
        if !shown.is_some_and(|shown| numbers.contains(&shown)) {
            return Vec::new();
        }
        self.show_none();
        let dialog = self.dialog;
        let effects = next.map_or_else(|| vec![Effect::FocusText], |&next| self.show_by_number(next));
        // Whoever looks at the list goes on looking at it.
        self.dialog = dialog;
        effects.into_iter().filter(|effect| *effect != Effect::FocusText || dialog.is_none()).collect()
    }

    /// Whether undo brings back what was deleted last: nothing was edited since, or there is no edit to take back.
    pub(super) fn undoes_deletion(&self) -> bool {
        self.can_restore()
            && (self.last == Some(Last::Deletion) || self.session().is_none_or(|session| session.next_undo().is_none()))
    }

    /// That documents were deleted, in words.
    pub(super) fn name_of_deletion(&self, numbers: &[u32]) -> String {
        match numbers {
            [one] => fill(STRINGS.document_deleted, &[&self.title(*one)]),
            several => fill(STRINGS.documents_deleted, &[&several.len().to_string()]),
        }
    }

    /// Brings back what was deleted last, and shows the first of it.
    pub(super) fn restore(&mut self) -> Vec<Effect> {
        let numbers = self.bring_back_last();
        numbers.first().map_or_else(Vec::new, |first| self.show_by_number(*first))
    }

    /// Brings back what was deleted last: these numbers.
    pub(super) fn bring_back_last(&mut self) -> Vec<u32> {
        let numbers = self.deleted.0.last().cloned().unwrap_or_default();
        self.bring_back(&numbers);
        numbers
    }

    /// Brings deleted documents back.
    pub(super) fn bring_back(&mut self, numbers: &[u32]) -> Vec<Effect> {
        self.announcement = fill(STRINGS.undone, &[&self.name_of_deletion(numbers)]);
        self.notices.retain(|notice| notice.offer != Some(Offer::Restore));
        self.mark_deleted(numbers, false);
        self.deleted.0.iter_mut().for_each(|deleted| deleted.retain(|number| !numbers.contains(number)));
        self.deleted.0.retain(|deleted| !deleted.is_empty());
        let is_back = |open: &mut OpenDocument| numbers.contains(&open.serial);
        for mut open in self.deleted.1.extract_if(.., is_back).collect::<Vec<_>>() {
            if open.tagging != Tagging::Done {
                open.tagging = Tagging::Waiting;
            }
            self.add_open(open);
        }
        Vec::new()
    }

    /// Goes back to a document that is not done after all.
    pub(super) fn go_back_to(&mut self, serial: u32) -> Vec<Effect> {
        self.last = None;
        self.notices.retain(|notice| notice.offer != Some(Offer::NotDone(serial)));
        self.set_done(serial, false);
        self.announcement = fill(STRINGS.undone, &[&fill(STRINGS.document_done, &[&self.title(serial)])]);
        self.show_by_number(serial)
    }

    /// What happens when the person takes a notice's offer.
    pub(super) fn take_offer(&mut self, offer: Offer) -> Vec<Effect> {
        match offer {
            Offer::Restore => self.restore(),
            Offer::Undo => self.reduce(Action::Undo),
            Offer::NotDone(serial) => self.go_back_to(serial),
            Offer::AllowFolder => self.reduce(Action::Device(DeviceAction::Allow)),
            Offer::TakeOver(serial) => vec![Effect::TakeOver(serial)],
            Offer::Damaged(serial) => vec![Effect::DownloadDamaged(serial)],
            Offer::Reload => vec![Effect::Reload],
            Offer::Update => vec![Effect::Update],
        }
    }

    fn mark_deleted(&mut self, numbers: &[u32], is_deleted: bool) {
        for (serial, summary) in self.shelf.iter_mut().filter(|(number, _)| numbers.contains(number)) {
            summary.is_deleted = is_deleted;
            self.unwritten_summaries.push(*serial);
        }
    }

    pub(super) fn title(&self, serial: u32) -> String {
        self.summary(serial).map_or_else(String::new, |summary| summary.title.clone())
    }

    /// Closes documents that the store has, but for those opened last.
    pub(super) fn close_the_longest_open(&mut self) {
        let surplus = self.documents.len().saturating_sub(MOST_OPEN);
        if self.keeping != Keeping::Saved || surplus == 0 {
            return;
        }
        let shown = self.document().map(|open| open.serial);
        let surplus = surplus + usize::from(self.current < surplus);
        let mut place = 0;
        self.documents.retain(|open| {
            place += 1;
            place > surplus || Some(open.serial) == shown
        });
        self.current =
            self.documents.iter().position(|open| Some(open.serial) == shown).unwrap_or(self.documents.len());
    }

    /// All is written: what need not be open is closed.
    pub fn kept(&mut self) {
        self.keeping = Keeping::Saved;
        self.close_the_longest_open();
    }
}
