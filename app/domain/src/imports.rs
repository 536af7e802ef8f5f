//! Bringing organisations and people as a table: which columns a heading names, in English or German, what stands in a row,
//! and what becomes of it. A **fate** is what one row would do to the portal as it is.

mod headings;

use crate::form::Faults;
use serde::{Deserialize, Serialize};

/// Rows that one table has at most.
pub const ROWS_MOST: u32 = 1000;
/// Bytes that one table has at most.
pub const BYTES_MOST: usize = 1024 * 1024;
/// Columns that are read; more are left out.
pub const COLUMNS_MOST: usize = 60;

crate::text_enum! {
    /// What a table is of.
    pub enum Sort {
        /// Partner organisations.
        Organisations = "organisations",
        /// People of partner organisations.
        People = "people",
    }
}

impl Sort {
    /// The fields that columns can be of.
    pub fn fields(self) -> &'static [&'static str] {
        match self {
            Self::Organisations => &["name", "domains", "types", "tier", "region", "parent", "manager"],
            Self::People => &["name", "email", "role", "partner"],
        }
    }

    /// The fields without which no row says anything.
    pub fn needed(self) -> &'static [&'static str] {
        match self {
            Self::Organisations => &["name"],
            Self::People => &["email", "partner"],
        }
    }
}

/// Why a table is refused as a whole.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoSheet {
    /// There is nothing in it, or nothing under its headings.
    #[error("nothing in it")]
    Empty,
    /// More rows than are read.
    #[error("more than {ROWS_MOST} rows")]
    TooMany,
    /// No column is of this field, and nothing can be made without.
    #[error("no column of {0}")]
    NoColumn(&'static str),
    /// Two columns are of this field.
    #[error("two columns of {0}")]
    TwoColumns(&'static str),
}

/// A record as it was read: the line that it begins on, and its cells.
pub type Record = (u64, Vec<String>);

/// A table whose columns are known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sheet {
    /// What it is of.
    pub sort: Sort,
    /// The field of each column; none for a column that nothing is made of.
    fields: Vec<Option<String>>,
    /// The headings as they were written.
    pub headings: Vec<String>,
    /// The rows under them.
    pub rows: Vec<Record>,
}

impl Sheet {
    /// Of records, the first of which has the headings. Empty rows are left out.
    ///
    /// # Errors
    ///
    /// [`NoSheet`]
    pub fn of(sort: Sort, records: Vec<Record>) -> Result<Self, NoSheet> {
        let mut records = records.into_iter().map(|(line, mut cells)| {
            cells.truncate(COLUMNS_MOST);
            (line, cells)
        });
        let is_full = |(_, cells): &Record| cells.iter().any(|cell| !cell.trim().is_empty());
        let Some((_, headings)) = records.by_ref().find(is_full) else { return Err(NoSheet::Empty) };
        let fields: Vec<Option<String>> =
            headings.iter().map(|heading| headings::field(sort, heading).map(str::to_owned)).collect();
        let count = |wanted: &str| fields.iter().filter(|field| field.as_deref() == Some(wanted)).count();
        if let Some(missing) = sort.needed().iter().find(|needed| count(needed) == 0) {
            return Err(NoSheet::NoColumn(missing));
        }
        if let Some(twice) = sort.fields().iter().find(|field| count(field) > 1) {
            return Err(NoSheet::TwoColumns(twice));
        }
        let rows: Vec<Record> = records.filter(is_full).collect();
        if rows.is_empty() {
            return Err(NoSheet::Empty);
        }
        if rows.len() > ROWS_MOST as usize {
            return Err(NoSheet::TooMany);
        }
        Ok(Self { sort, fields, headings, rows })
    }

    /// The headings of columns that nothing is made of.
    pub fn unused(&self) -> Vec<&str> {
        let named = self.headings.iter().zip(&self.fields);
        named
            .filter(|(heading, field)| field.is_none() && !heading.trim().is_empty())
            .map(|(heading, _)| heading.trim())
            .collect()
    }

    /// What stands in a row under a field; none where the table has no such column.
    pub fn cell<'a>(&self, row: &'a Record, field: &str) -> Option<&'a str> {
        let at = self.fields.iter().position(|known| known.as_deref() == Some(field))?;
        Some(row.1.get(at).map_or("", |cell| plain(cell)))
    }
}

/// A cell as it was meant: text. What our own files put before text that begins like a formula is taken off again, and
/// nothing in a cell is ever worked out.
pub fn plain(cell: &str) -> &str {
    let cell = cell.trim();
    match cell.strip_prefix('\'') {
        Some(rest) if rest.starts_with(['=', '+', '-', '@']) => rest,
        _ => cell,
    }
}

