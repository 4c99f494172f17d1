//! Exact numbers: decimals that keep their digits, and fractions.

/// `mantissa / (10^scale × denominator)`; a decimal where the denominator is 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Decimal {
    mantissa: i128,
    scale: u32,
    // Invariant: positive.
    denominator: i128,
}

impl Decimal {
    pub(super) const ONE: Decimal = Decimal::integer(1);

    pub(super) const fn integer(mantissa: i128) -> Decimal {
        Decimal { mantissa, scale: 0, denominator: 1 }
    }

    /// The number that the digits of `text` write, those behind `point` (a byte offset in it) being decimals.
    /// Separators are skipped. `None` if it does not fit.
    pub(super) fn from_digits(text: &str, point: Option<usize>) -> Option<Decimal> {
        let mut mantissa: i128 = 0;
        let mut scale = 0;
        for (at, byte) in text.bytes().enumerate().filter(|(_, byte)| byte.is_ascii_digit()) {
            mantissa = mantissa.checked_mul(10)?.checked_add(i128::from(byte - b'0'))?;
            scale += u32::from(point.is_some_and(|point| at > point));
        }
        Some(Decimal { mantissa, scale, denominator: 1 })
    }

    pub(super) fn fraction(numerator: Decimal, denominator: Decimal) -> Option<Decimal> {
        if denominator.mantissa <= 0 || denominator.denominator != 1 || denominator.scale > 0 {
            return None;
        }
        let denominator = numerator.denominator.checked_mul(denominator.mantissa)?;
        Some(Decimal { denominator, ..numerator })
    }

    pub(super) fn is_integer(self) -> bool {
        self.scale == 0 && self.denominator == 1
    }

    /// The whole number, if it is one and small.
    pub(super) fn small(self) -> Option<u32> {
        if self.is_integer() { u32::try_from(self.mantissa).ok() } else { None }
    }

    pub(super) fn negated(self) -> Decimal {
        Decimal { mantissa: -self.mantissa, ..self }
    }

    pub(super) fn plus(self, other: Decimal) -> Option<Decimal> {
        let scale = self.scale.max(other.scale);
        let up =
            |number: Decimal, by: i128| number.mantissa.checked_mul(ten_to(scale - number.scale)?)?.checked_mul(by);
        let (left, right, denominator) = if self.denominator == other.denominator {
            (up(self, 1)?, up(other, 1)?, self.denominator)
        } else {
            let denominator = self.denominator.checked_mul(other.denominator)?;
            (up(self, other.denominator)?, up(other, self.denominator)?, denominator)
        };
        Some(Decimal { mantissa: left.checked_add(right)?, scale, denominator })
    }

    pub(super) fn minus(self, other: Decimal) -> Option<Decimal> {
        self.plus(other.negated())
    }

    pub(super) fn times(self, other: Decimal) -> Option<Decimal> {
        Some(Decimal {
            mantissa: self.mantissa.checked_mul(other.mantissa)?,
            scale: self.scale.checked_add(other.scale)?,
            denominator: self.denominator.checked_mul(other.denominator)?,
        })
    }

    /// Times ten to the `power`, without decimals that are only zeros: 1.50 × 10⁶ is 1500000.
    pub(super) fn shifted(self, power: i32) -> Option<Decimal> {
        if power < 0 {
            return Some(Decimal { scale: self.scale.checked_add(power.unsigned_abs())?, ..self })
                .filter(|it| it.scale < 200);
        }
        let power = power.unsigned_abs();
        let taken = power.min(self.scale);
        let mantissa = self.mantissa.checked_mul(ten_to(power - taken)?)?;
        Some(Decimal { mantissa, scale: self.scale - taken, ..self })
    }

    pub(super) fn powered(self, power: i32) -> Option<Decimal> {
        let mut result = Decimal::ONE;
        for _ in 0..power.unsigned_abs().min(200) {
            result = result.times(self)?;
        }
        match power {
            0.. => Some(result),
            _ if result.mantissa == 0 => None,
            _ => {
                let mantissa =
                    ten_to(result.scale)?.checked_mul(result.denominator)?.checked_mul(result.mantissa.signum())?;
                Some(Decimal { mantissa, scale: 0, denominator: result.mantissa.abs() })
            }
        }
    }

