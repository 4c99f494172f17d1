//! The tagger that the page and the command line use: figures and names, part by part, overlaps settled.
//!
//! Tagging has two steps, because a name is judged by its other mentions too: study every part, then tag every part.
//! Both can pause between parts.

use std::cmp::Reverse;

use annotation::{CalendarDate, TextRange};

use crate::figures::FigureOptions;
use crate::{Evidence, FigureTagger, NameTagger, Suggestion, Tagger, figures, parts};

/// Figures and names together; without a [`NameTagger`], figures alone.
#[derive(Debug, Clone, Default)]
pub struct DefaultTagger {
    figures: FigureTagger,
    names: Option<NameTagger>,
}

/// What a whole document says: which dollar it means, which names it writes out in full.
#[derive(Debug, Clone, Default)]
pub struct DocumentEvidence {
    figures: figures::Evidence,
    names: Evidence,
}

impl DocumentEvidence {
    /// The same, for a document written on that day: relative dates such as "yesterday" are counted from it.
    pub fn dated(mut self, date: Option<CalendarDate>) -> DocumentEvidence {
        self.figures.reference = date.map(Into::into);
        self
    }
}

impl DefaultTagger {
    /// A tagger that finds figures, and names if it is given the means.
    pub fn new(names: Option<NameTagger>) -> DefaultTagger {
        DefaultTagger { figures: FigureTagger::default(), names }
    }

    /// The same tagger with other choices where a text does not say what its figures mean.
    pub fn with_options(mut self, options: FigureOptions) -> DefaultTagger {
        self.figures.options = options;
        self
    }

    /// All suggestions for a text written on that day.
    pub fn tag_dated(&self, text: &str, date: Option<CalendarDate>) -> Vec<Suggestion> {
        let evidence = self.study(text).dated(date);
        parts(text).flat_map(|part| self.tag_part(text, part, &evidence)).collect()
    }

    /// What the whole of `text` says about its figures and names.
    pub fn study(&self, text: &str) -> DocumentEvidence {
        let mut evidence = self.begin_study(text);
        parts(text).for_each(|part| self.study_part(text, part, &mut evidence));
        evidence
    }

    /// What the whole of `text` says about its figures; of names it says nothing until [`DefaultTagger::study_part`].
    pub fn begin_study(&self, text: &str) -> DocumentEvidence {
        DocumentEvidence { figures: self.figures.study(text), names: Evidence::default() }
    }

    /// Adds one of the [`parts`] of `text` to the evidence; the order of parts does not matter.
    pub fn study_part(&self, text: &str, part: TextRange, evidence: &mut DocumentEvidence) {
        if let Some(names) = &self.names {
            names.study_part(&text[part], part.start(), &mut evidence.names);
        }
    }

    /// The suggestions for one of the [`parts`] of `text`, as ranges of `text`.
    ///
    /// The evidence is to come from the whole of the same text: from [`DefaultTagger::study`], or from
    /// [`DefaultTagger::study_part`] for every part. With evidence from less, names are found with less certainty;
    /// with none, only figures are found.
    pub fn tag_part(&self, text: &str, part: TextRange, evidence: &DocumentEvidence) -> Vec<Suggestion> {
        let figures = self.figures.tag_with(&text[part], &evidence.figures);
        let names = self.names.as_ref();
        let names = names.map_or_else(Vec::new, |names| names.tag_part(&text[part], part.start(), &evidence.names));
        let mut settled = settle(figures, names);
        settled.iter_mut().for_each(|suggestion| suggestion.range += part.start());
        settled
    }
}

impl Tagger for DefaultTagger {
    fn name(&self) -> &'static str {
        "postil"
    }

    fn tag(&self, text: &str) -> Vec<Suggestion> {
        self.tag_dated(text, None)
    }
}

/// One list without overlaps, of two in text order: the longer of two that overlap stays, and of equals the name, unless
/// the figure has a unit (`RMB 80,000`).
///
/// So a name that holds a figure wins (`Boeing 737`, `Group of Seven`), and a date that holds what looks like a name
/// (`May 2024`) wins over it.
pub fn settle(figures: Vec<Suggestion>, names: Vec<Suggestion>) -> Vec<Suggestion> {
    let mut kept: Vec<Suggestion> = Vec::with_capacity(figures.len() + names.len());
    let (mut figures, mut names) = (figures.into_iter().peekable(), names.into_iter().peekable());
    let order = |suggestion: &Suggestion| (suggestion.range.start(), Reverse(suggestion.range.end()));
    let mut next = || match (names.peek(), figures.peek()) {
        (Some(name), Some(figure)) if order(figure) < order(name) => figures.next(),
        (Some(_), _) => names.next(),
        _ => figures.next(),
    };
    while let Some(suggestion) = next() {
        match kept.last_mut() {
            Some(last) if last.range.end() > suggestion.range.start() => {
                let measured = matches!(suggestion.label, "MONEY" | "PERCENT" | "QUANTITY");
                if suggestion.range.len() > last.range.len() || measured && suggestion.range == last.range {
                    *last = suggestion;
                }
            }
            _ => kept.push(suggestion),
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use annotation::TextSize;

    use super::*;

    #[test]
    fn a_dollar_named_anywhere_in_the_document_decides() {
        let filler = "Nothing is said here. ".repeat(4000);
        let text = format!("It paid $5 million.\n\n{filler}\n\nA$7 and A$8 followed.");
        let found = DefaultTagger::default().tag(&text);
        assert!(parts(&text).count() > 1);
        assert_eq!(found[0].value.as_ref().and_then(|value| value.unit()), Some("AUD"));
    }

    #[test]
    fn without_a_model_there_are_figures_only_and_their_order_is_the_texts() {
        let text = "In 2019 Huawei Technologies paid 35 people, Ünal among them. ".repeat(2000);
        let found = DefaultTagger::default().tag(&text);
        assert!(found.len() >= 2000);
        assert!(found.windows(2).all(|pair| pair[0].range.end() <= pair[1].range.start()));
    }

    fn suggestion(start: u32, end: u32, label: &'static str) -> Suggestion {
        Suggestion { range: TextRange::new(TextSize::new(start), TextSize::new(end)), label, score: None, value: None }
    }

    #[test]
    fn the_longer_of_two_stays() {
        let figures = [(7, 10, "CARDINAL"), (20, 28, "DATE"), (30, 35, "DATE"), (40, 45, "MONEY")];
        let names = [(0, 10, "PRODUCT"), (20, 23, "PERSON"), (30, 35, "PERSON"), (40, 45, "PRODUCT")];
        let all = |list: [(u32, u32, &'static str); 4]| {
            list.map(|(start, end, label)| suggestion(start, end, label)).into_iter().collect::<Vec<_>>()
        };
        let settled = settle(all(figures), all(names));
        let labels: Vec<&str> = settled.iter().map(|suggestion| suggestion.label).collect();
        assert_eq!(labels, ["PRODUCT", "DATE", "PERSON", "MONEY"]);
    }
}
