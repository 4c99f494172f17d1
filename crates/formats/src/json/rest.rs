//! Fields of others' objects that have no place in a session: kept as they stand, and written back by the same format.
//!
//! They go into the unknown fields of a document or an annotation, under the format's id, so that they travel in Postil's
//! own files too. Other formats list them as lost.

use std::borrow::Cow;
use std::fmt;

use serde::de::value::CowStrDeserializer;
use serde::de::{DeserializeSeed, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use super::{Object, Text};
use crate::import::Importer;

/// The fields of an object as they stand, in their order.
#[derive(Debug, Default)]
pub(crate) struct Rest<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'a> Rest<'a> {
    /// What a format has kept in the unknown fields of a document or an annotation.
    pub(crate) fn of(unknown: &'a Option<Box<str>>, format: &str) -> Rest<'a> {
        Rest::read(unknown.as_deref()).object(format)
    }

    /// The fields of an object; none of anything else.
    pub(crate) fn read(json: Option<&'a str>) -> Rest<'a> {
        json.and_then(|json| serde_json::from_str(json).ok()).unwrap_or_default()
    }

    /// A field's JSON.
    pub(crate) fn get(&self, name: &str) -> Option<&'a str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, json)| json.get())
    }

    /// A field that is a string, a number or a boolean.
    pub(crate) fn text(&self, name: &str) -> Option<Cow<'a, str>> {
        serde_json::from_str::<Text<'a>>(self.get(name)?).ok().map(|text| text.0)
    }

    /// A field that is a number.
    pub(crate) fn number(&self, name: &str) -> Option<f64> {
        serde_json::from_str(self.get(name)?).ok()
    }

    /// The fields of a field that is an object.
    pub(crate) fn object(&self, name: &str) -> Rest<'a> {
        Rest::read(self.get(name))
    }

    /// The fields of each object in a field that is a list.
    pub(crate) fn objects(&self, name: &str) -> Vec<Rest<'a>> {
        self.get(name).and_then(|json| serde_json::from_str(json).ok()).unwrap_or_default()
    }

    /// Takes a field out.
    pub(crate) fn remove(&mut self, name: &str) {
        self.0.retain(|(known, _)| known != name);
    }

    /// Whether there are no fields.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The fields' names and JSON.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &'a str)> {
        self.0.iter().map(|(name, json)| (&**name, json.get()))
    }

    /// Keeps all but some fields in an object.
    pub(crate) fn keep(&self, kept: &mut Object<'_>, but: &[&str], line: usize, importer: &mut Importer<'_>) {
        for (name, json) in self.iter().filter(|(name, _)| !but.contains(name)) {
            keep(kept, name, json, line, importer);
        }
    }

    /// Writes all but some fields, which the writer has written itself.
    pub(crate) fn write(&self, object: &mut Object<'_>, but: &[&str]) {
        for (name, json) in self.iter().filter(|(name, _)| !but.contains(name)) {
            object.foreign(name, json);
        }
    }
}

/// Keeps a field of the file in an object; on one line, since it may be written to a format of lines.
pub(crate) fn keep(kept: &mut Object<'_>, name: &str, json: &str, line: usize, importer: &mut Importer<'_>) {
    match serde_json::from_str::<serde_json::Value>(json) {
        Ok(value) if json.contains('\n') => _ = kept.foreign(name, &value.to_string()),
        Ok(_) => _ = kept.foreign(name, json),
        Err(error) => importer.warn(line, name, format!("{}; left out", super::cause(&error))),
    }
}

/// A field that is an object, if anything is put into it.
pub(crate) fn filled(object: &mut Object<'_>, name: &str, fill: impl FnOnce(&mut Object<'_>)) {
    let mut kept = String::new();
    let mut inner = Object::new(&mut kept);
    fill(&mut inner);
    inner.end();
    if kept != "{}" {
        object.raw(name, &kept);
    }
}

/// What a format keeps of an object, as unknown fields.
pub(crate) fn unknown(format: &str, kept: String) -> Option<Box<str>> {
    (kept != "{}").then(|| format!("{{\"{format}\":{kept}}}").into())
}

/// What is kept of a document that had no id, and nothing else to keep: other formats lose nothing by it.
const NO_ID: [&str; 2] = ["{\"meta\":{\"id\":null}}", "{\"data\":{\"id\":null}}"];

/// Whether there are unknown fields other than those that a format has kept itself.
pub(crate) fn has_others(unknown: &Option<Box<str>>, format: &str) -> bool {
    Rest::read(unknown.as_deref()).iter().any(|(name, json)| name != format && !NO_ID.contains(&json))
}

impl<'de: 'a, 'a> Deserialize<'de> for Rest<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Fields;
        impl<'de> Visitor<'de> for Fields {
            type Value = Rest<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Rest<'de>, A::Error> {
                let mut fields = Vec::new();
                while let Some((Text(name), json)) = map.next_entry()? {
                    fields.push((name, json));
                }
                Ok(Rest(fields))
            }
        }
        deserializer.deserialize_map(Fields)
    }
}

/// A record with those fields of its object that it does not know.
#[derive(Debug, Default)]
pub(crate) struct WithRest<'a, T> {
    pub known: T,
    pub rest: Rest<'a>,
}

impl<'de: 'a, 'a, T: Deserialize<'de>> Deserialize<'de> for WithRest<'a, T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut rest = Rest::default();
        let known = T::deserialize(Sorter { inner: deserializer, fields: &[], rest: &mut rest })?;
        Ok(WithRest { known, rest })
    }
}

/// Hands a record the fields that it names, aliases among them, and puts the others into `rest`. Unlike serde's `flatten`
/// it leaves the JSON of both as it stands.
struct Sorter<'r, 'a, I> {
    inner: I,
    fields: &'static [&'static str],
    rest: &'r mut Rest<'a>,
}

impl<'de: 'a, 'a, D: Deserializer<'de>> Deserializer<'de> for Sorter<'_, 'a, D> {
    type Error = D::Error;

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.inner.deserialize_map(Sorter { inner: visitor, fields, rest: self.rest })
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.inner.deserialize_any(visitor)
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}

impl<'de: 'a, 'a, V: Visitor<'de>> Visitor<'de> for Sorter<'_, 'a, V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner.expecting(f)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<V::Value, A::Error> {
        self.inner.visit_map(Sorter { inner: map, fields: self.fields, rest: self.rest })
    }
}

impl<'de: 'a, 'a, A: MapAccess<'de>> MapAccess<'de> for Sorter<'_, 'a, A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, A::Error> {
        while let Some(Text(name)) = self.inner.next_key::<Text<'de>>()? {
            if self.fields.contains(&&*name) {
                return seed.deserialize(CowStrDeserializer::new(name)).map(Some);
            }
            let json = self.inner.next_value()?;
            self.rest.0.push((name, json));
        }
        Ok(None)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, A::Error> {
        self.inner.next_value_seed(seed)
    }
}
