//! Fractions and ratios: `two-thirds`, `and a half`, `half a million`, `one in five`, `½`.

use super::cursor::{Cursor, Token, is_dash};
use super::decimal::Decimal;
use super::digits::{amount, with_magnitudes};
use super::number::{DecimalMark, Form, Numeral};
use super::number_words::{Part, cardinal_word, compound_ordinal, ordinal_word, scale_word, words};

/// What a fraction is counted in: `thirds`, `quarters`, `half`.
fn denominator_word(word: &str) -> Option<Part> {
    match word {
        "half" | "halves" => Some(Part::Small(2)),
        "quarter" | "quarters" => Some(Part::Small(4)),
        "second" | "seconds" | "first" | "firsts" => None,
        _ => ordinal_word(word.strip_suffix('s').unwrap_or(word)),
    }
}

/// `a third of the vote` is a fraction, `a third man` is not; so is a fraction that ends the clause.
pub(super) fn fraction_of(cursor: Cursor, start: usize, denominator: Token) -> Option<Numeral> {
    let value = denominator_word(&cursor.word(denominator))?.value()?;
    let next = cursor.after(denominator);
    let counted = next.near() && (next.is_word() || next.is_digits()) || cursor.byte(denominator.end) == b'-';
    if counted
        && !matches!(
            &*cursor.word(next),
            "of" | "more"
                | "less"
                | "as"
                | "in"
                | "from"
                | "and"
                | "lower"
                | "higher"
                | "larger"
                | "smaller"
                | "fewer"
                | "cheaper"
                | "faster"
                | "bigger"
        )
    {
        return None;
    }
    let value = Decimal::fraction(Decimal::ONE, value);
    Some(Numeral { start, end: denominator.end, value, form: Form::Fraction, magnitude: 0, ordinal: false })
}

/// `half of`, `half the`, `more than half`: not the half of a match.
pub(super) fn half_of(cursor: Cursor, first: Token) -> Option<Numeral> {
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
    let counted = counted
        || next.near() && (super::units::of_name(&cursor.word(next)).is_some() || &*cursor.word(next) == "hour");
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
pub(super) fn part_of_magnitude(cursor: Cursor, part: Token, start: usize) -> Option<Numeral> {
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

/// `and a half [million]`, `and three quarters [million]`, behind a number with the sum so far.
pub(super) fn and_fraction(
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
                if is_dash(cursor.sign(token)) {
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

/// What an ordinal word behind a number makes of it: `twenty-first` an ordinal, `two thirds` a fraction.
pub(super) fn counted_parts(cursor: Cursor, number: Numeral, last: Option<Part>) -> Numeral {
    let mut token = cursor.token(number.end);
    let dash = is_dash(cursor.sign(token));
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
    let lower = matches!(
        (ordinal, last),
        (Some(Part::Small(_)), Some(Part::Tens(_) | Part::Hundred | Part::Scale(_)))
            | (Some(Part::Teen(_) | Part::Tens(_)), Some(Part::Hundred | Part::Scale(_)))
    );
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

/// `one in five`, `two out of three`, `1 over three`: a ratio of two numbers, the first the smaller.
pub(super) fn ratio(cursor: Cursor, first: Numeral) -> Numeral {
    let token = cursor.token(first.end);
    if !token.near() || !token.is_word() || first.ordinal || first.form == Form::Fraction {
        return first;
    }
    // "No. 1 in 38 territories"
    if super::ordinal::rank_before(cursor, first.start).is_some() {
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

pub(super) fn vulgar_fraction(sign: char) -> Option<Option<Decimal>> {
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
