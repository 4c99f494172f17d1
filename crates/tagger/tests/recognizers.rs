//! The English cases of Recognizers-Text that lie beside the checkout, measured against the guideline for figures.
//!
//! What is compared, and how far it bends to the guideline in `tests/figures/`:
//!
//! * A case is right if every expected result is found and nothing else of the file's kinds is.
//! * **Words outside the span.** Our spans leave out what only relates a figure to its sentence ("at least", "before",
//!   "or more", an article). Such words are cut from both ends of both spans before they are compared; the list is
//!   [`OUTSIDE`].
//! * **Numbers** are also right inside a larger figure (`20` in `$20`) if that figure's value holds the number.
//! * **A bound of a range** is right inside the one span that we give the range ("50 years old" in "40 - 50 years old"),
//!   if the range's value has that bound.
//! * **NumberRange** expects one span around two bounds in words ("more than 10 and less than 40"): here it is the
//!   interval of the figures inside that span that is compared, from the modifiers in their values.
//! * **Results without a number** ("dollar", "fahrenheit") are no figures and are not asked for.
//! * **Dates** are compared as the days they cover: `2015` to `2018` is `(2015-01-01,2018-01-01,P3Y)`. Where the
//!   expected result has two readings (morning or afternoon), either is right.
//! * Cases read otherwise on purpose are in `recognizers_otherwise.txt`, each with its reason.

mod recognizers_dates;

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use annotation::{Extent, Modifier, Value, ValueKind};
use serde_json::Value as Json;
use tagger::Suggestion;
use tagger::figures::{Evidence, FigureOptions, FigureTagger, Reference};

/// Words that relate a figure to its sentence.
const OUTSIDE: &[&str] = &[
    "the",
    "in",
    "on",
    "at",
    "from",
    "between",
    "since",
    "before",
    "after",
    "until",
    "till",
    "by",
    "around",
    "about",
    "circa",
    "for",
    "starting",
    "beginning",
    "later",
    "than",
    "greater",
    "as",
    "early",
    "within",
    "during",
    "any",
    "time",
    "more",
    "less",
    "over",
    "or",
    "and",
    "equal",
    "to",
    "year",
    "under",
    "above",
    "below",
    "fewer",
    "least",
    "most",
    "no",
    "not",
    "exceed",
    ">",
    "<",
    "=",
    "of",
    "larger",
    "bigger",
    "smaller",
    "higher",
    "lower",
    ",",
    "equals",
];

/// A file's bars: span and value, in percent.
const TOGETHER: (f64, f64) = (95.0, 92.0);
const DATES: (f64, f64) = (85.0, 75.0);

#[derive(Default, Clone, Copy)]
struct Score {
    cases: usize,
    otherwise: usize,
    spans: usize,
    values: usize,
    /// Spans equal to the letter, [`OUTSIDE`] words and all.
    exact_spans: usize,
}

fn folder() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/figures/recognizers");
    folder.is_dir().then_some(folder)
}

/// The inputs read otherwise on purpose, by file.
fn otherwise(file: &str) -> HashSet<String> {
    let list = include_str!("recognizers_otherwise.txt");
    let entries = list.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty());
    let fields = entries.map(|line| line.split(" | ").collect::<Vec<_>>());
    fields.filter(|fields| fields[0] == file).map(|fields| fields[1].to_owned()).collect()
}

fn reference(case: &Json) -> Option<Reference> {
    let text = case["Context"]["ReferenceDateTime"].as_str()?;
    let number = |range: std::ops::Range<usize>| text.get(range).and_then(|part| part.parse::<u32>().ok());
    let day = Reference::new(number(0..4)? as i32, number(5..7)? as u8, number(8..10)? as u8);
    Some(day.at(number(11..13)? as u8, number(14..16)? as u8, number(17..19)? as u8))
}

