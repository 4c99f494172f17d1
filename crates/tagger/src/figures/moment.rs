//! A date or time as far as a text says it, and how TIMEX3 writes it.

use annotation::{Extent, Modifier, Value, ValueKind};

use super::calendar::Reference;

/// A date or a time of day, in part or in full.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Moment {
    /// Negative before the common era, which has no year 0.
    pub(super) year: Option<i32>,
    pub(super) month: Option<u8>,
    pub(super) day: Option<u8>,
    /// 1 is Monday.
    pub(super) weekday: Option<u8>,
    pub(super) period: Option<Period>,
    pub(super) clock: Option<Clock>,
    /// TIMEX3's letters for a part of the day: `MO`, `AF`, `EV`, `NI`.
    pub(super) part: Option<&'static str>,
    /// The offset from UTC in minutes.
    pub(super) zone: Option<i16>,
    pub(super) modifier: Option<Modifier>,
    /// The text leaves a choice that was made here.
    pub(super) assumed: bool,
    /// Depends on a day that is not known.
    pub(super) unresolved: bool,
    /// `now`
    pub(super) present: bool,
    /// Unresolved, but known to be a time of day.
    pub(super) timed: bool,
}

/// A part of a year, or several years.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Period {
    Week(u8),
    WeekOfMonth(u8),
    Weekend,
    Quarter(u8),
    Half(u8),
    Season(&'static str),
    /// The year is the decade's first; without year, only its last two digits are known.
    Decade(u8),
    /// 21 for the twenty-first; before the common era if there is a year and it is negative.
    Century(u8),
    Fiscal,
    School,
}

/// A time of day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Clock {
    pub(super) hour: u8,
    pub(super) minute: Option<u8>,
    pub(super) second: Option<u8>,
    /// It is said which half of the day is meant.
    pub(super) settled: bool,
}

impl Moment {
    pub(super) fn of_day(day: Reference) -> Moment {
        Moment { year: Some(day.year), month: Some(day.month), day: Some(day.day), ..Moment::default() }
    }

    /// The second of a day; unresolved where only the day is known.
    pub(super) fn of_second(day: Reference) -> Moment {
        let Some(second) = day.second else { return Moment { timed: true, ..Moment::unresolved() } };
        let (hour, rest) = (second / 3600, second % 3600);
        let clock =
            Clock { hour: hour as u8, minute: Some((rest / 60) as u8), second: Some((rest % 60) as u8), settled: true };
        Moment { clock: Some(clock), ..Moment::of_day(day) }
    }

    pub(super) fn unresolved() -> Moment {
        Moment { unresolved: true, ..Moment::default() }
    }

    pub(super) fn has_time(&self) -> bool {
        self.clock.is_some() || self.part.is_some() || self.timed
    }

    pub(super) fn has_date(&self) -> bool {
        self.year.is_some()
            || self.month.is_some()
            || self.day.is_some()
            || self.weekday.is_some()
            || self.period.is_some()
            || self.unresolved
    }

