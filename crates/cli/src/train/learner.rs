//! Learning weights: the semi-Markov model's likelihood climbed by AdaGrad, one zone at a time.
//!
//! An example is a zone with the feature lists of its candidate spans and, for each span, the labels that the gold
//! allows. Where the gold leaves labels open, the allowed ways compete among themselves: the gradient is the
//! difference of the expectations over all ways and over the allowed ones.

use tagger::model::{LABELS, NO_NAME, Row};

use crate::gold::Mask;

/// Lists of features that many examples share.
#[derive(Debug, Default)]
pub struct Arena {
    /// Feature numbers; the highest bit marks features that remember words.
    features: Vec<u32>,
    blocks: Vec<(u32, u32)>,
}

/// Marks a feature that remembers a word.
pub const MEMORY: u32 = 1 << 31;

impl Arena {
    /// Adds a list and returns its number.
    pub fn add(&mut self, features: impl IntoIterator<Item = u32>) -> u32 {
        let start = self.features.len() as u32;
        self.features.extend(features);
        self.blocks.push((start, self.features.len() as u32));
        self.blocks.len() as u32 - 1
    }

    fn get(&self, block: u32) -> &[u32] {
        let (start, end) = self.blocks[block as usize];
        &self.features[start as usize..end as usize]
    }

    /// Renumbers all features; those without a new number are dropped.
    pub fn renumber(&mut self, numbers: &[Option<u32>]) {
        let old = std::mem::take(&mut self.features);
        for block in &mut self.blocks {
            let start = self.features.len() as u32;
            let kept = old[block.0 as usize..block.1 as usize]
                .iter()
                .filter_map(|&feature| numbers[(feature & !MEMORY) as usize].map(|number| number | feature & MEMORY));
            self.features.extend(kept);
            *block = (start, self.features.len() as u32);
        }
    }

    /// Calls `visit` with every feature of a block, marks removed.
    pub fn each(&self, block: u32, mut visit: impl FnMut(u32)) {
        self.get(block).iter().for_each(|feature| visit(feature & !MEMORY));
    }
}

/// A zone to learn from.
#[derive(Debug)]
pub struct Example {
    /// How many tokens it has.
    pub length: usize,
    /// The candidate spans, sorted by their end.
    pub spans: Vec<ExampleSpan>,
    /// The feature lists that the spans use.
    pub blocks: Vec<u32>,
    /// How much it counts.
    pub weight: f32,
    /// Which part of the data it is in, for training on the others.
    pub fold: usize,
}

/// A candidate span of an example.
#[derive(Debug)]
pub struct ExampleSpan {
    /// The first token.
    pub start: u16,
    /// One past the last.
    pub end: u16,
    /// Can be a name.
    pub name: bool,
    /// The labels that are right; 0 if it is no segment of any right way.
    pub allowed: Mask,
    /// Places in the example's `blocks`.
    pub blocks: Vec<u8>,
    /// Scores that are given, not learnt.
    pub offset: Row<f32>,
}

/// How to learn.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// Times over the data.
    pub rounds: usize,
    /// The step's length.
    pub rate: f32,
    /// The pull of weights towards zero.
    pub decay: f32,
    /// How often the memory of words is hidden, of 256.
    pub hidden: u32,
    /// Starts the order of examples.
    pub seed: u64,
}

/// Numbers that look random and are always the same: SplitMix64.
#[derive(Debug, Clone)]
pub struct Dice(pub u64);

impl Dice {
    /// The next number.
    pub fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ mixed >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ mixed >> 31
    }

    /// A number below `bound`.
    pub fn below(&mut self, bound: usize) -> usize {
        (self.roll() % bound.max(1) as u64) as usize
    }
}

