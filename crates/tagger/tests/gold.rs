//! The marked articles: strict F1 of figures, and how many values are right.
//!
//! `shared/gold` lies beside the checkout; `tests/corpus` is the project's own. A mark is `[text|LABEL|value]`, a label
//! `A/B` accepts either, `?` makes the span optional. A figure is right if span and label are; a value, if the one
//! written there means the same.

use std::path::{Path, PathBuf};

use annotation::{Extent, Value, ValueKind};
use tagger::{FigureTagger, Tagger};

const FIGURES: [&str; 7] = ["DATE", "TIME", "PERCENT", "MONEY", "QUANTITY", "ORDINAL", "CARDINAL"];

struct Mark {
    start: usize,
    end: usize,
    labels: Vec<String>,
    optional: bool,
    value: Option<String>,
}

/// The plain text of a marked one, and its marks.
fn parse(marked: &str) -> (String, Vec<Mark>) {
    let (mut text, mut marks, mut rest) = (String::new(), Vec::new(), marked);
    while let Some(open) = rest.find('[') {
        text += &rest[..open];
        let inside = &rest[open + 1..];
        let close = inside.find(']').filter(|&close| inside[..close].contains('|'));
        let Some(mut close) = close else {
            text.push('[');
            rest = inside;
            continue;
        };
        // A unit such as [mi_i] has brackets of its own.
        while inside[..close].matches('[').count() > inside[..close].matches(']').count() {
            close += 1 + inside[close + 1..].find(']').unwrap_or(0);
            if inside[..=close].matches('[').count() == inside[..=close].matches(']').count() - 1 {
                break;
            }
        }
        let fields: Vec<&str> = inside[..close].splitn(3, '|').collect();
        let start = text.len();
        text += fields[0];
        let labels = fields[1].split('/').map(|label| label.trim_end_matches('?').to_owned()).collect();
        let optional = fields[1].contains('?');
        marks.push(Mark {
            start,
            end: text.len(),
            labels,
            optional,
            value: fields.get(2).map(|value| (*value).to_owned()),
        });
        rest = &inside[close + 1..];
    }
    (text + rest, marks)
}

fn number(text: &str) -> Option<f64> {
    match text.split_once('/') {
        Some((over, under)) => Some(over.parse::<f64>().ok()? / under.parse::<f64>().ok()?),
        None => text.parse().ok(),
    }
}

/// True if the notation in the mark means what our value says.
fn same(written: &str, own: &Value) -> bool {
    let mut words = written.split_whitespace();
    let amount = words.next().unwrap_or_default();
    let unit = words.next();
    let near = |wanted: &str, own: &str| match (number(wanted), number(own)) {
        (Some(wanted), Some(own)) => {
            let percent = unit.is_none() && (wanted * 100.0 - own).abs() < 1e-9;
            (wanted - own).abs() <= 1e-9 * own.abs().max(1.0) || percent
        }
        // "noon" is T12 as well as T12:00.
        _ => wanted == own || wanted.strip_suffix(":00") == Some(own) || own.strip_suffix(":00") == Some(wanted),
    };
    let known =
        ["set", "approx", "less_than", "more_than", "equal_or_less", "equal_or_more", "start", "mid", "end", "assumed"];
    if let Some(unit) = unit.filter(|unit| !known.contains(unit)) {
        // "20 d" is a length of time.
        if own.kind() == ValueKind::Duration {
            return own.compact() == format!("P{amount}{}", unit.to_uppercase());
        }
        // Square brackets belong to the markup: a mark writes (mi_i) for UCUM's [mi_i].
        if own.unit() != Some(unit) && own.unit() != Some(&unit.replace('(', "[").replace(')', "]")) {
            return false;
        }
    }
    match (own.extent(), amount.split_once("..")) {
        (Extent::Unknown, _) => amount == "?",
        (Extent::Exact(value), None) => near(amount, value),
        (Extent::Range { from: Some(from), to: Some(to) }, Some((low, high))) => near(low, from) && near(high, to),
        _ => false,
    }
}

#[derive(Default)]
struct Score {
    right: usize,
    found: usize,
    wanted: usize,
    values: usize,
    valued: usize,
}

