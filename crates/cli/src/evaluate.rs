//! `postil evaluate`: how good the tagger is on texts whose spans are known.

use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::Args;
use tagger::{DefaultTagger, NameTagger, Suggestion, Tagger};

use crate::{
    gold::{self, GoldDocument},
    score::{self, Count, Scheme, Scores},
};

/// Measure the tagger on gold: strict precision, recall and F1 for each label.
#[derive(Args)]
pub struct Evaluate {
    /// Gold documents in marked text (.mark) or in any format that `postil convert` reads
    #[arg(required = true)]
    gold: Vec<PathBuf>,
    /// A names model in place of the built-in one
    #[arg(long)]
    model: Option<PathBuf>,
    /// List every error
    #[arg(long)]
    errors: bool,
    /// Measure the figures too
    #[arg(long)]
    figures: bool,
}

/// Runs the command.
pub fn run(arguments: &Evaluate) -> Result<()> {
    let names = match &arguments.model {
        Some(path) => {
            let bytes = std::fs::read(path).with_context(|| format!("reading {}", path.display()))?;
            NameTagger::from_bytes(&bytes).with_context(|| format!("{}", path.display()))?
        }
        None => crate::names()?,
    };
    let mut documents = Vec::new();
    for path in &arguments.gold {
        documents.extend(gold::read(path)?);
    }
    let scores = if arguments.figures {
        let tagger = DefaultTagger::new(Some(names.clone()));
        measure(&names, &documents, |text| tagger.tag(text))
    } else {
        documents.iter_mut().for_each(gold::without_figures);
        measure(&names, &documents, |text| names.tag(text))
    };
    print(&scores, arguments.errors);
    Ok(())
}

/// The scores of the suggestions of `tag`.
pub fn measure(names: &NameTagger, documents: &[GoldDocument], tag: impl Fn(&str) -> Vec<Suggestion>) -> Scores {
    let gazetteer = &names.model().gazetteer;
    let scheme = Scheme::of(documents, gazetteer);
    let mut scores = Scores::default();
    for document in documents {
        score::add(&mut scores, &scheme, document, &tag(&document.text), gazetteer);
    }
    scores
}

fn print(scores: &Scores, errors: bool) {
    let line = |name: &str, count: &Count| {
        let [precision, recall, f1] = count.percentages();
        let (right, suggested, known) = (count.right, count.suggested, count.known);
        println!(
            "{name:<24} P {precision:5.1}  R {recall:5.1}  F1 {f1:5.1}  right {right:5}  suggested {suggested:5}  known {known:5}"
        );
    };
    scores.labels.iter().for_each(|(label, count)| line(label, count));
    line("PERSON, ORG, GPE, LOC", &scores.together(&["PERSON", "ORG", "GPE+LOC", "GPE", "LOC"]));
    let all: Vec<&str> = scores.labels.keys().map(String::as_str).collect();
    line("all", &scores.together(&all));
    println!("\nconfusions (known → suggested)");
    let mut confusions: Vec<_> = scores.confusions.iter().collect();
    confusions.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
    confusions.iter().take(20).for_each(|((known, suggested), count)| println!("{count:6}  {known} → {suggested}"));
    println!("\ncalibration: of the spans with this score, so many are right");
    for (tenth, (right, all)) in scores.calibration.iter().enumerate().filter(|(_, bin)| bin.1 > 0) {
        let share = 1000 * right / all;
        println!("  {:3}–{:4}  {share:4} per mille of {all}", tenth * 100, tenth * 100 + 99);
    }
    if errors {
        println!("\nerrors (known → suggested)");
        scores.errors.iter().for_each(|error| println!("{error}"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn real_articles_are_tagged_well() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/gold");
        let Ok(files) = std::fs::read_dir(&folder) else {
            println!("no gold beside the repository, nothing measured");
            return;
        };
        let mut paths: Vec<PathBuf> = files.filter_map(|file| file.ok().map(|file| file.path())).collect();
        paths.retain(|path| path.extension().is_some_and(|extension| extension == "mark"));
        paths.sort();
        let mut documents: Vec<GoldDocument> = paths.iter().flat_map(|path| gold::read(path).unwrap()).collect();
        documents.iter_mut().for_each(gold::without_figures);
        let names = crate::names().unwrap();
        let scores = measure(&names, &documents, |text| names.tag(text));
        let all: Vec<&str> = scores.labels.keys().map(String::as_str).collect();
        let [.., f1] = scores.together(&all).percentages();
        assert!(f1 >= 85.0, "F1 is {f1:.1}");
    }
}
