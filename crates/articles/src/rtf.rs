//! Rich Text Format 1.9.1: text, paragraphs, tables, headings by outline level, lists.
//!
//! Left out: headers, footers, notes, pictures, hidden text, fields' instructions. The crates for RTF read no code pages
//! or panic on damaged files, so the reader is ours.

use std::collections::HashMap;

use annotation::PassageKind;

use crate::writer::Writer;
use crate::{Article, Options, ReadError, limits};

/// Groups whose text is not the article's.
const LEFT_OUT: [&str; 27] = [
    "fonttbl",
    "colortbl",
    "stylesheet",
    "info",
    "pict",
    "header",
    "headerl",
    "headerr",
    "headerf",
    "footer",
    "footerl",
    "footerr",
    "footerf",
    "footnote",
    "listtext",
    "pntext",
    "fldinst",
    "themedata",
    "datastore",
    "xmlnstbl",
    "listtable",
    "listoverridetable",
    "rsidtbl",
    "nonshppict",
    "generator",
    "object",
    "revtbl",
];

/// What a group inherits.
#[derive(Clone, Copy)]
struct State {
    /// How many characters stand for one of `\u`, for readers that know no Unicode.
    fallbacks: usize,
    is_left_out: bool,
    is_hidden: bool,
    font: i32,
    /// The group within the left-out `info` or `fonttbl` that is read.
    part: Part,
}

#[derive(Clone, Copy, PartialEq)]
enum Part {
    None,
    Info,
    Title,
    Created,
    Fonts,
}

struct Reader<'a> {
    options: &'a Options<'a>,
    writer: Writer,
    article: Article,
    state: State,
    groups: Vec<State>,
    encoding: &'static str,
    fonts: HashMap<i32, &'static str>,
    /// Bytes of the current font's encoding and units of UTF-16 that are not yet written.
    bytes: Vec<u8>,
    units: Vec<u16>,
    kind: PassageKind,
    in_table: bool,
    has_begun: bool,
    to_skip: usize,
    created: [i32; 3],
}

/// Reads an .rtf file.
pub(crate) fn read(bytes: &[u8], options: &Options<'_>) -> Result<Article, ReadError> {
    if !bytes.starts_with(b"{\\rtf") {
        return Err(ReadError::NotThis { expected: "an RTF file", found: "it does not begin with {\\rtf".into() });
    }
    let state = State { fallbacks: 1, is_left_out: false, is_hidden: false, font: -1, part: Part::None };
    let mut reader = Reader {
        options,
        writer: Writer::default(),
        article: Article::default(),
        state,
        groups: Vec::new(),
        encoding: "windows-1252",
        fonts: HashMap::new(),
        bytes: Vec::new(),
        units: Vec::new(),
        kind: PassageKind::Paragraph,
        in_table: false,
        has_begun: false,
        to_skip: 0,
        created: [0; 3],
    };
    reader.run(bytes)?;
    reader.flush();
    let mut article = reader.article;
    let [year, month, day] = reader.created;
    article.date = format!("{year:04}-{month:02}-{day:02}").parse().ok();
    (article.text, article.passages) = reader.writer.finish();
    if article.text.is_empty() {
        return Err(ReadError::NoText { what: "the RTF file", advice: "" });
    }
    Ok(article)
}

