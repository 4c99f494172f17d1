//! Words, for formats that know only those.

use annotation::TextRange;
use unicode_segmentation::UnicodeSegmentation;

/// The edges of annotations, at which words are cut.
#[derive(Debug, Default)]
pub(crate) struct Edges {
    // Invariant: both sorted.
    starts: Vec<u32>,
    ends: Vec<u32>,
}

impl Edges {
    pub(crate) fn of(ranges: impl IntoIterator<Item = TextRange>) -> Edges {
        let (mut starts, mut ends): (Vec<u32>, Vec<u32>) =
            ranges.into_iter().map(|range| (u32::from(range.start()), u32::from(range.end()))).unzip();
        starts.sort_unstable();
        ends.sort_unstable();
        Edges { starts, ends }
    }
}

/// The first of the sorted edges at or behind `at`; those before it are dropped.
fn ahead(edges: &mut &[u32], at: u32) -> Option<u32> {
    while let Some((_, rest)) = edges.split_first().filter(|(edge, _)| **edge < at) {
        *edges = rest;
    }
    edges.first().copied()
}

/// The words, marks and white space of a text (UAX #29), cut at the edges: pieces that together are the whole text,
/// but for single spaces behind a piece, which are left out as spaCy does, unless an annotation starts or ends in them.
pub(crate) fn pieces(text: &str, edges: &Edges) -> Vec<TextRange> {
    let mut pieces: Vec<TextRange> = Vec::with_capacity(text.len() / 4);
    let (mut starts, mut ends) = (&edges.starts[..], &edges.ends[..]);
    let mut left_out = false;
    each_word(text, |at, word| {
        let (mut start, end) = (at as u32, (at + word.len()) as u32);
        // UAX #29 keeps runs of spaces together; the first of a run behind a word is the one that is left out.
        if word.starts_with(' ')
            && !pieces.is_empty()
            && !left_out
            && ahead(&mut starts, start) != Some(start)
            && ahead(&mut ends, start + 1) != Some(start + 1)
        {
            start += 1;
            left_out = true;
        } else {
            left_out = false;
        }
        while start < end {
            let edges = [ahead(&mut starts, start + 1), ahead(&mut ends, start + 1)];
            let next = edges.into_iter().flatten().fold(end, u32::min);
            pieces.push(TextRange::new(start.into(), next.into()));
            start = next;
            left_out = false;
        }
    });
    pieces
}

/// Hands on the words, marks and white space of a text (UAX #29). Stretches of ASCII, which are most of most texts, take
/// the library's short way, which it has only for words.
fn each_word<'t>(text: &'t str, mut word: impl FnMut(usize, &'t str)) {
    let bytes = text.as_bytes();
    // There is an edge before a space behind ASCII that is none, whatever stands around the two.
    let is_edge = |at: usize| bytes[at] == b' ' && bytes[at - 1].is_ascii() && bytes[at - 1] != b' ';
    let mut at = 0;
    while at < bytes.len() {
        let ascii = bytes[at..].iter().position(|byte| !byte.is_ascii()).map_or(bytes.len(), |len| at + len);
        let ascii_end = match ascii == bytes.len() {
            true => ascii,
            false => (at + 1..ascii).rev().find(|&at| is_edge(at)).unwrap_or(at),
        };
        let mut end = at;
        for (start, part) in text[at..ascii_end].unicode_word_indices() {
            each_gap(text, end, at + start, &mut word);
            end = at + start + part.len();
            word(at + start, part);
        }
        each_gap(text, end, ascii_end, &mut word);
        let end = (ascii.max(ascii_end + 1)..bytes.len()).find(|&at| is_edge(at)).unwrap_or(bytes.len());
        for (start, part) in text[ascii_end..end].split_word_bound_indices() {
            word(ascii_end + start, part);
        }
        at = end;
    }
}

/// Hands on what stands between two words of ASCII: single characters, but for runs of spaces, of low lines, and CR LF.
fn each_gap<'t>(text: &'t str, start: usize, end: usize, word: &mut impl FnMut(usize, &'t str)) {
    let mut at = start;
    while at < end {
        let rest = &text[at..end];
        let first = rest.as_bytes()[0];
        let len = match first {
            b' ' | b'_' => rest.bytes().take_while(|&byte| byte == first).count(),
            b'\r' if rest.starts_with("\r\n") => 2,
            _ => 1,
        };
        word(at, &rest[..len]);
        at += len;
    }
}