/// The words of a list in one cell.
pub fn list(cell: &str) -> Vec<&str> {
    cell.split([',', ';', '|', '/', '\n']).map(str::trim).filter(|word| !word.is_empty()).collect()
}

/// What changes in one field: which, and what it was and would be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    /// Which field.
    pub field: String,
    /// What it says now.
    pub before: String,
    /// What it would say.
    pub after: String,
}

/// What becomes of one row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fate {
    /// Something is made of it.
    New,
    /// What is there already changes.
    Changed(Vec<Difference>),
    /// Everything is so already.
    Unchanged,
    /// It is left out, because of this.
    Refused(Faults),
}

/// A row with its fate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// The line of the table.
    pub line: u64,
    /// What it is called there.
    pub name: String,
    /// What becomes of it.
    pub fate: Fate,
    /// The record that it is about, with its version as the fate was found.
    pub stands: String,
}

/// How many rows had which fate.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// Made.
    pub new: i64,
    /// Changed.
    pub changed: i64,
    /// As they were.
    pub unchanged: i64,
    /// Left out.
    pub refused: i64,
}

impl Outcome {
    /// Of these rows.
    pub fn of(lines: &[Line]) -> Self {
        let mut outcome = Self::default();
        for line in lines {
            match line.fate {
                Fate::New => outcome.new += 1,
                Fate::Changed(_) => outcome.changed += 1,
                Fate::Unchanged => outcome.unchanged += 1,
                Fate::Refused(_) => outcome.refused += 1,
            }
        }
        outcome
    }

    /// Whether applying it would do anything.
    pub fn does_something(self) -> bool {
        self.new + self.changed > 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn records(text: &str) -> Vec<Record> {
        let cells = |line: &str| line.split(';').map(str::to_owned).collect();
        text.lines().zip(1..).map(|(line, number)| (number, cells(line))).collect()
    }

    #[test]
    fn headings_are_known_in_english_and_german_whatever_their_case() {
        for text in [
            "Name;Domains;Region\nAcme;acme.example;EMEA",
            "FIRMA;E-Mail-Domänen; region \nAcme;acme.example;EMEA",
        ] {
            let sheet = Sheet::of(Sort::Organisations, records(text)).unwrap();
            let row = &sheet.rows[0];
            assert_eq!(sheet.cell(row, "name"), Some("Acme"));
            assert_eq!(sheet.cell(row, "domains"), Some("acme.example"));
            assert_eq!(sheet.cell(row, "region"), Some("EMEA"));
            assert_eq!(sheet.cell(row, "tier"), None, "a column that is not there says nothing");
        }
    }

    #[test]
    fn a_table_without_what_is_needed_is_refused_as_a_whole() {
        let fault = |text: &str| Sheet::of(Sort::People, records(text)).unwrap_err();
        assert_eq!(fault(""), NoSheet::Empty);
        assert_eq!(fault("E-Mail;Firma"), NoSheet::Empty, "headings alone");
        assert_eq!(fault("Name;Firma\nJo;Acme"), NoSheet::NoColumn("email"));
        assert_eq!(fault("Mail;E-Mail;Firma\na;b;c"), NoSheet::TwoColumns("email"));
        let long = format!("E-Mail;Firma\n{}", "jo@acme.example;Acme\n".repeat(ROWS_MOST as usize + 1));
        assert_eq!(fault(&long), NoSheet::TooMany);
    }

    #[test]
    fn cells_are_text_whatever_they_begin_with() {
        assert_eq!(plain("=1+1"), "=1+1");
        assert_eq!(plain("'=HYPERLINK(\"x\")"), "=HYPERLINK(\"x\")", "as our own files wrote it");
        assert_eq!(plain("'s Gravenhage"), "'s Gravenhage");
        assert_eq!(list("a.example, b.example;c.example"), ["a.example", "b.example", "c.example"]);
    }

    #[test]
    fn short_rows_and_rows_of_nothing_disturb_nobody() {
        let sheet =
            Sheet::of(Sort::Organisations, records("\n;;\nName;Remarks;Tier\nAcme\n;;\nBrick;x;gold;more"))
                .unwrap();
        assert_eq!(sheet.rows.len(), 2);
        assert_eq!(sheet.cell(&sheet.rows[0], "tier"), Some(""));
        assert_eq!(sheet.unused(), ["Remarks"]);
        assert_eq!(sheet.rows[1].0, 6, "the line in the file");
    }
}
