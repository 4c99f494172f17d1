//! Dates and times put together: a date with its time, a modifier, a range.
//!
//! ```text
//! moment := element ([,] [at|on|in|of] element)…
//! early  := (early|mid|late|beginning of|middle of|end of|earlier|later) moment
//! ```
//! Words before a date that only relate it to the sentence stand outside.

use annotation::{Extent, Modifier, Value, ValueKind};

use super::amount::Context;

use super::cursor::{Cursor, Gap, Token};

use super::duration::Duration;

use super::figure_tagger::Figure;

use super::moment::{Moment, between};

use super::starts::{self, Start};

use super::temporal_element::{element, part_of_period, part_word, unit_of_now};
use super::temporal_range::{range, short_range, times_of_day};
use super::{clock, modifier, recurrence, relative};

/// What a temporal expression names.
#[derive(Debug, Clone, Copy)]
#[expect(clippy::large_enum_variant, reason = "a box would be an allocation for every date that is tried")]
pub(super) enum Time {
    Point(Moment),
    Between(Moment, Moment),
    Length(Duration),
}

/// An expression with its place.
pub(super) struct Found {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) time: Time,
}

/// The date, time, recurrence or range of them that starts with `first`.
pub(super) fn read(context: Context, first: Token) -> Option<Figure> {
    let kind = starts::kind(context.cursor.slice(first).as_bytes());
    if kind == Some(Start::Recurrence) {
        return recurrence::read(context, first);
    }
    if let Some(figure) = from_now_on(context, first) {
        return Some(figure);
    }
    let counts = first.is_digits() || matches!(kind, Some(Start::Number));
    if counts && let Some(range) = short_range(context, first) {
        return Some(range);
    }
    let found = match &*cursor_word(context, first) {
        "now" => Found { start: first.start, end: first.end, time: Time::Point(now(context)) },
        _ => expression(context, first)?,
    };
    if let Time::Point(moment) = found.time {
        if let Some(figure) = recurrence::behind(context, found.start, found.end, &moment) {
            return Some(figure);
        }
        if let Some(range) = times_of_day(context, &found, &moment).or_else(|| range(context, &found, &moment)) {
            return Some(range);
        }
        if &*cursor_word(context, first) == "now" {
            return None;
        }
    }
    finish(context, found)
}

fn cursor_word<'t>(context: Context<'t>, token: Token) -> super::cursor::Folded<'t> {
    context.cursor.word(token)
}

/// The present: a figure only at the end of a range.
fn now(context: Context) -> Moment {
    context.reference().map_or(Moment { present: true, ..Moment::default() }, Moment::of_day)
}

/// `in two weeks` where the reference is known: the day then. Without one it is a length of time.
fn from_now_on(context: Context, first: Token) -> Option<Figure> {
    let cursor = context.cursor;
    let before = cursor.before(first.start);
    if &*cursor.word(before) != "in" || before.gap != Gap::Space {
        return None;
    }
    let (end, duration) = relative::length(cursor, first)?;
    let next = cursor.token(end);
    if next.near()
        && matches!(
            &*cursor.word(next),
            "of" | "ago" | "later" | "old" | "and" | "or" | "after" | "before" | "from" | "since"
        )
    {
        return None;
    }
    let Some(now) = context.reference() else {
        // "in a week": the article counts, because "in" measures.
        let article = matches!(&*cursor.word(first), "a" | "an");
        return article
            .then(|| finish(context, Found { start: first.start, end, time: Time::Length(duration) }))
            .flatten();
    };
    let then = relative::away(now, &duration, 1)?;
    let moment = if duration.label() == "TIME" { Moment::of_second(then) } else { Moment::of_day(then) };
    finish(context, Found { start: first.start, end, time: Time::Point(moment) })
}

fn finish(context: Context, found: Found) -> Option<Figure> {
    let cursor = context.cursor;
    let (start, end) = (found.start, found.end);
    match found.time {
        Time::Point(moment) => {
            let around = if moment.modifier.is_some() { None } else { approximate(cursor, start) };
            let value = moment.value()?;
            let value = if around.is_some() { value.with_modifier(around) } else { value };
            Some(Figure { start, end, label: moment.label(), value })
        }
        Time::Between(from, to) => {
            let label = if from.has_time() { "TIME" } else { "DATE" };
            Some(Figure { start, end, label, value: between(&from, &to)? })
        }
        Time::Length(duration) => {
            let extent = duration.timex().map_or(Extent::Unknown, Extent::exact);
            let value =
                Value::new(ValueKind::Duration, extent, None).ok()?.with_modifier(modifier::around(cursor, start, end));
            Some(Figure { start, end, label: duration.label(), value })
        }
    }
}

/// `around 1pm`, `circa 1850`.
fn approximate(cursor: Cursor, start: usize) -> Option<Modifier> {
    modifier::around(cursor, start, start).filter(|found| *found == Modifier::Approx)
}

