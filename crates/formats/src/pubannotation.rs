//! PubAnnotation JSON: denotations, with attributes beside them.
//!
//! <https://www.pubannotation.org/docs/annotation-format/>; code points, checked against the text's length. Status,
//! origin, score, value and note are attributes of those names; those of other names go into the note.
//!
//! What is lost: label definitions, rejected annotations, the document's title and language.
//! Not supported: relations (said when they are read); a discontinuous span is read as its parts; `tracks` are read as
//! one.

use std::collections::HashMap;

use annotation::Session;
use serde::Deserialize;

use crate::import::{Draft, Extras, Importer, Span};
use crate::json::{Kept, Object, Offset, SpanList, Text, number_of, read_record, records, write_extras};
use crate::loss::written;
use crate::unit::Positions;
use crate::{
    Directions, Exported, File, Format, ImportedFile, Info, Part, ReadError, ReadOptions, Sample, Unit, WriteOptions,
};

/// PubAnnotation JSON.
pub struct PubAnnotation;

#[derive(Deserialize)]
struct DocumentRecord<'a> {
    #[serde(borrow)]
    text: Text<'a>,
    #[serde(borrow, default)]
    sourceid: Option<Text<'a>>,
    #[serde(borrow, default)]
    target: Option<Text<'a>>,
    #[serde(borrow, default)]
    denotations: SpanList<'a, Denotation<'a>>,
    #[serde(borrow, default)]
    attributes: SpanList<'a, Attribute<'a>>,
    #[serde(borrow, default)]
    relations: Kept<'a>,
    #[serde(borrow, default)]
    tracks: Vec<Track<'a>>,
}

#[derive(Deserialize)]
struct Track<'a> {
    #[serde(borrow, default)]
    denotations: SpanList<'a, Denotation<'a>>,
    #[serde(borrow, default)]
    attributes: SpanList<'a, Attribute<'a>>,
    #[serde(borrow, default)]
    relations: Kept<'a>,
}

#[derive(Deserialize)]
struct Denotation<'a> {
    #[serde(borrow, default)]
    id: Option<Text<'a>>,
    span: OneOrMore,
    #[serde(borrow, default)]
    obj: Option<Text<'a>>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMore {
    One(Ends),
    More(Vec<Ends>),
}

#[derive(Deserialize)]
struct Ends {
    begin: Offset,
    end: Offset,
}

#[derive(Deserialize)]
struct Attribute<'a> {
    #[serde(borrow)]
    subj: Text<'a>,
    #[serde(borrow)]
    pred: Text<'a>,
    #[serde(borrow, default)]
    obj: Kept<'a>,
}

impl Format for PubAnnotation {
    fn info(&self) -> &'static Info {
        &Info {
            id: "pubannotation",
            name: "PubAnnotation JSON",
            extensions: &["json"],
            directions: Directions::Both,
            unit: Some(Unit::CodePoint),
            is_lines: false,
            is_configuration: false,
            overlaps: true,
            keeps: &[
                Part::DocumentId,
                Part::Source,
                Part::WhiteSpace,
                Part::Id,
                Part::Status,
                Part::Origin,
                Part::Score,
                Part::Value,
                Part::Note,
            ],
            summary: "keeps all of accepted and suggested annotations; loses titles and label colours",
        }
    }

    fn recognise(&self, sample: &Sample<'_>) -> u8 {
        sample.all(&["\"denotations\"", "\"text\""], 95)
    }

    fn read(&self, file: &File<'_>, options: &ReadOptions) -> Result<ImportedFile, ReadError> {
        let mut importer = Importer::new(file.name, options);
        records(file, &mut importer, |importer, record, is_only| {
            let document: DocumentRecord<'_> = match read_record(record.json) {
                Ok(document) => document,
                Err(error) => return record.refuse(importer, &error),
            };
            let DocumentRecord { text, sourceid, target, denotations, attributes, relations, tracks } = document;
            let id = sourceid.map_or_else(|| record.id(file, is_only).into(), |id| id.0);
            let mut draft = Draft::new(id, text.0, record.line, Unit::CodePoint);
            draft.source = target.map(|target| target.0);
            for track in std::iter::once(Track { denotations, attributes, relations }).chain(tracks) {
                add_track(importer, &mut draft, track);
            }
            importer.finish(draft);
        })?;
        Ok(importer.done())
    }

    fn write(&self, sessions: &[Session], _options: &WriteOptions) -> Exported {
        let mut out = String::from("[");
        for (index, session) in sessions.iter().enumerate() {
            out.push_str(if index > 0 { ",\n" } else { "\n" });
            write_document(&mut out, self.info(), session);
        }
        out.push_str("\n]\n");
        Exported::one(self.info(), out, Vec::new())
    }
}

