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

/// Whether one of the first two lines is a record by itself, so that the file can be read in pieces; of two, so that a
/// first that is damaged is a bad record like any other.
pub fn has_line_records(piece: &[u8]) -> bool {
    let mut lines = piece.split(|&byte| byte == b'\n').map(<[u8]>::trim_ascii).filter(|line| !line.is_empty());
    let is_record = |line: &[u8]| serde_json::from_slice::<&serde_json::value::RawValue>(line).is_ok();
    match (lines.next(), lines.next()) {
        (Some(first), _) if first.starts_with(b"[") => false,
        (Some(first), second) => {
            is_record(first) || second.is_some_and(|line| line.starts_with(b"{") && is_record(line))
        }
        (None, _) => false,
    }
}
