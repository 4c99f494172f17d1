//! The files in `tests/formats`: what every format makes of one article, and what it gives back.

use std::fs;
use std::path::{Path, PathBuf};

use formats::{Directions, FORMATS, File, ReadOptions, WriteOptions, export, native};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/formats")
}

#[test]
fn every_format_writes_the_article_as_it_is_kept() {
    let article = native::read(&fs::read(folder().join("article.json")).unwrap()).unwrap();
    assert_eq!(article.warnings, []);
    for format in FORMATS.iter().filter(|format| format.info().directions != Directions::ReadOnly) {
        let exported = export(*format, std::slice::from_ref(&article.session), &WriteOptions::default());
        let folder = folder().join(format.info().id);
        let losses: String = exported.losses.iter().map(|loss| format!("{loss}\n")).collect();
        let losses = ("losses.txt".to_owned(), losses.into_bytes());
        let files = exported.files.into_iter().map(|file| (file.name, file.bytes)).chain([losses]);
        for (name, bytes) in files {
            let path = folder.join(name);
            if std::env::var_os("UPDATE").is_some() {
                fs::create_dir_all(&folder).unwrap();
                fs::write(path, bytes).unwrap();
            } else {
                let kept = fs::read(&path).unwrap_or_default();
                let (kept, found) = (String::from_utf8_lossy(&kept), String::from_utf8_lossy(&bytes));
                assert!(kept == found, "{}: found\n{found}\nkept\n{kept}", path.display());
            }
        }
    }
}

#[test]
fn every_file_kept_is_read_without_a_warning_and_written_as_it_was() {
    for format in FORMATS.iter().filter(|format| format.info().directions == Directions::Both) {
        let info = format.info();
        let paths = fs::read_dir(folder().join(info.id)).unwrap().map(|entry| entry.unwrap().path());
        let mut files: Vec<(String, Vec<u8>)> = paths
            .filter(|path| !path.ends_with("losses.txt"))
            .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read(&path).unwrap()))
            .collect();
        files.sort();
        let given: Vec<File<'_>> = files.iter().map(|(name, bytes)| File { name, bytes }).collect();
        let article = native::read(&fs::read(folder().join("article.json")).unwrap()).unwrap();
        let words_only = !info.keeps.contains(&formats::Part::WhiteSpace);
        let text = words_only.then(|| article.session.document().text().into());
        let imported = format.read_together(&given, &ReadOptions { text, ..ReadOptions::default() });
        if info.is_configuration {
            let labels = imported.labels.unwrap();
            assert!(
                labels.iter().map(|(_, label)| &label.name).eq(article.session.labels().iter().map(|(_, l)| &l.name))
            );
            continue;
        }
        assert_eq!(imported.warnings, [], "{}", info.id);
        let mut again = export(*format, &imported.sessions, &WriteOptions::default()).files;
        again.sort_by(|left, right| left.name.cmp(&right.name));
        let same_names = again.iter().map(|file| &file.name).eq(files.iter().map(|(name, _)| name));
        let own_names = info.keeps.contains(&formats::Part::DocumentId) || info.id == "brat";
        assert!(same_names || !own_names, "{}", info.id);
        assert!(again.iter().map(|file| &file.bytes).eq(files.iter().map(|(_, bytes)| bytes)), "{}", info.id);
    }
}
