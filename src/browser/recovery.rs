//! What the page's script does where this program cannot be relied on.

use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// The script's `recovery`.
    #[derive(Clone)]
    pub type Recovery;
    /// Shows the screen that says that the program has stopped, and why.
    #[wasm_bindgen(method)]
    pub fn stopped(this: &Recovery, message: &str);
    /// Hands over what the store has of a document.
    #[wasm_bindgen(method)]
    pub fn download(this: &Recovery, number: u32);
}
