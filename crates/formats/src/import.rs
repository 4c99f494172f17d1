//! Foreign annotations as a session: every number, quote and name is checked on the way in.
//!
//! A reader makes one [`Importer`] for a file and one [`Draft`] for each document in it, adds [`Span`]s as it finds
//! them, and calls [`Importer::finish`]. There the offset unit is settled for the document as a whole: the unit that
//! was asked for, or that of the format unless another one fits the quotes and the text better.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, LazyLock};

use annotation::{
    Annotation, AnnotationId, Colour, Document, Label, LabelId, LabelKind, LabelSet, Origin, Score, Session, Software,
    Status, TextRange,
};

use crate::anchor::{Anchor, Quote, anchor};
use crate::unit::Positions;
use crate::{ImportedFile, ReadOptions, Unit, Warning, native};

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

/// A document that is being read.
pub(crate) struct Draft<'a> {
    pub id: Cow<'a, str>,
    pub text: Cow<'a, str>,
    pub title: Option<Cow<'a, str>>,
    pub source: Option<Cow<'a, str>>,
    pub language: Option<Cow<'a, str>>,
    /// The line on which the document's record starts.
    pub line: usize,
    /// What offsets count if nothing else is known.
    pub unit: Unit,
    /// Whether the file itself names the unit, so that there is nothing to detect.
    pub unit_is_named: bool,
    pub spans: Vec<Span<'a>>,
    /// Words with their offsets: they bear witness to the unit.
    pub tokens: Vec<(i64, i64, Cow<'a, str>)>,
    /// Whether a quote that differs from the text at the offsets is believed.
    pub trust: Trust,
}

/// What is done where an annotation's quote is not the text at its offsets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Trust {
    /// The annotation goes to the nearest place with that text, or is left out.
    Quote,
    /// The offsets hold; the difference is said.
    Offsets,
}

/// An annotation as a file has it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Span<'a> {
    /// The name of the list it stands in, and its place there.
    pub at: (&'static str, usize),
    /// Its line; 0 if it is the document's.
    pub line: usize,
    pub id: Option<u32>,
    pub start: i64,
    pub end: i64,
    /// The position, where the format has no offsets.
    pub bytes: Option<TextRange>,
    pub quote: Option<Cow<'a, str>>,
    pub prefix: Option<Cow<'a, str>>,
    pub suffix: Option<Cow<'a, str>>,
    pub label: Cow<'a, str>,
    pub extras: Extras<'a>,
}

/// What free fields hold beside a range and a label; nothing means accepted, by a person.
#[derive(Debug, Clone, Default)]
pub(crate) struct Extras<'a> {
    pub status: Option<Cow<'a, str>>,
    pub tagger: Option<Cow<'a, str>>,
    pub tagger_version: Option<Cow<'a, str>>,
    /// In per mille.
    pub score: Option<i64>,
    /// JSON as in Postil's own format.
    pub value: Option<Cow<'a, str>>,
    pub note: Option<Cow<'a, str>>,
}

impl<'a> Draft<'a> {
    /// A document without annotations.
    pub(crate) fn new(id: impl Into<Cow<'a, str>>, text: impl Into<Cow<'a, str>>, line: usize, unit: Unit) -> Self {
        Draft {
            id: id.into(),
            text: text.into(),
            title: None,
            source: None,
            language: None,
            line,
            unit,
            unit_is_named: false,
            spans: Vec::new(),
            tokens: Vec::new(),
            trust: Trust::Quote,
        }
    }
}

impl Extras<'_> {
    /// The same, borrowed from nothing.
    pub(crate) fn into_owned(self) -> Extras<'static> {
        Extras {
            status: owned(self.status),
            tagger: owned(self.tagger),
            tagger_version: owned(self.tagger_version),
            score: self.score,
            value: owned(self.value),
            note: owned(self.note),
        }
    }
}

impl Span<'_> {
    /// The same, borrowed from nothing.
    pub(crate) fn into_owned(self) -> Span<'static> {
        Span {
            at: self.at,
            line: self.line,
            id: self.id,
            start: self.start,
            end: self.end,
            bytes: self.bytes,
            quote: owned(self.quote),
            prefix: owned(self.prefix),
            suffix: owned(self.suffix),
            label: Cow::Owned(self.label.into_owned()),
            extras: self.extras.into_owned(),
        }
    }
}

