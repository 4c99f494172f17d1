//! Features: what the model sees of a candidate span, as 32-bit hashes.
//!
//! A span's score is the sum of what its words say in their places ([`word_features`]: the only word, the first, the
//! last, any; the two before and the two after), of what
//! stands around it ([`left_features`], [`right_features`]), and of what only the whole span shows ([`span_features`]: length,
//! shapes, list entries, pairs of neighbours). The first depend on the word alone, so their sums are kept per word.

use super::{
    pass::ListedPhrase,
    vocabulary::{Spot, Vocabulary},
    word::{Sign, Word, fold, letters_key},
};
use crate::gazetteer::{Gazetteer, Lists, phrase_key};

/// Where a word stands to a span.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Place {
    /// The span is this word.
    Only,
    /// The first of several.
    First,
    /// The last of several.
    Last,
    /// Anywhere in it.
    In,
    /// Right before it.
    Before,
    /// Right after it.
    After,
    /// One word further before.
    FarBefore,
    /// One word further after.
    FarAfter,
}

impl Place {
    /// Every place: first those in the span, then those around it.
    pub const ALL: [Place; 8] = [
        Place::Only,
        Place::First,
        Place::Last,
        Place::In,
        Place::Before,
        Place::After,
        Place::FarBefore,
        Place::FarAfter,
    ];

    /// True for the places in the span, false for those around it.
    pub fn is_inside(self) -> bool {
        matches!(self, Place::Only | Place::First | Place::Last | Place::In)
    }
}

/// One feature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Feature {
    /// Its hash.
    pub hash: u32,
    /// It remembers a word of the span, so training hides it now and then.
    pub memory: bool,
}

/// A feature's hash from what kind it is, where it stands and what it found.
pub fn feature_hash(kind: u8, place: u8, value: u32) -> u32 {
    let wide = u64::from(kind) << 40 | u64::from(place) << 32 | u64::from(value);
    let mixed = (wide ^ wide >> 21).wrapping_mul(0x9fb2_1c65_1e98_df25);
    (mixed >> 32) as u32
}

/// How ordinary a word is in lower case: 0 not, 1 ordinary, 2 frequent.
fn ordinariness(word: &Word) -> u32 {
    u32::from(word.lists.any(Lists::ORDINARY)) + u32::from(word.lists.any(Lists::FREQUENT))
}

/// What a word says in its place.
pub fn word_features(word: &Word, place: Place, mut emit: impl FnMut(Feature)) {
    let at = place as u8;
    let inside = place.is_inside();
    let far = matches!(place, Place::FarBefore | Place::FarAfter);
    let mut add = |kind: u8, value: u32, memory: bool| {
        emit(Feature { hash: feature_hash(kind, at, value), memory: memory && inside });
    };
    add(1, word.key, true);
    let shape = word.shape as u32;
    for list in word.lists.numbers() {
        add(2, list, false);
        if place == Place::Only {
            add(3, list << 8 | shape, false);
        }
    }
    add(14, word.lists.0, false);
    if let Some(class) = word.class {
        add(60, class.number.into(), false);
        add(61, class.group.into(), false);
        if inside {
            add(63, u32::from(class.group) << 8 | shape, false);
        } else {
            add(62, class.family.into(), false);
        }
    }
    if far {
        return;
    }
    add(5, shape << 2 | ordinariness(word), false);
    add(6, word.suffixes[2], true);
    if !inside {
        return;
    }
    if place == Place::Only {
        add(7, word.suffixes[3], true);
        add(8, word.suffixes[0], true);
        add(9, word.prefixes[0], true);
        add(10, word.prefixes[2], true);
        add(11, u32::from(word.length.min(12)) << 8 | shape, false);
    }
    add(12, word.suffixes[1], true);
    add(13, word.prefixes[1], true);
}

/// A stretch of text that spans are looked at in.
#[derive(Debug, Clone, Copy)]
pub struct View<'a> {
    /// The tokens of the part.
    pub spots: &'a [Spot],
    /// Their words.
    pub vocabulary: &'a Vocabulary,
    /// The lists.
    pub gazetteer: &'a Gazetteer,
    /// The line is written like a title.
    pub title_case: bool,
    /// The listed phrases of several words in its zone.
    pub phrases: &'a [ListedPhrase],
}

/// Stands for the missing word before a line and after it.
const EDGE: u32 = 0x00ed_9e00;

