//! The names tagger: a first pass that studies the text, a second that tags it with what was learnt.

use std::{collections::BTreeMap, ops::Range, sync::Arc};

use annotation::{Score, TextRange, TextSize};

use super::{
    evidence::{Mentions, evidence_features, mentions_of},
    features::{View, is_spelt_out, span_features, step_feature},
    pass::{Pass, PassName, Zone},
    sums::{Sums, ZoneSums},
    vocabulary::{Spot, Vocabulary, spots},
    zone::{LONGEST_ZONE, RoleWords},
};
use crate::{
    Suggestion, Tagger,
    model::{LABELS, Lattice, Model, ModelError, NAMES, NO_NAME, STEP, Segment, Step},
    parts,
};

/// Finds names.
#[derive(Debug, Clone)]
pub struct NameTagger {
    model: Arc<Model>,
    roles: Arc<RoleWords>,
    steps: [Step; 2],
}

/// What a text says about the names in it; grows part by part.
#[derive(Debug, Clone, Default)]
pub struct Evidence {
    vocabulary: Vocabulary,
    sums: Sums,
    mentions: Mentions,
    passes: BTreeMap<u32, Pass>, // the first pass over each part, by where the part begins
}

impl Evidence {
    /// Forgets what was counted over the document, to measure what it is worth.
    pub fn forget_mentions(&mut self) {
        self.mentions = Mentions::default();
    }
}

/// What a name gains whose acronym follows in brackets, in steps of 1/32: training texts have too few to learn it.
const SPELT_OUT_GAIN: i16 = 3 * 32;

/// The labels from here on gain it: all but [`NO_NAME`] and people.
const SPELT_OUT: usize = 2;

/// Candidates that the first pass thinks less likely than this, in 1/32768, are given no evidence.
const HOPELESS: u16 = 256;

