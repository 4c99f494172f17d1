//! The proleptic Gregorian calendar, as far as relative dates need it.

use annotation::CalendarDate;

/// A day, with the time of day where a reference has one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reference {
    /// The year.
    pub year: i32,
    /// 1 to 12.
    pub month: u8,
    /// 1 to 31.
    pub day: u8,
    /// Seconds since midnight, if the time of day is known.
    pub second: Option<u32>,
}

impl Reference {
    /// The day; a month or day out of range is taken as the nearest one.
    pub fn new(year: i32, month: u8, day: u8) -> Reference {
        let month = month.clamp(1, 12);
        Reference { year: year.clamp(0, 9999), month, day: day.clamp(1, days_in(year, month)), second: None }
    }

    /// The same day at a time.
    pub fn at(self, hour: u8, minute: u8, second: u8) -> Reference {
        Reference { second: Some(u32::from(hour) * 3600 + u32::from(minute) * 60 + u32::from(second)), ..self }
    }

    /// Days since 1970-01-01 (algorithm of H. Hinnant, `days_from_civil`).
    fn number(self) -> i64 {
        let year = i64::from(self.year) - i64::from(self.month <= 2);
        let era = year.div_euclid(400);
        let year_of_era = year.rem_euclid(400);
        let month = (i64::from(self.month) + 9) % 12;
        let day_of_year = (153 * month + 2) / 5 + i64::from(self.day) - 1;
        era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
    }

    fn from_number(number: i64) -> Reference {
        let shifted = number + 719_468;
        let era = shifted.div_euclid(146_097);
        let day_of_era = shifted.rem_euclid(146_097);
        let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month_index = (5 * day_of_year + 2) / 153;
        let day = (day_of_year - (153 * month_index + 2) / 5 + 1) as u8;
        let month = if month_index < 10 { month_index + 3 } else { month_index - 9 } as u8;
        let year = year_of_era + era * 400 + i64::from(month <= 2);
        Reference { year: year.clamp(-9999, 99_999) as i32, month, day, second: None }
    }

    pub(super) fn plus_days(self, days: i64) -> Reference {
        let days = days.clamp(-4_000_000, 4_000_000);
        Reference { second: self.second, ..Reference::from_number(self.number() + days) }
    }

    /// `None` where seconds are added to a day whose time is not known.
    pub(super) fn plus_seconds(self, seconds: i64) -> Option<Reference> {
        let Some(second) = self.second else { return (seconds == 0).then_some(self) };
        let total = i64::from(second) + seconds.clamp(-300_000_000_000, 300_000_000_000);
        Some(Reference { second: Some(total.rem_euclid(86_400) as u32), ..self.plus_days(total.div_euclid(86_400)) })
    }

    pub(super) fn plus_months(self, months: i64) -> Reference {
        let months = (i64::from(self.year) * 12 + i64::from(self.month) - 1 + months).clamp(0, 12 * 9999);
        let (year, month) = ((months / 12) as i32, (months % 12) as u8 + 1);
        Reference { year, month, day: self.day.min(days_in(year, month)), second: self.second }
    }

    /// 1 is Monday, 7 is Sunday.
    pub(super) fn weekday(self) -> u8 {
        (self.number() + 3).rem_euclid(7) as u8 + 1
    }

    /// The day of this week that is `weekday`.
    pub(super) fn in_week(self, weekday: u8) -> Reference {
        self.plus_days(i64::from(weekday) - i64::from(self.weekday()))
    }

    /// The year and number of the ISO 8601 week.
    pub(super) fn week(self) -> (i32, u8) {
        let thursday = self.in_week(4);
        let first = Reference::new(thursday.year, 1, 1);
        (thursday.year, ((thursday.number() - first.number()) / 7 + 1) as u8)
    }
}

impl From<CalendarDate> for Reference {
    fn from(date: CalendarDate) -> Reference {
        Reference::new(date.year().into(), date.month(), date.day())
    }
}

pub(super) fn days_in(year: i32, month: u8) -> u8 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Easter Sunday (the Gregorian computus of Meeus, Jones and Butcher).
pub(super) fn easter(year: i32) -> Reference {
    let (a, b, c) = (year % 19, year / 100, year % 100);
    let (d, e) = (b / 4, b % 4);
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let month = (h + l - 7 * m + 114) / 31;
    let day = (h + l - 7 * m + 114) % 31 + 1;
    Reference::new(year, month as u8, day as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_weeks_are_the_calendars() {
        let day = Reference::new(2016, 11, 7);
        assert_eq!((day.weekday(), day.week()), (1, (2016, 45)));
        assert_eq!(day.plus_days(-7 * 45).week(), (2015, 53));
        assert_eq!(day.plus_months(3), Reference::new(2017, 2, 7));
        assert_eq!(Reference::new(2024, 1, 31).plus_months(1), Reference::new(2024, 2, 29));
        assert_eq!((easter(2018), easter(2019)), (Reference::new(2018, 4, 1), Reference::new(2019, 4, 21)));
        assert_eq!(day.at(23, 59, 59).plus_seconds(1), Some(Reference::new(2016, 11, 8).at(0, 0, 0)));
    }
}
