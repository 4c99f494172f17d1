//! Dates counted from another day: the document's, or one named beside.
//!
//! ```text
//! relative  := today | tomorrow | day before yesterday | tonight
//!            | direction unit | direction number units | number direction units
//!            | duration (ago | later | from now) | duration (before | after | from | since) date
//! direction := last | past | previous | this | current | next | coming | upcoming | following
//! unit      := day … century | weekday | month | season | weekend | night | morning …
//! ```
//! Without a reference date the value is unknown, but for a length of time, which is given as such.

use super::amount::Context;

use super::calendar::Reference;

use super::cursor::{Cursor, Gap, Token};

use super::date::{month, weekday};

use super::decimal::Decimal;

use super::duration::{self, Duration, Span};

use super::moment::Moment;

use super::number::{DecimalMark, Form, Numeral, numeral};

use super::relative_unit::unit_away;
use super::temporal::Time;

/// The relative date that starts with `first`.
pub(super) fn read(context: Context, first: Token) -> Option<(usize, Time)> {
    let cursor = context.cursor;
    if first.is_word() {
        if let Some((end, moment)) = adverb(context, first) {
            return Some((end, Time::Point(moment)));
        }
        if let Some(direction) = direction(&cursor.word(first)) {
            return directed(context, first, direction);
        }
    }
    None
}

/// A moment some days from the reference.
pub(super) fn days_away(context: Context, days: i64) -> Moment {
    context.reference().map_or(Moment::unresolved(), |today| Moment::of_day(today.plus_days(days)))
}

fn adverb(context: Context, first: Token) -> Option<(usize, Moment)> {
    let cursor = context.cursor;
    let at = first.start;
    Some(match &*cursor.word(first) {
        "today" | "otd" => (first.end, days_away(context, 0)),
        "tomorrow" => (first.end, days_away(context, 1)),
        "yesterday" => (first.end, days_away(context, -1)),
        "tonight" | "tonite" => (first.end, Moment { part: Some("NI"), ..days_away(context, 0) }),
        "day" => {
            if let Some(end) = cursor.phrase(at, "day after tomorrow") {
                (end, days_away(context, 2))
            } else if let Some(end) = cursor.phrase(at, "day before yesterday") {
                (end, days_away(context, -2))
            } else {
                return None;
            }
        }
        _ => return None,
    })
}

pub(super) fn direction(word: &str) -> Option<i64> {
    Some(match word {
        "last" | "past" | "previous" | "preceding" | "prior" => -1,
        "this" | "current" => 0,
        "next" | "coming" | "upcoming" | "following" => 1,
        _ => return None,
    })
}

/// `last week`, `next couple of weeks`, `this upcoming Friday`.
fn directed(context: Context, first: Token, direction_here: i64) -> Option<(usize, Time)> {
    let cursor = context.cursor;
    let mut next = cursor.after(first);
    if next.gap != Gap::Space || !(next.is_word() || next.is_digits()) {
        return None;
    }
    let mut soon = false;
    let mut way = direction_here;
    if direction_here == 0 && matches!(&*cursor.word(next), "upcoming" | "coming" | "past") {
        way = direction(&cursor.word(next))?;
        soon = true;
        next = cursor.after(next);
    }
    soon |= matches!(&*cursor.word(first), "upcoming" | "coming");
    // "this 5/12", "next 6th of April", "this Friday-Jun-15": the date says it all.
    if let Some((end, moment)) = dated(context, next) {
        return Some((end, Time::Point(moment)));
    }
    let word = cursor.word(next);
    if let Some(found) = unit_away(context, next, way, soon) {
        return Some(found);
    }
    // "the last few years", "next couple weeks"
    let (count, unit_token) = match &*word {
        "few" | "several" => (None, cursor.after(next)),
        "couple" => {
            let of = cursor.after(next);
            (Some(Decimal::integer(2)), if &*cursor.word(of) == "of" { cursor.after(of) } else { of })
        }
        _ => {
            let (end, value) = small_count(cursor, next).unwrap_or((next.start, 0));
            let quarters = cursor.token(end);
            if way != 0 && value > 0 && quarters.near() && matches!(&*cursor.word(quarters), "quarters" | "decades") {
                let (span, times) = duration::span(&cursor.word(quarters))?;
                let duration = Duration::EMPTY.with(span, Some(Decimal::integer(i128::from(value) * times)));
                return Some((quarters.end, stretch(context, duration.by_the_calendar(span), way)));
            }
            let number =
                numeral(cursor, next, DecimalMark::Point, false).filter(|number| !number.ordinal && way != 0)?;
            let unit = cursor.token(number.end);
            if let Some((stop, found)) = duration::behind(cursor, &number) {
                return Some((stop, stretch(context, found, way)));
            }
            (number.value, unit)
        }
    };
    if way == 0 || !unit_token.near() {
        return None;
    }
    let (span, times) = duration::span(&cursor.word(unit_token))?;
    let Some(count) = count else {
        return Some((unit_token.end, Time::Length(Duration::vague_count(span))));
    };
    let duration = Duration::EMPTY.with(span, count.times(Decimal::integer(times)));
    Some((unit_token.end, stretch(context, duration, way)))
}

