//! Patterns for spaCy's `EntityRuler` and Prodigy's `--patterns`: the labelled phrases, each once.
//!
//! <https://spacy.io/usage/rule-based-matching#entityruler-files>. Only written.
//!
//! What is lost: everything but the text and the label of accepted and suggested annotations.

use std::collections::HashSet;

use annotation::Session;

use crate::json::Object;
use crate::loss::written;
use crate::{
    Directions, Exported, File, Format, ImportedFile, Info, Loss, ReadError, ReadOptions, Sample, What, WriteOptions,
};

/// A list of labelled phrases.
pub struct Patterns;

impl Format for Patterns {
    fn info(&self) -> &'static Info {
        &Info {
            id: "patterns",
            name: "spaCy and Prodigy patterns",
            extensions: &["jsonl"],
            directions: Directions::WriteOnly,
            unit: None,
            is_lines: false,
            is_configuration: false,
            overlaps: true,
            keeps: &[],
            summary: "a list of the labelled phrases; keeps neither texts nor places",
        }
    }

    fn recognise(&self, _sample: &Sample<'_>) -> u8 {
        0
    }

    fn read(&self, _file: &File<'_>, _options: &ReadOptions) -> Result<ImportedFile, ReadError> {
        Err(ReadError::WriteOnly(self.info().name))
    }

    fn write(&self, sessions: &[Session], _options: &WriteOptions) -> Exported {
        let (mut out, mut losses, mut seen) = (String::new(), Vec::new(), HashSet::new());
        for session in sessions {
            for annotation in written(self.info(), session) {
                let label = &session.labels().get(annotation.label).name;
                let phrase =
                    session.document().slice(annotation.range).split_whitespace().collect::<Vec<_>>().join(" ");
                if !phrase.is_empty() && seen.insert((label.clone(), phrase.clone())) {
                    Object::new(&mut out).text("label", label).text("pattern", &phrase).end();
                    out.push('\n');
                }
            }
            let what = What::Text("only the labelled phrases are written, not the text or where they stand");
            losses.push(Loss::of_document(session.document(), what));
        }
        Exported::one(self.info(), out, losses)
    }
}
