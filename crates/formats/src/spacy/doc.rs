//! spaCy's `Doc.to_json`: a text, its tokens, `ents` that do not overlap, and groups of `spans` that may.
//!
//! <https://spacy.io/api/doc#to_json>; code points. Several documents are written one a line.
//!
//! `ents` takes the annotations that do not overlap, the longest of those that start together; if any do, the group
//! `sc` (spaCy's default for span categorisation) takes all. Rejected ones go to the group `rejected`. Tokens are cut at
//! every edge, so that `Doc.from_json` finds each annotation on token edges.
//!
//! What is lost: white space at the edges of an annotation, annotations that cover nothing else; the document's id, title, source and language, label definitions, ids. Status, origin, score, value
//! and note travel as further fields of each span, which spaCy ignores.
//! Not supported: `cats`, `sents` and token attributes, which are read over.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

use annotation::{Annotation, Document, Session, Status, TextRange};
use serde::Deserialize;

use crate::import::{Draft, Importer, Span};
use crate::json::{Kept, Object, Offset, SpanList, SpanRecord, Text, read_record, records, write_extras};
use crate::tokens::{Edges, with_spaces, without_outer_space, words};
use crate::unit::Positions;
use crate::{
    Directions, Exported, File, Format, ImportedFile, Info, Loss, Part, ReadError, ReadOptions, Sample, Unit, What,
    WriteOptions,
};

/// Doc JSON.
pub struct SpacyDoc;

#[derive(Deserialize)]
struct DocRecord<'a> {
    #[serde(borrow)]
    text: Text<'a>,
    #[serde(borrow, default)]
    ents: SpanList<'a, SpanRecord<'a>>,
    #[serde(borrow, default)]
    spans: BTreeMap<String, SpanList<'a, SpanRecord<'a>>>,
    #[serde(borrow, default)]
    cats: Kept<'a>,
    #[serde(default)]
    tokens: Vec<TokenRecord>,
}

#[derive(Deserialize)]
struct TokenRecord {
    #[serde(default)]
    start: Offset,
    #[serde(default)]
    end: Offset,
}

impl Format for SpacyDoc {
    fn info(&self) -> &'static Info {
        &Info {
            id: "spacy",
            name: "spaCy Doc JSON",
            extensions: &["json", "jsonl"],
            directions: Directions::Both,
            unit: Some(Unit::CodePoint),
            is_lines: true,
            is_configuration: false,
            overlaps: true,
            keeps: &[
                Part::WhiteSpace,
                Part::Status,
                Part::Rejected,
                Part::Origin,
                Part::Score,
                Part::Value,
                Part::Note,
            ],
            summary: "keeps annotations with status, score, value and note; loses titles and label colours",
        }
    }

    fn recognise(&self, sample: &Sample<'_>) -> u8 {
        sample.all(&["\"tokens\"", "\"ents\"", "\"text\""], 80)
    }

    fn read(&self, file: &File<'_>, options: &ReadOptions) -> Result<ImportedFile, ReadError> {
        let mut importer = Importer::new(file.name, options);
        records(file, &mut importer, |importer, record, is_only| {
            let doc: DocRecord<'_> = match read_record(record.json) {
                Ok(doc) => doc,
                Err(error) => return record.refuse(importer, &error),
            };
            let mut draft = Draft::new(record.id(file, is_only), doc.text.0, record.line, Unit::CodePoint);
            doc.ents.add("ents", importer, &mut draft);
            let mut rejected = Vec::new();
            for (name, group) in doc.spans {
                let good = group.good("spans", record.line, importer);
                let spans = good.map(|(index, record)| record.span(("spans", index)));
                match &*name {
                    "rejected" => rejected.extend(spans.map(|mut span| {
                        span.extras.status.get_or_insert(Cow::Borrowed(Status::Rejected.name()));
                        span
                    })),
                    _ => add_new(&mut draft.spans, spans),
                }
            }
            draft.spans.append(&mut rejected);
            if doc.cats.0.is_some_and(|cats| cats != "{}") {
                importer.warn_once(record.line, "cats", "labels of whole documents are not supported; left out".into());
            }
            let on_edges = on_token_edges(&doc.tokens);
            for span in draft.spans.iter().filter(|span| !on_edges(span.start, span.end)) {
                let field = format!("{}[{}]", span.at.0, span.at.1);
                importer.warn(record.line, field, "it is not on the edges of tokens, which spaCy asks for; kept");
            }
            importer.finish(draft);
        })?;
        Ok(importer.done())
    }

    fn write(&self, sessions: &[Session], _options: &WriteOptions) -> Exported {
        let (mut out, mut losses) = (String::new(), Vec::new());
        for session in sessions {
            let annotations = on_words(session, &mut losses);
            write_doc(&mut out, session, &annotations);
            out.push('\n');
        }
        Exported::one(self.info(), out, losses)
    }
}

