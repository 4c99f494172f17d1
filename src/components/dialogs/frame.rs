//! What every dialog has: a title and a button that closes it; and the parts that several share.

use web_sys::{Event, HtmlDialogElement, HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use crate::components::icon::{CLOSE, icon};
use crate::state::Action;
use crate::strings::{STRINGS, fill};

/// A frame's properties.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// What the dialog is for.
    pub title: &'static str,
    /// What happens.
    pub on_action: Callback<Action>,
    /// What is in it.
    pub children: Html,
}

/// A modal dialog.
#[component]
pub fn Frame(props: &Props) -> Html {
    let dialog = use_node_ref();
    {
        let dialog = dialog.clone();
        use_effect_with((), move |()| {
            if let Some(dialog) = dialog.cast::<HtmlDialogElement>() {
                let _open_already = dialog.show_modal();
            }
        });
    }
    let onclose = props.on_action.reform(|_: Event| Action::Dialog(None));
    let onclick = props.on_action.reform(|_| Action::Dialog(None));
    html! {
        <dialog ref={dialog} {onclose} aria-label={props.title}>
            <header><h2>{ props.title }</h2>
                <button type="button" class="icon-button" aria-label={STRINGS.close} {onclick}>{ icon(CLOSE) }</button>
            </header>
            { props.children.clone() }
        </dialog>
    }
}

/// A radio button with its words.
pub fn radio(name: String, value: &str, checked: bool, onchange: Callback<Event>, words: Html) -> Html {
    html! {
        <label class="choice" key={value.to_owned()}>
            <input type="radio" {name} value={value.to_owned()} {checked} {onchange} /><span>{ words }</span></label>
    }
}

/// A list to choose from: values and words.
pub fn select(label: &str, chosen: &str, options: Vec<(String, String)>, on_choose: Callback<String>) -> Html {
    let onchange = on_choose.reform(|event: Event| event.target_unchecked_into::<HtmlSelectElement>().value());
    let option = |(value, words): (String, String)| {
        let selected = value == chosen;
        html! { <option key={value.clone()} {value} {selected}>{ words }</option> }
    };
    html! {
        <label class="field"><span>{ label }</span><select {onchange}>{ for options.into_iter().map(option) }</select></label>
    }
}

/// Lines that may be many: the first ones, and how many more there are.
pub fn lines(lines: &[String], count: usize) -> Html {
    html! {
        <ul class="lines" tabindex="0">
            { for lines.iter().map(|line| html! { <li>{ line }</li> }) }
            if count > lines.len() { <li>{ fill(STRINGS.and_more, &[&(count - lines.len()).to_string()]) }</li> }
        </ul>
    }
}

/// A unit in words.
pub fn unit_name(unit: &str) -> &'static str {
    match unit {
        "code_point" => STRINGS.unit_code_point,
        "utf16" => STRINGS.unit_utf16,
        "utf8" => STRINGS.unit_utf8,
        "grapheme" => STRINGS.unit_grapheme,
        _ => STRINGS.unit_as_said,
    }
}

/// The files that an input element holds.
pub fn chosen_files(event: &Event) -> Option<web_sys::FileList> {
    event.target_unchecked_into::<HtmlInputElement>().files()
}
