//! Columns as annotations, sentences as a text.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::import::{Draft, Importer, Span};
use crate::{File, ImportedFile, ReadError, ReadOptions, Unit, plain_text};

/// A layer of annotations: its short name, its first column, how many it has, and which is the label.
struct Layer {
    name: String,
    first: usize,
    columns: usize,
    label: usize,
}

pub(super) fn read(file: &File<'_>, options: &ReadOptions) -> Result<ImportedFile, ReadError> {
    let content = plain_text::decode(file.bytes)?;
    let content = content.trim_start_matches('\u{feff}');
    if !content.starts_with("#FORMAT=WebAnno TSV 3") {
        let found = "its first line is not #FORMAT=WebAnno TSV 3".into();
        return Err(ReadError::NotThis { expected: "WebAnno TSV 3.3", found });
    }
    let bears_witness = !content.is_ascii();
    let mut importer = Importer::new(file.name, options);
    let (mut layers, mut columns) = (Vec::new(), 0);
    let mut text = Sentences::default();
    let mut found: Vec<Span<'static>> = Vec::new();
    let mut by_number: HashMap<(usize, u32), usize> = HashMap::new();
    let mut draft = Draft::new(file.stem(), "", 1, Unit::Utf16);
    for (index, line) in content.split('\n').enumerate() {
        let (line, number) = (line.strip_suffix('\r').unwrap_or(line), index + 1);
        if let Some(header) = line.strip_prefix("#T_") {
            if !add_layer(header, &mut layers, &mut columns) {
                importer.warn(number, "layer", "relations and chains are not supported; left out");
            }
        } else if let Some(sentence) = line.strip_prefix("#Text=") {
            text.add_line(&unescape(sentence));
        } else if !line.is_empty() && !line.starts_with('#') {
            let mut cells = line.split('\t');
            let (_id, offsets) = (cells.next(), cells.next().unwrap_or_default());
            let token = cells.next().unwrap_or_default();
            let Some((start, end)) = ends(offsets) else {
                importer.warn(number, "offsets", format!("{offsets:?} is not a start and an end; left out"));
                continue;
            };
            text.starts_at(start);
            let cells: Vec<&str> = cells.collect();
            if cells.len() < columns {
                let message = format!("it has {} of {columns} columns; left out", cells.len());
                importer.warn(number, "columns", message);
                continue;
            }
            if !token.is_empty() && bears_witness {
                draft.tokens.push((start, end, Cow::Owned(token.to_owned())));
            }
            for (rank, layer) in layers.iter().enumerate() {
                add_annotations(layer, rank, &cells, number, (start, end), &mut found, &mut by_number);
            }
        } else if line.is_empty() {
            text.end();
        }
    }
    text.end();
    draft.text = options.text.as_deref().map_or_else(|| Cow::Owned(text.text), Cow::Borrowed);
    draft.spans = found;
    importer.finish(draft);
    Ok(importer.done())
}

/// Adds a layer of spans; false for other kinds of layers, whose columns are only counted.
fn add_layer(header: &str, layers: &mut Vec<Layer>, columns: &mut usize) -> bool {
    let (kind, layer) = header.split_once('=').unwrap_or((header, ""));
    let mut parts = layer.split('|');
    let name = parts.next().unwrap_or_default();
    let features: Vec<&str> = parts.collect();
    let count = features.len().max(1);
    let first = *columns;
    *columns += count;
    if kind != "SP" {
        return false;
    }
    let label = features.iter().position(|feature| *feature == "value").unwrap_or(0);
    let name = name.rsplit('.').next().unwrap_or_default().to_owned();
    layers.push(Layer { name, first, columns: count, label });
    true
}

fn ends(offsets: &str) -> Option<(i64, i64)> {
    let (start, end) = offsets.split_once('-')?;
    Some((start.parse().ok()?, end.parse().ok()?))
}

fn add_annotations(
    layer: &Layer,
    rank: usize,
    cells: &[&str],
    line: usize,
    (start, end): (i64, i64),
    found: &mut Vec<Span<'static>>,
    by_number: &mut HashMap<(usize, u32), usize>,
) {
    let all = &cells[layer.first..layer.first + layer.columns];
    if all.iter().all(|cell| *cell == "_") {
        return;
    }
    for stacked in split_escaped(all[layer.label], '|') {
        if stacked == "_" || stacked.is_empty() {
            continue;
        }
        let (value, number) = match stacked.strip_suffix(']').and_then(|stacked| stacked.rsplit_once('[')) {
            Some((value, number)) if !value.ends_with('\\') => (value, number.parse::<u32>().ok()),
            _ => (stacked, None),
        };
        let label = if value == "*" { layer.name.clone() } else { unescape(value) };
        let known = number.and_then(|number| by_number.get(&(rank, number)));
        if let Some(open) = known.map(|&index| &mut found[index]) {
            open.end = open.end.max(end);
            continue;
        }
        if let Some(number) = number {
            by_number.insert((rank, number), found.len());
        }
        let at = ("tokens", found.len());
        found.push(Span { at, line, start, end, label: label.into(), ..Span::default() });
    }
}

/// The parts between separators that no backslash stands before.
fn split_escaped(text: &str, separator: char) -> Vec<&str> {
    let (mut parts, mut from, mut is_escaped) = (Vec::new(), 0, false);
    for (at, c) in text.char_indices() {
        if c == separator && !is_escaped {
            parts.push(&text[from..at]);
            from = at + c.len_utf8();
        }
        is_escaped = c == '\\' && !is_escaped;
    }
    parts.push(&text[from..]);
    parts
}

fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut characters = text.chars();
    while let Some(c) = characters.next() {
        match c {
            '\\' => match characters.next() {
                Some('t') => out.push('\t'),
                Some('r') => out.push('\r'),
                Some('n') => out.push('\n'),
                Some(other) => out.push(other),
                None => out.push('\\'),
            },
            c => out.push(c),
        }
    }
    out
}

/// The text that sentences make up: each at the offset of its first token.
#[derive(Default)]
struct Sentences {
    text: String,
    utf16: i64,
    sentence: Option<String>,
}

impl Sentences {
    fn add_line(&mut self, line: &str) {
        match &mut self.sentence {
            Some(sentence) => {
                sentence.push('\n');
                sentence.push_str(line);
            }
            None => self.sentence = Some(line.to_owned()),
        }
    }

    /// Puts the sentence at the offset of its first token, with line ends in the gap before it.
    fn starts_at(&mut self, offset: i64) {
        let Some(sentence) = self.sentence.take() else { return };
        let gap = (offset - self.utf16).clamp(0, 1024); // a damaged offset must not fill the memory
        self.text.extend(std::iter::repeat_n('\n', gap as usize));
        self.utf16 += gap + sentence.encode_utf16().count() as i64;
        self.text.push_str(&sentence);
    }

    fn end(&mut self) {
        if self.sentence.is_some() {
            self.starts_at(self.utf16);
        }
    }
}
