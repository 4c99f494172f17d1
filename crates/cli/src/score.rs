//! Scoring suggestions against gold: strict precision, recall and F1, confusions, errors and calibration.

use std::collections::{BTreeMap, BTreeSet};

use tagger::{Suggestion, gazetteer::Gazetteer};

use crate::gold::{GoldDocument, labels_of, names_of};

/// How many were right, suggested and known.
#[derive(Debug, Clone, Copy, Default)]
pub struct Count {
    /// Suggested and right.
    pub right: usize,
    /// Suggested.
    pub suggested: usize,
    /// Known.
    pub known: usize,
}

impl Count {
    /// Precision, recall and F1 in per cent.
    pub fn percentages(&self) -> [f64; 3] {
        let share = |part: usize, whole: usize| if whole == 0 { 0.0 } else { 100.0 * part as f64 / whole as f64 };
        let (precision, recall) = (share(self.right, self.suggested), share(self.right, self.known));
        let f1 = share(2 * self.right, self.suggested + self.known);
        [precision, recall, f1]
    }

    /// Adds another count.
    pub fn add(&mut self, other: Count) {
        self.right += other.right;
        self.suggested += other.suggested;
        self.known += other.known;
    }
}

/// The scores of a set of documents.
#[derive(Debug, Default)]
pub struct Scores {
    /// By label.
    pub labels: BTreeMap<String, Count>,
    /// Known label, suggested label ("–" for none), how often.
    pub confusions: BTreeMap<(String, String), usize>,
    /// One line for each error.
    pub errors: Vec<String>,
    /// For each tenth of the score: right and all.
    pub calibration: [(usize, usize); 10],
}

impl Scores {
    /// All of these labels together.
    pub fn together(&self, labels: &[&str]) -> Count {
        let mut sum = Count::default();
        self.labels.iter().filter(|(label, _)| labels.contains(&label.as_str())).for_each(|(_, count)| sum.add(*count));
        sum
    }
}

/// The labels that a set of documents marks, and whether it tells GPE from LOC.
#[derive(Debug)]
pub struct Scheme {
    labels: BTreeSet<&'static str>,
    places_are_one: bool,
}

impl Scheme {
    /// What the types of these documents say.
    pub fn of(documents: &[GoldDocument], gazetteer: &Gazetteer) -> Scheme {
        let mut scheme = Scheme { labels: BTreeSet::new(), places_are_one: false };
        for kind in documents.iter().flat_map(|document| &document.spans).flat_map(|span| &span.types) {
            match kind.as_str() {
                "LOC" if documents.iter().any(|document| document.spans.iter().any(|span| span.types[0] == "PER")) => {
                    scheme.places_are_one = true;
                }
                "place" | "location" | "country" => scheme.places_are_one = true,
                "misc" | "MISC" => _ = scheme.labels.insert("NORP"),
                "object" | "abstract" | "award" | "programlang" | "astronomicalobject" | "academicjournal"
                | "magazine" => (),
                kind => scheme.labels.extend(names_of(labels_of(kind, "", gazetteer))),
            }
        }
        if scheme.places_are_one {
            scheme.labels.insert("GPE");
            scheme.labels.insert("LOC");
        }
        scheme
    }

    fn name(&self, label: &str) -> String {
        if self.places_are_one && matches!(label, "GPE" | "LOC") { "GPE+LOC".into() } else { label.into() }
    }
}

/// Adds a document's suggestions to the scores.
pub fn add(
    scores: &mut Scores,
    scheme: &Scheme,
    document: &GoldDocument,
    suggestions: &[Suggestion],
    gazetteer: &Gazetteer,
) {
    let mut known: BTreeMap<(usize, usize), (BTreeSet<String>, bool, bool)> = BTreeMap::new();
    for span in &document.spans {
        let text = &document.text[span.start..span.end];
        let is_misc = span.types.iter().any(|kind| matches!(kind.as_str(), "misc" | "MISC" | "OTH"));
        let mut names: BTreeSet<String> = BTreeSet::new();
        for kind in &span.types {
            let labels = names_of(labels_of(kind, text, gazetteer));
            let place = matches!(kind.as_str(), "LOC" | "place" | "location" | "country") && scheme.places_are_one;
            if place {
                names.insert("GPE+LOC".into());
            } else if !is_misc || labels.len() == 1 {
                names.extend(
                    labels.into_iter().filter(|label| scheme.labels.contains(label)).map(|label| scheme.name(label)),
                );
            }
        }
        let vague = matches!(
            span.types[0].as_str(),
            "object" | "abstract" | "award" | "programlang" | "academicjournal" | "magazine"
        );
        if !names.is_empty() && !vague {
            known.insert((span.start, span.end), (names, span.optional, false));
        }
    }
    for suggestion in suggestions.iter().filter(|suggestion| scheme.labels.contains(suggestion.label)) {
        let label = scheme.name(suggestion.label);
        let range = (usize::from(suggestion.range.start()), usize::from(suggestion.range.end()));
        let right = match known.get_mut(&range) {
            Some((_, true, _)) => continue,
            Some((labels, _, met)) => {
                *met = labels.contains(&label);
                *met
            }
            None => {
                let in_optional =
                    known.iter().any(|(span, (_, optional, _))| *optional && span.0 < range.1 && range.0 < span.1);
                if in_optional {
                    continue;
                }
                false
            }
        };
        let count = scores.labels.entry(label.clone()).or_default();
        count.suggested += 1;
        count.right += usize::from(right);
        if let Some(score) = suggestion.score {
            let bin = &mut scores.calibration[usize::from(score.per_mille() / 100).min(9)];
            bin.0 += usize::from(right);
            bin.1 += 1;
        }
        if !right {
            let expected = known.get(&range).map(|(labels, ..)| join(labels));
            let expected = expected.unwrap_or_else(|| "–".into());
            scores.errors.push(error(document, range, &expected, &label));
            *scores.confusions.entry((expected, label)).or_default() += 1;
        } else {
            // A span that may have several labels is known under the one that was found.
            count.known += 1;
        }
    }
    for (range, (labels, optional, met)) in known {
        if met || optional {
            continue;
        }
        let label = labels.iter().next().cloned().unwrap_or_default();
        scores.labels.entry(label.clone()).or_default().known += 1;
        if !suggestions.iter().any(|suggestion| {
            usize::from(suggestion.range.start()) == range.0
                && usize::from(suggestion.range.end()) == range.1
                && scheme.labels.contains(suggestion.label)
        }) {
            scores.errors.push(error(document, range, &join(&labels), "–"));
            *scores.confusions.entry((join(&labels), "–".into())).or_default() += 1;
        }
    }
}

fn join(labels: &BTreeSet<String>) -> String {
    labels.iter().map(String::as_str).collect::<Vec<_>>().join("/")
}

fn error(document: &GoldDocument, (start, end): (usize, usize), known: &str, suggested: &str) -> String {
    let text = &document.text;
    let from = text.floor_char_boundary(start.saturating_sub(40));
    let to = text.ceil_char_boundary((end + 40).min(text.len()));
    let line = format!("{}[{}]{}", &text[from..start], &text[start..end], &text[end..to]).replace('\n', "⏎");
    format!("{known} → {suggested}\t{}\t…{line}…", document.id)
}
