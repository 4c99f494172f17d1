//! Prodigy's JSON Lines, as `db-out` writes them and the annotation recipes read them.
//!
//! <https://prodi.gy/docs/api-interfaces#spans_manual>; code points, `token_end` included. Tokens are cut at every edge,
//! so that each span stands on token edges.
//!
//! A line that was rejected gives rejected annotations, one that was ignored suggested ones; the answer is kept and
//! written back until an annotation of the line is accepted. Rejected annotations of other lines are written with an
//! `answer` of their own. What is known about the document goes to `meta`; status, origin, score (from 0 to 1; those
//! above are the per mille that Postil wrote once), value and note to further fields of the span. All other fields of
//! a line, of its `meta` and of its spans are kept and written back: hashes, session, `options`, images.
//!
//! What is lost: label definitions, ids; tokens, which are cut anew. Not supported: relations, which name tokens (said
//! when they are read).

use std::borrow::Cow;

use annotation::{Annotation, Session, Status};
use serde::Deserialize;

use crate::import::{Draft, Importer, Span};
use crate::json::{
    Kept, Object, Offset, Rest, SpanList, SpanRecord, Text, WithRest, describe_and_keep, filled, is_per_mille, keep,
    per_mille, read_record, records, unknown, write_kept_meta, write_origin, write_score, write_value,
};
use crate::tokens::{Edges, pieces};
use crate::unit::Positions;
use crate::{
    Directions, Exported, File, Format, ImportedFile, Info, Part, ReadError, ReadOptions, Sample, Unit, WriteOptions,
};

/// Prodigy's JSON Lines.
pub struct Prodigy;

const ID: &str = "prodigy";

