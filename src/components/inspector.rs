//! The selected annotation: what it is, and everything that can be done with it; while none is selected, the labels.

use annotation::{Annotation, LabelId, LabelKind, LabelSet, Status, Value};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::callbacks::{field, press};
use super::icon::{BIN, CHECK, CROSS, LEFT, RIGHT, icon, tool};
use super::label_menu::LabelMenu;
use crate::state::{Action, Edge, Motion, SearchAction, StatusFilter, Step};
use crate::strings::STRINGS;

/// What the inspector shows.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// The annotation and its text.
    pub inspected: Option<(Annotation, String)>,
    /// The labels.
    pub labels: LabelSet,
    /// The label that each selection gets.
    pub sticky: Option<LabelId>,
    /// The edge that the arrow keys move.
    pub edge: Option<Edge>,
    /// A label was chosen for the annotation, or for what will be selected.
    pub on_choose: Callback<LabelId>,
    /// The text is to have the focus.
    pub on_leave: Callback<()>,
    /// What happens.
    pub on_action: Callback<Action>,
}

/// The inspector. The menu of labels stays while annotations come and go: it is most of what there is to draw.
#[component]
pub fn Inspector(props: &Props) -> Html {
    let Props { inspected, labels, on_choose, on_leave, .. } = props;
    let inspected = inspected.as_ref();
    let chosen = inspected.map_or(props.sticky, |(annotation, _)| Some(annotation.label));
    let (class, name) = if inspected.is_some() { ("inspector", STRINGS.label) } else { ("nothing", STRINGS.label_as) };
    // Leaving a field takes over what was written in it.
    let leave = on_leave.filter_reform(|event: KeyboardEvent| {
        let is_value = event.target_dyn_into::<HtmlInputElement>().is_some_and(|field| field.id() == "value");
        (event.key() == "Escape" || event.key() == "Enter" && is_value).then_some(())
    });
    html! {
        <section {class} aria-label={name} onkeydown={move |event| { leave.emit(event); }}>
            <div key="head">{ inspected.map_or_else(hint, |(annotation, quote)| head(props, annotation, quote)) }</div>
            <LabelMenu key="menu" labels={labels.clone()} {chosen} {on_choose} {on_leave} />
            <div key="tail">{ for inspected.map(|(annotation, _)| tail(props, annotation)) }</div>
        </section>
    }
}

fn hint() -> Html {
    html! { <p class="hint">{ STRINGS.nothing_selected }{ " " }{ STRINGS.palette_hint }</p> }
}

/// What the annotation lies on, and what can be done with it as it is.
fn head(props: &Props, annotation: &Annotation, quote: &str) -> Html {
    let on_action = &props.on_action;
    let judge = |status: Status| on_action.reform(move |_: MouseEvent| Action::Judge(status));
    let toggled = |wanted: Status| if annotation.status == wanted { Status::Suggested } else { wanted };
    html! {
        <>
            <blockquote dir="auto">{ quote }</blockquote>
            <div class="row">
                <button class="tool" onclick={judge(toggled(Status::Accepted))} title="a"
                    aria-pressed={(annotation.status == Status::Accepted).to_string()}>{ icon(CHECK) }{ STRINGS.accept }</button>
                <button class="tool" onclick={judge(toggled(Status::Rejected))} title="x"
                    aria-pressed={(annotation.status == Status::Rejected).to_string()}>{ icon(CROSS) }{ STRINGS.reject }</button>
                <button class="tool" onclick={press(on_action, || Action::Delete)} title="Delete">
                    { icon(BIN) }{ STRINGS.delete }</button>
                <button class="tool" id="mentions" title={STRINGS.mentions_hint}
                    onclick={press(on_action, || Action::Search(SearchAction::Mentions))}>{ STRINGS.mentions }</button>
            </div>
        </>
    }
}

/// Its edges, what is known of it, and the fields that are written in.
fn tail(props: &Props, annotation: &Annotation) -> Html {
    let Props { labels, on_action, .. } = props;
    let status = StatusFilter::of(annotation);
    let step = |edge: Edge, step: Step| {
        on_action.reform(move |_: MouseEvent| Action::MoveEdge { edge, motion: Motion::Character(step) })
    };
    let (on_note, on_value) = (field::<FocusEvent>(on_action, Action::Note), field::<Event>(on_action, Action::Value));
    let on_writing = field::<InputEvent>(on_action, Action::WriteNote);
    // Another annotation has other fields; a number that is given anew makes no other of it.
    let key = u64::from(u32::from(annotation.range.start())) << 32 | u64::from(u32::from(annotation.range.end()));
    let edge_class = |edge: Edge| classes!("edge", (props.edge == Some(edge)).then_some("chosen"));
    html! {
        <>
            <div class="row edges">
                <span class={edge_class(Edge::Start)}>
                    { tool(LEFT, STRINGS.start_back, step(Edge::Start, Step::Back)) }
                    { tool(RIGHT, STRINGS.start_forward, step(Edge::Start, Step::Forward)) }
                </span>
                <span>{ STRINGS.edges }</span>
                <span class={edge_class(Edge::End)}>
                    { tool(LEFT, STRINGS.end_back, step(Edge::End, Step::Back)) }
                    { tool(RIGHT, STRINGS.end_forward, step(Edge::End, Step::Forward)) }
                </span>
            </div>
            <dl>
                <dt>{ STRINGS.filter_status }</dt><dd>{ (STRINGS.status)(status) }</dd>
                if let Some(value) = annotation.value.as_ref().filter(|value| value.to_string() != value.compact()) {
                    <dt>{ STRINGS.value }</dt><dd>{ value.to_string() }</dd>
                }
                if let Some(score) = annotation.score {
                    <dt>{ STRINGS.score }</dt><dd>{ (f64::from(score.per_mille()) / 1000.0).to_string() }</dd>
                }
            </dl>
            if labels.get(annotation.label).kind == LabelKind::Figure {
                <label class="field"><span>{ STRINGS.value }</span>
                    <input type="text" id="value" title={STRINGS.value_hint} spellcheck="false" autocomplete="off" onchange={on_value}
                        {key} value={annotation.value.as_deref().map(Value::compact).unwrap_or_default()} /></label>
            }
            <label class="field"><span>{ STRINGS.note }</span>
                <textarea rows="2" id="note" placeholder={STRINGS.note_hint} oninput={on_writing} onblur={on_note} {key}
                    value={annotation.note.as_deref().unwrap_or_default().to_owned()} /></label>
        </>
    }
}
