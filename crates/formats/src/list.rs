//! The list of formats: the only place that knows them all.

use annotation::Session;

use crate::bioc::BioC;
use crate::brat::Brat;
use crate::cas::CasJson;
use crate::conll::{Conll2002, Conll2003};
use crate::doccano::{Doccano, DoccanoObjects};
use crate::gate::Gate;
use crate::html::Html;
use crate::label_studio::{LabelStudio, LabelStudioConfig, LabelStudioMin};
use crate::loss::part_losses;
use crate::markdown::Markdown;
use crate::native::{Kept, Native, NativeLines};
use crate::prodigy::Prodigy;
use crate::pubannotation::PubAnnotation;
use crate::spacy::{Displacy, Patterns, SpacyDoc, SpacyTraining};
use crate::table::{Csv, Tsv};
use crate::w3c::WebAnnotation;
use crate::webanno::WebAnno;
use crate::{Directions, Exported, File, Format, ImportedFile, Part, ReadError, ReadOptions, WriteOptions};

/// Every format, in the order of lists.
pub const FORMATS: &[&dyn Format] = &[
    &Native,
    &NativeLines,
    &Kept,
    &SpacyDoc,
    &SpacyTraining,
    &Displacy,
    &Patterns,
    &Prodigy,
    &Doccano,
    &DoccanoObjects,
    &LabelStudio,
    &LabelStudioMin,
    &LabelStudioConfig,
    &Conll2002,
    &Conll2003,
    &Brat,
    &WebAnnotation,
    &CasJson,
    &WebAnno,
    &Gate,
    &BioC,
    &PubAnnotation,
    &Csv,
    &Tsv,
    &Markdown,
    &Html,
];

/// The format with that id.
pub fn find(id: &str) -> Option<&'static dyn Format> {
    FORMATS.iter().copied().find(|format| format.info().id == id)
}

/// Reads a file of that format.
///
/// # Errors
/// [`ReadError`] if nothing can be read.
pub fn import(format: &dyn Format, file: &File<'_>, options: &ReadOptions) -> Result<ImportedFile, ReadError> {
    format.read(file, options)
}

/// Writes sessions, with everything that the format cannot hold.
pub fn export(format: &dyn Format, sessions: &[Session], options: &WriteOptions) -> Exported {
    let mut exported = format.write(sessions, options);
    let mut losses: Vec<_> = sessions.iter().flat_map(|session| part_losses(format.info(), session)).collect();
    losses.append(&mut exported.losses);
    exported.losses = losses;
    exported
}

/// What each format can do, as a table in Markdown; the README's is this one.
pub fn format_table() -> String {
    let mut table = String::from(
        "| format | `--to` / `--from` | in | out | offset unit | overlaps | values | notes | kept and lost |\n\
         |---|---|---|---|---|---|---|---|---|\n",
    );
    for info in FORMATS.iter().map(|format| format.info()) {
        let yes = |is_so: bool| if is_so { "yes" } else { "no" };
        let keeps = |part: Part| yes(info.keeps.contains(&part));
        let unit = info.unit.map_or("none", |unit| unit.name());
        table += &format!(
            "| {} | `{}` | {} | {} | {unit} | {} | {} | {} | {} |\n",
            info.name,
            info.id,
            yes(info.directions != Directions::WriteOnly),
            yes(info.directions != Directions::ReadOnly),
            yes(info.overlaps),
            keeps(Part::Value),
            keeps(Part::Note),
            info.summary,
        );
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_in_the_documentation_is_that_of_the_code() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../README.md");
        let text = std::fs::read_to_string(path).unwrap();
        let (start, end) = ("<!-- formats -->\n", "<!-- /formats -->");
        let (head, rest) = text.split_once(start).expect("the table's start is marked");
        let (found, tail) = rest.split_once(end).expect("the table's end is marked");
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(path, format!("{head}{start}{}{end}{tail}", format_table())).unwrap();
        } else {
            assert_eq!(found, format_table(), "run the tests with UPDATE=1 to write the table anew");
        }
    }

    #[test]
    fn every_format_has_an_id_of_its_own() {
        let ids: std::collections::HashSet<&str> = FORMATS.iter().map(|format| format.info().id).collect();
        assert_eq!(ids.len(), FORMATS.len());
    }
}
