//! The tagger on any text: no panic, and every suggestion is one that a document can hold.
//!
//! The first byte chooses the options, and whether names are looked for too. Seeds: what the guidelines and the marked
//! texts of `tests` say.

#![no_main]

use std::sync::LazyLock;

use annotation::Value;
use libfuzzer_sys::fuzz_target;
use tagger::figures::{DecimalMark, Evidence, FigureOptions, Reference};
use tagger::{DefaultTagger, FigureTagger, NameTagger, Suggestion, Tagger};

static WHOLE: LazyLock<DefaultTagger> = LazyLock::new(|| {
    let model = include_bytes!("../../crates/tagger/data/names.model");
    DefaultTagger::new(Some(NameTagger::from_bytes(model).expect("the model in the repository is whole")))
});

fuzz_target!(|data: &[u8]| {
    let Some((&choice, bytes)) = data.split_first() else { return };
    let text = String::from_utf8_lossy(bytes);
    let options = FigureOptions {
        decimal_mark: if choice & 1 == 0 { DecimalMark::Point } else { DecimalMark::Comma },
        day_first: choice & 2 != 0,
        ..FigureOptions::default()
    };
    let tagger = FigureTagger { options };
    let reference = (choice & 4 != 0).then(|| Reference::new(2024, 2, 29).at(23, 59, 59));
    let wrapped = choice & 0b100_0000 == 0;
    let figures = tagger.tag_with(&text, &Evidence { reference, wrapped, ..tagger.study(&text) });
    check(&text, &figures);
    assert!(figures.iter().all(|figure| figure.value.is_some()), "every figure has a value");
    if choice & 0b11_1000 == 0 {
        check(&text, &WHOLE.tag(&text));
    }
});

/// In text order and apart, on character boundaries, each value the same when it is written and read again.
fn check(text: &str, found: &[Suggestion]) {
    let mut floor = 0;
    for Suggestion { range, value, .. } in found {
        let (start, end) = (usize::from(range.start()), usize::from(range.end()));
        assert!(floor <= start && start < end, "{start}..{end} behind {floor}");
        let span = text.get(start..end).expect("a span is inside the text and cuts no character");
        assert_eq!(span, span.trim(), "a span has no white space at its ends");
        if let Some(value) = value {
            let again = Value::parse(value.kind(), &value.compact()).expect("a value can be read");
            assert_eq!(again, **value, "of {span:?}");
        }
        floor = end;
    }
}
