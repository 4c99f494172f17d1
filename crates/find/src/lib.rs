//! Finds text in a document: plain, by whole words, with plural and singular, or by regular expression.
//!
//! [`find`] is all there is. Time is linear in the text whatever the pattern, for the expressions are those of the crate
//! `regex`: no look-around, no back-references.

use annotation::{TextRange, TextSize};
use regex::{Regex, RegexBuilder};
use unicode_segmentation::GraphemeCursor;

/// The memory that a compiled pattern may take, in bytes.
const SIZE_LIMIT: usize = 4 << 20;

/// What is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Query<'a> {
    /// The text or the regular expression.
    pub pattern: &'a str,
    /// Whether the pattern is a regular expression.
    pub is_expression: bool,
    /// Whether capitals and small letters differ.
    pub matches_case: bool,
    /// Whether a hit may not lie in a longer word or number.
    pub is_whole_word: bool,
    /// Whether plural and singular of the pattern's last word are found too; not for expressions.
    pub is_inflected: bool,
}

/// The hits in the order of the text, at most `most`; none is empty, none splits what a reader takes for one character.
///
/// In a plain pattern white space stands for any white space, and a straight apostrophe for a curved one.
///
/// # Errors
/// What is wrong with an expression, in one line.
pub fn find(text: &str, query: Query<'_>, most: usize) -> Result<Vec<TextRange>, String> {
    let pattern = if query.is_expression { query.pattern.to_owned() } else { plain(query) };
    let pattern = if query.is_whole_word { whole_word(&pattern, query) } else { pattern };
    let expression = RegexBuilder::new(&pattern)
        .case_insensitive(!query.matches_case)
        .multi_line(true)
        .size_limit(SIZE_LIMIT)
        .build()
        .map_err(|error| last_line(&error.to_string()))?;
    Ok(hits(text, &expression, query.is_whole_word).take(most).collect())
}

fn hits(text: &str, expression: &Regex, is_whole_word: bool) -> impl Iterator<Item = TextRange> {
    let is_whole = |at: usize| GraphemeCursor::new(at, text.len(), true).is_boundary(text, 0).unwrap_or(true);
    expression
        .find_iter(text)
        .map(|found| found.range())
        .filter(move |range| {
            !range.is_empty()
                && is_whole(range.start)
                && is_whole(range.end)
                && !(is_whole_word && is_in_number(text, range))
        })
        .map(|range| TextRange::new(TextSize::new(range.start as u32), TextSize::new(range.end as u32)))
}

/// A plain pattern as an expression, with its other forms if they are wanted.
fn plain(query: Query<'_>) -> String {
    let forms = if query.is_inflected { inflected(query.pattern) } else { vec![query.pattern.to_owned()] };
    let forms: Vec<String> = forms.iter().map(|form| escaped(form)).collect();
    forms.join("|")
}

/// The pattern, and its last word in the other number as English forms it; the longest first.
fn inflected(pattern: &str) -> Vec<String> {
    let mut forms = vec![pattern.to_owned()];
    if pattern.ends_with(char::is_alphabetic) {
        forms.extend([format!("{pattern}s"), format!("{pattern}es")]);
        forms.extend(pattern.strip_suffix('y').map(|stem| format!("{stem}ies")));
        forms.extend(pattern.strip_suffix("ies").map(|stem| format!("{stem}y")));
        forms.extend(["es", "s"].iter().filter_map(|ending| pattern.strip_suffix(ending)).map(str::to_owned));
    }
    forms.retain(|form| !form.is_empty());
    forms.sort_by_key(|form| std::cmp::Reverse(form.len()));
    forms
}

fn escaped(form: &str) -> String {
    let mut expression = String::new();
    for (index, word) in form.split(char::is_whitespace).filter(|word| !word.is_empty()).enumerate() {
        expression += if index > 0 { r"\s+" } else { "" };
        expression += &regex::escape(word).replace(['\'', '’'], "['’]");
    }
    if expression.is_empty() && !form.is_empty() { r"\s+".to_owned() } else { expression }
}

/// The expression between edges of words; a script without spaces between words has none to ask for.
fn whole_word(expression: &str, query: Query<'_>) -> String {
    let edge = |outermost: Option<char>, edge| if outermost.is_some_and(has_no_spaces) { "" } else { edge };
    let plain = Some(query.pattern.trim()).filter(|_| !query.is_expression).unwrap_or_default();
    let start = edge(plain.chars().next(), r"\b{start-half}");
    let end = edge(plain.chars().next_back(), r"\b{end-half}");
    format!("{start}(?:{expression}){end}")
}

/// Thai, Lao, Myanmar, Khmer, kana and ideographs.
fn has_no_spaces(character: char) -> bool {
    matches!(u32::from(character), 0xE00..=0xEFF | 0x1000..=0x109F | 0x1780..=0x17FF | 0x3040..=0x30FF | 0x3400..=0x9FFF | 0xF900..=0xFAFF | 0x20000..=0x3FFFF)
}

