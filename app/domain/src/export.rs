//! Lists as files for a table program: what stands in a cell, and that no cell does anything.

use crate::money::Money;
use crate::time::{Day, Instant};

/// Rows that one file has at most.
pub const ROWS_MOST: usize = 10_000;

crate::text_enum! {
    /// The kind of a file.
    pub enum Format {
        /// Comma separated values (RFC 4180) in UTF-8.
        Csv = "csv",
        /// The same with the mark by which Excel knows that it is UTF-8.
        ExcelCsv = "excel-csv",
        /// A workbook (Office Open XML).
        Xlsx = "xlsx",
    }
}

impl Format {
    /// What the name of such a file ends with.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Csv | Self::ExcelCsv => "csv",
            Self::Xlsx => "xlsx",
        }
    }

    /// Its media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Csv | Self::ExcelCsv => "text/csv; charset=utf-8",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }
}

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// Text that somebody typed.
    Text(String),
    /// A count.
    Number(i64),
    /// An amount; its currency stands in a column of its own.
    Amount(Money),
    /// A day.
    Day(Day),
    /// A point in time, in UTC.
    At(Instant),
}

impl Cell {
    /// As it stands in a file of values.
    pub fn plain(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) => harmless(text),
            Self::Number(number) => number.to_string(),
            Self::Amount(money) => money.plain(),
            Self::Day(day) => day.to_string(),
            Self::At(at) => at.rfc3339(),
        }
    }
}

/// From a value that may be missing.
pub fn or_empty<T>(value: Option<T>, cell: impl FnOnce(T) -> Cell) -> Cell {
    value.map_or(Cell::Empty, cell)
}

/// Text that no table program takes for a formula (OWASP, CSV injection): what begins like one gets an apostrophe, which
/// such programs take as the sign of text.
pub fn harmless(text: &str) -> String {
    let begins_one =
        |c: char| matches!(c, '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠');
    match text.chars().next() {
        Some(first) if begins_one(first) => format!("'{text}"),
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_begins_like_a_formula() {
        for text in
            ["=1+1", "+49 30", "-5", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "=HYPERLINK(\"http://x\")"]
        {
            assert_eq!(harmless(text), format!("'{text}"));
        }
        for text in ["", "Nordwind", " =1", "1=1", "a@b.example", "'=1", "Ünal & Söhne"] {
            assert_eq!(harmless(text), text);
        }
    }

    #[test]
    fn figures_stay_figures() {
        let amount = Money { minor: -1_250_050, currency: "EUR".into() };
        assert_eq!(Cell::Amount(amount).plain(), "-12500.50");
        assert_eq!(Cell::Number(-5).plain(), "-5");
        assert_eq!(Cell::Day("2026-11-24".parse().unwrap()).plain(), "2026-11-24");
        assert_eq!(Cell::At(Instant::from_millis(0)).plain(), "1970-01-01T00:00:00Z");
    }
}
