//! UIMA CAS JSON 0.4, as INCEpTION and dkpro-cassis read and write it.
//!
//! <https://github.com/apache/uima-uimaj-io-jsoncas>, `SPECIFICATION.adoc`; UTF-16 code units. One document a file.
//!
//! Annotations are DKPro's `NamedEntity` with the label in `value`; status, origin, score, figure value and note are
//! features beside it, declared in `%TYPES`. Other types with a feature `value` are read too.
//!
//! What is lost: the document's id, title and source, label definitions, rejected annotations.
//! Not supported: several views (the first is read), other features, relations.

use std::collections::BTreeMap;

use annotation::{Annotation, Session};
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::file_names::file_names;
use crate::import::{Draft, Importer, Span};
use crate::json::{FeatureRecord, Kept, Lines, Object, Offset, Text, cause, records, write_extras};
use crate::loss::written;
use crate::unit::Positions;
use crate::{
    Directions, Exported, File, Format, ImportedFile, Info, NamedFile, Part, ReadError, ReadOptions, Sample, Unit,
    WriteOptions,
};

/// UIMA CAS JSON.
pub struct CasJson;

const NAMED_ENTITY: &str = "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity";
const DOCUMENT: &str = "uima.tcas.DocumentAnnotation";
/// The features that hold what DKPro's type has no place for, all of type string.
const FEATURES: [&str; 6] = ["status", "tagger", "tagger_version", "score", "figure", "note"];

#[derive(Deserialize)]
struct Cas<'a> {
    #[serde(borrow, rename = "%FEATURE_STRUCTURES")]
    structures: Vec<&'a RawValue>,
}

#[derive(Deserialize)]
struct Structure<'a> {
    #[serde(rename = "%ID", default)]
    id: Option<u32>,
    #[serde(borrow, rename = "%TYPE")]
    kind: Text<'a>,
    #[serde(borrow, rename = "sofaString", default)]
    text: Option<Text<'a>>,
    #[serde(borrow, rename = "sofaID", default)]
    view: Option<Text<'a>>,
    #[serde(rename = "@sofa", default)]
    sofa: Option<u32>,
    #[serde(borrow, default)]
    language: Option<Text<'a>>,
    #[serde(default)]
    begin: Option<Offset>,
    #[serde(default)]
    end: Option<Offset>,
    #[serde(borrow, default)]
    value: Kept<'a>,
    #[serde(borrow, default)]
    figure: Kept<'a>,
    #[serde(borrow, default)]
    status: Kept<'a>,
    #[serde(borrow, default)]
    tagger: Kept<'a>,
    #[serde(borrow, default)]
    tagger_version: Kept<'a>,
    #[serde(borrow, default)]
    score: Kept<'a>,
    #[serde(borrow, default)]
    note: Kept<'a>,
}

impl Format for CasJson {
    fn info(&self) -> &'static Info {
        &Info {
            id: "cas",
            name: "UIMA CAS JSON",
            extensions: &["json"],
            directions: Directions::Both,
            unit: Some(Unit::Utf16),
            is_lines: false,
            is_configuration: false,
            overlaps: true,
            keeps: &[
                Part::Language,
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
        match sample.count(&["\"%TYPES\"", "\"%FEATURE_STRUCTURES\"", "\"%TYPE\""]) {
            0 => 0,
            count => 70 + 10 * count as u8,
        }
    }

    fn read(&self, file: &File<'_>, options: &ReadOptions) -> Result<ImportedFile, ReadError> {
        let mut importer = Importer::new(file.name, options);
        records(file, &mut importer, |importer, record, is_only| {
            let raw = match serde_json::from_str::<Cas<'_>>(record.json) {
                Ok(cas) => cas.structures,
                Err(error) => return record.refuse(importer, &error),
            };
            let mut lines = Lines::new(record.json, record.line);
            let mut structures = Vec::with_capacity(raw.len());
            for (index, raw) in raw.into_iter().enumerate() {
                match serde_json::from_str::<Structure<'_>>(raw.get()) {
                    Ok(structure) => structures.push((index, structure)),
                    Err(error) => {
                        let line = lines.of(raw.get());
                        importer.warn(line, format!("structures[{index}]"), format!("{}; left out", cause(&error)));
                    }
                }
            }
            let Some((_, sofa)) = structures.iter().find(|(_, structure)| structure.text.is_some()) else {
                return importer.warn(record.line, "sofaString", "it has no text; left out");
            };
            let (sofa_id, text) = (sofa.id, sofa.text.clone().unwrap_or_default().0);
            if structures.iter().filter(|(_, structure)| structure.view.is_some()).count() > 1 {
                importer.warn(record.line, "%VIEWS", "several views are not supported; the first with a text is read");
            }
            let mut draft = Draft::new(record.id(file, is_only), text, record.line, Unit::Utf16);
            for (index, structure) in structures {
                if structure.sofa.is_some() && structure.sofa != sofa_id {
                    continue;
                }
                if structure.kind.0 == DOCUMENT {
                    let language = structure.language.map(|language| language.0);
                    draft.language = language.filter(|language| language != "x-unspecified");
                    continue;
                }
                let is_entity = structure.kind.0 == NAMED_ENTITY;
                let (Some(start), Some(end), Some(label)) = (structure.begin, structure.end, structure.value.text())
                else {
                    continue;
                };
                if !is_entity && !structure.kind.0.contains("NamedEntity") && !structure.kind.0.contains("custom") {
                    let message = format!("annotations of type {} are left out", structure.kind.0);
                    importer.warn_once(record.line, "%TYPE", message);
                    continue;
                }
                let features = FeatureRecord {
                    label: Kept::default(),
                    status: structure.status,
                    tagger: structure.tagger,
                    tagger_version: structure.tagger_version,
                    score: structure.score,
                    value: structure.figure,
                    note: structure.note,
                };
                let (id, extras) = (structure.id.and_then(|id| id.checked_sub(FIRST_ID)), features.extras());
                let at = ("structures", index);
                draft.spans.push(Span { at, id, start: start.0, end: end.0, label, extras, ..Span::default() });
            }
            importer.finish(draft);
        })?;
        Ok(importer.done())
    }

    fn write(&self, sessions: &[Session], _options: &WriteOptions) -> Exported {
        let file = |(session, name): (&Session, String)| NamedFile {
            name: name + ".json",
            bytes: write_cas(self.info(), session).into_bytes(),
        };
        Exported { files: sessions.iter().zip(file_names(sessions)).map(file).collect(), losses: Vec::new() }
    }
}

