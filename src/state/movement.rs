//! Where the caret goes: by grapheme, word, sentence and paragraph; and what a place in the text is part of.
//!
//! Only the neighbourhood of the caret is looked at, so a step costs the same in a line of ten megabytes.

use annotation::{TextRange, TextSize};

use super::segmenter::{Segmenter, Unit};
use super::{Motion, Step};

/// Where `motion` leads from `position`; a motion by annotations, which are not part of the text, leads nowhere.
pub fn destination(text: &str, position: TextSize, motion: Motion, segmenter: Segmenter) -> TextSize {
    let at = usize::from(position);
    let offset = match motion {
        Motion::Character(step) => grapheme(text, at, step, segmenter),
        Motion::Word(step) => word(text, at, step, segmenter),
        Motion::Sentence(step) => sentence(text, at, step, segmenter),
        Motion::Paragraph(step) => paragraph(text, at, step),
        Motion::Annotation(_) => at,
        Motion::Document(Step::Forward) => text.len(),
        Motion::Document(Step::Back) => 0,
    };
    TextSize::new(offset as u32)
}

fn grapheme(text: &str, at: usize, step: Step, segmenter: Segmenter) -> usize {
    let mut pieces = pieces(text, at, Unit::Grapheme, segmenter).into_iter();
    match step {
        Step::Forward => pieces.find(|piece| piece.end > at).map_or(text.len(), |piece| piece.end),
        Step::Back => pieces.rfind(|piece| piece.start < at).map_or(0, |piece| piece.start),
    }
}

/// The end of the word ahead, or the start of the word behind.
fn word(text: &str, at: usize, step: Step, segmenter: Segmenter) -> usize {
    let near = neighbourhood(text, at, Unit::Word);
    let mut words = pieces(text, at, Unit::Word, segmenter).into_iter().filter(|piece| piece.is_word);
    match step {
        Step::Forward => words.find(|piece| piece.end > at).map_or(near.end, |piece| piece.end),
        Step::Back => words.rfind(|piece| piece.start < at).map_or(near.start, |piece| piece.start),
    }
}

