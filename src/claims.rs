//! Two tabs, one document: one of them writes it, the others follow what it does and can take over.
//!
//! A claim is this tab's share in a document that it has open: the lock, or a place among those who wait for it. A tab
//! that is asked to let go first writes what it has to, then lets go and follows.

use std::cell::{Cell, OnceCell, RefCell};

use formats::native::journal::reopen;
use wasm_bindgen_futures::{JsFuture, spawn_local};

use crate::browser::page;
use crate::browser::tabs::{Channel, Lock, News, Patience, lock};
use crate::state::{Action, Table, Write};
use crate::store::Store;

/// How long a tab is given to let go of a document, in milliseconds, before it is taken away.
const PATIENCE: i32 = 1000;

/// This tab's claims, by the documents' numbers.
#[derive(Default)]
pub struct Claims {
    claims: RefCell<Vec<(u32, Claim)>>,
    channel: OnceCell<Option<Channel>>,
    turns: Cell<u32>,
    /// Whether what is being read from the store is out of date already.
    reading: RefCell<Vec<(u32, bool)>>,
}

#[derive(Default)]
struct Claim {
    lock: Option<Lock>,
    /// Another one after each time that the lock came or went: what was begun before is out of date.
    turn: u32,
    was_open: bool,
}

impl Claims {
    /// The lock of a document, or that this tab has none.
    fn set(&self, number: u32, lock: Option<Lock>) -> u32 {
        let turn = self.turns.get() + 1;
        self.turns.set(turn);
        let mut claims = self.claims.borrow_mut();
        match claims.iter_mut().find(|(other, _)| *other == number) {
            Some((_, claim)) => (claim.lock, claim.turn) = (lock, turn),
            None => claims.push((number, Claim { lock, turn, was_open: false })),
        }
        turn
    }

    /// The turn of a document; `None` if this tab has no share in it.
    fn turn(&self, number: u32) -> Option<u32> {
        self.claims.borrow().iter().find(|(other, _)| *other == number).map(|(_, claim)| claim.turn)
    }

    fn leads(&self, number: u32) -> bool {
        self.claims.borrow().iter().any(|(other, claim)| *other == number && claim.lock.is_some())
    }
}

impl Store {
    /// Listens to the other tabs.
    pub(crate) fn listen_to_tabs(&self) {
        let store = self.clone();
        self.claims().channel.get_or_init(|| Channel::open(move |news| store.hear(news)));
    }

    /// Reads a document from the database, as the one who writes it if nobody else does.
    pub(crate) fn reopen(&self, number: u32) {
        let store = self.clone();
        spawn_local(async move {
            store.claim(number, Patience::No).await;
            store.read_again(number).await;
        });
    }

    /// Claims documents that came up, and lets go of those that were closed.
    pub(crate) fn tend_claims(&self) {
        let open: Vec<u32> = self.read(|state| state.documents.iter().map(|open| open.serial).collect());
        let mut claims = self.claims().claims.borrow_mut();
        claims.retain_mut(|(number, claim)| {
            let is_open = open.contains(number);
            let was_open = std::mem::replace(&mut claim.was_open, is_open);
            is_open || !was_open
        });
        let is_new = |number: &u32| claims.iter().all(|(claimed, _)| claimed != number);
        let new: Vec<u32> = open.into_iter().filter(is_new).collect();
        claims.extend(new.iter().map(|&number| (number, Claim { was_open: true, ..Claim::default() })));
        drop(claims);
        for number in new {
            let store = self.clone();
            spawn_local(async move {
                store.claim(number, Patience::No).await;
                // It may have been closed meanwhile, as one of many that came at once.
                if !store.is_open(number) {
                    store.claims().claims.borrow_mut().retain(|(claimed, _)| *claimed != number);
                }
            });
        }
    }

    fn is_open(&self, number: u32) -> bool {
        self.read(|state| state.documents.iter().any(|open| open.serial == number))
    }

