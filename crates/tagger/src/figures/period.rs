//! Parts of years and stretches of years: quarters, halves, seasons, weeks, decades, centuries, fiscal years.
//!
//! ```text
//! period  := Q3 [2023] | 2023 Q3 | 3Q23 | third quarter [of 2023] | H1 2024 | first half of 2020 | FY2023
//!          | fiscal [year] 2021 | week 31 [of 2027] | first week of January 2015 | 1990s | '90s | nineties
//!          | 21st century | summer [of] 2019
//! ```
//! An ordinal period's article belongs to its name: `the 21st century`, `the first half of 2026`.

use super::amount::Context;
use super::calendar::Reference;
use super::cursor::{Cursor, Gap, Token};
use super::date::month;
use super::moment::{Moment, Period};
use super::number::{DecimalMark, numeral, ordinal_suffix};
use super::temporal::Time;
use super::year::{century, year, year_behind};

pub(super) fn season(word: &str) -> Option<&'static str> {
    Some(match word {
        "spring" => "SP",
        "summer" => "SU",
        "fall" | "autumn" => "FA",
        "winter" => "WI",
        _ => return None,
    })
}

/// The period that starts with `first`; its start differs where an article or apostrophe belongs to it.
pub(super) fn read(context: Context, first: Token) -> Option<(usize, usize, Moment)> {
    let cursor = context.cursor;
    let found = if first.is_digits() { in_digits(context, first) } else { in_words(context, first) };
    if let Some((end, moment)) = found {
        return Some((first.start, end, moment));
    }
    let (end, number) = ordinal(cursor, first)?;
    let dash = cursor.token(end);
    let unit = if cursor.sign(dash) == '-' && dash.glued() { cursor.after(dash) } else { dash };
    if !unit.near() {
        return None;
    }
    let behind = |end: usize| year_of_period(context, end);
    match &*cursor.word(unit) {
        "century" | "centuries" if (1..=30).contains(&number) => {
            let before = cursor.before(first.start);
            let the = &*cursor.word(before) == "the"
                && before.gap == Gap::Space
                && before.start >= context.floor
                && unit.start != dash.end;
            let start = if the { before.start } else { first.start };
            let era = super::era::behind(cursor, unit.end);
            let year = era.and_then(|(_, is_before)| is_before.then_some(-1));
            let end = era.map_or(unit.end, |(end, _)| end);
            Some((start, end, Moment { year, period: Some(Period::Century(number)), ..Moment::default() }))
        }
        "quarter" if (1..=4).contains(&number) => {
            let (end, moment) = behind(unit.end).unwrap_or((unit.end, Moment::default()));
            // "a third quarter-final", "the fourth quarter of the game" are not told apart here.
            if cursor.byte(unit.end) == b'-' || &*cursor.word(cursor.before(first.start)) == "a" {
                return None;
            }
            let adjective = unit.start != dash.start;
            let start = if adjective { first.start } else { with_article(context, first) };
            Some((start, end, Moment { period: Some(Period::Quarter(number)), ..moment }))
        }
        "half" if number <= 2 && unit.start == dash.start => {
            // A match has halves too: only with a year.
            let (end, moment) = behind(unit.end)?;
            Some((with_article(context, first), end, Moment { period: Some(Period::Half(number)), ..moment }))
        }
        "week" if number <= 53 => {
            let of = cursor.after(unit);
            if &*cursor.word(of) != "of" {
                return None;
            }
            let next = cursor.after(of);
            if let Some(month_number) = month(&cursor.word(next)) {
                let dot = cursor.after(next);
                let end = if cursor.sign(dot) == '.' && dot.glued() { dot.end } else { next.end };
                let (end, year) = year_behind(context, end, false)
                    .map_or((if cursor.word(next).len() > 4 { next.end } else { end }, None), |(end, year)| {
                        (end, Some(year))
                    });
                return Some((
                    first.start,
                    end,
                    Moment {
                        year,
                        month: Some(month_number),
                        period: Some(Period::WeekOfMonth(number)),
                        ..Moment::default()
                    },
                ));
            }
            let (end, moment) = behind(unit.end)?;
            Some((first.start, end, Moment { period: Some(Period::Week(number)), ..moment }))
        }
        "month" if (1..=12).contains(&number) => {
            let (end, moment) = behind(unit.end)?;
            Some((first.start, end, Moment { month: Some(number), ..moment }))
        }
        "day" if (1..=31).contains(&number) => {
            // "the 15th day of next month"
            let of = cursor.after(unit);
            if &*cursor.word(of) != "of" {
                return None;
            }
            let (end, base) = super::temporal::point(context, cursor.after(of))?;
            (base.month.is_some() && base.day.is_none()).then_some((
                first.start,
                end,
                Moment { day: Some(number), ..base },
            ))
        }
        _ => None,
    }
}