/// The start of the sentence that follows, or of this one, or of the one before.
fn sentence(text: &str, at: usize, step: Step, segmenter: Segmenter) -> usize {
    match step {
        Step::Forward => {
            let next = sentences(text, at, segmenter).into_iter().find(|piece| piece.start > at);
            next.map_or_else(|| paragraph(text, at, step), |piece| piece.start)
        }
        Step::Back => {
            let is_behind = |at: usize| sentences(text, at, segmenter).into_iter().rfind(|piece| piece.start < at);
            let above = || is_behind(text[..at].trim_end_matches(['\n', '\r']).len());
            is_behind(at).or_else(above).map_or(0, |piece| piece.start)
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

/// A piece of the text, in bytes from its start.
#[derive(Debug)]
struct Piece {
    start: usize,
    end: usize,
    is_word: bool,
}

/// The pieces round a place, in order.
fn pieces(text: &str, at: usize, unit: Unit, Segmenter(cut): Segmenter) -> Vec<Piece> {
    let near = neighbourhood(text, at, unit);
    let mut start = near.start;
    let placed = |piece: super::segmenter::Piece| {
        let end = start + piece.bytes;
        let placed = Piece { start, end, is_word: piece.is_word };
        start = end;
        placed
    };
    cut(&text[near], unit).into_iter().map(placed).collect()
}

/// The text round a place that decides how it is cut there: a sentence's line, a word's or grapheme's surroundings, from
/// white space on if there is any.
fn neighbourhood(text: &str, at: usize, unit: Unit) -> std::ops::Range<usize> {
    let reach = match unit {
        Unit::Grapheme => 128,
        Unit::Word => 1024,
        Unit::Sentence => 8192,
    };
    let start = text.floor_char_boundary(at.saturating_sub(reach));
    let end = text.ceil_char_boundary((at + reach).min(text.len()));
    match unit {
        Unit::Sentence => {
            let start = text[start..at].rfind('\n').map_or(start, |newline| start + newline + 1);
            start..text[at..end].find('\n').map_or(end, |newline| at + newline)
        }
        _ if start == 0 => 0..end,
        _ => text[start..at].find(char::is_whitespace).map_or(start, |space| start + space)..end,
    }
}

/// Before these a full stop ends no sentence: a name follows.
const TITLES: [&str; 12] = ["Mr", "Mrs", "Ms", "Dr", "Prof", "Sen", "Rep", "Gov", "Gen", "Col", "Sgt", "St"];

/// The sentences of the line round a place, those joined that only an initial or a title parts.
fn sentences(text: &str, at: usize, segmenter: Segmenter) -> Vec<Piece> {
    let mut joined: Vec<Piece> = Vec::new();
    for piece in pieces(text, at, Unit::Sentence, segmenter) {
        match joined.last_mut().filter(|last| ends_in_short_word(&text[last.start..last.end])) {
            Some(last) => last.end = piece.end,
            None => joined.push(piece),
        }
    }
    joined
}

fn ends_in_short_word(sentence: &str) -> bool {
    let Some(before) = sentence.trim_end().strip_suffix('.') else { return false };
    let last = before.rsplit(|character: char| !character.is_alphanumeric()).next().unwrap_or_default();
    TITLES.contains(&last) || (last.chars().count() == 1 && last.starts_with(char::is_uppercase))
}

/// The word or sentence that holds or touches `position`, without white space at its end; `None` where there is none.
pub fn unit_at(text: &str, position: TextSize, unit: Unit, segmenter: Segmenter) -> Option<TextRange> {
    let at = usize::from(position);
    let found = match unit {
        Unit::Sentence => sentences(text, at, segmenter),
        _ => pieces(text, at, unit, segmenter),
    };
    let holds = |piece: &&Piece| piece.start <= at && at <= piece.end && (piece.is_word || unit != Unit::Word);
    // Where two touch, the one that begins there; a sentence's own end is the next one's start.
    let found = found.iter().rfind(holds)?;
    let end = found.start + text[found.start..found.end].trim_end().len();
    (found.start < end).then(|| range(found.start, end))
}

/// Whether the paragraph round a place is read from right to left: its first letter of either direction decides.
pub fn is_right_to_left(text: &str, position: TextSize) -> bool {
    let line = neighbourhood(text, position.into(), Unit::Sentence);
    text[line].chars().find(|character| character.is_alphabetic()).is_some_and(is_right_to_left_letter)
}

/// Whether any of the paragraph round a place is read from right to left.
pub fn has_right_to_left(text: &str, position: TextSize) -> bool {
    text[neighbourhood(text, position.into(), Unit::Sentence)].contains(is_right_to_left_letter)
}

/// Whether a letter is one of a script that runs from right to left: Hebrew, Arabic and their like.
pub fn is_right_to_left_letter(letter: char) -> bool {
    matches!(letter, '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}' | '\u{10800}'..='\u{10FFF}' | '\u{1E800}'..='\u{1EFFF}')
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
        let found = usize::from(destination(&text, TextSize::new(at as u32), motion, Segmenter::default()));
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
        check("|One. Mr. Y and J. Z. Two", Motion::Sentence(Forward), "One. |Mr. Y and J. Z. Two");
        check("One. |Mr. Y came. Two", Motion::Sentence(Forward), "One. Mr. Y came. |Two");
        check("One. Mr. Y ca|me.", Motion::Sentence(Back), "One. |Mr. Y came.");
        check("One. Two.\n|Three", Motion::Sentence(Back), "One. |Two.\nThree");
        check("One. Tw|o.\n\nThree", Motion::Sentence(Forward), "One. Two.\n\n|Three");
        check("On|e", Motion::Sentence(Forward), "One|");
        check("o|ne\r\n\r\ntwo", Motion::Paragraph(Forward), "one\r\n\r\n|two");
        check("one\n\nt|wo", Motion::Paragraph(Back), "one\n\n|two");
        check("one\n\n|two", Motion::Paragraph(Back), "|one\n\ntwo");
        check("on|e", Motion::Document(Forward), "one|");
    }

    #[test]
    fn the_first_letter_decides_the_direction() {
        let is_rtl = |text: &str, at: u32| is_right_to_left(text, at.into());
        assert!(is_rtl("(2024) שלום abc", 0) && !is_rtl("abc שלום", 4) && !is_rtl("", 0));
        assert!(!is_rtl("שלום\nabc", 10) && is_rtl("abc\nשלום", 4));
    }

    #[test]
    fn words_and_trimming_take_the_word_and_leave_the_signs() {
        let word = |text: &str, at: u32| {
            unit_at(text, at.into(), Unit::Word, Segmenter::default()).map(|range| text[range].to_owned())
        };
        let sentence = |text: &str, at: u32| {
            unit_at(text, at.into(), Unit::Sentence, Segmenter::default()).map(|range| text[range].to_owned())
        };
        assert_eq!(sentence("One. Two. Three", 5).as_deref(), Some("Two."));
        assert_eq!(sentence("One.\nTwo. ", 6).as_deref(), Some("Two."));
        assert_eq!(sentence("\n\n", 1), None);
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
