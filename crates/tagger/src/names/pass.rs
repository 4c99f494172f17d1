//! A pass over one part of a text: its zones, their candidate spans, and what the lattice makes of them.

use std::ops::Range;

use super::{
    features::{Place, View},
    vocabulary::{Spot, Vocabulary},
    zone::{LONGEST_NAME, can_be_name, is_title_case, zones},
};
use crate::{
    gazetteer::{Gazetteer, Lists, phrase_key},
    model::{EVEN, Found, LABELS, Lattice, Row, Segment, Step},
};

/// The zones of a part with their candidate spans; the zones' arrays lie one after the other.
#[derive(Debug, Clone, Default)]
pub struct Pass {
    /// The part's tokens.
    pub spots: Vec<Spot>,
    /// The zones in order; once the pass is over, those alone that are not settled.
    pub zones: Vec<Zone>,
    /// The candidate spans of these zones, with their scores.
    pub segments: Vec<Segment>,
    /// The posteriors of their labels, in 1/32768.
    pub posteriors: Vec<Row<u16>>,
    /// The names found in all zones, in order.
    pub names: Vec<PassName>,
}

/// A zone of a part.
#[derive(Debug, Clone)]
pub struct Zone {
    /// Its tokens.
    pub tokens: Range<usize>,
    /// Its candidate spans among the pass's.
    pub segments: Range<usize>,
    /// Its line is written like a title.
    pub title_case: bool,
    /// The listed phrases of several words in it.
    pub phrases: Vec<ListedPhrase>,
}

/// A phrase of several words that is on a list.
#[derive(Debug, Clone)]
pub struct ListedPhrase {
    /// Its tokens.
    pub range: Range<usize>,
    /// The lists.
    pub lists: Lists,
}

/// A name that a pass found.
#[derive(Debug, Clone)]
pub struct PassName {
    /// Its tokens.
    pub range: Range<usize>,
    /// Its label's number.
    pub label: u8,
    /// Its posterior in 1/32768.
    pub posterior: u16,
    /// Its zone is clear without more evidence.
    pub settled: bool,
}

impl Pass {
    /// The zones and candidate spans of a part, not yet scored.
    pub fn new(spots: Vec<Spot>, vocabulary: &Vocabulary, gazetteer: &Gazetteer) -> Pass {
        let mut pass = Pass { spots, ..Pass::default() };
        let spots = &pass.spots[..];
        let (mut line_end, mut title_case) = (0, false);
        for tokens in zones(spots) {
            if is_everyday_opening(&spots[tokens.clone()], vocabulary) {
                continue;
            }
            if tokens.start >= line_end {
                let line_start = spots[..=tokens.start].iter().rposition(|spot| spot.line_start).unwrap_or(0);
                let length = spots[tokens.start + 1..].iter().position(|spot| spot.line_start);
                line_end = length.map_or(spots.len(), |length| tokens.start + 1 + length);
                title_case = line_end - line_start < 40 && is_title_case(&spots[line_start..line_end], vocabulary);
            }
            let first = pass.segments.len();
            candidate_spans(&spots[tokens.clone()], &mut pass.segments);
            let phrases = listed_phrases(spots, tokens.clone(), vocabulary, gazetteer);
            pass.zones.push(Zone { tokens, segments: first..pass.segments.len(), title_case, phrases });
        }
        pass
    }

    /// Drops the candidates that `keep` refuses; those of one token stay, as they can be no name.
    pub fn retain(&mut self, mut keep: impl FnMut(usize) -> bool) {
        let mut kept = 0;
        for zone in &mut self.zones {
            let first = kept;
            for index in zone.segments.clone() {
                let mut segment = self.segments[index];
                segment.name &= keep(index);
                if segment.name || segment.end - segment.start == 1 {
                    self.segments[kept] = segment;
                    kept += 1;
                }
            }
            zone.segments = first..kept;
        }
        self.segments.truncate(kept);
    }

    /// Finds the posteriors and names of every zone from the candidate spans' scores.
    pub fn decode(&mut self, steps: &[Step; 2]) {
        let mut lattice = Lattice::default();
        for zone in &self.zones {
            let segments = &self.segments[zone.segments.clone()];
            let posteriors = lattice.posteriors(zone.tokens.len(), segments, steps);
            self.posteriors.extend_from_slice(posteriors);
            let settled = are_clear(posteriors);
            lattice.names(zone.tokens.len(), segments, &[EVEN; LABELS], |found| {
                self.names.push(PassName::new(zone, found, settled));
            });
        }
    }

