//! The labels to choose from, with their keys.

use annotation::{LabelId, LabelKind, LabelSet};
use yew::prelude::*;

use super::label_class;
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
}

/// The menu; pressing in it leaves focus and selection where they are.
#[component]
pub fn LabelMenu(props: &Props) -> Html {
    let button = |(id, label): (LabelId, &annotation::Label)| {
        let onclick = props.on_choose.reform(move |_| id);
        html! {
            <button type="button" class={classes!("label-button", label_class(id))} {onclick}
                aria-pressed={props.chosen.map(|chosen| (chosen == id).to_string())} title={label.description.to_string()}>
                <span class="swatch" aria-hidden="true" />
                <span class="label-name">{ label.name.to_string() }</span>
                if let Some(key) = label.key { <kbd>{ key }</kbd> }
            </button>
        }
    };
    let of_kind = |kind| props.labels.iter().filter(move |(_, label)| label.kind == kind).map(button);
    html! {
        <div class="label-menu" role="group" aria-label={STRINGS.label_as}
            onpointerdown={|event: PointerEvent| event.prevent_default()} onmousedown={|event: MouseEvent| event.prevent_default()}>
            <div class="label-group">{ for of_kind(LabelKind::Entity) }</div>
            <div class="label-group">{ for of_kind(LabelKind::Figure) }</div>
        </div>
    }
}
