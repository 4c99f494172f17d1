//! A filter before a hash table: most keys that are asked for are in no table, and one bit tells so.
//!
//! The bits stay in the processor's cache where the table does not.

/// Which keys may be in a table; a key that was put in is always answered with true.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    words: Vec<u64>, // Invariant: none, or a power of two of them
}

impl Filter {
    /// A filter of these keys, which must be hashes already.
    pub fn new(keys: impl ExactSizeIterator<Item = u32>) -> Filter {
        let mut words = vec![0; (keys.len() / 8).next_power_of_two()];
        let mask = words.len() - 1;
        keys.for_each(|key| words[(key >> 6) as usize & mask] |= 1 << (key & 63));
        Filter { words }
    }

    /// False if the key was not put in, true if it was and for about one in ten others.
    #[inline]
    pub fn may_hold(&self, key: u32) -> bool {
        let at = (key >> 6) as usize & self.words.len().wrapping_sub(1);
        self.words.get(at).is_some_and(|word| word >> (key & 63) & 1 == 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_is_held_and_few_others() {
        let key = |number: u32| number.wrapping_mul(0x9e37_79b1);
        let filter = Filter::new((0..10_000).map(key));
        assert!((0..10_000).all(|number| filter.may_hold(key(number))));
        assert!((10_000..20_000).filter(|&number| filter.may_hold(key(number))).count() < 2000);
        assert!(!Filter::default().may_hold(0));
    }
}
