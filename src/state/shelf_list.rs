//! The list of a project's documents: what it shows and in which order, and going from one to the next.

use formats::native::Summary;

use super::app_state::Last;
use super::{Action, AppState, Dialog, Effect, Notice, NoticeKind, Offer, Step};
use crate::strings::{STRINGS, fill};

/// How many documents the menu of the bar shows.
const MOST_RECENT: usize = 12;

/// How far the work on a document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DocumentStatus {
    /// Nobody has edited it.
    New,
    /// Somebody has.
    Begun,
    /// Somebody has said that it is finished.
    Done,
    /// It was deleted and can still be brought back.
    Deleted,
}

impl DocumentStatus {
    /// Each of them, in the order of the work.
    pub const ALL: [DocumentStatus; 4] =
        [DocumentStatus::New, DocumentStatus::Begun, DocumentStatus::Done, DocumentStatus::Deleted];

    /// That of the document which a summary is of.
    pub fn of(summary: &Summary) -> DocumentStatus {
        match summary {
            Summary { is_deleted: true, .. } => DocumentStatus::Deleted,
            Summary { is_done: true, .. } => DocumentStatus::Done,
            Summary { edited: 0, .. } => DocumentStatus::New,
            _ => DocumentStatus::Begun,
        }
    }
}

/// What the list is sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ShelfOrder {
    /// When the documents came, the first first.
    #[default]
    Added,
    /// Titles; numbers in them count as numbers.
    Title,
    /// When they were last edited, the last first.
    Edited,
    /// Undecided annotations, most first.
    Undecided,
}

impl ShelfOrder {
    /// Each of them, with the name that it has in menus of the page.
    pub const ALL: [(ShelfOrder, &str); 4] = [
        (ShelfOrder::Added, "added"),
        (ShelfOrder::Title, "title"),
        (ShelfOrder::Edited, "edited"),
        (ShelfOrder::Undecided, "undecided"),
    ];
}

/// What the list shows.
#[derive(Debug, Default)]
pub struct ShelfList {
    /// What titles and sources must have in them.
    pub pattern: String,
    /// The status that is shown; `None`: all but deleted.
    pub status: Option<DocumentStatus>,
    /// What it is sorted by.
    pub order: ShelfOrder,
    /// The row that the keys act on.
    pub current: usize,
    /// The numbers of the listed documents.
    pub rows: Vec<u32>,
}

/// What happens to the list.
#[derive(Debug, Clone)]
pub enum ShelfAction {
    /// Show those with this in title or source.
    Find(String),
    /// Show those of a status.
    Status(Option<DocumentStatus>),
    /// Sort.
    Order(ShelfOrder),
    /// Go to a row and do this there.
    At(usize, Box<ShelfAction>),
    /// Go to the next or previous row.
    Step(Step),
    /// Open the document of the current row.
    Open,
    /// Say that it is done, or that it is not.
    Toggle,
    /// Delete it, or bring it back.
    Delete,
    /// Delete all that are listed.
    DeleteListed,
    /// Bring back what was deleted last.
    Restore,
}

/// How names are compared without regard to case: a function that is handed in, for the browser has the tables.
#[derive(Debug, Clone, Copy)]
pub struct Fold(pub fn(&str) -> String);

impl Default for Fold {
    fn default() -> Fold {
        Fold(str::to_ascii_lowercase)
    }
}

impl AppState {
    /// The summary of a document.
    pub fn summary(&self, serial: u32) -> Option<&Summary> {
        self.shelf.iter().find(|(number, _)| *number == serial).map(|(_, summary)| summary)
    }

    /// How many documents of the project have each status, in the order of [`DocumentStatus::ALL`].
    pub fn progress(&self) -> [usize; 4] {
        let mut counts = [0; 4];
        for (_, summary) in self.shelf.iter().filter(|(_, summary)| summary.project == self.project) {
            counts[DocumentStatus::of(summary) as usize] += 1;
        }
        counts
    }

