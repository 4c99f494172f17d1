//! What a file is: guesses at its format, and at what its offsets count, for a person to confirm or change.

use annotation::TextRange;

use crate::{FORMATS, File, Format, ReadOptions, Sample, Unit, UnitChoice, Warning, plain_text};

/// A format that a file may have.
#[derive(Clone, Copy)]
pub struct Guess {
    /// The format.
    pub format: &'static dyn Format,
    /// How sure that is, from 1 to 100.
    pub confidence: u8,
}

/// The formats that a file may have, the likeliest first; none for plain text and for what is no text at all.
///
/// The content decides; the extension only where two are as likely.
pub fn detect(file: &File<'_>) -> Vec<Guess> {
    let head = &file.bytes[..file.bytes.len().min(64 * 1024)];
    let decoded = match str::from_utf8(head) {
        Ok(text) => text.into(),
        // A character may be cut in two by the limit.
        Err(error) if error.valid_up_to() + 4 > head.len() => String::from_utf8_lossy(&head[..error.valid_up_to()]),
        Err(_) => plain_text::decode(head).unwrap_or_else(|_| String::from_utf8_lossy(head)),
    };
    let sample = Sample { name: file.name, text: decoded.trim_start_matches('\u{feff}') };
    let guess = |format: &&'static dyn Format| {
        let confidence = format.recognise(&sample);
        let fits = format.info().extensions.iter().any(|extension| file.has_extension(extension));
        (confidence > 0).then_some((confidence, fits, Guess { format: *format, confidence: confidence.min(100) }))
    };
    let mut guesses: Vec<_> = FORMATS.iter().filter_map(guess).collect();
    guesses.sort_by_key(|(confidence, fits, _)| std::cmp::Reverse((*confidence, *fits)));
    guesses.into_iter().map(|(_, _, guess)| guess).collect()
}

/// What a file's annotations are if its offsets count a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitGuess {
    /// The unit.
    pub unit: Unit,
    /// How many annotations then do not fit the text or their quote.
    pub misfits: usize,
    /// How many then start or end inside a word.
    pub cut_words: usize,
    /// The first three annotations that another unit would read otherwise: their text, and their label.
    pub first: Vec<(String, String)>,
}

/// What the offsets of files count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UnitAnswer {
    /// This; `None` if it is the format's own, all units come to the same, or each file says for itself.
    Settled(Option<Unit>),
    /// One of these, the likeliest first: the files fit several units that read them otherwise.
    Open(Vec<UnitGuess>),
}

/// How much of the files is looked at for their unit, in bytes.
const UNIT_SAMPLE: usize = 1 << 20;

