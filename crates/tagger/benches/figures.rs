//! How fast figures are found, on one thread: news of 10 KB to 100 MB, with lines and without.
//!
//! `cargo bench -p tagger --bench figures [-- FILE…]`. Beside it, in the same run, a scan for one byte (what reading the
//! text costs at least) and word boundaries by UAX #29.

use std::time::{Duration, Instant};

use tagger::{FigureTagger, Tagger};
use unicode_segmentation::UnicodeSegmentation;

/// How often each row is measured; the best counts.
const ROUNDS: usize = 16;

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

/// How long one of as many calls as take a tenth of a second lasts.
fn time(call: impl Fn() -> usize) -> Duration {
    let begin = Instant::now();
    let mut times = 1;
    loop {
        let start = now(begin);
        for _ in 0..times {
            std::hint::black_box(call());
        }
        let took = now(begin) - start;
        if took >= Duration::from_millis(100) {
            return took / times;
        }
        times *= 2;
    }
}

fn main() {
    let seed = news();
    let of_size = |size: usize| {
        let mut text = seed.repeat(size / seed.len() + 1);
        text.truncate(text.floor_char_boundary(size));
        text
    };
    let million = of_size(1_000_000);
    let rows = [
        ("100 times 10 KB", 100, million.clone()),
        ("1 MB", 1, million.clone()),
        ("1 MB, one line", 1, million.replace(['\n', '\r'], " ")),
        ("100 MB", 1, of_size(100_000_000)),
        ("1 MB, digits", 1, "1234567890".repeat(100_000)),
        ("1 MB, number words", 1, "one hundred and twenty ".repeat(43_500)),
        ("1 MB, ones", 1, "1 ".repeat(500_000)),
        ("100 KB, number words", 1, "one hundred and twenty ".repeat(4350)),
        ("100 KB, ones", 1, "1 ".repeat(50_000)),
    ];
    let tagger = FigureTagger::default();
    let figures = |pieces: usize, text: &str| -> usize {
        let cuts: Vec<usize> = (0..=pieces).map(|cut| text.floor_char_boundary(text.len() * cut / pieces)).collect();
        cuts.windows(2).map(|cut| tagger.tag(&text[cut[0]..cut[1]]).len()).sum()
    };
    let start_of = |text: &str| text.floor_char_boundary(1_000_000);
    // A machine is now faster and now slower: every row has its turn in each round.
    let mut best = [[Duration::MAX; 3]; 9];
    for _ in 0..ROUNDS {
        for ((_, pieces, text), best) in rows.iter().zip(&mut best) {
            let took = [
                time(|| figures(*pieces, text)),
                time(|| text.bytes().filter(|&byte| byte == b'0').count()),
                time(|| text[..start_of(text)].unicode_words().count()),
            ];
            *best = std::array::from_fn(|at| best[at].min(took[at]));
        }
    }
    println!("{:20} {:>10} {:>10} {:>12} {:>12}", "text", "figures", "MB/s", "one byte", "UAX #29");
    for ((name, pieces, text), best) in rows.iter().zip(best) {
        let speed = |len: usize, best: Duration| len as f64 / 1e6 / best.as_secs_f64();
        let [tagged, scanned] = [0, 1].map(|at| speed(text.len(), best[at]));
        let words = speed(start_of(text), best[2]);
        println!("{name:20} {:>10} {tagged:>10.1} {scanned:>12.0} {words:>12.1}", figures(*pieces, text));
    }
}
