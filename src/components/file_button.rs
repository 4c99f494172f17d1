//! A button that lets files be chosen, or a folder.

use web_sys::{FileList, HtmlInputElement};
use yew::prelude::*;

/// What can be chosen.
#[derive(Clone, Copy, PartialEq)]
pub enum Choice {
    /// One file.
    File,
    /// One file or several.
    Files,
    /// All files of a folder.
    Folder,
}

/// The button with what it shows; the files that are chosen go to `on_files`.
pub fn file_button(
    id: &'static str,
    choice: Choice,
    name: &'static str,
    on_files: &Callback<FileList>,
    shown: Html,
) -> Html {
    let input = NodeRef::default();
    let onclick = {
        let input = input.clone();
        move |_: MouseEvent| {
            if let Some(input) = input.cast::<HtmlInputElement>() {
                input.set_value(""); // the same file may be chosen again
                input.click();
            }
        }
    };
    let on_files = on_files.clone();
    let onchange = move |event: Event| {
        let files = event.target_unchecked_into::<HtmlInputElement>().files();
        files.into_iter().for_each(|files| on_files.emit(files));
    };
    html! {
        <>
            <button class="tool" title={name} {onclick}>{ shown }</button>
            <input type="file" {id} ref={input} multiple={choice == Choice::Files} webkitdirectory={choice == Choice::Folder} hidden=true aria-label={name} {onchange} />
        </>
    }
}
