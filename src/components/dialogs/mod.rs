//! What dialogs show, and the native `<dialog>` round it, which keeps focus and Escape right by itself. Help, labels, the list
//! of articles and clearing are beside this folder.

mod frame;
mod paste;
mod import;
mod export;
mod about;

pub use about::about;
pub use export::export;
pub use frame::frame;
pub use import::import;
pub use paste::Paste;
