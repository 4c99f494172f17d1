//! A value in words and symbols that a person reads: `858,800,000,000 CNY`, `about 3 km`, `3 May 2024`.

use std::fmt;

use crate::timex::amounts;
use crate::{Extent, Modifier, Value, ValueKind};

/// English words and symbols, for a person; what a program reads is [`Value::compact`].
///
/// ```
/// use annotation::{Value, ValueKind};
/// let revenue = Value::parse(ValueKind::Money, "858800000000 CNY more_than")?;
/// assert_eq!(revenue.to_string(), "more than 858,800,000,000 CNY");
/// # Ok::<(), annotation::ValueError>(())
/// ```
impl fmt::Display for Value {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = self.unit().map(unit_in_words).unwrap_or_default();
        let amount = match self.extent() {
            Extent::Exact(value) => self.point(value),
            Extent::Range { from: Some(from), to: Some(to) } if self.kind().is_numeric() => {
                format!("{}–{}", self.point(from), self.point(to))
            }
            Extent::Range { from: Some(from), to: Some(to) } => format!("{} to {}", self.point(from), self.point(to)),
            Extent::Range { from: Some(from), .. } => format!("from {}", self.point(from)),
            Extent::Range { to: Some(to), .. } => format!("to {}", self.point(to)),
            Extent::Range { .. } | Extent::Unknown => "no value".to_owned(),
        };
        out.write_str(self.modifier().map_or("", modifier_in_words))?;
        out.write_str(&amount)?;
        if !unit.is_empty() && self.extent() != &Extent::Unknown {
            write!(out, " {unit}")?;
        }
        if self.assumed() { out.write_str(" (assumed)") } else { Ok(()) }
    }
}

impl Value {
    fn point(&self, text: &str) -> String {
        match self.kind() {
            ValueKind::Ordinal => ordinal(text),
            kind if kind.is_numeric() => grouped(text),
            ValueKind::Duration => duration(text),
            ValueKind::Set => match text {
                "P1D" => "every day".to_owned(),
                _ if text.starts_with('P') => format!("every {}", duration(text).trim_start_matches("1 ")),
                _ => format!("every {}", moment(text)),
            },
            _ => moment(text),
        }
    }
}

fn modifier_in_words(modifier: Modifier) -> &'static str {
    match modifier {
        Modifier::Approx => "about ",
        Modifier::LessThan => "less than ",
        Modifier::MoreThan => "more than ",
        Modifier::EqualOrLess => "at most ",
        Modifier::EqualOrMore => "at least ",
        Modifier::Start => "early ",
        Modifier::Mid => "mid ",
        Modifier::End => "late ",
    }
}

/// `1234567.5` as `1,234,567.5`.
fn grouped(text: &str) -> String {
    let (sign, digits) = text.strip_prefix('-').map_or(("", text), |digits| ("−", digits));
    let whole = digits.split(['.', '/']).next().unwrap_or_default();
    let rest = &digits[whole.len()..];
    let mut out = sign.to_owned();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out + rest
}

/// `3` as `3rd`; places from the end are negative.
fn ordinal(text: &str) -> String {
    if let Some(from_end) = text.strip_prefix('-') {
        return if from_end == "1" { "last".to_owned() } else { format!("{} from the end", ordinal(from_end)) };
    }
    let suffix = match (text.ends_with("11") || text.ends_with("12") || text.ends_with("13"), text.bytes().last()) {
        (false, Some(b'1')) => "st",
        (false, Some(b'2')) => "nd",
        (false, Some(b'3')) => "rd",
        _ => "th",
    };
    grouped(text) + suffix
}

