//! Tables: one annotation a row, as CSV (RFC 4180) or with tabs.
//!
//! <https://www.rfc-editor.org/rfc/rfc4180>. Each row names its unit, code points unless asked otherwise. The row of a
//! document comes before those of its annotations: it has no number and no label, and its text is the document's.
//! A file without such rows is read if the text is given.
//!
//! A cell that a spreadsheet would run as a formula begins with an apostrophe, which is taken off again; the column
//! `cells` says whether that was done. Columns are found by their names, in any order.
//!
//! What is lost: the document's title, source and language, label definitions.
//! Not supported: other encodings than UTF-8 and UTF-16.

use std::borrow::Cow;
use std::collections::HashMap;

use annotation::{Annotation, Origin, Session};

use crate::import::{Draft, Extras, Importer, Span};
use crate::unit::Positions;
use crate::{
    Directions, Exported, File, Format, ImportedFile, Info, Part, ReadError, ReadOptions, Sample, Unit, UnitChoice,
    WriteOptions, native, plain_text,
};

/// Comma-separated values.
pub struct Csv;

/// Tab-separated values.
pub struct Tsv;

const COLUMNS: [&str; 14] = [
    "doc_id",
    "ann_id",
    "label",
    "start",
    "end",
    "unit",
    "text",
    "value",
    "status",
    "source",
    "source_version",
    "score",
    "note",
    "cells",
];

const CSV: Info = Info {
    id: "csv",
    name: "CSV",
    extensions: &["csv"],
    directions: Directions::Both,
    unit: Some(Unit::CodePoint),
    is_lines: false,
    is_configuration: false,
    overlaps: true,
    keeps: &[
        Part::DocumentId,
        Part::WhiteSpace,
        Part::Id,
        Part::Status,
        Part::Rejected,
        Part::Origin,
        Part::Score,
        Part::Value,
        Part::Note,
    ],
    summary: "keeps all of an annotation; loses titles and label colours",
};

impl Format for Csv {
    fn info(&self) -> &'static Info {
        &CSV
    }

    fn unit_choice(&self) -> UnitChoice {
        UnitChoice::Named(&Unit::ALL)
    }

    fn recognise(&self, sample: &Sample<'_>) -> u8 {
        recognise(sample, ',')
    }

    fn read(&self, file: &File<'_>, options: &ReadOptions) -> Result<ImportedFile, ReadError> {
        read(file, options, b',')
    }

    fn write(&self, sessions: &[Session], options: &WriteOptions) -> Exported {
        write(self.info(), sessions, options, b',')
    }
}

impl Format for Tsv {
    fn info(&self) -> &'static Info {
        const TSV: Info = Info { id: "tsv", name: "TSV", extensions: &["tsv", "tab"], ..CSV };
        &TSV
    }

    fn unit_choice(&self) -> UnitChoice {
        UnitChoice::Named(&Unit::ALL)
    }

    fn recognise(&self, sample: &Sample<'_>) -> u8 {
        recognise(sample, '\t')
    }

    fn read(&self, file: &File<'_>, options: &ReadOptions) -> Result<ImportedFile, ReadError> {
        read(file, options, b'\t')
    }

    fn write(&self, sessions: &[Session], options: &WriteOptions) -> Exported {
        write(self.info(), sessions, options, b'\t')
    }
}

fn recognise(sample: &Sample<'_>, separator: char) -> u8 {
    let header = sample.text.trim_start_matches('\u{feff}').lines().next().unwrap_or_default();
    let columns: Vec<&str> = header.split(separator).map(|column| column.trim_matches('"')).collect();
    let needed = ["label", "start", "end"].iter().all(|name| columns.contains(name));
    if needed { 90 } else { 0 }
}

/// A row by the names of its columns.
struct Row<'r> {
    columns: &'r HashMap<String, usize>,
    record: &'r csv::StringRecord,
    is_guarded: bool,
}

impl Row<'_> {
    /// A cell without its guard; `None` if it is empty or not there.
    fn cell(&self, name: &str) -> Option<String> {
        let cell = self.record.get(*self.columns.get(name)?).filter(|cell| !cell.is_empty())?;
        Some(cell.strip_prefix('\'').filter(|_| self.is_guarded).unwrap_or(cell).to_owned())
    }
}

