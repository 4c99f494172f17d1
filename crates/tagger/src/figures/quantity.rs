//! Quantities: numbers with a unit of measure behind them.
//!
//! ```text
//! quantity := numeral [-] unit [subunits] | numeral ' numeral "
//! unit     := [square|cubic] name | symbol [²|³|2|3] | degrees [celsius]   each [per unit | / unit]
//! ```
//! The value is in the unit that leads: `6 ft 2 in` is 37/6 feet.

use super::amount::Context;
use super::cursor::{Cursor, Gap, Token};
use super::decimal::Decimal;
use super::number::{Form, Numeral, numeral};
use super::number_words::small_word;
use super::units::{self, Unit};

/// Pairs of units that are written one behind the other, and how many of the second make one of the first.
static COMPOUNDS: &[(&str, &str, i128)] =
    &[("[ft_i]", "[in_i]", 12), ("[lb_av]", "[oz_av]", 16), ("[stone_av]", "[lb_av]", 14), ("[yd_i]", "[ft_i]", 3)];

/// Where the unit behind a numeral ends, the value in it, and the unit.
pub(super) fn behind(context: Context, first: &Numeral) -> Option<(usize, Option<Decimal>, Unit)> {
    let cursor = context.cursor;
    if let Some(found) = feet_and_inches(cursor, first) {
        return Some(found);
    }
    let (mut end, found) = unit(cursor, first)?;
    let mut value = first.value;
    if let Some(&(_, small, count)) = COMPOUNDS.iter().find(|(large, _, _)| found == Unit::base(large)) {
        let mut token = cursor.token(end);
        if &*cursor.word(token) == "and" {
            token = cursor.after(token);
        }
        let and = token.start != cursor.token(end).start;
        let foot = !and && matches!(&*cursor.word(cursor.before(end)), "foot" | "ft");
        if token.gap != Gap::Break
            && (token.is_digits() || token.is_word())
            && let Some(rest) = numeral(cursor, token, context.options.decimal_mark, false)
            && let Some((stop, true)) = small_unit(cursor, &rest).map(|(stop, unit)| (stop, unit == Unit::base(small)))
        {
            let part = rest.value.and_then(|rest| Decimal::fraction(rest, Decimal::integer(count)));
            value = value.zip(part).and_then(|(value, part)| value.plus(part));
            end = stop;
        } else if foot
            && token.near()
            && let Some(inches) = bare_inches(cursor, token)
        {
            let part = Decimal::fraction(Decimal::integer(inches.into()), Decimal::integer(count));
            value = value.zip(part).and_then(|(value, part)| value.plus(part));
            end = token.end;
        }
    }
    Some((end, value, found))
}

/// The inches of `six foot two`: a number up to eleven that counts nothing else.
fn bare_inches(cursor: Cursor, token: Token) -> Option<u32> {
    let inches = match token.is_digits() {
        true => cursor.slice(token).parse().ok().filter(|_| token.len() <= 2)?,
        false => small_word(&cursor.word(token))?,
    };
    let next = cursor.after(token);
    let goes_on = matches!(&*cursor.word(next), "and" | "or" | "but" | "in" | "with" | "tall" | "while" | "when");
    let counts = next.near() && (next.is_word() && !goes_on || next.is_digits())
        || matches!(cursor.byte(token.end), b'-' | b'%');
    let decimal = matches!(cursor.byte(token.end), b'.' | b',' | b'/') && cursor.byte(token.end + 1).is_ascii_digit();
    (inches < 12 && !counts && !decimal).then_some(inches)
}

/// True if a unit of measure follows at `at`.
pub(super) fn follows(cursor: Cursor, at: usize) -> bool {
    let numeral = Numeral { start: at, end: at, value: None, form: Form::Plain, magnitude: 0, ordinal: false };
    unit(cursor, &numeral).is_some()
}

fn small_unit(cursor: Cursor, numeral: &Numeral) -> Option<(usize, Unit)> {
    let token = cursor.token(numeral.end);
    if token.near() && &*cursor.word(token) == "in" {
        return Some((token.end, Unit::base("[in_i]")));
    }
    unit(cursor, numeral)
}

