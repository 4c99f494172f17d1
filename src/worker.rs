//! The worker: tags texts, part by part, the part on screen first, and stays open to a newer request in between.

use std::cell::Cell;

use annotation::TextRange;
use js_sys::{Date, Promise};
use tagger::{DefaultTagger, parts};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

use crate::messages::{FromWorker, SuggestionMessage, ToWorker};

/// How long the worker works before it looks for messages, in milliseconds.
const SLICE: f64 = 30.0;

thread_local! {
    /// Counts requests; the work for one ends when a newer one has come.
    static REQUEST: Cell<u32> = const { Cell::new(0) };
}

/// Waits for requests; called once by the worker's script.
#[wasm_bindgen]
pub fn start_worker() {
    let scope = scope();
    let receive = Closure::<dyn Fn(MessageEvent)>::new(|event: MessageEvent| {
        match serde_wasm_bindgen::from_value(event.data()) {
            Ok(ToWorker::Tag { document, visible, text }) => spawn_local(tag(document, visible, text)),
            Err(error) => web_sys::console::error_1(&error.into()),
        }
    });
    scope.set_onmessage(Some(receive.as_ref().unchecked_ref()));
    receive.forget(); // listens as long as the worker lives
}

async fn tag(document: u32, visible: u32, text: Vec<u8>) {
    let request = REQUEST.get().wrapping_add(1);
    REQUEST.set(request);
    let Ok(text) = String::from_utf8(text) else { return };
    let tagger = DefaultTagger::default();
    let mut order: Vec<TextRange> = parts(&text).collect();
    let first = order.partition_point(|part| u32::from(part.end()) <= visible);
    let first = first.min(order.len());
    order.rotate_left(first);
    let mut done = 0;
    let mut began = Date::now();
    for part in order {
        let suggestions = tagger.tag_part(&text, part).iter().map(SuggestionMessage::from).collect();
        done += u32::from(part.len());
        post(&FromWorker::Part { document, start: part.start().into(), end: part.end().into(), done, suggestions });
        if Date::now() - began > SLICE {
            let_messages_in().await;
            began = Date::now();
        }
        if REQUEST.get() != request {
            return;
        }
    }
    post(&FromWorker::Done { document });
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

/// Returns after the messages that are waiting have been received.
async fn let_messages_in() {
    let timeout = Promise::new(&mut |resolve, _| {
        let set = scope().set_timeout_with_callback(&resolve);
        debug_assert!(set.is_ok(), "a function can always be a callback");
    });
    let waited = JsFuture::from(timeout).await;
    debug_assert!(waited.is_ok(), "a timeout never fails");
}
