//! Figures: numbers that mean something, and what they mean.
//!
//! Read [`FigureTagger`] first, then `amount`, which puts a number and its measure together, and `temporal`, which does
//! the same for dates and times. Each kind of figure has a file that opens with its grammar; what a figure is, where it
//! starts and ends and what value it has, say the documents in `tests/figures`.
//!
//! To add a unit, add a line to `units`; a currency, to `currencies`; a holiday, to `holiday`. The tables are sorted,
//! and a test says where a line is out of order.

// From the text to a figure.
mod figure_tagger;
mod starts;

// Numbers and what they measure.
mod age;
mod amount;
mod cardinal;
mod identifier;
mod money;
mod money_prefix;
mod ordinal;
mod percent;
mod quantity;
mod range;

// Numbers themselves.
mod digits;
mod fraction;
mod number;
mod number_words;

// Dates, times, and lengths of time.
mod clock;
mod date;
mod date_digits;
mod duration;
mod elapsed;
mod era;
mod holiday;
mod period;
mod recurrence;
mod relative;
mod relative_unit;
mod temporal;
mod temporal_element;
mod temporal_range;
mod year;

// What stands around a figure.
mod evidence;
mod modifier;

// Tables.
mod currencies;
mod currency_names;
mod units;

// Values and reading.
mod calendar;
mod cursor;
mod memory;
mod decimal;
mod moment;

pub use calendar::Reference;
pub use evidence::Evidence;
pub use figure_tagger::{FigureOptions, FigureTagger};
pub use number::DecimalMark;
