//! What files were taken for and what is in them, to be changed before they are opened.

use yew::prelude::*;

use super::frame::{lines, radio, select, unit_name};
use crate::exchange::{FileGroup, Question};
use crate::state::{Action, AppState, ImportStep, Importing};
use crate::strings::{STRINGS, fill};

/// How many names of files are shown.
const MOST_NAMES: usize = 3;

/// How many answers to a question are shown with a taste of each; the others are in a list.
const MOST_TASTES: usize = 5;

/// What the dialog shows while files are looked at.
pub fn import(state: &AppState, on_action: &Callback<Action>) -> Html {
    let Some(importing) = &state.importing else { return html! {} };
    let on_step = on_action.reform(Action::Import);
    let documents = importing.documents();
    let start = on_step.reform(|_: MouseEvent| ImportStep::Start);
    let opened = if importing.attaches { STRINGS.import_attach.to_owned() } else { counted(documents) };
    let (done, total) = importing.progress;
    let suggests = importing.suggests;
    let on_suggest = on_step.reform(move |_: Event| ImportStep::Suggest(!suggests));
    html! {
        <>
            { for importing.groups.iter().enumerate().map(|(index, one)| group(state, index, one, &on_step)) }
            if documents == 1 && importing.annotations() > 0 { { target(state, importing, &on_step) } }
            if importing.annotations() > 0 && !importing.attaches {
                <label class="choice"><input type="checkbox" checked={importing.suggests} onchange={on_suggest} />
                    <span>{ STRINGS.import_suggest }</span></label>
            }
            if importing.is_busy && total > 0 {
                <label class="field"><span>{ fill(STRINGS.import_progress, &[&done.to_string(), &total.to_string()]) }</span>
                    <progress max={total.to_string()} value={done.to_string()} /></label>
            }
            <footer>
                <button class="primary" autofocus=true disabled={documents == 0 || importing.is_busy}
                    onclick={start}>{ opened }</button>
            </footer>
        </>
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
        names += &fill(STRINGS.and_more, &[&(group.files.len() - MOST_NAMES).to_string()]);
    }
    let read_as = on_step.reform(move |format| ImportStep::ReadAs(index, format));
    let mut formats = vec![(String::new(), STRINGS.format_plain.to_owned())];
    formats
        .extend(state.formats.iter().filter(|entry| entry.is_read).map(|entry| (entry.id.clone(), entry.name.clone())));
    let counts = [group.documents, group.annotations].map(|count| count.to_string());
    html! {
        <section class="import-group" key={index}>
            if !group.files.is_empty() {
                <h3>{ names }</h3>
                { select(STRINGS.format, &group.format, formats, read_as) }
                { for group.questions.iter().map(|one| question(index, one, on_step)) }
                { preview(&group.preview) }
                if group.preview.is_empty() || group.documents > 1 {
                    <p class="hint">{ fill(STRINGS.import_found, &[&counts[0], &counts[1]]) }</p>
                }
            }
            if group.note_count > 0 {
                <p>{ fill(STRINGS.import_notes, &[&group.note_count.to_string()]) }</p>
                { lines(&group.notes, group.note_count) }
            }
        </section>
    }
}

/// The first article as it will be.
fn preview(lines: &[String]) -> Html {
    let [title, about, text] = lines else { return html! {} };
    html! {
        <div class="preview" tabindex="0" role="group" aria-label={STRINGS.import_preview}>
            if !text.starts_with(&**title) { <strong dir="auto">{ title }</strong> }
            if !about.is_empty() { <small>{ about }</small> }
            <p dir="auto">{ text }</p>
        </div>
    }
}

/// Something to choose: with a taste of each of the first answers, where there is one; between two; or from a list.
fn question(index: usize, question: &Question, on_step: &Callback<ImportStep>) -> Html {
    let Question { about, chosen, answers } = question;
    if answers.len() < 2 {
        return html! {};
    }
    let legend = match &**about {
        "unit" => STRINGS.unit_question,
        "encoding" => STRINGS.encoding_question,
        "column" => STRINGS.column_question,
        _ => STRINGS.page_question,
    };
    let choose = {
        let about = about.clone();
        on_step.reform(move |answer| ImportStep::Answer(index, about.clone(), answer))
    };
    let has_tastes = answers.iter().any(|[.., taste]| !taste.is_empty());
    let is_simple = answers.len() == 2 && !has_tastes;
    // Answers that come to the same are told apart by the list alone.
    let mut tastes: Vec<&[String; 3]> = Vec::new();
    for answer in answers.iter().filter(|_| has_tastes || is_simple) {
        let is_new = tastes.len() < MOST_TASTES && (is_simple || tastes.iter().all(|known| known[2] != answer[2]));
        if is_new || answer[0] == *chosen && tastes.iter().all(|known| known[0] != *chosen) {
            tastes.push(answer);
        }
    }
    let radio = |answer: &&[String; 3]| {
        let (choose, value) = (choose.clone(), answer[0].clone());
        let onchange = Callback::from(move |_: Event| choose.emit(value.clone()));
        let taste = html! { if !answer[2].is_empty() { <small dir="auto">{ &answer[2] }</small> } };
        let words = html! { <>{ answer_name(about, answer) }{ taste }</> };
        radio(format!("{about}-{index}"), &answer[0], answer[0] == *chosen, onchange, words)
    };
    let names = || answers.iter().map(|answer| (answer[0].clone(), answer_name(about, answer))).collect();
    let label = match &**about {
        "unit" => STRINGS.export_unit,
        "encoding" => STRINGS.encoding,
        "column" => STRINGS.column,
        _ => STRINGS.page_question,
    };
    html! {
        <>
        if !tastes.is_empty() {
            <fieldset class={if is_simple { "row" } else { "question" }}><legend>{ legend }</legend>{ for tastes.iter().map(radio) }</fieldset>
        }
        if tastes.len() < answers.len() { { select(label, chosen, names(), choose.clone()) } }
        </>
    }
}

fn answer_name(about: &str, [answer, meaning, _]: &[String; 3]) -> String {
    match (about, &**answer) {
        ("unit", unit) => unit_name(unit).to_owned(),
        ("page", "whole") => STRINGS.page_whole.to_owned(),
        ("page", _) => STRINGS.page_article.to_owned(),
        ("encoding", "") => STRINGS.encoding_as_said.to_owned(),
        (_, name) if meaning.is_empty() => name.to_owned(),
        (_, name) => [meaning, " (", name, ")"].concat(),
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
