//! Text of any encoding: UTF-8 and UTF-16 are told by themselves, the old ones by the file or by a person.

use formats::plain_text;

use crate::{Choice, Options, ReadError};

/// The encodings to choose from: the name in the WHATWG's Encoding Standard, and where it was used.
pub const ENCODINGS: [(&str, &str); 24] = [
    ("windows-1252", "Western European"),
    ("windows-1250", "Central European"),
    ("windows-1251", "Cyrillic"),
    ("windows-1253", "Greek"),
    ("windows-1254", "Turkish"),
    ("windows-1255", "Hebrew"),
    ("windows-1256", "Arabic"),
    ("windows-1257", "Baltic"),
    ("windows-1258", "Vietnamese"),
    ("windows-874", "Thai"),
    ("iso-8859-2", "Central European, ISO"),
    ("iso-8859-15", "Western European, ISO"),
    ("koi8-r", "Russian, KOI8"),
    ("koi8-u", "Ukrainian, KOI8"),
    ("ibm866", "Cyrillic, DOS"),
    ("macintosh", "Western European, old Mac"),
    ("shift_jis", "Japanese"),
    ("euc-jp", "Japanese, Unix"),
    ("iso-2022-jp", "Japanese, mail"),
    ("gb18030", "Chinese, simplified"),
    ("big5", "Chinese, traditional"),
    ("euc-kr", "Korean"),
    ("utf-16le", "UTF-16, little-endian"),
    ("utf-16be", "UTF-16, big-endian"),
];

/// Where an encoding was used; empty for one that is not in the list.
pub fn place(name: &str) -> &'static str {
    ENCODINGS.iter().find(|(known, _)| *known == name).map_or("", |(_, place)| place)
}

/// How much of a text is looked at to guess its encoding, in bytes.
const SAMPLE: usize = 16 << 10;
/// How much of a text is shown, in characters.
const PREVIEW: usize = 240;

/// The text of a file: of the encoding that was chosen, else UTF-8 or UTF-16, else of the encoding that the file names.
///
/// # Errors
/// [`ReadError::Encoding`] with guesses if none of these is it.
pub(crate) fn decode(bytes: &[u8], named: Option<&str>, options: &Options<'_>) -> Result<String, ReadError> {
    if let Some(chosen) = options.encoding {
        return match chosen.to_ascii_lowercase().as_str() {
            "utf-8" | "utf8" => Ok(String::from_utf8_lossy(bytes).into_owned()),
            _ => (options.decode)(chosen, bytes).ok_or_else(|| ReadError::NoEncoding(chosen.to_owned())),
        };
    }
    if let Ok(text) = plain_text::decode(bytes) {
        return Ok(text.into_owned());
    }
    let is_named = |name: &&str| !name.trim().eq_ignore_ascii_case("utf-8");
    match named.filter(is_named).and_then(|name| (options.decode)(name.trim(), bytes)) {
        Some(text) => Ok(text),
        None => Err(ReadError::Encoding(guesses(bytes, options))),
    }
}

/// The encodings, the likeliest first, each with how the first line that is not ASCII then reads.
fn guesses(bytes: &[u8], options: &Options<'_>) -> Vec<Choice> {
    let first = bytes.iter().position(|byte| !byte.is_ascii()).unwrap_or(0);
    let from = bytes[..first].iter().rposition(|&byte| byte == b'\n').map_or(0, |at| at + 1);
    let from = from.max(first.saturating_sub(PREVIEW / 2));
    let sample = &bytes[from..bytes.len().min(from + SAMPLE)];
    let utf8 = String::from_utf8_lossy(sample).into_owned();
    let mut choices: Vec<(i64, Choice)> = vec![(score(&utf8), choice("utf-8", &utf8))];
    for (name, _) in ENCODINGS {
        if let Some(text) = (options.decode)(name, sample) {
            // Text of UTF-16 has zeros wherever it has spaces.
            let is_odd = name.starts_with("utf-16") && !sample.contains(&0);
            choices.push((if is_odd { i64::MIN } else { score(&text) }, choice(name, &text)));
        }
    }
    choices.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    choices.into_iter().map(|(_, choice)| choice).collect()
}

fn choice(name: &str, text: &str) -> Choice {
    Choice { name: name.to_owned(), preview: text.chars().take(PREVIEW).collect() }
}

/// Letters of each alphabet that its languages have most of.
const FREQUENT: &str = "оеаинтαοιετςיהולאבاليمنوアのにはをがた的是在不了";

/// How much a text looks like writing: letters beside letters of their own alphabet, none of what no text has.
fn score(text: &str) -> i64 {
    let mut score = 0;
    let mut before = Script::None;
    let mut before_was_lower = false;
    for character in text.chars() {
        let script = Script::of(character);
        score += match script {
            Script::Wrong => -60,
            // One pair of bytes is one character: these count for two.
            Script::Kana | Script::Hangul => 4,
            Script::Han => 3,
            Script::Rare => -4,
            Script::None => 0,
            _ if character.is_ascii() => 0,
            script if script == before && !(before_was_lower && character.is_uppercase()) => 3,
            Script::Latin if before == Script::None => 1,
            _ if before == Script::None => 2,
            _ => -4,
        };
        if FREQUENT.contains(character) {
            score += 2;
        }
        if character.is_ascii_alphabetic() && !matches!(before, Script::Latin | Script::None) {
            score -= 2;
        }
        (before, before_was_lower) = (script, character.is_lowercase());
    }
    score
}

