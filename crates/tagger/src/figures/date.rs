//! Calendar dates: day, month and year in words and in digits.
//!
//! ```text
//! date   := month [the] day [,] [year] | day [of] month [,] [year] | month [,] year | weekday [the day] | year
//! digits := 2020-07-01 | 2020/7/1 | 20200701 | 7/1/2020 | 1.7.2020 | 2015-12 | 12-2015 | 22/04
//! year   := 2020 | '87 | nineteen ninety-three | two thousand and five
//! ```
//! `May`, `March` and the short names are months only beside a day or year or behind a word such as `in`.

use super::amount::Context;

use super::cursor::{Cursor, Gap, Token, is_dash};

use super::moment::Moment;
use super::year::{bare_year, year, year_behind};

use super::date_digits::in_digits;
use super::number::{DecimalMark, Form, numeral, ordinal_suffix};

pub(super) fn month(word: &str) -> Option<u8> {
    Some(match word {
        "january" | "jan" => 1,
        "february" | "feb" | "febr" => 2,
        "march" | "mar" => 3,
        "april" | "apr" => 4,
        "may" => 5,
        "june" | "jun" => 6,
        "july" | "jul" => 7,
        "august" | "aug" => 8,
        "september" | "sept" | "sep" => 9,
        "october" | "oct" => 10,
        "november" | "nov" => 11,
        "december" | "dec" => 12,
        _ => return None,
    })
}

pub(super) fn weekday(word: &str) -> Option<u8> {
    Some(match word {
        "monday" | "mon" => 1,
        "tuesday" | "tue" | "tues" => 2,
        "wednesday" | "wed" | "weds" => 3,
        "thursday" | "thu" | "thur" | "thurs" => 4,
        "friday" | "fri" => 5,
        "saturday" | "sat" => 6,
        "sunday" | "sun" => 7,
        _ => return None,
    })
}

/// The date in digits, or with its day first, at digits.
pub(super) fn dated(context: Context, first: Token) -> Option<(usize, Moment)> {
    in_digits(context, first).or_else(|| day_first(context, first))
}

/// The date that starts with `first`.
pub(super) fn read(context: Context, first: Token) -> Option<(usize, Moment)> {
    let cursor = context.cursor;
    if first.is_digits() {
        return in_digits(context, first).or_else(|| day_first(context, first)).or_else(|| bare_year(context, first));
    }
    let word = cursor.word(first);
    if let Some(number) = month(&word) {
        return month_first(context, first, number);
    }
    if let Some(day) = weekday(&word) {
        return weekday_first(context, first, day);
    }
    day_first(context, first)
}

/// `May 4, 2022`, `May 2022`, `Dec/2018`, `May`.
fn month_first(context: Context, first: Token, month: u8) -> Option<(usize, Moment)> {
    let cursor = context.cursor;
    if matches!(cursor.byte_before(first.start), b'$' | b'#' | b'@') {
        return None;
    }
    let mut moment = Moment { month: Some(month), ..Moment::default() };
    let mut end = first.end;
    let mut next = cursor.after(first);
    let word = cursor.word(first);
    if cursor.sign(next) == '.' && next.glued() && word.len() <= 4 && month != 5 {
        end = next.end;
        next = cursor.after(next);
    }
    // "May/22", "Dec-2018"
    let mut joined = next;
    if matches!(cursor.sign(next), '/' | '-') && next.glued() {
        joined = cursor.after(next);
    }
    let spaced_the = &*cursor.word(joined) == "the";
    let candidate = if spaced_the || cursor.sign(joined) == ',' { cursor.after(joined) } else { joined };
    let comma = cursor.sign(joined) == ',';
    if candidate.near()
        && let Some((day_end, day)) = day(cursor, candidate)
        && (!comma || ordinal_suffix(cursor, candidate.end).is_some())
        && !counts_something(cursor, day_end)
    {
        moment.day = Some(day);
        end = day_end;
        if let Some(stop) = cursor.phrase(end, "day") {
            end = stop;
        }
        // "May/22(Tue)"
        let open = cursor.token(end);
        if cursor.sign(open) == '(' && weekday(&cursor.word(cursor.after(open))).is_some() {
            let close = cursor.after(cursor.after(open));
            if cursor.sign(close) == ')' {
                end = close.end;
            }
        }
        if let Some((stop, year)) = year_behind(context, end, true) {
            moment.year = Some(year);
            end = stop;
        }
        return Some((end, moment));
    }
    if joined.near()
        && let Some((stop, year)) =
            year_behind(context, if joined.start == next.start { end } else { joined.start }, false)
    {
        moment.year = Some(year);
        return Some((stop, moment));
    }
    stands_alone(context, first, &word)
        .then_some((first.end.max(if end > first.end && next.near() { end } else { first.end }), moment))
}

