//! Calendar dates: day, month and year in words and in digits.
//!
//! ```text
//! date   := month [the] day [,] [year] | day [of] month [,] [year] | month [,] year | weekday [the day] | year
//! digits := 2020-07-01 | 2020/7/1 | 20200701 | 7/1/2020 | 1.7.2020 | 2015-12 | 12-2015 | 22/04
//! year   := 2020 | '87 | nineteen ninety-three | two thousand and five
//! ```
//! `May`, `March` and the short names are months only beside a day or year or behind a word such as `in`.

use super::amount::Context;
use super::calendar::days_in;
use super::cursor::{Cursor, Gap, Token, is_dash};
use super::moment::Moment;
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
    let candidate = if spaced_the {
        cursor.after(joined)
    } else if cursor.sign(joined) == ',' {
        cursor.after(joined)
    } else {
        joined
    };
    let comma = cursor.sign(joined) == ',';
    if candidate.near()
        && let Some((day_end, day)) = day(cursor, candidate)
        && (!comma || ordinal_suffix(cursor, candidate).is_some())
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
    let linked = is_dash(cursor.sign(next)) && month(&cursor.word(cursor.after(next))).is_some();
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
        if let Some(end) = ordinal_suffix(cursor, token) {
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
    ((10..=20).contains(&value) && (10..100).contains(&tail)).then_some((second.end, value * 100 + tail))
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
    let ordinal = ordinal_suffix(cursor, first).is_some() || first.is_word() && spelled;
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
        && (the || ordinal_suffix(cursor, candidate).is_some() || bare_day(cursor, stop))
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

/// Dates in digits.
fn in_digits(context: Context, first: Token) -> Option<(usize, Moment)> {
    let cursor = context.cursor;
    let before = cursor.byte_before(first.start);
    // The end of a range stands right behind its dash.
    let continues = context.floor == first.start && first.start > 0;
    let glued = before.is_ascii_alphanumeric()
        || matches!(before, b'-' | b'/' | b'.' | b':' | b',') && cursor.byte_before(first.start - 1).is_ascii_digit();
    let glued = glued && !continues;
    if glued
        || matches!(before, b'$' | b'_')
        || before >= 0x80 && !cursor.text[..first.start].ends_with(['–', '—', '“', '‘', '\u{a0}', '…'])
    {
        return None;
    }
    let number = |token: Token| -> Option<u32> {
        if token.is_digits() && token.len() <= 4 { cursor.slice(token).parse().ok() } else { None }
    };
    let full = |year: i32, month: u32, day: u32, end: usize, assumed: bool| {
        let valid = (1..=12).contains(&month) && (1..=31).contains(&day);
        let free = !cursor.byte(end).is_ascii_alphanumeric();
        (valid && free).then(|| {
            (
                end,
                Moment {
                    year: Some(year),
                    month: Some(month as u8),
                    day: Some(day as u8),
                    assumed,
                    ..Moment::default()
                },
            )
        })
    };
    if first.len() == 8 {
        let digits = cursor.slice(first);
        let year: i32 = digits[..4].parse().ok().filter(|year| (1900..2100).contains(year))?;
        let (month, day) = (digits[4..6].parse().ok()?, digits[6..].parse().ok()?);
        return full(year, month, day, first.end, false)
            .filter(|(_, found)| found.day <= Some(days_in(year, month as u8)));
    }
    let joint = cursor.after(first);
    let separator = cursor.sign(joint);
    let spaced = first.len() == 4 && joint.is_digits() && joint.gap == Gap::Space && joint.len() == 2;
    if spaced {
        let third = cursor.after(joint);
        let (year, month, day) = (number(first)?, number(joint)?, number(third)?);
        return if (1900..2100).contains(&year) && third.len() == 2 && third.gap == Gap::Space {
            full(year as i32, month, day, third.end, false)
        } else {
            None
        };
    }
    if !matches!(separator, '/' | '-' | '.') || !joint.glued() {
        return None;
    }
    let second = cursor.after(joint);
    if !second.glued() {
        return None;
    }
    let again = cursor.after(second);
    let third = cursor.after(again);
    let three = cursor.sign(again) == separator && again.glued() && third.glued();
    // "2019-aug-01", "2020/23/Sep", "23/Sep/2020"
    if second.is_word() || (three && third.is_word() && first.len() == 4) {
        let (name, day_token) = if second.is_word() { (second, third) } else { (third, second) };
        let month = u32::from(month(&cursor.word(name))?);
        if !three {
            return None;
        }
        let end = third.end;
        return match first.len() {
            4 => full(number(first)? as i32, month, number(day_token)?, end, false),
            _ => full(number(third).filter(|_| third.len() == 4)? as i32, month, number(first)?, end, false),
        };
    }
    let (one, two) = (number(first)?, number(second)?);
    let more =
        |end: usize| matches!(cursor.byte(end), b'-' | b'/' | b'.' | b':') && cursor.byte(end + 1).is_ascii_digit();
    if first.len() == 4 {
        if !(1000..3000).contains(&one) {
            return None;
        }
        if three && third.is_digits() && third.len() <= 2 && second.len() <= 2 {
            return full(one as i32, two, number(third)?, third.end, false);
        }
        let month_form = separator != '.'
            && second.len() <= 2
            && (1..=12).contains(&two)
            && !more(second.end)
            && !cursor.byte(second.end).is_ascii_alphanumeric()
            && (second.len() == 2 || separator == '-' || separator == '/');
        return month_form
            .then(|| (second.end, Moment { year: Some(one as i32), month: Some(two as u8), ..Moment::default() }));
    }
    if first.len() > 2 {
        return None;
    }
    if three
        && third.is_digits()
        && matches!(third.len(), 2 | 4)
        && second.len() <= 2
        && !(more(third.end) && cursor.byte(third.end) != b'-')
    {
        let year = number(third)? as i32;
        let (year, guessed) = if third.len() == 2 { (century(year), true) } else { (year, false) };
        let (month, day, assumed) = order(context, one, two)?;
        return full(year, month, day, third.end, assumed || guessed);
    }
    // "12-2015"
    if second.len() == 4
        && separator != '.'
        && (1..=12).contains(&one)
        && (1900..2100).contains(&two)
        && !more(second.end)
    {
        return Some((second.end, Moment { year: Some(two as i32), month: Some(one as u8), ..Moment::default() }));
    }
    let linked = separator == '/' && {
        let dash = cursor.after(second);
        is_dash(cursor.sign(dash))
            && dash.glued()
            && cursor.text.as_bytes()[dash.end..].iter().take(3).any(|&byte| byte == b'/')
    };
    if second.len() > 2
        || more(second.end) && !linked
        || cursor.byte(second.end).is_ascii_alphanumeric()
        || cursor.byte(second.end) == b'%'
    {
        return None;
    }
    // "22/04": a date only where the words say so, or both halves have two digits.
    let before = cursor.before(first.start);
    let before = if cursor.sign(before) == ',' { cursor.before(before.start) } else { before };
    let led = matches!(&*cursor.word(before), "on" | "by" | "since" | "until" | "till" | "this" | "next" | "last")
        || weekday(&cursor.word(before)).is_some();
    let bounds = matches!(&*cursor.word(before), "from" | "between");
    let two_digits = first.len() == 2 && second.len() == 2 || continues;
    let fits = match separator {
        '/' => led || bounds || linked || two_digits,
        '.' => {
            led && second.len() <= 2
                && &*cursor.word(before) != "by"
                && !matches!(&*cursor.word(cursor.after(second)), "percent" | "million" | "billion" | "am" | "pm")
        }
        _ => false,
    };
    if !fits {
        return None;
    }
    let (month, day, assumed) = order(context, one, two)?;
    let (mut end, mut year) = (second.end, None);
    if let Some((stop, found)) = year_behind(context, end, true) {
        (end, year) = (stop, Some(found));
    }
    ((1..=12).contains(&month) && (1..=31).contains(&day))
        .then(|| (end, Moment { year, month: Some(month as u8), day: Some(day as u8), assumed, ..Moment::default() }))
}

/// Month and day of two numbers, and whether that was a choice.
fn order(context: Context, one: u32, two: u32) -> Option<(u32, u32, bool)> {
    match (one, two) {
        (13..=31, 1..=12) => Some((two, one, false)),
        (1..=12, 13..=31) => Some((one, two, false)),
        (1..=12, 1..=12) => {
            let day_first = context.options.day_first;
            Some(if day_first { (two, one, one != two) } else { (one, two, one != two) })
        }
        _ => None,
    }
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

/// `on the 18th`, `29th` behind `on`: a day of no month, where no noun follows.
pub(super) fn bare_day_ordinal(context: Context, first: Token) -> Option<(usize, Moment)> {
    let cursor = context.cursor;
    let (end, day) = day(cursor, first)?;
    let suffixed = ordinal_suffix(cursor, first).is_some();
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