/// UCUM codes with the symbols that people write.
fn unit_in_words(code: &str) -> String {
    const NAMES: &[(&str, &str)] = &[
        ("[pp]", "percentage points"),
        ("[bps]", "basis points"),
        ("[mi_i]", "mi"),
        ("[ft_i]", "ft"),
        ("[in_i]", "in"),
        ("[yd_i]", "yd"),
        ("[lb_av]", "lb"),
        ("[oz_av]", "oz"),
        ("[stone_av]", "st"),
        ("[degF]", "°F"),
        ("[acr_us]", "acres"),
        ("[gal_us]", "gal"),
        ("[bbl_us]", "barrels"),
        ("[sft_i]", "sq ft"),
        ("[cft_i]", "cu ft"),
        ("[smi_us]", "sq mi"),
        ("[nmi_i]", "nautical miles"),
        ("[kn_i]", "knots"),
        ("[HP]", "hp"),
        ("Cel", "°C"),
        ("deg", "°"),
        ("har", "ha"),
        ("By", "B"),
        ("Ohm", "Ω"),
    ];
    match code {
        "a" => return "years".to_owned(),
        "mo" => return "months".to_owned(),
        "wk" => return "weeks".to_owned(),
        "d" => return "days".to_owned(),
        _ => {}
    }
    let mut text = code.to_owned();
    for (from, to) in NAMES {
        text = text.replace(from, to);
    }
    text.replace("m2", "m²").replace("m3", "m³").replace("s2", "s²").replace("W.h", "Wh")
}

/// `PT1H30M` as `1 hour 30 minutes`.
fn duration(text: &str) -> String {
    let (date, time) = text.trim_start_matches('P').split_once('T').unwrap_or((text.trim_start_matches('P'), ""));
    let name = |designator: &str, of_day: bool| match (designator, of_day) {
        ("Y", _) => "year",
        ("M", false) => "month",
        ("W", _) => "week",
        ("D", _) => "day",
        ("BD", _) => "business day",
        ("WE", _) => "weekend",
        ("WD", _) => "weekday",
        ("H", _) => "hour",
        ("M", true) => "minute",
        _ => "second",
    };
    let said = |(amount, designator): (&str, &str), of_day: bool| {
        let amount_in_words = if amount == "X" { "some" } else { amount };
        format!("{amount_in_words} {}{}", name(designator, of_day), if amount == "1" { "" } else { "s" })
    };
    let parts: Vec<String> =
        amounts(date).map(|part| said(part, false)).chain(amounts(time).map(|part| said(part, true))).collect();
    parts.join(" ")
}

/// `2024-05-03T15:30` as `3 May 2024, 15:30`.
fn moment(text: &str) -> String {
    let (day, time) = match text.find('T').filter(|_| !text.ends_with("_REF")) {
        Some(at) => (&text[..at], &text[at + 1..]),
        None => (text, ""),
    };
    let parts: Vec<String> = [date(day), time_of_day(time)].into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(", ")
}

fn time_of_day(text: &str) -> String {
    match text {
        "MO" => "morning".to_owned(),
        "AF" => "afternoon".to_owned(),
        "EV" => "evening".to_owned(),
        "NI" => "night".to_owned(),
        "DT" => "daytime".to_owned(),
        _ if text.len() == 2 => format!("{text}:00"),
        _ => text.strip_suffix('Z').map_or(text.to_owned(), |clock| {
            format!("{} UTC", if clock.len() == 2 { format!("{clock}:00") } else { clock.to_owned() })
        }),
    }
}

