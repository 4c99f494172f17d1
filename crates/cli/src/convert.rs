//! `postil convert`: annotations from one format to another, with every loss and every bad record said.

mod conversion;
mod pieces;
mod output;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{fs, io};

use anyhow::{Context, Result, bail};
use formats::{Directions, Format, TagScheme, Unit};

use crate::articles::ArticleArguments;

use conversion::Conversion;

/// Convert annotations between formats, and articles to documents of any format; `postil convert --list` names them.
#[derive(clap::Args)]
pub struct Arguments {
    /// Files, folders and zips; standard input for `-`.
    #[arg(required_unless_present = "list")]
    inputs: Vec<PathBuf>,
    #[command(flatten)]
    articles: ArticleArguments,
    /// The format to write.
    #[arg(long, value_name = "FORMAT", value_parser = format, required_unless_present = "list")]
    to: Option<&'static dyn Format>,
    /// The format to read; by default each file's is recognised by its content.
    #[arg(long, value_name = "FORMAT", value_parser = format)]
    from: Option<&'static dyn Format>,
    /// What the offsets of the files count: code_point, utf16, utf8 or grapheme; by default what the format says,
    /// checked against quotes and the text.
    #[arg(long, value_name = "UNIT", value_parser = unit)]
    offset_unit: Option<Unit>,
    /// What the offsets that are written count, where the format leaves the choice.
    #[arg(long, value_name = "UNIT", value_parser = unit)]
    to_offset_unit: Option<Unit>,
    /// The original text, for formats that do not keep it (CoNLL, tables, W3C).
    #[arg(long, value_name = "FILE")]
    text: Option<PathBuf>,
    /// The tags of CoNLL files: iob1, iob2, bilou or iobes.
    #[arg(long, value_parser = scheme)]
    scheme: Option<TagScheme>,
    /// Write the cells of tables as they are, even where a spreadsheet would run them as formulas.
    #[arg(long)]
    raw_cells: bool,
    /// Where to write: a file, a zip, or a folder for formats with several files; by default standard output.
    #[arg(short, long, value_name = "PATH")]
    output: Option<PathBuf>,
    /// Save the list of losses in this file instead of showing it on standard error.
    #[arg(long, value_name = "FILE")]
    losses: Option<PathBuf>,
    /// List the formats and what each keeps.
    #[arg(long)]
    list: bool,
}

fn format(id: &str) -> Result<&'static dyn Format, String> {
    formats::find(id).ok_or_else(|| {
        let ids: Vec<&str> = formats::FORMATS.iter().map(|format| format.info().id).collect();
        format!("one of {}", ids.join(", "))
    })
}

fn unit(name: &str) -> Result<Unit, String> {
    Unit::from_name(name).ok_or_else(|| "one of code_point, utf16, utf8, grapheme".to_owned())
}

fn scheme(name: &str) -> Result<TagScheme, String> {
    TagScheme::from_name(name).ok_or_else(|| "one of iob1, iob2, bilou, iobes".to_owned())
}

/// Converts every input; what cannot be read is reported, the rest goes on.
pub fn run(arguments: &Arguments) -> Result<ExitCode> {
    let Some(to) = arguments.to.filter(|_| !arguments.list) else {
        print!("{}", formats::format_table());
        return Ok(ExitCode::SUCCESS);
    };
    if to.info().directions == Directions::ReadOnly {
        bail!("{} is only read", to.info().id);
    }
    let mut conversion = Conversion::new(arguments, to)?;
    let (mut whole, mut total) = (Vec::new(), 0);
    for input in &arguments.inputs {
        for path in files_of(input)? {
            total += fs::metadata(&path).map_or(0, |metadata| metadata.len());
            conversion.progress.set_length(total);
            let read = conversion.read(&path, &mut whole);
            if let Err(error) = read {
                conversion.fail(&format!("{}: {error:#}", path.display()));
            }
        }
    }
    conversion.convert_whole(whole)?;
    conversion.finish()
}

/// The files of an input: itself, or those of a folder and its folders, by name.
fn files_of(input: &Path) -> Result<Vec<PathBuf>> {
    if !input.is_dir() {
        return Ok(vec![input.to_owned()]);
    }
    let entries = fs::read_dir(input).with_context(|| format!("cannot read the folder {}", input.display()))?;
    let mut paths = entries.map(|entry| entry.map(|entry| entry.path())).collect::<io::Result<Vec<PathBuf>>>()?;
    paths.sort();
    paths.retain(|path| !path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.')));
    let nested = paths.iter().map(|path| files_of(path)).collect::<Result<Vec<_>>>()?;
    Ok(nested.into_iter().flatten().collect())
}
