//! Keeps the work: what the state says must be written is written, one group after the other, and tried again until it is.
//!
//! Nothing is dropped: while there is no room, or the database fails, what is to be written waits here, and the page says
//! that it is not saved. Only where there is no database at all is there nothing to wait for.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;

use formats::native::journal::Stored;
use formats::native::{Project, Summary, read_project, read_summary};
use js_sys::{Date, Uint8Array};
use wasm_bindgen_futures::{JsFuture, spawn_local};

use crate::browser::page;
use crate::browser::storage::{Database, StorageError, Writing};
use crate::browser::tabs::{Lock, Patience, lock};
use crate::state::{Action, AppState, DeviceAction, Folder, FolderState, Keeping, NoticeKind, Table, Write};
use crate::store::Store;
use crate::strings::STRINGS;

/// How long to wait before writing is tried again, in milliseconds.
const PAUSE: i32 = 500;

/// How much is begun to be written before the first of it is written.
const MOST_BEGUN: usize = 32;

/// How long it takes until what was opened is seen, in milliseconds.
const SEEN: i32 = 100;

/// How often a tab that brings the sample looks whether it is written, before others need not wait for it any more.
const HELD: usize = 50;

/// How long the database may take to open before the person is told, in milliseconds.
const PATIENCE: i32 = 800;

/// What waits to be written, and where to.
#[derive(Default)]
pub struct Keeper {
    database: RefCell<Option<Database>>,
    waiting: RefCell<VecDeque<Waiting>>,
    is_writing: Cell<bool>,
    /// Whether what waits first could not be written.
    is_stuck: Cell<bool>,
    has_none: Cell<bool>,
    is_reading: Cell<bool>,
}

/// The summaries of all documents and the projects, by their numbers.
type Shelf = (Vec<(u32, Summary)>, Vec<(u32, Project)>);

/// What is not yet known to be written, and its writing if that was begun.
struct Waiting {
    group: Rc<[Write]>,
    writing: Option<Writing>,
}

impl Waiting {
    fn take(&mut self) -> (Rc<[Write]>, Option<Writing>) {
        (self.group.clone(), self.writing.take())
    }
}

impl Keeper {
    fn begin(&self, group: &[Write]) -> Result<Writing, StorageError> {
        self.database.borrow().as_ref().ok_or(StorageError::Silent)?.write(group)
    }
}

impl Store {
    /// Opens the database, takes in what it has and shows the article that is asked for, else the document that was
    /// shown last, else the sample.
    pub async fn start_keeping(&self, asked: Option<String>, sample: Option<String>) {
        let shows = asked.is_none();
        let asked = Rc::new(Cell::new(asked));
        // Who waits for a database that does not answer is told so, and can go on. It may still answer: the sample would
        // then stand in the place of the document that was shown last.
        spawn_local({
            let (store, asked) = (self.clone(), asked.clone());
            async move {
                let _waited = JsFuture::from(page::sleep(PATIENCE)).await;
                if store.read(|state| state.keeping == Keeping::Opening) {
                    store.dispatch(Action::Keeping(Keeping::Failed(StorageError::Silent.reason())));
                    asked.take().into_iter().for_each(|address| store.dispatch(Action::Fetch(address)));
                }
            }
        });
        match self.open_shelf().await {
            Ok(shelf) => {
                self.dispatch(Action::Keeping(Keeping::Saved));
                self.take_in(shelf, shows);
                self.listen_to_folders();
                // Of tabs that start together one brings the sample, and the others wait for it.
                if shows
                    && self.is_bare()
                    && let Some(turn) = lock(0, Patience::Endless, || {}).await
                {
                    self.shelf().await.into_iter().for_each(|shelf| self.take_in(shelf, true));
                    self.hold_until_kept(turn);
                }
            }
            Err(error) => self.never_keep(&error),
        }
        let first = asked.take().or_else(|| sample.filter(|_| shows && self.is_bare()));
        first.into_iter().for_each(|address| self.dispatch(Action::Fetch(address)));
    }

    fn take_in(&self, (shelf, projects): Shelf, shows: bool) {
        self.dispatch(Action::Shelf { shelf, projects, shows, now: Date::now() as u64 });
    }

    /// Whether there is no document.
    fn is_bare(&self) -> bool {
        self.read(|state| state.shelved().next().is_none())
    }

