//! What stands in a file, field by field: the types the schema is generated from.
//!
//! A record has a public form of its own, apart from the domain's; `read` checks it, `write` fills it.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

// `L` is a list of [`LabelRecord`] and `A` one of [`AnnotationRecord`], or raw JSON while a file is read.
/// A Postil file: one document with its labels and annotations.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(title = "Postil annotations, version 1"))]
pub struct FileRecord<'a, L, A> {
    /// Always "postil".
    #[cfg_attr(test, schemars(extend("const" = "postil")))]
    #[serde(borrow)]
    pub format: Cow<'a, str>,
    /// The version of the format.
    #[cfg_attr(test, schemars(range(min = 1, max = 1)))]
    pub version: u64,
    /// The program that wrote the file.
    pub generator: SoftwareRecord<'a>,
    /// What `start` and `end` count: "code_point", "utf16" (code units) or "utf8" (bytes).
    #[cfg_attr(test, schemars(extend("enum" = ["code_point", "utf16", "utf8"])))]
    #[serde(borrow)]
    pub offset_unit: Cow<'a, str>,
    /// The text.
    pub document: DocumentRecord<'a>,
    /// The labels, in the order in which they are offered.
    pub labels: L,
    /// The annotations, in the order of the text.
    pub annotations: A,
    #[serde(flatten)]
    #[cfg_attr(test, schemars(skip))]
    pub unknown: Map<String, Value>,
}

/// A program.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "Software"))]
pub struct SoftwareRecord<'a> {
    /// Its name.
    #[serde(borrow)]
    pub name: Cow<'a, str>,
    /// Its version.
    #[serde(borrow)]
    pub version: Cow<'a, str>,
}

/// A text and what is known about it.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "Document"))]
pub struct DocumentRecord<'a> {
    /// Identifies the document; by default the first 16 digits of `sha256`.
    #[serde(borrow)]
    pub id: Cow<'a, str>,
    /// What a list of documents shows.
    #[serde(borrow)]
    pub title: Cow<'a, str>,
    /// Where the text comes from: a file name or an address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Cow<'a, str>>,
    /// BCP 47 language tag of the text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Cow<'a, str>>,
    /// The day the text was written, from which "yesterday" is counted: "2024-05-06".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(regex(pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$")))]
    pub reference_date: Option<Cow<'a, str>>,
    /// Whether somebody has said that the annotations are finished; false if it is not there.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_done: bool,
    /// Start, end and kind of what is more than a paragraph: "heading1" to "heading6", "item1" and deeper, "row".
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub passages: Vec<(u32, u32, Cow<'a, str>)>,
    /// The text, verbatim.
    #[serde(borrow)]
    pub text: Cow<'a, str>,
    /// SHA-256 of the text's UTF-8 bytes, in lower-case hexadecimal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(regex(pattern = "^[0-9a-f]{64}$")))]
    pub sha256: Option<Cow<'a, str>>,
    #[serde(flatten)]
    #[cfg_attr(test, schemars(skip))]
    pub unknown: Map<String, Value>,
}

/// A label.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "Label"))]
pub struct LabelRecord<'a> {
    /// Its name, unique in the file.
    #[cfg_attr(test, schemars(length(min = 1)))]
    #[serde(borrow)]
    pub name: Cow<'a, str>,
    /// "entity", or "figure" for labels whose annotations carry values.
    #[cfg_attr(test, schemars(extend("enum" = ["entity", "figure"])))]
    #[serde(borrow)]
    pub kind: Cow<'a, str>,
    /// The colour of its highlights, "#rrggbb".
    #[cfg_attr(test, schemars(regex(pattern = "^#[0-9a-f]{6}$")))]
    #[serde(borrow)]
    pub colour: Cow<'a, str>,
    /// The key that applies it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<char>,
    /// One line for the person who chooses.
    #[serde(borrow, default)]
    pub description: Cow<'a, str>,
    #[serde(flatten)]
    #[cfg_attr(test, schemars(skip))]
    pub unknown: Map<String, Value>,
}

/// A range of the text with a label.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "Annotation"))]
pub struct AnnotationRecord<'a> {
    /// Unique in the file.
    pub id: u32,
    /// The first character, counted in the file's unit from 0.
    pub start: u32,
    /// The end, excluded.
    pub end: u32,
    /// The text from start to end.
    #[serde(borrow)]
    pub quote: Cow<'a, str>,
    /// A label's name.
    #[serde(borrow)]
    pub label: Cow<'a, str>,
    /// "suggested" by a tagger and not judged yet, "accepted", or "rejected" and kept as a negative example.
    #[cfg_attr(test, schemars(extend("enum" = ["suggested", "accepted", "rejected"])))]
    #[serde(borrow)]
    pub status: Cow<'a, str>,
    /// Who made it.
    pub origin: OriginRecord<'a>,
    /// How sure the tagger was, in per mille.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(range(max = 1000)))]
    pub score: Option<u16>,
    /// What a figure means.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<ValueRecord<'a>>,
    /// A remark by the annotator.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Cow<'a, str>>,
    #[serde(flatten)]
    #[cfg_attr(test, schemars(skip))]
    pub unknown: Map<String, Value>,
}

/// Who made an annotation.
#[derive(Debug, Serialize)]
#[serde(tag = "by", rename_all = "snake_case")]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "Origin"))]
pub enum OriginRecord<'a> {
    /// A person.
    Human,
    /// A program.
    Tagger {
        /// Its name.
        name: Cow<'a, str>,
        /// Its version.
        version: Cow<'a, str>,
    },
}

/// Read by hand: what serde makes of a tag copies every field first.
impl<'de: 'a, 'a> Deserialize<'de> for OriginRecord<'a> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Fields<'a> {
            #[serde(borrow)]
            by: Cow<'a, str>,
            #[serde(default)]
            name: Option<Cow<'a, str>>,
            #[serde(default)]
            version: Option<Cow<'a, str>>,
        }
        let Fields { by, name, version } = Fields::deserialize(deserializer)?;
        let missing = serde::de::Error::missing_field;
        match &*by {
            "human" => Ok(OriginRecord::Human),
            "tagger" => Ok(OriginRecord::Tagger {
                name: name.ok_or_else(|| missing("name"))?,
                version: version.ok_or_else(|| missing("version"))?,
            }),
            other => Err(serde::de::Error::unknown_variant(other, &["human", "tagger"])),
        }
    }
}

/// What a figure means: `value`, or `from` and `to`, of which one may be missing; a `value` of null is not known.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "Value"))]
pub struct ValueRecord<'a> {
    /// The kind of the value.
    #[cfg_attr(test, schemars(extend("enum" = [
        "number", "ordinal", "percent", "money", "quantity", "date", "time", "duration", "set"
    ])))]
    pub kind: Cow<'a, str>,
    /// An exact decimal, or a TIMEX3 value for dates, times, durations and sets.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<Option<Cow<'a, str>>>,
    /// The lower bound of a range.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Cow<'a, str>>,
    /// The upper bound of a range.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Cow<'a, str>>,
    /// "%", an ISO 4217 currency code or a UCUM unit code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<Cow<'a, str>>,
    /// How the value is bounded or which part of a period is meant.
    #[serde(default, rename = "mod", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(extend("enum" = [
        "approx", "less_than", "more_than", "equal_or_less", "equal_or_more", "start", "mid", "end"
    ])))]
    pub modifier: Option<Cow<'a, str>>,
    /// Whether the value rests on a choice that the text does not settle.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub assumed: bool,
}
