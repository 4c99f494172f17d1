//! The other tabs of this browser that show Postil: who may write a document, and news between them.
//!
//! Who may write is settled by the browser's own locks, one for each document: a tab that closes or crashes lets go of
//! its locks at once. web-sys has them among its unstable interfaces, so the one function is bound below. Where a browser
//! has no locks, every tab may write; the database then refuses what another tab has written first.

use gloo_events::EventListener;
use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{BroadcastChannel, MessageEvent};

use super::page::window;
use crate::messages::number;

#[wasm_bindgen]
extern "C" {
    type LockManager;
    /// `hold` is called with the lock, or null, and returns a promise: the lock is held until that is fulfilled.
    #[wasm_bindgen(method)]
    fn request(this: &LockManager, name: &str, options: &JsValue, hold: &JsValue) -> Promise;
}

/// The right to write a document, until it is dropped.
pub struct Lock(Option<Function>);

impl Drop for Lock {
    fn drop(&mut self) {
        if let Some(release) = &self.0 {
            let _never_fails = release.call0(&JsValue::NULL);
        }
    }
}

/// What to do while another tab has the lock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Patience {
    /// Go without.
    No,
    /// Wait until it lets go.
    Endless,
    /// Take it away.
    Over,
}

/// The lock of a document; `None` if another tab has it. `lost` is called if another tab takes it away later.
pub async fn lock(document: u32, patience: Patience, lost: impl FnOnce() + 'static) -> Option<Lock> {
    let manager = Reflect::get(&window().navigator(), &"locks".into()).ok().filter(JsValue::is_object);
    let Some(manager) = manager else { return Some(Lock(None)) };
    let manager: LockManager = manager.unchecked_into();
    let options = Object::new();
    let option = match patience {
        Patience::No => "ifAvailable",
        Patience::Endless => "",
        Patience::Over => "steal",
    };
    let _set = Reflect::set(&options, &option.into(), &true.into());
    let (mut release, mut over) = (None, None);
    let held = Promise::new(&mut |resolve, _| release = Some(resolve));
    let got = Promise::new(&mut |resolve, _| {
        let held = held.clone();
        let hold = Closure::once_into_js(move |lock: JsValue| {
            let _never_fails = resolve.call1(&JsValue::NULL, &lock);
            if lock.is_null() { JsValue::UNDEFINED } else { held.into() }
        });
        over = Some(manager.request(&format!("postil {document}"), &options, &hold));
    });
    // The request is fulfilled when the lock is let go, and fails when it is taken away.
    if let Some(over) = over {
        spawn_local(async move {
            if JsFuture::from(over).await.is_err() {
                lost();
            }
        });
    }
    let lock = JsFuture::from(got).await.ok()?;
    (!lock.is_null()).then_some(Lock(release))
}

/// What one tab tells the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum News {
    /// A document was changed.
    Changed(u32),
    /// There are other documents than before.
    Shelf,
    /// Another tab asks to write a document.
    Asked(u32),
    /// All that was kept is being cleared.
    Cleared,
}

/// The way to the other tabs.
pub struct Channel {
    channel: BroadcastChannel,
    _listener: EventListener,
}

impl Channel {
    /// Listens to the other tabs; `None` where they cannot talk.
    pub fn open(receive: impl Fn(News) + 'static) -> Option<Channel> {
        let channel = BroadcastChannel::new("postil").ok()?;
        let listener = EventListener::new(&channel, "message", move |event| {
            let message = Array::from(&event.unchecked_ref::<MessageEvent>().data());
            let number = number(&message, 1);
            match message.get(0).as_string().as_deref() {
                Some("changed") => receive(News::Changed(number)),
                Some("shelf") => receive(News::Shelf),
                Some("asked") => receive(News::Asked(number)),
                Some("cleared") => receive(News::Cleared),
                _ => {}
            }
        });
        Some(Channel { channel, _listener: listener })
    }

    /// Tells all other tabs.
    pub fn tell(&self, news: News) {
        let (kind, number) = match news {
            News::Changed(number) => ("changed", number),
            News::Shelf => ("shelf", 0),
            News::Asked(number) => ("asked", number),
            News::Cleared => ("cleared", 0),
        };
        let _sent = self.channel.post_message(&Array::of2(&kind.into(), &number.into()));
    }
}
