//! Where annotations lie: what the offsets of a document count, and the range of each annotation in its text.

use std::borrow::Cow;

use annotation::{Document, OffsetUnit, TextRange};

use super::{Importer, Span, Trust};
use crate::Unit;
use crate::anchor::{Anchor, Quote, anchor};
use crate::unit::Positions;

/// Quotes that are looked for in the whole text; later ones only near their place, so that the time stays linear.
const MOST_WIDE_SEARCHES: usize = 200;

impl Importer<'_> {
    /// The unit that leaves the fewest annotations off the text or off their quotes; `usual` if none is better. With
    /// it the ranges, if every annotation fits.
    pub(super) fn detect(
        &mut self,
        document: &Document,
        usual: Unit,
        line: usize,
        spans: &[Span<'_>],
        tokens: &[(i64, i64, Cow<'_, str>)],
    ) -> (Unit, Vec<TextRange>) {
        let fitting = fitting(document, usual, spans);
        let is_ascii = document.len_in(OffsetUnit::CodePoint) == u32::from(document.len());
        let settles_nothing = is_ascii && !(usual == Unit::Grapheme && document.text().contains('\r'));
        if settles_nothing || fitting.len() == spans.len() && misfits(document, usual, &[], tokens) == 0 {
            let all = fitting.len() == spans.len();
            return (usual, if all { fitting } else { Vec::new() });
        }
        let usual_misfits = misfits(document, usual, spans, tokens);
        let others = Unit::ALL.into_iter().filter(|&unit| unit != usual);
        let best = others.map(|unit| (misfits(document, unit, spans, tokens), unit)).min_by_key(|(count, _)| *count);
        match best {
            Some((count, unit)) if count < usual_misfits => {
                let message = format!("offsets count {unit}, not {usual} as the format says; read so");
                self.warn(line, "document", message);
                (unit, Vec::new())
            }
            _ => (usual, Vec::new()),
        }
    }

    pub(super) fn range(
        &mut self,
        document: &Document,
        positions: &mut Positions<'_>,
        span: &Span<'_>,
        trust: Trust,
    ) -> Option<TextRange> {
        let found = match span.bytes {
            Some(range) if range.is_empty() || document.text().get(std::ops::Range::from(range)).is_none() => {
                Err("it does not lie on the text".to_owned())
            }
            Some(range) => Ok(range),
            None => positions.range(span.start, span.end),
        };
        let Some(quote) = &span.quote else {
            return found.map_err(|message| self.warn_at(span, format!("{message}; left out"))).ok();
        };
        let message = match found {
            Ok(range) if document.slice(range) == quote => return Some(range),
            Ok(range) if trust == Trust::Offsets => {
                let message =
                    format!("the text is {:?}, the quote {quote:?}; read by its offsets", document.slice(range));
                self.warn_at(span, message);
                return Some(range);
            }
            Ok(range) => format!("the text is {:?}, the quote {quote:?}", shortened(document.slice(range))),
            Err(message) => message,
        };
        let (prefix, suffix) = (span.prefix.as_deref().unwrap_or(""), span.suffix.as_deref().unwrap_or(""));
        let hint = Some(positions.nearest(span.start));
        self.searches += 1;
        let reach = if self.searches > MOST_WIDE_SEARCHES { 4096 } else { usize::MAX };
        match anchor(document.text(), &Quote { exact: quote, prefix, suffix, hint, reach }) {
            Anchor::At(range) | Anchor::Moved(range) => {
                let start = positions.offset(range.start().into());
                self.warn_at(span, format!("{message}; found by its quote at {start}"));
                Some(range)
            }
            Anchor::Ambiguous(_) | Anchor::Orphan => {
                self.warn_at(span, format!("{message}; left out"));
                None
            }
        }
    }
}

/// The ranges of the annotations up to the first that is off the text or off its quote.
fn fitting(document: &Document, unit: Unit, spans: &[Span<'_>]) -> Vec<TextRange> {
    let mut positions = Positions::new(document, unit);
    let fits = |span: &Span<'_>| {
        let range = positions.range(span.start, span.end).ok().filter(|_| span.bytes.is_none())?;
        span.quote.as_deref().is_none_or(|quote| document.slice(range) == quote).then_some(range)
    };
    spans.iter().map_while(fits).collect()
}

/// How many annotations and words are off the text, or off their quotes, in that unit.
fn misfits(document: &Document, unit: Unit, spans: &[Span<'_>], tokens: &[(i64, i64, Cow<'_, str>)]) -> usize {
    let mut positions = Positions::new(document, unit);
    let mut misfit = |start, end, quote: Option<&str>| match positions.range(start, end) {
        Ok(range) => quote.is_some_and(|quote| document.slice(range) != quote),
        Err(_) => true,
    };
    let spans = spans.iter().filter(|span| span.bytes.is_none());
    let spans = spans.filter(|span| misfit(span.start, span.end, span.quote.as_deref())).count();
    spans + tokens.iter().filter(|(start, end, text)| misfit(*start, *end, Some(text))).count()
}

fn shortened(text: &str) -> &str {
    text.char_indices().nth(60).map_or(text, |(at, _)| &text[..at])
}
