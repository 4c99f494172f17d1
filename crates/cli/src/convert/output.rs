//! Where the files go: a file, a folder, a zip, or standard output.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use anyhow::{Context, Result, anyhow};
use formats::NamedFile;

/// Writes files to a path, or the only one to standard output.
pub fn write_files(files: &[NamedFile], output: Option<&Path>) -> Result<()> {
    match (output, files) {
        (Some(path), _) if path.extension().is_some_and(|end| end == "zip") => {
            fs::write(path, formats::archive::pack(files)?).with_context(|| format!("cannot write {}", path.display()))
        }
        (Some(path), [file]) if !path.is_dir() => {
            fs::write(path, &file.bytes).with_context(|| format!("cannot write {}", path.display()))
        }
        (Some(folder), files) => {
            fs::create_dir_all(folder).with_context(|| format!("cannot make the folder {}", folder.display()))?;
            for file in files {
                let path = folder.join(&file.name);
                fs::write(&path, &file.bytes).with_context(|| format!("cannot write {}", path.display()))?;
            }
            Ok(())
        }
        (None, [file]) => io::stdout().write_all(&file.bytes).context("cannot write"),
        (None, _) => Err(anyhow!("the format has {} files; name a folder or a zip with -o", files.len())),
    }
}
