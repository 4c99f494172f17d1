//! Recurrences (TIMEX3 sets): `daily`, `every two weeks`, `each Monday at 4pm`, `once a week`, `weekends`.
//!
//! ```text
//! set := adverb | (every|each|any) [number|other] unit [at time] | time (every|each) unit | once a unit | weekday+s
//! ```
//! The value is the period (`P1W`), or the moment that comes back (`XXXX-WXX-1T16`).

use annotation::{Extent, Value, ValueKind};

use super::amount::Context;
use super::cursor::{Gap, Token};
use super::date::weekday;
use super::decimal::Decimal;
use super::duration::{self, Duration, Span};
use super::figure_tagger::Figure;
use super::moment::{Moment, Period};
use super::number::{DecimalMark, numeral};

/// Adverbs and adjectives, and their periods.
fn adverb(word: &str) -> Option<&'static str> {
    Some(match word {
        "hourly" => "PT1H",
        "daily" | "everyday" => "P1D",
        "nightly" => "TNI",
        "weekly" => "P1W",
        "biweekly" | "fortnightly" => "P2W",
        "monthly" => "P1M",
        "bimonthly" => "P2M",
        "quarterly" => "P3M",
        "semiannual" | "semiannually" => "P0.5Y",
        "annual" | "annually" | "yearly" => "P1Y",
        "biennial" | "biennially" => "P2Y",
        _ => return None,
    })
}

/// The recurrence that starts with `first`.
pub(super) fn read(context: Context, first: Token) -> Option<Figure> {
    let cursor = context.cursor;
    let word = cursor.word(first);
    if let Some(period) = adverb(&word) {
        // "Daily Mail": a name.
        let next = cursor.after(first);
        let named = cursor.byte(first.start).is_ascii_uppercase()
            && next.near()
            && next.is_word()
            && cursor.byte(next.start).is_ascii_uppercase()
            && next.gap == Gap::Space;
        let glued = cursor.byte_before(first.start) == b'-';
        if named
            || (glued && !cursor.text[..first.start].ends_with("bi-") && !cursor.text[..first.start].ends_with("semi-"))
        {
            return None;
        }
        if (&*word == "everyday" || &*word == "daily")
            && let Some((end, moment)) = time_behind(context, first.end)
        {
            return figure(first.start, end, moment.timex()?, moment.label());
        }
        if matches!(&*word, "annually" | "annual" | "monthly") && glued {
            let (start, timex) =
                if &*word == "monthly" { (first.start - 3, "P2M") } else { (first.start - 5, "P0.5Y") };
            return figure(start, first.end, timex.to_owned(), "DATE");
        }
        return figure(first.start, first.end, period.to_owned(), if period.contains('T') { "TIME" } else { "DATE" });
    }
    match &*word {
        "bi" | "semi" => {
            let dash = cursor.after(first);
            let name = cursor.after(dash);
            if cursor.sign(dash) != '-' {
                return None;
            }
            let period = match (&*word, &*cursor.word(name)) {
                ("bi", "weekly") => "P2W",
                ("bi", "monthly") => "P2M",
                ("bi", "annual" | "annually") | ("semi", "annual" | "annually") => "P0.5Y",
                _ => return None,
            };
            figure(first.start, name.end, period.to_owned(), "DATE")
        }
        "every" | "each" => every(context, first, first.start),
        "any" => {
            let next = cursor.after(first);
            matches!(&*cursor.word(next), "weekend" | "year").then(|| every(context, first, first.start)).flatten()
        }
        "once" => {
            let article = cursor.after(first);
            let unit = cursor.after(article);
            let (span, times) = duration::span(&cursor.word(unit))
                .filter(|_| matches!(&*cursor.word(article), "a" | "an" | "every" | "per" | "each") && unit.near())?;
            let timex = Duration::EMPTY.with(span, Some(Decimal::integer(times))).timex()?;
            figure(first.start, unit.end, timex, "DATE")
        }
        "mornings" => figure(first.start, first.end, "TMO".to_owned(), "TIME"),
        "afternoons" => figure(first.start, first.end, "TAF".to_owned(), "TIME"),
        "evenings" => figure(first.start, first.end, "TEV".to_owned(), "TIME"),
        "nights" => None,
        "weekends" => figure(first.start, first.end, "P1WE".to_owned(), "DATE"),
        "weekdays" => figure(first.start, first.end, "P1WD".to_owned(), "DATE"),
        _ => {
            let day = weekday(word.strip_suffix('s')?).filter(|_| word.ends_with("days"))?;
            let moment = Moment { weekday: Some(day), ..Moment::default() };
            let (end, moment) = time_behind(context, first.end)
                .and_then(|(end, time)| Some((end, moment.and(&time)?)))
                .unwrap_or((first.end, moment));
            figure(first.start, end, moment.timex()?, moment.label())
        }
    }
}

