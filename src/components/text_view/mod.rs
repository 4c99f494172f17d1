//! The article with its highlights, the caret, the handles and the menu at the selection.
//!
//! [`TextView`] draws a [`window`] of [`blocks`]; the state's selection leads, the DOM's follows it and is read back when
//! the person moves it. What keys do is told in `state`; only what the browser alone knows is done here: where lines
//! break, and which way a text of mixed directions runs.

mod blocks;
mod block;
mod handles;
mod heights;
mod keys;
mod window;

use std::cell::Cell;
use std::ops::Range;
use std::rc::Rc;

use annotation::{AnnotationId, Document, TextRange, TextSize};
use gloo_events::EventListener;
use wasm_bindgen::JsCast;
use web_sys::{ClipboardEvent, Element, HtmlElement};
use yew::prelude::*;

use crate::browser::{highlight, page, selection};
use crate::state::{Action, Edge, HitsVersion, ScrollTarget, Selection, ShownHit, ShownSegment, Step, Unit};
use crate::strings::STRINGS;
use block::Block;
use handles::{Handles, end_of};
use keys::on_key;
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
    scroller: NodeRef,
    text: NodeRef,
    caret: NodeRef,
    menu: NodeRef,
    handles: Handles,
    is_dragging: bool,
    is_touched: bool,
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

/// Shared with what handles the keys.
type Known = Rc<Cell<Option<Selection>>>;

/// What the view tells itself.
pub enum Message {
    Grow,
    Scrolled,
    Resized,
    Printing(bool),
    SelectionChanged,
    Pressed(PointerEvent),
    Released,
    PressedTwiceAndAgain(MouseEvent),
    Clicked(MouseEvent),
    Held(Edge, PointerEvent),
    Drawn(PointerEvent),
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
            scroller: NodeRef::default(),
            text: NodeRef::default(),
            caret: NodeRef::default(),
            menu: NodeRef::default(),
            handles: Handles::default(),
            is_dragging: false,
            is_touched: false,
            has_focus: false,
            pending_scroll: None,
            drawn_for: None,
            highlighted: None,
            known: Known::default(),
            pressed_at: (0, 0),
            _listeners: vec![
                listen(&document, "selectionchange", || Message::SelectionChanged),
                listen(&window, "pointerup", || Message::Released),
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
                self.is_touched = event.pointer_type() == "touch";
                self.is_dragging = event.button() == 0;
                self.pressed_at = (event.client_x(), event.client_y());
                true
            }
            Message::Released => {
                let was_dragging = std::mem::replace(&mut self.is_dragging, false);
                if was_dragging {
                    self.take_selection(props);
                    props.on_action.emit(Action::Selected);
                }
                was_dragging
            }
            Message::PressedTwiceAndAgain(event) => {
                self.known.set(self.read_selection(props));
                self.take_sentence(props, &event);
                false
            }
            Message::Clicked(event) => {
                if let Some(action) = self.clicked(props, &event) {
                    // News of what the press itself selected may still be on its way, and must not undo this.
                    self.known.set(self.read_selection(props));
                    props.on_action.emit(action);
                    if self.is_touched {
                        props.on_action.emit(Action::Selected);
                    }
                }
                false
            }
            Message::Held(edge, event) => {
                self.hold(props, edge, &event);
                false
            }
            Message::Drawn(event) => {
                self.draw_edge(props, &event);
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
            Message::Focus(has_focus) => std::mem::replace(&mut self.has_focus, has_focus) != has_focus,
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
        let blocks = self.window.drawn.clone().map(|index| {
            let range = self.window.blocks.range(index);
            let key = format!("{}-{index}", props.serial);
            let (kind, segments) = (self.window.blocks.kind(index), props.segments.emit(range));
            html! { <Block {key} document={props.document.clone()} {range} {kind} {segments} /> }
        });
        let focus_is_drawn = self.window.shows(props.selection.focus);
        let has_text = !props.selection.range().is_empty();
        let shows_menu = has_text && focus_is_drawn && !self.is_dragging && props.dragged.is_none();
        let go_on = |is_more: bool, step: Step, name: &'static str| {
            let onclick = link.callback(move |_| Message::GoOn(step));
            is_more.then(
                || html! { <button type="button" class="visually-hidden" tabindex="-1" {onclick}>{ name }</button> },
            )
        };
        html! {
            <div class="scroller" id="scroller" ref={self.scroller.clone()} onscroll={link.callback(|_: Event| Message::Scrolled)}>
                <div class={classes!("page", self.is_touched.then_some("touched"))}>
                    <div ref={self.window.above.clone()}>
                        { for go_on(self.window.drawn.start > 0, Step::Back, STRINGS.text_before) }
                    </div>
                    <article id="text" class={classes!("text", self.window.blocks.spacing())} tabindex="0" role="region"
                        aria-label={STRINGS.text} dir="auto" ref={self.text.clone()} onkeydown={on_key(ctx, self)} oncopy={on_copy(props)}
                        onclick={link.callback(Message::Clicked)} onpointerdown={link.callback(Message::Pressed)}
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
                        if shows_menu { { props.menu.clone() } }
                    </div>
                </div>
            </div>
        }
    }

    fn rendered(&mut self, ctx: &Context<Self>, _first: bool) {
        let props = ctx.props();
        if let (Some(text), Some(scroller)) = (self.text.cast::<Element>(), self.scroller.cast::<Element>()) {
            self.window.measure(&text, &scroller);
        }
        self.bring_into_view(ctx);
        if self.window.is_growing() {
            let grow = ctx.link().callback(|()| Message::Grow);
            page::soon(move || grow.emit(()));
        }
        let state = (shown_selection(props), self.window.drawn.clone(), props.revision);
        if self.drawn_for.as_ref() != Some(&state) {
            self.drawn_for = Some(state);
            self.give_selection(props);
        }
        self.place_overlays(props);
        self.highlight_hits(props);
    }
}

