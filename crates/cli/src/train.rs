//! `postil train`: the names model from gold documents and name lists.
//!
//! The first pass is learnt from all training documents; the second, which adds the whole document's evidence, from
//! first-pass answers of models that have not seen the document. The same inputs, seed and program give the same
//! bytes.

mod corpus;
mod learner;
mod lists;

use std::{collections::BTreeMap, path::PathBuf};

use anyhow::{Context, Result, ensure};
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use tagger::{
    NameTagger, Tagger,
    gazetteer::Gazetteer,
    model::{LABELS, Model, NAMES, Row, STEP, UNIT},
    names::features::step_feature,
};

use self::{
    corpus::{Extractor, Source, TuningSet},
    learner::{Dice, Example, Settings, learn},
};
use crate::{
    evaluate::measure,
    score::{self, Count, Scheme, Scores},
};

/// Train the names model.
#[derive(Args)]
pub struct Train {
    /// The folder of gold documents
    #[arg(long)]
    ner: PathBuf,
    /// The folder of name lists
    #[arg(long)]
    gazetteers: PathBuf,
    /// The file of word classes
    #[arg(long)]
    classes: PathBuf,
    /// The folder of our own marked news, which thresholds are chosen on too
    #[arg(long)]
    news: PathBuf,
    /// The file to write
    #[arg(long)]
    out: PathBuf,
    /// Starts every random choice
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Times over the data
    #[arg(long, default_value_t = 5)]
    rounds: usize,
    /// The length of a step
    #[arg(long, default_value_t = 0.1)]
    rate: f32,
    /// The pull of weights towards zero
    #[arg(long, default_value_t = 0.0005)]
    decay: f32,
    /// How often, of 256, the words of an example are hidden
    #[arg(long, default_value_t = 64)]
    hidden: u32,
    /// How many features to keep
    #[arg(long, default_value_t = 130_000)]
    features: usize,
    /// Parts of the data, each answered for by a model of the others
    #[arg(long, default_value_t = 8)]
    folds: usize,
    /// How much the first pass counts in the second, of 256
    #[arg(long, default_value_t = 215)]
    base_factor: i32,
    /// Leave a part out, to see what it is worth: lists, own-lists, classes, evidence,
    /// second-pass, headlines
    #[arg(long)]
    without: Vec<String>,
}

impl Train {
    fn without(&self, part: &str) -> bool {
        self.without.iter().any(|name| name == part)
    }
}

/// Runs the command.
pub fn run(arguments: &Train) -> Result<()> {
    ensure!(arguments.folds > 1, "at least two folds are needed");
    let (sources, mut tune) = corpus::load(&arguments.ner)?;
    tune.push((NEWS.to_owned(), corpus::own_news(&arguments.news)?));
    let prepared = Prepared::new(arguments, sources)?;
    let mut model = prepared.first_pass(arguments);
    report("first pass", &NameTagger::new(with_one_pass(model.clone())), &tune);
    model = match prepared.second_pass(arguments) {
        Some(rows) => model.with_rows(&rows, arguments.base_factor),
        None => with_one_pass(model),
    };
    choose_thresholds(&mut model, &tune);
    calibrate(&mut model, &tune);
    report("both passes", &NameTagger::new(model.clone()), &tune);
    let bytes = model.to_bytes();
    std::fs::write(&arguments.out, &bytes).with_context(|| format!("writing {}", arguments.out.display()))?;
    eprintln!("{}: {} features, {} bytes", arguments.out.display(), model.len(), bytes.len());
    Ok(())
}

/// The lists and the examples to learn from.
struct Prepared {
    gazetteer: Gazetteer,
    sources: Vec<Source>,
    examples: Vec<Example>,
    extractor: Extractor,
    hashes: Vec<u32>,
    settings: Settings,
}