/// Whether a digit at an edge goes on behind a sign that joins digits, as in 1,500 or 5:30.
fn is_in_number(text: &str, range: &std::ops::Range<usize>) -> bool {
    let goes_on = |mut outwards: [Option<char>; 3]| {
        let is_digit = |character: Option<char>| character.is_some_and(char::is_numeric);
        is_digit(outwards[0].take())
            && outwards[1].is_some_and(|sign| ".,:/'’\u{a0}\u{202f}".contains(sign))
            && is_digit(outwards[2])
    };
    let (mut before, mut hit) = (text[..range.start].chars(), text[range.clone()].chars());
    let mut after = text[range.end..].chars();
    goes_on([hit.next(), before.next_back(), before.next_back()])
        || goes_on([text[range.clone()].chars().next_back(), after.next(), after.next()])
}

/// The last line of the message is what is wrong; those before show where, in a font of one width.
fn last_line(message: &str) -> String {
    let line = message.lines().next_back().unwrap_or_default();
    line.strip_prefix("error: ").unwrap_or(line).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const PLAIN: Query<'_> =
        Query { pattern: "", is_expression: false, matches_case: false, is_whole_word: false, is_inflected: false };

    /// The expected text has the hits in brackets.
    fn check(query: Query<'_>, expected: &str) {
        let text = expected.replace(['[', ']'], "");
        let mut shown = text.clone();
        for hit in find(&text, query, 100).unwrap().into_iter().rev() {
            shown.insert(hit.end().into(), ']');
            shown.insert(hit.start().into(), '[');
        }
        assert_eq!(shown, expected, "{query:?}");
    }

    #[test]
    fn plain_text_is_found_as_it_is() {
        let query = |pattern| Query { pattern, ..PLAIN };
        check(query("ana"), "[Ana] met b[ana]na and [ANA].");
        check(Query { matches_case: true, ..query("Ana") }, "[Ana] met banana and ANA.");
        check(query("New York's"), "[New\r\n York’s] new yorks");
        check(query("$5 (a.b)*"), "x[$5 (a.b)*] $5 ab");
        check(query("straße"), "[STRASSE] no, [Straße]".replace("[STRASSE]", "STRASSE").as_str());
        check(query("e"), "h[e]ll e\u{301}");
        check(query("👩"), "[👩] 👩\u{200d}🚀");
        check(query("x"), "");
    }

    #[test]
    fn whole_words_are_never_part_of_a_longer_word_or_number() {
        let query = |pattern| Query { pattern, is_whole_word: true, ..PLAIN };
        check(query("Ana"), "[Ana]’s banana, Anabel, [ANA]-like, Ana_1, [ana].");
        check(query("5"), "[5] 15 5.2 1,500,5 5:30 ’[5]’ [5]. [5], [5]%");
        check(query("5%"), "15% 1.5% [5%]. [5%]");
        check(query("€5"), "[€5] €5.20 [€5], €55");
        check(query("東京"), "[東京]都は[東京]。");
        check(query("Zoë"), "[Zoë] Zoë\u{301}");
    }

    #[test]
    fn plural_and_singular_find_each_other() {
        let query = |pattern| Query { pattern, is_whole_word: true, is_inflected: true, ..PLAIN };
        check(query("bank"), "[bank] [Banks] [banks]’ [bank]’s banking");
        check(query("bus"), "[bus] [buses] bush");
        check(query("city"), "[city] [cities]");
        check(query("cities"), "[city] [cities]");
        check(query("2019"), "[2019] 2019s");
    }

    #[test]
    fn expressions_match_by_line_and_say_what_is_wrong() {
        let query = |pattern| Query { pattern, is_expression: true, matches_case: true, ..PLAIN };
        check(query(r"^\w+"), "[Ana] a\n[Bo] b");
        check(query(r"\d+|x*"), "[12] a [xx] b");
        check(Query { is_whole_word: true, ..query(r"\d+|an") }, "[12] an\u{301} ban 1.5 [an]");
        assert_eq!(find("", query("(a"), 1), Err("unclosed group".into()));
        assert_eq!(
            find("a", query(r"(?=a)"), 1).unwrap_err(),
            "look-around, including look-ahead and look-behind, is not supported"
        );
        assert!(find("a", query(r"(\w{1000}){1000}"), 1).unwrap_err().contains("size limit"));
        assert_eq!(find("aaaa", query("a"), 3).unwrap().len(), 3);
    }

    #[test]
    fn patterns_that_trap_others_take_linear_time() {
        let text = "a".repeat(1_000_000) + "!";
        for pattern in ["(a+)+$", "(a|aa)+$", "(.*)*x", "(a*)*b"] {
            let query = Query { pattern, is_expression: true, ..PLAIN };
            assert_eq!(find(&text, query, 9), Ok(Vec::new()), "{pattern}");
        }
    }

    proptest! {
        #[test]
        fn hits_lie_on_the_text_in_order(text in "[ab1.,e\u{301}東🗼\r\n ]{0,40}", pattern in "[ab1.,e\u{301}東 ]{1,3}", flags in 0u8..8) {
            let (matches_case, is_whole_word, is_inflected) = (flags & 1 > 0, flags & 2 > 0, flags & 4 > 0);
            let query = Query { pattern: &pattern, is_expression: false, matches_case, is_whole_word, is_inflected };
            let hits = find(&text, query, 100).unwrap();
            for hit in &hits {
                prop_assert!(!hit.is_empty() && text.get(std::ops::Range::<usize>::from(*hit)).is_some());
            }
            prop_assert!(hits.windows(2).all(|pair| pair[0].end() <= pair[1].start()));
        }
    }
}