/// A month's name without day or year is one unless it may be another word.
fn stands_alone(context: Context, first: Token, word: &str) -> bool {
    let cursor = context.cursor;
    let full = !matches!(word, "may" | "march") && word.len() > 4 || matches!(word, "june" | "july");
    let capital = cursor.byte(first.start).is_ascii_uppercase();
    let next = cursor.after(first);
    if cursor.sign(next) == '\'' || cursor.sign(next) == '’' && !full {
        return false;
    }
    if full {
        // "June Smith" and "April said" are persons more often than not.
        return true;
    }
    let before = cursor.before(first.start);
    let led = matches!(
        &*cursor.word(before),
        "in" | "since"
            | "by"
            | "until"
            | "till"
            | "last"
            | "next"
            | "this"
            | "early"
            | "mid"
            | "late"
            | "from"
            | "through"
            | "between"
            | "during"
            | "before"
            | "after"
            | "of"
            | "to"
            | "and"
            | "every"
            | "each"
    ) || is_dash(cursor.sign(before)) && before.gap == Gap::None;
    let linked = is_dash(cursor.sign(next))
        && month(&cursor.word(cursor.after(next))).is_some_and(|other| Some(other) != month(word));
    match word {
        "may" | "march" | "mar" => (led && capital) || linked,
        _ => led || linked,
    }
}

/// What follows a day would make it a count: "May 5 people", "March 20 percent", "December 3:30".
fn counts_something(cursor: Cursor, end: usize) -> bool {
    let next = cursor.token(end);
    match cursor.sign(next) {
        '%' | '$' => true,
        ':' => next.glued() && cursor.byte(next.end).is_ascii_digit(),
        _ => {
            matches!(&*cursor.word(next), "percent" | "million" | "billion" | "people" | "thousand" | "percentage")
                && next.near()
        }
    }
}

/// A day of the month in digits or words: `4`, `4th`, `twenty-first`.
pub(super) fn day(cursor: Cursor, token: Token) -> Option<(usize, u8)> {
    if token.is_digits() {
        if token.len() > 2 {
            return None;
        }
        let day: u8 = cursor.slice(token).parse().ok().filter(|day| (1..=31).contains(day))?;
        if let Some(end) = ordinal_suffix(cursor, token.end) {
            return Some((end, day));
        }
        let next = cursor.byte(token.end);
        let number_goes_on = next.is_ascii_alphanumeric() && !cursor.text[token.end..].starts_with("to")
            || matches!(next, b'.' | b',' | b'/') && cursor.byte(token.end + 1).is_ascii_digit();
        return (!number_goes_on).then_some((token.end, day));
    }
    if !token.is_word() {
        return None;
    }
    let number = numeral(cursor, token, DecimalMark::Point, false).filter(|number| number.form == Form::Words)?;
    let article = matches!(&*cursor.word(token), "a" | "an" | "half" | "quarter");
    let day = number.value?.small().filter(|day| (1..=31).contains(day) && !article)?;
    Some((number.end, day as u8))
}

/// `4 May 2022`, `4th of May`, `the 18th day of June`, `fifteen August`.
fn day_first(context: Context, first: Token) -> Option<(usize, Moment)> {
    let cursor = context.cursor;
    let (mut end, day) = day(cursor, first)?;
    let mut token = cursor.token(end);
    if matches!(cursor.sign(token), '-' | '/') && token.glued() {
        token = cursor.after(token);
        // "23-2020-September"
        if let Some((stop, year)) = year(cursor, token) {
            let name = cursor.after(cursor.token(stop));
            let number = month(&cursor.word(name)).filter(|_| matches!(cursor.byte(stop), b'-' | b'/'))?;
            return Some((
                name.end,
                Moment { year: Some(year), month: Some(number), day: Some(day), ..Moment::default() },
            ));
        }
    }
    let spelled = cursor.text[first.start..end].ends_with("th") || cursor.text[first.start..end].ends_with(['t', 'd']);
    let ordinal = ordinal_suffix(cursor, first.end).is_some() || first.is_word() && spelled;
    if &*cursor.word(token) == "day" && ordinal {
        token = cursor.after(token);
    }
    if &*cursor.word(token) == "of" {
        token = cursor.after(token);
    }
    if !token.near() {
        return None;
    }
    let name = cursor.word(token);
    let month = month(&name)?;
    // "in 5 may be": the verb.
    if &*name == "may"
        && cursor.byte(token.start) == b'm'
        && !ordinal
        && year_behind(context, token.end, true).is_none()
    {
        return None;
    }
    if matches!(&*name, "march" | "mar" | "may") && cursor.byte(token.start) == b'm' && first.is_word() && !ordinal {
        return None;
    }
    end = token.end;
    let mut moment = Moment { month: Some(month), day: Some(day), ..Moment::default() };
    let dot = cursor.after(token);
    let past =
        if cursor.sign(dot) == '.' && dot.glued() && name.len() <= 4 && year_behind(context, dot.end, true).is_some() {
            dot.end
        } else {
            end
        };
    if let Some((stop, year)) = year_behind(context, past, true) {
        moment.year = Some(year);
        end = stop;
    }
    Some((end, moment))
}

