//! The window of blocks that are drawn: soon all of them for an ordinary article, those round the viewport for a long
//! one, with spacers above and below that stand for the rest.

use std::ops::Range;

use annotation::{Document, TextSize};
use web_sys::Element;
use yew::NodeRef;

use super::blocks::Blocks;
use crate::browser::page;
use crate::browser::segmenter::SEGMENTER;

/// A text up to this many bytes is drawn whole, so that the browser's own find, print and copy see all of it.
const WHOLE: u32 = 64 * 1024;

/// How much text is drawn at first, before anything is known of the viewport, in bytes: some two screens; and at most in
/// how many blocks.
const FIRST: (u32, usize) = (4 * 1024, 48);

/// How many more blocks are drawn at a time of a text that will be drawn whole.
const MORE: usize = 32;

/// How many blocks come and go together: Yew may draw what changes within a group a little later.
pub const GROUP: usize = 4;

/// The blocks of a document and which of them are drawn.
pub struct Window {
    /// All blocks.
    pub blocks: Blocks,
    /// The drawn ones.
    // Invariant: whole groups; the last one is as long as the text has it.
    pub drawn: Range<usize>,
    /// What stands for those above.
    pub above: NodeRef,
    /// What stands for those below.
    pub below: NodeRef,
    /// Whether all blocks are drawn, or soon will be.
    pub is_whole: bool,
    before_printing: Option<Range<usize>>,
}

impl Window {
    /// The first blocks of a document.
    pub fn new(document: &Document) -> Window {
        let blocks = Blocks::new(document, SEGMENTER);
        let is_whole = u32::from(document.len()) <= WHOLE;
        let drawn = 0..(blocks.at(TextSize::new(FIRST.0)) + 1).min(FIRST.1).next_multiple_of(GROUP).min(blocks.len());
        let (above, below) = (NodeRef::default(), NodeRef::default());
        Window { blocks, drawn, above, below, is_whole, before_printing: None }
    }

    /// Whether the text is to be drawn whole and is not yet.
    pub fn is_growing(&self) -> bool {
        self.is_whole && self.drawn.end < self.blocks.len()
    }

    /// Draws some more of a text that is to be drawn whole.
    pub fn grow(&mut self) {
        self.drawn.end = (self.drawn.end + MORE).min(self.blocks.len());
    }

    /// Whether the block of a position is drawn.
    pub fn shows(&self, position: TextSize) -> bool {
        self.drawn.contains(&self.blocks.at(position))
    }

    /// Draws other blocks if the viewport comes near the end of the drawn ones; true if so.
    ///
    /// While the pointer selects text, those that are drawn stay: the browser begins the selection in one of them.
    pub fn follow(&mut self, scroller: &Element, is_selecting: bool) -> bool {
        if self.is_whole || self.before_printing.is_some() {
            return false;
        }
        let (top, height) = (f64::from(scroller.scroll_top()), f64::from(scroller.client_height()));
        let blocks = |margin: f64| {
            let (above, below) = (top - height * margin, top + height * (1.0 + margin));
            let (from, to) = (self.blocks.heights.at(above), self.blocks.heights.at(below) + 1);
            from / GROUP * GROUP..to.next_multiple_of(GROUP).min(self.blocks.len())
        };
        let needed = blocks(1.0);
        if self.drawn.start <= needed.start && needed.end <= self.drawn.end {
            return false;
        }
        let Range { start, end } = self.drawn;
        self.drawn = blocks(1.75);
        if is_selecting {
            self.drawn = self.drawn.start.min(start)..self.drawn.end.max(end);
        }
        true
    }

    /// Learns the heights of the drawn blocks and sets the spacers, without moving what is on screen.
    pub fn measure(&mut self, text: &Element, scroller: &Element) {
        if self.drawn == (0..self.blocks.len()) {
            page::set_length(&self.above, "height", 0.0);
            page::set_length(&self.below, "height", 0.0);
            return;
        }
        let heights = &mut self.blocks.heights;
        let anchor = heights.at(f64::from(scroller.scroll_top()));
        let before = heights.before(anchor);
        let drawn = text.children();
        for (child, index) in (0..drawn.length()).zip(self.drawn.clone()) {
            if let Some(element) = drawn.item(child) {
                heights.set(index, element.get_bounding_client_rect().height());
            }
        }
        page::set_length(&self.above, "height", heights.before(self.drawn.start));
        page::set_length(&self.below, "height", heights.total() - heights.before(self.drawn.end));
        let moved = (heights.before(anchor) - before).round() as i32;
        if moved != 0 {
            scroller.set_scroll_top(scroller.scroll_top() + moved);
        }
    }

    /// Draws all for the printer, and afterwards what was drawn before.
    pub fn print(&mut self, is_printing: bool) {
        if is_printing {
            self.before_printing = Some(std::mem::replace(&mut self.drawn, 0..self.blocks.len()));
        } else if let Some(drawn) = self.before_printing.take() {
            self.drawn = drawn;
        }
    }
}
