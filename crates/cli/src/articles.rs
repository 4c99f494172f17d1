//! Files as documents to annotate: Postil's JSON, other annotated files, and articles of every kind.

use std::fs;
use std::io::{Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use ::articles::{Article, Kind, Options, ReadError, pdf};
use annotation::Session;
use anyhow::{Context, Result, bail};

/// How articles are read.
#[derive(clap::Args)]
pub struct ArticleArguments {
    /// The encoding of texts that are not UTF-8 and do not name theirs, as windows-1252 or shift_jis.
    #[arg(long, value_name = "NAME")]
    encoding: Option<String>,
    /// The column of tables, or the field of JSON lines, that holds the text.
    #[arg(long, value_name = "NAME")]
    column: Option<String>,
    /// All text of web pages, with menus and notices, instead of their article.
    #[arg(long)]
    whole_page: bool,
}

/// The documents of a file, standard input for `-`; what could not be read of it goes to standard error.
pub fn open(path: &Path, arguments: &ArticleArguments) -> Result<Vec<Session>> {
    let (name, bytes) = if path == Path::new("-") {
        let mut bytes = Vec::new();
        std::io::stdin().read_to_end(&mut bytes)?;
        (String::new(), bytes)
    } else {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
        (name.unwrap_or_default(), fs::read(path)?)
    };
    let say = |warning: &dyn std::fmt::Display| eprintln!("postil: {}: {warning}", path.display());
    if name.to_ascii_lowercase().ends_with(".json") {
        let imported = formats::open(&name, &bytes)?;
        imported.warnings.iter().for_each(|warning| say(warning));
        return Ok(vec![imported.session]);
    }
    let kind = Kind::of(&name, &bytes);
    if matches!(kind, Kind::JsonLines | Kind::Table) && arguments.column.is_none() {
        let file = formats::File { name: &name, bytes: &bytes };
        if let Some(guess) = formats::detect(&file).first() {
            let imported = formats::import(guess.format, &file, &formats::ReadOptions::default())?;
            imported.warnings.iter().for_each(|warning| say(warning));
            return Ok(imported.sessions);
        }
    }
    read(&name, &bytes, kind, arguments, &say)
}

/// The articles of a file that nothing has annotated.
pub fn read(
    name: &str,
    bytes: &[u8],
    kind: Kind,
    arguments: &ArticleArguments,
    say: &dyn Fn(&dyn std::fmt::Display),
) -> Result<Vec<Session>> {
    let options = Options {
        kind: Some(kind),
        encoding: arguments.encoding.as_deref(),
        column: arguments.column.as_deref(),
        whole_page: arguments.whole_page,
        decode,
    };
    let read = match kind {
        Kind::Pdf => {
            let (pieces, about) = pdf::read_layout(&layout_of_pdf(bytes)?)?;
            pdf::read(name, &pieces, about)
        }
        _ => ::articles::read(name, bytes, &options),
    };
    let read = match read {
        Err(ReadError::Encoding(choices)) => {
            let guess = choices.first().map_or("windows-1252", |choice| &choice.name);
            say(&format!("not UTF-8; read as {guess}, which is a guess: --encoding chooses another"));
            ::articles::read(name, bytes, &Options { encoding: Some(guess), ..options })
        }
        Err(ReadError::Column(choices)) => {
            let names: Vec<&str> = choices.iter().map(|choice| &*choice.name).collect();
            bail!("say which column holds the text with --column: {}", names.join(", "))
        }
        read => read,
    }?;
    read.warnings.iter().for_each(|warning| say(warning));
    Ok(read.articles.into_iter().map(Article::into_session).collect())
}

fn decode(encoding: &str, bytes: &[u8]) -> Option<String> {
    Some(encoding_rs::Encoding::for_label(encoding.as_bytes())?.decode_without_bom_handling(bytes).0.into_owned())
}

/// Where the words of a PDF stand, as Poppler's `pdftotext` finds them.
fn layout_of_pdf(bytes: &[u8]) -> Result<String> {
    let program = Command::new("pdftotext")
        .args(["-bbox-layout", "-enc", "UTF-8", "-", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let mut program =
        program.context("PDFs are read with the program pdftotext, which is not there: install poppler-utils")?;
    let mut input = program.stdin.take().context("it is piped")?;
    let output = std::thread::scope(|scope| {
        // A program that refuses the file stops reading; what it says is what counts.
        scope.spawn(move || input.write_all(bytes));
        program.wait_with_output()
    })?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        match said.contains("password") {
            true => bail!("the PDF is locked with a password: save it without one"),
            false => bail!("the PDF is damaged: {}", said.lines().last().unwrap_or("pdftotext does not say why")),
        }
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}
