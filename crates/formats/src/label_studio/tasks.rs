//! Tasks, as "JSON" exports them and as they are imported.
//!
//! <https://labelstud.io/guide/task_format>; code points. Accepted annotations stand in the task's first annotation,
//! suggested ones in predictions by their tagger, rejected ones in an annotation that was cancelled. Notes stand in a
//! region's `meta.text`; origin and value in `meta`. All other fields of a task, of its `data`, its annotations and
//! predictions, and of their results are kept and written back, as are the names of control, object and text (`kept.rs`).
//!
//! Where a region's text differs from the text at its offsets, the offsets hold: Label Studio changes white space there.
//!
//! What is lost: label definitions (see the configuration). Not supported, and said when they are read: relations,
//! regions of other types than labels, and several annotations of a task, which are read as one; in HTML, only
//! `globalOffsets`.

use std::borrow::Cow;
use std::collections::BTreeMap;

use annotation::{Annotation, Origin, Session, Status};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::kept::{KeptTask, Names, keep_region, number_of};
use crate::import::{Draft, Extras, Importer, Span, Trust};
use crate::json::{
    Kept, Object, Offset, Rest, Text, WithRest, cause, per_mille, push_text, records, write_kept_meta, write_score,
};
use crate::native;
use crate::unit::Positions;
use crate::{
    Directions, Exported, File, Format, ImportedFile, Info, Part, ReadError, ReadOptions, Sample, Unit, WriteOptions,
};

/// Label Studio's tasks.
pub struct LabelStudio;

pub(super) const ID: &str = "label-studio";

#[derive(Deserialize)]
struct Task<'a> {
    #[serde(borrow)]
    data: &'a RawValue,
    #[serde(borrow, default, alias = "completions")]
    annotations: Vec<WithRest<'a, Judgement<'a>>>,
    #[serde(borrow, default)]
    predictions: Vec<WithRest<'a, Judgement<'a>>>,
}

/// An annotation or a prediction of a whole task.
#[derive(Deserialize)]
pub(super) struct Judgement<'a> {
    #[serde(borrow, default)]
    pub result: Vec<&'a RawValue>,
    #[serde(default)]
    pub was_cancelled: bool,
    #[serde(borrow, default)]
    pub model_version: Kept<'a>,
}

#[derive(Deserialize)]
pub(super) struct Region<'a> {
    #[serde(borrow, default)]
    pub id: Kept<'a>,
    #[serde(borrow, default, rename = "type")]
    kind: Option<Text<'a>>,
    #[serde(borrow, default)]
    value: Option<WithRest<'a, RegionValue<'a>>>,
    #[serde(default)]
    pub score: Option<f64>,
    #[serde(borrow, default)]
    meta: Kept<'a>,
}

#[derive(Deserialize)]
struct RegionValue<'a> {
    #[serde(borrow, default)]
    start: Kept<'a>,
    #[serde(borrow, default)]
    end: Kept<'a>,
    #[serde(rename = "globalOffsets", default)]
    global: Option<GlobalOffsets>,
    #[serde(borrow, default)]
    text: Kept<'a>,
    #[serde(borrow, default, alias = "hypertextlabels")]
    labels: Vec<Text<'a>>,
}

#[derive(Deserialize)]
struct GlobalOffsets {
    start: Offset,
    end: Offset,
}