/// Copies the selected text as it is in the document, drawn or not.
fn on_copy(props: &Props) -> Callback<Event> {
    let (document, range) = (props.document.clone(), props.selection.range());
    Callback::from(move |event: Event| {
        let data = event.dyn_ref::<ClipboardEvent>().and_then(ClipboardEvent::clipboard_data);
        if let Some(data) = data.filter(|_| !range.is_empty()) {
            let _browser_copies_what_is_drawn = data.set_data("text/plain", document.slice(range));
            event.prevent_default();
        }
    })
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

/// The selection as the browser is to show it.
fn shown_selection(props: &Props) -> Selection {
    props.dragged.map_or(props.selection, |range| Selection { anchor: range.start(), focus: range.end() })
}

impl TextView {
    /// What the handles are at the ends of.
    fn handled(&self, props: &Props) -> Option<TextRange> {
        let selected = props.selected.map(|(_, range)| range);
        let touched = Some(props.selection.range()).filter(|range| self.is_touched && !range.is_empty());
        props.dragged.or(selected).or(touched)
    }

    fn follow_scrolling(&mut self) -> bool {
        self.scroller.cast::<Element>().is_some_and(|scroller| self.window.follow(&scroller))
    }

    /// Scrolls to the place that was asked for, drawing it first if need be.
    fn bring_into_view(&mut self, ctx: &Context<Self>) {
        let Some(position) = self.pending_scroll else { return };
        let (Some(text), Some(scroller)) = (self.text.cast::<Element>(), self.scroller.cast::<Element>()) else {
            return;
        };
        let height = f64::from(scroller.client_height());
        if !self.window.shows(position) {
            let top = self.window.blocks.heights.before(self.window.blocks.at(position));
            scroller.set_scroll_top((top - height / 3.0) as i32);
            ctx.link().send_message(Message::Scrolled);
            return;
        }
        self.pending_scroll = None;
        if position == TextSize::new(0) {
            scroller.set_scroll_top(0);
            return;
        }
        let Some(place) = selection::rectangle(&text, &ctx.props().document, position) else { return };
        let viewport = scroller.get_bounding_client_rect();
        // On a narrow page the lower half may lie under the sheet with the annotation.
        let height = if page::is_narrow() { height / 2.0 } else { height };
        let margin = (height / 8.0).min(64.0);
        if place.top() < viewport.top() + margin || place.bottom() > viewport.top() + height - margin {
            let moved = place.top() - viewport.top() - height / 3.0;
            scroller.set_scroll_top((f64::from(scroller.scroll_top()) + moved) as i32);
        }
    }

    /// Takes the DOM's selection over, if it lies in the text.
    fn take_selection(&mut self, props: &Props) {
        let Some(text) = self.text.cast::<Element>() else { return };
        // While what is drawn changes, the selection is only pushed about by it.
        let is_drawn = |(_, drawn, revision): &(Selection, Range<usize>, u64)| {
            *drawn == self.window.drawn && *revision == props.revision
        };
        if self.handles.is_held() || !self.drawn_for.as_ref().is_some_and(is_drawn) {
            return;
        }
        let Some(taken) = selection::read(&text, &props.document) else { return };
        let is_news = Some(taken) != self.known.replace(Some(taken)) && taken != props.selection;
        if is_news && (self.has_focus || !taken.range().is_empty()) {
            self.drawn_for = Some((taken, self.window.drawn.clone(), props.revision));
            props.on_action.emit(Action::Select(taken));
        }
    }

    /// Makes the DOM's selection the state's, unless the person is busy elsewhere.
    fn give_selection(&mut self, props: &Props) {
        let Some(text) = self.text.cast::<Element>() else { return };
        let shown = shown_selection(props);
        if self.has_focus && selection::read(&text, &props.document) != Some(shown) {
            selection::write(&text, &props.document, shown);
        }
        self.known.set(selection::read(&text, &props.document));
    }

    /// Highlights the hits among what is drawn, if they or what is drawn have changed.
    fn highlight_hits(&mut self, props: &Props) {
        let wanted = Some((props.hits_shown, self.window.drawn.clone(), props.revision));
        if self.highlighted == wanted || props.hits_shown.is_none() && self.highlighted.is_none() {
            return;
        }
        let Some(text) = self.text.cast::<Element>() else { return };
        let range = self.window.drawn.clone().map(|index| self.window.blocks.range(index)).reduce(TextRange::cover);
        let hits = range.map_or_else(Vec::new, |range| props.hits.emit(range));
        highlight::show(&text, &props.document, &hits);
        self.highlighted = wanted.filter(|(shown, ..)| shown.is_some());
    }

    fn read_selection(&self, props: &Props) -> Option<Selection> {
        selection::read(&self.text.cast::<Element>()?, &props.document)
    }

    /// Puts the caret, the handles and the menu where they belong.
    fn place_overlays(&self, props: &Props) {
        let Some(text) = self.text.cast::<Element>() else { return };
        let Some(frame) = text.parent_element().map(|page| page.get_bounding_client_rect()) else { return };
        let place = |at: TextSize| selection::rectangle(&text, &props.document, at);
        if let Some(range) = self.handled(props) {
            for edge in [Edge::Start, Edge::End] {
                if let Some(at) = place(end_of(range, edge)) {
                    self.handles.place(edge, &at, &frame);
                }
            }
        }
        let Some(caret) = place(props.selection.focus) else { return };
        if props.selection.range().is_empty() {
            page::set_length(&self.caret, "left", caret.left() - frame.left());
            page::set_length(&self.caret, "top", caret.top() - frame.top());
            page::set_length(&self.caret, "height", caret.height());
            return;
        }
        let width = self.menu.cast::<HtmlElement>().map_or(0.0, |menu| f64::from(menu.offset_width()));
        let furthest = (frame.width() - width - 8.0).max(8.0);
        page::set_length(&self.menu, "left", (caret.left() - frame.left() - width / 2.0).clamp(8.0, furthest));
        page::set_length(&self.menu, "top", caret.bottom() - frame.top() + 8.0);
    }

    fn take_sentence(&self, props: &Props, event: &MouseEvent) {
        let Some(text) = self.text.cast::<Element>() else { return };
        let (x, y) = (f64::from(event.client_x()), f64::from(event.client_y()));
        if let Some(at) = selection::at_point(&text, &props.document, x, y) {
            props.on_action.emit(Action::Take(Unit::Sentence, at));
        }
    }

    /// What a click means: the innermost annotation there, or the next one out if that is selected already. A tap that
    /// meets none that is not selected takes the word.
    fn clicked(&self, props: &Props, event: &MouseEvent) -> Option<Action> {
        let text = self.text.cast::<Element>()?;
        let is_tap = event.dyn_ref::<PointerEvent>().is_some_and(|event| event.pointer_type() == "touch");
        let (x, y) = self.pressed_at;
        let is_drag = (event.client_x() - x).abs().max((event.client_y() - y).abs()) > SLIP;
        if (is_drag || event.detail() > 1) && !is_tap {
            return None; // it selected text
        }
        let mut mark = event.target()?.dyn_into::<Element>().ok()?.closest("mark").ok()?;
        let mut inside_out = Vec::new();
        while let Some(element) = mark {
            inside_out.extend(element.get_attribute("data-id").and_then(|id| id.parse().ok()).map(AnnotationId));
            mark = element.parent_element().and_then(|parent| parent.closest("mark").ok().flatten());
        }
        let selected = inside_out.iter().position(|&id| props.selected.is_some_and(|(selected, _)| selected == id));
        let next = match selected {
            None => inside_out.first(),
            Some(at) if is_tap => inside_out.get(at + 1),
            Some(at) => inside_out.get((at + 1) % inside_out.len()),
        };
        let (x, y) = (f64::from(event.client_x()), f64::from(event.client_y()));
        let word = || selection::at_point(&text, &props.document, x, y).map(|at| Action::Take(Unit::Word, at));
        next.map(|&id| Action::SelectAnnotation(id)).or_else(|| word().filter(|_| is_tap))
    }

    fn hold(&mut self, props: &Props, edge: Edge, event: &PointerEvent) {
        let (Some(text), Some(range)) = (self.text.cast::<Element>(), self.handled(props)) else { return };
        if let Some(at) = selection::rectangle(&text, &props.document, end_of(range, edge)) {
            self.handles.hold(edge, event, &at);
        }
    }

    fn draw_edge(&self, props: &Props, event: &PointerEvent) {
        let (Some((edge, x, y)), Some(text)) = (self.handles.drawn(event), self.text.cast::<Element>()) else { return };
        if let Some(to) = selection::at_point(&text, &props.document, x, y) {
            let by_word = event.ctrl_key() || event.alt_key() || event.meta_key();
            props.on_action.emit(Action::DragEdge { edge, to, by_word });
        }
    }
}
