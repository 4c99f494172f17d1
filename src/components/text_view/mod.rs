//! The article with its highlights, the caret, the handles and the menu at the selection.
//!
//! [`TextView`] draws a [`window`] of [`blocks`]; the state's selection leads, the DOM's follows it and is read back when
//! the person moves it ([`selecting`], [`pointer`]). What lies over the text is placed last ([`overlays`]). What keys do is
//! told in `state`; only what the browser alone knows is done in [`keys`]: where lines break, and which way a text of mixed
//! directions runs.

mod blocks;
mod block;
mod drawing;
mod handles;
mod heights;
mod keys;
mod overlays;
mod pointer;
mod selecting;
mod window;

use std::cell::{Cell, RefCell};
use std::ops::Range;

use annotation::{AnnotationId, Document, TextRange, TextSize};
use gloo_events::EventListener;
use web_sys::Element;
use yew::prelude::*;

use crate::browser::page;
use crate::state::{Action, Edge, HitsVersion, ScrollTarget, Selection, ShownHit, ShownSegment, Step};
use crate::strings::STRINGS;
use block::Block;
use drawing::Drawing;
use handles::Handles;
use keys::on_key;
use pointer::Press;
use selecting::{Known, on_copy, shown_selection};
use window::Window;

/// What the view shows.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// The document's number.
    pub serial: u32,
    /// The text.
    pub document: Document,
    /// The revision of the annotations; drawn anew when it changes.
    pub revision: u64,
    /// Asks where annotations may be other than at an earlier revision.
    pub changed_since: Callback<u64, Option<TextRange>>,
    /// Suggestions with a lower score are not shown.
    pub least_score: u16,
    /// The selected annotation and where it lies.
    pub selected: Option<(AnnotationId, TextRange)>,
    /// The edge of it that the arrow keys move.
    pub edge: Option<Edge>,
    /// Where it, or the selected text, would lie once a handle is let go.
    pub dragged: Option<TextRange>,
    /// The selected text or the caret.
    pub selection: Selection,
    /// Where to scroll.
    pub scroll: ScrollTarget,
    /// Asks for the highlights of a range.
    pub segments: Callback<TextRange, Vec<ShownSegment>>,
    /// Whether the text is drawn without what figures mean, and so with other breaks of its lines.
    pub hides_values: bool,
    /// Changes whenever other hits of a search are to be highlighted.
    pub hits_shown: Option<HitsVersion>,
    /// Asks for the hits in a range.
    pub hits: Callback<TextRange, Vec<ShownHit>>,
    /// Asks for the selection as it is now, drawn or not.
    pub current: Callback<(), Selection>,
    /// What happens.
    pub on_action: Callback<Action>,
    /// A key was pressed: true if it did something.
    pub on_key: Callback<KeyboardEvent, bool>,
    /// The menu at the selection.
    pub menu: Html,
}

/// The view.
pub struct TextView {
    window: Window,
    drawing: RefCell<Drawing>,
    scroller: NodeRef,
    text: NodeRef,
    caret: NodeRef,
    menu: NodeRef,
    /// Whether the menu has been shown: it then stays, hidden, for it is long to make.
    has_menu: Cell<bool>,
    handles: Handles,
    /// The press that may be selecting text.
    press: Option<Press>,
    is_touched: bool,
    is_creeping: bool,
    has_focus: bool,
    pending_scroll: Option<TextSize>,
    drawn_for: Option<(Selection, Range<usize>, u64)>,
    /// The hits that were highlighted last, in which window and over which annotations.
    highlighted: Option<(Option<HitsVersion>, Range<usize>, u64)>,
    /// The DOM's selection as we left it or took it over; any other is news.
    known: Known,
    pressed_at: (i32, i32),
    _listeners: Vec<EventListener>,
}

/// How many pixels the pointer may move in a click.
const SLIP: i32 = 3;

/// What the view tells itself.
pub enum Message {
    Grow,
    Scrolled,
    Resized,
    Printing(bool),
    SelectionChanged,
    Pressed(PointerEvent),
    Released,
    /// A finger has begun to scroll.
    Scrolling,
    Moved(PointerEvent),
    PressedTwiceAndAgain(MouseEvent),
    Clicked(MouseEvent),
    Held(Edge, PointerEvent),
    Drawn(PointerEvent),
    Creep,
    Give,
    LetGo,
    Lost,
    Focus(bool),
    Reveal(TextSize),
    GoOn(Step),
}

impl Component for TextView {
    type Message = Message;
    type Properties = Props;