/// Where the period starts, its article included.
fn with_article(context: Context, first: Token) -> usize {
    let before = context.cursor.before(first.start);
    let the = &*context.cursor.word(before) == "the" && before.gap == Gap::Space && before.start >= context.floor;
    if the { before.start } else { first.start }
}

/// `first two weeks of 2021`, `last four months of last year`: a stretch at the edge of a year.
pub(super) fn edge(context: Context, first: Token) -> Option<(usize, Time)> {
    let cursor = context.cursor;
    let from_start = match &*cursor.word(first) {
        "first" => true,
        "last" | "final" => false,
        _ => return None,
    };
    let count = cursor.after(first);
    if let Some(found) = last_of(context, count).filter(|_| !from_start) {
        return Some(found);
    }
    let number = numeral(cursor, count, DecimalMark::Point, false).filter(|number| !number.ordinal && count.near())?;
    let (end, duration) = super::duration::behind(cursor, &number)?;
    let of = cursor.token(end);
    if &*cursor.word(of) != "of" {
        return None;
    }
    let (stop, base) = super::temporal::point(context, cursor.after(of))?;
    if base.month.is_some() && base.day.is_some() {
        return None;
    }
    let unresolved = (stop, Time::Point(Moment::unresolved()));
    let (Some(year), None, None) = (base.year, base.month, base.period) else { return Some(unresolved) };
    let mut begin = Reference::new(year, 1, 1);
    let mut finish = Reference::new(year + 1, 1, 1);
    // Weeks begin on Monday, the first being the one with a Thursday in the year.
    if duration.has(super::duration::Span::Week) {
        begin = Reference::new(year, 1, 4).in_week(1);
        finish = Reference::new(year, 12, 28).in_week(1).plus_days(7);
    }
    let stretch = if from_start {
        super::relative::away(begin, &duration, 1).map(|to| (begin, to))
    } else {
        super::relative::away(finish, &duration, -1).map(|from| (from, finish))
    };
    Some(stretch.map_or(unresolved, |(from, to)| (stop, Time::Between(Moment::of_day(from), Moment::of_day(to)))))
}

/// Behind `last` or `final`: `week of September`, `day of October 2015`, `quarter of 2020`.
fn last_of(context: Context, unit: Token) -> Option<(usize, Time)> {
    let cursor = context.cursor;
    let of = cursor.after(unit);
    if !unit.near() || !matches!(&*cursor.word(unit), "day" | "week" | "weekend" | "month" | "quarter") {
        return None;
    }
    if &*cursor.word(of) != "of" || !of.near() {
        return None;
    }
    let (end, base) = super::temporal::point(context, cursor.after(of))?;
    let last = match (&*cursor.word(unit), base.year, base.month) {
        _ if base.day.is_some() || base.weekday.is_some() || base.clock.is_some() => return None,
        ("day", Some(year), Some(month)) => Moment::of_day(next_month(year, month).plus_days(-1)),
        ("month", Some(year), None) if base.period.is_none() => {
            Moment { month: Some(12), year: Some(year), ..Moment::default() }
        }
        ("quarter", Some(year), None) if base.period.is_none() => {
            Moment { period: Some(Period::Quarter(4)), year: Some(year), ..Moment::default() }
        }
        _ => Moment::unresolved(),
    };
    Some((end, Time::Point(last)))
}

