//! Ranges of dates and times.
//!
//! ```text
//! range := moment (– | - | to | until | till | through) moment | between moment and moment | from moment to moment
//!        | day (– | to) day month | month day (– | to) day | hour (– | to) time | day [from] hour (– | to) time
//! ```
//! Each end takes from the other what it leaves out. `between` and `from` belong to the span.

use super::amount::Context;
use super::cursor::{Cursor, Gap, Token, is_dash};
use super::figure_tagger::Figure;
use super::moment::{Clock, Moment, between};
use super::number::DecimalMark;
use super::temporal::{Found, Time, expression, extended};
use super::{clock, date, year};

/// `Tuesday from 7 to 7:30`, `Monday 11-4`: a day with a range of times.
pub(super) fn times_of_day(context: Context, day: &Found, moment: &Moment) -> Option<Figure> {
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
    let weekday_alone = moment.weekday.is_some() && moment.month.is_none();
    if token.gap != Gap::Space || !(led || token.is_digits() && weekday_alone) {
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

/// The range that a moment begins.
pub(super) fn range(context: Context, first: &Found, from: &Moment) -> Option<Figure> {
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
    let day = from.day.is_some() || from.weekday.is_some() || from.unresolved;
    let like = from.has_time() == to.has_time() || to.has_time() && day || from.present || to.present;
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
    // "Jun-Jun" is a name.
    let same_month =
        dash && from.month.is_some() && from.month == to.month && from.day.is_none() && from.year == to.year;
    if same_month {
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
    if let (Some(year), None, true) = (
        from.year,
        from.month,
        dash && next.is_digits()
            && next.len() == 2
            && matches!(from.period, None | Some(super::moment::Period::Fiscal)),
    ) {
        let tail: i32 = cursor.slice(next).parse().ok()?;
        let full = year - year % 100 + tail;
        let full = if tail <= year % 100 { full + 100 } else { full };
        let free = !cursor.byte(next.end).is_ascii_alphanumeric() && !matches!(cursor.byte(next.end), b'%' | b'-');
        let close = full - year <= if joined_by_hyphen(cursor, next) { 12 } else { 60 };
        return (free && close && next.glued()).then_some((next.end, Moment { year: Some(full), ..Moment::default() }));
    }
    let day_goes_on = from.day.is_some() && from.month.is_some() && !from.has_time();
    if let Some(found) = expression(context, next).filter(|found| found.start <= next.start)
        && let Time::Point(to) = found.time
    {
        let clock_like_day = day_goes_on && to.has_time() && !to.has_date();
        if !clock_like_day {
            return Some((found.end, to));
        }
    }
    if day_goes_on && let Some((mut end, day)) = date::day(cursor, next) {
        let mut to = Moment { day: Some(day), ..Moment::default() };
        if let Some((stop, year)) = year::year_behind(context, end, true) {
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
pub(super) fn short_range(context: Context, first: Token) -> Option<Figure> {
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
