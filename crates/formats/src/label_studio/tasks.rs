//! Tasks, as "JSON" exports them and as they are imported.
//!
//! <https://labelstud.io/guide/task_format>; code points. Accepted annotations stand in the task's first annotation,
//! suggested ones in predictions by their tagger, rejected ones in an annotation that was cancelled. Notes stand in a
//! region's `meta.text`; origin and value in `meta`.
//!
//! Where a region's text differs from the text at its offsets, the offsets hold: Label Studio changes white space there.
//!
//! What is lost: label definitions (see the configuration). Not supported: relations, and regions of other types than
//! labels (said when they are read); in HTML, only `globalOffsets`.

use std::collections::BTreeMap;

use annotation::{Annotation, Origin, Session, Status};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::{CONTROL, OBJECT};
use crate::import::{Draft, Extras, Importer, Span, Trust};
use crate::json::{Kept, Meta, Object, Offset, Text, cause, number_of, push_text, records, write_meta};
use crate::native;
use crate::unit::Positions;
use crate::{
    Directions, Exported, File, Format, ImportedFile, Info, Part, ReadError, ReadOptions, Sample, Unit, WriteOptions,
};

/// Label Studio's tasks.
pub struct LabelStudio;

#[derive(Deserialize)]
struct Task<'a> {
    #[serde(borrow)]
    data: &'a RawValue,
    #[serde(borrow, default, alias = "completions")]
    annotations: Vec<Judgement<'a>>,
    #[serde(borrow, default)]
    predictions: Vec<Judgement<'a>>,
}

/// An annotation or a prediction of a whole task.
#[derive(Deserialize)]
struct Judgement<'a> {
    #[serde(borrow, default)]
    result: Vec<&'a RawValue>,
    #[serde(default)]
    was_cancelled: bool,
    #[serde(borrow, default)]
    model_version: Option<Text<'a>>,
}

#[derive(Deserialize)]
struct Region<'a> {
    #[serde(borrow, default)]
    id: Option<Text<'a>>,
    #[serde(borrow, default, rename = "type")]
    kind: Option<Text<'a>>,
    #[serde(borrow, default)]
    value: Option<RegionValue<'a>>,
    #[serde(default)]
    score: Option<f64>,
    #[serde(borrow, default)]
    meta: RegionMeta<'a>,
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

#[derive(Deserialize, Default)]
struct RegionMeta<'a> {
    #[serde(borrow, default)]
    text: Vec<Text<'a>>,
    #[serde(borrow, default)]
    status: Option<Text<'a>>,
    #[serde(borrow, default)]
    tagger: Option<Text<'a>>,
    #[serde(borrow, default)]
    tagger_version: Option<Text<'a>>,
    #[serde(borrow, default)]
    value: Kept<'a>,
}

impl Format for LabelStudio {
    fn info(&self) -> &'static Info {
        &Info {
            id: "label-studio",
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
            let task: Task<'_> = match serde_json::from_str(record.json) {
                Ok(task) => task,
                Err(error) => return record.refuse(importer, &error),
            };
            let Some(text) = text_of(task.data) else {
                return importer.warn(record.line, "data", "it has no text; the task is left out");
            };
            let mut draft = Draft::new(record.id(file, is_only), text, record.line, Unit::CodePoint);
            draft.trust = Trust::Offsets;
            serde_json::from_str::<Meta<'_>>(task.data.get()).unwrap_or_default().describe(&mut draft);
            for judgement in task.annotations {
                let status = if judgement.was_cancelled { Status::Rejected } else { Status::Accepted };
                add_regions(importer, &mut draft, judgement, status);
            }
            for judgement in task.predictions {
                add_regions(importer, &mut draft, judgement, Status::Suggested);
            }
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
pub(super) fn text_of(data: &RawValue) -> Option<std::borrow::Cow<'_, str>> {
    let fields: BTreeMap<std::borrow::Cow<'_, str>, Kept<'_>> = serde_json::from_str(data.get()).ok()?;
    let is_string = |kept: &&Kept<'_>| kept.0.is_some_and(|json| json.starts_with('"'));
    if let Some(text) = fields.get("text").filter(is_string) {
        return text.text();
    }
    let has_words = |text: &std::borrow::Cow<'_, str>| text.trim().contains(char::is_whitespace);
    fields.values().filter(|kept| is_string(kept)).filter_map(|kept| kept.text()).find(has_words)
}

