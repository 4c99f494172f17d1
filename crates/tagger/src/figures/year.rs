//! Years: behind a date, by themselves, in two digits, in words.
//!
//! Four digits are a year unless the words around them count something with them: "2000 people".

use super::amount::Context;
use super::cursor::{Cursor, Gap, Token};
use super::moment::Moment;
use super::number::{DecimalMark, Form, numeral};

/// A year behind a date: `, 2022`, ` of 2022`, ` '87`, ` nineteen ninety-three`.
pub(super) fn year_behind(context: Context, end: usize, day_known: bool) -> Option<(usize, i32)> {
    let cursor = context.cursor;
    let mut token = cursor.token(end);
    let mut of = false;
    if cursor.sign(token) == ',' {
        token = cursor.after(token);
    }
    if matches!(cursor.sign(token), '/' | '-')
        && token.glued()
        && cursor.after(token).is_digits()
        && cursor.after(token).len() == 4
    {
        token = cursor.after(token);
    }
    if matches!(&*cursor.word(token), "of" | "in") && token.near() {
        of = true;
        token = cursor.after(token);
        if &*cursor.word(token) == "the" {
            token = cursor.after(token);
        }
        if &*cursor.word(token) == "year" {
            token = cursor.after(token);
        }
    }
    if !token.near() {
        return None;
    }
    if matches!(cursor.sign(token), '\'' | '’' | '‘') {
        let digits = cursor.after(token);
        return (digits.glued() && digits.len() == 2 && digits.is_digits())
            .then(|| Some((digits.end, century(cursor.slice(digits).parse().ok()?))))
            .flatten();
    }
    if let Some((stop, year)) = year(cursor, token) {
        return Some((stop, year));
    }
    if token.is_digits()
        && token.len() == 2
        && (of && !cursor.byte(token.end).is_ascii_alphanumeric()
            || day_known && ordinal_day_before(cursor, end) && ends(cursor, token))
    {
        return Some((token.end, century(cursor.slice(token).parse().ok()?)));
    }
    year_in_words(cursor, token)
}

fn ordinal_day_before(cursor: Cursor, end: usize) -> bool {
    let before = cursor.before(end);
    before.is_word() && before.len() > 2
}

fn ends(cursor: Cursor, token: Token) -> bool {
    let next = cursor.after(token);
    !matches!(cursor.sign(next), ':' | '.' | '%' | '/') && !matches!(&*cursor.word(next), "am" | "pm" | "percent")
}

/// Years of two digits: 50 to 99 in the twentieth century, the others in this one.
pub(super) fn century(two_digits: i32) -> i32 {
    two_digits + if two_digits >= 50 { 1900 } else { 2000 }
}

/// Four digits that are a year.
pub(super) fn year(cursor: Cursor, token: Token) -> Option<(usize, i32)> {
    if !token.is_digits() || token.len() != 4 {
        return None;
    }
    let year: i32 = cursor.slice(token).parse().ok().filter(|year| (1000..3000).contains(year))?;
    let next = cursor.byte(token.end);
    let goes_on = next.is_ascii_alphanumeric()
        || matches!(next, b'.' | b',' | b':') && cursor.byte(token.end + 1).is_ascii_digit()
        || next == b'%';
    (!goes_on).then_some((token.end, year))
}

/// `nineteen ninety-three`, `two thousand and fifteen`, `nineteen hundred ninety three`.
fn year_in_words(cursor: Cursor, token: Token) -> Option<(usize, i32)> {
    if !token.is_word() || matches!(&*cursor.word(token), "a" | "an" | "half") {
        return None;
    }
    let first = numeral(cursor, token, DecimalMark::Point, false)
        .filter(|first| first.form == Form::Words && !first.ordinal)?;
    let value = first.value?.small()? as i32;
    if (1000..3000).contains(&value) {
        return Some((first.end, value));
    }
    let next = cursor.token(first.end);
    let second = numeral(cursor, next, DecimalMark::Point, false)
        .filter(|second| second.form == Form::Words && !second.ordinal && next.near())?;
    let tail = second.value?.small()? as i32;
    ((10..=20).contains(&value) && (10..100).contains(&tail)).then(|| (second.end, value * 100 + tail))
}