    /// Holds a lock until there is a document and it is written, or none seems to come.
    fn hold_until_kept(&self, turn: Lock) {
        let store = self.clone();
        spawn_local(async move {
            for _ in 0..HELD {
                if !store.is_bare() && store.read(|state| state.keeping == Keeping::Saved) {
                    break;
                }
                let _waited = JsFuture::from(page::sleep(SEEN)).await;
            }
            drop(turn);
        });
    }

    async fn open_shelf(&self) -> Result<Shelf, StorageError> {
        self.open_database().await?;
        self.listen_to_tabs();
        self.shelf().await
    }

    async fn open_database(&self) -> Result<(), StorageError> {
        let database = Database::open().await?;
        if database.was_emptied() {
            self.notify(NoticeKind::Error, STRINGS.store_emptied.to_owned());
        }
        *self.keeper().database.borrow_mut() = Some(database);
        Ok(())
    }

    /// Takes in which documents the database has by now, what other tabs did among it.
    pub(crate) fn read_shelf(&self) {
        if self.keeper().is_reading.replace(true) {
            return;
        }
        let store = self.clone();
        spawn_local(async move {
            // News come in crowds; those that come from here on have it read again.
            let _waited = JsFuture::from(page::sleep(50)).await;
            store.keeper().is_reading.set(false);
            // What was read is out of date if this tab writes meanwhile.
            let shelf = loop {
                while store.has_unwritten() && !store.keeper().is_stuck.get() {
                    let _waited = JsFuture::from(page::sleep(10)).await;
                }
                let shelf = store.shelf().await;
                if !store.has_unwritten() || shelf.is_err() || store.keeper().is_stuck.get() {
                    break shelf;
                }
            };
            if let Ok(shelf) = shelf
                && !store.keeper().is_stuck.get()
            {
                store.take_in(shelf, false);
            }
        });
    }

    /// Writes what was opened once it is seen; it is where it came from, too.
    pub(crate) fn keep_soon(&self) {
        self.read(|state| {
            if state.keeping == Keeping::Saved {
                state.keeping = Keeping::Saving;
            }
        });
        let store = self.clone();
        spawn_local(async move {
            let _waited = JsFuture::from(page::sleep(SEEN)).await;
            store.keep();
        });
    }

    /// Writes what has to be written for what has happened.
    pub(crate) fn keep(&self) {
        self.tend_claims();
        let groups = self.read(|state| state.writes(Date::now() as u64));
        let waiting = &self.keeper().waiting;
        if self.keeper().has_none.get() || groups.is_empty() && waiting.borrow().is_empty() {
            return self.say_saved();
        }
        for group in groups {
            let group: Rc<[Write]> = group.into();
            // Begun at once, so that a page that dies now has handed it to the browser.
            let is_next = !self.keeper().is_stuck.get() && waiting.borrow().len() < MOST_BEGUN;
            let writing = if is_next { self.keeper().begin(&group).ok() } else { None };
            waiting.borrow_mut().push_back(Waiting { group, writing });
        }
        self.read(|state| {
            if state.keeping == Keeping::Saved {
                state.keeping = Keeping::Saving;
            }
        });
        self.write_what_waits();
    }

    /// The file that a document was read from; `None` if it cannot be had.
    pub(crate) async fn original(&self, number: u32) -> Option<Uint8Array> {
        let database = self.keeper().database.borrow().clone()?;
        database.original(number).await.ok().flatten()
    }

    /// What the database has of a document; if it cannot be read, that is said.
    pub(crate) async fn stored(&self, number: u32) -> Option<Stored> {
        let database = self.keeper().database.borrow().clone()?;
        match database.document(number).await {
            Ok(stored) => Some(stored),
            Err(error) => {
                self.dispatch(Action::Keeping(Keeping::Failed(error.reason())));
                None
            }
        }
    }

    /// What the database has of all documents, and the projects.
    async fn shelf(&self) -> Result<Shelf, StorageError> {
        let database = self.keeper().database.borrow().clone().ok_or(StorageError::Silent)?;
        let (summaries, projects) = (database.all(Table::Documents).await?, database.all(Table::Projects).await?);
        let summaries = summaries.iter().map(|(number, sealed)| (*number, read_summary(*number, sealed))).collect();
        Ok((summaries, projects.iter().map(|(number, sealed)| (*number, read_project(*number, sealed))).collect()))
    }

