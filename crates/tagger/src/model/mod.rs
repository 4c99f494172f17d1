//! The names model: weights, the lattice they are summed in, and the file they come in.
//!
//! [`Model`] maps a feature's hash to a row of small whole numbers, one for each label; [`Lattice`] turns summed rows
//! into posteriors and names. What the features are is not known here.

mod bytes;
mod filter;
mod label;
mod lattice;
mod logarithm;
mod weights;

pub use bytes::{ModelError, Reader, Writer};
pub use filter::Filter;
pub use label::{LABELS, Lanes, NAMES, NO_NAME, Row};
pub use lattice::{Found, Lattice, Segment, Step};
pub use logarithm::UNIT;
pub use weights::{EVEN, Model, STEP};
