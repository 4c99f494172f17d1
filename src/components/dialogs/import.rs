//! What files were taken for and what is in them, to be changed before they are opened.

use yew::prelude::*;

use super::frame::{Frame, lines, radio, select, unit_name};
use crate::exchange::FileGroup;
use crate::state::{Action, AppState, ImportStep, Importing};
use crate::strings::{STRINGS, fill};

/// How many names of files are shown.
const MOST_NAMES: usize = 3;

/// The dialog, while files are looked at.
pub fn import(state: &AppState, on_action: Callback<Action>) -> Html {
    let Some(importing) = &state.importing else { return html! {} };
    let on_step = on_action.reform(Action::Import);
    let documents = importing.documents();
    let start = on_step.reform(|_: MouseEvent| ImportStep::Start);
    let opened = if importing.attaches { STRINGS.import_attach.to_owned() } else { counted(documents) };
    html! {
        <Frame title={STRINGS.import_title} {on_action}>
            { for importing.groups.iter().enumerate().map(|(index, one)| group(state, index, one, &on_step)) }
            if documents == 1 { { target(state, importing, &on_step) } }
            if importing.total > 0 {
                <progress max={importing.total.to_string()} value={importing.done().to_string()} aria-label={STRINGS.import_title} />
            }
            <footer>
                <button type="button" class="primary" autofocus=true disabled={documents == 0 || importing.is_busy}
                    onclick={start}>{ opened }</button>
            </footer>
        </Frame>
    }
}

fn counted(documents: usize) -> String {
    match documents {
        1 => STRINGS.import_one.to_owned(),
        _ => fill(STRINGS.import_many, &[&documents.to_string()]),
    }
}

/// The files of one format.
fn group(state: &AppState, index: usize, group: &FileGroup, on_step: &Callback<ImportStep>) -> Html {
    let mut names = group.files.iter().take(MOST_NAMES).cloned().collect::<Vec<_>>().join(", ");
    if group.files.len() > MOST_NAMES {
        names += ", ";
        names += &fill(STRINGS.more_warnings, &[&(group.files.len() - MOST_NAMES).to_string()]);
    }
    let read_as = |unit: String| on_step.reform(move |format| ImportStep::ReadAs(index, format, unit.clone()));
    let mut formats = vec![(String::new(), STRINGS.format_plain.to_owned())];
    formats
        .extend(state.formats.iter().filter(|entry| entry.is_read).map(|entry| (entry.id.clone(), entry.name.clone())));
    let found = fill(STRINGS.import_found, &[&group.documents.to_string(), &group.annotations.to_string()]);
    html! {
        <section class="import-group" key={index}>
            if !group.files.is_empty() {
                <h3>{ names }</h3>
                { select(STRINGS.format, &group.format, formats, read_as(String::new())) }
                { unit(index, group, on_step) }
                <p class="hint">{ found }</p>
            }
            if group.note_count > 0 {
                <p>{ fill(STRINGS.import_notes, &[&group.note_count.to_string()]) }</p>
                { lines(&group.notes, group.note_count) }
            }
        </section>
    }
}

/// What the offsets count: a question where nothing says, else what they are taken for.
fn unit(index: usize, group: &FileGroup, on_step: &Callback<ImportStep>) -> Html {
    let format = group.format.clone();
    let choose = on_step.reform(move |unit: String| ImportStep::ReadAs(index, format.clone(), unit));
    if group.question.is_empty() {
        let units = ["", "code_point", "utf16", "utf8", "grapheme"];
        let options = units.map(|unit| (unit.to_owned(), unit_name(unit).to_owned())).to_vec();
        return match &*group.format {
            "" => html! {},
            _ => select(STRINGS.export_unit, &group.unit, options, choose),
        };
    }
    let answer = |(unit, first): &(String, String)| {
        let value = unit.clone();
        let onchange = choose.reform(move |_: Event| value.clone());
        let words = html! { <>{ unit_name(unit) }<small>{ first }</small></> };
        radio(format!("unit-{index}"), unit, *unit == group.unit, onchange, words)
    };
    html! {
        <fieldset class="question"><legend>{ STRINGS.unit_question }</legend>{ for group.question.iter().map(answer) }</fieldset>
    }
}

/// Whether the annotations go on the article that is shown.
fn target(state: &AppState, importing: &Importing, on_step: &Callback<ImportStep>) -> Html {
    let Some(session) = state.session() else { return html! {} };
    let choice = |attaches: bool, words: String| {
        let onchange = on_step.reform(move |_: Event| ImportStep::Attach(attaches));
        radio("target".into(), &attaches.to_string(), importing.attaches == attaches, onchange, words.into())
    };
    html! {
        <fieldset><legend>{ STRINGS.import_target }</legend>
            { choice(false, STRINGS.import_own.to_owned()) }
            { choice(true, fill(STRINGS.import_onto, &[&session.document().title])) }
        </fieldset>
    }
}
