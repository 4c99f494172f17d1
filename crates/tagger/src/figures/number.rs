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

use super::cursor::{Cursor, Gap, Token};
use super::decimal::Decimal;

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

/// A word's place in a number.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Part {
    Small(i128),
    Teen(i128),
    Tens(i128),
    Hundred,
    Scale(i32),
    Dozen,
}

fn cardinal_word(word: &str) -> Option<Part> {
    Some(match word {
        "zero" | "nought" | "naught" => Part::Small(0),
        "one" => Part::Small(1),
        "two" => Part::Small(2),
        "three" => Part::Small(3),
        "four" => Part::Small(4),
        "five" => Part::Small(5),
        "six" => Part::Small(6),
        "seven" => Part::Small(7),
        "eight" => Part::Small(8),
        "nine" => Part::Small(9),
        "ten" => Part::Teen(10),
        "eleven" => Part::Teen(11),
        "twelve" => Part::Teen(12),
        "thirteen" => Part::Teen(13),
        "fourteen" => Part::Teen(14),
        "fifteen" => Part::Teen(15),
        "sixteen" => Part::Teen(16),
        "seventeen" => Part::Teen(17),
        "eighteen" => Part::Teen(18),
        "nineteen" => Part::Teen(19),
        "twenty" => Part::Tens(20),
        "thirty" => Part::Tens(30),
        "forty" | "fourty" => Part::Tens(40),
        "fifty" => Part::Tens(50),
        "sixty" => Part::Tens(60),
        "seventy" => Part::Tens(70),
        "eighty" => Part::Tens(80),
        "ninety" => Part::Tens(90),
        "hundred" => Part::Hundred,
        "dozen" => Part::Dozen,
        _ => Part::Scale(scale_word(word)?),
    })
}

/// The value of a number word up to twenty.
pub(super) fn small_word(word: &str) -> Option<u32> {
    match cardinal_word(word)? {
        Part::Small(value) | Part::Teen(value) | Part::Tens(value) => u32::try_from(value).ok(),
        _ => None,
    }
}

fn scale_word(word: &str) -> Option<i32> {
    Some(match word {
        "thousand" => 3,
        "lakh" | "lac" => 5,
        "million" => 6,
        "crore" => 7,
        "billion" | "milliard" => 9,
        "trillion" => 12,
        "quadrillion" => 15,
        "quintillion" => 18,
        "sextillion" => 21,
        _ => return None,
    })
}

fn ordinal_word(word: &str) -> Option<Part> {
    Some(match word {
        "first" => Part::Small(1),
        "second" => Part::Small(2),
        "third" => Part::Small(3),
        "fourth" => Part::Small(4),
        "fifth" => Part::Small(5),
        "sixth" => Part::Small(6),
        "seventh" => Part::Small(7),
        "eighth" => Part::Small(8),
        "ninth" | "nineth" => Part::Small(9),
        "tenth" => Part::Teen(10),
        "eleventh" => Part::Teen(11),
        "twelfth" | "twelveth" => Part::Teen(12),
        "twentieth" => Part::Tens(20),
        "thirtieth" => Part::Tens(30),
        "fortieth" => Part::Tens(40),
        "fiftieth" => Part::Tens(50),
        "sixtieth" => Part::Tens(60),
        "seventieth" => Part::Tens(70),
        "eightieth" => Part::Tens(80),
        "ninetieth" => Part::Tens(90),
        "hundredth" => Part::Hundred,
        _ => {
            let stem = word.strip_suffix("th")?;
            return match cardinal_word(stem)? {
                part @ (Part::Teen(13..) | Part::Scale(_)) => Some(part),
                _ => None,
            };
        }
    })
}

/// What a fraction is counted in: `thirds`, `quarters`, `half`.
fn denominator_word(word: &str) -> Option<Part> {
    match word {
        "half" | "halves" => Some(Part::Small(2)),
        "quarter" | "quarters" => Some(Part::Small(4)),
        "second" | "seconds" | "first" | "firsts" => None,
        _ => ordinal_word(word.strip_suffix('s').unwrap_or(word)),
    }
}

impl Part {
    fn value(self) -> Option<Decimal> {
        match self {
            Part::Small(value) | Part::Teen(value) | Part::Tens(value) => Some(Decimal::integer(value)),
            Part::Hundred => Some(Decimal::integer(100)),
            Part::Dozen => Some(Decimal::integer(12)),
            Part::Scale(power) => Decimal::ONE.shifted(power),
        }
    }
}