impl Prepared {
    fn new(arguments: &Train, mut sources: Vec<Source>) -> Result<Prepared> {
        let mut lists = if arguments.without("own-lists") { lists::ListBuilder::default() } else { lists::own() };
        if !arguments.without("lists") {
            lists::add_folder(&mut lists, &arguments.gazetteers)?;
        }
        if !arguments.without("classes") {
            lists::add_classes(&mut lists, &arguments.classes)?;
        }
        lists::add_ordinary_words(&mut lists, sources.iter().map(|source| source.document.text.as_str()));
        let gazetteer = lists.build();
        eprintln!("{} documents; lists: {:?} words and phrases", sources.len(), lists.len());
        if !arguments.without("headlines") {
            sources.extend(corpus::headlines(&sources, &mut Dice(arguments.seed)));
        }
        let mut extractor = Extractor::default();
        let mut examples = Vec::new();
        for (index, source) in sources.iter().enumerate() {
            examples.extend(extractor.examples(source, index % arguments.folds, &gazetteer));
        }
        let hashes = prune(&mut extractor);
        let (count, unreached) = (examples.len(), extractor.out_of_reach);
        eprintln!("{count} examples, {} features, {unreached} spans out of reach", hashes.len());
        let settings = Settings {
            rounds: arguments.rounds,
            rate: arguments.rate,
            decay: arguments.decay,
            hidden: arguments.hidden,
            seed: arguments.seed,
        };
        Ok(Prepared { gazetteer, sources, examples, extractor, hashes, settings })
    }

    /// A model of the first pass, learnt from everything.
    fn first_pass(&self, arguments: &Train) -> Model {
        let all: Vec<&Example> = self.examples.iter().collect();
        Model::new(self.gazetteer.clone(), self.learn(arguments, "first pass", &all))
    }

    fn learn(&self, arguments: &Train, name: &str, examples: &[&Example]) -> Vec<(u32, Row<i8>)> {
        let bar = progress(name, self.settings.rounds);
        let weights = learn(&self.extractor.arena, examples, self.hashes.len(), None, self.settings, |_, loss| {
            bar.set_message(format!("loss {loss:.4}"));
            bar.inc(1);
        });
        bar.finish();
        quantise(&self.hashes, &weights, arguments.features)
    }

    /// The weights of the second pass, learnt from first-pass answers of models that had not seen the document.
    fn second_pass(&self, arguments: &Train) -> Option<Vec<(u32, Row<i8>)>> {
        if arguments.without("second-pass") {
            return None;
        }
        let mut evidence = Extractor::default();
        let mut second = Vec::new();
        let mut steps = [[0.0; LABELS]; 2];
        let mut held_out_scores = BTreeMap::new();
        for fold in 0..arguments.folds {
            let others: Vec<&Example> = self.examples.iter().filter(|example| example.fold != fold).collect();
            let rows = self.learn(arguments, &format!("without part {}", fold + 1), &others);
            let tagger = NameTagger::new(Model::new(self.gazetteer.clone(), rows));
            steps = tagger.steps().map(|step| {
                let mut row = [step.name as f32 / UNIT as f32; LABELS];
                row[0] = step.none as f32 / UNIT as f32;
                row
            });
            let own = |(index, _): &(usize, &Source)| index % arguments.folds == fold;
            let held_out: Vec<&Source> =
                self.sources.iter().enumerate().filter(own).map(|(_, source)| source).collect();
            check_held_out(&tagger, &held_out, &mut held_out_scores);
            let with_mentions = !arguments.without("evidence");
            for source in held_out {
                second.extend(evidence.evidence_examples(source, &tagger, arguments.base_factor, with_mentions));
            }
        }
        eprintln!("first pass on texts held out:");
        for (name, scores) in &held_out_scores {
            let f1 = |labels: &[&str]| scores.together(labels).percentages()[2];
            let all = f1(&["PERSON", "ORG", "GPE+LOC"]);
            eprintln!("  {name} {all:.2} (PERSON {:.1}, ORG {:.1})", f1(&["PERSON"]), f1(&["ORG"]));
        }
        let hashes = prune(&mut evidence);
        let all: Vec<&Example> = second.iter().collect();
        let settings = Settings { rounds: 8, hidden: 0, ..self.settings };
        let weights = learn(&evidence.arena, &all, hashes.len(), Some(steps), settings, |_, _| ());
        let rows = quantise(&hashes, &weights[..hashes.len()], usize::MAX);
        eprintln!("second pass: {} examples, {} features", second.len(), rows.len());
        Some(rows)
    }
}

