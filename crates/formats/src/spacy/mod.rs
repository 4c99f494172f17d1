//! spaCy's JSON: `Doc.to_json`, training tuples, displaCy's manual input, and patterns.
//!
//! <https://spacy.io/api/doc#to_json>, <https://spacy.io/api/data-formats#dict-input>,
//! <https://spacy.io/usage/visualizers#manual-usage>, <https://spacy.io/api/entityruler>. All count code points from 0,
//! the end excluded.
//!
//! Not supported: `DocBin` (write Doc JSON and convert it with spaCy) and the nested JSON of spaCy 2.

mod doc;
mod training;
mod displacy;
mod patterns;

pub use displacy::Displacy;
pub use doc::SpacyDoc;
pub use patterns::Patterns;
pub use training::SpacyTraining;
