//! Names: people, organisations, places and the rest of the entities.

use crate::{Suggestion, Tagger, tokens};

/// Finds names.
#[derive(Debug, Clone, Copy, Default)]
pub struct NameTagger;

impl Tagger for NameTagger {
    fn name(&self) -> &'static str {
        "postil-names"
    }

    fn tag(&self, text: &str) -> Vec<Suggestion> {
        tokens(text)
            .filter(|&token| text[token].len() > 3 && text[token].starts_with(|first: char| first.is_uppercase()))
            .map(|range| Suggestion { range, label: "ORG", score: None, value: None })
            .collect()
    }
}
