//! Numbers in digits: separators, decimals, exponents, fractions, and the magnitudes behind them.

use super::cursor::{Cursor, Gap, Token};
use super::decimal::Decimal;
use super::fraction::{and_fraction, vulgar_fraction};
use super::number::{DecimalMark, Form, Numeral};
use super::number_words::{scale_word, words};

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

/// The amount in digits at `first`: separators, decimals, fraction and exponent; `None` for what only looks like one
/// (`1.2.3`, `5G`).
pub(super) fn amount(cursor: Cursor, first: Token, mark: DecimalMark) -> Option<Numeral> {
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
    // Where commas are decimal marks, ".5" begins with no digit.
    (end > start).then_some((end, None))
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

/// `3 and a half [million]`, `5 and three quarters`; not `3 and a half of them`.
fn and_half(cursor: Cursor, amount: Numeral, next: Token) -> Option<Numeral> {
    let whole =
        amount.value.filter(|whole| amount.form == Form::Plain && whole.is_less_than(Decimal::integer(1000)))?;
    let phrases = ["a half", "half", "a quarter", "three quarters", "three-quarters"];
    if !next.near() || !phrases.iter().any(|phrase| cursor.phrase(next.start, phrase).is_some()) {
        return None;
    }
    let (end, value, magnitude) = and_fraction(cursor, next, Decimal::integer(0), Some(whole), 0)?;
    let behind = cursor.token(end);
    let shared = behind.near() && matches!(&*cursor.word(behind), "of" | "the" | "a" | "an" | "its" | "their");
    (!shared).then_some(Numeral { end, value, form: Form::Words, magnitude, ..amount })
}

/// The magnitudes behind an amount: `1.4 billion`, `3.2k`, `2.3 lakh crore`, `3 hundred and 21`, `two dozen`.
pub(super) fn with_magnitudes(cursor: Cursor, amount: Numeral, money: bool) -> Numeral {
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
    if &*word == "and" && !next.glued() {
        return and_half(cursor, amount, cursor.after(next)).unwrap_or(amount);
    }
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
