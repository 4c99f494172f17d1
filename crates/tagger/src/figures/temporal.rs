//! Dates and times put together: a date with its time, a modifier, a range.
//!
//! ```text
//! moment := element ([,] [at|on|in|of] element)…
//! range  := moment (– | - | to | until | till | through) moment | between moment and moment | from moment to moment
//!         | day (– | to) day month | month day (– | to) day | hour (– | to) time
//! early  := (early|mid|late|beginning of|middle of|end of|earlier|later) moment
//! ```
//! `between`, and `from` with an end behind it, belong to the span; other words before a date do not.

use annotation::{Extent, Modifier, Value, ValueKind};

use super::amount::Context;
use super::cursor::{Cursor, Gap, Token, is_dash};
use super::duration::Duration;
use super::figure_tagger::Figure;
use super::moment::{Clock, Moment, between};
use super::number::DecimalMark;
use super::starts::{self, Start};
use super::{clock, date, holiday, modifier, period, recurrence, relative};

/// What a temporal expression names.
#[derive(Debug, Clone, Copy)]
pub(super) enum Time {
    Point(Moment),
    Between(Moment, Moment),
    Length(Duration),
}

/// An expression with its place.
struct Found {
    start: usize,
    end: usize,
    time: Time,
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

/// `Tuesday from 7 to 7:30`, `Monday 11-4`: a day with a range of times.
fn times_of_day(context: Context, day: &Found, moment: &Moment) -> Option<Figure> {
    let cursor = context.cursor;
    let one_day = moment.day.is_some() || moment.weekday.is_some() || moment.unresolved && moment.part.is_some();
    if !one_day || moment.clock.is_some() {
        return None;
    }
    let mut token = cursor.token(day.end);
    let led = matches!(&*cursor.word(token), "from" | "between") && token.gap == Gap::Space;
    let between_word = &*cursor.word(token) == "between";
    if led {
        token = cursor.after(token);
    }
    if token.gap != Gap::Space || !led && !(token.is_digits() && moment.weekday.is_some() && moment.month.is_none()) {
        return None;
    }
    let (first_end, from) =
        clock::read(context, token).or_else(|| hour(cursor, token)).filter(|(_, from)| from.clock.is_some())?;
    let joint = cursor.token(first_end);
    let dash = is_dash(cursor.sign(joint));
    if !(dash
        || matches!(&*cursor.word(joint), "to" | "until" | "till")
        || between_word && &*cursor.word(joint) == "and")
    {
        return None;
    }
    let next = cursor.after(joint);
    let inner = Context { floor: next.start, ..context };
    let (end, to) = clock::read(inner, next).or_else(|| hour(cursor, next)).filter(|(_, to)| to.clock.is_some())?;
    if !led
        && cursor.token(end).near()
        && cursor.token(end).is_word()
        && from.clock.is_some_and(|clock| !clock.settled && clock.minute.is_none())
        && to.clock.is_some_and(|clock| !clock.settled && clock.minute.is_none())
    {
        return None;
    }
    let from = moment.and(&from)?;
    let to = moment.and(&to)?;
    Some(Figure { start: day.start, end, label: "TIME", value: between(&from, &to)? })
}

/// An hour in digits and nothing more.
fn hour(cursor: Cursor, token: Token) -> Option<(usize, Moment)> {
    let hour: u8 = cursor
        .slice(token)
        .parse()
        .ok()
        .filter(|hour| (1..=24).contains(hour) && token.is_digits() && token.len() <= 2)?;
    let clock = Clock { hour, minute: None, second: None, settled: hour > 12 };
    let next = cursor.byte(token.end);
    (!next.is_ascii_alphanumeric() && !matches!(next, b'%' | b':'))
        .then_some((token.end, Moment { clock: Some(clock), ..Moment::default() }))
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
fn expression(context: Context, first: Token) -> Option<Found> {
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

/// `early`, `mid-`, `the end of`: where the period behind it starts, and the modifier.
fn part_of_period(cursor: Cursor, first: Token) -> Option<(usize, Option<Modifier>, bool)> {
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
fn unit_of_now(context: Context, token: Token) -> Option<Found> {
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
            relative::this_unit(context, &word)
        }
        None => return None,
    };
    let next = cursor.after(token);
    // "week 10" and "year 2012" name another one.
    let numbered = next.near() && (next.is_digits() || cursor.sign(next) == '-');
    (!numbered).then_some(Found { start: token.start, end: token.end, time: Time::Point(moment) })
}

/// The smallest expressions.
fn element(context: Context, first: Token) -> Option<Found> {
    let cursor = context.cursor;
    let at = |start: usize, end: usize, time: Time| Some(Found { start, end, time });
    let plain = |(end, moment): (usize, Moment)| Found { start: first.start, end, time: Time::Point(moment) };
    let timed = |(end, time): (usize, Time)| Found { start: first.start, end, time };
    let in_period = |(start, end, moment): (usize, usize, Moment)| Found { start, end, time: Time::Point(moment) };
    if first.is_digits() {
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
        let others = || date::bare_year(context, first).or_else(|| date::bare_day_ordinal(context, first)).map(plain);
        return clock::read(context, first).map(plain).or_else(counted).or_else(others);
    }
    match starts::kind(cursor.slice(first).as_bytes())? {
        Start::Number => period::edge(context, first)
            .map(timed)
            .or_else(|| period::read(context, first).map(in_period))
            .or_else(|| relative::counted(context, first).map(timed))
            .or_else(|| date::read(context, first).or_else(|| clock::read(context, first)).map(plain))
            .or_else(|| date::spoken_year(context, first).or_else(|| led_time(context, first)).map(plain)),
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
        let day = date::day(cursor, next).filter(|_| super::number::ordinal_suffix(cursor, next).is_some())?;
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
            .map(|end| (end, Time::Point(relative::this_unit(context, "year")))),
        "eoy" => Some((
            first.end,
            Time::Point(Moment { modifier: Some(Modifier::End), ..relative::this_unit(context, "year") }),
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

/// The element with the elements behind it that say more of the same moment.
fn extended(context: Context, mut found: Found) -> Found {
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
    } else if token.glued() && !(cursor.slice(token) == "T") {
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
            if article {
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

fn part_word(cursor: Cursor, token: Token) -> Option<(usize, Moment)> {
    let part = match &*cursor.word(token) {
        "morning" => "MO",
        "afternoon" => "AF",
        "evening" => "EV",
        "night" => "NI",
        _ => return None,
    };
    Some((token.end, Moment { part: Some(part), ..Moment::default() }))
}

/// The range that a moment begins.
fn range(context: Context, first: &Found, from: &Moment) -> Option<Figure> {
    let cursor = context.cursor;
    let joint = cursor.token(first.end);
    if joint.gap == Gap::Break {
        return None;
    }
    let left = cursor.before(first.start);
    let left = if &*cursor.word(left) == "the" { cursor.before(left.start) } else { left };
    let free = left.start >= context.floor && left.gap != Gap::Break;
    let left_word = cursor.word(left);
    let is_between = free && &*left_word == "between";
    let is_from = free && &*left_word == "from";
    let word = cursor.word(joint);
    let dash = is_dash(cursor.sign(joint));
    let joins = dash || matches!(&*word, "to" | "until" | "till" | "through" | "thru") || is_between && &*word == "and";
    if !joins {
        return None;
    }
    let mut next = cursor.after(joint);
    for skip in ["the", "around", "about"] {
        if &*cursor.word(next) == skip {
            next = cursor.after(next);
        }
    }
    if !next.near() || dash && joint.glued() != next.glued() && cursor.sign(joint) != '—' {
        return None;
    }
    if cursor.sign(joint) == '—' && !dash_range(from) {
        return None;
    }
    // A day or an hour by itself goes on from the moment before.
    let (end, to) = second(Context { floor: next.start, ..context }, next, from, dash)?;
    // "the 2020 to 2021" is a range; "from 5 pm to Friday" mixes kinds and is none.
    let like = from.has_time() == to.has_time() || to.has_time() && from.has_date() || from.present || to.present;
    if !like {
        return None;
    }
    if dash
        && from.year.is_some()
        && from.month.is_none()
        && to.year.is_some()
        && to.month.is_none()
        && from.period.is_none()
        && from.year >= to.year
    {
        return None;
    }
    let start = if is_between || is_from { left.start } else { first.start };
    let value = between(from, &to)?;
    let label = if from.has_time() || to.has_time() { "TIME" } else { "DATE" };
    Some(Figure { start, end, label, value })
}

fn dash_range(from: &Moment) -> bool {
    from.year.is_some() && from.month.is_none()
}

/// The end of a range, which may leave out what its start says.
fn second(context: Context, next: Token, from: &Moment, dash: bool) -> Option<(usize, Moment)> {
    let cursor = context.cursor;
    if matches!(&*cursor.word(next), "now" | "present" | "date") {
        let present = context.reference().map_or(Moment { present: true, ..Moment::default() }, Moment::of_day);
        return Some((next.end, if from.has_time() { Moment { present: true, ..Moment::default() } } else { present }));
    }
    let current = cursor.phrase(next.start, "current date");
    if let Some(end) = current {
        return Some((end, context.reference().map_or(Moment { present: true, ..Moment::default() }, Moment::of_day)));
    }
    // "2014–18"
    if let (Some(year), None, true) =
        (from.year, from.month, dash && next.is_digits() && next.len() == 2 && from.period.is_none())
    {
        let tail: i32 = cursor.slice(next).parse().ok()?;
        let full = year - year % 100 + tail;
        let full = if tail <= year % 100 { full + 100 } else { full };
        let free = !cursor.byte(next.end).is_ascii_alphanumeric() && !matches!(cursor.byte(next.end), b'%' | b'-');
        let close = full - year <= if joined_by_hyphen(cursor, next) { 12 } else { 60 };
        return (free && close && next.glued()).then_some((next.end, Moment { year: Some(full), ..Moment::default() }));
    }
    let day_goes_on = from.day.is_some() && from.month.is_some() && !from.has_time();
    if let Some(found) = expression(context, next).filter(|found| found.start == next.start || found.start < next.start)
    {
        if let Time::Point(to) = found.time {
            let clock_like_day = day_goes_on && to.has_time() && !to.has_date();
            if !clock_like_day {
                return Some((found.end, to));
            }
        }
    }
    if day_goes_on && let Some((mut end, day)) = date::day(cursor, next) {
        let mut to = Moment { day: Some(day), ..Moment::default() };
        if let Some((stop, year)) = date::year_behind(context, end, true) {
            to.year = Some(year);
            end = stop;
        }
        return Some((end, to));
    }
    if from.clock.is_some() {
        let (end, to) = clock::bare(context, next)?;
        return Some(extended_clock(context, end, to));
    }
    None
}

/// The day behind the second time of a range: `8am-3 yesterday afternoon`.
fn extended_clock(context: Context, end: usize, to: Moment) -> (usize, Moment) {
    let found = extended(context, Found { start: end, end, time: Time::Point(to) });
    match found.time {
        Time::Point(moment) => (found.end, moment),
        _ => (end, to),
    }
}

/// Ranges whose first half is only a number: `12–14 March`, `2-4 pm`, `between 3 and 12 of Sept`.
fn short_range(context: Context, first: Token) -> Option<Figure> {
    let cursor = context.cursor;
    if !first.is_digits() && !first.is_word() || first.is_digits() && first.len() > 2 && !military(cursor, first) {
        return None;
    }
    if first.is_digits() && !goes_on(cursor, first) {
        return None;
    }
    let left = cursor.before(first.start);
    let left = if &*cursor.word(left) == "the" { cursor.before(left.start) } else { left };
    let free = left.start >= context.floor && left.gap != Gap::Break;
    let is_between = free && &*cursor.word(left) == "between";
    let is_from = free && &*cursor.word(left) == "from";
    let start = if is_between || is_from { left.start } else { first.start };
    if matches!(cursor.byte_before(first.start), b'$' | b'.' | b':' | b'/' | b'-') {
        return None;
    }
    if first.is_digits() && first.len() == 4 {
        return (is_between || is_from).then(|| military_range(cursor, first, start)).flatten();
    }
    // A word must be a number that could be a day or an hour.
    if first.is_word() {
        let number = super::number::numeral(cursor, first, DecimalMark::Point, false)?;
        if number.value.and_then(super::decimal::Decimal::small).is_none_or(|value| value == 0 || value > 31)
            || matches!(&*cursor.word(first), "a" | "an")
        {
            return None;
        }
    }
    let (first_end, low) = date::day(cursor, first).or_else(|| {
        let hour: u8 = cursor.slice(first).parse().ok()?;
        (first.is_digits() && hour == 0).then_some((first.end, hour))
    })?;
    let joint = cursor.token(first_end);
    let dash = is_dash(cursor.sign(joint));
    if !(dash
        || matches!(&*cursor.word(joint), "to" | "until" | "till" | "through")
        || is_between && &*cursor.word(joint) == "and")
        || joint.gap == Gap::Break
    {
        return None;
    }
    let mut next = cursor.after(joint);
    if &*cursor.word(next) == "the" {
        next = cursor.after(next);
    }
    if !next.near() || dash && joint.glued() != next.glued() {
        return None;
    }
    let days = date::read(context, next).filter(|(_, to)| to.day.is_some() && to.month.is_some());
    if let Some((end, to)) =
        days.filter(|_| next.is_digits() || next.is_word() && date::month(&cursor.word(next)).is_none())
    {
        if dash && to.day <= Some(low) {
            return None;
        }
        let from = Moment { day: Some(low), ..Moment::default() };
        return Some(Figure { start, end, label: "DATE", value: between(&from, &to)? });
    }
    if low > 24 {
        return None;
    }
    let (end, to) =
        clock::read(context, next).or_else(|| clock::bare(context, next)).filter(|(_, to)| to.clock.is_some())?;
    let (end, to) = extended_clock(context, end, to);
    let certain = to.clock.is_some_and(|clock| clock.settled || clock.minute.is_some())
        && (to.has_date()
            || cursor.text[next.start..end].bytes().any(|byte| matches!(byte, b':' | b'm' | b'M' | b'a' | b'p')))
        || to.has_date();
    if !certain
        || !(is_between
            || is_from
            || dash
            || cursor.text[next.start..end].bytes().any(|byte| matches!(byte, b'm' | b'M')))
    {
        return None;
    }
    let from =
        Moment { clock: Some(Clock { hour: low, minute: None, second: None, settled: low > 12 }), ..Moment::default() };
    Some(Figure { start, end, label: "TIME", value: between(&from, &to)? })
}

fn military(cursor: Cursor, token: Token) -> bool {
    token.len() == 4 && matches!(cursor.byte(token.start), b'0' | b'1' | b'2')
}

/// `between 0730-0930`.
fn military_range(cursor: Cursor, first: Token, start: usize) -> Option<Figure> {
    let dash = cursor.after(first);
    let last = cursor.after(dash);
    if !is_dash(cursor.sign(dash))
        || !last.is_digits()
        || last.len() != 4
        || cursor.byte(last.end).is_ascii_alphanumeric()
    {
        return None;
    }
    let read = |token: Token| {
        let digits = cursor.slice(token);
        let (hour, minute): (u8, u8) = (digits[..2].parse().ok()?, digits[2..].parse().ok()?);
        (hour < 24 && minute < 60).then_some(Clock { hour, minute: Some(minute), second: None, settled: false })
    };
    // Years are more usual than times.
    let (from, to) = (read(first)?, read(last)?);
    if cursor.byte(first.start) != b'0' {
        return None;
    }
    let moment = |clock: Clock| Moment { clock: Some(clock), ..Moment::default() };
    Some(Figure { start, end: last.end, label: "TIME", value: between(&moment(from), &moment(to))? })
}

fn joined_by_hyphen(cursor: Cursor, next: Token) -> bool {
    cursor.byte_before(next.start) == b'-'
}

/// True if what stands behind digits may join them to the end of a range.
fn goes_on(cursor: Cursor, digits: Token) -> bool {
    let next = cursor.after(digits);
    let next = if next.glued() && next.is_word() { cursor.after(next) } else { next };
    is_dash(cursor.sign(next)) || matches!(cursor.slice(next), "to" | "and" | "until" | "till" | "through")
}
