//! The article with its highlights, the caret and the menu at the selection.
//!
//! [`TextView`] draws a window of [`blocks`]: all of them for an ordinary article, those round the viewport for a long
//! one, with spacers above and below that stand for the rest. The state's selection leads; the DOM's follows it.

mod blocks;
mod block;
mod heights;

use std::ops::Range;

use annotation::{AnnotationId, Document, TextRange, TextSize};
use gloo_events::EventListener;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

use crate::browser::{highlight, page, selection};
use crate::state::{Action, HitsVersion, ScrollTarget, Selection, ShownHit, ShownSegment};
use crate::strings::STRINGS;
use block::Block;
use blocks::Blocks;

/// A text up to this many bytes is drawn whole, so that the browser's own find, print and copy see all of it.
const WHOLE: u32 = 128 * 1024;

/// What the view shows.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// The document's number.
    pub serial: u32,
    /// The text.
    pub document: Document,
    /// The revision of the annotations; drawn anew when it changes.
    pub revision: u64,
    /// The selected annotation.
    pub selected: Option<AnnotationId>,
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
    /// What happens.
    pub on_action: Callback<Action>,
    /// A key was pressed: true if it did something.
    pub on_key: Callback<KeyboardEvent, bool>,
    /// The menu at the selection.
    pub menu: Html,
}

/// The view.
pub struct TextView {
    blocks: Blocks,
    window: Range<usize>,
    scroller: NodeRef,
    text: NodeRef,
    above: NodeRef,
    below: NodeRef,
    caret: NodeRef,
    menu: NodeRef,
    is_dragging: bool,
    has_focus: bool,
    pending_scroll: Option<TextSize>,
    drawn_for: Option<(Selection, Range<usize>, u64)>,
    /// The hits that were highlighted last, in which window and over which annotations.
    highlighted: Option<(Option<HitsVersion>, Range<usize>, u64)>,
    /// The DOM's selection as we left it, which differs from the state's where that is not drawn.
    given: Option<Selection>,
    _listeners: Vec<EventListener>,
}

/// What the view tells itself.
pub enum Message {
    Scrolled,
    Resized,
    SelectionChanged,
    Dragging(bool),
    Focus(bool),
    Key(KeyboardEvent),
    Clicked(MouseEvent),
}

impl Component for TextView {
    type Message = Message;
    type Properties = Props;

    fn create(ctx: &Context<Self>) -> TextView {
        let on_selection = ctx.link().callback(|()| Message::SelectionChanged);
        let on_release = ctx.link().callback(|()| Message::Dragging(false));
        let on_resize = ctx.link().callback(|()| Message::Resized);
        let listeners = vec![
            EventListener::new(&page::document(), "selectionchange", move |_| on_selection.emit(())),
            EventListener::new(&page::window(), "pointerup", move |_| on_release.emit(())),
            EventListener::new(&page::window(), "resize", move |_| on_resize.emit(())),
        ];
        let blocks = Blocks::new(&ctx.props().document);
        TextView {
            window: first_window(&blocks, &ctx.props().document),
            blocks,
            scroller: NodeRef::default(),
            text: NodeRef::default(),
            above: NodeRef::default(),
            below: NodeRef::default(),
            caret: NodeRef::default(),
            menu: NodeRef::default(),
            is_dragging: false,
            has_focus: false,
            pending_scroll: None,
            drawn_for: None,
            highlighted: None,
            given: None,
            _listeners: listeners,
        }
    }

