//! Choose a format, see what it would lose, and download.

use annotation::OffsetUnit;
use yew::prelude::*;

use super::frame::{lines, radio, unit_name};
use crate::exchange::{FormatEntry, Prepared};
use crate::state::{Action, AppState, ExportStep, NATIVE};
use crate::strings::{STRINGS, fill};

/// What the dialog shows.
pub fn export(state: &AppState, on_action: &Callback<Action>) -> Html {
    let exporting = &state.exporting;
    let on_step = on_action.reform(Action::Export);
    let step = |step: fn() -> ExportStep| on_step.reform(move |_: MouseEvent| step());
    let on_decided = {
        let is_decided = exporting.is_decided;
        on_step.reform(move |_: Event| ExportStep::Decided(!is_decided))
    };
    let is_one = exporting.prepared.as_ref().is_some_and(|prepared| prepared.files == 1);
    html! {
        <>
            if state.shelved().nth(1).is_some() { { scope(state, &on_step) } }
            { formats(state, &on_step) }
            { units(state, &on_step) }
            <label class="choice"><input type="checkbox" checked={exporting.is_decided} onchange={on_decided} />
                <span>{ STRINGS.export_decided }</span></label>
            <div aria-live="polite">{ losses(exporting.prepared.as_ref(), step(|| ExportStep::SaveLosses)) }</div>
            <footer>
                <button class="tool" disabled={!is_one} onclick={step(|| ExportStep::Copy)}>{ STRINGS.copy }</button>
                <button class="primary" disabled={exporting.prepared.is_none()}
                    onclick={step(|| ExportStep::Download)}>{ STRINGS.download }</button>
            </footer>
        </>
    }
}

fn scope(state: &AppState, on_step: &Callback<ExportStep>) -> Html {
    let choice = |is_all: bool, words: String| {
        let onchange = on_step.reform(move |_: Event| ExportStep::All(is_all));
        radio("scope".into(), &is_all.to_string(), state.exporting.is_all == is_all, onchange, words.into())
    };
    html! {
        <fieldset><legend>{ STRINGS.export_scope }</legend>
            { choice(false, STRINGS.export_this.to_owned()) }
            { choice(true, fill(STRINGS.export_all, &[&state.shelved().count().to_string()])) }
        </fieldset>
    }
}

/// Every format with what it keeps and loses; Postil's own alone until the others are known.
fn formats(state: &AppState, on_step: &Callback<ExportStep>) -> Html {
    let choice = |id: &str, name: &str, summary: &str| {
        let value = id.to_owned();
        let onchange = on_step.reform(move |_: Event| ExportStep::Format(value.clone()));
        let words = html! { <>{ name.to_owned() }<small>{ summary.to_owned() }</small></> };
        radio("format".into(), id, state.exporting.format == id, onchange, words)
    };
    let written = state.formats.iter().filter(|entry| entry.is_written);
    let entry = |entry: &FormatEntry| choice(&entry.id, &entry.name, &entry.summary);
    html! {
        <fieldset class="formats"><legend>{ STRINGS.format }</legend>
            if state.formats.is_empty() { { choice(NATIVE, "Postil JSON", "") } }
            { for written.map(entry) }
        </fieldset>
    }
}

/// What offsets count, where the format leaves it open.
fn units(state: &AppState, on_step: &Callback<ExportStep>) -> Html {
    let exporting = &state.exporting;
    let entry = state.formats.iter().find(|entry| entry.id == exporting.format);
    let native = || OffsetUnit::ALL.map(|unit| unit.name().to_owned()).to_vec();
    let units = entry.map_or_else(native, |entry| entry.units.clone());
    if units.is_empty() {
        return html! {};
    }
    let choice = |unit: &String| {
        let value = unit.clone();
        let onchange = on_step.reform(move |_: Event| ExportStep::Unit(value.clone()));
        radio("unit".into(), unit, exporting.unit == *unit, onchange, unit_name(unit).into())
    };
    html! {
        <>
            <fieldset class="row"><legend>{ STRINGS.export_unit }</legend>{ for units.iter().map(choice) }</fieldset>
            <p class="hint">{ STRINGS.export_unit_hint }</p>
        </>
    }
}

/// What the download would lose; nothing while that is being found out.
fn losses(prepared: Option<&Prepared>, onclick: Callback<MouseEvent>) -> Html {
    let Some(prepared) = prepared else { return html! { <p class="hint">{ STRINGS.export_busy }</p> } };
    if prepared.loss_count == 0 {
        return html! { <p class="hint lossless">{ STRINGS.export_lossless }</p> };
    }
    html! {
        <section class="losses">
            <p>{ fill(STRINGS.export_losses, &[&prepared.loss_count.to_string()]) }
                <button class="tool" {onclick}>{ STRINGS.save_losses }</button></p>
            { lines(&prepared.losses, prepared.loss_count) }
        </section>
    }
}
