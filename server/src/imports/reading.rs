//! Bytes of a table into records: in which encoding they are, and what stands between the cells.

use domain::imports::{COLUMNS_MOST, ROWS_MOST, Record, Sheet, Sort};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// What table programs put between cells.
const SEPARATORS: [u8; 3] = [b',', b';', b'\t'];

/// The records of a table; none when its bytes are no text.
pub fn records(sort: Sort, bytes: &[u8]) -> Option<Vec<Record>> {
    let text = text(bytes)?;
    let read = SEPARATORS.map(|separator| cells(&text, separator));
    // The one that makes columns that are known, and of two the one that makes more cells.
    let known = |records: &Vec<Record>| {
        let is_sheet = Sheet::of(sort, records.iter().take(2).cloned().collect()).is_ok();
        (is_sheet, records.first().map_or(0, |(_, cells)| cells.len()))
    };
    read.into_iter().max_by_key(known)
}

/// The text: by its mark, else UTF-8 where it is, else UTF-16 where every other byte is nought, else what Windows writes.
fn text(bytes: &[u8]) -> Option<String> {
    let (encoding, bytes) = match Encoding::for_bom(bytes) {
        Some((encoding, mark)) => (encoding, &bytes[mark..]),
        None => (guessed(bytes), bytes),
    };
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    // A picture or a workbook reads as text of some sort, with characters that no table has.
    let is_text = |c: char| !c.is_control() || matches!(c, '\n' | '\r' | '\t');
    text.chars().all(is_text).then(|| text.into_owned())
}

fn guessed(bytes: &[u8]) -> &'static Encoding {
    let noughts = |from: usize| bytes.iter().skip(from).step_by(2).filter(|byte| **byte == 0).count() * 4;
    if noughts(1) > bytes.len() {
        UTF_16LE
    } else if noughts(0) > bytes.len() {
        UTF_16BE
    } else if std::str::from_utf8(bytes).is_ok() {
        UTF_8
    } else {
        WINDOWS_1252
    }
}

fn cells(text: &str, separator: u8) -> Vec<Record> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(separator)
        .flexible(true)
        .has_headers(false)
        .from_reader(text.as_bytes());
    let mut records = Vec::new();
    let mut record = csv::StringRecord::new();
    let (mut line, mut counted) = (1, 0);
    // One more than is taken, so that it is noticed; empty lines between them are few.
    while records.len() <= 2 * ROWS_MOST as usize && matches!(reader.read_record(&mut record), Ok(true)) {
        // The reader's position is still before the ends of the lines above.
        let from = record.position().map_or(0, csv::Position::byte) as usize;
        let above = text.as_bytes().get(counted..).unwrap_or_default();
        let ends = |at: &usize| *at + counted < from || matches!(above[*at], b'\n' | b'\r');
        let passed = (0..above.len()).take_while(ends).count();
        line += above[..passed].iter().filter(|byte| **byte == b'\n').count() as u64;
        counted += passed;
        records.push((line, record.iter().take(COLUMNS_MOST).map(str::to_owned).collect()));
    }
    records
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str =
        "Name;Domänen;Region\nMüller & Söhne;mueller.example;EMEA\n\"Two\nlines; one cell\";;Americas\n";

    fn first_rows(bytes: &[u8]) -> Vec<Record> {
        records(Sort::Organisations, bytes).unwrap()
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
