//! Gazetteers: which lists a word or a phrase is on.
//!
//! [`Gazetteer`] holds no names, only 32-bit keys of them, each with its set of [`Lists`]: two open-addressing tables,
//! one for words and one for phrases of several words. A list is evidence for the model, never law. Beside them stand
//! the [`Class`]es of words that are used alike.

mod classes;
mod lists;

pub use classes::{Class, Classes};
pub use lists::Lists;

use crate::model::{Filter, ModelError, Reader, Writer};

/// Which lists words and phrases are on.
#[derive(Debug, Clone, Default)]
pub struct Gazetteer {
    words: Table,
    phrases: Table,
    classes: Classes,
}

impl Gazetteer {
    /// A gazetteer of these keys; a later entry for a key replaces an earlier one.
    pub fn new(words: &[(u32, Lists)], phrases: &[(u32, Lists)], classes: Classes) -> Gazetteer {
        Gazetteer { words: Table::new(words), phrases: Table::new(phrases), classes }
    }

    /// Writes all tables.
    pub fn write(&self, writer: &mut Writer) {
        self.words.write(writer);
        self.phrases.write(writer);
        self.classes.write(writer);
    }

    /// Reads what [`Gazetteer::write`] wrote.
    ///
    /// # Errors
    /// [`ModelError`] if it ends early or holds a value that cannot be.
    pub fn read(reader: &mut Reader<'_>) -> Result<Gazetteer, ModelError> {
        Ok(Gazetteer { words: Table::read(reader)?, phrases: Table::read(reader)?, classes: Classes::read(reader)? })
    }

    /// What is known of the word with this key.
    pub fn word(&self, key: u32) -> Lists {
        self.words.get(key)
    }

    /// The class of the word with this key, if it has one.
    pub fn class(&self, key: u32) -> Option<Class> {
        self.classes.get(key)
    }

    /// What is known of the phrase with this key, made by [`phrase_key`].
    pub fn phrase(&self, key: u32) -> Lists {
        self.phrases.get(key)
    }
}

/// The key of a phrase grown by one word; begin with 0.
pub fn phrase_key(so_far: u32, word_key: u32) -> u32 {
    let mixed =
        (u64::from(so_far) << 32 | u64::from(word_key)).wrapping_add(0x9e37_79b9).wrapping_mul(0xd6e8_feb8_6659_fd93);
    (mixed ^ mixed >> 32) as u32
}

/// Open addressing over a power of two of slots, at most half full.
#[derive(Debug, Clone, Default)]
struct Table {
    slots: Vec<(u32, u16)>, // key and place in `entries`; place 0 is an empty slot
    entries: Vec<Lists>,
    filter: Filter, // of the slots' keys
}

impl Table {
    fn new(items: &[(u32, Lists)]) -> Table {
        let mut entries: Vec<Lists> = items.iter().map(|item| item.1).chain([Lists::default()]).collect();
        entries.sort_unstable();
        entries.dedup();
        entries.truncate(usize::from(u16::MAX));
        let places = items.iter().map(|(_, entry)| entries.binary_search(entry).unwrap_or(0) as u16).collect();
        let keys: Vec<u32> = items.iter().map(|(key, _)| *key).collect();
        Table::with_places(entries, &keys, places)
    }

    /// The table in which each key has the entry at its place in `entries`, whose first is empty.
    fn with_places(entries: Vec<Lists>, keys: &[u32], places: Vec<u16>) -> Table {
        let slots = vec![(0, 0); (keys.len() * 2).next_power_of_two().max(2)];
        let mut table = Table { slots, entries, filter: Filter::new(keys.iter().copied()) };
        for (&key, place) in keys.iter().zip(places) {
            let slot = table.slot(key);
            table.slots[slot] = (key, place);
        }
        table
    }

    fn write(&self, writer: &mut Writer) {
        writer.number(self.entries.len() as u32);
        for entry in &self.entries {
            writer.number(entry.0);
        }
        let mut items: Vec<(u32, u16)> = self.slots.iter().copied().filter(|slot| slot.1 != 0).collect();
        items.sort_unstable();
        let (keys, places): (Vec<u32>, Vec<u16>) = items.into_iter().unzip();
        writer.ascending(&keys);
        places.iter().for_each(|&place| writer.number(u32::from(place)));
    }

    fn read(reader: &mut Reader<'_>) -> Result<Table, ModelError> {
        let mut entries = Vec::new();
        for _ in 0..reader.count()? {
            entries.push(Lists(reader.number()?));
        }
        if entries.first().is_some_and(|first| *first != Lists::default()) {
            return Err(ModelError::Damaged);
        }
        let keys = reader.ascending()?;
        let mut places = Vec::with_capacity(keys.len());
        for _ in &keys {
            let place = u16::try_from(reader.number()?).ok().filter(|&place| usize::from(place) < entries.len());
            places.push(place.ok_or(ModelError::Damaged)?);
        }
        Ok(Table::with_places(entries, &keys, places))
    }

    fn slot(&self, key: u32) -> usize {
        let mask = self.slots.len() - 1;
        let mut slot = key.wrapping_mul(0x9e37_79b1) as usize & mask;
        while self.slots[slot].1 != 0 && self.slots[slot].0 != key {
            slot = (slot + 1) & mask;
        }
        slot
    }

    fn get(&self, key: u32) -> Lists {
        if !self.filter.may_hold(key) {
            return Lists::default();
        }
        let slot = self.slot(key);
        self.entries.get(usize::from(self.slots[slot].1)).copied().unwrap_or_default()
    }
}
