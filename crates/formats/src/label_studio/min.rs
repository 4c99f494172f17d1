//! JSON-MIN: each task as one flat object, with the regions under the name of the control.
//!
//! <https://labelstud.io/guide/export#JSON-MIN>; code points.
//!
//! What is lost: status, origin, score, value, note, ids, label definitions, rejected annotations.
//! Not supported: results that are not lists of labelled ranges, which are read over.

use std::borrow::Cow;
use std::collections::BTreeMap;

use annotation::Session;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::CONTROL;
use super::tasks::text_of;
use crate::import::{Draft, Importer, Span, Trust};
use crate::json::{Meta, Object, Offset, SpanList, Text, push_text, read_record, records, write_meta};
use crate::loss::written;
use crate::unit::Positions;
use crate::{
    Directions, Exported, File, Format, ImportedFile, Info, Part, ReadError, ReadOptions, Sample, Unit, WriteOptions,
};

/// JSON-MIN.
pub struct LabelStudioMin;

#[derive(Deserialize)]
struct Region<'a> {
    start: Offset,
    end: Offset,
    #[serde(borrow, default)]
    text: Option<Text<'a>>,
    #[serde(borrow)]
    labels: Vec<Text<'a>>,
}

impl Format for LabelStudioMin {
    fn info(&self) -> &'static Info {
        &Info {
            id: "label-studio-min",
            name: "Label Studio JSON-MIN",
            extensions: &["json"],
            directions: Directions::Both,
            unit: Some(Unit::CodePoint),
            is_lines: false,
            is_configuration: false,
            overlaps: true,
            keeps: &[Part::DocumentId, Part::Title, Part::Source, Part::Language, Part::WhiteSpace],
            summary: "keeps text, ranges and labels; loses status, values and notes",
        }
    }

    fn recognise(&self, sample: &Sample<'_>) -> u8 {
        let score = sample.all(&["\"labels\"", "\"start\"", "\"end\"", "\"text\""], 65);
        if sample.text.contains("\"data\"") || sample.text.contains("\"format\"") { 0 } else { score }
    }

    fn read(&self, file: &File<'_>, options: &ReadOptions) -> Result<ImportedFile, ReadError> {
        let mut importer = Importer::new(file.name, options);
        records(file, &mut importer, |importer, record, is_only| {
            let parsed = serde_json::from_str::<BTreeMap<Cow<'_, str>, &RawValue>>(record.json);
            let (fields, raw): (_, &RawValue) =
                match parsed.and_then(|fields| Ok((fields, serde_json::from_str(record.json)?))) {
                    Ok(parsed) => parsed,
                    Err(error) => return record.refuse(importer, &error),
                };
            let Some(text) = text_of(raw) else {
                return importer.warn(record.line, "text", "it has no text; the task is left out");
            };
            let mut draft = Draft::new(record.id(file, is_only), text, record.line, Unit::CodePoint);
            draft.trust = Trust::Offsets;
            serde_json::from_str::<Meta<'_>>(record.json).unwrap_or_default().describe(&mut draft);
            for (name, raw) in fields.iter().filter(|(_, raw)| raw.get().starts_with("[{")) {
                let regions: SpanList<'_, Region<'_>> = read_record(raw.get()).unwrap_or_default();
                for (index, region) in regions.good("regions", record.line, importer) {
                    for label in region.labels {
                        let (start, end, quote) = (region.start.0, region.end.0, region.text.clone());
                        let quote = quote.map(|text| text.0);
                        let at = (if name == CONTROL { CONTROL } else { "regions" }, index);
                        draft.spans.push(Span { at, start, end, quote, label: label.0, ..Span::default() });
                    }
                }
            }
            importer.finish(draft);
        })?;
        Ok(importer.done())
    }

    fn write(&self, sessions: &[Session], _options: &WriteOptions) -> Exported {
        let mut out = String::from("[");
        for (index, session) in sessions.iter().enumerate() {
            out.push_str(if index > 0 { ",\n" } else { "\n" });
            let document = session.document();
            let mut object = Object::new(&mut out);
            object.text("text", document.text());
            write_meta(&mut object, document);
            let mut positions = Positions::new(document, Unit::CodePoint);
            object.list(CONTROL, written(self.info(), session), |out, annotation| {
                let (start, end) = positions.offsets(annotation.range);
                let mut region = Object::new(out);
                region.number("start", start).number("end", end).text("text", document.slice(annotation.range));
                let label = &session.labels().get(annotation.label).name;
                region.list("labels", [label], |out, label| push_text(out, label)).end();
            });
            object.end();
        }
        out.push_str("\n]\n");
        Exported::one(self.info(), out, Vec::new())
    }
}
