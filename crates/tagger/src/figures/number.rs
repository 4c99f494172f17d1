//! Numbers: digits with separators, number words, and any mixture of the two.
//!
//! ```text
//! numeral   := amount [magnitude…] | words | fraction
//! amount    := 12 | 1,234.5 | 12,34,567 | 1 234 567 | .25 | 5½ | 1/4 | 5 1/4 | 1.3e6 | 1.3×10^6 | 1.1^23
//! magnitude := hundred | thousand | million | bn | lakh | crore | dozen …
//! words     := part ([-] | [and]) part …, each part of a lower place than the one before it
//! fraction  := words (half | thirds | … ) | words and a half | half a million | one in five | two out of three
//! ```
//! A numeral has no sign and no unit: those belong to the figure that holds it.

use super::cursor::{Cursor, Token};

use super::decimal::Decimal;
use super::digits::{amount, with_magnitudes};
use super::fraction::{fraction_of, half_of, part_of_magnitude, ratio, vulgar_fraction};
use super::number_words::{Part, cardinal_word, compound_ordinal, ordinal_word, words};

/// A number as written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Numeral {
    pub(super) start: usize,
    pub(super) end: usize,
    /// `None` if it does not fit.
    pub(super) value: Option<Decimal>,
    pub(super) form: Form,
    /// The power of ten of the magnitude word at the end: 9 for `1.4 billion`, 0 for none.
    pub(super) magnitude: i32,
    /// It names a place in an order: `third`, `21st`.
    pub(super) ordinal: bool,
}

/// How a number is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// Only digits: what a year or a house number also looks like.
    Plain,
    /// Digits with separators, decimals, exponents or a magnitude.
    Written,
    /// Words.
    Words,
    /// A fraction or ratio.
    Fraction,
}

/// Which sign separates decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DecimalMark {
    /// `1,234.5`
    #[default]
    Point,
    /// `1.234,5`
    Comma,
}

/// The numeral that starts with `first`, if one does.
pub(super) fn numeral(cursor: Cursor, first: Token, mark: DecimalMark, money: bool) -> Option<Numeral> {
    let manner = usize::from(mark == DecimalMark::Comma) << 1 | usize::from(money);
    cursor.numeral(first, manner, || read(cursor, first, mark, money))
}

fn read(cursor: Cursor, first: Token, mark: DecimalMark, money: bool) -> Option<Numeral> {
    let sign = cursor.sign(first);
    if first.is_digits() || (sign == '.' && cursor.byte(first.end).is_ascii_digit()) {
        let amount = amount(cursor, first, mark)?;
        return Some(ratio(cursor, with_magnitudes(cursor, amount, money)));
    }
    if let Some(part) = vulgar_fraction(sign) {
        let numeral = Numeral {
            start: first.start,
            end: first.end,
            value: part,
            form: Form::Fraction,
            magnitude: 0,
            ordinal: false,
        };
        return Some(with_magnitudes(cursor, numeral, money));
    }
    if !first.is_word() {
        return None;
    }
    match &*cursor.word(first) {
        "a" | "an" => article(cursor, first),
        "half" | "quarter" => part_of_magnitude(cursor, first, first.start).or_else(|| half_of(cursor, first)),
        word => {
            if cardinal_word(word).is_some() {
                let start = Numeral {
                    start: first.start,
                    end: first.start,
                    value: None,
                    form: Form::Words,
                    magnitude: 0,
                    ordinal: false,
                };
                Some(ratio(cursor, words(cursor, start, first)?))
            } else {
                let value = ordinal_word(word)?.value();
                Some(Numeral {
                    start: first.start,
                    end: first.end,
                    value,
                    form: Form::Words,
                    magnitude: 0,
                    ordinal: true,
                })
            }
        }
    }
}

/// `a hundred`, `a dozen`, `a half`, `a fifth`, `a quarter of a million`.
fn article(cursor: Cursor, first: Token) -> Option<Numeral> {
    let next = cursor.after(first);
    if !next.near() {
        return None;
    }
    let word = cursor.word(next);
    if matches!(&*word, "half" | "quarter") {
        return part_of_magnitude(cursor, next, first.start).or_else(|| fraction_of(cursor, first.start, next));
    }
    match cardinal_word(&word) {
        Some(Part::Hundred | Part::Scale(_) | Part::Dozen) => {
            let start = Numeral {
                start: first.start,
                end: next.start,
                value: None,
                form: Form::Words,
                magnitude: 0,
                ordinal: false,
            };
            words(cursor, start, next)
        }
        Some(Part::Tens(_)) => {
            let (end, denominator) = compound_ordinal(cursor, next)?;
            let value = Decimal::fraction(Decimal::ONE, denominator);
            Some(Numeral { start: first.start, end, value, form: Form::Fraction, magnitude: 0, ordinal: false })
        }
        _ => fraction_of(cursor, first.start, next),
    }
}

/// The ordinal ending glued to digits: where `21st` ends.
pub(super) fn ordinal_suffix(cursor: Cursor, end: usize) -> Option<usize> {
    let suffix = cursor.token(end);
    let fits = suffix.glued() && matches!(&*cursor.word(suffix), "st" | "nd" | "rd" | "th");
    (fits && !cursor.byte(suffix.end).is_ascii_digit()).then_some(suffix.end)
}

#[cfg(test)]
mod tests {
    use super::super::{cursor::Breaks, memory::Memory};
    use super::*;

    fn span_and_value(text: &str) -> (String, Option<String>) {
        let memory = Memory::new();
        let cursor = Cursor::new(text, &memory, Breaks::Real);
        match numeral(cursor, cursor.token(0), DecimalMark::Point, false) {
            Some(found) => (text[found.start..found.end].to_owned(), found.value.and_then(Decimal::text)),
            None => (String::new(), None),
        }
    }

    #[test]
    fn numbers_are_read_to_their_end() {
        for (text, span, value) in [
            ("1,234,567 people", "1,234,567", "1234567"),
            ("12,34,567", "12,34,567", "1234567"),
            ("1 414 021 100.", "1 414 021 100", "1414021100"),
            ("5,00.", "5,00", "5.00"),
            ("1.111,11, 1", "1.111,11", "1111.11"),
            ("1.4 billion people", "1.4 billion", "1400000000"),
            ("3.2k", "3.2k", "3200"),
            ("2.3 lakh crore", "2.3 lakh crore", "2300000000000"),
            ("one hundred and sixty-one", "one hundred and sixty-one", "161"),
            ("two hundred and two thousand", "two hundred and two thousand", "202000"),
            ("3 hundred and 2 hundred are", "3 hundred", "300"),
            ("3 hundred and 21 yuan", "3 hundred and 21", "321"),
            ("4 thousand 3 hundred and 0", "4 thousand 3 hundred", "4300"),
            ("two and a half million", "two and a half million", "2500000"),
            ("one million and a half", "one million and a half", "1500000"),
            ("nought point nought three", "nought point nought three", "0.03"),
            ("two-thirds", "two-thirds", "2/3"),
            ("three and a fifth", "three and a fifth", "3.2"),
            ("a third of", "a third", "1/3"),
            ("5½ hours", "5½", "5.5"),
            ("5 1/2 hours", "5 1/2", "5.5"),
            ("one in five", "one in five", "0.2"),
            ("1.3x10^6", "1.3x10^6", "1300000"),
            ("half a million", "half a million", "500000"),
            ("three hundred and two dozens", "three hundred and two dozens", "324"),
        ] {
            assert_eq!(span_and_value(text), (span.to_owned(), Some(value.to_owned())), "{text}");
        }
    }
}
