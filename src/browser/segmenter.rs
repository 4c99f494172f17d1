//! `Intl.Segmenter`: graphemes, words and sentences of every language, with dictionaries for those that write without
//! spaces.

use js_sys::Array;
use js_sys::Intl::{SegmentData, Segmenter as IntlSegmenter, SegmenterGranularity, SegmenterOptions};
use wasm_bindgen::JsCast;

use crate::state::{Piece, Segmenter, Unit};

/// The browser's.
pub const SEGMENTER: Segmenter = Segmenter(pieces);

thread_local! {
    /// One for each unit, for making one takes long.
    static SEGMENTERS: [IntlSegmenter; 3] =
        [SegmenterGranularity::Grapheme, SegmenterGranularity::Word, SegmenterGranularity::Sentence].map(|granularity| {
            let options = SegmenterOptions::new();
            options.set_granularity(granularity);
            IntlSegmenter::new(&Array::new(), &options)
        });
}

fn pieces(text: &str, unit: Unit) -> Vec<Piece> {
    let segments = SEGMENTERS.with(|segmenters| segmenters[unit as usize].segment(text));
    let piece = |data: SegmentData| Piece {
        bytes: String::from(data.segment()).len(),
        is_word: data.is_word_like().unwrap_or_default(),
    };
    Array::from(&segments).iter().map(|data| piece(data.unchecked_into())).collect()
}