    /// The documents that were shown last, in the order in which they came: what a menu has room for.
    pub fn recent(&self) -> Vec<(u32, String)> {
        // Asked at each draw, so a thousand documents are not put in order for twelve.
        let mut latest: Vec<(u64, u32)> = Vec::with_capacity(MOST_RECENT + 1);
        for (serial, summary) in self.shelved() {
            let place = latest.partition_point(|(shown, _)| *shown >= summary.shown);
            latest.insert(place, (summary.shown, *serial));
            latest.truncate(MOST_RECENT);
        }
        let recent = self.shelved().filter(|(serial, _)| latest.iter().any(|(_, latest)| latest == serial));
        recent.map(|(serial, summary)| (*serial, summary.title.clone())).collect()
    }

    /// Whether there is a deletion to undo.
    pub fn can_restore(&self) -> bool {
        !self.deleted.0.is_empty()
    }

    /// Rows of the list, as far as there are so many from `first` on: numbers and summaries.
    pub fn shelf_rows(&self, first: usize, count: usize) -> Vec<(u32, Summary)> {
        let rows = self.shelf_list.rows.iter().skip(first).take(count);
        rows.filter_map(|&serial| Some((serial, self.summary(serial)?.clone()))).collect()
    }

    pub(super) fn shelf_action(&mut self, action: ShelfAction) -> Vec<Effect> {
        let list = &mut self.shelf_list;
        let current = list.rows.get(list.current).copied();
        match action {
            ShelfAction::Find(pattern) => (list.pattern, list.current) = (pattern, 0),
            ShelfAction::Status(status) => (list.status, list.current) = (status, 0),
            ShelfAction::Order(order) => (list.order, list.current) = (order, 0),
            ShelfAction::At(row, action) => {
                list.current = row;
                return self.shelf_action(*action);
            }
            ShelfAction::Step(Step::Forward) => list.current += 1,
            ShelfAction::Step(Step::Back) => list.current = list.current.saturating_sub(1),
            ShelfAction::Open => {
                let Some(serial) = current else { return Vec::new() };
                self.dialog = None;
                return self.reduce(Action::Show(serial));
            }
            ShelfAction::Toggle => {
                let is_done = current.and_then(|serial| self.summary(serial)).is_some_and(|summary| summary.is_done);
                current.into_iter().for_each(|serial| self.set_done(serial, !is_done));
            }
            ShelfAction::Delete => {
                let is_deleted =
                    current.and_then(|serial| self.summary(serial)).is_some_and(|summary| summary.is_deleted);
                return match current {
                    Some(serial) if is_deleted => self.bring_back(&[serial]),
                    Some(serial) => self.delete_documents(&[serial]),
                    None => Vec::new(),
                };
            }
            ShelfAction::Restore => {
                self.bring_back_last();
                return vec![Effect::Focus("#shelf-find")];
            }
            ShelfAction::DeleteListed => {
                let listed = list.rows.clone();
                self.delete_documents(&listed);
                return vec![Effect::Focus("#shelf-find")];
            }
        }
        Vec::new()
    }

    /// Brings the list up to date, if it is open.
    pub(super) fn list_shelf(&mut self) {
        if self.dialog != Some(Dialog::Shelf) {
            return;
        }
        self.shelf_list.rows = self.listed_documents();
        self.shelf_list.current = self.shelf_list.current.min(self.shelf_list.rows.len().saturating_sub(1));
    }

    /// Opens the list with the shown document as the current row.
    pub(super) fn open_list(&mut self) {
        self.shelf_list.rows = self.listed_documents();
        let shown = self.document().map(|open| open.serial);
        let place = self.shelf_list.rows.iter().position(|serial| Some(*serial) == shown);
        self.shelf_list.current = place.unwrap_or_default();
    }

