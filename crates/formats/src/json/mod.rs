//! What the JSON formats share: the records of a file, one by one; annotations as objects; a writer.

mod records;
mod features;
mod meta;
mod span;
mod writer;

pub(crate) use features::FeatureRecord;
pub(crate) use meta::{Meta, write_meta};
pub(crate) use records::{Lines, Record, cause, line_at, records};
pub(crate) use span::{Kept, Offset, SpanList, SpanRecord, Text, number_of, read_record};
pub(crate) use writer::{Object, push_number, push_text, write_extras};
