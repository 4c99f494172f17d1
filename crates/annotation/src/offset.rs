//! Positions in a text, counted in UTF-8 bytes, UTF-16 code units or code points, and the way between them.
//!
//! Inside Postil a position is a UTF-8 byte offset. [`OffsetMap`] is the one place that converts: it keeps a
//! checkpoint for every kibibyte of text, so a conversion is a binary search and a scan of at most a kibibyte, and
//! it keeps nothing at all for ASCII, where all units agree.

/// What a foreign offset counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OffsetUnit {
    /// Unicode scalar values: Python, spaCy, the W3C's text position selector. The default of Postil's files.
    CodePoint,
    /// UTF-16 code units: JavaScript, Java, the DOM.
    Utf16CodeUnit,
    /// Bytes of UTF-8: Rust, Go.
    Utf8Byte,
}

impl OffsetUnit {
    /// Every unit.
    pub const ALL: [OffsetUnit; 3] = [OffsetUnit::CodePoint, OffsetUnit::Utf16CodeUnit, OffsetUnit::Utf8Byte];

    /// The unit's name in files and on the command line: `code_point`, `utf16`, `utf8`.
    pub fn name(self) -> &'static str {
        match self {
            OffsetUnit::CodePoint => "code_point",
            OffsetUnit::Utf16CodeUnit => "utf16",
            OffsetUnit::Utf8Byte => "utf8",
        }
    }

    /// The unit with that name, if there is one.
    pub fn from_name(name: &str) -> Option<OffsetUnit> {
        OffsetUnit::ALL.into_iter().find(|unit| unit.name() == name)
    }

    /// How many units the characters take that start in these bytes of a text.
    pub fn count(self, bytes: &[u8]) -> u32 {
        match self {
            OffsetUnit::Utf8Byte => bytes.len() as u32,
            OffsetUnit::CodePoint => starts(bytes),
            OffsetUnit::Utf16CodeUnit => starts(bytes) + pairs(bytes),
        }
    }

    /// How many units the character that starts with this byte takes; 0 inside a character.
    fn width_at(self, byte: u8) -> u32 {
        let starts = (byte & 0xC0 != 0x80) as u32;
        match self {
            OffsetUnit::Utf8Byte => 1,
            OffsetUnit::CodePoint => starts,
            OffsetUnit::Utf16CodeUnit => starts + (byte >= 0xF0) as u32,
        }
    }
}

/// How many characters start in these bytes: those that are not 0b10xxxxxx.
fn starts(bytes: &[u8]) -> u32 {
    bytes.len() as u32 - count(bytes, |word| word >> 7 & !(word >> 6))
}

/// How many of them take two UTF-16 code units: those that start with 0b1111xxxx.
fn pairs(bytes: &[u8]) -> u32 {
    count(bytes, |word| word >> 7 & word >> 6 & word >> 5 & word >> 4)
}

/// Counts bytes, eight at a time, in each of which `is_one` leaves the lowest bit set or not.
fn count(bytes: &[u8], is_one: impl Fn(u64) -> u64) -> u32 {
    const LOWEST: u64 = 0x0101_0101_0101_0101;
    let sum = |word: [u8; 8]| (is_one(u64::from_ne_bytes(word)) & LOWEST).count_ones();
    let (words, rest) = bytes.as_chunks();
    let mut last = [0; 8];
    last[..rest.len()].copy_from_slice(rest);
    words.iter().map(|&word| sum(word)).sum::<u32>() + sum(last)
}

/// Bytes between two checkpoints.
const STRIDE: usize = 1024;

/// The units that lie before a checkpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Checkpoint {
    code_points: u32,
    utf16: u32,
}

impl Checkpoint {
    fn units(self, unit: OffsetUnit, index: usize) -> u32 {
        match unit {
            OffsetUnit::CodePoint => self.code_points,
            OffsetUnit::Utf16CodeUnit => self.utf16,
            OffsetUnit::Utf8Byte => (index * STRIDE) as u32,
        }
    }
}

/// Converts positions of one text between units, in O(log n).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OffsetMap {
    // Invariant: empty for ASCII; else checkpoint i counts the units of the bytes before i × STRIDE.
    checkpoints: Vec<Checkpoint>,
    len_utf8: u32,
}

impl OffsetMap {
    /// The map of `text`, which must be shorter than 4 GiB; built in one pass.
    pub fn new(text: &str) -> OffsetMap {
        let len_utf8 = text.len() as u32;
        if text.is_ascii() {
            return OffsetMap { checkpoints: Vec::new(), len_utf8 };
        }
        let mut next = Checkpoint { code_points: 0, utf16: 0 };
        let mut checkpoints = Vec::with_capacity(text.len() / STRIDE + 2);
        for chunk in text.as_bytes().chunks(STRIDE) {
            checkpoints.push(next);
            let code_points = starts(chunk);
            next.code_points += code_points;
            next.utf16 += code_points + pairs(chunk);
        }
        checkpoints.push(next);
        OffsetMap { checkpoints, len_utf8 }
    }

