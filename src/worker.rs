//! The worker: tags texts, part by part, the part on screen first, and stays open to a newer request in between.
//!
//! Figures need nothing but the text and come at once; names need their model, which is loaded meanwhile, and a first
//! look at the whole text. Progress counts each of the two reports of a part half.

use std::cell::{Cell, OnceCell};
use std::rc::Rc;

use annotation::{CalendarDate, TextRange};
use js_sys::{Date, Promise, Uint8Array};
use tagger::{DefaultTagger, NameTagger, parts};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

use crate::messages::{FromWorker, SuggestionMessage, TagRequest};

/// How long the worker works before it looks for messages, in milliseconds.
const SLICE: f64 = 30.0;

thread_local! {
    /// Counts requests; the work for one ends when a newer one has come.
    static REQUEST: Cell<u32> = const { Cell::new(0) };
    /// The tagger with its names, once they are loaded; without, if they could not be.
    static TAGGER: OnceCell<Rc<DefaultTagger>> = const { OnceCell::new() };
}

/// Waits for requests; called once by the worker's script, with a promise of the names model's bytes.
#[wasm_bindgen]
pub fn start_worker(model: Promise) {
    let receive =
        Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            match serde_wasm_bindgen::from_value(event.data()) {
                Ok(TagRequest { document, visible, date, text }) => {
                    REQUEST.set(REQUEST.get().wrapping_add(1));
                    let date = date.and_then(|date| date.parse().ok());
                    let work = Work { request: REQUEST.get(), document, date, began: Cell::new(Date::now()) };
                    let model = model.clone();
                    spawn_local(async move {
                        if let Ok(text) = String::from_utf8(text) {
                            let _overtaken = work.tag(&text, visible, model).await;
                        }
                    });
                }
                Err(error) => web_sys::console::error_1(&error.into()),
            }
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
    async fn tag(&self, text: &str, visible: u32, model: Promise) -> Result<(), Overtaken> {
        let mut order: Vec<TextRange> = parts(text).collect();
        let first = order.partition_point(|part| u32::from(part.end()) <= visible).min(order.len());
        order.rotate_left(first);
        let mut done = 0;
        let mut progress = |part: TextRange| {
            done += u32::from(part.len()) / 2;
            done
        };

        let figures = DefaultTagger::default();
        let evidence = figures.begin_study(text).dated(self.date);
        // With the model at hand, only what is on screen is worth a first answer.
        let has_names = TAGGER.with(|slot| slot.get().is_some());
        for &part in order.iter().take(if has_names { 1 } else { usize::MAX }) {
            self.report(part, progress(part), &figures.tag_part(text, part, &evidence));
            self.let_messages_in().await?;
        }
        let tagger = self.load(model).await?;
        let mut evidence = tagger.begin_study(text).dated(self.date);
        for &part in &order {
            tagger.study_part(text, part, &mut evidence);
            self.let_messages_in().await?;
        }
        for &part in &order {
            self.report(part, progress(part), &tagger.tag_part(text, part, &evidence));
            self.let_messages_in().await?;
        }
        post(&FromWorker::Done { document: self.document });
        Ok(())
    }

    fn report(&self, part: TextRange, done: u32, suggestions: &[tagger::Suggestion]) {
        let suggestions = suggestions.iter().map(SuggestionMessage::from).collect();
        let (start, end) = (part.start().into(), part.end().into());
        post(&FromWorker::Part { document: self.document, start, end, done, suggestions });
    }

    /// The tagger with its names, loaded when it is first asked for.
    async fn load(&self, model: Promise) -> Result<Rc<DefaultTagger>, Overtaken> {
        if let Some(tagger) = TAGGER.with(|slot| slot.get().cloned()) {
            return Ok(tagger);
        }
        let names = match JsFuture::from(model).await {
            Ok(bytes) => NameTagger::from_bytes(&Uint8Array::new(&bytes).to_vec()).map_err(|error| error.to_string()),
            Err(error) => Err(format!("{error:?}")),
        };
        if let Err(reason) = &names {
            post(&FromWorker::NoNames { reason: reason.clone() });
        }
        let tagger = Rc::new(DefaultTagger::new(names.ok()));
        TAGGER.with(|slot| slot.get_or_init(|| tagger.clone()).clone());
        self.let_messages_in().await?;
        Ok(tagger)
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

fn scope() -> DedicatedWorkerGlobalScope {
    js_sys::global().unchecked_into()
}

fn post(message: &FromWorker) {
    let sent = serde_wasm_bindgen::to_value(message).map(|message| scope().post_message(&message));
    if let Err(error) = sent {
        web_sys::console::error_1(&error.into());
    }
}
