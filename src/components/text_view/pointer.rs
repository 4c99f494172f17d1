//! What the pointer does in the text: a click, a tap, a press that selects, a handle that is drawn along.
//!
//! Held at the pane's edge, the last two scroll the text.

use annotation::{AnnotationId, TextSize};
use gloo_events::EventListener;
use wasm_bindgen::JsCast;
use web_sys::{Element, Node};
use yew::prelude::*;

use super::{Message, Props, SLIP, TextView};
use crate::browser::{page, selection};
use crate::state::{Action, Edge, Unit};

/// How near to the pane's edge the pointer must be held for the text to scroll, in pixels.
const NEAR: f64 = 28.0;

/// The most pixels by which the text scrolls in a frame.
const FASTEST: f64 = 24.0;

/// A press that may be selecting text, until it is let go.
pub(super) struct Press {
    is_mouse: bool,
    at: (f64, f64),
    _moves: EventListener,
}

impl Press {
    pub fn new(ctx: &Context<TextView>, event: &PointerEvent) -> Press {
        let moved = ctx.link().callback(Message::Moved);
        // The pointer may leave the text, and the window.
        let moves = EventListener::new(&page::window(), "pointermove", move |event| {
            moved.emit(event.clone().unchecked_into());
        });
        Press { is_mouse: event.pointer_type() == "mouse", at: place(event), _moves: moves }
    }
}

fn place(event: &MouseEvent) -> (f64, f64) {
    (f64::from(event.client_x()), f64::from(event.client_y()))
}

impl TextView {
    pub(super) fn take_sentence(&self, props: &Props, event: &MouseEvent) {
        let Some(text) = self.text.cast::<Element>() else { return };
        let (x, y) = place(event);
        if let Some(at) = selection::at_point(&text, &props.document, x, y) {
            props.on_action.emit(Action::Take(Unit::Sentence, at));
        }
    }

    /// What a click means: the innermost annotation there, or the next one out if that is selected already. A tap that
    /// meets none that is not selected takes the word.
    pub(super) fn clicked(&self, props: &Props, event: &MouseEvent) -> Option<Action> {
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
        let (x, y) = place(event);
        let word = || selection::at_point(&text, &props.document, x, y).map(|at| Action::Take(Unit::Word, at));
        next.map(|&id| Action::SelectAnnotation(id)).or_else(|| word().filter(|_| is_tap))
    }

    /// Whether a click was beside the text, on nothing that lies over it either.
    pub(super) fn is_beside(&self, event: &MouseEvent) -> bool {
        let (Some(text), Some(target)) = (self.text.cast::<Node>(), event.target_dyn_into::<Node>()) else {
            return false;
        };
        target != text && target.contains(Some(&text))
    }

    /// Whether a press may select text: in it or beside it, but not on what lies over it or on the bar that scrolls it.
    pub(super) fn may_select(&self, event: &PointerEvent) -> bool {
        let (Some(text), Some(scroller)) = (self.text.cast::<Node>(), self.scroller.cast::<Element>()) else {
            return false;
        };
        let is_in_it = text.contains(event.target_dyn_into::<Node>().as_ref());
        let on_bar = || {
            f64::from(event.client_x())
                >= scroller.get_bounding_client_rect().left() + f64::from(scroller.client_width())
        };
        is_in_it || self.is_beside(event) && !on_bar()
    }

    pub(super) fn hold(&mut self, props: &Props, edge: Edge, event: &PointerEvent) {
        let (Some(text), Some(range)) = (self.text.cast::<Element>(), self.handled(props)) else { return };
        if let Some(at) = selection::end(&text, &props.document, range, edge) {
            self.handles.hold(edge, event, &at);
        }
    }

    /// Draws the edge that is held to where the pointer is.
    pub(super) fn draw_edge(&mut self, ctx: &Context<Self>, event: &PointerEvent) {
        self.handles.draw(event);
        self.lay_edge(ctx.props());
        self.creep_soon(ctx);
    }

