//! Labels: what an annotation says its text is.
//!
//! [`LabelSet::ontonotes`] is the default set. A [`LabelId`] stays a label's own while it is renamed, moved or recoloured,
//! so its annotations come along.

use std::sync::Arc;

/// Identifies a label within its [`LabelSet`]; stays the same whatever else of the label or the set changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LabelId(pub u16);

/// Whether a label names things or figures; only figures carry values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LabelKind {
    /// People, organisations, places, works, …
    Entity,
    /// Numbers, dates, amounts.
    Figure,
}

impl LabelKind {
    /// The kind's name in files.
    pub fn name(self) -> &'static str {
        match self {
            LabelKind::Entity => "entity",
            LabelKind::Figure => "figure",
        }
    }

    /// The kind with that name, if there is one.
    pub fn from_name(name: &str) -> Option<LabelKind> {
        [LabelKind::Entity, LabelKind::Figure].into_iter().find(|kind| kind.name() == name)
    }
}

/// An sRGB colour, written `#rrggbb`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Colour(pub [u8; 3]);

impl std::fmt::Display for Colour {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let [red, green, blue] = self.0;
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
    }
}

impl std::str::FromStr for Colour {
    type Err = LabelError;

    fn from_str(text: &str) -> Result<Colour, LabelError> {
        let invalid = || LabelError::Colour(text.into());
        let hex =
            text.strip_prefix('#').filter(|hex| hex.len() == 6 && hex.bytes().all(|byte| byte.is_ascii_hexdigit()));
        let number = u32::from_str_radix(hex.ok_or_else(invalid)?, 16).map_err(|_| invalid())?;
        let [_, red, green, blue] = number.to_be_bytes();
        Ok(Colour([red, green, blue]))
    }
}

/// A label.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The name in files and on chips, `ORG`; not empty, unique in its set.
    pub name: Box<str>,
    /// Entity or figure.
    pub kind: LabelKind,
    /// The colour of its highlights.
    pub colour: Colour,
    /// The key that applies it, if it has one.
    pub key: Option<char>,
    /// One line for the person who chooses.
    pub description: Box<str>,
    /// Fields of its file that this version does not know, as the text of a JSON object.
    pub unknown: Option<Box<str>>,
}

/// Why a label or label set was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LabelError {
    /// A label without a name.
    #[error("a label has no name")]
    NoName,
    /// Two labels with one name.
    #[error("there is more than one label \"{0}\"")]
    Twice(Box<str>),
    /// Not `#rrggbb`.
    #[error("\"{0}\" is not a colour such as #1f77b4")]
    Colour(Box<str>),
    /// More labels than a [`LabelId`] can number.
    #[error("more than 65536 labels")]
    TooMany,
}

/// The labels of a document, in the order in which they are offered; a clone shares them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LabelSet {
    // Invariant: names are not empty and unique; the place of a label is its id, and ids without a label are empty places.
    places: Arc<Vec<Option<Label>>>,
    // Invariant: the ids of exactly the labels in `places`, each once.
    order: Arc<Vec<LabelId>>,
}

impl LabelSet {
    /// A set of these labels, in this order.
    ///
    /// # Errors
    /// [`LabelError`] if a name is empty or there twice.
    pub fn new(labels: Vec<Label>) -> Result<LabelSet, LabelError> {
        if labels.len() > usize::from(u16::MAX) + 1 {
            return Err(LabelError::TooMany);
        }
        LabelSet::with_ids(
            labels.into_iter().enumerate().map(|(index, label)| (LabelId(index as u16), label)).collect(),
        )
    }

