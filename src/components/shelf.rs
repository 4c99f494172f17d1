//! The list of a project's documents: how far each is, search, order, and what can be done to one or to all of them.

use formats::native::Summary;
use yew::prelude::*;

use super::callbacks::{field, press};
use super::icon::{BIN, CHECK, REDO, icon};
use super::rows::Rows;
use crate::browser::files;
use crate::state::{Action, AppState, Dialog, DocumentStatus, ProjectAction, ShelfAction, ShelfOrder, Step};
use crate::strings::{STRINGS, fill};

/// What the list shows; a plain function draws it, for it is drawn only while it is open.
pub struct Shelf<'a> {
    /// What the page knows.
    pub state: &'a AppState,
    /// Asks for rows: the first, and how many.
    pub rows: &'a Callback<(usize, usize), Vec<(u32, Summary)>>,
    /// What stands below the list.
    pub footer: Html,
    /// What happens.
    pub on_action: &'a Callback<Action>,
}

impl Shelf<'_> {
    /// What the dialog shows.
    pub fn draw(&self) -> Html {
        let list = &self.state.shelf_list;
        let [new, begun, done, _] = self.state.progress();
        let all = new + begun + done;
        let count = fill(STRINGS.shelf_count, &[&done.to_string(), &all.to_string()]);
        let oninput = field::<InputEvent>(self.on_action, |pattern| Action::List(ShelfAction::Find(pattern)));
        let onchange = field::<Event>(self.on_action, |value| {
            let order = ShelfOrder::ALL.iter().find(|(_, name)| *name == value);
            Action::List(ShelfAction::Order(order.map_or(ShelfOrder::Added, |(order, _)| *order)))
        });
        let order = |&(order, name): &(ShelfOrder, &'static str)| {
            html! { <option value={name} selected={order == list.order}>{ (STRINGS.order)(order) }</option> }
        };
        html! {
            <div class="shelf">
                { self.projects() }
                <div class="row shelf-progress">
                    <progress max={all.max(1).to_string()} value={done.to_string()} aria-label={count.clone()} />
                    <span>{ count }</span>
                    <span class="visually-hidden" role="status">{ fill(STRINGS.shelf_listed, &[&list.rows.len().to_string()]) }</span>
                </div>
                <div class="row shelf-tools">
                    <input type="text" id="shelf-find" aria-label={STRINGS.shelf_find} placeholder={STRINGS.shelf_find} autofocus=true
                        autocomplete="off" spellcheck="false" dir="auto" value={list.pattern.clone()} {oninput} onkeydown={self.keys(false)} />
                    <select aria-label={STRINGS.shelf_order} {onchange}>{ for ShelfOrder::ALL.iter().map(order) }</select>
                </div>
                { self.statuses() }
                <Rows id="shelf-rows" count={list.rows.len()} current={Some(list.current)} draw={self.documents()} nothing={STRINGS.shelf_none} />
                { self.footer.clone() }
            </div>
        }
    }

    /// The project's name, and the others to choose from.
    fn projects(&self) -> Html {
        let projects = self.state.project_names();
        let name = self.state.project().map(|project| project.name.clone()).unwrap_or_default();
        let rename = field::<Event>(self.on_action, |name| Action::Project(ProjectAction::Name(name)));
        let choose = field::<Event>(self.on_action, |number| {
            Action::Project(ProjectAction::Choose(number.parse().unwrap_or_default()))
        });
        let new = press(self.on_action, || Action::Project(ProjectAction::New));
        let option = |(number, name): &(u32, String)| {
            let words = match (name.is_empty(), *number) {
                (false, _) => name,
                (true, 0) => STRINGS.project_first,
                _ => STRINGS.project_unnamed,
            };
            html! { <option value={number.to_string()} selected={*number == self.state.project}>{ words }</option> }
        };
        html! {
            <div class="row shelf-projects">
                <input type="text" id="project-name" aria-label={STRINGS.project_name} placeholder={STRINGS.project_name}
                    autocomplete="off" dir="auto" key={self.state.project} ~defaultValue={name} onchange={rename} />
                if projects.len() > 1 {
                    <select id="project" aria-label={STRINGS.project} onchange={choose}>{ for projects.iter().map(option) }</select>
                }
                <button class="tool" id="project-new" onclick={new}>{ STRINGS.project_new }</button>
            </div>
        }
    }

    /// The filter by status, with counts, and what can be done to all that are listed.
    fn statuses(&self) -> Html {
        let (counts, list) = (self.state.progress(), &self.state.shelf_list);
        let filter = |status: Option<DocumentStatus>, words: &str, count: usize| {
            let onclick = self.on_action.reform(move |_: MouseEvent| Action::List(ShelfAction::Status(status)));
            html! {
                <button class="tool" aria-pressed={(list.status == status).to_string()} {onclick}>
                    { words }{ " " }<span class="number">{ count }</span></button>
            }
        };
        let one = |status: DocumentStatus| {
            let count = counts[status as usize];
            let is_shown = count > 0 || status != DocumentStatus::Deleted;
            is_shown.then(|| filter(Some(status), (STRINGS.document_status)(status), count))
        };
        let export = press(self.on_action, || Action::Dialog(Some(Dialog::Export)));
        let can_delete = !list.rows.is_empty() && list.status != Some(DocumentStatus::Deleted);
        let delete = press(self.on_action, || Action::List(ShelfAction::DeleteListed));
        let restore = press(self.on_action, || Action::List(ShelfAction::Restore));
        html! {
            <div class="row shelf-statuses">
                { filter(None, STRINGS.shelf_all, counts[..3].iter().sum()) }
                { for DocumentStatus::ALL.into_iter().filter_map(one) }
                <span class="gap" />
                <button class="tool" disabled={counts[..3].iter().sum::<usize>() == 0} onclick={export}>{ STRINGS.export_project }</button>
                if self.state.can_restore() {
                    <button class="tool" id="restore" onclick={restore}>{ STRINGS.undo_delete }</button>
                }
                <button class="tool" id="delete-listed" disabled={!can_delete} onclick={delete}>{ STRINGS.delete_listed }</button>
            </div>
        }
    }

    /// Draws the documents, as one list with one place for the keyboard.
    fn documents(&self) -> Callback<(usize, usize), Html> {
        let (rows, current, on_action, onkeydown) =
            (self.rows.clone(), self.state.shelf_list.current, self.on_action.clone(), self.keys(true));
        let shown = self.state.document().map(|open| open.serial);
        Callback::from(move |(first, count)| {
            let row = |(index, (serial, summary)): (usize, (u32, Summary))| {
                row(index, &summary, index == current, Some(serial) == shown, &on_action)
            };
            let drawn = rows.emit((first, count)).into_iter().enumerate().map(|(at, one)| row((first + at, one)));
            html! {
                <ul role="listbox" aria-label={STRINGS.shelf} tabindex="0" aria-activedescendant={format!("document-{current}")}
                    onkeydown={onkeydown.clone()}>{ for drawn }</ul>
            }
        })
    }

    /// Arrows go through the rows and Enter opens one; in the list, Space says that it is done and Delete deletes it.
    fn keys(&self, in_list: bool) -> Callback<KeyboardEvent> {
        let on_action = self.on_action.clone();
        Callback::from(move |event: KeyboardEvent| {
            let action = match (&*event.key(), in_list) {
                ("ArrowDown", _) => ShelfAction::Step(Step::Forward),
                ("ArrowUp", _) => ShelfAction::Step(Step::Back),
                ("Enter", _) => ShelfAction::Open,
                (" ", true) => ShelfAction::Toggle,
                ("Delete" | "Backspace", true) => ShelfAction::Delete,
                _ => return,
            };
            event.prevent_default();
            on_action.emit(Action::List(action));
        })
    }
}

