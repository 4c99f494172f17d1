//! How fast the tagger is on a text: `cargo bench -p tagger --bench speed -- FILE`.
//!
//! Prints the time to make the model ready and, for the text, ten times and a hundred times the text, how fast the whole
//! tagger and its steps are, and the most memory that the last took (Linux). The best of several rounds counts: a machine
//! is now faster and now slower, and each step has its turn in every round.

use std::{hint::black_box, time::Instant};

use tagger::{DefaultTagger, FigureTagger, NameTagger, Tagger, parts, tokens};

const MODEL: &[u8] = include_bytes!("../data/names.model");

/// Rounds for the text, ten times and a hundred times the text.
const ROUNDS: [usize; 3] = [40, 10, 3];

fn main() {
    let Some(path) = std::env::args().skip(1).find(|argument| !argument.starts_with("--")) else {
        println!("speed: no file given, nothing measured");
        return;
    };
    let text = std::fs::read_to_string(&path).expect("the file named on the command line can be read");
    let start = Instant::now();
    let names = NameTagger::from_bytes(MODEL).expect("the model in the repository is whole");
    println!("model ready in {:.1} ms", start.elapsed().as_secs_f64() * 1e3);
    let tagger = DefaultTagger::new(Some(names));
    for (times, rounds) in [1, 10, 100].into_iter().zip(ROUNDS) {
        measure(&tagger, &text.repeat(times), rounds);
    }
}

fn measure(tagger: &DefaultTagger, text: &str, rounds: usize) {
    let before = memory("VmRSS:");
    let found = tagger.tag(text).len();
    let most = memory("VmHWM:") - before;
    println!("{} bytes, {found} suggestions, {:.1} times the text in memory", text.len(), most / text.len() as f64);
    let evidence = tagger.study(text);
    let steps: [(&str, &dyn Fn()); 5] = [
        ("all", &|| drop(black_box(tagger.tag(text)))),
        ("study", &|| drop(black_box(tagger.study(text)))),
        ("tag parts", &|| {
            parts(text).for_each(|part| drop(black_box(tagger.tag_part(text, part, &evidence))));
        }),
        ("figures", &|| parts(text).for_each(|part| drop(black_box(FigureTagger::default().tag(&text[part]))))),
        ("tokens", &|| _ = black_box(tokens(text).count())),
    ];
    let mut best = [f64::INFINITY; 5];
    for _ in 0..rounds {
        for ((_, step), best) in steps.iter().zip(&mut best) {
            let start = Instant::now();
            step();
            *best = best.min(start.elapsed().as_secs_f64());
        }
    }
    for ((name, _), best) in steps.iter().zip(best) {
        println!("  {name:10} {:7.1} MB/s {:8.1} ms", text.len() as f64 / best / 1e6, best * 1e3);
    }
}

/// A line of what Linux says about this program's memory, in bytes; 0 elsewhere.
fn memory(line: &str) -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let kilobytes = status.lines().find_map(|found| found.strip_prefix(line)?.split_whitespace().next()?.parse().ok());
    kilobytes.unwrap_or(0.0) * 1024.0
}
