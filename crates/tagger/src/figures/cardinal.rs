//! Counts: the numbers that have no other measure, and the digits that are no figures at all.
//!
//! Not figures: versions (`2.0.1`), product names (`GPT-4`, `A16z`, `5G`), telephone and other identifying numbers,
//! addresses (`42nd Street`, `PA 23456`), section numbers (`Section 3.2`), scores (`won 3–2`), and `one` by itself.

use super::amount::{Amount, Context};
use super::cursor::{Cursor, Gap, Token, is_dash};
use super::decimal::Decimal;
use super::identifier::{is_address, is_numbered, numbered_part};
use super::number::Form;

/// True if the bare number is a figure.
pub(super) fn accept(context: Context, amount: &Amount) -> bool {
    let cursor = context.cursor;
    let first = cursor.token(amount.start);
    let before = cursor.before(amount.start);
    let next = cursor.token(amount.end);
    if amount.form == Form::Words {
        let text = &cursor.text[amount.start..amount.end];
        if named_word(cursor, first, before) {
            return false;
        }
        return !text.eq_ignore_ascii_case("one")
            && !text.eq_ignore_ascii_case("a")
            && !glued_to_a_word(cursor, amount, before);
    }
    if next.glued() && (next.is_word() || matches!(cursor.sign(next), '_' | '@' | '#')) {
        return false;
    }
    if cursor.byte(amount.end) == b'-' && amount.form == Form::Plain {
        // "3-D", "401-k"
        let tail = cursor.after(next);
        if tail.glued()
            && tail.is_word()
            && cursor.slice(tail).bytes().next().is_some_and(|byte| byte.is_ascii_uppercase())
        {
            return false;
        }
    }
    // "0417" is a code.
    if amount.form == Form::Plain && first.len() > 1 && cursor.byte(first.start) == b'0' {
        return false;
    }
    // "24/7" and "120/80" are no parts of a whole.
    let slashed =
        amount.form == Form::Fraction && cursor.text[amount.start..amount.end].contains('/') && first.is_digits();
    if slashed
        && !cursor.text[amount.start..amount.end].contains(' ')
        && !amount.value.is_some_and(|value| value.is_less_than(Decimal::ONE))
    {
        return false;
    }
    if first.is_digits() && glued_to_a_word(cursor, amount, before) {
        return false;
    }
    if amount.form == Form::Plain
        && (is_numbered(cursor, before)
            || is_score(cursor, amount, next, before)
            || is_clock_like(cursor, next, before))
    {
        return false;
    }
    if before.gap == Gap::Space && is_camel_case(cursor.slice(before)) && before.is_word() {
        return false;
    }
    if amount.form == Form::Plain && ends_a_name(cursor, before, next) {
        return false;
    }
    if amount.form == Form::Written && numbered_part(cursor, amount, before) {
        return false;
    }
    if amount.form == Form::Plain && next.near() && is_address(cursor, amount, before, next) {
        return false;
    }
    true
}

/// Letters, a hyphen or an underscore right before: the end of a name such as `GPT-4`.
pub(super) fn glued_to_a_word(cursor: Cursor, amount: &Amount, before: Token) -> bool {
    if before.gap != Gap::None {
        return false;
    }
    match cursor.sign(before) {
        '_' | '@' | '/' | '\\' | '=' | '&' | '#' => true,
        '.' | ':' => {
            cursor.byte_before(before.start).is_ascii_alphanumeric() && amount.form != Form::Words && before.start > 0
        }
        sign if is_dash(sign) && sign != '—' && sign != '–' => {
            let word = cursor.before(before.start);
            word.gap == Gap::None
                && (word.is_word() || word.is_digits())
                && !matches!(
                    &*cursor.word(word),
                    "mid" | "pre" | "post" | "sub" | "all" | "non" | "under" | "over" | "to" | "and" | "or"
                )
        }
        _ => before.is_word() || before.is_digits(),
    }
}

/// `Pier Nine`: a number word with a capital behind another word with one.
fn named_word(cursor: Cursor, first: Token, before: Token) -> bool {
    let capital = |token: Token| token.is_word() && cursor.byte(token.start).is_ascii_uppercase();
    capital(first)
        && capital(before)
        && before.gap == Gap::Space
        && cursor.slice(before).bytes().any(|byte| byte.is_ascii_lowercase())
}

