//! A workbook of one sheet. Days, times and amounts are what they are, so that a table program sorts and adds them;
//! everything else is text, and text is never a formula there.

use domain::export::Cell;
use domain::money::decimals;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, XlsxError};
use std::collections::HashMap;

/// Characters that a cell takes; more than any of ours has.
const CELL_MOST: usize = 32_000;
/// The last day that such programs know is in the year 9999.
const LAST_SECOND: i64 = 253_402_300_799;

/// Makes the file.
pub(super) fn make(
    name: &str,
    heads: &[String],
    rows: &[Vec<Cell>],
    note: Option<&str>,
) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let (bold, day, time) = (
        Format::new().set_bold(),
        Format::new().set_num_format("yyyy-mm-dd"),
        Format::new().set_num_format("yyyy-mm-dd hh:mm"),
    );
    let mut amounts: HashMap<u32, Format> = HashMap::new();
    let sheet = book.add_worksheet();
    sheet.set_name(name)?;
    sheet.set_freeze_panes(1, 0)?;
    for (column, head) in (0_u16..).zip(heads) {
        sheet.write_string_with_format(0, column, head, &bold)?;
        sheet.set_column_width(column, 18)?;
    }
    for (at, row) in (1_u32..).zip(rows) {
        for (column, cell) in (0_u16..).zip(row) {
            match cell {
                Cell::Empty => {}
                Cell::Text(text) => {
                    sheet.write_string(at, column, text.chars().take(CELL_MOST).collect::<String>())?;
                }
                Cell::Number(number) => {
                    sheet.write_number(at, column, *number as f64)?;
                }
                Cell::Amount(money) => {
                    let places = decimals(&money.currency).unwrap_or(2);
                    let format = amounts.entry(places).or_insert_with(|| {
                        let zeros = "0".repeat(places as usize);
                        let point = if places > 0 { "." } else { "" };
                        Format::new().set_num_format(format!("#,##0{point}{zeros}"))
                    });
                    let value = money.minor as f64 / 10_f64.powi(places as i32);
                    sheet.write_number_with_format(at, column, value, format)?;
                }
                Cell::Day(on) => {
                    let when =
                        ExcelDateTime::from_timestamp((on.start().millis() / 1000).clamp(0, LAST_SECOND))?;
                    sheet.write_datetime_with_format(at, column, &when, &day)?;
                }
                Cell::At(instant) => {
                    let when =
                        ExcelDateTime::from_timestamp((instant.millis() / 1000).clamp(0, LAST_SECOND))?;
                    sheet.write_datetime_with_format(at, column, &when, &time)?;
                }
            }
        }
    }
    if let Some(note) = note {
        sheet.write_string(rows.len() as u32 + 1, 0, note)?;
    }
    book.save_to_buffer()
}
