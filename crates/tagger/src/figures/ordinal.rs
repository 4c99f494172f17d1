//! Ordinals and ranks.
//!
//! ```text
//! ordinal := first | twenty-first | 21st | third-largest | No. 8 | #1
//! ```
//! `at first` and `first of all` are adverbs; `42nd Street` is an address.

use annotation::{Extent, Value, ValueKind};

use super::amount::{Amount, Context};
use super::cursor::{Cursor, Token};
use super::figure_tagger::Figure;

/// The ordinal with the superlative that it ranks, or `None` if it is no ordinal here.
pub(super) fn accept(context: Context, amount: &Amount) -> Option<usize> {
    let cursor = context.cursor;
    let next = cursor.token(amount.end);
    let before = cursor.before(amount.start);
    let word = cursor.slice(cursor.token(amount.start));
    if next.near() && names_a_street(cursor, next.start) {
        return None;
    }
    if word.eq_ignore_ascii_case("first") {
        let at = matches!(&*cursor.word(before), "at");
        let of_all =
            cursor.phrase(amount.end, "of all").is_some() || cursor.phrase(amount.end, "and foremost").is_some();
        let hand = cursor.sign(next) == '-' && matches!(&*cursor.word(cursor.after(next)), "hand" | "ever" | "come");
        let noun = cursor.word(next);
        let clause_end = !(next.near() && next.is_word())
            || matches!(
                &*noun,
                "the"
                    | "glance"
                    | "sight"
                    | "they"
                    | "he"
                    | "she"
                    | "it"
                    | "we"
                    | "i"
                    | "you"
                    | "there"
                    | "this"
                    | "that"
                    | "a"
                    | "an"
                    | "but"
                    | "and"
            );
        if (at && clause_end) || of_all || (hand && &*cursor.word(cursor.after(next)) == "hand") {
            return None;
        }
    }
    if word.eq_ignore_ascii_case("second") {
        // "a second later", "per second", "a split second"
        let unit = matches!(&*cursor.word(before), "per" | "split" | "each" | "every" | "any" | "a")
            && matches!(&*cursor.word(next), "later" | "ago" | "or" | "before" | "after");
        if unit || matches!(&*cursor.word(before), "per" | "split" | "any") {
            return None;
        }
    }
    let dash = next;
    if cursor.sign(dash) == '-' && dash.glued() {
        let superlative = cursor.after(dash);
        let name = cursor.word(superlative);
        if superlative.glued()
            && (name.ends_with("est") && name.len() > 4
                || matches!(&*name, "best" | "worst" | "most" | "least" | "ranked" | "placed" | "last"))
        {
            return Some(superlative.end);
        }
    }
    Some(amount.end)
}

/// Places counted from the end, as negative numbers: `penultimate` and `next to last` are -2.
pub(super) fn from_the_end(context: Context, first: Token) -> Option<Figure> {
    let cursor = context.cursor;
    if !matches!(&*cursor.word(first), "penultimate" | "antepenultimate" | "last" | "next" | "second" | "third" | "one")
    {
        return None;
    }
    let places = [
        ("penultimate", "-2"),
        ("antepenultimate", "-3"),
        ("last but one", "-2"),
        ("last but two", "-3"),
        ("next to last", "-2"),
        ("second to last", "-2"),
        ("third to last", "-3"),
        ("one before the last one", "-2"),
        ("one before the last", "-2"),
    ];
    let (end, place) =
        places.into_iter().find_map(|(phrase, place)| Some((cursor.phrase(first.start, phrase)?, place)))?;
    let value = Value::new(ValueKind::Ordinal, Extent::exact(place), None).ok()?;
    Some(Figure { start: first.start, end, label: "ORDINAL", value })
}

/// Places counted from where one stands, where the options ask for them: `last`, `next`, `the current one`.
pub(super) fn from_here(context: Context, first: Token) -> Option<Figure> {
    if !context.options.relative_places {
        return None;
    }
    let cursor = context.cursor;
    let word = cursor.word(first);
    let extent = match &*word {
        "last" => Extent::exact("-1"),
        "next" | "previous" | "current" => Extent::Unknown,
        _ => return None,
    };
    let one = if &*word == "last" { None } else { cursor.phrase(first.end, "one") };
    let value = Value::new(ValueKind::Ordinal, extent, None).ok()?;
    Some(Figure { start: first.start, end: one.unwrap_or(first.end), label: "ORDINAL", value })
}

/// `Street`, `Ave.` with a capital, as part of an address.
pub(super) fn names_a_street(cursor: Cursor, at: usize) -> bool {
    let token = cursor.token(at);
    let street = matches!(
        cursor.slice(token),
        "Street"
            | "St"
            | "Avenue"
            | "Ave"
            | "Road"
            | "Rd"
            | "Lane"
            | "Ln"
            | "Boulevard"
            | "Blvd"
            | "Drive"
            | "Dr"
            | "Court"
            | "Place"
            | "Square"
            | "Terrace"
            | "Parkway"
            | "Highway"
            | "Arrondissement"
    );
    token.near() && street
}

/// Where the rank sign before a number starts: `No.`, `no.`, `#`.
pub(super) fn rank_before(cursor: Cursor, start: usize) -> Option<usize> {
    let mut token = cursor.before(start);
    if cursor.sign(token) == '#' && token.glued() {
        let behind = cursor.byte_before(token.start);
        return (!behind.is_ascii_alphanumeric()).then_some(token.start);
    }
    let dotted = cursor.sign(token) == '.';
    if dotted {
        token = cursor.before(token.start);
    }
    let word = cursor.slice(token);
    let rank = matches!(word, "No" | "Nos" | "Nr" | "№") || matches!(word, "no") && dotted;
    (rank && (dotted || cursor.byte(token.end) == b' ')).then_some(token.start)
}
