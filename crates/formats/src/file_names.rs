//! Names for the files of documents that every file system takes.

use std::collections::{HashMap, HashSet};

use annotation::Session;

/// File names of documents: their ids without what a file system may not take, and none twice.
pub(crate) fn file_names(sessions: &[Session]) -> Vec<String> {
    let mut taken = HashSet::new();
    let mut next: HashMap<String, u32> = HashMap::new();
    let name = |session: &Session| {
        let id = &session.document().id;
        let safe = |c: char| if c.is_alphanumeric() || "-_.".contains(c) { c } else { '_' };
        let stem: String = id.chars().map(safe).take(60).collect();
        let stem = stem.trim_matches('.');
        let stem = if stem.is_empty() || is_reserved(stem) { format!("document-{stem}") } else { stem.to_owned() };
        let next = next.entry(stem.to_lowercase()).or_default();
        loop {
            *next += 1;
            let name = if *next == 1 { stem.clone() } else { format!("{stem}-{next}") };
            if taken.insert(name.to_lowercase()) {
                break name;
            }
        }
    };
    sessions.iter().map(name).collect()
}

/// The name for a file of one document, without extension: that of its source or its title, with nothing in it that a
/// file system minds.
pub fn file_stem(session: &Session) -> String {
    let document = session.document();
    let source = document.source.as_deref().and_then(|source| source.rsplit(['/', '\\']).next());
    let stem = source.map_or(&*document.title, |name| name.rsplit_once('.').map_or(name, |(stem, _)| stem));
    let safe = file_name(stem);
    if safe.is_empty() { "article".to_owned() } else { safe }
}

/// A name with nothing in it that a file system minds; empty if there is no such name in it.
pub fn file_name(name: &str) -> String {
    let safe: String = name
        .chars()
        .map(|character| if character.is_alphanumeric() || "-_ ".contains(character) { character } else { '-' })
        .take(60)
        .collect();
    safe.trim_matches([' ', '-']).to_owned()
}

/// Names that Windows keeps for devices, with any extension.
fn is_reserved(stem: &str) -> bool {
    let base = stem.split('.').next().unwrap_or_default().to_ascii_lowercase();
    let numbered = |name: &str| base.strip_prefix(name).is_some_and(|rest| rest.len() == 1);
    ["con", "prn", "aux", "nul"].contains(&&*base) || numbered("com") || numbered("lpt")
}

#[cfg(test)]
mod tests {
    use super::*;
    use annotation::{Document, LabelSet};

    #[test]
    fn file_names_are_safe_and_differ() {
        let ids = ["a/../b", "A", "a", "", "nul", "COM1.x", ".hidden", "\u{202e}gnp", "東京"];
        let sessions = ids.map(|id| Session::new(Document::new(id, "".into()), LabelSet::default()));
        let expected = ["a_.._b", "A", "a-2", "document-", "document-nul", "document-COM1.x", "hidden", "_gnp", "東京"];
        assert_eq!(file_names(&sessions), expected);
    }
}
