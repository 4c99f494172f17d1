//! What the list says of this device: room, the project's folder, clearing all; and the dialog that asks before that.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::state::{Action, AppState, DeviceAction, Folder, FolderState};
use crate::strings::{STRINGS, fill};

/// What stands below the list of documents.
pub fn device(state: &AppState, on_action: &Callback<Action>) -> Html {
    let room = state.room;
    let button = |name: &'static str, action: DeviceAction| {
        let onclick = on_action.reform(move |_: MouseEvent| Action::Device(action.clone()));
        html! { <button class="tool" {onclick}>{ name }</button> }
    };
    let left = fill(STRINGS.room, &[&size(room.used), &size(room.all.saturating_sub(room.used))]);
    let promise = if room.is_promised { STRINGS.room_promised } else { STRINGS.room_not_promised };
    html! {
        <div class="device">
            <p>{ folder(state.folder()) }
                if state.folder().is_some() { { button(STRINGS.folder_unbind, DeviceAction::Unbind) } }
                else if room.can_bind { { button(STRINGS.folder_bind, DeviceAction::Bind) } }</p>
            <p>{ left }{ " " }{ promise }
                if !room.is_promised { { button(STRINGS.persist, DeviceAction::Persist) } }
                { button(STRINGS.clear, DeviceAction::Clear) }</p>
        </div>
    }
}

fn folder(folder: Option<&Folder>) -> String {
    let Some(folder) = folder else { return STRINGS.folder_none.to_owned() };
    let said = match &folder.state {
        FolderState::Ready | FolderState::Saving => STRINGS.folder_saving,
        FolderState::Saved => STRINGS.folder_saved,
        FolderState::Lost => STRINGS.folder_lost,
        FolderState::Failed(_) => STRINGS.folder_failed,
    };
    let reason = if let FolderState::Failed(reason) = &folder.state { reason } else { "" };
    fill(said, &[&folder.name, reason])
}

/// A number of bytes in words.
fn size(bytes: u64) -> String {
    let (count, unit) = match bytes >> 20 {
        0 => (bytes >> 10, " kB"),
        megabytes if megabytes < 10_000 => (megabytes, " MB"),
        megabytes => (megabytes >> 10, " GB"),
    };
    count.to_string() + unit
}

/// What the dialog shows that asks before all is cleared.
pub fn clear(state: &AppState, on_action: &Callback<Action>) -> Html {
    let act = |action: fn() -> DeviceAction| on_action.reform(move |_: MouseEvent| Action::Device(action()));
    let sure = on_action.reform(|event: Event| {
        Action::Device(DeviceAction::Sure(event.target_unchecked_into::<HtmlInputElement>().checked()))
    });
    let count = state.shelf.iter().filter(|(_, summary)| !summary.is_deleted).count().to_string();
    html! {
        <>
            <p>{ fill(STRINGS.clear_text, &[&count]) }</p>
            <p><button class="tool" onclick={act(|| DeviceAction::Download)}>{ STRINGS.clear_download }</button></p>
            <label class="choice"><input type="checkbox" id="clear-sure" checked={state.may_clear} onchange={sure} /><span>{ STRINGS.clear_sure }</span></label>
            <footer>
                <button class="primary danger" id="clear" disabled={!state.may_clear} onclick={act(|| DeviceAction::Clear)}>{ STRINGS.clear_now }</button>
            </footer>
        </>
    }
}
