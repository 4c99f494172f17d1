//! A session as words with tags.

use annotation::{Annotation, Session, TextRange};

use super::TagScheme;
use crate::loss::written;
use crate::tokens::{Edges, words};
use crate::{Exported, Info, Loss, What};

/// `columns` stands between word and tag.
pub(super) fn write(info: &Info, sessions: &[Session], scheme: TagScheme, columns: &str) -> Exported {
    let (mut out, mut losses) = (String::new(), Vec::new());
    for session in sessions {
        let document = session.document();
        let text = document.text();
        let words = words(text, &Edges::default());
        let chunks = chunks(info, session, &words, &mut losses);
        losses.push(Loss::of_document(document, What::Text("white space between words is not written")));

        out.push_str(&format!("-DOCSTART-{}O\n\n", columns.replace('_', "-X-")));
        let mut next = 0; // the first chunk that is not behind the word
        for (index, word) in words.iter().enumerate() {
            while chunks.get(next).is_some_and(|chunk| chunk.end <= index) {
                next += 1;
            }
            let chunk = chunks.get(next).filter(|chunk| chunk.start <= index);
            let starts_sentence = index > 0 && is_sentence_end(text, words[index - 1], *word);
            if starts_sentence && chunk.is_none_or(|chunk| chunk.start == index) {
                out.push('\n');
            }
            out.push_str(document.slice(*word));
            out.push_str(columns);
            match chunk {
                None => out.push('O'),
                Some(chunk) => {
                    let before = next.checked_sub(1).map(|before| &chunks[before]);
                    let follows_alike =
                        before.is_some_and(|before| before.end == chunk.start && before.label == chunk.label);
                    let letter =
                        scheme.letter(index - chunk.start, chunk.end - chunk.start, follows_alike && !starts_sentence);
                    out.push(letter);
                    out.push('-');
                    out.push_str(&chunk.label);
                }
            }
            out.push('\n');
        }
        out.push('\n');
    }
    Exported::one(info, out, losses)
}

/// Words that are tagged together.
struct Chunk {
    start: usize,
    end: usize,
    label: String,
}

/// The annotations as words; those that cannot be are losses.
fn chunks(info: &Info, session: &Session, words: &[TextRange], losses: &mut Vec<Loss>) -> Vec<Chunk> {
    let mut chunks: Vec<Chunk> = Vec::new();
    let document = session.document();
    let mut lose = |annotation: &Annotation, what| {
        losses.push(Loss::of(document, session.labels(), annotation, what));
    };
    for annotation in written(info, session) {
        let range = annotation.range;
        let start = words.partition_point(|word| word.end() <= range.start());
        let end = words.partition_point(|word| word.start() < range.end());
        if start >= end {
            lose(annotation, What::Dropped("it covers no word"));
            continue;
        }
        if chunks.last().is_some_and(|last| start < last.end) {
            lose(annotation, What::Dropped("it shares a word with an earlier annotation"));
            continue;
        }
        let moved = TextRange::new(words[start].start(), words[end - 1].end());
        if moved != range {
            lose(annotation, What::Moved(moved, "annotations are on the edges of words"));
        }
        let name = &*session.labels().get(annotation.label).name;
        let label: String = name.chars().map(|c| if c.is_whitespace() { '_' } else { c }).collect();
        if label != *name {
            lose(annotation, What::Renamed(label.as_str().into()));
        }
        chunks.push(Chunk { start, end, label });
    }
    chunks
}

/// Whether a sentence ends between two words: at a line end, or at white space behind a full stop.
fn is_sentence_end(text: &str, before: TextRange, word: TextRange) -> bool {
    let gap = &text[usize::from(before.end())..usize::from(word.start())];
    let is_stop = [".", "!", "?", "。"].contains(&&text[std::ops::Range::<usize>::from(before)]);
    gap.contains('\n') || is_stop && !gap.is_empty()
}
