//! A project as a store keeps it: its name and the label set that its documents share.

use std::borrow::Cow;

use annotation::LabelSet;
use serde::{Deserialize, Serialize};

use super::journal::{LabelsRecord, Place, labels, labels_record, seal, unseal};
use super::write::to_json;

/// What the documents of a project have in common.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Project {
    /// Its name; empty until somebody gives it one.
    pub name: String,
    /// The labels; `None` while each document has its own, for nobody has changed any.
    pub labels: Option<LabelSet>,
    /// Former names of labels, each with the name of the label that took its place.
    pub renamed: Vec<(String, String)>,
}

#[derive(Serialize, Deserialize)]
struct ProjectRecord<'a> {
    #[serde(borrow)]
    name: Cow<'a, str>,
    #[serde(default, skip_serializing_if = "Option::is_none", borrow)]
    labels: Option<LabelsRecord<'a>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    renamed: Vec<(String, String)>,
}

/// A project as a sealed value.
pub fn write_project(number: u32, project: &Project) -> String {
    let record = ProjectRecord {
        name: Cow::Borrowed(&project.name),
        labels: project.labels.as_ref().map(labels_record),
        renamed: project.renamed.clone(),
    };
    seal(Place { document: number, sequence: 0 }, &to_json(&record))
}

/// The project that a sealed value holds; without name and labels if it is damaged, for its documents have theirs.
pub fn read_project(number: u32, sealed: &str) -> Project {
    let record = unseal(Place { document: number, sequence: 0 }, sealed);
    let Some(record) = record.and_then(|record| serde_json::from_str::<ProjectRecord<'_>>(record).ok()) else {
        return Project::default();
    };
    Project { name: record.name.into(), labels: record.labels.and_then(labels), renamed: record.renamed }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_project_comes_back_and_a_damaged_one_is_empty() {
        let renamed = vec![("ORG".into(), "COMPANY".into())];
        let project = Project { name: "Häfen".into(), labels: Some(LabelSet::conll()), renamed };
        let sealed = write_project(7, &project);
        assert_eq!(read_project(7, &sealed), project);
        assert_eq!(read_project(8, &sealed), Project::default(), "another's");
        assert_eq!(read_project(7, &sealed.replace("COMPANY", "CAMPANY")), Project::default());
    }
}
