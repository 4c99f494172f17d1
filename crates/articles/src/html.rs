//! HTML: parsed within limits, and its visible text written passage by passage.
//!
//! Scripts, styles, forms' controls, embedded things and what is hidden have no text. A table whose cells hold more than
//! a line of running text each is layout and read as what is in it.

use annotation::PassageKind;
use dom_query::{Document, NodeRef};
use html5ever::driver::{ParseOpts, parse_document};
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::tree_builder::TreeBuilderOpts;

use crate::limits::MOST_DEPTH;
use crate::writer::Writer;
use crate::{ReadError, limits};

/// How many bytes are parsed between two looks at the depth and the number of nodes.
const PIECE: usize = 4096;
/// The most characters of a cell of a table that is no layout.
const MOST_CELL: usize = 300;

/// The tree of a page.
///
/// # Errors
/// [`ReadError::TooLarge`], [`ReadError::TooDeep`], [`ReadError::TooMany`].
pub(crate) fn parse(html: &str) -> Result<Document, ReadError> {
    limits::check("the web page", html.len(), limits::MOST_PAGE_BYTES)?;
    let too_deep = || ReadError::TooDeep { what: "the web page" };
    let options = ParseOpts {
        tree_builder: TreeBuilderOpts { scripting_enabled: false, ..TreeBuilderOpts::default() },
        ..ParseOpts::default()
    };
    let mut parser = parse_document(Document::default(), options);
    let mut rest = html;
    // The time to parse grows with the depth, and a tag may make hundreds of nodes, so that is not left to the end.
    while !rest.is_empty() {
        let (piece, behind) = rest.split_at(rest.floor_char_boundary(PIECE));
        parser.process(StrTendril::from(piece));
        let document = &parser.tokenizer.sink.sink;
        if is_open_deeper(document) {
            return Err(too_deep());
        }
        if nodes(document) > limits::MOST_NODES {
            return Err(ReadError::TooMany { what: "the web page" });
        }
        rest = behind;
    }
    let document = parser.finish();
    if is_deeper(&document) { Err(too_deep()) } else { Ok(document) }
}

/// How many nodes the tree has had so far: they are numbered, and a new one shows its number when it is printed.
fn nodes(document: &Document) -> usize {
    let id = format!("{:?}", document.tree.new_text("").id);
    id.chars().filter_map(|c| c.to_digit(10)).fold(0, |number, digit| number * 10 + digit as usize)
}

/// Whether the last element so far lies deeper than is read.
fn is_open_deeper(document: &Document) -> bool {
    let mut last = Some(document.root());
    for _ in 0..MOST_DEPTH {
        last = last.and_then(|node| node.last_child());
    }
    last.is_some()
}

/// Whether anything does.
fn is_deeper(document: &Document) -> bool {
    let root = document.root();
    let (mut node, mut depth) = (root, 0);
    loop {
        if let Some(child) = node.first_child() {
            depth += 1;
            if depth > MOST_DEPTH {
                return true;
            }
            node = child;
            continue;
        }
        loop {
            if node.id == root.id {
                return false;
            }
            if let Some(next) = node.next_sibling() {
                node = next;
                break;
            }
            let Some(parent) = node.parent() else { return false };
            depth -= 1;
            node = parent;
        }
    }
}

/// Where in the page the writing is.
#[derive(Clone, Copy, Default)]
struct Place {
    /// How many lists it is in.
    lists: u8,
    /// Whether it is in an item of the innermost.
    in_item: bool,
    is_verbatim: bool,
}

impl Place {
    fn kind(self) -> PassageKind {
        if self.in_item { PassageKind::ListItem(self.lists.clamp(1, 9)) } else { PassageKind::Paragraph }
    }
}

/// Writes the visible text below a node of a tree that [`parse`] has made.
pub(crate) fn write(node: &NodeRef<'_>, writer: &mut Writer) {
    write_children(node, writer, Place::default());
}

fn write_children(node: &NodeRef<'_>, writer: &mut Writer, place: Place) {
    for child in node.children_it(false) {
        if child.is_text() {
            let text = child.text();
            if place.is_verbatim { writer.verbatim(&text) } else { writer.text(&text) }
        } else if child.is_element() {
            write_element(&child, writer, place);
        }
    }
}

fn write_element(element: &NodeRef<'_>, writer: &mut Writer, place: Place) {
    let name = element.node_name().unwrap_or_default();
    match &*name {
        _ if is_left_out(element, &name) => {}
        "br" => writer.line_break(),
        "wbr" => {}
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
            writer.begin(PassageKind::Heading(name.as_bytes()[1] - b'0'));
            write_children(element, writer, place);
            writer.end();
        }
        "ul" | "ol" | "menu" | "dir" => {
            let inner = Place { lists: place.lists.saturating_add(1), in_item: false, ..place };
            write_block(element, writer, inner);
            writer.begin(place.kind());
        }
        "li" => write_block(element, writer, Place { lists: place.lists.max(1), in_item: true, ..place }),
        "table" if is_table(element) => write_table(element, writer),
        "pre" | "xmp" | "listing" | "plaintext" => write_block(element, writer, Place { is_verbatim: true, ..place }),
        _ if is_block(&name) => write_block(element, writer, place),
        _ => write_children(element, writer, place),
    }
}

