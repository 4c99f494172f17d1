//! Importers take at most twenty times the memory of the file.

use annotation::{Annotation, AnnotationId, Document, LabelId, LabelSet, Origin, Session, Status, TextRange};
use formats::{Directions, FORMATS, File, ReadOptions, WriteOptions, export};
use peak_alloc::PeakAlloc;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// The most bytes of memory for a byte of the file.
const MOST: usize = 20;

/// Short documents with a label on every other word: as many annotations and tokens for a byte as files have.
fn sessions() -> Vec<Session> {
    let document = |number: usize| {
        let text = "Ana paid €5 to Bo in 東京 🗼. ".repeat(40);
        let words: Vec<&str> = text.split_inclusive(' ').collect();
        let mut at = 0;
        let mut annotations = Vec::new();
        for (index, word) in words.into_iter().enumerate() {
            let (start, end) = (at as u32, (at + word.trim_end().len()) as u32);
            at += word.len();
            if index % 2 == 0 {
                annotations.push(Annotation {
                    id: AnnotationId(index as u32 + 1),
                    range: TextRange::new(start.into(), end.into()),
                    label: LabelId((index % 18) as u16),
                    status: Status::Accepted,
                    origin: Origin::Human,
                    score: None,
                    value: None,
                    note: None,
                    unknown: None,
                });
            }
        }
        let document = Document::new(&format!("document-{number}"), text.into());
        Session::restore(document, LabelSet::ontonotes(), annotations).expect("the ranges are words of the text")
    };
    (0..20).map(document).collect()
}

#[test]
fn reading_takes_at_most_twenty_times_the_file() {
    let sessions = sessions();
    for format in FORMATS.iter().filter(|format| format.info().directions == Directions::Both) {
        let exported = export(*format, &sessions, &WriteOptions::default());
        let files: Vec<File<'_>> =
            exported.files.iter().map(|file| File { name: &file.name, bytes: &file.bytes }).collect();
        let bytes: usize = files.iter().map(|file| file.bytes.len()).sum();
        if format.info().is_configuration {
            continue;
        }
        let before = MEMORY.current_usage();
        MEMORY.reset_peak_usage();
        let imported = format.read_together(&files, &ReadOptions::default());
        let taken = MEMORY.peak_usage() - before;
        println!("{:18} {:>9} bytes, {:.1} times that in memory", format.info().id, bytes, taken as f64 / bytes as f64);
        assert_eq!(imported.sessions.is_empty(), bytes == 0);
        assert!(taken <= MOST * bytes, "{}: {taken} bytes for {bytes}", format.info().id);
    }
}