#[derive(Clone, Copy, PartialEq)]
enum Script {
    /// No letter.
    None,
    Latin,
    Greek,
    Cyrillic,
    Hebrew,
    Arabic,
    Thai,
    Kana,
    Han,
    Hangul,
    /// Signs that texts have, but seldom.
    Rare,
    /// What no text has.
    Wrong,
}

impl Script {
    fn of(character: char) -> Script {
        match character {
            '\t' | '\n' | '\r' => Script::None,
            '\0'..='\x1F' | '\x7F'..='\u{9F}' | '\u{FFFD}' | '\u{E000}'..='\u{F8FF}' => Script::Wrong,
            'a'..='z' | 'A'..='Z' | 'À'..='Ö' | 'Ø'..='ö' | 'ø'..='ɏ' => Script::Latin,
            '£' | '§' | '«' | '»' | '°' | '\u{A0}' | '‘'..='”' | '–' | '—' | '…' | '€' => Script::None,
            '\u{A1}'..='\u{BF}' | '×' | '÷' | 'ˆ' | '˜' | '\u{2500}'..='\u{25FF}' => Script::Rare,
            'Ͱ'..='Ͽ' => Script::Greek,
            'Ѐ'..='ӿ' => Script::Cyrillic,
            '\u{590}'..='\u{5FF}' => Script::Hebrew,
            '\u{600}'..='\u{6FF}' => Script::Arabic,
            '\u{E00}'..='\u{E7F}' => Script::Thai,
            '\u{3040}'..='\u{30FF}' => Script::Kana,
            '\u{4E00}'..='\u{9FFF}' => Script::Han,
            '\u{AC00}'..='\u{D7A3}' => Script::Hangul,
            // The halfwidth kana that bytes of other encodings turn into.
            '\u{FF61}'..='\u{FF9F}' => Script::Rare,
            '\u{10000}'.. => Script::Rare,
            _ => Script::None,
        }
    }
}

#[cfg(test)]
pub(crate) fn library(encoding: &str, bytes: &[u8]) -> Option<String> {
    Some(encoding_rs::Encoding::for_label(encoding.as_bytes())?.decode_without_bom_handling(bytes).0.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_right_encoding_is_among_the_first_guesses() {
        let cases = [
            ("windows-1252", "Der Bürgermeister sagte: „Für die Brücke fehlen 3 Millionen €.“ Später stimmte er zu."),
            ("windows-1252", "L’été dernier, la mairie a décidé de réparer le pont; c’était nécessaire."),
            ("windows-1251", "Вчера городской совет решил построить новый мост через реку."),
            ("koi8-r", "Вчера городской совет решил построить новый мост через реку."),
            ("windows-1250", "Včera městská rada rozhodla o stavbě nového mostu přes řeku, řekl žádný z nich."),
            ("windows-1253", "Χθες το δημοτικό συμβούλιο αποφάσισε να χτίσει μια νέα γέφυρα."),
            ("windows-1255", "אתמול החליטה מועצת העיר לבנות גשר חדש מעל הנהר."),
            ("shift_jis", "昨日、市議会は川に新しい橋を架けることを決めました。"),
            ("euc-jp", "昨日、市議会は川に新しい橋を架けることを決めました。"),
            ("gb18030", "昨天,市议会决定在河上建造一座新桥,预计明年完工。"),
            ("euc-kr", "어제 시의회는 강에 새 다리를 놓기로 결정했습니다."),
        ];
        for (name, text) in cases {
            let bytes = encoding_rs::Encoding::for_label(name.as_bytes()).unwrap().encode(text).0;
            let options = Options { decode: library, ..Options::default() };
            let Err(ReadError::Encoding(choices)) = decode(&bytes, None, &options) else { panic!("{name}") };
            let rank = choices.iter().position(|choice| choice.name == name).unwrap();
            let same = choices[..=rank].iter().filter(|choice| choice.preview == choices[rank].preview).count();
            let names: Vec<&str> = choices.iter().map(|choice| &*choice.name).take(4).collect();
            assert!(rank + 1 - same < 2, "{name}: {names:?}");
            assert_eq!(decode(&bytes, Some(name), &options).as_deref(), Ok(text));
            assert_eq!(decode(&bytes, None, &Options { encoding: Some(name), ..options }).as_deref(), Ok(text));
        }
    }

    #[test]
    fn what_says_itself_what_it_is_needs_no_choice() {
        let options = Options { decode: library, ..Options::default() };
        assert_eq!(decode("é🗼".as_bytes(), Some("windows-1252"), &options).as_deref(), Ok("é🗼"));
        assert_eq!(decode(b"\xFF\xFEa\0", None, &options).as_deref(), Ok("\u{feff}a"));
        assert_eq!(decode(b"\xE9", Some("latin1"), &options).as_deref(), Ok("é"));
        let unknown = Options { encoding: Some("klingon"), ..options };
        assert_eq!(decode(b"a", None, &unknown), Err(ReadError::NoEncoding("klingon".into())));
    }
}
