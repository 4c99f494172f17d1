//! The worker: tags texts, part by part, the part on screen first, and stays open to a newer request in between.
//!
//! Figures need nothing but the text and come at once; names need the module `names`, which is loaded meanwhile, and a
//! first look at the whole text. Progress counts each of the two reports of a part half.

use std::cell::{Cell, RefCell};

use annotation::{CalendarDate, TextRange};
use js_sys::{Date, Error, Promise};
use tagger::{FigureTagger, Suggestion, parts, settle};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

use crate::messages::{FromWorker, TagRequest, packed, unpacked};

/// How long the worker works before it looks for messages, in milliseconds.
const SLICE: f64 = 30.0;

#[wasm_bindgen]
extern "C" {
    /// The module `names`, which `bin/names.rs` describes.
    #[derive(Clone)]
    type Names;

    #[wasm_bindgen(method, catch)]
    fn forget(this: &Names) -> Result<(), Error>;

    #[wasm_bindgen(method, catch)]
    fn study(this: &Names, part: &[u8], at: u32) -> Result<(), Error>;

    #[wasm_bindgen(method, catch)]
    fn tag(this: &Names, part: &[u8], at: u32) -> Result<Vec<u32>, Error>;
}

thread_local! {
    /// Counts requests; the work for one ends when a newer one has come.
    static REQUEST: Cell<u32> = const { Cell::new(0) };
    /// The names, once they are loaded or could not be.
    static NAMES: RefCell<Loading> = const { RefCell::new(Loading::Begun) };
}

/// How far the loading of names is.
#[derive(Clone)]
enum Loading {
    Begun,
    Done(Names),
    Failed,
}

/// Waits for requests; called once by the worker's script, with a promise of the module `names`.
#[wasm_bindgen]
pub fn start_worker(names: Promise) {
    let receive = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        let TagRequest { document, visible, date, text } = TagRequest::received(&event.data());
        REQUEST.set(REQUEST.get().wrapping_add(1));
        let work = Work { request: REQUEST.get(), document, date: date.parse().ok(), began: Cell::new(Date::now()) };
        let names = names.clone();
        spawn_local(async move {
            if let Ok(text) = String::from_utf8(text.to_vec()) {
                let _overtaken = work.tag(&text, visible, names).await;
            }
        });
    });
    scope().set_onmessage(Some(receive.as_ref().unchecked_ref()));
    receive.forget(); // listens as long as the worker lives
}

/// One request.
struct Work {
    request: u32,
    document: u32,
    date: Option<CalendarDate>,
    began: Cell<f64>,
}

/// A newer request has come.
struct Overtaken;

impl Work {
    /// Tags a text in three rounds over its parts: figures, a first look for names, and all.
    async fn tag(&self, text: &str, visible: u32, names: Promise) -> Result<(), Overtaken> {
        let mut order: Vec<TextRange> = parts(text).collect();
        let first = order.partition_point(|part| u32::from(part.end()) <= visible).min(order.len());
        order.rotate_left(first);
        let mut done = 0;
        let mut progress = |part: TextRange| {
            done += u32::from(part.len()) / 2;
            done
        };

        let figures = FigureTagger::default();
        let mut evidence = figures.study(text);
        evidence.reference = self.date.map(Into::into);
        // With the names at hand, only what is on screen is worth a first answer.
        let has_names = NAMES.with_borrow(|names| matches!(names, Loading::Done(_)));
        for &part in order.iter().take(if has_names { 1 } else { usize::MAX }) {
            self.report(part, progress(part), figures.tag_with(&text[part], &evidence));
            self.let_messages_in().await?;
        }
        let mut names = self.load(names).await?.filter(|names| unless_broken(names.forget()).is_some());
        for &part in &order {
            let study =
                |names: &Names| unless_broken(names.study(text[part].as_bytes(), part.start().into())).is_some();
            names = names.filter(study);
            self.let_messages_in().await?;
        }
        for &part in &order {
            let tag = |names: &Names| unless_broken(names.tag(text[part].as_bytes(), part.start().into()));
            let numbers = names.as_ref().and_then(tag);
            names = names.filter(|_| numbers.is_some());
            let found = numbers.map_or_else(Vec::new, |numbers| unpacked(&numbers, ""));
            self.report(part, progress(part), settle(figures.tag_with(&text[part], &evidence), found));
            self.let_messages_in().await?;
        }
        post(FromWorker::Done(self.document));
        Ok(())
    }

    /// Tells the page what was found in a part.
    fn report(&self, part: TextRange, done: u32, mut found: Vec<Suggestion>) {
        found.iter_mut().for_each(|suggestion| suggestion.range += part.start());
        let (found, values) = packed(&found);
        let (found, start, end) = (found[..].into(), part.start().into(), part.end().into());
        post(FromWorker::Part { document: self.document, start, end, done, found, values });
    }

    /// The module of names, waited for when it is first asked for; without it, only figures are found.
    async fn load(&self, names: Promise) -> Result<Option<Names>, Overtaken> {
        if matches!(NAMES.with_borrow(Loading::clone), Loading::Begun) {
            let loaded = match JsFuture::from(names).await {
                Ok(module) => Loading::Done(module.unchecked_into()),
                Err(error) => {
                    say_no_names(&error.unchecked_into());
                    Loading::Failed
                }
            };
            NAMES.set(loaded);
            self.let_messages_in().await?;
        }
        Ok(match NAMES.with_borrow(Loading::clone) {
            Loading::Done(names) => Some(names),
            Loading::Begun | Loading::Failed => None,
        })
    }

    /// From time to time, waits until the messages that have come are received.
    async fn let_messages_in(&self) -> Result<(), Overtaken> {
        if Date::now() - self.began.get() > SLICE {
            let timeout = Promise::new(&mut |resolve, _| {
                let set = scope().set_timeout_with_callback(&resolve);
                debug_assert!(set.is_ok(), "a function can always be a callback");
            });
            let waited = JsFuture::from(timeout).await;
            debug_assert!(waited.is_ok(), "a timeout never fails");
            self.began.set(Date::now());
        }
        if REQUEST.get() == self.request { Ok(()) } else { Err(Overtaken) }
    }
}

/// What the module of names answered; if it has broken, that is said and it is not asked again.
fn unless_broken<T>(answer: Result<T, Error>) -> Option<T> {
    answer
        .inspect_err(|error| {
            NAMES.set(Loading::Failed);
            say_no_names(error);
        })
        .ok()
}

fn say_no_names(error: &Error) {
    post(FromWorker::NoNames(error.message().into()));
}

fn scope() -> DedicatedWorkerGlobalScope {
    js_sys::global().unchecked_into()
}

fn post(message: FromWorker) {
    if let Err(error) = scope().post_message(&message.message()) {
        web_sys::console::error_1(&error);
    }
}
