//! The page's root: lays out the panes and hands each what it shows.

use std::cell::RefCell;
use std::rc::Rc;

use annotation::{LabelId, LabelSet, Session, TextRange, TextSize};
use formats::native::Summary;
use wasm_bindgen_futures::spawn_local;
use web_sys::{CssStyleSheet, Element, FileList, HtmlDialogElement};
use yew::prelude::*;

use crate::browser::{files, page};
use crate::components::annotation_list::{AnnotationList, counts};
use crate::components::callbacks::press;
use crate::components::device::{clear, device};
use crate::components::dialogs::{Paste, about, export, frame, import};
use crate::components::help::help;
use crate::components::inspector::Inspector;
use crate::components::label_colours;
use crate::components::label_editor::LabelEditor;
use crate::components::label_menu::LabelMenu;
use crate::components::later::Later;
use crate::components::notices::notices;
use crate::components::search_panel::{SearchPanel, search_panel};
use crate::components::shelf::Shelf;
use crate::components::text_view::TextView;
use crate::components::toolbar::Toolbar;
use crate::state::{
    Action, AppState, Dialog, HitRow, Keeping, Key, Notice, NoticeKind, Row, Selection, ShownHit, ShownSegment,
    Tagging, action_for,
};
use crate::store::Store;
use crate::strings::{STRINGS, fill};

/// The root's properties.
#[derive(Properties, Clone)]
pub struct Props {
    /// The state, shared with the API.
    pub store: Store,
}

impl PartialEq for Props {
    fn eq(&self, _other: &Props) -> bool {
        true // there is one store
    }
}

/// The root.
pub struct App {
    dispatch: Callback<Action>,
    segments: Callback<TextRange, Vec<ShownSegment>>,
    changed_since: Callback<u64, Option<TextRange>>,
    selection: Callback<(), Selection>,
    rows: Callback<(usize, usize), Vec<Row>>,
    hits: Callback<TextRange, Vec<ShownHit>>,
    hit_rows: Callback<(usize, usize), Vec<HitRow>>,
    shelf_rows: Callback<(usize, usize), Vec<(u32, Summary)>>,
    action_for: Callback<KeyboardEvent, Option<Action>>,
    on_key: Callback<KeyboardEvent, bool>,
    on_label: Callback<LabelId>,
    on_palette: Callback<LabelId>,
    on_leave: Callback<()>,
    on_label_files: Callback<FileList>,
    on_files: Callback<FileList>,
    on_keeping: Callback<Callback<Keeping>>,
    samples: Vec<page::Sample>,
    colours: Option<(LabelSet, CssStyleSheet)>,
    is_dropping: bool,
    dialog: NodeRef,
    draft: Rc<RefCell<String>>,
    _leaving: gloo_events::EventListener,
    _linked: gloo_events::EventListener,
}

/// What the root tells itself.
pub enum Message {
    Redraw,
    Dropping(bool),
}

impl Component for App {
    type Message = Message;
    type Properties = Props;

    fn create(ctx: &Context<Self>) -> App {
        let store = ctx.props().store.clone();
        store.on_redraw(ctx.link().callback(|()| Message::Redraw));
        let dispatch = store.dispatcher();
        let action_for = keys(&store);
        App {
            segments: query(&store, |state, range| state.segments(range)),
            changed_since: query(&store, |state, revision| state.session()?.changed_since(revision)),
            selection: query(&store, |state, ()| state.selection),
            rows: query(&store, |state, (from, count)| state.rows(from, count)),
            hits: query(&store, |state, range| state.hits_in(range)),
            shelf_rows: query(&store, |state, (from, count)| state.shelf_rows(from, count)),
            hit_rows: query(&store, |state, (from, count)| state.hit_rows(from, count)),
            on_key: does(action_for.clone(), dispatch.clone()),
            action_for,
            on_label: dispatch.reform(Action::Label),
            on_palette: dispatch.reform({
                let store = store.clone();
                move |label| {
                    let is_meant =
                        |state: &mut AppState| state.selected.is_some() || !state.selection.range().is_empty();
                    if store.read(is_meant) { Action::Label(label) } else { Action::Stick(Some(label)) }
                }
            }),
            on_leave: dispatch.reform(|()| Action::FocusText),
            on_label_files: opener(dispatch.clone(), Action::LabelFiles),
            on_files: opener(dispatch.clone(), Action::Look),
            on_keeping: Callback::from({
                let store = store.clone();
                move |listener| store.on_keeping(listener)
            }),
            samples: page::samples(),
            colours: None,
            is_dropping: false,
            dialog: NodeRef::default(),
            draft: Rc::default(),
            _leaving: warn_before_leaving(&store),
            _linked: follow_links(dispatch.clone()),
            dispatch,
        }
    }

