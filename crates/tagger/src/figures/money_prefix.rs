//! Currencies before an amount: `$`, `US$`, `hk $`, `u.s. $`, `RMB`, `Rs.`, `NOK`, `MUSD`.
//!
//! Looked for to the left of the amount, never behind the end of the figure before.

use super::amount::Context;
use super::currencies::{self, Currency};
use super::cursor::{Cursor, Gap, Token};

/// A currency before the amount.
#[derive(Debug, Clone, Copy)]
pub(super) struct Prefix {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) currency: Currency,
    /// The code means millions: `MUSD`.
    pub(super) millions: bool,
}

/// Codes that are English words too: in running capitals they mean nothing.
pub(super) static WORDLIKE: &[&str] =
    &["ALL", "COP", "CUP", "GEL", "LAK", "MAD", "MOP", "PEN", "TOP", "TRY", "CAD", "BAM"];

/// The prefix whose sign is `token`; letters before the sign belong to it.
pub(super) fn sign(context: Context, token: Token) -> Option<Prefix> {
    let cursor = context.cursor;
    let sign = cursor.sign(token);
    let currency = currencies::of_sign(sign)?;
    if matches!(sign, '¢' | '元' | '円') {
        return None;
    }
    let mut prefix = Prefix { start: token.start, end: token.end, currency, millions: false };
    if matches!(sign, '$' | '£' | '¥' | '₵') {
        let letters = cursor.before(token.start);
        if letters.start >= context.floor && letters.is_word() && letters.gap != Gap::Break {
            let word = cursor.word(letters);
            // "U.S.$" and "u.s $"
            if matches!(&*word, "s") && ends_with_folded(&cursor.text[..letters.start], "u.") {
                prefix.start = letters.start - 2;
                prefix.currency = Currency::Code("USD");
                return Some(prefix);
            }
            let single = letters.len() == 1 && letters.gap != Gap::None && !matches!(&*word, "c" | "r");
            let alone = !cursor.byte_before(letters.start).is_ascii_alphanumeric();
            let spaced_article = letters.gap != Gap::None && matches!(&*word, "a" | "can" | "us" | "all" | "e");
            let spaced_upper = letters.gap != Gap::None && cursor.slice(letters) == "US";
            if alone
                && !single
                && (!spaced_article || spaced_upper)
                && let Some(currency) = currencies::of_prefixed_sign(&word, sign)
            {
                prefix.start = letters.start;
                prefix.currency = currency;
            }
        } else if cursor.sign(letters) == '.' && letters.gap != Gap::Break && letters.start >= context.floor + 3 {
            let head = &cursor.text[..letters.end];
            if ends_with_folded(head, "u.s.") && letters.end - 4 >= context.floor {
                prefix.start = letters.end - 4;
                prefix.currency = Currency::Code("USD");
            }
        }
    }
    Some(prefix)
}

/// `text` ends with `tail`, in any case of letters.
pub(super) fn ends_with_folded(text: &str, tail: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() >= tail.len() && bytes[bytes.len() - tail.len()..].eq_ignore_ascii_case(tail.as_bytes())
}

/// A code or another word that stands before the amount at `start`.
pub(super) fn word_before(context: Context, start: usize) -> Option<Prefix> {
    let cursor = context.cursor;
    let mut token = cursor.before(start);
    let mut end = token.end;
    if cursor.sign(token) == '.' && token.gap != Gap::Break {
        end = token.end;
        token = cursor.before(token.start);
        if !matches!(&*cursor.word(token), "rs" | "fr" | "sfr" | "rp" | "kr" | "tk") || token.gap != Gap::None {
            return None;
        }
    }
    if !token.is_word() || token.start < context.floor || token.gap == Gap::Break || token.len() > 10 {
        return None;
    }
    if cursor.byte_before(token.start).is_ascii_alphanumeric() {
        return None;
    }
    let slice = cursor.slice(token);
    let upper = slice.bytes().all(|byte| byte.is_ascii_uppercase());
    let known = |code: &str| currencies::of_code(code);
    let found = if upper && slice.len() == 3 && (!WORDLIKE.contains(&slice) || written(cursor, start)) {
        known(slice).map(|currency| (currency, false))
    } else if upper && slice.len() == 4 && slice.starts_with('M') {
        known(&slice[1..]).map(|currency| (currency, true))
    } else {
        None
    };
    let (currency, millions) = match found {
        Some(found) => found,
        None => {
            let word = cursor.word(token);
            let common = matches!(&*word, "usd" | "eur" | "gbp");
            let letter = || letter_sign(cursor, token).map(Currency::Usual);
            (if common { known(&word)? } else { currencies::of_prefix(&word).or_else(letter)? }, false)
        }
    };
    Some(Prefix { start: token.start, end, currency, millions })
}

/// True for a code in capitals or a prefix such as `Rs`.
pub(super) fn is_code(cursor: Cursor, token: Token) -> bool {
    let slice = cursor.slice(token);
    let upper = slice.len() == 3 && slice.bytes().all(|byte| byte.is_ascii_uppercase()) && !WORDLIKE.contains(&slice);
    upper && currencies::of_code(slice).is_some()
        || matches!(slice, "Rs" | "RMB" | "Rp" | "RM" | "Sh" | "KSh" | "Ksh" | "TSh" | "USh" | "Tk")
}

/// What a single capital before digits that are written as money stands for: `N500 billion`, `R1,250`.
pub(super) fn letter_sign(cursor: Cursor, token: Token) -> Option<&'static str> {
    let code = match cursor.slice(token) {
        "N" => "NGN",
        "R" => "ZAR",
        _ => return None,
    };
    let before = cursor.byte_before(token.start);
    let alone = !(before.is_ascii_alphanumeric() || before >= 0x80 || matches!(before, b'-' | b'&' | b'.'));
    (alone && cursor.byte(token.end).is_ascii_digit() && written(cursor, token.end)).then_some(code)
}

/// The amount is written as one writes money: with separators, decimals or a magnitude.
fn written(cursor: Cursor, start: usize) -> bool {
    let token = cursor.token(start);
    let next = cursor.after(token);
    matches!(cursor.sign(next), ',' | '.') && cursor.byte(next.end).is_ascii_digit()
        || matches!(&*cursor.word(next), "million" | "billion" | "trillion" | "bn" | "m")
}
