//! The module `formats`: reads and writes every format, in a worker of its own, when the page first asks for it.
//!
//! Documents go in and out as Postil's own JSON.

use annotation::OffsetUnit;
use formats::{File, ReadOptions};
use js_sys::{Array, JsString, Uint8Array};
use wasm_bindgen::prelude::*;

fn main() {
    std::panic::set_hook(Box::new(|info| web_sys::console::error_1(&info.to_string().into())));
}

/// Reads a file of the format that its content shows: its documents, and the warnings as lines.
///
/// # Errors
/// Why nothing can be read.
#[wasm_bindgen]
pub fn read(name: &str, bytes: &[u8]) -> Result<Array, JsError> {
    let file = File { name, bytes };
    let guesses = formats::detect(&file);
    let guess = guesses.first().ok_or_else(|| JsError::new("its format is not recognised"))?;
    let imported = formats::import(guess.format, &file, &ReadOptions::default())?;
    let write = |session| Uint8Array::from(formats::native::write(session, OffsetUnit::Utf8Byte).as_bytes());
    let documents: Array = imported.sessions.iter().map(write).collect();
    let warnings: Array = imported.warnings.iter().map(|warning| JsString::from(warning.to_string())).collect();
    Ok(Array::of2(&documents, &warnings))
}
