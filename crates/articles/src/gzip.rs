//! Gzip: one compressed file (RFC 1952). Its checksum is not looked at; the length is.

use miniz_oxide::inflate::decompress_to_vec_with_limit;

use crate::{ReadError, limits};
use formats::archive::MOST_RATIO;

/// The file within: its name, which is the outer one's without `.gz`, and its bytes.
pub(crate) fn unpack(name: &str, bytes: &[u8]) -> Result<(String, Vec<u8>), ReadError> {
    let damaged = || ReadError::Packed("the gzip file is cut off or damaged".into());
    let body = body(bytes).ok_or_else(damaged)?;
    let most = limits::MOST_BYTES.min((1 << 20) + body.len().saturating_mul(MOST_RATIO));
    let content = match decompress_to_vec_with_limit(body, most) {
        Ok(content) => content,
        Err(error) if error.status == miniz_oxide::inflate::TINFLStatus::HasMoreOutput => {
            return Err(ReadError::Packed("the gzip file unpacks to more than is allowed".into()));
        }
        Err(_) => return Err(damaged()),
    };
    let inner = name.strip_suffix(".gz").or_else(|| name.strip_suffix(".GZ")).unwrap_or(name);
    Ok((inner.to_owned(), content))
}

/// What is between the header and the trailer.
fn body(bytes: &[u8]) -> Option<&[u8]> {
    let (header, mut rest) = bytes.split_at_checked(10)?;
    let flags = header[3];
    if header[..3] != [0x1F, 0x8B, 8] {
        return None;
    }
    if flags & 4 != 0 {
        let (len, behind) = rest.split_at_checked(2)?;
        rest = behind.get(usize::from(u16::from_le_bytes([len[0], len[1]]))..)?;
    }
    // A name and a comment, each up to a zero.
    for flag in [8, 16] {
        if flags & flag != 0 {
            rest = &rest[rest.iter().position(|&byte| byte == 0)? + 1..];
        }
    }
    if flags & 2 != 0 { rest.get(2..) } else { Some(rest) }
}