fn next_month(year: i32, month: u8) -> Reference {
    if month == 12 { Reference::new(year + 1, 1, 1) } else { Reference::new(year, month + 1, 1) }
}

/// `of 2023`, `2023`, `of fiscal 2021`, `of next year`, `of the year`: the year of a period.
fn year_of_period(context: Context, end: usize) -> Option<(usize, Moment)> {
    let cursor = context.cursor;
    let mut token = cursor.token(end);
    if matches!(cursor.sign(token), '-' | ',' | '/') && token.glued() {
        token = cursor.after(token);
    }
    let of = matches!(&*cursor.word(token), "of" | "in") && token.near();
    if of {
        token = cursor.after(token);
    }
    let the = &*cursor.word(token) == "the";
    if the && of {
        token = cursor.after(token);
    }
    if matches!(&*cursor.word(token), "fiscal" | "financial") {
        token = cursor.after(token);
    }
    if &*cursor.word(token) == "year" && token.near() {
        let next = cursor.after(token);
        if let Some((end, year)) = year(cursor, next) {
            return Some((end, Moment { year: Some(year), ..Moment::default() }));
        }
        return (the && of).then_some((token.end, Moment::default()));
    }
    if let Some((end, year)) = year(cursor, token).filter(|_| token.near()) {
        return Some((end, Moment { year: Some(year), ..Moment::default() }));
    }
    if of
        && let Some((end, super::temporal::Time::Point(moment))) =
            context.inside().and_then(|context| super::relative::read(context, token))
    {
        return (moment.year.is_some() && moment.month.is_none() && moment.period.is_none() || moment.unresolved)
            .then_some((end, moment));
    }
    None
}

/// An ordinal of at most two digits or in words.
fn ordinal(cursor: Cursor, token: Token) -> Option<(usize, u8)> {
    if token.is_digits() && token.len() <= 2 {
        return Some((ordinal_suffix(cursor, token.end)?, cursor.slice(token).parse().ok()?));
    }
    if !token.is_word() {
        return None;
    }
    let number = numeral(cursor, token, DecimalMark::Point, false).filter(|number| number.ordinal)?;
    Some((number.end, u8::try_from(number.value?.small()?).ok()?))
}

