//! A document: a text that never changes, and what is known about it.

use std::sync::Arc;

use text_size::{TextRange, TextSize};

use crate::{CalendarDate, OffsetMap, OffsetUnit, Passage};

/// A text to annotate, kept verbatim, with its offset map; a clone shares the text.
///
/// ```
/// use annotation::{Document, OffsetUnit};
/// let document = Document::new("d1", "in 東京 🗼 today".into());
/// let tower = document.range(6, 7, OffsetUnit::CodePoint)?;
/// assert_eq!(document.slice(tower), "🗼");
/// assert_eq!(document.offset(tower.end(), OffsetUnit::Utf16CodeUnit), 8);
/// # Ok::<(), annotation::RangeError>(())
/// ```
#[derive(Debug, Clone, Eq)]
pub struct Document {
    /// The identity in files.
    pub id: Box<str>,
    /// What a list of documents shows.
    pub title: Box<str>,
    /// Where the text comes from: a file name or an address.
    pub source: Option<Box<str>>,
    /// BCP 47 language tag of the text.
    pub language: Option<Box<str>>,
    /// The day the text was written: what "today" means in it.
    pub reference_date: Option<CalendarDate>,
    /// Whether somebody has said that its annotations are finished.
    pub is_done: bool,
    /// How the text reads, in its order; none for plain text, whose lines are all alike.
    pub passages: Arc<[Passage]>,
    /// Fields of its file that this version does not know, as the text of a JSON object.
    pub unknown: Option<Box<str>>,
    // Invariant: never changes, shorter than 4 GiB, and `map` is its map.
    text: Arc<str>,
    map: Arc<OffsetMap>,
}

/// Clones are told equal without a look at their text.
impl PartialEq for Document {
    fn eq(&self, other: &Document) -> bool {
        (Arc::ptr_eq(&self.text, &other.text) || self.text == other.text)
            && (&self.id, &self.title, &self.source) == (&other.id, &other.title, &other.source)
            && (&self.language, &self.reference_date) == (&other.language, &other.reference_date)
            && self.is_done == other.is_done
            && (&self.passages, &self.unknown) == (&other.passages, &other.unknown)
    }
}

/// What is known about a document besides its text, and what a person can change of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct About {
    /// [`Document::title`].
    pub title: Box<str>,
    /// [`Document::source`].
    pub source: Option<Box<str>>,
    /// [`Document::language`].
    pub language: Option<Box<str>>,
    /// [`Document::reference_date`].
    pub reference_date: Option<CalendarDate>,
}

/// Whether a text has the form of a language tag (BCP 47): `en`, `pt-BR`, `zh-Hant-TW`.
pub fn is_language_tag(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let is_first = parts.next().is_some_and(|part| (2..=3).contains(&part.len()) && !part.contains(char::is_numeric));
    is_first
        && tag.len() <= 35
        && tag != "und"
        && parts.all(|part| (1..=8).contains(&part.len()))
        && tag.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
}

/// Why two foreign numbers are no range of a text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RangeError {
    /// The end is not behind the start.
    #[error("end {end} is not behind start {start}")]
    Reversed {
        /// The first offset, in the caller's unit.
        start: u32,
        /// The second offset, in the caller's unit.
        end: u32,
    },
    /// An offset is past the end of the text.
    #[error("offset {offset} is past the text ({len} in {unit})")]
    PastTheText {
        /// The offset, in the caller's unit.
        offset: u32,
        /// The text's length in that unit.
        len: u32,
        /// The unit's name.
        unit: &'static str,
    },
    /// An offset lies between the parts of one character.
    #[error("offset {offset} is inside a character ({unit})")]
    InsideCharacter {
        /// The offset, in the caller's unit.
        offset: u32,
        /// The unit's name.
        unit: &'static str,
    },
}

impl Document {
    /// A document with this text; its title is the text's first line that is not blank.
    ///
    /// # Panics
    /// If the text has 4 GiB or more.
    pub fn new(id: &str, text: Arc<str>) -> Document {
        assert!(u32::try_from(text.len()).is_ok(), "a document is shorter than 4 GiB");
        let title = Document::first_line(&text).into();
        let map = Arc::new(OffsetMap::new(&text));
        Document {
            id: id.into(),
            title,
            source: None,
            language: None,
            reference_date: None,
            is_done: false,
            passages: Arc::default(),
            unknown: None,
            text,
            map,
        }
    }

