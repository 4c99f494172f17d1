//! `postil tag`: articles in, Postil's JSON out, the same to the byte as the page exports.

use std::fs;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use annotation::{CalendarDate, OffsetUnit, Session, Software, TextRange};
use anyhow::{Context, Result};
use clap::ValueEnum;
use indicatif::{ProgressBar, ProgressStyle};
use tagger::figures::{DecimalMark, FigureOptions};
use tagger::{DefaultTagger, Tagger};

use crate::articles::{self, ArticleArguments};

/// Tag articles: text, web pages, Markdown, Word, EPUB, PDF, RTF, mails, tables, zips of them; or Postil's JSON, whose
/// decided annotations are kept.
#[derive(clap::Args)]
pub struct Arguments {
    /// The files; standard input if there is none, or for `-`.
    files: Vec<PathBuf>,
    #[command(flatten)]
    articles: ArticleArguments,
    /// One JSON document a file, laid out for reading, or one a line.
    #[arg(long, value_enum, default_value_t)]
    format: OutputFormat,
    /// What offsets count: code_point, utf16 or utf8.
    #[arg(long, default_value = "code_point", value_parser = offset_unit)]
    offset_unit: OffsetUnit,
    /// The day the articles were written, for those that do not say it: what "yesterday" is counted from.
    #[arg(long, value_name = "YYYY-MM-DD")]
    date: Option<CalendarDate>,
    /// Read 1/2/2024 as the first of February.
    #[arg(long)]
    day_first: bool,
    /// Read 1.234,5 as one thousand two hundred thirty-four and a half.
    #[arg(long)]
    decimal_comma: bool,
    /// Tag a bare "last", "next", "previous" or "current" as ORDINAL, for texts that are commands.
    #[arg(long)]
    relative_places: bool,
    /// Write FOLDER/NAME.json for every file, or NAME-1.json and so on for those that hold many articles, instead of
    /// writing to standard output.
    #[arg(short, long, value_name = "FOLDER")]
    out: Option<PathBuf>,
}

#[derive(Clone, Copy, Default, ValueEnum)]
enum OutputFormat {
    #[default]
    Json,
    Jsonl,
}

fn offset_unit(name: &str) -> Result<OffsetUnit, String> {
    OffsetUnit::from_name(name).ok_or_else(|| "one of code_point, utf16, utf8".to_owned())
}

/// Tags every file; a file that cannot be read is reported, the others go on.
pub fn run(arguments: &Arguments) -> Result<ExitCode> {
    let options = FigureOptions {
        decimal_mark: if arguments.decimal_comma { DecimalMark::Comma } else { DecimalMark::Point },
        day_first: arguments.day_first,
        relative_places: arguments.relative_places,
        ..FigureOptions::default()
    };
    let tagger = DefaultTagger::new(Some(crate::names()?)).with_options(options);
    let software = Arc::new(tagger.software());
    let standard_input = [PathBuf::from("-")];
    let files = if arguments.files.is_empty() { &standard_input[..] } else { &arguments.files };
    if let Some(folder) = &arguments.out {
        fs::create_dir_all(folder).with_context(|| format!("cannot make the folder {}", folder.display()))?;
    }
    let progress = progress_bar(files.len());
    let mut failed = false;
    for file in files {
        let done = articles::open(file, &arguments.articles).and_then(|sessions| {
            let is_one = sessions.len() == 1;
            let mut sessions = sessions.into_iter().enumerate();
            sessions.try_for_each(|(index, session)| {
                let session = tag(session, &tagger, &software, arguments.date);
                write(&session, file, (!is_one).then_some(index + 1), arguments)
            })
        });
        if let Err(error) = done {
            progress.suspend(|| eprintln!("postil: {}: {error:#}", file.display()));
            failed = true;
        }
        progress.inc(1);
    }
    progress.finish_and_clear();
    Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// A bar on a terminal when there is more than one file, else nothing.
fn progress_bar(files: usize) -> ProgressBar {
    if files < 2 || !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{wide_bar} {pos} of {len} files, {eta} left");
    ProgressBar::new(files as u64).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

fn tag(mut session: Session, tagger: &DefaultTagger, software: &Arc<Software>, date: Option<CalendarDate>) -> Session {
    if session.document().reference_date.is_none() {
        session.set_reference_date(date);
    }
    let document = session.document();
    let suggestions = tagger.tag_dated(document.text(), document.reference_date);
    session.suggest(TextRange::up_to(session.document().len()), software, suggestions);
    session
}

fn write(session: &Session, file: &Path, number: Option<usize>, arguments: &Arguments) -> Result<()> {
    let json = match arguments.format {
        OutputFormat::Json => formats::native::write(session, arguments.offset_unit),
        OutputFormat::Jsonl => formats::native::write_line(session, arguments.offset_unit) + "\n",
    };
    match &arguments.out {
        None => Ok(io::stdout().write_all(json.as_bytes())?),
        Some(folder) => {
            let extension = match arguments.format {
                OutputFormat::Json => "json",
                OutputFormat::Jsonl => "jsonl",
            };
            let name = if file == Path::new("-") { Path::new("stdin") } else { file };
            let stem = name.file_stem().context("a file has a name")?.to_string_lossy();
            let number = number.map_or(String::new(), |number| format!("-{number}"));
            let path = folder.join(format!("{stem}{number}.{extension}"));
            fs::write(&path, json).with_context(|| format!("cannot write {}", path.display()))
        }
    }
}
