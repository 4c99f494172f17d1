//! A text cut into blocks for drawing: its lines, and pieces of lines that are too long for one element.

use annotation::{Document, PassageKind, TextRange, TextSize};

use super::heights::Heights;
use crate::state::{Piece, Segmenter, Unit};

/// The most bytes of a block; a longer line is cut, at a space where there is one.
const LONGEST: usize = 2048;

/// How far round a cut its grapheme is looked for, in bytes.
const NEAR: usize = 64;

/// The most characters of a line that may be a heading.
const LONGEST_HEADING: usize = 110;

/// The blocks of a text, in order.
pub struct Blocks {
    // Invariant: not empty, in order, without line ends.
    ranges: Vec<TextRange>,
    /// How high they are, guessed until they are drawn.
    pub heights: Heights,
    has_blank_lines: bool,
    text: Document,
}

/// What a block looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BlockKind {
    /// The first line.
    Title,
    /// What the article's file says is one; else a short line that does not end as a sentence does.
    Heading,
    /// An item of a list, or of a list in one, or deeper, as the file says.
    Item(u8),
    /// A row of a table, as the file says.
    Row,
    /// A paragraph, or a line of one.
    Paragraph,
    /// A piece of a line that goes on in the next block.
    Piece,
    /// A line without text.
    Blank,
}

impl Blocks {
    /// The blocks of a document.
    pub fn new(document: &Document, Segmenter(segmenter): Segmenter) -> Blocks {
        let text = document.text();
        let mut ranges = Vec::new();
        let mut start = 0;
        for line in text.split('\n') {
            let mut rest = line.strip_suffix('\r').unwrap_or(line);
            let mut at = start;
            while rest.len() > LONGEST {
                let end = rest.floor_char_boundary(LONGEST);
                let cut =
                    rest[..end].rfind(' ').map_or_else(|| between_graphemes(rest, end, segmenter), |space| space + 1);
                ranges.push(range(at, at + cut));
                at += cut;
                rest = &rest[cut..];
            }
            ranges.push(range(at, at + rest.len()));
            start += line.len() + 1;
        }
        // The last line may be empty only because the text ends with a line end.
        let has_blank_lines = ranges.iter().take(ranges.len() - 1).skip(1).any(|range| range.is_empty());
        let guessed = ranges.iter().map(|range| guessed_height(u32::from(range.len()))).collect();
        Blocks { ranges, heights: Heights::new(guessed), has_blank_lines, text: document.clone() }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.ranges.len()
    }

    /// The text of a block.
    pub fn range(&self, index: usize) -> TextRange {
        self.ranges[index]
    }

    /// The block that holds a position, or the one before if it lies at a line's end.
    pub fn at(&self, position: TextSize) -> usize {
        self.ranges.partition_point(|range| range.start() <= position).saturating_sub(1)
    }

    /// The class that sets the space between blocks: none where blank lines already part the paragraphs.
    pub fn spacing(&self) -> &'static str {
        if self.has_blank_lines { "has-blank-lines" } else { "has-no-blank-lines" }
    }

    /// What a block looks like.
    pub fn kind(&self, index: usize) -> BlockKind {
        let end = self.ranges[index].end();
        if self.ranges.get(index + 1).is_some_and(|next| next.start() == end) {
            return BlockKind::Piece;
        }
        let line = self.text.slice(self.ranges[index]).trim();
        let passages = &self.text.passages;
        if !passages.is_empty() && !line.is_empty() {
            let behind = passages.partition_point(|passage| passage.range.start() <= self.ranges[index].start());
            let passage = passages[..behind].last().filter(|passage| passage.range.contains_range(self.ranges[index]));
            return match passage.map(|passage| passage.kind) {
                Some(PassageKind::Heading(_)) if index == 0 => BlockKind::Title,
                Some(PassageKind::Heading(_)) => BlockKind::Heading,
                Some(PassageKind::ListItem(depth)) => BlockKind::Item(depth.min(3)),
                Some(PassageKind::TableRow) => BlockKind::Row,
                Some(PassageKind::Paragraph) | None => BlockKind::Paragraph,
            };
        }
        let follows_gap = index == 0 || !self.has_blank_lines || self.ranges[index - 1].is_empty();
        let is_short = line.len() <= 4 * LONGEST_HEADING && line.chars().count() <= LONGEST_HEADING;
        let looks_unfinished = !line.ends_with(['.', '!', '?', ':', ';', ',', '”', '"', '…', '。', '-', ')']);
        let starts_as_one = line.starts_with(|first: char| first.is_uppercase() || first.is_numeric() || first == '#');
        match () {
            () if line.is_empty() => BlockKind::Blank,
            () if !(is_short && looks_unfinished && starts_as_one && follows_gap) => BlockKind::Paragraph,
            () if index == 0 => BlockKind::Title,
            () if self.ranges.get(index + 1).is_some_and(|next| next.is_empty() || !self.has_blank_lines) => {
                BlockKind::Heading
            }
            () => BlockKind::Paragraph,
        }
    }
}

