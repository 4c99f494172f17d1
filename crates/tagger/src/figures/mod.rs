//! Figures: numbers that mean something, and what they mean.

use crate::{Suggestion, Tagger, tokens};

/// Finds figures.
#[derive(Debug, Clone, Copy, Default)]
pub struct FigureTagger;

impl Tagger for FigureTagger {
    fn name(&self) -> &'static str {
        "postil-figures"
    }

    fn tag(&self, text: &str) -> Vec<Suggestion> {
        tokens(text)
            .filter(|&token| text[token].bytes().all(|byte| byte.is_ascii_digit()))
            .map(|range| Suggestion { range, label: "CARDINAL", score: None, value: None })
            .collect()
    }
}