/// `Friday`, `Mon 13th`, `friday the 26th`; short names need company.
fn weekday_first(context: Context, first: Token, weekday: u8) -> Option<(usize, Moment)> {
    let cursor = context.cursor;
    let word = cursor.word(first);
    let mut moment = Moment { weekday: Some(weekday), ..Moment::default() };
    let mut end = first.end;
    let mut next = cursor.after(first);
    if cursor.sign(next) == '.' && next.glued() && word.len() <= 4 {
        let behind = cursor.after(next);
        if behind.near() && (behind.is_digits() || month(&cursor.word(behind)).is_some()) {
            end = next.end;
            next = behind;
        }
    }
    let short = word.len() <= 5 && !word.ends_with("day");
    if short {
        let before = cursor.before(first.start);
        let led = matches!(
            &*cursor.word(before),
            "on" | "next" | "last" | "this" | "every" | "each" | "week" | "or" | "from" | "to" | "by" | "until" | "and"
        );
        let company = next.is_digits() && next.near()
            || matches!(cursor.sign(next), ',')
                && (month(&cursor.word(cursor.after(next))).is_some() || cursor.after(next).is_digits())
            || month(&cursor.word(next)).is_some()
            || matches!(&*cursor.word(next), "the" | "morning" | "afternoon" | "evening" | "night");
        let capital = cursor.byte(first.start).is_ascii_uppercase();
        if !(led && (capital || word.len() > 3)
            || company && (capital || !matches!(&*word, "sun" | "sat" | "wed" | "mon")))
        {
            return None;
        }
    }
    let the = &*cursor.word(next) == "the";
    let candidate = if the { cursor.after(next) } else { next };
    if candidate.near()
        && candidate.gap == Gap::Space
        && candidate.is_digits()
        && (the || !matches!(cursor.byte(candidate.end), b':' | b'.' | b'/' | b'-'))
        && let Some((stop, day)) = day(cursor, candidate)
        && (the || ordinal_suffix(cursor, candidate.end).is_some() || bare_day(cursor, stop))
        && month(&cursor.word(cursor.token(stop))).is_none()
        && &*cursor.word(cursor.token(stop)) != "of"
    {
        moment.day = Some(day);
        end = stop;
        // With a reference date the day is known; without, the weekday says as much as the day.
        if let Some(reference) = context.reference() {
            let then = super::calendar::Reference::new(reference.year, reference.month, day);
            if then.day == day && then.weekday() == weekday {
                return Some((end, Moment::of_day(then)));
            }
        }
        moment.day = None;
    } else if the
        && candidate.is_word()
        && let Some((stop, day)) = day(cursor, candidate)
        && month(&cursor.word(cursor.token(stop))).is_none()
    {
        end = stop;
        if let Some(reference) = context.reference() {
            let then = super::calendar::Reference::new(reference.year, reference.month, day);
            if then.weekday() == weekday {
                return Some((end, Moment::of_day(then)));
            }
        }
    }
    Some((end, moment))
}

/// A bare number behind a weekday is a day at the end of a clause.
fn bare_day(cursor: Cursor, end: usize) -> bool {
    let next = cursor.token(end);
    !(next.near() && (next.is_word() || next.is_digits() || matches!(cursor.sign(next), '%' | '-' | '–')))
}

/// `on the 18th`, `29th` behind `on`: a day of no month, where no noun follows.
pub(super) fn bare_day_ordinal(context: Context, first: Token) -> Option<(usize, Moment)> {
    let cursor = context.cursor;
    let (end, day) = day(cursor, first)?;
    let suffixed = ordinal_suffix(cursor, first.end).is_some();
    let before = cursor.before(first.start);
    let the = &*cursor.word(before) == "the";
    let on = if the { cursor.before(before.start) } else { before };
    let next = cursor.token(end);
    let word = cursor.word(next);
    let joins = matches!(&*word, "from" | "at" | "to" | "and" | "until" | "through" | "when");
    let every = &*word == "of" && matches!(&*cursor.word(cursor.after(next)), "every" | "each");
    let free = !(next.near() && (next.is_word() || next.is_digits())) && !(next.glued() && cursor.sign(next) == '-');
    let clear = if suffixed { free || joins || every } else { the && joins };
    (&*cursor.word(on) == "on" && clear).then_some((end, Moment { day: Some(day), ..Moment::default() }))
}