fn write_block(element: &NodeRef<'_>, writer: &mut Writer, place: Place) {
    writer.begin(place.kind());
    write_children(element, writer, place);
    writer.begin(place.kind());
}

fn is_left_out(element: &NodeRef<'_>, name: &str) -> bool {
    let never = [
        "script",
        "style",
        "template",
        "noscript",
        "head",
        "title",
        "svg",
        "iframe",
        "object",
        "embed",
        "audio",
        "video",
        "canvas",
        "map",
        "select",
        "textarea",
        "button",
        "input",
        "meter",
        "progress",
        "datalist",
        "rp",
        "rt",
        "noframes",
        "noembed",
        "frameset",
        "annotation",
    ];
    let is_hidden = || {
        let style = element.attr("style").unwrap_or_default().to_ascii_lowercase();
        let style: String = style.split_whitespace().collect();
        element.has_attr("hidden") || style.contains("display:none") || style.contains("visibility:hidden")
    };
    never.contains(&name) || is_hidden()
}

fn is_block(name: &str) -> bool {
    let blocks = [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "header",
        "hgroup",
        "hr",
        "html",
        "legend",
        "main",
        "nav",
        "option",
        "p",
        "search",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
    ];
    blocks.contains(&name)
}

/// Whether a table holds data, not the layout of a page.
fn is_table(table: &NodeRef<'_>) -> bool {
    let is_layout = |node: &NodeRef<'_>| {
        let name = node.node_name().unwrap_or_default();
        let holds_passages = matches!(&*name, "table" | "ul" | "ol" | "blockquote" | "pre" | "h1" | "h2" | "h3" | "h4");
        holds_passages || matches!(&*name, "td" | "th") && node.normalized_char_count() > MOST_CELL
    };
    let role = table.attr("role").unwrap_or_default();
    if matches!(&*role, "presentation" | "none") || table.descendants_it().any(|node| is_layout(&node)) {
        return false;
    }
    rows(table).iter().any(|row| cells(row).len() > 1)
}

fn rows<'a>(table: &NodeRef<'a>) -> Vec<NodeRef<'a>> {
    table.descendants_it().filter(|node| node.has_name("tr")).collect()
}

fn cells<'a>(row: &NodeRef<'a>) -> Vec<NodeRef<'a>> {
    row.children_it(false).filter(|node| node.has_name("td") || node.has_name("th")).collect()
}

/// A row a line; the text of cells without its blocks.
fn write_table(table: &NodeRef<'_>, writer: &mut Writer) {
    for caption in table.children_it(false).filter(|node| node.has_name("caption")) {
        write_block(&caption, writer, Place::default());
    }
    for row in rows(table) {
        writer.begin(PassageKind::TableRow);
        for (index, cell) in cells(&row).iter().enumerate() {
            if index > 0 {
                writer.next_cell();
            }
            write_cell(cell, writer);
        }
    }
    writer.end();
}

fn write_cell(node: &NodeRef<'_>, writer: &mut Writer) {
    for child in node.children_it(false) {
        let name = child.node_name().unwrap_or_default();
        if child.is_text() {
            writer.text(&child.text());
        } else if child.is_element() && !is_left_out(&child, &name) {
            let parts = &*name == "br" || is_block(&name);
            writer.text(if parts { " " } else { "" });
            write_cell(&child, writer);
            writer.text(if parts { " " } else { "" });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(html: &str) -> String {
        let document = parse(html).unwrap();
        let mut writer = Writer::default();
        write(&document.root(), &mut writer);
        writer.finish().0
    }

    #[test]
    fn blocks_are_passages_and_the_rest_flows() {
        let cases = [
            ("", ""),
            ("<p>a<b>b</b> c<p>d", "ab c\n\nd"),
            ("<h2>A\n <i>b</i></h2>text<ul><li>x<ul><li>y</ul><li><p>z</p></ul>end", "A b\n\ntext\n\nx\ny\nz\n\nend"),
            ("a<br>b<br> c", "a\nb\nc"),
            ("<table><tr><th>Y<th>N<tr><td>2020<td><p>5</p><p>6</p></table>", "Y\tN\n2020\t5 6"),
            ("<table><tr><td>nav<td><h1>T</h1>text</table>", "nav\n\nT\n\ntext"),
            ("<pre>\n  a\n b</pre>", "  a\n b"),
            (
                "<script>x</script><p hidden>y<p style='DISPLAY : none'>z<template>t</template><p>&lt;b&gt; &amp;nbsp; &euro;",
                "<b> &nbsp; €",
            ),
            ("<ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp></ruby>字", "漢字"),
            ("e\u{301}🗼 x\u{a0}\u{a0}y", "e\u{301}🗼 x\u{a0}\u{a0}y"),
        ];
        for (html, expected) in cases {
            assert_eq!(text(html), expected, "{html}");
        }
    }

    #[test]
    fn depth_is_limited_and_quickly_seen() {
        for tag in ["<div>", "<b>", "<table><tr><td>", "<svg>", "<ul><li>", "<font>a"] {
            let refused = parse(&tag.repeat(100_000)).map(|_| ());
            assert_eq!(refused, Err(ReadError::TooDeep { what: "the web page" }), "{tag}");
        }
        let fine = "<div>".repeat(250) + "x";
        assert_eq!(text(&fine), "x");
        assert!(parse(&"<p>a".repeat(100_000)).is_ok());
    }
}
