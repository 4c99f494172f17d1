//! What lies over the text and where: the caret, the handles, the menu at the selection, the hits of a search; and what of
//! the text is in view.

use annotation::{TextRange, TextSize};
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

use super::handles::end_of;
use super::{Message, Props, TextView};
use crate::browser::{highlight, page, selection};
use crate::state::Edge;

impl TextView {
    /// What the handles are at the ends of.
    pub(super) fn handled(&self, props: &Props) -> Option<TextRange> {
        let selected = props.selected.map(|(_, range)| range);
        let touched = Some(props.selection.range()).filter(|range| self.is_touched && !range.is_empty());
        props.dragged.or(selected).or(touched)
    }

    /// Whether the menu is at the selected text: not while that is still being selected.
    pub(super) fn shows_menu(&self, props: &Props) -> bool {
        let focus_is_drawn = self.window.shows(props.selection.focus);
        !props.selection.range().is_empty() && focus_is_drawn && self.press.is_none() && props.dragged.is_none()
    }

    /// Scrolls to the place that was asked for, drawing it first if need be.
    pub(super) fn bring_into_view(&mut self, ctx: &Context<Self>) {
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
        let Some((top, bottom)) = self.pane(ctx.props()) else { return };
        let height = bottom - top;
        let margin = (height / 8.0).min(64.0);
        if place.top() < top + margin || place.bottom() > bottom - margin {
            let moved = place.top() - top - height / 3.0;
            scroller.set_scroll_top((f64::from(scroller.scroll_top()) + moved) as i32);
        }
    }

    /// Highlights the hits among what is drawn, if they or what is drawn have changed.
    pub(super) fn highlight_hits(&mut self, props: &Props) {
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

    /// Puts the caret, the handles and the menu where they belong.
    pub(super) fn place_overlays(&self, props: &Props) {
        let Some(text) = self.text.cast::<Element>() else { return };
        let Some(frame) = text.parent_element().map(|page| page.get_bounding_client_rect()) else { return };
        let place = |at: TextSize| selection::rectangle(&text, &props.document, at).filter(|_| self.window.shows(at));
        // All is measured before anything is moved: after each move the browser would have to lay out again.
        let edges = self.handled(props).map(|range| {
            let is_drawn = |edge: &Edge| self.window.shows(end_of(range, *edge));
            let place = |edge: Edge| selection::end(&text, &props.document, range, edge);
            [Edge::Start, Edge::End].map(|edge| Some(edge).filter(is_drawn).and_then(place))
        });
        let caret = place(props.selection.focus);
        let has_text = !props.selection.range().is_empty();
        let menu = self.menu.cast::<HtmlElement>().filter(|_| has_text);
        let width = menu.map_or(0.0, |menu| f64::from(menu.offset_width()));
        for (edge, at) in [Edge::Start, Edge::End].into_iter().zip(edges.iter().flatten()) {
            self.handles.place(edge, at.as_ref(), &frame);
        }
        let Some(caret) = caret else { return };
        if has_text {
            let furthest = (frame.width() - width - 8.0).max(8.0);
            page::set_length(&self.menu, "left", (caret.left() - frame.left() - width / 2.0).clamp(8.0, furthest));
            page::set_length(&self.menu, "top", caret.bottom() - frame.top() + 8.0);
        } else {
            page::set_length(&self.caret, "left", caret.left() - frame.left());
            page::set_length(&self.caret, "top", caret.top() - frame.top());
            page::set_length(&self.caret, "height", caret.height());
        }
    }
}
