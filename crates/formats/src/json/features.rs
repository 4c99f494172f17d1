//! What an annotation has beside range and label, in the free fields of other formats.

use serde::Deserialize;

use super::Kept;
use crate::import::Extras;

/// What a feature map may hold of an annotation; each is text or, for others' files, anything.
#[derive(Deserialize, Default)]
pub(crate) struct FeatureRecord<'a> {
    /// The label, where the fields hold that too.
    #[serde(borrow, default, rename = "type")]
    pub label: Kept<'a>,
    #[serde(borrow, default)]
    pub status: Kept<'a>,
    #[serde(borrow, default)]
    pub tagger: Kept<'a>,
    #[serde(borrow, default)]
    pub tagger_version: Kept<'a>,
    #[serde(borrow, default)]
    pub score: Kept<'a>,
    #[serde(borrow, default)]
    pub value: Kept<'a>,
    #[serde(borrow, default)]
    pub note: Kept<'a>,
}

impl<'a> FeatureRecord<'a> {
    pub(crate) fn extras(self) -> Extras<'a> {
        Extras {
            status: self.status.text(),
            tagger: self.tagger.text(),
            tagger_version: self.tagger_version.text(),
            score: self.score.text().map(|score| score.parse().unwrap_or(-1)),
            value: self.value.text(),
            note: self.note.text(),
        }
    }
}
