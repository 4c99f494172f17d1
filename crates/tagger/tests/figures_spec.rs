//! Runs the documents in `tests/figures`: the guideline for annotators, with its examples as tests.
//!
//! A line that starts with `> ` is an example: its text, with every figure written in place as `[text|LABEL|value]`.
//! The tagger must find these figures and no others. A line `> @ options` before examples sets the tagger up for those
//! that follow in the section: `day first`, `decimal comma`,
//! `relative places`, `today 2024-05-06`.
//!
//! `UPDATE=1 cargo test -p tagger --test figures_spec` writes what is found into the documents; look at the diff.

use std::path::{Path, PathBuf};

use annotation::CalendarDate;
use tagger::FigureTagger;
use tagger::figures::{DecimalMark, Evidence, FigureOptions, Reference};

/// The text of an example without its marks.
///
/// The value may hold brackets (`[mi_i]`), so a mark ends at the bracket that closes it.
fn plain(example: &str) -> String {
    let (mut text, mut rest) = (String::new(), example);
    while let Some(open) = rest.find('[') {
        let inside = &rest[open + 1..];
        let mut depth = 1;
        let close = inside.char_indices().find(|(_, letter)| {
            depth += i32::from(*letter == '[') - i32::from(*letter == ']');
            depth == 0
        });
        let (Some((close, _)), Some(bar)) = (close, inside.find('|')) else { break };
        text += &rest[..open];
        text += &inside[..bar.min(close)];
        rest = &inside[close + 1..];
    }
    text + rest
}

fn marked(text: &str, assumed: &Assumed) -> String {
    let (mut out, mut at) = (String::new(), 0);
    let tagger = FigureTagger { options: assumed.options.clone() };
    let evidence = Evidence { reference: assumed.reference, ..tagger.study(text) };
    for figure in tagger.tag_with(text, &evidence) {
        let (start, end): (usize, usize) = (figure.range.start().into(), figure.range.end().into());
        let value = figure.value.as_deref().expect("every figure has a value").compact();
        out += &format!("{}[{}|{}|{value}]", &text[at..start], &text[start..end], figure.label);
        at = end;
    }
    out + &text[at..]
}

/// What an example's `@` line says.
#[derive(Default)]
struct Assumed {
    options: FigureOptions,
    reference: Option<Reference>,
}

fn set(assumed: &mut Assumed, words: &str) {
    for option in words.split(',').map(str::trim) {
        match option.split_once(' ') {
            Some(("day", "first")) => assumed.options.day_first = true,
            Some(("relative", "places")) => assumed.options.relative_places = true,
            Some(("decimal", "comma")) => assumed.options.decimal_mark = DecimalMark::Comma,
            Some(("today", day)) => {
                let day: CalendarDate = day.parse().expect("a day is written 2024-05-06");
                assumed.reference = Some(day.into());
            }
            _ => panic!("no such option: {option}"),
        }
    }
}

/// The document with its examples as the tagger reads them.
fn rewritten(document: &str) -> String {
    let mut assumed = Assumed::default();
    let mut out = String::new();
    for line in document.lines() {
        if line.starts_with('#') {
            assumed = Assumed::default();
        }
        match line.strip_prefix("> ") {
            Some(example) if example.starts_with("@ ") => {
                set(&mut assumed, &example[2..]);
                out += line;
            }
            Some(example) => out += &format!("> {}", marked(&plain(example), &assumed)),
            None => out += line,
        }
        out.push('\n');
    }
    out
}

#[test]
fn the_guideline_and_its_examples() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/figures");
    let mut paths: Vec<PathBuf> = std::fs::read_dir(&folder)
        .expect("the guideline is there")
        .filter_map(|entry| Some(entry.ok()?.path()))
        .collect();
    paths.sort();
    let (mut examples, mut wrong) = (0, 0);
    for path in paths.iter().filter(|path| path.extension().is_some_and(|it| it == "md")) {
        let document = std::fs::read_to_string(path).expect("the guideline is readable");
        let found = rewritten(&document);
        for (number, (wanted, found)) in document.lines().zip(found.lines()).enumerate() {
            examples += usize::from(wanted.starts_with("> ") && !wanted.starts_with("> @"));
            if wanted != found {
                wrong += 1;
                println!(
                    "{}:{}\n  wanted {wanted}\n  found  {found}",
                    path.file_name().unwrap_or_default().to_string_lossy(),
                    number + 1
                );
            }
        }
        if found != document && std::env::var("UPDATE").is_ok() {
            std::fs::write(path, found).expect("the guideline is writable");
        }
    }
    println!("{examples} examples, {wrong} read otherwise");
    assert!(wrong == 0 || std::env::var("UPDATE").is_ok());
}
