//! Money: which currency, and where the expression starts and ends.
//!
//! ```text
//! money    := prefix numeral [magnitude] [name] | numeral [magnitude] [-] name [subunits] | numeral code [magnitude]
//! prefix   := $ | US$ | HK $ | u.s. $ | RMB | Rs. | NOK | USD$ | MUSD
//! subunits := [and] numeral cents
//! ```
//! `$` and `¥` are what the document or an option says they are, and the value is marked as assumed.

use super::amount::{Amount, Context, Measure};
use super::currencies::{self, Currency};
use super::cursor::{Cursor, Gap, Token};
use super::decimal::Decimal;
use super::digits::magnitude_letters;
use super::number::{Form, Numeral, numeral};

/// A currency before the amount.
#[derive(Debug, Clone, Copy)]
pub(super) struct Prefix {
    pub(super) start: usize,
    pub(super) end: usize,
    currency: Currency,
    millions: bool,
}

/// Codes that are English words too: in running capitals they mean nothing.
static WORDLIKE: &[&str] = &["ALL", "COP", "CUP", "GEL", "LAK", "MAD", "MOP", "PEN", "TOP", "TRY", "CAD", "BAM"];

/// The prefix whose sign is `token`; letters before the sign belong to it.
pub(super) fn sign(context: Context, token: Token) -> Option<Prefix> {
    let cursor = context.cursor;
    let sign = cursor.sign(token);
    let currency = currencies::of_sign(sign)?;
    if matches!(sign, '¢' | '元' | '円') {
        return None;
    }
    let mut prefix = Prefix { start: token.start, end: token.end, currency, millions: false };
    if matches!(sign, '$' | '£' | '¥') {
        let letters = cursor.before(token.start);
        if letters.start >= context.floor && letters.is_word() && letters.gap != Gap::Break {
            let word = cursor.word(letters);
            // "U.S.$" and "u.s $"
            if matches!(&*word, "s") && cursor.text[..letters.start].to_ascii_lowercase_ends_with("u.") {
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
            if head.to_ascii_lowercase_ends_with("u.s.") && letters.end - 4 >= context.floor {
                prefix.start = letters.end - 4;
                prefix.currency = Currency::Code("USD");
            }
        }
    }
    Some(prefix)
}

trait EndsWithFolded {
    fn to_ascii_lowercase_ends_with(&self, tail: &str) -> bool;
}

impl EndsWithFolded for str {
    fn to_ascii_lowercase_ends_with(&self, tail: &str) -> bool {
        let bytes = self.as_bytes();
        bytes.len() >= tail.len() && bytes[bytes.len() - tail.len()..].eq_ignore_ascii_case(tail.as_bytes())
    }
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
            (if common { known(&word)? } else { currencies::of_prefix(&word)? }, false)
        }
    };
    Some(Prefix { start: token.start, end, currency, millions })
}

/// True for a code in capitals or a prefix such as `Rs`.
pub(super) fn is_code(cursor: Cursor, token: Token) -> bool {
    let slice = cursor.slice(token);
    let upper = slice.len() == 3 && slice.bytes().all(|byte| byte.is_ascii_uppercase()) && !WORDLIKE.contains(&slice);
    upper && currencies::of_code(slice).is_some() || matches!(slice, "Rs" | "RMB" | "Rp" | "RM")
}

/// The amount is written as one writes money: with separators, decimals or a magnitude.
fn written(cursor: Cursor, start: usize) -> bool {
    let token = cursor.token(start);
    let next = cursor.after(token);
    matches!(cursor.sign(next), ',' | '.') && cursor.byte(next.end).is_ascii_digit()
        || matches!(&*cursor.word(next), "million" | "billion" | "trillion" | "bn" | "m")
}

