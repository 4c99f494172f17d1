//! What was read last, so that matchers that try the same place do not read it again.

use std::cell::Cell;

use super::cursor::{Gap, Kind, Token};
use super::number::Numeral;

/// The tokens and numerals that were read last, each in the slot that its address falls into.
///
/// Keyed by address, so one memory serves all lines of a text, but not two texts.
pub(super) struct Memory {
    pub(super) after: [Slot<Token>; 64],
    pub(super) before: [Slot<Token>; 64],
    /// For each manner of reading.
    pub(super) numerals: [[Slot<Option<Numeral>>; 4]; 4],
}

/// What was read at an address; no text lies at address 0.
type Slot<T> = Cell<(usize, T)>;

impl Memory {
    pub(super) fn new() -> Memory {
        const TOKEN: Token = Token { start: 0, end: 0, kind: Kind::None, gap: Gap::None };
        Memory {
            after: [const { Cell::new((0, TOKEN)) }; 64],
            before: [const { Cell::new((0, TOKEN)) }; 64],
            numerals: [const { [const { Cell::new((0, None)) }; 4] }; 4],
        }
    }
}

/// What lies at `address`: remembered, or read and then remembered.
pub(super) fn recall<T: Copy>(slots: &[Slot<T>], address: usize, read: impl FnOnce() -> T) -> T {
    let slot = &slots[address % slots.len()];
    let (known, remembered) = slot.get();
    if known == address {
        return remembered;
    }
    let found = read();
    slot.set((address, found));
    found
}
