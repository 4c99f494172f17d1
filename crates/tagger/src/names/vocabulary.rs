//! The words of a text, each looked at once.
//!
//! A token keeps the number of its word. Numbers are given in the order in which words first appear, so they depend on
//! the text alone.

use std::collections::HashSet;

use annotation::TextRange;

use super::{
    word::{Shape, Word},
    zone::{Role, RoleWords},
};
use crate::{gazetteer::Gazetteer, tokens};

/// A token of a text as the names tagger sees it.
#[derive(Debug, Clone, Copy)]
pub struct Spot {
    /// Where its text is, in bytes from the start of the part.
    pub range: TextRange,
    /// The number of its word.
    pub word: u32,
    /// The part it can play in a name.
    pub role: Role,
    /// No white space before it.
    pub joined: bool,
    /// First of its line.
    pub line_start: bool,
}

/// The words met so far.
#[derive(Debug, Clone, Default)]
pub struct Vocabulary {
    slots: Vec<(u64, u32)>, // hash of the exact text, number of the word plus one; 0 is an empty slot
    words: Vec<Word>,
    lower: HashSet<u32>, // keys of words that were met in lower case
}

impl Vocabulary {
    /// The word with that number.
    pub fn word(&self, number: u32) -> &Word {
        &self.words[number as usize]
    }

    /// How many words there are.
    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// True if no word was met.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// True if the word with this key was met in lower case.
    pub fn met_in_lower_case(&self, key: u32) -> bool {
        self.lower.contains(&key)
    }

    /// The number of a word that was met before.
    pub fn find(&self, text: &str) -> Option<u32> {
        if self.slots.is_empty() {
            return None;
        }
        self.slots[self.slot(hash(text.as_bytes()))].1.checked_sub(1)
    }

    /// The number of a word, which is looked at if it is new.
    pub fn intern(&mut self, text: &str, gazetteer: &Gazetteer, roles: &RoleWords) -> u32 {
        if self.slots.len() <= self.words.len() * 2 {
            self.grow();
        }
        let hash = hash(text.as_bytes());
        let slot = self.slot(hash);
        if self.slots[slot].1 == 0 {
            let word = Word::new(text, gazetteer, roles);
            if word.shape == Shape::Lower {
                self.lower.insert(word.key);
            }
            self.words.push(word);
            self.slots[slot] = (hash, self.words.len() as u32);
        }
        self.slots[slot].1 - 1
    }

    fn slot(&self, hash: u64) -> usize {
        let mask = self.slots.len() - 1;
        let mut slot = (hash >> 20) as usize & mask;
        while self.slots[slot].1 != 0 && self.slots[slot].0 != hash {
            slot = (slot + 1) & mask;
        }
        slot
    }

    fn grow(&mut self) {
        let bigger = vec![(0, 0); (self.slots.len() * 2).max(1024)];
        for (hash, number) in std::mem::replace(&mut self.slots, bigger) {
            if number != 0 {
                let slot = self.slot(hash);
                self.slots[slot] = (hash, number);
            }
        }
    }
}

/// The tokens of a part of a text; `number` gives each word's number and role.
pub fn spots(text: &str, mut number: impl FnMut(&str) -> (u32, Role)) -> Vec<Spot> {
    let mut spots = Vec::with_capacity(text.len() / 5);
    let mut end = 0;
    for range in tokens(text) {
        let (start, gap) = (usize::from(range.start()), end);
        end = usize::from(range.end());
        let line_start = gap == 0 || text.as_bytes()[gap..start].contains(&b'\n');
        let (word, role) = number(&text[range]);
        spots.push(Spot { range, word, role, joined: start == gap && gap > 0, line_start });
    }
    spots
}

fn hash(bytes: &[u8]) -> u64 {
    const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;
    let mut state = bytes.len() as u64 ^ 0xa076_1d64_78bd_642f;
    let mut chunks = bytes.chunks_exact(8);
    for chunk in &mut chunks {
        let word = chunk.iter().rev().fold(0, |word, &byte| word << 8 | u64::from(byte));
        state = (state ^ word).wrapping_mul(FACTOR);
        state ^= state >> 29;
    }
    let rest = chunks.remainder().iter().rev().fold(0, |word, &byte| word << 8 | u64::from(byte));
    state = (state ^ rest).wrapping_mul(FACTOR);
    state ^= state >> 32;
    state.wrapping_mul(FACTOR)
}