impl Format for LabelStudio {
    fn info(&self) -> &'static Info {
        &Info {
            id: ID,
            name: "Label Studio tasks",
            extensions: &["json"],
            directions: Directions::Both,
            unit: Some(Unit::CodePoint),
            is_lines: false,
            is_configuration: false,
            overlaps: true,
            keeps: &[
                Part::DocumentId,
                Part::Title,
                Part::Source,
                Part::Language,
                Part::WhiteSpace,
                Part::Id,
                Part::Status,
                Part::Rejected,
                Part::Origin,
                Part::Score,
                Part::Value,
                Part::Note,
            ],
            summary: "keeps all but label colours, which go to the labelling configuration",
        }
    }

    fn recognise(&self, sample: &Sample<'_>) -> u8 {
        let marks = sample.count(&["\"annotations\"", "\"predictions\"", "\"from_name\"", "\"to_name\"", "\"result\""]);
        sample.all(&["\"data\""], if marks < 2 { 20 } else { 60 + 8 * marks as u8 })
    }

    fn read(&self, file: &File<'_>, options: &ReadOptions) -> Result<ImportedFile, ReadError> {
        let mut importer = Importer::new(file.name, options);
        records(file, &mut importer, |importer, record, is_only| {
            let WithRest { known: task, rest } = match serde_json::from_str::<WithRest<'_, Task<'_>>>(record.json) {
                Ok(task) => task,
                Err(error) => return record.refuse(importer, &error),
            };
            let mut data = Rest::read(Some(task.data.get()));
            let Some((name, text)) = text_field(&data) else {
                return importer.warn(record.line, "data", "it has no text; the task is left out");
            };
            data.remove(&name);
            let mut draft = Draft::new(record.id(file, is_only), text, record.line, Unit::CodePoint);
            draft.trust = Trust::Offsets;
            let mut kept = KeptTask::default();
            for WithRest { known: judgement, rest } in task.annotations {
                let status = if judgement.was_cancelled { Status::Rejected } else { Status::Accepted };
                kept.annotation(&judgement, &rest, record.line, importer);
                add_regions(importer, &mut draft, &mut kept, judgement, status);
            }
            for WithRest { known: judgement, rest } in task.predictions {
                kept.prediction(&judgement, &rest, record.line, importer);
                add_regions(importer, &mut draft, &mut kept, judgement, Status::Suggested);
            }
            draft.unknown = kept.finish(&mut draft, &name, &data, &rest, importer);
            importer.finish(draft);
        })?;
        Ok(importer.done())
    }

    fn write(&self, sessions: &[Session], _options: &WriteOptions) -> Exported {
        let mut out = String::from("[");
        for (index, session) in sessions.iter().enumerate() {
            out.push_str(if index > 0 { ",\n" } else { "\n" });
            write_task(&mut out, session);
        }
        out.push_str("\n]\n");
        Exported::one(self.info(), out, Vec::new())
    }
}

/// The text: the field of that name, or else the first string with white space.
pub(super) fn text_of(data: &RawValue) -> Option<Cow<'_, str>> {
    text_field(&Rest::read(Some(data.get()))).map(|(_, text)| text)
}

/// The name of the field that is the text, and the text. The first is the first by name.
fn text_field<'a>(data: &Rest<'a>) -> Option<(String, Cow<'a, str>)> {
    let string = |name: &str| data.text(name).filter(|_| data.get(name).is_some_and(|json| json.starts_with('"')));
    if let Some(text) = string("text") {
        return Some(("text".to_owned(), text));
    }
    let mut names: Vec<&str> = data.iter().map(|(name, _)| name).collect();
    names.sort_unstable();
    let strings = names.into_iter().filter_map(|name| Some((name.to_owned(), string(name)?)));
    strings.into_iter().find(|(_, text)| text.trim().contains(char::is_whitespace))
}