fn add_regions<'a>(importer: &mut Importer<'_>, draft: &mut Draft<'a>, judgement: Judgement<'a>, status: Status) {
    for (index, raw) in judgement.result.iter().enumerate() {
        let field = || format!("result[{index}]");
        let region: Region<'a> = match serde_json::from_str(raw.get()) {
            Ok(region) => region,
            Err(error) => {
                importer.warn(draft.line, field(), format!("{}; left out", cause(&error)));
                continue;
            }
        };
        let kind = region.kind.as_ref().map_or("labels", |kind| &kind.0);
        let Some(value) = region.value.filter(|_| matches!(kind, "labels" | "hypertextlabels")) else {
            importer.warn(draft.line, field(), format!("a result of type {kind:?} is not supported; left out"));
            continue;
        };
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
        let meta = region.meta;
        let name = meta.tagger.or_else(|| judgement.model_version.clone().filter(|_| meta.status.is_none()));
        let extras = Extras {
            status: meta.status.map(|text| text.0).or((status != Status::Accepted).then(|| status.name().into())),
            tagger: name.map(|text| text.0).filter(|name| !name.is_empty()),
            tagger_version: meta.tagger_version.map(|text| text.0),
            score: region.score.map(|score| (score * 1000.0).round() as i64),
            value: meta.value.text(),
            note: (!meta.text.is_empty())
                .then(|| meta.text.iter().map(|text| &*text.0).collect::<Vec<_>>().join("\n").into()),
        };
        for (rank, label) in value.labels.into_iter().enumerate() {
            let id = region.id.as_ref().and_then(|id| number_of(&id.0)).filter(|_| rank == 0);
            let (quote, extras) = (value.text.text(), extras.clone());
            let at = ("result", index);
            draft.spans.push(Span { at, id, start, end, quote, label: label.0, extras, ..Span::default() });
        }
    }
}

fn write_task(out: &mut String, session: &Session) {
    let of = |status: Status| session.annotations().iter().filter(move |annotation| annotation.status == status);
    let mut object = Object::new(out);
    let mut data = Object::new(object.field("data"));
    data.text("text", session.document().text());
    write_meta(&mut data, session.document());
    data.end();

    let judged = [(Status::Accepted, "false"), (Status::Rejected, "true")];
    let judged = judged.into_iter().filter(|(status, _)| of(*status).next().is_some());
    object.list("annotations", judged, |out, (status, was_cancelled)| {
        let mut judgement = Object::new(out);
        write_result(&mut judgement, session, of(status));
        judgement.raw("was_cancelled", was_cancelled).end();
    });
    let mut predictions: BTreeMap<String, Vec<&Annotation>> = BTreeMap::new();
    for annotation in of(Status::Suggested) {
        let model = match &annotation.origin {
            Origin::Human => String::new(),
            Origin::Tagger(software) => format!("{} {}", software.name, software.version),
        };
        predictions.entry(model).or_default().push(annotation);
    }
    object.list("predictions", predictions, |out, (model, annotations)| {
        let mut prediction = Object::new(out);
        prediction.text("model_version", &model);
        write_result(&mut prediction, session, annotations.into_iter());
        prediction.end();
    });
    object.end();
}

fn write_result<'a>(judgement: &mut Object<'_>, session: &Session, annotations: impl Iterator<Item = &'a Annotation>) {
    let mut positions = Positions::new(session.document(), Unit::CodePoint);
    judgement.list("result", annotations, |out, annotation| {
        let (start, end) = positions.offsets(annotation.range);
        let mut region = Object::new(out);
        region.text("id", &format!("a{}", annotation.id.0));
        region.text("from_name", CONTROL).text("to_name", OBJECT).text("type", "labels");
        let mut value = Object::new(region.field("value"));
        value.number("start", start).number("end", end).text("text", session.document().slice(annotation.range));
        value.list("labels", [&session.labels().get(annotation.label).name], |out, label| push_text(out, label));
        value.end();
        if let Some(score) = annotation.score {
            region.raw("score", &format!("{}", f64::from(score.per_mille()) / 1000.0));
        }
        write_region_meta(&mut region, annotation);
        region.end();
    });
}

fn write_region_meta(region: &mut Object<'_>, annotation: &Annotation) {
    let software = match &annotation.origin {
        Origin::Human => None,
        Origin::Tagger(software) => Some(software),
    };
    let is_suggested_by_hand = annotation.status == Status::Suggested && software.is_none();
    if annotation.note.is_none() && software.is_none() && annotation.value.is_none() && !is_suggested_by_hand {
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
    meta.end();
}
