//! The labels that the model gives.

/// How many labels there are, "no name" included.
pub const LABELS: usize = 12;

/// The label "no name".
pub const NO_NAME: usize = 0;

/// The names of the labels, in the order of a row of weights.
pub const NAMES: [&str; LABELS] =
    ["O", "PERSON", "NORP", "FAC", "ORG", "GPE", "LOC", "PRODUCT", "EVENT", "WORK_OF_ART", "LAW", "LANGUAGE"];

/// One weight, score or count for each label.
pub type Row<T> = [T; LABELS];

/// A row of scores with room to spare, so that it fills whole registers; what is past [`LABELS`] means nothing.
pub type Lanes = [i16; 16];