fn read(file: &File<'_>, options: &ReadOptions, separator: u8) -> Result<ImportedFile, ReadError> {
    let content = plain_text::decode(file.bytes)?;
    let content = content.strip_prefix('\u{feff}').unwrap_or(&content);
    let mut reader = csv::ReaderBuilder::new().delimiter(separator).flexible(true).from_reader(content.as_bytes());
    let wrong = |found: String| ReadError::NotThis { expected: "a table of annotations", found };
    let header = reader.headers().map_err(|error| wrong(error.to_string()))?.clone();
    let columns: HashMap<String, usize> =
        header.iter().enumerate().map(|(index, name)| (name.trim().to_ascii_lowercase(), index)).collect();
    for needed in ["label", "start", "end"] {
        if !columns.contains_key(needed) {
            return Err(wrong(format!("its first line has no column \"{needed}\"")));
        }
    }
    let mut importer = Importer::new(file.name, options);
    let mut drafts: Vec<Draft<'_>> = Vec::new();
    let mut by_id: HashMap<String, usize> = HashMap::new();
    for (index, record) in reader.records().enumerate() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                importer.warn(index + 2, "row", format!("{error}; left out"));
                continue;
            }
        };
        let line = record.position().map_or(index + 2, |position| position.line() as usize);
        let is_guarded = columns.get("cells").and_then(|&column| record.get(column)) == Some("guarded");
        let row = Row { columns: &columns, record: &record, is_guarded };
        let id = row.cell("doc_id").unwrap_or_else(|| file.stem().to_owned());
        let is_document = row.cell("label").is_none() && row.cell("ann_id").is_none();
        let draft = match by_id.get(&id) {
            Some(_) if is_document => {
                importer.warn(line, "doc_id", format!("document {id:?} has a second text; left out"));
                continue;
            }
            Some(&known) => &mut drafts[known],
            None => {
                let text = if is_document { row.cell("text") } else { options.text.as_deref().map(str::to_owned) };
                let Some(text) = text.or(is_document.then(String::new)) else {
                    importer.warn_once(line, "text", format!("the text of document {id:?} is not there; give it"));
                    continue;
                };
                by_id.insert(id.clone(), drafts.len());
                drafts.push(Draft::new(id, text, line, Unit::CodePoint));
                drafts.last_mut().expect("one was just put there")
            }
        };
        if let Some(name) = row.cell("unit") {
            match Unit::from_name(&name) {
                Some(unit) => (draft.unit, draft.unit_is_named) = (unit, true),
                None => importer.warn_once(line, "unit", format!("{name:?} is no offset unit; read as code points")),
            }
        }
        if !is_document {
            match span(&row, index, line) {
                Ok(span) => draft.spans.push(span),
                Err((field, message)) => importer.warn(line, field, message),
            }
        }
    }
    drafts.into_iter().for_each(|draft| importer.finish(draft));
    Ok(importer.done())
}

fn span(row: &Row<'_>, index: usize, line: usize) -> Result<Span<'static>, (&'static str, String)> {
    let number = |name: &'static str| {
        let cell = row.cell(name).unwrap_or_default();
        cell.trim().parse::<i64>().map_err(|_| (name, format!("{cell:?} is not a number; left out")))
    };
    let cell = |name: &str| row.cell(name).map(Cow::Owned);
    let extras = Extras {
        status: cell("status"),
        tagger: cell("source").filter(|source| source != "human"),
        tagger_version: cell("source_version"),
        score: row.cell("score").map(|score| score.trim().parse().unwrap_or(-1)),
        value: cell("value"),
        note: cell("note"),
    };
    Ok(Span {
        at: ("row", index + 1),
        line,
        id: row.cell("ann_id").and_then(|id| crate::json::number_of(&id)),
        start: number("start")?,
        end: number("end")?,
        quote: cell("text"),
        label: cell("label").unwrap_or_default(),
        extras,
        ..Span::default()
    })
}

