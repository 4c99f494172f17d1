//! The names tagger: a first pass that studies the text, a second that tags it with what was learnt.

use std::{ops::Range, sync::Arc};

use annotation::{Score, TextRange};

use super::{
    evidence::{Mentions, evidence_features},
    features::{Place, View, span_features, step_feature, word_features},
    vocabulary::{Spot, Vocabulary, spots},
    zone::{LONGEST_NAME, Role, RoleWords, can_be_name, is_title_case, zones},
};
use crate::{
    Suggestion, Tagger,
    gazetteer::Gazetteer,
    model::{Found, LABELS, Lattice, Model, ModelError, NAMES, Row, STEP, Segment},
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
        let mut work = Work::default();
        sums.resize(vocabulary.len(), None);
        each_zone(&spots, vocabulary, &self.model.gazetteer, |zone, view| {
            for spot in &spots[zone.start.saturating_sub(2)..(zone.end + 2).min(spots.len())] {
                let sum = &mut sums[spot.word as usize];
                if sum.is_none() {
                    *sum = Some(Box::new(self.word_sums(vocabulary.word(spot.word))));
                }
            }
            self.first_pass(&view, zone.clone(), sums, &mut work);
            mentions.count(&view, &spots[zone.clone()], zone.start, &work.found);
        });
    }

    /// The names in a part of a text that was studied.
    pub fn tag_part(&self, part: &str, evidence: &Evidence) -> Vec<Suggestion> {
        let vocabulary = &evidence.vocabulary;
        if vocabulary.is_empty() {
            return Vec::new();
        }
        // A word that was not studied, which a caller's mistake can bring, is taken for the text's first.
        let spots = spots(part, |text| {
            let number = vocabulary.find(text).unwrap_or(0);
            (number, vocabulary.word(number).role)
        });
        let mut work = Work::default();
        let mut suggestions = Vec::new();
        each_zone(&spots, vocabulary, &self.model.gazetteer, |zone, view| {
            self.first_pass(&view, zone.clone(), &evidence.sums, &mut work);
            self.second_pass(&view, zone.clone(), &evidence.mentions, &mut work);
            suggestions.extend(work.found.iter().map(|name| self.suggestion(&spots[zone.clone()], name)));
        });
        suggestions
    }

    fn word_sums(&self, word: &super::word::Word) -> WordSums {
        Place::ALL.map(|place| {
            let mut row = [0; LABELS];
            word_features(word, place, |feature| self.model.add(feature.hash, &mut row));
            row
        })
    }

    fn first_pass(&self, view: &View<'_>, zone: Range<usize>, sums: &[Option<Box<WordSums>>], work: &mut Work) {
        let sums_of = |index: usize| sums.get(view.spots[index].word as usize).and_then(Option::as_deref);
        let length = zone.len();
        candidate_spans(&view.spots[zone.clone()], &mut work.segments);
        for segment in &mut work.segments {
            let (start, end) = (zone.start + segment.start as usize, zone.start + segment.end as usize);
            let mut row = [0; LABELS];
            let mut add = |index: usize, place: Place| {
                if let Some(sums) = sums_of(index) {
                    let sum = &sums[place as usize];
                    (0..LABELS).for_each(|label| row[label] += i32::from(sum[label]));
                }
            };
            places(view, start, end, &mut add);
            let mut own = [0; LABELS];
            span_features(view, start, end, |feature| self.model.add(feature.hash, &mut own));
            segment.scores = std::array::from_fn(|label| (row[label] + i32::from(own[label])) * STEP);
        }
        self.decode(length, self.model.thresholds[0], work);
    }

    fn second_pass(&self, view: &View<'_>, zone: Range<usize>, mentions: &Mentions, work: &mut Work) {
        for segment in &mut work.segments {
            let span = zone.start + segment.start as usize..zone.start + segment.end as usize;
            let mut own = [0; LABELS];
            evidence_features(mentions, view, zone.clone(), &work.found, span, |feature| {
                self.model.add(feature.hash, &mut own);
            });
            for (score, more) in segment.scores.iter_mut().zip(own) {
                *score = *score * self.model.base_factor / 256 + i32::from(more) * STEP;
            }
        }
        self.decode(zone.len(), self.model.thresholds[1], work);
    }

    fn decode(&self, length: usize, threshold: u16, work: &mut Work) {
        work.found.clear();
        work.lattice.posteriors(length, &work.segments, &self.steps);
        work.lattice.names(length, &work.segments, threshold, &mut work.found);
    }

    fn suggestion(&self, zone: &[Spot], name: &Found) -> Suggestion {
        let (first, last) = (zone[name.start as usize], zone[name.end as usize - 1]);
        Suggestion {
            range: TextRange::new(first.range.start(), last.range.end()),
            label: NAMES[usize::from(name.label)],
            score: Score::new(self.model.per_mille(name.posterior)),
            value: None,
        }
    }
}

