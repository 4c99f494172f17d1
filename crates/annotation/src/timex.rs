//! What a TIMEX3 value looks like (ISO 24617-1, ISO-TimeML, annex A.3), as far as figures use it.
//!
//! ```text
//! date     := year [-month [-day]] | year-Wweek [-day|-WE] | year-Qn | year-Hn | year-season | century | season
//!           | (FY|SY)year | BCyear | BCcentury | PRESENT_REF | PAST_REF | FUTURE_REF         each place may be X: 199X, XXXX-06-21
//! time     := [date] T(hh[:mm[:ss]] | MO | AF | EV | NI | …) [Z|±hh:mm]
//! duration := P(amount (Y|M|W|D|BD|WE|WD))… [T(amount (H|M|S))…]
//! set      := duration | date | time
//! ```

use crate::ValueKind;

/// True if `text` is a TIMEX3 value of the kind.
pub(crate) fn is_timex(text: &str, kind: ValueKind) -> bool {
    match kind {
        ValueKind::Duration => is_duration(text),
        ValueKind::Set => is_duration(text) || is_moment(text),
        _ => is_moment(text),
    }
}

fn is_moment(text: &str) -> bool {
    match text.find('T').filter(|_| !text.ends_with("_REF")) {
        Some(at) => (at == 0 || is_date(&text[..at])) && is_time_of_day(&text[at + 1..]),
        None => is_date(text),
    }
}

/// Digits or `X`, so many of them.
fn places(text: &str, count: usize) -> bool {
    text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'X')
}

/// Two places within bounds, where they are known.
fn bounded(text: &str, range: std::ops::RangeInclusive<u8>) -> bool {
    places(text, 2) && text.parse::<u8>().map_or(text.contains('X'), |number| range.contains(&number))
}

fn is_date(text: &str) -> bool {
    const SEASONS: [&str; 4] = ["SP", "SU", "FA", "WI"];
    if ["PRESENT_REF", "PAST_REF", "FUTURE_REF"].contains(&text) || SEASONS.contains(&text) {
        return true;
    }
    if let Some(year) = text.strip_prefix("FY").or_else(|| text.strip_prefix("SY")) {
        return places(year, 4);
    }
    if let Some(before) = text.strip_prefix("BC") {
        return places(before, 4) || places(before, 2);
    }
    let mut parts = text.split('-');
    let year = parts.next().unwrap_or_default();
    let rest: Vec<&str> = parts.take(5).collect();
    if rest.is_empty() {
        return places(year, 4) || places(year, 2) || places(year, 3);
    }
    places(year, 4)
        && match rest[..] {
            [part] if part.len() == 2 && matches!(part.as_bytes()[0], b'Q' | b'H') => places(&part[1..], 1),
            [part] => bounded(part, 1..=12) || is_week(part) || SEASONS.contains(&part),
            [week, day] if is_week(week) => day == "WE" || places(day, 1),
            [month, week] if is_week(week) => bounded(month, 1..=12),
            [month, day] => bounded(month, 1..=12) && bounded(day, 1..=31),
            [month, week, day, nth] => bounded(month, 1..=12) && is_week(week) && places(day, 1) && places(nth, 1),
            _ => false,
        }
}

fn is_week(text: &str) -> bool {
    text.strip_prefix('W').is_some_and(|week| bounded(week, 1..=53))
}

fn is_time_of_day(text: &str) -> bool {
    if !text.is_empty() && text.len() <= 3 && text.bytes().all(|byte| byte.is_ascii_uppercase()) {
        return true;
    }
    let (clock, zone) = match text.find(['Z', '+', '-']) {
        Some(at) => text.split_at(at),
        None => (text, "Z"),
    };
    let zone_fits = zone == "Z"
        || zone[1..].split_once(':').is_some_and(|(hours, minutes)| bounded(hours, 0..=14) && bounded(minutes, 0..=59));
    let mut parts = clock.split(':');
    zone_fits
        && parts.next().is_some_and(|hours| bounded(hours, 0..=24))
        && parts.next().is_none_or(|minutes| bounded(minutes, 0..=59))
        && parts.next().is_none_or(|seconds| bounded(seconds, 0..=60))
        && parts.next().is_none()
}

fn is_duration(text: &str) -> bool {
    let Some(rest) = text.strip_prefix('P') else { return false };
    let (date, time) = rest.split_once('T').unwrap_or((rest, ""));
    let fits =
        |part: &str, designators: &[&str]| amounts(part).all(|(_, designator)| designators.contains(&designator));
    let complete = |part: &str| part.is_empty() || part.ends_with(|last: char| last.is_ascii_uppercase());
    !(rest.ends_with('T') || date.is_empty() && time.is_empty())
        && complete(date)
        && complete(time)
        && fits(date, &["Y", "M", "W", "D", "BD", "WE", "WD"])
        && fits(time, &["H", "M", "S"])
}

/// The amounts of a part of a duration, each with its designator; `X` is an amount.
pub(crate) fn amounts(part: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = part;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let amount = rest
            .find(|letter: char| !(letter.is_ascii_digit() || letter == '.' || letter == 'X'))
            .unwrap_or(rest.len());
        let (number, tail) = rest.split_at(amount);
        let end = tail.find(|letter: char| letter.is_ascii_digit() || letter == 'X').unwrap_or(tail.len());
        let (designator, next) = tail.split_at(end);
        // An amount that is no number makes the designator one that nothing accepts.
        let is_decimal = || number.contains(|letter: char| letter.is_ascii_digit()) && number.matches('.').count() <= 1;
        let number_fits = number == "X" || (!number.contains('X') && is_decimal());
        rest = next;
        Some(if number_fits { (number, designator) } else { (number, "") })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_have_the_shape_of_their_kind() {
        let check = |kind, good: &[&str], bad: &[&str]| {
            for text in good {
                assert!(is_timex(text, kind), "{text}");
            }
            for text in bad {
                assert!(!is_timex(text, kind), "{text}");
            }
        };
        check(
            ValueKind::Date,
            &[
                "2024",
                "199X",
                "XX9X",
                "20",
                "BC0044",
                "BC04",
                "XXXX-06-21",
                "2018-W31",
                "XXXX-WXX-5",
                "2018-W23-WE",
                "2023-Q3",
                "FY2023",
                "SU",
                "2019-SU",
                "2015-01-W01",
            ],
            &["", "2024-13", "2024-00", "24-05", "2024-05-32", "P3D", "May", "2024-5", "2024-", "-", "🗼"],
        );
        check(
            ValueKind::Time,
            &["T15", "T15:30:10", "2016-11-07TNI", "T14:30Z", "T09+01:00"],
            &["T", "T25", "T1", "15:30", "T14:30+1"],
        );
        check(
            ValueKind::Duration,
            &["P3D", "PT1H30M", "P3.5Y", "PXD", "PTXM", "P4BD", "PT1M43.25S"],
            &["P", "PT", "3D", "P3", "PD", "P3X", "P3DT"],
        );
        check(ValueKind::Set, &["P1D", "XXXX-WXX-1T16", "TNI"], &["daily"]);
    }
}
