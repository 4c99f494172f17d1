//! From a file to its articles.

use annotation::{CalendarDate, is_language_tag};
use formats::archive;

use crate::{
    Article, Kind, Options, Read, ReadError, docx, encoding, epub, gzip, limits, mail, markdown, page, records, rtf,
};

/// Reads the articles of a file.
///
/// ```
/// let read = articles::read("note.md", b"# Tide\n\nThe *sea* rose.", &Default::default())?;
/// assert_eq!(read.articles[0].text, "Tide\n\nThe sea rose.");
/// assert_eq!(read.articles[0].title.as_deref(), Some("Tide"));
/// # Ok::<(), articles::ReadError>(())
/// ```
///
/// # Errors
/// [`ReadError`] if there is none, or if a choice has to be made first.
pub fn read(name: &str, bytes: &[u8], options: &Options<'_>) -> Result<Read, ReadError> {
    limits::check("the file", bytes.len(), limits::MOST_BYTES)?;
    let mut read = match options.kind.unwrap_or_else(|| Kind::of(name, bytes)) {
        Kind::Zip => read_zip(name, bytes, options)?,
        Kind::Gzip => {
            let (inner, bytes) = gzip::unpack(name, bytes)?;
            read_single(&inner, &bytes, &Options { kind: None, ..*options })?
        }
        _ => read_single(name, bytes, options)?,
    };
    for article in &mut read.articles {
        article.source.get_or_insert_with(|| name.to_owned());
    }
    read.articles.iter_mut().for_each(tidy);
    Ok(read)
}

/// A file that is no archive.
fn read_single(name: &str, bytes: &[u8], options: &Options<'_>) -> Result<Read, ReadError> {
    let article = match options.kind.unwrap_or_else(|| Kind::of(name, bytes)) {
        Kind::Text => Article { text: encoding::decode(bytes, None, options)?, ..Article::default() },
        Kind::Page => page::read(bytes, options)?,
        Kind::Markdown => markdown::read(&encoding::decode(bytes, None, options)?)?,
        Kind::Rtf => rtf::read(bytes, options)?,
        Kind::Table => return records::read_table(&encoding::decode(bytes, None, options)?, options),
        Kind::JsonLines => return records::read_json_lines(&encoding::decode(bytes, None, options)?, options),
        Kind::Docx => return docx::read(bytes),
        Kind::Epub => return epub::read(bytes, options),
        Kind::Mail => return mail::read(bytes, options),
        Kind::Pdf => return Err(ReadError::Unsupported { what: "a PDF in here", advice: "open it by itself" }),
        Kind::Zip | Kind::Gzip => {
            return Err(ReadError::Unsupported { what: "an archive in an archive", advice: "unpack the outer one" });
        }
        Kind::Unreadable(what, advice) => return Err(ReadError::Unsupported { what, advice }),
    };
    Ok(Read::from(article))
}

/// The articles of a zip's members; one that cannot be read is said.
fn read_zip(name: &str, bytes: &[u8], options: &Options<'_>) -> Result<Read, ReadError> {
    let mut all = Read::default();
    let mut first_error = None;
    let mut others = 0;
    let options = &Options { kind: None, ..*options };
    for file in archive::unpack(bytes)? {
        let base = file.name.rsplit(['/', '\\']).next().unwrap_or_default();
        if base.starts_with('.') || file.name.starts_with("__MACOSX/") {
            continue;
        }
        if Kind::by_name(base).is_none() {
            others += 1;
            continue;
        }
        match read_single(&file.name, &file.bytes, options) {
            Ok(read) => {
                let named = |article| match article {
                    Article { source: None, .. } => {
                        Article { source: Some(format!("{name}/{}", file.name)), ..article }
                    }
                    article => article,
                };
                all.articles.extend(read.articles.into_iter().map(named));
                all.warnings.extend(read.warnings.iter().map(|warning| format!("{}: {warning}", file.name)));
            }
            Err(error) => {
                all.warnings.push(format!("{}: left out: {error}", file.name));
                first_error.get_or_insert(error);
            }
        }
    }
    if others > 0 {
        all.warnings.push(format!("files left out because they are no articles: {others}"));
    }
    match first_error {
        Some(error) if all.articles.is_empty() => Err(error),
        None if all.articles.is_empty() => {
            Err(ReadError::NoText { what: "the zip", advice: ": no file in it is an article by its name" })
        }
        _ => Ok(all),
    }
}

/// Takes away what is said but empty, and a language that is none.
pub(crate) fn tidy(article: &mut Article) {
    for field in [&mut article.title, &mut article.source, &mut article.language] {
        let trimmed = field.as_deref().map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "));
        *field = trimmed.filter(|text| !text.is_empty());
    }
    article.language = article.language.take().map(|tag| tag.replace('_', "-")).filter(|tag| is_language_tag(tag));
}

/// The day that a text begins with, as in `2024-05-03T10:00:00Z`.
pub(crate) fn day(text: &str) -> Option<CalendarDate> {
    text.trim().get(..10)?.parse().ok()
}