fn add_regions<'a>(
    importer: &mut Importer<'_>,
    draft: &mut Draft<'a>,
    kept: &mut KeptTask<'a>,
    judgement: Judgement<'a>,
    status: Status,
) {
    for (index, raw) in judgement.result.iter().enumerate() {
        let field = || format!("result[{index}]");
        let WithRest { known: mut region, rest } = match serde_json::from_str::<WithRest<'a, Region<'a>>>(raw.get()) {
            Ok(region) => region,
            Err(error) => {
                importer.warn(draft.line, field(), format!("{}; left out", cause(&error)));
                continue;
            }
        };
        let kind = region.kind.as_ref().map_or("labels", |kind| &kind.0);
        let value = region.value.take().filter(|_| matches!(kind, "labels" | "hypertextlabels"));
        let Some(WithRest { known: value, rest: mut value_rest }) = value else {
            importer.warn(draft.line, field(), format!("a result of type {kind:?} is not supported; left out"));
            continue;
        };
        if kind == "hypertextlabels" {
            let message =
                "results of type \"hypertextlabels\" are read as labels; where they stand in the HTML is left out";
            importer.warn_once(draft.line, &field(), message.to_owned());
            value_rest = Rest::default();
        }
        let offset = |kept: Kept<'_>| serde_json::from_str::<Offset>(kept.0.unwrap_or_default()).ok();
        let (start, end) = match (value.global, offset(value.start), offset(value.end)) {
            (Some(global), ..) => (global.start.0, global.end.0),
            (None, Some(start), Some(end)) => (start.0, end.0),
            _ => {
                importer.warn(draft.line, field(), "start or end is not an offset; left out");
                continue;
            }
        };
        if value.labels.is_empty() {
            importer.warn(draft.line, field(), "it has no label; left out");
        }
        let meta = Rest::read(region.meta.0);
        let stated = meta.text("status");
        let name = meta.text("tagger").or_else(|| judgement.model_version.text().filter(|_| stated.is_none()));
        let notes: Vec<Text<'_>> =
            meta.get("text").and_then(|json| serde_json::from_str(json).ok()).unwrap_or_default();
        let extras = Extras {
            status: stated.or((status != Status::Accepted).then(|| status.name().into())),
            tagger: name.filter(|name| !name.is_empty()),
            tagger_version: meta.text("tagger_version"),
            score: region.score.map(per_mille),
            value: Kept(meta.get("value")).text(),
            note: (!notes.is_empty()).then(|| notes.iter().map(|text| &*text.0).collect::<Vec<_>>().join("\n").into()),
        };
        let names = kept.names(&rest);
        for (rank, label) in value.labels.into_iter().enumerate() {
            let id = number_of(region.id).filter(|_| rank == 0);
            let (quote, extras) = (value.text.text(), extras.clone());
            let at = ("result", index);
            let rests = [&rest, &value_rest, &meta];
            let unknown = keep_region(&region, rests, rank == 0, names, draft.line, importer);
            draft.spans.push(Span { at, id, start, end, quote, label: label.0, extras, unknown, ..Span::default() });
        }
    }
}

fn write_task(out: &mut String, session: &Session) {
    let document = session.document();
    let kept = Rest::of(&document.unknown, ID);
    let of = |status: Status| session.annotations().iter().filter(move |annotation| annotation.status == status);
    let mut object = Object::new(out);
    let mut data = Object::new(object.field("data"));
    let mut text = String::new();
    push_text(&mut text, document.text());
    data.foreign(&kept.text("text").unwrap_or("text".into()), &text);
    write_kept_meta(&mut data, document, &kept.object("data"));
    data.end();

    let names = Names::of(&kept);
    let mut judged: Vec<(Status, Rest<'_>)> = Vec::new();
    for kept in kept.objects("annotations") {
        let is_rejected = kept.text("was_cancelled").is_some_and(|truth| truth == "true");
        judged.push((if is_rejected { Status::Rejected } else { Status::Accepted }, kept));
    }
    for status in [Status::Accepted, Status::Rejected] {
        if judged.iter().all(|(known, _)| *known != status) && of(status).next().is_some() {
            judged.push((status, Rest::default()));
        }
    }
    object.list("annotations", judged, |out, (status, kept)| {
        let mut judgement = Object::new(out);
        write_result(&mut judgement, session, names, of(status));
        judgement.raw("was_cancelled", if status == Status::Rejected { "true" } else { "false" });
        kept.write(&mut judgement, &["result", "was_cancelled"]);
        judgement.end();
    });
    let mut by_model: BTreeMap<String, Vec<&Annotation>> = BTreeMap::new();
    for annotation in of(Status::Suggested) {
        let model = match &annotation.origin {
            Origin::Human => String::new(),
            Origin::Tagger(software) if software.version.is_empty() => software.name.to_string(),
            Origin::Tagger(software) => format!("{} {}", software.name, software.version),
        };
        by_model.entry(model).or_default().push(annotation);
    }
    let mut predictions = Vec::new();
    for kept in kept.objects("predictions") {
        let annotations = by_model.remove(&*kept.text("model_version").unwrap_or_default()).unwrap_or_default();
        predictions.push((None, annotations, kept));
    }
    predictions.extend(by_model.into_iter().map(|(model, annotations)| (Some(model), annotations, Rest::default())));
    object.list("predictions", predictions, |out, (model, annotations, kept)| {
        let mut prediction = Object::new(out);
        prediction.optional("model_version", model.as_deref());
        write_result(&mut prediction, session, names, annotations.into_iter());
        kept.write(&mut prediction, &["result"]);
        prediction.end();
    });
    kept.object("task").write(&mut object, &["data", "annotations", "predictions"]);
    object.end();
}

fn write_result<'a>(
    judgement: &mut Object<'_>,
    session: &Session,
    names: Names<'_>,
    annotations: impl Iterator<Item = &'a Annotation>,
) {
    let mut positions = Positions::new(session.document(), Unit::CodePoint);
    judgement.list("result", annotations, |out, annotation| {
        let kept = Rest::of(&annotation.unknown, ID);
        let (start, end) = positions.offsets(annotation.range);
        let mut region = Object::new(out);
        match kept.get("id") {
            Some(id) => _ = region.raw("id", id),
            None => _ = region.text("id", &format!("a{}", annotation.id.0)),
        }
        names.write(&mut region, &kept);
        region.text("type", "labels");
        let mut value = Object::new(region.field("value"));
        value.number("start", start).number("end", end).text("text", session.document().slice(annotation.range));
        value.list("labels", [&session.labels().get(annotation.label).name], |out, label| push_text(out, label));
        kept.object("value").write(&mut value, &["start", "end", "text", "labels"]);
        value.end();
        write_score(&mut region, annotation, &kept);
        write_region_meta(&mut region, annotation, &kept.object("meta"));
        kept.write(&mut region, &["id", "from_name", "to_name", "type", "value", "score", "meta"]);
        region.end();
    });
}

