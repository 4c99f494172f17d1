//! Times of day.
//!
//! ```text
//! time := 14:55 | 5:30 pm | 5 p.m. | 8.30pm | 7 o'clock | half past seven | 20 min past eight | noon   each [zone]
//! ```
//! `2:05:48` is read in `elapsed` unless the words before say that it is a time of day.

use super::amount::Context;

use super::cursor::{Cursor, Gap, Token};

use super::decimal::Decimal;

use super::moment::{Clock, Moment};

use super::number::{DecimalMark, Form, numeral};

/// The time of day that starts with `first`.
pub(super) fn read(context: Context, first: Token) -> Option<(usize, Moment)> {
    let cursor = context.cursor;
    // "20p" is money where pounds are.
    let letter = cursor.after(first);
    let pence = context.evidence.pounds
        && first.is_digits()
        && letter.glued()
        && cursor.slice(letter) == "p"
        && cursor.byte(letter.end) != b'.';
    if pence {
        return None;
    }
    let (end, moment) = if first.is_digits() { in_digits(cursor, first)? } else { in_words(cursor, first)? };
    Some(with_zone(cursor, end, moment))
}

fn moment(hour: u8, minute: Option<u8>, second: Option<u8>, settled: bool) -> Moment {
    Moment { clock: Some(Clock { hour, minute, second, settled }), ..Moment::default() }
}

fn in_digits(cursor: Cursor, first: Token) -> Option<(usize, Moment)> {
    if first.len() > 2 {
        return None;
    }
    let before = cursor.byte_before(first.start);
    if before.is_ascii_alphanumeric()
        || matches!(before, b':' | b'.' | b',' | b'$') && cursor.byte_before(first.start - 1).is_ascii_digit()
    {
        return None;
    }
    let hour: u8 = cursor.slice(first).parse().ok().filter(|hour| *hour <= 24)?;
    let two = |token: Token| -> Option<u8> {
        if token.is_digits() && token.len() == 2 && token.glued() {
            cursor.slice(token).parse().ok().filter(|it| *it < 60)
        } else {
            None
        }
    };
    let joint = cursor.after(first);
    let minutes = cursor.after(joint);
    let colon = cursor.sign(joint) == ':' && joint.glued();
    let dot = cursor.sign(joint) == '.' && joint.glued();
    if (colon || dot)
        && let Some(minute) = two(minutes)
    {
        let again = cursor.after(minutes);
        let seconds = cursor.after(again);
        let (mut end, mut second) = (minutes.end, None);
        if colon
            && cursor.sign(again) == ':'
            && again.glued()
            && let Some(found) = two(seconds)
        {
            (end, second) = (seconds.end, Some(found));
        }
        if let Some((stop, hour)) = half(cursor, end, hour) {
            return Some((stop, moment(hour, Some(minute), second, true)));
        }
        let more = cursor.byte(end);
        if dot
            || more.is_ascii_alphanumeric()
            || matches!(more, b':' | b'.' | b',' | b'%') && cursor.byte(end + 1).is_ascii_digit()
        {
            return None;
        }
        let unit = cursor.token(end);
        let stop = if matches!(&*cursor.word(unit), "hours" | "hrs") && unit.near() { unit.end } else { end };
        return Some((stop, moment(hour, Some(minute), second, hour > 12 || first.len() == 2 && hour == 0)));
    }
    if colon || dot && minutes.is_digits() && minutes.glued() {
        return None;
    }
    if let Some((stop, hour)) = half(cursor, first.end, hour) {
        return Some((stop, moment(hour, None, None, true)));
    }
    if let Some(stop) = o_clock(cursor, first.end) {
        return Some((stop, moment(hour, None, None, hour > 12)));
    }
    if let Some(found) = in_the_morning(cursor, first.end, hour) {
        return Some(found);
    }
    past(cursor, first.end, i32::from(hour))
}