/// `6'2"`, `10"` where a length is spoken of.
fn feet_and_inches(cursor: Cursor, first: &Numeral) -> Option<(usize, Option<Decimal>, Unit)> {
    let mark = cursor.token(first.end);
    if !mark.near() || first.form == Form::Words {
        return None;
    }
    match cursor.sign(mark) {
        '\'' | '’' | '′' if mark.glued() => {
            let inches = cursor.after(mark);
            let close = cursor.after(inches);
            let fits = inches.glued()
                && inches.is_digits()
                && inches.len() <= 2
                && matches!(cursor.sign(close), '"' | '″' | '”')
                && close.glued();
            if !fits {
                return None;
            }
            let part = Decimal::fraction(Decimal::from_digits(cursor.slice(inches), None)?, Decimal::integer(12))?;
            Some((close.end, first.value.and_then(|feet| feet.plus(part)), Unit::base("[ft_i]")))
        }
        '"' | '″' => {
            let next = cursor.after(mark);
            let spoken = next.near()
                && matches!(
                    &*cursor.word(next),
                    "long" | "tall" | "wide" | "high" | "deep" | "thick" | "x" | "diameter"
                );
            spoken.then_some((mark.end, first.value, Unit::base("[in_i]")))
        }
        _ => None,
    }
}

/// The unit behind a numeral.
fn unit(cursor: Cursor, numeral: &Numeral) -> Option<(usize, Unit)> {
    let mut token = cursor.token(numeral.end);
    if !token.near() {
        return None;
    }
    // "half a mile"
    if numeral.form == Form::Fraction && matches!(&*cursor.word(token), "a" | "an") {
        token = cursor.after(token);
        units::of_name(&cursor.word(token))?;
    }
    let mut spaced = !token.glued();
    let mut closing = None;
    match cursor.sign(token) {
        '-' | '‑' if token.glued() => {
            token = cursor.after(token);
            if !token.glued() {
                return None;
            }
            spaced = true;
        }
        open @ ('(' | '[' | '{' | '<') => {
            closing = Some(match open {
                '(' => ')',
                '[' => ']',
                '{' => '}',
                _ => '>',
            });
            token = cursor.after(token);
        }
        _ => {}
    }
    let (end, base) = simple(cursor, token, numeral, spaced)?;
    if let Some(closing) = closing {
        let close = cursor.token(end);
        return (cursor.sign(close) == closing && close.glued()).then_some((close.end, base));
    }
    if base.per.is_some() || base.base.contains('/') {
        return Some((end, base));
    }
    Some(per(cursor, end, base).unwrap_or((end, base)))
}