/// Annotation 0 has this id: those before are the text's and the document's.
const FIRST_ID: u32 = 3;

fn write_cas(info: &Info, session: &Session) -> String {
    let document = session.document();
    let mut out = String::new();
    let mut cas = Object::new(&mut out);
    write_types(&mut cas);
    let mut positions = Positions::new(document, Unit::Utf16);
    let whole = positions.offset(document.len().into());
    let structures = cas.field("%FEATURE_STRUCTURES");
    structures.push_str("[\n");
    let mut sofa = Object::new(structures);
    sofa.number("%ID", 1).text("%TYPE", "uima.cas.Sofa").number("sofaNum", 1).text("sofaID", "_InitialView");
    sofa.text("mimeType", "text").text("sofaString", document.text()).end();
    structures.push_str(",\n");
    let mut described = Object::new(structures);
    described.number("%ID", 2).text("%TYPE", DOCUMENT).number("@sofa", 1).number("begin", 0).number("end", whole);
    described.text("language", document.language.as_deref().unwrap_or("x-unspecified")).end();
    for annotation in written(info, session) {
        structures.push_str(",\n");
        write_structure(structures, session, annotation, positions.offsets(annotation.range));
    }
    structures.push(']');
    let mut views = Object::new(cas.field("%VIEWS"));
    let mut view = Object::new(views.field("_InitialView"));
    let members = written(info, session).map(|annotation| annotation.id.0.saturating_add(FIRST_ID));
    view.number("%SOFA", 1).list("%MEMBERS", std::iter::once(2).chain(members), |out, id: u32| {
        out.push_str(&id.to_string());
    });
    view.end();
    views.end();
    cas.end();
    out + "\n"
}

fn write_types(cas: &mut Object<'_>) {
    let mut types = Object::new(cas.field("%TYPES"));
    let mut entity = Object::new(types.field(NAMED_ENTITY));
    entity.text("%NAME", NAMED_ENTITY).text("%SUPER_TYPE", "uima.tcas.Annotation");
    for name in ["value", "identifier"].into_iter().chain(FEATURES) {
        Object::new(entity.field(name)).text("%NAME", name).text("%RANGE", "uima.cas.String").end();
    }
    entity.end();
    types.end();
}

fn write_structure(out: &mut String, session: &Session, annotation: &Annotation, (start, end): (u32, u32)) {
    let mut object = Object::new(out);
    object.number("%ID", annotation.id.0.saturating_add(FIRST_ID)).text("%TYPE", NAMED_ENTITY).number("@sofa", 1);
    object.number("begin", start).number("end", end);
    object.text("value", &session.labels().get(annotation.label).name);
    let mut json = String::new();
    let mut extras = Object::new(&mut json);
    write_extras(&mut extras, annotation);
    extras.end();
    let fields: BTreeMap<String, Kept<'_>> = serde_json::from_str(&json).unwrap_or_default();
    for name in FEATURES {
        let field = fields.get(if name == "figure" { "value" } else { name });
        object.optional(name, field.and_then(|field| field.text()).as_deref());
    }
    object.end();
}
