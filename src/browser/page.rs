//! The page itself: its address, its samples, its theme, its focus.

use annotation::AnnotationId;
use js_sys::{Array, JSON, Object, Promise};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    CssStyleSheet, Document, Element, FocusOptions, HtmlElement, HtmlInputElement, IdleRequestOptions, UrlSearchParams,
    Window,
};
use yew::NodeRef;

use crate::state::{Fold, Keymap, Theme};

/// The key under which the theme is kept.
const THEME_KEY: &str = "postil.theme";

/// The key under which is kept whether the text shows what figures mean.
const VALUES_KEY: &str = "postil.values";

/// The key under which the keys are kept.
const KEYS_KEY: &str = "postil.keys";

/// How long what nobody waits for may wait, in milliseconds.
const PATIENCE: u32 = 100;

/// The window that the page is in.
pub fn window() -> Window {
    web_sys::window().expect("the page runs in a window")
}

/// The page's document.
pub fn document() -> Document {
    window().document().expect("a window has a document")
}

/// A parameter of the page's address: `article` in `?article=…`.
pub fn parameter(name: &str) -> Option<String> {
    let query = window().location().search().ok()?;
    UrlSearchParams::new_with_str(&query).ok()?.get(name)
}

/// The annotation that the address names: 17 in `#annotation-17`.
pub fn linked_annotation() -> Option<AnnotationId> {
    let hash = window().location().hash().ok()?;
    hash.strip_prefix("#annotation-")?.parse().ok().map(AnnotationId)
}

/// A sample article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sample {
    /// What the menu shows.
    pub title: String,
    /// Its address.
    pub address: String,
}

/// The samples that `index.html` links to.
pub fn samples() -> Vec<Sample> {
    let Ok(links) = document().query_selector_all("link[rel=item]") else { return Vec::new() };
    let links = (0..links.length()).filter_map(|index| links.get(index)?.dyn_into::<Element>().ok());
    links
        .filter_map(|link| Some(Sample { title: link.get_attribute("title")?, address: link.get_attribute("href")? }))
        .collect()
}

/// The theme that was chosen last.
pub fn kept_theme() -> Theme {
    match kept(THEME_KEY).as_deref() {
        Some("light") => Theme::Light,
        Some("dark") => Theme::Dark,
        _ => Theme::System,
    }
}

/// Shows a theme and keeps it for the next visit.
pub fn keep_theme(theme: Theme) {
    let name = match theme {
        Theme::System => "system",
        Theme::Light => "light",
        Theme::Dark => "dark",
    };
    mark_root("data-theme", name);
    keep(THEME_KEY, name);
}

/// Whether the text shows what figures mean, as was chosen last.
pub fn shows_values() -> bool {
    kept(VALUES_KEY).as_deref() != Some("off")
}

/// Shows in the text what figures mean, or not, and keeps that for the next visit.
pub fn show_values(shows: bool) {
    let state = if shows { "on" } else { "off" };
    mark_root("data-values", state);
    keep(VALUES_KEY, state);
}

/// The keys that were chosen last.
pub fn kept_keys() -> Keymap {
    let entries = kept(KEYS_KEY).and_then(|json| entries_of(&json));
    entries.map_or_else(Keymap::default, |entries| Keymap::of(&entries))
}

/// Keeps the keys for the next visit.
pub fn keep_keys(keymap: &Keymap) {
    keep(KEYS_KEY, &json_of(&keymap.entries()));
}

/// Names and words as a JSON object.
pub fn json_of(entries: &[(&str, &str)]) -> String {
    let pairs: Array = entries.iter().map(|(name, word)| Array::of2(&(*name).into(), &(*word).into())).collect();
    let object = Object::from_entries(&pairs).ok();
    let json =
        object.and_then(|object| JSON::stringify_with_replacer_and_space(&object, &JsValue::NULL, &1.into()).ok());
    json.map_or_else(String::new, String::from)
}

/// The names and words of a JSON object; `None` if it is none.
pub fn entries_of(json: &str) -> Option<Vec<(String, String)>> {
    let object = JSON::parse(json).ok()?.dyn_into::<Object>().ok()?;
    let pairs = Object::entries(&object);
    Some(
        pairs
            .iter()
            .filter_map(|pair| Some((Array::from(&pair).get(0).as_string()?, Array::from(&pair).get(1).as_string()?)))
            .collect(),
    )
}

/// Tells the style sheet something about the whole page.
fn mark_root(attribute: &str, value: &str) {
    if let Some(root) = document().document_element() {
        let set = root.set_attribute(attribute, value);
        debug_assert!(set.is_ok(), "the attribute's name is well formed");
    }
}

