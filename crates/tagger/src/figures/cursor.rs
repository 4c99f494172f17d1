//! Reading a text token by token around a place where a figure may be.
//!
//! Read [`Cursor::token`] first. A token is cut when it is asked for, and every matcher asks for a bounded number of
//! them, so reading stays linear. Many matchers try the same place, so the last tokens are kept in a [`Memory`]. Words
//! are handed out in lower case without allocating.

use super::memory::{Memory, recall};
use super::number::Numeral;

/// A text being read.
#[derive(Clone, Copy)]
pub(super) struct Cursor<'t> {
    pub(super) text: &'t str,
    memory: &'t Memory,
    breaks: Breaks,
}

/// What a line break is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Breaks {
    /// The end of a sentence, a heading or an item.
    Real,
    /// White space: the lines were broken at a fixed width.
    Wrapped,
}

/// What a token is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Letters.
    Word,
    /// ASCII digits.
    Digits,
    /// Any other single character.
    Sign,
    /// There is none: the end or the start of the text.
    None,
}

/// What stands between a token and the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gap {
    /// Nothing.
    None,
    /// A few spaces.
    Space,
    /// A line break, or more spaces than one writes inside a figure.
    Break,
}

/// A token's bytes in the text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Token {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) kind: Kind,
    pub(super) gap: Gap,
}

impl Token {
    pub(super) fn is_word(self) -> bool {
        self.kind == Kind::Word
    }

    pub(super) fn is_digits(self) -> bool {
        self.kind == Kind::Digits
    }

    pub(super) fn len(self) -> usize {
        self.end - self.start
    }

    /// Nothing stands before it.
    pub(super) fn glued(self) -> bool {
        self.gap == Gap::None
    }

    /// On the same line as the token before it.
    pub(super) fn near(self) -> bool {
        self.gap != Gap::Break && self.kind != Kind::None
    }
}

/// A word in lower case; longer words than any list here holds are empty.
#[derive(Clone, Copy)]
pub(super) enum Folded<'t> {
    /// It is in lower case in the text.
    AsWritten(&'t str),
    /// It has capitals there.
    Copied([u8; LONGEST], u8),
}

/// The longest word of any list, in bytes.
const LONGEST: usize = 16;

impl Folded<'_> {
    fn new(word: &str) -> Folded<'_> {
        if word.len() > LONGEST {
            return Folded::AsWritten("");
        }
        if !word.bytes().any(|byte| byte.is_ascii_uppercase()) {
            return Folded::AsWritten(word);
        }
        let mut bytes = [0; LONGEST];
        bytes[..word.len()].copy_from_slice(word.as_bytes());
        bytes.make_ascii_lowercase();
        Folded::Copied(bytes, word.len() as u8)
    }
}

impl std::ops::Deref for Folded<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        match self {
            Folded::AsWritten(word) => word,
            Folded::Copied(bytes, len) => std::str::from_utf8(&bytes[..usize::from(*len)]).unwrap_or_default(),
        }
    }
}

/// Words and gaps are followed no further than this; numbers are followed to their end.
const REACH: usize = 64;