/// The moment that starts with `first`, whatever stands around it.
pub(super) fn point(context: Context, first: Token) -> Option<(usize, Moment)> {
    let context = context.inside()?;
    let first = if &*context.cursor.word(first) == "the" { context.cursor.after(first) } else { first };
    match extended(context, element(context, first)?) {
        Found { end, time: Time::Point(moment), .. } => Some((end, moment)),
        _ => None,
    }
}

/// An element with its modifier and all that belongs to it.
pub(super) fn expression(context: Context, first: Token) -> Option<Found> {
    let cursor = context.cursor;
    let edge = starts::kind(cursor.slice(first).as_bytes()) == Some(Start::Edge);
    if edge && let Some((at, modifier, needs)) = part_of_period(cursor, first) {
        let inner = cursor.token(at);
        if !inner.near() && !inner.glued() {
            return None;
        }
        // "earlier century" names none; "earlier in the century" does.
        let bare = inner.start == cursor.after(first).start;
        let of_now = if bare { None } else { unit_of_now(context, inner) };
        let found = of_now.or_else(|| {
            let element = element(context, inner)?;
            Some(extended(context, element))
        })?;
        let Time::Point(mut moment) = found.time else { return None };
        if found.start != inner.start || needs && !moment.has_date() {
            return None;
        }
        moment.modifier = modifier;
        return Some(Found { start: first.start, end: found.end, time: Time::Point(moment) });
    }
    Some(extended(context, element(context, first)?))
}

/// The element with the elements behind it that say more of the same moment.
pub(super) fn extended(context: Context, mut found: Found) -> Found {
    for _ in 0..4 {
        let Time::Point(moment) = found.time else { return found };
        let Some((end, more)) = next_element(context, found.end, &moment) else { return found };
        let Some(merged) = merge(&moment, &more) else { return found };
        found.end = end;
        found.time = Time::Point(merged);
    }
    found
}

/// Both together, if one says what the other leaves open.
fn merge(moment: &Moment, more: &Moment) -> Option<Moment> {
    let same_day = moment.weekday.is_some() && more.month.is_some() && more.day.is_some();
    // "this Friday, Jun 15": the date settles it.
    if same_day && more.period.is_none() && !moment.has_time() {
        return Some(*more);
    }
    // "tomorrow, 13/04/21", "next Friday 5/12"
    if moment.unresolved && more.month.is_some() && more.day.is_some() {
        return Some(Moment { part: moment.part.or(more.part), clock: moment.clock.or(more.clock), ..*more });
    }
    if more.weekday.is_some()
        && moment.day.is_some()
        && moment.month.is_some()
        && !more.has_time()
        && more.year.is_none()
    {
        return Some(*moment);
    }
    // "next week Monday": a weekday of a known week is a day.
    let week = |week: &Moment, day: &Moment| -> Option<Moment> {
        let first = week.first_day().filter(|_| matches!(week.period, Some(super::moment::Period::Week(_))))?;
        let weekday = day.weekday?;
        Some(Moment {
            clock: day.clock.or(week.clock),
            part: day.part.or(week.part),
            ..Moment::of_day(first.in_week(weekday))
        })
    };
    if let Some(day) = week(moment, more).or_else(|| week(more, moment)) {
        return Some(day.settled());
    }
    // A time belongs to a day, not to a month or a year.
    let has_day = |moment: &Moment| moment.day.is_some() || moment.weekday.is_some() || moment.unresolved;
    if moment.has_time() && !moment.has_date() && more.has_date() && !has_day(more) {
        return None;
    }
    if more.has_time() && !more.has_date() && moment.has_date() && !has_day(moment) {
        return None;
    }
    if moment.has_date() && more.has_date() {
        // Only a weekday with its week, or a day of a relative month, say one thing together.
        let pair = moment.weekday.is_some() && more.unresolved && moment.day.is_none()
            || more.weekday.is_some() && moment.unresolved;
        return if pair { moment.and(more) } else { None };
    }
    moment.and(more)
}

