//! Zones: the stretches of a text in which a name can stand.
//!
//! Most tokens of English text are in no zone and cost nothing more than their reading. A zone begins and ends with a
//! capitalised word (or a number or particle that belongs to one) and may hold short lower-case words, hyphens and the
//! like in between: `University of the South`, `AT&T`, `2004 Canadian federal election`.

use std::ops::Range;

use super::{
    vocabulary::{Spot, Vocabulary},
    word::{Shape, word_key},
};
use crate::gazetteer::Lists;

/// Zones longer than this are cut, so that time stays linear.
pub const LONGEST_ZONE: usize = 48;

/// What part a token can play in a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Ends the zone.
    Never,
    /// Can begin and end a name.
    Capital,
    /// A number: can begin or end one beside a capital.
    Number,
    /// Only between.
    Between,
    /// Begins a name before a capital: `van`, `al`.
    Particle,
    /// Ends a name after a capital: `election`.
    Tail,
}

impl Role {
    /// True if a name can begin with it.
    pub fn can_begin(self) -> bool {
        matches!(self, Role::Capital | Role::Number | Role::Particle)
    }

    /// True if a name can end with it.
    pub fn can_end(self) -> bool {
        matches!(self, Role::Capital | Role::Number | Role::Tail)
    }
}

/// The few lower-case words and signs that can be part of a name, by their keys.
#[derive(Debug, Clone)]
pub struct RoleWords {
    between: Vec<u32>,
    particles: Vec<u32>,
    tails: Vec<u32>,
    middles: Vec<u32>,
    the: u32,
}

impl Default for RoleWords {
    fn default() -> RoleWords {
        let keys = |words: &str| {
            let mut keys: Vec<u32> = words.split(' ').map(word_key).collect();
            keys.sort_unstable();
            keys
        };
        RoleWords {
            the: word_key("the"),
            between: keys(
                "of the and for in on at to de la le du des da do dos di del y e und et en & - – ' ’ / 's a an with from by +",
            ),
            particles: keys("al el bin ibn ben van von der den de da di du la le della dos ter ten zu"),
            tails: keys("election elections referendum primary primaries"),
            middles: keys(
                "federal presidential general parliamentary legislative local municipal gubernatorial midterm provincial leadership state by",
            ),
        }
    }
}

/// Lists whose words can be names without a capital.
const OFTEN_LOWER: Lists = Lists::COUNTRY.with(Lists::REGION).with(Lists::CITY).with(Lists::DEMONYM);

impl RoleWords {
    /// The role of a word.
    pub fn role(&self, key: u32, shape: Shape, lists: Lists) -> Role {
        let among = |keys: &Vec<u32>| keys.binary_search(&key).is_ok();
        match shape {
            Shape::Number => Role::Number,
            Shape::Lower if among(&self.particles) => Role::Particle,
            Shape::Lower if among(&self.tails) => Role::Tail,
            // Hasty writers leave capitals out.
            Shape::Lower if lists.any(OFTEN_LOWER) && !lists.any(Lists::ORDINARY) => Role::Capital,
            Shape::Lower | Shape::Sign if among(&self.between) || among(&self.middles) => Role::Between,
            Shape::Lower | Shape::Sign => Role::Never,
            // A leading "the" is no part of a name.
            _ if key == self.the => Role::Between,
            _ => Role::Capital,
        }
    }
}

/// The zones among `spots`, in order.
pub fn zones(spots: &[Spot]) -> Vec<Range<usize>> {
    let mut zones: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    while at < spots.len() {
        if spots[at].role != Role::Capital {
            at += 1;
            continue;
        }
        let start = reach_back(spots, at, zones.last().map_or(0, |zone| zone.end));
        let end = reach_on(spots, at, start);
        zones.push(start..end);
        at = end;
    }
    zones
}

/// Takes in a number or particle right before the capital at `at`.
fn reach_back(spots: &[Spot], at: usize, free_from: usize) -> usize {
    let mut start = at;
    while start > free_from && at - start < 2 && !spots[start].line_start {
        match spots[start - 1].role {
            Role::Number | Role::Particle => start -= 1,
            // The hyphen of `al-Assad`.
            Role::Between
                if start >= 2 + free_from
                    && spots[start].joined
                    && spots[start - 1].joined
                    && spots[start - 2].role == Role::Particle =>
            {
                start -= 2;
            }
            _ => break,
        }
    }
    start
}

fn reach_on(spots: &[Spot], at: usize, start: usize) -> usize {
    let mut end = at + 1;
    let mut next = at + 1;
    let mut gap = 0;
    while next < spots.len() && !spots[next].line_start && next - start < LONGEST_ZONE {
        match spots[next].role {
            Role::Never => break,
            Role::Capital | Role::Tail | Role::Number => {
                next += 1;
                end = next;
                gap = 0;
            }
            Role::Between | Role::Particle if gap < 3 => {
                next += 1;
                gap += 1;
            }
            Role::Between | Role::Particle => break,
        }
    }
    end
}

/// The longest name, in tokens.
pub const LONGEST_NAME: usize = 10;

/// True if a name can stand on these tokens of one zone.
pub fn can_be_name(spots: &[Spot]) -> bool {
    let (Some(first), Some(last)) = (spots.first(), spots.last()) else { return false };
    spots.len() <= LONGEST_NAME
        && first.role.can_begin()
        && last.role.can_end()
        && spots.iter().any(|spot| spot.role == Role::Capital)
}

/// True if a line of these words is written like a title: nearly every word that could be lower-case has a capital.
pub fn is_title_case(spots: &[Spot], vocabulary: &Vocabulary) -> bool {
    let (mut capital, mut lower) = (0, 0);
    for spot in spots {
        let word = vocabulary.word(spot.word);
        if word.length < 4 && !word.lists.any(Lists::FREQUENT) {
            continue;
        }
        match word.shape {
            Shape::Lower if word.length > 3 => lower += 1,
            Shape::Capitalised | Shape::Capitals | Shape::Mixed => capital += 1,
            _ => (),
        }
    }
    capital >= 3 && capital >= 4 * lower
}
