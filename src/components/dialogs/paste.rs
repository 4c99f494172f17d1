//! Paste a text, a piece of a web page or a document, or the content of a file in any format; or open a folder.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{ClipboardEvent, FileList, HtmlInputElement, HtmlTextAreaElement};
use yew::prelude::*;

use crate::components::callbacks::value_of;
use crate::components::file_button::{Choice, file_button};
use crate::state::Action;
use crate::strings::STRINGS;

/// Its properties.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// What happens.
    pub on_action: Callback<Action>,
    /// Files were chosen.
    pub on_files: Callback<FileList>,
    /// What was written when the dialog was left.
    pub draft: Rc<RefCell<String>>,
}

/// What the dialog shows.
#[component]
pub fn Paste(props: &Props) -> Html {
    let text = use_node_ref();
    // What was pasted into the empty field: as HTML, and as the text that then stands there.
    let rich = use_state(|| None::<(String, String)>);
    let keeps_structure = use_state(|| true);
    let onpaste = {
        let (text, rich, on_files) = (text.clone(), rich.clone(), props.on_files.clone());
        move |event: Event| {
            let Some(data) = event.unchecked_into::<ClipboardEvent>().clipboard_data() else { return };
            if let Some(files) = data.files().filter(|files| files.length() > 0) {
                return on_files.emit(files);
            }
            let [html, plain] = ["text/html", "text/plain"].map(|kind| data.get_data(kind).unwrap_or_default());
            let is_first = text.cast::<HtmlTextAreaElement>().is_some_and(|text| text.value().is_empty());
            rich.set(Some((html, plain.replace('\r', ""))).filter(|(html, _)| is_first && !html.is_empty()));
        }
    };
    let apply = {
        let (text, rich, keeps_structure, draft) = (text.clone(), rich.clone(), *keeps_structure, props.draft.clone());
        props.on_action.reform(move |_: MouseEvent| {
            let text = text.cast::<HtmlTextAreaElement>().map(|text| text.value()).unwrap_or_default();
            draft.take();
            let file = match &*rich {
                Some((html, plain)) if keeps_structure && *plain == text => {
                    ([STRINGS.pasted, ".html"].concat(), html.clone().into_bytes())
                }
                _ if text.trim().is_empty() => return Action::Dialog(None),
                _ => (STRINGS.pasted.to_owned(), text.into_bytes()),
            };
            Action::Look(vec![file])
        })
    };
    let oninput = {
        let draft = props.draft.clone();
        move |event: InputEvent| {
            draft.replace(value_of(&event));
        }
    };
    let on_keep = {
        let keeps_structure = keeps_structure.clone();
        move |event: Event| keeps_structure.set(event.target_unchecked_into::<HtmlInputElement>().checked())
    };
    html! {
        <>
            <label class="field"><span>{ STRINGS.paste_label }</span>
                <textarea ref={text} rows="12" dir="auto" autofocus=true spellcheck="false" ~defaultValue={props.draft.borrow().clone()} {onpaste} {oninput} /></label>
            if rich.is_some() {
                <label class="choice"><input type="checkbox" checked={*keeps_structure} onchange={on_keep} />
                    <span>{ STRINGS.paste_structure }</span></label>
            }
            <footer>
                { file_button("folder", Choice::Folder, STRINGS.open_folder, &props.on_files, STRINGS.open_folder.into()) }
                <button class="primary" onclick={apply}>{ STRINGS.paste_apply }</button>
            </footer>
        </>
    }
}
