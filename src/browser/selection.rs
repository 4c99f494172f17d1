//! The DOM's selection, which counts UTF-16 code units within text nodes, and our byte offsets.
//!
//! The text is drawn as blocks, the children of its root, each with the byte offset where it begins in `data-from`; the
//! text nodes of a block are together the block's text.

use annotation::{Document, OffsetUnit, TextRange, TextSize};
use js_sys::{Function, Reflect};
use wasm_bindgen::JsCast;
use web_sys::{DomRect, Element, Node, Range, Text};

use super::page;
use crate::state::{Edge, Selection, is_right_to_left_letter};

const UNIT: OffsetUnit = OffsetUnit::Utf16CodeUnit;

/// The selection in the drawn text; `None` if it lies elsewhere.
pub fn read(root: &Element, text: &Document) -> Option<Selection> {
    let selection = page::window().get_selection().ok()??;
    let anchor = position(root, text, &selection.anchor_node()?, selection.anchor_offset())?;
    let focus = position(root, text, &selection.focus_node()?, selection.focus_offset())?;
    Some(Selection { anchor, focus })
}

/// Makes the DOM's selection ours, as far as the text is drawn.
pub fn write(root: &Element, text: &Document, selection: Selection) {
    let drawn = (place(root, text, selection.anchor), place(root, text, selection.focus));
    let (Some((anchor, anchor_offset)), Some((focus, focus_offset))) = drawn else { return };
    if let Ok(Some(selection)) = page::window().get_selection() {
        let _out_of_range = selection.set_base_and_extent(&anchor, anchor_offset, &focus, focus_offset);
    }
}

/// Takes the DOM's selection to another end, from where it began.
pub fn extend(root: &Element, text: &Document, focus: TextSize) {
    if let (Some((node, offset)), Ok(Some(selection))) = (place(root, text, focus), page::window().get_selection()) {
        let _nothing_is_selected = selection.extend_with_offset(&node, offset);
    }
}

/// Moves the DOM's selection as the browser would: `forward`, `right`, …, by `line`, `character`, ….
pub fn modify(extend: bool, direction: &str, granularity: &str) {
    if let Ok(Some(selection)) = page::window().get_selection() {
        let _unsupported = selection.modify(if extend { "extend" } else { "move" }, direction, granularity);
    }
}

/// Where a position is on the screen; the nearest drawn one if its own is not drawn.
pub fn rectangle(root: &Element, text: &Document, at: TextSize) -> Option<DomRect> {
    let range = range(root, text, TextRange::empty(at))?;
    let node = range.start_container().ok()?;
    let rectangles = range.get_client_rects()?;
    // At a line break a position has two places, the end of a line and the start of the next: the caret stands at the last.
    let last = rectangles.length().checked_sub(1).and_then(|last| rectangles.get(last));
    last.or_else(|| node.dyn_ref::<Element>().or(node.parent_element().as_ref()).map(Element::get_bounding_client_rect))
}

/// Where a range of the text begins or ends on the screen: an upright line at its first or last character.
pub fn end(root: &Element, text: &Document, of: TextRange, edge: Edge) -> Option<DomRect> {
    let mut characters = text.slice(of).chars();
    let character = if edge == Edge::Start { characters.next() } else { characters.next_back() }?;
    let place = match edge {
        Edge::Start => TextRange::at(of.start(), TextSize::of(character)),
        Edge::End => TextRange::new(of.end() - TextSize::of(character), of.end()),
    };
    let rectangles = range(root, text, place)?.get_client_rects()?;
    // At the end of a line a text node may begin with nothing on it.
    let last = rectangles.get(rectangles.length().checked_sub(1)?)?;
    let is_left = (edge == Edge::Start) != is_right_to_left_letter(character);
    let x = if is_left { last.left() } else { last.right() };
    DomRect::new_with_x_and_y_and_width_and_height(x, last.top(), 0.0, last.height()).ok()
}

/// A range of the text as one of the DOM, as far as it is drawn.
pub fn range(root: &Element, text: &Document, range: TextRange) -> Option<Range> {
    let ((start, start_offset), (end, end_offset)) =
        (place(root, text, range.start())?, place(root, text, range.end())?);
    let range = page::document().create_range().ok()?;
    range.set_start(&start, start_offset).ok()?;
    range.set_end(&end, end_offset).ok()?;
    Some(range)
}

/// The position at a point of the viewport, in pixels.
pub fn at_point(root: &Element, text: &Document, x: f64, y: f64) -> Option<TextSize> {
    let document = page::document();
    let call = |name: &str| {
        let function: Function = Reflect::get(&document, &name.into()).ok()?.dyn_into().ok()?;
        function.call2(&document, &x.into(), &y.into()).ok()
    };
    let field = |place: &wasm_bindgen::JsValue, name: &str| Reflect::get(place, &name.into()).ok();
    // Of the two, older browsers have only the second.
    let (place, node, offset) = match call("caretPositionFromPoint") {
        Some(place) => (place, "offsetNode", "offset"),
        None => (call("caretRangeFromPoint")?, "startContainer", "startOffset"),
    };
    let node: Node = field(&place, node)?.dyn_into().ok()?;
    position(root, text, &node, field(&place, offset)?.as_f64()? as u32)
}

/// The position of a place in the DOM.
fn position(root: &Element, text: &Document, node: &Node, offset: u32) -> Option<TextSize> {
    if node == root.unchecked_ref::<Node>() {
        // A place between two blocks is the start of the second; behind the last one it is the end of the text there.
        let next = root.children().item(offset);
        return match next {
            Some(block) => from(&block),
            None => position(root, text, root.last_element_child()?.as_ref(), u32::MAX),
        };
    }
    let block = node.dyn_ref::<Element>().cloned().or_else(|| node.parent_element())?.closest("[data-from]").ok()??;
    if !root.contains(Some(&block)) {
        return None;
    }
    let before: Range = page::document().create_range().ok()?;
    before.select_node_contents(&block).ok()?;
    let _past_the_end = before.set_end(node, offset);
    let counted = before.unchecked_ref::<js_sys::Object>().to_string().length();
    text.position(text.offset(from(&block)?, UNIT) + counted, UNIT).ok()
}

/// The place of a position in the DOM; the nearest drawn one if its own is not drawn.
fn place(root: &Element, text: &Document, at: TextSize) -> Option<(Node, u32)> {
    let block = block(root, at)?;
    let mut rest = text.offset(at, UNIT).saturating_sub(text.offset(from(&block)?, UNIT));
    let walker = page::document().create_tree_walker_with_what_to_show(&block, 4 /* text */).ok()?;
    let mut last: Option<Text> = None;
    while let Some(node) = walker.next_node().ok()? {
        let node: Text = node.unchecked_into();
        if rest <= node.length() {
            return Some((node.into(), rest));
        }
        rest -= node.length();
        last = Some(node);
    }
    Some(last.map_or_else(|| (block.into(), 0), |node| (node.clone().into(), node.length())))
}

/// The drawn block that holds a position, or the nearest one; found by halving, for there may be thousands.
pub fn block(root: &Element, at: TextSize) -> Option<Element> {
    let blocks = root.children();
    let (mut low, mut high) = (0, blocks.length());
    while low + 1 < high {
        let middle = low.midpoint(high);
        if from(&blocks.item(middle)?)? <= at { low = middle } else { high = middle }
    }
    blocks.item(low)
}

/// Where a block begins.
fn from(block: &Element) -> Option<TextSize> {
    block.get_attribute("data-from")?.parse().ok().map(TextSize::new)
}
