//! What a document says about its own figures: which dollar is `$`, whether `p` is pence.

use super::calendar::Reference;
use super::cursor::{Breaks, Cursor, Kind};
use super::memory::Memory;

/// What a first look at a text found, and when it was written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Evidence {
    /// The day that "today" means, which the text does not say; without one, relative dates have no value.
    pub reference: Option<Reference>,
    /// The dollar that the document names most, if it names one.
    pub dollar: Option<&'static str>,
    /// `JPY` or `CNY`, if the document speaks of one of them only.
    pub yen_or_yuan: Option<&'static str>,
    /// Pounds are money here.
    pub pounds: bool,
    /// Cents are written `c` here.
    pub cents_written_c: bool,
    /// Lines are broken at a fixed width, so that a figure may go on in the next line.
    pub wrapped: bool,
}

impl Evidence {
    /// The currency usual for a name that several have.
    pub(super) fn usual(&self, code: &'static str) -> &'static str {
        code
    }
}

/// How often a document names each thing.
#[derive(Default)]
struct Votes {
    dollars: [u32; DOLLARS.len()],
    bare_dollars: u32,
    yen: u32,
    yuan: u32,
}

/// Signs and codes that name a dollar.
static DOLLARS: [(&[u8], &str); 12] = [
    (b"US$", "USD"),
    (b"USD", "USD"),
    (b"A$", "AUD"),
    (b"AUD", "AUD"),
    (b"C$", "CAD"),
    (b"CAD", "CAD"),
    (b"HK$", "HKD"),
    (b"HKD", "HKD"),
    (b"NZ$", "NZD"),
    (b"NZD", "NZD"),
    (b"S$", "SGD"),
    (b"SGD", "SGD"),
];

/// Looks once over `text`, at currency signs and capitals only.
pub(super) fn study(text: &str) -> Evidence {
    let bytes = text.as_bytes();
    let mut votes = Votes::default();
    let mut evidence = Evidence { wrapped: is_wrapped(text), ..Evidence::default() };
    let memory = Memory::new();
    let cursor = Cursor::new(text, &memory, Breaks::Real);
    let mut at = 0;
    while let Some(found) = bytes[at..].iter().position(|&byte| MARKS[usize::from(byte)]) {
        let mark = at + found;
        at = mark + 1;
        match bytes[mark] {
            b'$' => {
                let head = &bytes[..=mark];
                if let Some(index) =
                    DOLLARS.iter().rposition(|(name, _)| head.ends_with(name) && !alphanumeric_before(head, name.len()))
                {
                    votes.dollars[index] += 1;
                } else {
                    votes.bare_dollars += 1;
                }
            }
            0xC2 => match bytes.get(mark + 1) {
                Some(0xA3) => evidence.pounds = true,
                Some(0xA2) => evidence.cents_written_c = true,
                _ => {}
            },
            b'U' | b'A' | b'C' | b'H' | b'N' | b'S' => {
                let rest = &bytes[mark..];
                let starts = mark == 0 || !bytes[mark - 1].is_ascii_alphanumeric();
                if starts
                    && let Some(index) = DOLLARS
                        .iter()
                        .position(|(name, _)| name.len() == 3 && !name.ends_with(b"$") && rest.starts_with(name))
                {
                    votes.dollars[index] += 1;
                }
                if starts && rest.starts_with(b"CNY") {
                    votes.yuan += 1;
                }
            }
            b'y' | b'r' | b'R' | b'J' => {
                if mark > 0 && bytes[mark - 1].is_ascii_alphanumeric() {
                    continue;
                }
                let token = cursor.token(mark);
                if token.kind == Kind::Word {
                    match &*cursor.word(token) {
                        "yen" | "jpy" => votes.yen += 1,
                        "yuan" | "renminbi" | "rmb" => votes.yuan += 1,
                        _ => {}
                    }
                    at = token.end;
                }
            }
            _ => {
                // "pence", "per cent": British spelling of money.
                if bytes[mark..].starts_with(b"pence") && mark > 0 && bytes[mark - 1] == b' ' {
                    evidence.pounds = true;
                }
            }
        }
    }
    let mut best = 0;
    for (index, &(_, code)) in DOLLARS.iter().enumerate() {
        let named: u32 =
            DOLLARS.iter().zip(votes.dollars).filter(|((_, other), _)| *other == code).map(|(_, votes)| votes).sum();
        // A text that writes `$` much more often than any other dollar means its readers' own.
        if named > best && named * 2 >= votes.bare_dollars {
            best = named;
            evidence.dollar = Some(DOLLARS[index].1);
        }
    }
    evidence.yen_or_yuan = match (votes.yen, votes.yuan) {
        (0, 0) => None,
        (yen, yuan) if yuan > yen => Some("CNY"),
        _ => Some("JPY"),
    };
    evidence
}

/// True if no line is long, and most lines that another one of their paragraph follows are nearly as long as the longest.
fn is_wrapped(text: &str) -> bool {
    const WIDEST: usize = 100;
    const RAGGED: usize = 20;
    const FEWEST: usize = 6;
    let bytes = text.as_bytes();
    // The lengths of all lines that are followed by one that is not blank.
    let mut lengths = [0usize; WIDEST + 1];
    let mut at = 0;
    while at < bytes.len() {
        let rest = &bytes[at..bytes.len().min(at + WIDEST + 1)];
        let length = rest.iter().position(|&byte| byte == b'\n').unwrap_or(rest.len());
        if length > WIDEST {
            return false;
        }
        at += length + 1;
        if bytes.get(at).is_some_and(|first| !first.is_ascii_whitespace()) {
            lengths[length] += 1;
        }
    }
    let longest = lengths.iter().rposition(|&lines| lines > 0).unwrap_or(0);
    let lines: usize = lengths[1..].iter().sum();
    let full: usize = lengths[longest.saturating_sub(RAGGED)..].iter().sum();
    longest > 2 * RAGGED && lines >= FEWEST && full * 4 >= lines * 3
}

fn alphanumeric_before(head: &[u8], len: usize) -> bool {
    head.len() > len && head[head.len() - len - 1].is_ascii_alphanumeric()
}

static MARKS: [bool; 256] = {
    let mut marks = [false; 256];
    let bytes = b"$UACHNSyrRJp\xC2";
    let mut at = 0;
    while at < bytes.len() {
        marks[bytes[at] as usize] = true;
        at += 1;
    }
    marks
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_says_which_dollar() {
        assert_eq!(study("It paid $5. In A$ terms, A$7.").dollar, Some("AUD"));
        assert_eq!(study("It paid $5.").dollar, None);
        assert_eq!(study("$1, $2, $3 and A$4").dollar, None);
        assert_eq!(study("¥5 and yuan").yen_or_yuan, Some("CNY"));
        assert!(study("cost £5").pounds && !study("cost 5").pounds);
        let wrapped = "A line that was broken at a width of sixty columns, more or\nless.\n".repeat(8);
        assert!(
            !study(&wrapped).wrapped && study(&wrapped.replace("less.", &"less than others are ".repeat(2))).wrapped
        );
        assert!(!study(&"A paragraph on a line of its own, longer than any width that people wrap their lines at, is none of these.\n".repeat(8)).wrapped);
    }
}
