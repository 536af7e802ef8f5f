//! Bytes of a table into records, one after the other: in which encoding they are, and what stands between the cells. Of neither the bytes nor
//! the records are ever more in memory than the piece in hand.

use domain::imports::{CELL_MOST, COLUMNS_MOST, Columns, Record, Sort, is_full};
use encoding_rs::{DecoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use std::fs::File;
use std::io::{self, BufRead as _, BufReader, Read, Seek, SeekFrom, Write as _};
use std::os::unix::fs::FileExt as _;
use std::path::Path;

/// What table programs put between cells.
const SEPARATORS: [u8; 3] = [b',', b';', b'\t'];
/// Bytes of a piece.
const PIECE: usize = 64 * 1024;

/// The records of a table, one after the other. What stands in a cell is cut where no field takes more.
pub enum Records {
    /// Values with separators.
    Text(Box<Values>),
    /// As the document worker writes those of a workbook.
    Lines(io::Lines<BufReader<File>>),
}

impl Iterator for Records {
    type Item = Record;

    fn next(&mut self) -> Option<Record> {
        let (line, mut cells) = match self {
            Self::Text(values) => values.next()?,
            Self::Lines(lines) => serde_json::from_str(&lines.next()?.ok()?).ok()?,
        };
        cells.truncate(COLUMNS_MOST);
        for cell in &mut cells {
            if let Some((end, _)) = cell.char_indices().nth(CELL_MOST) {
                cell.truncate(end);
            }
        }
        Some((line, cells))
    }
}

/// The records of a text; none when its bytes are no text.
///
/// # Errors
///
/// What reading and writing files can answer.
pub fn of_text(sort: Sort, path: &Path) -> io::Result<Option<Records>> {
    let Some(text) = text(path)? else { return Ok(None) };
    // The one that makes columns that are known, and of several the one that makes more cells.
    let mut best = None;
    for separator in SEPARATORS {
        let mut values = Values::of(text.try_clone()?, separator)?;
        let headings = values.find(is_full).map(|(_, cells)| cells).unwrap_or_default();
        let known = (Columns::of(sort, headings.clone()).is_ok(), headings.len(), separator);
        if best.is_none_or(|(is_known, cells, _)| (is_known, cells) <= (known.0, known.1)) {
            best = Some(known);
        }
    }
    let separator = best.map_or(b',', |(_, _, separator)| separator);
    Ok(Some(Records::Text(Box::new(Values::of(text, separator)?))))
}

/// The records of a workbook, of the lines that the document worker made of it.
pub fn of_lines(mut lines: File) -> io::Result<Records> {
    lines.seek(SeekFrom::Start(0))?;
    Ok(Records::Lines(BufReader::new(lines).lines()))
}

/// The text as UTF-8, in a file that is gone with its handle: by its mark, else UTF-8 where it is, else UTF-16 where every other byte is
/// nought, else what Windows writes. None when it is no text: a picture or a workbook reads as text of some sort, with characters that no
/// table has.
fn text(path: &Path) -> io::Result<Option<File>> {
    let mut from = File::open(path)?;
    let (encoding, mark) = encoding(&mut from)?;
    from.seek(SeekFrom::Start(mark))?;
    let mut to = tempfile::tempfile_in(path.parent().unwrap_or(path))?;
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let (mut piece, mut text) = (vec![0; PIECE], String::new());
    loop {
        let read = from.read(&mut piece)?;
        text.clear();
        text.reserve(decoder.max_utf8_buffer_length(read).unwrap_or(4 * PIECE));
        let _ = decoder.decode_to_string(piece.get(..read).unwrap_or_default(), &mut text, read == 0);
        let is_text = |c: char| !c.is_control() || matches!(c, '\n' | '\r' | '\t');
        if !text.chars().all(is_text) {
            return Ok(None);
        }
        to.write_all(text.as_bytes())?;
        if read == 0 {
            return Ok(Some(to));
        }
    }
}

/// In which encoding a file is, and how many bytes its mark has.
fn encoding(file: &mut File) -> io::Result<(&'static Encoding, u64)> {
    let mut piece = vec![0; PIECE];
    let mut utf_8 = UTF_8.new_decoder_without_bom_handling();
    let (mut is_utf_8, mut noughts, mut bytes) = (true, [0_usize; 2], 0_usize);
    let mut decoded = vec![0; 3 * PIECE + 16];
    loop {
        let read = file.read(&mut piece)?;
        let some = piece.get(..read).unwrap_or_default();
        if bytes == 0
            && let Some((encoding, mark)) = Encoding::for_bom(some)
        {
            return Ok((encoding, mark as u64));
        }
        for (at, _) in some.iter().enumerate().filter(|(_, byte)| **byte == 0) {
            if let Some(count) = noughts.get_mut((bytes + at) % 2) {
                *count += 1;
            }
        }
        let (result, ..) = utf_8.decode_to_utf8_without_replacement(some, &mut decoded, read == 0);
        is_utf_8 &= !matches!(result, DecoderResult::Malformed(..));
        bytes += read;
        if read == 0 {
            break;
        }
    }
    let [even, odd] = noughts;
    let encoding = if odd * 4 > bytes {
        UTF_16LE
    } else if even * 4 > bytes {
        UTF_16BE
    } else if is_utf_8 {
        UTF_8
    } else {
        WINDOWS_1252
    };
    Ok((encoding, 0))
}

/// Values with separators, in UTF-8.
pub struct Values {
    reader: csv::Reader<File>,
    record: csv::StringRecord,
    lines: Counted,
}

impl Values {
    fn of(mut text: File, separator: u8) -> io::Result<Self> {
        text.seek(SeekFrom::Start(0))?;
        let lines = Counted { text: text.try_clone()?, piece: Vec::new(), begins: 0, at: 0, line: 1 };
        let reader = csv::ReaderBuilder::new()
            .delimiter(separator)
            .flexible(true)
            .has_headers(false)
            .buffer_capacity(PIECE)
            .from_reader(text);
        Ok(Self { reader, record: csv::StringRecord::new(), lines })
    }
}

impl Iterator for Values {
    type Item = Record;

    fn next(&mut self) -> Option<Record> {
        if !self.reader.read_record(&mut self.record).ok()? {
            return None;
        }
        // The reader's position is still before the ends of the lines above.
        let from = self.record.position().map_or(0, csv::Position::byte);
        let line = self.lines.of(from).ok()?;
        Some((line, self.record.iter().take(COLUMNS_MOST).map(str::to_owned).collect()))
    }
}

/// Counts the lines of a text as an editor does.
struct Counted {
    text: File,
    piece: Vec<u8>,
    /// Where the piece begins.
    begins: u64,
    at: u64,
    line: u64,
}

impl Counted {
    /// The line of the first character behind this place that is no end of a line.
    fn of(&mut self, from: u64) -> io::Result<u64> {
        while let Some(byte) = self.byte()? {
            if self.at >= from && !matches!(byte, b'\n' | b'\r') {
                break;
            }
            self.line += u64::from(byte == b'\n');
            self.at += 1;
        }
        Ok(self.line)
    }

    fn byte(&mut self) -> io::Result<Option<u8>> {
        let within = (self.at - self.begins) as usize;
        if let Some(byte) = self.piece.get(within) {
            return Ok(Some(*byte));
        }
        self.piece.resize(PIECE, 0);
        let read = self.text.read_at(&mut self.piece, self.at)?;
        self.piece.truncate(read);
        self.begins = self.at;
        Ok(self.piece.first().copied())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str =
        "Name;Domänen;Region\nMüller & Söhne;mueller.example;EMEA\n\"Two\nlines; one cell\";;Americas\n";

    fn records(sort: Sort, bytes: &[u8]) -> Option<Vec<Record>> {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), bytes).unwrap();
        of_text(sort, file.path()).unwrap().map(Iterator::collect)
    }

    fn first_rows(bytes: &[u8]) -> Vec<Record> {
        records(Sort::Organisations, bytes).unwrap()
    }

    #[test]
    fn what_is_longer_than_a_piece_is_read_to_its_end() {
        let row = |n: usize| format!("Straße {n};\"two\nlines\";;\n");
        let table = format!("Name;Domänen;Region\n{}", (0..20_000).map(row).collect::<String>());
        for bytes in [table.as_bytes().to_vec(), table.encode_utf16().flat_map(u16::to_le_bytes).collect()] {
            let rows = first_rows(&bytes);
            assert_eq!(rows.len(), 20_001);
            assert_eq!(rows[20_000].1[0], "Straße 19999");
            assert_eq!(rows[20_000].0, 2 + 2 * 19_999);
        }
        let long = format!("Name\n{}", "ü".repeat(CELL_MOST + 500));
        assert_eq!(first_rows(long.as_bytes())[1].1[0].chars().count(), CELL_MOST);
    }

    #[test]
    fn every_encoding_that_table_programs_write_is_read() {
        let little: Vec<u8> = TABLE.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = TABLE.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let (windows, ..) = WINDOWS_1252.encode(TABLE);
        for (bytes, of) in [
            (TABLE.as_bytes().to_vec(), "UTF-8"),
            ([b"\xef\xbb\xbf", TABLE.as_bytes()].concat(), "UTF-8 with its mark"),
            ([b"\xff\xfe".to_vec(), little.clone()].concat(), "UTF-16LE"),
            ([b"\xfe\xff".to_vec(), big.clone()].concat(), "UTF-16BE"),
            (little, "UTF-16LE without its mark"),
            (big, "UTF-16BE without its mark"),
            (windows.into_owned(), "Windows-1252"),
        ] {
            let rows = first_rows(&bytes);
            assert_eq!(rows[0].1, ["Name", "Domänen", "Region"], "{of}");
            assert_eq!(rows[1].1[0], "Müller & Söhne", "{of}");
            assert_eq!(rows[2].1[0], "Two\nlines; one cell", "{of}");
            assert_eq!([rows[0].0, rows[1].0, rows[2].0], [1, 2, 3], "{of}");
        }
    }

    #[test]
    fn every_separator_is_found_whatever_else_is_in_the_cells() {
        for (table, cells) in [
            ("Name,Domains\n\"Acme, Inc.\",a.example; b.example", ["Acme, Inc.", "a.example; b.example"]),
            ("Name;Domains\nAcme, Inc.;a.example, b.example", ["Acme, Inc.", "a.example, b.example"]),
            ("Name\tDomains\nAcme, Inc.\ta.example;b.example", ["Acme, Inc.", "a.example;b.example"]),
        ] {
            assert_eq!(first_rows(table.as_bytes())[1].1, cells);
        }
        assert_eq!(first_rows(b"Name\nAcme")[1].1, ["Acme"], "one column");
    }

    #[test]
    fn lines_are_counted_as_an_editor_does() {
        let rows = first_rows(b"\r\nName,Tier\r\n\"a\r\nb\",gold\r\n\r\nc,silver\r\n");
        assert_eq!(rows.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [2, 3, 6]);
    }

    #[test]
    fn what_is_no_text_is_no_table() {
        for bytes in [&b"PK\x03\x04\x14\x00\x06\x00workbook"[..], b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"] {
            assert_eq!(records(Sort::People, bytes), None);
        }
    }
}
