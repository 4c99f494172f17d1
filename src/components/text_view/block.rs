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

/// How many lanes of underlines fit between two lines of text.
const LANES: usize = 3;

/// The block: text nodes and marks, nothing else, so that it is found, selected and read as the text that it is.
#[component]
pub fn Block(props: &Props) -> Html {
    let class = match props.kind {
        BlockKind::Title => "title",
        BlockKind::Heading => "heading",
        BlockKind::Item(0 | 1) => "item",
        BlockKind::Item(2) => "item inner",
        BlockKind::Item(_) => "item innermost",
        BlockKind::Row => "table-row",
        BlockKind::Paragraph => "",
        BlockKind::Piece => "piece",
        BlockKind::Blank => "blank",
    };
    let is_deep = props.segments.iter().any(|segment| segment.marks.len() > LANES);
    html! {
        <p class={classes!("block", class, is_deep.then_some("deep"))} data-from={u32::from(props.range.start()).to_string()}>
            { for nested(&props.document, &props.segments, 0) }
        </p>
    }
}

/// Adjacent stretches in the marks that lie over them, the outermost first; `depth` of those are drawn already.
///
/// An annotation is one element, unless another crosses it. Each has its place as key: what stands behind a new one stays.
fn nested(document: &Document, segments: &[ShownSegment], depth: usize) -> Vec<Html> {
    let same = |one: &ShownSegment, other: &ShownSegment| {
        let id = |segment: &ShownSegment| segment.marks.get(depth).map(|mark| mark.id);
        id(one).is_some() && id(one) == id(other)
    };
    let draw = |segments: &[ShownSegment]| {
        let (first, last) = (segments.first()?, segments.last()?);
        let key = u64::from(u32::from(first.range.start()));
        let Some((mark, end)) = first.marks.get(depth).zip(last.marks.get(depth)) else {
            return Some(html! { <key={key}>{ document.slice(first.range) }</> });
        };
        let hidden = if first.marks.len() == depth + 1 { first.hidden } else { 0 };
        // A label inside a word would part its letters.
        let has_room = !is_inside_word(document.text(), last.range.end().into());
        let label = (end.ends && has_room).then(|| mark.name.to_string());
        let value = end.value.clone().filter(|_| end.says_more && has_room);
        Some(html! {
            <mark {key} class={mark_class(mark, end.ends)} data-id={mark.id.0.to_string()} data-label={label} data-value={value} title={mark.value.clone()}
                aria-description={mark.starts.then(|| description(mark, hidden))}>
                { for nested(document, segments, depth + 1) }
            </mark>
        })
    };
    segments.chunk_by(same).filter_map(draw).collect()
}

/// What a screen reader says of an annotation besides its text: its label, status and value.
fn description(mark: &Mark, hidden: usize) -> String {
    let mut description = format!("{}, {}", mark.name, (STRINGS.status)(mark.status));
    if let Some(value) = &mark.value {
        description += ", ";
        description += value;
    }
    if hidden > 0 {
        description += ", ";
        description += &fill(STRINGS.and_more, &[&hidden.to_string()]);
    }
    description
}

fn is_inside_word(text: &str, at: usize) -> bool {
    let is_letter = |character: Option<char>| character.is_some_and(char::is_alphabetic);
    is_letter(text[..at].chars().next_back()) && is_letter(text[at..].chars().next())
}

fn mark_class(mark: &Mark, ends: bool) -> Classes {
    let status = match mark.status {
        StatusFilter::Suggested => "suggested",
        StatusFilter::Accepted => "accepted",
        StatusFilter::Rejected => "rejected",
        StatusFilter::Own => "own",
    };
    classes!(
        label_class(mark.label),
        status,
        (mark.lane > 0).then(|| format!("lane-{}", mark.lane)),
        mark.starts.then_some("starts"),
        ends.then_some("ends"),
        mark.selected.then_some("selected"),
    )
}
