//! Files in and out, and the clipboard.

use js_sys::{Array, Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, BlobPropertyBag, DataTransfer, File, FileList, FileSystemDirectoryEntry, FileSystemEntry,
    FileSystemFileEntry, HtmlAnchorElement, Url,
};

use super::page::{document, window};

/// A file's name and bytes.
pub type NamedBytes = (String, Vec<u8>);

/// The most bytes of a file; more would fill the page's memory several times over.
const MOST_BYTES: f64 = formats::archive::MOST_MEMBER_BYTES as f64;

/// What was read, and the names of the files that are too large.
pub type Contents = (Vec<NamedBytes>, Vec<String>);

/// Reads files that were chosen, those of a folder with their paths in it; one that the browser cannot read is left out.
pub async fn read(files: FileList) -> Contents {
    let mut contents = Contents::default();
    for file in (0..files.length()).filter_map(|index| files.get(index)) {
        let path = Reflect::get(&file, &"webkitRelativePath".into()).ok().and_then(|path| path.as_string());
        read_file(&file, path.filter(|path| !path.is_empty()).unwrap_or_else(|| file.name()), &mut contents).await;
    }
    contents
}

async fn read_file(file: &File, path: String, (read, too_large): &mut Contents) {
    // What a system or a program hides in a folder; a file by itself was meant.
    if path != file.name() && path.split('/').any(|name| name.starts_with('.')) {
        return;
    }
    if file.size() > MOST_BYTES {
        too_large.push(path);
    } else if let Ok(buffer) = JsFuture::from(file.array_buffer()).await {
        read.push((path, Uint8Array::new(&buffer).to_vec()));
    }
}

/// What was dropped. It is to be asked for while the event is handled, and read later.
pub struct Dropped {
    files: Option<FileList>,
    folders: Vec<FileSystemEntry>,
}

impl Dropped {
    /// What the event hands over.
    pub fn of(data: &DataTransfer) -> Dropped {
        let items = data.items();
        let entry = |index| items.get(index)?.webkit_get_as_entry().ok()?;
        let folders = (0..items.length()).filter_map(entry).filter(FileSystemEntry::is_directory).collect();
        Dropped { files: data.files(), folders }
    }

    /// Reads the files, and those of the folders and their folders.
    pub async fn read(self) -> Contents {
        let mut contents = match self.files {
            Some(files) => read(files).await,
            None => Contents::default(),
        };
        let mut entries = self.folders;
        while let Some(entry) = entries.pop() {
            let path = entry.full_path().trim_start_matches('/').to_owned();
            if entry.is_directory() {
                let reader = entry.unchecked_into::<FileSystemDirectoryEntry>().create_reader();
                // Some at a time are handed over, and none at the end.
                while let Ok(some) = call(|take, fail| reader.read_entries_with_callback_and_callback(take, fail)).await
                {
                    let some: Array = some.unchecked_into();
                    if some.length() == 0 {
                        break;
                    }
                    entries.extend(some.iter().map(JsValue::unchecked_into::<FileSystemEntry>));
                }
            } else {
                let entry: FileSystemFileEntry = entry.unchecked_into();
                let file = call(|take, fail| {
                    entry.file_with_callback_and_callback(take, fail);
                    Ok(())
                });
                if let Ok(file) = file.await {
                    read_file(file.unchecked_ref(), path, &mut contents).await;
                }
            }
        }
        contents.0.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        contents
    }
}

/// Waits for a function that answers by calling one of two others.
async fn call(
    function: impl Fn(&js_sys::Function, &js_sys::Function) -> Result<(), JsValue>,
) -> Result<JsValue, JsValue> {
    JsFuture::from(Promise::new(&mut |take, fail| {
        if let Err(error) = function(&take, &fail) {
            _ = fail.call1(&JsValue::NULL, &error);
        }
    }))
    .await
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