/// Weights for `features` features and the two steps, learnt from `examples`.
///
/// The last two rows of the answer are the steps after no name and after a name, unless they are given.
pub fn learn(
    arena: &Arena,
    examples: &[&Example],
    features: usize,
    steps: Option<[Row<f32>; 2]>,
    settings: Settings,
    mut progress: impl FnMut(usize, f64),
) -> Vec<Row<f32>> {
    let mut learner = Learner {
        weights: vec![[0.0; LABELS]; features + 2],
        squares: vec![[1e-3; LABELS]; features + 2],
        rows: Vec::new(),
        gradients: Vec::new(),
        scores: Vec::new(),
        ways: Ways::default(),
        steps_given: steps.is_some(),
        settings,
    };
    if let Some(steps) = steps {
        learner.weights[features..].copy_from_slice(&steps);
    }
    let mut dice = Dice(settings.seed);
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let mut sum = vec![[0.0; LABELS]; features + 2];
    let averaged_from = settings.rounds / 2;
    for round in 0..settings.rounds {
        for last in (1..order.len()).rev() {
            order.swap(last, dice.below(last + 1));
        }
        let mut loss = 0.0;
        for &index in &order {
            let hide = (dice.roll() >> 20 & 255) < u64::from(settings.hidden);
            loss += f64::from(learner.step(arena, examples[index], hide));
        }
        if round >= averaged_from {
            for (sum, row) in sum.iter_mut().zip(&learner.weights) {
                (0..LABELS).for_each(|label| sum[label] += row[label]);
            }
        }
        progress(round, loss / examples.len().max(1) as f64);
    }
    let rounds = (settings.rounds - averaged_from).max(1) as f32;
    sum.iter_mut().for_each(|row| row.iter_mut().for_each(|weight| *weight /= rounds));
    sum
}

struct Learner {
    weights: Vec<Row<f32>>,
    squares: Vec<Row<f32>>,
    rows: Vec<Row<f32>>,
    gradients: Vec<Row<f32>>,
    scores: Vec<Row<f32>>,
    ways: Ways,
    steps_given: bool,
    settings: Settings,
}

impl Learner {
    /// Learns from one example and returns its loss.
    fn step(&mut self, arena: &Arena, example: &Example, hide: bool) -> f32 {
        let counts = |feature: u32| !(hide && feature & MEMORY != 0);
        self.rows.clear();
        for &block in &example.blocks {
            let mut row = [0.0; LABELS];
            for &feature in arena.get(block).iter().filter(|&&feature| counts(feature)) {
                let weights = &self.weights[(feature & !MEMORY) as usize];
                (0..LABELS).for_each(|label| row[label] += weights[label]);
            }
            self.rows.push(row);
        }
        self.scores.clear();
        for span in &example.spans {
            let mut row = span.offset;
            for &block in &span.blocks {
                (0..LABELS).for_each(|label| row[label] += self.rows[usize::from(block)][label]);
            }
            self.scores.push(row);
        }
        let first_step = self.weights.len() - 2;
        let steps = [self.weights[first_step], self.weights[first_step + 1]];
        let mut expected = vec![[0.0; LABELS]; example.spans.len()];
        let mut expected_steps = [[0.0; LABELS]; 2];
        let all = self.ways.expect(example, &self.scores, &steps, false, 1.0, &mut expected, &mut expected_steps);
        let right = self.ways.expect(example, &self.scores, &steps, true, -1.0, &mut expected, &mut expected_steps);
        self.gradients.clear();
        self.gradients.resize(example.blocks.len(), [0.0; LABELS]);
        for (span, expected) in example.spans.iter().zip(&expected) {
            for &block in &span.blocks {
                let gradient = &mut self.gradients[usize::from(block)];
                (0..LABELS).for_each(|label| gradient[label] += expected[label]);
            }
        }
        for (place, &block) in example.blocks.iter().enumerate() {
            let gradient = self.gradients[place];
            if gradient.iter().all(|part| part.abs() < 1e-4) {
                continue;
            }
            for &feature in arena.get(block).iter().filter(|&&feature| counts(feature)) {
                self.update((feature & !MEMORY) as usize, &gradient, example.weight);
            }
        }
        if !self.steps_given {
            self.update(first_step, &expected_steps[0], example.weight);
            self.update(first_step + 1, &expected_steps[1], example.weight);
            // A step does not know the label of the name that it leads to.
            for row in &mut self.weights[first_step..] {
                let mean = row[1..].iter().sum::<f32>() / (LABELS - 1) as f32;
                row[1..].fill(mean);
            }
        }
        all - right
    }

