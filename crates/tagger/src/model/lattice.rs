//! The lattice of a zone: every way to cut it into names and single words, with its scores.
//!
//! A semi-Markov model (Sarawagi and Cohen, 2004): a segment is a name with a label or one word of no name; a way's
//! score is the sum of its segments' scores and of the steps between them, where a step knows only whether a name came
//! before. The posterior of a span is the share of all ways that hold it; the answer is the set of spans of the
//! highest posteriors together, so that a name must be likelier than not to be given.

use super::{
    label::{LABELS, Lanes, NO_NAME, Row},
    logarithm::{UNIT, exponential, log_add, logarithm},
    weights::STEP,
};

/// A candidate span with its scores.
#[derive(Debug, Clone, Copy)]
pub struct Segment {
    /// The first token, from the zone's start.
    pub start: u8,
    /// One past the last token.
    pub end: u8,
    /// Can be a name; a segment of one token can always be none.
    pub name: bool,
    /// The scores of its labels, in steps of 1/32.
    pub scores: Lanes,
}

/// The scores of a step to the next segment, in steps of 1/256.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// To a word of no name.
    pub none: i32,
    /// To a name.
    pub name: i32,
}

/// A name that the lattice gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    /// The first token, from the zone's start.
    pub start: u8,
    /// One past the last token.
    pub end: u8,
    /// The label's number.
    pub label: u8,
    /// The posterior in units of 1/32768.
    pub posterior: u16,
}

/// Far below every score.
const NEVER: i32 = i32::MIN / 4;

/// Working space, kept between zones.
#[derive(Debug, Default)]
pub struct Lattice {
    forward: Vec<[i32; 2]>,
    backward: Vec<[i32; 2]>,
    names: Vec<i32>,
    posteriors: Vec<Row<u16>>,
    best: Vec<(i32, u32)>,
    found: Vec<Found>,
}

impl Lattice {
    /// The posteriors of the segments' labels, in units of 1/32768, segment by segment.
    ///
    /// `segments` are sorted by their end; `steps` are the scores of a step after no name and after a name.
    pub fn posteriors(&mut self, length: usize, segments: &[Segment], steps: &[Step; 2]) -> &[Row<u16>] {
        if let [segment] = segments {
            self.posteriors.clear();
            self.posteriors.push(posteriors_alone(segment, &steps[0]));
            return &self.posteriors;
        }
        self.names.clear();
        self.forward.clear();
        self.forward.resize(length + 1, [NEVER; 2]);
        self.forward[0] = [0, NEVER];
        for segment in segments {
            let [plain, after_name] = self.forward[segment.start as usize];
            let sum = if segment.name { sum_of_names(&segment.scores) } else { NEVER };
            let (name, again) = (sum + steps[0].name, sum + steps[1].name);
            self.names.push(sum);
            let end = segment.end as usize;
            if segment.end - segment.start == 1 {
                let none = i32::from(segment.scores[NO_NAME]) * STEP;
                let ways = log_add(plain + steps[0].none, after_name + steps[1].none) + none;
                self.forward[end][0] = log_add(self.forward[end][0], ways.max(NEVER));
            }
            if segment.name {
                let ways = log_add(plain + name, after_name + again);
                self.forward[end][1] = log_add(self.forward[end][1], ways.max(NEVER));
            }
        }
        self.go_back(length, segments, steps);
        &self.posteriors
    }

    fn go_back(&mut self, length: usize, segments: &[Segment], steps: &[Step; 2]) {
        self.backward.clear();
        self.backward.resize(length + 1, [NEVER; 2]);
        self.backward[length] = [0, 0];
        let total = log_add(self.forward[length][0], self.forward[length][1]);
        self.posteriors.clear();
        self.posteriors.resize(segments.len(), [0; LABELS]);
        for (index, segment) in segments.iter().enumerate().rev() {
            let (start, end) = (segment.start as usize, segment.end as usize);
            let [on_plain, on_name] = self.backward[end];
            let [plain, after_name] = self.forward[start];
            let mut ways = [NEVER; 2];
            let posterior = &mut self.posteriors[index];
            if segment.end - segment.start == 1 {
                let none = i32::from(segment.scores[NO_NAME]) * STEP + on_plain;
                ways = [none + steps[0].none, none + steps[1].none];
                let through = log_add(plain + ways[0], after_name + ways[1]);
                posterior[NO_NAME] = exponential(total - through).min(32768) as u16;
            }
            if segment.name {
                let sum = self.names[index];
                let (name, again) = (sum + steps[0].name, sum + steps[1].name);
                ways = [log_add(ways[0], name + on_name), log_add(ways[1], again + on_name)];
                let through = log_add(plain + name, after_name + again) + on_name;
                if total - through < 8 * UNIT {
                    spread(posterior, &segment.scores, total - through + sum);
                }
            }
            let before = &mut self.backward[start];
            *before = [log_add(before[0], ways[0].max(NEVER)), log_add(before[1], ways[1].max(NEVER))];
        }
    }