fn write_region_meta(region: &mut Object<'_>, annotation: &Annotation, kept: &Rest<'_>) {
    let is_suggested = annotation.status == Status::Suggested;
    let software = match &annotation.origin {
        Origin::Human => None,
        // The prediction's `model_version` says as much.
        Origin::Tagger(software) if is_suggested && software.version.is_empty() && !software.name.is_empty() => None,
        Origin::Tagger(software) => Some(software),
    };
    let is_suggested_by_hand = is_suggested && annotation.origin == Origin::Human;
    let is_plain = annotation.note.is_none() && software.is_none() && annotation.value.is_none();
    if is_plain && !is_suggested_by_hand && kept.is_empty() {
        return;
    }
    let mut meta = Object::new(region.field("meta"));
    if let Some(note) = &annotation.note {
        meta.list("text", [note], |out, note| push_text(out, note));
    }
    if is_suggested_by_hand {
        meta.text("status", annotation.status.name());
    }
    if let Some(software) = software {
        meta.text("tagger", &software.name).text("tagger_version", &software.version);
    }
    if let Some(value) = &annotation.value {
        meta.raw("value", &native::value_to_json(value));
    }
    kept.write(&mut meta, &META_FIELDS);
    meta.end();
}

/// The fields of a region's `meta` that are an annotation's own.
pub(super) const META_FIELDS: [&str; 5] = ["text", "status", "tagger", "tagger_version", "value"];

#[cfg(test)]
mod tests {
    use annotation::OffsetUnit;
    use serde_json::Value;

    use super::*;
    use crate::tests;

    fn read(tasks: &str) -> ImportedFile {
        tests::read(&LabelStudio, "ls.json", tasks)
    }

    fn write(sessions: &[Session]) -> String {
        tests::write_lossless(&LabelStudio, sessions)
    }

