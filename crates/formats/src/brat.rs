//! brat standoff: a `.txt` with the text and a `.ann` with the annotations, in pairs, and an `annotation.conf`.
//!
//! <https://brat.nlplab.org/standoff.html>; code points. A span that runs over a line end is written as fragments, which
//! are read as one again; true discontinuous spans are read as their parts. Attributes are read into the note. Status,
//! origin, score, value, and notes with line ends travel in a comment of the type `Postil`, as JSON.
//!
//! What is lost: line ends at the edges of an annotation, annotations that cover nothing else, characters other than
//! `a-zA-Z0-9_-` in labels, label definitions, the document's title, source and language, rejected annotations.
//! Not supported: relations, events, equivalences and normalisations (said when they are read).

use std::borrow::Cow;
use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use annotation::{Annotation, Session, TextRange};

use crate::file_names::file_names;
use crate::import::{Draft, Importer, Span};
use crate::json::{FeatureRecord, Object, number_of, write_extras};
use crate::loss::written;
use crate::unit::{CodePoints, Positions};
use crate::{
    Directions, Exported, File, Format, ImportedFile, Info, Loss, NamedFile, Part, ReadError, ReadOptions, Sample,
    Unit, What, WriteOptions, plain_text,
};

/// brat standoff.
pub struct Brat;

/// The type of the comments that hold what brat has no place for.
const COMMENT: &str = "Postil";

impl Format for Brat {
    fn info(&self) -> &'static Info {
        &Info {
            id: "brat",
            name: "brat standoff",
            extensions: &["ann", "txt"],
            directions: Directions::Both,
            unit: Some(Unit::CodePoint),
            is_lines: false,
            is_configuration: false,
            overlaps: true,
            keeps: &[Part::WhiteSpace, Part::Id, Part::Status, Part::Origin, Part::Score, Part::Value, Part::Note],
            summary: "keeps ids, notes and values; loses rejected annotations, titles and label colours",
        }
    }

    fn recognise(&self, sample: &Sample<'_>) -> u8 {
        let lines = sample.text.lines().filter(|line| !line.is_empty());
        let is_good = |line: &str| {
            let mut columns = line.split('\t');
            let id = columns.next().unwrap_or_default();
            id.starts_with(['T', 'A', 'R', 'E', 'N', 'M', '#', '*']) && columns.next().is_some_and(|c| c.contains(' '))
        };
        let (good, all) = lines.take(100).fold((0, 0), |(good, all), line| (good + u32::from(is_good(line)), all + 1));
        if all > 0 && good * 10 >= all * 8 { 90 } else { 0 }
    }

    fn read(&self, file: &File<'_>, options: &ReadOptions) -> Result<ImportedFile, ReadError> {
        match &options.text {
            Some(text) => {
                let mut importer = Importer::new(file.name, options);
                read_pair(&mut importer, file, text)?;
                Ok(importer.done())
            }
            None => Err(ReadError::NotThis {
                expected: self.info().name,
                found: "the text is in the .txt file of the same name; give both".into(),
            }),
        }
    }

    fn read_together(&self, files: &[File<'_>], options: &ReadOptions) -> ImportedFile {
        let path = |file: &File<'_>| file.name.rsplit_once('.').map_or(file.name, |(path, _)| path).to_owned();
        let mut all = ImportedFile::default();
        let mut say = |file: &File<'_>, found: &str| {
            let error = ReadError::NotThis { expected: "brat standoff", found: found.into() };
            all.append(ImportedFile::refused(file.name, &error));
        };
        let annotated: HashSet<String> = files.iter().filter(|file| file.has_extension("ann")).map(path).collect();
        let mut texts: HashMap<String, &File<'_>> = HashMap::new();
        for file in files.iter().filter(|file| file.has_extension("txt")) {
            match texts.entry(path(file)) {
                Entry::Occupied(_) => say(file, "it is a second text of one document; the first is read"),
                Entry::Vacant(place) if annotated.contains(place.key()) => _ = place.insert(file),
                Entry::Vacant(_) => say(file, "there is no .ann file of the same name"),
            }
        }
        for file in files.iter().filter(|file| file.has_extension("ann")) {
            let mut importer = Importer::new(file.name, options);
            let text = texts.get(&path(file)).map(|text| plain_text::decode(text.bytes));
            let given = options.text.as_deref().map(|text| Ok(text.into()));
            let read = match text.or(given) {
                Some(text) => text.and_then(|text| read_pair(&mut importer, file, &text)),
                None => Err(ReadError::NotThis {
                    expected: "brat standoff",
                    found: "there is no .txt file of the same name".into(),
                }),
            };
            all.append(read.map(|()| importer.done()).unwrap_or_else(|error| ImportedFile::refused(file.name, &error)));
        }
        all
    }

    fn write(&self, sessions: &[Session], _options: &WriteOptions) -> Exported {
        let (mut files, mut losses) = (Vec::new(), Vec::new());
        let mut labels = BTreeSet::new();
        for (session, name) in sessions.iter().zip(file_names(sessions)) {
            let annotations = write_annotations(self.info(), session, &mut labels, &mut losses);
            files.push(NamedFile { name: format!("{name}.txt"), bytes: session.document().text().into() });
            files.push(NamedFile { name: format!("{name}.ann"), bytes: annotations.into_bytes() });
        }
        let labels: String = labels.into_iter().map(|label| label + "\n").collect();
        let configuration = format!("[entities]\n{labels}\n[relations]\n\n[events]\n\n[attributes]\n");
        files.push(NamedFile { name: "annotation.conf".into(), bytes: configuration.into_bytes() });
        Exported { files, losses }
    }
}

