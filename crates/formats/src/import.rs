//! Foreign annotations as a session: every number, quote and name is checked on the way in.
//!
//! A reader makes one [`Importer`] for a file and one [`Draft`] for each document in it, adds [`Span`]s as it finds
//! them, and calls [`Importer::finish`]. There the offset unit is settled for the document as a whole: the unit that
//! was asked for, or that of the format unless another one fits the quotes and the text better.

mod draft;
mod place;

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, LazyLock};

use annotation::{
    Annotation, AnnotationId, AnnotationIds, Colour, Document, Label, LabelId, LabelKind, LabelSet, Origin, Score,
    Session, Software, Status, TextRange,
};

pub(crate) use draft::{Draft, Extras, Span, Trust};

use crate::unit::Positions;
use crate::{ImportedFile, ReadOptions, Warning, native};

/// What is common to the documents of a file while it is read.
pub(crate) struct Importer<'o> {
    file: String,
    options: &'o ReadOptions,
    softwares: HashSet<Arc<Software>>,
    said: HashSet<String>,
    // Invariant: the names of `options.labels`.
    labels: HashMap<&'o str, LabelId>,
    searches: usize,
    result: ImportedFile,
}

impl<'o> Importer<'o> {
    pub(crate) fn new(file: &str, options: &'o ReadOptions) -> Importer<'o> {
        let (softwares, said, result) = (HashSet::new(), HashSet::new(), ImportedFile::default());
        let labels = options.labels.iter().map(|(id, label)| (&*label.name, id)).collect();
        Importer { file: file.to_owned(), options, softwares, said, labels, searches: 0, result }
    }

    /// Says that something was left out or put right.
    pub(crate) fn warn(&mut self, line: usize, field: impl Into<String>, message: impl Into<String>) {
        let (field, message) = (field.into(), message.into());
        self.result.warnings.push(Warning { file: self.file.clone(), line, field, message });
    }

    /// Says it the first time only: what holds for a whole file.
    pub(crate) fn warn_once(&mut self, line: usize, field: &str, message: String) {
        if self.said.insert(message.clone()) {
            self.warn(line, field, message);
        }
    }

    /// How the file is to be read.
    pub(crate) fn options(&self) -> &'o ReadOptions {
        self.options
    }

    /// Takes a document over with all its annotations.
    pub(crate) fn finish(&mut self, draft: Draft<'_>) {
        if u32::try_from(draft.text.len()).is_err() {
            return self.warn(draft.line, "text", "it has 4 GiB or more; the document is left out");
        }
        let mut document = Document::new(&draft.id, draft.text.as_ref().into());
        if let Some(title) = draft.title {
            document.title = title.as_ref().into();
        }
        document.source = draft.source.map(|source| source.as_ref().into());
        document.language = draft.language.map(|language| language.as_ref().into());
        document.unknown = draft.unknown;

        let named = self.options.unit.or(draft.unit_is_named.then_some(draft.unit));
        let (unit, ranges) = match named {
            Some(unit) => (unit, Vec::new()),
            None => self.detect(&document, draft.unit, draft.line, &draft.spans, &draft.tokens),
        };
        let mut made = NewLabels::default();
        let mut annotations = Vec::with_capacity(draft.spans.len());
        let mut ids = Ids::new(&draft.spans);
        let mut positions = Positions::new(&document, unit);
        for (index, mut span) in draft.spans.into_iter().enumerate() {
            span.line = if span.line == 0 { draft.line } else { span.line };
            let known = ranges.get(index).copied();
            let Some(range) = known.or_else(|| self.range(&document, &mut positions, &span, draft.trust)) else {
                continue;
            };
            let Some(label) = self.label(&span, &mut made) else { continue };
            let id = ids.next(span.id);
            if span.id.is_some_and(|given| given != id) {
                let message = format!("id {} is there twice; this one is numbered {id}", span.id.unwrap_or_default());
                self.warn_at(&span, message);
            }
            let unknown = span.unknown.take();
            annotations.push(Annotation { unknown, ..self.annotation(AnnotationId(id), range, label, &span) });
        }
        let labels = match made.labels.is_empty() {
            true => Ok(self.options.labels.clone()),
            false => {
                LabelSet::new(self.options.labels.iter().map(|(_, label)| label.clone()).chain(made.labels).collect())
            }
        };
        let session = labels
            .map_err(|error| error.to_string())
            .and_then(|labels| Session::restore(document, labels, annotations).map_err(|error| error.to_string()));
        match session {
            Ok(session) => self.result.sessions.push(session),
            Err(message) => self.warn(draft.line, "document", format!("{message}; left out")),
        }
    }

    /// Keeps a session that was read in another way.
    pub(crate) fn push(&mut self, session: Session) {
        self.result.sessions.push(session);
    }

