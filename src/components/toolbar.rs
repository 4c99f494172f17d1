//! The bar at the top: articles, undo and redo, export.

use yew::prelude::*;

use super::callbacks::{press, value_of};
use super::file_button::{Choice, file_button};
use super::icon::{ABOUT, BIN, EXPORT, FIND, HELP, LABELS, LIST, OPEN, PASTE, REDO, SHELF, THEME, UNDO, icon};
use super::keeping_status::KeepingStatus;
use crate::browser::page::Sample;
use crate::state::{Action, Dialog, Keeping, SearchAction, Theme};
use crate::strings::{STRINGS, fill};

/// What the bar shows.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// The numbers and titles of the documents that were shown last.
    pub titles: Vec<(u32, String)>,
    /// How many documents have each status.
    pub progress: [usize; 4],
    /// The one that is shown.
    pub current: Option<u32>,
    /// Tells whether the work is kept.
    pub on_keeping: Callback<Callback<Keeping>>,
    /// The samples.
    pub samples: Vec<Sample>,
    /// The name of what undo would take back.
    pub undo: Option<String>,
    /// The name of what redo would do again.
    pub redo: Option<String>,
    /// The share of the text that has been tagged, in per cent, while the tagger runs.
    pub tagging: Option<u32>,
    /// Light or dark.
    pub theme: Theme,
    /// Whether the list is shown where the page is narrow.
    pub panel_open: bool,
    /// Files were chosen.
    pub on_files: Callback<web_sys::FileList>,
    /// What happens.
    pub on_action: Callback<Action>,
}

/// The bar.
#[component]
pub fn Toolbar(props: &Props) -> Html {
    let on_action = &props.on_action;
    let dialog = |dialog: Dialog| on_action.reform(move |_: MouseEvent| Action::Dialog(Some(dialog)));
    let (theme_name, next_theme) = match props.theme {
        Theme::System => (STRINGS.theme_system, Theme::Light),
        Theme::Light => (STRINGS.theme_light, Theme::Dark),
        Theme::Dark => (STRINGS.theme_dark, Theme::System),
    };
    let current = props.current;
    html! {
        <header class="toolbar">
            <a class="skip" href="#text">{ STRINGS.skip_to_text }</a>
            <h1>{ "Postil" }</h1>
            { articles(props) }
            { shelf(props, dialog(Dialog::Shelf)) }
            if let Some(current) = current {
                { button(ABOUT, STRINGS.about.to_owned(), false, dialog(Dialog::About)) }
                { button(BIN, STRINGS.delete_article.to_owned(), false, close(on_action, current)) }
            }
            { file_button("files", Choice::Files, STRINGS.open_hint, &props.on_files, html! { <>{ icon(OPEN) }<span>{ STRINGS.open }</span></> }) }
            <button class="tool" id="paste" onclick={dialog(Dialog::Paste)}>{ icon(PASTE) }<span>{ STRINGS.paste }</span></button>
            <KeepingStatus subscribe={&props.on_keeping} />
            <span class="gap">
                if let Some(done) = props.tagging {
                    <progress max="100" value={done.to_string()} aria-label={fill(STRINGS.tagging, &[&done.to_string()])} />
                }
            </span>
            { travel(UNDO, STRINGS.undo_what, props.undo.as_deref(), STRINGS.nothing_to_undo, press(on_action, || Action::Undo)) }
            { travel(REDO, STRINGS.redo_what, props.redo.as_deref(), STRINGS.nothing_to_redo, press(on_action, || Action::Redo)) }
            { button(FIND, STRINGS.find.to_owned(), props.titles.is_empty(), press(on_action, || Action::Search(SearchAction::Open))) }
            { button(LABELS, STRINGS.labels.to_owned(), props.titles.is_empty(), dialog(Dialog::Labels)) }
            { button(THEME, theme_name.to_owned(), false, on_action.reform(move |_| Action::Theme(next_theme))) }
            { button(HELP, STRINGS.help.to_owned(), false, dialog(Dialog::Help)) }
            <button class="icon-button panel-toggle" aria-expanded={props.panel_open.to_string()}
                aria-label={if props.panel_open { STRINGS.hide_list } else { STRINGS.show_list }}
                onclick={press(on_action, || Action::TogglePanel)}>{ icon(LIST) }</button>
            <button class="primary" id="export" disabled={props.titles.is_empty()}
                onclick={dialog(Dialog::Export)}>{ icon(EXPORT) }<span>{ STRINGS.export }</span></button>
        </header>
    }
}

/// Deletes an article; the second click of two is not meant for the one that is there then.
fn close(on_action: &Callback<Action>, current: u32) -> Callback<MouseEvent> {
    let on_action = on_action.clone();
    Callback::from(move |event: MouseEvent| {
        if event.detail() < 2 {
            on_action.emit(Action::Close(current));
        }
    })
}

fn button(path: &'static str, name: String, disabled: bool, onclick: Callback<MouseEvent>) -> Html {
    html! {
        <button class="icon-button" aria-label={name.clone()} title={name} {disabled} {onclick}>{ icon(path) }</button>
    }
}

/// The button that goes one step back or forth; it keeps the focus where there is no further step.
fn travel(
    path: &'static str,
    template: &str,
    step: Option<&str>,
    nothing: &str,
    onclick: Callback<MouseEvent>,
) -> Html {
    let name = step.map_or(nothing.to_owned(), |step| fill(template, &[step]));
    html! {
        <button class="icon-button" aria-disabled={step.is_none().to_string()} tabindex={step.is_none().then_some("-1")} aria-label={name.clone()} title={name} {onclick}>{ icon(path) }</button>
    }
}

/// The button of the list of all documents, with how many of them are done.
fn shelf(props: &Props, onclick: Callback<MouseEvent>) -> Html {
    let [new, begun, done, _] = props.progress;
    let count = fill(STRINGS.shelf_count, &[&done.to_string(), &(new + begun + done).to_string()]);
    html! {
        <button class="tool" id="shelf" title={format!("{}: {count}", STRINGS.shelf_hint)} {onclick}>
            { icon(SHELF) }<span><span class="visually-hidden">{ STRINGS.shelf }{ " " }</span>{ format!("{done}/{}", new + begun + done) }</span></button>
    }
}

/// The menu of documents and samples.
fn articles(props: &Props) -> Html {
    let samples = props.samples.clone();
    let open_count = props.titles.len();
    let onchange = props.on_action.reform(move |event: Event| {
        let value = value_of(&event);
        match samples.iter().find(|sample| sample.address == value) {
            Some(sample) => Action::Fetch(sample.address.clone()),
            None => Action::Show(value.parse().unwrap_or_default()),
        }
    });
    let option = |value: String, title: &str, selected: bool| {
        html! { <option key={value.clone()} {value} {selected}>{ title }</option> }
    };
    let document = |(number, title): &(u32, String)| option(number.to_string(), title, props.current == Some(*number));
    html! {
        <select id="article" aria-label={STRINGS.article} {onchange}>
            if props.current.is_none() { <option value="" selected=true disabled=true>{ STRINGS.no_article }</option> }
            if open_count > 0 {
                <optgroup label={STRINGS.open_articles}>{ for props.titles.iter().map(document) }</optgroup>
            }
            <optgroup label={STRINGS.samples}>
                { for props.samples.iter().map(|sample| option(sample.address.clone(), &sample.title, false)) }
            </optgroup>
        </select>
    }
}
