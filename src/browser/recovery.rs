//! What the page's script does where this program cannot be relied on.

use js_sys::{Error, Promise, Uint8Array};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

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
    /// Hands over what the store has of all documents.
    #[wasm_bindgen(method, js_name = download)]
    pub fn download_all(this: &Recovery);
    #[wasm_bindgen(method)]
    fn kept(this: &Recovery, number: u32) -> Promise;
}

impl Recovery {
    /// What the store has of a document, as a file of what a browser kept.
    ///
    /// # Errors
    /// Why the store could not be read.
    pub async fn kept_document(&self, number: u32) -> Result<Vec<u8>, String> {
        let kept = JsFuture::from(self.kept(number)).await;
        kept.map(|bytes| Uint8Array::new(&bytes).to_vec())
            .map_err(|error| error.unchecked_into::<Error>().message().into())
    }
}
