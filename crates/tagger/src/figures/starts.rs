//! Where a figure may start: the quick pass over everything that cannot be one.
//!
//! Most of a text is words that no figure starts with. A word is skipped by its first letter and its length, and only
//! then looked up.

/// A place to try, and where to go on if nothing is there.
pub(super) struct Place {
    pub(super) start: usize,
    pub(super) end: usize,
}

/// The next place at or behind `at` where a figure may start.
pub(super) fn next(text: &str, at: usize) -> Option<Place> {
    let bytes = text.as_bytes();
    let mut at = at;
    while at < bytes.len() {
        match CLASSES[usize::from(bytes[at])] {
            Class::Other => at += 1,
            Class::Letter => {
                let start = at;
                while at < bytes.len() && CLASSES[usize::from(bytes[at])] == Class::Letter {
                    at += 1;
                }
                if may_start(&bytes[start..at]) {
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
                let point = start > 0
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

/// Words that a figure may start with, by kind; in lower case.
#[rustfmt::skip]
static WORDS: &[&str] = &[
    "a", "an", "half", "quarter", "few", "several", "minus", "negative", "zero", "nought", "naught", "one", "two",
    "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen",
    "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty", "thirty", "forty", "fourty", "fifty",
    "sixty", "seventy", "eighty", "ninety", "hundred", "thousand", "million", "billion", "trillion", "dozen", "lakh",
    "crore", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "nineth", "tenth",
    "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth",
    "nineteenth", "twentieth", "thirtieth", "fortieth", "fiftieth", "sixtieth", "seventieth", "eightieth",
    "ninetieth", "hundredth", "thousandth", "millionth", "billionth", "trillionth", "dozens", "hundreds", "thousands",
    "millions", "billions", "trillions", "tens", "scores", "twice", "thrice", "twofold", "threefold", "fourfold",
    "fivefold", "sixfold", "sevenfold", "eightfold", "ninefold", "tenfold", "hundredfold", "thousandfold", "january",
    "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
    "jan", "feb", "febr", "mar", "apr", "jun", "jul", "aug", "sept", "sep", "oct", "nov", "dec", "monday", "tuesday",
    "wednesday", "thursday", "friday", "saturday", "sunday", "mon", "tue", "tues", "wed", "weds", "thu", "thur",
    "thurs", "fri", "sat", "sun", "mondays", "tuesdays", "wednesdays", "thursdays", "fridays", "saturdays", "sundays",
    "today", "tomorrow", "yesterday", "tonight", "tonite", "otd", "day", "last", "past", "previous", "preceding",
    "prior", "this", "current", "next", "coming", "upcoming", "following", "another", "early", "earlier", "mid",
    "middle", "late", "later", "beginning", "start", "end", "spring", "summer", "fall", "autumn", "winter", "q", "h",
    "fy", "cy", "sy", "fiscal", "financial", "week", "year", "noon", "midday", "midnight", "morning", "afternoon",
    "evening", "night", "daytime", "lunchtime", "dinnertime", "mornings", "afternoons", "evenings", "weekends",
    "weekdays", "twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties",
    "hourly", "daily", "everyday", "nightly", "weekly", "biweekly", "fortnightly", "monthly", "bimonthly",
    "quarterly", "semiannual", "semiannually", "annual", "annually", "yearly", "biennial", "bi", "semi", "every",
    "each", "any", "once", "armistice", "ash", "bastille", "black", "boxing", "chinese", "christmas", "cinco",
    "columbus", "cyber", "diwali", "earth", "easter", "eid", "fathers", "father", "good", "halloween", "hanukkah",
    "independence", "international", "labor", "lunar", "martin", "mardi", "memorial", "mlk", "mothers", "mother",
    "new", "palm", "passover", "presidents", "ramadan", "st", "thanksgiving", "valentines", "valentine", "veterans",
    "penultimate", "now", "all", "eoy", "antepenultimate",
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
    let mut at = 0;
    while at < WORDS.len() {
        let word = WORDS[at].as_bytes();
        lengths[(word[0] & 31) as usize] |= 1 << word.len();
        at += 1;
    }
    lengths
};

/// Open addressing: a word's number plus one, or 0.
static TABLE: [u16; SLOTS] = {
    let mut table = [0u16; SLOTS];
    let mut at = 0;
    while at < WORDS.len() {
        let mut slot = hash(WORDS[at].as_bytes());
        while table[slot] != 0 {
            slot = (slot + 1) % SLOTS;
        }
        table[slot] = at as u16 + 1;
        at += 1;
    }
    table
};

fn may_start(word: &[u8]) -> bool {
    if word.len() > 31 || LENGTHS[usize::from(word[0] & 31)] >> word.len() & 1 == 0 || !word[0].is_ascii_alphabetic() {
        return false;
    }
    let mut slot = hash(word);
    while TABLE[slot] != 0 {
        if WORDS[usize::from(TABLE[slot] - 1)].as_bytes().eq_ignore_ascii_case(word) {
            return true;
        }
        slot = (slot + 1) % SLOTS;
    }
    false
}
