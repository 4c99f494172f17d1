//! Files that came together, from a folder, a zip or a drop: sorted by format, so that each format reads its own.

use annotation::Session;

use crate::{
    File, Format, ImportedFile, NamedFile, ReadError, ReadOptions, Warning, archive, detect, find, plain_text,
};

/// Files that are read together.
#[derive(Clone)]
pub struct Group<'a> {
    /// Their format; `None` for articles that nothing has annotated yet.
    pub format: Option<&'static dyn Format>,
    /// The files.
    pub files: Vec<File<'a>>,
}

impl Group<'_> {
    /// Reads the files; what is refused becomes a warning.
    pub fn read(&self, options: &ReadOptions) -> ImportedFile {
        match self.format {
            Some(format) => format.read_together(&self.files, options),
            None => {
                let mut all = ImportedFile::default();
                for file in &self.files {
                    match plain_text::read(file.name, file.bytes) {
                        Ok(session) => {
                            all.sessions.push(Session::new(session.document().clone(), options.labels.clone()))
                        }
                        Err(error) => all.append(ImportedFile::refused(file.name, &error)),
                    }
                }
                all
            }
        }
    }
}

/// The files of what was given, with the members of zips in the place of the zips; a zip that is refused is a warning.
/// Files of other kinds that are zips inside, by their names, stay whole.
pub fn unpacked(given: Vec<NamedFile>) -> (Vec<NamedFile>, Vec<Warning>) {
    let (mut files, mut warnings) = (Vec::new(), Vec::new());
    for file in given {
        let named = File { name: &file.name, bytes: &file.bytes };
        if !archive::is_zip(&file.bytes) || file.name.contains('.') && !named.has_extension("zip") {
            files.push(file);
            continue;
        }
        match archive::unpack(&file.bytes) {
            Ok(members) => {
                files.extend(
                    members.into_iter().map(|member| NamedFile {
                        name: format!("{}/{}", file.name, member.name),
                        bytes: member.bytes,
                    }),
                );
            }
            Err(error) => warnings.append(&mut ImportedFile::refused(&file.name, &error).warnings),
        }
    }
    (files, warnings)
}

/// Sorts files by format: the one that is asked for, else that of each file's content. What no format recognises is an
/// article if the caller says so; else it is a warning.
pub fn gather<'a>(
    files: &'a [NamedFile],
    format: Option<&'static dyn Format>,
    is_article: &dyn Fn(&File<'_>) -> bool,
) -> (Vec<Group<'a>>, Vec<Warning>) {
    let path = |name: &str| name.rsplit_once('.').map_or(name, |(path, _)| path).to_owned();
    let named = files.iter().map(|file| File { name: &file.name, bytes: &file.bytes });
    let annotated: std::collections::HashSet<String> =
        named.clone().filter(|file| file.has_extension("ann")).map(|file| path(file.name)).collect();
    let (mut groups, mut warnings): (Vec<Group<'a>>, _) = (Vec::new(), Vec::new());
    for file in named {
        let brat = || find("brat");
        let recognised = match () {
            () if file.has_extension("txt") && annotated.contains(&path(file.name)) => brat(),
            () => format.or_else(|| Some(detect(&file).first()?.format)),
        };
        let format = recognised.or_else(|| brat().filter(|_| file.has_extension("ann"))); // it may be empty
        if format.is_none() && !is_article(&file) {
            if !file.has_extension("conf") || annotated.is_empty() {
                let found = "nothing of any format in it; name the format if you know it".into();
                let error = ReadError::NotThis { expected: "recognised", found };
                warnings.append(&mut ImportedFile::refused(file.name, &error).warnings);
            }
            continue;
        }
        let id = |format: Option<&'static dyn Format>| format.map(|format| format.info().id);
        match groups.iter_mut().find(|group| id(group.format) == id(format)) {
            Some(group) => group.files.push(file),
            None => groups.push(Group { format, files: vec![file] }),
        }
    }
    (groups, warnings)
}

/// Whether a file that no format recognises may be a plain text: it holds no null, and its name is no format's own.
pub fn may_be_text(file: &File<'_>) -> bool {
    let is_others = ["json", "jsonl", "ndjson", "jsonld", "bdocjs", "xml", "csv", "tsv", "conf", "html", "htm"];
    let head = &file.bytes[..file.bytes.len().min(4096)];
    let is_utf16 = head.starts_with(&[0xFF, 0xFE]) || head.starts_with(&[0xFE, 0xFF]);
    !is_others.iter().any(|extension| file.has_extension(extension)) && (is_utf16 || !head.contains(&0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(named: &[(&str, &str)]) -> Vec<NamedFile> {
        named.iter().map(|(name, text)| NamedFile { name: (*name).into(), bytes: text.as_bytes().into() }).collect()
    }

    #[test]
    fn files_are_sorted_by_what_they_hold() {
        let doccano = "{\"text\":\"Ana\",\"label\":[[0,3,\"PERSON\"]]}\n";
        let given = files(&[
            ("a.txt", "Ana"),
            ("a.ann", "T1\tPERSON 0 3\tAna\n"),
            ("b.jsonl", doccano),
            ("annotation.conf", "[entities]\nPERSON\n"),
            ("c.md", "# Head"),
            ("noted", "Bo"),
            ("d.jsonl", doccano),
            ("e.json", "{}"),
            ("f.png", "\0\0"),
        ]);
        let (groups, warnings) = gather(&given, None, &may_be_text);
        let names =
            |group: &Group<'_>| group.files.iter().map(|file| file.name.to_owned()).collect::<Vec<_>>().join(" ");
        let id = |group: &Group<'_>| group.format.map_or("article", |format| format.info().id);
        let found: Vec<String> = groups.iter().map(|group| format!("{}: {}", id(group), names(group))).collect();
        assert_eq!(found, ["brat: a.txt a.ann", "doccano: b.jsonl d.jsonl", "article: c.md noted"]);
        let refused: Vec<&str> = warnings.iter().map(|warning| &*warning.file).collect();
        assert_eq!(refused, ["e.json", "f.png"]);
    }

    #[test]
    fn a_bad_zip_is_a_warning_and_the_rest_is_there() {
        let zip = archive::pack(&files(&[("x/a.txt", "Ana")])).unwrap();
        let named = |name: &str, bytes: &[u8]| NamedFile { name: name.into(), bytes: bytes.to_vec() };
        let (found, warnings) = unpacked(vec![named("good.zip", &zip), named("bad.zip", &zip[..30])]);
        assert_eq!((found.len(), &*found[0].name), (1, "good.zip/x/a.txt"));
        assert_eq!(
            warnings[0].to_string(),
            "bad.zip, line 1: file: the zip has no end record; it is cut off or damaged"
        );
    }
}
