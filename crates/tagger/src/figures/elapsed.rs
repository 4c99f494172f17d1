//! Lengths of time in digits: `2:05:48`, `1:43.25`.
//!
//! They are times of day where the word before says so: "at 2:05:48".

use super::clock::half;
use super::cursor::{Cursor, Token};
use super::decimal::Decimal;
use super::duration::{Duration, Span};

/// `2:05:48`, `1:43.25`: a length of time.
pub(super) fn elapsed(cursor: Cursor, first: Token) -> Option<(usize, Duration)> {
    if !first.is_digits() || first.len() > 3 || matches!(cursor.byte_before(first.start), b':' | b'.' | b'-' | b'/') {
        return None;
    }
    let colon = cursor.after(first);
    let middle = cursor.after(colon);
    if cursor.sign(colon) != ':' || !colon.glued() || !middle.glued() || !middle.is_digits() || middle.len() != 2 {
        return None;
    }
    let joint = cursor.after(middle);
    let last = cursor.after(joint);
    let number = |token: Token| Decimal::from_digits(cursor.slice(token), None);
    let glued = joint.glued() && last.glued() && last.is_digits();
    let (mut end, parts) = match cursor.sign(joint) {
        ':' if glued && last.len() == 2 => {
            let mut end = last.end;
            let mut seconds = number(last);
            if cursor.byte(end) == b'.' && cursor.byte(end + 1).is_ascii_digit() {
                let decimals = cursor.token(end + 1);
                seconds = Decimal::from_digits(&cursor.text[last.start..decimals.end], Some(last.len()));
                end = decimals.end;
            }
            (end, [(Span::Hour, number(first)), (Span::Minute, number(middle)), (Span::Second, seconds)])
        }
        '.' if glued && last.len() <= 3 => {
            let seconds = Decimal::from_digits(&cursor.text[middle.start..last.end], Some(middle.len()));
            (
                last.end,
                [(Span::Minute, number(first)), (Span::Second, seconds), (Span::Hour, Some(Decimal::integer(0)))],
            )
        }
        _ => return None,
    };
    if cursor.byte(end).is_ascii_alphanumeric() {
        return None;
    }
    let before = cursor.word(cursor.before(first.start));
    let of_day = matches!(
        &*before,
        "at" | "by" | "until" | "till" | "from" | "since" | "before" | "after" | "around" | "about" | "for"
    );
    if of_day || half(cursor, end, 1).is_some() || matches!(cursor.byte(first.start.saturating_sub(1)), b'T') {
        return None;
    }
    let mut duration = Duration::EMPTY;
    for (span, amount) in parts {
        if !(span == Span::Hour && amount == Some(Decimal::integer(0))) {
            duration = duration.with(span, amount);
        }
    }
    // "2:05:48 hours"
    let unit = cursor.token(end);
    if unit.near() && matches!(&*cursor.word(unit), "hours" | "minutes") {
        end = unit.end;
    }
    Some((end, duration))
}
