//! The smallest expressions of time, and the words that make a part of one: `early`, `mid-`, `the end of`.
//!
//! Which kinds are tried, the first word decides.

use annotation::Modifier;

use super::amount::Context;
use super::cursor::{Cursor, Gap, Token, is_dash};
use super::duration::Duration;
use super::moment::Moment;
use super::starts::{self, Start};
use super::temporal::{Found, Time};
use super::{clock, date, era, holiday, period, relative, relative_unit, year};

/// `early`, `mid-`, `the end of`: where the period behind it starts, and the modifier.
pub(super) fn part_of_period(cursor: Cursor, first: Token) -> Option<(usize, Option<Modifier>, bool)> {
    let next = cursor.after(first);
    let dash = is_dash(cursor.sign(next)) && next.glued();
    let behind = if dash { next.end } else { next.start };
    Some(match &*cursor.word(first) {
        "early" => (behind, Some(Modifier::Start), false),
        "mid" | "middle" if &*cursor.word(first) == "mid" || &*cursor.word(next) == "of" => {
            if &*cursor.word(first) == "mid" {
                (behind, Some(Modifier::Mid), false)
            } else {
                (of_the(cursor, next)?, Some(Modifier::Mid), true)
            }
        }
        "late" => (behind, Some(Modifier::End), false),
        "earlier" => (in_the(cursor, next), Some(Modifier::Start), true),
        "later" => (in_the(cursor, next), Some(Modifier::End), true),
        "beginning" | "start" => (of_the(cursor, next)?, Some(Modifier::Start), true),
        "end" => (of_the(cursor, next)?, Some(Modifier::End), true),
        _ => return None,
    })
}

fn of_the(cursor: Cursor, of: Token) -> Option<usize> {
    if &*cursor.word(of) != "of" {
        return None;
    }
    let the = cursor.after(of);
    Some(if &*cursor.word(the) == "the" { cursor.after(the).start } else { the.start })
}

fn in_the(cursor: Cursor, next: Token) -> usize {
    if &*cursor.word(next) != "in" {
        return next.start;
    }
    let the = cursor.after(next);
    if &*cursor.word(the) == "the" { cursor.after(the).start } else { next.start }
}

/// `month`, `week`, `afternoon` behind "later in the": the one that is now.
pub(super) fn unit_of_now(context: Context, token: Token) -> Option<Found> {
    let cursor = context.cursor;
    let word = cursor.word(token);
    let part = match &*word {
        "morning" => Some("MO"),
        "afternoon" => Some("AF"),
        "evening" => Some("EV"),
        "night" => Some("NI"),
        _ => None,
    };
    let moment = match part {
        Some(part) => Moment { part: Some(part), ..Moment::default() },
        None if matches!(&*word, "week" | "month" | "year" | "quarter" | "decade" | "century" | "day") => {
            relative_unit::this_unit(context, &word)
        }
        None => return None,
    };
    let next = cursor.after(token);
    // "week 10" and "year 2012" name another one.
    let numbered = next.near() && (next.is_digits() || cursor.sign(next) == '-');
    (!numbered).then_some(Found { start: token.start, end: token.end, time: Time::Point(moment) })
}

/// The smallest expressions.
pub(super) fn element(context: Context, first: Token) -> Option<Found> {
    let cursor = context.cursor;
    let at = |start: usize, end: usize, time: Time| Some(Found { start, end, time });
    let plain = |(end, moment): (usize, Moment)| Found { start: first.start, end, time: Time::Point(moment) };
    let timed = |(end, time): (usize, Time)| Found { start: first.start, end, time };
    let in_period = |(start, end, moment): (usize, usize, Moment)| Found { start, end, time: Time::Point(moment) };
    if first.is_digits() {
        if let Some(found) = era::year(cursor, first).filter(|(start, ..)| *start >= context.floor) {
            return Some(in_period(found));
        }
        if let Some(found) = date_in_digits(context, first) {
            return Some(found);
        }
        if let Some((start, end, moment)) = period::read(context, first) {
            // "'80s": the apostrophe stands for the century.
            let apostrophe = cursor.before(first.start);
            let stands = moment.assumed
                && first.len() == 2
                && apostrophe.gap == Gap::None
                && matches!(cursor.sign(apostrophe), '\'' | '’' | '‘');
            return at(if stands { apostrophe.start } else { start }, end, Time::Point(moment));
        }
        let counted = || relative::counted(context, first).map(timed);
        let others = || year::bare_year(context, first).or_else(|| date::bare_day_ordinal(context, first)).map(plain);
        return clock::read(context, first).map(plain).or_else(counted).or_else(others);
    }
    match starts::kind(cursor.slice(first).as_bytes())? {
        Start::Number => period::edge(context, first)
            .map(timed)
            .or_else(|| period::read(context, first).map(in_period))
            .or_else(|| relative::counted(context, first).map(timed))
            .or_else(|| date::read(context, first).or_else(|| clock::read(context, first)).map(plain))
            .or_else(|| year::spoken_year(context, first).or_else(|| led_time(context, first)).map(plain)),
        Start::Article => {
            relative::counted(context, first).map(timed).or_else(|| clock::read(context, first).map(plain))
        }
        Start::Month => date::read(context, first).or_else(|| holiday::read(context, first)).map(plain),
        Start::Weekday => date::read(context, first).map(plain),
        Start::Relative => period::edge(context, first)
            .map(timed)
            .or_else(|| period::read(context, first).map(in_period))
            .or_else(|| relative::read(context, first).map(timed)),
        Start::Period => week_of(context, first)
            .map(plain)
            .or_else(|| phrase(context, first).map(timed))
            .or_else(|| period::read(context, first).map(in_period)),
        Start::Clock => clock::read(context, first).or_else(|| part_of_day(context, first)).map(plain),
        Start::Holiday => holiday::read(context, first).map(plain),
        Start::Edge | Start::Recurrence | Start::Vague => None,
    }
}