    fn update(&mut self, ctx: &Context<Self>, message: Message) -> bool {
        match message {
            Message::Redraw => {
                // Before the text is drawn, which would be styled twice otherwise.
                ctx.props().store.read(|state| self.colour_labels(state));
                true
            }
            Message::Dropping(is_dropping) => std::mem::replace(&mut self.is_dropping, is_dropping) != is_dropping,
        }
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let link = ctx.link();
        let ondragover = link.callback(|event: DragEvent| {
            event.prevent_default();
            Message::Dropping(true)
        });
        let ondragleave = link.callback(|event: DragEvent| Message::Dropping(event.related_target().is_some()));
        let dispatch = self.dispatch.clone();
        // The keys of the text go on working for whoever clicks a button between them.
        let onmousedown = |event: MouseEvent| {
            let target = event.target_dyn_into::<Element>();
            if page::has_focus("text")
                && target.is_some_and(|target| target.closest("button").is_ok_and(|button| button.is_some()))
            {
                event.prevent_default();
            }
        };
        let ondrop = link.callback(move |event: DragEvent| {
            event.prevent_default();
            if let Some(dropped) = event.data_transfer().map(|data| files::Dropped::of(&data)) {
                let dispatch = dispatch.clone();
                spawn_local(async move { hand_on(&dispatch, Action::Look, dropped.read().await) });
            }
            Message::Dropping(false)
        });
        ctx.props().store.read(|state| {
            html! {
                <div class={classes!("app", state.panel_open.then_some("panel-open"))} {ondragover} {ondragleave} {ondrop} {onmousedown}>
                    { self.toolbar(state) }
                    <main>{ self.text(state) }</main>
                    <Later fields_wanted={state.fields_wanted}>{ self.panel(state) }</Later>
                    { notices(&state.notices, &state.announcement, "announcement", &self.dispatch) }
                    { self.dialog(state) }
                    if self.is_dropping { <p class="drop">{ STRINGS.drop_here }</p> }
                </div>
            }
        })
    }

    fn rendered(&mut self, _ctx: &Context<Self>, _first: bool) {
        if let Some(dialog) = self.dialog.cast::<HtmlDialogElement>().filter(|dialog| !dialog.open()) {
            let _in_the_page = dialog.show_modal();
        }
    }
}

impl App {
    fn toolbar(&self, state: &AppState) -> Html {
        let tagging = state.document().and_then(|document| match document.tagging {
            Tagging::Running(done) => Some(percent(done, document.session.document().len())),
            Tagging::Waiting | Tagging::Done => None,
        });
        html! {
            <Toolbar titles={state.recent()} progress={state.progress()}
                current={state.document().map(|open| open.serial)} on_keeping={&self.on_keeping}
                samples={self.samples.clone()} {tagging} theme={state.theme}
                undo={state.next_undo()} redo={state.next_redo()}
                panel_open={state.panel_open} on_files={&self.on_files} on_action={&self.dispatch} />
        }
    }

    fn text(&self, state: &AppState) -> Html {
        let Some(open) = state.document() else { return self.no_text(state) };
        let (document, labels) = (open.session.document().clone(), open.session.labels().clone());
        let selected = state.selected.and_then(|id| open.session.annotations().get(id)).map(|one| (one.id, one.range));
        let sticky = state.sticky.map(|label| labels.get(label).name.to_string());
        let menu = html! {
            <LabelMenu {labels} on_choose={&self.on_label} on_leave={&self.on_leave} />
        };
        html! {
            <>
            if let Some(name) = sticky {
                <p class="sticky">{ fill(STRINGS.sticky, &[&name]) }
                    <button class="tool" onclick={press(&self.dispatch, || Action::Stick(None))}>{ STRINGS.end_sticky }</button></p>
            }
            <TextView serial={open.serial} {document} revision={open.session.revision()} {selected} edge={state.edge}
                changed_since={&self.changed_since} least_score={state.filter.least_score} dragged={state.dragged}
                selection={state.selection} scroll={state.scroll} segments={&self.segments} on_action={&self.dispatch} current={&self.selection}
                hits_shown={state.hits_shown()} hits={&self.hits} hides_values={state.hides_values} on_key={&self.on_key} {menu} />
            </>
        }
    }

