//! The tagger for figures: one pass over the text, line by line, from one place where a figure may start to the next.

use annotation::{Extent, TextRange, TextSize, Value, ValueKind};

use super::amount::{self, Amount, Context, Measure};
use super::cursor::{Breaks, Cursor, Token};
use super::duration::Duration;
use super::evidence::{Evidence, study};
use super::memory::Memory;
use super::number::DecimalMark;
use super::starts::Start;
use super::{
    age, cardinal, duration, elapsed, identifier, modifier, ordinal, percent, range, relative, starts, temporal,
};
use crate::{Suggestion, Tagger};

/// Finds figures and says what they mean.
///
/// ```
/// use tagger::{FigureTagger, Tagger};
/// let found = FigureTagger::default().tag("Revenue was RMB 858.8 billion.");
/// let value = found[0].value.as_ref().expect("every figure has a value");
/// assert_eq!((found[0].label, value.unit()), ("MONEY", Some("CNY")));
/// ```
#[derive(Debug, Clone, Default)]
pub struct FigureTagger {
    /// What to assume where a text does not say.
    pub options: FigureOptions,
}

/// What to assume where a text does not say; the default is English as written in the United States.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FigureOptions {
    /// Which sign separates decimals.
    pub decimal_mark: DecimalMark,
    /// The ISO 4217 code for `$` where the document names no dollar.
    pub dollar: &'static str,
    /// The ISO 4217 code for `¥` where the document names neither yen nor yuan.
    pub yen_or_yuan: &'static str,
    /// `1/2/2024` is the first of February.
    pub day_first: bool,
    /// A bare `last`, `next`, `previous` or `current` is an ordinal too, as in commands: "delete the last sentence".
    pub relative_places: bool,
}

impl Default for FigureOptions {
    fn default() -> FigureOptions {
        FigureOptions {
            decimal_mark: DecimalMark::Point,
            dollar: "USD",
            yen_or_yuan: "JPY",
            day_first: false,
            relative_places: false,
        }
    }
}

/// A figure found, before it is a suggestion.
pub(super) struct Figure {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) label: &'static str,
    pub(super) value: Value,
}

impl FigureTagger {
    /// What `text` says about its own figures: look once at a whole document, then tag its parts with the answer.
    pub fn study(&self, text: &str) -> Evidence {
        study(text)
    }

    /// The figures of `text`, a part of the document that `evidence` is about.
    pub fn tag_with(&self, text: &str, evidence: &Evidence) -> Vec<Suggestion> {
        let mut found = Vec::new();
        let memory = Memory::new();
        let breaks = if evidence.wrapped { Breaks::Wrapped } else { Breaks::Real };
        let mut start = 0;
        // No figure goes on in the next line, unless lines are broken anywhere; then none in the next paragraph.
        while start < text.len() {
            let rest = &text[start..];
            let len = match breaks {
                Breaks::Real => rest.find('\n').map_or(rest.len(), |at| at + 1),
                Breaks::Wrapped => paragraph_len(rest),
            };
            let cursor = Cursor::new(rest[..len].trim_end_matches(['\n', '\r']), &memory, breaks);
            self.tag_line(cursor, start, evidence, &mut found);
            start += len;
        }
        found
    }

    fn tag_line(&self, cursor: Cursor, offset: usize, evidence: &Evidence, found: &mut Vec<Suggestion>) {
        let mut floor = 0;
        let mut at = 0;
        while let Some(place) = starts::next(cursor.text, at) {
            let context = Context { cursor, options: &self.options, evidence, floor, depth: 0 };
            let token = cursor.token(place.start);
            if let Some(end) = identifier::identifying(cursor, token) {
                at = end.max(place.end);
                continue;
            }
            let Some(figure) = figure(context, token).filter(|figure| figure.start >= floor) else {
                at = place.end;
                continue;
            };
            floor = figure.end;
            at = figure.end.max(place.start + 1);
            let position = |at: usize| TextSize::new((offset + at) as u32);
            let range = TextRange::new(position(figure.start), position(figure.end));
            found.push(Suggestion { range, label: figure.label, score: None, value: Some(Box::new(figure.value)) });
        }
    }
}

