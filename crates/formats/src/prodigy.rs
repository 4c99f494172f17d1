//! Prodigy's JSON Lines, as `db-out` writes them and the annotation recipes read them.
//!
//! <https://prodi.gy/docs/api-interfaces#spans_manual>; code points, `token_end` included. Tokens are cut at every edge,
//! so that each span stands on token edges.
//!
//! A line that was rejected gives rejected annotations, one that was ignored suggested ones. Rejected annotations are
//! written with an `answer` of their own. What is known about the document goes to `meta`; status, origin, score, value
//! and note to further fields of the span.
//!
//! What is lost: label definitions, ids. Not supported: relations, `options` and images, which are read over.

use std::borrow::Cow;

use annotation::{Session, Status};
use serde::Deserialize;

use crate::import::{Draft, Importer};
use crate::json::{
    Kept, Meta, Object, Offset, SpanList, SpanRecord, Text, read_record, records, write_extras, write_meta,
};
use crate::tokens::{Edges, pieces};
use crate::unit::Positions;
use crate::{
    Directions, Exported, File, Format, ImportedFile, Info, Part, ReadError, ReadOptions, Sample, Unit, WriteOptions,
};

/// Prodigy's JSON Lines.
pub struct Prodigy;

#[derive(Deserialize)]
struct Task<'a> {
    #[serde(borrow)]
    text: Text<'a>,
    #[serde(borrow, default)]
    meta: Option<Meta<'a>>,
    #[serde(borrow, default)]
    spans: SpanList<'a, SpanRecord<'a>>,
    #[serde(borrow, default)]
    tokens: Kept<'a>,
    #[serde(borrow, default)]
    answer: Option<Text<'a>>,
}

#[derive(Deserialize)]
struct TokenRecord<'a> {
    #[serde(borrow, default)]
    text: Option<Text<'a>>,
    start: Offset,
    end: Offset,
}

impl Format for Prodigy {
    fn info(&self) -> &'static Info {
        &Info {
            id: "prodigy",
            name: "Prodigy",
            extensions: &["jsonl"],
            directions: Directions::Both,
            unit: Some(Unit::CodePoint),
            is_lines: true,
            is_configuration: false,
            overlaps: true,
            keeps: &[
                Part::DocumentId,
                Part::Title,
                Part::Source,
                Part::Language,
                Part::WhiteSpace,
                Part::Status,
                Part::Rejected,
                Part::Origin,
                Part::Score,
                Part::Value,
                Part::Note,
            ],
            summary: "keeps all but label colours and annotation ids",
        }
    }

    fn recognise(&self, sample: &Sample<'_>) -> u8 {
        let marks = sample.count(&["\"token_start\"", "\"_input_hash\"", "\"answer\"", "\"_view_id\"", "\"meta\""]);
        sample.all(&["\"text\"", "\"spans\""], 55 + 10 * marks.min(4) as u8)
    }

    fn read(&self, file: &File<'_>, options: &ReadOptions) -> Result<ImportedFile, ReadError> {
        let mut importer = Importer::new(file.name, options);
        records(file, &mut importer, |importer, record, is_only| {
            let task: Task<'_> = match read_record(record.json) {
                Ok(task) => task,
                Err(error) => return record.refuse(importer, &error),
            };
            let mut draft = Draft::new(record.id(file, is_only), task.text.0, record.line, Unit::CodePoint);
            task.meta.unwrap_or_default().describe(&mut draft);
            for (index, span) in task.spans.good("spans", record.line, importer) {
                let answer = span.answer.as_ref().or(task.answer.as_ref()).map(|answer| status_of(&answer.0));
                let mut span = span.span(("spans", index));
                if let Some(answer) = answer.filter(|&answer| answer != Status::Accepted) {
                    span.extras.status.get_or_insert(answer.name().into());
                }
                draft.spans.push(span);
            }
            if !draft.text.is_ascii() {
                draft.tokens = last_tokens(task.tokens.0.unwrap_or_default());
            }
            importer.finish(draft);
        })?;
        Ok(importer.done())
    }

    fn write(&self, sessions: &[Session], _options: &WriteOptions) -> Exported {
        let mut out = String::new();
        for session in sessions {
            write_task(&mut out, session);
            out.push('\n');
        }
        Exported::one(self.info(), out, Vec::new())
    }
}

/// The last words of a task, in JSON: they lie behind every character that tells units apart, so the others need not be
/// read. None if the words cannot be read.
fn last_tokens<'t>(json: &str) -> Vec<(i64, i64, Cow<'t, str>)> {
    const ENOUGH: usize = 4096;
    let tail = &json[json.floor_char_boundary(json.len().saturating_sub(ENOUGH))..];
    let list = match tail.split_once("},") {
        Some((_, last)) if tail.len() < json.len() => ["[", last].concat(),
        _ => tail.to_owned(),
    };
    let tokens: Vec<TokenRecord<'_>> = serde_json::from_str(&list).unwrap_or_default();
    let token = |token: TokenRecord<'_>| Some((token.start.0, token.end.0, token.text?.0.into_owned().into()));
    tokens.into_iter().filter_map(token).collect()
}

fn status_of(answer: &str) -> Status {
    match answer {
        "reject" => Status::Rejected,
        "ignore" => Status::Suggested,
        _ => Status::Accepted,
    }
}

fn write_task(out: &mut String, session: &Session) {
    let document = session.document();
    let text = document.text();
    let edges = Edges::of(session.annotations().iter().map(|annotation| annotation.range));
    let tokens = pieces(text, &edges);
    let mut object = Object::new(out);
    object.text("text", text);
    let mut meta = Object::new(object.field("meta"));
    write_meta(&mut meta, document);
    meta.end();
    let mut positions = Positions::new(document, Unit::CodePoint);
    object.list("tokens", tokens.iter().enumerate(), |out, (index, token)| {
        let (start, end) = positions.offsets(*token);
        let mut object = Object::new(out);
        object.text("text", document.slice(*token)).number("start", start).number("end", end);
        let next = tokens.get(index + 1).map_or(document.len(), |next| next.start());
        object.number("id", index as u32).raw("ws", if next > token.end() { "true" } else { "false" }).end();
    });
    let mut positions = Positions::new(document, Unit::CodePoint);
    object.list("spans", session.annotations().iter(), |out, annotation| {
        let (start, end) = positions.offsets(annotation.range);
        let first = tokens.partition_point(|token| token.end() <= annotation.range.start());
        let last = tokens.partition_point(|token| token.start() < annotation.range.end()) - 1;
        let mut object = Object::new(out);
        object.number("start", start).number("end", end);
        object.number("token_start", first as u32).number("token_end", last as u32);
        object.text("label", &session.labels().get(annotation.label).name);
        if annotation.status == Status::Rejected {
            object.text("answer", "reject");
        }
        write_extras(&mut object, annotation);
        object.end();
    });
    object.text("answer", "accept").end();
}
