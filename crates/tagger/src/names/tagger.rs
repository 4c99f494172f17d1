//! The names tagger: a first pass that studies the text, a second that tags it with what was learnt.

use std::{collections::BTreeMap, sync::Arc};

use annotation::{Score, TextRange, TextSize};

use super::{
    evidence::{Mentions, evidence_features, mentions_of},
    features::{Place, View, is_spelt_out, left_features, right_features, span_features, step_feature, word_features},
    pass::{Pass, PassName, Zone, places_after, places_before, places_of_ends},
    vocabulary::{Spot, Vocabulary, spots},
    word::Word,
    zone::{LONGEST_ZONE, Role, RoleWords},
};
use crate::{
    Suggestion, Tagger,
    model::{EVEN, LABELS, Model, ModelError, NAMES, NO_NAME, Row, STEP, Step},
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

/// What words add to the spans that they are in or beside.
#[derive(Debug, Clone, Default)]
struct Sums {
    places: Vec<u32>, // by number of word: its place in `rows` plus one, 0 if it has none
    rows: Vec<[Row<i16>; Place::ALL.len()]>,
}

impl Sums {
    fn get(&self, word: u32, place: Place) -> &Row<i16> {
        const NOTHING: &Row<i16> = &[0; LABELS];
        let found = self.places.get(word as usize).and_then(|&at| self.rows.get((at as usize).checked_sub(1)?));
        found.map_or(NOTHING, |rows| &rows[place as usize])
    }
}

/// What the tokens of one zone add to its spans, so that a span's sum takes few additions.
#[derive(Debug, Default)]
struct ZoneSums {
    left: Vec<Row<i16>>,   // by first token: all that stands before it
    right: Vec<Row<i16>>,  // by last token: all that stands after it
    inside: Vec<Row<i16>>, // by token: the sum over the tokens before it, wrapping
}

impl ZoneSums {
    fn fill(&mut self, model: &Model, view: &View<'_>, zone: &Zone, sums: &Sums) {
        self.left.clear();
        self.right.clear();
        self.inside.clear();
        let mut inside = [0i16; LABELS];
        for index in zone.tokens.clone() {
            let (mut left, mut right) = ([0; LABELS], [0; LABELS]);
            let role = view.spots[index].role;
            if role.can_begin() {
                places_before(view, index, |at, place| add_rows(&mut left, sums.get(view.spots[at].word, place)));
                left_features(view, index, |feature| model.add(feature.hash, &mut left));
            }
            if role.can_end() {
                places_after(view, index + 1, |at, place| add_rows(&mut right, sums.get(view.spots[at].word, place)));
                right_features(view, index + 1, |feature| model.add(feature.hash, &mut right));
            }
            self.left.push(left);
            self.right.push(right);
            self.inside.push(inside);
            let own = sums.get(view.spots[index].word, Place::In);
            (0..LABELS).for_each(|label| inside[label] = inside[label].wrapping_add(own[label]));
        }
        self.inside.push(inside);
    }

    /// The sum for the span `start..end` of the zone.
    fn span(&self, start: usize, end: usize) -> Row<i16> {
        let mut row: Row<i16> =
            std::array::from_fn(|label| self.inside[end][label].wrapping_sub(self.inside[start][label]));
        add_rows(&mut row, &self.left[start]);
        add_rows(&mut row, &self.right[end - 1]);
        row
    }
}

fn add_rows(sum: &mut Row<i16>, row: &Row<i16>) {
    (0..LABELS).for_each(|label| sum[label] = sum[label].saturating_add(row[label]));
}

/// What a name gains whose acronym follows in brackets, in steps of 1/32: training texts have too few to learn it.
const SPELT_OUT_GAIN: i16 = 3 * 32;

/// The labels from here on gain it: all but [`NO_NAME`] and people.
const SPELT_OUT: usize = 2;

/// Candidates that the first pass thinks less likely than this, in 1/32768, are given no evidence.
const HOPELESS: u16 = 48;

/// A zone where every posterior, in 1/32768, is nearer than this to none or to all needs no evidence.
const SETTLED: u16 = 1600;

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
            let mut row = [0; LABELS];
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
        sums.places.resize(vocabulary.len(), 0);
        let mut pass = Pass::new(&spots, vocabulary);
        for zone in &pass.zones {
            for spot in &spots[zone.tokens.start.saturating_sub(2)..(zone.tokens.end + 2).min(spots.len())] {
                let place = &mut sums.places[spot.word as usize];
                if *place == 0 {
                    sums.rows.push(self.word_sums(vocabulary.word(spot.word)));
                    *place = sums.rows.len() as u32;
                }
            }
        }
        self.first_pass(&spots, vocabulary, sums, &mut pass);
        let mut own = Vec::new();
        for zone in &pass.zones {
            mentions_of(&zone.view(&spots, vocabulary, &self.model.gazetteer), &pass, zone, &mut own);
            mentions.count(&own);
        }
        pass.shrink();
        passes.insert(at.into(), pass);
    }

    /// The names in the part of a text that begins at byte `at`, which was studied.
    pub fn tag_part(&self, part: &str, at: TextSize, evidence: &Evidence) -> Vec<Suggestion> {
        let Some((spots, first)) = self.studied(part, at, evidence) else { return Vec::new() };
        let mut second = first.clone();
        self.each_evidence(&spots, first, evidence, |index, features| {
            let mut own = [0; LABELS];
            features.iter().for_each(|&feature| self.model.add(feature, &mut own));
            let scores = &mut second.segments[index].scores;
            for (score, own) in scores.iter_mut().zip(own) {
                let scaled = i32::from(*score) * self.model.base_factor / 256 + i32::from(own);
                *score = scaled.clamp(i16::MIN.into(), i16::MAX.into()) as i16;
            }
        });
        second.decode(&self.steps, &self.model.thresholds);
        second.names.iter().map(|name| self.suggestion(&spots, name)).collect()
    }

    /// Shows `visit` what the second pass would work with in a part that was studied, for training: each zone with its
    /// view and pass, and the evidence features of each of its candidate spans.
    pub fn inspect_part(
        &self,
        part: &str,
        at: TextSize,
        evidence: &Evidence,
        mut visit: impl FnMut(&View<'_>, &Pass, &Zone, &[Vec<u32>]),
    ) {
        let Some((spots, pass)) = self.studied(part, at, evidence) else { return };
        let mut all = Vec::new();
        self.each_evidence(&spots, pass, evidence, |_, features| all.push(features.to_vec()));
        for zone in &pass.zones {
            let view = zone.view(&spots, &evidence.vocabulary, &self.model.gazetteer);
            visit(&view, pass, zone, &all[zone.segments.clone()]);
        }
    }

    /// The scores of a step after no name and after a name.
    pub fn steps(&self) -> &[Step; 2] {
        &self.steps
    }

    /// The model.
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// The tokens and first pass of a part; nothing if the evidence is not of this text.
    fn studied<'a>(&self, part: &str, at: TextSize, evidence: &'a Evidence) -> Option<(Vec<Spot>, &'a Pass)> {
        let pass = evidence.passes.get(&at.into())?;
        let mut words = pass.words.iter();
        let spots =
            spots(part, |_| words.next().map_or((0, Role::Never), |&word| (word, evidence.vocabulary.word(word).role)));
        (spots.len() == pass.words.len()).then_some((spots, pass))
    }

    fn word_sums(&self, word: &Word) -> [Row<i16>; Place::ALL.len()] {
        Place::ALL.map(|place| {
            let mut row = [0; LABELS];
            if word.role != Role::Never || !place.is_inside() {
                word_features(word, place, |feature| self.model.add(feature.hash, &mut row));
            }
            row
        })
    }

    /// Scores the candidates of a pass by themselves, drops those without hope, and decodes.
    fn first_pass(&self, spots: &[Spot], vocabulary: &Vocabulary, sums: &Sums, pass: &mut Pass) {
        let mut zone_sums = ZoneSums::default();
        let mut hopeless = vec![false; pass.segments.len()];
        for zone in &pass.zones {
            let view = zone.view(spots, vocabulary, &self.model.gazetteer);
            zone_sums.fill(&self.model, &view, zone, sums);
            let mut none_until = [0; LONGEST_ZONE + 1];
            for (index, segment) in zone.segments.clone().zip(&mut pass.segments[zone.segments.clone()]) {
                let (start, end) = (usize::from(segment.start), usize::from(segment.end));
                if segment.name {
                    let row = &mut segment.scores;
                    *row = zone_sums.span(start, end);
                    places_of_ends(zone.tokens.start + start, zone.tokens.start + end, |index, place| {
                        add_rows(row, sums.get(spots[index].word, place));
                    });
                }
                // The segment of one token comes first of those with its end.
                if end - start == 1 {
                    none_until[end] = none_until[start] + i32::from(segment.scores[NO_NAME]);
                }
                let best = segment.scores[1..].iter().copied().max().map_or(0, i32::from);
                hopeless[index] = best - (none_until[end] - none_until[start]) < -AGAINST;
            }
        }
        pass.retain(|index| !hopeless[index]);
        for zone in &pass.zones {
            let view = zone.view(spots, vocabulary, &self.model.gazetteer);
            for segment in pass.segments[zone.segments.clone()].iter_mut().filter(|segment| segment.name) {
                let start = zone.tokens.start + usize::from(segment.start);
                let end = zone.tokens.start + usize::from(segment.end);
                span_features(&view, start, end, |feature| self.model.add(feature.hash, &mut segment.scores));
                if is_spelt_out(&view, start, end) {
                    segment.scores[SPELT_OUT..]
                        .iter_mut()
                        .for_each(|score| *score = score.saturating_add(SPELT_OUT_GAIN));
                }
            }
        }
        pass.decode(&self.steps, &[EVEN; LABELS]);
    }

    /// Calls `visit` with each candidate's place and its evidence features.
    fn each_evidence(&self, spots: &[Spot], pass: &Pass, evidence: &Evidence, mut visit: impl FnMut(usize, &[u32])) {
        let (mut own, mut features) = (Vec::new(), Vec::new());
        for zone in &pass.zones {
            let view = zone.view(spots, &evidence.vocabulary, &self.model.gazetteer);
            let posteriors = &pass.posteriors[zone.segments.clone()];
            let settled = posteriors.iter().flatten().all(|posterior| !(SETTLED..=32768 - SETTLED).contains(posterior));
            if !settled {
                mentions_of(&view, pass, zone, &mut own);
            }
            for index in zone.segments.clone() {
                features.clear();
                let segment = &pass.segments[index];
                let likely = pass.posteriors[index]
                    .iter()
                    .enumerate()
                    .any(|(label, &posterior)| posterior >= HOPELESS && (label != NO_NAME || segment.name));
                if likely && !settled {
                    let span = zone.tokens.start + segment.start as usize..zone.tokens.start + segment.end as usize;
                    evidence_features(&evidence.mentions, &view, pass, &own, span, |feature| {
                        features.push(feature.hash);
                    });
                }
                visit(index, &features);
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
        parts(text).for_each(|part| self.study_part(&text[part], part.start(), &mut evidence));
        let tag = |part: TextRange| {
            let mut found = self.tag_part(&text[part], part.start(), &evidence);
            found.iter_mut().for_each(|suggestion| suggestion.range += part.start());
            found
        };
        parts(text).flat_map(tag).collect()
    }
}
