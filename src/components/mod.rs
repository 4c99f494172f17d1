//! Views: properties in, actions out.

pub mod toolbar;
pub mod text_view;
pub mod label_menu;
pub mod inspector;
pub mod annotation_list;
pub mod search_panel;
pub mod shelf;
pub mod device;
pub mod later;
mod rows;
pub mod dialogs;
pub mod label_editor;
pub mod help;
pub mod notices;
pub mod callbacks;
mod keeping_status;
mod icon;
mod chip;
mod file_button;

pub use chip::{label_class, label_colours};
