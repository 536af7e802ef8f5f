//! Packed bytes, by hand: archives that no well-behaved program would write.

use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};
use flate2::{Compress, Compression, Crc, FlushCompress, Status};
use std::io::Write;

/// As zlib has it: what is in PNG and PDF.
pub(crate) fn zlib(bytes: &[u8]) -> Vec<u8> {
    finished(|| {
        let mut to = ZlibEncoder::new(Vec::new(), Compression::best());
        to.write_all(bytes)?;
        to.finish()
    })
}

/// So many zeros, as zlib has them.
pub(crate) fn zlib_of_zeros(length: usize) -> Vec<u8> {
    zlib_of(0, length)
}

/// So many of this byte. Packed pieces that know nothing of what is before them (RFC 1951) are put behind each other, so that what
/// unfolds to gigabytes is made at once.
pub(crate) fn zlib_of(byte: u8, length: usize) -> Vec<u8> {
    const PIECE: usize = 1 << 20;
    let piece = |length: usize| {
        let mut packed = Vec::with_capacity(1 << 16);
        let mut to = Compress::new(Compression::best(), false);
        // Into a buffer with room for all of it.
        to.compress_vec(&vec![byte; length], &mut packed, FlushCompress::Full).unwrap_or(Status::BufError);
        packed
    };
    let sum = {
        let (n, byte) = (length as u128, u128::from(byte));
        let (a, b) = ((1 + n * byte) % 65_521, (n + byte * n * (n + 1) / 2) % 65_521);
        (b << 16 | a) as u32
    };
    // The last piece is empty.
    let end = [&[3, 0][..], &sum.to_be_bytes()].concat();
    [&[0x78, 1][..], &piece(PIECE).repeat(length / PIECE), &piece(length % PIECE), &end].concat()
}

pub(crate) fn gzip(bytes: &[u8]) -> Vec<u8> {
    finished(|| {
        let mut to = GzEncoder::new(Vec::new(), Compression::best());
        to.write_all(bytes)?;
        to.finish()
    })
}

pub(crate) fn deflate(bytes: &[u8]) -> Vec<u8> {
    finished(|| {
        let mut to = DeflateEncoder::new(Vec::new(), Compression::best());
        to.write_all(bytes)?;
        to.finish()
    })
}

/// Writing into memory does not fail.
fn finished(write: impl FnOnce() -> std::io::Result<Vec<u8>>) -> Vec<u8> {
    write().unwrap_or_default()
}

pub(crate) fn crc(bytes: &[u8]) -> u32 {
    let mut sum = Crc::new();
    sum.update(bytes);
    sum.sum()
}

/// A member of a ZIP.
#[derive(Clone)]
pub(crate) struct Member {
    pub(crate) name: Vec<u8>,
    pub(crate) packed: Vec<u8>,
    pub(crate) length: u32,
    pub(crate) sum: u32,
    pub(crate) method: u16,
    pub(crate) flags: u16,
    /// The mode of Unix, for links.
    pub(crate) mode: u32,
}

impl Member {
    pub(crate) fn stored(name: &str, bytes: &[u8]) -> Self {
        Self {
            name: name.as_bytes().to_vec(),
            packed: bytes.to_vec(),
            length: bytes.len() as u32,
            sum: crc(bytes),
            method: 0,
            flags: 0,
            mode: 0o100_644,
        }
    }

    pub(crate) fn deflated(name: &str, bytes: &[u8]) -> Self {
        Self { packed: deflate(bytes), method: 8, ..Self::stored(name, bytes) }
    }

    fn fields(&self) -> Vec<u8> {
        let mut out = Vec::new();
        out.extend(20_u16.to_le_bytes());
        out.extend(self.flags.to_le_bytes());
        out.extend(self.method.to_le_bytes());
        out.extend([0; 4]);
        out.extend(self.sum.to_le_bytes());
        out.extend((self.packed.len() as u32).to_le_bytes());
        out.extend(self.length.to_le_bytes());
        out.extend((self.name.len() as u16).to_le_bytes());
        out.extend([0; 2]);
        out
    }

    pub(crate) fn local(&self) -> Vec<u8> {
        [b"PK\x03\x04".as_slice(), &self.fields(), &self.name, &self.packed].concat()
    }

    pub(crate) fn central(&self, at: u32) -> Vec<u8> {
        let mut out = b"PK\x01\x02\x14\x03".to_vec();
        out.extend(self.fields());
        out.extend([0; 6]);
        out.extend((self.mode << 16).to_le_bytes());
        out.extend(at.to_le_bytes());
        out.extend(&self.name);
        out
    }
}

/// An archive of these members.
pub(crate) fn zip(members: &[Member]) -> Vec<u8> {
    let (mut out, mut places) = (Vec::new(), Vec::new());
    for member in members {
        places.push(out.len() as u32);
        out.extend(member.local());
    }
    let begin = out.len() as u32;
    for (member, at) in members.iter().zip(&places) {
        out.extend(member.central(*at));
    }
    closed(out, begin, members.len() as u16)
}

/// The same with its end.
pub(crate) fn closed(mut out: Vec<u8>, begin: u32, count: u16) -> Vec<u8> {
    let length = out.len() as u32 - begin;
    out.extend(b"PK\x05\x06\0\0\0\0");
    out.extend(count.to_le_bytes());
    out.extend(count.to_le_bytes());
    out.extend(length.to_le_bytes());
    out.extend(begin.to_le_bytes());
    out.extend([0; 2]);
    out
}

/// A document of an office, with these further parts.
pub(crate) fn office(folder: &str, parts: &[Member]) -> Vec<u8> {
    let types =
        "<?xml version='1.0'?><Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'/>";
    let mut members = vec![
        Member::deflated("[Content_Types].xml", types.as_bytes()),
        Member::deflated(&format!("{folder}/main.xml"), b"<main/>"),
    ];
    members.extend_from_slice(parts);
    zip(&members)
}

/// An archive of the old kind: names with their kind, where they point, and their bytes.
pub(crate) fn tar(members: &[(&str, u8, &str, &[u8])]) -> Vec<u8> {
    let mut out = Vec::new();
    for (name, kind, to, bytes) in members {
        let mut head = [0_u8; 512];
        let mut put = |at: usize, text: &[u8]| head[at..at + text.len()].copy_from_slice(text);
        put(0, &name.as_bytes()[..name.len().min(100)]);
        put(100, b"0000644\0");
        put(108, b"0000000\0");
        put(116, b"0000000\0");
        put(124, format!("{:011o}\0", bytes.len()).as_bytes());
        put(136, b"00000000000\0");
        put(148, b"        ");
        put(156, &[*kind]);
        put(157, &to.as_bytes()[..to.len().min(100)]);
        put(257, b"ustar\x0000");
        let sum: u32 = head.iter().map(|byte| u32::from(*byte)).sum();
        head[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
        out.extend(head);
        out.extend_from_slice(bytes);
        out.resize(out.len().next_multiple_of(512), 0);
    }
    out.extend([0; 1024]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::read::ZlibDecoder;
    use std::io::Read as _;

    #[test]
    fn what_is_put_together_unfolds_to_as_many_bytes() {
        for (byte, length) in [(0, 0), (0, 1), (b' ', (1 << 20) - 1), (255, 3 << 20), (7, (2 << 20) + 777)] {
            let mut unfolded = Vec::new();
            ZlibDecoder::new(&zlib_of(byte, length)[..]).read_to_end(&mut unfolded).unwrap();
            assert!(unfolded == vec![byte; length], "{byte} {length}");
        }
    }
}