/// The byte range in `text` of a result whose offsets are UTF-16, the last included.
fn byte_range(text: &str, result: &Json) -> (usize, usize) {
    let start = result["Start"].as_u64().unwrap_or(0) as usize;
    let end = result["End"].as_u64().map_or(start, |end| end as usize + 1);
    let byte = |utf16: usize| {
        let mut units = 0;
        text.char_indices()
            .find(|(_, letter)| {
                let here = units >= utf16;
                units += letter.len_utf16();
                here
            })
            .map_or(text.len(), |(at, _)| at)
    };
    (byte(start), byte(end))
}

/// The span without the words of [`OUTSIDE`] at its ends.
fn core(text: &str, (start, end): (usize, usize)) -> (usize, usize) {
    let (mut start, mut end) = (start, end);
    loop {
        let span = &text[start..end];
        let trimmed = span.trim();
        start += span.len() - span.trim_start().len();
        end = start + trimmed.len();
        let head = trimmed.split(|letter: char| letter.is_whitespace()).next().unwrap_or("");
        let head_bare = head.trim_end_matches(',');
        let tail = trimmed.rsplit(|letter: char| letter.is_whitespace()).next().unwrap_or("");
        let outside = |word: &str| OUTSIDE.contains(&word.to_lowercase().as_str());
        let symbol =
            trimmed.chars().next().filter(|sign| matches!(sign, '>' | '<' | '=' | ',')).map_or(0, char::len_utf8);
        if symbol > 0 && trimmed.len() > symbol {
            start += symbol;
        } else if outside(head_bare) && head.len() < trimmed.len() {
            start += head.len();
        } else if outside(tail) && tail.len() < trimmed.len() {
            end -= tail.len();
        } else {
            return (start, end);
        }
    }
}

fn span(suggestion: &Suggestion) -> (usize, usize) {
    (suggestion.range.start().into(), suggestion.range.end().into())
}

fn decimal(text: &str) -> Option<f64> {
    match text.split_once('/') {
        Some((over, under)) => Some(over.parse::<f64>().ok()? / under.parse::<f64>().ok()?),
        None => text.parse().ok(),
    }
}

fn near(one: f64, other: f64) -> bool {
    (one - other).abs() <= 1e-9 * one.abs().max(other.abs()).max(1e-9)
}

fn exact(value: &Value) -> Option<f64> {
    match value.extent() {
        Extent::Exact(text) => decimal(text),
        _ => None,
    }
}

fn bounds(value: &Value) -> Vec<f64> {
    match value.extent() {
        // A duration's number is the one in it: 3 in `P3Y`.
        Extent::Exact(text) if value.kind() == ValueKind::Duration => {
            decimal(text.trim_matches(|it: char| !it.is_ascii_digit())).into_iter().collect()
        }
        Extent::Exact(text) => decimal(text).into_iter().collect(),
        Extent::Range { from, to } => [from, to].into_iter().flatten().filter_map(|bound| decimal(bound)).collect(),
        Extent::Unknown => Vec::new(),
    }
}

fn is_age(value: &Value, text: &str) -> bool {
    matches!(value.unit(), Some("a" | "mo" | "wk" | "d"))
        && ["old", "age", "yo"].iter().any(|word| text.to_lowercase().contains(word))
}

/// True if the figure is one that the file's results speak of.
fn belongs(file: &str, suggestion: &Suggestion, text: &str) -> bool {
    let value = suggestion.value.as_deref().expect("every figure has a value");
    let own = &text[suggestion.range];
    match file {
        "Number" => suggestion.label == "CARDINAL",
        "Ordinal" => suggestion.label == "ORDINAL",
        "Percent" => suggestion.label == "PERCENT",
        "Currency" => suggestion.label == "MONEY",
        "Dimension" => {
            suggestion.label == "QUANTITY"
                && !is_age(value, own)
                && !matches!(value.unit(), Some("Cel" | "[degF]" | "K"))
        }
        "Age" => is_age(value, own),
        "Temperature" => matches!(value.unit(), Some("Cel" | "[degF]" | "K" | "deg")),
        "DateTime" => matches!(suggestion.label, "DATE" | "TIME"),
        _ => true,
    }
}

