//! Zip files: many documents in one, for formats that keep a document in files of its own.
//!
//! PKWARE's APPNOTE 6.3.10, <https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT>; stored and deflated members.
//! Limits keep a small file from filling the memory: members, bytes of one and of all, and the ratio of compression.
//! Names are only names: they are never opened, and folders in them mean nothing here.
//!
//! Not supported: encryption, zip64, other methods, members that share bytes (all refused with a reason).

use miniz_oxide::deflate::compress_to_vec;
use miniz_oxide::inflate::decompress_to_vec_with_limit;

use crate::{NamedFile, ReadError};

/// The most members.
pub const MOST_MEMBERS: usize = 2000;
/// The most bytes of one member.
pub const MOST_MEMBER_BYTES: usize = 64 << 20;
/// The most bytes of all members.
pub const MOST_BYTES: usize = 256 << 20;
/// The most bytes that one compressed byte may become, beyond the first mebibyte.
pub const MOST_RATIO: usize = 200;

const LOCAL: u32 = 0x0403_4b50;
const CENTRAL: u32 = 0x0201_4b50;
const END: u32 = 0x0605_4b50;

/// Whether a file is a zip, by its first bytes.
pub fn is_zip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")
}

/// The members of a zip, without folders; names as they stand in it.
///
/// # Errors
/// [`ReadError::Archive`] if it is damaged, over a limit, or holds what is not supported.
pub fn unpack(bytes: &[u8]) -> Result<Vec<NamedFile>, ReadError> {
    unpack_only(bytes, &|_| true)
}

/// The members of a zip whose names are wanted; the others are not unpacked.
///
/// # Errors
/// As [`unpack`].
pub fn unpack_only(bytes: &[u8], is_wanted: &dyn Fn(&str) -> bool) -> Result<Vec<NamedFile>, ReadError> {
    let refuse = |message: String| ReadError::Archive(message);
    let end = find_end(bytes).ok_or_else(|| refuse("has no end record; it is cut off or damaged".into()))?;
    let count = usize::from(number16(bytes, end + 10)?);
    let mut at = number32(bytes, end + 16)? as usize;
    if count > MOST_MEMBERS {
        return Err(refuse(format!("has {count} members; the most is {MOST_MEMBERS}")));
    }
    if count == 0xFFFF || at == 0xFFFF_FFFF {
        return Err(refuse("is a zip64, which is not supported".into()));
    }
    let (mut files, mut total) = (Vec::new(), 0);
    let mut taken: Vec<(usize, usize)> = Vec::new();
    for _ in 0..count {
        let member = Member::read(bytes, at)?;
        at = member.next;
        if member.name.ends_with('/') || member.is_link || !is_wanted(&member.name) {
            continue;
        }
        let place = member.place(bytes)?;
        let content = member.content(bytes, place, MOST_BYTES - total)?;
        total += content.len();
        taken.push((place, place + member.packed));
        files.push(NamedFile { name: member.name, bytes: content });
    }
    taken.sort_unstable();
    if taken.windows(2).any(|pair| pair[0].1 > pair[1].0) {
        return Err(refuse("has members that share bytes".into()));
    }
    Ok(files)
}

/// A zip of these files, deflated; the same files give the same bytes.
///
/// # Errors
/// [`ReadError::Archive`] if there is more than a zip without extensions can hold.
pub fn pack(files: &[NamedFile]) -> Result<Vec<u8>, ReadError> {
    let too_much = || ReadError::Archive("would have more members or bytes than a zip can hold".into());
    let (mut out, mut directory) = (Vec::new(), Vec::new());
    for file in files {
        let packed = compress_to_vec(&file.bytes, 6);
        let offset = u32::try_from(out.len()).map_err(|_| too_much())?;
        let mut header = Vec::new();
        header.extend([20, 0, 0, 8, 8, 0]); // version 2.0, names in UTF-8, deflated
        header.extend([0, 0, 0x21, 0]); // midnight on 1 January 1980, so that nothing depends on the clock
        header.extend(crc32(&file.bytes).to_le_bytes());
        header.extend(u32::try_from(packed.len()).map_err(|_| too_much())?.to_le_bytes());
        header.extend(u32::try_from(file.bytes.len()).map_err(|_| too_much())?.to_le_bytes());
        header.extend(u16::try_from(file.name.len()).map_err(|_| too_much())?.to_le_bytes());
        header.extend([0, 0]);
        out.extend(LOCAL.to_le_bytes());
        out.extend(&header);
        out.extend(file.name.as_bytes());
        out.extend(packed);
        directory.extend(CENTRAL.to_le_bytes());
        directory.extend([20, 0]);
        directory.extend(&header);
        directory.extend([0; 10]); // no comment, first disk, no attributes
        directory.extend(offset.to_le_bytes());
        directory.extend(file.name.as_bytes());
    }
    let count = u16::try_from(files.len()).map_err(|_| too_much())?.to_le_bytes();
    let start = u32::try_from(out.len()).map_err(|_| too_much())?;
    let len = u32::try_from(directory.len()).map_err(|_| too_much())?;
    out.extend(directory);
    out.extend(END.to_le_bytes());
    out.extend([0; 4]);
    out.extend([count, count].concat());
    out.extend([len.to_le_bytes(), start.to_le_bytes()].concat());
    out.extend([0, 0]);
    Ok(out)
}

