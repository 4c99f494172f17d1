//! Cutting a text into tokens: words, numbers and single signs.
//!
//! A token is never empty and never crosses white space. What a writer closes up stays together where it is one word:
//! `O'Brien`, `don’t`, `U.S.`, `J.` before a name, `Inc.`, `1,000.5`, a web address. A possessive (`'s`, `’s`) is a
//! token of its own, and so is every hyphen: `U.S.-based` is `U.S.`, `-`, `based`.

use annotation::{TextRange, TextSize};

/// A token's place in the text.
pub type Token = TextRange;

/// The tokens of `text` in order.
pub fn tokens(text: &str) -> impl Iterator<Item = Token> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = skip_white_space(text, at)?;
        at = token_end(text, start);
        Some(TextRange::new(TextSize::new(start as u32), TextSize::new(at as u32)))
    })
}

/// Abbreviations that keep their full stop.
const ABBREVIATIONS: [&str; 34] = [
    "Mr", "Mrs", "Ms", "Dr", "Prof", "St", "Jr", "Sr", "Inc", "Corp", "Ltd", "Co", "Cos", "Bros", "Gen", "Sen", "Rep",
    "Gov", "Lt", "Col", "Sgt", "Capt", "Rev", "Hon", "Mt", "Ft", "vs", "No", "Cpl", "Maj", "Adm", "Messrs", "Pte",
    "Bhd",
];

fn skip_white_space(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = from;
    loop {
        match bytes.get(at)? {
            b' ' | b'\t'..=b'\r' => at += 1,
            byte if byte.is_ascii() => return Some(at),
            _ => match text[at..].chars().next() {
                Some(character) if character.is_whitespace() => at += character.len_utf8(),
                _ => return Some(at),
            },
        }
    }
}

fn token_end(text: &str, start: usize) -> usize {
    let bytes = text.as_bytes();
    let first = bytes[start];
    // Most tokens begin with neither apostrophe.
    if matches!(first, b'\'' | 0xe2)
        && let Some(end) = possessive_end(text, start)
    {
        return end;
    }
    let end = word_end(text, start);
    if end == start {
        return start + if first.is_ascii() { 1 } else { text[start..].chars().next().map_or(1, char::len_utf8) };
    }
    match bytes.get(end) {
        Some(b'.') if end - start == 1 && first.is_ascii_alphabetic() => initials_end(text, start),
        Some(b'.') if first.is_ascii_alphabetic() && end - start <= 6 && ABBREVIATIONS.contains(&&text[start..end]) => {
            end + 1
        }
        Some(b'.' | b',') if first.is_ascii_digit() => number_end(bytes, end),
        Some(b':') if bytes[end..].starts_with(b"://") => address_end(text, start),
        Some(b'.') if &text[start..end] == "www" => address_end(text, start),
        Some(b'\'') => apostrophe_end(text, end, 1),
        Some(0xe2) if text[end..].starts_with('’') => apostrophe_end(text, end, '’'.len_utf8()),
        _ => end,
    }
}

/// The ASCII letters and digits, by byte.
static ASCII_WORD: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0u8;
    while byte < 128 {
        table[byte as usize] = byte.is_ascii_alphanumeric();
        byte += 1;
    }
    table
};

/// Where the run of letters, digits and combining marks that begins at `start` ends.
fn word_end(text: &str, start: usize) -> usize {
    let bytes = text.as_bytes();
    let mut at = start;
    loop {
        match bytes.get(at) {
            Some(&byte) if ASCII_WORD[usize::from(byte)] => at += 1,
            Some(byte) if !byte.is_ascii() => match text[at..].chars().next() {
                Some(character) if is_word_character(character) => at += character.len_utf8(),
                _ => return at,
            },
            _ => return at,
        }
    }
}

fn is_word_character(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '\u{300}'..='\u{36f}' | '\u{200c}' | '\u{200d}')
}

/// The end of `'s` or `’s` at `start`, if that is what stands there.
fn possessive_end(text: &str, start: usize) -> Option<usize> {
    let rest = &text[start..];
    let apostrophe = rest.chars().next().filter(|sign| matches!(sign, '\'' | '’'))?;
    let after = start + apostrophe.len_utf8();
    let is_s = matches!(text.as_bytes().get(after), Some(b's' | b'S'));
    (is_s && word_end(text, after) == after + 1).then_some(after + 1)
}

/// The end of a word whose letters go on after an apostrophe of `length` bytes at `end`.
fn apostrophe_end(text: &str, end: usize, length: usize) -> usize {
    if possessive_end(text, end).is_some() {
        return end;
    }
    let rest = word_end(text, end + length);
    if rest == end + length { end } else { rest }
}

/// `U.S.`, `J.K.`; `J.` where a capital follows; else the letter alone.
fn initials_end(text: &str, start: usize) -> usize {
    let bytes = text.as_bytes();
    let mut end = start + 1;
    let mut letters = 1;
    while bytes.get(end) == Some(&b'.')
        && bytes.get(end + 1).is_some_and(u8::is_ascii_alphabetic)
        && word_end(text, end + 1) == end + 2
    {
        end += 2;
        letters += 1;
    }
    let stop = bytes.get(end) == Some(&b'.');
    if letters > 1 {
        return end + usize::from(stop);
    }
    let capital_follows = bytes.get(end + 1) == Some(&b' ')
        && text[end + 2..].chars().next().is_some_and(char::is_uppercase)
        && bytes[start].is_ascii_uppercase();
    if stop && capital_follows { end + 1 } else { end }
}

fn number_end(bytes: &[u8], mut end: usize) -> usize {
    while matches!(bytes.get(end), Some(b'.' | b',')) && bytes.get(end + 1).is_some_and(u8::is_ascii_digit) {
        end += 1;
        while bytes.get(end).is_some_and(u8::is_ascii_digit) {
            end += 1;
        }
    }
    end
}

fn address_end(text: &str, start: usize) -> usize {
    let length = text[start..].find(|sign: char| sign.is_whitespace() || matches!(sign, '<' | '>' | '"' | '”'));
    let end = length.map_or(text.len(), |length| start + length);
    let trimmed = text[start..end].trim_end_matches(['.', ',', ';', ':', '!', '?', ')']);
    start + trimmed.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let found: Vec<&str> = tokens(text).map(|token| &text[token]).collect();
        assert_eq!(found.join(" | "), expected);
    }

    #[test]
    fn words_numbers_and_signs() {
        check("", "");
        check(" \r\n", "");
        check("Huawei paid 1,000.5 yuan.", "Huawei | paid | 1,000.5 | yuan | .");
        check("e\u{301}te\u{301} 余承東 😀", "e\u{301}te\u{301} | 余承東 | 😀");
        check("see https://a.b/c?d=1.", "see | https://a.b/c?d=1 | .");
    }

    #[test]
    fn full_stops_that_belong_to_the_word() {
        check(
            "the U.S.-based J. Smith, Inc. in U.S. I.",
            "the | U.S. | - | based | J. | Smith | , | Inc. | in | U.S. | I | .",
        );
    }

    #[test]
    fn apostrophes() {
        check("China’s O'Brien don’t dogs' 's", "China | ’s | O'Brien | don’t | dogs | ' | 's");
    }
}
