//! Evidence: what the whole document says about the names in it.
//!
//! A first pass over the text counts, for every name it found, under which label and in what form; then a name that
//! is unclear here is judged by its other mentions: the same words (`Huawei`), a part of a longer name (`Yu` after
//! `Richard Yu`), an acronym of one (`SMIC`), and whether a word is also written in lower case. Counting is addition,
//! so the order in which parts are studied does not matter.

use std::{
    collections::HashMap,
    hash::{BuildHasherDefault, Hasher},
};

use super::{
    features::{Feature, View, feature_hash, opening},
    vocabulary::Spot,
    word::{Shape, fold},
};
use crate::{
    gazetteer::phrase_key,
    model::{Found, LABELS, NO_NAME, Row},
};

/// What one found name counts for, at a posterior of one.
const WHOLE: u32 = 1024;

/// In what form a name is remembered.
#[derive(Debug, Clone, Copy)]
#[repr(u8)]
enum Form {
    Whole = 1,
    FirstOfSeveral,
    LastOfSeveral,
    Acronym,
}

/// Counts of names by form and label.
#[derive(Debug, Clone, Default)]
pub struct Mentions {
    counts: HashMap<u64, Row<u32>, BuildHasherDefault<KeyHasher>>,
}

impl Mentions {
    /// Counts the names that were found in one zone, and the capitalised words that are no names.
    pub fn count(&mut self, view: &View<'_>, zone: &[Spot], zone_start: usize, found: &[Found]) {
        each_mention(view, zone, zone_start, found, |key, label, weight| {
            let count = &mut self.counts.entry(key).or_default()[label];
            *count = count.saturating_add(weight);
        });
    }

    fn get(&self, form: Form, key: u32) -> Row<u32> {
        self.counts.get(&mention_key(form, key)).copied().unwrap_or_default()
    }
}

fn mention_key(form: Form, key: u32) -> u64 {
    (form as u64) << 32 | u64::from(key)
}

/// Calls `emit` with every key, label and weight that the names found in a zone stand for.
fn each_mention(
    view: &View<'_>,
    zone: &[Spot],
    zone_start: usize,
    found: &[Found],
    mut emit: impl FnMut(u64, usize, u32),
) {
    let key = |spot: &Spot| view.vocabulary.word(spot.word).key;
    let mut free_from = 0;
    let none_until = |from: usize, to: usize, emit: &mut dyn FnMut(u64, usize, u32)| {
        for (index, spot) in zone.iter().enumerate().take(to).skip(from) {
            let word = view.vocabulary.word(spot.word);
            let clear = spot.role == super::zone::Role::Capital;
            if clear && opening(view, zone_start + index) == 0 {
                emit(mention_key(Form::Whole, phrase_key(0, word.key)), NO_NAME, WHOLE);
            }
        }
    };
    for name in found {
        none_until(free_from, name.start as usize, &mut emit);
        free_from = name.end as usize;
        let spots = &zone[name.start as usize..name.end as usize];
        let (label, weight) = (usize::from(name.label), u32::from(name.posterior) / (32768 / WHOLE));
        emit(mention_key(Form::Whole, whole_key(view, spots)), label, weight);
        if let [first, .., last] = spots {
            emit(mention_key(Form::FirstOfSeveral, key(first)), label, weight);
            emit(mention_key(Form::LastOfSeveral, key(last)), label, weight);
            if let Some(acronym) = acronym_key(view, spots) {
                emit(mention_key(Form::Acronym, acronym), label, weight);
            }
        }
    }
    none_until(free_from, zone.len(), &mut emit);
}

fn whole_key(view: &View<'_>, spots: &[Spot]) -> u32 {
    spots.iter().fold(0, |key, spot| phrase_key(key, view.vocabulary.word(spot.word).key))
}

