//! Where a figure may start: the quick pass over everything that cannot be one.
//!
//! Most of a text is words that no figure starts with. A word is skipped by its first letter and its length, and only
//! then looked up.

/// A place to try, and where to go on if nothing is there.
pub(super) struct Place {
    pub(super) start: usize,
    pub(super) end: usize,
}

/// Words that start a figure only together with the next one: true if `second`, in lower case, can
/// not be that.
pub(super) fn lacks_partner(first: &str, second: &str) -> bool {
    match first {
        "a" | "an" => !article_starts(second),
        "all" => !matches!(second, "day" | "week" | "month" | "year"),
        "any" => !matches!(second, "weekend" | "year"),
        "another" => true,
        "once" => !matches!(second, "a" | "an" | "every" | "per" | "each"),
        "end" | "start" | "beginning" | "middle" => second != "of",
        "final" => {
            !matches!(second, "day" | "week" | "weekend" | "month" | "quarter" | "two" | "three" | "four" | "six")
        }
        "day" => !matches!(second, "after" | "before"),
        "new" => !matches!(second, "year" | "years"),
        "chinese" | "lunar" => second != "new",
        "good" | "black" => second != "friday",
        "international" => !matches!(second, "workers" | "women" | "womens"),
        "st" => !matches!(second, "patrick" | "patricks"),
        "martin" => second != "luther",
        "earth" | "independence" | "memorial" | "labor" | "veterans" | "columbus" | "armistice" | "bastille"
        | "boxing" | "mlk" | "presidents" => !matches!(second, "day" | ""),
        "eid" => second != "al",
        "palm" => second != "sunday",
        "cyber" => second != "monday",
        "ash" => second != "wednesday",
        "mardi" => second != "gras",
        "cinco" => second != "de",
        _ => false,
    }
}

/// What may stand behind an article that belongs to a figure.
fn article_starts(second: &str) -> bool {
    matches!(
        second,
        "few"
            | "couple"
            | "half"
            | "quarter"
            | "hundred"
            | "thousand"
            | "million"
            | "billion"
            | "trillion"
            | "dozen"
            | "lakh"
            | "crore"
            | "third"
            | "fourth"
            | "fifth"
            | "sixth"
            | "seventh"
            | "eighth"
            | "ninth"
            | "tenth"
            | "twelfth"
            | "hundredth"
            | "thousandth"
            | "millionth"
            | "billionth"
            | "twentieth"
            | "twenty"
            | "thirty"
            | "forty"
            | "fifty"
            | "sixty"
            | "seventy"
            | "eighty"
            | "ninety"
            | "fifteenth"
            | "sixteenth"
            | "second"
            | "minute"
            | "hour"
            | "day"
            | "week"
            | "weekend"
            | "fortnight"
            | "month"
            | "year"
            | "decade"
            | "century"
            | "millennium"
    )
}

/// The next place at or behind `from` where a figure may start.
pub(super) fn next(text: &str, from: usize) -> Option<Place> {
    let bytes = text.as_bytes();
    let mut at = from;
    while at < bytes.len() {
        match CLASSES[usize::from(bytes[at])] {
            Class::Other => at += 1,
            Class::Letter => {
                let start = at;
                while at < bytes.len() && CLASSES[usize::from(bytes[at])] == Class::Letter {
                    at += 1;
                }
                if kind(&bytes[start..at]).is_some() {
                    return Some(Place { start, end: at });
                }
            }
            Class::Digit => {
                let start = at;
                while at < bytes.len() && bytes[at].is_ascii_digit() {
                    at += 1;
                }
                // Digits glued to letters are skipped whole, so that none of them is tried again.
                let mut end = at;
                if start > 0 && CLASSES[usize::from(bytes[start - 1])] == Class::Letter {
                    while end < bytes.len() && (bytes[end].is_ascii_alphanumeric()) {
                        end += 1;
                    }
                }
                // ".25"
                let point = start > from
                    && bytes[start - 1] == b'.'
                    && (start < 2
                        || !bytes[start - 2].is_ascii_alphanumeric()
                            && !matches!(bytes[start - 2], b'.' | b')' | b']' | b'"'));
                return Some(Place { start: start - usize::from(point), end });
            }
            Class::Sign => return Some(Place { start: at, end: at + 1 }),
            Class::Lead => {
                // Two and three byte signs: £ ¥ ½ – € ₹ ⅓.
                let len = if bytes[at] == 0xC2 { 2 } else { 3 };
                let sign = text.get(at..at + len).and_then(|sign| sign.chars().next()).unwrap_or(' ');
                if matches!(sign, '£' | '¥' | '½' | '¼' | '¾' | '⅓' | '⅔' | '⅕'..='⅞' | '₠'..='⃀' | '￥' | '฿' | '৳' | '֏' | '؋')
                {
                    return Some(Place { start: at, end: at + len });
                }
                at += len;
            }
        }
    }
    None
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Other,
    Letter,
    Digit,
    Sign,
    Lead,
}