/// One unit without what it is per.
fn simple(cursor: Cursor, token: Token, numeral: &Numeral, spaced: bool) -> Option<(usize, Unit)> {
    let sign = cursor.sign(token);
    if matches!(sign, '°' | '℃' | '℉' | 'º') {
        return degrees(cursor, token, sign);
    }
    if !token.is_word() {
        return None;
    }
    let word = cursor.word(token);
    let words = numeral.form == Form::Words;
    if matches!(&*word, "degree" | "degrees" | "deg") {
        return degrees(cursor, token, '°');
    }
    if let Some(power) = match &*word {
        "square" | "sq" => Some(2),
        "cubic" | "cu" => Some(3),
        _ => None,
    } {
        if let Some(found) = long(cursor, token) {
            return Some(found);
        }
        let dot = cursor.after(token);
        let noun = if cursor.sign(dot) == '.' { cursor.after(dot) } else { dot };
        let unit = units::of_name(&cursor.word(noun)).or_else(|| units::of_symbol(cursor.slice(noun)))?;
        return noun.near().then_some((noun.end, Unit { power, ..unit }));
    }
    if let Some(found) = long(cursor, token) {
        return Some(found);
    }
    // Words that seldom are units behind a number in words.
    let doubtful = matches!(
        &*word,
        "bar"
            | "bars"
            | "mole"
            | "moles"
            | "stone"
            | "stones"
            | "knot"
            | "knots"
            | "grain"
            | "grains"
            | "cup"
            | "cups"
            | "henry"
            | "tesla"
            | "teslas"
            | "gauss"
    );
    if let Some(unit) = units::of_name(&word).filter(|_| !(words && doubtful)) {
        // "Tesla" and "Newton" with a capital are names.
        let named = doubtful && cursor.byte(token.start).is_ascii_uppercase();
        return (!named).then(|| powered(cursor, token.end, unit));
    }
    if words && !matches!(&*word, "km" | "kg" | "mph" | "ft" | "lbs") {
        return None;
    }
    let symbol = cursor.slice(token);
    // "33C"
    let glued_celsius =
        symbol == "C" && token.glued() && numeral.form == Form::Plain && numeral.end - numeral.start <= 2;
    if glued_celsius && !cursor.byte(token.end).is_ascii_alphanumeric() && cursor.byte(token.end) != b'/' {
        return Some((token.end, Unit::base("Cel")));
    }
    if spaced {
        let lone_capital = symbol.len() == 1 && matches!(symbol, "A" | "B" | "T" | "L" | "N" | "J" | "b");
        if lone_capital
            || matches!(
                symbol,
                "in" | "st" | "pt" | "AU" | "PT" | "pc" | "as" | "at" | "am" | "pa" | "Ma" | "mm" | "gal"
            ) && !matches!(symbol, "mm" | "gal")
        {
            if symbol != "in" && !(lone_capital && numeral.form == Form::Written) {
                return None;
            }
            // "10 in." is a length, "891.4 billion in 2020" is not.
            if symbol == "in" {
                let next = cursor.after(token);
                let long = matches!(&*cursor.word(next), "tall" | "long" | "wide" | "high" | "deep" | "thick");
                let ends = long
                    || !(next.near()
                        && (next.is_word()
                            || next.is_digits()
                            || matches!(cursor.sign(next), '$' | '£' | '€' | '(' | '“' | '"')));
                if !ends || numeral.magnitude > 0 {
                    return None;
                }
            }
        }
    }
    if matches!(symbol, "m") && numeral.form != Form::Words && numeral.magnitude > 0 {
        return None;
    }
    let unit = units::of_symbol(symbol).or_else(|| lower_case_symbol(symbol))?;
    // A letter or digit glued behind makes it something else: "m212".
    let tail = cursor.token(token.end);
    if tail.glued()
        && tail.is_digits()
        && !(tail.len() == 1
            && matches!(cursor.byte(tail.start), b'2' | b'3')
            && !cursor.byte(tail.end).is_ascii_alphanumeric())
    {
        return None;
    }
    Some(powered(cursor, token.end, unit))
}

/// `100 mb`, `5 ghz`: symbols whose case is lost but whose meaning is not.
fn lower_case_symbol(symbol: &str) -> Option<Unit> {
    let cased = match symbol {
        "mb" => "MB",
        "gb" => "GB",
        "tb" => "TB",
        "kb" | "KB" => "kB",
        "hz" => "Hz",
        "khz" => "kHz",
        "mhz" => "MHz",
        "ghz" => "GHz",
        "kw" => "kW",
        "mw" => "MW",
        "gw" => "GW",
        "kwh" | "KWh" | "KWH" => "kWh",
        "mwh" => "MWh",
        "KM" | "Km" => "km",
        "KG" | "Kg" => "kg",
        "kj" => "kJ",
        "ML" => "mL",
        "mbps" => "Mbps",
        "gbps" => "Gbps",
        _ => return None,
    };
    units::of_symbol(cased)
}

fn long(cursor: Cursor, token: Token) -> Option<(usize, Unit)> {
    let word = cursor.word(token);
    for (name, code) in units::long_names(&word) {
        if let Some(end) = cursor.phrase(token.start, name) {
            return Some((end, Unit::base(code)));
        }
        // The plural of the last word.
        let head = name.rsplit_once(' ').map_or(*name, |(head, _)| head);
        if let Some(end) = cursor.phrase(token.start, head) {
            let noun = cursor.token(end);
            let last = &name[head.len() + 1..];
            let text = cursor.word(noun);
            if noun.near() && text.strip_suffix('s').or_else(|| text.strip_suffix("es")) == Some(last) {
                return Some((noun.end, Unit::base(code)));
            }
        }
    }
    // "kilowatt-hours"
    let dash = cursor.after(token);
    if cursor.sign(dash) == '-' && dash.glued() {
        let second = cursor.after(dash);
        for (name, code) in units::long_names(&word) {
            let last = &name[word.len() + 1..];
            let text = cursor.word(second);
            if second.glued() && (&*text == last || text.strip_suffix('s') == Some(last)) {
                return Some((second.end, Unit::base(code)));
            }
        }
    }
    None
}

