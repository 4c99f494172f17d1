//! Cutting a text into tokens: words, numbers and single signs.

use annotation::{TextRange, TextSize};

/// A token's place in the text.
pub type Token = TextRange;

/// The tokens of `text` in order: runs of letters and digits, and every other character that is not white space by
/// itself.
pub fn tokens(text: &str) -> impl Iterator<Item = Token> {
    let mut characters = text.char_indices().peekable();
    std::iter::from_fn(move || {
        let (start, first) = characters.by_ref().find(|(_, character)| !character.is_whitespace())?;
        let mut end = start + first.len_utf8();
        while let Some(&(at, next)) =
            characters.peek().filter(|(_, next)| first.is_alphanumeric() && next.is_alphanumeric())
        {
            end = at + next.len_utf8();
            characters.next();
        }
        Some(TextRange::new(TextSize::new(start as u32), TextSize::new(end as u32)))
    })
}
