//! The compact notation in which a person edits a value: `858800000000 CNY`, `35..40 %`, `P3D approx`, `? EUR`.
//!
//! ```text
//! notation := amount [unit] [set] [modifier] [assumed]
//! amount   := decimal | fraction | TIMEX3 | [from]..[to] | ?
//! ```
//! What is written this way and read again is the same value.

use crate::{Extent, Modifier, Value, ValueError, ValueKind};

impl Value {
    /// The value in the compact notation that [`Value::parse`] reads.
    ///
    /// ```
    /// use annotation::{Extent, Value, ValueKind};
    /// let share = Value::new(ValueKind::Percent, Extent::range("35", "40"), Some("%"))?;
    /// assert_eq!(share.compact(), "35..40 %");
    /// # Ok::<(), annotation::ValueError>(())
    /// ```
    pub fn compact(&self) -> String {
        let mut text = match self.extent() {
            Extent::Exact(value) => value.to_string(),
            Extent::Range { from, to } => {
                format!("{}..{}", from.as_deref().unwrap_or_default(), to.as_deref().unwrap_or_default())
            }
            Extent::Unknown => "?".to_owned(),
        };
        let recurring = (self.kind() == ValueKind::Set).then_some("set");
        let modifier = self.modifier().map(Modifier::name);
        let assumed = self.assumed().then_some("assumed");
        for word in [self.unit(), recurring, modifier, assumed].into_iter().flatten() {
            text.push(' ');
            text.push_str(word);
        }
        text
    }

    /// The value that `text` writes in the compact notation.
    ///
    /// The kind is the annotation's; which of the temporal kinds it is, the notation says itself: `P3D` is a duration,
    /// `T15` a time, and `set` makes a recurrence. A percentage needs no unit.
    ///
    /// # Errors
    /// [`ValueError`] if a word is unknown, or the value is not one of the kind.
    pub fn parse(kind: ValueKind, text: &str) -> Result<Value, ValueError> {
        let mut words = text.split_whitespace();
        let amount = words.next().unwrap_or_default();
        let (mut unit, mut modifier, mut assumed, mut recurring) = (None, None, false, false);
        for word in words {
            match Modifier::from_name(word) {
                Some(found) if modifier.is_none() => modifier = Some(found),
                None if word == "assumed" => assumed = true,
                None if word == "set" && !kind.is_numeric() => recurring = true,
                None if unit.is_none() && kind.is_numeric() => unit = Some(word),
                _ => return Err(ValueError::UnknownWord(word.into())),
            }
        }
        let extent = match amount.split_once("..") {
            _ if amount == "?" => Extent::Unknown,
            Some((from, to)) => {
                let bound = |text: &str| (!text.is_empty()).then(|| text.into());
                Extent::Range { from: bound(from), to: bound(to) }
            }
            None => Extent::exact(amount),
        };
        let kind = if kind.is_numeric() { kind } else { temporal(kind, &extent, recurring) };
        let unit = if kind == ValueKind::Percent { unit.or(Some("%")) } else { unit };
        Ok(Value::new(kind, extent, unit)?.with_modifier(modifier).with_assumed(assumed))
    }
}

/// The temporal kind that the notation itself shows.
fn temporal(kind: ValueKind, extent: &Extent, recurring: bool) -> ValueKind {
    let bounds = match extent {
        Extent::Exact(value) => [Some(value), None],
        Extent::Range { from, to } => [from.as_ref(), to.as_ref()],
        Extent::Unknown => [None, None],
    };
    let any = |fits: fn(&str) -> bool| bounds.into_iter().flatten().any(|it| !it.ends_with("_REF") && fits(it));
    match () {
        () if recurring => ValueKind::Set,
        () if bounds == [None, None] => kind,
        () if any(|bound| bound.starts_with('P')) => ValueKind::Duration,
        () if any(|bound| bound.contains('T')) => ValueKind::Time,
        () => ValueKind::Date,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn written_and_read_again_a_value_is_the_same() {
        for (kind, text) in [
            (ValueKind::Money, "858800000000 CNY"),
            (ValueKind::Money, "5000000..10000000 USD approx assumed"),
            (ValueKind::Money, "? EUR"),
            (ValueKind::Percent, "35..40 %"),
            (ValueKind::Percent, "25 [bps] more_than"),
            (ValueKind::Number, "2/3"),
            (ValueKind::Number, "-12.50 equal_or_more"),
            (ValueKind::Number, "10.."),
            (ValueKind::Quantity, "27 a"),
            (ValueKind::Date, "2024-05-03"),
            (ValueKind::Date, "1949..1987"),
            (ValueKind::Date, "XXXX-01 end"),
            (ValueKind::Date, "?"),
            (ValueKind::Duration, "P20D approx"),
            (ValueKind::Time, "T15:30"),
            (ValueKind::Set, "P1D set"),
        ] {
            let value = Value::parse(kind, text).expect(text);
            assert_eq!((value.kind(), value.compact().as_str()), (kind, text));
        }
    }

    #[test]
    fn the_notation_says_which_temporal_kind() {
        let kind = |text| Value::parse(ValueKind::Date, text).map(|value| value.kind());
        assert_eq!(kind("P3D"), Ok(ValueKind::Duration));
        assert_eq!(kind("2024-05-03T15"), Ok(ValueKind::Time));
        assert_eq!(kind("P1W set"), Ok(ValueKind::Set));
        assert_eq!(kind("PRESENT_REF..T17"), Ok(ValueKind::Time));
    }

    #[test]
    fn what_is_wrong_is_named() {
        let message = |kind, text| Value::parse(kind, text).expect_err(text).to_string();
        assert_eq!(message(ValueKind::Money, "5"), "a money needs a unit");
        assert_eq!(message(ValueKind::Number, ""), "\"\" is not a number such as -12.50 or 2/3");
        assert!(message(ValueKind::Date, "2024-13").contains("not a TIMEX3 value"));
        assert!(message(ValueKind::Money, "5 EUR about").contains("\"about\" is neither a unit"));
        assert_eq!(message(ValueKind::Number, "5 kg"), "a number has no unit");
    }
}
