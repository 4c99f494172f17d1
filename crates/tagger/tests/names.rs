//! The names tagger against its guideline in `tests/names`, and what must hold for any text and any bytes.

#![expect(clippy::unwrap_used, reason = "a test may stop at what it did not expect")]

use std::{env, fs, path::Path};

use annotation::{TextRange, TextSize};
use proptest::prelude::*;
use tagger::{
    DefaultTagger, DocumentEvidence, NameTagger, Suggestion, Tagger,
    model::{Model, Reader},
    parts,
};

const MODEL: &[u8] = include_bytes!("../data/names.model");

fn names() -> NameTagger {
    NameTagger::from_bytes(MODEL).unwrap()
}

/// Splits `A [b|ORG] c` into the text and its marks.
fn unmark(marked: &str) -> String {
    let mut text = String::new();
    for (index, piece) in marked.split('[').enumerate() {
        match piece.split_once(']').filter(|_| index > 0) {
            Some((mark, rest)) => {
                text.push_str(mark.split('|').next().unwrap_or(""));
                text.push_str(rest);
            }
            None => text.push_str(piece),
        }
    }
    text
}

fn mark(text: &str, found: &[Suggestion]) -> String {
    let (mut marked, mut last) = (String::new(), TextSize::new(0));
    for suggestion in found {
        marked.push_str(&text[TextRange::new(last, suggestion.range.start())]);
        marked.push_str(&format!("[{}|{}]", &text[suggestion.range], suggestion.label));
        last = suggestion.range.end();
    }
    marked + &text[usize::from(last)..]
}

/// Each indented line is a text with its names marked; `UPDATE=1` writes what was found instead.
#[test]
fn guideline() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/names");
    let tagger = names();
    let mut wrong = Vec::new();
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    for path in files {
        let page = fs::read_to_string(&path).unwrap();
        let mut updated = String::new();
        for line in page.lines() {
            let found = line.strip_prefix("    ").map(|marked| {
                let text = unmark(marked);
                format!("    {}", mark(&text, &tagger.tag(&text)))
            });
            let found = found.unwrap_or_else(|| line.to_owned());
            if found != line {
                wrong.push(format!("expected {line}\n   found {found}"));
            }
            updated.push_str(&found);
            updated.push('\n');
        }
        if env::var_os("UPDATE").is_some() {
            fs::write(&path, updated).unwrap();
        }
    }
    assert!(wrong.is_empty() || env::var_os("UPDATE").is_some(), "{}", wrong.join("\n"));
}

#[test]
fn parts_may_be_tagged_in_any_order() {
    let page = "The Norvane Group hired Tobias Hartmann in Oslo. Hartmann, 41, left in 2019 for Kenya.\n\n";
    let text = page.repeat(1500);
    let tagger = DefaultTagger::new(Some(names()));
    let mut evidence = tagger.begin_study(&text);
    let all: Vec<TextRange> = parts(&text).collect();
    assert!(all.len() > 2);
    all.iter().rev().for_each(|&part| tagger.study_part(&text, part, &mut evidence));
    let mut backwards: Vec<Vec<Suggestion>> =
        all.iter().rev().map(|&part| tagger.tag_part(&text, part, &evidence)).collect();
    backwards.reverse();
    assert_eq!(backwards.concat(), tagger.tag(&text));
}

#[test]
fn evidence_of_another_text_gives_no_panic() {
    let tagger = DefaultTagger::new(Some(names()));
    let evidence = tagger.study("Ann Lee met the Bank of Oslo.");
    let other = "Ünal saw the Rhine in May of 1999.";
    tagger.tag_part(other, parts(other).next().unwrap(), &evidence);
    tagger.tag_part(other, parts(other).next().unwrap(), &DocumentEvidence::default());
}

fn check_any_text(tagger: &DefaultTagger, text: &str) {
    let found = tagger.tag(text);
    assert!(found.iter().all(|suggestion| !suggestion.range.is_empty()
        && text.get(std::ops::Range::<usize>::from(suggestion.range)).is_some()));
    assert!(found.windows(2).all(|pair| pair[0].range.end() <= pair[1].range.start()));
}

#[test]
fn hard_texts() {
    let tagger = DefaultTagger::new(Some(names()));
    for text in
        ["", "\u{feff}A", "A\r\nB\r\n", "e\u{301}É\u{301}", "😀 Ann 😀", "U.S", "U.", "’s", "Ann’", "(A) (B", "\0A\0"]
    {
        check_any_text(&tagger, text);
        check_any_text(&tagger, &text.repeat(100));
    }
    check_any_text(&tagger, &"A ".repeat(5000));
    check_any_text(&tagger, &"Of the A and ".repeat(5000));
    check_any_text(&tagger, &"A".repeat(100_000));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_text(text in r"([A-Z][a-zéß]{0,6}[ .,’'()-]{0,2}|of |the |[0-9]{1,4} |\PC|[\r\n\t]){0,60}") {
        check_any_text(&DefaultTagger::new(Some(names())), &text);
    }

    #[test]
    fn any_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        prop_assert!(NameTagger::from_bytes(&bytes).is_err());
        _ = Model::read(&mut Reader::new(&bytes));
    }

    /// The checksum is passed by, so that the reader itself meets the damage.
    #[test]
    fn damaged_models(places in proptest::collection::vec((0..MODEL.len() - 16, any::<u8>()), 1..6), cut in 0..200_usize) {
        let mut body = MODEL[16..MODEL.len() - cut * cut].to_vec();
        for (place, byte) in places {
            if let Some(slot) = body.get_mut(if byte % 2 == 0 { place } else { place % 2000 }) {
                *slot = byte;
            }
        }
        if let Ok(model) = Model::read(&mut Reader::new(&body)) {
            check_any_text(&DefaultTagger::new(Some(NameTagger::new(model))), "Ann Lee of the Bank of Oslo, in May 2019. Lee");
        }
    }
}
