//! How much of the articles of web pages is read, and how much else: eighty pages, twenty layouts (see `pages/README.md`).

use std::collections::HashMap;
use std::fs;
use std::path::Path;

/// The least share of the article's words that is read, and the most of the others.
const LEAST_KEPT: f64 = 0.95;
const MOST_OTHERS: f64 = 0.03;

/// Counts of words.
#[derive(Default, Clone, Copy)]
struct Score {
    article: usize,
    kept: usize,
    others: usize,
    others_kept: usize,
}

impl Score {
    fn add(&mut self, other: Score) {
        self.article += other.article;
        self.kept += other.kept;
        self.others += other.others;
        self.others_kept += other.others_kept;
    }

    fn kept(self) -> f64 {
        self.kept as f64 / self.article as f64
    }

    /// The share of the text round the article that is read.
    fn others(self) -> f64 {
        self.others_kept as f64 / self.others.max(1) as f64
    }
}

#[test]
fn articles_are_read_and_what_is_round_them_is_not() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let sorted = |path: &str, end: &str| {
        let entries = fs::read_dir(folder.join(path)).unwrap();
        let mut paths: Vec<_> = entries
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.extension().is_some_and(|e| e == end))
            .collect();
        paths.sort();
        paths
    };
    let samples: Vec<String> =
        sorted("../../www/samples", "txt").iter().map(|path| fs::read_to_string(path).unwrap()).collect();
    let layouts = sorted("tests/pages", "html");
    assert_eq!((layouts.len(), samples.len()), (20, 4));
    let mut all = Score::default();
    let mut table = format!("{:16}{:>10}{:>10}\n", "", "article", "others");
    for path in &layouts {
        let layout = fs::read_to_string(path).unwrap();
        let mut score = Score::default();
        for sample in &samples {
            score.add(measure(&layout, sample));
        }
        let name = path.file_stem().unwrap().to_string_lossy();
        table += &format!("{name:16}{:>9.1}%{:>9.1}%\n", 100.0 * score.kept(), 100.0 * score.others());
        all.add(score);
    }
    let foreign = all.others_kept as f64 / (all.kept + all.others_kept) as f64;
    table += &format!(
        "{:16}{:>9.1}%{:>9.1}%\nof what is read, {:.2}% is not of the article",
        "all",
        100.0 * all.kept(),
        100.0 * all.others(),
        100.0 * foreign
    );
    println!("{table}");
    assert!(all.kept() >= LEAST_KEPT && all.others() <= MOST_OTHERS, "{table}");
}

/// Mozilla's test pages: real ones, with the article that Readability is to find (BENCHMARKS.md says where they are had).
///
/// The title counts as part of the article, for Postil keeps the headline.
#[test]
#[ignore = "the pages are others'; READABILITY names their folder"]
fn readability() {
    let folder = std::env::var("READABILITY").expect("READABILITY is the folder of the test pages");
    let mut folders: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.sort();
    let (mut all, mut scores) = (Score::default(), Vec::new());
    for folder in folders {
        let file = |name: &str| fs::read_to_string(folder.join(name)).unwrap_or_default();
        let (page, expected, about) = (file("source.html"), file("expected.html"), file("expected-metadata.json"));
        let about: serde_json::Value = serde_json::from_str(&about).unwrap_or_default();
        let title = about["title"].as_str().unwrap_or_default();
        let article = words(&format!("{title} {}", text_of(&expected, true)));
        let (whole, extracted) = (words(&text_of(&page, true)), words(&text_of(&page, false)));
        let kept = common(&article, &extracted);
        // Words of the article that are nowhere in the text, such as the title of the window, are not to be had.
        let (article, count_all) = (common(&article, &whole), count(&whole));
        let score = Score {
            article,
            kept: kept.min(article),
            others: count_all - article,
            others_kept: count(&extracted).saturating_sub(kept),
        };
        let name = folder.file_name().unwrap().to_string_lossy();
        println!("{name:40}{:>9.1}%{:>9.1}%", 100.0 * score.kept(), 100.0 * score.others());
        all.add(score);
        scores.push(score);
    }
    let reached = scores.iter().filter(|score| score.kept() >= LEAST_KEPT && score.others() <= MOST_OTHERS).count();
    let foreign = all.others_kept as f64 / (all.kept + all.others_kept) as f64;
    println!(
        "{} pages: {:.1}% of the articles' words, {:.1}% of the others; of what is read, {:.2}% is not of the article; \
        {reached} pages reach both bars",
        scores.len(),
        100.0 * all.kept(),
        100.0 * all.others(),
        100.0 * foreign
    );
}

/// The text of a page, or of its article.
fn text_of(html: &str, whole_page: bool) -> String {
    let options = articles::Options { whole_page, ..Default::default() };
    let read = articles::read("page.html", html.as_bytes(), &options);
    read.map_or_else(|error| panic!("{error}"), |mut read| read.articles.remove(0).text)
}

fn count(words: &HashMap<String, usize>) -> usize {
    words.values().sum()
}

/// How many words two texts have in common.
fn common(first: &HashMap<String, usize>, second: &HashMap<String, usize>) -> usize {
    first.iter().map(|(word, count)| (*count).min(second.get(word).copied().unwrap_or(0))).sum()
}

fn measure(layout: &str, sample: &str) -> Score {
    let blocks: Vec<&str> = sample.split("\n\n").map(str::trim).filter(|block| !block.is_empty()).collect();
    let page = fill(layout, &blocks);
    let article = words(&blocks.join(" "));
    let (whole, extracted) = (words(&text_of(&page, true)), words(&text_of(&page, false)));
    assert_eq!(common(&article, &whole), count(&article), "the whole page holds all of the article");
    let kept = common(&article, &extracted);
    Score {
        article: count(&article),
        kept,
        others: count(&whole) - count(&article),
        others_kept: count(&extracted) - kept,
    }
}

fn words(text: &str) -> HashMap<String, usize> {
    let mut words = HashMap::new();
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        *words.entry(word.to_lowercase()).or_default() += 1;
    }
    words
}

/// The page with the blocks of an article, of which the first is the title.
fn fill(layout: &str, blocks: &[&str]) -> String {
    let escape = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;");
    let mut page = layout.replace("{{title}}", &escape(blocks[0]));
    let mut next = 1;
    while page.contains(&format!("{{{{{next}}}}}")) {
        page = page.replace(&format!("{{{{{next}}}}}"), &escape(blocks[next]));
        next += 1;
    }
    let start = page.find("{{").expect("a layout has a place for the rest");
    let end = page[start..].find("}}").expect("it ends") + start;
    let instruction = page[start + 2..end].to_owned();
    let parts: Vec<String> = instruction.split(' ').map(|part| part.replace('#', " ")).collect();
    let rest: Vec<String> = blocks[next..]
        .iter()
        .map(|block| match &parts[..] {
            [joined, ..] if joined == "joined" => escape(block),
            _ if is_heading(block) => format!("<h2>{}</h2>", escape(block)),
            [_, before, behind] => format!("{before}{}{behind}", escape(block)),
            _ => panic!("{instruction}"),
        })
        .collect();
    let rest = if parts[0] == "joined" { rest.join(&parts[1]) } else { rest.join("\n") };
    format!("{}{rest}{}", &page[..start], &page[end + 2..])
}

fn is_heading(block: &str) -> bool {
    block.len() < 60 && !block.ends_with(['.', '”', '?', '!', ':'])
}
