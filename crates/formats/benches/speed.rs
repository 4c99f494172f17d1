//! How fast the formats are read and written, beside `serde_json` parsing the same bytes to a generic value.
//!
//! `cargo bench -p formats`. Articles of some 3,000 characters with an annotation about every hundred; one thread.
//! `cargo bench -p formats -- big` converts one document of 10 MB with 100,000 annotations in every format; ids of
//! formats behind it leave out the others.

use std::hint::black_box;
use std::time::{Duration, Instant};

use annotation::{Annotation, AnnotationId, Document, LabelId, LabelSet, Origin, Session, Status, TextRange};
use formats::{Directions, Exported, FORMATS, File, Format, Part, ReadOptions, WriteOptions, export};

/// Words of a made-up article; every line of them has a name or a figure.
const SENTENCES: [&str; 5] = [
    "The ministry in Lisbon said on Tuesday that the new harbour would cost €5.2m, more than was planned. ",
    "Ana Duarte, who leads the port's council, told reporters that \"nobody had asked the fishermen\". ",
    "Exports to 東京 rose by 12.5 per cent in the first quarter, while imports fell for the third year. ",
    "Analysts at Northern Trust expect the rate to stay at 3.25% until the spring, with little change after. ",
    "A café on the quay, open since 1911, will have to make room for a car park with ninety places. ",
];

fn session(number: usize, len: usize, every: usize) -> Session {
    let mut text = String::with_capacity(len + 200);
    for index in number.. {
        if text.len() >= len {
            break;
        }
        text.push_str(SENTENCES[index % SENTENCES.len()]);
    }
    let mut annotations = Vec::new();
    let mut words = text.split_inclusive(' ').scan(0, |at, word| {
        let start = *at;
        *at += word.len();
        Some((start, start + word.trim_end().len()))
    });
    let mut next = 0;
    while let Some((start, end)) = words.find(|&(start, end)| start >= next && start < end) {
        next = start + every;
        let id = annotations.len() as u32;
        annotations.push(Annotation {
            id: AnnotationId(id + 1),
            range: TextRange::new((start as u32).into(), (end as u32).into()),
            label: LabelId((id % 18) as u16),
            status: Status::Accepted,
            origin: Origin::Human,
            score: None,
            value: None,
            note: None,
            unknown: None,
        });
    }
    let document = Document::new(&format!("article-{number}"), text.into());
    Session::restore(document, LabelSet::ontonotes(), annotations).expect("the ranges are words of the text")
}

/// How often each format is written and read; the best counts.
const ROUNDS: usize = 8;

/// How long it takes; what it makes is dropped outside of the time.
fn time<T>(run: impl FnOnce() -> T) -> Duration {
    let start = Instant::now();
    let _made = black_box(run());
    start.elapsed()
}

fn rate(bytes: usize, time: Duration) -> f64 {
    bytes as f64 / 1e6 / time.as_secs_f64()
}

fn main() {
    let (given, names): (Vec<String>, Vec<String>) =
        std::env::args().skip(1).partition(|argument| argument.starts_with('-') || argument == "big");
    let is_big = given.iter().any(|argument| argument == "big");
    let sessions: Vec<Session> = match is_big {
        true => vec![session(0, 10_000_000, 95)],
        false => (0..3000).map(|number| session(number, 3000, 95)).collect(),
    };
    let annotations: usize = sessions.iter().map(|session| session.annotations().len()).sum();
    let text: usize = sessions.iter().map(|session| session.document().text().len()).sum();
    println!("{} documents, {:.1} MB of text, {annotations} annotations", sessions.len(), text as f64 / 1e6);
    let is_wanted = |format: &&&dyn Format| {
        let info = format.info();
        let is_named = names.is_empty() || names.iter().any(|name| name == info.id);
        info.directions == Directions::Both && !info.is_configuration && is_named && (is_big || info.is_lines)
    };
    let options = WriteOptions::default();
    let rows: Vec<_> =
        FORMATS.iter().filter(is_wanted).map(|format| (*format, export(*format, &sessions, &options))).collect();
    // A machine is now faster and now slower: every format has its turn in each round.
    let mut best = vec![[Duration::MAX; 3]; rows.len()];
    for round in 0..ROUNDS {
        for ((format, exported), best) in rows.iter().zip(&mut best) {
            let files = files(exported);
            let given = sessions.first().filter(|_| is_big && !format.info().keeps.contains(&Part::WhiteSpace));
            let text = given.map(|session| session.document().text().into());
            let read = ReadOptions { text, ..ReadOptions::default() };
            if round == 0 {
                let imported = format.read_together(&files, &read);
                assert_eq!(imported.sessions.len(), sessions.len(), "{}", format.info().id);
            }
            let generic = || {
                let values = files.iter().flat_map(|file| serde_json::Deserializer::from_slice(file.bytes).into_iter());
                values.map_while(Result::ok).collect::<Vec<serde_json::Value>>()
            };
            let took = [
                time(|| export(*format, &sessions, &options)),
                time(|| format.read_together(&files, &read)),
                if round % 3 == 0 { time(generic) } else { Duration::MAX },
            ];
            *best = std::array::from_fn(|at| best[at].min(took[at]));
        }
    }
    println!("{:18} {:>8} {:>12} {:>12} {:>12}", "format", "MB", "write MB/s", "read MB/s", "generic MB/s");
    for ((format, exported), [write, read, generic]) in rows.iter().zip(best) {
        let files = files(exported);
        let bytes: usize = files.iter().map(|file| file.bytes.len()).sum();
        let is_json = files.iter().all(|file| file.bytes.starts_with(b"{") || file.bytes.starts_with(b"[\n"));
        let generic = if is_json { format!("{:.0}", rate(bytes, generic)) } else { "-".into() };
        println!(
            "{:18} {:8.1} {:12.0} {:12.0} {generic:>12}   {:.0} + {:.0} ms",
            format.info().id,
            bytes as f64 / 1e6,
            rate(bytes, write),
            rate(bytes, read),
            write.as_secs_f64() * 1e3,
            read.as_secs_f64() * 1e3,
        );
    }
}

fn files(exported: &Exported) -> Vec<File<'_>> {
    exported.files.iter().map(|file| File { name: &file.name, bytes: &file.bytes }).collect()
}
