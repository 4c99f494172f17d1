//! Lines as words with tags, words as a text.

use std::borrow::Cow;
use std::ops::RangeInclusive;

use annotation::TextRange;

use super::scheme::{decode, is_tag};
use crate::import::{Draft, Importer, Span};
use crate::{File, ImportedFile, ReadError, ReadOptions, Sample, Unit, plain_text};

/// The words of a document, sentence by sentence.
#[derive(Default)]
struct Words<'a> {
    sentences: Vec<Vec<Word<'a>>>,
    first_line: usize,
}

#[derive(Clone, Copy)]
struct Word<'a> {
    line: usize,
    text: &'a str,
    /// The tag, and for nested tags that of the inner level.
    tags: [&'a str; 2],
}

/// How sure it is that a file has words in the first and tags in the last of as many columns.
pub(super) fn recognise(sample: &Sample<'_>, columns: RangeInclusive<usize>) -> u8 {
    let lines = sample.text.lines().filter(|line| !line.trim().is_empty() && !line.starts_with("-DOCSTART-"));
    let (mut good, mut all) = (0usize, 0usize);
    for line in lines.take(200) {
        let count = line.split([' ', '\t']).count();
        all += 1;
        good += usize::from(columns.contains(&count) && line.split([' ', '\t']).next_back().is_some_and(is_tag));
    }
    if all > 0 && good * 10 >= all * 9 { 90 } else { 0 }
}

pub(super) fn read(file: &File<'_>, options: &ReadOptions) -> Result<ImportedFile, ReadError> {
    let content = plain_text::decode(file.bytes)?;
    let mut importer = Importer::new(file.name, options);
    let documents = split(content.strip_prefix('\u{feff}').unwrap_or(&content), &mut importer);
    let count = documents.len();
    for (index, words) in documents.into_iter().enumerate() {
        let id = if count == 1 { file.stem().to_owned() } else { format!("{}-{}", file.stem(), index + 1) };
        let given = options.text.as_deref().filter(|_| count == 1);
        let found = given.and_then(|text| {
            let places = places_in(text, &words);
            if places.is_none() {
                importer.warn(words.first_line, "text", "the words are not those of the text given; read without it");
            }
            Some((Cow::Borrowed(text), places?))
        });
        let (text, places) = found.unwrap_or_else(|| joined(&words));
        let mut draft = Draft::new(id, text, words.first_line, Unit::Utf8);
        draft.unit_is_named = true;
        draft.spans = spans(&words, &places);
        importer.finish(draft);
    }
    Ok(importer.done())
}

/// The documents of a file: a new one at each `-DOCSTART-`.
fn split<'a>(content: &'a str, importer: &mut Importer<'_>) -> Vec<Words<'a>> {
    let mut documents: Vec<Words<'a>> = Vec::new();
    let mut sentence: Vec<Word<'a>> = Vec::new();
    let is_numbered = content.lines().find(|line| line.split('\t').count() >= 4 && !line.starts_with('#'));
    let is_numbered = is_numbered.is_some_and(|line| {
        let columns: Vec<&str> = line.split('\t').collect();
        columns[0] == "No." || columns[0].parse::<u32>().is_ok() && is_tag(columns[2]) && is_tag(columns[3])
    });
    for (index, line) in content.split('\n').enumerate() {
        let (line, number) = (line.strip_suffix('\r').unwrap_or(line), index + 1);
        let ends_sentence = line.trim_matches([' ', '\t']).is_empty() || is_numbered && line.starts_with("0\t");
        if ends_sentence || line.starts_with("-DOCSTART-") || is_numbered && line.starts_with(['#', 'N']) {
            if let Some(document) = documents.last_mut().filter(|_| !sentence.is_empty()) {
                document.sentences.push(std::mem::take(&mut sentence));
            }
            if line.starts_with("-DOCSTART-") {
                documents.push(Words { sentences: Vec::new(), first_line: number });
            }
            continue;
        }
        if documents.is_empty() {
            documents.push(Words { sentences: Vec::new(), first_line: number });
        }
        match word(line, number, is_numbered) {
            Ok(word) => sentence.push(word),
            Err((word, message)) => {
                importer.warn(number, "line", message);
                sentence.extend(word);
            }
        }
    }
    if let Some(document) = documents.last_mut().filter(|_| !sentence.is_empty()) {
        document.sentences.push(sentence);
    }
    documents
}

/// A line's word and tags; with the message also the word, if at least that is there.
fn word(line: &str, number: usize, is_numbered: bool) -> Result<Word<'_>, (Option<Word<'_>>, String)> {
    let separator = if line.contains('\t') { '\t' } else { ' ' };
    let mut columns = line.split(separator).filter(|column| !column.is_empty());
    let Some(first) = columns.next() else { return Err((None, "it has no word; left out".into())) };
    let mut rest = columns.clone();
    let (text, tags) = match (rest.next(), rest.next(), rest.next()) {
        (Some(text), Some(outer), Some(inner)) if is_numbered => (text, [outer, inner]),
        _ => match columns.next_back() {
            Some(tag) => (first, [tag, "O"]),
            None => {
                let word = Word { line: number, text: first, tags: ["O", "O"] };
                return Err((Some(word), format!("the word {first:?} has no tag; read as O")));
            }
        },
    };
    match tags.iter().find(|tag| !is_tag(tag)) {
        None => Ok(Word { line: number, text, tags }),
        Some(tag) => {
            let word = Word { line: number, text, tags: ["O", "O"] };
            Err((Some(word), format!("{tag:?} is not a tag such as O, B-ORG or I-ORG; read as O")))
        }
    }
}

/// Where the words stand in a text, one after another; `None` if one is not there.
fn places_in(text: &str, words: &Words<'_>) -> Option<Vec<TextRange>> {
    let mut places = Vec::new();
    let mut at = 0;
    for word in words.sentences.iter().flatten() {
        at += text[at..].len() - text[at..].trim_start().len();
        // Only white space may stand between words, or what a tokenizer leaves out, which is short.
        let near = &text[at..text.floor_char_boundary(at + word.text.len() + 64)];
        let start = at + near.find(word.text)?;
        at = start + word.text.len();
        places.push(range(start, at));
    }
    Some(places)
}

/// The text of words with a space between them, and a line end between sentences; and where the words stand.
fn joined<'a>(words: &Words<'_>) -> (Cow<'a, str>, Vec<TextRange>) {
    let (mut text, mut places) = (String::new(), Vec::new());
    for (index, sentence) in words.sentences.iter().enumerate() {
        for (place, word) in sentence.iter().enumerate() {
            match (index, place) {
                (0, 0) => {}
                (_, 0) => text.push('\n'),
                _ => text.push(' '),
            }
            let start = text.len();
            text.push_str(word.text);
            places.push(range(start, text.len()));
        }
    }
    (text.into(), places)
}

fn range(start: usize, end: usize) -> TextRange {
    TextRange::new((start as u32).into(), (end as u32).into())
}

fn spans<'a>(words: &Words<'a>, places: &[TextRange]) -> Vec<Span<'a>> {
    let mut spans = Vec::new();
    let mut first = 0;
    for sentence in &words.sentences {
        for level in 0..2 {
            let tags: Vec<&str> = sentence.iter().map(|word| word.tags[level]).collect();
            for (start, end, label) in decode(&tags) {
                let (from, to) = (places[first + start], places[first + end - 1]);
                let bytes = Some(TextRange::new(from.start(), to.end()));
                let at = ("words", first + start);
                spans.push(Span { at, line: sentence[start].line, bytes, label: label.into(), ..Span::default() });
            }
        }
        first += sentence.len();
    }
    spans
}
