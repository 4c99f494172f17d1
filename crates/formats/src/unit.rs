//! What a foreign file's offsets count, and the way from them to positions of a document.
//!
//! [`Unit`] adds grapheme clusters, which only doccano counts, to the units that the vocabulary knows. [`Positions`]
//! converts in the order of the file: offsets that rise, as they do in most files, cost a short scan each.

use std::fmt;

use annotation::{Document, OffsetUnit, TextRange};
use unicode_segmentation::UnicodeSegmentation;

/// What an offset in a file counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Unit {
    /// Unicode scalar values.
    CodePoint,
    /// UTF-16 code units.
    Utf16,
    /// Bytes of UTF-8.
    Utf8,
    /// Extended grapheme clusters (UAX #29): doccano's grapheme mode.
    Grapheme,
}

impl Unit {
    /// Every unit, the likeliest first.
    pub const ALL: [Unit; 4] = [Unit::CodePoint, Unit::Utf16, Unit::Utf8, Unit::Grapheme];

    /// The name in files and on the command line.
    pub fn name(self) -> &'static str {
        self.plain().map_or("grapheme", OffsetUnit::name)
    }

    /// The unit with that name, if there is one.
    pub fn from_name(name: &str) -> Option<Unit> {
        Unit::ALL.into_iter().find(|unit| unit.name() == name)
    }

    /// The vocabulary's unit; `None` for grapheme clusters.
    pub fn plain(self) -> Option<OffsetUnit> {
        match self {
            Unit::CodePoint => Some(OffsetUnit::CodePoint),
            Unit::Utf16 => Some(OffsetUnit::Utf16CodeUnit),
            Unit::Utf8 => Some(OffsetUnit::Utf8Byte),
            Unit::Grapheme => None,
        }
    }
}