/// A member as the directory has it.
struct Member {
    name: String,
    is_link: bool,
    flags: u16,
    method: u16,
    crc: u32,
    packed: usize,
    len: usize,
    offset: usize,
    next: usize,
}

impl Member {
    fn read(bytes: &[u8], at: usize) -> Result<Member, ReadError> {
        if number32(bytes, at)? != CENTRAL {
            return Err(ReadError::Archive(format!("has no directory entry at byte {at}")));
        }
        let name_len = usize::from(number16(bytes, at + 28)?);
        let rest = usize::from(number16(bytes, at + 30)?) + usize::from(number16(bytes, at + 32)?);
        let name = part(bytes, at + 46, name_len)?;
        let made_on_unix = number16(bytes, at + 4)? >> 8 == 3;
        Ok(Member {
            name: String::from_utf8_lossy(name).into_owned(),
            is_link: made_on_unix && number32(bytes, at + 38)? >> 28 == 0o12,
            flags: number16(bytes, at + 8)?,
            method: number16(bytes, at + 10)?,
            crc: number32(bytes, at + 16)?,
            packed: number32(bytes, at + 20)? as usize,
            len: number32(bytes, at + 24)? as usize,
            offset: number32(bytes, at + 42)? as usize,
            next: at + 46 + name_len + rest,
        })
    }

    /// Where the member's bytes start: behind its own header.
    fn place(&self, bytes: &[u8]) -> Result<usize, ReadError> {
        if number32(bytes, self.offset)? != LOCAL {
            return Err(ReadError::Archive(format!("has no header of {:?} at byte {}", self.name, self.offset)));
        }
        let (name, extra) = (number16(bytes, self.offset + 26)?, number16(bytes, self.offset + 28)?);
        Ok(self.offset + 30 + usize::from(name) + usize::from(extra))
    }

    fn content(&self, bytes: &[u8], place: usize, room: usize) -> Result<Vec<u8>, ReadError> {
        let refuse = |message: &str| Err(ReadError::Archive(format!("has a member {:?} that {message}", self.name)));
        let packed = part(bytes, place, self.packed)?;
        if self.flags & 1 != 0 {
            return refuse("is encrypted");
        }
        let allowed = MOST_MEMBER_BYTES.min(room).min((1 << 20) + packed.len().saturating_mul(MOST_RATIO));
        if self.len > allowed {
            return refuse("unpacks to more than is allowed");
        }
        let content = match self.method {
            0 => packed.to_vec(),
            8 => match decompress_to_vec_with_limit(packed, self.len) {
                Ok(content) => content,
                Err(_) => return refuse("is damaged, or longer than it says"),
            },
            _ => return refuse("is compressed in a way that is not supported"),
        };
        if content.len() != self.len || crc32(&content) != self.crc {
            return refuse("is damaged");
        }
        Ok(content)
    }
}

fn part(bytes: &[u8], at: usize, len: usize) -> Result<&[u8], ReadError> {
    let part = at.checked_add(len).and_then(|end| bytes.get(at..end));
    part.ok_or_else(|| ReadError::Archive("is cut off or damaged".into()))
}

fn number16(bytes: &[u8], at: usize) -> Result<u16, ReadError> {
    part(bytes, at, 2).map(|part| u16::from_le_bytes([part[0], part[1]]))
}

fn number32(bytes: &[u8], at: usize) -> Result<u32, ReadError> {
    part(bytes, at, 4).map(|part| u32::from_le_bytes([part[0], part[1], part[2], part[3]]))
}

/// The end record: the last of its kind whose comment reaches the end of the file.
fn find_end(bytes: &[u8]) -> Option<usize> {
    let lowest = bytes.len().saturating_sub(22 + 0xFFFF);
    (lowest..=bytes.len().checked_sub(22)?).rev().find(|&at| {
        bytes[at..].starts_with(&END.to_le_bytes())
            && number16(bytes, at + 20).is_ok_and(|comment| at + 22 + usize::from(comment) == bytes.len())
    })
}

