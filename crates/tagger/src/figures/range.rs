//! Ranges: two amounts that bound one figure.
//!
//! ```text
//! range := amount (– | - | to | through | ~) amount | between amount and amount | amount ± amount
//! ```
//! A range with two bounds is one span, and `between` or `from` belongs to it. A change is no range: "rose from 5% to
//! 7%" names two figures.

use super::amount::{Amount, Context, Measure, read};
use super::cursor::{Cursor, Gap, Token, is_dash};
use super::number::Form;

/// What a range is made of.
pub(super) struct Range {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) from: Amount,
    pub(super) to: Amount,
}

/// The range that `first` begins, if it begins one.
pub(super) fn from(context: Context, first: Amount) -> Option<Range> {
    let cursor = context.cursor;
    let joint = cursor.token(first.end);
    if joint.gap == Gap::Break {
        return None;
    }
    // "18- to 24-year-olds"
    let suspended = cursor.sign(joint) == '-'
        && joint.glued()
        && matches!(&*cursor.word(cursor.after(joint)), "to" | "and")
        && cursor.after(joint).gap == Gap::Space;
    let joint = if suspended { cursor.after(joint) } else { joint };
    let left = cursor.before(first.start);
    let left_word = cursor.word(left);
    let free = left.start >= context.floor && left.gap != Gap::Break;
    let between = free && &*left_word == "between";
    let from_word = free && matches!(&*left_word, "from" | "of");
    let sign = cursor.sign(joint);
    let word = cursor.word(joint);
    let dash = is_dash(sign);
    let spread = sign == '±' || (sign == '+' && cursor.text[joint.end..].starts_with("/-"));
    let joins = dash || spread || matches!(&*word, "to" | "through") || (between && matches!(&*word, "and" | "to"));
    if !joins {
        return None;
    }
    let mut next = if sign == '+' { cursor.token(joint.end + 2) } else { cursor.after(joint) };
    // "five-to-10 years"
    if is_dash(cursor.sign(next)) && next.glued() && !dash {
        next = cursor.after(next);
    }
    if next.gap == Gap::Break || (dash && joint.glued() != next.glued()) {
        return None;
    }
    // An em dash between words sets a clause apart.
    if sign == '—' && !joint.glued() {
        return None;
    }
    // The second amount may begin with a currency: "US$90 to US$120", "NOK 5 to NOK 7".
    let numeral = numeral_behind_currency(cursor, next);
    let second = read(Context { floor: joint.end, ..context }, numeral)?;
    let starts = second.start == next.start || second.start + 1 == next.start && next.start > joint.end;
    if !starts {
        return None;
    }
    if spread {
        return plus_minus(first, second);
    }
    combine(context, first, second, between, from_word, dash, left)
}

/// The token at which an amount with a currency before it is read.
fn numeral_behind_currency(cursor: Cursor, first: Token) -> Token {
    let mut token = first;
    for _ in 0..4 {
        if token.is_digits()
            || super::currencies::of_sign(cursor.sign(token)).is_some() && !cursor.after(token).is_word()
        {
            return token;
        }
        if !(token.is_word() && token.len() <= 3 || cursor.sign(token) == '.') {
            return first;
        }
        token = cursor.after(token);
        if token.gap == Gap::Break {
            return first;
        }
    }
    first
}