/// `19th of every month`, `3pm each day`: what stands before `every` at the end of `moment`.
pub(super) fn behind(context: Context, start: usize, end: usize, moment: &Moment) -> Option<Figure> {
    let cursor = context.cursor;
    let mut token = cursor.token(end);
    if &*cursor.word(token) == "of" {
        token = cursor.after(token);
    }
    if !token.near() || !matches!(&*cursor.word(token), "every" | "each") {
        return None;
    }
    let unit = cursor.after(token);
    if moment.clock.is_some() && !moment.has_date() {
        let repeated = every(context, token, start)?;
        let day = weekday(&cursor.word(unit));
        let timex = Moment { weekday: day, ..*moment }.timex()?;
        return figure(start, repeated.end, timex, "TIME");
    }
    if moment.day.is_some() && moment.month.is_none() && &*cursor.word(unit) == "month" {
        return figure(start, unit.end, moment.timex()?, "DATE");
    }
    None
}

fn every(context: Context, first: Token, start: usize) -> Option<Figure> {
    let cursor = context.cursor;
    let mut next = cursor.after(first);
    if next.gap != Gap::Space {
        return None;
    }
    let mut count = Decimal::ONE;
    let mut counted = false;
    if &*cursor.word(next) == "other" {
        count = Decimal::integer(2);
        counted = true;
        next = cursor.after(next);
    } else if &*cursor.word(next) == "single" {
        next = cursor.after(next);
    } else if let Some(number) = numeral(cursor, next, DecimalMark::Point, false).filter(|number| !number.ordinal) {
        count = number.value?;
        counted = true;
        next = cursor.token(number.end);
        if cursor.sign(next) == '-' {
            next = cursor.after(next);
        }
    }
    if !next.near() {
        return None;
    }
    let word = cursor.word(next);
    let moment = if let Some(day) = weekday(&word) {
        Moment { weekday: Some(day), ..Moment::default() }
    } else {
        match &*word {
            "weekend" if !counted => Moment { period: Some(Period::Weekend), ..Moment::default() },
            "weekday" => return figure(start, next.end, "P1WD".to_owned(), "DATE"),
            "morning" => Moment { part: Some("MO"), ..Moment::default() },
            "afternoon" => Moment { part: Some("AF"), ..Moment::default() },
            "evening" => Moment { part: Some("EV"), ..Moment::default() },
            "night" => Moment { part: Some("NI"), ..Moment::default() },
            _ => {
                if let Some(month) = super::date::month(&word).filter(|_| word.len() > 3) {
                    let moment = Moment { month: Some(month), ..Moment::default() };
                    return figure(start, next.end, moment.timex()?, "DATE");
                }
                if let Some(season) = super::period::season(&word) {
                    return figure(start, next.end, season.to_owned(), "DATE");
                }
                let (span, times) = duration::span(&word)?;
                if span == Span::BusinessDay {
                    return None;
                }
                if span == Span::Day
                    && count == Decimal::ONE
                    && let Some((end, time)) = time_behind(context, next.end)
                {
                    return figure(start, end, time.timex()?, "TIME");
                }
                let duration = Duration::EMPTY.with(span, count.times(Decimal::integer(times)));
                return figure(start, next.end, duration.timex()?, duration.label());
            }
        }
    };
    let (end, moment) = time_behind(context, next.end)
        .and_then(|(end, time)| Some((end, moment.and(&time)?)))
        .unwrap_or((next.end, moment));
    figure(start, end, moment.timex()?, moment.label())
}

/// `at 4pm`, ` 6am`.
fn time_behind(context: Context, end: usize) -> Option<(usize, Moment)> {
    let cursor = context.cursor;
    let token = cursor.token(end);
    if !token.near() {
        return None;
    }
    let at = &*cursor.word(token) == "at";
    let time = if at { cursor.after(token) } else { token };
    if let Some(found) = super::clock::read(context, time).filter(|_| time.near()) {
        return Some(found);
    }
    if at && time.is_digits() && time.len() == 2 && cursor.byte(time.end) == b'.' {
        let minutes = cursor.token(time.end + 1);
        if minutes.is_digits() && minutes.len() == 2 && minutes.glued() {
            let clock = super::moment::Clock {
                hour: cursor.slice(time).parse().ok()?,
                minute: Some(cursor.slice(minutes).parse().ok()?),
                second: None,
                settled: true,
            };
            return (clock.hour < 24 && clock.minute < Some(60))
                .then_some((minutes.end, Moment { clock: Some(clock), ..Moment::default() }));
        }
    }
    None
}

fn figure(start: usize, end: usize, timex: String, label: &'static str) -> Option<Figure> {
    let value = Value::new(ValueKind::Set, Extent::exact(timex), None).ok()?;
    Some(Figure { start, end, label, value })
}
