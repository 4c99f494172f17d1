//! The names tagger: a first pass that studies the text, a second that tags it with what was learnt.

use std::sync::Arc;

use annotation::{Score, TextRange};

use super::{
    evidence::{Mentions, evidence_features, mentions_of},
    features::{Place, View, span_features, step_feature, word_features},
    pass::{Pass, PassName, Zone, places},
    vocabulary::{Spot, Vocabulary, spots},
    word::Word,
    zone::RoleWords,
};
use crate::{
    Suggestion, Tagger,
    model::{LABELS, Model, ModelError, NAMES, NO_NAME, Row, STEP},
    parts,
};

/// Finds names.
#[derive(Debug, Clone)]
pub struct NameTagger {
    model: Arc<Model>,
    roles: Arc<RoleWords>,
    steps: [Row<i32>; 2],
}

/// What a text says about the names in it; grows part by part.
#[derive(Debug, Clone, Default)]
pub struct Evidence {
    vocabulary: Vocabulary,
    sums: Vec<Option<Box<WordSums>>>, // by number of word: what it adds to spans it is in or beside
    mentions: Mentions,
}

/// A word's sum of weights for each of its places.
type WordSums = [Row<i16>; Place::ALL.len()];

/// Candidates that the first pass thinks less likely than this, in 1/32768, are given no evidence.
const HOPELESS: u16 = 16;

impl NameTagger {
    /// The tagger whose weights and lists these bytes are.
    ///
    /// # Errors
    /// [`ModelError`] if the bytes are not a model of this version, or are damaged.
    pub fn from_bytes(bytes: &[u8]) -> Result<NameTagger, ModelError> {
        Ok(NameTagger::new(Model::from_bytes(bytes)?))
    }

    /// The tagger with this model.
    pub fn new(model: Model) -> NameTagger {
        let steps = [false, true].map(|after_name| {
            let mut row = [0; LABELS];
            model.add(step_feature(after_name).hash, &mut row);
            row.map(|weight| i32::from(weight) * STEP)
        });
        NameTagger { model: Arc::new(model), roles: Arc::default(), steps }
    }

    /// Adds a part of a text to the evidence.
    pub fn study_part(&self, part: &str, evidence: &mut Evidence) {
        let Evidence { vocabulary, sums, mentions } = evidence;
        let spots = spots(part, |text| {
            let number = vocabulary.intern(text, &self.model.gazetteer, &self.roles);
            (number, vocabulary.word(number).role)
        });
        sums.resize(vocabulary.len(), None);
        let mut pass = Pass::new(&spots, vocabulary);
        for zone in &pass.zones {
            for spot in &spots[zone.tokens.start.saturating_sub(2)..(zone.tokens.end + 2).min(spots.len())] {
                let sum = &mut sums[spot.word as usize];
                if sum.is_none() {
                    *sum = Some(Box::new(self.word_sums(vocabulary.word(spot.word))));
                }
            }
        }
        self.first_pass(&spots, vocabulary, sums, &mut pass);
        let mut own = Vec::new();
        for zone in &pass.zones {
            mentions_of(&zone.view(&spots, vocabulary, &self.model.gazetteer), &pass, zone, &mut own);
            mentions.count(&own);
        }
    }

    /// The names in a part of a text that was studied.
    pub fn tag_part(&self, part: &str, evidence: &Evidence) -> Vec<Suggestion> {
        let spots = self.studied_spots(part, evidence);
        let mut pass = Pass::new(&spots, &evidence.vocabulary);
        self.first_pass(&spots, &evidence.vocabulary, &evidence.sums, &mut pass);
        let mut scores: Vec<Row<i32>> = Vec::with_capacity(pass.segments.len());
        self.each_evidence(&spots, &pass, evidence, |_, index, features| {
            let mut own = [0; LABELS];
            features.iter().for_each(|&feature| self.model.add(feature, &mut own));
            let first = &pass.segments[index].scores;
            scores.push(std::array::from_fn(|label| {
                first[label] * self.model.base_factor / 256 + i32::from(own[label]) * STEP
            }));
        });
        pass.segments.iter_mut().zip(scores).for_each(|(segment, scores)| segment.scores = scores);
        pass.decode(&self.steps, self.model.thresholds[1]);
        pass.names.iter().map(|name| self.suggestion(&spots, name)).collect()
    }

