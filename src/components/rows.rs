//! A long list of which only the rows on screen are drawn.

use web_sys::Element;
use yew::prelude::*;

use crate::browser::page;

/// The height of a row in pixels, as in the style sheet.
const ROW: f64 = 36.0;
/// Rows drawn above and below those on screen.
const SPARE: usize = 6;

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
    /// How far it is scrolled, and how high it is: asked of the browser only when a frame is drawn, for asking between
    /// changes makes it lay out the page each time.
    top: f64,
    height: f64,
    is_moved: bool,
    first: usize,
    count: usize,
}

/// The list has been scrolled.
pub struct Scrolled;

impl Component for Rows {
    type Message = Scrolled;
    type Properties = Props;

    fn create(ctx: &Context<Self>) -> Rows {
        let (scroller, rows, spacer) = (NodeRef::default(), NodeRef::default(), NodeRef::default());
        let mut list = Rows { scroller, rows, spacer, top: 0.0, height: 0.0, is_moved: false, first: 0, count: 30 };
        list.bring_into_view(ctx.props());
        list
    }

    fn changed(&mut self, ctx: &Context<Self>, old: &Props) -> bool {
        let props = ctx.props();
        if props.current != old.current {
            self.bring_into_view(props);
        }
        self.follow();
        true
    }

    fn update(&mut self, _ctx: &Context<Self>, _message: Scrolled) -> bool {
        self.measure();
        self.follow()
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

    fn rendered(&mut self, ctx: &Context<Self>, _first: bool) {
        page::set_length(&self.spacer, "height", ctx.props().count as f64 * ROW);
        page::set_length(&self.rows, "top", self.first as f64 * ROW);
        let (scroller, top) = (self.scroller.clone(), self.top as i32);
        if std::mem::take(&mut self.is_moved) {
            page::next_frame(move || {
                scroller.cast::<Element>().iter().for_each(|scroller| scroller.set_scroll_top(top))
            });
        }
        let look = ctx.link().callback(|()| Scrolled);
        page::after_frame(move || look.emit(()));
    }
}

impl Rows {
    fn measure(&mut self) {
        if let Some(scroller) = self.scroller.cast::<Element>() {
            (self.top, self.height) = (f64::from(scroller.scroll_top()), f64::from(scroller.client_height()));
        }
    }

    /// Notes which rows are on screen; true if others must be drawn.
    fn follow(&mut self) -> bool {
        let top = (self.top / ROW) as usize;
        let visible = (self.height / ROW) as usize + 2;
        let is_drawn = self.first <= top && top + visible <= self.first + self.count;
        if !is_drawn {
            (self.first, self.count) = (top.saturating_sub(SPARE), visible + 2 * SPARE);
        }
        !is_drawn
    }

    fn bring_into_view(&mut self, props: &Props) {
        let Some(row) = props.current else { return };
        let place = row as f64 * ROW;
        if place < self.top || place + ROW > self.top + self.height {
            let last = (props.count as f64 * ROW - self.height).max(0.0);
            self.top = (place - self.height / 2.0).clamp(0.0, last);
            self.is_moved = true;
        }
    }
}
