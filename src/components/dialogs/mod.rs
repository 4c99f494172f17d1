//! The dialogs, one file each. Native `<dialog>`s, which keep focus and Escape right by themselves.

mod frame;
mod paste;
mod import;
mod export;
mod about;

use yew::prelude::*;

pub use frame::Frame;

use crate::state::{Action, AppState, Dialog};

/// The dialog that is open, if any; `drawn` is that of the documents, the labels or the keys.
pub fn dialogs(
    state: &AppState,
    drawn: Html,
    on_action: &Callback<Action>,
    on_files: &Callback<web_sys::FileList>,
) -> Html {
    let on_action = on_action.clone();
    match state.dialog {
        None => html! {},
        Some(Dialog::Paste) => html! { <paste::Paste {on_action} on_files={on_files.clone()} /> },
        Some(Dialog::Import) => import::import(state, on_action),
        Some(Dialog::Export) => export::export(state, on_action),
        Some(Dialog::About) => about::about(state, on_action),
        Some(Dialog::Help | Dialog::Labels | Dialog::Shelf | Dialog::Clear) => drawn,
    }
}