impl Score {
    fn f1(&self) -> f64 {
        2.0 * self.right as f64 / (self.found + self.wanted).max(1) as f64
    }

    fn value_share(&self) -> f64 {
        if self.valued == 0 { 1.0 } else { self.values as f64 / self.valued as f64 }
    }
}

fn run(path: &Path, sum: &mut Score) {
    let marked = std::fs::read_to_string(path).expect("a marked text is readable");
    let (text, marks) = parse(&marked);
    let found = FigureTagger::default().tag(&text);
    let show = std::env::var("SHOW").is_ok();
    let is_figure = |mark: &&Mark| mark.labels.iter().any(|label| FIGURES.contains(&label.as_str()));
    let marks: Vec<&Mark> = marks.iter().filter(is_figure).collect();
    let mut score = Score::default();
    for mark in &marks {
        let hit = found.iter().find(|it| {
            usize::from(it.range.start()) == mark.start
                && usize::from(it.range.end()) == mark.end
                && mark.labels.iter().any(|label| label == it.label)
        });
        if mark.optional {
            continue;
        }
        score.wanted += 1;
        score.right += usize::from(hit.is_some());
        if hit.is_none() && show {
            println!(
                "  missed [{}|{}|{}]",
                &text[mark.start..mark.end],
                mark.labels.join("/"),
                mark.value.as_deref().unwrap_or("")
            );
        }
        if let (Some(hit), Some(value)) = (hit, &mark.value) {
            let own = hit.value.as_deref().expect("every figure has a value");
            score.valued += 1;
            score.values += usize::from(same(value, own));
            if show && !same(value, own) {
                println!("  value of [{}]: marked {value}, found {}", &text[mark.start..mark.end], own.compact());
            }
        }
    }
    for it in &found {
        let span = (usize::from(it.range.start()), usize::from(it.range.end()));
        let optional = marks.iter().any(|mark| mark.optional && mark.start < span.1 && span.0 < mark.end);
        if !optional {
            score.found += 1;
            let right = marks
                .iter()
                .any(|mark| (mark.start, mark.end) == span && mark.labels.iter().any(|label| label == it.label));
            if show && !right {
                let (from, to) = (
                    text.floor_char_boundary(span.0.saturating_sub(30)),
                    text.ceil_char_boundary((span.1 + 30).min(text.len())),
                );
                println!("  extra [{}|{}] in …{}…", &text[it.range], it.label, text[from..to].replace('\n', " "));
            }
        }
    }
    println!(
        "{:32} F1 {:.3} ({} right, {} found, {} marked), values {}/{}",
        path.file_name().unwrap_or_default().to_string_lossy(),
        score.f1(),
        score.right,
        score.found,
        score.wanted,
        score.values,
        score.valued
    );
    sum.right += score.right;
    sum.found += score.found;
    sum.wanted += score.wanted;
    sum.values += score.values;
    sum.valued += score.valued;
}

fn marked_texts(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|it| it == "mark"))
        .collect();
    paths.sort();
    paths
}

fn check(folder: &Path, f1: f64, values: f64) {
    let mut sum = Score::default();
    let paths = marked_texts(folder);
    if paths.is_empty() {
        println!("skipped: no marked texts in {}", folder.file_name().unwrap_or_default().to_string_lossy());
        return;
    }
    for path in &paths {
        run(path, &mut sum);
    }
    println!("together: F1 {:.3}, values {:.3}", sum.f1(), sum.value_share());
    assert!(sum.f1() >= f1 && sum.value_share() >= values);
}

#[test]
fn shared_gold_articles() {
    check(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/gold"), 0.97, 0.98);
}

#[test]
fn own_sample_articles() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/corpus");
    let mut sum = Score::default();
    for name in ["business", "science", "politics", "sport"] {
        let path = corpus.join(format!("{name}.mark"));
        if path.is_file() {
            run(&path, &mut sum);
        }
    }
    if sum.wanted == 0 {
        println!("skipped: no sample articles in tests/corpus");
        return;
    }
    println!("samples together: F1 {:.3}, values {:.3}", sum.f1(), sum.value_share());
    assert!(sum.f1() >= 0.97 && sum.value_share() >= 0.98);
}
