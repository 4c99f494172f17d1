//! Annotations for a text that has changed: found again by their quote and what stands around it.
//!
//! [`reanchor`] carries a session over to a new version of its text; [`anchor`] finds one quote. Nothing is moved in
//! silence: what moved and what has lost its place is listed.

use annotation::{Annotation, AnnotationId, Document, Session, TextRange};

/// A quote, and what is known about its place.
#[derive(Debug, Clone, Copy)]
pub struct Quote<'a> {
    /// The text of the annotation.
    pub exact: &'a str,
    /// What stood before it; may be empty.
    pub prefix: &'a str,
    /// What stood behind it; may be empty.
    pub suffix: &'a str,
    /// The byte where it is expected to start.
    pub hint: Option<usize>,
    /// How many bytes around the hint are searched.
    pub reach: usize,
}

/// Where a quote was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Anchor {
    /// At the place where it was expected.
    At(TextRange),
    /// At another place: the one whose surroundings are most alike, then the nearest.
    Moved(TextRange),
    /// At several places between which nothing decides.
    Ambiguous(Vec<TextRange>),
    /// Nowhere.
    Orphan,
}

/// Occurrences that are compared; a quote with more is one whose nearest ones decide.
const MOST_CANDIDATES: usize = 1000;

/// Finds a quote in a text.
///
/// ```
/// use formats::{Anchor, Quote, anchor};
/// let quote = Quote { exact: "Ana", prefix: "and ", suffix: "", hint: Some(0), reach: usize::MAX };
/// assert_eq!(anchor("Ana, Bo and Ana", &quote), Anchor::Moved(formats::TextRange::new(12.into(), 15.into())));
/// ```
pub fn anchor(text: &str, quote: &Quote<'_>) -> Anchor {
    if quote.exact.is_empty() {
        return Anchor::Orphan;
    }
    let hint = quote.hint.unwrap_or(0).min(text.len());
    let low = text.floor_char_boundary(hint.saturating_sub(quote.reach));
    let high = hint.saturating_add(quote.reach).saturating_add(quote.exact.len()).min(text.len());
    let window = &text[low..text.floor_char_boundary(high)];

    let mut best: Vec<(usize, usize)> = Vec::new(); // starts with the most context in common
    let mut most = 0;
    for (at, _) in window.match_indices(quote.exact).take(MOST_CANDIDATES) {
        let start = low + at;
        let alike =
            common_end(&text[..start], quote.prefix) + common_start(&text[start + quote.exact.len()..], quote.suffix);
        if alike > most || best.is_empty() {
            (most, best) = (alike, Vec::new());
        }
        if alike == most {
            best.push((start.abs_diff(hint), start));
        }
    }
    let range = |start: usize| TextRange::new((start as u32).into(), ((start + quote.exact.len()) as u32).into());
    if quote.hint.is_none() && best.len() > 1 {
        return Anchor::Ambiguous(best.into_iter().map(|(_, start)| range(start)).collect());
    }
    match best.iter().min() {
        None => Anchor::Orphan,
        Some((0, start)) if quote.hint.is_some() => Anchor::At(range(*start)),
        Some((_, start)) => Anchor::Moved(range(*start)),
    }
}

/// How many bytes the two texts have in common at their ends.
fn common_end(left: &str, right: &str) -> usize {
    left.bytes().rev().zip(right.bytes().rev()).take_while(|(left, right)| left == right).count()
}

/// How many bytes the two texts have in common at their starts.
fn common_start(left: &str, right: &str) -> usize {
    left.bytes().zip(right.bytes()).take_while(|(left, right)| left == right).count()
}

/// A session on a new version of its text.
#[derive(Debug, Clone)]
pub struct Reanchored {
    /// The annotations that have a place in the new text; ids, labels and all else unchanged.
    pub session: Session,
    /// Those whose surroundings changed, with where they are now, to be looked at by a person.
    pub moved: Vec<(AnnotationId, TextRange)>,
    /// Those without a place, as they were.
    pub orphaned: Vec<Annotation>,
}

