//! Percentages: what stands behind a number that makes it one.
//!
//! ```text
//! percent := number words | (percent | per cent) of number
//! words   := % | percent | per cent | pct | percentage point(s) | pp | basis point(s) | bps
//! ```
//! The unit is `%`, `[pp]` or `[bps]`, and the value is as written: 564 percent is 564.

use super::cursor::Cursor;

/// `percent of 10`, as one dictates it: where the words before the number start. In "percent of 10 people" the number
/// counts the people.
pub(super) fn before(cursor: Cursor, start: usize, end: usize) -> Option<usize> {
    let of = cursor.before(start);
    let word = cursor.before(of.start);
    let counted = cursor.token(end);
    if &*cursor.word(of) != "of" || counted.near() && (counted.is_word() || counted.is_digits()) {
        return None;
    }
    match &*cursor.word(word) {
        "percent" => Some(word.start),
        "cent" => Some(cursor.before(word.start)).filter(|per| &*cursor.word(*per) == "per").map(|per| per.start),
        _ => None,
    }
}

/// Where the percent words behind `at` end, and their unit.
pub(super) fn behind(cursor: Cursor, at: usize) -> Option<(usize, &'static str)> {
    let mut token = cursor.token(at);
    if cursor.sign(token) == '-' && token.glued() {
        token = cursor.after(token);
        if !token.glued() {
            return None;
        }
    }
    if !token.near() {
        return None;
    }
    if matches!(cursor.sign(token), '%' | '％') {
        // "%20" is a space in an address.
        if cursor.byte(token.end).is_ascii_alphanumeric() {
            return None;
        }
        let next = cursor.after(token);
        let points = if next.near() { points(cursor, next.start) } else { None };
        return Some(points.map_or((token.end, "%"), |end| (end, "[pp]")));
    }
    match &*cursor.word(token) {
        "percent" | "pct" => {
            let next = cursor.after(token);
            let points = if next.near() { points(cursor, next.start) } else { None };
            Some(points.map_or((token.end, "%"), |end| (end, "[pp]")))
        }
        "per" => {
            let cent = cursor.after(token);
            let cent = if cursor.sign(cent) == '-' { cursor.after(cent) } else { cent };
            (cent.near() && &*cursor.word(cent) == "cent").then_some((cent.end, "%"))
        }
        "percentage" => points(cursor, cursor.after(token).start).map(|end| (end, "[pp]")),
        "pp" | "ppt" | "ppts" | "pps" => Some((token.end, "[pp]")),
        "basis" => points(cursor, cursor.after(token).start).map(|end| (end, "[bps]")),
        "bps" | "bp" if !token.glued() || cursor.slice(token) == "bps" => Some((token.end, "[bps]")),
        _ => None,
    }
}

fn points(cursor: Cursor, at: usize) -> Option<usize> {
    let mut token = cursor.token(at);
    if cursor.sign(token) == '-' {
        token = cursor.after(token);
    }
    (token.near() && matches!(&*cursor.word(token), "point" | "points")).then_some(token.end)
}
