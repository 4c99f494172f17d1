//! One small article in every kind of file, and files that are refused with advice.

use articles::{Article, Kind, Options, ReadError, read};
use formats::NamedFile;
use formats::archive::{pack, unpack};
use proptest::prelude::*;

fn decode(encoding: &str, bytes: &[u8]) -> Option<String> {
    Some(encoding_rs::Encoding::for_label(encoding.as_bytes())?.decode_without_bom_handling(bytes).0.into_owned())
}

fn options() -> Options<'static> {
    Options { decode, ..Options::default() }
}

fn zip(files: &[(&str, &str)]) -> Vec<u8> {
    let files: Vec<NamedFile> =
        files.iter().map(|(name, text)| NamedFile { name: (*name).into(), bytes: (*text).into() }).collect();
    pack(&files).expect("few small files")
}

fn only(name: &str, bytes: &[u8]) -> Article {
    let mut read = read(name, bytes, &options()).unwrap_or_else(|error| panic!("{name}: {error}"));
    assert_eq!(read.articles.len(), 1, "{name}");
    read.articles.remove(0)
}

fn error(name: &str, bytes: &[u8]) -> String {
    read(name, bytes, &options()).expect_err(name).to_string()
}

fn docx() -> Vec<u8> {
    let paragraph =
        |properties: &str, text: &str| format!("<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>");
    let body = [
        paragraph("<w:pStyle w:val=\"Ttl\"/>", "The tide"),
        "<w:p><w:r><w:t xml:space=\"preserve\">It </w:t></w:r><w:ins><w:r><w:t>rose</w:t></w:r></w:ins><w:del><w:r>\
         <w:delText>fell</w:delText></w:r></w:del><w:r><w:t> 3</w:t><w:noBreakHyphen/><w:t>4 m</w:t><w:tab/><w:t>&amp; 東京 🗼.</w:t>\
         <w:footnoteReference w:id=\"2\"/></w:r></w:p>"
            .to_owned(),
        paragraph("<w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"1\"/></w:numPr>", "one"),
        paragraph("<w:numPr><w:ilvl w:val=\"1\"/><w:numId w:val=\"1\"/></w:numPr>", "two"),
        format!(
            "<w:tbl><w:tblPr/><w:tr><w:tc>{}</w:tc><w:tc>{}{}</w:tc></w:tr></w:tbl>",
            paragraph("", "2020"),
            paragraph("", "5"),
            paragraph("", "6")
        ),
        "<mc:AlternateContent><mc:Choice><w:p><w:r><w:t>box</w:t></w:r></w:p></mc:Choice><mc:Fallback><w:p><w:r><w:t>box</w:t>\
         </w:r></w:p></mc:Fallback></mc:AlternateContent>"
            .to_owned(),
    ];
    zip(&[
        ("[Content_Types].xml", "<Types/>"),
        (
            "_rels/.rels",
            "<Relationships><Relationship Type=\"x/officeDocument\" Target=\"word/document.xml\"/></Relationships>",
        ),
        ("word/document.xml", &format!("<w:document><w:body>{}</w:body></w:document>", body.concat())),
        (
            "word/styles.xml",
            "<w:styles><w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val=\"en-GB\"/></w:rPr></w:rPrDefault>\
            </w:docDefaults><w:style w:styleId=\"Ttl\"><w:name w:val=\"heading 1\"/></w:style></w:styles>",
        ),
        (
            "word/footnotes.xml",
            "<w:footnotes><w:footnote w:type=\"separator\"><w:p><w:r><w:t>no</w:t></w:r></w:p></w:footnote>\
            <w:footnote w:id=\"2\"><w:p><w:r><w:t>A note.</w:t></w:r></w:p></w:footnote></w:footnotes>",
        ),
        (
            "docProps/core.xml",
            "<cp:coreProperties><dc:title>Tide</dc:title><dcterms:created>2024-05-03T01:02:03Z</dcterms:created>\
            </cp:coreProperties>",
        ),
    ])
}

