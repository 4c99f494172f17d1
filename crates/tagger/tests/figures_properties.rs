//! What holds for figures in any text.

use annotation::Value;
use proptest::prelude::*;
use tagger::figures::{DecimalMark, Evidence, FigureOptions, FigureTagger, Reference};
use tagger::{Suggestion, Tagger};

/// Pieces that figures are made of, and pieces that break them.
const PIECES: &[&str] = &[
    "1",
    "12",
    "2019",
    "1,234",
    "0.5",
    ".25",
    "1.2.3",
    "99999999999999999999999999999999999999999",
    "1e400",
    "1.1^-23",
    "½",
    "⅓",
    "%",
    "per cent",
    "$",
    "US$",
    "£",
    "¥",
    "€",
    "RMB",
    "Rs.",
    "bn",
    "million",
    "billion",
    "dozen",
    "hundred",
    "and",
    "a",
    "half",
    "third",
    "thirds",
    "one",
    "twenty",
    "ninety",
    "nine",
    "point",
    "minus",
    "-",
    "–",
    "—",
    "/",
    ":",
    ".",
    ",",
    "'",
    "\"",
    "°",
    "°C",
    "km",
    "m",
    "in",
    "ft",
    "kg",
    "per",
    "h",
    "s",
    "GB",
    "²",
    "years",
    "year",
    "old",
    "days",
    "weeks",
    "month",
    "hours",
    "min",
    "ago",
    "later",
    "from",
    "to",
    "between",
    "until",
    "before",
    "after",
    "of",
    "the",
    "at",
    "on",
    "in the morning",
    "last",
    "next",
    "this",
    "every",
    "each",
    "Monday",
    "May",
    "March",
    "Sept.",
    "Q3",
    "FY",
    "early",
    "mid-",
    "end of",
    "today",
    "now",
    "noon",
    "am",
    "p.m.",
    "GMT",
    "century",
    "1990s",
    "summer",
    "Christmas",
    "first",
    "week",
    "quarter",
    "over",
    "more than",
    "±",
    "×10^6",
    "(",
    ")",
    "[",
    "]",
    "No.",
    "#",
    "+86",
    "🗼",
    "東京",
    "é",
    "e\u{301}",
    "\u{a0}",
    "\u{202f}",
    "\n",
    "\r\n",
    "\t",
    "   ",
    "元",
    "x",
    "times",
    "fold",
    "th",
    "st",
    "nd",
];

fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![8 => prop::sample::select(PIECES).prop_map(str::to_owned), 1 => "\\PC{0,3}"];
    let joint = prop::sample::select(vec!["", " ", " ", " ", "-"]);
    prop::collection::vec((piece, joint), 0..24)
        .prop_map(|pieces| pieces.into_iter().map(|(piece, joint)| piece + joint).collect())
}

/// Taggers with every choice made either way.
fn tagger() -> impl Strategy<Value = FigureTagger> {
    any::<(bool, bool, bool)>().prop_map(|(comma, day_first, relative_places)| {
        let decimal_mark = if comma { DecimalMark::Comma } else { DecimalMark::Point };
        FigureTagger { options: FigureOptions { decimal_mark, day_first, relative_places, ..FigureOptions::default() } }
    })
}

fn check(text: &str, found: &[Suggestion]) {
    let mut end = 0;
    for figure in found {
        let range = (usize::from(figure.range.start()), usize::from(figure.range.end()));
        assert!(range.0 >= end && range.1 > range.0 && range.1 <= text.len(), "{range:?} behind {end}");
        assert!(text.is_char_boundary(range.0) && text.is_char_boundary(range.1));
        let value = figure.value.as_deref().expect("every figure has a value");
        let again = Value::parse(value.kind(), &value.compact());
        assert_eq!(again.as_ref(), Ok(value), "what a person sees and may edit is the value");
        let span = &text[figure.range];
        assert_eq!(span.trim(), span, "a span has no white space at its ends");
        end = range.1;
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn spans_are_in_order_and_every_figure_has_a_value(text in text(), tagger in tagger(), dated in any::<bool>(), wrapped in any::<bool>()) {
        let reference = dated.then(|| Reference::new(2024, 2, 29));
        check(&text, &tagger.tag_with(&text, &Evidence { reference, wrapped, ..tagger.study(&text) }));
    }

    #[test]
    fn any_text_gives_an_answer_and_always_the_same(text in "\\PC{0,60}", tagger in tagger()) {
        let found = tagger.tag(&text);
        check(&text, &found);
        prop_assert_eq!(found, tagger.tag(&text));
    }

    #[test]
    fn paragraphs_do_not_change_each_other(one in text(), other in text()) {
        let tagger = FigureTagger::default();
        let evidence = Evidence::default();
        let alone = tagger.tag_with(&one, &evidence);
        let joined = format!("{one}\n\n{other}");
        let mut expected = alone;
        for figure in tagger.tag_with(&other, &evidence) {
            let shift = annotation::TextSize::new(one.len() as u32 + 2);
            expected.push(Suggestion { range: figure.range + shift, ..figure });
        }
        prop_assert_eq!(tagger.tag_with(&joined, &evidence), expected);
    }
}

/// The text with its lines broken before the 72nd column.
fn wrapped(text: &str) -> String {
    let mut out = String::new();
    for line in text.lines() {
        let mut column = 0;
        for word in line.split(' ') {
            if column > 0 && column + word.len() >= 72 {
                out.push('\n');
                column = 0;
            } else if column > 0 {
                out.push(' ');
            }
            out += word;
            column += word.len() + 1;
        }
        out += "\n\n";
    }
    out
}

#[test]
fn breaking_the_lines_of_an_article_changes_no_figure() {
    let found = |text: &str| -> Vec<(String, &'static str, String)> {
        let figures = FigureTagger::default().tag(text).into_iter();
        figures
            .map(|figure| {
                let words: Vec<&str> = text[figure.range].split_whitespace().collect();
                (words.join(" "), figure.label, figure.value.map(|value| value.compact()).unwrap_or_default())
            })
            .collect()
    };
    for name in ["business", "politics", "science", "sport"] {
        let path = format!("{}/../../www/samples/{name}.txt", env!("CARGO_MANIFEST_DIR"));
        let text = std::fs::read_to_string(path).expect("the samples are there");
        let broken = wrapped(&text);
        assert!(
            broken.lines().all(|line| line.len() < 100) && FigureTagger::default().study(&broken).wrapped,
            "{name}"
        );
        assert_eq!(found(&broken), found(&text), "{name}");
    }
}