/// `am`, `p.m.`, `p m`, `a`: where it ends, and the hour of 24.
pub(super) fn half(cursor: Cursor, at: usize, hour: u8) -> Option<(usize, u8)> {
    let token = cursor.token(at);
    if !token.near() || !token.is_word() {
        return None;
    }
    let glued = token.glued();
    let slice = cursor.slice(token);
    let dotted = |letter: Token| {
        let dot = cursor.after(letter);
        let m = if cursor.sign(dot) == '.' && dot.glued() { cursor.after(dot) } else { dot };
        if &*cursor.word(m) != "m" || m.gap == Gap::Break {
            return None;
        }
        let end_dot = cursor.after(m);
        let closes = cursor.sign(dot) == '.' && cursor.sign(end_dot) == '.' && end_dot.glued();
        Some(if closes { end_dot.end } else { m.end })
    };
    let (end, afternoon) = match &*cursor.word(token) {
        "am" => {
            // "2 am" is a time; "2 Am" is none, nor "I am".
            (token.end, false)
        }
        "pm" if slice != "Pm" => (token.end, true),
        "ampm" => return Some((token.end, hour)),
        "a" => match dotted(token) {
            Some(end) => (end, false),
            None if glued => (token.end, false),
            None => return None,
        },
        "p" => match dotted(token) {
            Some(end) => (end, true),
            None if glued => (token.end, true),
            None => return None,
        },
        _ => return None,
    };
    let letter = end - token.start == 1;
    if hour > 12 && (!afternoon || letter) || hour > 23 || cursor.byte(end).is_ascii_alphanumeric() {
        return None;
    }
    let hour = match (hour, afternoon) {
        (12, false) => 0,
        (12.., true) => hour,
        (_, true) => hour + 12,
        _ => hour,
    };
    Some((end, hour))
}

/// `in the morning`, `at night` behind an hour of twelve.
fn in_the_morning(cursor: Cursor, at: usize, hour: u8) -> Option<(usize, Moment)> {
    let token = cursor.token(at);
    if token.gap != Gap::Space || !matches!(&*cursor.word(token), "in" | "at") || !(1..=12).contains(&hour) {
        return None;
    }
    for (phrase, part) in
        [("in the morning", "MO"), ("in the afternoon", "AF"), ("in the evening", "EV"), ("at night", "NI")]
    {
        if let Some(end) = cursor.phrase(at, phrase) {
            return Some((end, Moment { part: Some(part), ..moment(hour, None, None, false) }.settled()));
        }
    }
    None
}

/// Hour and minutes in words: `three thirty`, `five-thirty`, `seven twenty-seven p m`.
pub(super) fn spoken(context: Context, first: Token) -> Option<(usize, Moment)> {
    if !first.is_word() {
        return None;
    }
    let (end, found) = bare(context, first)?;
    found.clock.is_some_and(|clock| clock.minute.is_some()).then_some((end, found))
}

fn o_clock(cursor: Cursor, at: usize) -> Option<usize> {
    let token = cursor.token(at);
    if !token.near() {
        return None;
    }
    match &*cursor.word(token) {
        "oclock" => Some(token.end),
        "o" => {
            let mark = cursor.after(token);
            let clock = cursor.after(mark);
            (matches!(cursor.sign(mark), '\'' | '’') && &*cursor.word(clock) == "clock").then_some(clock.end)
        }
        _ => None,
    }
}

/// `past seven`, `min past eight`, `to nine` behind a number of minutes.
fn past(cursor: Cursor, at: usize, minutes: i32) -> Option<(usize, Moment)> {
    let mut token = cursor.token(at);
    let unit = matches!(&*cursor.word(token), "min" | "mins" | "minutes" | "minute");
    if unit {
        token = cursor.after(token);
    }
    let sign = match &*cursor.word(token) {
        "past" => 1,
        "to" if unit
            || minutes == 15 && matches!(&*cursor.word(cursor.after(token)), "noon" | "midday" | "midnight") =>
        {
            -1
        }
        _ => return None,
    };
    let next = cursor.after(token);
    if !next.near() || !(0..60).contains(&minutes) {
        return None;
    }
    let midday = matches!(&*cursor.word(next), "noon" | "midday" | "midnight");
    if midday && (0..60).contains(&minutes) {
        let base = if &*cursor.word(next) == "midnight" { 24 } else { 12 };
        let total = base * 60 + sign * minutes;
        return Some((next.end, moment((total / 60 % 24) as u8, Some((total % 60) as u8), None, true)));
    }
    let hour = numeral(cursor, next, DecimalMark::Point, false)
        .filter(|hour| matches!(hour.form, Form::Plain | Form::Words) && !hour.ordinal)?;
    let hour_value = hour.value?.small().filter(|hour| (1..=24).contains(hour))? as i32;
    let total = hour_value * 60 + sign * minutes;
    let end = o_clock(cursor, hour.end).unwrap_or(hour.end);
    let (end, settled) = half(cursor, end, hour_value as u8).map_or((end, None), |(end, hour)| (end, Some(hour)));
    let hour_of_day = total.div_euclid(60);
    let shift = settled.map_or(0, |settled| i32::from(settled) - hour_value);
    Some((
        end,
        moment((hour_of_day + shift).rem_euclid(24) as u8, Some(total.rem_euclid(60) as u8), None, settled.is_some()),
    ))
}

