//! Ages: a whole expression such as `27-year-old`, as a quantity in years.
//!
//! ```text
//! age := numeral [-] (year|month|week|day)(s) [-] old(s) | numeral years of age | numeral yo | aged numeral
//! ```

use super::cursor::{Cursor, is_dash};
use super::number::Numeral;
use super::units::Unit;

/// Where the age words behind a number end, and the unit.
pub(super) fn behind(cursor: Cursor, numeral: &Numeral) -> Option<(usize, Unit)> {
    let skip_dash = |at: usize| {
        let token = cursor.token(at);
        if is_dash(cursor.sign(token)) { cursor.after(token) } else { token }
    };
    let unit = skip_dash(numeral.end);
    if !unit.near() {
        return None;
    }
    let code = match &*cursor.word(unit) {
        "year" | "years" | "yr" | "yrs" => "a",
        "month" | "months" => "mo",
        "week" | "weeks" => "wk",
        "day" | "days" => "d",
        "yo" | "yos" => return Some((unit.end, Unit::base("a"))),
        "y" if cursor.text[unit.end..].starts_with("/o") => return Some((unit.end + 2, Unit::base("a"))),
        _ => return None,
    };
    let old = skip_dash(unit.end);
    let end = match &*cursor.word(old) {
        "old" | "olds" if old.near() => old.end,
        "of" => cursor.phrase(old.start, "of age")?,
        _ => return None,
    };
    Some((end, Unit::base(code)))
}

/// The unit of a number behind `age` or `aged`, and where that word starts.
pub(super) fn before(cursor: Cursor, start: usize) -> Option<usize> {
    let word = cursor.before(start);
    matches!(&*cursor.word(word), "age" | "aged" | "ages").then_some(word.start)
}
