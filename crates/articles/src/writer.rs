//! Puts an article's text together, passage by passage.

use annotation::{Passage, PassageKind, TextRange, TextSize};

/// The text so far. Within a passage, white space is one space, and there is none at its ends; passages are parted by an
/// empty line, items of a list and rows of a table by a line break.
#[derive(Default)]
pub(crate) struct Writer {
    text: String,
    passages: Vec<Passage>,
    /// What is being written.
    kind: Option<PassageKind>,
    /// Where it began; `None` before its first character.
    start: Option<usize>,
    /// Space that is written before the next character of the passage, and forgotten at its end.
    gap: String,
}

impl Writer {
    /// Ends the passage that is being written and begins another.
    pub(crate) fn begin(&mut self, kind: PassageKind) {
        self.end();
        self.kind = Some(kind);
    }

    /// Ends the passage that is being written; what follows is a paragraph.
    pub(crate) fn end(&mut self) {
        if let Some(start) = self.start.take() {
            let end = TextSize::new(self.text.len() as u32);
            let range = TextRange::new(TextSize::new(start as u32), end);
            self.passages.push(Passage { range, kind: self.kind.unwrap_or(PassageKind::Paragraph) });
        }
        self.kind = None;
        self.gap.clear();
    }

    /// Running text, in which white space is only space.
    pub(crate) fn text(&mut self, text: &str) {
        let is_space = |c: char| matches!(c, ' ' | '\t' | '\n' | '\r' | '\x0C');
        let mut rest = text;
        while !rest.is_empty() {
            let word = rest.trim_start_matches(is_space);
            if word.len() < rest.len() && self.gap.is_empty() {
                self.gap.push(' ');
            }
            let end = word.find(is_space).unwrap_or(word.len());
            self.push(&word[..end]);
            rest = &word[end..];
        }
    }

    /// Text in which white space counts.
    pub(crate) fn verbatim(&mut self, text: &str) {
        let text = if text.contains('\r') { &*text.replace("\r\n", "\n").replace('\r', "\n") } else { text };
        let words = text.trim_start_matches(char::is_whitespace);
        let space = &text[..text.len() - words.len()];
        // Empty lines before the first are not kept, the space before its first word is.
        self.gap.push_str(if self.start.is_none() { space.rsplit('\n').next().unwrap_or_default() } else { space });
        let end = words.trim_end_matches(char::is_whitespace).len();
        self.push(&words[..end]);
        self.gap.push_str(&words[end..]);
    }

    /// Goes to the next line within the passage.
    pub(crate) fn line_break(&mut self) {
        if self.gap == " " {
            self.gap.clear();
        }
        self.gap.push('\n');
    }

    /// Goes to the next cell of a row.
    pub(crate) fn next_cell(&mut self) {
        if self.gap == " " {
            self.gap.clear();
        }
        self.gap.push('\t');
    }

    fn push(&mut self, word: &str) {
        if word.is_empty() {
            return;
        }
        let kind = *self.kind.get_or_insert(PassageKind::Paragraph);
        if self.start.is_some() {
            self.text.push_str(&self.gap);
        } else {
            match self.passages.last() {
                Some(last) if are_lines(last.kind, kind) => self.text.push('\n'),
                Some(_) => self.text.push_str("\n\n"),
                None => {}
            }
            self.start = Some(self.text.len());
            // Empty cells before the first that is not, or the indent of code.
            if self.gap != " " && !self.gap.contains('\n') {
                self.text.push_str(&self.gap);
            }
        }
        self.gap.clear();
        self.text.push_str(word);
    }

    /// The text and its passages.
    pub(crate) fn finish(mut self) -> (String, Vec<Passage>) {
        self.end();
        (self.text, self.passages)
    }
}

/// Whether two passages stand on lines of one list or table.
fn are_lines(first: PassageKind, second: PassageKind) -> bool {
    matches!(
        (first, second),
        (PassageKind::ListItem(_), PassageKind::ListItem(_)) | (PassageKind::TableRow, PassageKind::TableRow)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn space_is_put_where_it_is_read() {
        let mut writer = Writer::default();
        writer.begin(PassageKind::Heading(1));
        writer.text("  A \n head");
        writer.text("line ");
        writer.end();
        writer.text(" one");
        writer.line_break();
        writer.text(" two\u{a0}three ");
        writer.begin(PassageKind::ListItem(1));
        writer.begin(PassageKind::ListItem(1));
        writer.text("a");
        writer.begin(PassageKind::ListItem(2));
        writer.text("b");
        writer.begin(PassageKind::TableRow);
        for cell in ["", "x y", "", "z", ""] {
            writer.text(cell);
            writer.next_cell();
        }
        writer.begin(PassageKind::Paragraph);
        writer.verbatim("\r\n  if a {\r\n    b\n");
        writer.verbatim("  }\n\n");
        let (text, passages) = writer.finish();
        assert_eq!(text, "A headline\n\none\ntwo\u{a0}three\n\na\nb\n\n\tx y\t\tz\n\n  if a {\n    b\n  }");
        let read: Vec<(&str, PassageKind)> = passages.iter().map(|p| (&text[p.range], p.kind)).collect();
        assert_eq!(read[0], ("A headline", PassageKind::Heading(1)));
        assert_eq!(read[1], ("one\ntwo\u{a0}three", PassageKind::Paragraph));
        assert_eq!(read[3], ("b", PassageKind::ListItem(2)));
        assert_eq!(read[4], ("\tx y\t\tz", PassageKind::TableRow));
        assert_eq!(read[5].0, "  if a {\n    b\n  }");
    }
}
