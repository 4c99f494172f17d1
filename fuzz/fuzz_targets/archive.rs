//! Zips of any bytes: no panic, and never more than the limits.

#![no_main]

use formats::archive::{MOST_BYTES, unpack};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    if let Ok(files) = unpack(data) {
        assert!(files.iter().map(|file| file.bytes.len()).sum::<usize>() <= MOST_BYTES);
    }
});
