//! What a browser kept, as the page hands it over when its program has stopped: one document a line, its text and its
//! journal. [`super::journal`] says what stands in it.
//!
//! Offsets count bytes inside the journal. What is lost: the undo history, and what is damaged.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::journal::{Stored, reopen};
use super::read_summary;
use crate::import::Importer;
use crate::json::records;
use crate::{
    Directions, Exported, File, Format, ImportedFile, Info, Part, ReadError, ReadOptions, Sample, WriteOptions,
};
use annotation::Session;

/// One document a line, as the browser kept it.
pub struct Kept;

#[derive(Deserialize)]
struct KeptRecord {
    number: u32,
    /// The summary as it is sealed; that of a document that was read from it says whether it is finished.
    #[serde(default)]
    summary: String,
    text: Option<String>,
    snapshots: BTreeMap<u32, String>,
    log: BTreeMap<u32, String>,
}

impl Format for Kept {
    fn info(&self) -> &'static Info {
        &Info {
            id: "postil-kept",
            name: "What a browser kept",
            extensions: &["jsonl"],
            directions: Directions::ReadOnly,
            unit: None,
            is_lines: true,
            is_configuration: false,
            overlaps: true,
            keeps: &[Part::Value, Part::Note],
            summary: "what the page hands over when it has stopped; all but the undo history is read",
        }
    }

    fn recognise(&self, sample: &Sample<'_>) -> u8 {
        if sample.text.starts_with("{\"format\":\"postil-kept\"") { 102 } else { 0 }
    }

    fn read(&self, file: &File<'_>, options: &ReadOptions) -> Result<ImportedFile, ReadError> {
        let mut importer = Importer::new(file.name, options);
        records(file, &mut importer, |importer, record, _| {
            let name = record.name();
            let kept: KeptRecord = match serde_json::from_str(record.json) {
                Ok(kept) => kept,
                Err(error) => return importer.warn(record.line, name, format!("{error}; left out")),
            };
            let [snapshots, log] = [kept.snapshots, kept.log].map(|values| values.into_iter().collect());
            let stored = Stored { text: kept.text.map(String::into_bytes), snapshots, log };
            match reopen(kept.number, &stored) {
                Ok(mut reopened) => {
                    reopened.session.set_done(read_summary(kept.number, &kept.summary).is_done);
                    if reopened.lost > 0 {
                        importer.warn(record.line, name, format!("the last {} changes are damaged", reopened.lost));
                    }
                    importer.push(reopened.session);
                }
                Err(error) => importer.warn(record.line, name, format!("{error}; left out")),
            }
        })?;
        Ok(importer.done())
    }

    fn write(&self, _sessions: &[Session], _options: &WriteOptions) -> Exported {
        Exported { files: Vec::new(), losses: Vec::new() }
    }
}