impl<'t> Cursor<'t> {
    pub(super) fn new(text: &'t str, memory: &'t Memory, breaks: Breaks) -> Cursor<'t> {
        Cursor { text, memory, breaks }
    }

    fn address(self, at: usize) -> usize {
        self.text.as_ptr() as usize + at
    }

    /// The first token at or behind `at`, which is on a character boundary.
    pub(super) fn token(self, at: usize) -> Token {
        recall(&self.memory.after, self.address(at), || self.cut(at))
    }

    fn cut(self, at: usize) -> Token {
        let bytes = self.text.as_bytes();
        let mut start = at;
        let mut gap = Gap::None;
        while start < bytes.len() {
            let width = match bytes[start] {
                b' ' | b'\t' => 1,
                b'\n' | b'\r' if self.breaks == Breaks::Wrapped => 1,
                b'\n' | b'\r' => {
                    gap = Gap::Break;
                    1
                }
                0xC2 if bytes.get(start + 1) == Some(&0xA0) => 2,
                0xE2 if matches!(bytes.get(start + 1..start + 3), Some([0x80, 0xAF | 0x80..=0x8B])) => 3,
                _ => break,
            };
            start += width;
            if start - at > 8 {
                gap = Gap::Break;
                if start - at > REACH {
                    return Token { start, end: start, kind: Kind::None, gap };
                }
            }
        }
        if start > at && gap == Gap::None {
            gap = Gap::Space;
        }
        let Some(&first) = bytes.get(start) else {
            return Token { start, end: start, kind: Kind::None, gap };
        };
        let run = |stop: usize, belongs: fn(&u8) -> bool| {
            start + bytes[start..stop].iter().position(|byte| !belongs(byte)).unwrap_or(stop - start)
        };
        let (end, kind) = if first.is_ascii_digit() {
            (run(bytes.len(), u8::is_ascii_digit), Kind::Digits)
        } else if first.is_ascii_alphabetic() || first >= 0x80 {
            let mut end = run((start + REACH).min(bytes.len()), u8::is_ascii_alphabetic);
            if bytes.get(end).is_some_and(|&byte| byte >= 0x80) {
                let letters = self.text[end..].chars().take(REACH).take_while(|letter| letter.is_alphabetic());
                end += letters.map(char::len_utf8).sum::<usize>();
            }
            if end > start { (end, Kind::Word) } else { (start + self.width(start), Kind::Sign) }
        } else {
            (start + 1, Kind::Sign)
        };
        Token { start, end, kind, gap }
    }

    /// The token behind `token`.
    pub(super) fn after(self, token: Token) -> Token {
        self.token(token.end)
    }

    /// The token that ends at or before `at`; its gap is the one between it and `at`.
    pub(super) fn before(self, at: usize) -> Token {
        recall(&self.memory.before, self.address(at), || self.cut_before(at))
    }

    /// The numeral at `first`, read by `read` unless it was read there before; `manner`, below 4, tells apart ways of
    /// reading.
    pub(super) fn numeral(
        self,
        first: Token,
        manner: usize,
        read: impl FnOnce() -> Option<Numeral>,
    ) -> Option<Numeral> {
        recall(&self.memory.numerals[manner], self.address(first.start), read)
    }

    fn cut_before(self, at: usize) -> Token {
        let wrapped = self.breaks == Breaks::Wrapped;
        let head = self.text[..at].trim_end_matches(|letter| match letter {
            '\n' | '\r' => wrapped,
            _ => matches!(letter, ' ' | '\t' | '\u{a0}' | '\u{202f}' | '\u{2009}'),
        });
        let gap = match at - head.len() {
            0 => Gap::None,
            1..=8 => Gap::Space,
            _ => Gap::Break,
        };
        let end = head.len();
        let letters = |belongs: fn(char) -> bool| {
            end - head
                .chars()
                .rev()
                .take(REACH)
                .take_while(|&letter| belongs(letter))
                .map(char::len_utf8)
                .sum::<usize>()
        };
        let (start, kind) = match head.chars().next_back() {
            None => (end, Kind::None),
            Some(last) if last.is_ascii_digit() => (letters(|letter| letter.is_ascii_digit()), Kind::Digits),
            Some(last) if last.is_alphabetic() => (letters(char::is_alphabetic), Kind::Word),
            Some('\n' | '\r') => (end, Kind::None),
            Some(last) => (end - last.len_utf8(), Kind::Sign),
        };
        Token { start, end, kind, gap }
    }

    /// The token's own text.
    pub(super) fn slice(self, token: Token) -> &'t str {
        &self.text[token.start..token.end]
    }

    /// The token in lower case; empty for anything but a word.
    pub(super) fn word(self, token: Token) -> Folded<'t> {
        Folded::new(if token.is_word() { self.slice(token) } else { "" })
    }

    /// The token's character if it is a sign; NUL otherwise.
    pub(super) fn sign(self, token: Token) -> char {
        match token.kind {
            Kind::Sign => self.slice(token).chars().next().unwrap_or('\0'),
            _ => '\0',
        }
    }

    /// The byte at `at`; 0 past the end.
    pub(super) fn byte(self, at: usize) -> u8 {
        self.text.as_bytes().get(at).copied().unwrap_or(0)
    }

    /// The byte before `at`; 0 at the start.
    pub(super) fn byte_before(self, at: usize) -> u8 {
        at.checked_sub(1).map_or(0, |before| self.byte(before))
    }

    /// If `phrase` (lower-case words separated by one space) follows at `at` as whole words, where it ends.
    pub(super) fn phrase(self, at: usize, phrase: &str) -> Option<usize> {
        let mut end = at;
        for expected in phrase.split(' ') {
            let token = self.token(end);
            if !token.near() || !self.slice(token).eq_ignore_ascii_case(expected) {
                return None;
            }
            end = token.end;
        }
        Some(end)
    }

    fn width(self, at: usize) -> usize {
        self.text[at..].chars().next().map_or(0, char::len_utf8)
    }
}

/// The dashes that join a range: hyphen, non-breaking hyphen, figure dash, en dash, minus, and the em dash.
pub(super) fn is_dash(sign: char) -> bool {
    matches!(sign, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '~')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_words_digits_and_signs() {
        let memory = Memory::new();
        let cursor = Cursor::new("Ünal paid £5m\u{a0}on 4\n–naïve", &memory, Breaks::Real);
        let mut at = 0;
        let mut found = Vec::new();
        loop {
            let token = cursor.token(at);
            if token.kind == Kind::None {
                break;
            }
            found.push((cursor.slice(token), token.gap));
            at = token.end;
        }
        let (none, space) = (Gap::None, Gap::Space);
        let expected = [
            ("Ünal", none),
            ("paid", space),
            ("£", space),
            ("5", none),
            ("m", none),
            ("on", space),
            ("4", space),
            ("–", Gap::Break),
            ("naïve", none),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn looking_back_sees_the_same_tokens() {
        let memory = Memory::new();
        let cursor = Cursor::new("about RMB 5", &memory, Breaks::Real);
        let five = cursor.before(11);
        let code = cursor.before(five.start);
        assert_eq!((cursor.slice(five), cursor.slice(code)), ("5", "RMB"));
        assert_eq!(&*cursor.word(cursor.before(code.start)), "about");
        assert_eq!(cursor.before(0).kind, Kind::None);
    }
}
