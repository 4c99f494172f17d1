//! The handles at the ends of the selected annotation, or of text selected by touch: drawn along the text, they do what
//! `[`, `]` and Shift with the arrow keys do.

use annotation::TextSize;
use gloo_events::{EventListener, EventListenerOptions};
use web_sys::{DomRect, Element};
use yew::prelude::*;

use super::{Message, TextView};
use crate::browser::page;
use crate::state::Edge;

/// The two handles, which are placed when the text is drawn.
#[derive(Default)]
pub struct Handles {
    start: NodeRef,
    end: NodeRef,
    grip: Option<Grip>,
    touches: Vec<EventListener>,
}

/// The handle that is held, and where: how far the pointer is from the middle of the line at the edge.
struct Grip {
    edge: Edge,
    across: f64,
    down: f64,
    /// The point that the pointer has drawn the edge to, and whether by whole words.
    to: Option<(f64, f64, bool)>,
}

impl Handles {
    /// The handles; `chosen` is the edge that the arrow keys move.
    pub fn view(&self, ctx: &Context<TextView>, is_shown: bool, chosen: Option<Edge>) -> Html {
        let link = ctx.link();
        let handle = |edge: Edge, node: &NodeRef, class: &'static str| {
            let onpointerdown = link.callback(move |event: PointerEvent| Message::Held(edge, event));
            // The text keeps the focus, and the browser selects nothing.
            let onmousedown = |event: MouseEvent| event.prevent_default();
            html! {
                <div class={classes!("handle", class, (chosen == Some(edge)).then_some("chosen"))} ref={node.clone()} hidden={!is_shown}
                    aria-hidden="true" {onpointerdown} {onmousedown} onpointermove={link.callback(Message::Drawn)}
                    onpointerup={link.callback(|_| Message::LetGo)} onpointercancel={link.callback(|_| Message::Lost)} />
            }
        };
        html! { <>{ handle(Edge::Start, &self.start, "start") }{ handle(Edge::End, &self.end, "end") }</> }
    }

    /// Leaves the browser nothing of a touch, once the handles are drawn: a finger that is lifted in full swing would begin
    /// a fling, which the next tap only stops.
    pub fn keep_touches(&mut self) {
        let options = EventListenerOptions::enable_prevent_default();
        let nodes = [&self.start, &self.end].into_iter().filter_map(|node| node.cast::<Element>());
        let keep = |node: Element| {
            EventListener::new_with_options(&node, "touchstart", options, |event| event.prevent_default())
        };
        self.touches = nodes.map(keep).collect();
    }

    /// Puts a handle under the line at an edge, out of sight if that is not drawn; `frame` is what it is placed in.
    pub fn place(&self, edge: Edge, at: Option<&DomRect>, frame: &DomRect) {
        let node = self.node(edge);
        page::set_length(node, "left", at.map_or(0.0, |at| at.left() - frame.left()));
        page::set_length(node, "top", at.map_or(-99.0, |at| at.bottom() - frame.top()));
    }

    /// Takes hold of a handle; `at` is where its edge is on the screen.
    pub fn hold(&mut self, edge: Edge, event: &PointerEvent, at: &DomRect) {
        if let Some(handle) = self.node(edge).cast::<Element>() {
            let _pointer_is_gone = handle.set_pointer_capture(event.pointer_id());
        }
        let (across, down) = (f64::from(event.client_x()) - at.left(), f64::from(event.client_y()) - middle(at));
        self.grip = Some(Grip { edge, across, down, to: None });
    }

    /// Notes where the pointer has drawn the edge to, if one is held.
    pub fn draw(&mut self, event: &PointerEvent) {
        if let Some(grip) = &mut self.grip {
            let (x, y) = (f64::from(event.client_x()) - grip.across, f64::from(event.client_y()) - grip.down);
            grip.to = Some((x, y, event.ctrl_key() || event.alt_key() || event.meta_key()));
        }
    }

    /// The edge that is held, the point that it has been drawn to, and whether by whole words.
    pub fn drawn(&self) -> Option<(Edge, f64, f64, bool)> {
        let grip = self.grip.as_ref()?;
        grip.to.map(|(x, y, by_word)| (grip.edge, x, y, by_word))
    }

    /// How far down the screen the pointer is that has drawn an edge.
    pub fn pointer(&self) -> Option<f64> {
        let grip = self.grip.as_ref()?;
        grip.to.map(|(_, y, _)| y + grip.down)
    }

    /// Whether one is held.
    pub fn is_held(&self) -> bool {
        self.grip.is_some()
    }

    /// Lets go; false if none was held.
    pub fn let_go(&mut self) -> bool {
        self.grip.take().is_some()
    }

    fn node(&self, edge: Edge) -> &NodeRef {
        if edge == Edge::Start { &self.start } else { &self.end }
    }
}

fn middle(line: &DomRect) -> f64 {
    line.top() + line.height() / 2.0
}

/// The end of a range that an edge names.
pub fn end_of(range: annotation::TextRange, edge: Edge) -> TextSize {
    if edge == Edge::Start { range.start() } else { range.end() }
}