/// The element that follows at `end` and may belong to the moment before.
fn next_element(context: Context, end: usize, moment: &Moment) -> Option<(usize, Moment)> {
    let context = context.inside()?;
    let cursor = context.cursor;
    let mut token = cursor.token(end);
    let mut comma = false;
    if matches!(cursor.sign(token), ',') && token.glued() {
        comma = true;
        token = cursor.after(token);
    } else if cursor.sign(token) == '-' && token.glued() && moment.weekday.is_some() {
        token = cursor.after(token);
    } else if cursor.sign(token) == '-' && token.glued() && moment.day.is_some() && cursor.after(token).is_digits() {
        let time = cursor.after(token);
        let (end, found) = clock::read(context, time)?;
        return found.clock.is_some_and(|clock| clock.settled).then_some((end, found));
    } else if token.glued() && (cursor.slice(token) != "T") {
        return None;
    }
    if cursor.slice(token) == "T" && token.glued() && moment.day.is_some() {
        let time = cursor.after(token);
        return clock::read_behind_t(context, time);
    }
    if token.gap == Gap::Break || token.kind == super::cursor::Kind::None {
        return None;
    }
    let word = cursor.word(token);
    let joint = match &*word {
        "at" | "on" | "of" | "in" | "for" | "around" | "before" | "after" => Some(word),
        _ => None,
    };
    let mut next = if joint.is_some() { cursor.after(token) } else { token };
    if joint.is_some() && (&*cursor.word(next) == "about" || &*cursor.word(next) == "around") {
        next = cursor.after(next);
    }
    let article = matches!(&*cursor.word(next), "the");
    if article {
        next = cursor.after(next);
    }
    if !next.near() {
        return None;
    }
    let has_day = moment.day.is_some() || moment.weekday.is_some() || moment.unresolved;
    match joint.as_deref() {
        Some("at" | "around") => {
            if moment.clock.is_some() || !(has_day || moment.part.is_some()) {
                return None;
            }
            clock::bare(context, next)
        }
        Some(side @ ("before" | "after")) => {
            let (end, found) = clock::read(context, next)?;
            let modifier = if side == "before" { Modifier::LessThan } else { Modifier::MoreThan };
            let found = Moment { modifier: Some(modifier), ..found };
            (has_day
                && moment.clock.is_none()
                && moment.part.is_none()
                && found.clock.is_some_and(|clock| clock.settled))
            .then_some((end, found))
        }
        Some("for") => {
            let (end, found) = clock::read(context, next)?;
            (has_day && found.clock.is_some_and(|clock| clock.settled)).then_some((end, found))
        }
        Some("on") => {
            let found = element(context, next)?;
            let Time::Point(more) = found.time else { return None };
            (moment.has_time() && !moment.has_date() && more.has_date() || moment.unresolved && more.weekday.is_some())
                .then_some((found.end, more))
        }
        Some("in") => {
            let (end, more) = part_word(cursor, next)?;
            let full_day =
                moment.day.is_some() || moment.weekday.is_some() || moment.clock.is_some() || moment.unresolved;
            (full_day && article).then_some((end, more))
        }
        Some("of") => {
            let found = element(context, next)?;
            let Time::Point(more) = found.time else { return None };
            let week_day = moment.weekday.is_some()
                && moment.month.is_none()
                && matches!(more.period, Some(super::moment::Period::Week(_)));
            let of_month = moment.weekday.is_some() && more.unresolved;
            (week_day || of_month || moment.part.is_some() && more.day.is_some()).then_some((found.end, more))
        }
        _ => {
            if article && !(moment.weekday.is_some() && next.is_digits()) {
                return None;
            }
            if let Some((end, more)) = part_word(cursor, next) {
                // "tomorrow night", "8:00 early morning"
                return (!comma && has_day && moment.part.is_none() && cursor.byte(end) != b'-').then_some((end, more));
            }
            let early = matches!(&*cursor.word(next), "early" | "late");
            if early && let Some((end, more)) = part_word(cursor, cursor.after(next)) {
                return (has_day || moment.clock.is_some()).then_some((end, more));
            }
            if matches!(&*cursor.word(next), "am" | "pm") && next.gap == Gap::Space && moment.clock.is_none() && has_day
            {
                let part = if &*cursor.word(next) == "am" { "MO" } else { "AF" };
                return Some((next.end, Moment { part: Some(part), ..Moment::default() }));
            }
            if has_day
                && next.is_word()
                && moment.clock.is_none()
                && let Some((end, more)) = clock::spoken(context, next)
            {
                return Some((end, more));
            }
            let found = element(context, next)?;
            let Time::Point(more) = found.time else { return None };
            if found.start != next.start {
                return None;
            }
            let fits = if more.has_time() && !more.has_date() {
                has_day && moment.clock.is_none() && (!comma || more.clock.is_some())
            } else if moment.has_time() && !moment.has_date() {
                !comma || more.weekday.is_some() || more.month.is_some()
            } else {
                let dated = more.month.is_some() && more.day.is_some();
                (moment.weekday.is_some() && moment.month.is_none() || moment.unresolved || moment.day.is_some())
                    && (dated && (moment.month.is_none() || moment.unresolved || moment.year.is_some() && !comma)
                        || more.weekday.is_some() && !comma && !dated
                        || more.unresolved && !comma && moment.weekday.is_some()
                        || moment.weekday.is_some() && matches!(more.period, Some(super::moment::Period::Week(_))))
                    || matches!(moment.period, Some(super::moment::Period::Week(_))) && more.weekday.is_some() && !comma
            };
            // "today, tomorrow" are two days.
            fits.then_some((found.end, more))
        }
    }
}
