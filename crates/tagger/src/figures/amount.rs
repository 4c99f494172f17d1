//! An amount: a numeral with its sign and with what it counts or measures.
//!
//! ```text
//! amount := [sign] [currency] numeral [percent | currency | unit | time unit | age | times]
//! ```
//! Read [`read`] first; what may stand behind a numeral is in the file of its kind.

use annotation::{Extent, Modifier, Value, ValueKind};

use super::calendar::Reference;
use super::cursor::{Cursor, Gap, Token};
use super::decimal::Decimal;
use super::duration::Duration;
use super::evidence::Evidence;
use super::figure_tagger::FigureOptions;
use super::number::{Form, Numeral, numeral, ordinal_suffix};
use super::units::Unit;
use super::{age, duration, money, money_prefix, percent, quantity};

/// What reading a figure may look at.
#[derive(Clone, Copy)]
pub(super) struct Context<'t> {
    pub(super) cursor: Cursor<'t>,
    pub(super) options: &'t FigureOptions,
    pub(super) evidence: &'t Evidence,
    /// Where the figure before ended: nothing reaches back over it.
    pub(super) floor: usize,
    /// How many expressions this one stands in: "two days after the week before …" ends somewhere.
    pub(super) depth: u8,
}

impl Context<'_> {
    /// The context of an expression inside this one; `None` where it would go too deep.
    pub(super) fn inside(self) -> Option<Self> {
        (self.depth < 2).then_some(Context { depth: self.depth + 1, ..self })
    }

    /// The day that relative dates are counted from, if one is known.
    pub(super) fn reference(&self) -> Option<Reference> {
        self.evidence.reference
    }
}

/// A numeral and its measure.
#[derive(Debug, Clone, Copy)]
pub(super) struct Amount {
    pub(super) start: usize,
    pub(super) end: usize,
    /// `None` if it does not fit.
    pub(super) value: Option<Decimal>,
    pub(super) form: Form,
    pub(super) magnitude: i32,
    pub(super) measure: Measure,
    pub(super) assumed: bool,
}

/// What an amount is an amount of.
#[derive(Debug, Clone, Copy, PartialEq)]
#[expect(clippy::large_enum_variant, reason = "a box would be an allocation for every number that is read")]
pub(super) enum Measure {
    Count,
    Ordinal,
    /// `three times`, `tenfold`.
    Times,
    Percent(&'static str),
    Money(&'static str),
    Quantity(Unit),
    Duration(Duration),
}

impl Measure {
    pub(super) fn label(self) -> &'static str {
        match self {
            Measure::Count | Measure::Times => "CARDINAL",
            Measure::Ordinal => "ORDINAL",
            Measure::Percent(_) => "PERCENT",
            Measure::Money(_) => "MONEY",
            Measure::Quantity(_) => "QUANTITY",
            Measure::Duration(duration) => duration.label(),
        }
    }

    fn kind(self) -> ValueKind {
        match self {
            Measure::Count | Measure::Times => ValueKind::Number,
            Measure::Ordinal => ValueKind::Ordinal,
            Measure::Percent(_) => ValueKind::Percent,
            Measure::Money(_) => ValueKind::Money,
            Measure::Quantity(_) => ValueKind::Quantity,
            Measure::Duration(_) => ValueKind::Duration,
        }
    }

    /// The same kind of thing, so that two amounts can be the ends of one range.
    pub(super) fn matches(self, other: Measure) -> bool {
        match (self, other) {
            (Measure::Duration(_), Measure::Duration(_)) => true,
            _ => self == other,
        }
    }
}

impl Amount {
    fn bound(&self) -> Option<String> {
        match self.measure {
            Measure::Duration(duration) => duration.timex(),
            _ => self.value?.text(),
        }
    }

