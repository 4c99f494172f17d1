//! The dialog in which the label set is changed: the labels, the chosen one's fields, presets, files.

use annotation::{Label, LabelId, LabelKind, LabelSet};
use web_sys::{FileList, HtmlInputElement};
use yew::prelude::*;

use super::callbacks::press;
use super::file_button::{Choice, file_button};
use super::label_menu::LabelMenu;
use crate::state::{Action, LabelEdit, Step};
use crate::strings::{STRINGS, counted, fill};

/// What the dialog shows; a plain function draws it, for it is drawn only while it is open.
pub struct LabelEditor<'a> {
    /// The labels.
    pub labels: &'a LabelSet,
    /// How many annotations there are of each label that has any.
    pub counts: &'a [(LabelId, usize)],
    /// The label whose fields are shown.
    pub chosen: Option<LabelId>,
    /// A file with labels was chosen.
    pub on_files: &'a Callback<FileList>,
    /// What happens.
    pub on_action: &'a Callback<Action>,
}

impl LabelEditor<'_> {
    /// What the dialog shows.
    pub fn draw(&self) -> Html {
        let LabelEditor { labels, chosen, on_files, on_action, .. } = *self;
        let (on_change, known) = (on_action.clone(), labels.clone());
        let onchange = move |event: Event| {
            // A menu has a name and a value like any field.
            let field: HtmlInputElement = event.target_unchecked_into();
            let value = field.value();
            let edit = match (&*field.name(), &*value) {
                (_, "") => return,
                ("preset", "ontonotes") => LabelEdit::Replace(LabelSet::ontonotes()),
                ("preset", "conll") => LabelEdit::Replace(LabelSet::conll()),
                ("preset", _) => LabelEdit::Replace(LabelSet::figures()),
                ("add", _) => LabelEdit::Add(value),
                _ => return,
            };
            // A name that is refused stays, to be changed.
            if !matches!(&edit, LabelEdit::Add(name) if known.find(name.trim()).is_some()) {
                field.set_value("");
            }
            on_change.emit(Action::Labels(edit));
        };
        html! {
            <>
                <LabelMenu labels={labels.clone()} {chosen} on_choose={on_action.reform(Action::EditLabel)}
                    on_leave={on_action.reform(|()| Action::Dialog(None))} />
                { chosen.map_or_else(|| html! { <p class="hint">{ STRINGS.choose_a_label }</p> }, |id| self.fields(id)) }
                <footer class="label-set" {onchange}>
                    <input type="text" name="add" aria-label={STRINGS.add_label} placeholder={STRINGS.add_label} autocomplete="off" />
                    <select name="preset" aria-label={STRINGS.preset}>
                        <option value="" selected=true>{ STRINGS.preset }</option>
                        <option value="ontonotes">{ STRINGS.preset_ontonotes }</option>
                        <option value="conll">{ STRINGS.preset_conll }</option>
                        <option value="figures">{ STRINGS.preset_figures }</option>
                    </select>
                    { file_button("label-files", Choice::File, STRINGS.import_keys, on_files, STRINGS.import_keys.into()) }
                    <button class="tool" onclick={press(on_action, || Action::ExportLabels)}>{ STRINGS.export_keys }</button>
                </footer>
            </>
        }
    }

    /// The fields of a label, and what can be done with it.
    fn fields(&self, id: LabelId) -> Html {
        let label = self.labels.get(id);
        let (on_action, before) = (self.on_action.clone(), label.clone());
        let onchange = move |event: Event| {
            let field: HtmlInputElement = event.target_unchecked_into();
            let (value, mut label) = (field.value(), before.clone());
            match &*field.name() {
                "name" => label.name = value.trim().into(),
                "kind" => label.kind = LabelKind::from_name(&value).unwrap_or(label.kind),
                "colour" => label.colour = value.parse().unwrap_or(label.colour),
                "key" => label.key = value.trim().chars().next(),
                "description" => label.description = value.into(),
                _ => {
                    let into = value.parse().map(LabelId).unwrap_or(id);
                    return on_action.emit(Action::Labels(LabelEdit::Merge(id, into)));
                }
            }
            on_action.emit(Action::Labels(LabelEdit::Change(id, label)));
        };
        let field = |title: &'static str, kind: &'static str, name: &'static str, value: String| {
            html! { <label class="field"><span>{ title }</span><input type={kind} {name} key={id.0} ~defaultValue={value} autocomplete="off"
            maxlength={(name == "key").then_some("1")} /></label> }
        };
        let act = |title: String, edit: LabelEdit| {
            let onclick = self.on_action.reform(move |_: MouseEvent| Action::Labels(edit.clone()));
            html! { <button class="tool" {onclick}>{ title }</button> }
        };
        let count = self.counts.iter().find(|(counted, _)| *counted == id).map_or(0, |(_, count)| *count);
        let others = self.labels.iter().filter(|(other, _)| *other != id);
        let other = |(id, label): (LabelId, &Label)| html! { <option value={id.0.to_string()}>{ label.name.to_string() }</option> };
        let delete = fill(STRINGS.delete_label, &[&counted(count)]);
        html! {
            <div class="label-fields" {onchange}>
                { field(STRINGS.label_name, "text", "name", label.name.to_string()) }
                <label class="field"><span>{ STRINGS.label_kind }</span><select name="kind">
                    <option value="entity" selected={label.kind == LabelKind::Entity}>{ STRINGS.entity }</option>
                    <option value="figure" selected={label.kind == LabelKind::Figure}>{ STRINGS.figure }</option>
                </select></label>
                { field(STRINGS.label_colour, "color", "colour", label.colour.to_string()) }
                { field(STRINGS.label_key, "text", "key", label.key.map(String::from).unwrap_or_default()) }
                { field(STRINGS.label_description, "text", "description", label.description.to_string()) }
                <div class="row">
                    { act(STRINGS.label_up.to_owned(), LabelEdit::Move(id, Step::Back)) }
                    { act(STRINGS.label_down.to_owned(), LabelEdit::Move(id, Step::Forward)) }
                    <select name="merge" aria-label={STRINGS.merge_into}>
                        <option value="" selected=true>{ STRINGS.merge_into }</option>{ for others.map(other) }</select>
                    { act(delete, LabelEdit::Delete(id)) }
                </div>
            </div>
        }
    }
}
