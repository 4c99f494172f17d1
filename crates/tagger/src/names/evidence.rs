//! Evidence: what the whole document says about the names in it.
//!
//! A first pass over the text counts, for every candidate span, how likely each label is and in what form the words
//! stand; then a name that is unclear here is judged by its other mentions: the same words (`Huawei`), a part of a
//! longer name (`Yu` after `Richard Yu`), an acronym of one (`SMIC`), and whether a word is also written in lower case.
//! Counting is addition, so the order in which parts are studied does not matter.

use std::collections::HashMap;

use super::{
    features::{Feature, View, acronym_key, feature_hash, opening},
    key_hasher::ByKey,
    pass::{Pass, Zone},
    vocabulary::Spot,
    word::{Shape, Sign},
    zone::Role,
};
use crate::{
    gazetteer::phrase_key,
    model::{LABELS, NO_NAME, Row},
};

/// What one certain name counts for.
const WHOLE: u16 = 64;

/// Below this, a label of a candidate is not counted.
const LEAST: u16 = WHOLE / 16;

/// In what form a name is remembered.
#[derive(Debug, Clone, Copy)]
#[repr(u8)]
enum Form {
    Whole = 1,
    FirstOfSeveral,
    LastOfSeveral,
    Acronym,
}

/// One label of one candidate in one form: key, label and weight.
type Mention = (u64, u8, u16);

/// Counts of names by form and label.
#[derive(Debug, Clone, Default)]
pub struct Mentions {
    counts: HashMap<u64, Row<u16>, ByKey>,
}

impl Mentions {
    /// Counts the candidates of one zone.
    pub fn count(&mut self, own: &[Mention]) {
        for &(key, label, weight) in own {
            let count = &mut self.counts.entry(key).or_default()[usize::from(label)];
            *count = count.saturating_add(weight);
        }
    }

    /// What is known in that form, less what the zone itself brought, which is sorted.
    fn others(&self, own: &[Mention], form: Form, key: u32) -> Row<u16> {
        let key = mention_key(form, key);
        let mut row = self.counts.get(&key).copied().unwrap_or_default();
        let from = own.partition_point(|mention| mention.0 < key);
        for (_, label, weight) in own[from..].iter().take_while(|mention| mention.0 == key) {
            let count = &mut row[usize::from(*label)];
            *count = count.saturating_sub(*weight);
        }
        row
    }
}

fn mention_key(form: Form, key: u32) -> u64 {
    (form as u64) << 32 | u64::from(key)
}

/// Adds to `own` everything that the candidates of a zone count for.
pub fn mentions_of(view: &View<'_>, pass: &Pass, zone: &Zone, own: &mut Vec<Mention>) {
    let key = |spot: &Spot| view.vocabulary.word(spot.word).key;
    for index in zone.segments.clone() {
        let (segment, posterior) = (&pass.segments[index], &pass.posteriors[index]);
        let start = zone.tokens.start + segment.start as usize;
        let spots = &view.spots[start..zone.tokens.start + segment.end as usize];
        let as_name = posterior[1..].iter().copied().max().unwrap_or(0) >= LEAST * (32768 / WHOLE);
        if !as_name && (spots[0].role != Role::Capital || posterior[NO_NAME] < LEAST * (32768 / WHOLE)) {
            continue;
        }
        for (label, &posterior) in posterior.iter().enumerate() {
            let weight = posterior / (32768 / WHOLE);
            if weight < LEAST {
                continue;
            }
            if label == NO_NAME {
                if spots[0].role == Role::Capital && opening(view, start) == 0 {
                    own.push((mention_key(Form::Whole, whole_key(view, spots)), 0, weight));
                }
                continue;
            }
            own.push((mention_key(Form::Whole, whole_key(view, spots)), label as u8, weight));
            if let [first, .., last] = spots {
                own.push((mention_key(Form::FirstOfSeveral, key(first)), label as u8, weight));
                own.push((mention_key(Form::LastOfSeveral, key(last)), label as u8, weight));
                if let Some(acronym) = acronym_key(view, spots) {
                    own.push((mention_key(Form::Acronym, acronym), label as u8, weight));
                }
            }
        }
    }
}

fn whole_key(view: &View<'_>, spots: &[Spot]) -> u32 {
    spots.iter().fold(0, |key, spot| phrase_key(key, view.vocabulary.word(spot.word).key))
}