impl From<OffsetUnit> for Unit {
    fn from(unit: OffsetUnit) -> Unit {
        match unit {
            OffsetUnit::CodePoint => Unit::CodePoint,
            OffsetUnit::Utf16CodeUnit => Unit::Utf16,
            OffsetUnit::Utf8Byte => Unit::Utf8,
        }
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Converts between a document's positions and one unit, quickest in text order.
pub(crate) struct Positions<'d> {
    document: &'d Document,
    unit: Unit,
    ascii: bool,
    // Invariant: byte `byte` has `count` units before it.
    byte: usize,
    count: u32,
    // Invariant: the byte offsets of all grapheme boundaries; empty for the other units.
    graphemes: Vec<u32>,
}

impl<'d> Positions<'d> {
    pub(crate) fn new(document: &'d Document, unit: Unit) -> Positions<'d> {
        let mut graphemes = Vec::new();
        if unit == Unit::Grapheme {
            graphemes.extend(document.text().grapheme_indices(true).map(|(at, _)| at as u32));
            graphemes.push(document.text().len() as u32);
        }
        // All units agree where code points are bytes; CR LF is one grapheme, so that unit never takes the short way.
        let ascii = unit != Unit::Grapheme && document.len_in(OffsetUnit::CodePoint) as usize == document.text().len();
        Positions { document, unit, ascii, byte: 0, count: 0, graphemes }
    }

    /// The range between two foreign offsets.
    pub(crate) fn range(&mut self, start: i64, end: i64) -> Result<TextRange, String> {
        for (name, offset) in [("start", start), ("end", end)] {
            if offset < 0 {
                return Err(format!("{name} {offset} is negative"));
            }
        }
        if end <= start {
            return Err(format!("end {end} is not behind start {start}"));
        }
        let start = self.byte_at(start)?;
        let here = (self.byte, self.count);
        let end = self.byte_at(end)?;
        (self.byte, self.count) = here; // the next range may start before this one's end
        Ok(TextRange::new(start.into(), end.into()))
    }

    /// The byte at a foreign offset.
    pub(crate) fn byte_at(&mut self, offset: i64) -> Result<u32, String> {
        let past = |len: u32| format!("offset {offset} is past the text ({len} in {})", self.unit);
        let text = self.document.text();
        let Some(unit) = self.unit.plain() else {
            let found = usize::try_from(offset).ok().and_then(|index| self.graphemes.get(index));
            return found.copied().ok_or_else(|| past(self.graphemes.len() as u32 - 1));
        };
        let offset = u32::try_from(offset).map_err(|_| past(self.document.len_in(unit)))?;
        if self.ascii {
            return if offset as usize <= text.len() { Ok(offset) } else { Err(past(text.len() as u32)) };
        }
        if offset < self.count || offset > self.count.saturating_add(512) || unit == OffsetUnit::Utf8Byte {
            let byte: u32 = self.document.position(offset, unit).map_err(|error| error.to_string())?.into();
            (self.byte, self.count) = (byte as usize, offset);
            return Ok(byte);
        }
        let mut at = self.byte;
        let mut count = self.count;
        let bytes = text.as_bytes();
        while count < offset && at < bytes.len() {
            // Where eight bytes are ASCII they are eight units.
            if let Some(eight) = bytes[at..].first_chunk::<8>().filter(|eight| count + 8 <= offset && eight.is_ascii())
            {
                (at, count) = (at + eight.len(), count + 8);
                continue;
            }
            let width = match bytes[at] {
                0..0x80 => 1,
                0x80..0xE0 => 2,
                0xE0..0xF0 => 3,
                _ => 4,
            };
            at += width;
            count += if width == 4 && unit == OffsetUnit::Utf16CodeUnit { 2 } else { 1 };
        }
        if count < offset {
            return Err(past(count));
        }
        if count > offset {
            return Err(format!("offset {offset} is inside a character ({})", self.unit));
        }
        (self.byte, self.count) = (at, count);
        Ok(at as u32)
    }

    /// The byte of the character boundary at or next behind a foreign offset; the text's end for one past it.
    pub(crate) fn nearest(&mut self, offset: i64) -> usize {
        let offset = offset.max(0);
        let near = (offset..offset.saturating_add(4)).find_map(|offset| self.byte_at(offset).ok());
        near.map_or(self.document.text().len(), |byte| byte as usize)
    }

    /// The offsets of a range.
    pub(crate) fn offsets(&mut self, range: TextRange) -> (u32, u32) {
        let start = self.offset(range.start().into());
        let here = (self.byte, self.count);
        let end = self.offset(range.end().into());
        (self.byte, self.count) = here;
        (start, end)
    }

    /// The offset of a byte on a character boundary.
    pub(crate) fn offset(&mut self, byte: u32) -> u32 {
        if self.ascii {
            return byte;
        }
        let Some(unit) = self.unit.plain() else {
            return self.graphemes.partition_point(|&boundary| boundary < byte) as u32;
        };
        let to = byte as usize;
        if to < self.byte || to - self.byte > 1024 {
            (self.byte, self.count) = (to, self.document.offset(byte.into(), unit));
            return self.count;
        }
        let between = &self.document.text().as_bytes()[self.byte..to];
        (self.byte, self.count) = (to, self.count + unit.count(between));
        self.count
    }
}

/// Looks at a text's characters by their code point offsets.
pub(crate) struct CodePoints<'t> {
    text: &'t str,
    map: annotation::OffsetMap,
}

impl<'t> CodePoints<'t> {
    pub(crate) fn new(text: &'t str) -> CodePoints<'t> {
        CodePoints { text, map: annotation::OffsetMap::new(text) }
    }

    /// Whether there are characters between two offsets, and all are such.
    pub(crate) fn all_between(&self, start: i64, end: i64, is_such: impl Fn(char) -> bool) -> bool {
        let byte = |offset: i64| self.map.from_unit(self.text, u32::try_from(offset).ok()?, OffsetUnit::CodePoint);
        let between = byte(start).zip(byte(end)).and_then(|(start, end)| self.text.get(start as usize..end as usize));
        between.is_some_and(|between| !between.is_empty() && between.chars().all(is_such))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::golden;

    #[test]
    fn the_golden_vector_has_the_same_quotes_in_every_unit() {
        let document = Document::new("d", golden::TEXT.into());
        for unit in Unit::ALL {
            let mut positions = Positions::new(&document, unit);
            for (quote, offsets) in golden::QUOTES {
                let (start, end) = offsets[unit as usize];
                let range = positions.range(start.into(), end.into()).unwrap();
                assert_eq!(document.slice(range), quote, "{unit}");
                assert_eq!(positions.offsets(range), (start, end), "{quote} in {unit}");
            }
        }
    }

    #[test]
    fn offsets_may_fall_as_well_as_rise() {
        let text = "a🗼é\r\n".repeat(700);
        let document = Document::new("d", text.as_str().into());
        for unit in Unit::ALL {
            let mut positions = Positions::new(&document, unit);
            for byte in (0..=text.len()).rev().chain(0..=text.len()).step_by(7) {
                if !text.is_char_boundary(byte) || text[..byte].ends_with('\r') {
                    continue;
                }
                let offset = positions.offset(byte as u32);
                assert_eq!(positions.byte_at(offset.into()), Ok(byte as u32), "{unit}");
                assert_eq!(Positions::new(&document, unit).offset(byte as u32), offset, "{unit}");
            }
        }
    }

    #[test]
    fn offsets_off_the_text_are_said() {
        let document = Document::new("d", "é🗼b".into());
        let message = |start, end, unit| Positions::new(&document, unit).range(start, end).unwrap_err();
        assert_eq!(message(-1, 2, Unit::CodePoint), "start -1 is negative");
        assert_eq!(message(2, 2, Unit::CodePoint), "end 2 is not behind start 2");
        assert_eq!(message(0, 9, Unit::CodePoint), "offset 9 is past the text (3 in code_point)");
        assert_eq!(message(0, i64::MAX, Unit::Utf16), "offset 9223372036854775807 is past the text (4 in utf16)");
        assert_eq!(message(0, 2, Unit::Utf16), "offset 2 is inside a character (utf16)");
        assert_eq!(message(1, 3, Unit::Utf8), "offset 1 is inside a character (utf8)");
        assert_eq!(message(0, 4, Unit::Grapheme), "offset 4 is past the text (3 in grapheme)");
    }
}
