//! What a figure means: an exact decimal or a TIMEX3 expression, its unit, and how it is bounded.
//!
//! Read [`Value`] first; how a value is edited and how it is shown are in `value_notation` and `value_words`, what a
//! TIMEX3 value looks like in `timex`. Numbers stay text, so that `0.10` and `0.1` can be told apart and nothing is rounded;
//! a value is checked where it is built, so that every value in a document is one that can be exported.

use crate::timex::is_timex;

/// What a figure means.
///
/// ```
/// use annotation::{Extent, Value, ValueKind};
/// let revenue = Value::new(ValueKind::Money, Extent::exact("858800000000"), Some("CNY"))?;
/// assert_eq!(revenue.unit(), Some("CNY"));
/// assert!(Value::new(ValueKind::Money, Extent::exact("a lot"), Some("CNY")).is_err());
/// # Ok::<(), annotation::ValueError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Value {
    kind: ValueKind,
    // Invariant: every bound is a decimal or a TIMEX3 expression, as the kind asks.
    extent: Extent,
    // Invariant: not empty, no white space; present for percent, money and quantity unless the extent is unknown.
    unit: Option<Box<str>>,
    modifier: Option<Modifier>,
    assumed: bool,
}

/// The kind of a figure's value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ValueKind {
    /// A count or another bare number.
    Number,
    /// A place in an order: `third` is 3.
    Ordinal,
    /// A percentage as written: `564 percent` is 564, unit `%`.
    Percent,
    /// An amount of money; the unit is an ISO 4217 code.
    Money,
    /// An amount of anything measured; the unit is a UCUM code.
    Quantity,
    /// A TIMEX3 date, at any precision.
    Date,
    /// A TIMEX3 time of day.
    Time,
    /// A TIMEX3 duration (`P10Y`).
    Duration,
    /// A TIMEX3 recurrence (`P1D` for "daily").
    Set,
}

impl ValueKind {
    /// Every kind, in the order of the list above.
    pub const ALL: [ValueKind; 9] = [
        ValueKind::Number,
        ValueKind::Ordinal,
        ValueKind::Percent,
        ValueKind::Money,
        ValueKind::Quantity,
        ValueKind::Date,
        ValueKind::Time,
        ValueKind::Duration,
        ValueKind::Set,
    ];

    /// The kind's name in files: `number`, `ordinal`, …
    pub fn name(self) -> &'static str {
        match self {
            ValueKind::Number => "number",
            ValueKind::Ordinal => "ordinal",
            ValueKind::Percent => "percent",
            ValueKind::Money => "money",
            ValueKind::Quantity => "quantity",
            ValueKind::Date => "date",
            ValueKind::Time => "time",
            ValueKind::Duration => "duration",
            ValueKind::Set => "set",
        }
    }

    /// The kind with that name, if there is one.
    pub fn from_name(name: &str) -> Option<ValueKind> {
        ValueKind::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// True for the kinds whose bounds are decimals, false for those whose bounds are TIMEX3.
    pub fn is_numeric(self) -> bool {
        !matches!(self, ValueKind::Date | ValueKind::Time | ValueKind::Duration | ValueKind::Set)
    }
}

/// A point, a range that may be open at one end, or nothing that could be worked out.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Extent {
    /// One decimal or one TIMEX3 expression.
    Exact(Box<str>),
    /// From and to, both included; at least one of them is present.
    Range {
        /// The lower bound.
        from: Option<Box<str>>,
        /// The upper bound.
        to: Option<Box<str>>,
    },
    /// The span is a figure, but its value does not fit or depends on what the document does not say.
    Unknown,
}

impl Extent {
    /// A single point.
    pub fn exact(value: impl Into<Box<str>>) -> Extent {
        Extent::Exact(value.into())
    }

    /// A closed range.
    pub fn range(from: impl Into<Box<str>>, to: impl Into<Box<str>>) -> Extent {
        Extent::Range { from: Some(from.into()), to: Some(to.into()) }
    }
}

/// How a value is bounded or which part of a period is meant (TIMEX3's `mod`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Modifier {
    /// "about", "roughly", "some".
    Approx,
    /// "less than", "below", "nearly".
    LessThan,
    /// "more than", "over".
    MoreThan,
    /// "at most", "up to".
    EqualOrLess,
    /// "at least".
    EqualOrMore,
    /// "early".
    Start,
    /// "mid-".
    Mid,
    /// "late".
    End,
}

impl Modifier {
    /// Every modifier.
    pub const ALL: [Modifier; 8] = [
        Modifier::Approx,
        Modifier::LessThan,
        Modifier::MoreThan,
        Modifier::EqualOrLess,
        Modifier::EqualOrMore,
        Modifier::Start,
        Modifier::Mid,
        Modifier::End,
    ];

    /// The modifier's name in files.
    pub fn name(self) -> &'static str {
        match self {
            Modifier::Approx => "approx",
            Modifier::LessThan => "less_than",
            Modifier::MoreThan => "more_than",
            Modifier::EqualOrLess => "equal_or_less",
            Modifier::EqualOrMore => "equal_or_more",
            Modifier::Start => "start",
            Modifier::Mid => "mid",
            Modifier::End => "end",
        }
    }

    /// The modifier with that name, if there is one.
    pub fn from_name(name: &str) -> Option<Modifier> {
        Modifier::ALL.into_iter().find(|modifier| modifier.name() == name)
    }
}

