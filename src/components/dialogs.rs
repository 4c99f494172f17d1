//! The dialogs: paste a text, export, all keys. Native `<dialog>`s, which keep focus and Escape right by themselves.

use annotation::OffsetUnit;
use web_sys::{HtmlDialogElement, HtmlTextAreaElement};
use yew::prelude::*;

use super::icon::{CLOSE, icon};
use crate::state::{Action, Dialog};
use crate::strings::STRINGS;

/// What is open.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// The dialog that is open.
    pub dialog: Option<Dialog>,
    /// The dialog, if it shows what the page knows.
    pub drawn: Html,
    /// What happens.
    pub on_action: Callback<Action>,
}

/// The dialog that is open, if any.
#[component]
pub fn Dialogs(props: &Props) -> Html {
    match props.dialog {
        None => html! {},
        Some(Dialog::Paste) => html! { <Paste on_action={props.on_action.clone()} /> },
        Some(Dialog::Export) => html! { <Export on_action={props.on_action.clone()} /> },
        Some(Dialog::Help | Dialog::Labels) => props.drawn.clone(),
    }
}

#[derive(Properties, PartialEq)]
struct DialogProps {
    on_action: Callback<Action>,
}

/// What a dialog has round it.
#[derive(Properties, PartialEq)]
pub struct FrameProps {
    /// What it is called.
    pub title: &'static str,
    /// What happens.
    pub on_action: Callback<Action>,
    /// What is in it.
    pub children: Html,
}

/// A modal dialog with a title and a button that closes it.
#[component]
pub fn Frame(props: &FrameProps) -> Html {
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

#[component]
fn Paste(props: &DialogProps) -> Html {
    let text = use_node_ref();
    let apply = {
        let text = text.clone();
        props.on_action.reform(move |_: MouseEvent| {
            let text = text.cast::<HtmlTextAreaElement>().map(|text| text.value()).unwrap_or_default();
            let name = STRINGS.pasted.to_owned();
            Action::Open(vec![(name, formats::open("", text.as_bytes()))])
        })
    };
    html! {
        <Frame title={STRINGS.paste_title} on_action={props.on_action.clone()}>
            <label class="field"><span>{ STRINGS.paste_label }</span>
                <textarea ref={text} rows="12" dir="auto" autofocus=true spellcheck="false" /></label>
            <footer><button type="button" class="primary" onclick={apply}>{ STRINGS.paste_apply }</button></footer>
        </Frame>
    }
}

#[component]
fn Export(props: &DialogProps) -> Html {
    let unit = use_state(|| OffsetUnit::CodePoint);
    let choice = |offered: OffsetUnit| {
        let name = match offered {
            OffsetUnit::CodePoint => STRINGS.unit_code_point,
            OffsetUnit::Utf16CodeUnit => STRINGS.unit_utf16,
            OffsetUnit::Utf8Byte => STRINGS.unit_utf8,
        };
        let onchange = {
            let unit = unit.clone();
            move |_: Event| unit.set(offered)
        };
        html! {
            <label class="choice"><input type="radio" name="unit" value={offered.name()} checked={*unit == offered} {onchange} />
                <span>{ name }</span></label>
        }
    };
    let export = |copy: bool| {
        let unit = *unit;
        props.on_action.reform(move |_: MouseEvent| Action::Export { unit, copy })
    };
    html! {
        <Frame title={STRINGS.export_title} on_action={props.on_action.clone()}>
            <fieldset><legend>{ STRINGS.export_unit }</legend>{ for OffsetUnit::ALL.into_iter().map(choice) }</fieldset>
            <p class="hint">{ STRINGS.export_unit_hint }</p>
            <footer>
                <button type="button" class="tool" onclick={export(true)}>{ STRINGS.copy }</button>
                <button type="button" class="primary" onclick={export(false)}>{ STRINGS.download }</button>
            </footer>
        </Frame>
    }
}
