//! Durations: lengths of time, as TIMEX3 (`P20D`, `PT1H30M`).
//!
//! ```text
//! duration := amount [-] unit ([and] amount unit)… [and a half] | a few minutes | half an hour
//! unit     := second … century, hrs, mins, business day
//! ```
//! Below a day the label is TIME, from a day up DATE, as in OntoNotes.

use super::cursor::{Cursor, Gap, is_dash};
use super::decimal::Decimal;
use super::number::{DecimalMark, Form, Numeral, numeral};

/// The amounts of a duration's units, largest unit first.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Duration {
    parts: [Option<Decimal>; UNITS.len()],
    /// "a few minutes": the smallest unit is named, its amount is not.
    vague: Option<Span>,
    overflow: bool,
    /// Counted in quarters, or in decades: a stretch of them follows the calendar.
    pub(super) quarters: bool,
    pub(super) decades: bool,
}

/// A unit of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Span {
    Year,
    Month,
    Weekend,
    Week,
    BusinessDay,
    Day,
    Hour,
    Minute,
    Second,
}

/// Every unit, with its designator in TIMEX3.
const UNITS: [(Span, &str); 9] = [
    (Span::Year, "Y"),
    (Span::Month, "M"),
    (Span::Weekend, "WE"),
    (Span::Week, "W"),
    (Span::BusinessDay, "BD"),
    (Span::Day, "D"),
    (Span::Hour, "H"),
    (Span::Minute, "M"),
    (Span::Second, "S"),
];

impl Duration {
    pub(super) const EMPTY: Duration =
        Duration { parts: [None; UNITS.len()], vague: None, overflow: false, quarters: false, decades: false };

    /// The same duration and `amount` more of a unit.
    pub(super) fn with(mut self, span: Span, amount: Option<Decimal>) -> Duration {
        self.add(span, amount, 1);
        self
    }

    /// A number of units that is not said.
    pub(super) fn vague_count(span: Span) -> Duration {
        Duration { vague: Some(span), ..Duration::EMPTY }
    }

    /// The same length, counted in calendar quarters (of months) or decades (of years).
    pub(super) fn by_the_calendar(self, span: Span) -> Duration {
        Duration { quarters: span == Span::Month, decades: span == Span::Year, ..self }
    }

    pub(super) fn has(&self, span: Span) -> bool {
        self.parts[span as usize].is_some()
    }

    /// Its hours, minutes and seconds, where each is half a unit at the finest.
    pub(super) fn seconds(&self) -> Option<i64> {
        let mut total = 0i64;
        for (span, length) in [(Span::Hour, 3600), (Span::Minute, 60), (Span::Second, 1)] {
            let Some(amount) = self.parts[span as usize] else { continue };
            let seconds = amount.times(Decimal::integer(length))?.text()?;
            // Not by way of a float: nothing else in the page reads one, and the tables for it are ten kilobytes.
            let whole: i64 = seconds.split('.').next()?.parse().ok()?;
            total = total.checked_add(whole.clamp(0, i64::from(u32::MAX)))?;
        }
        Some(total)
    }

    fn add(&mut self, span: Span, amount: Option<Decimal>, times: i128) {
        let slot = &mut self.parts[span as usize];
        let amount = amount.and_then(|amount| amount.times(Decimal::integer(times)));
        self.overflow |= amount.is_none();
        *slot = match (*slot, amount) {
            (Some(sum), Some(amount)) => sum.plus(amount),
            (sum, amount) => amount.or(sum),
        };
    }