impl Reader<'_> {
    fn run(&mut self, bytes: &[u8]) -> Result<(), ReadError> {
        let mut at = 0;
        while let Some(&byte) = bytes.get(at) {
            at += 1;
            match byte {
                b'{' => {
                    self.flush();
                    if self.groups.len() >= limits::MOST_DEPTH {
                        return Err(ReadError::TooDeep { what: "the RTF file" });
                    }
                    self.groups.push(self.state);
                    self.to_skip = 0;
                }
                b'}' => {
                    self.flush();
                    let Some(state) = self.groups.pop() else { break };
                    self.state = state;
                    self.to_skip = 0;
                }
                b'\\' => at = self.control(bytes, at),
                b'\r' | b'\n' => {}
                byte => self.byte(byte),
            }
        }
        Ok(())
    }

    /// What follows a backslash; returns where it ends.
    fn control(&mut self, bytes: &[u8], at: usize) -> usize {
        let letters = bytes[at..].iter().take(32).take_while(|byte| byte.is_ascii_alphabetic()).count();
        if letters == 0 {
            return self.symbol(bytes, at);
        }
        let word = str::from_utf8(&bytes[at..at + letters]).unwrap_or_default();
        let mut end = at + letters;
        let number = &bytes[end..bytes.len().min(end + 11)];
        let sign = usize::from(number.first() == Some(&b'-'));
        let digits = number[sign..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        let mut parameter = None;
        if digits > 0 {
            parameter = str::from_utf8(&number[..sign + digits]).ok().and_then(|number| number.parse().ok());
            end += sign + digits;
        }
        if bytes.get(end) == Some(&b' ') {
            end += 1;
        }
        if word == "bin" {
            return end.saturating_add(parameter.unwrap_or(0).max(0) as usize);
        }
        self.word(word, parameter);
        end
    }

    /// A backslash and one character that is no letter.
    fn symbol(&mut self, bytes: &[u8], at: usize) -> usize {
        match bytes.get(at) {
            Some(b'\'') => {
                let digits = bytes.get(at + 1..at + 3).and_then(|digits| str::from_utf8(digits).ok());
                if let Some(byte) = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
                    self.byte(byte);
                }
                return at + 3;
            }
            Some(b'*') => self.state.is_left_out = true,
            Some(b'~') => self.text("\u{a0}"),
            Some(b'_') => self.text("\u{2011}"),
            Some(b'\r' | b'\n') => self.word("par", None),
            Some(&byte @ (b'{' | b'}' | b'\\')) => self.byte(byte),
            _ => {}
        }
        at + 1
    }

    fn word(&mut self, word: &str, parameter: Option<i32>) {
        let number = parameter.unwrap_or(0);
        if LEFT_OUT.contains(&word) {
            self.flush();
            self.state.is_left_out = true;
        }
        match word {
            "u" => {
                if self.to_skip == 0 {
                    self.flush_bytes();
                    self.units.push(number as u16);
                }
                self.to_skip = self.state.fallbacks;
                return;
            }
            "uc" => self.state.fallbacks = number.clamp(0, 64) as usize,
            "ansicpg" => self.encoding = code_page(number),
            "mac" => self.encoding = "macintosh",
            "info" => self.state.part = Part::Info,
            "fonttbl" => self.state.part = Part::Fonts,
            "title" if self.state.part == Part::Info => self.state.part = Part::Title,
            "creatim" => self.state.part = Part::Created,
            "yr" if self.state.part == Part::Created => self.created[0] = number,
            "mo" if self.state.part == Part::Created => self.created[1] = number,
            "dy" if self.state.part == Part::Created => self.created[2] = number,
            "f" => {
                self.flush();
                self.state.font = number;
            }
            "fcharset" if self.state.part == Part::Fonts => {
                if let Some(encoding) = charset(number) {
                    self.fonts.insert(self.state.font, encoding);
                }
            }
            "v" => {
                self.flush();
                self.state.is_hidden = parameter != Some(0);
            }
            "plain" => {
                self.flush();
                self.state.is_hidden = false;
            }
            "pard" => {
                self.flush();
                self.kind = PassageKind::Paragraph;
                self.in_table = false;
            }
            "intbl" => self.in_table = true,
            "ls" if number > 0 => self.kind = PassageKind::ListItem(1),
            "ilvl" => {
                if let PassageKind::ListItem(depth) = &mut self.kind {
                    *depth = number.clamp(0, 8) as u8 + 1;
                }
            }
            "outlinelevel" if (0..9).contains(&number) => self.kind = PassageKind::Heading((number as u8 + 1).min(6)),
            _ => self.sign(word),
        }
        self.to_skip = 0;
    }

    /// The words that stand for text or its ends.
    fn sign(&mut self, word: &str) {
        let text = match word {
            "tab" | "enspace" | "emspace" => " ",
            "emdash" => "—",
            "endash" => "–",
            "lquote" => "‘",
            "rquote" => "’",
            "ldblquote" => "“",
            "rdblquote" => "”",
            "bullet" => "•",
            "par" | "sect" | "page" | "line" | "cell" | "row" => return self.end(word),
            _ => return,
        };
        self.text(text);
    }

    fn end(&mut self, word: &str) {
        self.flush();
        if self.state.is_left_out {
            return;
        }
        match word {
            "cell" => {
                self.begin();
                self.writer.next_cell();
            }
            "par" if self.in_table => self.writer.text(" "),
            "line" => self.writer.line_break(),
            _ => {
                self.writer.end();
                self.has_begun = false;
            }
        }
    }

    fn begin(&mut self) {
        if !self.has_begun {
            self.has_begun = true;
            self.writer.begin(if self.in_table { PassageKind::TableRow } else { self.kind });
        }
    }

    /// A byte of text.
    fn byte(&mut self, byte: u8) {
        if self.to_skip > 0 {
            self.to_skip -= 1;
            return;
        }
        self.flush_units();
        self.bytes.push(byte);
    }

    fn flush(&mut self) {
        self.flush_units();
        self.flush_bytes();
    }

    fn flush_bytes(&mut self) {
        if self.bytes.is_empty() {
            return;
        }
        let bytes = std::mem::take(&mut self.bytes);
        let encoding = self.fonts.get(&self.state.font).copied().unwrap_or(self.encoding);
        let text = if bytes.is_ascii() { None } else { (self.options.decode)(encoding, &bytes) };
        self.put(&text.unwrap_or_else(|| String::from_utf8_lossy(&bytes).into_owned()));
    }

    fn flush_units(&mut self) {
        if !self.units.is_empty() {
            let text = String::from_utf16_lossy(&std::mem::take(&mut self.units));
            self.put(&text);
        }
    }

    fn text(&mut self, text: &str) {
        self.flush();
        self.put(text);
    }

    fn put(&mut self, text: &str) {
        if self.state.part == Part::Title {
            self.article.title.get_or_insert_default().push_str(text);
        }
        if !self.state.is_left_out && !self.state.is_hidden {
            self.begin();
            self.writer.text(text);
        }
    }
}