    fn update(&mut self, feature: usize, gradient: &Row<f32>, weight: f32) {
        let (weights, squares) = (&mut self.weights[feature], &mut self.squares[feature]);
        for label in 0..LABELS {
            let slope = gradient[label] * weight + self.settings.decay * weights[label];
            squares[label] += slope * slope;
            weights[label] -= self.settings.rate * slope / squares[label].sqrt();
        }
    }
}

/// Expectations over the ways through a lattice, in floating point.
#[derive(Debug, Default)]
struct Ways {
    forward: Vec<[f32; 2]>,
    backward: Vec<[f32; 2]>,
}

impl Ways {
    /// Adds `sign` times the expected counts of segments and steps; returns the log of the sum over ways.
    #[expect(clippy::too_many_arguments, reason = "two outputs and two modes of one recursion")]
    fn expect(
        &mut self,
        example: &Example,
        scores: &[Row<f32>],
        steps: &[Row<f32>; 2],
        only_allowed: bool,
        sign: f32,
        expected: &mut [Row<f32>],
        expected_steps: &mut [Row<f32>; 2],
    ) -> f32 {
        let labels_of = |span: &ExampleSpan| {
            let single = span.end - span.start == 1;
            let possible: Mask = if span.name { !1 } else { 0 } | if single { 1 } else { 0 };
            possible & if only_allowed { span.allowed } else { !0 } & ((1 << LABELS) - 1)
        };
        let none = f32::NEG_INFINITY;
        self.forward.clear();
        self.forward.resize(example.length + 1, [none; 2]);
        self.forward[0] = [0.0, none];
        for (span, scores) in example.spans.iter().zip(scores) {
            let from = self.forward[usize::from(span.start)];
            let mask = labels_of(span);
            let to = &mut self.forward[usize::from(span.end)];
            for label in (0..LABELS).filter(|label| mask >> label & 1 == 1) {
                let kind = usize::from(label != NO_NAME);
                let way = log_add(from[0] + steps[0][label], from[1] + steps[1][label]) + scores[label];
                to[kind] = log_add(to[kind], way);
            }
        }
        let total = log_add(self.forward[example.length][0], self.forward[example.length][1]);
        self.backward.clear();
        self.backward.resize(example.length + 1, [none; 2]);
        self.backward[example.length] = [0.0; 2];
        for (index, span) in example.spans.iter().enumerate().rev() {
            let from = self.forward[usize::from(span.start)];
            let on = self.backward[usize::from(span.end)];
            let mask = labels_of(span);
            let before = &mut self.backward[usize::from(span.start)];
            for label in (0..LABELS).filter(|label| mask >> label & 1 == 1) {
                let rest = scores[index][label] + on[usize::from(label != NO_NAME)];
                for step in 0..2 {
                    let way = steps[step][label] + rest;
                    before[step] = log_add(before[step], way);
                    let share = (from[step] + way - total).exp() * sign;
                    if share.is_finite() {
                        expected[index][label] += share;
                        expected_steps[step][label] += share;
                    }
                }
            }
        }
        total
    }
}

fn log_add(a: f32, b: f32) -> f32 {
    let (high, low) = if a > b { (a, b) } else { (b, a) };
    if low == f32::NEG_INFINITY || high - low > 16.0 { high } else { high + (low - high).exp().ln_1p() }
}
