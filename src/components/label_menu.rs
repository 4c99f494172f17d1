//! The labels to choose from, with their keys: by a click, by typing part of a name, or with the arrow keys.

use annotation::{Label, LabelId, LabelKind, LabelSet};
use wasm_bindgen::JsCast;
use web_sys::{Element, EventTarget, HtmlElement, HtmlInputElement};
use yew::prelude::*;

use super::label_class;
use crate::browser::page;
use crate::strings::STRINGS;

/// What the menu offers.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// The labels.
    pub labels: LabelSet,
    /// The one that is chosen now.
    #[prop_or_default]
    pub chosen: Option<LabelId>,
    /// A label was chosen.
    pub on_choose: Callback<LabelId>,
    /// The menu was left without a choice.
    #[prop_or_default]
    pub on_leave: Callback<()>,
}

/// The menu; pressing a button in it leaves focus and selection where they are.
#[component]
pub fn LabelMenu(props: &Props) -> Html {
    let filter = use_state(String::new);
    let matching = |kind| {
        let filter = (page::FOLD.0)(&filter);
        let of_kind = props.labels.iter().filter(move |(_, label)| label.kind == kind && matches(label, &filter));
        of_kind.collect::<Vec<_>>()
    };
    let (entities, figures) = (matching(LabelKind::Entity), matching(LabelKind::Figure));
    let first = entities.first().or(figures.first()).map(|(id, _)| *id);
    let choose = {
        let (on_choose, filter) = (props.on_choose.clone(), filter.clone());
        Callback::from(move |id: LabelId| {
            filter.set(String::new());
            on_choose.emit(id);
        })
    };
    let onkeydown = {
        let (labels, choose, on_leave, is_empty) =
            (props.labels.clone(), choose.clone(), props.on_leave.clone(), filter.is_empty());
        move |event: KeyboardEvent| {
            let key = event.key();
            let by_key = labels.iter().find(|(_, label)| is_empty && key.len() == 1 && label.key == key.chars().next());
            let by_digit = by_key.filter(|_| key.as_bytes()[0].is_ascii_digit()).map(|(id, _)| id);
            match &*key {
                "Escape" => on_leave.emit(()),
                "Enter" => first.iter().for_each(|&id| choose.emit(id)),
                _ => match by_digit {
                    Some(id) => choose.emit(id),
                    None => return,
                },
            }
            event.prevent_default();
            event.stop_propagation();
        }
    };
    let oninput = {
        let filter = filter.clone();
        move |event: InputEvent| filter.set(event.target_unchecked_into::<HtmlInputElement>().value())
    };
    let button = |&(id, label): &(LabelId, &Label)| {
        let onclick = choose.reform(move |_| id);
        html! {
            <button class={classes!("label-button", label_class(id), (!filter.is_empty() && first == Some(id)).then_some("first"))}
                {onclick} aria-pressed={props.chosen.map(|chosen| (chosen == id).to_string())} title={label.description.to_string()}
                onpointerdown={|event: PointerEvent| event.prevent_default()} onmousedown={|event: MouseEvent| event.prevent_default()}>
                <span class="swatch" aria-hidden="true" />
                <span>{ label.name.to_string() }</span>
                if let Some(key) = label.key { <kbd>{ key }</kbd> }
            </button>
        }
    };
    let onfocusout = {
        let filter = filter.clone();
        move |event: FocusEvent| {
            if !filter.is_empty() && menu_of(event.target()) != menu_of(event.related_target()) {
                filter.set(String::new());
            }
        }
    };
    html! {
        <div class="label-menu" role="group" aria-label={STRINGS.label_as} onkeydown={walk} {onfocusout}>
            <input type="text" class="label-filter" placeholder={STRINGS.filter_labels} aria-label={STRINGS.filter_labels}
                autocomplete="off" spellcheck="false" value={(*filter).clone()} {oninput} {onkeydown} />
            if first.is_none() { <p class="hint" role="status">{ STRINGS.no_such_label }</p> }
            <div class="label-group">{ for entities.iter().map(button) }</div>
            <div class="label-group">{ for figures.iter().map(button) }</div>
        </div>
    }
}

fn matches(label: &Label, filter: &str) -> bool {
    let has_it = |text: &str| (page::FOLD.0)(text).contains(filter);
    filter.is_empty() || has_it(&label.name) || has_it(&label.description)
}

/// The menu that an element is in. Yew listens at the root of the page, so no event says which element it is handled at.
fn menu_of(target: Option<EventTarget>) -> Option<Element> {
    target?.dyn_into::<Element>().ok()?.closest(".label-menu").ok()?
}

/// Arrow keys go through the field and the buttons; Escape on a button goes back to the field.
fn walk(event: KeyboardEvent) {
    let step = match &*event.key() {
        "ArrowDown" => 1,
        "ArrowUp" => -1,
        "ArrowRight" if event.target_dyn_into::<HtmlInputElement>().is_none() => 1,
        "ArrowLeft" if event.target_dyn_into::<HtmlInputElement>().is_none() => -1,
        "Escape" => i32::MIN,
        _ => return,
    };
    event.prevent_default();
    event.stop_propagation();
    let menu = menu_of(event.target());
    let Some(items) = menu.and_then(|menu| menu.query_selector_all("input, button").ok()) else { return };
    let at = (0..items.length()).find(|&index| items.get(index).map(Into::into) == event.target());
    let next = at.map_or(0, |at| at as i32).saturating_add(step).max(0) as u32;
    if let Some(item) = items.get(next).and_then(|item| item.dyn_into::<HtmlElement>().ok()) {
        let _gone = item.focus();
    }
}
