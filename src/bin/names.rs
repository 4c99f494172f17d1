//! The module `names`: finds names, for the tagger's worker, which loads it with its model while figures are shown already.
//!
//! A text is looked at twice, part by part: [`study`] all of its parts, then [`tag`] them. [`forget`] comes before the
//! next text.

use std::cell::{OnceCell, RefCell};

use tagger::{Evidence, LABELS, NameTagger};
use wasm_bindgen::prelude::*;

fn main() {
    std::panic::set_hook(Box::new(|info| web_sys::console::error_1(&info.to_string().into())));
}

thread_local! {
    static TAGGER: OnceCell<NameTagger> = const { OnceCell::new() };
    static EVIDENCE: RefCell<Evidence> = RefCell::default();
}

/// Takes the model; called once, before everything else.
///
/// # Errors
/// What is wrong with the model.
#[wasm_bindgen]
pub fn load(model: &[u8]) -> Result<(), JsError> {
    let tagger = NameTagger::from_bytes(model)?;
    TAGGER.with(|slot| slot.set(tagger)).map_err(|_| JsError::new("the model is loaded once"))
}

/// Forgets what was learnt of a text.
#[wasm_bindgen]
pub fn forget() {
    EVIDENCE.take();
}

/// Learns what the part of a text that begins at byte `at` says about names.
///
/// # Errors
/// If the part is not UTF-8.
#[wasm_bindgen]
pub fn study(part: &[u8], at: u32) -> Result<(), JsError> {
    let part = str::from_utf8(part)?;
    TAGGER.with(|slot| {
        let tagger = slot.get();
        EVIDENCE.with_borrow_mut(|evidence| {
            tagger.into_iter().for_each(|tagger| tagger.study_part(part, at.into(), evidence));
        });
    });
    Ok(())
}

/// The names of a part that was studied, four numbers each: where it starts and ends in the part, in bytes, the place of
/// its label in [`LABELS`], its score per mille.
///
/// # Errors
/// If the part is not UTF-8.
#[wasm_bindgen]
pub fn tag(part: &[u8], at: u32) -> Result<Vec<u32>, JsError> {
    let part = str::from_utf8(part)?;
    let found = TAGGER.with(|slot| {
        let tagger = slot.get();
        EVIDENCE.with_borrow(|evidence| tagger.map(|tagger| tagger.tag_part(part, at.into(), evidence)))
    });
    let numbers = |name: tagger::Suggestion| {
        let label = LABELS.iter().position(|label| *label == name.label).unwrap_or(LABELS.len()) as u32;
        let score = name.score.map_or(0, |score| score.per_mille().into());
        [name.range.start().into(), name.range.end().into(), label, score]
    };
    Ok(found.unwrap_or_default().into_iter().flat_map(numbers).collect())
}
