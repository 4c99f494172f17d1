//! What every dialog has: a title and a button that closes it; and the parts that several share.

use yew::prelude::*;

use crate::components::callbacks::{press, value_of};
use crate::components::icon::{CLOSE, icon};
use crate::state::Action;
use crate::strings::{STRINGS, fill};

/// A modal dialog, once it is shown as one.
pub fn frame(title: &'static str, dialog: NodeRef, on_action: &Callback<Action>, children: Html) -> Html {
    let onclose = on_action.reform(|_: Event| Action::Dialog(None));
    html! {
        <dialog key={title} ref={dialog} {onclose} aria-label={title}>
            <header><h2>{ title }</h2>
                <button class="icon-button" aria-label={STRINGS.close} onclick={press(on_action, || Action::Dialog(None))}>{ icon(CLOSE) }</button>
            </header>
            { children }
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
    let onchange = on_choose.reform(|event: Event| value_of(&event));
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