fn in_digits(context: Context, first: Token) -> Option<(usize, Moment)> {
    let cursor = context.cursor;
    let before = cursor.byte_before(first.start);
    if before.is_ascii_alphanumeric() {
        return None;
    }
    let next = cursor.after(first);
    let apostrophe = matches!(cursor.sign(next), '\'' | '’') && next.glued();
    let s = if apostrophe { cursor.after(next) } else { next };
    // "1990s", "'90s", "90 s"
    let ends_in_s = cursor.slice(s) == "s"
        && (s.glued() || first.len() == 2 && s.gap == Gap::Space)
        && !cursor.byte(s.end).is_ascii_alphanumeric();
    if ends_in_s && cursor.slice(first).ends_with('0') && (!apostrophe || first.len() == 4) {
        let value: i32 = cursor.slice(first).parse().ok()?;
        return match first.len() {
            4 if (1000..2200).contains(&value) && (value % 100 != 0 || value % 1000 == 0) => Some((
                s.end,
                Moment {
                    year: Some(value),
                    period: Some(Period::Decade((value / 10 % 10) as u8)),
                    ..Moment::default()
                },
            )),
            4 if (1000..2200).contains(&value) => Some((
                s.end,
                Moment {
                    year: Some(value),
                    period: Some(Period::Century((value / 100 + 1) as u8)),
                    assumed: true,
                    ..Moment::default()
                },
            )),
            2 if matches!(before, b'\'') || cursor.text[..first.start].ends_with(['’', '‘']) => Some((
                s.end,
                Moment {
                    year: Some(century(value)),
                    period: Some(Period::Decade((value / 10) as u8)),
                    assumed: true,
                    ..Moment::default()
                },
            )),
            2 if value >= 20
                && s.gap != Gap::Break
                && matches!(
                    &*cursor.word(cursor.before(first.start)),
                    "the" | "in" | "early" | "late" | "mid" | "of"
                ) =>
            {
                Some((s.end, Moment { period: Some(Period::Decade((value / 10) as u8)), ..Moment::default() }))
            }
            _ => None,
        };
    }
    // "2023 Q3", "2023-Q1", "3Q23", "1H 2024"
    let joined = if matches!(cursor.sign(next), '-') && next.glued() { cursor.after(next) } else { next };
    if let Some((_, year)) = year(cursor, first).or_else(|| {
        (cursor.sign(next) == '-' || matches!(cursor.byte(next.start), b'Q' | b'q'))
            .then(|| year_digits(cursor, first))
            .flatten()
    }) && matches!(&*cursor.word(joined), "q" | "h")
        && joined.near()
    {
        let number = cursor.after(joined);
        let (end, value) = part_number(cursor, number)?;
        let period = if &*cursor.word(joined) == "q" { Period::Quarter(value) } else { Period::Half(value) };
        return Some((end, Moment { year: Some(year), period: Some(period), ..Moment::default() }));
    }
    if first.len() == 1 && next.glued() && matches!(cursor.slice(next), "Q" | "H") {
        let (_, value) = part_number(cursor, first).or_else(|| Some((first.end, cursor.slice(first).parse().ok()?)))?;
        let quarter = cursor.slice(next) == "Q";
        if value == 0 || value > if quarter { 4 } else { 2 } {
            return None;
        }
        let digits = cursor.after(next);
        let (end, year) = match digits.len() {
            2 if digits.is_digits() && digits.glued() => {
                (digits.end, Some(century(cursor.slice(digits).parse().ok()?)))
            }
            _ => year_behind(context, next.end, false).map_or((next.end, None), |(end, year)| (end, Some(year))),
        };
        let period = if quarter { Period::Quarter(value) } else { Period::Half(value) };
        return Some((end, Moment { year, period: Some(period), ..Moment::default() }));
    }
    None
}

fn year_digits(cursor: Cursor, token: Token) -> Option<(usize, i32)> {
    (token.len() == 4)
        .then(|| cursor.slice(token).parse().ok())
        .flatten()
        .filter(|year| (1000..3000).contains(year))
        .map(|year| (token.end, year))
}

fn part_number(cursor: Cursor, token: Token) -> Option<(usize, u8)> {
    let alone = !cursor.byte(token.end).is_ascii_alphanumeric();
    (token.is_digits() && token.len() == 1 && token.near() && alone)
        .then(|| cursor.slice(token).parse().ok())
        .flatten()
        .filter(|number| (1..=4).contains(number))
        .map(|number| (token.end, number))
}