/// The last place up to `at` that does not lie inside a grapheme; `at` itself if there is none near.
fn between_graphemes(text: &str, at: usize, segmenter: fn(&str, Unit) -> Vec<Piece>) -> usize {
    let start = text.floor_char_boundary(at - NEAR);
    let end = text.ceil_char_boundary((at + NEAR).min(text.len()));
    let mut edge = start;
    let ends = segmenter(&text[start..end], Unit::Grapheme).into_iter().map(|piece| {
        edge += piece.bytes;
        edge
    });
    ends.take_while(|&edge| edge <= at).last().unwrap_or(at)
}

/// In pixels, for lines of some seventy characters.
fn guessed_height(bytes: u32) -> f64 {
    f64::from(bytes.div_ceil(70).max(1)) * 32.0 + 12.0
}

fn range(start: usize, end: usize) -> TextRange {
    TextRange::new(TextSize::new(start as u32), TextSize::new(end as u32))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blocks(text: &str) -> Blocks {
        Blocks::new(&Document::new("d", text.into()), Segmenter::default())
    }

    #[test]
    fn lines_are_blocks_and_long_ones_are_cut_at_spaces() {
        let shown = |text: &str| {
            let blocks = blocks(text);
            blocks.ranges.iter().map(|&range| text[range].to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(shown(""), [""]);
        assert_eq!(shown("a\r\n\nb\n"), ["a", "", "b", ""]);
        let long = "word 東京 ".repeat(2000);
        let cut = shown(&long);
        assert_eq!(cut.concat(), long);
        assert!(cut.iter().all(|piece| piece.len() <= LONGEST && piece.ends_with(' ') || piece.is_empty()));
        assert!(shown(&"東".repeat(5000)).len() > 3);
        assert!(shown(&"e\u{301}".repeat(5000)).iter().all(|piece| piece.starts_with('e')));
        assert_eq!(blocks(&long).kind(0), BlockKind::Piece);
    }

    #[test]
    fn positions_find_their_block() {
        let blocks = blocks("ab\r\ncd\n");
        let at = |position: u32| blocks.at(position.into());
        assert_eq!([at(0), at(2), at(3), at(4), at(6), at(7)], [0, 0, 0, 1, 1, 2]);
    }

    #[test]
    fn what_the_file_says_of_passages_counts() {
        use BlockKind::{Blank, Heading, Item, Paragraph, Row, Title};
        let mut document = Document::new("d", "Tide\n\nSea\n\nOne.\nTwo.\n\na\tb\n\nNot a heading".into());
        let passage =
            |start: u32, len: u32, kind| annotation::Passage { range: TextRange::at(start.into(), len.into()), kind };
        document.passages = [
            passage(0, 4, PassageKind::Heading(1)),
            passage(6, 3, PassageKind::Heading(2)),
            passage(11, 4, PassageKind::ListItem(1)),
            passage(16, 4, PassageKind::ListItem(9)),
            passage(22, 3, PassageKind::TableRow),
        ]
        .into();
        let blocks = Blocks::new(&document, Segmenter::default());
        let kinds: Vec<BlockKind> = (0..blocks.len()).map(|index| blocks.kind(index)).collect();
        assert_eq!(kinds, [Title, Blank, Heading, Blank, Item(1), Item(3), Blank, Row, Blank, Paragraph]);
    }

    #[test]
    fn short_lines_that_stand_alone_are_headings() {
        use BlockKind::{Blank, Heading, Paragraph, Title};
        let kinds = |text: &str| {
            let blocks = blocks(text);
            (0..blocks.len()).map(|index| blocks.kind(index)).collect::<Vec<_>>()
        };
        assert_eq!(
            kinds("Big news\n\nIt is so.\n\nMore\n\nEnd."),
            [Title, Blank, Paragraph, Blank, Heading, Blank, Paragraph]
        );
        assert_eq!(kinds("Big news\nIt is so.\nMore\nEnd."), [Title, Paragraph, Heading, Paragraph]);
        assert_eq!(kinds("One line\nof many\nIn a row\n\nEnd.")[1..3], [Paragraph, Paragraph]);
    }
}
