//! Sums of probabilities in whole numbers.
//!
//! Scores are logarithms of probabilities in steps of 1/256. Their sum needs `ln(1 + e^-x)`, which is read from a
//! table built by the compiler with the four basic operations only, so that it is the same on every machine.

/// One natural unit in steps.
pub const UNIT: i32 = 256;

/// From this distance on the smaller term no longer counts; the tables end there with a zero.
const REACH: usize = 8 * UNIT as usize;

static SOFT: [u16; REACH + 1] = soft_table();
static EXPONENTIAL: [u16; REACH + 1] = exponential_table();

/// `ln(e^a + e^b)`.
pub fn log_add(a: i32, b: i32) -> i32 {
    let distance = a.abs_diff(b) as usize;
    a.max(b) + i32::from(SOFT[distance.min(REACH)])
}

/// `e^-x` in units of 1/32768, for `x` in steps; 32768 for `x` below zero.
pub fn exponential(x: i32) -> i32 {
    i32::from(EXPONENTIAL[x.clamp(0, REACH as i32) as usize])
}

/// `ln(sum / 32768)` in steps, for a sum of at most twelve shares of 32768; the shares are those of [`exponential`].
pub fn logarithm(sum: i32) -> i32 {
    let (mut sum, mut steps) = (sum.max(1), 0);
    // Halve until the rest is one and a bit; `ln(1 + y)` of the bit is read from the other table's defining sum.
    while sum >= 65536 {
        sum /= 2;
        steps += LN_2;
    }
    while sum < 32768 {
        sum *= 2;
        steps -= LN_2;
    }
    steps + i32::from(NATURAL[(sum - 32768) as usize / 128])
}

/// `ln 2` in steps.
const LN_2: i32 = 177;

/// `ln(1 + index/256)` in steps.
static NATURAL: [u16; 256] = {
    let mut table = [0; 256];
    let mut index = 0;
    while index < 256 {
        table[index] = (ln_of_one_and(index as f64 / 256.0) * UNIT as f64 + 0.5) as u16;
        index += 1;
    }
    table
};

/// `ln(1 + y) = 2 artanh(y / (2 + y))`, for `y` from 0 to 1.
const fn ln_of_one_and(y: f64) -> f64 {
    let z = y / (2.0 + y);
    let (mut sum, mut power, mut odd) = (0.0, z, 1.0);
    while odd < 31.0 {
        sum += power / odd;
        power *= z * z;
        odd += 2.0;
    }
    2.0 * sum
}

const fn exp_of_minus(x: f64) -> f64 {
    // e^-x = (e^(-x/1024))^1024, the inner one by its series.
    let small = -x / 1024.0;
    let mut value = 1.0 + small * (1.0 + small / 2.0 * (1.0 + small / 3.0 * (1.0 + small / 4.0)));
    let mut doubling = 0;
    while doubling < 10 {
        value *= value;
        doubling += 1;
    }
    value
}

const fn soft_table() -> [u16; REACH + 1] {
    let mut table = [0; REACH + 1];
    let mut index = 0;
    while index < REACH {
        let y = exp_of_minus(index as f64 / UNIT as f64);
        table[index] = (ln_of_one_and(y) * UNIT as f64 + 0.5) as u16;
        index += 1;
    }
    table
}

const fn exponential_table() -> [u16; REACH + 1] {
    let mut table = [0; REACH + 1];
    let mut index = 0;
    while index < REACH {
        table[index] = (exp_of_minus(index as f64 / UNIT as f64) * 32768.0 + 0.5) as u16;
        index += 1;
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_what_they_say() {
        for x in (0..4000).step_by(37) {
            let exact = (-f64::from(x) / 256.0).exp();
            assert!((f64::from(exponential(x)) - exact * 32768.0).abs() < 12.0, "{x}");
            let sum = 32768 + 80 * x;
            assert!((f64::from(logarithm(sum)) - (f64::from(sum) / 32768.0).ln() * 256.0).abs() < 3.0, "{x}");
            assert!((f64::from(log_add(0, -x)) - exact.ln_1p() * 256.0).abs() < 0.6, "{x}");
        }
    }
}
