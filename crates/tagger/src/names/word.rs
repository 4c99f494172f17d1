//! What is known of a word by itself: its key, shape, affixes and the lists it is on.
//!
//! Words are compared without case and accents through a 32-bit key; [`fold`] is the one place that decides what
//! "the same letters" means, for words of a text and for list entries alike.

use super::zone::{Role, RoleWords};
use crate::gazetteer::{Class, Gazetteer, Lists};

/// How a word is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Shape {
    /// `word`
    Lower,
    /// `Word`
    Capitalised,
    /// `WORD`
    Capitals,
    /// `W`, `W.`
    Initial,
    /// `U.S.`
    DottedCapitals,
    /// `iPhone`, `DeepSeek`
    Mixed,
    /// `1984`
    Number,
    /// `A16z`, `5G`
    LettersAndDigits,
    /// Letters without case, such as `余承東`.
    Caseless,
    /// Anything else.
    Sign,
}

/// What is known of a word by itself.
#[derive(Debug, Clone, Copy)]
pub struct Word {
    /// Its letters without case and accents.
    pub key: u32,
    /// How it is written.
    pub shape: Shape,
    /// The lists it is on.
    pub lists: Lists,
    /// Keys of its first two, three and four letters.
    pub prefixes: [u32; 3],
    /// Keys of its last one, two, three and four letters.
    pub suffixes: [u32; 4],
    /// Its first character, for acronyms.
    pub initial: char,
    /// Its number of characters, at most 64.
    pub length: u8,
    /// The part it can play in a name.
    pub role: Role,
    /// What it does as a sign.
    pub sign: Sign,
    /// Its main list and shape, in few values.
    pub kind: u32,
    /// The words that it is used like.
    pub class: Option<Class>,
}

/// What a word does as a sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    /// Nothing.
    None,
    /// Ends a sentence.
    Stop,
    /// Stands before a sentence's first word.
    Opener,
    /// `(`
    Bracket,
    /// `)`
    ClosingBracket,
    /// `'s`
    Possessive,
    /// `,`
    Comma,
    /// `and`, `or`, `&`
    And,
    /// `the`
    The,
}

impl Sign {
    fn of(text: &str) -> Sign {
        match text {
            "." | "!" | "?" | ":" | "…" => Sign::Stop,
            "\"" | "“" | "‘" | "'" | "-" | "*" | "•" | "’" => Sign::Opener,
            "(" => Sign::Bracket,
            ")" => Sign::ClosingBracket,
            "'s" | "’s" | "'S" | "’S" => Sign::Possessive,
            "," => Sign::Comma,
            "and" | "or" | "&" => Sign::And,
            "the" | "The" => Sign::The,
            _ => Sign::None,
        }
    }
}

impl Word {
    /// Looks at a word.
    pub fn new(text: &str, gazetteer: &Gazetteer, roles: &RoleWords) -> Word {
        let mut letters = Vec::with_capacity(text.len().min(LONGEST));
        letters.extend(text.chars().take(LONGEST).map(fold));
        let key = key(&letters);
        let lists = gazetteer.word(key);
        let shape = shape(text);
        let prefix = |length: usize| if letters.len() > length { hash_of(&letters[..length]) } else { 0 };
        let suffix = |length: usize| {
            if letters.len() > length { hash_of(&letters[letters.len() - length..]) } else { 0 }
        };
        Word {
            key,
            shape,
            role: roles.role(key, shape, lists),
            sign: Sign::of(text),
            kind: kind_of(lists, shape),
            class: gazetteer.class(key),
            lists,
            prefixes: [prefix(2), prefix(3), prefix(4)],
            suffixes: [suffix(1), suffix(2), suffix(3), suffix(4)],
            initial: text.chars().next().unwrap_or(' '),
            length: letters.len() as u8,
        }
    }
}

impl Word {
    /// The group of its class; of words without one, how it is written.
    pub fn group(&self) -> u32 {
        self.class.map_or(0x100 | self.shape as u32, |class| class.group.into())
    }
}

/// A word's main list and how it is written, in few values.
fn kind_of(lists: Lists, shape: Shape) -> u32 {
    const ORDER: [Lists; 22] = [
        Lists::LEGAL_SUFFIX,
        Lists::DEMONYM,
        Lists::COUNTRY,
        Lists::CALENDAR,
        Lists::ORGANISATION_HEAD,
        Lists::FACILITY_HEAD,
        Lists::PLACE_HEAD,
        Lists::EVENT_HEAD,
        Lists::LAW_HEAD,
        Lists::TITLE,
        Lists::FREQUENT,
        Lists::ORGANISATION,
        Lists::PRODUCT,
        Lists::EVENT,
        Lists::PLACE,
        Lists::REGION,
        Lists::GIVEN_NAME,
        Lists::CITY,
        Lists::FAMILY_NAME,
        Lists::COMPANY,
        Lists::COMPANY_WORD,
        Lists::ORDINARY,
    ];
    let main = ORDER.iter().position(|&list| lists.any(list)).unwrap_or(ORDER.len());
    let both = u32::from(lists.any(Lists::GIVEN_NAME) && lists.any(Lists::FAMILY_NAME));
    (main as u32) << 8 | both << 7 | shape as u32
}

/// Letters after these do not tell words apart.
const LONGEST: usize = 64;

/// The key of a word as written.
pub fn word_key(text: &str) -> u32 {
    let letters: Vec<char> = text.chars().take(LONGEST).map(fold).collect();
    key(&letters)
}