/// The words and marks of a text without its white space, cut at the edges.
pub(crate) fn words(text: &str, edges: &Edges) -> Vec<TextRange> {
    let pieces = pieces(text, edges);
    let mut words = Vec::with_capacity(pieces.len());
    for piece in pieces {
        // White space with a joiner or an accent behind it is one piece (UAX #29, rule WB4).
        for word in text[std::ops::Range::<usize>::from(piece)].split(is_space).filter(|word| !word.is_empty()) {
            let from = word.as_ptr() as usize - text.as_ptr() as usize;
            words.push(TextRange::new((from as u32).into(), ((from + word.len()) as u32).into()));
        }
    }
    words
}

/// White space as Python has it: Unicode's, and four separators of ASCII.
fn is_space(c: char) -> bool {
    c.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&c)
}

/// The tokens that spaCy finds when it is given the words: the white space between two words is one token, without the
/// single space that belongs to the word before.
pub(crate) fn with_spaces(text: &str, words: &[TextRange]) -> Vec<TextRange> {
    let mut tokens = Vec::with_capacity(words.len() * 5 / 4);
    let push_gap = |tokens: &mut Vec<TextRange>, to: annotation::TextSize| {
        let end = tokens.last().map_or(0.into(), |last| last.end());
        let follows_word = !tokens.is_empty();
        let skipped = u32::from(follows_word && text[end.into()..to.into()].starts_with(' '));
        let gap = TextRange::new(end + annotation::TextSize::new(skipped), to);
        tokens.extend((!gap.is_empty()).then_some(gap));
    };
    for word in words {
        push_gap(&mut tokens, word.start());
        tokens.push(*word);
    }
    push_gap(&mut tokens, annotation::TextSize::of(text));
    tokens
}

/// The range without the white space at its edges; `None` if there is nothing else.
pub(crate) fn without_outer_space(text: &str, range: TextRange) -> Option<TextRange> {
    let inside = text[std::ops::Range::<usize>::from(range)].trim_matches(is_space);
    let start = inside.as_ptr() as usize - text.as_ptr() as usize;
    (!inside.is_empty()).then(|| TextRange::at((start as u32).into(), annotation::TextSize::of(inside)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(text: &str, annotations: &[(u32, u32)], expected: &str) {
        let ranges = annotations.iter().map(|&(start, end)| TextRange::new(start.into(), end.into()));
        let pieces = pieces(text, &Edges::of(ranges));
        let shown: Vec<&str> = pieces.iter().map(|&range| &text[std::ops::Range::<usize>::from(range)]).collect();
        assert_eq!(shown.join("|"), expected);
    }

    #[test]
    fn words_are_cut_at_edges_and_single_spaces_left_out() {
        check("", &[], "");
        check("Ana's 5.2 m, paid.", &[], "Ana's|5.2|m|,|paid|.");
        check("Ana's 5.2m", &[(0, 3)], "Ana|'s|5.2m");
        check("a  b \r\n c ", &[], "a| |b|\r\n|c");
        check("a b", &[(1, 2)], "a| |b");
        check("a b", &[(0, 2)], "a| |b");
        check("a b", &[(0, 1), (2, 3)], "a|b");
        check(" 🗼東京", &[], " |🗼|東|京");
    }

    proptest! {
        #[test]
        fn words_are_those_of_the_library(text in "([a-z0-9_.,:;'\" -]{0,8}|\r\n|\r|[\u{301}é東\u{200d}\u{a0}\u{2002}🇯🇵ש\"\0]){0,12}") {
            let mut words = Vec::new();
            each_word(&text, |at, word| words.push((at, word)));
            prop_assert_eq!(words, text.split_word_bound_indices().collect::<Vec<_>>());
        }

        #[test]
        fn pieces_and_single_spaces_are_the_text(session in crate::samples::any_session()) {
            let text = session.document().text();
            let edges = Edges::of(session.annotations().iter().map(|a| a.range));
            let pieces = pieces(text, &edges);
            let mut end = 0;
            for piece in &pieces {
                prop_assert!(["", " "].contains(&&text[end..usize::from(piece.start())]));
                prop_assert!(!piece.is_empty());
                end = piece.end().into();
            }
            prop_assert!(["", " "].contains(&&text[end..]));
            for annotation in session.annotations().iter() {
                prop_assert!(pieces.iter().any(|piece| piece.start() == annotation.range.start()));
                prop_assert!(pieces.iter().any(|piece| piece.end() == annotation.range.end()));
            }
        }
    }
}