/// Adds the spans of a group that are not there yet: spaCy's groups often repeat what `ents` has.
pub(super) fn add_new<'a>(known: &mut Vec<Span<'a>>, group: impl Iterator<Item = Span<'a>>) {
    let key = |span: &Span<'a>| (span.start, span.end, span.label.clone());
    let mut there: HashMap<_, usize> = HashMap::new();
    for span in known.iter() {
        *there.entry(key(span)).or_default() += 1;
    }
    for span in group {
        match there.get_mut(&key(&span)).filter(|count| **count > 0) {
            Some(count) => *count -= 1,
            None => known.push(span),
        }
    }
}

/// Whether offsets are where a token starts and where one ends; always true if there are no tokens.
fn on_token_edges(tokens: &[TokenRecord]) -> impl Fn(i64, i64) -> bool + use<> {
    let sorted = |edge: fn(&TokenRecord) -> i64| {
        let mut edges: Vec<i64> = tokens.iter().map(edge).collect();
        edges.sort_unstable();
        edges
    };
    let (starts, ends) = (sorted(|token| token.start.0), sorted(|token| token.end.0));
    let is_edge = |edges: &[i64], offset| edges.is_empty() || edges.binary_search(&offset).is_ok();
    move |start, end| is_edge(&starts, start) && is_edge(&ends, end)
}

/// The annotations without white space at their edges: spaCy takes that between two words as one token.
fn on_words(session: &Session, losses: &mut Vec<Loss>) -> Vec<Annotation> {
    let document = session.document();
    let mut annotations: Vec<Annotation> = Vec::with_capacity(session.annotations().len());
    for annotation in session.annotations().iter() {
        let range = without_outer_space(document.text(), annotation.range);
        let what = match range {
            Some(range) if range == annotation.range => None,
            Some(range) => Some(What::Moved(range, "spaCy's annotations neither start nor end with white space")),
            None => Some(What::Dropped("it covers only white space")),
        };
        losses.extend(what.map(|what| Loss::of(document, session.labels(), annotation, what)));
        annotations.extend(range.map(|range| Annotation { range, ..annotation.clone() }));
    }
    annotations.sort_by_key(|annotation| (annotation.range.start(), Reverse(annotation.range.end())));
    annotations
}

fn write_doc(out: &mut String, session: &Session, annotations: &[Annotation]) {
    let document = session.document();
    let (rejected, good): (Vec<&Annotation>, Vec<&Annotation>) =
        annotations.iter().partition(|annotation| annotation.status == Status::Rejected);
    let (ents, rest) = without_overlaps(&good);
    let mut object = Object::new(out);
    object.text("text", document.text());
    let mut positions = Positions::new(document, Unit::CodePoint);
    object.list("ents", ents, |out, annotation| write_span(out, session, annotation, &mut positions, false));

    let edges = Edges::of(annotations.iter().map(|annotation| annotation.range));
    let words = words(document.text(), &edges);
    write_tokens(&mut object, document, &with_spaces(document.text(), &words));
    if !rest.is_empty() || !rejected.is_empty() {
        let mut groups = Object::new(object.field("spans"));
        for (name, group) in [("sc", if rest.is_empty() { &[] } else { &*good }), ("rejected", &*rejected)] {
            if !group.is_empty() {
                let mut positions = Positions::new(document, Unit::CodePoint);
                groups.list(name, group, |out, annotation| write_span(out, session, annotation, &mut positions, true));
            }
        }
        groups.end();
    }
    object.end();
}

/// The annotations that lie behind one another, the longest of those that start together, and the others.
pub(super) fn without_overlaps<'a>(annotations: &[&'a Annotation]) -> (Vec<&'a Annotation>, Vec<&'a Annotation>) {
    let mut end = 0.into();
    annotations.iter().partition(|annotation| {
        let is_free = annotation.range.start() >= end;
        if is_free {
            end = annotation.range.end();
        }
        is_free
    })
}

fn write_span(
    out: &mut String,
    session: &Session,
    annotation: &Annotation,
    positions: &mut Positions<'_>,
    is_in_group: bool,
) {
    let (start, end) = positions.offsets(annotation.range);
    let mut object = Object::new(out);
    object.number("start", start).number("end", end);
    object.text("label", &session.labels().get(annotation.label).name);
    if is_in_group {
        object.text("kb_id", ""); // Doc.from_json fails without it
    }
    write_extras(&mut object, annotation);
    object.end();
}

fn write_tokens(object: &mut Object<'_>, document: &Document, tokens: &[TextRange]) {
    let mut positions = Positions::new(document, Unit::CodePoint);
    object.list("tokens", tokens.iter().enumerate(), |out, (index, range)| {
        let (start, end) = positions.offsets(*range);
        Object::new(out).number("id", index as u32).number("start", start).number("end", end).end();
    });
}
