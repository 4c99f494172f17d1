//! A session as tokens with columns.

use annotation::{Annotation, Session, TextRange};

use super::NAMED_ENTITY;
use crate::file_names::file_names;
use crate::json::push_number;
use crate::loss::written;
use crate::tokens::{Edges, words};
use crate::unit::Positions;
use crate::{Exported, Info, Loss, NamedFile, Unit, What};

/// An annotation as tokens.
struct Cover<'s> {
    start: usize,
    end: usize,
    label: &'s str,
    /// The number that tells it from others on the same token; `None` if nothing has to be told apart.
    number: Option<u32>,
}

pub(super) fn write(info: &Info, sessions: &[Session]) -> Exported {
    let mut losses = Vec::new();
    let mut file = |(session, name): (&Session, String)| {
        let bytes = write_document(info, session, &mut losses).into_bytes();
        NamedFile { name: name + ".tsv", bytes }
    };
    let files = sessions.iter().zip(file_names(sessions)).map(&mut file).collect();
    Exported { files, losses }
}

fn write_document(info: &Info, session: &Session, losses: &mut Vec<Loss>) -> String {
    let document = session.document();
    let text = document.text();
    let tokens = words(text, &Edges::of(written(info, session).map(|annotation| annotation.range)));
    let covers = covers(info, session, &tokens, losses);
    losses.push(Loss::of_document(document, What::Text("white space between sentences is not written")));

    // The annotations over each token, in order.
    let mut over: Vec<Vec<usize>> = vec![Vec::new(); tokens.len()];
    let mut is_inside = vec![false; tokens.len()];
    for (index, cover) in covers.iter().enumerate() {
        over[cover.start..cover.end].iter_mut().for_each(|over| over.push(index));
        is_inside[cover.start + 1..cover.end].fill(true);
    }
    let mut out = format!("#FORMAT=WebAnno TSV 3.3\n#T_SP={NAMED_ENTITY}|value\n\n");
    let mut positions = Positions::new(document, Unit::Utf16);
    let gap = |index: usize| &text[usize::from(tokens[index - 1].end())..usize::from(tokens[index].start())];
    let starts_sentence = |index: usize| index == 0 || gap(index).contains('\n') && !is_inside[index];
    let (mut sentence, mut place) = (0, 0);
    for (index, token) in tokens.iter().enumerate() {
        if starts_sentence(index) {
            let next = (index + 1..tokens.len()).find(|&next| starts_sentence(next)).unwrap_or(tokens.len());
            let range = TextRange::new(token.start(), tokens[next - 1].end());
            for line in document.slice(range).split('\n') {
                out.push_str(if line.as_ptr() == document.slice(range).as_ptr() { "\n#Text=" } else { "#Text=" });
                out.push_str(&line.replace('\\', "\\\\").replace('\t', "\\t").replace('\r', "\\r"));
                out.push('\n');
            }
            (sentence, place) = (sentence + 1, 0);
        }
        place += 1;
        let (start, end) = positions.offsets(*token);
        for (number, behind) in [(sentence, '-'), (place, '\t'), (start, '-'), (end, '\t')] {
            push_number(&mut out, number);
            out.push(behind);
        }
        out.push_str(document.slice(*token));
        out.push('\t');
        if over[index].is_empty() {
            out.push('_');
        }
        for (place, cover) in over[index].iter().map(|&cover| &covers[cover]).enumerate() {
            if place > 0 {
                out.push('|');
            }
            out.push_str(&escape(cover.label));
            if let Some(number) = cover.number {
                out.push('[');
                push_number(&mut out, number);
                out.push(']');
            }
        }
        out.push_str("\t\n");
    }
    out
}

fn covers<'s>(info: &Info, session: &'s Session, tokens: &[TextRange], losses: &mut Vec<Loss>) -> Vec<Cover<'s>> {
    let mut covers: Vec<Cover<'s>> = Vec::new();
    let mut lose = |annotation: &Annotation, what| {
        losses.push(Loss::of(session.document(), session.labels(), annotation, what));
    };
    for annotation in written(info, session) {
        let range = annotation.range;
        let start = tokens.partition_point(|token| token.end() <= range.start());
        let end = tokens.partition_point(|token| token.start() < range.end());
        if start >= end {
            lose(annotation, What::Dropped("it covers no word"));
            continue;
        }
        let moved = TextRange::new(tokens[start].start(), tokens[end - 1].end());
        if moved != range {
            lose(annotation, What::Moved(moved, "annotations neither start nor end with white space"));
        }
        covers.push(Cover { start, end, label: &session.labels().get(annotation.label).name, number: None });
    }
    let mut stacked = vec![0usize; tokens.len()];
    for cover in &covers {
        stacked[cover.start..cover.end].iter_mut().for_each(|count| *count += 1);
    }
    let mut number = 0;
    for cover in &mut covers {
        if cover.end - cover.start > 1 || stacked[cover.start] > 1 {
            number += 1;
            cover.number = Some(number);
        }
    }
    covers
}

/// What the format reserves is escaped with a backslash.
fn escape(label: &str) -> String {
    let mut out = String::with_capacity(label.len());
    for c in label.chars() {
        if "\\[]|_;*".contains(c) {
            out.push('\\');
        }
        out.push(c);
    }
    out.replace("->", "\\->").replace('\t', "\\t").replace('\n', "\\n").replace('\r', "\\r")
}
