//! A long list of which only the rows on screen are drawn.

use web_sys::Element;
use yew::prelude::*;

use crate::browser::page;

/// The height of a row in pixels, as in the style sheet.
const ROW: f64 = 36.0;
/// Rows drawn above and below those on screen.
const SPARE: usize = 12;

/// What the list shows.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// The id of the element that scrolls.
    pub id: &'static str,
    /// How many rows there are.
    pub count: usize,
    /// The row that is brought into view when it changes.
    pub current: Option<usize>,
    /// Draws a list of rows: the first, and how many.
    pub draw: Callback<(usize, usize), Html>,
    /// What stands there when there are no rows.
    pub nothing: &'static str,
}

/// The list.
pub struct Rows {
    scroller: NodeRef,
    rows: NodeRef,
    spacer: NodeRef,
    first: usize,
    count: usize,
}

/// The list has been scrolled.
pub struct Scrolled;

impl Component for Rows {
    type Message = Scrolled;
    type Properties = Props;

    fn create(_ctx: &Context<Self>) -> Rows {
        let (scroller, rows, spacer) = (NodeRef::default(), NodeRef::default(), NodeRef::default());
        Rows { scroller, rows, spacer, first: 0, count: 40 }
    }

    fn changed(&mut self, ctx: &Context<Self>, old: &Props) -> bool {
        let props = ctx.props();
        if props.current != old.current {
            self.bring_into_view(props);
        }
        self.follow_scrolling();
        true
    }

    fn update(&mut self, _ctx: &Context<Self>, _message: Scrolled) -> bool {
        self.follow_scrolling()
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let props = ctx.props();
        html! {
            <div class="rows" id={props.id} ref={self.scroller.clone()} onscroll={ctx.link().callback(|_| Scrolled)}>
                if props.count == 0 { <p class="hint">{ props.nothing }</p> }
                <div class="rows-all" ref={self.spacer.clone()}>
                    <div class="rows-drawn" ref={self.rows.clone()}>{ props.draw.emit((self.first, self.count)) }</div>
                </div>
            </div>
        }
    }

    fn rendered(&mut self, ctx: &Context<Self>, first: bool) {
        page::set_length(&self.spacer, "height", ctx.props().count as f64 * ROW);
        page::set_length(&self.rows, "top", self.first as f64 * ROW);
        if first {
            self.bring_into_view(ctx.props());
        }
        if first && self.follow_scrolling() {
            ctx.link().send_message(Scrolled);
        }
    }
}

impl Rows {
    /// Notes which rows are on screen; true if others must be drawn.
    fn follow_scrolling(&mut self) -> bool {
        let Some(scroller) = self.scroller.cast::<Element>() else { return false };
        let top = (f64::from(scroller.scroll_top()) / ROW) as usize;
        let visible = (f64::from(scroller.client_height()) / ROW) as usize + 2;
        let first = top.saturating_sub(SPARE);
        let count = visible + 2 * SPARE;
        let is_drawn = self.first <= top && top + visible <= self.first + self.count;
        if is_drawn {
            return false;
        }
        (self.first, self.count) = (first, count);
        true
    }

    fn bring_into_view(&self, props: &Props) {
        let (Some(row), Some(scroller)) = (props.current, self.scroller.cast::<Element>()) else { return };
        let (top, height) = (f64::from(scroller.scroll_top()), f64::from(scroller.client_height()));
        let place = row as f64 * ROW;
        if place < top || place + ROW > top + height {
            page::set_length(&self.spacer, "height", props.count as f64 * ROW);
            scroller.set_scroll_top((place - height / 2.0) as i32);
        }
    }
}