    fn changed(&mut self, ctx: &Context<Self>, old: &Props) -> bool {
        let props = ctx.props();
        if props.serial != old.serial {
            self.blocks = Blocks::new(&props.document);
            self.window = first_window(&self.blocks, &props.document);
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
        match message {
            Message::Scrolled => self.follow_scrolling(ctx.props()),
            Message::Resized => {
                self.place_overlays(ctx.props());
                self.follow_scrolling(ctx.props())
            }
            Message::SelectionChanged => {
                self.take_selection(ctx.props());
                false
            }
            Message::Dragging(is_dragging) => {
                let changed = self.is_dragging != is_dragging;
                self.is_dragging = is_dragging;
                if changed && !is_dragging {
                    self.take_selection(ctx.props());
                    ctx.props().on_action.emit(Action::Selected);
                }
                changed
            }
            Message::Focus(has_focus) => {
                self.has_focus = has_focus;
                true
            }
            Message::Key(event) => {
                self.key(ctx.props(), &event);
                false
            }
            Message::Clicked(event) => {
                if let Some(id) = self.clicked_annotation(ctx.props(), &event) {
                    ctx.props().on_action.emit(Action::SelectAnnotation(id));
                }
                false
            }
        }
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let props = ctx.props();
        let link = ctx.link();
        let blocks = self.window.clone().map(|index| {
            let range = self.blocks.range(index);
            let key = format!("{}-{index}", props.serial);
            let (kind, segments) = (self.blocks.kind(index), props.segments.emit(range));
            html! { <Block {key} document={props.document.clone()} {range} {kind} {segments} /> }
        });
        let shows_menu = !self.is_dragging && !props.selection.range().is_empty();
        let scrolled = link.callback(|_: Event| Message::Scrolled);
        let pressed =
            link.batch_callback(|event: PointerEvent| (event.button() == 0).then_some(Message::Dragging(true)));
        html! {
            <div class="scroller" id="scroller" ref={self.scroller.clone()} onscroll={scrolled}>
                <div class="page">
                    <div ref={self.above.clone()} />
                    <article id="text" class={classes!("text", self.blocks.spacing())} tabindex="0" role="region"
                        aria-label={STRINGS.text} dir="auto" ref={self.text.clone()}
                        onkeydown={link.callback(Message::Key)} onclick={link.callback(Message::Clicked)}
                        onfocus={link.callback(|_| Message::Focus(true))} onblur={link.callback(|_| Message::Focus(false))}
                        onpointerdown={pressed}>
                        { for blocks }
                    </article>
                    <div ref={self.below.clone()} />
                    <div class="caret" hidden={!self.has_focus || !props.selection.range().is_empty()} ref={self.caret.clone()} />
                    <div class="menu-place" hidden={!shows_menu} ref={self.menu.clone()}>
                        if shows_menu { { props.menu.clone() } }
                    </div>
                </div>
            </div>
        }
    }

    fn rendered(&mut self, ctx: &Context<Self>, _first: bool) {
        let props = ctx.props();
        self.measure(&props.document);
        self.bring_into_view(ctx);
        let state = (props.selection, self.window.clone(), props.revision);
        if self.drawn_for.as_ref() != Some(&state) {
            self.drawn_for = Some(state);
            self.give_selection(props);
        }
        self.place_overlays(props);
        self.highlight_hits(props);
    }
}

/// The blocks that are drawn before anything is known of the viewport.
fn first_window(blocks: &Blocks, document: &Document) -> Range<usize> {
    if u32::from(document.len()) <= WHOLE { 0..blocks.len() } else { 0..blocks.len().min(40) }
}

impl TextView {
    /// Draws other blocks if the viewport has left the drawn ones; true if so.
    fn follow_scrolling(&mut self, props: &Props) -> bool {
        if u32::from(props.document.len()) <= WHOLE {
            return false;
        }
        let Some(scroller) = self.scroller.cast::<Element>() else { return false };
        let (top, height) = (f64::from(scroller.scroll_top()), f64::from(scroller.client_height()));
        let needed = self.blocks.heights.at(top - height / 2.0)..self.blocks.heights.at(top + height * 1.5) + 1;
        if self.window.start <= needed.start && needed.end <= self.window.end {
            return false;
        }
        let window = self.blocks.heights.at(top - height)..self.blocks.heights.at(top + 2.0 * height) + 1;
        let window = window.start..window.end.min(self.blocks.len());
        let changed = window != self.window;
        self.window = window;
        changed
    }

    /// Learns the heights of the drawn blocks and sets the spacers, without moving what is on screen.
    fn measure(&mut self, document: &Document) {
        if u32::from(document.len()) <= WHOLE {
            page::set_length(&self.above, "height", 0.0);
            page::set_length(&self.below, "height", 0.0);
            return;
        }
        let (Some(text), Some(scroller)) = (self.text.cast::<Element>(), self.scroller.cast::<Element>()) else {
            return;
        };
        let anchor = self.blocks.heights.at(f64::from(scroller.scroll_top()));
        let before = self.blocks.heights.before(anchor);
        let drawn = text.children();
        for (child, index) in (0..drawn.length()).zip(self.window.clone()) {
            if let Some(element) = drawn.item(child) {
                self.blocks.heights.set(index, element.get_bounding_client_rect().height());
            }
        }
        page::set_length(&self.above, "height", self.blocks.heights.before(self.window.start));
        page::set_length(
            &self.below,
            "height",
            self.blocks.heights.total() - self.blocks.heights.before(self.window.end),
        );
        let moved = (self.blocks.heights.before(anchor) - before).round() as i32;
        if moved != 0 {
            scroller.set_scroll_top(scroller.scroll_top() + moved);
        }
    }