    /// A result on the first three characters.
    fn result(fields: &str) -> String {
        let value = r#""value":{"start":0,"end":3,"text":"Ana","labels":["PERSON"]}"#;
        format!(r#"{{"id":"x7","from_name":"ner","to_name":"article","type":"labels",{value}{fields}}}"#)
    }

    #[test]
    fn a_task_comes_back_with_all_that_it_has_even_by_way_of_a_file_of_postils_own() {
        let (plain, scored) = (result(""), result(r#","score":0.123456"#));
        let judged = |data: &str, annotations: &str, predictions: &str, rest: &str| {
            format!(r#"{{{rest}"data":{data},"annotations":[{annotations}],"predictions":[{predictions}]}}"#)
        };
        let with = |result: &str, fields: &str| format!(r#"{{"result":[{result}],{fields}}}"#);
        let text = r#"{"text":"Ana paid."}"#;
        let tasks = [
            judged(r#"{"text":"Ana paid.","ref":"A-1","url":{"a":[1]}}"#, "", "", r#""id":77,"meta":{"b":null},"#),
            judged(r#"{"body":"Ana paid.","id":5,"source":{},"ref":2}"#, "", "", ""),
            judged(
                text,
                &with(&plain, r#""was_cancelled":false,"id":1001,"completed_by":10,"lead_time":4.288"#),
                "",
                "",
            ),
            judged(text, &with("", r#""was_cancelled":true,"id":3"#), &with("", r#""model_version":"m0""#), ""),
            judged(text, &with("", r#""was_cancelled":false"#), "", r#""file_upload":"a.json","#),
            judged(text, "", &with(&scored, r#""model_version":"m1","score":0.9"#), ""),
            judged(text, "", &with(&plain, r#""model_version":"m1""#), ""),
            judged(text, "", &with(&plain, r#""model_version":3"#), ""),
            judged(
                text,
                &with(
                    &[
                        result(r#","origin":"manual","meta":{"text":["n"],"lead":1}"#),
                        result("").replace(r#""ner""#, r#""label""#).replace(r#""x7""#, "8"),
                        result("").replace(r#","labels""#, r#","granularity":"word","labels""#),
                    ]
                    .join(","),
                    r#""was_cancelled":false"#,
                ),
                "",
                "",
            ),
        ];
        let tasks = format!("[{}]", tasks.join(",\n"));
        let parsed: Value = serde_json::from_str(&tasks).unwrap();
        for json in [tasks, serde_json::to_string_pretty(&parsed).unwrap()] {
            let imported = read(&json);
            assert_eq!(imported.warnings, []);
            let through = imported.sessions.iter().map(|session| {
                let json = native::write(session, OffsetUnit::CodePoint);
                native::read(json.as_bytes()).unwrap().session
            });
            let through: Vec<Session> = through.collect();
            assert_eq!(write(&through), write(&imported.sessions));
            let written: Value = serde_json::from_str(&write(&through)).unwrap();
            for (written, task) in written.as_array().unwrap().iter().zip(parsed.as_array().unwrap()) {
                assert_eq!(written, task);
            }
        }
    }

    #[test]
    fn what_is_annotated_anew_has_the_names_of_the_task() {
        let task = format!(r#"{{"data":{{"text":"Ana paid."}},"annotations":[{{"result":[{}]}}]}}"#, result(""));
        let session = read(&task).sessions.remove(0);
        let mut annotations: Vec<Annotation> = session.annotations().iter().cloned().collect();
        annotations.push(Annotation { id: annotation::AnnotationId(9), unknown: None, ..annotations[0].clone() });
        let session = Session::restore(session.document().clone(), session.labels().clone(), annotations).unwrap();
        let written: Value = serde_json::from_str(&write(&[session])).unwrap();
        let results = written[0]["annotations"][0]["result"].as_array().unwrap();
        let shown: Vec<String> =
            results.iter().map(|r| format!("{} {} {}", r["id"], r["from_name"], r["to_name"])).collect();
        assert_eq!(shown, [r#""x7" "ner" "article""#, r#""a9" "ner" "article""#]);
    }

    #[test]
    fn what_cannot_be_kept_is_said() {
        let (one, other) = (result(""), result(r#","odd":"\ud83d""#));
        let html = result("").replace(r#""labels","value""#, r#""hypertextlabels","value""#);
        let imported = read(&format!(
            r#"{{"data":{{"text":"Ana paid."}},"annotations":[{{"id":1,"result":[{one},{{"type":"relation"}}]}},{{"id":2,"result":[{other},{html}]}}],"predictions":[{{"result":[]}},{{"id":4,"result":[]}}]}}"#
        ));
        let fields: Vec<&str> = imported.warnings.iter().map(|warning| &*warning.field).collect();
        assert_eq!(fields, ["result[1]", "annotations", "odd", "result[1]", "predictions"]);
    }
}