fn code_page(number: i32) -> &'static str {
    match number {
        437 | 850 | 1252 => "windows-1252",
        866 => "ibm866",
        874 => "windows-874",
        932 => "shift_jis",
        936 => "gb18030",
        949 => "euc-kr",
        950 => "big5",
        1250 => "windows-1250",
        1251 => "windows-1251",
        1253 => "windows-1253",
        1254 => "windows-1254",
        1255 => "windows-1255",
        1256 => "windows-1256",
        1257 => "windows-1257",
        1258 => "windows-1258",
        10000 => "macintosh",
        65001 => "utf-8",
        _ => "windows-1252",
    }
}

/// The encoding of a font's character set; `None` where it says nothing.
fn charset(number: i32) -> Option<&'static str> {
    Some(match number {
        77 => "macintosh",
        128 => "shift_jis",
        129 => "euc-kr",
        134 => "gb18030",
        136 => "big5",
        161 => "windows-1253",
        162 => "windows-1254",
        163 => "windows-1258",
        177 => "windows-1255",
        178 => "windows-1256",
        186 => "windows-1257",
        204 => "windows-1251",
        222 => "windows-874",
        238 => "windows-1250",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(body: &str) -> String {
        let options = Options { decode: crate::encoding::library, ..Options::default() };
        read(format!("{{\\rtf1\\ansi\\ansicpg1252 {body}}}").as_bytes(), &options).unwrap().text
    }

    #[test]
    fn words_and_groups_become_text() {
        let cases = [
            (r"a\par b{\b c}\par\pard d\line e", "a\n\nbc\n\nd\ne"),
            (r"caf\'e9 \u26481?\u20140? {\uc2\u8364''} \u-10179?\u-8780?", "café 東京 € 🖴"),
            (r"{\fonttbl{\f0 A;}{\f1\fcharset204 B;}}{\f1\'cc\'ee\'f1\'ea\'e2\'e0} \f0\'e9", "Москва é"),
            (r"{\*\x y}{\pict 00ff}{\header h}a{\field{\*\fldinst X}{\fldrslt shown}} {\v no}\{\\\}", "ashown {\\}"),
            (r"{\pard\intbl a\cell b\par c\cell\row}{\pard\intbl 1\cell 2\cell\row}\pard end", "a\tb c\n1\t2\n\nend"),
            (r"{\pntext\'b7\tab}\ls1 x\par{\listtext -}\ls1\ilvl1 y\par\pard\outlinelevel0 H\par", "x\ny\n\nH"),
            (r"a\bin3 }}}b\'zzc", "abc"),
        ];
        for (body, expected) in cases {
            assert_eq!(text(body), expected, "{body}");
        }
        let options = Options::default();
        let with_info = br"{\rtf1{\info{\title The tide}{\creatim\yr2024\mo5\dy3}}x}";
        let article = read(with_info, &options).unwrap();
        assert_eq!(
            (article.title.as_deref(), article.date.map(|day| day.to_string()).as_deref()),
            (Some("The tide"), Some("2024-05-03"))
        );
        assert!(read(format!("{{\\rtf1{}", "{".repeat(1000)).as_bytes(), &options).is_err());
    }
}