    /// Tells the other tabs what was written.
    pub(crate) fn tell_tabs(&self, group: &[Write]) {
        let Some(channel) = self.channel() else { return };
        let places = group.iter().map(Write::place);
        let Some((_, number)) = places.clone().next_back() else { return };
        channel.tell(News::Changed(number));
        // An edit changes the log; whatever else is written, the list of documents shows.
        let has = |wanted: Table| places.clone().any(|(table, _)| table == wanted);
        if has(Table::Texts) || !has(Table::Log) {
            channel.tell(News::Shelf);
        }
    }

    /// Tells the other tabs that all is cleared.
    pub(crate) fn tell_cleared(&self) {
        self.channel().into_iter().for_each(|channel| channel.tell(News::Cleared));
    }

    fn channel(&self) -> Option<&Channel> {
        self.claims().channel.get()?.as_ref()
    }

    /// Asks the tab that writes a document to let this one do so.
    pub(crate) fn take_over(&self, number: u32) {
        let turn = self.claims().turn(number);
        self.channel().into_iter().for_each(|channel| channel.tell(News::Asked(number)));
        let store = self.clone();
        spawn_local(async move {
            let _waited = JsFuture::from(page::sleep(PATIENCE)).await;
            // It may have been given the document meanwhile, and even have let go of it again.
            if turn == store.claims().turn(number) && store.claim(number, Patience::Over).await {
                store.read_again(number).await;
            }
        });
    }

    /// Gets the lock of a document; if another tab has it, false, and waits for it meanwhile.
    async fn claim(&self, number: u32, patience: Patience) -> bool {
        if self.claims().leads(number) {
            return true;
        }
        let store = self.clone();
        let lock = lock(number, patience, move || store.follow(number)).await;
        let leads = lock.is_some();
        if leads {
            self.claims().set(number, lock);
        } else {
            self.follow(number);
        }
        leads
    }

    /// Follows a document until its lock is free.
    fn follow(&self, number: u32) {
        let turn = self.claims().set(number, None);
        self.dispatch(Action::Follow(number));
        let store = self.clone();
        spawn_local(async move {
            let lost = store.clone();
            let lock = lock(number, Patience::Endless, move || lost.follow(number)).await;
            // Closed meanwhile, or taken over and let go: then the tab that waits next has it.
            if lock.is_some() && store.claims().turn(number) == Some(turn) {
                store.claims().set(number, lock);
                store.read_again(number).await;
            }
        });
    }

    fn hear(&self, news: News) {
        let store = self.clone();
        match news {
            News::Changed(number) => {
                if self.is_open(number) && !self.claims().leads(number) {
                    spawn_local(async move { store.read_again(number).await });
                }
            }
            News::Shelf => self.read_shelf(),
            News::Asked(number) if self.claims().leads(number) => {
                let turn = self.claims().turn(number);
                spawn_local(async move {
                    while store.claims().turn(number) == turn {
                        store.dispatch(Action::Follow(number));
                        if !store.has_unwritten() {
                            return store.follow(number);
                        }
                        let _waited = JsFuture::from(page::sleep(10)).await;
                    }
                });
            }
            News::Asked(_) => {}
            News::Cleared => {
                self.stop_keeping();
                page::reload();
            }
        }
    }

    /// Reads a document from the database, as the one who writes it if its lock is here; once more if it has changed
    /// meanwhile.
    async fn read_again(&self, number: u32) {
        let reading = &self.claims().reading;
        if let Some((_, is_old)) = reading.borrow_mut().iter_mut().find(|(read, _)| *read == number) {
            *is_old = true;
            return;
        }
        while let Some(turn) = self.claims().turn(number) {
            reading.borrow_mut().push((number, false));
            let stored = self.stored(number).await;
            let is_old = reading.borrow_mut().extract_if(.., |(read, _)| *read == number).any(|(_, is_old)| is_old);
            // Whoever writes begins with the latest.
            let leads = self.claims().leads(number);
            if self.claims().turn(number) != Some(turn) || is_old && leads {
                continue;
            }
            if let Some(stored) = stored {
                let reopened = reopen(number, &stored).map(Box::new);
                self.dispatch(Action::Reopened { number, stored, reopened, leads });
            }
            if !is_old {
                return;
            }
        }
    }
}