/// `degrees`, `degrees celsius`, `°C`, `deg f`.
fn degrees(cursor: Cursor, token: Token, sign: char) -> Option<(usize, Unit)> {
    if sign == '℃' {
        return Some((token.end, Unit::base("Cel")));
    }
    if sign == '℉' {
        return Some((token.end, Unit::base("[degF]")));
    }
    let mut next = cursor.after(token);
    let dotted = cursor.sign(next) == '.' && next.glued() && &*cursor.word(token) == "deg";
    let end = if dotted { next.end } else { token.end };
    if dotted || cursor.sign(next) == '-' && next.glued() {
        next = cursor.after(next);
    }
    if next.near() {
        let scale = match &*cursor.word(next) {
            "c" | "celsius" | "centigrade" => Some("Cel"),
            "f" | "fahrenheit" => Some("[degF]"),
            "k" | "kelvin" => Some("K"),
            _ => None,
        };
        if let Some(scale) = scale {
            return Some((next.end, Unit::base(scale)));
        }
    }
    Some((end, Unit::base("deg")))
}

/// A power behind the unit: `km2`, `m³`.
fn powered(cursor: Cursor, end: usize, unit: Unit) -> (usize, Unit) {
    let next = cursor.token(end);
    if !next.glued() {
        return (end, unit);
    }
    match (cursor.sign(next), cursor.byte(next.start)) {
        ('²', _) => (next.end, Unit { power: 2, ..unit }),
        ('³', _) => (next.end, Unit { power: 3, ..unit }),
        (_, digit @ (b'2' | b'3'))
            if next.is_digits() && next.len() == 1 && !cursor.byte(next.end).is_ascii_alphanumeric() =>
        {
            (next.end, Unit { power: digit - b'0', ..unit })
        }
        _ => (end, unit),
    }
}

/// `/s`, `per hour`, `an hour` behind a unit.
fn per(cursor: Cursor, end: usize, unit: Unit) -> Option<(usize, Unit)> {
    let joint = cursor.token(end);
    let slash = cursor.sign(joint) == '/' && joint.glued();
    if !(slash || (joint.near() && &*cursor.word(joint) == "per")) {
        return None;
    }
    let below = cursor.after(joint);
    if !below.near() || !below.is_word() {
        return None;
    }
    let word = cursor.word(below);
    let time = match &*word {
        "second" | "sec" => Some(("", "s")),
        "minute" | "min" => Some(("", "min")),
        "hour" | "hr" => Some(("", "h")),
        "day" => Some(("", "d")),
        "week" => Some(("", "wk")),
        "month" => Some(("", "mo")),
        "year" | "yr" => Some(("", "a")),
        "millisecond" | "ms" => Some(("m", "s")),
        "s" | "h" | "d" | "a" if slash => Some((
            "",
            match &*word {
                "s" => "s",
                "h" => "h",
                "d" => "d",
                _ => "a",
            },
        )),
        "head" | "person" | "capita" => return None,
        _ => None,
    };
    if let Some((prefix, base)) = time {
        let (end, squared) = powered(cursor, below.end, Unit::base(base));
        return Some((end, Unit { per: Some((prefix, base, squared.power)), ..unit }));
    }
    let (stop, below_unit) = if matches!(&*word, "square" | "cubic") {
        let power = if &*word == "square" { 2 } else { 3 };
        let noun = cursor.after(below);
        (noun.end, Unit { power, ..units::of_name(&cursor.word(noun))? })
    } else {
        let found = units::of_symbol(cursor.slice(below)).or_else(|| units::of_name(&word))?;
        powered(cursor, below.end, found)
    };
    (!below_unit.base.contains('/'))
        .then_some((stop, Unit { per: Some((below_unit.prefix, below_unit.base, below_unit.power)), ..unit }))
}