fn with_one_pass(mut model: Model) -> Model {
    model.base_factor = 256;
    model
}

/// Drops features that are used once only; returns the hashes of those that stay, in their new order.
fn prune(extractor: &mut Extractor) -> Vec<u32> {
    let mut hashes = Vec::new();
    let numbers: Vec<Option<u32>> = extractor
        .uses
        .iter()
        .zip(&extractor.hashes)
        .map(|(&uses, &hash)| {
            (uses > 1).then(|| {
                hashes.push(hash);
                hashes.len() as u32 - 1
            })
        })
        .collect();
    extractor.arena.renumber(&numbers);
    hashes
}

/// The weights in whole numbers, of the features that say most.
fn quantise(hashes: &[u32], weights: &[Row<f32>], keep: usize) -> Vec<(u32, Row<i8>)> {
    let scale = (UNIT / STEP) as f32;
    let whole = |row: &Row<f32>| row.map(|weight| (weight * scale).round().clamp(-127.0, 127.0) as i8);
    let mut rows: Vec<(u32, u32, Row<i8>)> = hashes
        .iter()
        .zip(weights)
        .map(|(&hash, weights)| {
            let row = whole(weights);
            // Weights are judged against each other, so what all labels share says nothing.
            let strength = row.iter().map(|&weight| u32::from(weight.unsigned_abs()).pow(2)).sum();
            (strength, hash, row)
        })
        .filter(|&(strength, ..)| strength > 0)
        .collect();
    rows.sort_unstable_by_key(|&(strength, hash, _)| (std::cmp::Reverse(strength), hash));
    rows.truncate(keep);
    let mut rows: Vec<(u32, Row<i8>)> = rows.into_iter().map(|(_, hash, row)| (hash, row)).collect();
    for (step, weights) in [false, true].into_iter().zip(&weights[hashes.len().min(weights.len())..]) {
        rows.push((step_feature(step).hash, whole(weights)));
    }
    rows
}

/// Adds a model's scores on texts that it has not seen, by the data set that their names begin with.
fn check_held_out(tagger: &NameTagger, held_out: &[&Source], scores: &mut BTreeMap<&'static str, Scores>) {
    const SETS: [(&str, &[&str]); 5] = [
        ("UNER", &["answers", "email", "newsgroup", "reviews", "weblog"]),
        ("WikiGold", &["wikigold"]),
        ("GUM", &["GUM"]),
        ("CrossNER", &["crossner"]),
        ("WNUT", &["wnut"]),
    ];
    let gazetteer = &tagger.model().gazetteer;
    for (set, prefixes) in SETS {
        let documents = held_out.iter().map(|source| &source.document);
        let is_of_set = |id: &str| prefixes.iter().any(|prefix| id.starts_with(prefix)) && !id.ends_with("headline");
        let documents: Vec<_> = documents.filter(|document| is_of_set(&document.id)).cloned().collect();
        let scheme = Scheme::of(&documents, gazetteer);
        let scores = scores.entry(set).or_default();
        for document in &documents {
            score::add(scores, &scheme, document, &tagger.tag(&document.text), gazetteer);
        }
    }
}

/// The name of the tuning set of our own news.
const NEWS: &str = "own-news";

