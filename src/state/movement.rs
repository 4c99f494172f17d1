//! Where the caret goes: by grapheme, word and paragraph.
//!
//! Words and graphemes are those of Unicode Standard Annex 29. Only the neighbourhood of the caret is looked at, so a
//! step costs the same in a line of ten megabytes.

use annotation::{TextRange, TextSize};
use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation};

use super::{Motion, Step};

/// How much text round the caret is searched for word edges, in bytes.
const NEIGHBOURHOOD: usize = 1024;

/// Where `motion` leads from `position`.
pub fn destination(text: &str, position: TextSize, motion: Motion) -> TextSize {
    let at = usize::from(position);
    let offset = match motion {
        Motion::Character(step) => grapheme(text, at, step),
        Motion::Word(step) => word(text, at, step),
        Motion::Paragraph(step) => paragraph(text, at, step),
        Motion::Document(Step::Forward) => text.len(),
        Motion::Document(Step::Back) => 0,
    };
    TextSize::new(offset as u32)
}

fn grapheme(text: &str, at: usize, step: Step) -> usize {
    let mut cursor = GraphemeCursor::new(at, text.len(), true);
    let found = match step {
        Step::Forward => cursor.next_boundary(text, 0),
        Step::Back => cursor.prev_boundary(text, 0),
    };
    found.ok().flatten().unwrap_or(match step {
        Step::Forward => text.len(),
        Step::Back => 0,
    })
}

/// The end of the word ahead, or the start of the word behind.
fn word(text: &str, at: usize, step: Step) -> usize {
    match step {
        Step::Forward => {
            let end = text.ceil_char_boundary((at + NEIGHBOURHOOD).min(text.len()));
            let ahead = &text[at..end];
            ahead.unicode_word_indices().next().map_or(end, |(start, word)| at + start + word.len())
        }
        Step::Back => {
            let start = text.floor_char_boundary(at.saturating_sub(NEIGHBOURHOOD));
            let behind = &text[start..at];
            behind.unicode_word_indices().next_back().map_or(start, |(word_start, _)| start + word_start)
        }
    }
}

/// The start of the paragraph that follows, or of this one, or of the one before.
fn paragraph(text: &str, at: usize, step: Step) -> usize {
    match step {
        Step::Forward => {
            let after = text[at..].find('\n').map_or(text.len(), |newline| at + newline + 1);
            after + text[after..].len() - text[after..].trim_start_matches(['\n', '\r']).len()
        }
        Step::Back => {
            let before = text[..at].trim_end_matches(['\n', '\r']);
            before.rfind('\n').map_or(0, |newline| newline + 1)
        }
    }
}

/// The word that holds or touches `position`; `None` between other characters.
pub fn word_at(text: &str, position: TextSize) -> Option<TextRange> {
    let at = usize::from(position);
    let start = text.floor_char_boundary(at.saturating_sub(NEIGHBOURHOOD));
    let end = text.ceil_char_boundary((at + NEIGHBOURHOOD).min(text.len()));
    let holds = |&(from, word): &(usize, &str)| start + from <= at && at <= start + from + word.len();
    let (from, word) = text[start..end].unicode_word_indices().find(holds)?;
    Some(range(start + from, start + from + word.len()))
}

/// The selection without white space and punctuation at its ends; as it is if nothing else is in it.
///
/// The full stop of `U.S.` stays: a word with another one inside ends with its own.
pub fn trimmed(text: &str, selection: TextRange) -> TextRange {
    let is_sign = |character: char| {
        character.is_whitespace() || ",.;:!?\"“”„‘’'«»‹›()[]{}…、。，；：！？「」『』（）".contains(character)
    };
    let selected = &text[selection];
    let mut inner = selected.trim_matches(is_sign);
    if inner.is_empty() {
        inner = selected.trim();
    }
    let start = inner.as_ptr() as usize - selected.as_ptr() as usize;
    let mut end = start + inner.len();
    let last_word = inner.rsplit(char::is_whitespace).next().unwrap_or_default();
    if last_word.contains('.') && selected[end..].starts_with('.') {
        end += 1;
    }
    range(usize::from(selection.start()) + start, usize::from(selection.start()) + end)
}

fn range(start: usize, end: usize) -> TextRange {
    TextRange::new(TextSize::new(start as u32), TextSize::new(end as u32))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `from` and the expected place are marked with `|`.
    fn check(from: &str, motion: Motion, expected: &str) {
        let at = from.find('|').unwrap();
        let text = from.replacen('|', "", 1);
        let found = usize::from(destination(&text, TextSize::new(at as u32), motion));
        assert_eq!(format!("{}|{}", &text[..found], &text[found..]), expected, "{motion:?}");
    }

    #[test]
    fn motions_stop_at_unicode_edges() {
        use Step::{Back, Forward};
        check("a|👩\u{200d}🚀b", Motion::Character(Forward), "a👩\u{200d}🚀|b");
        check("ae\u{301}|b", Motion::Character(Back), "a|e\u{301}b");
        check("a\r|", Motion::Character(Forward), "a\r|");
        check("|", Motion::Character(Back), "|");
        check("|one, two", Motion::Word(Forward), "one|, two");
        check("one|, two", Motion::Word(Forward), "one, two|");
        check("one, two|", Motion::Word(Back), "one, |two");
        check("one |", Motion::Word(Forward), "one |");
        check("o|ne\r\n\r\ntwo", Motion::Paragraph(Forward), "one\r\n\r\n|two");
        check("one\n\nt|wo", Motion::Paragraph(Back), "one\n\n|two");
        check("one\n\n|two", Motion::Paragraph(Back), "|one\n\ntwo");
        check("on|e", Motion::Document(Forward), "one|");
    }

    #[test]
    fn words_and_trimming_take_the_word_and_leave_the_signs() {
        let word = |text: &str, at: u32| word_at(text, at.into()).map(|range| text[range].to_owned());
        assert_eq!(word("to Ünal’s", 5).as_deref(), Some("Ünal’s"));
        assert_eq!(word("a  b", 2), None);
        assert_eq!(word("", 0), None);
        let trim = |text: &str| text[trimmed(text, TextRange::up_to((text.len() as u32).into()))].to_owned();
        assert_eq!(trim(" “Ana” (Bo), "), "Ana” (Bo");
        assert_eq!(trim("the U.S., "), "the U.S.");
        assert_eq!(trim(" … "), "…");
        assert_eq!(trim(""), "");
    }
}
