//! Years and centuries that say how they are counted: before or after the common era.
//!
//! ```text
//! era  := BC | BCE | AD | CE          with or without points
//! year := number era | AD number
//! ```
//! A year before the era is written `BC0044` and is negative in a [`Moment`].

use super::cursor::{Cursor, Gap, Token};
use super::moment::Moment;

/// The year at the digits `first`: where it starts and ends.
pub(super) fn year(cursor: Cursor, first: Token) -> Option<(usize, usize, Moment)> {
    let year: i32 = cursor.slice(first).parse().ok().filter(|year| first.len() <= 4 && *year > 0)?;
    let moment = |year: i32| Moment { year: Some(year), ..Moment::default() };
    if let Some((end, is_before)) = behind(cursor, first.end) {
        return Some((first.start, end, moment(if is_before { -year } else { year })));
    }
    let led = cursor.before(first.start);
    let ends = !(cursor.byte(first.end).is_ascii_alphanumeric() || cursor.byte(first.end) == b'%');
    if led.gap != Gap::Space || !ends {
        return None;
    }
    let start = match cursor.slice(led) {
        "AD" => led.start,
        "." if cursor.text[..led.end].ends_with("A.D.") => led.end - 4,
        _ => return None,
    };
    Some((start, first.end, moment(year)))
}

/// The era behind `at`: where it ends, and whether its years count backwards.
pub(super) fn behind(cursor: Cursor, at: usize) -> Option<(usize, bool)> {
    let token = cursor.token(at);
    if !token.near() || !matches!(cursor.byte(token.start), b'A' | b'B' | b'C') {
        return None;
    }
    let rest = &cursor.text[token.start..];
    let eras = ["BCE", "B.C.E.", "BC", "B.C.", "AD", "A.D.", "CE", "C.E."];
    let era = eras.into_iter().find(|era| {
        rest.starts_with(era) && !rest[era.len()..].starts_with(|next: char| next.is_alphanumeric() || next == '-')
    })?;
    Some((token.start + era.len(), era.starts_with('B')))
}
