//! Paste a text, or the content of a file in any format; or open a folder.

use web_sys::{FileList, HtmlInputElement, HtmlTextAreaElement};
use yew::prelude::*;

use super::frame::{Frame, chosen_files};
use crate::state::Action;
use crate::strings::STRINGS;

/// The dialog's properties.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// What happens.
    pub on_action: Callback<Action>,
    /// Files were chosen.
    pub on_files: Callback<FileList>,
}

/// The dialog.
#[component]
pub fn Paste(props: &Props) -> Html {
    let (text, folder) = (use_node_ref(), use_node_ref());
    let apply = {
        let text = text.clone();
        props.on_action.reform(move |_: MouseEvent| {
            let text = text.cast::<HtmlTextAreaElement>().map(|text| text.value()).unwrap_or_default();
            Action::Look(vec![(STRINGS.pasted.to_owned(), text.into_bytes())])
        })
    };
    let choose = {
        let folder = folder.clone();
        move |_: MouseEvent| folder.cast::<HtmlInputElement>().into_iter().for_each(|folder| folder.click())
    };
    let on_files = props.on_files.clone();
    let onchange = move |event: Event| chosen_files(&event).into_iter().for_each(|files| on_files.emit(files));
    html! {
        <Frame title={STRINGS.paste_title} on_action={props.on_action.clone()}>
            <label class="field"><span>{ STRINGS.paste_label }</span>
                <textarea ref={text} rows="12" dir="auto" autofocus=true spellcheck="false" /></label>
            <input type="file" id="folder" ref={folder} webkitdirectory=true hidden=true aria-label={STRINGS.open_folder} {onchange} />
            <footer>
                <button type="button" class="tool" onclick={choose}>{ STRINGS.open_folder }</button>
                <button type="button" class="primary" onclick={apply}>{ STRINGS.paste_apply }</button>
            </footer>
        </Frame>
    }
}