impl Tagger for FigureTagger {
    fn name(&self) -> &'static str {
        "postil-figures"
    }

    fn tag(&self, text: &str) -> Vec<Suggestion> {
        self.tag_with(text, &self.study(text))
    }
}

/// The length of the paragraph that `text` begins with, its last line break included.
fn paragraph_len(text: &str) -> usize {
    let mut len = 0;
    for line in text.split_inclusive('\n') {
        if len > 0 && line.trim().is_empty() {
            break;
        }
        len += line.len();
    }
    len
}

/// The figure at `first`, if there is one.
fn figure(context: Context, first: Token) -> Option<Figure> {
    let cursor = context.cursor;
    let mut kind = None;
    if first.is_word() {
        kind = starts::kind(cursor.slice(first).as_bytes());
        if kind.is_none() || starts::lacks_partner(&cursor.word(first), &cursor.word(cursor.after(first))) {
            return None;
        }
    } else if first.is_digits()
        && let Some((end, elapsed)) = elapsed::elapsed(cursor, first)
    {
        return length(cursor, first.start, end, &elapsed, "TIME");
    }
    if (first.is_word() || first.is_digits())
        && kind != Some(Start::Vague)
        && let Some(figure) = temporal::read(context, first).filter(|figure| figure.start >= context.floor)
    {
        return Some(figure);
    }
    match kind {
        Some(Start::Vague) => {
            if let Some(end) = cardinal::vague(cursor, first) {
                let value = Value::new(ValueKind::Number, Extent::Unknown, None).ok()?;
                return Some(Figure { start: first.start, end, label: "CARDINAL", value });
            }
            return multiple(context, first).or_else(|| ordinal::from_the_end(context, first));
        }
        Some(Start::Article) => {
            if let Some((end, duration)) = duration::vague(cursor, first.start) {
                return length(cursor, first.start, end, &duration, duration.label());
            }
            // "an hour and 45 minutes"; "a week" by itself counts nothing.
            if let Some((end, duration)) =
                relative::length(cursor, first).filter(|(end, _)| cursor.after(cursor.after(first)).start < *end)
            {
                return length(cursor, first.start, end, &duration, duration.label());
            }
            if let Some(end) = cardinal::vague_magnitude(cursor, first) {
                let value = Value::new(ValueKind::Number, Extent::Unknown, None).ok()?;
                return Some(Figure { start: first.start, end, label: "CARDINAL", value });
            }
        }
        Some(Start::Number | Start::Relative) => {
            if let Some(figure) = ordinal::from_the_end(context, first).or_else(|| ordinal::from_here(context, first)) {
                return Some(figure);
            }
        }
        Some(_) => return None,
        None => {}
    }
    let amount = amount::read(context, first)?;
    if amount.start < context.floor {
        return None;
    }
    let named = first.is_digits() && amount.start == first.start && !matches!(amount.measure, Measure::Money(_));
    if named && cardinal::glued_to_a_word(cursor, &amount, cursor.before(amount.start)) {
        return None;
    }
    measured(context, amount)
}

/// A length of time as a figure.
fn length(cursor: Cursor, start: usize, end: usize, duration: &Duration, label: &'static str) -> Option<Figure> {
    let extent = duration.timex().map_or(Extent::Unknown, Extent::exact);
    let value = Value::new(ValueKind::Duration, extent, None).ok()?;
    let value = value.with_modifier(modifier::around(cursor, start, end));
    Some(Figure { start, end, label, value })
}