/// The key of the word that the capitals of these words would make, if there are two or more.
fn acronym_key(view: &View<'_>, spots: &[Spot]) -> Option<u32> {
    let capitals = spots.iter().map(|spot| view.vocabulary.word(spot.word)).filter(|word| word.initial.is_uppercase());
    let letters: String = capitals.map(|word| fold(word.initial)).collect();
    (letters.chars().count() > 1).then(|| super::word::word_key(&letters))
}

/// The features of a span that the rest of the document gives it.
///
/// `found` is what the first pass found in this zone; it does not count as evidence for itself.
pub fn evidence_features(
    mentions: &Mentions,
    view: &View<'_>,
    zone: std::ops::Range<usize>,
    found: &[Found],
    span: std::ops::Range<usize>,
    mut emit: impl FnMut(Feature),
) {
    let spots = &view.spots[span.clone()];
    let word = |spot: &Spot| view.vocabulary.word(spot.word);
    let others = |form: Form, key: u32| {
        let mut row = mentions.get(form, key);
        if row != Row::default() {
            each_mention(view, &view.spots[zone.clone()], zone.start, found, |own, label, weight| {
                if own == mention_key(form, key) {
                    row[label] = row[label].saturating_sub(weight);
                }
            });
        }
        row
    };
    let several = u8::from(spots.len() > 1);
    let mut add = |kind: u8, value: u32| {
        emit(Feature { hash: feature_hash(kind, 0x80 | several, value), memory: false });
    };
    let (Some(first), Some(last)) = (spots.first(), spots.last()) else { return };
    add(80, summary(&others(Form::Whole, whole_key(view, spots))));
    if spots.len() == 1 {
        add(81, summary(&others(Form::FirstOfSeveral, word(first).key)));
        add(82, summary(&others(Form::LastOfSeveral, word(first).key)));
        if matches!(word(first).shape, Shape::Capitals | Shape::Mixed | Shape::DottedCapitals) {
            add(83, summary(&others(Form::Acronym, word(first).key)));
        }
    } else {
        add(84, summary(&others(Form::Whole, phrase_key(0, word(first).key))));
        add(85, summary(&others(Form::Whole, phrase_key(0, word(last).key))));
        add(86, summary(&others(Form::FirstOfSeveral, word(first).key)));
        add(87, summary(&others(Form::LastOfSeveral, word(last).key)));
        if let Some(acronym) = acronym_key(view, spots) {
            add(88, summary(&others(Form::Whole, phrase_key(0, acronym))));
        }
        add(89, summary(&others(Form::Whole, whole_key(view, &spots[..spots.len() - 1]))));
        add(90, summary(&others(Form::Whole, whole_key(view, &spots[1..]))));
    }
    let lower = u32::from(view.vocabulary.met_in_lower_case(word(first).key));
    let lower_last = u32::from(view.vocabulary.met_in_lower_case(word(last).key));
    add(91, opening(view, span.start) << 3 | lower << 2 | lower_last << 1 | u32::from(view.title_case));
}

/// A row of counts in few values: the label that leads, how clearly, and on how much.
fn summary(row: &Row<u32>) -> u32 {
    let total: u32 = row.iter().fold(0, |sum, &count| sum.saturating_add(count));
    if total < WHOLE / 3 {
        return 0;
    }
    let top = (0..LABELS).rev().max_by_key(|&label| row[label]).unwrap_or(NO_NAME);
    let share = u64::from(row[top]) * 100 / u64::from(total);
    let clear = [60, 80, 95].iter().filter(|&&bound| share >= bound).count() as u32;
    let much = [WHOLE, 3 * WHOLE].iter().filter(|&&bound| total >= bound).count() as u32;
    ((1 + top as u32) << 8) | clear << 4 | much
}

/// Keys are hashes already.
#[derive(Debug, Clone, Copy, Default)]
struct KeyHasher(u64);

impl Hasher for KeyHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3);
        }
    }

    fn write_u64(&mut self, key: u64) {
        self.0 = key.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.0 ^= self.0 >> 32;
    }
}