fn date(text: &str) -> String {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
    let season = |code: &str| match code {
        "SP" => Some("spring"),
        "SU" => Some("summer"),
        "FA" => Some("autumn"),
        "WI" => Some("winter"),
        _ => None,
    };
    let month =
        |number: &str| number.parse::<usize>().ok().and_then(|number| MONTHS.get(number.wrapping_sub(1)).copied());
    let weekday =
        |number: &str| number.parse::<usize>().ok().and_then(|number| DAYS.get(number.wrapping_sub(1)).copied());
    let with_year = |what: String, year: &str| if year == "XXXX" { what } else { format!("{what} {year}") };
    let parts: Vec<&str> = text.split('-').collect();
    match parts[..] {
        ["PRESENT_REF"] => "now".to_owned(),
        [before] if before.starts_with("BC") => match before[2..].parse::<u32>() {
            Ok(century) if before.len() == 4 => format!("{} century BC", ordinal(&(century + 1).to_string())),
            Ok(year) => format!("{year} BC"),
            Err(_) => text.to_owned(),
        },
        [only] if season(only).is_some() => season(only).unwrap_or_default().to_owned(),
        [year] if year.starts_with("FY") => format!("fiscal {}", &year[2..]),
        [year] if year.starts_with("SY") => format!("school year {}", &year[2..]),
        [century] if century.len() == 2 => match century.parse::<u32>() {
            Ok(number) => format!("{} century", ordinal(&(number + 1).to_string())),
            Err(_) => text.to_owned(),
        },
        [decade] if decade.len() == 4 && decade.ends_with('X') && decade != "XXXX" => {
            format!("{}0s", decade[..3].trim_start_matches('X'))
        }
        [year, part] => {
            if let Some(name) = month(part) {
                with_year(name.to_owned(), year)
            } else if let Some(name) = season(part) {
                with_year(name.to_owned(), year)
            } else if let Some(week) = part.strip_prefix('W') {
                with_year(format!("week {}", week.trim_start_matches('0')), year)
            } else {
                with_year(part.to_owned(), year)
            }
        }
        [_, "WXX", day] if weekday(day).is_some() => weekday(day).unwrap_or_default().to_owned(),
        [_, "WXX", "WE"] => "weekend".to_owned(),
        [year, week, "WE"] if week.starts_with('W') => {
            with_year(format!("weekend of week {}", week[1..].trim_start_matches('0')), year)
        }
        [_, "XX", day] => format!("the {}", ordinal(day.trim_start_matches('0'))),
        [year, number, day] => match month(number) {
            Some(name) if day.bytes().all(|byte| byte.is_ascii_digit()) => {
                with_year(format!("{} {name}", day.trim_start_matches('0')), year)
            }
            _ => text.to_owned(),
        },
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_read_like_words() {
        let check = |kind, notation: &str, words: &str| {
            assert_eq!(Value::parse(kind, notation).expect(notation).to_string(), words);
        };
        check(ValueKind::Money, "858800000000 CNY", "858,800,000,000 CNY");
        check(ValueKind::Money, "5 USD assumed", "5 USD (assumed)");
        check(ValueKind::Percent, "35..40 %", "35–40 %");
        check(ValueKind::Percent, "25 [bps]", "25 basis points");
        check(ValueKind::Quantity, "3 km approx", "about 3 km");
        check(ValueKind::Quantity, "300 GBy/s", "300 GB/s");
        check(ValueKind::Quantity, "27 a", "27 years");
        check(ValueKind::Number, "-1234.50", "−1,234.50");
        check(ValueKind::Number, "2/3", "2/3");
        check(ValueKind::Ordinal, "21", "21st");
        check(ValueKind::Ordinal, "112", "112th");
        check(ValueKind::Ordinal, "-2", "2nd from the end");
        check(ValueKind::Date, "2024-05-03", "3 May 2024");
        check(ValueKind::Date, "XXXX-06-21", "21 June");
        check(ValueKind::Date, "XXXX-01 end", "late January");
        check(ValueKind::Date, "199X", "1990s");
        check(ValueKind::Date, "20", "21st century");
        check(ValueKind::Date, "BC0044", "44 BC");
        check(ValueKind::Date, "BC04", "5th century BC");
        check(ValueKind::Date, "2023-Q3", "Q3 2023");
        check(ValueKind::Date, "XXXX-WXX-5", "Friday");
        check(ValueKind::Date, "2018-W05", "week 5 2018");
        check(ValueKind::Date, "1949..1987", "1949 to 1987");
        check(ValueKind::Date, "?", "no value");
        check(ValueKind::Time, "2024-05-03T15:30", "3 May 2024, 15:30");
        check(ValueKind::Time, "T14Z", "14:00 UTC");
        check(ValueKind::Duration, "PT1H30M", "1 hour 30 minutes");
        check(ValueKind::Duration, "P3.5Y approx", "about 3.5 years");
        check(ValueKind::Set, "P1W set", "every week");
        check(ValueKind::Set, "P2D set", "every 2 days");
    }
}