impl View<'_> {
    fn word(&self, index: usize) -> &Word {
        self.vocabulary.word(self.spots[index].word)
    }

    /// The index of the word `distance` before `index` on the same line.
    pub fn before(&self, index: usize, distance: usize) -> Option<usize> {
        let on_line = (0..distance).all(|back| index > back && !self.spots[index - back].line_start);
        on_line.then(|| index - distance)
    }

    /// The index of the word `distance` after the last word of a span that ends before `end`, on the same line.
    pub fn after(&self, end: usize, distance: usize) -> Option<usize> {
        let on_line = (0..distance).all(|on| self.spots.get(end + on).is_some_and(|spot| !spot.line_start));
        on_line.then(|| end + distance - 1)
    }

    fn key_before(&self, index: usize, distance: usize) -> u32 {
        self.before(index, distance).map_or(EDGE, |at| self.word(at).key)
    }

    fn key_after(&self, end: usize, distance: usize) -> u32 {
        self.after(end, distance).map_or(EDGE, |at| self.word(at).key)
    }
}

/// 0 inside a sentence, 1 at a sentence's start, 2 at a line's.
pub fn opening(view: &View<'_>, index: usize) -> u32 {
    let Some(before) = view.before(index, 1) else { return 2 };
    match view.word(before).sign {
        Sign::Stop => 1,
        Sign::Opener | Sign::Bracket => match view.before(index, 2) {
            None => 2,
            Some(at) => u32::from(view.word(at).sign == Sign::Stop),
        },
        _ => 0,
    }
}

/// What the text before `start` says about a span that begins there, besides its words one by one.
pub fn left_features(view: &View<'_>, start: usize, mut emit: impl FnMut(Feature)) {
    let mut add = |kind: u8, value: u32| emit(Feature { hash: feature_hash(kind, 0x41, value), memory: false });
    add(37, phrase_key(view.key_before(start, 1), view.key_before(start, 2)));
    let group = |distance: usize| view.before(start, distance).map_or(EDGE, |at| view.word(at).group());
    add(69, phrase_key(group(1), group(2)));
    for index in [view.before(start, 3), view.before(start, 4)].into_iter().flatten() {
        Lists(view.word(index).lists.0 & TELLING.0).numbers().for_each(|list| add(54, list));
    }
}

/// What the text after a span that ends before `end` says, besides its words one by one.
pub fn right_features(view: &View<'_>, end: usize, mut emit: impl FnMut(Feature)) {
    let mut add = |kind: u8, value: u32| emit(Feature { hash: feature_hash(kind, 0x42, value), memory: false });
    add(38, phrase_key(view.key_after(end, 1), view.key_after(end, 2)));
    let group = |distance: usize| view.after(end, distance).map_or(EDGE, |at| view.word(at).group());
    add(69, phrase_key(group(1), group(2)));
    for index in [view.after(end, 3), view.after(end, 4)].into_iter().flatten() {
        Lists(view.word(index).lists.0 & TELLING.0).numbers().for_each(|list| add(55, list));
    }
}

/// What only the whole span `start..end` shows.
pub fn span_features(view: &View<'_>, start: usize, end: usize, mut emit: impl FnMut(Feature)) {
    let mut add = |kind: u8, value: u32, memory: bool| {
        emit(Feature { hash: feature_hash(kind, 0x40, value), memory });
    };
    let length = end - start;
    let (mut shapes, mut kinds, mut groups, mut phrase) = (length.min(6) as u32, 0, 0, 0);
    for (index, spot) in view.spots[start..end].iter().enumerate() {
        let word = view.vocabulary.word(spot.word);
        if index < 6 {
            shapes = phrase_key(shapes, word.shape as u32 | u32::from(spot.joined && index > 0) << 8);
        }
        if length <= 4 {
            kinds = phrase_key(kinds, word.kind);
            groups = phrase_key(groups, word.group());
        }
        phrase = phrase_key(phrase, word.key);
    }
    let (before, after) = (view.key_before(start, 1), view.key_after(end, 1));
    add(33, shapes, false);
    let (first, last) = (view.word(start), view.word(end - 1));
    add(50, phrase_key(before, first.kind << 3 | length.min(4) as u32), false);
    add(51, phrase_key(after, last.kind << 3 | length.min(4) as u32), false);
    add(52, phrase_key(context(view, start, end), length.min(3) as u32), false);
    let group = |at: Option<usize>| at.map_or(EDGE, |at| view.word(at).group());
    let (group_before, group_after) = (group(view.before(start, 1)), group(view.after(end, 1)));
    add(66, phrase_key(group_before, group_after), false);
    add(67, phrase_key(group_before, first.group() << 3 | length.min(4) as u32), false);
    add(68, phrase_key(group_after, last.group() << 3 | length.min(4) as u32), false);
    if let Some(role) = bracketed(view, start, end) {
        add(56, role << 4 | length.min(4) as u32, false);
    }
    if view.spots[start..end].iter().any(|spot| view.vocabulary.word(spot.word).sign == Sign::Possessive) {
        add(57, u32::from(last.lists.any(Lists::ORDINARY)), false);
    }
    for listed in view.phrases {
        let (from, to) = (listed.range.start, listed.range.end);
        let relation = match () {
            () if (from, to) == (start, end) || to <= start || end <= from => continue,
            () if from <= start && end <= to => 1 + u32::from(from == start) + 2 * u32::from(to == end),
            () if start <= from && to <= end => 5 + u32::from(from == start) + 2 * u32::from(to == end),
            () => 0,
        };
        listed.lists.numbers().for_each(|list| add(70, list << 8 | relation, false));
    }
    if let Some(beyond) = beyond_hyphen(view, end, false) {
        add(71, beyond << 8 | last.kind >> 8, false);
        add(72, beyond, false);
    }
    if let Some(beyond) = beyond_hyphen(view, start, true) {
        add(73, beyond << 8 | first.kind >> 8, false);
        add(74, beyond, false);
    }
    if length <= 4 {
        add(39, kinds, false);
        add(65, groups, false);
    }
    let opening = opening(view, start) << 4 | ordinariness(first) << 1 | u32::from(length > 1);
    add(40, (length.min(7) as u32) << 12 | opening << 8 | first.shape as u32, false);
    if view.title_case {
        add(41, opening, false);
        add(42, length.min(6) as u32, false);
    }
    if length > 1 {
        add(44, phrase, true);
        for list in view.gazetteer.phrase(phrase).numbers() {
            add(45, list, false);
        }
    }
}