    pub(super) fn label(&self) -> &'static str {
        if self.has_time() { "TIME" } else { "DATE" }
    }

    pub(super) fn kind(&self) -> ValueKind {
        if self.has_time() { ValueKind::Time } else { ValueKind::Date }
    }

    /// The first day, where all of it is known.
    pub(super) fn first_day(&self) -> Option<Reference> {
        match (self.year.filter(|year| *year >= 0)?, self.month, self.day, self.period) {
            (year, Some(month), Some(day), _) => Some(Reference::new(year, month, day)),
            (year, Some(month), None, None) => Some(Reference::new(year, month, 1)),
            (year, None, None, None) => Some(Reference::new(year, 1, 1)),
            (year, None, None, Some(Period::Week(week))) => {
                Some(Reference::new(year, 1, 4).in_week(1).plus_days((i64::from(week) - 1) * 7))
            }
            _ => None,
        }
    }

    /// What both say together; `None` if they contradict each other.
    pub(super) fn and(&self, other: &Moment) -> Option<Moment> {
        fn either<T: Copy>(one: Option<T>, other: Option<T>) -> Option<Option<T>> {
            if one.is_some() && other.is_some() { None } else { Some(one.or(other)) }
        }
        let merged = Moment {
            year: either(self.year, other.year)?,
            month: either(self.month, other.month)?,
            day: either(self.day, other.day)?,
            weekday: either(self.weekday, other.weekday)?,
            period: either(self.period, other.period)?,
            clock: either(self.clock, other.clock)?,
            part: either(self.part, other.part)?,
            zone: self.zone.or(other.zone),
            modifier: self.modifier.or(other.modifier),
            assumed: self.assumed || other.assumed,
            unresolved: self.unresolved || other.unresolved,
            present: false,
            timed: self.timed || other.timed,
        };
        Some(merged.settled())
    }

    /// A clock time takes its half of the day from the part of the day beside it.
    pub(super) fn settled(mut self) -> Moment {
        if let (Some(clock), Some(part)) = (&mut self.clock, self.part) {
            if !clock.settled {
                let later = match part {
                    "AF" | "EV" => clock.hour < 12,
                    "NI" => (5..12).contains(&clock.hour),
                    _ => false,
                };
                clock.hour += if later { 12 } else { 0 };
                if part == "NI" && clock.hour == 12 && !later {
                    clock.hour = 0;
                }
                clock.settled = true;
            }
            self.part = None;
        }
        // A full date needs no weekday.
        if self.day.is_some() && (self.month.is_some() || self.weekday.is_some()) && self.period.is_none() {
            if self.month.is_some() {
                self.weekday = None;
            } else {
                self.day = None;
            }
        }
        self
    }

    pub(super) fn timex(&self) -> Option<String> {
        if self.unresolved {
            return None;
        }
        if self.present {
            return Some("PRESENT_REF".to_owned());
        }
        let year = match self.year {
            Some(year) if year < 0 => format!("BC{:04}", -year),
            Some(year) => format!("{year:04}"),
            None => "XXXX".to_owned(),
        };
        let month = self.month.map_or("XX".to_owned(), |month| format!("{month:02}"));
        let mut text = match (self.period, self.month, self.day, self.weekday) {
            (Some(Period::Century(century)), ..) => {
                let era = if self.year.is_some_and(|year| year < 0) { "BC" } else { "" };
                format!("{era}{:02}", century.saturating_sub(1))
            }
            (Some(Period::Decade(tens)), ..) => match self.year {
                Some(year) => format!("{:03}X", year / 10),
                None => format!("XX{tens}X"),
            },
            (Some(Period::Quarter(quarter)), ..) => format!("{year}-Q{quarter}"),
            (Some(Period::Half(half)), ..) => format!("{year}-H{half}"),
            (Some(Period::Season(season)), ..) => match self.year {
                Some(year) => format!("{year:04}-{season}"),
                None => season.to_owned(),
            },
            (Some(Period::Fiscal), ..) => format!("FY{year}"),
            (Some(Period::School), ..) => format!("SY{year}"),
            (Some(Period::WeekOfMonth(week)), _, _, None) => format!("{year}-{month}-W{week:02}"),
            (Some(Period::WeekOfMonth(week)), _, _, Some(weekday)) => format!("{year}-{month}-WXX-{weekday}-{week}"),
            (Some(Period::Week(week)), _, _, Some(weekday)) => format!("{year}-W{week:02}-{weekday}"),
            (Some(Period::Week(week)), ..) => format!("{year}-W{week:02}"),
            (Some(Period::Weekend), _, Some(day), _) => {
                let (year, week) = Reference::new(self.year?, self.month?, day).week();
                format!("{year:04}-W{week:02}-WE")
            }
            (Some(Period::Weekend), ..) => "XXXX-WXX-WE".to_owned(),
            (None, None, None, Some(weekday)) => format!("{year}-WXX-{weekday}"),
            (None, None, None, None) => match self.year {
                Some(_) => year,
                None => String::new(),
            },
            (None, Some(_), None, _) => format!("{year}-{month}"),
            (None, _, Some(day), _) => format!("{year}-{month}-{day:02}"),
        };
        if let Some(clock) = self.clock {
            text += &format!("T{:02}", clock.hour);
            if let Some(minute) = clock.minute {
                text += &format!(":{minute:02}");
            }
            if let Some(second) = clock.second {
                text += &format!(":{second:02}");
            }
        } else if let Some(part) = self.part {
            text += "T";
            text += part;
        }
        match self.zone {
            Some(0) if self.clock.is_some() => text += "Z",
            Some(zone) if self.clock.is_some() => {
                let sign = if zone < 0 { '-' } else { '+' };
                text += &format!("{sign}{:02}:{:02}", zone.abs() / 60, zone.abs() % 60);
            }
            _ => {}
        }
        (!text.is_empty()).then_some(text)
    }

    pub(super) fn value(&self) -> Option<Value> {
        let extent = self.timex().map_or(Extent::Unknown, Extent::exact);
        let value = Value::new(self.kind(), extent, None).ok()?;
        Some(value.with_modifier(self.modifier).with_assumed(self.assumed))
    }
}

