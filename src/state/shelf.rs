//! The documents that the store keeps: which there are, opening one, deleting one and bringing it back.

use std::collections::BTreeSet;

use formats::native::Summary;
use formats::native::journal::{ReopenError, Reopened, Stored};

use super::{Action, AppState, Effect, Keeping, Notice, NoticeKind, Offer, Table, Tagging, Write};
use crate::strings::{STRINGS, fill};

/// How many documents stay open at most while all is kept.
const MOST_OPEN: usize = 8;

/// How long a deleted document can be brought back, in milliseconds.
const RESTORABLE: u64 = 60 * 60 * 1000;

impl AppState {
    /// The documents that were not deleted, in the order of the list.
    pub fn shelved(&self) -> impl Iterator<Item = &(u32, Summary)> {
        self.shelf.iter().filter(|(_, summary)| !summary.is_deleted)
    }

    /// Takes in what the store has, and shows the document that was shown last unless another is shown by now.
    pub(super) fn take_shelf(&mut self, shelf: Vec<(u32, Summary)>, shows: bool, now: u64) -> Vec<Effect> {
        // Another tab may still bring back what was deleted a moment ago.
        let is_old = |summary: &Summary| summary.is_deleted && summary.edited + RESTORABLE < now;
        let (deleted, mut shelf): (Vec<_>, Vec<_>) = shelf.into_iter().partition(|(_, summary)| is_old(summary));
        for (serial, _) in deleted {
            let tables = [Table::Documents, Table::Texts, Table::Log, Table::Snapshots];
            self.unwritten.push(tables.map(|table| Write::Delete(table, (serial, None))).into());
        }
        shelf.sort_unstable_by_key(|(serial, summary)| (summary.added, *serial));
        // What was opened meanwhile comes last.
        let known: BTreeSet<u32> = shelf.iter().map(|(serial, _)| *serial).collect();
        shelf.extend(self.shelf.drain(..).filter(|(serial, _)| !known.contains(serial)));
        self.shelf = shelf;
        let shown = self.shelved().max_by_key(|(_, summary)| (summary.shown, summary.added)).map(|(serial, _)| *serial);
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
            if !leads && open.tagging != Tagging::Done {
                open.tagging = Tagging::Done;
            }
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

    /// Deletes a document and shows the one that follows it; it can be brought back until the page starts anew.
    pub(super) fn close(&mut self, serial: u32) -> Vec<Effect> {
        let title = self.title(serial);
        let shown = self.document().map(|open| open.serial);
        let at = self.shelved().position(|(number, _)| *number == serial);
        self.mark_deleted(serial, true);
        if let Some(index) = self.documents.iter().position(|open| open.serial == serial) {
            self.deleted = Some(self.documents.remove(index));
            self.current -= usize::from(self.current > index);
        }
        let text = fill(STRINGS.document_deleted, &[&title]);
        self.add_notice(Notice { offer: Some(Offer::Restore(serial)), ..Notice::new(NoticeKind::Done, text) });
        if shown != Some(serial) {
            return Vec::new();
        }
        let left: Vec<u32> = self.shelved().map(|(number, _)| *number).collect();
        self.current = self.documents.len();
        let next = left.get(at.unwrap_or_default()).or(left.last());
        next.map_or_else(Vec::new, |&next| self.show_by_number(next))
    }

    pub(super) fn restore(&mut self, serial: u32) -> Vec<Effect> {
        self.notices.retain(|notice| notice.offer != Some(Offer::Restore(serial)));
        self.mark_deleted(serial, false);
        if let Some(mut open) = self.deleted.take_if(|open| open.serial == serial) {
            if open.tagging != Tagging::Done {
                open.tagging = Tagging::Waiting;
            }
            self.documents.push(open);
        }
        self.show_by_number(serial)
    }

    /// What happens when the person takes a notice's offer.
    pub(super) fn take_offer(&mut self, offer: Offer) -> Vec<Effect> {
        match offer {
            Offer::Restore(serial) => self.reduce(Action::Restore(serial)),
            Offer::TakeOver(serial) => vec![Effect::TakeOver(serial)],
            Offer::Damaged(serial) => vec![Effect::DownloadDamaged(serial)],
            Offer::Reload => vec![Effect::Reload],
            Offer::Update => vec![Effect::Update],
        }
    }

    fn mark_deleted(&mut self, serial: u32, is_deleted: bool) {
        if let Some((_, summary)) = self.shelf.iter_mut().find(|(number, _)| *number == serial) {
            summary.is_deleted = is_deleted;
            self.unwritten_summaries.push(serial);
        }
    }

    fn title(&self, serial: u32) -> String {
        let summary = self.shelf.iter().find(|(number, _)| *number == serial);
        summary.map_or_else(String::new, |(_, summary)| summary.title.clone())
    }

    /// Closes documents that the store has, but for those opened last.
    fn close_the_longest_open(&mut self) {
        if self.keeping != Keeping::Saved {
            return;
        }
        while self.documents.len() > MOST_OPEN {
            let index = usize::from(self.current == 0);
            self.documents.remove(index);
            self.current -= usize::from(self.current > index);
        }
    }
}