#[derive(Deserialize)]
struct Task<'a> {
    #[serde(borrow)]
    text: Text<'a>,
    #[serde(borrow, default)]
    meta: Kept<'a>,
    #[serde(borrow, default)]
    spans: SpanList<'a, WithRest<'a, SpanRecord<'a>>>,
    #[serde(borrow, default)]
    tokens: Kept<'a>,
    #[serde(borrow, default)]
    answer: Kept<'a>,
    #[serde(borrow, default)]
    relations: Kept<'a>,
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
            id: ID,
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
        let hashed = sample.all(&["\"text\"", "\"_input_hash\"", "\"_task_hash\""], 65);
        sample.all(&["\"text\"", "\"spans\""], 55 + 10 * marks.min(4) as u8).max(hashed)
    }

    fn read(&self, file: &File<'_>, options: &ReadOptions) -> Result<ImportedFile, ReadError> {
        let mut importer = Importer::new(file.name, options);
        records(file, &mut importer, |importer, record, is_only| {
            let WithRest { known: task, rest } = match read_record::<WithRest<'_, Task<'_>>>(record.json) {
                Ok(task) => task,
                Err(error) => return record.refuse(importer, &error),
            };
            let mut draft = Draft::new(record.id(file, is_only), task.text.0, record.line, Unit::CodePoint);
            let meta = Rest::read(task.meta.0);
            let score = rest.number("score").or_else(|| meta.number("score"));
            if task.relations.0.is_some_and(|relations| relations != "[]") {
                importer.warn(record.line, "relations", "not supported; left out");
            }
            if task.meta.0.is_some_and(|meta| !meta.starts_with('{')) {
                importer.warn(record.line, "meta", "it is no object; left out");
            }
            draft.unknown = keep_task(&mut draft, task.answer, &rest, &meta, importer);
            let answer = task.answer.text().map_or(Status::Accepted, |answer| status_of(&answer));
            for (index, span) in task.spans.good("spans", record.line, importer) {
                draft.spans.push(read_span(span, index, answer, record.line, importer));
            }
            if let ([span], Some(score)) = (&mut draft.spans[..], score.filter(|score| (0.0..=1.0).contains(score))) {
                span.extras.score.get_or_insert(per_mille(score));
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

/// What a task has that a session has no place for.
fn keep_task<'a>(
    draft: &mut Draft<'a>,
    answer: Kept<'a>,
    rest: &Rest<'a>,
    meta: &Rest<'a>,
    importer: &mut Importer<'_>,
) -> Option<Box<str>> {
    let mut kept = String::new();
    let mut object = Object::new(&mut kept);
    filled(&mut object, "meta", |kept| describe_and_keep(draft, meta, kept, importer));
    rest.keep(&mut object, &[], draft.line, importer);
    if let Some(answer) = answer.0.filter(|&answer| answer != "\"accept\"") {
        keep(&mut object, "answer", answer, draft.line, importer);
    }
    object.end();
    unknown(ID, kept)
}

/// The annotation of a span in a task with that answer, and what an annotation has no place for.
fn read_span<'a>(
    span: WithRest<'a, SpanRecord<'a>>,
    index: usize,
    answer: Status,
    line: usize,
    importer: &mut Importer<'_>,
) -> Span<'a> {
    let WithRest { known: mut span, rest } = span;
    let own = span.answer.as_ref().map(|own| status_of(&own.0));
    let mut kept = String::new();
    let mut object = Object::new(&mut kept);
    rest.keep(&mut object, &["token_start", "token_end"], line, importer);
    if let Some(id) = span.id.0 {
        keep(&mut object, "id", id, line, importer);
    }
    if let Some(text) = &span.text {
        object.text("text", &text.0);
    }
    if let Some(own) = span.answer.take_if(|_| answer == Status::Rejected || own != Some(Status::Rejected)) {
        object.text("answer", &own.0);
    }
    if let Some(score) = span.score.filter(|&score| !is_per_mille(score) && !is_old_score(score)) {
        object.raw("score", &score.to_string());
    }
    object.end();
    span.score = span.score.map(|score| if is_old_score(score) { score } else { per_mille(score) as f64 });
    let mut span = span.span(("spans", index));
    if let Some(status) = Some(own.unwrap_or(answer)).filter(|&status| status != Status::Accepted) {
        span.extras.status.get_or_insert(status.name().into());
    }
    span.unknown = unknown(ID, kept);
    span
}

/// Whether a score is in per mille, as Postil once wrote them.
fn is_old_score(score: f64) -> bool {
    score > 1.0 && score <= 1000.0 && score.fract() == 0.0
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
    let kept = Rest::of(&document.unknown, ID);
    let (answer, status) = answer_of(session, &kept);
    let text = document.text();
    let edges = Edges::of(session.annotations().iter().map(|annotation| annotation.range));
    let tokens = pieces(text, &edges);
    let mut object = Object::new(out);
    object.text("text", text);
    filled(&mut object, "meta", |meta| write_kept_meta(meta, document, &kept.object("meta")));
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
        let kept = Rest::of(&annotation.unknown, ID);
        if kept.get("text").is_some() {
            object.text("text", document.slice(annotation.range));
        }
        let own = kept.text("answer").filter(|own| status_of(own) == annotation.status);
        match &own {
            Some(own) => _ = object.text("answer", own),
            None if annotation.status == Status::Rejected && status != Status::Rejected => {
                object.text("answer", "reject");
            }
            None => {}
        }
        if own.is_none() && annotation.status != status {
            object.text("status", annotation.status.name());
        }
        write_origin(&mut object, annotation);
        write_score(&mut object, annotation, &kept);
        write_value(&mut object, annotation);
        kept.write(&mut object, &SPAN_FIELDS);
        object.end();
    });
    kept.write(&mut object, &["text", "meta", "tokens", "spans", "answer"]);
    object.raw("answer", &answer).end();
}

/// The fields of a span that are written from the annotation.
const SPAN_FIELDS: [&str; 13] = [
    "start",
    "end",
    "token_start",
    "token_end",
    "label",
    "text",
    "answer",
    "status",
    "tagger",
    "tagger_version",
    "score",
    "value",
    "note",
];

/// The answer to a task, in JSON, and the status of annotations that have none of their own: the answer that was kept,
/// unless a person has accepted an annotation of a task that was not accepted.
fn answer_of<'a>(session: &Session, kept: &Rest<'a>) -> (Cow<'a, str>, Status) {
    let status = kept.text("answer").map_or(Status::Accepted, |answer| status_of(&answer));
    let was_accepted = |annotation: &Annotation| {
        let own = Rest::of(&annotation.unknown, ID).text("answer").map(|own| status_of(&own));
        own == Some(Status::Accepted)
    };
    let mut accepted = session.annotations().iter().filter(|annotation| annotation.status == Status::Accepted);
    match kept.get("answer") {
        Some(answer) if status == Status::Accepted || accepted.all(was_accepted) => (answer.into(), status),
        _ => ("\"accept\"".into(), Status::Accepted),
    }
}