    /// Visits the names that together have the highest posteriors, each less its label's threshold, in text order.
    ///
    /// `posteriors` must have been asked for these segments just before.
    pub fn names(&mut self, length: usize, segments: &[Segment], thresholds: &Row<u16>, mut visit: impl FnMut(Found)) {
        if let [segment] = segments {
            let (label, posterior) = self.name_posterior(0);
            if segment.name && posterior > thresholds[usize::from(label)] {
                visit(Found { start: segment.start, end: segment.end, label, posterior });
            }
            return;
        }
        self.best.clear();
        self.best.resize(length + 1, (i32::MIN, u32::MAX));
        self.best[0] = (0, u32::MAX);
        let least = thresholds[1..].iter().copied().min().unwrap_or(0);
        let mut reached = 0;
        for (index, segment) in segments.iter().enumerate() {
            let end = segment.end as usize;
            while reached < end {
                reached += 1;
                self.best[reached] = self.best[reached].max((self.best[reached - 1].0, u32::MAX));
            }
            if !segment.name || self.posteriors[index][1..].iter().all(|&posterior| posterior <= least) {
                continue;
            }
            let (label, posterior) = self.name_posterior(index);
            let gain = i32::from(posterior) - i32::from(thresholds[usize::from(label)]);
            let value = self.best[segment.start as usize].0 + gain;
            if gain > 0 && value > self.best[end].0 {
                self.best[end] = (value, index as u32);
            }
        }
        let mut at = length.min(reached);
        self.found.clear();
        while at > 0 {
            match segments.get(self.best[at].1 as usize) {
                Some(segment) => {
                    let (label, posterior) = self.name_posterior(self.best[at].1 as usize);
                    self.found.push(Found { start: segment.start, end: segment.end, label, posterior });
                    at = segment.start as usize;
                }
                None => at -= 1,
            }
        }
        self.found.drain(..).rev().for_each(visit);
    }

    /// The likeliest label of a segment and the posterior that it is a name of that family.
    fn name_posterior(&self, index: usize) -> (u8, u16) {
        let row = &self.posteriors[index];
        let label = (1..LABELS).rev().max_by_key(|&label| row[label]).unwrap_or(1);
        (label as u8, row[label].min(32767))
    }
}

/// The posteriors of a segment that is its whole zone, as most are: what the recursion would give.
fn posteriors_alone(segment: &Segment, step: &Step) -> Row<u16> {
    let mut posteriors = [0; LABELS];
    let none = i32::from(segment.scores[NO_NAME]) * STEP + step.none;
    if !segment.name {
        posteriors[NO_NAME] = 32768;
        return posteriors;
    }
    let sum = sum_of_names(&segment.scores);
    let name = sum + step.name;
    let total = log_add(none, name);
    posteriors[NO_NAME] = exponential(total - none).min(32768) as u16;
    if total - name < 8 * UNIT {
        spread(&mut posteriors, &segment.scores, total - name + sum);
    }
    posteriors
}

/// Sets the posteriors of a name's labels from how far each score is behind `total`.
fn spread(posteriors: &mut Row<u16>, scores: &Lanes, total: i32) {
    for (posterior, &score) in posteriors.iter_mut().zip(scores).skip(1) {
        *posterior = exponential(total - i32::from(score) * STEP).min(32768) as u16;
    }
}

/// The sum over the labels of a name.
fn sum_of_names(scores: &Lanes) -> i32 {
    let scores = &scores[1..LABELS];
    let top = scores.iter().copied().max().map_or(NEVER, i32::from);
    let mut sum = 0;
    for &score in scores {
        // Labels further behind count for nothing; no branch, as it would often be guessed wrongly.
        let behind = (top - i32::from(score)) * STEP;
        sum += exponential(if behind < 6 * UNIT { behind } else { 8 * UNIT });
    }
    top * STEP + logarithm(sum)
}
