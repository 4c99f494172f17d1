//! How fast the tagger is on a text: `cargo bench -p tagger -- FILE`.
//!
//! Prints the time to make the model ready and, for the text and for ten times the text, the best of five runs of the
//! whole tagger and of its steps.

use std::{hint::black_box, time::Instant};

use tagger::{DefaultTagger, FigureTagger, NameTagger, Tagger, parts, tokens};

const MODEL: &[u8] = include_bytes!("../data/names.model");

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
    for text in [text.clone(), text.repeat(10)] {
        println!("{} bytes, {} suggestions", text.len(), tagger.tag(&text).len());
        measure("all", &text, || drop(black_box(tagger.tag(&text))));
        measure("study", &text, || drop(black_box(tagger.study(&text))));
        let evidence = tagger.study(&text);
        measure("tag parts", &text, || {
            parts(&text).for_each(|part| drop(black_box(tagger.tag_part(&text, part, &evidence))));
        });
        measure("figures", &text, || {
            parts(&text).for_each(|part| drop(black_box(FigureTagger::default().tag(&text[part]))))
        });
        measure("tokens", &text, || _ = black_box(tokens(&text).count()));
    }
}

fn measure(name: &str, text: &str, run: impl Fn()) {
    let best = (0..5).map(|_| {
        let start = Instant::now();
        run();
        start.elapsed().as_secs_f64()
    });
    let seconds = best.fold(f64::INFINITY, f64::min);
    println!("  {name:<10} {:7.1} MB/s  {:8.1} ms", text.len() as f64 / seconds / 1e6, seconds * 1e3);
}
