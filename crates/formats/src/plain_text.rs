//! Plain text: UTF-8, or UTF-16 with a byte order mark. The text is kept verbatim, a byte order mark included.
//!
//! Not supported: other encodings.

use std::borrow::Cow;

use annotation::{Document, LabelSet, Session};
use sha2::{Digest, Sha256};

use crate::ReadError;

/// A session of the default labels on the text of a file with that name.
///
/// # Errors
/// [`ReadError`] with the first byte that is wrong.
pub fn read(name: &str, bytes: &[u8]) -> Result<Session, ReadError> {
    Ok(session(&decode(bytes)?, source(name)))
}

/// The same for bytes of UTF-8 whose SHA-256, in hexadecimal, is known.
///
/// # Errors
/// [`ReadError`] with the first byte that is wrong.
pub(crate) fn read_hashed(name: &str, bytes: &[u8], sha256: &str) -> Result<Session, ReadError> {
    Ok(hashed(&decode(bytes)?, source(name), sha256))
}

fn source(name: &str) -> Option<&str> {
    (!name.is_empty()).then_some(name)
}

/// A session of the default labels on a text; the document's id is taken from the text's SHA-256.
///
/// # Panics
/// If the text has 4 GiB or more.
pub fn session(text: &str, source: Option<&str>) -> Session {
    let hash = sha256(text);
    hashed(text, source, &hash)
}

fn hashed(text: &str, source: Option<&str>, sha256: &str) -> Session {
    let mut document = Document::new(&sha256[..16], text.into());
    document.source = source.map(Into::into);
    Session::new(document, LabelSet::ontonotes())
}

/// The text that the bytes encode.
///
/// # Errors
/// [`ReadError`] with the first byte that is wrong.
pub fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, ReadError> {
    let text: Cow<'_, str> = match bytes {
        [0xFF, 0xFE, ..] => decode_utf16(bytes, u16::from_le_bytes)?.into(),
        [0xFE, 0xFF, ..] => decode_utf16(bytes, u16::from_be_bytes)?.into(),
        _ => str::from_utf8(bytes).map_err(|error| ReadError::NotUtf8 { byte: error.valid_up_to() })?.into(),
    };
    match u32::try_from(text.len()) {
        Ok(_) => Ok(text),
        Err(_) => Err(ReadError::TooLong { bytes: text.len() }),
    }
}

fn decode_utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, ReadError> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let mut text = String::with_capacity(bytes.len());
    let mut byte = 0;
    for character in char::decode_utf16(pairs.iter().map(|&pair| unit(pair))) {
        let character = character.map_err(|_| ReadError::NotUtf16 { byte })?;
        byte += 2 * character.len_utf16();
        text.push(character);
    }
    if rest.is_empty() { Ok(text) } else { Err(ReadError::NotUtf16 { byte }) }
}

/// The SHA-256 of the text's UTF-8 bytes, in hexadecimal.
pub fn sha256(text: &str) -> String {
    let digit = |half: u8| char::from(b"0123456789abcdef"[usize::from(half)]);
    Sha256::digest(text.as_bytes()).iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_are_told_apart_by_their_first_bytes() {
        let cases: [(&[u8], Result<&str, ReadError>); 9] = [
            (b"", Ok("")),
            ("a\r\n🗼\0".as_bytes(), Ok("a\r\n🗼\0")),
            (b"\xEF\xBB\xBFa", Ok("\u{feff}a")),
            (b"\xFF\xFEa\0\x3D\xD8\xFC\xDD", Ok("\u{feff}a🗼")),
            (b"\xFE\xFF\0a", Ok("\u{feff}a")),
            (b"ab\xFFc", Err(ReadError::NotUtf8 { byte: 2 })),
            (b"ab\xE2\x82", Err(ReadError::NotUtf8 { byte: 2 })),
            (b"\xFF\xFEa\0\x3D\xD8b\0", Err(ReadError::NotUtf16 { byte: 4 })),
            (b"\xFF\xFEa\0b", Err(ReadError::NotUtf16 { byte: 4 })),
        ];
        for (bytes, expected) in cases {
            assert_eq!(decode(bytes), expected.map(Cow::Borrowed), "{bytes:?}");
        }
    }
}
