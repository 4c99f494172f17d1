//! Every importer on any bytes: no panic, and what was read can be written and read again.
//!
//! The first byte chooses the format and whether the text is given, so one corpus serves all. To fuzz one format alone,
//! set `FORMAT=brat`. Seeds: `tests/formats`.

#![no_main]

use formats::{FORMATS, File, ReadOptions, WriteOptions, export, find};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Some((&choice, bytes)) = data.split_first() else { return };
    let chosen = std::env::var("FORMAT").ok().and_then(|id| find(&id));
    let format = chosen.unwrap_or(FORMATS[usize::from(choice >> 1) % FORMATS.len()]);
    let text = (choice & 1 == 1).then(|| "Ana paid €5 in 東京 🗼.\r\n".into());
    let options = ReadOptions { text, ..ReadOptions::default() };
    let _guesses = formats::detect(&File { name: "input", bytes });
    let Ok(imported) = format.read(&File { name: "input", bytes }, &options) else { return };
    let exported = export(format, &imported.sessions, &WriteOptions::default());
    let files: Vec<File<'_>> =
        exported.files.iter().map(|file| File { name: &file.name, bytes: &file.bytes }).collect();
    let _again = format.read_together(&files, &options);
});
