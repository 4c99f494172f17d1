//! Books: EPUB 2 and 3, <https://www.w3.org/TR/epub-33/>: the chapters of the spine, in its order, as one text.
//!
//! Left out: what the spine calls not linear, the navigation document unless the spine has it, pictures.

use formats::{NamedFile, archive, plain_text};

use crate::read::day;
use crate::writer::Writer;
use crate::xml::{self, Piece};
use crate::{Article, Options, Read, ReadError, encoding, html, page};

const WHAT: &str = "a book (EPUB)";

/// Reads an .epub file.
pub(crate) fn read(bytes: &[u8], options: &Options<'_>) -> Result<Read, ReadError> {
    let not_this = |found: String| ReadError::NotThis { expected: WHAT, found };
    let is_text = |name: &str| {
        let end = name.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
        matches!(&*end, "xml" | "opf" | "xhtml" | "html" | "htm" | "xht")
    };
    let files = archive::unpack_only(bytes, &is_text).map_err(|error| not_this(error.to_string()))?;
    let find = |name: &str| files.iter().find(|file| file.name == name);
    let container =
        find("META-INF/container.xml").ok_or_else(|| not_this("it has no META-INF/container.xml".into()))?;
    let mut package_name = None;
    xml::read(WHAT, &plain_text::decode(&container.bytes)?, |piece| {
        if let Piece::Start(element) = piece
            && element.name() == "rootfile"
        {
            package_name = package_name.take().or_else(|| element.attribute("full-path"));
        }
    })?;
    let package =
        package_name.as_deref().and_then(find).ok_or_else(|| not_this("it has no package document".into()))?;
    if let Some(encryption) = find("META-INF/encryption.xml")
        && locks_chapters(encryption)
    {
        return Err(ReadError::Locked { what: "the book" });
    }
    let Package { mut article, chapters } = read_package(&plain_text::decode(&package.bytes)?)?;
    let mut read = Read::default();
    let mut writer = Writer::default();
    for href in &chapters {
        let name = resolve(&package.name, href);
        match find(&name) {
            Some(chapter) => write_chapter(chapter, options, &mut writer)?,
            None => read.warnings.push(format!("the chapter {href} is not in the file")),
        }
    }
    (article.text, article.passages) = writer.finish();
    if article.text.is_empty() {
        return Err(ReadError::NoText { what: "the book", advice: "" });
    }
    read.articles.push(article);
    Ok(read)
}

struct Package {
    article: Article,
    /// The addresses of the chapters, relative to the package document.
    chapters: Vec<String>,
}

fn read_package(source: &str) -> Result<Package, ReadError> {
    let mut article = Article::default();
    let mut items: Vec<(String, String)> = Vec::new();
    let mut chapters = Vec::new();
    let mut name = String::new();
    xml::read(WHAT, source, |piece| match piece {
        Piece::Start(element) => {
            name = element.name().to_owned();
            match &*name {
                "item" => items.extend(element.attribute("id").zip(element.attribute("href"))),
                "itemref" if element.attribute("linear").as_deref() != Some("no") => {
                    chapters.extend(element.attribute("idref"));
                }
                _ => {}
            }
        }
        Piece::End(_) => name.clear(),
        Piece::Text(text) => {
            let field = match &*name {
                "date" => {
                    article.date = article.date.or_else(|| day(text));
                    return;
                }
                "title" => &mut article.title,
                "language" => &mut article.language,
                "source" => &mut article.source,
                _ => return,
            };
            // The first of several counts.
            field.get_or_insert_with(|| text.to_owned());
        }
    })?;
    let href = |id: String| items.iter().find(|(item, _)| *item == id).map(|(_, href)| href.clone());
    Ok(Package { article, chapters: chapters.into_iter().filter_map(href).collect() })
}

/// The name in the zip that an address in the package document stands for.
fn resolve(package: &str, href: &str) -> String {
    let href = href.split(['#', '?']).next().unwrap_or_default();
    let mut bytes = Vec::new();
    let mut rest = href.as_bytes();
    while let Some((&byte, behind)) = rest.split_first() {
        let escaped = behind.get(..2).filter(|_| byte == b'%').and_then(|digits| str::from_utf8(digits).ok());
        match escaped.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(escaped) => {
                bytes.push(escaped);
                rest = &behind[2..];
            }
            None => {
                bytes.push(byte);
                rest = behind;
            }
        }
    }
    let mut folders: Vec<&str> = package.split('/').collect();
    folders.pop();
    let path = String::from_utf8_lossy(&bytes).into_owned();
    for part in path.split('/') {
        match part {
            "." | "" => {}
            ".." => {
                folders.pop();
            }
            part => folders.push(part),
        }
    }
    folders.join("/")
}

fn write_chapter(chapter: &NamedFile, options: &Options<'_>, writer: &mut Writer) -> Result<(), ReadError> {
    let source = encoding::decode(&chapter.bytes, page::declared_encoding(&chapter.bytes).as_deref(), options)?;
    writer.end();
    html::write(&html::parse(&open_empty_elements(&source))?.root(), writer);
    Ok(())
}

/// `<title/>` as `<title></title>`: HTML knows no empty elements, and would read all that follows as the title.
fn open_empty_elements(source: &str) -> String {
    let void = ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];
    let mut opened = String::with_capacity(source.len());
    let mut rest = source;
    while let Some(at) = rest.find("/>") {
        let (before, behind) = rest.split_at(at);
        opened.push_str(before);
        let tag = before.rfind('<').map(|start| &before[start + 1..]);
        let name = tag.and_then(|tag| tag.split(|c: char| c.is_ascii_whitespace()).next()).unwrap_or_default();
        let is_name = name.starts_with(|c: char| c.is_ascii_alphabetic()) && !name.contains('>');
        if is_name && !void.contains(&name) && tag.is_some_and(|tag| !tag.contains('>')) {
            opened.push_str("></");
            opened.push_str(name);
            opened.push('>');
        } else {
            opened.push_str("/>");
        }
        rest = &behind[2..];
    }
    opened + rest
}

/// Whether more than fonts is encrypted.
fn locks_chapters(encryption: &NamedFile) -> bool {
    let mut locked = false;
    let text = String::from_utf8_lossy(&encryption.bytes);
    let _what_was_found = xml::read(WHAT, &text, |piece| {
        if let Piece::Start(element) = piece
            && element.name() == "CipherReference"
        {
            locked |= element.attribute("URI").is_some_and(|name| name.to_ascii_lowercase().contains("html"));
        }
    });
    locked
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_relative_to_the_package() {
        for (href, expected) in [
            ("c1.xhtml", "OEBPS/c1.xhtml"),
            ("text/a%20b.xhtml#x", "OEBPS/text/a b.xhtml"),
            ("../../../c.xhtml", "c.xhtml"),
            ("%zz%e6%9d%b1", "OEBPS/%zz東"),
        ] {
            assert_eq!(resolve("OEBPS/book.opf", href), expected);
        }
    }

    #[test]
    fn empty_elements_are_opened() {
        for (source, expected) in [
            ("<title/><a id='x'/>b<br/>", "<title></title><a id='x'></a>b<br/>"),
            ("1 /> 2 <p>/></p>", "1 /> 2 <p>/></p>"),
        ] {
            assert_eq!(open_empty_elements(source), expected);
        }
    }
}