    fn create(ctx: &Context<Self>) -> TextView {
        let link = ctx.link();
        let listen = |target: &web_sys::EventTarget, name: &'static str, message: fn() -> Message| {
            let tell = link.callback(move |()| message());
            EventListener::new(target, name, move |_| tell.emit(()))
        };
        let (document, window) = (page::document(), page::window());
        TextView {
            window: Window::new(&ctx.props().document),
            drawing: RefCell::default(),
            scroller: NodeRef::default(),
            text: NodeRef::default(),
            caret: NodeRef::default(),
            menu: NodeRef::default(),
            has_menu: Cell::default(),
            handles: Handles::default(),
            press: None,
            is_touched: false,
            is_creeping: false,
            has_focus: false,
            pending_scroll: None,
            drawn_for: None,
            highlighted: None,
            known: Known::default(),
            pressed_at: (0, 0),
            _listeners: vec![
                listen(&document, "selectionchange", || Message::SelectionChanged),
                listen(&window, "pointerup", || Message::Released),
                listen(&window, "pointercancel", || Message::Scrolling),
                listen(&window, "resize", || Message::Resized),
                listen(&window, "beforeprint", || Message::Printing(true)),
                listen(&window, "afterprint", || Message::Printing(false)),
            ],
        }
    }

    fn changed(&mut self, ctx: &Context<Self>, old: &Props) -> bool {
        let props = ctx.props();
        if props.serial != old.serial {
            self.window = Window::new(&props.document);
            self.drawn_for = None;
            if let Some(scroller) = self.scroller.cast::<Element>() {
                scroller.set_scroll_top(0);
            }
        }
        self.drawing.borrow_mut().forget(&self.window.blocks, props, old);
        if props.scroll != old.scroll {
            self.pending_scroll = Some(props.scroll.position);
        }
        true
    }

    fn update(&mut self, ctx: &Context<Self>, message: Message) -> bool {
        let props = ctx.props();
        match message {
            Message::Grow => {
                self.window.grow();
                true
            }
            Message::Scrolled => self.follow_scrolling(),
            Message::Resized => {
                self.place_overlays(props);
                self.follow_scrolling()
            }
            Message::Printing(is_printing) => {
                self.window.print(is_printing);
                true
            }
            Message::SelectionChanged => {
                self.take_selection(props);
                false
            }
            Message::Pressed(event) => {
                if !self.may_select(&event) {
                    return false;
                }
                let was_touched = std::mem::replace(&mut self.is_touched, event.pointer_type() == "touch");
                self.press = (event.button() == 0).then(|| Press::new(ctx, &event));
                self.pressed_at = (event.client_x(), event.client_y());
                self.is_touched != was_touched
            }
            Message::Released => {
                // A mere caret is taken with the click, which may mean something else.
                let has_text = |selection: Selection| !selection.range().is_empty();
                let has_selected = self.press.take().is_some() && self.read_selection(props).is_some_and(has_text);
                if has_selected {
                    self.take_selection(props);
                    props.on_action.emit(Action::Selected);
                    if !self.has_focus {
                        props.on_action.emit(Action::FocusText);
                    }
                }
                has_selected
            }
            Message::Scrolling => self.press.take().is_some() && self.shows_menu(props),
            Message::Moved(event) => {
                self.follow_press(ctx, &event);
                false
            }
            Message::PressedTwiceAndAgain(event) => {
                // The browser selects nothing more in this press. News of what it selected before may still be on its way.
                self.press = None;
                self.known.set(self.read_selection(props));
                self.take_sentence(props, &event);
                props.on_action.emit(Action::Selected);
                self.shows_menu(props)
            }
            Message::Clicked(event) => {
                if self.is_beside(&event) {
                    // The end of a press that selected text may be there, too.
                    if self.read_selection(props).is_none_or(|read| read.range().is_empty()) {
                        let caret = Action::Select(Selection::caret(props.selection.focus));
                        props.on_action.emit(if props.selected.is_some() { Action::Escape } else { caret });
                        props.on_action.emit(Action::FocusText);
                    }
                } else if let Some(action) = self.clicked(props, &event) {
                    // News of what the press itself selected may still be on its way, and must not undo this.
                    self.known.set(self.read_selection(props));
                    props.on_action.emit(action);
                    if self.is_touched {
                        props.on_action.emit(Action::Selected);
                    }
                } else {
                    self.take_selection(props);
                }
                false
            }
            Message::Held(edge, event) => {
                self.hold(props, edge, &event);
                false
            }
            Message::Drawn(event) => {
                self.draw_edge(ctx, &event);
                false
            }
            Message::Give => {
                self.give_caret(props);
                false
            }
            Message::Creep => {
                self.creep(ctx);
                false
            }
            Message::LetGo => {
                if self.handles.let_go() {
                    props.on_action.emit(Action::DropEdge);
                }
                false
            }
            Message::Lost => {
                if self.handles.let_go() {
                    props.on_action.emit(Action::Escape);
                }
                false
            }
            Message::Focus(has_focus) => {
                // What was selected while the focus was elsewhere is the browser's now; a press selects by itself.
                if has_focus && self.press.is_none() {
                    self.drawn_for = None;
                }
                std::mem::replace(&mut self.has_focus, has_focus) != has_focus
            }
            Message::Reveal(position) => {
                self.pending_scroll = Some(position);
                true
            }
            Message::GoOn(step) => {
                let block = if step == Step::Forward { self.window.drawn.end } else { self.window.drawn.start - 1 };
                let position = self.window.blocks.range(block).start();
                props.on_action.emit(Action::Select(Selection::caret(position)));
                self.pending_scroll = Some(position);
                page::focus("#text");
                true
            }
        }
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let props = ctx.props();
        let link = ctx.link();
        let blocks = self.drawing.borrow_mut().draw(self.window.drawn.clone(), |index| {
            let range = self.window.blocks.range(index);
            let key = format!("{}-{index}", props.serial);
            let (kind, segments) = (self.window.blocks.kind(index), props.segments.emit(range));
            html! { <Block {key} document={props.document.clone()} {range} {kind} {segments} /> }
        });
        let focus_is_drawn = self.window.shows(props.selection.focus);
        let has_text = !props.selection.range().is_empty();
        let shows_menu = self.shows_menu(props);
        self.has_menu.set(self.has_menu.get() || shows_menu);
        let go_on = |is_more: bool, step: Step, name: &'static str| {
            let onclick = link.callback(move |_| Message::GoOn(step));
            is_more.then(|| html! { <button class="visually-hidden" tabindex="-1" {onclick}>{ name }</button> })
        };
        html! {
            <div class={classes!("scroller", self.window.is_whole.then_some("whole"))} id="scroller" ref={self.scroller.clone()} onclick={link.callback(Message::Clicked)} onpointerdown={link.callback(Message::Pressed)} onscroll={link.callback(|_: Event| Message::Scrolled)}>
                <div class={classes!("page", self.is_touched.then_some("touched"))}>
                    <div ref={self.window.above.clone()}>
                        { for go_on(self.window.drawn.start > 0, Step::Back, STRINGS.text_before) }
                    </div>
                    <article id="text" class={classes!("text", self.window.blocks.spacing())} tabindex="0" role="region"
                        aria-label={STRINGS.text} dir="auto" ref={self.text.clone()} onkeydown={on_key(ctx, self)} oncopy={on_copy(props)}
                        onmousedown={on_third_press(ctx)}
                        onfocus={link.callback(|_| Message::Focus(true))} onblur={link.callback(|_| Message::Focus(false))}>
                        { for blocks }
                    </article>
                    <div ref={self.window.below.clone()}>
                        { for go_on(self.window.drawn.end < self.window.blocks.len(), Step::Forward, STRINGS.text_after) }
                    </div>
                    <div class="caret" hidden={!self.has_focus || has_text || !focus_is_drawn} ref={self.caret.clone()} />
                    { self.handles.view(ctx, self.handled(props).is_some(), props.edge) }
                    <div class="menu-place" hidden={!shows_menu} ref={self.menu.clone()}>
                        if self.has_menu.get() { { props.menu.clone() } }
                    </div>
                </div>
            </div>
        }
    }

    fn rendered(&mut self, ctx: &Context<Self>, first: bool) {
        let props = ctx.props();
        if first {
            self.handles.keep_touches();
        }
        if let (Some(text), Some(scroller)) = (self.text.cast::<Element>(), self.scroller.cast::<Element>()) {
            self.window.measure(&text, &scroller);
        }
        self.bring_into_view(ctx);
        if self.window.is_growing() {
            let grow = ctx.link().callback(|()| Message::Grow);
            page::after_frame(move || grow.emit(()));
        }
        let state = (shown_selection(props), self.window.drawn.clone(), props.revision);
        if self.drawn_for.as_ref() != Some(&state) {
            self.drawn_for = Some(state);
            self.give_selection(ctx);
        }
        self.place_overlays(props);
        self.highlight_hits(props);
    }
}

/// A third press takes a sentence, where the browser would take a paragraph.
fn on_third_press(ctx: &Context<TextView>) -> Callback<MouseEvent> {
    let link = ctx.link().clone();
    Callback::from(move |event: MouseEvent| {
        if event.detail() == 3 && event.button() == 0 {
            event.prevent_default();
            link.send_message(Message::PressedTwiceAndAgain(event));
        }
    })
}

impl TextView {
    fn follow_scrolling(&mut self) -> bool {
        self.scroller.cast::<Element>().is_some_and(|scroller| self.window.follow(&scroller, self.press.is_some()))
    }
}
