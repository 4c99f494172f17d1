//! The page's side of the module `formats`: files in and out, in every format.

use js_sys::{Array, Function, JsString, Uint8Array};
use serde::de::DeserializeOwned;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::{Closure, JsValue};

use super::files::NamedBytes;
use super::modules::Modules;
use crate::exchange::{FileGroup, FormatEntry, Prepared};
use crate::state::Original;

/// A document as the module hands it over.
pub struct Handed {
    /// Its title.
    pub title: String,
    /// Postil's JSON.
    pub json: Vec<u8>,
    /// Whether it is an article that nothing has annotated yet.
    pub is_plain: bool,
    /// The file that it was read from, if that is to be kept too.
    pub original: Option<Original>,
}

/// Asks a module for a structured value.
pub(super) async fn ask<T: DeserializeOwned>(
    modules: &Modules,
    module: &str,
    function: &str,
    given: &Array,
    report: Option<&Function>,
) -> Result<T, String> {
    let answer = modules.ask(module, function, given, report).await?;
    serde_wasm_bindgen::from_value(answer).map_err(|error| error.to_string())
}

/// Every format.
pub async fn list(modules: &Modules) -> Result<Vec<FormatEntry>, String> {
    ask(modules, "formats", "list", &Array::new(), None).await
}

/// Looks at files, and keeps them until [`import`].
pub async fn survey(modules: &Modules, files: &[NamedBytes]) -> Result<Vec<FileGroup>, String> {
    ask(modules, "formats", "survey", &named(files), None).await
}

/// Files as names and contents.
fn named(files: &[NamedBytes]) -> Array {
    let names: Array = files.iter().map(|(name, _)| JsString::from(&**name)).collect();
    let contents: Array = files.iter().map(|(_, bytes)| Uint8Array::from(&bytes[..])).collect();
    Array::of2(&names, &contents)
}

/// Looks at a group of files again, as another format or with another unit; empty: as the files say.
pub async fn choose(modules: &Modules, group: usize, format: &str, unit: &str) -> Result<FileGroup, String> {
    ask(modules, "formats", "choose", &Array::of3(&(group as u32).into(), &format.into(), &unit.into()), None).await
}

/// Puts all annotations on this text, or back on their own.
pub async fn attach(modules: &Modules, onto: Option<&str>) -> Result<Vec<FileGroup>, String> {
    ask(modules, "formats", "attach", &Array::of1(&onto.map_or(JsValue::UNDEFINED, JsValue::from)), None).await
}

/// Hands over the documents of the files that were looked at last, one by one.
pub async fn import(modules: &Modules, receive: impl FnMut(Handed) + 'static) -> Result<(), String> {
    hand_over(modules, "formats", &Array::new(), receive).await
}

/// Has a module hand over documents.
pub(super) async fn hand_over(
    modules: &Modules,
    module: &str,
    given: &Array,
    mut receive: impl FnMut(Handed) + 'static,
) -> Result<(), String> {
    let report = Closure::<dyn FnMut(Array)>::new(move |handed: Array| {
        receive(Handed {
            title: handed.get(0).as_string().unwrap_or_default(),
            json: Uint8Array::new(&handed.get(1)).to_vec(),
            is_plain: handed.get(2).is_truthy(),
            original: handed
                .get(3)
                .as_string()
                .map(|name| Original { name, bytes: Uint8Array::new(&handed.get(4)).to_vec().into() }),
        });
    });
    let report: &Function = report.as_ref().unchecked_ref();
    modules.ask(module, "hand_over", given, Some(report)).await.map(drop)
}

/// The labels that files define or use, as Postil's JSON of a document without text.
pub async fn labels(modules: &Modules, files: &[NamedBytes]) -> Result<Vec<u8>, String> {
    let labels = modules.ask("formats", "labels", &named(files), None).await?;
    Ok(Uint8Array::new(&labels).to_vec())
}

/// Starts an export.
pub async fn begin(modules: &Modules) -> Result<(), String> {
    modules.ask("formats", "begin", &Array::new(), None).await.map(drop)
}

/// Adds a document to the export: Postil's JSON, or what a browser kept.
pub async fn add(modules: &Modules, document: &[u8]) -> Result<(), String> {
    modules.ask("formats", "add", &Array::of1(&Uint8Array::from(document)), None).await.map(drop)
}

/// Writes the documents of the export in a format and says what it loses; an empty unit is the format's own.
pub async fn prepare(modules: &Modules, format: &str, unit: &str) -> Result<Prepared, String> {
    ask(modules, "formats", "prepare", &Array::of2(&format.into(), &unit.into()), None).await
}

/// What was prepared: a file, or a zip of several.
pub async fn take(modules: &Modules) -> Result<Uint8Array, String> {
    Ok(modules.ask("formats", "take", &Array::new(), None).await?.unchecked_into())
}

/// The list of losses of what was prepared.
pub async fn losses(modules: &Modules) -> Result<Uint8Array, String> {
    Ok(modules.ask("formats", "losses", &Array::new(), None).await?.unchecked_into())
}