static CLASSES: [Class; 256] = {
    let mut classes = [Class::Other; 256];
    let mut byte = 0;
    while byte < 256 {
        classes[byte] = match byte as u8 {
            b'a'..=b'z' | b'A'..=b'Z' => Class::Letter,
            b'0'..=b'9' => Class::Digit,
            b'$' => Class::Sign,
            0xC2 | 0xE2 => Class::Lead,
            0xC3..=0xE1 | 0xE3..=0xEE => Class::Letter,
            // The inside of a character that is a letter.
            0x80..=0xBF => Class::Letter,
            _ => Class::Other,
        };
        byte += 1;
    }
    classes
};

/// What a word may start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Start {
    /// A number in words.
    Number,
    /// An article, or another word that counts what follows.
    Article,
    /// A number that is not said, a multiple, a place from the end.
    Vague,
    Month,
    Weekday,
    /// A day or time counted from now.
    Relative,
    /// A part of the period that follows.
    Edge,
    Period,
    /// A time or part of the day.
    Clock,
    Recurrence,
    Holiday,
}

/// Words that a figure may start with, and what they start; in lower case.
#[rustfmt::skip]
static WORDS: &[(Start, &[&str])] = &[
    (Start::Number, &[
        "minus", "negative", "zero", "nought", "naught", "one", "two", "three", "four", "five", "six", "seven",
        "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen",
        "eighteen", "nineteen", "twenty", "thirty", "forty", "fourty", "fifty", "sixty", "seventy", "eighty",
        "ninety", "hundred", "thousand", "million", "billion", "trillion", "dozen", "lakh", "crore", "first",
        "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "nineth", "tenth", "eleventh",
        "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth",
        "twentieth", "thirtieth", "fortieth", "fiftieth", "sixtieth", "seventieth", "eightieth", "ninetieth",
        "hundredth", "thousandth", "millionth", "billionth", "trillionth",
    ]),
    (Start::Article, &[
        "a", "an", "half", "quarter", "few", "several",
    ]),
    (Start::Vague, &[
        "dozens", "hundreds", "thousands", "millions", "billions", "trillions", "tens", "scores", "twice", "thrice",
        "twofold", "threefold", "fourfold", "fivefold", "sixfold", "sevenfold", "eightfold", "ninefold", "tenfold",
        "hundredfold", "thousandfold", "penultimate", "antepenultimate",
    ]),
    (Start::Month, &[
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
        "november", "december", "jan", "feb", "febr", "mar", "apr", "jun", "jul", "aug", "sept", "sep", "oct",
        "nov", "dec",
    ]),
    (Start::Weekday, &[
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "mon", "tue", "tues", "wed",
        "weds", "thu", "thur", "thurs", "fri", "sat", "sun",
    ]),
    (Start::Relative, &[
        "today", "tomorrow", "yesterday", "tonight", "tonite", "otd", "day", "last", "past", "previous",
        "preceding", "prior", "this", "current", "next", "coming", "upcoming", "following", "now", "final",
    ]),
    (Start::Edge, &[
        "early", "earlier", "mid", "middle", "late", "later", "beginning", "start", "end",
    ]),
    (Start::Period, &[
        "spring", "summer", "fall", "autumn", "winter", "q", "h", "fy", "cy", "sy", "fiscal", "financial", "week",
        "year", "all", "eoy", "twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties",
        "nineties",
    ]),
    (Start::Clock, &[
        "noon", "midday", "midnight", "morning", "afternoon", "evening", "night", "daytime", "lunchtime",
        "dinnertime",
    ]),
    (Start::Recurrence, &[
        "mondays", "tuesdays", "wednesdays", "thursdays", "fridays", "saturdays", "sundays", "mornings",
        "afternoons", "evenings", "weekends", "weekdays", "hourly", "daily", "everyday", "nightly", "weekly",
        "biweekly", "fortnightly", "monthly", "bimonthly", "quarterly", "semiannual", "semiannually", "annual",
        "annually", "yearly", "biennial", "bi", "semi", "every", "each", "any", "once",
    ]),
    (Start::Holiday, &[
        "armistice", "ash", "bastille", "black", "boxing", "chinese", "christmas", "cinco", "columbus", "cyber",
        "diwali", "earth", "easter", "eid", "fathers", "father", "good", "halloween", "hanukkah", "independence",
        "international", "labor", "lunar", "martin", "mardi", "memorial", "mlk", "mothers", "mother", "new", "palm",
        "passover", "presidents", "ramadan", "st", "thanksgiving", "valentines", "valentine", "veterans",
    ]),
];