    /// The text's first line that is not blank, at most 120 characters of it: the title of a document without one.
    pub fn first_line(text: &str) -> &str {
        let line = text.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
        line.char_indices().nth(120).map_or(line, |(end, _)| &line[..end])
    }

    /// What is known about it besides its text.
    pub fn about(&self) -> About {
        let Document { title, source, language, reference_date, .. } = self;
        About {
            title: title.clone(),
            source: source.clone(),
            language: language.clone(),
            reference_date: *reference_date,
        }
    }

    /// Changes what is known about it besides its text.
    pub fn set_about(&mut self, about: About) {
        let About { title, source, language, reference_date } = about;
        (self.title, self.source, self.language, self.reference_date) = (title, source, language, reference_date);
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text of a range.
    ///
    /// # Panics
    /// If the range is not one of this document's.
    pub fn slice(&self, range: TextRange) -> &str {
        &self.text[range]
    }

    /// The length of the text in bytes.
    pub fn len(&self) -> TextSize {
        TextSize::new(self.text.len() as u32)
    }

    /// True if there is no text.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// The length of the text in `unit`.
    pub fn len_in(&self, unit: OffsetUnit) -> u32 {
        self.map.len(unit)
    }

    /// The range between two foreign offsets: the one door in for numbers from outside.
    ///
    /// `start` and `end` count `unit`s from the start of the text, `end` excluded.
    ///
    /// # Errors
    /// [`RangeError`] if they are reversed or equal, past the text, or inside a character.
    pub fn range(&self, start: u32, end: u32, unit: OffsetUnit) -> Result<TextRange, RangeError> {
        if end <= start {
            return Err(RangeError::Reversed { start, end });
        }
        Ok(TextRange::new(self.position(start, unit)?, self.position(end, unit)?))
    }

    /// The position at a foreign offset.
    ///
    /// # Errors
    /// [`RangeError`] if it is past the text or inside a character.
    pub fn position(&self, offset: u32, unit: OffsetUnit) -> Result<TextSize, RangeError> {
        let len = self.map.len(unit);
        if offset > len {
            return Err(RangeError::PastTheText { offset, len, unit: unit.name() });
        }
        let byte = self.map.from_unit(&self.text, offset, unit);
        byte.map(TextSize::new).ok_or(RangeError::InsideCharacter { offset, unit: unit.name() })
    }

    /// A position as a number for outside, in `unit`.
    ///
    /// # Panics
    /// If the position is past the text.
    pub fn offset(&self, position: TextSize, unit: OffsetUnit) -> u32 {
        self.map.to_unit(&self.text, position.into(), unit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn foreign_numbers_are_checked() {
        let document = Document::new("d", "a🗼b".into());
        let message = |start, end, unit| document.range(start, end, unit).unwrap_err().to_string();
        assert_eq!(message(2, 2, OffsetUnit::CodePoint), "end 2 is not behind start 2");
        assert_eq!(message(0, 9, OffsetUnit::CodePoint), "offset 9 is past the text (3 in code_point)");
        assert_eq!(message(0, 2, OffsetUnit::Utf16CodeUnit), "offset 2 is inside a character (utf16)");
        assert_eq!(message(2, 5, OffsetUnit::Utf8Byte), "offset 2 is inside a character (utf8)");
        assert_eq!(document.range(0, 3, OffsetUnit::CodePoint), Ok(TextRange::new(0.into(), 6.into())));
    }

    #[test]
    fn language_tags_are_told() {
        let cases =
            [("en", true), ("pt-BR", true), ("zh-Hant-TW", true), ("english", false), ("und", false), ("", false)];
        for (tag, expected) in cases {
            assert_eq!(is_language_tag(tag), expected, "{tag}");
        }
    }

    #[test]
    fn title_is_the_first_line_with_text() {
        assert_eq!(&*Document::new("d", "\n  \r\n  Head line \r\nbody".into()).title, "Head line");
        assert_eq!(&*Document::new("d", "".into()).title, "");
    }
}
