//! What the text and the list show of the annotations, as plain values that can be compared.

use annotation::{Annotation, AnnotationId, LabelId, Segment, Session, TextRange};

use super::list::Listed;
use super::{AppState, StatusFilter};

/// A stretch of text and the highlights over it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownSegment {
    /// The stretch.
    pub range: TextRange,
    /// The highlights, outermost first.
    pub marks: Vec<Mark>,
    /// How many more annotations lie over it than can be drawn.
    pub hidden: usize,
}

/// One annotation's highlight of one stretch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// The annotation.
    pub id: AnnotationId,
    /// Its label.
    pub label: LabelId,
    /// Its label's name.
    pub name: Box<str>,
    /// Its status.
    pub status: StatusFilter,
    /// What it means, in words, if it is a figure.
    pub value: Option<String>,
    /// Whether that says more than the text does.
    pub says_more: bool,
    /// Whether the annotation begins with the stretch.
    pub starts: bool,
    /// Whether it ends with it; its chip stands there.
    pub ends: bool,
    /// Whether it is the selected one.
    pub selected: bool,
    /// The lane of its underline: no other annotation over the same stretch has it.
    pub lane: u8,
}

/// A row of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The annotation.
    pub id: AnnotationId,
    /// Its label.
    pub label: LabelId,
    /// Its label's name.
    pub name: Box<str>,
    /// Its status.
    pub status: StatusFilter,
    /// The start of its text, on one line.
    pub quote: String,
    /// Whether there is a note on it.
    pub has_note: bool,
    /// Whether it is the selected one.
    pub selected: bool,
}

/// Which annotation has which lane, from one stretch to the next.
#[derive(Debug, Default)]
struct Lanes([Option<AnnotationId>; Segment::DEEPEST]);

impl Lanes {
    /// The lanes of the annotations over the next stretch: the same as before, or the first that is free.
    fn next(&mut self, covering: &[&Annotation]) -> Vec<u8> {
        let Lanes(lanes) = self;
        for lane in lanes.iter_mut() {
            lane.take_if(|id| covering.iter().all(|annotation| annotation.id != *id));
        }
        let mut lane_of = |id: AnnotationId| {
            let own = lanes.iter().position(|lane| *lane == Some(id));
            let lane = own.or_else(|| lanes.iter().position(Option::is_none)).unwrap_or_default();
            lanes[lane] = Some(id);
            lane as u8
        };
        covering.iter().map(|annotation| lane_of(annotation.id)).collect()
    }
}

/// The most characters of a text that a row shows.
const QUOTE_LENGTH: usize = 80;

impl AppState {
    /// The stretches of `range` of the shown document and their highlights.
    pub fn segments(&self, range: TextRange) -> Vec<ShownSegment> {
        let Some(session) = self.session() else { return Vec::new() };
        let selected = self.selected.and_then(|id| session.annotations().get(id));
        let mut lanes = Lanes::default();
        let shown = session.annotations().segments(range).into_iter().map(|mut segment| {
            // Of very many that overlap, the selected one is always seen.
            let is_hidden = |selected: &&Annotation| {
                segment.hidden > 0
                    && selected.range.contains_range(segment.range)
                    && !segment.covering.contains(&selected.id)
            };
            if let Some(hidden) = selected.filter(is_hidden) {
                segment.covering.pop();
                segment.covering.push(hidden.id);
            }
            let covering = segment.covering.iter().filter_map(|&id| session.annotations().get(id));
            let covering: Vec<&Annotation> =
                covering.filter(|annotation| self.filter.is_sure_enough(annotation)).collect();
            let lanes = lanes.next(&covering);
            let marks = covering
                .iter()
                .zip(lanes)
                .map(|(annotation, lane)| Mark { lane, ..self.mark(session, annotation, segment.range) });
            ShownSegment { range: segment.range, marks: marks.collect(), hidden: segment.hidden }
        });
        shown.collect()
    }

