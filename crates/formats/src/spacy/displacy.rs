//! displaCy's manual input: what spaCy's visualizer draws.
//!
//! <https://spacy.io/usage/visualizers#manual-usage>; code points. An array with one document a line is written.
//!
//! What is lost: annotations that overlap an earlier one (the visualizer would draw the text twice), rejected ones,
//! the document's id, source and language, label definitions, ids. Status, origin, score, value and note travel as
//! further fields of each entity, which displaCy ignores. A title is written where it is not the text's first line.
//! Not supported: the offsets of the old `displacy-ent` script, which count UTF-16 code units (give the unit).

use annotation::{Annotation, Document, Session};
use serde::Deserialize;

use super::doc::without_overlaps;
use crate::import::{Draft, Importer};
use crate::json::{Object, SpanList, SpanRecord, Text, push_text, read_record, records, write_extras};
use crate::loss::written;
use crate::unit::Positions;
use crate::{
    Directions, Exported, File, Format, ImportedFile, Info, Loss, Part, ReadError, ReadOptions, Sample, Unit, What,
    WriteOptions,
};

/// displaCy's manual input.
pub struct Displacy;

#[derive(Deserialize)]
struct DisplacyRecord<'a> {
    #[serde(borrow)]
    text: Text<'a>,
    #[serde(borrow, default)]
    ents: SpanList<'a, SpanRecord<'a>>,
    #[serde(borrow, default)]
    title: Option<Text<'a>>,
}

impl Format for Displacy {
    fn info(&self) -> &'static Info {
        &Info {
            id: "displacy",
            name: "displaCy",
            extensions: &["json"],
            directions: Directions::Both,
            unit: Some(Unit::CodePoint),
            is_lines: false,
            is_configuration: false,
            overlaps: false,
            keeps: &[Part::Title, Part::WhiteSpace, Part::Status, Part::Origin, Part::Score, Part::Value, Part::Note],
            summary: "for drawing with spaCy; drops overlapping and rejected annotations",
        }
    }

    fn recognise(&self, sample: &Sample<'_>) -> u8 {
        let score = sample.all(&["\"text\"", "\"ents\""], 60);
        if sample.text.contains("\"title\"") { score + score / 6 } else { score }
    }

    fn read(&self, file: &File<'_>, options: &ReadOptions) -> Result<ImportedFile, ReadError> {
        let mut importer = Importer::new(file.name, options);
        records(file, &mut importer, |importer, record, is_only| {
            let parsed: DisplacyRecord<'_> = match read_record(record.json) {
                Ok(parsed) => parsed,
                Err(error) => return record.refuse(importer, &error),
            };
            let mut draft = Draft::new(record.id(file, is_only), parsed.text.0, record.line, Unit::CodePoint);
            draft.title = parsed.title.map(|title| title.0);
            parsed.ents.add("ents", importer, &mut draft);
            importer.finish(draft);
        })?;
        Ok(importer.done())
    }

    fn write(&self, sessions: &[Session], _options: &WriteOptions) -> Exported {
        let (mut out, mut losses) = (String::from("["), Vec::new());
        for (index, session) in sessions.iter().enumerate() {
            out.push_str(if index > 0 { ",\n" } else { "\n" });
            let annotations: Vec<&Annotation> = written(self.info(), session).collect();
            let (ents, rest) = without_overlaps(&annotations);
            let dropped = What::Dropped("it overlaps an earlier annotation");
            losses.extend(rest.iter().map(|a| Loss::of(session.document(), session.labels(), a, dropped.clone())));
            write_record(&mut out, session, &ents);
        }
        out.push_str("\n]\n");
        Exported::one(self.info(), out, losses)
    }
}

fn write_record(out: &mut String, session: &Session, ents: &[&Annotation]) {
    let document = session.document();
    let mut positions = Positions::new(document, Unit::CodePoint);
    let mut object = Object::new(out);
    object.text("text", document.text());
    object.list("ents", ents, |out, annotation| {
        let (start, end) = positions.offsets(annotation.range);
        let mut object = Object::new(out);
        object.number("start", start).number("end", end);
        object.text("label", &session.labels().get(annotation.label).name);
        write_extras(&mut object, annotation);
        object.end();
    });
    match *document.title == *Document::first_line(document.text()) {
        true => object.field("title").push_str("null"),
        false => push_text(object.field("title"), &document.title),
    }
    object.end();
}
