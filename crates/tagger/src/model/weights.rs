//! The weights: a row of bytes for each feature that training kept, and a few settings.

use super::{
    bytes::{ModelError, Reader, Writer, checksum},
    filter::Filter,
    label::{LABELS, Lanes, Row},
    logarithm::UNIT,
};
use crate::gazetteer::Gazetteer;

/// One unit of a weight, in steps of a score.
pub const STEP: i32 = UNIT / 32;

/// As likely as not.
pub const EVEN: u16 = 16384;

const MAGIC: &[u8; 8] = b"postilN2";

/// A trained model with its lists.
#[derive(Debug, Clone)]
pub struct Model {
    /// The lists.
    pub gazetteer: Gazetteer,
    /// How much the first pass's scores count in the second, in 1/256.
    pub base_factor: i32,
    /// The posterior that a name of each label must have in the second pass, in 1/32768.
    pub thresholds: Row<u16>,
    /// The score in per mille at posteriors 0/32, 1/32, … 32/32.
    pub calibration: [u16; 33],
    weights: Weights,
}

/// The rows by their features' hashes.
#[derive(Debug, Clone)]
struct Weights {
    slots: Vec<Slot>, // Invariant: a power of two of them, at most half full; open addressing.
    filter: Filter,   // of the slots' keys
    used: usize,
}

/// A feature's weights, then its hash: one look into memory for both. A hash of 0 is an empty slot.
#[derive(Debug, Clone, Copy, Default)]
#[repr(align(16))]
struct Slot([u8; LABELS + 4]);

impl Slot {
    fn new(key: u32, row: Row<i8>) -> Slot {
        let [a, b, c, d] = key.to_le_bytes();
        let mut slot = Slot([0; LABELS + 4]);
        slot.0[..LABELS].copy_from_slice(&row.map(|weight| weight as u8));
        slot.0[LABELS..].copy_from_slice(&[a, b, c, d]);
        slot
    }

    fn key(&self) -> u32 {
        u32::from_le_bytes([self.0[LABELS], self.0[LABELS + 1], self.0[LABELS + 2], self.0[LABELS + 3]])
    }
}

impl Weights {
    fn new(rows: &[(u32, Row<i8>)]) -> Weights {
        let slots = vec![Slot::default(); (rows.len() * 2 + 1).next_power_of_two().max(4)];
        let filter = Filter::new(rows.iter().map(|row| row.0));
        let mut weights = Weights { slots, filter, used: rows.len() };
        for &(key, row) in rows.iter().filter(|row| row.0 != 0) {
            let slot = weights.slot(key);
            weights.slots[slot] = Slot::new(key, row);
        }
        weights
    }

    /// The rows that are held, in no order.
    fn rows(&self) -> impl Iterator<Item = (u32, Row<i8>)> {
        let held = self.slots.iter().filter(|slot| slot.key() != 0);
        held.map(|slot| (slot.key(), std::array::from_fn(|label| slot.0[label] as i8)))
    }

    /// The slot that holds the key, or the empty one where it would be.
    fn slot(&self, key: u32) -> usize {
        let mask = self.slots.len() - 1;
        let mut slot = key as usize & mask;
        loop {
            let found = self.slots[slot].key();
            if found == key || found == 0 {
                return slot;
            }
            slot = (slot + 1) & mask;
        }
    }
}

impl Model {
    /// A model of these rows of weights, in any order of their features; of a feature's rows the first counts.
    pub fn new(gazetteer: Gazetteer, mut weights: Vec<(u32, Row<i8>)>) -> Model {
        weights.sort_by_key(|weight| weight.0);
        weights.dedup_by_key(|weight| weight.0);
        let calibration = std::array::from_fn(|index| (index * 1000 / 32) as u16);
        let thresholds = [EVEN; LABELS];
        Model { gazetteer, base_factor: 256, thresholds, calibration, weights: Weights::new(&weights) }
    }

    /// This model with the rows of a second pass, in which the first counts as much as `base_factor` says.
    #[must_use]
    pub fn with_rows(mut self, rows: &[(u32, Row<i8>)], base_factor: i32) -> Model {
        let mut all: Vec<(u32, Row<i8>)> = self.weights.rows().collect();
        all.extend_from_slice(rows);
        all.sort_by_key(|row| row.0);
        all.dedup_by_key(|row| row.0);
        self.weights = Weights::new(&all);
        self.base_factor = base_factor;
        self
    }