    /// Keeps of the zones those that more evidence could change, and gives spare memory back.
    pub fn keep_unsettled(&mut self) {
        let mut kept = 0;
        self.zones.retain_mut(|zone| {
            let settled = are_clear(&self.posteriors[zone.segments.clone()]);
            if !settled {
                self.segments.copy_within(zone.segments.clone(), kept);
                self.posteriors.copy_within(zone.segments.clone(), kept);
                zone.segments = kept..kept + zone.segments.len();
                kept = zone.segments.end;
            }
            !settled
        });
        self.segments.truncate(kept);
        self.posteriors.truncate(kept);
        self.spots.shrink_to_fit();
        self.zones.shrink_to_fit();
        self.segments.shrink_to_fit();
        self.posteriors.shrink_to_fit();
        self.names.shrink_to_fit();
    }
}

/// A posterior in 1/32768 that is nearer than this to none or to all is clear.
const CLEAR: u16 = 1600;

/// True if more evidence would change nothing.
fn are_clear(posteriors: &[Row<u16>]) -> bool {
    posteriors.iter().flatten().all(|posterior| !(CLEAR..=32768 - CLEAR).contains(posterior))
}

impl PassName {
    /// A name that was found in a zone.
    pub fn new(zone: &Zone, found: Found, settled: bool) -> PassName {
        let range = zone.tokens.start + usize::from(found.start)..zone.tokens.start + usize::from(found.end);
        PassName { range, label: found.label, posterior: found.posterior, settled }
    }
}

impl Zone {
    /// The view in which the zone's spans are looked at.
    pub fn view<'a>(&'a self, spots: &'a [Spot], vocabulary: &'a Vocabulary, gazetteer: &'a Gazetteer) -> View<'a> {
        View { spots, vocabulary, gazetteer, title_case: self.title_case, phrases: &self.phrases }
    }
}

/// True for a sentence's first word that has its capital from there alone: `The`, `It`, `But`.
fn is_everyday_opening(zone: &[Spot], vocabulary: &Vocabulary) -> bool {
    let [spot] = zone else { return false };
    let word = vocabulary.word(spot.word);
    spot.opens && word.lists.any(Lists::FREQUENT) && !word.lists.any(Lists::CALENDAR)
}

/// Adds the candidate spans of a zone, sorted by their end, without scores.
fn candidate_spans(zone: &[Spot], segments: &mut Vec<Segment>) {
    for end in 1..=zone.len() {
        let ends_name = zone[end - 1].role.can_end();
        let longest = if ends_name { LONGEST_NAME.min(end) } else { 1 };
        for start in (end - longest..end).rev() {
            let name = ends_name && can_be_name(&zone[start..end]);
            if name || end - start == 1 {
                segments.push(Segment { start: start as u8, end: end as u8, name, scores: [0; 16] });
            }
        }
    }
}

/// The longest listed phrase that is looked for, in tokens.
const LONGEST_PHRASE: usize = 6;

fn listed_phrases(
    spots: &[Spot],
    tokens: Range<usize>,
    vocabulary: &Vocabulary,
    gazetteer: &Gazetteer,
) -> Vec<ListedPhrase> {
    let mut phrases = Vec::new();
    for start in tokens.clone().filter(|&start| spots[start].role.can_begin()) {
        let mut key = 0;
        for end in start + 1..=tokens.end.min(start + LONGEST_PHRASE) {
            key = phrase_key(key, vocabulary.word(spots[end - 1].word).key);
            if end - start > 1 && spots[end - 1].role.can_end() {
                let lists = gazetteer.phrase(key);
                if lists != Lists::default() {
                    phrases.push(ListedPhrase { range: start..end, lists });
                }
            }
        }
    }
    phrases
}

/// Calls `visit` with the tokens before a span that have a say in it, and their places.
pub fn places_before(view: &View<'_>, start: usize, mut visit: impl FnMut(usize, Place)) {
    view.before(start, 1).into_iter().for_each(|index| visit(index, Place::Before));
    view.before(start, 2).into_iter().for_each(|index| visit(index, Place::FarBefore));
}

/// Calls `visit` with the tokens after a span that have a say in it, and their places.
pub fn places_after(view: &View<'_>, end: usize, mut visit: impl FnMut(usize, Place)) {
    view.after(end, 1).into_iter().for_each(|index| visit(index, Place::After));
    view.after(end, 2).into_iter().for_each(|index| visit(index, Place::FarAfter));
}

/// Calls `visit` with the places that a span's first and last token have besides [`Place::In`].
pub fn places_of_ends(start: usize, end: usize, mut visit: impl FnMut(usize, Place)) {
    if end - start == 1 {
        visit(start, Place::Only);
    } else {
        visit(start, Place::First);
        visit(end - 1, Place::Last);
    }
}