/// The features of a span that the rest of the document and the names beside it give it.
///
/// `own` is what the span's zone brought to the mentions, sorted; it does not count as evidence for itself.
pub fn evidence_features(
    mentions: &Mentions,
    view: &View<'_>,
    pass: &Pass,
    own: &[Mention],
    span: std::ops::Range<usize>,
    mut emit: impl FnMut(Feature),
) {
    let spots = &view.spots[span.clone()];
    let word = |spot: &Spot| view.vocabulary.word(spot.word);
    let others = |form: Form, key: u32| summary(&mentions.others(own, form, key));
    let several = u8::from(spots.len() > 1);
    let mut add = |kind: u8, value: u32| {
        emit(Feature { hash: feature_hash(kind, 0x80 | several, value), memory: false });
    };
    let (Some(first), Some(last)) = (spots.first(), spots.last()) else { return };
    add(80, others(Form::Whole, whole_key(view, spots)));
    if spots.len() == 1 {
        add(81, others(Form::FirstOfSeveral, word(first).key));
        add(82, others(Form::LastOfSeveral, word(first).key));
        if matches!(word(first).shape, Shape::Capitals | Shape::Mixed | Shape::DottedCapitals) {
            add(83, others(Form::Acronym, word(first).key));
        }
    } else {
        add(84, others(Form::Whole, phrase_key(0, word(first).key)));
        add(85, others(Form::Whole, phrase_key(0, word(last).key)));
        add(86, others(Form::FirstOfSeveral, word(first).key));
        add(87, others(Form::LastOfSeveral, word(last).key));
        if let Some(acronym) = acronym_key(view, spots) {
            add(88, others(Form::Whole, phrase_key(0, acronym)));
        }
        add(89, others(Form::Whole, whole_key(view, &spots[..spots.len() - 1])));
        add(90, others(Form::Whole, whole_key(view, &spots[1..])));
    }
    let lower = u32::from(view.vocabulary.met_in_lower_case(word(first).key));
    let lower_last = u32::from(view.vocabulary.met_in_lower_case(word(last).key));
    add(91, opening(view, span.start) << 3 | lower << 2 | lower_last << 1 | u32::from(view.title_case));
    let [before, after] = neighbours(view, pass, span);
    add(92, before);
    add(93, after);
}

/// The names listed right before and right after a span (`Alibaba, Tencent and Baidu`), in few values.
fn neighbours(view: &View<'_>, pass: &Pass, span: std::ops::Range<usize>) -> [u32; 2] {
    let gap = |from: usize, to: usize| -> u32 {
        if to - from > 3 || from == to {
            return 0;
        }
        let mut kind = 0;
        for spot in &view.spots[from..to] {
            match view.vocabulary.word(spot.word).sign {
                Sign::Comma => kind |= 1,
                Sign::And => kind |= 2,
                Sign::The => (),
                _ => return 0,
            }
            if spot.line_start {
                return 0;
            }
        }
        kind
    };
    let value = |kind: u32, label: u8, posterior: u16| match kind {
        0 => 0,
        kind => kind << 8 | u32::from(label) << 4 | u32::from(posterior >> 13),
    };
    let place = pass.names.partition_point(|name| name.range.end <= span.start);
    let before = place.checked_sub(1).map(|place| &pass.names[place]);
    let after = pass.names[place..].iter().find(|name| name.range.start >= span.end);
    [
        before.map_or(0, |name| value(gap(name.range.end, span.start), name.label, name.posterior)),
        after.map_or(0, |name| value(gap(span.end, name.range.start), name.label, name.posterior)),
    ]
}

/// A row of counts in few values: the label that leads, how clearly, and on how much.
fn summary(row: &Row<u16>) -> u32 {
    let total: u32 = row.iter().map(|&count| u32::from(count)).sum();
    if total < u32::from(WHOLE) / 4 {
        return 0;
    }
    let top = (0..LABELS).rev().max_by_key(|&label| row[label]).unwrap_or(NO_NAME);
    let share = u32::from(row[top]) * 100 / total;
    let clear = [50, 70, 85, 95].iter().filter(|&&bound| share >= bound).count() as u32;
    let much = [WHOLE, 3 * WHOLE].iter().filter(|&&bound| total >= u32::from(bound)).count() as u32;
    ((1 + top as u32) << 8) | clear << 4 | much
}