    /// The number of units that lie before byte `offset` of `text`, the text the map was made of.
    ///
    /// `offset` is a UTF-8 byte offset on a character boundary, at most the text's length.
    pub fn to_unit(&self, text: &str, offset: u32, unit: OffsetUnit) -> u32 {
        if self.checkpoints.is_empty() || unit == OffsetUnit::Utf8Byte {
            return offset;
        }
        let index = offset as usize / STRIDE;
        let from = index * STRIDE;
        self.checkpoints[index].units(unit, index) + unit.count(&text.as_bytes()[from..offset as usize])
    }

    /// The UTF-8 byte offset of the position that has `position` units before it.
    ///
    /// `None` if it lies past the end of the text or inside a character (between surrogates, between bytes).
    pub fn from_unit(&self, text: &str, position: u32, unit: OffsetUnit) -> Option<u32> {
        if self.checkpoints.is_empty() || unit == OffsetUnit::Utf8Byte {
            return (position <= self.len_utf8 && text.is_char_boundary(position as usize)).then_some(position);
        }
        let after = self.checkpoints.partition_point(|checkpoint| checkpoint.units(unit, 0) <= position);
        let index = after - 1;
        let from = index * STRIDE;
        let mut before = self.checkpoints[index].units(unit, index);
        for (offset, &byte) in text.as_bytes().iter().enumerate().skip(from) {
            if byte & 0xC0 == 0x80 {
                continue;
            }
            if before >= position {
                return (before == position).then_some(offset as u32);
            }
            before += unit.width_at(byte);
        }
        (before == position).then_some(self.len_utf8)
    }

    /// The length of the text in `unit`.
    pub fn len(&self, unit: OffsetUnit) -> u32 {
        match self.checkpoints.last() {
            Some(end) if unit != OffsetUnit::Utf8Byte => end.units(unit, 0),
            _ => self.len_utf8,
        }
    }

    /// True for the map of the empty text.
    pub fn is_empty(&self) -> bool {
        self.len_utf8 == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Counts by decoding, the slow and obvious way.
    fn naive(text: &str, offset: usize, unit: OffsetUnit) -> u32 {
        match unit {
            OffsetUnit::CodePoint => text[..offset].chars().count() as u32,
            OffsetUnit::Utf16CodeUnit => text[..offset].encode_utf16().count() as u32,
            OffsetUnit::Utf8Byte => offset as u32,
        }
    }

    fn check(text: &str) {
        let map = OffsetMap::new(text);
        for unit in OffsetUnit::ALL {
            let mut reached = std::collections::BTreeSet::new();
            for offset in (0..=text.len()).filter(|&offset| text.is_char_boundary(offset)) {
                let position = map.to_unit(text, offset as u32, unit);
                assert_eq!(position, naive(text, offset, unit), "{unit:?} at byte {offset}");
                assert_eq!(map.from_unit(text, position, unit), Some(offset as u32), "{unit:?} back to byte {offset}");
                reached.insert(position);
            }
            assert_eq!(map.len(unit), naive(text, text.len(), unit));
            for position in (0..map.len(unit) + 3).filter(|position| !reached.contains(position)) {
                assert_eq!(map.from_unit(text, position, unit), None, "{unit:?} {position} is inside a character");
            }
        }
    }

    #[test]
    fn golden_vector_has_the_same_quotes_in_every_unit() {
        let text = "👩\u{200d}🚀 paid €5.2m in 東京 🗼 on 3 May.";
        let map = OffsetMap::new(text);
        for (quote, code_points, utf16, utf8) in [
            ("paid", 4..8, 6..10, 12..16),
            ("€5.2m", 9..14, 11..16, 17..24),
            ("東京", 18..20, 20..22, 28..34),
            ("🗼", 21..22, 23..25, 35..39),
            ("3 May", 26..31, 29..34, 43..48),
        ] {
            for (unit, range) in
                [(OffsetUnit::CodePoint, code_points), (OffsetUnit::Utf16CodeUnit, utf16), (OffsetUnit::Utf8Byte, utf8)]
            {
                let byte = |position| map.from_unit(text, position, unit).unwrap() as usize;
                assert_eq!(&text[byte(range.start)..byte(range.end)], quote, "{unit:?}");
            }
        }
    }

    #[test]
    fn checkpoints_agree_with_counting() {
        for text in ["", "a", "🗼", "e\u{301}", "a\r\nb", "\u{feff}x", "עברית", "\0"] {
            check(text);
        }
        for character in ["a", "é", "東", "🗼"] {
            check(&format!("x{}", character.repeat(1100)));
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn any_text_agrees_with_counting(text in "(\\PC|[🗼é\r\n\t]){0,40}", pad in 1010usize..1030) {
            check(&text);
            check(&("-".repeat(pad) + &text));
        }
    }
}