fn read_pair(importer: &mut Importer<'_>, file: &File<'_>, text: &str) -> Result<(), ReadError> {
    let content = plain_text::decode(file.bytes)?;
    let mut draft = Draft::new(file.stem(), text, 1, Unit::CodePoint);
    let characters = CodePoints::new(text);
    let mut by_id: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    let mut remarks = Vec::new();
    for (index, line) in content.trim_start_matches('\u{feff}').split('\n').enumerate() {
        let (line, number) = (line.strip_suffix('\r').unwrap_or(line), index + 1);
        if line.is_empty() {
            continue;
        }
        let mut columns = line.splitn(3, '\t');
        let (id, middle, quote) = (columns.next().unwrap_or_default(), columns.next(), columns.next());
        match (id.as_bytes().first(), middle) {
            (Some(b'T'), Some(middle)) => match spans(&characters, middle, quote) {
                Ok(spans) => {
                    if spans.len() > 1 {
                        importer.warn(number, id, format!("it is discontinuous; read as its {} parts", spans.len()));
                    }
                    for (rank, span) in spans.into_iter().enumerate() {
                        by_id.entry(id).or_default().push(draft.spans.len());
                        let number_of_id = number_of(id).filter(|_| rank == 0);
                        draft.spans.push(Span { at: ("line", number), line: number, id: number_of_id, ..span });
                    }
                }
                Err(message) => importer.warn(number, id, format!("{message}; left out")),
            },
            (Some(b'#' | b'A' | b'M'), Some(middle)) => remarks.push((number, id, middle, quote.unwrap_or_default())),
            (Some(b'R' | b'E' | b'*' | b'N'), _) => {
                importer.warn(number, id, "relations, events and normalisations are not supported; left out");
            }
            _ => importer.warn(number, "line", "it is not of brat's form; left out"),
        }
    }
    for (number, id, middle, tail) in remarks {
        let mut words = middle.split(' ');
        let (kind, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        let Some(targets) = by_id.get(target) else {
            importer.warn(number, id, format!("there is no annotation {target:?}; left out"));
            continue;
        };
        for &target in targets {
            let extras = &mut draft.spans[target].extras;
            if kind == COMMENT && id.starts_with('#') {
                match serde_json::from_str::<FeatureRecord<'_>>(tail) {
                    Ok(record) => {
                        let note = extras.note.take();
                        *extras = record.extras();
                        extras.note = extras.note.take().or(note);
                    }
                    Err(error) => importer.warn(number, id, format!("{}; left out", crate::json::cause(&error))),
                }
                continue;
            }
            let remark = match id.starts_with('#') {
                true => tail.to_owned(),
                false => words.clone().fold(kind.to_owned(), |all, value| all + ": " + value),
            };
            let note = extras.note.take().map_or(remark.clone(), |note| format!("{note}\n{remark}"));
            extras.note = Some(note.into());
        }
    }
    importer.finish(draft);
    Ok(())
}