fn key(letters: &[char]) -> u32 {
    // Dots do not tell words apart: `U.S.` and `US`, `Inc.` and `Inc`.
    let dotless = letters.len() > 1 && letters.contains(&'.');
    if dotless {
        let kept: Vec<char> = letters.iter().copied().filter(|&letter| letter != '.').collect();
        return hash_of(&kept);
    }
    hash_of(letters)
}

fn hash_of(letters: &[char]) -> u32 {
    hash(letters.len(), letters.iter().copied())
}

/// The character without case and accent.
pub fn fold(character: char) -> char {
    // U+00C0 to U+017F, in order.
    const LATIN: &str = "aaaaaaaceeeeiiiidnooooo×ouuuuytsaaaaaaaceeeeiiiidnooooo÷ouuuuyty\
        aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkkllllllllll\
        nnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";
    match character {
        'A'..='Z' => character.to_ascii_lowercase(),
        '\0'..='\u{7f}' => character,
        '\u{c0}'..='\u{17f}' => {
            let index = (character as u32 - 0xc0) as usize;
            LATIN.chars().nth(index).unwrap_or(character)
        }
        '’' | '‘' | 'ʻ' | 'ʼ' => '\'',
        'ș' | 'Ș' | 'ṣ' | 'Ṣ' => 's',
        'ț' | 'Ț' | 'ṭ' | 'Ṭ' => 't',
        'ḥ' | 'Ḥ' | 'ḩ' | 'Ḩ' => 'h',
        'ḍ' | 'Ḍ' => 'd',
        'ẓ' | 'Ẓ' => 'z',
        'ạ' | 'ả' | 'ấ' | 'ầ' | 'ẩ' | 'ẫ' | 'ậ' | 'ắ' | 'ằ' | 'ẳ' | 'ẵ' | 'ặ' => 'a',
        'ẹ' | 'ẻ' | 'ẽ' | 'ế' | 'ề' | 'ể' | 'ễ' | 'ệ' => 'e',
        'ỉ' | 'ị' => 'i',
        'ọ' | 'ỏ' | 'ố' | 'ồ' | 'ổ' | 'ỗ' | 'ộ' | 'ớ' | 'ờ' | 'ở' | 'ỡ' | 'ợ' => 'o',
        'ụ' | 'ủ' | 'ứ' | 'ừ' | 'ử' | 'ữ' | 'ự' => 'u',
        'ỳ' | 'ỵ' | 'ỷ' | 'ỹ' => 'y',
        other => other.to_lowercase().next().unwrap_or(other),
    }
}

/// The key of a word of so many letters, none of them a dot, as [`word_key`] would give it.
pub fn letters_key(count: usize, letters: impl Iterator<Item = char>) -> u32 {
    hash(count.min(LONGEST), letters.take(LONGEST).map(fold))
}

fn hash(count: usize, letters: impl Iterator<Item = char>) -> u32 {
    let mut state = 0x9e37_79b9_7f4a_7c15u64 ^ count as u64;
    for letter in letters {
        state = (state ^ u64::from(letter)).wrapping_mul(0xff51_afd7_ed55_8ccd);
        state ^= state >> 32;
    }
    state as u32
}

fn shape(text: &str) -> Shape {
    let (mut upper, mut lower, mut digits, mut caseless, mut dots, mut count) = (0, 0, 0, 0, 0, 0);
    let mut first_upper = false;
    for (index, character) in text.chars().enumerate() {
        count += 1;
        if character.is_uppercase() {
            upper += 1;
            first_upper |= index == 0;
        } else if character.is_lowercase() {
            lower += 1;
        } else if character.is_numeric() {
            digits += 1;
        } else if character.is_alphabetic() {
            caseless += 1;
        } else if character == '.' {
            dots += 1;
        }
    }
    match () {
        () if upper + lower + digits + caseless == 0 => Shape::Sign,
        () if caseless > 0 => Shape::Caseless,
        () if digits > 0 && upper > 0 => Shape::LettersAndDigits,
        () if digits > 0 && lower == 0 => Shape::Number,
        () if upper == 0 => Shape::Lower,
        () if upper == 1 && lower == 0 && count <= 2 => Shape::Initial,
        () if dots > 1 && upper > 1 => Shape::DottedCapitals,
        () if lower == 0 => Shape::Capitals,
        () if first_upper && upper == 1 => Shape::Capitalised,
        () => Shape::Mixed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes() {
        let cases = [
            ("word", Shape::Lower),
            ("Word", Shape::Capitalised),
            ("Ünal", Shape::Capitalised),
            ("NATO", Shape::Capitals),
            ("J.", Shape::Initial),
            ("U.S.", Shape::DottedCapitals),
            ("DeepSeek", Shape::Mixed),
            ("eBay", Shape::Mixed),
            ("1,000", Shape::Number),
            ("A16z", Shape::LettersAndDigits),
            ("余承東", Shape::Caseless),
            ("-", Shape::Sign),
        ];
        for (text, expected) in cases {
            assert_eq!(shape(text), expected, "{text}");
        }
    }

    #[test]
    fn case_accents_and_dots_do_not_tell_words_apart() {
        assert_eq!(word_key("ÜNAL"), word_key("unal"));
        assert_eq!(word_key("Ţarīf"), word_key("tarif"));
        assert_eq!(word_key("U.S."), word_key("US"));
        assert_ne!(word_key("us"), word_key("use"));
    }
}
