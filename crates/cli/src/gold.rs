//! Gold documents: texts whose spans are known, for training and for measuring.
//!
//! Read are marked text (`[Huawei|ORG]`, one document a file), JSON lines (`{"id", "text", "spans": [[start, end, type],
//! …]}` in code points), and every format that Postil imports. The types of the data sets are mapped to the tagger's
//! labels here and nowhere else.

use std::{collections::BTreeSet, path::Path};

use annotation::{Session, Status};
use anyhow::{Context, Result, bail};
use formats::ReadOptions;
use tagger::{
    gazetteer::{Gazetteer, Lists, phrase_key},
    model::NAMES,
    names::word_key,
};

/// A document with known spans.
#[derive(Debug, Clone)]
pub struct GoldDocument {
    /// Its name.
    pub id: String,
    /// Its text.
    pub text: String,
    /// Its spans in text order.
    pub spans: Vec<GoldSpan>,
}

/// A known span.
#[derive(Debug, Clone)]
pub struct GoldSpan {
    /// The first byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// The type as the data set names it, or several that are all right.
    pub types: Vec<String>,
    /// Neither hit nor miss.
    pub optional: bool,
}

/// Takes the figures out of a document's spans.
pub fn without_figures(document: &mut GoldDocument) {
    const FIGURES: [&str; 7] = ["DATE", "TIME", "PERCENT", "MONEY", "QUANTITY", "ORDINAL", "CARDINAL"];
    document.spans.retain(|span| !span.types.iter().all(|kind| FIGURES.contains(&kind.as_str())));
}

/// Reads every document of a file.
pub fn read(path: &Path) -> Result<Vec<GoldDocument>> {
    let bytes = std::fs::read(path).with_context(|| format!("reading {}", path.display()))?;
    let text = std::str::from_utf8(&bytes).unwrap_or_default();
    if path.extension().is_some_and(|extension| extension == "mark") {
        let name = path.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
        return Ok(vec![marked(name, text)]);
    }
    if text.lines().next().is_some_and(|line| json_line(line).is_ok()) {
        let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
        return lines
            .map(|(line, text)| json_line(text).with_context(|| format!("{}: line {}", path.display(), line + 1)))
            .collect();
    }
    imported(&path.to_string_lossy(), &bytes)
}

/// The documents of a file in one of the formats that Postil imports; what was rejected is no gold.
fn imported(name: &str, bytes: &[u8]) -> Result<Vec<GoldDocument>> {
    let file = formats::File { name, bytes };
    let Some(guess) = formats::detect(&file).into_iter().next() else { bail!("{name}: its format is not recognised") };
    let imported = formats::import(guess.format, &file, &ReadOptions::default()).with_context(|| name.to_owned())?;
    imported.warnings.iter().for_each(|warning| eprintln!("{warning}"));
    Ok(imported.sessions.iter().map(document_of).collect())
}

fn document_of(session: &Session) -> GoldDocument {
    let document = session.document();
    let kept = session.annotations().iter().filter(|annotation| annotation.status != Status::Rejected);
    let spans = kept.map(|annotation| GoldSpan {
        start: annotation.range.start().into(),
        end: annotation.range.end().into(),
        types: vec![session.labels().get(annotation.label).name.to_string()],
        optional: false,
    });
    GoldDocument { id: document.id.to_string(), text: document.text().to_owned(), spans: spans.collect() }
}

/// A document in marked text: `[text|LABEL]`, `[text|LABEL/LABEL?|value]`.
pub fn marked(id: String, markup: &str) -> GoldDocument {
    let mut document = GoldDocument { id, text: String::new(), spans: Vec::new() };
    let mut rest = markup;
    while let Some(open) = rest.find('[') {
        document.text.push_str(&rest[..open]);
        rest = &rest[open..];
        match mark(rest) {
            Some((text, labels, length)) => {
                let start = document.text.len();
                document.text.push_str(text);
                let types: Vec<String> = labels.split('/').map(|label| label.trim_end_matches('?').into()).collect();
                if !types.iter().any(|label| label == "NONE") {
                    let optional = labels.contains('?');
                    document.spans.push(GoldSpan { start, end: document.text.len(), types, optional });
                }
                rest = &rest[length..];
            }
            None => {
                document.text.push('[');
                rest = &rest[1..];
            }
        }
    }
    document.text.push_str(rest);
    document
}

/// The text, labels and length of the mark that `rest` begins with.
fn mark(rest: &str) -> Option<(&str, &str, usize)> {
    let close = rest.find(']')?;
    let mut fields = rest[1..close].split('|');
    let (text, labels) = (fields.next()?, fields.next()?);
    let is_label = |label: &str| {
        !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_uppercase() || b"_?/".contains(&byte))
    };
    (!text.is_empty() && !text.contains('[') && is_label(labels) && fields.count() < 2).then_some((
        text,
        labels,
        close + 1,
    ))
}

fn json_line(line: &str) -> Result<GoldDocument> {
    let value: serde_json::Value = serde_json::from_str(line)?;
    let text = value["text"].as_str().context("no \"text\"")?.to_owned();
    let mut offsets: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    offsets.push(text.len());
    let mut spans = Vec::new();
    for span in value["spans"].as_array().context("no \"spans\"")? {
        let at = |index: usize| span[index].as_u64().and_then(|at| offsets.get(usize::try_from(at).ok()?).copied());
        let (Some(start), Some(end), Some(kind)) = (at(0), at(1), span[2].as_str()) else { bail!("bad span {span}") };
        spans.push(GoldSpan { start, end, types: vec![kind.to_owned()], optional: false });
    }
    spans.sort_by_key(|span| (span.start, span.end));
    Ok(GoldDocument { id: value["id"].as_str().unwrap_or("").to_owned(), text, spans })
}

