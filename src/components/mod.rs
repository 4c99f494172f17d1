//! Views: properties in, actions out.

pub mod toolbar;
pub mod text_view;
pub mod label_menu;
pub mod inspector;
pub mod annotation_list;
pub mod dialogs;
pub mod notices;
mod icon;
mod chip;

pub use chip::{label_class, label_colours};