    /// A set of these labels, in this order; those of another set keep their ids.
    ///
    /// # Errors
    /// [`LabelError`] if a name is empty or there twice, or an id is there twice.
    pub fn with_ids(labels: Vec<(LabelId, Label)>) -> Result<LabelSet, LabelError> {
        let mut places: Vec<Option<Label>> = Vec::new();
        let mut order = Vec::with_capacity(labels.len());
        let mut names = std::collections::HashSet::new();
        for (id, label) in labels {
            if label.name.is_empty() {
                return Err(LabelError::NoName);
            }
            let index = usize::from(id.0);
            places.resize(places.len().max(index + 1), None);
            if !names.insert(label.name.clone()) || places[index].is_some() {
                return Err(LabelError::Twice(label.name));
            }
            places[index] = Some(label);
            order.push(id);
        }
        Ok(LabelSet { places: places.into(), order: order.into() })
    }

    /// The eighteen labels of OntoNotes 5: eleven for entities, seven for figures.
    pub fn ontonotes() -> LabelSet {
        use LabelKind::{Entity, Figure};
        let labels = [
            ("PERSON", Entity, [0x1b, 0x6e, 0xc2], '1', "People, real or fictional, without their titles"),
            ("ORG", Entity, [0xb0, 0x4a, 0x00], '2', "Companies, agencies, institutions, parties, teams"),
            ("GPE", Entity, [0x00, 0x7a, 0x55], '3', "Countries, cities, states: places with a government"),
            ("LOC", Entity, [0x4e, 0x6a, 0x00], '4', "Other places: mountains, rivers, regions, planets"),
            ("NORP", Entity, [0x9c, 0x2f, 0x8f], '5', "Nationalities, religious and political groups"),
            ("PRODUCT", Entity, [0x8a, 0x5a, 0x14], '6', "Things made to be sold or used, models, software"),
            ("EVENT", Entity, [0xc2, 0x18, 0x4b], '7', "Named wars, storms, matches, elections"),
            ("MONEY", Figure, [0x2f, 0x6b, 0x1f], '8', "Amounts of money with their currency"),
            ("DATE", Figure, [0x4b, 0x4f, 0xb8], '9', "Dates and periods of a day or longer"),
            ("PERCENT", Figure, [0xa1, 0x3d, 0x63], '0', "Percentages, percentage and basis points"),
            ("QUANTITY", Figure, [0x0f, 0x76, 0x8c], 'q', "Measurements with their unit"),
            ("CARDINAL", Figure, [0x5f, 0x5f, 0x6b], 'w', "Numbers that are none of the other figures"),
            ("ORDINAL", Figure, [0x7a, 0x4f, 0x2b], 'e', "Places in an order: third, No. 8"),
            ("TIME", Figure, [0x2e, 0x5e, 0x8f], 't', "Times and periods shorter than a day"),
            ("FAC", Entity, [0x6b, 0x57, 0x9c], 'f', "Buildings, airports, roads, bridges"),
            ("WORK_OF_ART", Entity, [0xa0, 0x4a, 0x7a], 'k', "Titles of books, songs, films, programmes"),
            ("LAW", Entity, [0x3c, 0x66, 0x66], 'l', "Named laws, treaties, orders"),
            ("LANGUAGE", Entity, [0x6e, 0x5d, 0x00], 'g', "Named languages"),
        ];
        let labels = labels.map(|(name, kind, colour, key, description)| Label {
            name: name.into(),
            kind,
            colour: Colour(colour),
            key: Some(key),
            description: description.into(),
            unknown: None,
        });
        LabelSet::new(labels.into()).expect("the names are unique")
    }

    /// The four labels of CoNLL 2003.
    pub fn conll() -> LabelSet {
        let labels = [
            ("PER", [0x1b, 0x6e, 0xc2], '1', "People"),
            ("ORG", [0xb0, 0x4a, 0x00], '2', "Companies, agencies, institutions, teams"),
            ("LOC", [0x00, 0x7a, 0x55], '3', "Places of any kind"),
            ("MISC", [0x9c, 0x2f, 0x8f], '4', "Other names: nationalities, events, works, products"),
        ];
        let labels = labels.map(|(name, colour, key, description)| Label {
            name: name.into(),
            kind: LabelKind::Entity,
            colour: Colour(colour),
            key: Some(key),
            description: description.into(),
            unknown: None,
        });
        LabelSet::new(labels.into()).expect("the names are unique")
    }

