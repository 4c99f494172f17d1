//! Postil's importers and exporters: bytes in, a session out, and back.
//!
//! Read [`open`] first: it is what a dropped file goes through. [`native`] is Postil's own JSON, [`plain_text`] an
//! article without annotations. Importers never panic; they return what they could read, with a [`Warning`] for each
//! thing that they could not.

pub mod native;
pub mod plain_text;
mod open;

pub use native::SCHEMA;
pub use open::{Imported, ReadError, Warning, open};
