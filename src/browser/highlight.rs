//! Highlights that pass, such as the hits of a search: they change no element (CSS Custom Highlight API).

use annotation::Document;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::{Element, Range};

use super::selection;
use crate::state::ShownHit;

#[wasm_bindgen]
extern "C" {
    type Highlight;

    #[wasm_bindgen(constructor, catch)]
    fn new() -> Result<Highlight, JsValue>;

    #[wasm_bindgen(method)]
    fn add(this: &Highlight, range: &Range);

    type HighlightRegistry;

    #[wasm_bindgen(thread_local_v2, js_namespace = CSS, js_name = highlights)]
    static HIGHLIGHTS: HighlightRegistry;

    #[wasm_bindgen(method)]
    fn set(this: &HighlightRegistry, name: &str, highlight: &Highlight);
}

/// Highlights these hits in the drawn text and no others; a browser that cannot shows none.
pub fn show(root: &Element, text: &Document, hits: &[ShownHit]) {
    for (name, is_current) in [("hit", false), ("current-hit", true)] {
        let Ok(highlight) = Highlight::new() else { return };
        for hit in hits.iter().filter(|hit| hit.is_current == is_current) {
            if let Some(range) = selection::range(root, text, hit.range) {
                highlight.add(&range);
            }
        }
        HIGHLIGHTS.with(|highlights| highlights.set(name, &highlight));
    }
}