    /// What is in the place of a text where there is none: the keys go on doing what they can.
    fn no_text(&self, state: &AppState) -> Html {
        if state.keeping == Keeping::Opening || state.shelved().next().is_some() {
            return html! {};
        }
        let on_key = self.on_key.clone();
        let onkeydown = move |event: KeyboardEvent| {
            if on_key.emit(event.clone()) {
                event.prevent_default();
            }
        };
        html! { <p id="text" class="hint" tabindex="0" {onkeydown}>{ STRINGS.no_article }</p> }
    }

    fn panel(&self, state: &mut AppState) -> Html {
        if state.search.is_some() {
            return self.search(state);
        }
        let (rows, selected_row) = (state.row_count(), state.selected_row());
        let Some(open) = state.document() else { return html! {} };
        let session = &open.session;
        let inspected = state.selected.and_then(|id| session.annotations().get(id));
        let inspected = inspected.map(|one| (one.clone(), session.document().slice(one.range).to_owned()));
        html! {
            <aside class="panel">
                <Inspector {inspected} labels={session.labels().clone()} sticky={state.sticky} edge={state.edge}
                    on_choose={&self.on_palette} on_leave={&self.on_leave} on_action={&self.dispatch} />
                <AnnotationList revision={(open.serial, session.revision())} labels={session.labels().clone()}
                    counts={counts(session)} hides_values={state.hides_values} filter={state.filter} {rows} {selected_row}
                    query={&self.rows} on_action={&self.dispatch} />
            </aside>
        }
    }

    fn search(&self, state: &AppState) -> Html {
        let Some((session, search)) = state.session().zip(state.search.as_ref()) else { return html! {} };
        let panel = SearchPanel {
            search,
            checked: state.checked_hits(),
            labels: session.labels(),
            rows: &self.hit_rows,
            action_for: &self.action_for,
            on_action: &self.dispatch,
        };
        html! { <aside class="panel">{ search_panel(&panel) }</aside> }
    }

    /// The dialog that is open, if any, with what is said meanwhile: beside it, nothing can be read or pressed.
    fn dialog(&self, state: &AppState) -> Html {
        let on_action = &self.dispatch;
        let (title, drawn) = match (state.dialog, state.session()) {
            (None, _) | (Some(Dialog::Labels), None) => return html! {},
            (Some(Dialog::Paste), _) => {
                (STRINGS.paste_title, html! { <Paste {on_action} on_files={&self.on_files} draft={&self.draft} /> })
            }
            (Some(Dialog::Import), _) => (STRINGS.import_title, import(state, on_action)),
            (Some(Dialog::Export), _) => (STRINGS.export_title, export(state, on_action)),
            (Some(Dialog::About), _) => (STRINGS.about, about(state, on_action)),
            (Some(Dialog::Shelf), _) => {
                let (rows, footer) = (&self.shelf_rows, device(state, on_action));
                (STRINGS.shelf, Shelf { state, rows, footer, on_action }.draw())
            }
            (Some(Dialog::Clear), _) => (STRINGS.clear_title, clear(state, on_action)),
            (Some(Dialog::Help), _) => (STRINGS.help_title, help(&state.keymap, state.waiting_for_key, on_action)),
            (Some(Dialog::Labels), Some(session)) => {
                let (counts, chosen) = (counts(session), state.edited_label);
                let (labels, on_files) = (session.labels(), &self.on_label_files);
                (STRINGS.labels_title, LabelEditor { labels, counts: &counts, chosen, on_files, on_action }.draw())
            }
        };
        let since = state.notices.partition_point(|notice| notice.serial <= state.dialog_since);
        let notices = notices(&state.notices[since..], &state.announcement, "dialog-announcement", on_action);
        frame(title, self.dialog.clone(), on_action, html! { <>{ notices }{ drawn }</> })
    }

