//! What the text and the list show of the annotations, as plain values that can be compared.

use annotation::{Annotation, AnnotationId, LabelId, Session, TextRange};

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
    /// Whether the annotation begins with the stretch.
    pub starts: bool,
    /// Whether it ends with it; its chip stands there.
    pub ends: bool,
    /// Whether it is the selected one.
    pub selected: bool,
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

/// The most characters of a text that a row shows.
const QUOTE_LENGTH: usize = 80;

impl AppState {
    /// The stretches of `range` of the shown document and their highlights.
    pub fn segments(&self, range: TextRange) -> Vec<ShownSegment> {
        let Some(session) = self.session() else { return Vec::new() };
        let shown = session.annotations().segments(range).into_iter().map(|segment| {
            let covering = segment.covering.iter().filter_map(|&id| session.annotations().get(id));
            let covering = covering.filter(|annotation| self.filter.is_sure_enough(annotation));
            let marks = covering.map(|annotation| self.mark(session, annotation, segment.range)).collect();
            ShownSegment { range: segment.range, marks, hidden: segment.hidden }
        });
        shown.collect()
    }

    fn mark(&self, session: &Session, annotation: &Annotation, segment: TextRange) -> Mark {
        Mark {
            id: annotation.id,
            label: annotation.label,
            name: session.labels().get(annotation.label).name.clone(),
            status: StatusFilter::of(annotation),
            value: annotation.value.as_deref().map(ToString::to_string),
            starts: annotation.range.start() == segment.start(),
            ends: annotation.range.end() == segment.end(),
            selected: self.selected == Some(annotation.id),
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

/// The start of a text with its white space drawn together.
pub(super) fn one_line(text: &str) -> String {
    let mut line: String = text.chars().take(QUOTE_LENGTH).map(|c| if c.is_whitespace() { ' ' } else { c }).collect();
    if line.len() < text.len() {
        line.push('…');
    }
    line
}
