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

use super::money_prefix::{Prefix, WORDLIKE, ends_with_folded, is_code};
use super::number::{Form, Numeral, numeral};

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
            && ends_with_folded(&cursor.text[next.start..stop], "dollars")
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
        // "three pounds of apples" are heavy, whatever else the text speaks of.
        let weighed = numeral.magnitude < 3 && &*cursor.word(cursor.after(next)) == "of";
        if mass && (weighed || !(numeral.magnitude >= 3 || context.evidence.pounds)) {
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
