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
use crate::native::{Native, NativeLines};
use crate::prodigy::Prodigy;
use crate::pubannotation::PubAnnotation;
use crate::spacy::{Displacy, Patterns, SpacyDoc, SpacyTraining};
use crate::table::{Csv, Tsv};
use crate::w3c::WebAnnotation;
use crate::webanno::WebAnno;
use crate::{Exported, File, Format, ImportedFile, ReadError, ReadOptions, WriteOptions};

/// Every format, in the order of lists.
pub const FORMATS: &[&dyn Format] = &[
    &Native,
    &NativeLines,
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