    /// The labels for figures of [`LabelSet::ontonotes`].
    pub fn figures() -> LabelSet {
        let all = LabelSet::ontonotes();
        let figures = all.iter().filter(|(_, label)| label.kind == LabelKind::Figure).map(|(_, label)| label.clone());
        LabelSet::new(figures.collect()).expect("the names are unique")
    }

    /// The label with that id.
    ///
    /// # Panics
    /// If the set has no such label.
    pub fn get(&self, id: LabelId) -> &Label {
        self.places[usize::from(id.0)].as_ref().expect("the caller has the id from this set")
    }

    /// Whether the id is one of this set's.
    pub fn contains(&self, id: LabelId) -> bool {
        self.places.get(usize::from(id.0)).is_some_and(Option::is_some)
    }

    /// The id for a label that is to be put in; `None` when there are as many labels as there can be.
    pub fn fresh_id(&self) -> Option<LabelId> {
        u16::try_from(self.places.len()).ok().map(LabelId)
    }

    /// The label with that name.
    pub fn find(&self, name: &str) -> Option<LabelId> {
        self.iter().find(|(_, label)| &*label.name == name).map(|(id, _)| id)
    }

    /// The label for what the OntoNotes set calls `name`: the one of that name, else what CoNLL 2003 calls it.
    pub fn taking(&self, name: &str) -> Option<LabelId> {
        let coarse = match name {
            "PERSON" => "PER",
            "GPE" | "FAC" => "LOC",
            "NORP" | "PRODUCT" | "EVENT" | "WORK_OF_ART" | "LAW" | "LANGUAGE" => "MISC",
            _ => return self.find(name),
        };
        self.find(name).or_else(|| self.find(coarse))
    }

    /// The labels in order, with their ids.
    pub fn iter(&self) -> impl Iterator<Item = (LabelId, &Label)> {
        self.order.iter().map(|&id| (id, self.get(id)))
    }

    /// How many labels there are.
    pub fn len(&self) -> usize {
        self.order.len()
    }

    /// True if there are none.
    pub fn is_empty(&self) -> bool {
        self.order.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_keys_of_the_default_set_are_unique() {
        let set = LabelSet::ontonotes();
        assert_eq!((set.len(), LabelSet::conll().len(), LabelSet::figures().len()), (18, 4, 7));
        let keys: std::collections::HashSet<char> = set.iter().filter_map(|(_, label)| label.key).collect();
        assert_eq!(keys.len(), set.len());
    }

    #[test]
    fn ids_stay_and_names_are_unique() {
        let mut labels: Vec<(LabelId, Label)> =
            LabelSet::conll().iter().map(|(id, label)| (id, label.clone())).collect();
        labels.swap_remove(0);
        let set = LabelSet::with_ids(labels.clone()).unwrap();
        assert_eq!(
            set.iter().map(|(id, label)| (id.0, &*label.name)).collect::<Vec<_>>(),
            [(3, "MISC"), (1, "ORG"), (2, "LOC")]
        );
        assert_eq!(
            (set.contains(LabelId(0)), set.fresh_id(), set.taking("GPE")),
            (false, Some(LabelId(4)), Some(LabelId(2)))
        );
        labels[0].1.name = "ORG".into();
        assert_eq!(LabelSet::with_ids(labels.clone()), Err(LabelError::Twice("ORG".into())));
        labels[0].1.name = "".into();
        assert_eq!(LabelSet::with_ids(labels), Err(LabelError::NoName));
    }

    #[test]
    fn colours_are_six_hexadecimal_digits() {
        assert_eq!("#0aFf10".parse::<Colour>().unwrap().to_string(), "#0aff10");
        for bad in ["", "#fff", "red", "#12345g", "#+12345", "url(x)", "#1234567"] {
            assert!(bad.parse::<Colour>().is_err(), "{bad}");
        }
    }
}