fn write(info: &Info, sessions: &[Session], options: &WriteOptions, separator: u8) -> Exported {
    let unit = options.unit.unwrap_or(Unit::CodePoint);
    let mut writer = csv::WriterBuilder::new().delimiter(separator).from_writer(Vec::new());
    let mut push = |cells: [&str; 14]| {
        let guarded = |cell: &str| if options.raw_cells { cell.to_owned() } else { guard(cell) };
        let written = writer.write_record(cells.map(guarded));
        written.expect("a vector takes what is written to it, and every row has as many cells");
    };
    push(COLUMNS);
    let cells = if options.raw_cells { "raw" } else { "guarded" };
    for session in sessions {
        let document = session.document();
        let mut positions = Positions::new(document, unit);
        let whole = positions.offset(document.len().into()).to_string();
        let text = document.text();
        push([&document.id, "", "", "0", &whole, unit.name(), text, "", "", "", "", "", "", cells]);
        for annotation in session.annotations().iter() {
            let (start, end) = positions.offsets(annotation.range);
            let (id, start, end) = (annotation.id.0.to_string(), start.to_string(), end.to_string());
            let label = &session.labels().get(annotation.label).name;
            let quote = document.slice(annotation.range);
            let [value, score, note] = texts(annotation);
            let (source, version) = match &annotation.origin {
                Origin::Human => ("human", ""),
                Origin::Tagger(software) => (&*software.name, &*software.version),
            };
            let status = annotation.status.name();
            let unit = unit.name();
            push([
                &document.id,
                &id,
                label,
                &start,
                &end,
                unit,
                quote,
                &value,
                status,
                source,
                version,
                &score,
                &note,
                cells,
            ]);
        }
    }
    let bytes = writer.into_inner().expect("a vector takes what is written to it");
    Exported::one(info, String::from_utf8(bytes).expect("cells are text"), Vec::new())
}

fn texts(annotation: &Annotation) -> [String; 3] {
    let value = annotation.value.as_deref().map(native::value_to_json).unwrap_or_default();
    let score = annotation.score.map(|score| score.per_mille().to_string()).unwrap_or_default();
    [value, score, annotation.note.as_deref().unwrap_or_default().to_owned()]
}

/// A cell that no spreadsheet takes for a formula (OWASP, "CSV injection").
fn guard(cell: &str) -> String {
    let is_risky = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '\0', '\'', '＝', '＋', '－', '＠']);
    if is_risky { format!("'{cell}") } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::golden_session;

    #[test]
    fn formulas_are_guarded_unless_raw_cells_are_asked_for() {
        for (cell, guarded) in [
            ("=1+1", "'=1+1"),
            ("+1", "'+1"),
            ("-1", "'-1"),
            ("@a", "'@a"),
            ("\t=1", "'\t=1"),
            ("\r=1", "'\r=1"),
            ("'=1", "''=1"),
            ("a=1", "a=1"),
            ("", ""),
        ] {
            assert_eq!(guard(cell), guarded);
        }
        let options = WriteOptions { raw_cells: true, unit: Some(Unit::Utf16), ..WriteOptions::default() };
        let exported = Csv.write(&[golden_session()], &options);
        let file = File { name: "a.csv", bytes: &exported.files[0].bytes };
        let imported = Csv.read(&file, &ReadOptions::default()).unwrap();
        assert!(imported.sessions[0].annotations().iter().eq(golden_session().annotations().iter()));
    }

    #[test]
    fn rows_that_are_wrong_are_said() {
        let rows = "label,start,end,text\nORG,0,3,Ana\nORG,x,3,\nORG,4,99,\nORG,0,2,Bo\n,1,2,\nORG,-1,2,\nORG,5\n";
        let options = ReadOptions { text: Some("Ana Bo".into()), ..ReadOptions::default() };
        let imported = Csv.read(&File { name: "a.csv", bytes: rows.as_bytes() }, &options).unwrap();
        assert_eq!(
            imported.warnings.iter().map(ToString::to_string).collect::<Vec<_>>(),
            [
                "a.csv, line 3: start: \"x\" is not a number; left out",
                "a.csv, line 6: doc_id: document \"a\" has a second text; left out",
                "a.csv, line 8: end: \"\" is not a number; left out",
                "a.csv, line 4: row[3]: offset 99 is past the text (6 in code_point); left out",
                "a.csv, line 5: row[4]: the text is \"An\", the quote \"Bo\"; found by its quote at 4",
                "a.csv, line 7: row[6]: start -1 is negative; left out",
            ]
        );
        assert_eq!(imported.sessions[0].annotations().len(), 2);
        assert!(Csv.read(&File { name: "a.csv", bytes: b"a,b\n1,2\n" }, &ReadOptions::default()).is_err());
        let alone = Csv.read(&File { name: "a.csv", bytes: rows.as_bytes() }, &ReadOptions::default()).unwrap();
        assert_eq!(alone.sessions.len(), 1, "the row without a label is taken for the document's");
    }
}
