//! The rows of a workbook (Office Open XML), as text: what stands in the cells of its first sheet. Nothing is worked out, a formula is what
//! its program saw last.

use crate::refusal::Refusal;
use calamine::{Data, DataRef, ExcelDateTime, Reader as _, Xlsx, XlsxError};
use serde::{Deserialize, Serialize};
use std::io::Cursor;

/// Bytes of rows that are handed over at once.
const AT_ONCE: usize = 64 * 1024;

/// How much of a table is read; what is more is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableMost {
    /// Rows in which anything stands.
    pub rows: u32,
    /// Columns.
    pub columns: u32,
    /// Characters of a cell.
    pub cell: u32,
}

/// Hands over the rows of the first sheet, some at a time: a line of JSON for each, its number and its cells, as `[3,["Acme","DE"]]`.
/// Rows in which nothing stands are left out.
///
/// # Errors
///
/// [`Refusal::Broken`] for what is no workbook, [`Refusal::Encrypted`] for one with a password, and what `take` answers.
pub fn table(
    workbook: Vec<u8>,
    most: TableMost,
    mut take: impl FnMut(&[u8]) -> Result<(), Refusal>,
) -> Result<(), Refusal> {
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(workbook)).map_err(refused)?;
    let first = book.sheet_names().into_iter().next().ok_or(Refusal::Broken)?;
    let mut cells = book.worksheet_cells_reader(&first).map_err(refused)?;
    let (mut lines, mut rows) = (Vec::with_capacity(AT_ONCE), 0);
    let mut row: (u64, Vec<String>) = (0, Vec::new());
    while let Some(cell) = cells.next_cell().map_err(refused)? {
        let ((at, column), value) = (cell.get_position(), cell.get_value());
        let number = u64::from(at) + 1;
        if number != row.0 {
            rows += u32::from(written(&row, &mut lines)?);
            if rows >= most.rows {
                return take(&lines);
            }
            if lines.len() >= AT_ONCE {
                take(&lines)?;
                lines.clear();
            }
            row = (number, Vec::new());
        }
        let text = text(value);
        if column < most.columns && !text.is_empty() {
            let column = column as usize;
            if row.1.len() <= column {
                row.1.resize(column + 1, String::new());
            }
            if let Some(cell) = row.1.get_mut(column) {
                *cell = text.chars().take(most.cell as usize).collect();
            }
        }
    }
    written(&row, &mut lines)?;
    take(&lines)
}

/// Writes a row if anything stands in it.
fn written(row: &(u64, Vec<String>), lines: &mut Vec<u8>) -> Result<bool, Refusal> {
    if row.1.is_empty() {
        return Ok(false);
    }
    serde_json::to_writer(&mut *lines, row).map_err(|_| Refusal::Broken)?;
    lines.push(b'\n');
    Ok(true)
}

fn text(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Empty | DataRef::Error(_) => String::new(),
        DataRef::String(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::DateTime(at) if at.is_datetime() => moment(at),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        other => Data::from(other.clone()).to_string(),
    }
}

/// A day, with the time where there is one.
fn moment(at: &ExcelDateTime) -> String {
    let (year, month, day, hour, minute, second, _) = at.to_ymd_hms_milli();
    let date = format!("{year:04}-{month:02}-{day:02}");
    match (hour, minute, second) {
        (0, 0, 0) => date,
        _ => format!("{date}T{hour:02}:{minute:02}:{second:02}"),
    }
}

fn refused(error: XlsxError) -> Refusal {
    match error {
        XlsxError::Password => Refusal::Encrypted,
        _ => Refusal::Broken,
    }
}