/// Two chapters, in the spine's order, which is not that of their names.
fn epub() -> Vec<u8> {
    let chapter = |title: &str, body: &str| {
        format!(
            "<?xml version=\"1.0\"?><!DOCTYPE html><html xmlns=\"http://www.w3.org/1999/xhtml\"><head><title/></head><body>\
            <h1>{title}</h1><p>{body}</p></body></html>"
        )
    };
    zip(&[
        ("mimetype", "application/epub+zip"),
        (
            "META-INF/container.xml",
            "<?xml version=\"1.0\"?><container version=\"1.0\" \
            xmlns=\"urn:oasis:names:tc:opendocument:xmlns:container\"><rootfiles><rootfile full-path=\"OEBPS/book.opf\" \
            media-type=\"application/oebps-package+xml\"/></rootfiles></container>",
        ),
        (
            "OEBPS/book.opf",
            "<?xml version=\"1.0\"?><package xmlns=\"http://www.idpf.org/2007/opf\" version=\"3.0\" \
            unique-identifier=\"i\"><metadata xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:identifier id=\"i\">x</dc:identifier>\
            <dc:title>The book</dc:title><dc:language>en</dc:language><dc:date>2024-05-03</dc:date></metadata><manifest>\
            <item id=\"a\" href=\"text/a%20b.xhtml\" media-type=\"application/xhtml+xml\"/>\
            <item id=\"b\" href=\"text/b.xhtml\" media-type=\"application/xhtml+xml\"/>\
            <item id=\"c\" href=\"text/c.xhtml\" media-type=\"application/xhtml+xml\"/></manifest>\
            <spine><itemref idref=\"b\"/><itemref idref=\"a\"/><itemref idref=\"c\" linear=\"no\"/></spine></package>",
        ),
        ("OEBPS/text/a b.xhtml", &chapter("Second", "Ebb&nbsp;&mdash; <a id=\"x\"/>low.")),
        ("OEBPS/text/b.xhtml", &chapter("First", "Flood.")),
        ("OEBPS/text/c.xhtml", &chapter("Aside", "Not read.")),
    ])
}

#[test]
fn a_word_document_is_read() {
    let article = only("a.docx", &docx());
    assert_eq!(article.text, "The tide\n\nIt rose 3\u{2011}4 m & 東京 🗼.\n\none\ntwo\n\n2020\t5 6\n\nbox\n\nA note.");
    let kinds: Vec<String> = article.passages.iter().map(|passage| passage.kind.name()).collect();
    assert_eq!(kinds, ["heading1", "paragraph", "item1", "item2", "row", "paragraph", "paragraph"]);
    assert_eq!((article.title.as_deref(), article.language.as_deref()), (Some("Tide"), Some("en-GB")));
    assert_eq!(article.date.unwrap().to_string(), "2024-05-03");
    assert_eq!(Kind::of("no name", &docx()), Kind::Docx);
}

#[test]
fn a_book_is_read_in_the_order_of_its_spine() {
    let bytes = epub();
    let article = only("a.epub", &bytes);
    assert_eq!(article.text, "First\n\nFlood.\n\nSecond\n\nEbb\u{a0}— low.");
    assert_eq!(
        (article.title.as_deref(), article.date.unwrap().to_string().as_str()),
        (Some("The book"), "2024-05-03")
    );

    // The same chapters in the same order as another library has them.
    let book = rbook::Epub::options().strict(false).read(std::io::Cursor::new(bytes)).unwrap();
    let mut reader = book.reader();
    let mut at = 0;
    while let Some(chapter) = reader.read_next() {
        let content = chapter.unwrap().content().to_owned();
        if content.contains("Not read.") {
            continue;
        }
        let heading = content.split("<h1>").nth(1).and_then(|rest| rest.split("</h1>").next()).unwrap();
        at += article.text[at..].find(heading).expect("it comes next");
    }
    assert!(at > 0);
}

#[test]
fn archives_hold_any_of_them() {
    let members = [
        ("a/one.txt", "Plain\r\n text.\r\n"),
        ("two.md", "# Two"),
        (".hidden", "x"),
        ("../..\\<img src=x>.txt", "Odd name."),
        ("pictures/a.png", "x"),
        ("inner.zip", "PK\u{5}\u{6}"),
    ];
    let read = read("all.zip", &zip(&members), &options()).unwrap();
    let texts: Vec<&str> = read.articles.iter().map(|article| &*article.text).collect();
    assert_eq!(texts, ["Plain\r\n text.\r\n", "Two", "Odd name."]);
    assert_eq!(read.articles[2].source.as_deref(), Some("all.zip/../..\\<img src=x>.txt"));
    assert!(read.warnings[0].starts_with("inner.zip: left out: an archive in an archive"), "{:?}", read.warnings);
    assert_eq!(read.warnings[1], "files left out because they are no articles: 1");

    let mut gzip = vec![0x1F, 0x8B, 8, 8, 0, 0, 0, 0, 0, 255];
    gzip.extend(b"name\0\x01\x05\x00\xFA\xFFHello\0\0\0\0\0\0\0\0"); // one stored block
    assert_eq!(only("x.txt.gz", &gzip).text, "Hello");
    assert!(error("x.gz", &gzip[..16]).contains("cut off or damaged"));
}

