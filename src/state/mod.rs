//! What the page knows, and how it changes. Pure: no Web API, tested natively.
//!
//! [`AppState`] is the whole of it, [`Action`] everything that can happen, [`AppState::reduce`] the only way from one to
//! the next; what must be done outside (tag, fetch, download) comes back as [`Effect`]s.

mod app_state;
mod action;
mod reduce;
mod editing;
mod importing;
mod exporting;
mod command;
mod labels;
mod search;
mod movement;
mod segmenter;
mod shortcut;
mod list;
mod shown;
mod journal;
mod shelf;
mod shelf_list;
mod project;
mod device;
#[cfg(test)]
mod stories;
#[cfg(test)]
mod shelf_stories;
#[cfg(test)]
mod command_stories;
#[cfg(test)]
mod random_commands;

pub use action::{Action, Dialog, Edge, Effect, Fact, Motion, Step, Theme};
pub use app_state::{AppState, Keeping, Notice, NoticeKind, Offer, OpenDocument, ScrollTarget, Selection, Tagging};
pub use device::{DeviceAction, Folder, FolderState, Room};
pub use exporting::{ExportStep, Exporting, NATIVE};
pub use importing::{ImportStep, Importing};
pub use journal::{Original, StoreKey, Stuff, Table, Write};
pub use labels::LabelEdit;
pub use list::{Filter, FilterChange, StatusFilter};
pub use movement::is_right_to_left_letter;
pub use project::ProjectAction;
pub use search::{HitRow, HitsVersion, MOST_HITS, Progress, Query, Search, SearchAction, ShownHit};
pub use segmenter::{Piece, Segmenter, Unit};
pub use shelf_list::{DocumentStatus, Fold, ShelfAction, ShelfList, ShelfOrder};
pub use shortcut::{Key, Keymap, SHORTCUTS, Shortcut, action_for, chord};
pub use shown::{Mark, Row, ShownSegment};