    fn mark(&self, session: &Session, annotation: &Annotation, segment: TextRange) -> Mark {
        let value = annotation.value.as_deref().map(ToString::to_string);
        let ends = annotation.range.end() == segment.end();
        let quote = session.document().slice(annotation.range);
        Mark {
            id: annotation.id,
            label: annotation.label,
            name: session.labels().get(annotation.label).name.clone(),
            status: StatusFilter::of(annotation),
            says_more: ends && value.as_deref().is_some_and(|value| says_more(value, quote)),
            value,
            starts: annotation.range.start() == segment.start(),
            ends,
            selected: self.selected == Some(annotation.id),
            lane: 0,
        }
    }

    /// How many annotations the filter lets through.
    pub fn row_count(&mut self) -> usize {
        self.listed().map_or(0, |listed| listed.len())
    }

    /// The row of the selected annotation, if the filter lets it through.
    pub fn selected_row(&mut self) -> Option<usize> {
        let selected = self.selected?;
        self.listed()?.position(selected)
    }

    /// The rows from `from`, at most `count`.
    pub fn rows(&mut self, from: usize, count: usize) -> Vec<Row> {
        let Some(listed) = self.listed() else { return Vec::new() };
        let ids: Vec<AnnotationId> = (from..from + count).map_while(|index| listed.get(index)).collect();
        let Some(session) = self.session() else { return Vec::new() };
        let annotations = ids.iter().filter_map(|&id| session.annotations().get(id));
        let row = |annotation: &Annotation| Row {
            id: annotation.id,
            label: annotation.label,
            name: session.labels().get(annotation.label).name.clone(),
            status: StatusFilter::of(annotation),
            quote: one_line(session.document().slice(annotation.range)),
            has_note: annotation.note.is_some(),
            selected: self.selected == Some(annotation.id),
        };
        annotations.map(row).collect()
    }

    /// What the filter lets through, in the order of the text.
    pub(super) fn listed(&mut self) -> Option<Listed<'_>> {
        let document = self.documents.get(self.current)?;
        Some(self.list.refresh(document.serial, &document.session, self.filter))
    }
}

/// Whether a value in words has any that the text it was read from has not.
fn says_more(value: &str, quote: &str) -> bool {
    let is_between = |character: char| !character.is_alphanumeric();
    let is_there = |word: &str| quote.split(is_between).any(|known| known.eq_ignore_ascii_case(word));
    !value.split(is_between).filter(|word| !word.is_empty()).all(is_there)
}

/// The start of a text with its white space drawn together.
pub(super) fn one_line(text: &str) -> String {
    let mut line: String = text.chars().take(QUOTE_LENGTH).map(|c| if c.is_whitespace() { ' ' } else { c }).collect();
    if line.len() < text.len() {
        line.push('…');
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_stands_in_the_text_only_if_it_says_more() {
        let says_more = |quote, value| says_more(value, quote);
        assert!(says_more("RMB 858.8 billion", "858,800,000,000 CNY") && says_more("three", "3"));
        assert!(!says_more("1,200", "1,200") && !says_more("May 3, 2024", "3 May 2024") && !says_more("60%", "60 %"));
    }

    #[test]
    fn crossing_annotations_keep_their_lanes() {
        let annotation = |id: u32| Annotation {
            id: AnnotationId(id),
            range: TextRange::up_to(1.into()),
            label: LabelId(0),
            status: annotation::Status::Accepted,
            origin: annotation::Origin::Human,
            score: None,
            value: None,
            note: None,
            unknown: None,
        };
        let (a, b, c) = (annotation(1), annotation(2), annotation(3));
        let mut lanes = Lanes::default();
        let steps: [&[&Annotation]; 5] = [&[&a], &[&a, &b], &[&b], &[&b, &c], &[&c]];
        assert_eq!(steps.map(|covering| lanes.next(covering)), [vec![0], vec![0, 1], vec![1], vec![1, 0], vec![0]]);
    }
}
