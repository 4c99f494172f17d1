//! A download on its way out: the format, and what it would lose, before anything is saved.

use annotation::OffsetUnit;
use formats::{file_name, file_stem};

use super::{AppState, Effect, NoticeKind};
use crate::exchange::Prepared;
use crate::strings::{STRINGS, fill};

/// The format that needs no module: Postil's own.
pub const NATIVE: &str = "postil";

/// A download that is being decided on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exporting {
    /// The format's id.
    pub format: String,
    /// What offsets count; empty for the format's own unit.
    pub unit: String,
    /// Whether it is of all articles of the project, not only of the one that is shown.
    pub is_all: bool,
    /// Whether suggestions that are undecided are left out.
    pub is_decided: bool,
    /// What it would hold and lose, once that is known.
    pub prepared: Option<Prepared>,
    /// Whether the module has the articles.
    is_sent: bool,
}

impl Default for Exporting {
    fn default() -> Self {
        let (format, unit) = (NATIVE.into(), OffsetUnit::CodePoint.name().into());
        let prepared = Some(Prepared { files: 1, extension: "json".into(), losses: Vec::new(), loss_count: 0 });
        Exporting { format, unit, is_all: false, is_decided: false, prepared, is_sent: false }
    }
}

/// What happens to a download on its way out.
#[derive(Debug)]
pub enum ExportStep {
    /// The formats are known.
    Listed(Vec<crate::exchange::FormatEntry>),
    /// Write this format.
    Format(String),
    /// Count offsets so.
    Unit(String),
    /// Write all articles of the project, or only the one that is shown.
    All(bool),
    /// Leave out suggestions that are undecided, or not.
    Decided(bool),
    /// What a format and unit would hold and lose is known.
    Prepared(String, String, Prepared),
    /// Save it.
    Download,
    /// Put it on the clipboard.
    Copy,
    /// Save the list of losses.
    SaveLosses,
    /// It could not be done.
    Failed(String),
}

impl AppState {
    pub(super) fn export_step(&mut self, step: ExportStep) -> Vec<Effect> {
        let choice = |state: &AppState, format: &str| {
            let units = state.formats.iter().find(|entry| entry.id == format).map(|entry| &entry.units);
            units.and_then(|units| units.first()).cloned().unwrap_or_default()
        };
        match step {
            ExportStep::Listed(formats) => self.formats = formats,
            ExportStep::Format(format) => {
                (self.exporting.unit, self.exporting.format) = (choice(self, &format), format);
                return self.prepare();
            }
            ExportStep::Unit(unit) => {
                self.exporting.unit = unit;
                return self.prepare();
            }
            ExportStep::All(is_all) => {
                (self.exporting.is_all, self.exporting.is_sent) = (is_all, false);
                return self.prepare();
            }
            ExportStep::Decided(is_decided) => {
                (self.exporting.is_decided, self.exporting.is_sent) = (is_decided, false);
                return self.prepare();
            }
            ExportStep::Prepared(format, unit, prepared) => {
                if (&format, &unit) == (&self.exporting.format, &self.exporting.unit) {
                    (self.exporting.prepared, self.exporting.is_sent) = (Some(prepared), true);
                }
            }
            ExportStep::Download => return self.save(false),
            ExportStep::Copy => return self.save(true),
            ExportStep::SaveLosses => {
                return vec![Effect::SaveLosses(self.session().map(file_stem).unwrap_or_default() + ".losses.txt")];
            }
            ExportStep::Failed(reason) => {
                self.exporting = Exporting::default();
                self.notify(NoticeKind::Error, fill(STRINGS.export_failed, &[&reason]), Vec::new());
            }
        }
        Vec::new()
    }

    /// Starts a new choice of a download, in the format of the last one.
    pub(super) fn begin_export(&mut self) -> Vec<Effect> {
        (self.exporting.is_all, self.exporting.is_sent) = (false, false);
        let mut effects = self.prepare();
        effects.extend(self.formats.is_empty().then_some(Effect::ListFormats));
        effects
    }

    fn prepare(&mut self) -> Vec<Effect> {
        let current = self.document().map(|document| document.serial);
        let all = self.shelved().map(|(serial, _)| *serial).collect();
        let exporting = &mut self.exporting;
        if exporting.format == NATIVE && !exporting.is_all {
            exporting.prepared = Exporting::default().prepared;
            return Vec::new();
        }
        exporting.prepared = None;
        let documents: Vec<u32> = match (exporting.is_sent, exporting.is_all) {
            (true, _) => Vec::new(),
            (false, true) => all,
            (false, false) => current.into_iter().collect(),
        };
        vec![Effect::Prepare { documents, format: exporting.format.clone(), unit: exporting.unit.clone() }]
    }

    fn save(&mut self, copy: bool) -> Vec<Effect> {
        let Some(prepared) = self.exporting.prepared.clone() else { return Vec::new() };
        let Exporting { format, unit, is_all, .. } = self.exporting.clone();
        let (current, is_whole) = (self.current, prepared.loss_count == 0 && !self.exporting.is_decided);
        let saved =
            self.documents.iter_mut().enumerate().filter(|(index, _)| is_whole && (is_all || *index == current));
        saved.for_each(|(_, document)| document.saved_revision = document.session.revision());
        self.dialog = None;
        let Some(session) = self.session() else { return Vec::new() };
        let project = self.project().map(|project| file_name(&project.name)).filter(|name| is_all && !name.is_empty());
        let name = format!("{}.{}", project.unwrap_or_else(|| file_stem(session)), prepared.extension);
        let is_native = format == NATIVE && !is_all;
        let unit = OffsetUnit::from_name(&unit).filter(|_| is_native);
        let serial = self.document().map(|open| open.serial).unwrap_or_default();
        let written = |unit| formats::native::write(self.exported(serial, session).as_ref().unwrap_or(session), unit);
        let effect = match (unit, copy) {
            (Some(unit), true) => Effect::Copy(written(unit)),
            (Some(unit), false) => Effect::Download { name: name.clone(), contents: written(unit) },
            (None, true) => Effect::CopyPrepared,
            (None, false) => Effect::SavePrepared(name.clone()),
        };
        if !copy {
            self.notify(NoticeKind::Done, fill(STRINGS.downloaded, &[&name]), Vec::new());
        }
        vec![effect, Effect::FocusText]
    }
}