    pub(super) fn is_less_than(self, other: Decimal) -> bool {
        self.minus(other).is_some_and(|difference| difference.mantissa < 0)
    }

    /// `-12.50`, or `2/3` where no decimal is exact.
    pub(super) fn text(self) -> Option<String> {
        let exact = self.as_decimal()?;
        if exact.denominator != 1 {
            return Some(format!("{}/{}", exact.mantissa, exact.denominator));
        }
        let sign = if exact.mantissa < 0 { "-" } else { "" };
        let digits = match u64::try_from(exact.mantissa.unsigned_abs()) {
            Ok(short) => short.to_string(), // several times faster than 128 bits
            Err(_) => exact.mantissa.unsigned_abs().to_string(),
        };
        let scale = exact.scale as usize;
        if scale == 0 {
            return Some(if sign.is_empty() { digits } else { format!("{sign}{digits}") });
        }
        let padded = format!("{digits:0>width$}", width = scale + 1);
        let (whole, decimals) = padded.split_at(padded.len() - scale);
        Some(format!("{sign}{whole}.{decimals}"))
    }

    /// Without denominator if that is exact, else a reduced fraction of whole numbers.
    fn as_decimal(self) -> Option<Decimal> {
        if self.denominator == 1 {
            return Some(self);
        }
        let divisor = greatest_common_divisor(self.mantissa.unsigned_abs(), self.denominator.unsigned_abs()) as i128;
        let (mut mantissa, mut denominator, mut scale) =
            (self.mantissa / divisor, self.denominator / divisor, self.scale);
        let (mut twos, mut fives, mut rest) = (0u32, 0u32, denominator);
        while rest % 2 == 0 {
            (rest, twos) = (rest / 2, twos + 1);
        }
        while rest % 5 == 0 {
            (rest, fives) = (rest / 5, fives + 1);
        }
        if rest == 1 {
            let decimals = twos.max(fives);
            mantissa = mantissa.checked_mul(ten_to(decimals)? / denominator)?;
            return Some(Decimal { mantissa, scale: scale + decimals, denominator: 1 });
        }
        denominator = denominator.checked_mul(ten_to(scale)?)?;
        scale = 0;
        let divisor = greatest_common_divisor(mantissa.unsigned_abs(), denominator.unsigned_abs()) as i128;
        Some(Decimal { mantissa: mantissa / divisor, scale, denominator: denominator / divisor })
    }
}

fn ten_to(power: u32) -> Option<i128> {
    10i128.checked_pow(power)
}

fn greatest_common_divisor(mut a: u128, mut b: u128) -> u128 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a.max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_kept_and_nothing_is_rounded() {
        let read = |text: &str| Decimal::from_digits(text, text.find('.')).and_then(Decimal::text);
        assert_eq!(read("0.10").as_deref(), Some("0.10"));
        assert_eq!(read("1,234").as_deref(), Some("1234"));
        assert_eq!(read(".25").as_deref(), Some("0.25"));
        assert_eq!(read(&"9".repeat(40)), None);
        let times = |text: &str, power| {
            Decimal::from_digits(text, text.find('.')).and_then(|it| it.shifted(power)).and_then(Decimal::text)
        };
        assert_eq!(times("858.8", 9).as_deref(), Some("858800000000"));
        assert_eq!(times("1.50", 1).as_deref(), Some("15.0"));
        assert_eq!(times("127.32", -3).as_deref(), Some("0.12732"));
        let part = |a, b| Decimal::fraction(Decimal::integer(a), Decimal::integer(b)).and_then(Decimal::text);
        assert_eq!((part(3, 4).as_deref(), part(4, 6).as_deref(), part(1, 0)), (Some("0.75"), Some("2/3"), None));
    }
}
