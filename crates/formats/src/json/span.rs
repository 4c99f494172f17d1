//! An annotation as a flat object, under the names that the formats give its fields.

use std::borrow::Cow;
use std::cell::Cell;
use std::fmt;

use serde::de::{Error, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use super::{cause, per_mille};
use crate::import::{Draft, Extras, Importer, Span};

/// A string, or a number or boolean read as one; borrowed where it has no escapes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Text<'a>(pub Cow<'a, str>);

impl<'de: 'a, 'a> Deserialize<'de> for Text<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Scalar;
        impl<'de> Visitor<'de> for Scalar {
            type Value = Text<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string")
            }

            fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Text<'de>, E> {
                Ok(Text(Cow::Borrowed(text)))
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Text<'de>, E> {
                Ok(Text(Cow::Owned(text.to_owned())))
            }

            fn visit_u64<E: Error>(self, number: u64) -> Result<Text<'de>, E> {
                Ok(Text(Cow::Owned(number.to_string())))
            }

            fn visit_i64<E: Error>(self, number: i64) -> Result<Text<'de>, E> {
                Ok(Text(Cow::Owned(number.to_string())))
            }

            fn visit_f64<E: Error>(self, number: f64) -> Result<Text<'de>, E> {
                Ok(Text(Cow::Owned(number.to_string())))
            }

            fn visit_bool<E: Error>(self, truth: bool) -> Result<Text<'de>, E> {
                Ok(Text(Cow::Borrowed(if truth { "true" } else { "false" })))
            }
        }
        deserializer.deserialize_any(Scalar)
    }
}

/// An offset: a number, or the digits of one in a string.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Offset(pub i64);

impl<'de> Deserialize<'de> for Offset {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Number;
        impl Visitor<'_> for Number {
            type Value = Offset;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an offset")
            }

            fn visit_u64<E: Error>(self, number: u64) -> Result<Offset, E> {
                Ok(Offset(i64::try_from(number).unwrap_or(i64::MAX)))
            }

            fn visit_i64<E: Error>(self, number: i64) -> Result<Offset, E> {
                Ok(Offset(number))
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Offset, E> {
                text.trim().parse().map(Offset).map_err(|_| E::custom(format!("{text:?} is not an offset")))
            }
        }
        deserializer.deserialize_any(Number)
    }
}

/// JSON kept as it stands, absent or null as `None`.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Kept<'a>(pub Option<&'a str>);

impl<'de: 'a, 'a> Deserialize<'de> for Kept<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = <&'de RawValue>::deserialize(deserializer)?.get();
        Ok(Kept((raw != "null").then_some(raw)))
    }
}

impl<'a> Kept<'a> {
    /// The content of a string, or the JSON of anything else.
    pub(crate) fn text(self) -> Option<Cow<'a, str>> {
        let json = self.0?;
        Some(serde_json::from_str::<Text<'a>>(json).map_or(Cow::Borrowed(json), |text| text.0))
    }
}

/// An annotation with all the names that its fields have in flat formats.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct SpanRecord<'a> {
    #[serde(borrow, default)]
    pub id: Kept<'a>,
    #[serde(alias = "start_offset", alias = "begin")]
    pub start: Offset,
    #[serde(alias = "end_offset")]
    pub end: Offset,
    #[serde(borrow, default, alias = "type")]
    pub label: Option<Text<'a>>,
    #[serde(borrow, default)]
    pub text: Option<Text<'a>>,
    #[serde(borrow, default)]
    pub answer: Option<Text<'a>>,
    #[serde(borrow, default)]
    pub status: Option<Text<'a>>,
    #[serde(borrow, default)]
    pub tagger: Option<Text<'a>>,
    #[serde(borrow, default)]
    pub tagger_version: Option<Text<'a>>,
    #[serde(default)]
    pub score: Option<f64>,
    #[serde(borrow, default)]
    pub value: Kept<'a>,
    #[serde(borrow, default)]
    pub note: Option<Text<'a>>,
}

