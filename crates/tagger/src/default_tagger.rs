//! The tagger that the page and the command line use: figures and names, part by part, overlaps settled.

use annotation::{TextRange, TextSize};

use crate::{FigureTagger, NameTagger, Suggestion, Tagger, parts};

/// Figures and names together.
#[derive(Debug, Clone, Default)]
pub struct DefaultTagger {
    figures: FigureTagger,
    names: NameTagger,
}

impl DefaultTagger {
    /// The suggestions for one of the [`parts`] of `text`, as ranges of `text`.
    pub fn tag_part(&self, text: &str, part: TextRange) -> Vec<Suggestion> {
        let mut found = self.figures.tag(&text[part]);
        found.extend(self.names.tag(&text[part]));
        found.sort_by_key(|suggestion| (suggestion.range.start(), std::cmp::Reverse(suggestion.range.end())));
        let mut free_from = TextSize::new(0);
        found.retain(|suggestion| {
            let free = suggestion.range.start() >= free_from;
            if free {
                free_from = suggestion.range.end();
            }
            free
        });
        for suggestion in &mut found {
            suggestion.range += part.start();
        }
        found
    }
}

impl Tagger for DefaultTagger {
    fn name(&self) -> &'static str {
        "postil"
    }

    fn tag(&self, text: &str) -> Vec<Suggestion> {
        parts(text).flat_map(|part| self.tag_part(text, part)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_overlaps_and_order_is_the_texts() {
        let text = "In 2019 Huawei Technologies paid 35 people, Ünal among them. ".repeat(2000);
        let found = DefaultTagger::default().tag(&text);
        assert!(found.len() > 2000);
        assert!(found.windows(2).all(|pair| pair[0].range.end() <= pair[1].range.start()));
    }
}
