//! What a file is: guesses at its format, and at what its offsets count, for a person to confirm or change.

use crate::{FORMATS, File, Format, ReadOptions, Sample, Unit, plain_text};

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
        Ok(text) => text.to_owned(),
        // A character may be cut in two by the limit.
        Err(error) if error.valid_up_to() + 4 > head.len() => {
            String::from_utf8_lossy(&head[..error.valid_up_to()]).into_owned()
        }
        Err(_) => plain_text::decode(head).unwrap_or_else(|_| String::from_utf8_lossy(head).into_owned()),
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
    /// The text of the first three annotations, with their labels.
    pub first: Vec<(String, String)>,
}

/// What a file's offsets may count, the likeliest first; for a question where the file does not settle it.
pub fn guess_units(format: &dyn Format, file: &File<'_>, options: &ReadOptions) -> Vec<UnitGuess> {
    let guess = |unit: Unit| {
        let options = ReadOptions { unit: Some(unit), ..options.clone() };
        let imported = format.read(file, &options).unwrap_or_default();
        let misfits = imported.warnings.iter().filter(|warning| warning.message.contains("left out")).count()
            + imported.warnings.iter().filter(|warning| warning.message.contains("quote")).count();
        let (mut cut_words, mut first) = (0, Vec::new());
        for session in &imported.sessions {
            let text = session.document().text();
            for annotation in session.annotations().iter() {
                let cuts = |at: usize| {
                    let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
                    is_word(text[..at].chars().next_back()) && is_word(text[at..].chars().next())
                };
                cut_words += usize::from(cuts(annotation.range.start().into()) || cuts(annotation.range.end().into()));
                if first.len() < 3 {
                    let quote = session.document().slice(annotation.range).to_owned();
                    first.push((quote, session.labels().get(annotation.label).name.to_string()));
                }
            }
        }
        UnitGuess { unit, misfits, cut_words, first }
    };
    let mut guesses: Vec<UnitGuess> = Unit::ALL.into_iter().map(guess).collect();
    let usual = format.info().unit;
    guesses.sort_by_key(|guess| (guess.misfits, guess.cut_words, Some(guess.unit) != usual));
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
    fn units_are_told_apart_by_misfits_and_words() {
        let format = crate::find("doccano").unwrap();
        for unit in Unit::ALL {
            let spans = golden::QUOTES.map(|(_, offsets)| {
                let (start, end) = offsets[unit as usize];
                format!("[{start},{end},\"X\"]")
            });
            let line = format!("{{\"text\":\"{}\",\"label\":[{}]}}", golden::TEXT, spans.join(","));
            let file = File { name: "a.jsonl", bytes: line.as_bytes() };
            let guesses = guess_units(format, &file, &ReadOptions::default());
            assert_eq!(guesses[0].unit, unit, "{guesses:#?}");
            assert_eq!(guesses[0].first[0].0, "paid");
        }
    }
}
