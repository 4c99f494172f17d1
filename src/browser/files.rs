//! Files in and out, and the clipboard.

use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, FileList, HtmlAnchorElement, Url};

use super::page::{document, window};

/// A file's name and bytes.
pub type NamedBytes = (String, Vec<u8>);

/// The most bytes of a file; more would fill the page's memory several times over.
const MOST_BYTES: f64 = formats::archive::MOST_MEMBER_BYTES as f64;

/// Reads files that were chosen or dropped, and the names of those that are too large; one that the browser cannot read is
/// left out.
pub async fn read(files: FileList) -> (Vec<NamedBytes>, Vec<String>) {
    let (mut read, mut too_large) = (Vec::new(), Vec::new());
    for file in (0..files.length()).filter_map(|index| files.get(index)) {
        if file.size() > MOST_BYTES {
            too_large.push(file.name());
        } else if let Ok(buffer) = JsFuture::from(file.array_buffer()).await {
            read.push((file.name(), Uint8Array::new(&buffer).to_vec()));
        }
    }
    (read, too_large)
}

/// Hands a JSON file to the person, as a download.
pub fn download(name: &str, contents: &str) {
    save(name, &contents.into(), "application/json");
}

/// Hands a file of any kind to the person; its contents are a string or bytes.
pub fn save(name: &str, contents: &JsValue, media_type: &str) {
    let hand_over = || -> Result<(), JsValue> {
        let options = BlobPropertyBag::new();
        options.set_type(media_type);
        let blob = Blob::new_with_blob_sequence_and_options(&Array::of1(contents), &options)?;
        let address = Url::create_object_url_with_blob(&blob)?;
        let link: HtmlAnchorElement = document().create_element("a")?.unchecked_into();
        link.set_href(&address);
        link.set_download(name);
        link.click();
        Url::revoke_object_url(&address)
    };
    if let Err(error) = hand_over() {
        web_sys::console::error_1(&error);
    }
}

/// Puts text on the clipboard; false if the browser does not allow it.
pub async fn copy(text: &str) -> bool {
    JsFuture::from(window().navigator().clipboard().write_text(text)).await.is_ok()
}

/// The day of a time in milliseconds since 1970, as it is written where the person lives.
pub fn day(time: u64) -> String {
    js_sys::Date::new(&(time as f64).into()).to_locale_date_string("default", &js_sys::Object::new()).into()
}
