//! Postil's own JSON and JSON Lines as formats among the others.

use annotation::{OffsetUnit, Session};

use super::read::{Known, read_file};
use super::write::write_lines;
use super::{read, write};
use crate::file_names::file_names;
use crate::import::Importer;
use crate::json::records;
use crate::{
    Directions, Exported, File, Format, ImportedFile, Info, NamedFile, Part, ReadError, ReadOptions, Sample, Unit,
    UnitChoice, Warning, WriteOptions,
};

const EVERYTHING: &[Part] = &[
    Part::DocumentId,
    Part::Title,
    Part::Source,
    Part::Language,
    Part::ReferenceDate,
    Part::Done,
    Part::WhiteSpace,
    Part::LabelDefinitions,
    Part::Id,
    Part::Status,
    Part::Rejected,
    Part::Origin,
    Part::Score,
    Part::Value,
    Part::Note,
    Part::UnknownFields,
];

/// One document a file.
pub struct Native;

/// One document a line.
pub struct NativeLines;

impl Format for Native {
    fn info(&self) -> &'static Info {
        &Info {
            id: "postil",
            name: "Postil JSON",
            extensions: &["json"],
            directions: Directions::Both,
            unit: Some(Unit::CodePoint),
            is_lines: false,
            is_configuration: false,
            overlaps: true,
            keeps: EVERYTHING,
            summary: "keeps everything but the undo history",
        }
    }

    fn unit_choice(&self) -> UnitChoice {
        UnitChoice::Named(&[Unit::CodePoint, Unit::Utf16, Unit::Utf8])
    }

    fn recognise(&self, sample: &Sample<'_>) -> u8 {
        is_postil(sample, 100)
    }

    fn read(&self, file: &File<'_>, _options: &ReadOptions) -> Result<ImportedFile, ReadError> {
        let imported = read(file.bytes)?;
        let named = |warning| Warning { file: file.name.to_owned(), ..warning };
        let warnings = imported.warnings.into_iter().map(named).collect();
        Ok(ImportedFile { sessions: vec![imported.session], labels: None, warnings })
    }

    fn write(&self, sessions: &[Session], options: &WriteOptions) -> Exported {
        let unit = unit(options);
        let names = file_names(sessions);
        let file = |(session, name): (&Session, String)| NamedFile {
            name: name + ".json",
            bytes: write(session, unit).into_bytes(),
        };
        Exported { files: sessions.iter().zip(names).map(file).collect(), losses: Vec::new() }
    }
}

impl Format for NativeLines {
    fn info(&self) -> &'static Info {
        &Info {
            id: "postil-jsonl",
            name: "Postil JSON Lines",
            extensions: &["jsonl", "ndjson"],
            directions: Directions::Both,
            unit: Some(Unit::CodePoint),
            is_lines: true,
            is_configuration: false,
            overlaps: true,
            keeps: EVERYTHING,
            summary: "keeps everything but the undo history; one document a line",
        }
    }

    fn unit_choice(&self) -> UnitChoice {
        UnitChoice::Named(&[Unit::CodePoint, Unit::Utf16, Unit::Utf8])
    }

    fn recognise(&self, sample: &Sample<'_>) -> u8 {
        let second = sample.text.lines().nth(1).unwrap_or_default();
        is_postil(sample, if second.starts_with('{') { 101 } else { 90 })
    }

    fn read(&self, file: &File<'_>, options: &ReadOptions) -> Result<ImportedFile, ReadError> {
        let mut importer = Importer::new(file.name, options);
        let mut known = Known::default();
        records(file, &mut importer, |importer, record, _| match read_file(record.json, None, &mut known) {
            Ok(imported) => {
                for warning in imported.warnings {
                    importer.warn(record.line + warning.line - 1, warning.field, warning.message);
                }
                importer.push(imported.session);
            }
            Err(error) => {
                let line = record.line + error.line().saturating_sub(1);
                importer.warn(line, record.name(), format!("{error}; left out"));
            }
        })?;
        Ok(importer.done())
    }

    fn write(&self, sessions: &[Session], options: &WriteOptions) -> Exported {
        let unit = unit(options);
        Exported::one(self.info(), write_lines(sessions, unit), Vec::new())
    }
}

fn is_postil(sample: &Sample<'_>, score: u8) -> u8 {
    let start: String = sample.text.chars().take(200).filter(|c| !c.is_whitespace()).collect();
    if start.contains("\"format\":\"postil\"") { score } else { 0 }
}

/// Code points unless asked otherwise; the files have no grapheme clusters.
fn unit(options: &WriteOptions) -> OffsetUnit {
    options.unit.and_then(Unit::plain).unwrap_or(OffsetUnit::CodePoint)
}
