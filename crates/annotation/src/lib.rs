//! Postil's vocabulary: what a document, a text range, a label, an annotation and an edit are.
//!
//! Pure values: no I/O, no clock, no browser. Read [`Document`] and [`Annotation`] first, then [`Session`], the only
//! thing that changes annotations. How annotations are found is the crate `tagger`; how they are written, `formats`.

mod offset;
mod order;
mod passage;
mod calendar_date;
mod document;
mod label;
mod timex;
mod value;
mod value_notation;
mod value_words;
mod annotation;
mod annotation_set;
mod suggestion;
mod edit;
mod session;

pub use annotation::{Annotation, AnnotationId, Origin, Score, Software, Status};
pub use annotation_set::{AnnotationIds, AnnotationSet, Segment};
pub use calendar_date::{CalendarDate, DateError};
pub use document::{About, Document, RangeError, is_language_tag};
pub use edit::{Edit, Transaction, TransactionKind};
pub use label::{Colour, Label, LabelError, LabelId, LabelKind, LabelSet};
pub use offset::{OffsetMap, OffsetUnit};
pub use order::sort_by_numbers;
pub use passage::{Passage, PassageKind};
pub use session::{Change, EditError, Session};
pub use suggestion::Suggestion;
pub use text_size::{TextRange, TextSize};
pub use value::{Extent, Modifier, Value, ValueError, ValueKind};