    /// Shows `visit` what the second pass would work with in a part that was studied, for training: each zone with its
    /// view and pass, and the evidence features of each of its candidate spans.
    pub fn inspect_part(
        &self,
        part: &str,
        evidence: &Evidence,
        mut visit: impl FnMut(&View<'_>, &Pass, &Zone, &[Vec<u32>]),
    ) {
        let spots = self.studied_spots(part, evidence);
        let mut pass = Pass::new(&spots, &evidence.vocabulary);
        self.first_pass(&spots, &evidence.vocabulary, &evidence.sums, &mut pass);
        let mut all = Vec::new();
        self.each_evidence(&spots, &pass, evidence, |_, _, features| all.push(features.to_vec()));
        for zone in &pass.zones {
            let view = zone.view(&spots, &evidence.vocabulary, &self.model.gazetteer);
            visit(&view, &pass, zone, &all[zone.segments.clone()]);
        }
    }

    /// The scores of a step after no name and after a name.
    pub fn steps(&self) -> &[Row<i32>; 2] {
        &self.steps
    }

    /// The model.
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// The tokens of a part that was studied; none of a text of which nothing was.
    fn studied_spots(&self, part: &str, evidence: &Evidence) -> Vec<Spot> {
        if evidence.vocabulary.is_empty() {
            return Vec::new();
        }
        // A word that was not studied, which a caller's mistake can bring, is taken for the text's first.
        spots(part, |text| {
            let number = evidence.vocabulary.find(text).unwrap_or(0);
            (number, evidence.vocabulary.word(number).role)
        })
    }

    fn word_sums(&self, word: &Word) -> WordSums {
        Place::ALL.map(|place| {
            let mut row = [0; LABELS];
            word_features(word, place, |feature| self.model.add(feature.hash, &mut row));
            row
        })
    }

    fn first_pass(&self, spots: &[Spot], vocabulary: &Vocabulary, sums: &[Option<Box<WordSums>>], pass: &mut Pass) {
        for zone in &pass.zones {
            let view = zone.view(spots, vocabulary, &self.model.gazetteer);
            for segment in &mut pass.segments[zone.segments.clone()] {
                let (start, end) =
                    (zone.tokens.start + segment.start as usize, zone.tokens.start + segment.end as usize);
                let mut row = [0; LABELS];
                span_features(&view, start, end, |feature| self.model.add(feature.hash, &mut row));
                places(&view, start, end, &mut |index, place| {
                    if let Some(Some(sums)) = sums.get(spots[index].word as usize) {
                        let sum = &sums[place as usize];
                        (0..LABELS).for_each(|label| row[label] = row[label].saturating_add(sum[label]));
                    }
                });
                segment.scores = row.map(|sum| i32::from(sum) * STEP);
            }
        }
        pass.decode(&self.steps, self.model.thresholds[0]);
    }

    /// Calls `visit` with each zone, each candidate's place and its evidence features.
    fn each_evidence(
        &self,
        spots: &[Spot],
        pass: &Pass,
        evidence: &Evidence,
        mut visit: impl FnMut(&Zone, usize, &[u32]),
    ) {
        let (mut own, mut features) = (Vec::new(), Vec::new());
        for zone in &pass.zones {
            let view = zone.view(spots, &evidence.vocabulary, &self.model.gazetteer);
            mentions_of(&view, pass, zone, &mut own);
            for index in zone.segments.clone() {
                features.clear();
                let segment = &pass.segments[index];
                let likely = pass.posteriors[index]
                    .iter()
                    .enumerate()
                    .any(|(label, &posterior)| posterior >= HOPELESS && (label != NO_NAME || segment.name));
                if likely {
                    let span = zone.tokens.start + segment.start as usize..zone.tokens.start + segment.end as usize;
                    evidence_features(&evidence.mentions, &view, pass, &own, span, |feature| {
                        features.push(feature.hash);
                    });
                }
                visit(zone, index, &features);
            }
        }
    }

    fn suggestion(&self, spots: &[Spot], name: &PassName) -> Suggestion {
        let (first, last) = (spots[name.range.start], spots[name.range.end - 1]);
        Suggestion {
            range: TextRange::new(first.range.start(), last.range.end()),
            label: NAMES[usize::from(name.label)],
            score: Score::new(self.model.per_mille(name.posterior)),
            value: None,
        }
    }
}

impl Tagger for NameTagger {
    fn name(&self) -> &'static str {
        "postil-names"
    }

    fn tag(&self, text: &str) -> Vec<Suggestion> {
        let mut evidence = Evidence::default();
        parts(text).for_each(|part| self.study_part(&text[part], &mut evidence));
        let tag = |part: TextRange| {
            let mut found = self.tag_part(&text[part], &evidence);
            found.iter_mut().for_each(|suggestion| suggestion.range += part.start());
            found
        };
        parts(text).flat_map(tag).collect()
    }
}
