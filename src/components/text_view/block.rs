//! One block of the text; drawn anew only when its own text or highlights change.

use annotation::{Document, TextRange};
use yew::prelude::*;

use super::blocks::BlockKind;
use crate::components::label_class;
use crate::state::{Mark, ShownSegment, StatusFilter};
use crate::strings::{STRINGS, fill};

/// What a block shows.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// The text it is part of.
    pub document: Document,
    /// Which part.
    pub range: TextRange,
    /// What it looks like.
    pub kind: BlockKind,
    /// Its stretches; none for an empty block.
    pub segments: Vec<ShownSegment>,
}

/// The block.
#[component]
pub fn Block(props: &Props) -> Html {
    let class = match props.kind {
        BlockKind::Title => "block title",
        BlockKind::Heading => "block heading",
        BlockKind::Paragraph => "block",
        BlockKind::Blank => "block blank",
    };
    let start = u32::from(props.range.start()).to_string();
    let leaves = props.segments.iter().map(|segment| leaf(&props.document, segment));
    html! {
        <p {class} data-from={start.clone()}>
            if props.segments.is_empty() {
                <span data-start={start.clone()} data-end={start} />
            } else {
                { for leaves }
            }
        </p>
    }
}

/// A stretch of text in the marks that lie over it, the outermost first.
fn leaf(document: &Document, segment: &ShownSegment) -> Html {
    let (start, end) = (u32::from(segment.range.start()).to_string(), u32::from(segment.range.end()).to_string());
    let text = document.slice(segment.range).to_owned();
    let Some((innermost, outer)) = segment.marks.split_last() else {
        return html! { <span data-start={start} data-end={end}>{ text }</span> };
    };
    let hidden = (segment.hidden > 0).then(|| fill(STRINGS.hidden, &[&segment.hidden.to_string()]));
    let title = hidden.or_else(|| innermost.value.clone());
    let depth = outer.len();
    let drawn = html! {
        <mark class={mark_class(innermost, depth)} data-id={innermost.id.0.to_string()} data-label={chip(innermost)}
            data-start={start} data-end={end} {title}>{ text }</mark>
    };
    outer.iter().enumerate().rev().fold(drawn, |inner, (depth, mark)| {
        html! {
            <mark class={mark_class(mark, depth)} data-id={mark.id.0.to_string()} data-label={chip(mark)}>{ inner }</mark>
        }
    })
}

/// The label's name where the annotation ends; the style sheet shows it, and copying leaves it.
fn chip(mark: &Mark) -> Option<String> {
    mark.ends.then(|| mark.name.to_string())
}

fn mark_class(mark: &Mark, depth: usize) -> Classes {
    let status = match mark.status {
        StatusFilter::Suggested => "suggested",
        StatusFilter::Accepted => "accepted",
        StatusFilter::Rejected => "rejected",
        StatusFilter::Own => "own",
    };
    classes!(
        label_class(mark.label),
        status,
        format!("depth-{depth}"),
        mark.starts.then_some("starts"),
        mark.ends.then_some("ends"),
        mark.selected.then_some("selected"),
    )
}