#[cfg(test)]
mod tests {
    use annotation::{OffsetUnit, Score};
    use serde_json::Value;

    use super::*;
    use crate::{export, native, tests};

    fn read(lines: &str) -> ImportedFile {
        tests::read(&Prodigy, "p.jsonl", lines)
    }

    fn write(sessions: &[Session]) -> String {
        tests::write_lossless(&Prodigy, sessions)
    }

    /// A task without its tokens, which are cut anew, and its spans without the places of theirs.
    fn plain(line: &str) -> Value {
        let mut task: Value = serde_json::from_str(line).unwrap();
        let object = task.as_object_mut().unwrap();
        object.remove("tokens");
        for span in object.entry("spans").or_insert_with(|| Value::Array(Vec::new())).as_array_mut().unwrap() {
            span.as_object_mut().unwrap().retain(|name, _| !name.starts_with("token_"));
        }
        task
    }

    #[test]
    fn a_line_comes_back_with_all_that_it_has_even_by_way_of_a_file_of_postils_own() {
        let lines = [
            r#"{"text":"Ana paid Bo.","_input_hash":-1487477437,"_task_hash":12,"_session_id":null,"_view_id":"ner_manual","answer":"accept","spans":[{"start":0,"end":3,"label":"PERSON"}]}"#,
            r#"{"text":"Ana paid.","_input_hash":1,"spans":[{"start":0,"end":3,"label":"ORG","text":"Ana","source":"en","input_hash":7,"rank":0,"score":0.74}],"answer":"reject"}"#,
            r#"{"text":"Ana paid.","spans":[{"start":0,"end":3,"label":"ORG","score":1}],"answer":"ignore"}"#,
            r#"{"text":"Nobody paid.","meta":{"score":0.5,"pattern":[1,2]},"answer":"reject"}"#,
            r#"{"text":"Nobody did.","meta":{"source":"NYT","id":7,"title":"Nobody did."},"answer":"ignore","options":[{"id":"a","text":"\"A\""}],"accept":["a"]}"#,
            r#"{"text":"Bo paid.","spans":[{"start":0,"end":2,"label":"ORG","answer":"accept","id":"x"}],"answer":"reject"}"#,
            r#"{"text":"Bo paid.","spans":[{"start":0,"end":2,"label":"ORG","answer":"accept"}],"ke\"y":{"a":[]},"answer":"accept"}"#,
            r#"{"text":"Bo paid.","spans":[{"start":0,"end":2,"label":"ORG","score":0.7412345678901234},{"start":3,"end":7,"label":"ORG","score":0.5}],"answer":"accept"}"#,
            r#"{"text":"Bo paid.","meta":{"source":{"a":"b"},"id":"m"},"answer":"accept","score":0.1}"#,
        ];
        let imported = read(&lines.join("\n"));
        assert_eq!(imported.warnings, []);
        let hashed = br#"{"text":"Bo paid.","_input_hash":1,"_task_hash":2,"answer":"reject"}"#;
        assert_eq!(crate::detect(&File { name: "no_spans.jsonl", bytes: hashed })[0].format.info().id, ID);
        let json = |session: &Session| native::write(session, OffsetUnit::CodePoint);
        let through: Vec<Session> =
            imported.sessions.iter().map(|session| native::read(json(session).as_bytes()).unwrap().session).collect();
        assert_eq!(write(&through), write(&imported.sessions));
        for (written, line) in write(&through).lines().zip(lines) {
            assert_eq!(plain(written), plain(line));
        }
        let pretty: Vec<Value> = lines.iter().map(|line| serde_json::from_str(line).unwrap()).collect();
        let imported = read(&serde_json::to_string_pretty(&pretty).unwrap());
        assert_eq!(write(&imported.sessions).lines().count(), lines.len(), "one line each");
    }