/// The parts of a text-bound annotation: those that only line ends part are one.
fn spans<'a>(text: &CodePoints<'_>, middle: &str, quote: Option<&str>) -> Result<Vec<Span<'a>>, String> {
    let (label, offsets) = middle.split_once(' ').ok_or("it has no offsets")?;
    let mut parts: Vec<(i64, i64)> = Vec::new();
    for fragment in offsets.split(';') {
        let (start, end) = fragment.split_once(' ').ok_or_else(|| format!("{fragment:?} is not a start and an end"))?;
        let number = |text: &str| text.trim().parse::<i64>().map_err(|_| format!("{text:?} is not a number"));
        parts.push((number(start)?, number(end)?));
    }
    let is_single = parts.len() == 1;
    let mut joined: Vec<(i64, i64)> = Vec::new();
    for part in parts {
        match joined.last_mut() {
            Some(last) if text.all_between(last.1, part.0, is_line_end) => {
                last.1 = part.1;
            }
            _ => joined.push(part),
        }
    }
    let quote = quote.filter(|_| is_single).map(|quote| Cow::Owned(quote.to_owned()));
    let span =
        |(start, end)| Span { start, end, quote: quote.clone(), label: label.to_owned().into(), ..Span::default() };
    Ok(joined.into_iter().map(span).collect())
}

