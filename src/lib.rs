//! Postil's page: what needs a browser. What does not lives in `crates/`.
//!
//! The page and the tagger's worker are one wasm module, entered by [`start_page`] and [`worker::start_worker`]; what the
//! first highlight can do without is in modules of their own, `bin/`. Read [`state`] first: all that the page knows and how
//! it changes; then [`app`], which shows it, and [`store`], which holds the two together. [`browser`] is the only code that
//! talks to Web APIs.

mod state;
mod store;
mod keeper;
mod claims;
mod app;
mod components;
mod strings;
mod browser;
mod messages;
mod exchange;
mod worker;
mod api;

use js_sys::Function;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::spawn_local;

use browser::device::Device;
use browser::modules::Modules;
use browser::page;
use browser::recovery::Recovery;
use browser::tagging::TaggingWorker;
use store::Store;

/// Starts the page; called once by its script, with a function that starts the tagger's worker and the modules that are
/// loaded when they are first asked for.
#[wasm_bindgen]
pub fn start_page(start_tagger: Function, modules: Modules, recovery: Recovery, device: Device) {
    let screen = recovery.clone();
    std::panic::set_hook(Box::new(move |info| screen.stopped(&info.to_string())));
    let store = Store::new(TaggingWorker::new(start_tagger), modules, recovery, device);
    if let Some(root) = page::document().get_element_by_id("app") {
        yew::Renderer::<app::App>::with_root_and_props(root, app::Props { store: store.clone() }).render();
    }
    page::loaded();
    api::offer(store.clone());
    let first_sample = page::samples().first().map(|sample| sample.address.clone());
    // A benchmark brings its own.
    let first_sample = first_sample.filter(|_| page::parameter("bench").is_none());
    spawn_local(async move { store.start_keeping(page::parameter("article"), first_sample).await });
}
