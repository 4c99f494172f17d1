//! What is known about a document, as fields of an object.

use annotation::Document;
use serde::Deserialize;

use super::{Object, Rest, Text, keep};
use crate::import::{Draft, Importer};

/// A document's id, title, source and language.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Meta<'a> {
    #[serde(borrow, default)]
    pub id: Option<Text<'a>>,
    #[serde(borrow, default)]
    pub title: Option<Text<'a>>,
    #[serde(borrow, default)]
    pub source: Option<Text<'a>>,
    #[serde(borrow, default)]
    pub language: Option<Text<'a>>,
}

impl<'a> Meta<'a> {
    /// Puts what is known into the draft.
    pub(crate) fn describe(self, draft: &mut Draft<'a>) {
        if let Some(Text(id)) = self.id {
            draft.id = id;
        }
        draft.title = self.title.map(|text| text.0);
        draft.source = self.source.map(|text| text.0);
        draft.language = self.language.map(|text| text.0);
    }
}

/// The fields that [`Meta`] reads; the title where it is not the text's first line.
pub(crate) fn write_meta(object: &mut Object<'_>, document: &Document) {
    write_kept_meta(object, document, &Rest::default());
}

const FIELDS: [&str; 4] = ["id", "title", "source", "language"];

/// Puts what [`Meta`] reads into the draft and keeps the rest: other fields, those that are not written as they were
/// read, and, as an id of `null`, that there was none.
pub(crate) fn describe_and_keep<'a>(
    draft: &mut Draft<'a>,
    fields: &Rest<'a>,
    kept: &mut Object<'_>,
    importer: &mut Importer<'_>,
) {
    let [id, title, source, language] = FIELDS.map(|name| fields.text(name).map(Text));
    let is_first_line = title.as_ref().is_some_and(|title| title.0 == Document::first_line(&draft.text));
    Meta { id, title, source, language }.describe(draft);
    if fields.get("id").is_none() {
        kept.raw("id", "null");
    }
    for (name, json) in fields.iter() {
        if !FIELDS.contains(&name) || !json.starts_with('"') || name == "title" && is_first_line {
            keep(kept, name, json, draft.line, importer);
        }
    }
}

/// The same as [`write_meta`], as they stood in the file from which [`describe_and_keep`] has kept them, unless they have
/// been changed since.
pub(crate) fn write_kept_meta(object: &mut Object<'_>, document: &Document, kept: &Rest<'_>) {
    let is_first_line = *document.title == *Document::first_line(document.text());
    let texts = [Some(&*document.id), Some(&*document.title), document.source.as_deref(), document.language.as_deref()];
    for (name, text) in FIELDS.into_iter().zip(texts) {
        match kept.get(name) {
            Some("null") if name == "id" => {}
            Some(json) if kept.text(name).map_or(name == "id" || text.is_none(), |kept| Some(&*kept) == text) => {
                object.raw(name, json);
            }
            _ if name == "title" && is_first_line => {}
            _ => _ = object.optional(name, text),
        }
    }
    kept.write(object, &FIELDS);
}