    /// The value of this amount, or of the range from this one to another.
    pub(super) fn worth(&self, to: Option<&Amount>, modifier: Option<Modifier>) -> Option<Value> {
        let extent = match to {
            None => self.bound().map(Extent::exact),
            Some(to) => self.bound().zip(to.bound()).map(|(from, to)| Extent::range(from, to)),
        };
        let code;
        let unit = match self.measure {
            Measure::Percent(unit) | Measure::Money(unit) => Some(unit),
            Measure::Quantity(unit) => {
                code = unit.code();
                Some(&*code)
            }
            _ => None,
        };
        let value = Value::new(self.measure.kind(), extent.unwrap_or(Extent::Unknown), unit).ok()?;
        Some(value.with_modifier(modifier).with_assumed(self.assumed))
    }
}

/// The amount whose numeral, sign or currency sign is `first`; the currency before it is looked for to the left.
pub(super) fn read(context: Context, first: Token) -> Option<Amount> {
    let cursor = context.cursor;
    let mut token = first;
    let mut minus = None;
    if is_minus(cursor, first) {
        minus = Some(first);
        token = cursor.after(first);
        if !token.near() {
            return None;
        }
    }
    let prefix = money_prefix::sign(context, token);
    let mut amount_start = token.start;
    if let Some(prefix) = prefix {
        amount_start = prefix.start;
        token = cursor.token(prefix.end);
        if matches!(cursor.sign(token), '-' | '−') && cursor.byte(token.end).is_ascii_digit() {
            minus = Some(token);
            token = cursor.after(token);
        }
        if token.gap == Gap::Break {
            return None;
        }
    }
    let prefix = prefix.or_else(|| money_prefix::word_before(context, minus.map_or(token.start, |minus| minus.start)));
    let numeral = numeral(cursor, token, context.options.decimal_mark, prefix.is_some())?;
    let mut amount = match prefix {
        Some(prefix) => {
            amount_start = amount_start.min(prefix.start);
            money::behind_prefix(context, prefix, numeral)?
        }
        None => measured(context, numeral)?,
    };
    amount.start = amount_start;
    if let Some(minus) = minus {
        amount.start = amount.start.min(minus.start);
        if !matches!(cursor.sign(minus), '+') {
            amount.value = amount.value.map(Decimal::negated);
        }
    } else if amount.start == amount_start {
        let before = cursor.before(amount_start);
        let behind = cursor.byte_before(before.start);
        let sign = cursor.sign(before);
        let open =
            !(behind.is_ascii_alphanumeric() || behind >= 0x80 || behind == b')' || behind == b'%' || behind == b'-');
        let line_start = behind == 0 || behind == b'\n';
        if matches!(sign, '-' | '−' | '+')
            && before.start >= context.floor
            && open
            && (before.gap == Gap::None || (sign == '-' && line_start && before.gap == Gap::Space))
        {
            // A bullet is no minus.
            let bullet = line_start && before.gap == Gap::Space && before.start > 0;
            if !bullet {
                amount.start = before.start;
                if sign != '+' {
                    amount.value = amount.value.map(Decimal::negated);
                }
            }
        }
    }
    Some(amount)
}

/// `10 below zero`, `2 degrees below zero`: where it ends.
fn below_zero(cursor: Cursor, end: usize) -> Option<usize> {
    cursor.phrase(end, "below zero")
}

fn is_minus(cursor: Cursor, token: Token) -> bool {
    matches!(&*cursor.word(token), "minus" | "negative")
}

/// The numeral with what stands behind it.
fn measured(context: Context, numeral: Numeral) -> Option<Amount> {
    let cursor = context.cursor;
    let amount = |end: usize, measure: Measure| Amount {
        start: numeral.start,
        end,
        value: numeral.value,
        form: numeral.form,
        magnitude: numeral.magnitude,
        measure,
        assumed: false,
    };
    let whole = numeral.form == Form::Plain
        || numeral.form == Form::Written
            && cursor.text[numeral.start..numeral.end].bytes().all(|byte| byte.is_ascii_digit() || byte == b',');
    if whole && let Some(end) = ordinal_suffix(cursor, numeral.end) {
        return Some(amount(end, Measure::Ordinal));
    }
    if numeral.ordinal {
        return Some(amount(numeral.end, Measure::Ordinal));
    }
    // "half a percentage point", "a quarter of a percent"
    let article = || cursor.phrase(numeral.end, "a").or_else(|| cursor.phrase(numeral.end, "of a"));
    let part = if numeral.form == Form::Fraction { article() } else { None };
    if let Some((end, unit)) = percent::behind(cursor, part.unwrap_or(numeral.end)) {
        return Some(amount(end, Measure::Percent(unit)));
    }
    if let Some(found) = age::behind(cursor, &numeral) {
        return Some(amount(found.0, Measure::Quantity(found.1)));
    }
    if let Some(found) = money::behind(context, &numeral) {
        return Some(found);
    }
    if let Some((end, duration)) = duration::behind(cursor, &numeral) {
        return Some(amount(end, Measure::Duration(duration)));
    }
    if let Some((end, value, unit)) = quantity::behind(context, &numeral) {
        return Some(match below_zero(cursor, end).filter(|_| unit.is_temperature()) {
            Some(end) => Amount { value: value.map(Decimal::negated), ..amount(end, Measure::Quantity(unit)) },
            None => Amount { value, ..amount(end, Measure::Quantity(unit)) },
        });
    }
    if let Some(end) = below_zero(cursor, numeral.end) {
        let value = numeral.value.map(Decimal::negated);
        return Some(Amount { value, ..amount(end, Measure::Quantity(Unit::base("deg"))) });
    }
    let next = cursor.token(numeral.end);
    let hyphen = cursor.sign(next) == '-' && next.glued();
    let times = if hyphen { cursor.after(next) } else { next };
    if times.near() && (matches!(&*cursor.word(times), "times" | "fold") || matches!(cursor.sign(times), '×')) {
        let multiplies = !(times.glued() && !hyphen && times.is_word());
        let crossing = cursor.sign(times) == '×' && (!times.glued() || cursor.after(times).is_digits());
        if multiplies && !crossing {
            return Some(amount(times.end, Measure::Times));
        }
    }
    if times.glued() && !hyphen && &*cursor.word(times) == "x" && !cursor.byte(times.end).is_ascii_alphanumeric() {
        return Some(amount(times.end, Measure::Times));
    }
    Some(amount(numeral.end, Measure::Count))
}
