//! The page's side of the worker that tags.

use std::cell::RefCell;
use std::rc::Rc;

use annotation::{Document, TextRange, TextSize};
use gloo_events::EventListener;
use js_sys::{Array, Function, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::{MessageEvent, Worker};
use yew::Callback;

use crate::messages::{FromWorker, TagRequest, unpacked};
use crate::state::{Action, Notice, NoticeKind};
use crate::strings::{STRINGS, fill};

/// The worker, started when it is first needed, and again after it was lost.
pub struct TaggingWorker {
    start: Function,
    running: Running,
}

/// The worker and what listens to it; none before the first request and after it was lost.
type Running = Rc<RefCell<Option<(Worker, [EventListener; 2])>>>;

impl TaggingWorker {
    /// `start` is the page's script's function that starts a worker and hands it the compiled module.
    pub fn new(start: Function) -> TaggingWorker {
        TaggingWorker { start, running: Running::default() }
    }

    /// Asks for a document to be tagged, the part at `visible` first; what comes of it is sent as actions.
    pub fn tag(&self, document: &Document, serial: u32, visible: TextSize, dispatch: &Callback<Action>) {
        if self.running.borrow().is_none() {
            self.start(dispatch);
        }
        let date = document.reference_date.map_or_else(String::new, |date| date.to_string());
        let text = Uint8Array::from(document.text().as_bytes());
        let handed_over = Array::of1(&text.buffer());
        let message = TagRequest { document: serial, visible: visible.into(), date, text };
        let send =
            |(worker, _): &(Worker, _)| worker.post_message_with_transfer(&message.message(), &handed_over).is_ok();
        let is_sent = self.running.borrow().as_ref().is_some_and(send);
        if !is_sent {
            dispatch.emit(Action::TaggingLost);
        }
    }

    fn start(&self, dispatch: &Callback<Action>) {
        let Ok(worker) = self.start.call0(&JsValue::NULL) else { return };
        let worker: Worker = worker.unchecked_into();
        let (receive, fail, running) = (dispatch.clone(), dispatch.clone(), self.running.clone());
        let listeners = [
            EventListener::new(&worker, "message", move |event| {
                let event: &MessageEvent = event.unchecked_ref();
                receive.emit(action(FromWorker::received(&event.data())));
            }),
            EventListener::new(&worker, "error", move |_| {
                // The listeners must outlive this call, which is one of theirs.
                let lost = running.borrow_mut().take();
                if let Some((worker, _)) = &lost {
                    worker.terminate();
                }
                fail.emit(Action::TaggingLost);
                spawn_local(async move { drop(lost) });
            }),
        ];
        *self.running.borrow_mut() = Some((worker, listeners));
    }
}

fn action(message: FromWorker) -> Action {
    match message {
        FromWorker::Part { document, start, end, done, found, values } => Action::Tagged {
            document,
            part: TextRange::new(start.into(), end.into()),
            suggestions: unpacked(&found.to_vec(), &values),
            done: done.into(),
        },
        FromWorker::NoNames(reason) => {
            let (kind, text) = (NoticeKind::Error, fill(STRINGS.no_names, &[&reason]));
            Action::Notify(Notice::new(kind, text))
        }
        FromWorker::Done(document) => Action::TaggingDone { document },
    }
}