    /// The numbers of the documents that the list shows, in its order.
    fn listed_documents(&self) -> Vec<u32> {
        let ShelfList { pattern, status, order, .. } = &self.shelf_list;
        // What was looked for counts as long as it is seen.
        let is_seen = self.dialog == Some(Dialog::Shelf);
        let pattern = (self.fold.0)(if is_seen { pattern.trim() } else { "" });
        let has_it = |name: &str| (self.fold.0)(name).contains(&pattern);
        let is_listed = |summary: &Summary| {
            let its = DocumentStatus::of(summary);
            summary.project == self.project
                && status.map_or(its != DocumentStatus::Deleted, |status| its == status)
                && (pattern.is_empty() || has_it(&summary.title) || summary.source.as_deref().is_some_and(has_it))
        };
        let listed = self.shelf.iter().enumerate().filter(|(_, (_, summary))| is_listed(summary));
        // Sorted by a name, by a number that counts down, by place.
        let mut keys: Vec<(String, u64, usize)> = listed
            .map(|(place, (_, summary))| match order {
                ShelfOrder::Added => (String::new(), 0, place),
                ShelfOrder::Title => (sortable(&(self.fold.0)(&summary.title)), 0, place),
                ShelfOrder::Edited => (String::new(), u64::MAX - summary.edited, place),
                ShelfOrder::Undecided => (String::new(), u64::MAX - u64::from(summary.undecided), place),
            })
            .collect();
        keys.sort_unstable();
        keys.into_iter().map(|(.., place)| self.shelf[place].0).collect()
    }

    /// Shows the next or previous document of the list.
    pub(super) fn step_document(&mut self, step: Step) -> Vec<Effect> {
        let listed = self.listed_documents();
        let shown = self.document().map(|open| open.serial);
        let place = listed.iter().position(|serial| Some(*serial) == shown);
        let next = match (place, step) {
            (None, _) => Some(0),
            (Some(at), Step::Forward) => Some(at + 1),
            (Some(at), Step::Back) => at.checked_sub(1),
        };
        match next.and_then(|next| listed.get(next)) {
            Some(&serial) => self.show_and_say(serial),
            None => {
                self.announcement = STRINGS.no_more_articles.to_owned();
                Vec::new()
            }
        }
    }

    /// Says that the shown document is done, and shows the next one of the list that is not.
    pub(super) fn finish(&mut self) -> Vec<Effect> {
        let Some(open) = self.document() else { return Vec::new() };
        let (serial, title) = (open.serial, open.session.document().title.to_string());
        if open.session.is_read_only {
            self.notify(NoticeKind::Warning, fill(STRINGS.edited_elsewhere, &[&title]), Vec::new());
            return Vec::new();
        }
        self.set_done(serial, true);
        self.last = Some(Last::Done(serial));
        let listed = self.listed_documents();
        let at = listed.iter().position(|listed| *listed == serial).map_or(0, |at| at + 1);
        let is_open = |serial: &&u32| self.summary(**serial).is_some_and(|summary| !summary.is_done);
        let next = listed[at..].iter().find(is_open).or_else(|| listed.iter().find(is_open)).copied();
        let [new, begun, ..] = self.progress();
        let text = fill(STRINGS.article_done, &[&title, &(new + begun).to_string()]);
        self.add_notice(Notice { offer: Some(Offer::NotDone(serial)), ..Notice::new(NoticeKind::Done, text) });
        next.map_or_else(Vec::new, |serial| self.show_and_say(serial))
    }

    /// Says whether a document is done.
    pub(super) fn set_done(&mut self, serial: u32, is_done: bool) {
        if let Some(open) = self.documents.iter_mut().find(|open| open.serial == serial) {
            open.session.set_done(is_done);
        }
        if let Some((_, summary)) = self.shelf.iter_mut().find(|(number, _)| *number == serial) {
            summary.is_done = is_done;
            self.unwritten_summaries.push(serial);
        }
    }

    fn show_and_say(&mut self, serial: u32) -> Vec<Effect> {
        self.announcement = self.summary(serial).map_or_else(String::new, |summary| summary.title.clone());
        self.show_by_number(serial)
    }
}

/// A name such that numbers in it are in the order of their values: each is written with as many digits.
fn sortable(name: &str) -> String {
    const DIGITS: usize = 12;
    let mut sortable = String::with_capacity(name.len() + DIGITS);
    let mut rest = name;
    while let Some(start) = rest.find(|character: char| character.is_ascii_digit()) {
        let length = rest[start..].bytes().take_while(u8::is_ascii_digit).count();
        sortable += &rest[..start];
        (length..DIGITS).for_each(|_| sortable.push('0'));
        sortable += &rest[start..start + length];
        rest = &rest[start + length..];
    }
    sortable + rest
}