fn in_words(cursor: Cursor, first: Token) -> Option<(usize, Moment)> {
    let word = cursor.word(first);
    match &*word {
        "noon" | "midday" => return Some((first.end, moment(12, None, None, true))),
        "midnight" => return Some((first.end, moment(0, None, None, true))),
        "half" => return past(cursor, first.end, 30),
        "quarter" => {
            let next = cursor.after(first);
            let to = &*cursor.word(next) == "to";
            if to && !matches!(&*cursor.word(cursor.after(next)), "noon" | "midday" | "midnight") {
                let hour = numeral(cursor, cursor.after(next), DecimalMark::Point, false).filter(|hour| {
                    matches!(hour.form, Form::Plain | Form::Words) && hour.magnitude == 0 && !hour.ordinal
                })?;
                let value = hour.value?.small().filter(|hour| (1..=12).contains(hour))? as u8;
                return Some((hour.end, moment((value + 23) % 24, Some(45), None, false)));
            }
            return past(cursor, first.end, 15);
        }
        "a" => {
            let quarter = cursor.after(first);
            return if &*cursor.word(quarter) == "quarter" { past(cursor, quarter.end, 15) } else { None };
        }
        _ => {}
    }
    let number = numeral(cursor, first, DecimalMark::Point, false)
        .filter(|number| number.form == Form::Words && !number.ordinal && number.magnitude == 0)?;
    let value = number.value?.small()?;
    if let Some(found) = past(cursor, number.end, value as i32) {
        return Some(found);
    }
    if !(1..=12).contains(&value) {
        return None;
    }
    let hour = value as u8;
    if let Some(end) = o_clock(cursor, number.end) {
        return Some((end, moment(hour, None, None, false)));
    }
    half(cursor, number.end, hour)
        .filter(|(end, _)| cursor.text[number.end..*end].contains(['m', 'M']))
        .map(|(end, hour)| (end, moment(hour, None, None, true)))
}

/// The time behind the `T` of ISO 8601.
pub(super) fn read_behind_t(context: Context, first: Token) -> Option<(usize, Moment)> {
    let cursor = context.cursor;
    let colon = cursor.after(first);
    let minutes = cursor.after(colon);
    if !first.glued() || first.len() != 2 || cursor.sign(colon) != ':' || minutes.len() != 2 {
        return None;
    }
    let hour: u8 = cursor.slice(first).parse().ok().filter(|hour| *hour < 25)?;
    let minute: u8 = cursor.slice(minutes).parse().ok().filter(|minute| *minute < 60)?;
    let again = cursor.after(minutes);
    let seconds = cursor.after(again);
    let second = (cursor.sign(again) == ':' && again.glued() && seconds.glued() && seconds.len() == 2)
        .then(|| cursor.slice(seconds).parse().ok())
        .flatten();
    let end = if second.is_some() { seconds.end } else { minutes.end };
    Some(with_zone(cursor, end, moment(hour, Some(minute), second, true)))
}