/// What an earlier visit kept, where the browser lets pages keep anything.
fn kept(key: &str) -> Option<String> {
    window().local_storage().ok()??.get_item(key).ok()?
}

fn keep(key: &str, text: &str) {
    if let Ok(Some(storage)) = window().local_storage() {
        let _full_or_forbidden = storage.set_item(key, text);
    }
}

/// Names in lower case.
pub const FOLD: Fold = Fold(|name| js_sys::JsString::from(name).to_lower_case().into());

/// Loads the page anew.
pub fn reload() {
    let _refused = window().location().reload();
}

/// Fulfilled after so many milliseconds.
pub fn sleep(milliseconds: i32) -> Promise {
    Promise::new(&mut |resolve, _| {
        let set = window().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, milliseconds);
        debug_assert!(set.is_ok(), "a function can always be a callback");
    })
}

/// Waits until the browser has done what it had to do meanwhile.
pub async fn next_task() {
    let _never_rejected = JsFuture::from(sleep(0)).await;
}

/// Gives the keyboard's focus to the first element that matches, and selects what a field holds: before the next key is
/// heard, or as soon as the element is drawn.
pub fn focus(selector: &'static str) {
    spawn_local(async move {
        // What has changed is drawn in a microtask, after which the first of these goes on.
        let mut drawn = Promise::resolve(&JsValue::UNDEFINED);
        for _ in 0..10 {
            let _never_rejected = JsFuture::from(std::mem::replace(&mut drawn, sleep(0))).await;
            let found = document().query_selector(selector).ok().flatten();
            if let Some(found) = found.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
                let options = FocusOptions::new();
                options.set_prevent_scroll(selector == "#text");
                let _gone = found.focus_with_options(&options);
                found.dyn_ref::<HtmlInputElement>().iter().for_each(|field| field.select());
                return;
            }
        }
    });
}

/// Whether the element of this id has the keyboard's focus.
pub fn has_focus(id: &str) -> bool {
    document().active_element().is_some_and(|element| element.id() == id)
}

/// Leaves the field that has the focus, which takes over what was written in it.
pub fn leave_field() {
    if let Some(field) = document().active_element().and_then(|field| field.dyn_into::<HtmlElement>().ok()) {
        let _has_left = field.blur();
    }
}

/// Does something before the next frame is drawn.
pub fn next_frame(act: impl FnOnce() + 'static) {
    let set = window().request_animation_frame(Closure::once_into_js(act).unchecked_ref());
    debug_assert!(set.is_ok(), "a function can always be a callback");
}

/// Does something once the next frame is drawn and nothing else is to be done, or soon after: what the person does not
/// wait for.
pub fn after_frame(act: impl FnOnce() + 'static) {
    next_frame(move || {
        let act = Closure::once_into_js(act);
        let options = IdleRequestOptions::new();
        options.set_timeout(PATIENCE);
        if window().request_idle_callback_with_options(act.unchecked_ref(), &options).is_err() {
            // Safari does not say when it is idle.
            let set = window().set_timeout_with_callback(act.unchecked_ref());
            debug_assert!(set.is_ok(), "a function can always be a callback");
        }
    });
}

/// Whether the page is too narrow for text and list side by side; the style sheet has the same width.
pub fn is_narrow() -> bool {
    window().match_media("(max-width: 60rem)").ok().flatten().is_some_and(|query| query.matches())
}

/// Takes the notice away that stands in `index.html` while the page loads.
pub fn loaded() {
    if let Some(loading) = document().get_element_by_id("loading") {
        loading.remove();
    }
}

/// Sets a length of the element's own style; the policy allows it, as it does not allow a style attribute in markup.
pub fn set_length(node: &NodeRef, property: &str, pixels: f64) {
    if let Some(element) = node.cast::<HtmlElement>() {
        let set = element.style().set_property(property, &format!("{pixels}px"));
        debug_assert!(set.is_ok(), "the property is there");
    }
}

/// An empty style sheet that the page uses; the policy allows it, as it does not allow style elements.
pub fn adopt_style_sheet() -> Option<CssStyleSheet> {
    let sheet = CssStyleSheet::new().ok()?;
    let adopted = js_sys::Reflect::get(&document(), &"adoptedStyleSheets".into()).ok()?;
    adopted.dyn_into::<js_sys::Array>().ok()?.push(&sheet);
    Some(sheet)
}

/// Replaces the rules of a style sheet.
pub fn replace_style(sheet: &CssStyleSheet, rules: &str) {
    let replaced = js_sys::Reflect::get(sheet, &"replaceSync".into())
        .and_then(|replace| replace.unchecked_into::<js_sys::Function>().call1(sheet, &rules.into()));
    if let Err(error) = replaced {
        web_sys::console::error_1(&error);
    }
}
