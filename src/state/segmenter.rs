//! How a text is cut into graphemes, words and sentences: a function that is handed in, for the browser has the
//! dictionaries of every language.

/// What a text is cut into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// What a person takes for one character.
    Grapheme,
    /// A word, or what stands between two.
    Word,
    /// A sentence with the white space behind it.
    Sentence,
}

/// A piece of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Piece {
    /// Its length.
    pub bytes: usize,
    /// Whether it is more than white space and punctuation; told of words only.
    pub is_word: bool,
}

/// Cuts a text into adjacent pieces that together are the whole of it.
#[derive(Debug, Clone, Copy)]
pub struct Segmenter(pub fn(&str, Unit) -> Vec<Piece>);

#[cfg(target_arch = "wasm32")]
impl Default for Segmenter {
    /// Cuts nothing, until the browser's is put in.
    fn default() -> Segmenter {
        Segmenter(|_, _| Vec::new())
    }
}

#[cfg(not(target_arch = "wasm32"))]
impl Default for Segmenter {
    /// Unicode Standard Annex 29.
    fn default() -> Segmenter {
        use unicode_segmentation::UnicodeSegmentation;
        Segmenter(|text, unit| {
            let piece = |piece: &str| Piece { bytes: piece.len(), is_word: piece.chars().any(char::is_alphanumeric) };
            match unit {
                Unit::Grapheme => text.graphemes(true).map(piece).collect(),
                Unit::Word => text.split_word_bounds().map(piece).collect(),
                Unit::Sentence => text.split_sentence_bounds().map(piece).collect(),
            }
        })
    }
}