/// The letters of a magnitude behind digits, `k` and `bn`; `m` and `t` are one only in money.
pub(super) fn magnitude_letters(letters: &str, glued: bool, money: bool) -> Option<i32> {
    Some(match letters {
        "k" => 3,
        "K" if glued => 3,
        "bn" | "Bn" | "BN" | "bln" | "bil" => 9,
        "mn" | "mln" | "mil" | "Mn" | "mio" => 6,
        "tn" | "trn" | "tln" => 12,
        "cr" | "Cr" if money => 7,
        "mm" | "MM" if money && glued => 6,
        "m" if money => 6,
        "M" if glued || money => 6,
        "b" | "B" if glued || money => 9,
        "t" | "T" if money && glued => 12,
        _ => return None,
    })
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
            if let Some(part) = cardinal_word(word) {
                let start = Numeral {
                    start: first.start,
                    end: first.start,
                    value: None,
                    form: Form::Words,
                    magnitude: 0,
                    ordinal: false,
                };
                let _ = part;
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

/// `a third of the vote` is a fraction, `a third man` is not; so is a fraction that ends the clause.
fn fraction_of(cursor: Cursor, start: usize, denominator: Token) -> Option<Numeral> {
    let value = denominator_word(&cursor.word(denominator))?.value()?;
    let next = cursor.after(denominator);
    let counted = next.near() && (next.is_word() || next.is_digits()) || cursor.byte(denominator.end) == b'-';
    if counted && !matches!(&*cursor.word(next), "of" | "more" | "less" | "as" | "in" | "from" | "and") {
        return None;
    }
    let value = Decimal::fraction(Decimal::ONE, value);
    Some(Numeral { start, end: denominator.end, value, form: Form::Fraction, magnitude: 0, ordinal: false })
}

/// `half of`, `half the`, `more than half`: not the half of a match.
fn half_of(cursor: Cursor, first: Token) -> Option<Numeral> {
    let next = cursor.after(first);
    let counted = next.near()
        && matches!(
            &*cursor.word(next),
            "of" | "the" | "a" | "an" | "its" | "their" | "his" | "her" | "our" | "all" | "those" | "these"
        );
    let compared = matches!(
        &*cursor.word(cursor.before(first.start)),
        "than" | "nearly" | "almost" | "about" | "over" | "under" | "roughly" | "by" | "least" | "around"
    );
    let half = &*cursor.word(first) == "half" && (counted || compared) && cursor.byte(first.end) != b'-';
    let value = Decimal::fraction(Decimal::ONE, Decimal::integer(2));
    half.then_some(Numeral {
        start: first.start,
        end: first.end,
        value,
        form: Form::Fraction,
        magnitude: 0,
        ordinal: false,
    })
}

/// `half a million`, `half of`, `quarter million`.
fn part_of_magnitude(cursor: Cursor, part: Token, start: usize) -> Option<Numeral> {
    let denominator = denominator_word(&cursor.word(part))?.value()?;
    let value = Decimal::fraction(Decimal::ONE, denominator)?;
    let mut next = cursor.after(part);
    for filler in ["of", "a", "an"] {
        let after = cursor.after(next);
        if next.near() && &*cursor.word(next) == filler && after.near() && after.is_word() {
            next = after;
        }
    }
    let counted = if next.near() { cardinal_word(&cursor.word(next)) } else { None };
    match counted {
        Some(unit @ (Part::Scale(_) | Part::Dozen | Part::Hundred)) => {
            let power = if let Part::Scale(power) = unit { power } else { 0 };
            let value = unit.value().and_then(|unit| value.times(unit));
            Some(Numeral { start, end: next.end, value, form: Form::Words, magnitude: power, ordinal: false })
        }
        _ => None,
    }
}

/// The number in words (or digits with a magnitude) of which `numeral` is what has been read and `next` comes next.
fn words(cursor: Cursor, numeral: Numeral, first: Token) -> Option<Numeral> {
    let mut total = Decimal::integer(0);
    let mut group: Option<Decimal> = numeral.value;
    let mut last: Option<Part> = None;
    let mut lowest_scale = i32::MAX;
    let mut magnitude = 0;
    let mut end = numeral.end;
    // What had been read when the last "and" came: a number that does not continue ends there.
    let mut before_and: Option<(usize, Decimal, Option<Decimal>, i32)> = None;
    let mut token = first;
    let mut overflow = false;
    for _ in 0..32 {
        if !token.near() && end > numeral.start {
            break;
        }
        let mut word_token = token;
        let hyphen = super::cursor::is_dash(cursor.sign(token)) && last.is_some();
        if hyphen {
            word_token = cursor.after(token);
        }
        let word = cursor.word(word_token);
        if &*word == "and" && !hyphen {
            let next = cursor.after(word_token);
            if !next.near() {
                break;
            }
            if let Some(with_fraction) = and_fraction(cursor, next, total, group, magnitude) {
                let (fraction_end, value, scale) = with_fraction;
                return Some(Numeral { end: fraction_end, value, magnitude: scale, form: Form::Words, ..numeral });
            }
            let continues =
                matches!(last, Some(Part::Hundred | Part::Scale(_))) || (last.is_none() && numeral.magnitude > 0);
            let lower = match cardinal_word(&cursor.word(next)) {
                Some(Part::Small(1..) | Part::Teen(_) | Part::Tens(_)) => true,
                None => {
                    next.is_digits() && next.len() <= 3 && cursor.byte(next.start) != b'0' && plain_end(cursor, next)
                }
                _ => false,
            };
            if !continues || !lower || before_and.is_some() {
                break;
            }
            before_and = Some((end, total, group, magnitude));
            token = next;
            continue;
        }
        if hyphen && !word_token.is_word() {
            break;
        }
        // Digits may stand where a small number may: "3 hundred 21".
        let part = if word_token.is_digits() {
            let after_scale = matches!(last, Some(Part::Hundred | Part::Scale(_)));
            let short = word_token.len() <= 3 && cursor.byte(word_token.start) != b'0' && plain_end(cursor, word_token);
            let follows = before_and.is_some() || cardinal_word(&cursor.word(cursor.after(word_token))).is_some();
            if !after_scale || !short || !follows || hyphen {
                break;
            }
            Decimal::from_digits(cursor.slice(word_token), None)
                .map(|value| Part::Small(value.small().unwrap_or(0).into()))
        } else {
            cardinal_word(&word)
        };
        let Some(part) = part else {
            let singular = word.strip_suffix('s').unwrap_or_default();
            if matches!(singular, "dozen" | "doz" | "dz" | "hundred") && last.is_some() && word_token.glued() <= hyphen
            {
                let by = if singular == "hundred" { 100 } else { 12 };
                group = group.and_then(|group| group.times(Decimal::integer(by)));
                end = word_token.end;
            }
            break;
        };
        let fits = match (part, last) {
            (_, None) if numeral.value.is_none() => true,
            (Part::Hundred | Part::Dozen, None) => true,
            (Part::Small(0), _) => false,
            (Part::Small(_), Some(Part::Tens(_) | Part::Hundred | Part::Scale(_))) => true,
            (Part::Teen(_) | Part::Tens(_), Some(Part::Hundred | Part::Scale(_))) => true,
            (Part::Hundred, Some(Part::Small(1..) | Part::Teen(_))) => {
                group.is_some_and(|group| group.is_less_than(Decimal::integer(100)))
            }
            (Part::Hundred, Some(Part::Tens(_))) => {
                group.is_some_and(|group| group.is_less_than(Decimal::integer(100)))
            }
            (Part::Dozen, Some(Part::Small(_) | Part::Teen(_) | Part::Tens(_) | Part::Hundred)) => true,
            (Part::Scale(_), _) => last != Some(Part::Small(0)),
            _ => false,
        };
        if !fits {
            if let (Some((at, old_total, old_group, old_magnitude)), true) =
                (before_and, matches!(part, Part::Hundred | Part::Scale(_)))
            {
                (end, total, group, magnitude) = (at, old_total, old_group, old_magnitude);
            }
            break;
        }
        match part {
            Part::Scale(power) if power >= lowest_scale && before_and.is_some() => {
                if let Some((at, old_total, old_group, old_magnitude)) = before_and {
                    (end, total, group, magnitude) = (at, old_total, old_group, old_magnitude);
                }
                break;
            }
            Part::Scale(power) => {
                let counted = match group {
                    Some(group) => group.shifted(power),
                    None if last.is_none() => Decimal::ONE.shifted(power),
                    // "hundred thousand million": the whole of it is multiplied.
                    None => {
                        let whole = total.shifted(power);
                        total = Decimal::integer(0);
                        whole
                    }
                };
                match counted
                    .and_then(|counted| if power < lowest_scale { total.plus(counted) } else { total.plus(counted) })
                {
                    Some(sum) => total = sum,
                    None => overflow = true,
                }
                group = None;
                lowest_scale = power;
                magnitude = power;
            }
            Part::Hundred => {
                group = group.map_or(Some(Decimal::integer(100)), |group| group.shifted(2)).or_else(|| {
                    overflow = true;
                    None
                });
                magnitude = 2;
            }
            Part::Dozen => {
                let count = if last == Some(Part::Hundred) { None } else { group };
                let _ = count;
                group = match group {
                    Some(group) => group.times(Decimal::integer(12)),
                    None => Some(Decimal::integer(12)),
                };
                magnitude = 0;
            }
            Part::Small(value) | Part::Teen(value) | Part::Tens(value) => {
                let value = Decimal::integer(value);
                // "three hundred and two dozens": what the dozen counts is only the two.
                let next = cursor.word(cursor.after(word_token));
                let dozens =
                    matches!(last, Some(Part::Hundred | Part::Scale(_))) && matches!(&*next, "dozen" | "dozens");
                let value = if dozens { value.times(Decimal::integer(12)) } else { Some(value) };
                group = match (group, value) {
                    (Some(group), Some(value)) => group.plus(value),
                    (None, value) => value,
                    _ => None,
                };
                magnitude = 0;
                if dozens {
                    end = cursor.after(word_token).end;
                    last = Some(Part::Dozen);
                    token = cursor.token(end);
                    continue;
                }
            }
        }
        last = Some(part);
        end = word_token.end;
        token = cursor.token(end);
    }
    if end <= numeral.start {
        return None;
    }
    let value = match group {
        _ if overflow => None,
        Some(group) => total.plus(group),
        None => Some(total),
    };
    let read = Numeral { end, value, form: Form::Words, magnitude, ..numeral };
    if last.is_none() {
        return None;
    }
    Some(decimals_in_words(cursor, read).unwrap_or_else(|| counted_parts(cursor, read, last)))
}

fn plain_end(cursor: Cursor, digits: Token) -> bool {
    let next = cursor.byte(digits.end);
    !(next.is_ascii_alphanumeric() || next >= 0x80 || matches!(next, b'%' | b'/' | b':'))
        && !(matches!(next, b'.' | b',' | b'-') && cursor.byte(digits.end + 1).is_ascii_digit())
}

/// `and a half [million]`, `and three quarters [million]`, behind a number with the sum so far.
fn and_fraction(
    cursor: Cursor,
    next: Token,
    total: Decimal,
    group: Option<Decimal>,
    magnitude: i32,
) -> Option<(usize, Option<Decimal>, i32)> {
    let word = cursor.word(next);
    let (numerator, denominator_token) = match &*word {
        "a" | "an" => (Decimal::ONE, cursor.after(next)),
        "half" => (Decimal::ONE, next),
        _ => match cardinal_word(&word)? {
            part @ (Part::Small(1..) | Part::Teen(_) | Part::Tens(_)) => {
                let mut numerator = part.value()?;
                let mut token = cursor.after(next);
                if super::cursor::is_dash(cursor.sign(token)) {
                    token = cursor.after(token);
                }
                if let (Part::Tens(_), Some(unit @ Part::Small(_))) = (part, cardinal_word(&cursor.word(token))) {
                    numerator = numerator.plus(unit.value()?)?;
                    token = cursor.after(token);
                }
                // "two hundred and fifty-four hundredths", but "one hundred and thirty | fifths".
                let large = !matches!(part, Part::Small(_));
                if large && !matches!(&*cursor.word(token), "hundredths" | "thousandths") {
                    return None;
                }
                (numerator, token)
            }
            _ => return None,
        },
    };
    if !denominator_token.near() {
        return None;
    }
    let name = cursor.word(denominator_token);
    let plural = name.ends_with('s') || &*name == "half" || numerator == Decimal::ONE;
    let denominator = denominator_word(&name)?.value()?;
    if !plural {
        return None;
    }
    let part = Decimal::fraction(numerator, denominator)?;
    let mut end = denominator_token.end;
    let scale_token = cursor.token(end);
    let scale = if scale_token.near() { scale_word(&cursor.word(scale_token)) } else { None };
    let whole = group.map_or(Some(total), |group| total.plus(group))?;
    let value = match scale {
        Some(power) => {
            end = scale_token.end;
            if magnitude > power {
                part.shifted(power).and_then(|part| whole.plus(part))
            } else {
                whole.plus(part).and_then(|sum| sum.shifted(power))
            }
        }
        // "two million and one half" halves a million; "two hundred and a half" adds a half.
        None if group.is_none() && magnitude >= 3 => part.shifted(magnitude).and_then(|part| whole.plus(part)),
        None => whole.plus(part),
    };
    Some((end, value, scale.unwrap_or(magnitude)))
}

/// `two hundred point seventy-one`, `nought point nought three`.
fn decimals_in_words(cursor: Cursor, whole: Numeral) -> Option<Numeral> {
    let point = cursor.token(whole.end);
    if !point.near() || &*cursor.word(point) != "point" {
        return None;
    }
    let mut end = whole.end;
    let mut value = whole.value?;
    let mut place = 0;
    let mut token = cursor.after(point);
    while token.near() && place > -20 {
        let hyphen = cursor.sign(token) == '-';
        let word = if hyphen { cursor.after(token) } else { token };
        let (digit, width) = match cardinal_word(&cursor.word(word)) {
            Some(Part::Small(digit)) => (digit, 1),
            Some(Part::Teen(teen)) if place == 0 => (teen, 2),
            Some(Part::Tens(tens)) if place == 0 => {
                let mut next = cursor.after(word);
                if cursor.sign(next) == '-' {
                    next = cursor.after(next);
                }
                match cardinal_word(&cursor.word(next)) {
                    Some(Part::Small(unit @ 1..)) => {
                        end = next.end;
                        (tens + unit, 2)
                    }
                    _ => (tens, 2),
                }
            }
            _ => break,
        };
        place -= width;
        value = value.plus(Decimal::integer(digit).shifted(place)?)?;
        end = end.max(word.end);
        token = cursor.token(end);
    }
    if place == 0 {
        return None;
    }
    // "one point five million"
    let scale = cursor.token(end);
    let power = if scale.near() { scale_word(&cursor.word(scale)) } else { None };
    match power {
        Some(power) => Some(Numeral { end: scale.end, value: value.shifted(power), magnitude: power, ..whole }),
        None => Some(Numeral { end, value: Some(value), ..whole }),
    }
}

/// What an ordinal word behind a number makes of it: `twenty-first` an ordinal, `two thirds` a fraction.
fn counted_parts(cursor: Cursor, number: Numeral, last: Option<Part>) -> Numeral {
    let mut token = cursor.token(number.end);
    let dash = super::cursor::is_dash(cursor.sign(token));
    if dash {
        token = cursor.after(token);
    }
    if &*cursor.word(token) == "and" {
        let next = cursor.after(token);
        if ordinal_word(&cursor.word(next)).is_some() && matches!(last, Some(Part::Hundred | Part::Scale(_))) {
            token = next;
        }
    }
    if !token.near() {
        return number;
    }
    let word = cursor.word(token);
    let ordinal = ordinal_word(&word);
    let plural = word.ends_with('s') || matches!(&*word, "half");
    let is_one = number.value == Some(Decimal::ONE);
    let lower = match (ordinal, last) {
        (Some(Part::Small(_)), Some(Part::Tens(_) | Part::Hundred | Part::Scale(_))) => true,
        (Some(Part::Teen(_) | Part::Tens(_)), Some(Part::Hundred | Part::Scale(_))) => true,
        _ => false,
    };
    if let (Some(part), true) = (ordinal, lower) {
        let value = number.value.and_then(|value| value.plus(part.value()?));
        return Numeral { end: token.end, value, ordinal: true, ..number };
    }
    match ordinal {
        Some(part @ (Part::Hundred | Part::Scale(_))) if !is_one => {
            let value = number.value.and_then(|value| value.times(part.value()?));
            return Numeral { end: token.end, value, ordinal: true, ..number };
        }
        _ => {}
    }
    let (end, denominator) = match (denominator_word(&word), cardinal_word(&word)) {
        (Some(part), _) if plural || is_one => (token.end, part.value()),
        (None, Some(Part::Tens(_))) if is_one || dash => match compound_ordinal(cursor, token) {
            Some((end, value)) => (end, Some(value)),
            None => return number,
        },
        _ => return number,
    };
    let fraction = number.value.zip(denominator).and_then(|(value, denominator)| Decimal::fraction(value, denominator));
    let Some(value) = fraction else { return number };
    let fraction = Numeral { end, value: Some(value), form: Form::Fraction, magnitude: 0, ..number };
    // "three quarters billion"
    let scale = cursor.token(end);
    let power = if scale.near() { scale_word(&cursor.word(scale)) } else { None };
    match power.zip(power.and_then(|power| value.shifted(power))) {
        Some((power, value)) => {
            Numeral { end: scale.end, value: Some(value), magnitude: power, form: Form::Words, ..number }
        }
        None => fraction,
    }
}

/// `twenty-first`: where it ends and its value.
fn compound_ordinal(cursor: Cursor, tens: Token) -> Option<(usize, Decimal)> {
    let Part::Tens(tens_value) = cardinal_word(&cursor.word(tens))? else { return None };
    let mut next = cursor.after(tens);
    if cursor.sign(next) == '-' {
        next = cursor.after(next);
    }
    let word = cursor.word(next);
    match ordinal_word(word.strip_suffix('s').unwrap_or(&word))? {
        Part::Small(unit) => Some((next.end, Decimal::integer(tens_value + unit))),
        _ => None,
    }
}

/// `one in five`, `two out of three`, `1 over three`: a ratio of two numbers, the first the smaller.
fn ratio(cursor: Cursor, first: Numeral) -> Numeral {
    let token = cursor.token(first.end);
    if !token.near() || !token.is_word() || first.ordinal || first.form == Form::Fraction {
        return first;
    }
    let (joint_end, bare) = match &*cursor.word(token) {
        "in" | "in-" => (token.end, false),
        "over" => (token.end, true),
        "out" => match cursor.phrase(token.start, "out of") {
            Some(end) => (end, false),
            None => return first,
        },
        _ => return first,
    };
    let is_in = &*cursor.word(token) == "in";
    let next = cursor.token(joint_end);
    if !next.near() {
        return first;
    }
    let second = if next.is_digits() {
        amount(cursor, next, DecimalMark::Point).map(|second| with_magnitudes(cursor, second, false))
    } else {
        let start = Numeral {
            start: next.start,
            end: next.start,
            value: None,
            form: Form::Words,
            magnitude: 0,
            ordinal: false,
        };
        if cardinal_word(&cursor.word(next)).is_some() { words(cursor, start, next) } else { None }
    };
    let Some(second) = second else { return first };
    let (Some(part), Some(whole)) = (first.value, second.value) else { return first };
    // "12 in six boxes" and "12 out of 10" are no parts of a whole; "in 2020" is a year.
    let in_whole =
        is_in && part.small().is_some_and(|part| part <= 10) && whole.small().is_some_and(|whole| whole <= 1000);
    let ends_clause = {
        let after = cursor.token(second.end);
        !(after.near() && (after.is_word() || after.is_digits()))
    };
    let is_ratio = second.end > next.start
        && !second.ordinal
        && if bare { ends_clause } else { part.is_less_than(whole) && (!is_in || in_whole) };
    match Decimal::fraction(part, whole) {
        Some(value) if is_ratio => {
            Numeral { end: second.end, value: Some(value), form: Form::Fraction, magnitude: 0, ..first }
        }
        _ => first,
    }
}

fn vulgar_fraction(sign: char) -> Option<Option<Decimal>> {
    let (numerator, denominator) = match sign {
        '½' => (1, 2),
        '⅓' => (1, 3),
        '⅔' => (2, 3),
        '¼' => (1, 4),
        '¾' => (3, 4),
        '⅕' => (1, 5),
        '⅖' => (2, 5),
        '⅗' => (3, 5),
        '⅘' => (4, 5),
        '⅙' => (1, 6),
        '⅚' => (5, 6),
        '⅛' => (1, 8),
        '⅜' => (3, 8),
        '⅝' => (5, 8),
        '⅞' => (7, 8),
        _ => return None,
    };
    Some(Decimal::fraction(Decimal::integer(numerator), Decimal::integer(denominator)))
}

/// The amount in digits at `first`: separators, decimals, fraction and exponent; `None` for what only looks like one
/// (`1.2.3`, `5G`).
fn amount(cursor: Cursor, first: Token, mark: DecimalMark) -> Option<Numeral> {
    let (end, point) = separated(cursor, first.start, mark)?;
    let text = &cursor.text[first.start..end];
    let value = Decimal::from_digits(text, point);
    let form = if text.len() == first.len() && first.is_digits() { Form::Plain } else { Form::Written };
    let numeral = Numeral { start: first.start, end, value, form, magnitude: 0, ordinal: false };
    Some(exponent(cursor, numeral).or_else(|| mixed_fraction(cursor, numeral)).unwrap_or(numeral))
}

/// Groups of digits are followed no further: longer numbers do not fit anyway.
const GROUPS: usize = 16;

/// Where digits with separators that start at `start` end, and where in them the decimal mark is.
fn separated(cursor: Cursor, start: usize, mark: DecimalMark) -> Option<(usize, Option<usize>)> {
    let (thousands, point) = match mark {
        DecimalMark::Point => (b',', b'.'),
        DecimalMark::Comma => (b'.', b','),
    };
    let digits = |at: usize| {
        cursor.text.as_bytes()[at.min(cursor.text.len())..].iter().take_while(|byte| byte.is_ascii_digit()).count()
    };
    let lead = digits(start);
    let mut end = start + lead;
    let mut grouped = false;
    let separator = cursor.byte(end);
    if (1..=3).contains(&lead) && separator == thousands {
        // Groups of three; or, as in India, of two with three at the end.
        let (mut at, mut last, mut twos, mut threes) = (end, 0, 0usize, 0usize);
        while cursor.byte(at) == thousands && twos + threes < GROUPS {
            let width = digits(at + 1);
            match width {
                2 if threes == 0 && lead <= 2 => twos += 1,
                3 if last != 3 || twos == 0 => threes += 1,
                _ => break,
            }
            (at, last) = (at + 1 + width, width);
        }
        let broken = cursor.byte(at) == thousands && cursor.byte(at + 1).is_ascii_digit() && !(twos > 0 && threes == 1);
        if last == 3 && (twos == 0 || threes == 1) && !broken {
            (end, grouped) = (at, true);
        }
    } else if (1..=3).contains(&lead) {
        for _ in 0..GROUPS {
            let Some(at) = space_group(cursor, end) else { break };
            (end, grouped) = (at, true);
        }
    }
    let other = if mark == DecimalMark::Point { b',' } else { b'.' };
    let _ = other;
    // A decimal comma where nothing else can be meant: "5,00", "1.111,11".
    if mark == DecimalMark::Point && !grouped && (1..=3).contains(&lead) {
        let dotted = cursor.byte(end) == b'.'
            && digits(end + 1) == 3
            && cursor.byte(end + 4) == b','
            && (1..=2).contains(&digits(end + 5));
        let at = if dotted { end + 4 } else { end };
        if cursor.byte(at) == b',' && (if dotted { 1..=2 } else { 2..=2 }).contains(&digits(at + 1)) {
            let stop = at + 1 + digits(at + 1);
            if !(matches!(cursor.byte(stop), b',' | b'.') && cursor.byte(stop + 1).is_ascii_digit()) {
                return Some((stop, Some(at - start)));
            }
        }
    }
    if cursor.byte(end) == point && cursor.byte(end + 1).is_ascii_digit() {
        let mark_at = end - start;
        end += 1 + digits(end + 1);
        // 1.2.3 is a version, an address or a date.
        let more = cursor.byte(end) == point && cursor.byte(end + 1).is_ascii_digit();
        return if more { None } else { Some((end, Some(mark_at))) };
    }
    Some((end, None))
}

/// Where a group of three digits behind a thin, fixed or plain space ends.
fn space_group(cursor: Cursor, end: usize) -> Option<usize> {
    let next = cursor.token(end);
    let space = &cursor.text[end..next.start];
    let one_space = matches!(space, " " | "\u{a0}" | "\u{202f}" | "\u{2009}");
    (next.is_digits() && next.len() == 3 && one_space).then_some(next.end)
}

/// `e13`, `x10^6`, `×10⁶`, `^23` behind an amount.
fn exponent(cursor: Cursor, amount: Numeral) -> Option<Numeral> {
    let rest = &cursor.text[amount.end..];
    let short = |rest: &str| -> Option<(i32, usize)> {
        let bytes = rest.as_bytes();
        let signs = bytes.iter().take(2).take_while(|byte| matches!(byte, b'+' | b'-')).count();
        let negative = bytes[..signs].iter().filter(|&&byte| byte == b'-').count() % 2 == 1;
        let width = bytes[signs..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        let power: i32 = rest[signs..signs + width].parse().ok().filter(|_| width <= 3)?;
        Some((if negative { -power } else { power }, signs + width))
    };
    let finish = |value: Option<Decimal>, taken: usize| {
        let end = amount.end + taken;
        (!cursor.byte(end).is_ascii_alphanumeric()).then_some(Numeral { end, value, form: Form::Written, ..amount })
    };
    if let Some(power) = rest.strip_prefix('^') {
        let (power, taken) = short(power)?;
        return finish(amount.value.and_then(|value| value.powered(power)), taken + 1);
    }
    if let Some(power) = rest.strip_prefix(['e', 'E']) {
        let (power, taken) = short(power)?;
        return finish(amount.value.and_then(|value| value.shifted(power)), taken + 1);
    }
    let times = rest.trim_start_matches([' ', '\u{a0}']);
    let after = times.strip_prefix(['x', '×', '·'])?.trim_start_matches([' ', '\u{a0}']).strip_prefix("10")?;
    let (power, taken) = match after.strip_prefix('^') {
        Some(power) => {
            let (power, taken) = short(power)?;
            (power, taken + 1)
        }
        None => superscript(after)?,
    };
    let offset = rest.len() - after.len();
    if offset > 16 {
        return None;
    }
    finish(amount.value.and_then(|value| value.shifted(power)), offset + taken)
}

fn superscript(text: &str) -> Option<(i32, usize)> {
    let (sign, digits) = match text.strip_prefix('⁻') {
        Some(digits) => (-1, digits),
        None => (1, text),
    };
    let mut power = 0;
    let mut taken = text.len() - digits.len();
    for digit in digits.chars().take(3) {
        let Some(value) = "⁰¹²³⁴⁵⁶⁷⁸⁹".chars().position(|superscript| superscript == digit) else {
            break;
        };
        power = power * 10 + value as i32;
        taken += digit.len_utf8();
    }
    (taken > text.len() - digits.len()).then_some((sign * power, taken))
}

/// `5½`, `5 1/2`, `1/4`, `1 / 4`.
fn mixed_fraction(cursor: Cursor, amount: Numeral) -> Option<Numeral> {
    let next = cursor.token(amount.end);
    if !next.near() {
        return None;
    }
    if let Some(part) = vulgar_fraction(cursor.sign(next)) {
        let value = amount.value.zip(part).and_then(|(whole, part)| whole.plus(part));
        return Some(Numeral { end: next.end, value, form: Form::Fraction, ..amount });
    }
    if cursor.sign(next) == '/' {
        let below = cursor.after(next);
        let plain =
            amount.form == Form::Plain && below.is_digits() && below.glued() == next.glued() && below.gap != Gap::Break;
        if !plain || !fraction_end(cursor, below) {
            return None;
        }
        let denominator = Decimal::from_digits(cursor.slice(below), None)?;
        let value = Decimal::fraction(amount.value?, denominator)?;
        return Some(Numeral { end: below.end, value: Some(value), form: Form::Fraction, ..amount });
    }
    // "5 1/2", never "5 12/13".
    let slash = cursor.after(next);
    let below = cursor.after(slash);
    let looks = next.is_digits() && next.len() <= 2 && next.gap == Gap::Space && cursor.sign(slash) == '/';
    if looks
        && slash.glued()
        && below.glued()
        && below.is_digits()
        && below.len() <= 2
        && fraction_end(cursor, below)
        && amount.form == Form::Plain
    {
        let part = Decimal::fraction(
            Decimal::from_digits(cursor.slice(next), None)?,
            Decimal::from_digits(cursor.slice(below), None)?,
        )?;
        if part.is_less_than(Decimal::ONE) {
            let value = amount.value.and_then(|whole| whole.plus(part));
            return Some(Numeral { end: below.end, value, form: Form::Fraction, ..amount });
        }
    }
    None
}

fn fraction_end(cursor: Cursor, below: Token) -> bool {
    let next = cursor.byte(below.end);
    !(next.is_ascii_digit()
        || next == b'/'
        || (matches!(next, b'.' | b',') && cursor.byte(below.end + 1).is_ascii_digit()))
}

/// The magnitudes behind an amount: `1.4 billion`, `3.2k`, `2.3 lakh crore`, `3 hundred and 21`, `two dozen`.
fn with_magnitudes(cursor: Cursor, amount: Numeral, money: bool) -> Numeral {
    let mut next = cursor.token(amount.end);
    if cursor.sign(next) == '-' && next.glued() {
        next = cursor.after(next);
        if scale_word(&cursor.word(next)).is_none() {
            return amount;
        }
    }
    if !next.near() || !next.is_word() {
        return amount;
    }
    let word = cursor.word(next);
    if amount.form != Form::Words && (scale_word(&word).is_some() || matches!(&*word, "hundred" | "dozen")) {
        let counted = Numeral { end: next.start, ..amount };
        return match words(cursor, counted, next) {
            Some(numeral) if amount.value.is_some() => Numeral { form: Form::Written, ..numeral },
            Some(numeral) => Numeral { value: None, form: Form::Written, ..numeral },
            None => amount,
        };
    }
    let dozens = matches!(&*word, "dozens" | "dozs" | "doz" | "dzs" | "dz");
    if dozens && amount.form != Form::Words {
        let value = amount.value.and_then(|value| value.times(Decimal::integer(12)));
        return Numeral { end: next.end, value, form: Form::Written, ..amount };
    }
    if cursor.byte(next.end).is_ascii_digit() {
        return amount;
    }
    match magnitude_letters(cursor.slice(next), next.glued(), money) {
        Some(power) if amount.form != Form::Words => {
            let value = amount.value.and_then(|value| value.shifted(power));
            Numeral { end: next.end, value, form: Form::Written, magnitude: power, ..amount }
        }
        _ => amount,
    }
}

/// The ordinal ending glued to digits: where `21st` ends.
pub(super) fn ordinal_suffix(cursor: Cursor, digits: Token) -> Option<usize> {
    let suffix = cursor.after(digits);
    let fits = suffix.glued() && matches!(&*cursor.word(suffix), "st" | "nd" | "rd" | "th");
    (fits && !cursor.byte(suffix.end).is_ascii_digit()).then_some(suffix.end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (String, Option<String>) {
        let cursor = Cursor { text };
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
            assert_eq!(read(text), (span.to_owned(), Some(value.to_owned())), "{text}");
        }
    }
}
