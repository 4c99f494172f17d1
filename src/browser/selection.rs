//! The DOM's selection, which counts UTF-16 code units within text nodes, and our byte offsets.
//!
//! The text is drawn as leaves: elements with the byte range of their text in `data-start` and `data-end`, which hold
//! at most one text node.

use annotation::{Document, OffsetUnit, TextRange, TextSize};
use wasm_bindgen::JsCast;
use web_sys::{DomRect, Element, Node, Range};

use super::page;
use crate::state::Selection;

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

/// Moves the DOM's selection as the browser would: by `line` or `lineboundary`.
pub fn move_by_line(extend: bool, forward: bool, granularity: &str) {
    if let Ok(Some(selection)) = page::window().get_selection() {
        let alter = if extend { "extend" } else { "move" };
        let direction = if forward { "forward" } else { "backward" };
        let _unsupported = selection.modify(alter, direction, granularity);
    }
}

/// Where a position is on the screen; `None` if it is not drawn.
pub fn rectangle(root: &Element, text: &Document, at: TextSize) -> Option<DomRect> {
    let range = range(root, text, TextRange::empty(at))?;
    let node = range.start_container().ok()?;
    let rectangles = range.get_client_rects()?;
    // At a line break a position has two places, the end of a line and the start of the next: the caret stands at the last.
    let last = rectangles.length().checked_sub(1).and_then(|last| rectangles.get(last));
    last.or_else(|| node.dyn_ref::<Element>().or(node.parent_element().as_ref()).map(Element::get_bounding_client_rect))
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

/// The position of a place in the DOM.
fn position(root: &Element, text: &Document, node: &Node, offset: u32) -> Option<TextSize> {
    if !root.contains(Some(node)) {
        return None;
    }
    if node.node_type() == Node::TEXT_NODE {
        let leaf = node.parent_element()?.closest("[data-start]").ok()??;
        let start = text.offset(edge(&leaf, "data-start")?, OffsetUnit::Utf16CodeUnit);
        return text.position(start + offset, OffsetUnit::Utf16CodeUnit).ok();
    }
    let element: &Element = node.dyn_ref()?;
    match node.child_nodes().get(offset) {
        Some(child) => {
            let child = child.dyn_into::<Element>().ok();
            let leaf = child.as_ref().and_then(|child| leaves(child).into_iter().next());
            edge(leaf.as_ref().unwrap_or(element), "data-start")
        }
        None => edge(leaves(element).last()?, "data-end"),
    }
}

/// The place of a position in the DOM; the nearest drawn one if its own is not drawn.
fn place(root: &Element, text: &Document, at: TextSize) -> Option<(Node, u32)> {
    let leaves = leaves(&block(root, at)?);
    let (first, last) = (leaves.first()?, leaves.last()?);
    let at = at.max(edge(first, "data-start")?).min(edge(last, "data-end")?);
    let index = leaves.partition_point(|leaf| edge(leaf, "data-end").is_some_and(|end| end < at));
    let leaf = leaves.get(index)?;
    let start = edge(leaf, "data-start")?;
    let node = leaf.first_child().unwrap_or_else(|| leaf.clone().into());
    let unit = OffsetUnit::Utf16CodeUnit;
    let offset = text.offset(at.max(start), unit) - text.offset(start, unit);
    Some((node, offset))
}

/// The drawn block that holds a position, or the nearest one; found by halving, for there may be thousands.
pub fn block(root: &Element, at: TextSize) -> Option<Element> {
    let blocks = root.children();
    let (mut low, mut high) = (0, blocks.length());
    while low + 1 < high {
        let middle = low.midpoint(high);
        if edge(&blocks.item(middle)?, "data-from")? <= at { low = middle } else { high = middle }
    }
    blocks.item(low)
}

/// The leaves of an element, in the order of the text; the element itself if it is one.
fn leaves(element: &Element) -> Vec<Element> {
    if element.has_attribute("data-start") {
        return vec![element.clone()];
    }
    let Ok(found) = element.query_selector_all("[data-start]") else { return Vec::new() };
    (0..found.length()).filter_map(|index| found.get(index)?.dyn_into().ok()).collect()
}

fn edge(leaf: &Element, name: &str) -> Option<TextSize> {
    leaf.get_attribute(name)?.parse().ok().map(TextSize::new)
}
