//! Comparing our TIMEX3 values with those of Recognizers-Text, which writes ranges as `(from,to,length)`.

use annotation::{Extent, Value, ValueKind};
use serde_json::Value as Json;

/// True if our value means what one of the expected readings means.
pub fn right(result: &Json, value: &Value) -> bool {
    let readings = result["Resolution"]["values"].as_array().cloned().unwrap_or_default();
    let kind = result["TypeName"].as_str().unwrap_or("");
    readings.iter().any(|reading| {
        let timex = reading["timex"].as_str().unwrap_or("");
        reading_right(timex, kind, value)
    })
}

fn reading_right(timex: &str, kind: &str, value: &Value) -> bool {
    let set = kind.ends_with(".set");
    if set != (value.kind() == ValueKind::Set) {
        return false;
    }
    if let Some(inner) = timex.strip_prefix('(') {
        let parts: Vec<&str> = inner.trim_end_matches(')').split(',').collect();
        let [from, to, _] = parts[..] else { return false };
        return match value.extent() {
            Extent::Range { from: Some(own_from), to: Some(own_to) } => {
                begins(own_from, from) && (begins(own_to, to) || ends(own_to, to))
            }
            // A period by its name: a decade, a quarter.
            Extent::Exact(_) if value.kind() == ValueKind::Duration => false,
            Extent::Exact(own) => begins(own, from) && ends(own, to),
            _ => false,
        };
    }
    match value.extent() {
        Extent::Exact(own) => same(own, timex),
        _ => false,
    }
}

/// Equal as written, but for zeros and seconds that say nothing more.
fn same(own: &str, wanted: &str) -> bool {
    let plain = |timex: &str| {
        let timex = timex.replace("-#", "-");
        let timex = timex.strip_suffix(":00").filter(|rest| rest.contains(':')).unwrap_or(&timex).to_owned();
        let timex = timex.strip_suffix(":00").filter(|rest| rest.contains('T')).unwrap_or(&timex).to_owned();
        timex.trim_end_matches('Z').to_owned()
    };
    plain(own) == plain(wanted)
        || own.strip_prefix("XXXX-") == Some(wanted)
        || begins(own, wanted) && own.len() == 10 && wanted.len() == 10
}

/// The first day of our bound is `wanted`.
fn begins(own: &str, wanted: &str) -> bool {
    if same_simple(own, wanted) {
        return true;
    }
    first_day(own).is_some_and(|day| same_simple(&day, wanted))
}

/// The day behind the last of our bound is `wanted`.
fn ends(own: &str, wanted: &str) -> bool {
    day_behind(own).is_some_and(|day| same_simple(&day, wanted))
}

fn same_simple(own: &str, wanted: &str) -> bool {
    let plain = |timex: &str| {
        let timex = timex.strip_suffix(":00").filter(|rest| rest.contains(':')).unwrap_or(timex);
        let timex = timex.strip_suffix(":00").filter(|rest| rest.contains('T')).unwrap_or(timex);
        timex.replace("-#", "-").replace('T', "T0").replace("T00", "T0").replace("T01", "T1").replace("T02", "T2")
    };
    own == wanted || plain(own) == plain(wanted)
}

/// The year in digits, or the `XXXX` or `XX9` that stands for one.
fn first_day(own: &str) -> Option<String> {
    let (year, rest) = own.split_once('-').unwrap_or((own, ""));
    if rest.is_empty() {
        return match year.len() {
            2 => Some(format!("{year}00-01-01")),
            4 if year.ends_with('X') && year != "XXXX" => Some(format!("{}0-01-01", &year[..3])),
            4 => Some(format!("{year}-01-01")),
            _ => None,
        };
    }
    if let Some(quarter) = rest.strip_prefix('Q') {
        let quarter: u32 = quarter.parse().ok()?;
        return Some(format!("{year}-{:02}-01", quarter * 3 - 2));
    }
    (rest.len() == 2).then(|| format!("{year}-{rest}-01"))
}

fn day_behind(own: &str) -> Option<String> {
    let (year, rest) = own.split_once('-').unwrap_or((own, ""));
    let next_year = || year.parse::<u32>().map_or(year.to_owned(), |number| (number + 1).to_string());
    if rest.is_empty() {
        return match year.len() {
            2 => Some(format!("{}00-01-01", year.parse::<u32>().ok()? + 1)),
            4 if year == "XX9X" => Some("XX00-01-01".to_owned()),
            4 if year.ends_with('X') && year != "XXXX" => {
                Some(format!("{}0-01-01", year[..3].parse::<u32>().ok()? + 1))
            }
            4 => Some(format!("{}-01-01", next_year())),
            _ => None,
        };
    }
    if let Some(quarter) = rest.strip_prefix('Q') {
        let quarter: u32 = quarter.parse().ok()?;
        return Some(if quarter == 4 {
            format!("{}-01-01", next_year())
        } else {
            format!("{year}-{:02}-01", quarter * 3 + 1)
        });
    }
    let month: u32 = rest.parse().ok().filter(|_| rest.len() == 2)?;
    Some(if month == 12 { format!("{}-01-01", next_year()) } else { format!("{year}-{:02}-01", month + 1) })
}
