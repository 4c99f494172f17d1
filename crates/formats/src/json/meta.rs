//! What is known about a document, as fields of an object.

use annotation::Document;
use serde::Deserialize;

use super::{Object, Text};
use crate::import::Draft;

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
    object.text("id", &document.id);
    if *document.title != *Document::first_line(document.text()) {
        object.text("title", &document.title);
    }
    object.optional("source", document.source.as_deref());
    object.optional("language", document.language.as_deref());
}