/// What Python takes for a line end, and so brat.
fn is_line_end(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{1c}'..='\u{1e}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

fn write_annotations(info: &Info, session: &Session, labels: &mut BTreeSet<String>, losses: &mut Vec<Loss>) -> String {
    let document = session.document();
    let mut positions = Positions::new(document, Unit::CodePoint);
    let (mut out, mut comments, mut count) = (String::new(), String::new(), 0);
    let mut lose = |annotation: &Annotation, what| {
        losses.push(Loss::of(document, session.labels(), annotation, what));
    };
    for annotation in written(info, session) {
        let fragments = fragments(document.slice(annotation.range), annotation.range);
        let (Some(first), Some(last)) = (fragments.first(), fragments.last()) else {
            lose(annotation, What::Dropped("it covers only line ends"));
            continue;
        };
        let range = TextRange::new(first.start(), last.end());
        if range != annotation.range {
            lose(annotation, What::Moved(range, "brat's annotations neither start nor end with a line end"));
        }
        let name = &*session.labels().get(annotation.label).name;
        let label: String =
            name.chars().map(|c| if c.is_ascii_alphanumeric() || "_-".contains(c) { c } else { '_' }).collect();
        if label != name {
            lose(annotation, What::Renamed(label.as_str().into()));
        }
        let offsets = |fragment: &TextRange| {
            let (start, end) = positions.offsets(*fragment);
            format!("{start} {end}")
        };
        let offsets = fragments.iter().map(offsets).collect::<Vec<_>>().join(";");
        let quote = fragments.iter().map(|fragment| document.slice(*fragment)).collect::<Vec<_>>().join(" ");
        out.push_str(&format!("T{}\t{label} {offsets}\t{quote}\n", annotation.id.0));
        labels.insert(label);
        push_comments(&mut comments, &mut count, annotation);
    }
    out + &comments
}

/// The parts of a range between line ends.
fn fragments(text: &str, range: TextRange) -> Vec<TextRange> {
    let mut at = range.start();
    let mut fragments = Vec::new();
    for line in text.split_inclusive(is_line_end) {
        let end = annotation::TextSize::of(line.trim_end_matches(is_line_end));
        if end > 0.into() {
            fragments.push(TextRange::at(at, end));
        }
        at += annotation::TextSize::of(line);
    }
    fragments
}

/// `count` is how many comments there are before.
fn push_comments(out: &mut String, count: &mut usize, annotation: &Annotation) {
    let id = annotation.id.0;
    let is_one_line = annotation.note.as_deref().is_some_and(|note| !note.contains(is_line_end) && !note.is_empty());
    let mut push = |kind: &str, content: &str| {
        *count += 1;
        out.push_str(&format!("#{count}\t{kind} T{id}\t{content}\n"));
    };
    if let Some(note) = annotation.note.as_deref().filter(|_| is_one_line) {
        push("AnnotatorNotes", note);
    }
    let rest = Annotation { note: annotation.note.clone().filter(|_| !is_one_line), ..annotation.clone() };
    let mut json = String::new();
    let mut object = Object::new(&mut json);
    write_extras(&mut object, &rest);
    object.end();
    if json != "{}" {
        let escaped = |c: char| if is_line_end(c) { format!("\\u{:04x}", c as u32) } else { c.to_string() };
        let json: String = json.chars().map(escaped).collect();
        push(COMMENT, &json);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, annotations: &str) -> (Vec<String>, Vec<String>) {
        let files =
            [File { name: "x/a.ann", bytes: annotations.as_bytes() }, File { name: "x/a.txt", bytes: text.as_bytes() }];
        let imported = Brat.read_together(&files, &ReadOptions::default());
        let session = &imported.sessions[0];
        let shown = |a: &Annotation| {
            let note = a.note.as_deref().map(|note| format!("({note})")).unwrap_or_default();
            format!("{} {}{note}", a.id.0, session.document().slice(a.range))
        };
        let warnings = imported.warnings.iter().map(|warning| warning.to_string().replacen("x/a.ann, ", "", 1));
        (session.annotations().iter().map(shown).collect(), warnings.collect())
    }

    #[test]
    fn fragments_attributes_and_notes_are_read() {
        let (found, warnings) = read(
            "North and South America\nSony",
            "T2\tLOC 0 5;16 23\tNorth America\nT3\tORG 10 23;24 28\tSouth America Sony\nA1\tConfidence T3 High\n\
             A2\tNegation T3\n#1\tAnnotatorNotes T3\tfree text\nR1\tOrg Arg1:T2 Arg2:T3\n",
        );
        assert_eq!(found, ["2 North", "3 South America\nSony(Confidence: High\nNegation\nfree text)", "4 America"]);
        assert_eq!(
            warnings,
            [
                "line 1: T2: it is discontinuous; read as its 2 parts",
                "line 6: R1: relations, events and normalisations are not supported; left out",
            ]
        );
    }

    #[test]
    fn lines_that_are_wrong_are_said() {
        let (found, warnings) = read(
            "Ana",
            "T1\tORG 0 3\tBo\nT2\tORG 0\nT3\tORG x 3\tAna\nT4\tORG 3 1\tAna\nT4\nT5\tORG 0 3\tAna\nT5\tORG 0 3\tAna\n#1\tNote T9\tx",
        );
        assert_eq!(found, ["4 Ana", "5 Ana", "6 Ana"], "T4 is found by its quote, and that is said");
        assert_eq!(warnings.len(), 7, "{warnings:#?}");
        let alone = Brat.read_together(&[File { name: "a.ann", bytes: b"T1\tORG 0 3\tAna" }], &ReadOptions::default());
        assert_eq!(
            alone.warnings[0].to_string(),
            "a.ann, line 1: file: not brat standoff: there is no .txt file of the same name"
        );
    }
}
