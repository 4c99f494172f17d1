//! The module `find`: looks for text in a worker of its own, when the page first asks for it.

use find::Query;
use wasm_bindgen::prelude::*;

fn main() {
    std::panic::set_hook(Box::new(|info| web_sys::console::error_1(&info.to_string().into())));
}

/// The hits as starts and ends in bytes, at most `most` hits; the arguments are those of [`find::find`].
///
/// # Errors
/// What is wrong with the pattern.
#[wasm_bindgen]
pub fn find(text: &[u8], pattern: &str, choices: &[u8], most: usize) -> Result<Vec<u32>, JsError> {
    let &[is_expression, matches_case, is_whole_word, is_inflected] = choices else {
        return Err(JsError::new("there are four choices"));
    };
    let [is_expression, matches_case, is_whole_word, is_inflected] =
        [is_expression, matches_case, is_whole_word, is_inflected].map(|choice| choice != 0);
    let query = Query { pattern, is_expression, matches_case, is_whole_word, is_inflected };
    let hits = find::find(str::from_utf8(text)?, query, most).map_err(|reason| JsError::new(&reason))?;
    Ok(hits.iter().flat_map(|hit| [hit.start().into(), hit.end().into()]).collect())
}
