//! Figures: numbers that mean something, and what they mean.
//!
//! Read [`FigureTagger`] first, then `amount`, which puts a number and its measure together. Each kind of figure has
//! a file that opens with its grammar; the tables of units and currencies grow by a line.

mod figure_tagger;
mod starts;

mod age;
mod amount;
mod cardinal;
mod digits;
mod duration;
mod fraction;
mod money;
mod number;
mod number_words;
mod ordinal;
mod percent;
mod quantity;

mod calendar;
mod clock;
mod date;
mod date_digits;
mod holiday;
mod moment;
mod period;
mod recurrence;
mod relative;
mod temporal;
mod temporal_element;
mod temporal_range;
mod year;

mod modifier;
mod range;

mod currencies;
mod currency_names;
mod units;

mod cursor;
mod decimal;
mod evidence;

pub use calendar::Reference;
pub use evidence::Evidence;
pub use figure_tagger::{FigureOptions, FigureTagger};
pub use number::DecimalMark;
