//! A button that lets a file be chosen.

use web_sys::{FileList, HtmlInputElement};
use yew::prelude::*;

/// The button; what was chosen goes to `on_files`.
pub fn file_button(name: &'static str, on_files: &Callback<FileList>) -> Html {
    let input = NodeRef::default();
    let onclick = {
        let input = input.clone();
        Callback::from(move |_: MouseEvent| {
            if let Some(input) = input.cast::<HtmlInputElement>() {
                input.click();
            }
        })
    };
    let on_files = on_files.clone();
    let onchange = move |event: Event| {
        let input: HtmlInputElement = event.target_unchecked_into();
        if let Some(files) = input.files() {
            on_files.emit(files);
        }
    };
    html! {
        <>
            <button type="button" class="tool" {onclick}>{ name }</button>
            <input type="file" ref={input} hidden=true aria-label={name} {onchange} />
        </>
    }
}