/// A set of the model's labels, by their numbers; bit 0 is "no name".
pub type Mask = u16;

/// The mask of the labels with these names.
pub fn mask(names: &[&str]) -> Mask {
    names
        .iter()
        .filter_map(|name| NAMES.iter().position(|label| label == name))
        .fold(0, |mask, label| mask | 1 << label)
}

/// The labels that a data set's type can mean for a span with this text; 0 if the type is no name.
pub fn labels_of(kind: &str, text: &str, gazetteer: &Gazetteer) -> Mask {
    let lists = lists_of(text, gazetteer);
    let other = || {
        if lists.any(Lists::DEMONYM) {
            return mask(&["NORP"]);
        }
        mask(&["O", "NORP", "PRODUCT", "EVENT", "WORK_OF_ART", "LAW", "LANGUAGE", "FAC"])
    };
    match kind {
        "PER" | "person" | "politician" | "researcher" | "writer" | "scientist" | "musicalartist" => {
            if lists.any(Lists::DEMONYM) && !lists.any(Lists::GIVEN_NAME) { mask(&["NORP"]) } else { mask(&["PERSON"]) }
        }
        "ORG" | "organization" | "organisation" | "corporation" | "group" | "politicalparty" | "university"
        | "band" => mask(&["ORG"]),
        "LOC" | "place" | "location" | "country" => place_labels(text, lists, gazetteer),
        "astronomicalobject" => mask(&["LOC"]),
        "product" => mask(&["PRODUCT"]),
        "event" | "election" | "conference" => mask(&["EVENT"]),
        "book" | "poem" | "album" | "song" | "creative-work" => mask(&["WORK_OF_ART"]),
        "magazine" | "academicjournal" => mask(&["ORG", "WORK_OF_ART"]),
        "award" => mask(&["O", "WORK_OF_ART"]),
        "programlang" => mask(&["O", "PRODUCT"]),
        "object" => mask(&["O", "PRODUCT", "WORK_OF_ART", "FAC"]),
        "abstract" => other() | mask(&["O", "ORG"]),
        "MISC" | "OTH" | "misc" => other(),
        name => mask(&[name]),
    }
}

fn place_labels(text: &str, lists: Lists, gazetteer: &Gazetteer) -> Mask {
    let head = text.split(' ').next_back().map_or(Lists::default(), |word| gazetteer.word(word_key(word)));
    let first = text.split(' ').next().map_or(Lists::default(), |word| gazetteer.word(word_key(word)));
    let several = text.contains(' ');
    if lists.any(Lists::COUNTRY) {
        return mask(&["GPE"]);
    }
    if lists.any(Lists::PLACE) {
        return mask(&["LOC"]);
    }
    if several && head.any(Lists::FACILITY_HEAD) {
        return mask(&["FAC"]);
    }
    if several && (head.any(Lists::PLACE_HEAD) || first.any(Lists::PLACE_HEAD)) {
        return mask(&["LOC"]);
    }
    if lists.any(Lists::REGION.with(Lists::CITY)) {
        return mask(&["GPE"]);
    }
    mask(&["GPE", "LOC"])
}

/// The lists that a whole text is on.
pub fn lists_of(text: &str, gazetteer: &Gazetteer) -> Lists {
    let keys: Vec<u32> = tagger::tokens(text).map(|token| word_key(&text[token])).collect();
    match keys[..] {
        [key] => gazetteer.word(key),
        _ => gazetteer.phrase(keys.into_iter().fold(0, phrase_key)),
    }
}

/// The names of the labels in a mask.
pub fn names_of(mask: Mask) -> BTreeSet<&'static str> {
    (1..NAMES.len()).filter(|label| mask >> label & 1 == 1).map(|label| NAMES[label]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gold_is_read_in_the_formats_that_are_imported() {
        let line = r#"{"text": "Ünal met Huawei", "label": [[9, 15, "ORG"]]}"#;
        let read = imported("gold.jsonl", line.as_bytes()).unwrap();
        let span = &read[0].spans[0];
        assert_eq!((&read[0].text[span.start..span.end], &span.types[0][..]), ("Huawei", "ORG"));
        let native = formats::find("postil").unwrap();
        let session = formats::import(
            formats::find("doccano").unwrap(),
            &formats::File { name: "gold.jsonl", bytes: line.as_bytes() },
            &ReadOptions::default(),
        );
        let exported = formats::export(native, &session.unwrap().sessions, &formats::WriteOptions::default());
        let again = imported("gold.json", &exported.files[0].bytes).unwrap();
        assert_eq!(again[0].spans[0].start, span.start);
        assert!(imported("gold.bin", b"\0\x01").is_err());
    }

    #[test]
    fn marked_text() {
        let document = marked(String::new(), "A [b c|ORG/PRODUCT?] [x] [2022|DATE|2022] [it|NONE].");
        assert_eq!(document.text, "A b c [x] 2022 it.");
        let spans: Vec<(&str, usize, bool)> = document
            .spans
            .iter()
            .map(|span| (&document.text[span.start..span.end], span.types.len(), span.optional))
            .collect();
        assert_eq!(spans, [("b c", 2, true), ("2022", 1, false)]);
    }
}
