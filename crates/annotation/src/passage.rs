//! How a text reads: which stretches of it are headings, list items, table rows.

use text_size::TextRange;

/// A heading, a paragraph, a list item or a table row: one or more whole lines of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Passage {
    /// Its text, without the line break behind it.
    pub range: TextRange,
    /// What it is.
    pub kind: PassageKind,
}

/// What a passage is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PassageKind {
    /// Running text.
    Paragraph,
    /// A heading; 1 is the highest level, 6 the lowest.
    Heading(u8),
    /// An item of a list; 1 is the outermost.
    ListItem(u8),
    /// A row of a table, its cells parted by tabs.
    TableRow,
}

impl PassageKind {
    /// The kind's name in files: `paragraph`, `heading2`, `item1`, `row`.
    pub fn name(self) -> String {
        match self {
            PassageKind::Paragraph => "paragraph".to_owned(),
            PassageKind::Heading(level) => format!("heading{level}"),
            PassageKind::ListItem(depth) => format!("item{depth}"),
            PassageKind::TableRow => "row".to_owned(),
        }
    }

    /// The kind with that name, if there is one.
    pub fn from_name(name: &str) -> Option<PassageKind> {
        let number = |digits: &str| digits.parse().ok().filter(|number| (1..=9).contains(number));
        match name {
            "paragraph" => Some(PassageKind::Paragraph),
            "row" => Some(PassageKind::TableRow),
            _ => match name.strip_prefix("heading") {
                Some(level) => number(level).map(PassageKind::Heading),
                None => number(name.strip_prefix("item")?).map(PassageKind::ListItem),
            },
        }
    }
}