/// The amount of a numeral behind a prefix.
pub(super) fn behind_prefix(context: Context, prefix: Prefix, numeral: Numeral) -> Option<Amount> {
    let cursor = context.cursor;
    if numeral.ordinal || numeral.end == prefix.end {
        return None;
    }
    let mut value = numeral.value;
    if prefix.millions {
        value = value.and_then(|value| value.shifted(6));
    }
    let mut currency = prefix.currency;
    let mut end = numeral.end;
    // The name may follow as well: "$10 dollars", "$5 million US", "US$5 USD", and subunits: "10 $ 30 cent".
    let next = cursor.token(end);
    if next.near() && next.is_word() && !next.glued() {
        if let Some(Currency::Code(code)) = code_word(cursor, next) {
            currency = Currency::Code(code);
            end = next.end;
        } else if currency == Currency::Dollar
            && let Some((stop, named @ (Currency::Dollar | Currency::Code(_)))) = name(cursor, next.start)
            && cursor.text[next.start..stop].to_ascii_lowercase_ends_with("dollars")
            && matches!(named, Currency::Code(_))
        {
            currency = named;
            end = stop;
        }
    }
    Some(finish(context, numeral, prefix.start, end, value, currency))
}

fn finish(
    context: Context,
    numeral: Numeral,
    start: usize,
    end: usize,
    value: Option<Decimal>,
    currency: Currency,
) -> Amount {
    let options = context.options;
    let (code, assumed) = match currency {
        Currency::Code(code) => (code, false),
        Currency::Dollar | Currency::Cent => match context.evidence.dollar {
            Some(code) => (code, code != "EUR" || currency == Currency::Dollar),
            None => (options.dollar, true),
        },
        Currency::YenOrYuan => (context.evidence.yen_or_yuan.unwrap_or(options.yen_or_yuan), true),
        Currency::Usual(code) => (context.evidence.usual(code), code != "GBP"),
        Currency::Hundredth(code) | Currency::Tenth(code) => (code, false),
    };
    let shift = match currency {
        Currency::Cent | Currency::Hundredth(_) => -2,
        Currency::Tenth(_) => -1,
        _ => 0,
    };
    let value = if shift == 0 { value } else { value.and_then(|value| value.shifted(shift)) };
    Amount {
        start,
        end,
        value,
        form: numeral.form,
        magnitude: numeral.magnitude,
        measure: Measure::Money(code),
        assumed,
    }
}

/// A code in capitals, or one of the commonest in small letters.
fn code_word(cursor: Cursor, token: Token) -> Option<Currency> {
    let slice = cursor.slice(token);
    let upper = slice.len() == 3 && slice.bytes().all(|byte| byte.is_ascii_uppercase());
    (upper && !WORDLIKE.contains(&slice) || matches!(slice, "usd" | "eur" | "gbp" | "Usd" | "Eur"))
        .then(|| currencies::of_code(slice))
        .flatten()
}

/// The currency named at `at`, of one to four words, and where the name ends.
fn name(cursor: Cursor, at: usize) -> Option<(usize, Currency)> {
    let first = cursor.token(at);
    if !first.is_word() {
        return None;
    }
    // "U.S. dollars", "us$"
    if cursor.text[first.start..].len() >= 4
        && cursor.text.as_bytes()[first.start..first.start + 4].eq_ignore_ascii_case(b"u.s.")
    {
        let noun = cursor.token(first.start + 4);
        let hit = matches!(&*cursor.word(noun), "dollar" | "dollars" | "cents" | "cent");
        return hit.then_some((
            noun.end,
            if cursor.word(noun).starts_with('d') { Currency::Code("USD") } else { Currency::Hundredth("USD") },
        ));
    }
    let mut buffer = [0u8; 48];
    let mut length = 0;
    let mut longest = None;
    let mut token = first;
    for count in 1..=4 {
        let word = cursor.word(token);
        if word.is_empty() || length + word.len() + 1 > buffer.len() {
            break;
        }
        if count > 1 {
            buffer[length] = b' ';
            length += 1;
        }
        buffer[length..length + word.len()].copy_from_slice(word.as_bytes());
        length += word.len();
        let phrase = std::str::from_utf8(&buffer[..length]).unwrap_or_default();
        let found = if count == 1 { currencies::of_short_name(phrase) } else { currencies::of_long_name(phrase) };
        longest = found.map(|currency| (token.end, currency)).or(longest);
        if count == 1 && !currencies::starts_long_name(phrase) {
            break;
        }
        token = cursor.after(token);
        if token.gap != Gap::Space || !token.is_word() {
            break;
        }
    }
    longest
}