/// A full date behind a direction word or the weekday behind one.
fn dated(context: Context, first: Token) -> Option<(usize, Moment)> {
    let cursor = context.cursor;
    let mut token = first;
    if weekday(&cursor.word(first)).is_some() {
        token = cursor.after(first);
        if matches!(cursor.sign(token), '-' | ',') && token.glued() {
            token = cursor.after(token);
        }
    }
    if !token.near() {
        return None;
    }
    let (end, moment) = super::date::read(context, token)?;
    (moment.month.is_some()
        && moment.day.is_some()
        && (token.start != first.start || !token.is_word() || month(&cursor.word(token)).is_none()))
    .then_some((end, moment))
}

/// A whole number below a hundred, in digits or words.
fn small_count(cursor: Cursor, token: Token) -> Option<(usize, u32)> {
    if token.is_digits() {
        return (token.len() <= 2).then(|| cursor.slice(token).parse().ok()).flatten().map(|count| (token.end, count));
    }
    let value = super::number_words::small_word(&cursor.word(token))?;
    Some((token.end, value))
}

/// The stretch of time before or after the reference.
pub(super) fn stretch(context: Context, duration: Duration, way: i64) -> Time {
    let Some(now) = context.reference() else { return Time::Length(duration) };
    if duration.only().is_some_and(|(span, _)| span == Span::BusinessDay || span == Span::Weekend) {
        return Time::Length(duration);
    }
    let timed = duration.label() == "TIME";
    if let Some((Span::Year, years)) = duration.only()
        && duration.decades
    {
        // "the next two decades" are calendar decades.
        let Some(years) = years.small().filter(|years| *years < 10_000) else { return Time::Length(duration) };
        let this = now.year - now.year % 10;
        let (from, to) = if way > 0 { (this, this + years as i32) } else { (this - years as i32, this) };
        return Time::Between(Moment::of_day(Reference::new(from, 1, 1)), Moment::of_day(Reference::new(to, 1, 1)));
    }
    if let Some((Span::Month, months)) = duration.only()
        && duration.quarters
    {
        let Some(months) = months.small() else { return Time::Length(duration) };
        let start = Reference::new(now.year, (now.month - 1) / 3 * 3 + 1, 1);
        let (from, to) = if way > 0 {
            (start.plus_months(3), start.plus_months(3 + i64::from(months)))
        } else {
            (start.plus_months(-i64::from(months)), start)
        };
        return Time::Between(Moment::of_day(from), Moment::of_day(to));
    }
    let Some(then) = away(now, &duration, way) else { return Time::Length(duration) };
    let point = |reference: Reference| if timed { Moment::of_second(reference) } else { Moment::of_day(reference) };
    // Days to come begin tomorrow.
    let begin = if way > 0 && !timed { 1 } else { 0 };
    if way > 0 {
        Time::Between(point(now.plus_days(begin)), point(then.plus_days(begin)))
    } else {
        Time::Between(point(then), point(now))
    }
}

/// The reference moved by a duration; `None` where the duration is no whole number of units.
pub(super) fn away(from: Reference, duration: &Duration, way: i64) -> Option<Reference> {
    let whole = |span: Span| duration.whole(span).map(i64::from);
    let months = whole(Span::Year)?.checked_mul(12)? + whole(Span::Month)?;
    let days = whole(Span::Week)? * 7 + whole(Span::Day)?;
    let seconds = duration.seconds()?;
    if duration.has(Span::BusinessDay) || duration.has(Span::Weekend) || duration.is_vague() {
        return None;
    }
    from.plus_months(way * months).plus_days(way * days).plus_seconds(way * seconds)
}