/// Candidates whose words alone are so much against a name, in steps of 1/32, are not looked at further.
const AGAINST: i32 = 6 * 32;

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
            let mut row = [0; 16];
            model.add(step_feature(after_name).hash, &mut row);
            Step { none: i32::from(row[NO_NAME]) * STEP, name: i32::from(row[1]) * STEP }
        });
        NameTagger { model: Arc::new(model), roles: Arc::default(), steps }
    }

    /// Adds the part of a text that begins at byte `at` to the evidence; a part that is there already is left out.
    pub fn study_part(&self, part: &str, at: TextSize, evidence: &mut Evidence) {
        if evidence.passes.contains_key(&at.into()) {
            return;
        }
        let Evidence { vocabulary, sums, mentions, passes } = evidence;
        let spots = spots(part, |text| {
            let number = vocabulary.intern(text, &self.model.gazetteer, &self.roles);
            (number, vocabulary.word(number).role)
        });
        let mut pass = Pass::new(spots, vocabulary, &self.model.gazetteer);
        self.first_pass(vocabulary, sums, &mut pass);
        let mut own = Vec::new();
        for zone in &pass.zones {
            own.clear();
            mentions_of(&zone.view(&pass.spots, vocabulary, &self.model.gazetteer), &pass, zone, &mut own);
            mentions.count(&own);
        }
        pass.keep_unsettled();
        passes.insert(at.into(), pass);
    }

    /// The names in the part of a text that begins at byte `at`, which was studied.
    pub fn tag_part(&self, part: &str, at: TextSize, evidence: &Evidence) -> Vec<Suggestion> {
        let Some(pass) = evidence.passes.get(&at.into()) else { return Vec::new() };
        let mut names: Vec<PassName> = pass.names.iter().filter(|name| name.settled).cloned().collect();
        let (mut lattice, mut segments): (Lattice, Vec<Segment>) = Default::default();
        self.each_zone(pass, evidence, |_, zone, features| {
            segments.clear();
            segments.extend_from_slice(&pass.segments[zone.segments.clone()]);
            for (segment, features) in segments.iter_mut().zip(features) {
                let mut own = [0; 16];
                self.model.add_all(features, &mut own);
                for (score, own) in segment.scores.iter_mut().zip(own) {
                    let scaled = i32::from(*score) * self.model.base_factor / 256 + i32::from(own);
                    *score = scaled.clamp(i16::MIN.into(), i16::MAX.into()) as i16;
                }
            }
            lattice.posteriors(zone.tokens.len(), &segments, &self.steps);
            lattice.names(zone.tokens.len(), &segments, &self.model.thresholds, |found| {
                names.push(PassName::new(zone, found, false));
            });
        });
        names.sort_unstable_by_key(|name| name.range.start);
        let found = names.iter().map(|name| self.suggestion(&pass.spots, name));
        found.filter(|found| part.get(Range::from(found.range)).is_some()).collect()
    }

    /// Shows `visit` what the second pass works with in a part that was studied, for training: each zone that is not
    /// settled with its view and pass, and the evidence features of each of its candidate spans.
    pub fn inspect_part(
        &self,
        at: TextSize,
        evidence: &Evidence,
        mut visit: impl FnMut(&View<'_>, &Pass, &Zone, &[Vec<u32>]),
    ) {
        let Some(pass) = evidence.passes.get(&at.into()) else { return };
        self.each_zone(pass, evidence, |view, zone, features| visit(view, pass, zone, features));
    }

    /// The scores of a step after no name and after a name.
    pub fn steps(&self) -> &[Step; 2] {
        &self.steps
    }

    /// The model.
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// Scores the candidates of a pass by themselves, drops those without hope, and decodes.
    fn first_pass(&self, vocabulary: &Vocabulary, sums: &mut Sums, pass: &mut Pass) {
        let mut zone_sums = ZoneSums::default();
        let spots = std::mem::take(&mut pass.spots);
        let mut hopeless = vec![false; pass.segments.len()];
        for zone in &pass.zones {
            let view = zone.view(&spots, vocabulary, &self.model.gazetteer);
            sums.learn(&self.model, &spots, vocabulary, zone);
            zone_sums.fill(&self.model, &view, zone, sums);
            let mut none_until = [0; LONGEST_ZONE + 1];
            for (index, segment) in zone.segments.clone().zip(&mut pass.segments[zone.segments.clone()]) {
                let (start, end) = (usize::from(segment.start), usize::from(segment.end));
                if segment.name {
                    segment.scores = zone_sums.span(&spots[zone.tokens.clone()], sums, start, end);
                }
                // The segment of one token comes first of those with its end.
                if end - start == 1 {
                    none_until[end] = none_until[start] + i32::from(segment.scores[NO_NAME]);
                }
                let best = segment.scores[1..LABELS].iter().copied().max().map_or(0, i32::from);
                hopeless[index] = best - (none_until[end] - none_until[start]) < -AGAINST;
            }
        }
        pass.retain(|index| !hopeless[index]);
        let mut features = Vec::new();
        for zone in &pass.zones {
            let view = zone.view(&spots, vocabulary, &self.model.gazetteer);
            for segment in pass.segments[zone.segments.clone()].iter_mut().filter(|segment| segment.name) {
                let start = zone.tokens.start + usize::from(segment.start);
                let end = zone.tokens.start + usize::from(segment.end);
                features.clear();
                span_features(&view, start, end, |feature| features.push(feature.hash));
                self.model.add_all(&features, &mut segment.scores);
                if is_spelt_out(&view, start, end) {
                    segment.scores[SPELT_OUT..LABELS]
                        .iter_mut()
                        .for_each(|score| *score = score.saturating_add(SPELT_OUT_GAIN));
                }
            }
        }
        pass.spots = spots;
        pass.decode(&self.steps);
    }

    /// Calls `visit` with each zone that is not settled, its view and the evidence features of each of its candidates.
    fn each_zone(&self, pass: &Pass, evidence: &Evidence, mut visit: impl FnMut(&View<'_>, &Zone, &[Vec<u32>])) {
        let (mut own, mut features): (_, Vec<Vec<u32>>) = (Vec::new(), Vec::new());
        for zone in &pass.zones {
            let view = zone.view(&pass.spots, &evidence.vocabulary, &self.model.gazetteer);
            own.clear();
            mentions_of(&view, pass, zone, &mut own);
            own.sort_unstable();
            let count = zone.segments.len();
            features.resize_with(features.len().max(count), Vec::new);
            for (index, features) in zone.segments.clone().zip(&mut features) {
                features.clear();
                let (segment, posteriors) = (&pass.segments[index], &pass.posteriors[index]);
                if segment.name && posteriors.iter().copied().max() >= Some(HOPELESS) {
                    let span = zone.tokens.start + segment.start as usize..zone.tokens.start + segment.end as usize;
                    evidence_features(&evidence.mentions, &view, pass, &own, span, |feature| {
                        features.push(feature.hash);
                    });
                }
            }
            visit(&view, zone, &features[..count]);
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
        parts(text).for_each(|part| self.study_part(&text[part], part.start(), &mut evidence));
        let tag = |part: TextRange| {
            let mut found = self.tag_part(&text[part], part.start(), &evidence);
            found.iter_mut().for_each(|suggestion| suggestion.range += part.start());
            found
        };
        parts(text).flat_map(tag).collect()
    }
}