/// Four digits by themselves: a year where the words around them allow it.
pub(super) fn bare_year(context: Context, first: Token) -> Option<(usize, Moment)> {
    let cursor = context.cursor;
    let (end, year) = year(cursor, first)?;
    let before = cursor.before(first.start);
    let before_byte = cursor.byte_before(first.start);
    if before.gap == Gap::None
        && !matches!(
            cursor.sign(before),
            '(' | '[' | '“' | '"' | '‘' | '\'' | '–' | '—' | '-' | '~' | '=' | '<' | '>' | '\0'
        )
        || before_byte.is_ascii_alphanumeric()
    {
        return None;
    }
    let continues = context.floor == first.start;
    if before_byte == b'-'
        && !continues
        && cursor.byte_before(first.start - 1).is_ascii_alphanumeric()
        && !matches!(&*cursor.word(cursor.before(first.start - 1)), "mid" | "pre" | "post" | "early" | "late")
    {
        return None;
    }
    let next = cursor.token(end);
    // "2015-1-32" is no date, and its parts are none.
    if cursor.sign(next) == '-' && next.glued() && cursor.after(next).is_digits() {
        let tail = cursor.after(next);
        if cursor.byte(tail.end) == b'-'
            || tail.len() == 2
                && !cursor.slice(tail).parse().is_ok_and(|tail: i32| (1..=12).contains(&(tail - year % 100)))
        {
            return None;
        }
    }
    let word = cursor.word(next);
    let led = matches!(
        &*cursor.word(before),
        "in" | "since"
            | "by"
            | "until"
            | "till"
            | "from"
            | "of"
            | "year"
            | "before"
            | "after"
            | "during"
            | "through"
            | "between"
            | "circa"
            | "late"
            | "early"
            | "mid"
            | "and"
            | "to"
            | "or"
            | "for"
            | "fiscal"
            | "the"
            | "around"
            | "about"
    );
    let strictly = matches!(
        &*cursor.word(before),
        "in" | "since"
            | "until"
            | "till"
            | "year"
            | "before"
            | "after"
            | "during"
            | "circa"
            | "late"
            | "early"
            | "mid"
            | "fiscal"
    );
    let moment = Moment { year: Some(year), ..Moment::default() };
    // "2000 people", "1200 workers": a count of what follows.
    let small = next.gap == Gap::Space && next.is_word() && cursor.byte(next.start).is_ascii_lowercase();
    let function_word = matches!(
        &*word,
        "was"
            | "is"
            | "has"
            | "as"
            | "its"
            | "his"
            | "this"
            | "us"
            | "and"
            | "or"
            | "to"
            | "in"
            | "on"
            | "at"
            | "by"
            | "for"
            | "with"
            | "when"
            | "after"
            | "before"
            | "but"
            | "than"
            | "that"
            | "the"
            | "a"
            | "an"
            | "because"
            | "while"
            | "were"
            | "where"
            | "which"
            | "who"
            | "from"
            | "until"
            | "through"
            | "under"
            | "against"
            | "does"
            | "sales"
            | "results"
            | "earnings"
            | "elections"
            | "olympics"
            | "games"
            | "profits"
            | "revenues"
    );
    let counted = small
        && !function_word
        && (word.ends_with('s') && word.len() > 3
            || matches!(
                &*word,
                "people"
                    | "men"
                    | "women"
                    | "children"
                    | "percent"
                    | "per"
                    | "million"
                    | "billion"
                    | "or"
                    | "miles"
                    | "feet"
            ));
    let approximately = matches!(&*cursor.word(before), "about" | "around" | "of" | "to" | "over" | "than");
    if counted && !strictly {
        return None;
    }
    let plausible = (1900..2100).contains(&year);
    let units = next.near() && (super::quantity::follows(cursor, end) || super::percent::behind(cursor, end).is_some());
    if units && !strictly
        || matches!(cursor.sign(next), '%' | '°')
        || next.near() && matches!(cursor.sign(next), '€' | '£') && cursor.after(next).gap != Gap::None
    {
        return None;
    }
    if plausible {
        return (!(approximately && year % 100 == 0 && counted)).then_some((end, moment));
    }
    // Earlier and later years, written without a separator, where no noun that could be counted follows.
    let named = small && !function_word;
    let bracket = matches!(cursor.sign(before), '(' | '–' | '-') && before.gap == Gap::None;
    let wanted = led || bracket || continues;
    (wanted && !counted && (1000..2200).contains(&year) && (strictly || !named)).then_some((end, moment))
}

/// `two thousand and twenty`, `nineteen ninety-three` behind `in` and the like.
pub(super) fn spoken_year(context: Context, first: Token) -> Option<(usize, Moment)> {
    let cursor = context.cursor;
    let before = cursor.before(first.start);
    if !matches!(&*cursor.word(before), "in" | "since" | "until" | "before" | "after" | "by" | "year") {
        return None;
    }
    let (end, year) = year_in_words(cursor, first).filter(|(_, year)| (1500..2100).contains(year))?;
    let next = cursor.token(end);
    let counted = next.gap == Gap::Space && next.is_word() && cursor.word(next).ends_with('s');
    (!counted).then_some((end, Moment { year: Some(year), ..Moment::default() }))
}