/// The value of the time between two moments, each taking from the other what it leaves out.
pub(super) fn between(from: &Moment, to: &Moment) -> Option<Value> {
    let (mut from, mut to) = (*from, *to);
    share_dates(&mut from, &mut to);
    share_halves(&mut from, &mut to);
    let kind = if from.has_time() || to.has_time() { ValueKind::Time } else { ValueKind::Date };
    let extent = from.timex().zip(to.timex()).map_or(Extent::Unknown, |(from, to)| Extent::range(from, to));
    let value = Value::new(kind, extent, None).ok()?;
    Some(value.with_assumed(from.assumed || to.assumed))
}

fn share_dates(from: &mut Moment, to: &mut Moment) {
    let date = |moment: &Moment| moment.has_date();
    // "3 pm to 5 pm on Friday", "Friday 3 pm to 5 pm"
    if from.has_time() && to.has_time() && date(from) != date(to) {
        let source = if date(from) { *from } else { *to };
        for moment in [&mut *from, &mut *to] {
            (moment.year, moment.month, moment.day) = (source.year, source.month, source.day);
            (moment.weekday, moment.period, moment.unresolved) = (source.weekday, source.period, source.unresolved);
        }
        return;
    }
    if from.month.is_none() && from.day.is_some() {
        from.month = to.month;
    }
    if to.month.is_none() && to.day.is_some() {
        to.month = from.month;
        if let (Some(first), Some(last), Some(month)) = (from.day, to.day, to.month)
            && last < first
            && from.month.is_some()
        {
            to.month = Some(month % 12 + 1);
        }
    }
    if from.year.is_none() && (from.month.is_some() || from.period.is_some()) {
        from.year = to.year.map(|year| year - i32::from(from.month > to.month && to.month.is_some()));
    }
    if to.year.is_none() && (to.month.is_some() || to.period.is_some()) {
        to.year = from.year.map(|year| year + i32::from(to.month < from.month && to.month.is_some()));
    }
}

/// "2 to 4 pm", "11 to 4 pm": the half of the day that one time names is the other's too, if time then goes on.
fn share_halves(from: &mut Moment, to: &mut Moment) {
    to.zone = to.zone.or(from.zone);
    from.zone = from.zone.or(to.zone);
    let (Some(first), Some(last)) = (&mut from.clock, &mut to.clock) else { return };
    match (first.settled, last.settled) {
        (false, true) if last.hour >= 12 && first.hour < 12 && first.hour + 12 <= last.hour => {
            // "2:30 to 2:15 pm" begins in the morning.
            let earlier = first.hour + 12 < last.hour || first.minute.unwrap_or(0) <= last.minute.unwrap_or(0);
            first.hour += if earlier { 12 } else { 0 };
        }
        (true, false) if first.hour >= 12 && last.hour < 12 => last.hour += 12,
        (true, false) | (false, false) if last.hour <= first.hour && last.hour < 12 && first.hour <= 12 => {
            last.hour += 12
        }
        _ => {}
    }
}
