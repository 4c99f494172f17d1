//! Numbers in words, and in digits with magnitude words: each part of a lower place than the one before it.

use super::cursor::{Cursor, Token, is_dash};
use super::decimal::Decimal;
use super::fraction::{and_fraction, counted_parts};
use super::number::{Form, Numeral};

/// A word's place in a number.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Part {
    Small(i128),
    Teen(i128),
    Tens(i128),
    Hundred,
    Scale(i32),
    Dozen,
}

pub(super) fn cardinal_word(word: &str) -> Option<Part> {
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

pub(super) fn scale_word(word: &str) -> Option<i32> {
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

pub(super) fn ordinal_word(word: &str) -> Option<Part> {
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

impl Part {
    pub(super) fn value(self) -> Option<Decimal> {
        match self {
            Part::Small(value) | Part::Teen(value) | Part::Tens(value) => Some(Decimal::integer(value)),
            Part::Hundred => Some(Decimal::integer(100)),
            Part::Dozen => Some(Decimal::integer(12)),
            Part::Scale(power) => Decimal::ONE.shifted(power),
        }
    }
}

/// The number in words (or digits with a magnitude) of which `numeral` is what has been read and `next` comes next.
pub(super) fn words(cursor: Cursor, numeral: Numeral, first: Token) -> Option<Numeral> {
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
        let hyphen = is_dash(cursor.sign(token)) && last.is_some();
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
                match counted.and_then(|counted| total.plus(counted)) {
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
    last?;
    Some(decimals_in_words(cursor, read).unwrap_or_else(|| counted_parts(cursor, read, last)))
}

fn plain_end(cursor: Cursor, digits: Token) -> bool {
    let next = cursor.byte(digits.end);
    let goes_on = matches!(next, b'.' | b',' | b'-') && cursor.byte(digits.end + 1).is_ascii_digit();
    !(goes_on || next.is_ascii_alphanumeric() || next >= 0x80 || matches!(next, b'%' | b'/' | b':'))
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

/// `twenty-first`: where it ends and its value.
pub(super) fn compound_ordinal(cursor: Cursor, tens: Token) -> Option<(usize, Decimal)> {
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