    /// How many features have weights.
    pub fn len(&self) -> usize {
        self.weights.used
    }

    /// True if no feature has weights.
    pub fn is_empty(&self) -> bool {
        self.weights.used == 0
    }

    /// Adds a feature's weights, if it has any, to `sum`.
    #[inline]
    pub fn add(&self, feature: u32, sum: &mut Lanes) {
        if self.weights.filter.may_hold(feature) {
            self.add_held(feature, sum);
        }
    }

    /// Adds the weights of all these features.
    ///
    /// As [`Model::add`] for each, but faster: what the filter refuses costs no wrongly guessed branch.
    pub fn add_all(&self, features: &[u32], sum: &mut Lanes) {
        for some in features.chunks(16) {
            let (mut held, mut count) = ([0; 16], 0);
            for &feature in some {
                held[count] = feature;
                count += usize::from(self.weights.filter.may_hold(feature));
            }
            held[..count].iter().for_each(|&feature| self.add_held(feature, sum));
        }
    }

    #[inline]
    fn add_held(&self, feature: u32, sum: &mut Lanes) {
        let slot = &self.weights.slots[self.weights.slot(feature)];
        *sum = std::array::from_fn(|lane| sum[lane].saturating_add(i16::from(slot.0[lane] as i8)));
    }

    /// The calibrated score, in per mille, of a posterior in 1/32768.
    pub fn per_mille(&self, posterior: u16) -> u16 {
        let (place, part) = (usize::from(posterior.min(32767) / 1024), i32::from(posterior % 1024));
        let (low, high) = (i32::from(self.calibration[place]), i32::from(self.calibration[place + 1]));
        (low + (high - low) * part / 1024).clamp(0, 1000) as u16
    }

    /// The model as it is written to a file.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut body = Writer::default();
        body.number(self.base_factor.unsigned_abs());
        self.thresholds.iter().chain(&self.calibration).for_each(|&value| body.number(u32::from(value)));
        self.gazetteer.write(&mut body);
        let mut weights: Vec<Slot> = self.weights.slots.iter().copied().filter(|slot| slot.key() != 0).collect();
        weights.sort_unstable_by_key(Slot::key);
        body.ascending(&weights.iter().map(Slot::key).collect::<Vec<u32>>());
        for label in 0..LABELS {
            weights.iter().for_each(|slot| body.byte(slot.0[label]));
        }
        let body = body.into_bytes();
        [&MAGIC[..], &checksum(&body).to_le_bytes(), &body].concat()
    }

    /// Reads what [`Model::to_bytes`] wrote.
    ///
    /// # Errors
    /// [`ModelError`] if the bytes are not a model of this version, or are damaged.
    pub fn from_bytes(bytes: &[u8]) -> Result<Model, ModelError> {
        let rest = bytes.strip_prefix(MAGIC).ok_or(ModelError::NotAModel)?;
        let (sum, body) = rest.split_first_chunk::<8>().ok_or(ModelError::Damaged)?;
        if u64::from_le_bytes(*sum) != checksum(body) {
            return Err(ModelError::Damaged);
        }
        Model::read(&mut Reader::new(body))
    }

    /// Reads a model's body.
    ///
    /// # Errors
    /// [`ModelError`] if it ends early or holds a value that cannot be.
    pub fn read(reader: &mut Reader<'_>) -> Result<Model, ModelError> {
        let mut small =
            || u16::try_from(reader.number()?).ok().filter(|&value| value <= 32768).ok_or(ModelError::Damaged);
        let base_factor = i32::from(small()?);
        let mut thresholds = [0; LABELS];
        for value in &mut thresholds {
            *value = small()?;
        }
        let mut calibration = [0; 33];
        for value in &mut calibration {
            *value = small()?;
        }
        let gazetteer = Gazetteer::read(reader)?;
        let keys = reader.ascending()?;
        let mut rows = vec![[0; LABELS]; keys.len()];
        for label in 0..LABELS {
            for (row, &byte) in rows.iter_mut().zip(reader.bytes(keys.len())?) {
                row[label] = byte as i8;
            }
        }
        let rows: Vec<(u32, Row<i8>)> = keys.into_iter().zip(rows).collect();
        Ok(Model { gazetteer, base_factor, thresholds, calibration, weights: Weights::new(&rows) })
    }
}
