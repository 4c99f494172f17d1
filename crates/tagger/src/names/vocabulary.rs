//! The words of a text, each looked at once.
//!
//! A token keeps the number of its word. Numbers are given in the order in which words first appear, so they depend on
//! the text alone.

use std::collections::HashSet;

use annotation::TextRange;

use super::{
    key_hasher::ByKey,
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
    /// First of its line or after the end of a sentence.
    pub opens: bool,
}

/// The words met so far.
#[derive(Debug, Clone, Default)]
pub struct Vocabulary {
    slots: Vec<(u64, u32)>, // hash of the exact text, number of the word plus one; 0 is an empty slot
    words: Vec<Word>,
    lower: HashSet<u64, ByKey>, // keys of words that were met in lower case
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
        self.lower.contains(&key.into())
    }

    /// The number of a word, which is looked at if it is new.
    pub fn intern(&mut self, text: &str, gazetteer: &Gazetteer, roles: &RoleWords) -> u32 {
        let hash = hash(text.as_bytes());
        match self.slots.get(self.slot(hash)) {
            Some(&(_, number)) if number != 0 => number - 1,
            _ => self.add(hash, Word::new(text, gazetteer, roles)),
        }
    }

    #[cold]
    fn add(&mut self, hash: u64, word: Word) -> u32 {
        if self.slots.len() <= self.words.len() * 2 {
            self.grow();
        }
        if word.shape == Shape::Lower {
            self.lower.insert(word.key.into());
        }
        let slot = self.slot(hash);
        self.words.push(word);
        self.slots[slot] = (hash, self.words.len() as u32);
        self.words.len() as u32 - 1
    }

    fn slot(&self, hash: u64) -> usize {
        let mask = self.slots.len().wrapping_sub(1);
        let mut slot = (hash >> 20) as usize & mask;
        if self.slots.is_empty() {
            return slot;
        }
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

/// The tokens of a part of a text; `look` gives each one's word.
pub fn spots(text: &str, mut look: impl FnMut(&str) -> (u32, Role)) -> Vec<Spot> {
    let bytes = text.as_bytes();
    let mut spots = Vec::with_capacity(text.len() / 5);
    let mut end = 0;
    for range in tokens(text) {
        let (start, gap) = (usize::from(range.start()), end);
        let line_start = match &bytes[gap..start] {
            _ if gap == 0 => true,
            [] | [b' '] => false,
            white => white.contains(&b'\n'),
        };
        let opens = line_start || matches!(bytes[gap - 1], b'.' | b'!' | b'?');
        end = usize::from(range.end());
        let (word, role) = look(&text[range]);
        spots.push(Spot { range, word, role, joined: start == gap && gap > 0, line_start, opens });
        if !role.can_end() && is_second_syllable(&spots, text) {
            spots.last_mut().expect("one was just added").role = Role::Tail;
        }
    }
    spots
}

/// True if the last word may end a given name in two syllables: `Kim Jong-un`, `Tsai Ing-wen`.
fn is_second_syllable(spots: &[Spot], text: &str) -> bool {
    let [.., family, first, hyphen, second] = spots else { return false };
    let short = |spot: &Spot| (2..=6).contains(&usize::from(spot.range.len()));
    let letters = text[second.range].bytes().all(|byte| byte.is_ascii_lowercase());
    second.joined
        && hyphen.joined
        && &text[hyphen.range] == "-"
        && letters
        && short(first)
        && short(second)
        && first.role == Role::Capital
        && family.role == Role::Capital
        && !(first.joined || first.line_start)
}

/// Reads a word eight bytes at a time, the last ones twice rather than one by one.
fn hash(bytes: &[u8]) -> u64 {
    const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;
    let eight = |at: usize| bytes[at..].first_chunk().map_or(0, |chunk| u64::from_le_bytes(*chunk));
    let four = |at: usize| bytes[at..].first_chunk().map_or(0, |chunk| u64::from(u32::from_le_bytes(*chunk)));
    let mix = |state: u64, word: u64| {
        let mixed = (state ^ word).wrapping_mul(FACTOR);
        mixed ^ mixed >> 29
    };
    let length = bytes.len();
    let mut state = length as u64 ^ 0xa076_1d64_78bd_642f;
    state = match length {
        0 => state,
        1..4 => {
            mix(state, u64::from(bytes[0]) | u64::from(bytes[length / 2]) << 8 | u64::from(bytes[length - 1]) << 16)
        }
        4..8 => mix(state, four(0) | four(length - 4) << 32),
        _ => {
            for at in (0..length - 8).step_by(8) {
                state = mix(state, eight(at));
            }
            mix(state, eight(length - 8))
        }
    };
    state.wrapping_mul(FACTOR)
}
