//! The page itself: its address, its samples, its theme, its focus.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{CssStyleSheet, Document, Element, FocusOptions, HtmlElement, UrlSearchParams, Window};
use yew::NodeRef;

use crate::state::Theme;

/// The key under which the theme is kept.
const THEME_KEY: &str = "postil.theme";

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
    let kept = window().local_storage().ok().flatten().and_then(|storage| storage.get_item(THEME_KEY).ok().flatten());
    match kept.as_deref() {
        Some("light") => Theme::Light,
        Some("dark") => Theme::Dark,
        _ => Theme::System,
    }
}

/// Shows a theme and keeps it for the next visit, where the browser lets pages keep anything.
pub fn keep_theme(theme: Theme) {
    let name = match theme {
        Theme::System => "system",
        Theme::Light => "light",
        Theme::Dark => "dark",
    };
    if let Some(root) = document().document_element() {
        let set = root.set_attribute("data-theme", name);
        debug_assert!(set.is_ok(), "the attribute's name is well formed");
    }
    if let Ok(Some(storage)) = window().local_storage() {
        let _full_or_forbidden = storage.set_item(THEME_KEY, name);
    }
}

/// Gives the keyboard's focus to the article's text, once what is being drawn is drawn.
pub fn focus_text() {
    let focus = Closure::once_into_js(|| {
        let text = document().get_element_by_id("text").and_then(|element| element.dyn_into::<HtmlElement>().ok());
        if let Some(text) = text {
            let options = FocusOptions::new();
            options.set_prevent_scroll(true);
            let _gone = text.focus_with_options(&options);
        }
    });
    let set = window().set_timeout_with_callback(focus.unchecked_ref());
    debug_assert!(set.is_ok(), "a function can always be a callback");
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

/// Shows the screen that says that the program has stopped, and why.
pub fn show_fatal(message: &str) {
    let Some(screen) = document().get_element_by_id("fatal") else { return };
    if let Ok(Some(details)) = screen.query_selector("pre") {
        details.set_text_content(Some(message));
    }
    let _was_hidden = screen.remove_attribute("hidden");
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
