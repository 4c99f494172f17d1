//! The figures tagger, and the whole one, as bare WebAssembly functions on one text: `room` says where to write it, the others read it.

use std::sync::{Mutex, OnceLock};

use tagger::{DefaultTagger, FigureTagger, NameTagger, Tagger};
use unicode_segmentation::UnicodeSegmentation;

static TEXT: Mutex<Vec<u8>> = Mutex::new(Vec::new());

/// Makes room for a text of `len` bytes; its address.
#[unsafe(no_mangle)]
extern "C" fn room(len: usize) -> usize {
    let mut text = TEXT.lock().expect("one thread");
    *text = vec![0; len];
    text.as_ptr() as usize
}

fn read(count: impl Fn(&str) -> usize) -> usize {
    let text = TEXT.lock().expect("one thread");
    count(str::from_utf8(&text).expect("the text is UTF-8"))
}

/// How many figures the text has.
#[unsafe(no_mangle)]
extern "C" fn figures() -> usize {
    read(|text| FigureTagger::default().tag(text).len())
}

static TAGGER: OnceLock<DefaultTagger> = OnceLock::new();

/// The whole tagger, made ready by the first call.
#[unsafe(no_mangle)]
extern "C" fn ready() {
    TAGGER.get_or_init(|| {
        let model = include_bytes!("../../../../crates/tagger/data/names.model");
        DefaultTagger::new(Some(NameTagger::from_bytes(model).expect("the model is whole")))
    });
}

/// How many figures and names the text has, once the tagger is ready.
#[unsafe(no_mangle)]
extern "C" fn all() -> usize {
    read(|text| TAGGER.get().map_or(0, |tagger| tagger.tag(text).len()))
}

/// How often it has the digit 0: what reading the text costs at least.
#[unsafe(no_mangle)]
extern "C" fn zeros() -> usize {
    read(|text| text.bytes().filter(|&byte| byte == b'0').count())
}

/// How many words it has by UAX #29.
#[unsafe(no_mangle)]
extern "C" fn words() -> usize {
    read(|text| text.unicode_words().count())
}
