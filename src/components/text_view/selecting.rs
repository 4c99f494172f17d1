//! The state's selection and the browser's: each follows the other, and what is copied is the document's text.

use std::cell::Cell;
use std::ops::Range;
use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{ClipboardEvent, Element};
use yew::prelude::*;

use super::{Message, Props, TextView};
use crate::browser::{page, selection};
use crate::state::{Action, Selection};

/// Shared with what handles the keys.
pub(super) type Known = Rc<Cell<Option<Selection>>>;

/// Copies the selected text as it is in the document, drawn or not.
pub(super) fn on_copy(props: &Props) -> Callback<Event> {
    let (document, range) = (props.document.clone(), props.selection.range());
    Callback::from(move |event: Event| {
        let data = event.dyn_ref::<ClipboardEvent>().and_then(ClipboardEvent::clipboard_data);
        if let Some(data) = data.filter(|_| !range.is_empty()) {
            let _browser_copies_what_is_drawn = data.set_data("text/plain", document.slice(range));
            event.prevent_default();
        }
    })
}

/// The selection as the browser is to show it.
pub(super) fn shown_selection(props: &Props) -> Selection {
    props.dragged.map_or(props.selection, |range| Selection { anchor: range.start(), focus: range.end() })
}

impl TextView {
    /// Takes the DOM's selection over, if it lies in the text.
    pub(super) fn take_selection(&mut self, props: &Props) {
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
    ///
    /// That of a mere caret, which is not the browser's to draw, waits until the frame is drawn: it costs the browser the
    /// more, the more text there is.
    pub(super) fn give_selection(&mut self, ctx: &Context<Self>) {
        let (props, Some(text)) = (ctx.props(), self.text.cast::<Element>()) else { return };
        let shown = shown_selection(props);
        let is_wanted = self.has_focus && self.press.is_none();
        if is_wanted && selection::read(&text, &props.document) != Some(shown) {
            if shown.range().is_empty() {
                let give = ctx.link().callback(|()| Message::Give);
                page::after_frame(move || give.emit(()));
            } else {
                selection::write(&text, &props.document, shown);
            }
        }
        self.known.set(selection::read(&text, &props.document));
    }

    /// Gives the DOM the caret, unless the person has moved its selection meanwhile.
    pub(super) fn give_caret(&mut self, props: &Props) {
        let Some(text) = self.text.cast::<Element>() else { return };
        let (shown, is_wanted) = (shown_selection(props), self.has_focus && self.press.is_none());
        if is_wanted && shown.range().is_empty() && selection::read(&text, &props.document) == self.known.get() {
            selection::write(&text, &props.document, shown);
            self.known.set(selection::read(&text, &props.document));
        }
    }

    pub(super) fn read_selection(&self, props: &Props) -> Option<Selection> {
        selection::read(&self.text.cast::<Element>()?, &props.document)
    }
}
