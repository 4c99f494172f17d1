//! What the formats share that write annotations into the text: annotations nest there, and cannot cross.

use annotation::{Annotation, Session};

use crate::loss::written;
use crate::{Info, Loss, What};

/// The text with every annotation opened and closed in its place; those that cross an earlier one are losses.
pub(crate) fn weave(
    info: &Info,
    session: &Session,
    losses: &mut Vec<Loss>,
    mut open: impl FnMut(&mut String, &Annotation),
    mut close: impl FnMut(&mut String, &Annotation),
    mut push: impl FnMut(&mut String, &str),
) -> String {
    let document = session.document();
    let mut out = String::with_capacity(document.text().len() * 5 / 4);
    let mut stack: Vec<&Annotation> = Vec::new();
    let mut at = 0;
    let mut push_to = |out: &mut String, to: usize| {
        push(out, &document.text()[at..to]);
        at = to;
    };
    for annotation in written(info, session) {
        while let Some(top) = stack.pop_if(|top| top.range.end() <= annotation.range.start()) {
            push_to(&mut out, top.range.end().into());
            close(&mut out, top);
        }
        if stack.last().is_some_and(|top| annotation.range.end() > top.range.end()) {
            let what = What::Dropped("it crosses an earlier annotation");
            losses.push(Loss::of(document, session.labels(), annotation, what));
            continue;
        }
        push_to(&mut out, annotation.range.start().into());
        open(&mut out, annotation);
        stack.push(annotation);
    }
    while let Some(top) = stack.pop() {
        push_to(&mut out, top.range.end().into());
        close(&mut out, top);
    }
    push_to(&mut out, document.text().len());
    out
}