/// What the offsets of a format's files count, where the format leaves it open.
pub fn settle_unit(format: &dyn Format, files: &[File<'_>], options: &ReadOptions) -> UnitAnswer {
    if options.unit.is_some() || !matches!(format.unit_choice(), UnitChoice::Open(_)) {
        return UnitAnswer::Settled(options.unit);
    }
    let telling = files.iter().flat_map(|file| file.bytes.split_inclusive(|&byte| byte == b'\n')).filter(is_telling);
    let mut sample = Vec::new();
    for line in telling {
        sample.extend_from_slice(line);
        if sample.len() > UNIT_SAMPLE {
            break;
        }
    }
    if sample.is_empty() {
        return UnitAnswer::Settled(None);
    }
    let mut guesses = guess_units(format, &File { name: "sample", bytes: &sample }, options);
    let fewest = guesses[0].0.misfits;
    guesses.retain(|(guess, _)| guess.misfits == fewest);
    let mut different: Vec<(UnitGuess, Vec<Reading>)> = Vec::new();
    for (guess, readings) in guesses {
        if different.iter().all(|(_, others)| *others != readings) {
            different.push((guess, readings));
        }
    }
    if let [(guess, _)] = &different[..] {
        return UnitAnswer::Settled(Some(guess.unit).filter(|_| Some(guess.unit) != format.info().unit));
    }
    let is_same = |at: usize| different.iter().all(|(_, readings)| readings.get(at) == different[0].1.get(at));
    let longest = different.iter().map(|(_, readings)| readings.len()).max().unwrap_or_default();
    let telling: Vec<usize> = (0..longest).filter(|&at| !is_same(at)).take(3).collect();
    let with_first = |(guess, readings): &(UnitGuess, Vec<Reading>)| {
        let first =
            telling.iter().filter_map(|&at| readings.get(at)).map(|(_, quote, label)| (quote.clone(), label.clone()));
        UnitGuess { first: first.collect(), ..guess.clone() }
    };
    UnitAnswer::Open(different.iter().map(with_first).collect())
}

/// Whether a line of JSON may hold text in which units differ: characters beyond ASCII, as such or escaped, or CR LF.
fn is_telling(line: &&[u8]) -> bool {
    !line.is_ascii() || line.windows(2).any(|pair| matches!(pair, b"\\u" | b"\\r"))
}

/// An annotation as it is read: its place in bytes, its text and its label.
type Reading = (TextRange, String, String);

/// Reads a file in every unit; the likeliest is first.
fn guess_units(format: &dyn Format, file: &File<'_>, options: &ReadOptions) -> Vec<(UnitGuess, Vec<Reading>)> {
    let guess = |unit: Unit| {
        let options = ReadOptions { unit: Some(unit), ..options.clone() };
        let imported = format.read(file, &options).unwrap_or_default();
        let is_misfit = |warning: &&Warning| warning.message.contains("left out") || warning.message.contains("quote");
        let misfits = imported.warnings.iter().filter(is_misfit).count();
        let (mut cut_words, mut readings) = (0, Vec::new());
        for session in &imported.sessions {
            let text = session.document().text();
            let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
            let cuts = |at: usize| is_word(text[..at].chars().next_back()) && is_word(text[at..].chars().next());
            for annotation in session.annotations().iter() {
                cut_words += usize::from(cuts(annotation.range.start().into()) || cuts(annotation.range.end().into()));
                let quote = session.document().slice(annotation.range).to_owned();
                let label = session.labels().get(annotation.label).name.to_string();
                readings.push((annotation.range, quote, label));
            }
        }
        (UnitGuess { unit, misfits, cut_words, first: Vec::new() }, readings)
    };
    let mut guesses: Vec<(UnitGuess, Vec<Reading>)> = Unit::ALL.into_iter().map(guess).collect();
    let usual = format.info().unit;
    guesses.sort_by_key(|(guess, _)| (guess.misfits, guess.cut_words, Some(guess.unit) != usual));
    guesses
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::golden_session;
    use crate::{Directions, WriteOptions, export, golden};

    #[test]
    fn every_format_is_recognised_by_what_it_writes() {
        for format in FORMATS.iter().filter(|format| format.info().directions == Directions::Both) {
            let sessions = [golden_session(), golden_session()];
            let exported = export(*format, &sessions, &WriteOptions::default());
            let is_annotations = |name: &str| !name.ends_with(".txt") && !name.ends_with(".conf");
            let file = exported.files.iter().find(|file| is_annotations(&file.name)).unwrap();
            let guesses = detect(&File { name: "unnamed", bytes: &file.bytes });
            let ids: Vec<&str> = guesses.iter().map(|guess| guess.format.info().id).collect();
            assert_eq!(ids.first(), Some(&format.info().id), "{ids:?}: {}", String::from_utf8_lossy(&file.bytes));
        }
        for text in ["", "Ana paid €5.\n\nBo did not.", "{}", "\0\u{1}", "a, b, c\n1, 2, 3\n"] {
            assert!(detect(&File { name: "a.txt", bytes: text.as_bytes() }).is_empty(), "{text:?}");
        }
    }

    #[test]
    fn what_offsets_count_is_asked_only_where_it_matters_and_nothing_tells() {
        let format = crate::find("doccano").unwrap();
        let settle = |text: &str, spans: &[(u32, u32)]| {
            let spans: Vec<String> = spans.iter().map(|(start, end)| format!("[{start},{end},\"X\"]")).collect();
            let line = format!("{{\"text\":\"{text}\",\"label\":[{}]}}\n", spans.join(","));
            settle_unit(format, &[File { name: "a.jsonl", bytes: line.as_bytes() }], &ReadOptions::default())
        };
        assert_eq!(settle("Ana paid.", &[(0, 3)]), UnitAnswer::Settled(None));
        assert_eq!(settle("Ana paid €5.", &[(0, 3)]), UnitAnswer::Settled(None), "all units come to the same");
        assert_eq!(settle("🗼é", &[(0, 6)]), UnitAnswer::Settled(Some(Unit::Utf8)), "no other has as many");
        for unit in Unit::ALL {
            let spans = golden::QUOTES.map(|(_, offsets)| offsets[unit as usize]);
            match settle(golden::TEXT, &spans) {
                UnitAnswer::Settled(found) => assert_eq!(found.unwrap_or(Unit::Utf16), unit),
                UnitAnswer::Open(guesses) => {
                    assert_eq!(guesses[0].unit, unit, "{guesses:#?}");
                    assert_eq!(guesses[0].first[0].0, "paid");
                    assert!(guesses[1].first[0].0 != "paid");
                }
            }
        }
    }
}