#[test]
fn what_cannot_be_read_is_refused_with_advice() {
    let mut locked = docx();
    locked[..4].copy_from_slice(b"\xD0\xCF\x11\xE0");
    let cases: [(&str, Vec<u8>, &str); 15] = [
        ("a.docx", b"no zip".to_vec(), "this is not a Word document: the zip has no end record"),
        ("a.docx", zip(&[("a.txt", "x")]), "this is not a Word document: it has no word/document.xml"),
        ("a.docx", locked, "save it as .docx, without a password"),
        ("a.doc", b"\xD0\xCF\x11\xE0".to_vec(), "an old Word file"),
        ("a.epub", zip(&[("a.txt", "x")]), "this is not a book (EPUB): it has no META-INF/container.xml"),
        ("a.rtf", b"plain".to_vec(), "this is not an RTF file"),
        ("a.eml", b"plain".to_vec(), "this is not a mail"),
        ("a.csv", b"a,b\n1,2\n".to_vec(), "choose the column with the text: a, b"),
        ("a.txt", b"caf\xE9".to_vec(), "the text is not UTF-8; choose its encoding, probably windows-1252"),
        ("a.zip", zip(&[]), "the zip holds no text"),
        ("a.png", b"\x89PNG".to_vec(), "a picture is not read: run it through text recognition"),
        ("a.html", b"<script>x</script>".to_vec(), "the web page holds no text"),
        ("a.html", vec![b' '; 17 << 20], "the web page has 17 MiB; the most is 16 MiB"),
        ("a.md", vec![b' '; 5 << 20], "the Markdown has 5 MiB; the most is 4 MiB"),
        ("a.txt", vec![b' '; 65 << 20], "the file has 65 MiB; the most is 64 MiB"),
    ];
    for (name, bytes, expected) in cases {
        let said = error(name, &bytes);
        assert!(said.contains(expected), "{name}: {said}");
    }
}

#[test]
fn bombs_are_refused() {
    let zeros = "\0".repeat(4 << 20);
    let gzip = {
        // The deflated bytes of a zip's member, with a header of gzip before them.
        let zip = zip(&[("z", &zeros)]);
        let len = u32::from_le_bytes(zip[18..22].try_into().unwrap()) as usize;
        [&[0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255][..], &zip[31..31 + len], &[0; 8]].concat()
    };
    assert!(gzip.len() < 10_000);
    assert_eq!(error("z.gz", &gzip), "the gzip file unpacks to more than is allowed");
    let in_zip =
        |name: &str, text: &str| zip(&[("word/document.xml", text), ("[Content_Types].xml", "<x/>"), (name, "")]);
    assert!(error("z.zip", &zip(&[("z.txt", &zeros)])).contains("unpacks to more than is allowed"));
    assert!(error("z.docx", &in_zip("a", &zeros)).contains("unpacks to more than is allowed"));
    assert!(error("d.docx", &in_zip("a", &"<w:p>".repeat(100_000))).contains("nested more than 256 deep"));
    let lol = "<!DOCTYPE x [<!ENTITY a \"lol\"><!ENTITY b \"&a;&a;&a;&a;\">]><w:document><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:document>";
    assert!(error("l.docx", &in_zip("a", lol)).contains("unknown entity &b;"));
    let external = lol.replace("\"lol\"", "SYSTEM \"file:///etc/passwd\"").replace("&b;</w:t>", "&a;</w:t>");
    assert!(error("l.docx", &in_zip("a", &external)).contains("unknown entity &a;"));
    for (name, open) in [("d.html", "<div>"), ("d.md", "> "), ("d.rtf", "{")] {
        let start = if name == "d.rtf" { "{\\rtf1 " } else { "" };
        assert!(
            error(name, format!("{start}{}", open.repeat(100_000)).as_bytes()).contains("nested more than 256 deep"),
            "{name}"
        );
    }
    assert!(matches!(read("d.jsonl", "[".repeat(100_000).as_bytes(), &options()), Err(ReadError::NoText { .. })));
}