/// Whether spans and values of one case are right.
fn judge(file: &str, text: &str, results: &[Json], found: &[Suggestion]) -> (bool, bool) {
    if file == "NumberRange" {
        return judge_ranges(text, results, found);
    }
    let asked: Vec<&Json> = results.iter().filter(|result| !no_number(result)).collect();
    let mut used = vec![false; found.len()];
    let (mut spans, mut values) = (true, true);
    for result in &asked {
        let wanted = byte_range(text, result);
        let own = core(text, wanted);
        let hit = found
            .iter()
            .enumerate()
            .find(|(_, suggestion)| belongs(file, suggestion, text) && core(text, span(suggestion)) == own);
        if let Some((at, suggestion)) = hit {
            used[at] = true;
            values &= value_right(file, result, suggestion);
            continue;
        }
        let around = found.iter().position(|suggestion| {
            let (start, end) = span(suggestion);
            let number = file == "Number" && suggestion.label != "CARDINAL";
            let bound = belongs(file, suggestion, text) && is_range(suggestion);
            (number || bound) && start <= wanted.0 && wanted.1 <= end
        });
        match around {
            Some(at) => {
                used[at] = true;
                values &= value_right(file, result, &found[at]);
            }
            None => (spans, values) = (false, false),
        }
    }
    let extra = found.iter().zip(&used).any(|(suggestion, used)| {
        // Degrees without a scale may be of an angle: not asked for here, nor wrong.
        let degrees = suggestion.value.as_deref().is_some_and(|value| value.unit() == Some("deg"));
        !used && belongs(file, suggestion, text) && !degrees
    });
    (spans && !extra, values && spans && !extra)
}

fn is_range(suggestion: &Suggestion) -> bool {
    matches!(suggestion.value.as_deref().map(Value::extent), Some(Extent::Range { .. }))
}

fn no_number(result: &Json) -> bool {
    let value = &result["Resolution"]["value"];
    result["TypeName"].as_str() == Some("datetimeV2.timezone")
        || (result["Resolution"].get("value").is_some() && (value.is_null() || value == "null"))
}

fn value_right(file: &str, result: &Json, suggestion: &Suggestion) -> bool {
    let value = suggestion.value.as_deref().expect("every figure has a value");
    if file == "DateTime" {
        return recognizers_dates::right(result, value);
    }
    let wanted = result["Resolution"]["value"].as_str().unwrap_or("").trim_end_matches('%').to_owned();
    if let Some(offset) = wanted.strip_prefix("end") {
        // Counted from the end, the last is -1.
        let offset: f64 = offset.parse().unwrap_or(0.0);
        return exact(value) == Some(offset - 1.0);
    }
    let Ok(mut number) = wanted.parse::<f64>() else { return false };
    let unit = result["Resolution"]["unit"].as_str().unwrap_or("");
    if matches!(unit, "Cent" | "Pence" | "Sen") {
        number /= 100.0;
    }
    let tolerant = |own: f64| near(own, number) || (own - number).abs() <= 1e-12 * number.abs() * 1000.0;
    let number_right = bounds(value).into_iter().any(tolerant);
    number_right
        && (file == "Number" || file == "Ordinal" || file == "Percent" || unit_right(file, result, unit, value))
}

fn unit_right(file: &str, result: &Json, unit: &str, value: &Value) -> bool {
    let own = value.unit().unwrap_or("");
    if let Some(code) = result["Resolution"]["isoCurrency"].as_str() {
        return own == code;
    }
    if file == "Currency" {
        return matches!(
            (unit, own),
            ("Dollar" | "Cent", "USD")
                | ("Pound" | "Pence", "GBP")
                | ("Finnish markka", "FIM")
                | ("Peseta", "ESP")
                | ("Franc", "CHF")
                | ("Bitcoin", "XBT")
                | ("Sen", "JPY")
        );
    }
    let code = match unit {
        "Year" | "Age" => "a",
        "Month" => "mo",
        "Week" => "wk",
        "C" => "Cel",
        "F" => "[degF]",
        "Degree" => "deg",
        "Pound" => "[lb_av]",
        "Mile" => "[mi_i]",
        "Foot" => "[ft_i]",
        "Inch" => "[in_i]",
        "Ounce" => "[oz_av]",
        "Acre" => "[acr_us]",
        "Gallon" => "[gal_us]",
        "Cubic foot" => "[cft_i]",
        "Square meter" => "m2",
        "Square kilometer" => "km2",
        "Ton" | "Metric ton" => "t",
        "Bit" => "bit",
        "Megabyte" => "MBy",
        "Meter" => "m",
        "Kilometer" => "km",
        "Millimeter" => "mm",
        "Decimeter" => "dm",
        "Picometer" => "pm",
        "Kilogram" => "kg",
        "Microgram" => "ug",
        "Tablespoon" => "[tbs_us]",
        "Teaspoon" => "[tsp_us]",
        "Cup" => "[cup_us]",
        "Dram" => "[dr_av]",
        "Turn" => "circ",
        "Meter per millisecond" => "m/ms",
        "Centimeter per millisecond" => "cm/ms",
        "Kilometer per millisecond" => "km/ms",
        _ => return false,
    };
    own == code
}