/// `two weeks ago`, `3 days from Tuesday`, `5 past years`, `a week later`.
pub(super) fn counted(context: Context, first: Token) -> Option<(usize, Time)> {
    let cursor = context.cursor;
    if let Some(found) = direction_between(context, first) {
        return Some(found);
    }
    let (end, duration) = length(cursor, first)?;
    let next = cursor.token(end);
    if !next.near() {
        return None;
    }
    let timed = duration.label() == "TIME";
    let point = |reference: Reference| if timed { Moment::of_second(reference) } else { Moment::of_day(reference) };
    let shifted = |way: i64| {
        let then = context.reference().and_then(|now| away(now, &duration, way));
        then.map_or(Moment { timed, ..Moment::unresolved() }, point)
    };
    let (way, base_at) = match &*cursor.word(next) {
        "ago" => return Some((next.end, Time::Point(shifted(-1)))),
        "later" | "hence" => return Some((next.end, Time::Point(shifted(1)))),
        "earlier" => return Some((next.end, Time::Point(shifted(-1)))),
        "from" | "after" | "since" => (1, cursor.after(next)),
        "before" => (-1, cursor.after(next)),
        _ => return None,
    };
    if let Some(end) = cursor.phrase(base_at.start, "now") {
        return Some((end, Time::Point(shifted(1))));
    }
    if !base_at.near() {
        return None;
    }
    let (base_end, base) = super::temporal::point(context, base_at)?;
    // "two years before 2015" is a point only where both are known.
    let moment = match anchor(context, &base) {
        Some(day) => away(day, &duration, way).map_or(Moment { timed, ..Moment::unresolved() }, point),
        None => Moment { timed, ..Moment::unresolved() },
    };
    Some((base_end, Time::Point(moment)))
}

/// The day that a date means, seen from the reference.
fn anchor(context: Context, base: &Moment) -> Option<Reference> {
    if let Some(day) = base.first_day() {
        return Some(day);
    }
    let today = context.reference()?;
    if base.unresolved {
        return None;
    }
    match (base.month, base.day, base.weekday) {
        (Some(month), Some(day), _) => {
            let this = Reference::new(today.year, month, day);
            Some(if (this.month, this.day) >= (today.month, today.day) {
                this
            } else {
                Reference::new(today.year + 1, month, day)
            })
        }
        (_, _, Some(weekday)) => {
            let this = today.in_week(weekday);
            Some(if this > today { this } else { this.plus_days(7) })
        }
        _ => None,
    }
}

/// A length of time, the article counting as one: `a week`, `two months`, `half an hour`.
pub(super) fn length(cursor: Cursor, first: Token) -> Option<(usize, Duration)> {
    if first.is_word()
        && let Some(found) = duration::vague(cursor, first.start)
    {
        return Some(found);
    }
    if matches!(&*cursor.word(first), "a" | "an" | "one" | "another") {
        let unit = cursor.after(first);
        if unit.near()
            && duration::span(&cursor.word(unit)).is_some()
            && !matches!(&*cursor.word(unit), "business" | "working" | "trading" | "second" | "quarter")
        {
            let one = Numeral {
                start: first.start,
                end: unit.start,
                value: Some(Decimal::ONE),
                form: Form::Words,
                magnitude: 0,
                ordinal: false,
            };
            return duration::behind(cursor, &one);
        }
    }
    let number = numeral(cursor, first, DecimalMark::Point, false).filter(|number| !number.ordinal)?;
    duration::behind(cursor, &number)
}

/// `5 past years`, `2 upcoming months`: the direction between number and unit.
fn direction_between(context: Context, first: Token) -> Option<(usize, Time)> {
    let cursor = context.cursor;
    let number = numeral(cursor, first, DecimalMark::Point, false).filter(|number| !number.ordinal)?;
    let middle = cursor.token(number.end);
    let way = direction(&cursor.word(middle)).filter(|&way| way != 0 && middle.gap == Gap::Space)?;
    let unit = cursor.after(middle);
    let (span, times) = duration::span(&cursor.word(unit)).filter(|_| unit.near())?;
    let duration = Duration::EMPTY.with(span, number.value.and_then(|value| value.times(Decimal::integer(times))));
    Some((unit.end, stretch(context, duration, way)))
}
