//! This device: its room, the folder of a project, and clearing all that is kept.

use super::{Action, AppState, Dialog, Effect, NoticeKind, Offer};
use crate::strings::{STRINGS, fill};

/// How much room there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Room {
    /// Bytes that are used.
    pub used: u64,
    /// Bytes that there may be.
    pub all: u64,
    /// Whether the browser promises not to clear it by itself.
    pub is_promised: bool,
    /// Whether the browser lets a page write to a folder.
    pub can_bind: bool,
}

/// The folder on the disk to which a project is saved too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folder {
    /// Its name.
    pub name: String,
    /// How it is with it.
    pub state: FolderState,
}

/// How it is with a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FolderState {
    /// It can be written; all documents that have changed are to be.
    Ready,
    /// It is being written.
    Saving,
    /// It holds all.
    Saved,
    /// The browser does not let the page write it any longer.
    Lost,
    /// It cannot be written, for the reason that is given, and is tried again.
    Failed(String),
}

/// What happens to this device.
#[derive(Debug, Clone)]
pub enum DeviceAction {
    /// How much room there is was told.
    Room(Room),
    /// What became of a project's folder was told; `None` if it has none any longer.
    Folder(u32, Option<Folder>),
    /// Ask the browser to promise not to clear what is kept.
    Persist,
    /// Choose a folder for the project.
    Bind,
    /// Ask to write to it again.
    Allow,
    /// Write to it no longer.
    Unbind,
    /// Whether the person is sure that all is to be cleared.
    Sure(bool),
    /// Download what is kept of all projects.
    Download,
    /// Clear all.
    Clear,
}

impl AppState {
    /// The folder of the project that is shown.
    pub fn folder(&self) -> Option<&Folder> {
        self.folders.iter().find(|(project, _)| *project == self.project).map(|(_, folder)| folder)
    }

    pub(super) fn device_action(&mut self, action: DeviceAction) -> Vec<Effect> {
        match action {
            DeviceAction::Room(room) => self.room = room,
            DeviceAction::Folder(project, folder) => {
                let offer = Some(Offer::AllowFolder);
                self.notices.retain(|notice| notice.offer != offer);
                let said = match folder.as_ref().map(|folder| &folder.state) {
                    Some(FolderState::Lost) => Some((STRINGS.folder_lost, String::new())),
                    Some(FolderState::Failed(reason)) => Some((STRINGS.folder_failed, reason.clone())),
                    _ => None,
                };
                if let (Some((said, reason)), Some(folder)) = (said, &folder) {
                    let text = fill(said, &[&folder.name, &reason]);
                    let notice = super::Notice { offer, ..super::Notice::new(NoticeKind::Warning, text) };
                    self.add_notice(notice);
                }
                let is_ready = folder.as_ref().is_some_and(|folder| folder.state == FolderState::Ready);
                self.folders.retain(|(known, _)| *known != project);
                self.folders.extend(folder.map(|folder| (project, folder)));
                if is_ready {
                    return vec![Effect::FillFolder(project)];
                }
            }
            DeviceAction::Persist => return vec![Effect::Persist],
            DeviceAction::Bind => return vec![Effect::BindFolder(self.project)],
            DeviceAction::Allow => return vec![Effect::AllowFolder(self.project)],
            DeviceAction::Unbind => return vec![Effect::UnbindFolder(self.project)],
            DeviceAction::Sure(is_sure) => self.may_clear = is_sure,
            DeviceAction::Download => return vec![Effect::DownloadKept],
            DeviceAction::Clear if self.may_clear => return vec![Effect::Clear],
            DeviceAction::Clear => return self.reduce(Action::Dialog(Some(Dialog::Clear))),
        }
        Vec::new()
    }
}