impl NameTagger {
    /// Shows `visit` what the second pass would work with in a part that was studied.
    ///
    /// For training: `visit` is given each zone, its candidate spans with the first pass's scores, and each span's
    /// evidence features.
    pub fn inspect_part(
        &self,
        part: &str,
        evidence: &Evidence,
        mut visit: impl FnMut(&View<'_>, Range<usize>, &[Segment], &[Vec<u32>]),
    ) {
        let vocabulary = &evidence.vocabulary;
        let spots = spots(part, |text| {
            let number = vocabulary.find(text).unwrap_or(0);
            (number, vocabulary.word(number).role)
        });
        let mut work = Work::default();
        each_zone(&spots, vocabulary, &self.model.gazetteer, |zone, view| {
            self.first_pass(&view, zone.clone(), &evidence.sums, &mut work);
            let features: Vec<Vec<u32>> = work
                .segments
                .iter()
                .map(|segment| {
                    let span = zone.start + segment.start as usize..zone.start + segment.end as usize;
                    let mut features = Vec::new();
                    evidence_features(&evidence.mentions, &view, zone.clone(), &work.found, span, |feature| {
                        features.push(feature.hash);
                    });
                    features
                })
                .collect();
            visit(&view, zone, &work.segments, &features);
        });
    }

    /// The scores of a step after no name and after a name.
    pub fn steps(&self) -> &[Row<i32>; 2] {
        &self.steps
    }

    /// The model.
    pub fn model(&self) -> &Model {
        &self.model
    }
}

impl Tagger for NameTagger {
    fn name(&self) -> &'static str {
        "postil-names"
    }

    fn tag(&self, text: &str) -> Vec<Suggestion> {
        let mut evidence = Evidence::default();
        crate::parts(text).for_each(|part| self.study_part(&text[part], &mut evidence));
        let tag = |part: TextRange| {
            let mut found = self.tag_part(&text[part], &evidence);
            found.iter_mut().for_each(|suggestion| suggestion.range += part.start());
            found
        };
        crate::parts(text).flat_map(tag).collect()
    }
}

/// Calls `visit` with every zone among `spots` and the view to look at it in.
pub fn each_zone(
    spots: &[Spot],
    vocabulary: &Vocabulary,
    gazetteer: &Gazetteer,
    mut visit: impl FnMut(Range<usize>, View<'_>),
) {
    let (mut line_end, mut title_case) = (0, false);
    for zone in zones(spots) {
        if zone.start >= line_end {
            let line_start = spots[..=zone.start].iter().rposition(|spot| spot.line_start).unwrap_or(0);
            let length = spots[zone.start + 1..].iter().position(|spot| spot.line_start);
            line_end = length.map_or(spots.len(), |length| zone.start + 1 + length);
            title_case = line_end - line_start < 40 && is_title_case(&spots[line_start..line_end], vocabulary);
        }
        visit(zone, View { spots, vocabulary, gazetteer, title_case });
    }
}

/// Working space, kept between zones.
#[derive(Debug, Default)]
struct Work {
    segments: Vec<Segment>,
    lattice: Lattice,
    found: Vec<Found>,
}

/// The candidate spans of a zone, sorted by their end, without scores.
pub fn candidate_spans(zone: &[Spot], segments: &mut Vec<Segment>) {
    segments.clear();
    for end in 1..=zone.len() {
        let ends_name = matches!(zone[end - 1].role, Role::Capital | Role::Number | Role::Tail);
        let longest = if ends_name { LONGEST_NAME.min(end) } else { 1 };
        for start in (end - longest..end).rev() {
            let name = ends_name && can_be_name(&zone[start..end]);
            if name || end - start == 1 {
                segments.push(Segment { start: start as u32, end: end as u32, name, scores: [0; LABELS] });
            }
        }
    }
}

/// Calls `visit` with every token that has a say in the span `start..end`, and its place.
pub fn places(view: &View<'_>, start: usize, end: usize, visit: &mut impl FnMut(usize, Place)) {
    if end - start == 1 {
        visit(start, Place::Only);
    } else {
        visit(start, Place::First);
        visit(end - 1, Place::Last);
    }
    (start..end).for_each(|index| visit(index, Place::In));
    let around = [
        (view.before(start, 1), Place::Before),
        (view.after(end, 1), Place::After),
        (view.before(start, 2), Place::FarBefore),
        (view.after(end, 2), Place::FarAfter),
    ];
    for (index, place) in around {
        if let Some(index) = index {
            visit(index, place);
        }
    }
}
