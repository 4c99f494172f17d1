//! What kind of file an article lies in.

use formats::archive;

/// A kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Plain text.
    Text,
    /// A web page.
    Page,
    /// Markdown.
    Markdown,
    /// A Word document (Office Open XML).
    Docx,
    /// A book.
    Epub,
    /// Rich Text Format.
    Rtf,
    /// A mail, or a web page saved as one file (MHTML).
    Mail,
    /// A table with a header, its cells parted by commas, semicolons or tabs.
    Table,
    /// One JSON object a line.
    JsonLines,
    /// Pages of print; see [`crate::pdf`].
    Pdf,
    /// A zip of files.
    Zip,
    /// A file compressed by gzip.
    Gzip,
    /// A kind that is known and not read: its name and what to do.
    Unreadable(&'static str, &'static str),
}

/// The extensions of each kind, in lower case.
const EXTENSIONS: [(&str, Kind); 30] = [
    ("txt", Kind::Text),
    ("text", Kind::Text),
    ("html", Kind::Page),
    ("htm", Kind::Page),
    ("xhtml", Kind::Page),
    ("xht", Kind::Page),
    ("md", Kind::Markdown),
    ("markdown", Kind::Markdown),
    ("docx", Kind::Docx),
    ("docm", Kind::Docx),
    ("dotx", Kind::Docx),
    ("epub", Kind::Epub),
    ("rtf", Kind::Rtf),
    ("eml", Kind::Mail),
    ("mht", Kind::Mail),
    ("mhtml", Kind::Mail),
    ("csv", Kind::Table),
    ("tsv", Kind::Table),
    ("jsonl", Kind::JsonLines),
    ("ndjson", Kind::JsonLines),
    ("pdf", Kind::Pdf),
    ("zip", Kind::Zip),
    ("gz", Kind::Gzip),
    ("doc", OLD_WORD),
    ("odt", Kind::Unreadable("an OpenDocument file", "save it as .docx")),
    ("pages", Kind::Unreadable("a Pages file", "export it as .docx or PDF")),
    ("mobi", Kind::Unreadable("a Kindle book", "use the book's .epub")),
    ("azw3", Kind::Unreadable("a Kindle book", "use the book's .epub")),
    ("msg", Kind::Unreadable("an Outlook message", "save it as .eml")),
    ("xlsx", Kind::Unreadable("a spreadsheet", "save it as .csv")),
];

const OLD_WORD: Kind =
    Kind::Unreadable("an old Word file, or one locked with a password", "save it as .docx, without a password");

/// First bytes that no other kind of file has.
const SIGNATURES: [(&[u8], Kind); 12] = [
    (b"%PDF-", Kind::Pdf),
    (b"{\\rtf", Kind::Rtf),
    (b"\x1F\x8B", Kind::Gzip),
    (b"\xD0\xCF\x11\xE0", OLD_WORD),
    (b"\x89PNG", PICTURE),
    (b"\xFF\xD8\xFF", PICTURE),
    (b"GIF8", PICTURE),
    (b"BZh", PACKED),
    (b"\xFD7zXZ", PACKED),
    (b"7z\xBC\xAF", PACKED),
    (b"Rar!", PACKED),
    (b"\x28\xB5\x2F\xFD", PACKED),
];

const PICTURE: Kind = Kind::Unreadable("a picture", "run it through text recognition (OCR) and open the text");
const PACKED: Kind = Kind::Unreadable("a file packed this way", "unpack it, or pack it as .zip");

impl Kind {
    /// The kind of a file, by its first bytes and then by the extension of its name.
    pub fn of(name: &str, bytes: &[u8]) -> Kind {
        if let Some((_, kind)) = SIGNATURES.iter().find(|(signature, _)| bytes.starts_with(signature)) {
            return *kind;
        }
        let named = Kind::by_name(name);
        if archive::is_zip(bytes) {
            return match named {
                Some(kind @ (Kind::Docx | Kind::Epub | Kind::Unreadable(..))) => kind,
                _ => Kind::of_zip(bytes),
            };
        }
        named.unwrap_or_else(|| if looks_like_page(bytes) { Kind::Page } else { Kind::Text })
    }

    /// The kind that the extension of a name stands for.
    pub fn by_name(name: &str) -> Option<Kind> {
        let (_, extension) = name.rsplit_once('.')?;
        let extension = extension.to_ascii_lowercase();
        EXTENSIONS.iter().find(|(known, _)| *known == extension).map(|&(_, kind)| kind)
    }

    /// A zip by the names that stand in it: documents and books are zips, too.
    fn of_zip(bytes: &[u8]) -> Kind {
        let holds = |name: &[u8]| bytes.windows(name.len()).any(|window| window == name);
        if bytes.get(30..58) == Some(b"mimetypeapplication/epub+zip") {
            Kind::Epub
        } else if holds(b"word/document.xml") && holds(b"[Content_Types].xml") {
            Kind::Docx
        } else {
            Kind::Zip
        }
    }
}

/// Whether text without a telling name begins as a web page does.
fn looks_like_page(bytes: &[u8]) -> bool {
    let head: Vec<u8> = bytes.iter().take(1024).map(u8::to_ascii_lowercase).collect();
    let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&head).trim_ascii_start();
    [&b"<!doctype html"[..], b"<html", b"<head", b"<body"].iter().any(|start| head.starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_decides_before_the_name() {
        let cases: [(&str, &[u8], Kind); 12] = [
            ("a.txt", b"", Kind::Text),
            ("A.HTML", b"plain", Kind::Page),
            ("a", b" <!DOCTYPE html><p>", Kind::Page),
            ("a.txt", b"%PDF-1.4", Kind::Pdf),
            ("a.doc", b"{\\rtf1", Kind::Rtf),
            ("a.docx", b"\xD0\xCF\x11\xE0", OLD_WORD),
            ("a.docx", b"PK\x03\x04", Kind::Docx),
            ("a.bin", b"PK\x03\x04", Kind::Zip),
            ("a.pdf", b"no", Kind::Pdf),
            ("..", b"", Kind::Text),
            ("a.md\u{202e}", b"", Kind::Text),
            ("/.\\..md", b"", Kind::Markdown),
        ];
        for (name, bytes, kind) in cases {
            assert_eq!(Kind::of(name, bytes), kind, "{name:?}");
        }
    }
}