/// The checksum of zip (ISO 3309).
fn crc32(bytes: &[u8]) -> u32 {
    const TABLE: [u32; 256] = {
        let mut table = [0; 256];
        let mut index = 0;
        while index < 256 {
            let mut value = index as u32;
            let mut bit = 0;
            while bit < 8 {
                value = if value & 1 == 1 { 0xEDB8_8320 ^ (value >> 1) } else { value >> 1 };
                bit += 1;
            }
            table[index] = value;
            index += 1;
        }
        table
    };
    !bytes.iter().fold(!0, |crc, &byte| TABLE[(crc as u8 ^ byte) as usize] ^ (crc >> 8))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::io::{Cursor, Read, Write};

    fn file(name: &str, bytes: &[u8]) -> NamedFile {
        NamedFile { name: name.into(), bytes: bytes.into() }
    }

    fn message(bytes: &[u8]) -> String {
        unpack(bytes).unwrap_err().to_string()
    }

    #[test]
    fn bombs_and_damage_are_refused() {
        let zip = pack(&[file("a.txt", b"Ana paid"), file("b/東京.ann", b"")]).unwrap();
        assert_eq!(unpack(&zip).unwrap()[1].name, "b/東京.ann");
        assert!(is_zip(&zip) && is_zip(&pack(&[]).unwrap()));
        assert_eq!(message(b""), "the zip has no end record; it is cut off or damaged");
        assert_eq!(message(&zip[..zip.len() - 1]), "the zip has no end record; it is cut off or damaged");
        let bomb = pack(&[file("zeros", &vec![0; 16 << 20])]).unwrap();
        assert!(bomb.len() < 20_000);
        assert_eq!(message(&bomb), "the zip has a member \"zeros\" that unpacks to more than is allowed");
        let many: Vec<NamedFile> = (0..10_000).map(|number| file(&number.to_string(), b"")).collect();
        assert_eq!(message(&pack(&many).unwrap()), "the zip has 10000 members; the most is 2000");

        // One member's bytes under two names.
        let twice = pack(&[file("a", &[7; 99]), file("b", &[7; 99])]).unwrap();
        let end = find_end(&twice).unwrap();
        let directory = number32(&twice, end + 16).unwrap() as usize;
        let second = Member::read(&twice, directory).unwrap().next;
        let mut shared = twice.clone();
        shared[second + 42..second + 46].copy_from_slice(&0u32.to_le_bytes());
        assert_eq!(message(&shared), "the zip has members that share bytes");
        let mut lying = zip.clone();
        lying[number32(&zip, find_end(&zip).unwrap() + 16).unwrap() as usize + 24] = 3;
        assert_eq!(message(&lying), "the zip has a member \"a.txt\" that is damaged, or longer than it says");
    }

    proptest! {
        #[test]
        fn the_zip_library_reads_what_is_packed_and_the_other_way_round(
            contents in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..300), 0..5)
        ) {
            let files: Vec<NamedFile> =
                contents.iter().enumerate().map(|(index, bytes)| file(&format!("é{index}"), bytes)).collect();
            let ours = pack(&files).unwrap();
            prop_assert_eq!(&unpack(&ours).unwrap(), &files);
            let mut library = zip::ZipArchive::new(Cursor::new(&ours)).unwrap();
            for (index, file) in files.iter().enumerate() {
                let mut bytes = Vec::new();
                let mut member = library.by_index(index).unwrap();
                prop_assert_eq!(&*member.name().unwrap(), &*file.name);
                member.read_to_end(&mut bytes).unwrap();
                prop_assert_eq!(&bytes, &file.bytes);
            }
            let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
            for file in &files {
                writer.start_file(&*file.name, zip::write::SimpleFileOptions::default()).unwrap();
                writer.write_all(&file.bytes).unwrap();
            }
            let theirs = writer.finish().unwrap().into_inner();
            prop_assert_eq!(unpack(&theirs).unwrap(), files);
        }

        #[test]
        fn damaged_zips_are_survived(at in any::<prop::sample::Index>(), byte in any::<u8>()) {
            let mut zip = pack(&[file("a", b"aaaaaaaaaaaaaaa"), file("b", b"b")]).unwrap();
            let at = at.index(zip.len());
            zip[at] = byte;
            let _never_panics = unpack(&zip);
            let _never_panics = unpack(&zip[..at]);
        }
    }
}
