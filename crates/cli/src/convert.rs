//! `postil convert`: annotations from one format to another, with every loss and every bad record said.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, BufWriter, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use ::articles::Kind;
use annotation::Session;
use anyhow::{Context, Result, anyhow, bail};
use formats::{Directions, Format, ImportedFile, NamedFile, ReadOptions, TagScheme, Unit, Warning, WriteOptions};
use indicatif::{ProgressBar, ProgressStyle};

use crate::articles::{self, ArticleArguments};

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

/// How much of a file with one document a line is read at a time.
const PIECE: usize = 4 << 20;

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

/// A conversion while it runs.
struct Conversion<'a> {
    arguments: &'a Arguments,
    to: &'static dyn Format,
    read: ReadOptions,
    write: WriteOptions,
    progress: ProgressBar,
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
    fn new(arguments: &'a Arguments, to: &'static dyn Format) -> Result<Conversion<'a>> {
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
    fn read(&mut self, path: &Path, whole: &mut Vec<NamedFile>) -> Result<()> {
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
            let members = formats::archive::unpack(&piece)?;
            whole.extend(members.into_iter().map(|file| NamedFile { name: format!("{name}/{}", file.name), ..file }));
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
        while !piece.is_empty() {
            let file = formats::File { name: &name, bytes: &piece };
            match formats::import(format, &file, &self.read) {
                Ok(imported) => self.take(imported)?,
                Err(error) => self.fail(&format!("{name}: {error}")),
            }
            self.read.first_line += piece.iter().filter(|&&byte| byte == b'\n').count();
            piece.clear();
            read_piece(&mut source, &mut piece)?;
        }
        self.read.first_line = 1;
        Ok(())
    }

    /// Converts files that are read as a whole, those of a format together.
    fn convert_whole(&mut self, files: Vec<NamedFile>) -> Result<()> {
        let path = |name: &str| name.rsplit_once('.').map_or(name, |(path, _)| path).to_owned();
        let annotated: HashSet<String> =
            files.iter().filter(|file| file.name.ends_with(".ann")).map(|file| path(&file.name)).collect();
        let mut groups: Vec<(&'static dyn Format, Vec<formats::File<'_>>)> = Vec::new();
        for named in &files {
            let file = formats::File { name: &named.name, bytes: &named.bytes };
            let is_text = file.has_extension("txt");
            let pair = (is_text && annotated.contains(&path(file.name))).then(|| formats::find("brat")).flatten();
            let empty_pair = file.has_extension("ann").then(|| formats::find("brat")).flatten();
            let format = pair.or(self.arguments.from).or_else(|| recognised(file.name, file.bytes)).or(empty_pair);
            match format {
                Some(format) => match groups.iter_mut().find(|(known, _)| known.info().id == format.info().id) {
                    Some((_, group)) => group.push(file),
                    None => groups.push((format, vec![file])),
                },
                None if file.has_extension("conf") => {} // brat's configuration
                None if Kind::by_name(file.name).is_some() => {
                    let say = |warning: &dyn std::fmt::Display| eprintln!("postil: {}: {warning}", file.name);
                    let kind = Kind::of(file.name, file.bytes);
                    let base = file.name.rsplit(['/', '\\']).next().unwrap_or_default();
                    match articles::read(base, file.bytes, kind, &self.arguments.articles, &say) {
                        Ok(sessions) => self.take(ImportedFile { sessions, ..ImportedFile::default() })?,
                        Err(error) => self.fail(&format!("{}: {error:#}", file.name)),
                    }
                }
                None => self.fail(&format!("{}: its format is not recognised; name it with --from", file.name)),
            }
        }
        for (format, files) in groups {
            self.take(format.read_together(&files, &self.read))?;
        }
        Ok(())
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

    fn finish(mut self) -> Result<ExitCode> {
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

    fn fail(&mut self, message: &str) {
        self.failed = true;
        self.progress.suspend(|| eprintln!("postil: {message}"));
    }
}

/// Reads on to the first line end behind [`PIECE`] bytes.
fn read_piece(source: &mut impl BufRead, piece: &mut Vec<u8>) -> Result<()> {
    source.by_ref().take(PIECE as u64).read_to_end(piece).context("cannot read the file")?;
    if piece.last().is_some_and(|&last| last != b'\n') {
        source.read_until(b'\n', piece).context("cannot read the file")?;
    }
    Ok(())
}

fn recognised(name: &str, bytes: &[u8]) -> Option<&'static dyn Format> {
    formats::detect(&formats::File { name, bytes }).first().map(|guess| guess.format)
}

/// Whether the first line is a record by itself, so that the file can be read in pieces.
fn has_line_records(piece: &[u8]) -> bool {
    let line = piece.split(|&byte| byte == b'\n').find(|line| !line.trim_ascii().is_empty()).unwrap_or_default();
    line.trim_ascii().first() != Some(&b'[') && serde_json::from_slice::<&serde_json::value::RawValue>(line).is_ok()
}

fn write_files(files: &[NamedFile], output: Option<&Path>) -> Result<()> {
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
