//! One unit counted from now: `last week`, `next Monday`, `this summer`, `last night`.

use super::amount::Context;
use super::calendar::Reference;
use super::cursor::Token;
use super::date::{month, weekday};
use super::decimal::Decimal;
use super::duration::{self, Duration, Span};
use super::moment::{Moment, Period};
use super::relative::{days_away, stretch};
use super::temporal::Time;

/// One unit, `way` units from now: `last week`, `next Monday`, `this summer`.
pub(super) fn unit_away(context: Context, token: Token, way: i64, soon: bool) -> Option<(usize, Time)> {
    let cursor = context.cursor;
    let word = cursor.word(token);
    let today = context.reference();
    let point = |end: usize, moment: Moment| Some((end, Time::Point(moment)));
    let known = |find: &dyn Fn(Reference) -> Moment| today.map_or(Moment::unresolved(), find);
    let year_of =
        |way: i64| move |today: Reference| Moment { year: Some(today.year + way as i32), ..Moment::default() };
    let part = match &*word {
        "night" => Some("NI"),
        "morning" => Some("MO"),
        "afternoon" => Some("AF"),
        "evening" => Some("EV"),
        _ => None,
    };
    if let Some(part) = part {
        return point(token.end, Moment { part: Some(part), ..days_away(context, way) });
    }
    if let Some(day) = weekday(&word).filter(|_| word.len() > 3 || cursor.byte(token.start).is_ascii_uppercase()) {
        let moment = match (way, soon) {
            (0, _) if today.is_none() => Moment { weekday: Some(day), ..Moment::default() },
            (1, true) => known(&|today| {
                let this = today.in_week(day);
                Moment::of_day(if this > today { this } else { this.plus_days(7) })
            }),
            _ => known(&|today| Moment::of_day(today.in_week(day).plus_days(way * 7))),
        };
        return point(token.end, moment);
    }
    if let Some(number) = month(&word).filter(|_| word.len() > 3 || cursor.byte(token.start).is_ascii_uppercase()) {
        // "this May 5" is read as a date; "last May" is a month.
        let moment = known(&|today| {
            let this = today.year
                + match way {
                    -1 => -i32::from(number >= today.month),
                    1 => i32::from(number <= today.month),
                    _ => 0,
                };
            Moment { year: Some(this), month: Some(number), ..Moment::default() }
        });
        return point(token.end, moment);
    }
    if let Some(season) = super::period::season(&word) {
        return point(
            token.end,
            known(&|today| Moment { period: Some(Period::Season(season)), ..year_of(way)(today) }),
        );
    }
    match &*word {
        "day" => point(token.end, days_away(context, way)),
        "week" | "workweek" => point(
            token.end,
            known(&|today| {
                let (year, week) = today.plus_days(way * 7).week();
                Moment { year: Some(year), period: Some(Period::Week(week)), ..Moment::default() }
            }),
        ),
        "weekend" => point(
            token.end,
            known(&|today| Moment {
                period: Some(Period::Weekend),
                ..Moment::of_day(today.in_week(6).plus_days(way * 7))
            }),
        ),
        "fortnight" => Some((
            token.end,
            stretch(
                context,
                Duration::EMPTY.with(Span::Week, Some(Decimal::integer(2))),
                if way == 0 { 1 } else { way },
            ),
        )),
        "month" => point(
            token.end,
            known(&|today| {
                let then = today.plus_months(way);
                Moment { year: Some(then.year), month: Some(then.month), ..Moment::default() }
            }),
        ),
        "quarter" => point(
            token.end,
            known(&|today| {
                let then = today.plus_months(way * 3);
                Moment {
                    year: Some(then.year),
                    period: Some(Period::Quarter((then.month - 1) / 3 + 1)),
                    ..Moment::default()
                }
            }),
        ),
        "year" => {
            // "next year's first quarter"
            point(token.end, known(&year_of(way)))
        }
        "fiscal" | "financial" | "school" | "academic" => {
            let end = cursor.phrase(cursor.after(token).start, "year")?;
            let period = if matches!(&*word, "school" | "academic") { Period::School } else { Period::Fiscal };
            point(end, known(&|today| Moment { period: Some(period), ..year_of(way)(today) }))
        }
        "decade" => point(
            token.end,
            known(&|today| Moment {
                period: Some(Period::Decade(0)),
                year: Some((today.year / 10 + way as i32) * 10),
                ..Moment::default()
            }),
        ),
        "century" => point(
            token.end,
            known(&|today| Moment {
                period: Some(Period::Century((today.year / 100 + 1 + way as i32) as u8)),
                ..Moment::default()
            }),
        ),
        "hour" | "minute" if way != 0 => {
            let (span, _) = duration::span(&word)?;
            Some((token.end, stretch(context, Duration::EMPTY.with(span, Some(Decimal::ONE)), way)))
        }
        _ => {
            let (end, mut moment) = super::holiday::read(context, token)?;
            if let Some(today) = today.filter(|_| moment.year.is_none()) {
                moment = super::holiday::nearest(moment, today, way, cursor, token)?;
            }
            Some((end, Time::Point(moment)))
        }
    }
}

/// The unit that the reference lies in: `week` in "later in the week".
pub(super) fn this_unit(context: Context, unit: &str) -> Moment {
    let Some(today) = context.reference() else { return Moment::unresolved() };
    let year = Moment { year: Some(today.year), ..Moment::default() };
    match unit {
        "day" => Moment::of_day(today),
        "week" => {
            let (year, week) = today.week();
            Moment { year: Some(year), period: Some(Period::Week(week)), ..Moment::default() }
        }
        "month" => Moment { month: Some(today.month), ..year },
        "quarter" => Moment { period: Some(Period::Quarter((today.month - 1) / 3 + 1)), ..year },
        "decade" => Moment { year: Some(today.year / 10 * 10), period: Some(Period::Decade(0)), ..Moment::default() },
        "century" => Moment { period: Some(Period::Century((today.year / 100 + 1) as u8)), ..Moment::default() },
        _ => year,
    }
}
