//! How fast figures are found, on one thread: news of 10 KB to 100 MB, with lines and without.
//!
//! `cargo bench -p tagger --bench figures [-- FILE…]`. Beside it, in the same run, a scan for one byte (what reading the
//! text costs at least) and word boundaries by UAX #29.

use std::time::{Duration, Instant};

use tagger::{FigureTagger, Tagger};
use unicode_segmentation::UnicodeSegmentation;

/// News in the small: the marked articles beside the checkout if they are there, else these lines.
fn news() -> String {
    let files: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with('-')).collect();
    let mut text = String::new();
    for file in &files {
        text += &std::fs::read_to_string(file).expect("the file named is readable");
        text += "\n\n";
    }
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/articles");
    if files.is_empty()
        && let Ok(entries) = std::fs::read_dir(folder)
    {
        let mut paths: Vec<_> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
        paths.sort();
        for path in paths {
            text += &std::fs::read_to_string(path).unwrap_or_default();
            text += "\n\n";
        }
    }
    if text.is_empty() {
        text = "The company said on Tuesday that revenue rose 12.5% to $3.4 billion in the third quarter of 2023, \
                while the number of its employees fell to about 45,000. Analysts had expected nothing of the kind, and \
                the shares of its rivals were little changed in early trading.\n\n"
            .to_owned();
    }
    text
}

/// The time that this thread has been on the processor, where the system tells it (Linux), else the time on the clock:
/// the first is disturbed less by other programs.
fn now(begin: Instant) -> Duration {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = told.and_then(|told| told.split(' ').next()?.parse().ok());
    nanoseconds.map_or_else(|| begin.elapsed(), Duration::from_nanos)
}

/// The best of at least five measurements of a tenth of a second or more, in MB (10⁶ bytes) a second, and what it
/// counted.
fn speed(text: &str, count: impl Fn(&str) -> usize) -> (f64, usize) {
    let begin = Instant::now();
    let (mut best, mut counted, mut times, mut done) = (Duration::MAX, 0, 1, 0);
    while done < 5 {
        let start = now(begin);
        for _ in 0..times {
            counted = std::hint::black_box(count(std::hint::black_box(text)));
        }
        let took = now(begin) - start;
        if took < Duration::from_millis(100) {
            times *= 2;
        } else {
            (best, done) = (best.min(took / times), done + 1);
        }
    }
    (text.len() as f64 / 1e6 / best.as_secs_f64(), counted)
}

fn main() {
    let seed = news();
    let of_size = |size: usize| {
        let mut text = seed.repeat(size / seed.len() + 1);
        text.truncate(text.floor_char_boundary(size));
        text
    };
    let million = of_size(1_000_000);
    // Cut where a character ends; the same text as the megabyte, since one piece may have more figures than another.
    let pieces = |text: &str, count: &dyn Fn(&str) -> usize| {
        let cuts: Vec<usize> = (0..=100).map(|part| text.floor_char_boundary(text.len() * part / 100)).collect();
        cuts.windows(2).map(|cut| count(&text[cut[0]..cut[1]])).sum()
    };
    let texts = [
        ("1 MB", million.clone()),
        ("1 MB, one line", million.replace(['\n', '\r'], " ")),
        ("1 MB, digits", "1234567890".repeat(100_000)),
        ("1 MB, number words", "one hundred and twenty ".repeat(43_500)),
        ("1 MB, ones", "1 ".repeat(500_000)),
        ("100 KB, number words", "one hundred and twenty ".repeat(4350)),
        ("100 KB, ones", "1 ".repeat(50_000)),
        ("100 MB", of_size(100_000_000)),
    ];
    let tagger = FigureTagger::default();
    println!("{:20} {:>10} {:>10} {:>12} {:>12}", "text", "figures", "MB/s", "one byte", "UAX #29");
    let (figures, found) = speed(&million, |text| pieces(text, &|text| tagger.tag(text).len()));
    println!("{:20} {found:>10} {figures:>10.1}", "100 times 10 KB");
    for (name, text) in &texts {
        let (figures, found) = speed(text, |text| tagger.tag(text).len());
        let (scan, _) = speed(text, |text| text.bytes().filter(|&byte| byte == b'0').count());
        let (words, _) = speed(&text[..text.floor_char_boundary(1_000_000)], |text| text.unicode_words().count());
        println!("{name:20} {found:>10} {figures:>10.1} {scan:>12.0} {words:>12.1}");
    }
}
