//! How long a video takes, as its file says: the movie header of ISO base media (ISO/IEC 14496-12) and the segment
//! information of WebM (RFC 9559). Nothing is decoded; only headers are read, and only so many of them.

use std::io::{self, Read, Seek, SeekFrom};

/// Boxes or elements that are looked at before the search is given up.
const STEPS_MOST: usize = 10_000;
/// A day, in milliseconds; longer is nonsense.
const LENGTH_MOST: f64 = 86_400_000.0;

/// Milliseconds of a video; `None` when the file doesn't say.
///
/// # Errors
///
/// When the file cannot be read.
pub fn video_length(mut file: impl Read + Seek) -> io::Result<Option<i64>> {
    let end = file.seek(SeekFrom::End(0))?;
    file.seek(SeekFrom::Start(0))?;
    let mut head = [0; 4];
    let known = match file.read_exact(&mut head) {
        Ok(()) if head == [0x1a, 0x45, 0xdf, 0xa3] => webm(&mut file, end),
        Ok(()) => mp4(&mut file, end),
        Err(error) => Err(error),
    };
    match known {
        Ok(length) => {
            let length = length.filter(|length| *length >= 1.0 && *length <= LENGTH_MOST);
            Ok(length.map(|length| length as i64))
        }
        // A header that promises more than there is says nothing.
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(None),
        Err(error) => Err(error),
    }
}

fn number<const N: usize>(file: &mut impl Read) -> io::Result<[u8; N]> {
    let mut bytes = [0; N];
    file.read_exact(&mut bytes)?;
    Ok(bytes)
}

/// `moov`, and `mvhd` in it.
fn mp4(file: &mut (impl Read + Seek), mut end: u64) -> io::Result<Option<f64>> {
    let mut at = 0;
    for _ in 0..STEPS_MOST {
        if end.saturating_sub(at) < 8 {
            return Ok(None);
        }
        file.seek(SeekFrom::Start(at))?;
        let size = u64::from(u32::from_be_bytes(number(file)?));
        let kind: [u8; 4] = number(file)?;
        let (head, size) = match size {
            0 => (8, end - at),
            1 => (16, u64::from_be_bytes(number(file)?)),
            size => (8, size),
        };
        if size < head {
            return Ok(None);
        }
        match &kind {
            b"moov" => (at, end) = (at + head, end.min(at.saturating_add(size))),
            b"mvhd" => return movie_header(file),
            _ => at = at.saturating_add(size),
        }
    }
    Ok(None)
}

fn movie_header(file: &mut impl Read) -> io::Result<Option<f64>> {
    let [version, ..] = number::<4>(file)?;
    let (scale, duration) = if version == 1 {
        number::<16>(file)?;
        (u32::from_be_bytes(number(file)?), u64::from_be_bytes(number(file)?) as f64)
    } else {
        number::<8>(file)?;
        (u32::from_be_bytes(number(file)?), f64::from(u32::from_be_bytes(number(file)?)))
    };
    Ok((scale > 0).then(|| duration * 1000.0 / f64::from(scale)))
}

const SEGMENT: u64 = 0x1853_8067;
const INFO: u64 = 0x1549_a966;
const TIMESTAMP_SCALE: u64 = 0x2a_d7b1;
const DURATION: u64 = 0x4489;
const CLUSTER: u64 = 0x1f43_b675;

/// `Segment`, `Info` in it, and `TimestampScale` and `Duration` in that.
fn webm(file: &mut (impl Read + Seek), mut end: u64) -> io::Result<Option<f64>> {
    let (mut scale, mut duration) = (1_000_000.0, None);
    let mut at = 0;
    for _ in 0..STEPS_MOST {
        if at >= end {
            break;
        }
        file.seek(SeekFrom::Start(at))?;
        let (id, id_bytes) = vint(file, true)?;
        let (size, size_bytes) = vint(file, false)?;
        let inside = at + id_bytes + size_bytes;
        match id {
            // A live stream doesn't know its size.
            SEGMENT => at = inside,
            INFO => (at, end) = (inside, end.min(inside.saturating_add(size))),
            CLUSTER => break,
            TIMESTAMP_SCALE | DURATION => {
                let mut bytes = vec![0; size.min(8) as usize];
                file.read_exact(&mut bytes)?;
                match (id, bytes.len()) {
                    (TIMESTAMP_SCALE, _) => {
                        scale = bytes.iter().fold(0.0, |sum, byte| sum * 256.0 + f64::from(*byte));
                    }
                    (_, 4) => duration = bytes.try_into().ok().map(|b| f64::from(f32::from_be_bytes(b))),
                    (_, 8) => duration = bytes.try_into().ok().map(f64::from_be_bytes),
                    _ => {}
                }
                at = inside.saturating_add(size);
            }
            _ => at = inside.saturating_add(size),
        }
    }
    Ok(duration.map(|ticks| ticks * scale / 1_000_000.0).filter(|length| length.is_finite()))
}

/// A number of variable length (RFC 8794), with how many bytes it took. Names of elements keep the bit that says so.
fn vint(file: &mut impl Read, is_name: bool) -> io::Result<(u64, u64)> {
    let [first] = number::<1>(file)?;
    let more = first.leading_zeros();
    if more > 7 {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    let kept = if is_name { first } else { first & (0x7f_u32 >> more) as u8 };
    let mut value = u64::from(kept);
    for _ in 0..more {
        let [byte] = number::<1>(file)?;
        value = value << 8 | u64::from(byte);
    }
    Ok((value, u64::from(more) + 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    fn of(bytes: &[u8]) -> Option<i64> {
        video_length(Cursor::new(bytes)).unwrap()
    }

    fn atom(kind: &[u8; 4], inside: &[u8]) -> Vec<u8> {
        [&(inside.len() as u32 + 8).to_be_bytes()[..], kind, inside].concat()
    }

    fn movie(scale: u32, duration: u32) -> Vec<u8> {
        let header = [[0; 12].as_slice(), &scale.to_be_bytes(), &duration.to_be_bytes()].concat();
        let moov = atom(b"moov", &atom(b"mvhd", &header));
        [atom(b"ftyp", b"isommp42"), atom(b"mdat", &[7; 99]), moov].concat()
    }

    #[test]
    fn a_webm_and_an_mp4_say_how_long_they_take() {
        assert_eq!(of(include_bytes!("../../src/seed/learning/rack.webm")), Some(12_000));
        assert_eq!(of(&movie(600, 7200)), Some(12_000));
    }

    #[test]
    fn what_says_nothing_or_nonsense_has_no_length() {
        for bytes in [
            movie(0, 7200),
            movie(1, u32::MAX),
            movie(600, 0),
            atom(b"ftyp", b"isommp42"),
            vec![0; 64],
            Vec::new(),
            b"\x1a\x45\xdf\xa3".to_vec(),
            [
                b"\x1a\x45\xdf\xa3\x80".as_slice(),
                b"\x18\x53\x80\x67\xff\x15\x49\xa9\x66\xff\x44\x89\x88\x7f\xf0\0\0\0\0\0\0",
            ]
            .concat(),
            [b"\0\0\0\x01moov".as_slice(), &[0xff; 8]].concat(),
        ] {
            assert_eq!(of(&bytes), None, "{bytes:x?}");
        }
    }

    #[test]
    fn any_part_of_a_file_is_read_without_an_end_that_never_comes() {
        let webm = include_bytes!("../../src/seed/learning/rack.webm");
        for end in 0..400 {
            of(&webm[..end]);
            let mut broken = webm[..400].to_vec();
            broken[end] ^= 0xff;
            of(&broken);
        }
    }
}
