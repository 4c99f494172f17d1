//! Tags of words: which of them are inside an annotation, and where it begins.
//!
//! Ramshaw and Marcus, "Text chunking using transformation-based learning" (1995), for IOB1; Ratinov and Roth, "Design
//! challenges and misconceptions in named entity recognition" (2009), for BILOU.

/// How the words of an annotation are tagged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TagScheme {
    /// `I-` throughout; `B-` only where another annotation of the same label ends just before.
    Iob1,
    /// `B-` on the first word, `I-` on the others.
    Iob2,
    /// `B-`, `I-`, `L-` on the last word, `U-` on a single one.
    Bilou,
    /// `B-`, `I-`, `E-` on the last word, `S-` on a single one.
    Iobes,
}

impl TagScheme {
    /// Every scheme.
    pub const ALL: [TagScheme; 4] = [TagScheme::Iob1, TagScheme::Iob2, TagScheme::Bilou, TagScheme::Iobes];

    /// The scheme's name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            TagScheme::Iob1 => "iob1",
            TagScheme::Iob2 => "iob2",
            TagScheme::Bilou => "bilou",
            TagScheme::Iobes => "iobes",
        }
    }

    /// The scheme with that name, if there is one.
    pub fn from_name(name: &str) -> Option<TagScheme> {
        TagScheme::ALL.into_iter().find(|scheme| scheme.name() == name)
    }

    /// The letter for word `index` of an annotation of `count` words.
    ///
    /// `follows_alike`: an annotation of the same label ends just before the first word, in the same sentence.
    pub(super) fn letter(self, index: usize, count: usize, follows_alike: bool) -> char {
        let (is_first, is_last) = (index == 0, index + 1 == count);
        match self {
            TagScheme::Iob1 if is_first && follows_alike => 'B',
            TagScheme::Iob1 => 'I',
            TagScheme::Iob2 if is_first => 'B',
            TagScheme::Iob2 => 'I',
            TagScheme::Bilou if is_first && is_last => 'U',
            TagScheme::Iobes if is_first && is_last => 'S',
            _ if is_first => 'B',
            TagScheme::Bilou if is_last => 'L',
            TagScheme::Iobes if is_last => 'E',
            _ => 'I',
        }
    }
}

/// The annotations that the tags of a sentence mean, in any scheme: first word, end, label.
///
/// A tag that does not fit the one before begins a new annotation, so every sequence means something.
pub(super) fn decode<'t>(tags: &[&'t str]) -> Vec<(usize, usize, &'t str)> {
    let mut found: Vec<(usize, usize, &str)> = Vec::new();
    let mut is_open = false;
    for (index, tag) in tags.iter().enumerate() {
        let Some((letter, label)) = split(tag) else {
            is_open = false;
            continue;
        };
        let continues =
            is_open && matches!(letter, 'I' | 'L' | 'E') && found.last().is_some_and(|last| last.2 == label);
        match found.last_mut() {
            Some(last) if continues => last.1 = index + 1,
            _ => found.push((index, index + 1, label)),
        }
        is_open = matches!(letter, 'B' | 'I');
    }
    found
}

/// A tag's letter and label; `None` for `O` and what is no tag.
pub(super) fn split(tag: &str) -> Option<(char, &str)> {
    let (letter, label) = tag.split_once('-')?;
    let mut letters = letter.chars();
    let letter = letters.next().filter(|letter| "BILUES".contains(*letter))?;
    (letters.next().is_none() && !label.is_empty()).then_some((letter, label))
}

/// Whether a column is a tag of any scheme.
pub(super) fn is_tag(tag: &str) -> bool {
    tag == "O" || split(tag).is_some()
}
