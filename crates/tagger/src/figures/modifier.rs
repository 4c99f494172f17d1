//! Modifiers: the words beside a figure that say "about", "more than", "at most".
//!
//! They stand outside the span and go into the value: in `over [1.4 billion]` the value's modifier is `more_than`.

use annotation::Modifier;

use super::cursor::{Cursor, Gap, Token};

/// The modifier that the words before `start` and behind `end` express.
pub(super) fn around(cursor: Cursor, start: usize, end: usize) -> Option<Modifier> {
    behind(cursor, end).or_else(|| before(cursor, start))
}

/// `about 50`, `at least 50`, `> 50`.
fn before(cursor: Cursor, start: usize) -> Option<Modifier> {
    let mut token = cursor.before(start);
    if matches!(&*cursor.word(token), "a" | "an" | "the" | "some")
        && token.gap == Gap::Space
        && &*cursor.word(token) != "some"
    {
        token = cursor.before(token.start);
    }
    if token.gap == Gap::Break {
        return None;
    }
    match cursor.sign(token) {
        '~' | '≈' | '∼' => return Some(Modifier::Approx),
        '>' => return Some(Modifier::MoreThan),
        '<' => return Some(Modifier::LessThan),
        '≥' => return Some(Modifier::EqualOrMore),
        '≤' => return Some(Modifier::EqualOrLess),
        '=' => {
            return match cursor.sign(cursor.before(token.start)) {
                '>' => Some(Modifier::EqualOrMore),
                '<' => Some(Modifier::EqualOrLess),
                _ => None,
            };
        }
        _ => {}
    }
    let word = |token: Token| cursor.word(token);
    let second = cursor.before(token.start);
    let third = cursor.before(second.start);
    Some(match &*word(token) {
        "about" | "around" | "approximately" | "roughly" | "circa" | "some" | "approx" | "ca" | "estimated" => {
            Modifier::Approx
        }
        "nearly" | "almost" => Modifier::LessThan,
        "to" => match &*word(second) {
            "close" => Modifier::Approx,
            "up" => Modifier::EqualOrLess,
            "equal" => return or_equal(cursor, second),
            _ => return None,
        },
        "over" | "above" | "exceeding" | "exceed" | "exceeded" | "exceeds" | "topping" | "surpassing" | "surpassed" => {
            Modifier::MoreThan
        }
        "under" | "below" => Modifier::LessThan,
        "least" if &*word(second) == "at" => Modifier::EqualOrMore,
        "most" if &*word(second) == "at" => Modifier::EqualOrLess,
        "maximum" => Modifier::EqualOrLess,
        "minimum" => Modifier::EqualOrMore,
        "than" => {
            let negated = &*word(third) == "no" || &*word(third) == "not";
            // "equal to or less than"
            let or_to = &*word(third) == "or" && matches!(&*word(cursor.before(third.start)), "to" | "equal");
            match &*word(second) {
                "more" | "greater" if or_to => Modifier::EqualOrMore,
                "less" | "fewer" if or_to => Modifier::EqualOrLess,
                "equal" => return or_equal(cursor, second),
                "more" | "greater" | "larger" | "higher" | "bigger" | "better" | "longer" | "older" | "later"
                    if negated =>
                {
                    Modifier::EqualOrLess
                }
                "more" | "greater" | "larger" | "higher" | "bigger" | "better" | "longer" | "older" | "later"
                | "taller" => Modifier::MoreThan,
                "less" | "fewer" | "smaller" | "lower" | "shorter" | "younger" | "earlier" if negated => {
                    Modifier::EqualOrMore
                }
                "less" | "fewer" | "smaller" | "lower" | "shorter" | "younger" | "earlier" => Modifier::LessThan,
                _ => return None,
            }
        }
        _ => return None,
    })
}

/// `less than or equal to`, `bigger or equal than`: what stands before `equal`.
fn or_equal(cursor: Cursor, equal: Token) -> Option<Modifier> {
    let or = cursor.before(equal.start);
    if &*cursor.word(or) != "or" {
        return None;
    }
    let mut compared = cursor.before(or.start);
    if &*cursor.word(compared) == "than" {
        compared = cursor.before(compared.start);
    }
    match &*cursor.word(compared) {
        "more" | "greater" | "larger" | "higher" | "bigger" | "least" => Some(Modifier::EqualOrMore),
        "less" | "fewer" | "smaller" | "lower" | "most" => Some(Modifier::EqualOrLess),
        _ => None,
    }
}

/// `50 or more`, `50 at most`, `50 or so`, `50+`.
fn behind(cursor: Cursor, end: usize) -> Option<Modifier> {
    if cursor.byte_before(end) == b'+' {
        return Some(Modifier::EqualOrMore);
    }
    let or = cursor.token(end);
    if or.gap != Gap::Space {
        return None;
    }
    let next = cursor.after(or);
    // "5000 or more than 4500" are two.
    let than = cursor.after(next);
    if &*cursor.word(than) == "than"
        && cursor.after(than).near()
        && !matches!(cursor.after(than).kind, super::cursor::Kind::Sign)
    {
        return None;
    }
    match (&*cursor.word(or), &*cursor.word(next)) {
        (
            "or" | "and",
            "more" | "greater" | "higher" | "above" | "over" | "older" | "later" | "longer" | "larger" | "bigger",
        ) => Some(Modifier::EqualOrMore),
        ("or", "less" | "fewer" | "lower" | "below" | "under" | "younger" | "earlier") => Some(Modifier::EqualOrLess),
        ("or", "so" | "thereabouts") => Some(Modifier::Approx),
        ("at", "most") => Some(Modifier::EqualOrLess),
        ("at", "least") => Some(Modifier::EqualOrMore),
        ("approximately" | "approx", _) => Some(Modifier::Approx),
        _ => None,
    }
}
