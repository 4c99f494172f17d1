//! The dialog that shows all keys, and in which they are changed.

use wasm_bindgen_futures::spawn_local;
use web_sys::{FileList, HtmlInputElement};
use yew::prelude::*;

use super::callbacks::press;
use super::file_button::{Choice, file_button};
use crate::browser::{files, page};
use crate::state::{Action, Key, Keymap, Notice, NoticeKind, SHORTCUTS, Shortcut, chord};
use crate::strings::STRINGS;

/// What the dialog shows; `waiting` is the shortcut that the next key press is for.
pub fn help(keymap: &Keymap, waiting: Option<Shortcut>, on_action: &Callback<Action>) -> Html {
    let row = |(shortcut, ..): &(Shortcut, &str, &str)| {
        let shortcut = *shortcut;
        let (is_waiting, bound) = (waiting == Some(shortcut), keymap.chord(shortcut));
        let shown = match bound {
            _ if is_waiting => html! { STRINGS.press_keys },
            "" => html! { STRINGS.no_key },
            chord => html! { <kbd>{ chord }</kbd> },
        };
        let onclick = on_action.reform(move |_: MouseEvent| Action::WaitForKey(Some(shortcut)));
        html! {
            <tr><th scope="row">{ (STRINGS.shortcut)(shortcut) }</th>
                <td><button class="tool" title={STRINGS.press_keys} {onclick}>{ shown }</button></td></tr>
        }
    };
    let onkeydown = {
        let on_action = on_action.clone();
        move |event: KeyboardEvent| {
            let (name, control) = (event.key(), event.ctrl_key() || event.meta_key());
            let key = Key { name: &name, control, shift: event.shift_key(), alt: event.alt_key() };
            if let Some((shortcut, chord)) = waiting.zip(chord(key)) {
                event.prevent_default();
                let is_left = name == "Escape";
                on_action.emit(if is_left { Action::WaitForKey(None) } else { Action::Bind(shortcut, chord) });
            }
        }
    };
    let fixed = STRINGS.fixed_keys.iter().map(|(name, keys)| {
        html! { <tr><th scope="row">{ *name }</th><td>{ for keys.iter().map(|key| html! { <kbd>{ *key }</kbd> }) }</td></tr> }
    });
    let single_keys = on_action.reform({
        let keymap = keymap.clone();
        move |event: Event| {
            let mut keymap = keymap.clone();
            keymap.single_keys = event.target_unchecked_into::<HtmlInputElement>().checked();
            Action::Keys(keymap)
        }
    });
    let json = page::json_of(&keymap.entries());
    let export = move |_: MouseEvent| files::download("keys.json", &json);
    let onfocusout = on_action.reform(|_: FocusEvent| Action::WaitForKey(None));
    html! {
        <>
            <label class="choice"><input type="checkbox" checked={keymap.single_keys} onchange={single_keys} />
                <span>{ STRINGS.single_keys }</span></label>
            <table class="keys" {onkeydown} {onfocusout}><tbody>{ for SHORTCUTS.iter().map(row) }{ for fixed }</tbody></table>
            <p class="hint">{ STRINGS.help_note }</p>
            <footer>
                <button class="tool" onclick={press(on_action, || Action::Keys(Keymap::default()))}>{ STRINGS.reset_keys }</button>
                { file_button("key-files", Choice::File, STRINGS.import_keys, &read_keys(on_action), STRINGS.import_keys.into()) }
                <button class="tool" onclick={export}>{ STRINGS.export_keys }</button>
            </footer>
        </>
    }
}

/// Reads a file of keys.
fn read_keys(on_action: &Callback<Action>) -> Callback<FileList> {
    let on_action = on_action.clone();
    Callback::from(move |list: FileList| {
        let on_action = on_action.clone();
        spawn_local(async move {
            let read = files::read(list).await.0.into_iter().next();
            let text = read.and_then(|(_, bytes)| String::from_utf8(bytes).ok());
            on_action.emit(match text.and_then(|text| page::entries_of(&text)) {
                Some(entries) => Action::Keys(Keymap::of(&entries)),
                None => {
                    let text = STRINGS.bad_keys.to_owned();
                    Action::Notify(Notice::new(NoticeKind::Error, text))
                }
            });
        });
    })
}