impl<'a> SpanRecord<'a> {
    /// The annotation at that place of a list.
    pub(crate) fn span(self, at: (&'static str, usize)) -> Span<'a> {
        let text = |text: Option<Text<'a>>| text.map(|text| text.0);
        Span {
            at,
            id: self.id.text().and_then(|id| number_of(&id)),
            start: self.start.0,
            end: self.end.0,
            quote: text(self.text),
            label: text(self.label).unwrap_or_default(),
            extras: Extras {
                status: text(self.status),
                tagger: text(self.tagger),
                tagger_version: text(self.tagger_version),
                score: self.score.map(|score| if score.fract() == 0.0 { score as i64 } else { per_mille(score) }),
                value: self.value.text(),
                note: text(self.note),
            },
            ..Span::default()
        }
    }
}

/// The number at the end of an id such as `T12`.
pub(crate) fn number_of(id: &str) -> Option<u32> {
    let digits = id.len() - id.bytes().rev().take_while(u8::is_ascii_digit).count();
    id[digits..].parse().ok()
}

/// A list of annotations of which the damaged ones can be left out; [`read_record`] reads it.
pub(crate) enum SpanList<'a, S> {
    Good(Vec<S>),
    Damaged(Vec<&'a RawValue>),
}

impl<S> Default for SpanList<'_, S> {
    fn default() -> Self {
        SpanList::Good(Vec::new())
    }
}

impl<'de: 'a, 'a, S: Deserialize<'de>> Deserialize<'de> for SpanList<'a, S> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if !ONE_BY_ONE.get() {
            return Ok(SpanList::Good(Option::deserialize(deserializer)?.unwrap_or_default()));
        }
        let raw = <&'de RawValue>::deserialize(deserializer)?.get();
        if raw == "null" {
            return Ok(SpanList::default());
        }
        match serde_json::from_str(raw) {
            Ok(spans) => Ok(SpanList::Good(spans)),
            Err(_) => serde_json::from_str(raw).map(SpanList::Damaged).map_err(D::Error::custom),
        }
    }
}

thread_local! {
    /// Whether lists are read with an eye on damaged elements, which takes longer.
    static ONE_BY_ONE: Cell<bool> = const { Cell::new(false) };
}

/// Reads a record with [`SpanList`]s in it: at once, or, if that fails, again with the damaged elements apart.
pub(crate) fn read_record<'a, T: Deserialize<'a>>(json: &'a str) -> serde_json::Result<T> {
    serde_json::from_str(json).or_else(|_| {
        ONE_BY_ONE.set(true);
        let read = serde_json::from_str(json);
        ONE_BY_ONE.set(false);
        read
    })
}

impl<'a, S: Deserialize<'a>> SpanList<'a, S> {
    /// The elements that can be read, with their places; the others become warnings.
    pub(crate) fn good(
        self,
        list: &'static str,
        line: usize,
        importer: &mut Importer<'_>,
    ) -> impl Iterator<Item = (usize, S)> + use<'a, S> {
        let (good, damaged) = match self {
            SpanList::Good(spans) => (spans, Vec::new()),
            SpanList::Damaged(raw) => (Vec::new(), raw),
        };
        let mut read = Vec::new();
        for (index, raw) in damaged.into_iter().enumerate() {
            match serde_json::from_str(raw.get()) {
                Ok(span) => read.push((index, span)),
                Err(error) => importer.warn(line, format!("{list}[{index}]"), format!("{}; left out", cause(&error))),
            }
        }
        good.into_iter().enumerate().chain(read)
    }
}

impl<'a> SpanList<'a, SpanRecord<'a>> {
    /// Adds the annotations to a document.
    pub(crate) fn add(self, list: &'static str, importer: &mut Importer<'_>, draft: &mut Draft<'a>) {
        let good = self.good(list, draft.line, importer);
        draft.spans.extend(good.map(|(index, record)| record.span((list, index))));
    }
}