    /// Keeps the style sheet of label colours that of the shown document's labels.
    fn colour_labels(&mut self, state: &AppState) {
        let Some(labels) = state.session().map(Session::labels) else { return };
        if self.colours.as_ref().is_some_and(|(known, _)| known == labels) {
            return;
        }
        let sheet = match self.colours.take() {
            Some((_, sheet)) => Some(sheet),
            None => page::adopt_style_sheet(),
        };
        if let Some(sheet) = sheet {
            page::replace_style(&sheet, &label_colours(labels));
            self.colours = Some((labels.clone(), sheet));
        }
    }
}

fn percent(done: TextSize, all: TextSize) -> u32 {
    (u64::from(u32::from(done)) * 100 / u64::from(u32::from(all).max(1))) as u32
}

/// A callback that looks something up in the state.
fn query<In: 'static, Out: 'static>(store: &Store, look: fn(&mut AppState, In) -> Out) -> Callback<In, Out> {
    let store = store.clone();
    Callback::from(move |asked| store.read(|state| look(state, asked)))
}

/// What a key stands for in the text.
fn keys(store: &Store) -> Callback<KeyboardEvent, Option<Action>> {
    let store = store.clone();
    Callback::from(move |event: KeyboardEvent| {
        let name = event.key();
        // What AltGr writes is a sign like any other.
        let is_plain = event.get_modifier_state("AltGraph");
        let control = (event.ctrl_key() || event.meta_key()) && !is_plain;
        let key = Key { name: &name, control, shift: event.shift_key(), alt: event.alt_key() && !is_plain };
        store.read(|state| {
            let (session, none) = (state.session(), LabelSet::default());
            let labels = session.map_or(&none, Session::labels);
            let is_sideways = matches!(&*name, "ArrowLeft" | "ArrowRight");
            if is_sideways && state.edge.is_none() && state.has_right_to_left() {
                return None; // only the browser knows which way is next
            }
            let name = if is_sideways && state.is_right_to_left() { opposite(&name) } else { &name };
            // A digit's key means the digit also where it writes a sign: with Shift, or on a French keyboard.
            let code = event.code();
            let digit =
                || action_for(Key { name: code.strip_prefix("Digit")?, ..key }, &state.keymap, labels, state.edge);
            action_for(Key { name, ..key }, &state.keymap, labels, state.edge).or_else(digit)
        })
    })
}

/// Lets a key do what it stands for; false if it stands for nothing.
fn does(
    action_for: Callback<KeyboardEvent, Option<Action>>,
    dispatch: Callback<Action>,
) -> Callback<KeyboardEvent, bool> {
    Callback::from(move |event: KeyboardEvent| {
        let action = action_for.emit(event);
        let does = action.is_some();
        action.into_iter().for_each(|action| dispatch.emit(action));
        does
    })
}

fn opposite(arrow: &str) -> &'static str {
    if arrow == "ArrowLeft" { "ArrowRight" } else { "ArrowLeft" }
}

/// Reads files that were chosen, and does something with them.
fn opener(dispatch: Callback<Action>, then: fn(Vec<files::NamedBytes>) -> Action) -> Callback<FileList> {
    Callback::from(move |list: FileList| {
        let dispatch = dispatch.clone();
        spawn_local(async move { hand_on(&dispatch, then, files::read(list).await) });
    })
}

/// Does something with files that were read, and says which are too large.
fn hand_on(
    dispatch: &Callback<Action>,
    then: fn(Vec<files::NamedBytes>) -> Action,
    (read, too_large): files::Contents,
) {
    for name in too_large {
        let said = fill(STRINGS.file_too_large, &[&name]);
        dispatch.emit(Action::Notify(Notice::new(NoticeKind::Error, said)));
    }
    if !read.is_empty() {
        dispatch.emit(then(read));
    }
}

/// Selects the annotation that the address comes to name.
fn follow_links(dispatch: Callback<Action>) -> gloo_events::EventListener {
    gloo_events::EventListener::new(&page::window(), "hashchange", move |_| {
        page::linked_annotation().into_iter().for_each(|id| dispatch.emit(Action::SelectAnnotation(id)));
    })
}

/// Takes over what is being written when the page is left, and lets the browser ask before that if work is kept nowhere.
fn warn_before_leaving(store: &Store) -> gloo_events::EventListener {
    let store = store.clone();
    let options = gloo_events::EventListenerOptions::enable_prevent_default();
    gloo_events::EventListener::new_with_options(&page::window(), "beforeunload", options, move |event| {
        page::leave_field();
        if store.read(|state| state.has_unsaved_work()) {
            event.prevent_default();
        }
    })
}