/// Why a value was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ValueError {
    /// A bound of a numeric kind is not a decimal such as `-12.50`, or a fraction such as `2/3`.
    #[error("\"{0}\" is not a number such as -12.50 or 2/3")]
    NotADecimal(Box<str>),
    /// A bound of a temporal kind is not a TIMEX3 expression.
    #[error("\"{0}\" is not a TIMEX3 value such as 2024-05, T14:30 or P10Y")]
    NotATimex(Box<str>),
    /// A word in the compact notation that is no unit, modifier or mark of this kind.
    #[error(
        "\"{0}\" is neither a unit nor one of approx, less_than, more_than, equal_or_less, equal_or_more, start, mid, end, assumed"
    )]
    UnknownWord(Box<str>),
    /// A range with neither bound.
    #[error("a range needs a lower or an upper bound")]
    EmptyRange,
    /// Percent, money and quantity need a unit; the other kinds have none.
    #[error("a {kind} {}", if *needed { "needs a unit" } else { "has no unit" })]
    Unit {
        /// The kind's name.
        kind: &'static str,
        /// Whether a unit was missing, or there was one too many.
        needed: bool,
    },
}

impl Value {
    /// A value without modifier that nothing was assumed for.
    ///
    /// # Errors
    /// [`ValueError`] if a bound is not of the kind's form or the unit is missing or out of place.
    pub fn new(kind: ValueKind, extent: Extent, unit: Option<&str>) -> Result<Value, ValueError> {
        let check = |bound: &str| match kind.is_numeric() {
            true if !is_decimal(bound) => Err(ValueError::NotADecimal(bound.into())),
            false if !is_timex(bound, kind) => Err(ValueError::NotATimex(bound.into())),
            _ => Ok(()),
        };
        match &extent {
            Extent::Exact(value) => check(value)?,
            Extent::Range { from: None, to: None } => return Err(ValueError::EmptyRange),
            Extent::Range { from, to } => {
                from.as_deref().map_or(Ok(()), check)?;
                to.as_deref().map_or(Ok(()), check)?;
            }
            Extent::Unknown => {}
        }
        let needed = matches!(kind, ValueKind::Percent | ValueKind::Money | ValueKind::Quantity);
        let well_formed = unit.is_none_or(|unit| !unit.is_empty() && !unit.contains(char::is_whitespace));
        if needed != unit.is_some() && !(extent == Extent::Unknown && unit.is_none()) || !well_formed {
            return Err(ValueError::Unit { kind: kind.name(), needed });
        }
        Ok(Value { kind, extent, unit: unit.map(Into::into), modifier: None, assumed: false })
    }

    /// The same value with a modifier.
    pub fn with_modifier(self, modifier: Option<Modifier>) -> Value {
        Value { modifier, ..self }
    }

    /// The same value, marked as resting on a choice that the text does not settle (which dollar, which century).
    pub fn with_assumed(self, assumed: bool) -> Value {
        Value { assumed, ..self }
    }

    /// The kind.
    pub fn kind(&self) -> ValueKind {
        self.kind
    }

    /// The point or range.
    pub fn extent(&self) -> &Extent {
        &self.extent
    }

    /// `%`, an ISO 4217 code or a UCUM code.
    pub fn unit(&self) -> Option<&str> {
        self.unit.as_deref()
    }

    /// How the value is bounded.
    pub fn modifier(&self) -> Option<Modifier> {
        self.modifier
    }

    /// Whether the value rests on a choice that the text does not settle.
    pub fn assumed(&self) -> bool {
        self.assumed
    }
}

/// Decimal digits with an optional sign and optional decimals (no exponent, no separators); or, where no decimal is
/// exact, a fraction of whole numbers such as `2/3`.
fn is_decimal(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if let Some((numerator, denominator)) = digits.split_once('/') {
        return all_digits(numerator) && all_digits(denominator) && denominator.bytes().any(|byte| byte != b'0');
    }
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, "0"));
    all_digits(whole) && all_digits(decimals)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_are_checked_against_the_kind() {
        let number = |text: &str| Value::new(ValueKind::Number, Extent::exact(text), None).is_ok();
        for good in ["0", "-1", "858800000000", "0.10", "007", "2/3", "-4/5"] {
            assert!(number(good), "{good}");
        }
        for bad in ["", "-", ".", "1.", ".5", "1,000", "1e5", "+1", "１", "1/0", "1/", "1.5/2"] {
            assert!(!number(bad), "{bad}");
        }
        let date = |text: &str| Value::new(ValueKind::Date, Extent::exact(text), None).is_ok();
        for good in ["2024", "2024-05", "202X", "XXXX-06-21", "2023-Q3", "FUTURE_REF"] {
            assert!(date(good), "{good}");
        }
        assert!(!date("") && !date("last week") && !date("2024-13") && !date("P3D"));
    }

    #[test]
    fn units_belong_to_measured_kinds() {
        let of = |kind, unit| Value::new(kind, Extent::exact("5"), unit).is_ok();
        assert!(of(ValueKind::Money, Some("EUR")) && of(ValueKind::Percent, Some("%")));
        assert!(
            !of(ValueKind::Money, None) && !of(ValueKind::Number, Some("kg")) && !of(ValueKind::Quantity, Some(""))
        );
        assert!(Value::new(ValueKind::Money, Extent::Unknown, None).is_ok());
        assert_eq!(
            Value::new(ValueKind::Number, Extent::Range { from: None, to: None }, None),
            Err(ValueError::EmptyRange)
        );
    }
}
