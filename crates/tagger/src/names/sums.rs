//! Sums: what words add to the spans that they are in or beside, so that a span's score takes few additions.
//!
//! [`Sums`] keeps them for each word and place of the document, [`ZoneSums`] for the tokens of one zone.

use super::{
    features::{Place, View, left_features, right_features, word_features},
    pass::{Zone, places_after, places_before, places_of_ends},
    vocabulary::{Spot, Vocabulary},
    zone::Role,
};
use crate::model::{Lanes, Model};

/// What words add to the spans that they are in or beside.
#[derive(Debug, Clone, Default)]
pub struct Sums {
    places: Vec<u32>, // by number of word: its place in `words` plus one, 0 if it has none
    words: Vec<WordSums>,
    features: Vec<u32>, // working space
}

/// What one word adds, in the places in which it was met.
#[derive(Debug, Clone, Default)]
struct WordSums {
    known: u8, // a bit for each place
    rows: [Lanes; Place::ALL.len()],
}

impl Sums {
    /// Looks up what the words in a zone and beside it add there.
    pub fn learn(&mut self, model: &Model, spots: &[Spot], vocabulary: &Vocabulary, zone: &Zone) {
        if self.places.len() < vocabulary.len() {
            self.places.resize(vocabulary.len(), 0);
        }
        let tokens = &zone.tokens;
        for index in tokens.start.saturating_sub(2)..(tokens.end + 2).min(spots.len()) {
            let wanted = wanted_places(spots, zone, index);
            let number = spots[index].word;
            let place = &mut self.places[number as usize];
            if *place == 0 {
                self.words.push(WordSums::default());
                *place = self.words.len() as u32;
            }
            let sums = &mut self.words[*place as usize - 1];
            let missing = wanted & !sums.known;
            if missing == 0 {
                continue;
            }
            sums.known |= missing;
            for place in Place::ALL.into_iter().filter(|&place| missing & bit(place) != 0) {
                let row = &mut sums.rows[place as usize];
                self.features.clear();
                word_features(vocabulary.word(number), place, |feature| self.features.push(feature.hash));
                model.add_all(&self.features, row);
            }
        }
    }

    fn get(&self, word: u32, place: Place) -> &Lanes {
        const NOTHING: &Lanes = &[0; 16];
        let found = self.places.get(word as usize).and_then(|&at| self.words.get((at as usize).checked_sub(1)?));
        found.map_or(NOTHING, |word| &word.rows[place as usize])
    }
}

fn bit(place: Place) -> u8 {
    1 << place as u8
}

/// The places that a token in a zone or beside it can have to the zone's candidate spans.
fn wanted_places(spots: &[Spot], zone: &Zone, index: usize) -> u8 {
    let role = |at: usize| if zone.tokens.contains(&at) { spots[at].role } else { Role::Never };
    let when = |wanted: bool, place: Place| if wanted { bit(place) } else { 0 };
    let inside = zone.tokens.contains(&index);
    let (begins, ends) = (role(index).can_begin(), role(index).can_end());
    let several = zone.tokens.len() > 1;
    when(inside, Place::In)
        | when(begins && ends, Place::Only)
        | when(begins && several, Place::First)
        | when(ends && several, Place::Last)
        | when(role(index + 1).can_begin(), Place::Before)
        | when(role(index + 2).can_begin(), Place::FarBefore)
        | when(index >= 1 && role(index - 1).can_end(), Place::After)
        | when(index >= 2 && role(index - 2).can_end(), Place::FarAfter)
}

/// What the tokens of one zone add to its spans.
#[derive(Debug, Default)]
pub struct ZoneSums {
    left: Vec<Lanes>,   // by first token: all that stands before it
    right: Vec<Lanes>,  // by last token: all that stands after it
    inside: Vec<Lanes>, // by token: the sum over the tokens before it, wrapping
}

impl ZoneSums {
    /// Takes in a zone whose words were learnt.
    pub fn fill(&mut self, model: &Model, view: &View<'_>, zone: &Zone, sums: &Sums) {
        self.left.clear();
        self.right.clear();
        self.inside.clear();
        let mut inside: Lanes = [0; 16];
        for index in zone.tokens.clone() {
            let (mut left, mut right): (Lanes, Lanes) = ([0; 16], [0; 16]);
            let role = view.spots[index].role;
            if role.can_begin() {
                places_before(view, index, |at, place| add_rows(&mut left, sums.get(view.spots[at].word, place)));
                left_features(view, index, |feature| model.add(feature.hash, &mut left));
            }
            if role.can_end() {
                places_after(view, index + 1, |at, place| add_rows(&mut right, sums.get(view.spots[at].word, place)));
                right_features(view, index + 1, |feature| model.add(feature.hash, &mut right));
            }
            self.left.push(left);
            self.right.push(right);
            self.inside.push(inside);
            let own = sums.get(view.spots[index].word, Place::In);
            inside = std::array::from_fn(|lane| inside[lane].wrapping_add(own[lane]));
        }
        self.inside.push(inside);
    }

    /// What the words add to the span `start..end` of the zone.
    pub fn span(&self, spots: &[Spot], sums: &Sums, start: usize, end: usize) -> Lanes {
        let (until, before) = (&self.inside[end], &self.inside[start]);
        let mut row: Lanes = std::array::from_fn(|lane| until[lane].wrapping_sub(before[lane]));
        add_rows(&mut row, &self.left[start]);
        add_rows(&mut row, &self.right[end - 1]);
        places_of_ends(start, end, |index, place| add_rows(&mut row, sums.get(spots[index].word, place)));
        row
    }
}

fn add_rows(sum: &mut Lanes, row: &Lanes) {
    *sum = std::array::from_fn(|lane| sum[lane].saturating_add(row[lane]));
}