/// Dates in digits, and a day in digits before a month; a bare year comes last of all.
fn date_in_digits(context: Context, first: Token) -> Option<Found> {
    let (end, moment) = date::dated(context, first)?;
    let apostrophe = matches!(context.cursor.byte_before(first.start), b'\'');
    (!apostrophe).then_some(Found { start: first.start, end, time: Time::Point(moment) })
}

/// `three thirty` behind a word that wants a time.
fn led_time(context: Context, first: Token) -> Option<(usize, Moment)> {
    let cursor = context.cursor;
    let before = cursor.before(first.start);
    matches!(&*cursor.word(before), "at" | "from" | "until" | "till" | "by" | "to" | "around" | "before" | "after")
        .then(|| clock::spoken(context, first))
        .flatten()
        .or_else(|| {
            // "five-thirty tomorrow": a day follows.
            let (end, moment) = clock::spoken(context, first)?;
            let next = cursor.token(end);
            matches!(&*cursor.word(next), "tomorrow" | "today" | "tonight" | "yesterday" | "on" | "this")
                .then_some((end, moment))
        })
}

/// `week of April 10th`, `week beginning February 4`: the day that names the week.
fn week_of(context: Context, first: Token) -> Option<(usize, Moment)> {
    let cursor = context.cursor;
    if &*cursor.word(first) != "week" {
        return None;
    }
    let of = cursor.after(first);
    let mut next = cursor.after(of);
    match &*cursor.word(of) {
        "of" | "beginning" | "starting" | "ending" | "ended" => {}
        _ => return None,
    }
    if matches!(&*cursor.word(next), "on" | "the") {
        next = cursor.after(next);
    }
    let (end, moment) = date::read(context, next).or_else(|| {
        let day = date::day(cursor, next).filter(|_| super::number::ordinal_suffix(cursor, next.end).is_some())?;
        Some((day.0, Moment { day: Some(day.1), ..Moment::default() }))
    })?;
    moment.day.is_some().then_some((end, moment))
}

/// Expressions that are a few fixed words.
fn phrase(context: Context, first: Token) -> Option<(usize, Time)> {
    let cursor = context.cursor;
    match &*cursor.word(first) {
        "year" => cursor
            .phrase(first.start, "year to date")
            .map(|end| (end, Time::Point(relative_unit::this_unit(context, "year")))),
        "eoy" => Some((
            first.end,
            Time::Point(Moment { modifier: Some(Modifier::End), ..relative_unit::this_unit(context, "year") }),
        )),
        "all" => {
            let unit = cursor.after(first);
            let (span, _) = super::duration::span(&cursor.word(unit))
                .filter(|_| unit.near() && matches!(&*cursor.word(unit), "day" | "week" | "month" | "year"))?;
            Some((unit.end, Time::Length(Duration::EMPTY.with(span, Some(super::decimal::Decimal::ONE)))))
        }
        _ => None,
    }
}

/// `morning`, `afternoon` and the like, where a time is meant.
fn part_of_day(context: Context, first: Token) -> Option<(usize, Moment)> {
    let cursor = context.cursor;
    let part = match &*cursor.word(first) {
        "morning" => "MO",
        "afternoon" => "AF",
        "evening" => "EV",
        "night" => "NI",
        "daytime" => "DT",
        "lunchtime" => "MEL",
        "dinnertime" => "MED",
        "breakfasttime" => "MEB",
        _ => return None,
    };
    let before = cursor.before(first.start);
    let led = matches!(
        &*cursor.word(before),
        "in" | "the" | "early" | "late" | "by" | "at" | "mid" | "after" | "until" | "till" | "one" | "that"
    );
    let plain_night = part == "NI" && !matches!(&*cursor.word(before), "at" | "the");
    (led && !plain_night && cursor.byte(first.end) != b'-')
        .then_some((first.end, Moment { part: Some(part), ..Moment::default() }))
}

pub(super) fn part_word(cursor: Cursor, token: Token) -> Option<(usize, Moment)> {
    let part = match &*cursor.word(token) {
        "morning" => "MO",
        "afternoon" => "AF",
        "evening" => "EV",
        "night" => "NI",
        _ => return None,
    };
    Some((token.end, Moment { part: Some(part), ..Moment::default() }))
}
