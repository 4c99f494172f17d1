//! The dialog in which the label set is changed: the labels, the chosen one's fields, presets, files.

use annotation::{Label, LabelId, LabelKind, LabelSet};
use web_sys::{FileList, HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use super::dialogs::Frame;
use super::file_button;
use super::label_menu::LabelMenu;
use crate::state::{Action, LabelEdit, Step};
use crate::strings::{STRINGS, fill};

/// What the dialog shows.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// The labels.
    pub labels: LabelSet,
    /// How many annotations there are of each label that has any.
    pub counts: Vec<(LabelId, usize)>,
    /// A file with labels was chosen.
    pub on_files: Callback<FileList>,
    /// What happens.
    pub on_action: Callback<Action>,
}

/// The dialog.
#[component]
pub fn LabelEditor(props: &Props) -> Html {
    let chosen = use_state(|| None);
    let labels = &props.labels;
    let id = chosen.filter(|&id| labels.contains(id));
    let on_choose = {
        let chosen = chosen.clone();
        move |id| chosen.set(Some(id))
    };
    let add = {
        let (on_action, fresh, chosen) = (props.on_action.clone(), labels.fresh_id(), chosen.clone());
        move |event: Event| {
            let field: HtmlInputElement = event.target_unchecked_into();
            if !field.value().trim().is_empty() {
                on_action.emit(Action::Labels(LabelEdit::Add(field.value())));
                chosen.set(fresh);
                field.set_value("");
            }
        }
    };
    let on_action = props.on_action.clone();
    let replace = move |event: Event| {
        let select: HtmlSelectElement = event.target_unchecked_into();
        let preset = match &*select.value() {
            "ontonotes" => LabelSet::ontonotes(),
            "conll" => LabelSet::conll(),
            _ => LabelSet::figures(),
        };
        select.set_value("");
        on_action.emit(Action::Labels(LabelEdit::Replace(preset)));
    };
    html! {
        <Frame title={STRINGS.labels_title} on_action={props.on_action.clone()}>
            <LabelMenu labels={labels.clone()} chosen={id} {on_choose} on_leave={props.on_action.reform(|()| Action::Dialog(None))} />
            { id.map_or_else(|| html! { <p class="hint">{ STRINGS.choose_a_label }</p> }, |id| fields(props, id)) }
            <footer class="label-set">
                <input type="text" aria-label={STRINGS.add_label} placeholder={STRINGS.add_label} autocomplete="off" onchange={add} />
                <select aria-label={STRINGS.preset} onchange={replace}>
                    <option value="" selected=true>{ STRINGS.preset }</option>
                    <option value="ontonotes">{ STRINGS.preset_ontonotes }</option>
                    <option value="conll">{ STRINGS.preset_conll }</option>
                    <option value="figures">{ STRINGS.preset_figures }</option>
                </select>
                { file_button(STRINGS.import_keys, &props.on_files) }
                <button type="button" class="tool" onclick={props.on_action.reform(|_| Action::ExportLabels)}>{ STRINGS.export_keys }</button>
            </footer>
        </Frame>
    }
}

/// The fields of a label, and what can be done with it.
fn fields(props: &Props, id: LabelId) -> Html {
    let label = props.labels.get(id);
    let on_change = |change: fn(&mut Label, String)| {
        let before = label.clone();
        props.on_action.reform(move |event: Event| {
            let mut label = before.clone();
            change(&mut label, event.target_unchecked_into::<HtmlInputElement>().value());
            Action::Labels(LabelEdit::Change(id, label))
        })
    };
    let field = |name: &'static str, kind: &'static str, value: String, onchange: Callback<Event>| {
        html! { <label class="field"><span>{ name }</span><input type={kind} key={id.0} {value} {onchange} autocomplete="off" /></label> }
    };
    let act = |edit: LabelEdit| props.on_action.reform(move |_: MouseEvent| Action::Labels(edit.clone()));
    let count = props.counts.iter().find(|(counted, _)| *counted == id).map_or(0, |(_, count)| *count).to_string();
    let on_action = props.on_action.clone();
    let merge = move |event: Event| {
        if let Ok(into) = event.target_unchecked_into::<HtmlSelectElement>().value().parse() {
            on_action.emit(Action::Labels(LabelEdit::Merge(id, LabelId(into))));
        }
    };
    let others = props.labels.iter().filter(|(other, _)| *other != id);
    let other =
        |(id, label): (LabelId, &Label)| html! { <option value={id.0.to_string()}>{ label.name.to_string() }</option> };
    let kind = props.on_action.reform({
        let before = label.clone();
        move |event: Event| {
            let kind = LabelKind::from_name(&event.target_unchecked_into::<HtmlSelectElement>().value());
            Action::Labels(LabelEdit::Change(id, Label { kind: kind.unwrap_or(before.kind), ..before.clone() }))
        }
    });
    html! {
        <div class="label-fields">
            { field(STRINGS.label_name, "text", label.name.to_string(), on_change(|label, value| label.name = value.trim().into())) }
            <label class="field"><span>{ STRINGS.label_kind }</span><select onchange={kind}>
                <option value="entity" selected={label.kind == LabelKind::Entity}>{ STRINGS.entity }</option>
                <option value="figure" selected={label.kind == LabelKind::Figure}>{ STRINGS.figure }</option>
            </select></label>
            { field(STRINGS.label_colour, "color", label.colour.to_string(), on_change(|label, value| {
                label.colour = value.parse().unwrap_or(label.colour);
            })) }
            { field(STRINGS.label_key, "text", label.key.map(String::from).unwrap_or_default(), on_change(|label, value| {
                label.key = value.trim().chars().next();
            })) }
            { field(STRINGS.label_description, "text", label.description.to_string(), on_change(|label, value| label.description = value.into())) }
            <div class="row">
                <button type="button" class="tool" onclick={act(LabelEdit::Move(id, Step::Back))}>{ STRINGS.label_up }</button>
                <button type="button" class="tool" onclick={act(LabelEdit::Move(id, Step::Forward))}>{ STRINGS.label_down }</button>
                <select aria-label={STRINGS.merge_into} onchange={merge}>
                    <option value="" selected=true>{ STRINGS.merge_into }</option>{ for others.map(other) }</select>
                <button type="button" class="tool" onclick={act(LabelEdit::Delete(id))}>{ fill(STRINGS.delete_label, &[&count]) }</button>
            </div>
        </div>
    }
}