/// True if a word shortly before says that something changed from one figure to the other.
fn tells_a_change(cursor: Cursor, from: Token) -> bool {
    let mut token = from;
    for _ in 0..6 {
        token = cursor.before(token.start);
        if token.gap == Gap::Break
            || matches!(cursor.sign(token), '.' | ';' | ':' | '!' | '?')
                && !cursor.byte_before(token.start).is_ascii_digit()
        {
            return false;
        }
        let word = cursor.word(token);
        let stem = word
            .strip_suffix("ing")
            .or_else(|| word.strip_suffix("ed"))
            .or_else(|| word.strip_suffix("es"))
            .or_else(|| word.strip_suffix('s'))
            .unwrap_or(&word);
        let changes = matches!(
            stem,
            "rise"
                | "gain"
                | "add"
                | "lost"
                | "lose"
                | "advanc"
                | "ris"
                | "rose"
                | "risen"
                | "fall"
                | "fell"
                | "fallen"
                | "grow"
                | "grew"
                | "grown"
                | "increas"
                | "increase"
                | "decreas"
                | "decrease"
                | "climb"
                | "drop"
                | "dropp"
                | "jump"
                | "slip"
                | "slipp"
                | "slid"
                | "slide"
                | "sank"
                | "sink"
                | "edg"
                | "edge"
                | "cut"
                | "cutt"
                | "rais"
                | "raise"
                | "lower"
                | "up"
                | "down"
                | "declin"
                | "decline"
                | "improv"
                | "improve"
                | "widen"
                | "narrow"
                | "shrink"
                | "shrank"
                | "shrunk"
                | "went"
                | "go"
                | "gone"
                | "chang"
                | "change"
                | "mov"
                | "move"
                | "doubl"
                | "double"
                | "tripl"
                | "triple"
                | "reduc"
                | "reduce"
                | "swell"
                | "swollen"
                | "surg"
                | "surge"
                | "soar"
                | "plung"
                | "plunge"
                | "tumbl"
                | "tumble"
                | "eas"
                | "ease"
                | "expand"
                | "boost"
                | "upgrad"
                | "upgrade"
                | "downgrad"
                | "downgrade"
                | "revis"
                | "revise"
                | "lift"
                | "trimm"
                | "trim"
                | "took"
                | "push"
                | "bring"
                | "brought"
        );
        if changes {
            return true;
        }
    }
    false
}

fn combine(
    context: Context,
    mut first: Amount,
    mut second: Amount,
    between: bool,
    from_word: bool,
    dash: bool,
    left: Token,
) -> Option<Range> {
    let cursor = context.cursor;
    // A change has two figures; a range shares its unit.
    let from = from_word && cursor.word(left).starts_with('f');
    // So does "gained $1.07 to $22.40", where each has its own unit.
    let own_units = first.measure != Measure::Count;
    let told_from = if from { left } else { cursor.token(first.start) };
    if (from || own_units) && !dash && !between && tells_a_change(cursor, told_from) {
        return None;
    }
    if first.measure == Measure::Ordinal
        || second.measure == Measure::Ordinal
        || first.form == Form::Fraction && first.measure == Measure::Count && dash
    {
        return None;
    }
    let shares = first.measure == Measure::Count && second.measure != Measure::Count;
    let money_first = matches!(first.measure, Measure::Money(_)) && second.measure == Measure::Count;
    if shares {
        first.measure = second.measure;
        first.assumed = second.assumed;
        if let Measure::Duration(duration) = second.measure {
            let (span, _) = duration.only()?;
            first.measure = Measure::Duration(super::duration::Duration::EMPTY.with(span, first.value));
        }
    } else if money_first {
        second.measure = first.measure;
        second.assumed = first.assumed;
    } else if !first.measure.matches(second.measure) {
        return None;
    }
    // The magnitude at the end counts for both: "$5-10 million", "5 to 6 billion".
    if first.magnitude == 0
        && second.magnitude > 2
        && let (Some(low), Some(high)) = (first.value, second.value)
    {
        let raised = low.shifted(second.magnitude);
        if raised.is_some_and(|raised| !high.is_less_than(raised))
            && !matches!(first.measure, Measure::Duration(_))
            && low.is_less_than(super::decimal::Decimal::integer(1000))
        {
            first.value = raised;
        }
    }
    // Written with a dash, a range goes up; "3-2" is a score and "555-1234" a telephone number.
    if let (Some(low), Some(high)) = (first.value, second.value) {
        let rises = low.is_less_than(high);
        if dash && !rises && !matches!(first.measure, Measure::Duration(_)) {
            return None;
        }
        if !dash && !between && !rises && !matches!(first.measure, Measure::Duration(_)) {
            return None;
        }
    }
    let start = if between || from && !dash { left.start } else { first.start };
    let end = second.end;
    if matches!(second.measure, Measure::Quantity(_)) && shares && first.form == Form::Words && dash {
        // "one-two metres" is a stutter.
        return None;
    }
    Some(Range { start, end, from: first, to: second })
}

/// `0.9 ± 0.1 K` is 0.8 to 1.0 K.
fn plus_minus(mut first: Amount, second: Amount) -> Option<Range> {
    if first.measure == Measure::Count {
        first.measure = second.measure;
    } else if second.measure != Measure::Count && second.measure != first.measure {
        return None;
    }
    let (middle, spread) = (first.value?, second.value?);
    let from = Amount { value: middle.minus(spread), ..first };
    let to = Amount { value: middle.plus(spread), measure: first.measure, ..second };
    Some(Range { start: first.start, end: second.end, from, to })
}