fn in_words(context: Context, first: Token) -> Option<(usize, Moment)> {
    let cursor = context.cursor;
    let word = cursor.word(first);
    let next = cursor.after(first);
    match &*word {
        "q" | "h" if next.glued() => {
            let (end, number) = part_number(cursor, next)?;
            if &*word == "h" && (number > 2 || cursor.byte(first.start) != b'H') {
                return None;
            }
            let period = if &*word == "q" { Period::Quarter(number) } else { Period::Half(number) };
            match year_of_period(context, end) {
                Some((end, moment)) => Some((end, Moment { period: Some(period), ..moment })),
                None if &*word == "q" || cursor.byte_before(first.start) == b' ' => {
                    Some((end, Moment { period: Some(period), ..Moment::default() }))
                }
                None => None,
            }
        }
        "fy" | "cy" | "sy" => {
            let digits = if matches!(cursor.sign(next), '-' | '\'' | '’') { cursor.after(next) } else { next };
            if !digits.near() || !digits.is_digits() || cursor.byte(digits.end).is_ascii_alphanumeric() {
                return None;
            }
            let year: i32 = match digits.len() {
                2 => century(cursor.slice(digits).parse().ok()?),
                _ => super::year::year(cursor, digits)?.1,
            };
            let period = match &*word {
                "fy" => Some(Period::Fiscal),
                "sy" => Some(Period::School),
                _ => None,
            };
            Some((digits.end, Moment { year: Some(year), period, ..Moment::default() }))
        }
        "fiscal" | "financial" => {
            let year_word = if &*cursor.word(next) == "year" { cursor.after(next) } else { next };
            let (end, year) = year(cursor, year_word).filter(|_| year_word.near())?;
            Some((end, Moment { year: Some(year), period: Some(Period::Fiscal), ..Moment::default() }))
        }
        "week" => {
            if next.gap != Gap::Space || !next.is_digits() || next.len() > 2 {
                return None;
            }
            let number: u8 = cursor.slice(next).parse().ok().filter(|week| (1..=53).contains(week))?;
            if cursor.byte(next.end).is_ascii_alphanumeric()
                || matches!(cursor.byte(next.end), b':' | b'.' | b'-') && cursor.byte(next.end + 1).is_ascii_digit()
            {
                return None;
            }
            let (end, moment) = year_of_period(context, next.end).unwrap_or((
                next.end,
                Moment { year: context.reference().map(|today| today.year), ..Moment::default() },
            ));
            Some((end, Moment { period: Some(Period::Week(number)), ..moment }))
        }
        "last" => {
            // "last week of 2016", "last quarter of 2020"
            let of = cursor.phrase(next.end, "of")?;
            let mut base = cursor.token(of);
            if &*cursor.word(base) == "the" {
                base = cursor.after(base);
            }
            let (end, year) = year(cursor, base)?;
            let period = match &*cursor.word(next) {
                "week" => Period::Week(super::calendar::Reference::new(year, 12, 28).week().1.min(52)),
                "quarter" => Period::Quarter(4),
                _ => return None,
            };
            Some((end, Moment { year: Some(year), period: Some(period), ..Moment::default() }))
        }
        "twenties" | "thirties" | "forties" | "fifties" | "sixties" | "seventies" | "eighties" | "nineties" => {
            let tens = match &*word {
                "twenties" => 2,
                "thirties" => 3,
                "forties" => 4,
                "fifties" => 5,
                "sixties" => 6,
                "seventies" => 7,
                "eighties" => 8,
                _ => 9,
            };
            // "in his forties" is an age.
            let before = cursor.word(cursor.before(first.start));
            let age = matches!(&*before, "his" | "her" | "their" | "my" | "your" | "our");
            (!age).then_some((first.end, Moment { period: Some(Period::Decade(tens)), ..Moment::default() }))
        }
        _ => {
            let name = season(&word)?;
            let found =
                year_of_period(context, first.end).filter(|(_, moment)| moment.year.is_some() || moment.unresolved);
            if let Some((end, moment)) = found {
                return Some((end, Moment { period: Some(Period::Season(name)), ..moment }));
            }
            // "spring" and "fall" are verbs too, "winter" a name.
            let before = cursor.word(cursor.before(first.start));
            let led = matches!(
                &*before,
                "in" | "the"
                    | "since"
                    | "by"
                    | "until"
                    | "during"
                    | "early"
                    | "mid"
                    | "late"
                    | "every"
                    | "each"
                    | "whole"
                    | "all"
                    | "of"
                    | "a"
            );
            let sure = matches!(&*word, "summer" | "winter" | "autumn");
            let noun = matches!(&*cursor.word(next), "olympics" | "games" | "palace");
            let capital_inside = cursor.byte(first.start).is_ascii_uppercase() && first.start > 0;
            ((sure && !capital_inside
                || led && matches!(&*before, "in" | "since" | "by" | "until" | "during" | "early" | "late" | "mid"))
                && !noun
                && !(led && &*before == "a"))
                .then_some((first.end, Moment { period: Some(Period::Season(name)), ..Moment::default() }))
        }
    }
}