/// `twice`, `tenfold`.
fn multiple(context: Context, first: Token) -> Option<Figure> {
    let cursor = context.cursor;
    let word = cursor.word(first);
    let times = match &*word {
        "twice" => "2",
        "thrice" => "3",
        "twofold" => "2",
        "threefold" => "3",
        "fourfold" => "4",
        "fivefold" => "5",
        "sixfold" => "6",
        "sevenfold" => "7",
        "eightfold" => "8",
        "ninefold" => "9",
        "tenfold" => "10",
        "hundredfold" => "100",
        "thousandfold" => "1000",
        _ => return None,
    };
    let value = Value::new(ValueKind::Number, Extent::exact(times), None).ok()?;
    let value = value.with_modifier(modifier::around(cursor, first.start, first.end));
    Some(Figure { start: first.start, end: first.end, label: "CARDINAL", value })
}

/// The figure that an amount is, or begins as a range.
fn measured(context: Context, mut amount: Amount) -> Option<Figure> {
    let cursor = context.cursor;
    if let Some(mut range) = range::from(context, amount) {
        // "aged 5-11", "aged between 18 and 24"
        let aged = range.from.measure == Measure::Count
            && range.to.value.is_some_and(|value| value.small().is_some_and(|age| age < 130));
        if aged && let Some(start) = age::before(cursor, range.start).filter(|&start| start >= context.floor) {
            range.start = start;
            range.from.measure = Measure::Quantity(super::units::Unit::base("a"));
        }
        let worth = range.from.worth(Some(&range.to), modifier::around(cursor, range.start, range.end))?;
        if !(range.from.measure == Measure::Count && (rejected_range(context, &range))) {
            return Some(Figure {
                start: range.start,
                end: range.end,
                label: range.from.measure.label(),
                value: worth,
            });
        }
        return None;
    }
    match amount.measure {
        Measure::Ordinal => amount.end = ordinal::accept(context, &amount)?,
        Measure::Count => {
            if let Some(start) = ordinal::rank_before(cursor, amount.start).filter(|&start| start >= context.floor) {
                amount.start = start;
                amount.measure = Measure::Ordinal;
            } else if let Some(start) = age::before(cursor, amount.start).filter(|&start| {
                start >= context.floor && amount.value.is_some_and(|value| value.small().is_some_and(|age| age < 130))
            }) {
                amount.start = start;
                amount.measure = Measure::Quantity(super::units::Unit::base("a"));
            } else if let Some(start) =
                percent::before(cursor, amount.start, amount.end).filter(|&start| start >= context.floor)
            {
                amount.start = start;
                amount.measure = Measure::Percent("%");
            } else if !cardinal::accept(context, &amount) {
                return None;
            } else if cursor.byte(amount.end) == b'+' && !cursor.byte(amount.end + 1).is_ascii_alphanumeric() {
                amount.end += 1;
            }
        }
        _ => {}
    }
    let value = amount.worth(None, modifier::around(cursor, amount.start, amount.end))?;
    Some(Figure { start: amount.start, end: amount.end, label: amount.measure.label(), value })
}

/// A range of bare numbers that is a score or part of a longer string of digits.
fn rejected_range(context: Context, range: &range::Range) -> bool {
    let cursor = context.cursor;
    let glued = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'@');
    let dashed = !cursor.text[range.from.end..range.to.start].contains(' ');
    if dashed && (glued(cursor.byte(range.end)) || glued(cursor.byte_before(range.start))) {
        return true;
    }
    if identifier::is_numbered(cursor, cursor.before(range.start)) {
        return true;
    }
    let before = cursor.word(cursor.before(range.start));
    let after = cursor.word(cursor.token(range.end));
    dashed
        && (matches!(
            &*before,
            "won"
                | "win"
                | "beat"
                | "lost"
                | "lose"
                | "drew"
                | "draw"
                | "tied"
                | "led"
                | "leading"
                | "score"
                | "scored"
                | "defeated"
                | "trailing"
                | "trailed"
        ) || matches!(&*after, "win" | "victory" | "defeat" | "loss" | "draw" | "lead" | "triumph" | "scoreline"))
}