    #[test]
    fn answers_give_the_status_of_spans_and_hold_until_one_is_accepted() {
        let line = |answer: &str| {
            format!(r#"{{"text":"Bo paid.","spans":[{{"start":0,"end":2,"label":"ORG"}}],"answer":"{answer}"}}"#)
        };
        for (answer, status) in
            [("accept", Status::Accepted), ("reject", Status::Rejected), ("ignore", Status::Suggested)]
        {
            let session = read(&line(answer)).sessions.remove(0);
            assert_eq!(session.annotations().iter().map(|a| a.status).collect::<Vec<_>>(), [status]);
            for (judged, task, own) in [
                (Status::Accepted, "accept", None),
                (Status::Rejected, answer, (answer != "reject").then_some("reject")),
                (Status::Suggested, answer, None),
            ] {
                let annotations = session.annotations().iter().map(|a| Annotation { status: judged, ..a.clone() });
                let annotations: Vec<Annotation> = annotations.collect();
                let again =
                    Session::restore(session.document().clone(), session.labels().clone(), annotations).unwrap();
                let written: Value = serde_json::from_str(&write(std::slice::from_ref(&again))).unwrap();
                assert_eq!(written["answer"], task, "{answer}, {judged:?}");
                assert_eq!(written["spans"][0]["answer"].as_str(), own, "{answer}, {judged:?}");
                let read_back = read(&write(&[again])).sessions.remove(0);
                assert_eq!(read_back.annotations().iter().next().unwrap().status, judged, "{answer}");
            }
        }
    }

    #[test]
    fn scores_are_fractions() {
        for (fields, score, warned) in [
            (r#""score":0.74"#, Some(740), false),
            (r#""score":0"#, Some(0), false),
            (r#""score":1.0"#, Some(1000), false),
            (r#""score":0.12345"#, Some(123), false),
            (r#""score":500"#, Some(500), false),
            (r#""score":-2.5"#, None, true),
            (r#""rank":1"#, None, false),
        ] {
            let span = format!(r#"{{"start":0,"end":2,"label":"ORG",{fields}}}"#);
            let imported = read(&format!(r#"{{"text":"Bo paid.","spans":[{span}]}}"#));
            let annotation = imported.sessions[0].annotations().iter().next().unwrap();
            assert_eq!(annotation.score, score.and_then(Score::new), "{fields}");
            assert_eq!(imported.warnings.len(), usize::from(warned), "{:?}", imported.warnings);
        }
        let of_task = |fields: &str, spans: &str| {
            let imported = read(&format!(r#"{{"text":"Bo paid.",{fields},"spans":[{spans}]}}"#));
            imported.sessions[0].annotations().iter().map(|a| a.score.map(Score::per_mille)).collect::<Vec<_>>()
        };
        let (one, other) = (r#"{"start":0,"end":2,"label":"ORG"}"#, r#"{"start":3,"end":7,"label":"ORG","score":0.1}"#);
        assert_eq!(of_task(r#""score":0.5"#, one), [Some(500)]);
        assert_eq!(of_task(r#""meta":{"score":0.25}"#, one), [Some(250)]);
        assert_eq!(of_task(r#""score":0.5"#, other), [Some(100)]);
        assert_eq!(of_task(r#""score":0.5"#, &format!("{one},{other}")), [None, Some(100)], "it is no span's own");
    }

    #[test]
    fn what_cannot_be_kept_or_written_is_said() {
        let imported = read(
            r#"{"text":"Bo paid.","meta":"a","odd":"\ud83d","relations":[{"head":0,"child":1}],"spans":[{"start":0,"end":2,"label":"ORG","rank":1}],"answer":"reject"}"#,
        );
        let fields: Vec<&str> = imported.warnings.iter().map(|warning| &*warning.field).collect();
        assert_eq!(fields, ["relations", "meta", "odd"]);
        let losses = |sessions: &[Session]| -> Vec<String> {
            let exported = export(crate::find("label-studio").unwrap(), sessions, &WriteOptions::default());
            exported.losses.iter().map(ToString::to_string).collect()
        };
        assert_eq!(losses(&read(r#"{"text":"Bo paid.","answer":"accept"}"#).sessions), [""; 0]);
        assert_eq!(
            losses(&imported.sessions),
            [
                "p: written without its further fields",
                "p: annotation 1 (ORG \"Bo\" at 0–2): written without its further fields",
            ]
        );
    }
}