/// Carries a session over to a new version of its text.
///
/// What stands in the unchanged start or end of the text keeps its place there. The rest is looked for by its quote,
/// with 32 bytes of the old text on each side; such annotations are listed as moved, even where the text around them
/// is the same.
///
/// # Panics
/// If the text has 4 GiB or more.
pub fn reanchor(session: &Session, text: &str) -> Reanchored {
    let old = session.document();
    let same_start = common_start(old.text(), text);
    let rest = old.text().len().min(text.len()) - same_start;
    let same_end = common_end(old.text(), text).min(rest);
    let end_of_change = old.text().len() - same_end;
    let shift = text.len() as i64 - old.text().len() as i64;

    let (mut kept, mut moved, mut orphaned) = (Vec::new(), Vec::new(), Vec::new());
    for (count, annotation) in session.annotations().iter().enumerate() {
        let (start, end) = (usize::from(annotation.range.start()), usize::from(annotation.range.end()));
        let shifted = |at: usize| u32::try_from(at as i64 + shift).unwrap_or_default().into();
        if end <= same_start {
            kept.push(annotation.clone());
            continue;
        }
        if start >= end_of_change {
            kept.push(Annotation { range: TextRange::new(shifted(start), shifted(end)), ..annotation.clone() });
            continue;
        }
        let quote = Quote {
            exact: old.slice(annotation.range),
            prefix: &old.text()[old.text().ceil_char_boundary(start.saturating_sub(32))..start],
            suffix: &old.text()[end..old.text().floor_char_boundary(end + 32)],
            hint: Some(start),
            reach: if count < 1000 { usize::MAX } else { 16 * 1024 },
        };
        match anchor(text, &quote) {
            Anchor::At(range) | Anchor::Moved(range) => {
                moved.push((annotation.id, range));
                kept.push(Annotation { range, ..annotation.clone() });
            }
            Anchor::Ambiguous(_) | Anchor::Orphan => orphaned.push(annotation.clone()),
        }
    }
    let mut document = Document::new(&old.id, text.into());
    if *old.title != *Document::first_line(old.text()) {
        document.title = old.title.clone();
    }
    document.source = old.source.clone();
    document.language = old.language.clone();
    document.reference_date = old.reference_date;
    document.is_done = old.is_done;
    document.unknown = old.unknown.clone();
    let restored = Session::restore(document, session.labels().clone(), kept);
    let mut session = restored.expect("ids and labels are the old session's, and every range was found in the text");
    session.unknown = None;
    Reanchored { session, moved, orphaned }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_quote_is_found_by_what_stands_around_it_then_by_nearness() {
        let text = "Bo 🗼 Bo, and Bo";
        let found = |prefix, suffix, hint, reach| anchor(text, &Quote { exact: "Bo", prefix, suffix, hint, reach });
        let at = |start: u32| TextRange::new(start.into(), (start + 2).into());
        assert_eq!(found("", "", Some(8), 99), Anchor::At(at(8)));
        assert_eq!(found("", "", Some(13), 99), Anchor::Moved(at(16)));
        assert_eq!(found("and ", "", Some(0), 99), Anchor::Moved(at(16)));
        assert_eq!(found("🗼 ", ",", None, 99), Anchor::Moved(at(8)));
        assert_eq!(found("", "", None, 99), Anchor::Ambiguous(vec![at(0), at(8), at(16)]));
        assert_eq!(found("and ", "", Some(0), 5), Anchor::At(at(0)), "the reach ends before the others");
        assert_eq!(
            anchor(text, &Quote { exact: "Cy", prefix: "", suffix: "", hint: Some(99), reach: 9 }),
            Anchor::Orphan
        );
        assert_eq!(anchor("", &Quote { exact: "", prefix: "", suffix: "", hint: None, reach: 9 }), Anchor::Orphan);
    }

    proptest! {
        /// Every annotation is kept, moved with its quote, or listed as orphaned.
        #[test]
        fn no_annotation_is_lost_or_moved_in_silence(
            session in crate::samples::any_session(),
            (cut, insert) in (any::<(prop::sample::Index, prop::sample::Index)>(), "[a-z 🗼é\r\n]{0,9}"),
        ) {
            let old = session.document().text();
            let boundaries: Vec<usize> = (0..=old.len()).filter(|&at| old.is_char_boundary(at)).collect();
            let (low, high) = (*cut.0.get(&boundaries), *cut.1.get(&boundaries));
            let (low, high) = (low.min(high), low.max(high));
            let new = format!("{}{insert}{}", &old[..low], &old[high..]);
            let found = reanchor(&session, &new);
            prop_assert_eq!(found.session.document().text(), &new);
            let moved: std::collections::HashMap<_, _> = found.moved.iter().copied().collect();
            for before in session.annotations().iter() {
                match found.session.annotations().get(before.id) {
                    None => prop_assert!(found.orphaned.contains(before)),
                    Some(after) => {
                        prop_assert_eq!(found.session.document().slice(after.range), session.document().slice(before.range));
                        let from_end = |range: TextRange, len: usize| len - usize::from(range.end());
                        let stayed = after.range == before.range
                            || from_end(after.range, new.len()) == from_end(before.range, old.len());
                        prop_assert!(stayed || moved.get(&before.id) == Some(&after.range));
                    }
                }
            }
        }
    }
}
