//! A pass over one part of a text: its zones, their candidate spans, and what the lattice makes of them.

use std::ops::Range;

use super::{
    features::{Place, View},
    vocabulary::{Spot, Vocabulary},
    zone::{LONGEST_NAME, can_be_name, is_title_case, zones},
};
use crate::{
    gazetteer::{Gazetteer, Lists},
    model::{Found, LABELS, Lattice, Row, Segment, Step},
};

/// The zones of a part with their candidate spans; the zones' arrays lie one after the other.
#[derive(Debug, Clone, Default)]
pub struct Pass {
    /// The words of the part's tokens, by number.
    pub words: Vec<u32>,
    /// The zones in order.
    pub zones: Vec<Zone>,
    /// The candidate spans of all zones, with their scores.
    pub segments: Vec<Segment>,
    /// The posteriors of their labels, in 1/32768.
    pub posteriors: Vec<Row<u16>>,
    /// The names found, in order.
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
}

impl Pass {
    /// The zones and candidate spans of a part, not yet scored.
    pub fn new(spots: &[Spot], vocabulary: &Vocabulary) -> Pass {
        let mut pass = Pass { words: spots.iter().map(|spot| spot.word).collect(), ..Pass::default() };
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
            pass.zones.push(Zone { tokens, segments: first..pass.segments.len(), title_case });
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

    /// Gives spare memory back, for a pass that is kept.
    pub fn shrink(&mut self) {
        self.zones.shrink_to_fit();
        self.segments.shrink_to_fit();
        self.posteriors.shrink_to_fit();
        self.names.shrink_to_fit();
    }

    /// Finds the posteriors and names of every zone from the candidate spans' scores.
    pub fn decode(&mut self, steps: &[Step; 2], thresholds: &Row<u16>) {
        let mut lattice = Lattice::default();
        let mut found: Vec<Found> = Vec::new();
        self.posteriors.clear();
        self.names.clear();
        for zone in &self.zones {
            let segments = &self.segments[zone.segments.clone()];
            self.posteriors.extend_from_slice(lattice.posteriors(zone.tokens.len(), segments, steps));
            found.clear();
            lattice.names(zone.tokens.len(), segments, thresholds, &mut found);
            self.names.extend(found.iter().map(|name| PassName {
                range: zone.tokens.start + name.start as usize..zone.tokens.start + name.end as usize,
                label: name.label,
                posterior: name.posterior,
            }));
        }
    }
}

impl Zone {
    /// The view in which the zone's spans are looked at.
    pub fn view<'a>(&self, spots: &'a [Spot], vocabulary: &'a Vocabulary, gazetteer: &'a Gazetteer) -> View<'a> {
        View { spots, vocabulary, gazetteer, title_case: self.title_case }
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
                segments.push(Segment { start: start as u8, end: end as u8, name, scores: [0; LABELS] });
            }
        }
    }
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