/// The interval that the figures inside each expected span describe together.
fn judge_ranges(text: &str, results: &[Json], found: &[Suggestion]) -> (bool, bool) {
    let numeric = |suggestion: &&Suggestion| {
        let value = suggestion.value.as_deref().expect("every figure has a value");
        matches!(value.kind(), ValueKind::Number | ValueKind::Ordinal)
            && (value.modifier().is_some_and(|it| it != Modifier::Approx)
                || matches!(value.extent(), Extent::Range { .. }))
    };
    let (mut spans, mut values) = (true, true);
    let mut inside_any = 0;
    for result in results {
        let wanted = byte_range(text, result);
        let equal = result["Text"].as_str().is_some_and(|text| text.starts_with("equal to") && !text.contains(" or "));
        let inside: Vec<&Suggestion> = found
            .iter()
            .filter(|it| span(it).0 >= wanted.0 && span(it).1 <= wanted.1)
            .filter(|it| equal || numeric(it))
            .collect();
        inside_any += inside.len();
        let (Some(first), Some(last)) = (inside.first(), inside.last()) else {
            (spans, values) = (false, false);
            continue;
        };
        let covered = (span(first).0, span(last).1);
        let right = core(text, covered) == core(text, wanted);
        spans &= right;
        values &= right && interval(&inside, equal) == result["Resolution"]["value"].as_str().map(str::to_owned);
    }
    let all = found.iter().filter(numeric).count();
    let extra = all > inside_any;
    (spans && !extra, values && spans && !extra)
}

fn interval(figures: &[&Suggestion], equal: bool) -> Option<String> {
    let (mut low, mut high) = (("(", String::new()), (String::new(), ")"));
    for figure in figures {
        let value = figure.value.as_deref()?;
        let text = |bound: f64| bound.to_string();
        match (value.extent(), value.modifier()) {
            (Extent::Range { from: Some(from), to: Some(to) }, _) => {
                low = ("[", text(decimal(from)?));
                high = (text(decimal(to)?), ")");
            }
            (Extent::Exact(_), Some(Modifier::MoreThan)) => low = ("(", text(exact(value)?)),
            (Extent::Exact(_), Some(Modifier::EqualOrMore)) => low = ("[", text(exact(value)?)),
            (Extent::Exact(_), Some(Modifier::LessThan)) => high = (text(exact(value)?), ")"),
            (Extent::Exact(_), Some(Modifier::EqualOrLess)) => high = (text(exact(value)?), "]"),
            (Extent::Exact(_), None) if equal => {
                low = ("[", text(exact(value)?));
                high = (text(exact(value)?), "]");
            }
            _ => return None,
        }
    }
    Some(format!("{}{},{}{}", low.0, low.1, high.0, high.1))
}