/// Sets the posterior that a name of each label must have to the one that serves best: people, organisations and places
/// half on the data sets and half on our own news, since news is what counts and no data set of it is there to tune on.
fn choose_thresholds(model: &mut Model, tune: &[TuningSet]) {
    const COMMON: [&str; 4] = ["PERSON", "ORG", "GPE", "LOC"];
    model.thresholds = [14 * 1024; LABELS];
    for group in [&["PERSON"][..], &["ORG"], &["GPE", "LOC"], &["PRODUCT"], &["EVENT"]] {
        let sets = tune.iter().filter(|(name, _)| !name.starts_with("crossner") || !COMMON.contains(&group[0]));
        let sets: Vec<&TuningSet> = sets.collect();
        let mut best = (0.0, model.clone());
        for threshold in [4, 6, 8, 10, 12, 14, 16].map(|step| step * 1024) {
            let mut candidate = model.clone();
            let labels = (1..LABELS).filter(|&label| group.contains(&NAMES[label]));
            labels.for_each(|label| candidate.thresholds[label] = threshold);
            let tagger = NameTagger::new(candidate.clone());
            let (mut count, mut news) = (Count::default(), Count::default());
            for (name, documents) in &sets {
                let scores = measure(&tagger, documents, |text| tagger.tag(text));
                let labels: &[&str] = if group[0] == "GPE" { &["GPE+LOC", "GPE", "LOC"] } else { group };
                if name == NEWS { &mut news } else { &mut count }.add(scores.together(labels));
            }
            let f1 = |count: Count| count.percentages()[2];
            let common = COMMON.contains(&group[0]);
            let f1 = if common { (f1(count) + f1(news)) / 2.0 } else { f1(count) };
            eprintln!("{} from {}/32: {f1:.2}", group.join("+"), threshold / 1024);
            if f1 > best.0 {
                best = (f1, candidate);
            }
        }
        *model = best.1;
    }
}

/// Sets the score that each posterior deserves, from texts that were not trained on.
fn calibrate(model: &mut Model, tune: &[TuningSet]) {
    model.calibration = std::array::from_fn(|index| (index * 1000 / 32) as u16);
    let tagger = NameTagger::new(model.clone());
    let mut bins = [(0usize, 0usize); 10];
    for (_, documents) in tune {
        let scores = measure(&tagger, documents, |text| tagger.tag(text));
        for (bin, (right, all)) in bins.iter_mut().zip(scores.calibration) {
            bin.0 += right;
            bin.1 += all;
        }
    }
    let share = |bin: usize| match bins[bin] {
        (_, 0) => bin as f64 * 100.0 + 50.0,
        (right, all) => 1000.0 * right as f64 / all as f64,
    };
    let mut floor = 0.0f64;
    let centres: Vec<f64> = (0..10)
        .map(|bin| {
            floor = floor.max(share(bin));
            floor
        })
        .collect();
    model.calibration = std::array::from_fn(|index| {
        let place = (index as f64 * 10.0 / 32.0 - 0.5).clamp(0.0, 9.0);
        let (low, part) = (place.floor() as usize, place.fract());
        let high = (low + 1).min(9);
        (centres[low] + (centres[high] - centres[low]) * part).round().clamp(0.0, 1000.0) as u16
    });
}

fn report(name: &str, tagger: &NameTagger, tune: &[TuningSet]) {
    let mut line = format!("{name}:");
    for (set, documents) in tune {
        let scores: Scores = measure(tagger, documents, |text| tagger.tag(text));
        let f1 = |labels: &[&str]| scores.together(labels).percentages()[2];
        line += &format!(
            "  {set} {:.1} (ORG {:.1}, PRODUCT {:.1}, EVENT {:.1}, NORP {:.1})\n",
            f1(&["PERSON", "ORG", "GPE+LOC"]),
            f1(&["ORG"]),
            f1(&["PRODUCT"]),
            f1(&["EVENT"]),
            f1(&["NORP"])
        );
    }
    eprintln!("{line}");
}

fn progress(name: &str, rounds: usize) -> ProgressBar {
    let style = ProgressStyle::with_template("{prefix:16} {bar:30} {pos}/{len} rounds, {elapsed} {msg}");
    let bar = ProgressBar::new(rounds as u64).with_prefix(name.to_owned());
    bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}
