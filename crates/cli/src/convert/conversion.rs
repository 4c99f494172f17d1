//! A conversion while it runs: reads, writes, and keeps count of what was said.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, BufWriter, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use ::articles::Kind;
use annotation::Session;
use anyhow::{Context, Result, bail};
use formats::{Format, ImportedFile, NamedFile, ReadOptions, Unit, UnitAnswer, Warning, WriteOptions};
use indicatif::{ProgressBar, ProgressStyle};

use super::Arguments;
use super::output::write_files;
use super::pieces::{has_line_records, read_piece};
use crate::articles;

/// A conversion while it runs.
pub struct Conversion<'a> {
    arguments: &'a Arguments,
    to: &'static dyn Format,
    read: ReadOptions,
    write: WriteOptions,
    pub progress: ProgressBar,
    /// Where lines are written as they come, for formats with one document a line.
    lines: Option<Box<dyn Write>>,
    losses: Option<BufWriter<File>>,
    /// The documents that are written together at the end.
    sessions: Vec<Session>,
    said: HashSet<String>,
    documents: usize,
    annotations: usize,
    warnings: usize,
    lost: usize,
    failed: bool,
}

impl<'a> Conversion<'a> {
    pub fn new(arguments: &'a Arguments, to: &'static dyn Format) -> Result<Conversion<'a>> {
        let create = |path: &PathBuf| File::create(path).with_context(|| format!("cannot write {}", path.display()));
        let text = arguments.text.as_ref().map(|path| {
            let bytes = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
            Ok::<Box<str>, anyhow::Error>(formats::plain_text::decode(&bytes)?.into())
        });
        let is_zip = arguments.output.as_ref().is_some_and(|path| path.extension().is_some_and(|end| end == "zip"));
        let lines: Option<Box<dyn Write>> = match &arguments.output {
            _ if !to.info().is_lines || is_zip => None,
            Some(path) => Some(Box::new(BufWriter::new(create(path)?))),
            None => Some(Box::new(BufWriter::new(io::stdout()))),
        };
        let style = ProgressStyle::with_template("{bar:30} {bytes}/{total_bytes} {bytes_per_sec}, {eta} left");
        let progress = if io::stderr().is_terminal() { ProgressBar::new(0) } else { ProgressBar::hidden() };
        Ok(Conversion {
            arguments,
            to,
            read: ReadOptions { unit: arguments.offset_unit, text: text.transpose()?, ..ReadOptions::default() },
            write: WriteOptions {
                unit: arguments.to_offset_unit,
                raw_cells: arguments.raw_cells,
                scheme: arguments.scheme,
            },
            progress: progress.with_style(style.context("the progress bar's template is wrong")?),
            lines,
            losses: arguments.losses.as_ref().map(create).transpose()?.map(BufWriter::new),
            sessions: Vec::new(),
            said: HashSet::new(),
            documents: 0,
            annotations: 0,
            warnings: 0,
            lost: 0,
            failed: false,
        })
    }

    /// Converts a file with one document a line piece by piece; puts any other file with `whole`.
    pub fn read(&mut self, path: &Path, whole: &mut Vec<NamedFile>) -> Result<()> {
        let name = path.to_string_lossy().into_owned();
        let source: Box<dyn Read> = match path.as_os_str() == "-" {
            true => Box::new(io::stdin()),
            false => Box::new(File::open(path).context("cannot open the file")?),
        };
        let mut source = BufReader::with_capacity(1 << 20, self.progress.wrap_read(source));
        let mut piece = Vec::new();
        read_piece(&mut source, &mut piece)?;
        if formats::archive::is_zip(&piece) && Kind::of(&name, &piece) == Kind::Zip {
            source.read_to_end(&mut piece)?;
            let (members, refused) = formats::unpacked(vec![NamedFile { name, bytes: piece }]);
            refused.iter().for_each(|warning| self.fail(&warning.to_string()));
            whole.extend(members);
            return Ok(());
        }
        let format = self.arguments.from.or_else(|| recognised(&name, &piece));
        let is_utf16 = piece.starts_with(&[0xFF, 0xFE]) || piece.starts_with(&[0xFE, 0xFF]);
        let Some(format) = format.filter(|format| format.info().is_lines && !is_utf16 && has_line_records(&piece))
        else {
            source.read_to_end(&mut piece).context("cannot read the file")?;
            whole.push(NamedFile { name, bytes: piece });
            return Ok(());
        };
        let (first_line, asked) = (self.read.first_line, self.read.unit);
        let read = self.read_pieces(format, &name, &mut source, piece);
        (self.read.first_line, self.read.unit) = (first_line, asked);
        read
    }

    /// Converts a file piece by piece, from its first piece on.
    fn read_pieces(
        &mut self,
        format: &dyn Format,
        name: &str,
        source: &mut impl BufRead,
        mut piece: Vec<u8>,
    ) -> Result<()> {
        while !piece.is_empty() {
            let file = formats::File { name, bytes: &piece };
            // The first piece that tells holds for those that follow.
            self.read.unit = self.unit(format, &[file])?;
            match formats::import(format, &file, &self.read) {
                Ok(imported) => self.take(imported)?,
                Err(error) => self.fail(&format!("{name}: {error}")),
            }
            self.read.first_line += piece.iter().filter(|&&byte| byte == b'\n').count();
            piece.clear();
            read_piece(source, &mut piece)?;
        }
        Ok(())
    }

    /// Converts files that are read as a whole, those of a format together.
    pub fn convert_whole(&mut self, files: Vec<NamedFile>) -> Result<()> {
        let (groups, refused) =
            formats::gather(&files, self.arguments.from, &|file| Kind::by_name(file.name).is_some());
        for warning in &refused {
            self.fail(&warning.to_string());
        }
        for group in groups {
            match group.format {
                Some(format) => {
                    let unit = self.unit(format, &group.files)?;
                    self.take(format.read_together(&group.files, &ReadOptions { unit, ..self.read.clone() }))?;
                }
                None => group.files.iter().try_for_each(|file| self.convert_article(file))?,
            }
        }
        Ok(())
    }

    /// Converts an article that nothing has annotated yet.
    fn convert_article(&mut self, file: &formats::File<'_>) -> Result<()> {
        let say = |warning: &dyn std::fmt::Display| eprintln!("postil: {}: {warning}", file.name);
        let kind = Kind::of(file.name, file.bytes);
        let base = file.name.rsplit(['/', '\\']).next().unwrap_or_default();
        match articles::read(base, file.bytes, kind, &self.arguments.articles, &say) {
            Ok(sessions) => self.take(ImportedFile { sessions, ..ImportedFile::default() }),
            Err(error) => {
                self.fail(&format!("{}: {error:#}", file.name));
                Ok(())
            }
        }
    }

    /// What the offsets of files count, if anything is to be known beside what they say; an open question is an error
    /// for a person to answer, and said where nobody sits before a terminal.
    fn unit(&mut self, format: &dyn Format, files: &[formats::File<'_>]) -> Result<Option<Unit>> {
        let guesses = match formats::settle_unit(format, files, &self.read) {
            UnitAnswer::Settled(unit) => return Ok(unit),
            UnitAnswer::Open(guesses) => guesses,
        };
        let mut question = format!("{}: what its offsets count is not said in it", files[0].name);
        for guess in &guesses {
            let first = guess.first.iter().map(|(quote, label)| format!("{label} {quote:?}"));
            question += &format!("\n  {:12}{}", guess.unit.name(), first.collect::<Vec<_>>().join(", "));
        }
        if io::stderr().is_terminal() {
            bail!("{question}\nsay which is right with --offset-unit");
        }
        let unit = guesses[0].unit;
        self.warnings += 1;
        eprintln!("{question}\nread as {unit}; say otherwise with --offset-unit");
        Ok(Some(unit))
    }

    /// Says what an import could not read, and writes or keeps what it could.
    fn take(&mut self, imported: ImportedFile) -> Result<()> {
        for warning in &imported.warnings {
            self.warn(warning);
        }
        self.documents += imported.sessions.len();
        self.annotations += imported.sessions.iter().map(|session| session.annotations().len()).sum::<usize>();
        if let Some(labels) = imported.labels.filter(|_| self.to.info().is_configuration) {
            let document = annotation::Document::new("labels", "".into());
            self.sessions.push(Session::new(document, labels));
        }
        if self.lines.is_none() {
            self.sessions.extend(imported.sessions);
            return Ok(());
        }
        let exported = formats::export(self.to, &imported.sessions, &self.write);
        self.say_losses(&exported.losses)?;
        if let Some(lines) = &mut self.lines {
            for file in exported.files {
                lines.write_all(&file.bytes).context("cannot write")?;
            }
        }
        Ok(())
    }

    pub fn finish(mut self) -> Result<ExitCode> {
        if let Some(mut lines) = self.lines.take() {
            lines.flush().context("cannot write")?;
        } else {
            let exported = formats::export(self.to, &self.sessions, &self.write);
            self.say_losses(&exported.losses)?;
            write_files(&exported.files, self.arguments.output.as_deref())?;
        }
        if let Some(mut losses) = self.losses.take() {
            losses.flush().context("cannot write the list of losses")?;
        }
        self.progress.finish_and_clear();
        let Conversion { documents, annotations, warnings, lost, .. } = self;
        eprintln!("postil: {documents} documents, {annotations} annotations; {warnings} warnings, {lost} losses");
        Ok(if self.failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
    }

    fn warn(&mut self, warning: &Warning) {
        // A label that is new is new in every piece of the file.
        if warning.message.ends_with("added to the labels") && !self.said.insert(warning.message.clone()) {
            return;
        }
        self.warnings += 1;
        self.progress.suspend(|| eprintln!("{warning}"));
    }

    fn say_losses(&mut self, losses: &[formats::Loss]) -> Result<()> {
        self.lost += losses.len();
        for loss in losses {
            match &mut self.losses {
                Some(file) => writeln!(file, "{loss}").context("cannot write the list of losses")?,
                None => self.progress.suspend(|| eprintln!("{loss}")),
            }
        }
        Ok(())
    }

    pub fn fail(&mut self, message: &str) {
        self.failed = true;
        self.progress.suspend(|| eprintln!("postil: {message}"));
    }
}

fn recognised(name: &str, bytes: &[u8]) -> Option<&'static dyn Format> {
    formats::detect(&formats::File { name, bytes }).first().map(|guess| guess.format)
}