fn owned(text: Option<Cow<'_, str>>) -> Option<Cow<'static, str>> {
    text.map(|text| Cow::Owned(text.into_owned()))
}

/// Quotes that are looked for in the whole text; later ones only near their place, so that the time stays linear.
const MOST_WIDE_SEARCHES: usize = 200;

static DEFAULTS: LazyLock<LabelSet> = LazyLock::new(LabelSet::ontonotes);

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
            annotations.push(self.annotation(AnnotationId(id), range, label, &span));
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

    /// The unit that leaves the fewest annotations off the text or off their quotes; `usual` if none is better. With
    /// it the ranges, if every annotation fits.
    fn detect(
        &mut self,
        document: &Document,
        usual: Unit,
        line: usize,
        spans: &[Span<'_>],
        tokens: &[(i64, i64, Cow<'_, str>)],
    ) -> (Unit, Vec<TextRange>) {
        let fitting = fitting(document, usual, spans);
        let is_ascii = document.len_in(annotation::OffsetUnit::CodePoint) == u32::from(document.len());
        let settles_nothing = is_ascii && !(usual == Unit::Grapheme && document.text().contains('\r'));
        if settles_nothing || fitting.len() == spans.len() && misfits(document, usual, &[], tokens) == 0 {
            let all = fitting.len() == spans.len();
            return (usual, if all { fitting } else { Vec::new() });
        }
        let usual_misfits = misfits(document, usual, spans, tokens);
        let others = Unit::ALL.into_iter().filter(|&unit| unit != usual);
        let best = others.map(|unit| (misfits(document, unit, spans, tokens), unit)).min_by_key(|(count, _)| *count);
        match best {
            Some((count, unit)) if count < usual_misfits => {
                let message = format!("offsets count {unit}, not {usual} as the format says; read so");
                self.warn(line, "document", message);
                (unit, Vec::new())
            }
            _ => (usual, Vec::new()),
        }
    }

    fn range(
        &mut self,
        document: &Document,
        positions: &mut Positions<'_>,
        span: &Span<'_>,
        trust: Trust,
    ) -> Option<TextRange> {
        let found = match span.bytes {
            Some(range) if range.is_empty() || document.text().get(std::ops::Range::from(range)).is_none() => {
                Err("it does not lie on the text".to_owned())
            }
            Some(range) => Ok(range),
            None => positions.range(span.start, span.end),
        };
        let Some(quote) = &span.quote else {
            return found.map_err(|message| self.warn_at(span, format!("{message}; left out"))).ok();
        };
        let message = match found {
            Ok(range) if document.slice(range) == quote => return Some(range),
            Ok(range) if trust == Trust::Offsets => {
                let message =
                    format!("the text is {:?}, the quote {quote:?}; read by its offsets", document.slice(range));
                self.warn_at(span, message);
                return Some(range);
            }
            Ok(range) => format!("the text is {:?}, the quote {quote:?}", shortened(document.slice(range))),
            Err(message) => message,
        };
        let (prefix, suffix) = (span.prefix.as_deref().unwrap_or(""), span.suffix.as_deref().unwrap_or(""));
        let hint = Some(positions.nearest(span.start));
        self.searches += 1;
        let reach = if self.searches > MOST_WIDE_SEARCHES { 4096 } else { usize::MAX };
        match anchor(document.text(), &Quote { exact: quote, prefix, suffix, hint, reach }) {
            Anchor::At(range) | Anchor::Moved(range) => {
                let start = positions.offset(range.start().into());
                self.warn_at(span, format!("{message}; found by its quote at {start}"));
                Some(range)
            }
            Anchor::Ambiguous(_) | Anchor::Orphan => {
                self.warn_at(span, format!("{message}; left out"));
                None
            }
        }
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

/// The ranges of the annotations up to the first that is off the text or off its quote.
fn fitting(document: &Document, unit: Unit, spans: &[Span<'_>]) -> Vec<TextRange> {
    let mut positions = Positions::new(document, unit);
    let fits = |span: &Span<'_>| {
        let range = positions.range(span.start, span.end).ok().filter(|_| span.bytes.is_none())?;
        span.quote.as_deref().is_none_or(|quote| document.slice(range) == quote).then_some(range)
    };
    spans.iter().map_while(fits).collect()
}

/// The labels that a document has and the options do not.
#[derive(Default)]
struct NewLabels {
    labels: Vec<Label>,
    // Invariant: the places of the labels by their names.
    by_name: HashMap<Box<str>, usize>,
}

/// How many annotations and words are off the text, or off their quotes, in that unit.
fn misfits(document: &Document, unit: Unit, spans: &[Span<'_>], tokens: &[(i64, i64, Cow<'_, str>)]) -> usize {
    let mut positions = Positions::new(document, unit);
    let mut misfit = |start, end, quote: Option<&str>| match positions.range(start, end) {
        Ok(range) => quote.is_some_and(|quote| document.slice(range) != quote),
        Err(_) => true,
    };
    let spans = spans.iter().filter(|span| span.bytes.is_none());
    let spans = spans.filter(|span| misfit(span.start, span.end, span.quote.as_deref())).count();
    spans + tokens.iter().filter(|(start, end, text)| misfit(*start, *end, Some(text))).count()
}

fn shortened(text: &str) -> &str {
    text.char_indices().nth(60).map_or(text, |(at, _)| &text[..at])
}

/// Gives each annotation the number it has in the file, or a new one behind the largest.
struct Ids {
    taken: HashSet<u32>,
    next: u32,
}

impl Ids {
    /// The largest number that is kept; there is room behind it.
    const LARGEST: u32 = u32::MAX / 2;

    fn new(spans: &[Span<'_>]) -> Ids {
        let largest = spans.iter().filter_map(|span| span.id).filter(|&id| id <= Ids::LARGEST).max();
        Ids { taken: HashSet::new(), next: largest.map_or(1, |largest| largest + 1) }
    }

    fn next(&mut self, given: Option<u32>) -> u32 {
        let kept = given.filter(|&id| id <= Ids::LARGEST && self.taken.insert(id));
        kept.unwrap_or_else(|| {
            self.next += 1;
            self.next - 1
        })
    }
}
