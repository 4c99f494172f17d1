//! Every reader of articles on any bytes: no panic, and passages lie on the text. The first byte chooses the kind.

#![no_main]

use articles::{Options, read};
use libfuzzer_sys::fuzz_target;

const NAMES: [&str; 12] = [
    "a", "a.html", "a.md", "a.docx", "a.epub", "a.rtf", "a.eml", "a.csv", "a.jsonl", "a.zip", "a.gz", "a.mht",
];

fuzz_target!(|data: &[u8]| {
    let Some((&choice, bytes)) = data.split_first() else { return };
    let name = NAMES[usize::from(choice >> 1) % NAMES.len()];
    let options = Options { whole_page: choice & 1 == 1, encoding: Some("utf-8"), ..Options::default() };
    for article in read(name, bytes, &options).into_iter().flat_map(|read| read.articles) {
        assert!(article.passages.iter().all(|passage| article.text.get(std::ops::Range::from(passage.range)).is_some()));
        let _session = article.into_session();
    }
});