fn row(index: usize, summary: &Summary, is_current: bool, is_shown: bool, on_action: &Callback<Action>) -> Html {
    let status = DocumentStatus::of(summary);
    let (class, is_deleted) = (
        match status {
            DocumentStatus::New => "new",
            DocumentStatus::Begun => "begun",
            DocumentStatus::Done => "done",
            DocumentStatus::Deleted => "deleted",
        },
        summary.is_deleted,
    );
    // What is clicked becomes the current row first.
    let act = |action: ShelfAction| {
        on_action.reform(move |event: MouseEvent| {
            event.stop_propagation();
            Action::List(ShelfAction::At(index, Box::new(action.clone())))
        })
    };
    let (annotations, undecided) = (summary.annotations.to_string(), summary.undecided.to_string());
    let source = summary.source.as_ref().filter(|source| **source != summary.title).cloned().unwrap_or_default();
    let mark = if summary.is_done { STRINGS.mark_not_done } else { STRINGS.mark_done };
    let delete = if is_deleted { STRINGS.bring_back } else { STRINGS.delete };
    let said = fill(STRINGS.shelf_row, &[(STRINGS.document_status)(status), &annotations, &undecided]);
    html! {
        <li key={index} id={format!("document-{index}")} role="option" aria-selected={is_current.to_string()}
            class={classes!("document", class, is_current.then_some("current"), is_shown.then_some("shown"))}
            onclick={act(ShelfAction::Open)}>
            <span class="progress-sign" title={(STRINGS.document_status)(status)} />
            <span class="document-title" dir="auto">{ &summary.title }</span>
            <span class="visually-hidden">{ said }</span>
            <span class="document-source" dir="auto">{ source }</span>
            <time>{ if summary.edited > 0 { files::day(summary.edited) } else { String::new() } }</time>
            <span class="document-count" aria-hidden="true" title={fill(STRINGS.shelf_open, &[&undecided])}>
                if summary.annotations > 0 { { format!("{}/{annotations}", summary.annotations - summary.undecided.min(summary.annotations)) } }</span>
            <span class="row-button" title={mark} aria-hidden="true" hidden={is_deleted} onclick={act(ShelfAction::Toggle)}>{ icon(CHECK) }</span>
            <span class="row-button" title={delete} aria-hidden="true" onclick={act(ShelfAction::Delete)}>{ icon(if is_deleted { REDO } else { BIN }) }</span>
        </li>
    }
}
