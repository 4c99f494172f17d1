//! A pass over one part of a text: its zones, their candidate spans, and what the lattice makes of them.

use std::ops::Range;

use super::{
    features::{Place, View},
    vocabulary::{Spot, Vocabulary},
    zone::{LONGEST_NAME, Role, can_be_name, is_title_case, zones},
};
use crate::{
    gazetteer::Gazetteer,
    model::{Found, LABELS, Lattice, Row, Segment},
};

/// The zones of a part with their candidate spans; the zones' arrays lie one after the other.
#[derive(Debug, Default)]
pub struct Pass {
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
        let mut pass = Pass::default();
        let (mut line_end, mut title_case) = (0, false);
        for tokens in zones(spots) {
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

    /// Finds the posteriors and names of every zone from the candidate spans' scores.
    pub fn decode(&mut self, steps: &[Row<i32>; 2], threshold: u16) {
        let mut lattice = Lattice::default();
        let mut found: Vec<Found> = Vec::new();
        self.posteriors.clear();
        self.names.clear();
        for zone in &self.zones {
            let segments = &self.segments[zone.segments.clone()];
            self.posteriors.extend_from_slice(lattice.posteriors(zone.tokens.len(), segments, steps));
            found.clear();
            lattice.names(zone.tokens.len(), segments, threshold, &mut found);
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

/// Adds the candidate spans of a zone, sorted by their end, without scores.
fn candidate_spans(zone: &[Spot], segments: &mut Vec<Segment>) {
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