/// A small file of every kind.
fn samples() -> Vec<(&'static str, Vec<u8>)> {
    let page = "<!doctype html><html lang=en><head><title>Tide | News</title><meta property=\"og:title\" content=\"Tide\"></head>\
        <body><nav><a href=/>Home</a></nav><article><h1>Tide</h1><p>The sea rose by 3 m, said Ana &amp; Bo.</p><table><tr><td>1<td>2\
        </table><ul><li>a<li>b</ul></article></body></html>";
    let mail = "Subject: =?utf-8?q?T=C3=ADde?=\r\nDate: Fri, 3 May 2024 08:00:00 +0000\r\nMIME-Version: 1.0\r\nContent-Type: \
        multipart/alternative; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain\r\n\r\nIt rose.\r\n--x\r\nContent-Type: text/html\r\n\
        Content-Transfer-Encoding: base64\r\n\r\nPHA+SXQ8L3A+\r\n--x--\r\n";
    vec![
        ("a.docx", docx()),
        ("a.epub", epub()),
        ("a.zip", zip(&[("a.md", "# a"), ("b.html", page)])),
        ("a.html", page.into()),
        ("a.md", "# Tide\n\nIt *rose* `3` [m](x).\n\n> * a\n>   1. b\n\n| a | b |\n|--|--|\n| 1 | 2 |\n".into()),
        ("a.rtf", "{\\rtf1\\ansi\\ansicpg1251\\uc1{\\fonttbl{\\f0 A;}}{\\b Tide}\\par\\'e9\\u8364?\\trowd a\\cell b\\cell\\row\\bin3 abc}".into()),
        ("a.eml", mail.into()),
        ("a.csv", "title;text;date\nA;\"x;\n\"\"y\"\"\";2024-01-02\n".into()),
        ("a.jsonl", "{\"body\":\"x\",\"lang\":\"en\"}\n{\"body\":\"y\"}\n".into()),
        ("a.gz", b"\x1F\x8B\x08\x08\0\0\0\0\0\xFFname\0\x01\x05\x00\xFA\xFFHello\0\0\0\0\0\0\0\0".into()),
    ]
}

/// What damage is made of, besides the file itself.
const SPLINTERS: [&[u8]; 12] = [
    b"<",
    b"&#x110000;",
    b"]]>",
    b"<!--",
    b"\"",
    b"\xFF\xFE",
    b"\xF0\x9F",
    b"\\u-1 ",
    b"\0",
    b"{\\*",
    b"=?x?b?",
    b"\r\n\r\n",
];

/// Puts, takes or repeats something at a place.
fn damage(bytes: &mut Vec<u8>, (place, kind, len): (u32, u32, u8)) {
    let at = place as usize % (bytes.len() + 1);
    let end = (at + usize::from(len)).min(bytes.len());
    match kind % 4 {
        0 => drop(bytes.splice(at..at, SPLINTERS[usize::from(len) % SPLINTERS.len()].iter().copied())),
        1 => drop(bytes.drain(at..end)),
        2 => {
            let piece = bytes[at..end].to_vec();
            bytes.splice(at..at, piece);
        }
        _ => bytes.iter_mut().skip(at).take(1).for_each(|byte| *byte ^= 1 << (len % 8)),
    }
}

fn cases() -> u32 {
    std::env::var("CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(256)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), ..ProptestConfig::default() })]
    #[test]
    fn any_damage_is_read_or_refused(
        which in any::<prop::sample::Index>(),
        inside in any::<Option<prop::sample::Index>>(),
        edits in prop::collection::vec((any::<u32>(), any::<u32>(), any::<u8>()), 1..6),
    ) {
        let samples = samples();
        let (name, mut bytes) = samples[which.index(samples.len())].clone();
        match (unpack(&bytes), inside) {
            (Ok(mut members), Some(inside)) => {
                let member = inside.index(members.len());
                edits.into_iter().for_each(|edit| damage(&mut members[member].bytes, edit));
                bytes = pack(&members).unwrap();
            }
            _ => edits.into_iter().for_each(|edit| damage(&mut bytes, edit)),
        }
        for whole_page in [false, true] {
            let read = read(name, &bytes, &Options { whole_page, encoding: whole_page.then_some("windows-1252"), ..options() });
            for article in read.into_iter().flat_map(|read| read.articles) {
                let mut at = 0;
                for passage in &article.passages {
                    let (start, end) = (usize::from(passage.range.start()), usize::from(passage.range.end()));
                    prop_assert!(at <= start && start <= end && article.text.get(start..end).is_some(), "{:?}", article);
                    at = end;
                }
                let session = article.clone().into_session();
                prop_assert_eq!(session.document().text(), article.text);
            }
        }
    }
}
