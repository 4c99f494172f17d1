//! Dates in digits alone: `2020-07-01`, `7/1/2020`, `20200701`, `12-2015`, `22/04`.
//!
//! Which of two small numbers is the month, an option says; the value is then marked as assumed.

use super::amount::Context;
use super::calendar::days_in;
use super::cursor::{Gap, Token, is_dash};
use super::date::{month, weekday};
use super::moment::Moment;
use super::year::{century, year_behind};

/// Dates in digits.
pub(super) fn in_digits(context: Context, first: Token) -> Option<(usize, Moment)> {
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