    /// Whether anything waits to be written.
    pub(crate) fn has_unwritten(&self) -> bool {
        self.keeper().is_writing.get()
    }

    /// Sees to it that what waits is written, the first of it first.
    fn write_what_waits(&self) {
        let keeper = self.keeper();
        if keeper.database.borrow().is_none() || keeper.is_writing.replace(true) {
            return;
        }
        let store = self.clone();
        spawn_local(async move {
            loop {
                let keeper = store.keeper();
                let Some((group, writing)) = keeper.waiting.borrow_mut().front_mut().map(Waiting::take) else { break };
                let written = match writing.map_or_else(|| keeper.begin(&group), Ok) {
                    Ok(writing) => writing.done().await,
                    Err(error) => Err(error),
                };
                match written {
                    Ok(()) => {
                        keeper.waiting.borrow_mut().pop_front();
                        store.tell_tabs(&group);
                        store.tell_folder(&group);
                    }
                    Err(error @ (StorageError::Newer | StorageError::Elsewhere)) => return store.never_keep(&error),
                    Err(error) => {
                        keeper.is_stuck.set(true);
                        store.dispatch(Action::Keeping(Keeping::Failed(error.reason())));
                        let _waited = JsFuture::from(page::sleep(PAUSE)).await;
                        // A connection that broke does not mend; a new one may work.
                        if error != StorageError::Full {
                            let _tried_again = store.open_database().await;
                        }
                    }
                }
            }
            store.keeper().is_writing.set(false);
            store.keeper().is_stuck.set(false);
            if store.read(|state| state.keeping == Keeping::Saving) {
                return store.say_saved();
            }
            store.dispatch(Action::Keeping(Keeping::Saved));
        });
    }

    /// Has the files of documents written that a group of writes has changed.
    fn tell_folder(&self, group: &[Write]) {
        let is_sure = group.iter().any(|write| matches!(write.place().0, Table::Log | Table::Snapshots));
        let Some((_, number)) = group.last().map(Write::place) else { return };
        self.write_file(number, is_sure);
    }

    fn write_file(&self, number: u32, is_sure: bool) {
        let summary = self.read(|state| state.summary(number).map(|one| (one.project, one.edited, one.is_deleted)));
        if let Some((project, edited, false)) = summary {
            self.device().changed(project, number, edited as f64, is_sure);
        }
    }

    /// Has the files of a project's documents written that have changed since they were.
    pub(crate) fn fill_folder(&self, project: u32) {
        let of_project = |state: &mut AppState| {
            let of_it = state.shelf.iter().filter(|(_, summary)| summary.project == project);
            of_it.map(|(number, _)| *number).collect::<Vec<u32>>()
        };
        self.read(of_project).into_iter().for_each(|number| self.write_file(number, false));
    }

    /// Listens to what becomes of the folders of projects.
    fn listen_to_folders(&self) {
        let store = self.clone();
        spawn_local(async move {
            let told = store.clone();
            let listener = move |project, kind: String, name, reason| {
                let state = match &*kind {
                    "ready" => Some(FolderState::Ready),
                    "saving" => Some(FolderState::Saving),
                    "saved" => Some(FolderState::Saved),
                    "lost" => Some(FolderState::Lost),
                    "failed" => Some(FolderState::Failed(reason)),
                    _ => None,
                };
                let folder = state.map(|state| Folder { name, state });
                told.dispatch(Action::Device(DeviceAction::Folder(project, folder)));
            };
            store.device().listen(listener).await;
        });
    }

    /// Writes nothing more, for all is being cleared.
    pub(crate) fn stop_keeping(&self) {
        self.keeper().has_none.set(true);
        self.keeper().waiting.borrow_mut().clear();
        self.read(|state| state.keeping = Keeping::Saved);
    }

    /// Says that all is kept, if that was being seen to.
    fn say_saved(&self) {
        if self.read(|state| state.keeping == Keeping::Saving) {
            self.read(AppState::kept);
            self.tend_claims();
            self.tell_keeping();
        }
    }

    /// Goes on in memory.
    fn never_keep(&self, error: &StorageError) {
        self.keeper().has_none.set(true);
        self.keeper().waiting.borrow_mut().clear();
        self.dispatch(Action::Keeping(Keeping::Never(error.reason())));
    }
}
