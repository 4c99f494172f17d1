//! Classes of words that are used alike in much unlabelled text, as word vectors tell: surnames of one region, cities,
//! banks, verbs of saying. What is learnt of one word of a class says something of all.

use crate::model::{Filter, ModelError, Reader, Writer};

/// A word's class, and the two larger groups that it is part of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Class {
    /// The number of the class.
    pub number: u16,
    /// The group of classes.
    pub group: u8,
    /// The group of groups.
    pub family: u8,
}

/// The classes of words by their keys: open addressing over a power of two of slots, at most half full.
#[derive(Debug, Clone, Default)]
pub struct Classes {
    keys: Vec<u32>,
    numbers: Vec<u16>,     // of the classes, plus one; 0 is an empty slot
    groups: Vec<(u8, u8)>, // each class's group and family
    filter: Filter,        // of the keys
}

impl Classes {
    /// The classes of these words, by key; of a key's entries the first counts. `groups` are each class's group and
    /// family.
    pub fn new(words: &[(u32, u16)], groups: Vec<(u8, u8)>) -> Classes {
        if words.is_empty() {
            return Classes::default();
        }
        let size = (words.len() * 2).next_power_of_two();
        let filter = Filter::new(words.iter().map(|word| word.0));
        let mut classes = Classes { keys: vec![0; size], numbers: vec![0; size], groups, filter };
        for &(key, number) in words.iter().filter(|word| usize::from(word.1) < classes.groups.len()) {
            let slot = classes.slot(key);
            if classes.numbers[slot] == 0 {
                (classes.keys[slot], classes.numbers[slot]) = (key, number + 1);
            }
        }
        classes
    }

    /// The class of the word with this key.
    pub fn get(&self, key: u32) -> Option<Class> {
        if !self.filter.may_hold(key) {
            return None;
        }
        let number = self.numbers[self.slot(key)].checked_sub(1)?;
        let (group, family) = self.groups[usize::from(number)];
        Some(Class { number, group, family })
    }

    /// Writes all classes.
    pub fn write(&self, writer: &mut Writer) {
        writer.number(self.groups.len() as u32);
        self.groups.iter().for_each(|group| writer.byte(group.0));
        self.groups.iter().for_each(|group| writer.byte(group.1));
        let held = self.keys.iter().zip(&self.numbers).filter(|&(_, &number)| number != 0);
        let mut words: Vec<(u32, u16)> = held.map(|(&key, &number)| (key, number - 1)).collect();
        words.sort_unstable();
        writer.ascending(&words.iter().map(|word| word.0).collect::<Vec<_>>());
        // The high bytes apart from the low ones, which compress otherwise.
        words.iter().for_each(|word| writer.byte((word.1 >> 8) as u8));
        words.iter().for_each(|word| writer.byte(word.1 as u8));
    }

    /// Reads what [`Classes::write`] wrote.
    ///
    /// # Errors
    /// [`ModelError`] if it ends early.
    pub fn read(reader: &mut Reader<'_>) -> Result<Classes, ModelError> {
        let count = reader.count()?;
        let (groups, families) = (reader.bytes(count)?, reader.bytes(count)?);
        let groups = groups.iter().copied().zip(families.iter().copied()).collect();
        let keys = reader.ascending()?;
        let (high, low) = (reader.bytes(keys.len())?, reader.bytes(keys.len())?);
        let numbers = high.iter().zip(low).map(|(&high, &low)| u16::from_be_bytes([high, low]));
        Ok(Classes::new(&keys.into_iter().zip(numbers).collect::<Vec<_>>(), groups))
    }

    fn slot(&self, key: u32) -> usize {
        let mask = self.keys.len() - 1;
        let mut slot = key.wrapping_mul(0x9e37_79b1) as usize & mask;
        while self.numbers[slot] != 0 && self.keys[slot] != key {
            slot = (slot + 1) & mask;
        }
        slot
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        let key = |number: u32| number.wrapping_mul(0x9e37_79b1);
        let words: Vec<(u32, u16)> = (0..1000).map(|number| (key(number), (number % 300) as u16)).collect();
        let groups: Vec<(u8, u8)> = (0..300).map(|class| ((class / 8) as u8, (class / 32) as u8)).collect();
        let mut writer = Writer::default();
        Classes::new(&words, groups).write(&mut writer);
        let bytes = writer.into_bytes();
        let classes = Classes::read(&mut Reader::new(&bytes)).expect("whole");
        assert_eq!(classes.get(key(999)), Some(Class { number: 99, group: 12, family: 3 }));
        assert_eq!(classes.get(key(1000)), None);
        assert_eq!(Classes::default().get(key(1)), None);
        assert!((0..bytes.len()).all(|end| Classes::read(&mut Reader::new(&bytes[..end])).is_err()));
    }
}
