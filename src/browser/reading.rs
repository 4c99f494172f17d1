//! Reads files without keeping the page from answering: what takes long of a long one is done outside of its thread, and
//! the rest in several tasks.

use formats::{Imported, ReadError};
use js_sys::Uint8Array;
use wasm_bindgen_futures::JsFuture;

use super::page;

/// The bytes of a file that is hashed outside of the page's thread.
const LONG: usize = 32 * 1024;

/// Reads a file as [`formats::open`] does.
///
/// # Errors
/// [`ReadError`] if nothing can be read.
pub async fn read(name: &str, bytes: &[u8]) -> Result<Imported, ReadError> {
    if bytes.len() < LONG {
        return formats::open(name, bytes);
    }
    page::next_task().await;
    let hash = sha256(bytes).await;
    page::next_task().await;
    let read = match hash {
        Some(hash) => formats::open_hashed(name, bytes, &hash),
        None => formats::open(name, bytes),
    };
    page::next_task().await;
    read
}

/// The SHA-256 of bytes in hexadecimal; `None` where the browser does not offer it: a page that was not sent by https.
async fn sha256(bytes: &[u8]) -> Option<String> {
    let crypto = page::window().crypto().ok()?;
    let subtle = js_sys::Reflect::get(&crypto, &"subtle".into()).ok().filter(|subtle| !subtle.is_undefined())?;
    let subtle: web_sys::SubtleCrypto = wasm_bindgen::JsCast::unchecked_into(subtle);
    let hash = subtle.digest_with_str_and_u8_array("SHA-256", bytes).ok()?;
    let hash = Uint8Array::new(&JsFuture::from(hash).await.ok()?).to_vec();
    Some(hash.iter().map(|byte| format!("{byte:02x}")).collect())
}