    /// TIME below a day, DATE from a day up.
    pub(super) fn label(self) -> &'static str {
        let largest =
            UNITS.iter().position(|&(span, _)| self.parts[span as usize].is_some() || self.vague == Some(span));
        if largest.is_some_and(|at| at >= Span::Hour as usize) { "TIME" } else { "DATE" }
    }

    /// The amount of each unit as a small whole number, where it is one.
    pub(super) fn whole(self, span: Span) -> Option<u32> {
        self.parts[span as usize].map_or(Some(0), Decimal::small)
    }

    pub(super) fn only(self) -> Option<(Span, Decimal)> {
        let mut named = UNITS.iter().filter_map(|&(span, _)| Some((span, self.parts[span as usize]?)));
        let first = named.next()?;
        if named.next().is_some() { None } else { Some(first) }
    }

    pub(super) fn is_vague(self) -> bool {
        self.vague.is_some()
    }

    pub(super) fn timex(self) -> Option<String> {
        if self.overflow {
            return None;
        }
        let mut date = String::new();
        let mut time = String::new();
        for (span, designator) in UNITS {
            let amount = match (self.parts[span as usize], self.vague) {
                (Some(amount), _) => amount.text().filter(|text| !text.contains('/'))?,
                (None, Some(vague)) if vague == span => "X".to_owned(),
                _ => continue,
            };
            let half = if span >= Span::Hour { &mut time } else { &mut date };
            *half += &amount;
            *half += designator;
        }
        let separator = if time.is_empty() { "" } else { "T" };
        (!(date.is_empty() && time.is_empty())).then(|| format!("P{date}{separator}{time}"))
    }
}

/// A unit's name: the unit and how many of it one is.
pub(super) fn span(word: &str) -> Option<(Span, i128)> {
    Some(match word {
        "second" | "seconds" | "sec" | "secs" => (Span::Second, 1),
        "minute" | "minutes" | "min" | "mins" => (Span::Minute, 1),
        "hour" | "hours" | "hr" | "hrs" => (Span::Hour, 1),
        "day" | "days" => (Span::Day, 1),
        "week" | "weeks" | "wk" | "wks" => (Span::Week, 1),
        "weekend" | "weekends" => (Span::Weekend, 1),
        "fortnight" | "fortnights" => (Span::Week, 2),
        "month" | "months" | "mo" | "mos" => (Span::Month, 1),
        "quarter" | "quarters" => (Span::Month, 3),
        "year" | "years" | "yr" | "yrs" => (Span::Year, 1),
        "decade" | "decades" => (Span::Year, 10),
        "century" | "centuries" => (Span::Year, 100),
        "millennium" | "millennia" => (Span::Year, 1000),
        "business" | "working" | "trading" => (Span::BusinessDay, 1),
        _ => return None,
    })
}

/// The unit at `at`: where it ends, which, how many of it.
fn unit(cursor: Cursor, at: usize, spelled: bool) -> Option<(usize, Span, i128)> {
    let mut token = cursor.token(at);
    if is_dash(cursor.sign(token)) && token.glued() {
        token = cursor.after(token);
        if !token.glued() {
            return None;
        }
    }
    if !token.near() || !token.is_word() {
        return None;
    }
    let word = cursor.word(token);
    if matches!(&*word, "business" | "working" | "trading") {
        let day = cursor.after(token);
        return matches!(&*cursor.word(day), "day" | "days").then_some((day.end, Span::BusinessDay, 1));
    }
    if let Some((span, times)) = span(&word) {
        // "three quarters" is a fraction, unless time is meant before it; "quarters" are read with "last", "next".
        if matches!(&*word, "quarter" | "quarters" | "mo" | "mos") && spelled {
            return None;
        }
        return Some((token.end, span, times));
    }
    // Letters only behind digits and glued: "3h", "10D".
    let glued = token.start == at
        && !spelled
        && !cursor.byte(token.end).is_ascii_alphanumeric()
        && cursor.byte(token.end) != b'-';
    let span = match cursor.slice(token) {
        "h" => Span::Hour,
        "s" => Span::Second,
        "y" | "Y" => Span::Year,
        "d" | "D" => Span::Day,
        "w" => Span::Week,
        "ms" => {
            return None;
        }
        _ => return None,
    };
    // "her 20s", "the under-21s": ages.
    let digits = cursor.before(at);
    let left = cursor.before(digits.start);
    let ages = span == Span::Second
        && (is_dash(cursor.sign(left)) && left.gap == Gap::None
            || matches!(
                &*cursor.word(left),
                "his" | "her" | "their" | "my" | "our" | "your" | "the" | "early" | "late" | "mid"
            ));
    (glued && !ages).then_some((token.end, span, 1))
}