const SLOTS: usize = 4096;

const fn hash(word: &[u8]) -> usize {
    let mut hash: u32 = word.len() as u32;
    let mut at = 0;
    while at < word.len() {
        hash = (hash ^ (word[at] | 0x20) as u32).wrapping_mul(0x0100_0193);
        at += 1;
    }
    ((hash ^ (hash >> 15)) as usize) % SLOTS
}

/// For each first letter, the lengths that words here have, as bits.
static LENGTHS: [u32; 32] = {
    let mut lengths = [0u32; 32];
    let mut kind = 0;
    while kind < WORDS.len() {
        let mut at = 0;
        while at < WORDS[kind].1.len() {
            let word = WORDS[kind].1[at].as_bytes();
            lengths[(word[0] & 31) as usize] |= 1 << word.len();
            at += 1;
        }
        kind += 1;
    }
    lengths
};

/// Open addressing: the kind's number plus one and the word's number in it; (0, 0) is empty.
static TABLE: [(u8, u8); SLOTS] = {
    let mut table = [(0u8, 0u8); SLOTS];
    let mut kind = 0;
    while kind < WORDS.len() {
        let mut at = 0;
        while at < WORDS[kind].1.len() {
            let mut slot = hash(WORDS[kind].1[at].as_bytes());
            while table[slot].0 != 0 {
                slot = (slot + 1) % SLOTS;
            }
            table[slot] = (kind as u8 + 1, at as u8);
            at += 1;
        }
        kind += 1;
    }
    table
};

/// What the word may start, in any case of letters; `None` for most words.
pub(super) fn kind(word: &[u8]) -> Option<Start> {
    let first = *word.first()?;
    if word.len() > 31 || LENGTHS[usize::from(first & 31)] >> word.len() & 1 == 0 || !first.is_ascii_alphabetic() {
        return None;
    }
    let mut slot = hash(word);
    while TABLE[slot].0 != 0 {
        let (start, words) = &WORDS[usize::from(TABLE[slot].0 - 1)];
        if words[usize::from(TABLE[slot].1)].as_bytes().eq_ignore_ascii_case(word) {
            return Some(*start);
        }
        slot = (slot + 1) % SLOTS;
    }
    None
}
