//! Files with one document a line, read some mebibytes at a time, so that the memory does not grow with the file.

use std::io::{BufRead, Read};

use anyhow::{Context, Result};

/// How much is read at a time, in bytes.
const PIECE: usize = 4 << 20;

/// Reads on to the first line end behind [`PIECE`] bytes.
pub fn read_piece(source: &mut impl BufRead, piece: &mut Vec<u8>) -> Result<()> {
    source.by_ref().take(PIECE as u64).read_to_end(piece).context("cannot read the file")?;
    if piece.last().is_some_and(|&last| last != b'\n') {
        source.read_until(b'\n', piece).context("cannot read the file")?;
    }
    Ok(())
}

/// Whether the first line is a record by itself, so that the file can be read in pieces.
pub fn has_line_records(piece: &[u8]) -> bool {
    let line = piece.split(|&byte| byte == b'\n').find(|line| !line.trim_ascii().is_empty()).unwrap_or_default();
    line.trim_ascii().first() != Some(&b'[') && serde_json::from_slice::<&serde_json::value::RawValue>(line).is_ok()
}
