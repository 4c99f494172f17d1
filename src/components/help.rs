//! The dialog that shows all keys, and in which they are changed.

use wasm_bindgen_futures::spawn_local;
use web_sys::{FileList, HtmlInputElement};
use yew::prelude::*;

use super::dialogs::Frame;
use super::file_button;
use crate::browser::{files, page};
use crate::state::{Action, Key, Keymap, Notice, NoticeKind, SHORTCUTS, Shortcut, chord};
use crate::strings::STRINGS;

/// What the dialog shows.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// The keys.
    pub keymap: Keymap,
    /// What happens.
    pub on_action: Callback<Action>,
}

/// The dialog.
#[component]
pub fn Help(props: &Props) -> Html {
    let waiting = use_state(|| None::<Shortcut>);
    let row = |(shortcut, ..): &(Shortcut, &str, &str)| {
        let shortcut = *shortcut;
        let (is_waiting, name, bound) =
            (*waiting == Some(shortcut), (STRINGS.shortcut)(shortcut), props.keymap.chord(shortcut));
        let onclick = {
            let waiting = waiting.clone();
            move |_: MouseEvent| waiting.set(Some(shortcut))
        };
        let onblur = {
            let waiting = waiting.clone();
            move |_: FocusEvent| waiting.set(None)
        };
        let onkeydown = {
            let (waiting, on_action) = (waiting.clone(), props.on_action.clone());
            move |event: KeyboardEvent| {
                let (name, control) = (event.key(), event.ctrl_key() || event.meta_key());
                let key = Key { name: &name, control, shift: event.shift_key(), alt: event.alt_key() };
                let Some(chord) = chord(key).filter(|_| is_waiting) else { return };
                event.prevent_default();
                event.stop_propagation();
                waiting.set(None);
                on_action.emit(Action::Bind(shortcut, chord));
            }
        };
        let shown = if is_waiting {
            html! { STRINGS.press_keys }
        } else if bound.is_empty() {
            html! { STRINGS.no_key }
        } else {
            html! { <kbd>{ bound }</kbd> }
        };
        html! {
            <tr><th scope="row">{ name }</th>
                <td><button type="button" class="tool" title={STRINGS.press_keys} {onclick} {onblur} {onkeydown}>{ shown }</button></td></tr>
        }
    };
    let fixed = STRINGS.fixed_keys.iter().map(|(name, keys)| {
        html! { <tr><th scope="row">{ *name }</th><td>{ for keys.iter().map(|key| html! { <kbd>{ *key }</kbd> }) }</td></tr> }
    });
    let single_keys = {
        let keymap = props.keymap.clone();
        props.on_action.reform(move |event: Event| {
            let single_keys = event.target_unchecked_into::<HtmlInputElement>().checked();
            let mut keymap = keymap.clone();
            keymap.single_keys = single_keys;
            Action::Keys(keymap)
        })
    };
    let export = {
        let keymap = props.keymap.clone();
        move |_: MouseEvent| files::download("keys.json", &page::json_of(&keymap.entries()))
    };
    html! {
        <Frame title={STRINGS.help_title} on_action={props.on_action.clone()}>
            <label class="choice"><input type="checkbox" checked={props.keymap.single_keys} onchange={single_keys} />
                <span>{ STRINGS.single_keys }</span></label>
            <table class="keys"><tbody>{ for SHORTCUTS.iter().map(row) }{ for fixed }</tbody></table>
            <p class="hint">{ STRINGS.help_note }</p>
            <footer>
                <button type="button" class="tool" onclick={props.on_action.reform(|_| Action::Keys(Keymap::default()))}>{ STRINGS.reset_keys }</button>
                { file_button(STRINGS.import_keys, &read_keys(&props.on_action)) }
                <button type="button" class="tool" onclick={export}>{ STRINGS.export_keys }</button>
            </footer>
        </Frame>
    }
}

/// Reads a file of keys.
fn read_keys(on_action: &Callback<Action>) -> Callback<FileList> {
    let on_action = on_action.clone();
    Callback::from(move |list: FileList| {
        let on_action = on_action.clone();
        spawn_local(async move {
            let read = files::read(list).await.into_iter().next();
            let text = read.and_then(|(_, bytes)| String::from_utf8(bytes).ok());
            on_action.emit(match text.and_then(|text| page::entries_of(&text)) {
                Some(entries) => Action::Keys(Keymap::of(&entries)),
                None => {
                    let text = STRINGS.bad_keys.to_owned();
                    Action::Notify(Notice { serial: 0, kind: NoticeKind::Error, text, details: Vec::new() })
                }
            });
        });
    })
}
