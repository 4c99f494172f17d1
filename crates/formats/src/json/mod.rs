//! What the JSON formats share: the records of a file, one by one; annotations as objects; a writer.

mod records;
mod features;
mod meta;
mod rest;
mod span;
mod writer;

pub(crate) use features::FeatureRecord;
pub(crate) use meta::{Meta, describe_and_keep, write_kept_meta, write_meta};
pub(crate) use records::{Lines, Record, cause, line_at, records};
pub(crate) use rest::{Rest, WithRest, filled, has_others, keep, unknown};
pub(crate) use span::{Kept, Offset, SpanList, SpanRecord, Text, number_of, read_record};
pub(crate) use writer::{
    Object, is_per_mille, per_mille, push_number, push_text, write_extras, write_origin, write_score, write_value,
};