/// What a span is tied to by a hyphen at its edge (`Elsa Lindqvist|-Diallo`, `U.S.|-based`): the kind of the word there.
fn beyond_hyphen(view: &View<'_>, edge: usize, before: bool) -> Option<u32> {
    let (hyphen, beyond) = if before { (edge.checked_sub(1)?, edge.checked_sub(2)?) } else { (edge, edge + 1) };
    let (second, tied) = (view.spots.get(hyphen.max(beyond))?, view.spots.get(if before { edge } else { hyphen })?);
    let is_hyphen = matches!(view.word(hyphen).initial, '-' | '‑' | '\u{2010}') && view.word(hyphen).length == 1;
    (is_hyphen && second.joined && tied.joined).then(|| view.word(beyond).kind)
}

/// Lists whose words tell something from a distance.
const TELLING: Lists = Lists::TITLE
    .with(Lists::PROFESSION)
    .with(Lists::SAYING)
    .with(Lists::COMPANY_KIND)
    .with(Lists::PRODUCT_HEAD)
    .with(Lists::EVENT_HEAD)
    .with(Lists::WORK_HEAD);

/// The kinds of the words right before and right after a span.
fn context(view: &View<'_>, start: usize, end: usize) -> u32 {
    let kind = |at: Option<usize>| at.map_or(EDGE, |at| view.word(at).kind);
    phrase_key(kind(view.before(start, 1)), kind(view.after(end, 1)))
}

/// True if the span's capitals are the word in brackets after it.
pub fn is_spelt_out(view: &View<'_>, start: usize, end: usize) -> bool {
    bracketed(view, start, end) == Some(1)
}

/// 1 if the span's capitals are the word in brackets after it, 2 if it is a word in brackets made so.
fn bracketed(view: &View<'_>, start: usize, end: usize) -> Option<u32> {
    let is = |at: Option<usize>, sign: Sign| at.is_some_and(|at| view.word(at).sign == sign);
    let (open, close) = (Sign::Bracket, Sign::ClosingBracket);
    if end - start > 1 && is(view.after(end, 1), open) && is(view.after(end, 3), close) {
        let initials = acronym_key(view, &view.spots[start..end])?;
        return (view.key_after(end, 2) == initials).then_some(1);
    }
    if end - start == 1 && is(view.before(start, 1), open) && is(view.after(end, 1), close) {
        let length = usize::from(view.word(start).length);
        let made = (2..=length + 3).filter_map(|back| view.before(start, back)).any(|from| {
            view.word(from).initial.is_uppercase()
                && acronym_key(view, &view.spots[from..start - 1]) == Some(view.word(start).key)
        });
        return made.then_some(2);
    }
    None
}

/// The key of the word that the capitals of these words would make, if there are two or more.
pub fn acronym_key(view: &View<'_>, spots: &[Spot]) -> Option<u32> {
    let initials = spots.iter().map(|spot| view.vocabulary.word(spot.word).initial);
    let capitals = initials.filter(|initial| initial.is_uppercase()).map(fold);
    let count = capitals.clone().count();
    (count > 1).then(|| letters_key(count, capitals))
}

/// The step from a name (or from none) to the next segment.
pub fn step_feature(after_name: bool) -> Feature {
    Feature { hash: feature_hash(64, 0, u32::from(after_name)), memory: false }
}
