//! How high the blocks are, and which one is at a height, in the logarithm of their number (Fenwick 1994).

/// The heights of a sequence of blocks, in pixels.
#[derive(Debug, Default)]
pub struct Heights {
    own: Vec<f64>,
    // Invariant: sums[i] is the sum of `own` over the Fenwick range that ends with block i.
    sums: Vec<f64>,
}

impl Heights {
    /// The heights as they are guessed.
    pub fn new(own: Vec<f64>) -> Heights {
        let mut sums = own.clone();
        for index in 0..sums.len() {
            let parent = index | (index + 1);
            if parent < sums.len() {
                sums[parent] += sums[index];
            }
        }
        Heights { own, sums }
    }

    /// Puts a measured height in the place of a guessed one.
    pub fn set(&mut self, block: usize, height: f64) {
        let change = height - self.own[block];
        self.own[block] = height;
        let mut index = block;
        while index < self.sums.len() {
            self.sums[index] += change;
            index |= index + 1;
        }
    }

    /// The sum of the heights of the blocks before this one.
    pub fn before(&self, block: usize) -> f64 {
        let mut sum = 0.0;
        let mut index = block;
        while index > 0 {
            sum += self.sums[index - 1];
            index &= index - 1;
        }
        sum
    }

    /// The sum of all.
    pub fn total(&self) -> f64 {
        self.before(self.own.len())
    }

    /// The block at that height from the top; the first or last one if it lies outside.
    pub fn at(&self, height: f64) -> usize {
        let mut block = 0;
        let mut rest = height;
        let mut step = self.sums.len().next_power_of_two();
        while step > 0 {
            if block + step <= self.sums.len() && self.sums[block + step - 1] <= rest {
                block += step;
                rest -= self.sums[block - 1];
            }
            step /= 2;
        }
        block.min(self.own.len().saturating_sub(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn sums_are_those_of_the_list(
            own in prop::collection::vec(1u16..50, 0..40),
            changes in prop::collection::vec((any::<prop::sample::Index>(), 1u16..50), 0..20),
            height in -20i32..1500,
        ) {
            let mut list: Vec<f64> = own.into_iter().map(f64::from).collect();
            let mut heights = Heights::new(list.clone());
            for (index, height) in changes {
                if !list.is_empty() {
                    let index = index.index(list.len());
                    list[index] = f64::from(height);
                    heights.set(index, f64::from(height));
                }
            }
            for block in 0..=list.len() {
                prop_assert_eq!(heights.before(block), list[..block].iter().sum::<f64>());
            }
            let height = f64::from(height);
            let below = (0..list.len()).filter(|&block| list[..=block].iter().sum::<f64>() <= height).count();
            prop_assert_eq!(heights.at(height), below.min(list.len().saturating_sub(1)));
        }
    }
}