fn run(folder: &Path, file: &str) -> Score {
    let text = std::fs::read_to_string(folder.join(format!("{file}Model.json"))).expect("the file is there");
    let cases: Vec<Json> = serde_json::from_str(&text).expect("the file is JSON");
    let aside = otherwise(file);
    let show = std::env::var("SHOW").is_ok_and(|wanted| wanted == file);
    let mut score = Score::default();
    for case in &cases {
        let input = case["Input"].as_str().unwrap_or("");
        if aside.contains(input.split('\n').next().unwrap_or("").trim()) {
            score.otherwise += 1;
            continue;
        }
        // The Ordinal file is of commands: "delete last sentence".
        let options = FigureOptions { relative_places: file == "Ordinal", ..FigureOptions::default() };
        let tagger = FigureTagger { options };
        let evidence = Evidence { reference: reference(case), ..tagger.study(input) };
        let found = tagger.tag_with(input, &evidence);
        let results = case["Results"].as_array().cloned().unwrap_or_default();
        let (spans, values) = judge(file, input, &results, &found);
        score.cases += 1;
        score.spans += usize::from(spans);
        score.values += usize::from(values);
        let spans_of = |results: &[Json]| {
            results.iter().filter(|it| !no_number(it)).map(|it| byte_range(input, it)).collect::<Vec<_>>()
        };
        let own: Vec<_> = found.iter().filter(|it| belongs(file, it, input)).map(span).collect();
        score.exact_spans += usize::from(own == spans_of(&results));
        if show && !(spans && values) {
            let wanted: Vec<String> = results
                .iter()
                .map(|it| {
                    format!(
                        "{}|{}",
                        it["Text"].as_str().unwrap_or(""),
                        it["Resolution"]["values"].as_array().map_or(
                            it["Resolution"]["value"].to_string()
                                + " "
                                + it["Resolution"]["unit"].as_str().unwrap_or(""),
                            |values| values
                                .iter()
                                .map(|it| it["timex"].as_str().unwrap_or("").to_owned())
                                .collect::<HashSet<_>>()
                                .into_iter()
                                .collect::<Vec<_>>()
                                .join(" or ")
                        )
                    )
                })
                .collect();
            let own: Vec<String> = found
                .iter()
                .map(|it| {
                    let value = it.value.as_deref().expect("value");
                    format!("{}|{}|{}", &input[it.range], it.label, value.compact())
                })
                .collect();
            println!(
                "{} {} :: {input:?} {}\n      want {wanted:?}\n      have {own:?}",
                if spans { "VALUE" } else { "SPAN " },
                file,
                case["Context"]["ReferenceDateTime"].as_str().unwrap_or("").get(..10).unwrap_or("")
            );
        }
    }
    let share = |right: usize| 100.0 * right as f64 / score.cases.max(1) as f64;
    println!(
        "{file:12} {:3} cases, {:2} read otherwise: span {:3} = {:5.1} %, value {:3} = {:5.1} % (to the letter: {:5.1} %)",
        score.cases,
        score.otherwise,
        score.spans,
        share(score.spans),
        score.values,
        share(score.values),
        share(score.exact_spans)
    );
    assert!(score.otherwise as f64 <= 0.08 * cases.len() as f64, "{file}: too many cases read otherwise");
    score
}

#[test]
fn recognizers_cases() {
    let Some(folder) = folder() else {
        println!("skipped: no shared/figures/recognizers beside the checkout");
        return;
    };
    let files = ["Number", "Ordinal", "Percent", "NumberRange", "Currency", "Dimension", "Age", "Temperature"];
    let mut sum = Score::default();
    for file in files {
        let score = run(&folder, file);
        sum.cases += score.cases;
        sum.spans += score.spans;
        sum.values += score.values;
    }
    let share = |right: usize, cases: usize| 100.0 * right as f64 / cases.max(1) as f64;
    let (spans, values) = (share(sum.spans, sum.cases), share(sum.values, sum.cases));
    println!("together     {:3} cases: span {spans:.1} %, value {values:.1} %", sum.cases);
    let dates = run(&folder, "DateTime");
    let (date_spans, date_values) = (share(dates.spans, dates.cases), share(dates.values, dates.cases));
    if std::env::var("SHOW").is_err() {
        assert!(spans >= TOGETHER.0 && values >= TOGETHER.1, "together: {spans:.1} {values:.1}");
        assert!(date_spans >= DATES.0 && date_values >= DATES.1, "dates: {date_spans:.1} {date_values:.1}");
    }
}
