//! Files that are made to fill the memory do not; in wasm, whose words are half as long, they take about half of it.

use articles::{Options, read};
use formats::NamedFile;
use formats::archive::pack;
use peak_alloc::PeakAlloc;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// The most bytes that reading a file may take, besides the file.
const MOST: usize = 300 << 20;

/// A Word document of two hundred thousand paragraphs that hardly repeat.
fn word() -> Vec<u8> {
    let paragraph = |number: u32| format!("<w:p><w:r><w:t>{:x}</w:t></w:r></w:p>", number.wrapping_mul(2_654_435_761));
    let paragraphs: String = (0..200_000).map(paragraph).collect();
    let relation =
        "<Relationships><Relationship Type=\"x/officeDocument\" Target=\"word/document.xml\"/></Relationships>";
    let parts = [
        ("[Content_Types].xml", "<Types/>"),
        ("_rels/.rels", relation),
        ("word/document.xml", &format!("<w:document><w:body>{paragraphs}</w:body></w:document>")),
    ];
    let file = |(name, text): (&str, &str)| NamedFile { name: name.into(), bytes: text.into() };
    pack(&parts.map(file)).expect("three parts")
}

#[test]
fn no_file_fills_the_memory() {
    let bold: String = (0..240).map(|number| format!("<b a={number}>")).collect();
    let (zeros, names) = ("0,".repeat(4 << 20), ",\"k\":\"\"".repeat(1 << 20));
    let cases: [(&str, Vec<u8>); 10] = [
        ("many elements.html", "<p>x".repeat(4 << 20).into()),
        ("elements that each make 240 more.html", format!("{bold}{}", "<p>x".repeat(1 << 18)).into()),
        ("one long text.html", format!("<p>{}", "word ".repeat(1 << 20)).into()),
        ("marks.md", "*a*\n\n".repeat(800_000).into()),
        ("paragraphs.rtf", format!("{{\\rtf1 {}}}", "\\par x".repeat(1 << 18)).into()),
        ("rows.csv", format!("text\n{}", "a\n".repeat(8 << 20)).into()),
        ("columns.csv", format!("text,{}\n", "a,".repeat(10 << 20)).into()),
        ("a long field.jsonl", format!("{{\"text\":\"a\",\"x\":[{zeros}0]}}").into()),
        ("many fields.jsonl", format!("{{\"text\":\"a\"{names}}}").into()),
        ("paragraphs.docx", word()),
    ];
    for (name, bytes) in cases {
        let before = MEMORY.current_usage();
        MEMORY.reset_peak_usage();
        let read = read(name, &bytes, &Options::default());
        let taken = MEMORY.peak_usage() - before;
        let said = read.map_or_else(|error| error.to_string(), |read| format!("{} articles", read.articles.len()));
        println!("{name}: {} MiB, {} MiB more; {said}", bytes.len() >> 20, taken >> 20);
        assert!(taken <= MOST, "{name}: {taken} bytes");
    }
}