/// An hour by itself behind `at`, or two numbers in words: `7`, `five-thirty`, `seven twenty-seven`.
pub(super) fn bare(context: Context, first: Token) -> Option<(usize, Moment)> {
    let cursor = context.cursor;
    if !first.near() {
        return None;
    }
    if first.is_digits() {
        if let Some(found) = read(context, first) {
            return Some(found);
        }
        let hour: u8 = cursor.slice(first).parse().ok().filter(|hour| (1..=24).contains(hour) && first.len() <= 2)?;
        let next = cursor.after(first);
        let free = !(next.glued() && (next.is_word() || matches!(cursor.sign(next), '%' | ':' | '/' | '-' | '$'))
            || next.glued() && cursor.sign(next) == '.' && cursor.byte(next.end).is_ascii_digit());
        let counts = next.near()
            && next.is_word()
            && !matches!(
                &*cursor.word(next),
                "on" | "in"
                    | "this"
                    | "tomorrow"
                    | "today"
                    | "yesterday"
                    | "tonight"
                    | "last"
                    | "next"
                    | "and"
                    | "or"
                    | "for"
                    | "to"
                    | "until"
                    | "till"
                    | "with"
                    | "at"
                    | "through"
            );
        return (free && !counts).then_some((first.end, moment(hour, None, None, hour > 12)));
    }
    let hour =
        numeral(cursor, first, DecimalMark::Point, false).filter(|hour| hour.form == Form::Words && !hour.ordinal)?;
    let mut value = hour.value?.small()?;
    // "five-thirty" reads as one numeral only where it could be one.
    let mut end = hour.end;
    let mut minute = None;
    let mut next = cursor.token(end);
    if cursor.sign(next) == '-' {
        next = cursor.after(next);
    }
    if (1..=12).contains(&value)
        && next.near()
        && next.is_word()
        && let Some(minutes) = numeral(cursor, next, DecimalMark::Point, false)
            .filter(|minutes| minutes.form == Form::Words && !minutes.ordinal)
        && let Some(found) = minutes.value.and_then(Decimal::small).filter(|minutes| (10..60).contains(minutes))
    {
        minute = Some(found as u8);
        end = minutes.end;
        let unit = cursor.token(end);
        if matches!(&*cursor.word(unit), "minutes") {
            end = unit.end;
        }
    }
    if !(1..=12).contains(&value) {
        return None;
    }
    let mut settled = false;
    if let Some((stop, hour)) = half(cursor, end, value as u8) {
        (end, value, settled) = (stop, u32::from(hour), true);
    }
    let next = cursor.token(end);
    let counts = minute.is_none()
        && !settled
        && next.near()
        && next.is_word()
        && !matches!(&*cursor.word(next), "on" | "in" | "this" | "tomorrow" | "today" | "and" | "to" | "until");
    (!counts).then(|| (end, moment(value as u8, minute, None, settled)))
}

/// The zone behind a time: `GMT`, `ET`, `(CET)`, `Eastern time`, `local time`.
fn with_zone(cursor: Cursor, end: usize, mut moment: Moment) -> (usize, Moment) {
    let token = cursor.token(end);
    if token.gap != Gap::Space || !token.is_word() {
        if cursor.byte(end) == b'Z' && !cursor.byte(end + 1).is_ascii_alphanumeric() {
            moment.zone = Some(0);
            return (end + 1, moment);
        }
        return (end, moment);
    }
    let offset = match cursor.slice(token) {
        "GMT" | "UTC" | "gmt" | "utc" => Some(0),
        "BST" | "CET" | "WAT" => Some(60),
        "CEST" | "EET" | "SAST" => Some(120),
        "EEST" | "MSK" => Some(180),
        "IST" => Some(330),
        "SGT" | "HKT" | "AWST" => Some(480),
        "JST" | "KST" => Some(540),
        "AEST" => Some(600),
        "AEDT" => Some(660),
        "EST" | "CDT" => Some(-300),
        "EDT" => Some(-240),
        "CST" | "MDT" => Some(-360),
        "MST" | "PDT" => Some(-420),
        "PST" | "pst" => Some(-480),
        "ET" | "PT" | "CT" | "MT" => None,
        _ => {
            let noun = cursor.after(token);
            let zone = cursor.byte(token.start).is_ascii_uppercase()
                || matches!(&*cursor.word(token), "local" | "eastern" | "pacific" | "central" | "mountain");
            let known = zone && matches!(&*cursor.word(noun), "time" | "timezone") && noun.near();
            return (if known { noun.end } else { end }, moment);
        }
    };
    moment.zone = offset;
    (token.end, moment)
}