/// `the Tern 40, …`: a bare number behind a name, with nothing behind it that it could count.
fn ends_a_name(cursor: Cursor, before: Token, next: Token) -> bool {
    let name = before.is_word() && before.gap == Gap::Space && cursor.byte(before.start).is_ascii_uppercase();
    let earlier = cursor.before(before.start);
    let inside_sentence = earlier.gap == Gap::Space && (earlier.is_word() || matches!(cursor.sign(earlier), ','));
    let counts_nothing = !(next.near() && (next.is_word() || next.is_digits()))
        || matches!(
            &*cursor.word(next),
            "is" | "was"
                | "has"
                | "had"
                | "will"
                | "can"
                | "and"
                | "or"
                | "in"
                | "at"
                | "on"
                | "for"
                | "with"
                | "by"
                | "to"
                | "as"
                | "which"
                | "that"
        );
    let function_word = matches!(
        &*cursor.word(before),
        "the"
            | "in"
            | "of"
            | "at"
            | "to"
            | "only"
            | "about"
            | "over"
            | "and"
            | "or"
            | "by"
            | "for"
            | "from"
            | "with"
            | "is"
            | "was"
    );
    name && inside_sentence && counts_nothing && !function_word && super::date::month(&cursor.word(before)).is_none()
}

/// `iPhone`, `PlayStation`: a capital behind a small letter makes it a product's name.
fn is_camel_case(word: &str) -> bool {
    word.as_bytes().windows(2).any(|pair| pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase())
        && !word.starts_with("Mc")
        && !word.starts_with("Mac")
}

/// `won 3-2`, `a 2–1 defeat`.
fn is_score(cursor: Cursor, amount: &Amount, next: Token, before: Token) -> bool {
    let joined = |dash: Token, number: Token| {
        is_dash(cursor.sign(dash)) && dash.glued() && number.glued() && number.is_digits() && number.len() <= 3
    };
    if joined(next, cursor.after(next)) && amount.end - amount.start <= 3 {
        return true;
    }
    let other = cursor.before(before.start);
    is_dash(cursor.sign(before)) && before.gap == Gap::None && other.gap == Gap::None && other.is_digits()
}

/// `4:3`, `1:1`.
fn is_clock_like(cursor: Cursor, next: Token, before: Token) -> bool {
    let after = cursor.after(next);
    (cursor.sign(next) == ':' && next.glued() && after.glued() && after.is_digits())
        || (cursor.sign(before) == ':' && before.gap == Gap::None && cursor.byte_before(before.start).is_ascii_digit())
}

/// `a few hundred`, `several thousand`: a number of hundreds that is not said.
pub(super) fn vague_magnitude(cursor: Cursor, first: Token) -> Option<usize> {
    let few = if &*cursor.word(first) == "a" { cursor.after(first) } else { first };
    let unit = cursor.after(few);
    let vague = matches!(&*cursor.word(few), "few" | "several") && unit.gap == Gap::Space;
    (vague && matches!(&*cursor.word(unit), "hundred" | "thousand" | "million" | "billion" | "dozen"))
        .then_some(unit.end)
}

/// `dozens of`, `hundreds of thousands`, `tens of millions`: a count without a number.
pub(super) fn vague(cursor: Cursor, first: Token) -> Option<usize> {
    let plural = |word: &str| {
        matches!(word, "dozens" | "hundreds" | "thousands" | "millions" | "billions" | "trillions" | "scores" | "tens")
    };
    let word = cursor.word(first);
    if !plural(&word) {
        return None;
    }
    let mut end = first.end;
    let mut token = cursor.after(first);
    for _ in 0..2 {
        if token.near() && &*cursor.word(token) == "of" {
            let next = cursor.after(token);
            if next.near() && plural(&cursor.word(next)) && &*cursor.word(next) != "scores" {
                end = next.end;
                token = cursor.after(next);
                continue;
            }
        }
        break;
    }
    // "tens" and "scores" alone are other words.
    let alone = end == first.end && matches!(&*word, "tens" | "scores");
    (!alone).then_some(end)
}