fn add_track<'a>(importer: &mut Importer<'_>, draft: &mut Draft<'a>, track: Track<'a>) {
    if track.relations.0.is_some_and(|relations| relations != "[]") {
        importer.warn(draft.line, "relations", "not supported; left out");
    }
    let mut extras: HashMap<std::borrow::Cow<'a, str>, Extras<'a>> = HashMap::new();
    for (_, attribute) in track.attributes.good("attributes", draft.line, importer) {
        let of = extras.entry(attribute.subj.0).or_default();
        let object = attribute.obj.text();
        match &*attribute.pred.0 {
            "status" => of.status = object,
            "tagger" => of.tagger = object,
            "tagger_version" => of.tagger_version = object,
            "score" => of.score = object.map(|score| score.parse().unwrap_or(-1)),
            "value" => of.value = object,
            "note" => of.note = object,
            other => {
                let remark = format!("{other}: {}", object.unwrap_or_default());
                of.note = Some(of.note.take().map_or(remark.clone(), |note| format!("{note}\n{remark}")).into());
            }
        }
    }
    for (index, denotation) in track.denotations.good("denotations", draft.line, importer) {
        let parts = match denotation.span {
            OneOrMore::One(ends) => vec![ends],
            OneOrMore::More(parts) => {
                let message = format!("it is discontinuous; read as its {} parts", parts.len());
                importer.warn(draft.line, format!("denotations[{index}]"), message);
                parts
            }
        };
        let name = denotation.id.as_ref().map(|id| &*id.0);
        for (rank, ends) in parts.into_iter().enumerate() {
            draft.spans.push(Span {
                at: ("denotations", index),
                id: name.and_then(number_of).filter(|_| rank == 0),
                start: ends.begin.0,
                end: ends.end.0,
                label: denotation.obj.clone().unwrap_or_default().0,
                extras: name.and_then(|name| extras.get(name)).cloned().unwrap_or_default(),
                ..Span::default()
            });
        }
    }
}

fn write_document(out: &mut String, info: &Info, session: &Session) {
    let document = session.document();
    let mut object = Object::new(out);
    object.text("sourceid", &document.id).optional("target", document.source.as_deref());
    object.text("text", document.text());
    let mut positions = Positions::new(document, Unit::CodePoint);
    let mut attributes: Vec<(u32, String, String)> = Vec::new();
    object.list("denotations", written(info, session), |out, annotation| {
        let (start, end) = positions.offsets(annotation.range);
        let mut denotation = Object::new(out);
        denotation.text("id", &format!("T{}", annotation.id.0));
        Object::new(denotation.field("span")).number("begin", start).number("end", end).end();
        denotation.text("obj", &session.labels().get(annotation.label).name).end();
        let mut json = String::new();
        let mut extras = Object::new(&mut json);
        write_extras(&mut extras, annotation);
        extras.end();
        let fields: serde_json::Map<String, serde_json::Value> = serde_json::from_str(&json).unwrap_or_default();
        attributes.extend(fields.into_iter().map(|(name, value)| (annotation.id.0, name, value.to_string())));
    });
    object.list("attributes", attributes.iter().enumerate(), |out, (index, (id, name, value))| {
        let mut attribute = Object::new(out);
        attribute.text("id", &format!("A{}", index + 1)).text("subj", &format!("T{id}"));
        attribute.text("pred", name).raw("obj", value).end();
    });
    object.end();
}