    /// Keeps a label set that a configuration defines.
    pub(crate) fn define(&mut self, labels: LabelSet) {
        self.result.labels = Some(labels);
    }

    /// What was read.
    pub(crate) fn done(self) -> ImportedFile {
        self.result
    }

    fn warn_at(&mut self, span: &Span<'_>, message: String) {
        let (list, index) = span.at;
        self.warn(span.line, if list.is_empty() { "annotation".into() } else { format!("{list}[{index}]") }, message);
    }

    fn label(&mut self, span: &Span<'_>, made: &mut NewLabels) -> Option<LabelId> {
        if span.label.is_empty() {
            self.warn_at(span, "it has no label; left out".into());
            return None;
        }
        let known = self.options.labels.len();
        if let Some(&id) = self.labels.get(&*span.label) {
            return Some(id);
        }
        let index = match made.by_name.get(&*span.label) {
            Some(index) => known + index,
            None if known + made.labels.len() > usize::from(u16::MAX) => {
                self.warn_at(span, "there are more than 65536 labels; left out".into());
                return None;
            }
            None => {
                let message = format!("label {:?} is new; added to the labels", span.label);
                self.warn_once(span.line, span.at.0, message);
                let index = made.labels.len();
                made.labels.push(new_label(&span.label, known + index));
                made.by_name.insert(span.label.as_ref().into(), index);
                known + index
            }
        };
        u16::try_from(index).ok().map(LabelId)
    }

    fn annotation(&mut self, id: AnnotationId, range: TextRange, label: LabelId, span: &Span<'_>) -> Annotation {
        let extras = &span.extras;
        let status = extras.status.as_deref().map(|name| {
            Status::from_name(name).unwrap_or_else(|| {
                let message = format!("status {name:?} is not suggested, accepted or rejected; read as suggested");
                self.warn_at(span, message);
                Status::Suggested
            })
        });
        let score = extras.score.and_then(|per_mille| {
            let score = u16::try_from(per_mille).ok().and_then(Score::new);
            if score.is_none() {
                self.warn_at(span, format!("score {per_mille} is not from 0 to 1000; read without it"));
            }
            score
        });
        let value = extras.value.as_deref().and_then(|json| match native::value_from_json(json) {
            Ok(value) => Some(Box::new(value)),
            Err(message) => {
                self.warn_at(span, format!("value: {message}; read without it"));
                None
            }
        });
        let origin = match &extras.tagger {
            None => Origin::Human,
            Some(name) => {
                let version = extras.tagger_version.as_deref().unwrap_or_default();
                Origin::Tagger(self.software(name, version))
            }
        };
        let note = extras.note.as_deref().filter(|note| !note.is_empty()).map(Into::into);
        let status = status.unwrap_or(Status::Accepted);
        Annotation { id, range, label, status, origin, score, value, note, unknown: None }
    }

    fn software(&mut self, name: &str, version: &str) -> Arc<Software> {
        let software = Software { name: name.into(), version: version.into() };
        if let Some(known) = self.softwares.get(&software) {
            return known.clone();
        }
        let software = Arc::new(software);
        self.softwares.insert(software.clone());
        software
    }
}

/// The labels that need no definition.
pub(crate) static DEFAULTS: LazyLock<LabelSet> = LazyLock::new(LabelSet::ontonotes);

/// A label with nothing but a name: one of the default set's if it has that name, else an entity in some colour.
pub(crate) fn new_label(name: &str, index: usize) -> Label {
    let known = DEFAULTS.find(name).map(|id| DEFAULTS.get(id).clone());
    let colour = DEFAULTS.get(LabelId((index % DEFAULTS.len()) as u16)).colour;
    known.unwrap_or_else(|| Label {
        name: name.into(),
        kind: LabelKind::Entity,
        colour: Colour(colour.0),
        key: None,
        description: "".into(),
        unknown: None,
    })
}

/// The labels that a document has and the options do not.
#[derive(Default)]
struct NewLabels {
    labels: Vec<Label>,
    // Invariant: the places of the labels by their names.
    by_name: HashMap<Box<str>, usize>,
}

/// Gives each annotation the number it has in the file, or a new one behind the largest.
struct Ids {
    taken: AnnotationIds,
    next: u32,
}

impl Ids {
    /// The largest number that is kept; there is room behind it.
    const LARGEST: u32 = u32::MAX / 2;

    fn new(spans: &[Span<'_>]) -> Ids {
        let largest = spans.iter().filter_map(|span| span.id).filter(|&id| id <= Ids::LARGEST).max();
        Ids { taken: AnnotationIds::default(), next: largest.map_or(1, |largest| largest + 1) }
    }

    fn next(&mut self, given: Option<u32>) -> u32 {
        let kept = given.filter(|&id| id <= Ids::LARGEST && self.taken.insert(AnnotationId(id)));
        kept.unwrap_or_else(|| {
            self.next += 1;
            self.next - 1
        })
    }
}
