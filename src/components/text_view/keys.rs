//! Keys in the text: those that the state knows, and those that move the caret as only the browser can: by lines and
//! screenfuls, and in the order in which a text of mixed directions is seen.
//!
//! All act at once, within the event: the browser can then still be kept from acting too, and the next key finds the
//! state as this one left it, drawn or not.

use annotation::{Document, TextSize};
use web_sys::Element;
use yew::prelude::*;

use super::{Message, TextView};
use crate::browser::selection;
use crate::state::{Action, Motion, Selection, Step};

/// What a key pressed in the text does.
pub fn on_key(ctx: &Context<TextView>, view: &TextView) -> Callback<KeyboardEvent> {
    let (text, scroller, known) = (view.text.clone(), view.scroller.clone(), view.known.clone());
    let (props, link) = (ctx.props(), ctx.link().clone());
    let (on_key, on_action, current) = (props.on_key.clone(), props.on_action.clone(), props.current.clone());
    let document = props.document.clone();
    Callback::from(move |event: KeyboardEvent| {
        if on_key.emit(event.clone()) {
            event.prevent_default();
            return;
        }
        let (Some(motion), Some(root), Some(scroller)) = (motion(&event), text.cast(), scroller.cast()) else { return };
        event.prevent_default();
        let view = View { root, scroller, document: &document };
        let from = current.emit(());
        match view.moved(from, motion, event.shift_key()) {
            Some(Moved::To(selection)) => {
                known.set(view.read());
                on_action.emit(Action::Select(selection));
                link.send_message(Message::Reveal(selection.focus));
            }
            Some(Moved::Action(action)) => on_action.emit(action),
            None => link.send_message(Message::Reveal(from.focus)),
        }
    })
}

/// How the browser moves the caret, in the words of its `Selection.modify`: where to and by what.
type BrowserMotion = (&'static str, &'static str);

fn motion(event: &KeyboardEvent) -> Option<BrowserMotion> {
    let by_word = event.ctrl_key() || event.alt_key();
    let sideways = if by_word { "word" } else { "character" };
    match &*event.key() {
        "ArrowLeft" if !event.meta_key() => Some(("left", sideways)),
        "ArrowRight" if !event.meta_key() => Some(("right", sideways)),
        _ if by_word || event.meta_key() => None,
        "ArrowDown" => Some(("forward", "line")),
        "ArrowUp" => Some(("backward", "line")),
        "End" => Some(("forward", "lineboundary")),
        "Home" => Some(("backward", "lineboundary")),
        "PageDown" => Some(("forward", "page")),
        "PageUp" => Some(("backward", "page")),
        _ => None,
    }
}

/// The text as it is drawn.
struct View<'a> {
    root: Element,
    scroller: Element,
    document: &'a Document,
}

/// What a motion comes to.
enum Moved {
    To(Selection),
    Action(Action),
}

impl View<'_> {
    /// Where a motion leads; `None` if the caret is not drawn.
    fn moved(&self, from: Selection, (direction, by): BrowserMotion, extend: bool) -> Option<Moved> {
        if by == "page" {
            let step = if direction == "forward" { Step::Forward } else { Step::Back };
            let at_the_end = || Moved::Action(Action::Move { motion: Motion::Document(step), extend });
            let moved = |focus| Moved::To(Selection { anchor: if extend { from.anchor } else { focus }, focus });
            return Some(self.a_page_on(from.focus, step).map_or_else(at_the_end, moved));
        }
        if self.read() != Some(from) {
            selection::write(&self.root, self.document, from);
        }
        self.read().filter(|read| *read == from)?;
        selection::modify(extend, direction, by);
        self.read().map(Moved::To)
    }

    fn read(&self) -> Option<Selection> {
        selection::read(&self.root, self.document)
    }

    /// Scrolls by a screenful; the position that is now where the caret was, `None` at the end of the text.
    fn a_page_on(&self, caret: TextSize, step: Step) -> Option<TextSize> {
        let (before, viewport) = (self.scroller.scroll_top(), self.scroller.get_bounding_client_rect());
        let place = selection::rectangle(&self.root, self.document, caret)?;
        let way = (viewport.height() * 0.9) as i32;
        self.scroller.set_scroll_top(if step == Step::Forward { before + way } else { before - way });
        let y = (place.top() + place.height() / 2.0).clamp(viewport.top() + 32.0, viewport.bottom() - 32.0);
        let focus = selection::at_point(&self.root, self.document, place.left(), y);
        focus.filter(|&focus| self.scroller.scroll_top() != before && focus != caret)
    }
}