/// The duration of a numeral with units of time behind it, and where it ends.
pub(super) fn behind(cursor: Cursor, first: &Numeral) -> Option<(usize, Duration)> {
    let mut duration = Duration::EMPTY;
    let (mut end, mut last, times) = match between(cursor, first) {
        Some(found) => found,
        None => unit(cursor, first.end, first.form == Form::Words)?,
    };
    // "5 s" and "1990s" are not read here, nor is a year with a letter.
    // A part of an hour is so many minutes.
    if last == Span::Hour && first.value.is_some_and(|value| value.is_less_than(Decimal::ONE)) {
        let minutes = first.value.and_then(|value| value.times(Decimal::integer(60)));
        duration.add(Span::Minute, minutes, 1);
        return Some((end, duration));
    }
    duration.add(last, first.value, times);
    loop {
        let mut token = cursor.token(end);
        if cursor.sign(token) == ',' && token.glued() {
            token = cursor.after(token);
        }
        let and = token.gap == Gap::Space && &*cursor.word(token) == "and";
        if and {
            token = cursor.after(token);
            let half = cursor.word(token);
            let after = match &*half {
                "half" if !matches!(&*cursor.word(cursor.after(token)), "a" | "an" | "of") => Some((token.end, 2)),
                "a" => {
                    let part = cursor.after(token);
                    match &*cursor.word(part) {
                        "half" => Some((part.end, 2)),
                        "quarter" => Some((part.end, 4)),
                        _ => None,
                    }
                }
                _ => None,
            };
            if let Some((half_end, parts)) = after {
                duration.add(last, Decimal::fraction(Decimal::ONE, Decimal::integer(parts)), times);
                return Some((half_end, duration));
            }
        }
        if token.gap != Gap::Space || !(token.is_digits() || token.is_word()) {
            break;
        }
        let Some(next) =
            numeral(cursor, token, DecimalMark::Point, false).filter(|next| !next.ordinal && next.start == token.start)
        else {
            break;
        };
        let short = cursor.token(next.end);
        let minutes = last == Span::Hour && short.glued() && cursor.slice(short) == "m";
        let found = unit(cursor, next.end, next.form == Form::Words);
        let Some((stop, span, times)) = found.or(minutes.then_some((short.end, Span::Minute, 1))) else { break };
        // Always a smaller unit; "2 hours 30 minutes", never "2 hours 3 hours".
        if span <= last {
            break;
        }
        duration.add(span, next.value, times);
        (end, last) = (stop, span);
    }
    Some((end, duration))
}

/// `half an hour`, `half a century`: the article between the number and the unit.
fn between(cursor: Cursor, first: &Numeral) -> Option<(usize, Span, i128)> {
    if first.form != Form::Fraction && first.form != Form::Words {
        return None;
    }
    let article = cursor.token(first.end);
    let of = if &*cursor.word(article) == "of" { cursor.after(article) } else { article };
    if !matches!(&*cursor.word(of), "a" | "an") || first.form != Form::Fraction {
        return None;
    }
    unit(cursor, of.end, false)
}

/// `half an hour`, `a few minutes`, `several weeks`, `a couple of days`: where it ends, and the duration.
pub(super) fn vague(cursor: Cursor, at: usize) -> Option<(usize, Duration)> {
    if !matches!(&*cursor.word(cursor.token(at)), "half" | "a" | "few" | "several") {
        return None;
    }
    for (phrase, count) in [
        ("half an", Some((1, 2))),
        ("half a", Some((1, 2))),
        ("a few", None),
        ("few", None),
        ("several", None),
        ("a couple of", Some((2, 1))),
        ("a couple", Some((2, 1))),
    ] {
        let Some(end) = cursor.phrase(at, phrase) else { continue };
        let Some((end, span, times)) = unit(cursor, end, false) else { continue };
        let duration = match count {
            Some((over, under)) => {
                let part = Decimal::fraction(Decimal::integer(over), Decimal::integer(under));
                let half_hour = span == Span::Hour && over == 1;
                let (span, times) = if half_hour { (Span::Minute, 60) } else { (span, times) };
                let mut duration = Duration::EMPTY;
                duration.add(span, part, times);
                duration
            }
            None if times == 1 => Duration { vague: Some(span), ..Duration::EMPTY },
            None => Duration { overflow: true, vague: Some(span), ..Duration::EMPTY },
        };
        return Some((end, duration));
    }
    None
}