    /// Scrolls to the place that was asked for, drawing it first if need be.
    fn bring_into_view(&mut self, ctx: &Context<Self>) {
        let Some(position) = self.pending_scroll else { return };
        let (Some(text), Some(scroller)) = (self.text.cast::<Element>(), self.scroller.cast::<Element>()) else {
            return;
        };
        let index = self.blocks.at(position);
        let height = f64::from(scroller.client_height());
        if !self.window.contains(&index) {
            scroller.set_scroll_top((self.blocks.heights.before(index) - height / 3.0) as i32);
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
        // What is drawn is about to change: the selection has only been pushed about by it.
        if self.drawn_for.as_ref().is_none_or(|(_, window, _)| *window != self.window) {
            return;
        }
        let Some(taken) = selection::read(&text, &props.document) else { return };
        if Some(taken) != self.given && taken != props.selection && (self.has_focus || !taken.range().is_empty()) {
            self.drawn_for = Some((taken, self.window.clone(), props.revision));
            props.on_action.emit(Action::Select(taken));
        }
    }

    /// Makes the DOM's selection the state's, unless the person is busy elsewhere.
    fn give_selection(&mut self, props: &Props) {
        let Some(text) = self.text.cast::<Element>() else { return };
        if self.has_focus && selection::read(&text, &props.document) != Some(props.selection) {
            selection::write(&text, &props.document, props.selection);
        }
        self.given = selection::read(&text, &props.document);
    }

    /// Highlights the hits among what is drawn, if they or what is drawn have changed.
    fn highlight_hits(&mut self, props: &Props) {
        let wanted = Some((props.hits_shown, self.window.clone(), props.revision));
        if self.highlighted == wanted || props.hits_shown.is_none() && self.highlighted.is_none() {
            return;
        }
        let Some(text) = self.text.cast::<Element>() else { return };
        let range = self.window.clone().map(|index| self.blocks.range(index)).reduce(TextRange::cover);
        let hits = range.map_or_else(Vec::new, |range| props.hits.emit(range));
        highlight::show(&text, &props.document, &hits);
        self.highlighted = wanted.filter(|(shown, ..)| shown.is_some());
    }

    /// Puts the caret and the menu where the selection is.
    fn place_overlays(&self, props: &Props) {
        let Some(text) = self.text.cast::<Element>() else { return };
        let range = props.selection.range();
        let caret = selection::rectangle(&text, &props.document, props.selection.focus);
        let (Some(caret), Some(frame)) = (caret, text.parent_element().map(|page| page.get_bounding_client_rect()))
        else {
            return;
        };
        if range.is_empty() {
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

    fn key(&mut self, props: &Props, event: &KeyboardEvent) {
        if props.on_key.emit(event.clone()) {
            event.prevent_default();
            return;
        }
        if event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        let (forward, granularity) = match &*event.key() {
            "ArrowDown" => (true, "line"),
            "ArrowUp" => (false, "line"),
            "End" => (true, "lineboundary"),
            "Home" => (false, "lineboundary"),
            _ => return,
        };
        event.prevent_default();
        selection::move_by_line(event.shift_key(), forward, granularity);
        let Some(text) = self.text.cast::<Element>() else { return };
        if let Some(taken) = selection::read(&text, &props.document) {
            self.pending_scroll = Some(taken.focus);
            props.on_action.emit(Action::Select(taken));
        }
    }

    /// The annotation that a click means: the innermost there, or the next one out if that is selected already.
    fn clicked_annotation(&self, props: &Props, event: &MouseEvent) -> Option<AnnotationId> {
        if !props.selection.range().is_empty() {
            return None;
        }
        let mut mark = event.target()?.dyn_into::<Element>().ok()?.closest("mark").ok()?;
        let mut inside_out = Vec::new();
        while let Some(element) = mark {
            inside_out.extend(element.get_attribute("data-id").and_then(|id| id.parse().ok()).map(AnnotationId));
            mark = element.parent_element().and_then(|parent| parent.closest("mark").ok().flatten());
        }
        let selected = inside_out.iter().position(|&id| Some(id) == props.selected);
        inside_out.get(selected.map_or(0, |at| (at + 1) % inside_out.len())).copied()
    }
}
