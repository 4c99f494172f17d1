//! Numbers that only say which one: telephone numbers, section numbers, house numbers, the digits in names.
//!
//! Read [`identifying`] first; the others look at what stands around a number that could be a count.

use super::amount::Amount;
use super::cursor::{Cursor, Gap, Token};
use super::ordinal::names_a_street;

/// If the digits at `start` are part of a number that only identifies, where that ends: telephone and social
/// security numbers, IP addresses, versions, and the digits inside names.
pub(super) fn identifying(cursor: Cursor, digits: Token) -> Option<usize> {
    if !digits.is_digits() {
        return None;
    }
    let before = cursor.byte_before(digits.start);
    let bytes = cursor.text.as_bytes();
    let run_end = |mut at: usize| {
        let mut joints = 0;
        let mut letters = 0;
        while let Some(&byte) = bytes.get(at) {
            let digit_follows = bytes.get(at + 1).is_some_and(u8::is_ascii_alphanumeric);
            match byte {
                b'0'..=b'9' => {}
                b'-' | b'.' | b'/' | b':' if digit_follows => joints += 1,
                b'a'..=b'z' | b'A'..=b'Z' => letters += 1,
                _ => break,
            }
            at += 1;
        }
        (at, joints, letters)
    };
    // The tail of a word: skip what is glued to it, but not from a currency code.
    let code = cursor.before(digits.start);
    let glued_code = code.len() >= 2 && super::money_prefix::is_code(cursor, code)
        || super::money_prefix::letter_sign(cursor, code).is_some();
    if code.is_word() && glued_code {
        return None;
    }
    if before == b'%' {
        return Some(run_end(digits.start).0);
    }
    if before.is_ascii_alphabetic() || before == b'_' {
        return Some(run_end(digits.start).0);
    }
    if let Some(end) = telephone(cursor, digits) {
        return Some(end);
    }
    // "+86 138-2010-2015"
    let plus = before == b'+' && digits.len() <= 3;
    if plus {
        let next = cursor.after(digits);
        if next.gap == Gap::Space && next.is_digits() && matches!(cursor.byte(next.end), b'-' | b' ') && next.len() >= 2
        {
            return Some(run_end(next.start).0);
        }
    }
    None
}

/// `(713) 345-3436`, `(03) 9221 4193`, `345-3436`, `020 7946 0958`, `4111 1111 1111 1111`: where the number ends.
fn telephone(cursor: Cursor, digits: Token) -> Option<usize> {
    let (mut last, mut groups, mut fours) = (digits, 1, digits.len() == 4);
    while groups < 5 {
        let next = cursor.after(last);
        if next.gap != Gap::Space || !next.is_digits() || !(2..=4).contains(&next.len()) {
            break;
        }
        fours &= next.len() == 4;
        (last, groups) = (next, groups + 1);
    }
    let called = cursor.byte(digits.start) == b'0' && (2..=5).contains(&digits.len()) && groups >= 3;
    if called || fours && groups == 4 && cursor.slice(digits) > "2100" {
        return Some(last.end);
    }
    let close = cursor.after(digits);
    if before_is(cursor, digits, '(') && cursor.sign(close) == ')' && close.glued() && (2..=4).contains(&digits.len()) {
        let local = cursor.after(close);
        let joint = cursor.token(local.end);
        let last = if cursor.sign(joint) == '-' && joint.glued() { cursor.after(joint) } else { joint };
        let long = |token: Token| token.is_digits() && (3..=4).contains(&token.len());
        return (long(local) && long(last) && last.gap != Gap::Break).then_some(last.end);
    }
    let last = cursor.after(close);
    let local = digits.len() == 3
        && cursor.sign(close) == '-'
        && close.glued()
        && last.glued()
        && last.is_digits()
        && last.len() == 4;
    (local && !matches!(cursor.byte_before(digits.start), b'$' | b'.' | b',')).then_some(last.end)
}

fn before_is(cursor: Cursor, token: Token, sign: char) -> bool {
    let before = cursor.before(token.start);
    before.gap == Gap::None && cursor.sign(before) == sign
}

/// `Section 3`, `Flight 370`, `Phase 2`: a number that names one of several things.
pub(super) fn is_numbered(cursor: Cursor, before: Token) -> bool {
    before.gap == Gap::Space && names_a_numbered_thing(&cursor.word(before))
}

fn names_a_numbered_thing(word: &str) -> bool {
    matches!(
        word,
        "section"
            | "sections"
            | "chapter"
            | "article"
            | "articles"
            | "figure"
            | "fig"
            | "table"
            | "appendix"
            | "annex"
            | "clause"
            | "paragraph"
            | "page"
            | "pages"
            | "pp"
            | "version"
            | "release"
            | "windows"
            | "route"
            | "highway"
            | "interstate"
            | "flight"
            | "gate"
            | "platform"
            | "exhibit"
            | "exit"
            | "phase"
            | "level"
            | "tier"
            | "type"
            | "class"
            | "group"
            | "channel"
            | "episode"
            | "season"
            | "volume"
            | "vol"
            | "issue"
            | "room"
            | "building"
            | "apartment"
            | "suite"
            | "unit"
            | "box"
            | "apollo"
            | "formula"
            | "model"
            | "boeing"
            | "airbus"
            | "line"
            | "step"
            | "option"
            | "question"
            | "rule"
            | "lesson"
            | "grade"
            | "category"
            | "stage"
            | "district"
            | "ward"
            | "precinct"
            | "bus"
            | "track"
            | "lane"
            | "hall"
            | "proposition"
            | "amendment"
            | "iphone"
            | "ipad"
            | "galaxy"
            | "playstation"
            | "xbox"
            | "falcon"
            | "area"
            | "pier"
    )
}

/// `Section 3.2`, `version 2.1`: a decimal that is the number of a part.
pub(super) fn numbered_part(cursor: Cursor, amount: &Amount, before: Token) -> bool {
    let decimal = cursor.text[amount.start..amount.end].bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    decimal
        && before.gap == Gap::Space
        && matches!(
            &*cursor.word(before),
            "section"
                | "sections"
                | "version"
                | "chapter"
                | "figure"
                | "fig"
                | "table"
                | "web"
                | "release"
                | "paragraph"
                | "clause"
                | "article"
                | "appendix"
                | "industry"
                | "v"
        )
}

/// `123 Random Street`, `PA 23456`, `10 Downing Street`.
pub(super) fn is_address(cursor: Cursor, amount: &Amount, before: Token, next: Token) -> bool {
    let mut token = next;
    for _ in 0..3 {
        if !token.near() || !token.is_word() || !cursor.byte(token.start).is_ascii_uppercase() {
            break;
        }
        if names_a_street(cursor, token.start) {
            return true;
        }
        token = cursor.after(token);
    }
    let state = cursor.slice(before);
    amount.end - amount.start == 5
        && before.gap == Gap::Space
        && state.len() == 2
        && state.bytes().all(|byte| byte.is_ascii_uppercase())
}