/// The amount of a numeral with a currency behind it.
pub(super) fn behind(context: Context, numeral: &Numeral) -> Option<Amount> {
    let cursor = context.cursor;
    let mut numeral = *numeral;
    let mut next = cursor.token(numeral.end);
    if !next.near() {
        return None;
    }
    if cursor.sign(next) == '-' && next.glued() {
        next = cursor.after(next);
        if !next.glued() {
            return None;
        }
    }
    // Letters glued to digits: "20p", "5mUSD" is none.
    if next.is_word() && next.glued() && numeral.form != Form::Words && cursor.byte_before(next.start) != b'-' {
        let letters = cursor.slice(next);
        let lone = !cursor.byte(next.end).is_ascii_alphanumeric() && cursor.byte(next.end) < 0x80;
        if lone && letters == "p" && context.evidence.pounds {
            return Some(finish(context, numeral, numeral.start, next.end, numeral.value, Currency::Hundredth("GBP")));
        }
        if lone && matches!(letters, "c" | "C") && context.evidence.cents_written_c {
            return Some(finish(context, numeral, numeral.start, next.end, numeral.value, Currency::Cent));
        }
    }
    // "2.5m euros": the letter is a magnitude because money follows.
    let mut money_numeral = numeral;
    if next.is_word()
        && numeral.form != Form::Words
        && numeral.magnitude == 0
        && let Some(power) = magnitude_letters(cursor.slice(next), next.glued(), true)
    {
        let behind = cursor.after(next);
        let is_money = behind.near()
            && (name(cursor, behind.start).is_some()
                || code_word(cursor, behind).is_some()
                || sign_behind(cursor, behind).is_some());
        if is_money {
            money_numeral.value = numeral.value.and_then(|value| value.shifted(power));
            money_numeral.magnitude = power;
            money_numeral.end = next.end;
            next = behind;
        }
    }
    numeral = money_numeral;
    if let Some(currency) = sign_behind(cursor, next) {
        let amount = finish(context, numeral, numeral.start, next.end, numeral.value, currency);
        return Some(with_subunits(context, amount));
    }
    if !next.is_word() {
        return None;
    }
    let slice = cursor.slice(next);
    if slice.len() == 4
        && slice.starts_with('M')
        && slice.bytes().all(|byte| byte.is_ascii_uppercase())
        && let Some(currency) = currencies::of_code(&slice[1..])
    {
        let value = numeral.value.and_then(|value| value.shifted(6));
        return Some(finish(context, numeral, numeral.start, next.end, value, currency));
    }
    // "3 USD50 cards": the code belongs to the amount behind it.
    let owned = cursor.after(next);
    if is_code(cursor, next) && owned.is_digits() && owned.glued() {
        return None;
    }
    if let Some(currency) = code_word(cursor, next) {
        // "75 USD million"
        let magnitude = cursor.after(next);
        let power = if magnitude.near() && numeral.magnitude == 0 {
            match &*cursor.word(magnitude) {
                "thousand" => Some(3),
                "million" => Some(6),
                "billion" => Some(9),
                "trillion" => Some(12),
                _ => None,
            }
        } else {
            None
        };
        if let Some(power) = power {
            let value = numeral.value.and_then(|value| value.shifted(power));
            return Some(finish(context, numeral, numeral.start, magnitude.end, value, currency));
        }
        let amount = finish(context, numeral, numeral.start, next.end, numeral.value, currency);
        return Some(with_subunits(context, amount));
    }
    let (end, currency) = name(cursor, next.start)?;
    let word = cursor.word(next);
    if end == next.end {
        let mass = matches!(&*word, "pound" | "pounds");
        if mass && !(numeral.magnitude >= 3 || context.evidence.pounds) {
            return None;
        }
        // "three marks", "two reals": other things, unless there are thousands of them.
        let doubtful = matches!(
            word.strip_suffix('s').unwrap_or(&word),
            "mark"
                | "crown"
                | "sol"
                | "won"
                | "som"
                | "real"
                | "kip"
                | "colon"
                | "lek"
                | "dram"
                | "kina"
                | "tala"
                | "leone"
                | "leu"
                | "lat"
                | "rand"
                | "sen"
                | "mao"
        );
        if doubtful && numeral.magnitude < 3 && numeral.form != Form::Written {
            return None;
        }
    }
    let amount = finish(context, numeral, numeral.start, end, numeral.value, currency);
    Some(with_subunits(context, amount))
}

