//! The dialogs, one file each. Native `<dialog>`s, which keep focus and Escape right by themselves.

mod frame;
mod paste;
mod import;
mod export;
mod about;

pub use about::about;
pub use export::export;
pub use frame::Frame;
pub use import::import;
pub use paste::Paste;
