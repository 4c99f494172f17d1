//! The page's side of the module `articles`: web pages, documents, books, mails, tables and PDFs in.

use js_sys::{Array, Function};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::{Closure, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::formats::{Handed, ask, hand_over};
use super::modules::Modules;
use crate::exchange::FileGroup;
use crate::messages::number;

/// Reads a group of files that the module `formats` has found to be articles; `progress` is told how many of how many files
/// or pages are done, if it takes long.
pub async fn look(
    modules: &Modules,
    group: usize,
    progress: impl Fn(usize, usize) + 'static,
) -> Result<FileGroup, String> {
    let report = reporter(progress);
    let report: &Function = report.as_ref().unchecked_ref();
    let number = JsValue::from(group as u32);
    let files: Array = modules.ask("formats", "contents", &Array::of1(&number), None).await?.unchecked_into();
    let laid_out = JsFuture::from(modules.lay_out(&files.get(1), report)).await;
    let laid_out: Array =
        laid_out.map_err(|error| String::from(error.unchecked_into::<js_sys::Error>().message()))?.unchecked_into();
    let given = Array::of4(&number, &files.get(0), &laid_out.get(0), &laid_out.get(1));
    ask(modules, "articles", "look", &given, Some(report)).await
}

/// Reads a group again, as the person has chosen: pairs of what is chosen and how.
pub async fn choose(
    modules: &Modules,
    group: usize,
    chosen: &[String],
    progress: impl Fn(usize, usize) + 'static,
) -> Result<FileGroup, String> {
    let report = reporter(progress);
    let chosen: Array = chosen.iter().map(|part| JsValue::from(&**part)).collect();
    let given = Array::of2(&(group as u32).into(), &chosen);
    ask(modules, "articles", "choose", &given, Some(report.as_ref().unchecked_ref())).await
}

/// Hands over the articles of these groups, one by one.
pub async fn import(modules: &Modules, groups: &[u32], receive: impl FnMut(Handed) + 'static) -> Result<(), String> {
    hand_over(modules, "articles", &Array::of1(&js_sys::Uint32Array::from(groups)), receive).await
}

fn reporter(progress: impl Fn(usize, usize) + 'static) -> Closure<dyn FnMut(Array)> {
    Closure::new(move |reported: Array| {
        progress(number(&reported, 0) as usize, number(&reported, 1) as usize);
    })
}
