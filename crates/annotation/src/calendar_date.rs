//! A day of the calendar, as a document's date.

use std::fmt;
use std::str::FromStr;

/// A day of the proleptic Gregorian calendar, written `2024-05-06` (ISO 8601).
///
/// ```
/// use annotation::CalendarDate;
/// let day: CalendarDate = "2024-02-29".parse()?;
/// assert_eq!((day.year(), day.month(), day.day()), (2024, 2, 29));
/// assert!("2023-02-29".parse::<CalendarDate>().is_err());
/// # Ok::<(), annotation::DateError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CalendarDate {
    // Invariant: 0 to 9999, 1 to 12, and a day that this month has.
    year: u16,
    month: u8,
    day: u8,
}

/// A text that is no day.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is not a day such as 2024-05-06")]
pub struct DateError(Box<str>);

impl CalendarDate {
    /// The year, from 0 to 9999.
    pub fn year(self) -> u16 {
        self.year
    }

    /// The month, from 1.
    pub fn month(self) -> u8 {
        self.month
    }

    /// The day of the month, from 1.
    pub fn day(self) -> u8 {
        self.day
    }
}

impl FromStr for CalendarDate {
    type Err = DateError;

    fn from_str(text: &str) -> Result<CalendarDate, DateError> {
        read(text).ok_or_else(|| DateError(text.into()))
    }
}

fn read(text: &str) -> Option<CalendarDate> {
    let digits = |range: std::ops::Range<usize>| {
        let part = text.get(range).filter(|part| part.bytes().all(|byte| byte.is_ascii_digit()))?;
        part.parse::<u16>().ok()
    };
    let bytes = text.as_bytes();
    if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
        return None;
    }
    let (year, month, day) = (digits(0..4)?, digits(5..7)?, digits(8..10)?);
    let days = match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    (1..=days).contains(&day).then_some(CalendarDate { year, month: month as u8, day: day as u8 })
}

impl fmt::Display for CalendarDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_those_of_the_calendar() {
        for good in ["2024-02-29", "2000-02-29", "0001-01-01", "9999-12-31"] {
            assert_eq!(good.parse::<CalendarDate>().unwrap().to_string(), good);
        }
        let bad = ["", "2024-2-9", "1900-02-29", "2024-04-31", "2024-13-01", "2024-00-01", "2024-01-00", "20240101"];
        for bad in bad.into_iter().chain(["+024-01-01", "2024-01-011", "2024/01/01", "２024-01-"]) {
            assert!(bad.parse::<CalendarDate>().is_err(), "{bad}");
        }
    }
}
