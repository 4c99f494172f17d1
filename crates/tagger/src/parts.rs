//! Cutting a text into parts that can be tagged one after the other, the one on screen first.
//!
//! No suggestion crosses the edge of a part, here or on the command line, so tagging part by part gives what tagging
//! at once would give.

use annotation::{TextRange, TextSize};

/// A part is cut at the first good place after this many bytes…
const SHORTEST: usize = 32 * 1024;
/// …and at any character when none has come by then.
const LONGEST: usize = 64 * 1024;

/// The parts of `text`: adjacent, in order, together the whole text; none for the empty text.
///
/// A part ends after a blank line if there is one in reach, else after a line, else after a space, else anywhere.
pub fn parts(text: &str) -> impl Iterator<Item = TextRange> {
    let mut start = 0;
    std::iter::from_fn(move || {
        let end = (start < text.len()).then(|| part_end(text, start))?;
        let range = TextRange::new(TextSize::new(start as u32), TextSize::new(end as u32));
        start = end;
        Some(range)
    })
}

fn part_end(text: &str, start: usize) -> usize {
    if text.len() - start <= LONGEST {
        return text.len();
    }
    let from = text.ceil_char_boundary(start + SHORTEST);
    let reach = &text[from..text.floor_char_boundary(start + LONGEST)];
    let (mut first_line, mut blank_line) = (None, None);
    for at in reach.match_indices('\n').map(|(at, _)| at + 1) {
        first_line = first_line.or(Some(at));
        if reach[at..].starts_with('\n') {
            blank_line = Some(at + 1);
            break;
        }
        if reach[at..].starts_with("\r\n") {
            blank_line = blank_line.or(Some(at + 2));
        }
    }
    let cut = blank_line.or(first_line).or_else(|| reach.find(' ').map(|at| at + 1));
    cut.map_or(from + reach.len(), |cut| from + cut)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str) -> Vec<TextRange> {
        let cut: Vec<TextRange> = parts(text).collect();
        let joined: String = cut.iter().map(|&range| &text[range]).collect();
        assert_eq!(joined, text);
        assert!(cut.iter().all(|range| !range.is_empty() && usize::from(range.len()) <= LONGEST));
        cut
    }

    #[test]
    fn parts_are_the_text() {
        assert_eq!(check("").len(), 0);
        assert_eq!(check("a").len(), 1);
        assert!(check(&"東".repeat(100_000)).len() > 4);
        assert!(check(&"one line without breaks ".repeat(10_000)).len() > 3);
    }

    #[test]
    fn a_blank_line_is_preferred() {
        let text =
            format!("{}\n{}\n\nrest of the text {}", "a ".repeat(16_500), "b ".repeat(1000), "c ".repeat(40_000));
        assert!(text[check(&text)[0]].ends_with("\n\n"));
    }
}