    /// Notes where the pointer is that selects text, which the browser does itself: beside the text only if that has the
    /// pointer, else it selects all of it.
    pub(super) fn follow_press(&mut self, ctx: &Context<Self>, event: &PointerEvent) {
        if let Some(press) = self.press.as_mut().filter(|press| press.is_mouse) {
            press.at = place(event);
            let target = event.target_dyn_into::<Node>();
            if let Some(text) = self.text.cast::<Element>().filter(|text| !text.contains(target.as_ref())) {
                let _pointer_is_gone = text.set_pointer_capture(event.pointer_id());
            }
            self.creep_soon(ctx);
        }
    }

    /// Scrolls on while a handle is held, or text selected, at the pane's edge.
    pub(super) fn creep(&mut self, ctx: &Context<Self>) {
        self.is_creeping = false;
        let (props, step) = (ctx.props(), self.creeping(ctx.props()));
        let Some(scroller) = self.scroller.cast::<Element>().filter(|_| step != 0.0) else { return };
        scroller.set_scroll_top(scroller.scroll_top() + step as i32);
        match &self.press {
            None => self.lay_edge(props),
            Some(press) => {
                if let (Some(focus), Some(text)) = (self.reached(props, press.at), self.text.cast::<Element>()) {
                    selection::extend(&text, &props.document, focus);
                }
            }
        }
        self.creep_soon(ctx);
    }

    fn creep_soon(&mut self, ctx: &Context<Self>) {
        if !self.is_creeping && self.creeping(ctx.props()) != 0.0 {
            self.is_creeping = true;
            let creep = ctx.link().callback(|()| Message::Creep);
            page::next_frame(move || creep.emit(()));
        }
    }

    /// By how many pixels the text is to scroll in the next frame: the more, the nearer the pointer is to the pane's edge.
    fn creeping(&self, props: &Props) -> f64 {
        let pressed = self.press.as_ref().filter(|press| press.is_mouse).map(|press| press.at.1);
        let Some((y, (top, bottom))) = self.handles.pointer().or(pressed).zip(self.pane(props)) else { return 0.0 };
        let beyond = (y - (bottom - NEAR)).max(0.0) + (y - (top + NEAR)).min(0.0);
        (beyond / NEAR * FASTEST / 2.0).clamp(-FASTEST, FASTEST)
    }

    /// The top and bottom of what is seen of the text; on a narrow page a sheet with the annotation or the labels lies over
    /// the rest.
    pub(super) fn pane(&self, props: &Props) -> Option<(f64, f64)> {
        let pane = self.scroller.cast::<Element>()?.get_bounding_client_rect();
        let sheet = match props.selected {
            _ if !page::is_narrow() => None,
            Some(_) => page::document().query_selector(".panel").ok().flatten(),
            None => self.menu.cast::<Element>(),
        };
        let sheet = sheet.map(|sheet| sheet.get_bounding_client_rect());
        let sheet = sheet.filter(|sheet| sheet.height() > 0.0 && sheet.bottom() >= pane.bottom() - 1.0);
        Some((pane.top(), sheet.map_or(pane.bottom(), |sheet| sheet.top().clamp(pane.top(), pane.bottom()))))
    }

    /// The position that the pointer has reached, or the nearest in view.
    fn reached(&self, props: &Props, (x, y): (f64, f64)) -> Option<TextSize> {
        let (top, bottom) = self.pane(props)?;
        selection::at_point(&self.text.cast()?, &props.document, x, y.clamp(top + 4.0, bottom - 4.0))
    }

    fn lay_edge(&self, props: &Props) {
        let Some((edge, x, y, by_word)) = self.handles.drawn() else { return };
        if let Some(to) = self.reached(props, (x, y)) {
            props.on_action.emit(Action::DragEdge { edge, to, by_word });
        }
    }
}
