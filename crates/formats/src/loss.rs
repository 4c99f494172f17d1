//! What an export could not hold: every loss names the annotation, its place, and what happens to it.

use std::collections::BTreeSet;
use std::fmt;

use annotation::{
    Annotation, AnnotationId, Document, LabelId, LabelSet, OffsetUnit, Origin, Session, Status, TextRange,
};

use crate::json::has_others;
use crate::{Info, Part};

/// Something that a format has no place for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loss {
    /// The document's id.
    pub document: Box<str>,
    /// The annotation; `None` if it is the document's own.
    pub annotation: Option<LostAnnotation>,
    /// What happens.
    pub what: What,
}

/// Which annotation loses something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LostAnnotation {
    /// Its id.
    pub id: AnnotationId,
    /// Its place in the text.
    pub range: TextRange,
    /// The same in code points, as it is shown.
    pub shown: (u32, u32),
    /// The place that it is written with, shown so.
    pub shown_new: (u32, u32),
    /// Its label.
    pub label: Box<str>,
    /// The start of its text.
    pub quote: Box<str>,
}

/// What happens to an annotation or a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// It is not written.
    Dropped(&'static str),
    /// It is written with another range, for the reason given.
    Moved(TextRange, &'static str),
    /// It is written in pieces.
    Split(&'static str),
    /// It is written with another label.
    Renamed(Box<str>),
    /// It is written without these.
    Without(Vec<Part>),
    /// It is written, but programs that read the format may leave it out.
    Doubtful(&'static str),
    /// A label's kind, colour, key or description is not written.
    Label(Box<str>),
    /// The text itself is written otherwise.
    Text(&'static str),
}

impl Loss {
    /// A loss of an annotation.
    pub(crate) fn of(document: &Document, labels: &LabelSet, annotation: &Annotation, what: What) -> Loss {
        let offset = |position| document.offset(position, OffsetUnit::CodePoint);
        let shown = |range: TextRange| (offset(range.start()), offset(range.end()));
        let new = if let What::Moved(range, _) = what { range } else { annotation.range };
        let annotation = LostAnnotation {
            id: annotation.id,
            range: annotation.range,
            shown: shown(annotation.range),
            shown_new: shown(new),
            label: labels.get(annotation.label).name.clone(),
            quote: document.slice(annotation.range).chars().take(60).collect::<String>().into(),
        };
        Loss { document: document.id.clone(), annotation: Some(annotation), what }
    }

    /// A loss of a document.
    pub(crate) fn of_document(document: &Document, what: What) -> Loss {
        Loss { document: document.id.clone(), annotation: None, what }
    }
}

impl fmt::Display for Loss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.document)?;
        if let Some(LostAnnotation { id, shown: (start, end), label, quote, .. }) = &self.annotation {
            write!(f, "annotation {} ({label} {quote:?} at {start}–{end}): ", id.0)?;
        }
        match &self.what {
            What::Dropped(reason) => write!(f, "dropped: {reason}"),
            What::Moved(_, reason) => {
                let (start, end) = self.annotation.as_ref().map_or((0, 0), |lost| lost.shown_new);
                write!(f, "moved to {start}–{end}: {reason}")
            }
            What::Split(reason) => write!(f, "split: {reason}"),
            What::Renamed(name) => write!(f, "the label is written as {name:?}"),
            What::Without(parts) => {
                write!(f, "written without its {}", parts.iter().map(|part| part.name()).collect::<Vec<_>>().join(", "))
            }
            What::Doubtful(reason) => write!(f, "may be left out by readers: {reason}"),
            What::Label(name) => write!(f, "label {name:?} loses its {}", Part::LabelDefinitions.name()),
            What::Text(what) => f.write_str(what),
        }
    }
}

/// The annotations of a session that a format writes, and the losses that follow from what it has a place for.
///
/// A rejected annotation is a negative example: where a format cannot say so it is dropped, not written as if it held.
pub(crate) fn part_losses(info: &Info, session: &Session) -> Vec<Loss> {
    let mut losses = Vec::new();
    let document = session.document();
    let keeps = |part: Part| info.keeps.contains(&part);
    let missing = |parts: &[(Part, bool)]| -> Vec<Part> {
        parts.iter().filter(|(part, is_there)| *is_there && !keeps(*part)).map(|(part, _)| *part).collect()
    };
    let lost = [
        (Part::Title, *document.title != *Document::first_line(document.text())),
        (Part::Source, document.source.is_some()),
        (Part::Language, document.language.is_some()),
        (Part::ReferenceDate, document.reference_date.is_some()),
        (Part::Done, document.is_done),
        (Part::UnknownFields, has_others(&document.unknown, info.id) || session.unknown.is_some()),
    ];
    let parts = missing(&lost);
    if !parts.is_empty() {
        losses.push(Loss::of_document(document, What::Without(parts)));
    }
    if !keeps(Part::LabelDefinitions) && *session.labels() != *crate::import::DEFAULTS {
        let used: BTreeSet<LabelId> = session.annotations().counts().iter().map(|((label, _), _)| *label).collect();
        for (id, label) in session.labels().iter() {
            if used.contains(&id) && *label != crate::import::new_label(&label.name, usize::from(id.0)) {
                losses.push(Loss::of_document(document, What::Label(label.name.clone())));
            }
        }
    }
    for annotation in session.annotations().iter() {
        if !is_written(info, annotation) {
            let what = What::Dropped("it is rejected, and the format has no negative examples");
            losses.push(Loss::of(document, session.labels(), annotation, what));
            continue;
        }
        let lost = [
            (Part::Status, annotation.status == Status::Suggested),
            (Part::Origin, annotation.origin != Origin::Human),
            (Part::Score, annotation.score.is_some()),
            (Part::Value, annotation.value.is_some()),
            (Part::Note, annotation.note.is_some()),
            (Part::UnknownFields, has_others(&annotation.unknown, info.id)),
        ];
        let parts = missing(&lost);
        if !parts.is_empty() {
            losses.push(Loss::of(document, session.labels(), annotation, What::Without(parts)));
        }
    }
    losses
}

/// Whether a format writes an annotation: all but rejected ones where it has no place apart for them.
pub(crate) fn is_written(info: &Info, annotation: &Annotation) -> bool {
    annotation.status != Status::Rejected || info.keeps.contains(&Part::Rejected)
}

/// The annotations of a session that a format writes, in order.
pub(crate) fn written<'s>(info: &'s Info, session: &'s Session) -> impl Iterator<Item = &'s Annotation> {
    session.annotations().iter().filter(|annotation| is_written(info, annotation))
}