/// A sign behind the amount: `10 €`, `100元`; not one that belongs to an amount behind it.
fn sign_behind(cursor: Cursor, token: Token) -> Option<Currency> {
    let currency = currencies::of_sign(cursor.sign(token)).or_else(|| {
        // CJK signs are letters.
        let mut letters = cursor.slice(token).chars();
        let (first, rest) = (letters.next()?, letters.next());
        (token.is_word() && rest.is_none() && !first.is_ascii()).then(|| currencies::of_sign(first)).flatten()
    })?;
    let next = cursor.after(token);
    let owns = next.is_digits() && next.gap != Gap::Break && matches!(cursor.sign(token), '$' | '£' | '€' | '¥');
    let own_subunits = owns && matches!(&*cursor.word(cursor.after(next)), "cent" | "cents");
    (!owns || own_subunits).then_some(currency)
}

/// `3 dollars 50 cents`, `thirteen dollars and forty-five cents`, `15 dollars 50`.
fn with_subunits(context: Context, whole: Amount) -> Amount {
    let cursor = context.cursor;
    let mut token = cursor.token(whole.end);
    if &*cursor.word(token) == "and" {
        token = cursor.after(token);
    }
    if token.gap != Gap::Space || !(token.is_digits() && token.len() <= 2 || token.is_word()) {
        return whole;
    }
    let Some(part) = numeral(cursor, token, context.options.decimal_mark, false) else { return whole };
    if part.ordinal
        || part.form == Form::Fraction
        || !part.value.is_some_and(|part| part.is_less_than(Decimal::integer(100)))
    {
        return whole;
    }
    let next = cursor.token(part.end);
    let cent_sign = (cursor.sign(next) == '¢' && next.near()).then_some((next.end, Currency::Cent));
    let subunit = if next.near() { name(cursor, next.start).or(cent_sign) } else { None };
    let (end, shift) = match subunit {
        Some((end, Currency::Cent | Currency::Hundredth(_))) => (end, -2),
        Some((end, Currency::Tenth(_))) => (end, -1),
        Some(_) => return whole,
        // "15 dollars 50": two digits at the end of the clause.
        None => {
            let ends = !(next.near() && (next.is_word() || next.is_digits())
                || matches!(cursor.sign(next), '%' | '$' | '-' | '.')
                    && next.near()
                    && cursor.byte(next.end).is_ascii_digit());
            let more = matches!(&*cursor.word(next), "more");
            if !(ends || more)
                || !token.is_digits()
                || token.len() != 2
                || matches!(cursor.sign(next), '%' | '-' | '/' | ':')
            {
                return whole;
            }
            (part.end, -2)
        }
    };
    let Some(value) =
        whole.value.zip(part.value.and_then(|part| part.shifted(shift))).and_then(|(whole, part)| whole.plus(part))
    else {
        return whole;
    };
    let mut amount = Amount { end, value: Some(value), ..whole };
    // "one kuai and five mao five": a last digit counts hundredths.
    if shift == -1 {
        let last = cursor.token(end);
        if last.gap == Gap::Space
            && let Some(part) = numeral(cursor, last, context.options.decimal_mark, false)
                .filter(|part| part.value.is_some_and(|part| part.is_less_than(Decimal::integer(10))))
            && let Some(sum) = part.value.and_then(|part| part.shifted(-2)).and_then(|part| value.plus(part))
        {
            amount.end = part.end;
            amount.value = Some(sum);
        }
    }
    amount
}
