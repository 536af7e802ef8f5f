//! Bringing organisations, people and customer accounts as a table: which columns a heading names, in English or German, what
//! stands in a row, and what becomes of it. A **fate** is what one row would do to the portal as it is.

mod accounts;
mod fates;
mod headings;
mod long;
mod sheet;

pub use accounts::{Named, account_form, written_day};
pub use fates::{Difference, Fate, FateKind, Like, Line, Outcome};
pub use long::{Failure, LongImport, Plan, Planned, Stage};
pub use sheet::{Columns, Record, Sheet, is_full};

/// Rows that a table has at most which is looked at at once.
pub const ROWS_MOST: u32 = 1000;
/// Bytes that such a table has at most.
pub const BYTES_MOST: usize = 1024 * 1024;
/// Rows that a table has at most which is looked at in parts, in the background.
pub const LONG_ROWS_MOST: u32 = 100_000;
/// Bytes that such a table has at most.
pub const LONG_BYTES_MOST: usize = 32 * 1024 * 1024;
/// Columns that are read; more are left out.
pub const COLUMNS_MOST: usize = 60;
/// Characters of a cell that are kept, more than any field takes: what is longer is refused for its length, by its beginning.
pub const CELL_MOST: usize = 2_000;

crate::text_enum! {
    /// What a table is of.
    pub enum Sort {
        /// Partner organisations.
        Organisations = "organisations",
        /// People of partner organisations.
        People = "people",
        /// Customer accounts.
        Accounts = "accounts",
        /// Who is on record for which account, and when.
        NamedAccounts = "named_accounts",
    }
}

impl Sort {
    /// What is brought at once, and seen whole.
    pub const SHORT: [Self; 2] = [Self::Organisations, Self::People];
    /// What is brought in the background, in any length.
    pub const LONG: [Self; 2] = [Self::Accounts, Self::NamedAccounts];

    /// The fields that columns can be of.
    pub fn fields(self) -> &'static [&'static str] {
        match self {
            Self::Organisations => &["name", "domains", "types", "tier", "region", "parent", "manager"],
            Self::People => &["name", "email", "role", "partner"],
            Self::Accounts => &[
                "legal_name",
                "country",
                "domain",
                "trading_names",
                "more_domains",
                "tax_number",
                "street",
                "postcode",
                "city",
                "segment",
                "parent_account",
                "named_for",
            ],
            Self::NamedAccounts => &[
                "account",
                "country",
                "domain",
                "tax_number",
                "partner",
                "families",
                "from_on",
                "until_on",
                "reason",
            ],
        }
    }

    /// The fields without which no row says anything.
    pub fn needed(self) -> &'static [&'static str] {
        match self {
            Self::Organisations => &["name"],
            Self::People => &["email", "partner"],
            Self::Accounts => &["legal_name", "country"],
            Self::NamedAccounts => &["partner", "families", "from_on"],
        }
    }

    /// Fields of which there has to be one at least.
    pub fn one_of(self) -> &'static [&'static str] {
        match self {
            Self::NamedAccounts => &["account", "domain", "tax_number"],
            _ => &[],
        }
    }

    /// Rows that one table has at most.
    pub fn rows_most(self) -> u32 {
        if Self::LONG.contains(&self) { LONG_ROWS_MOST } else { ROWS_MOST }
    }
}

/// Why a table is refused as a whole.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoSheet {
    /// There is nothing in it, or nothing under its headings.
    #[error("nothing in it")]
    Empty,
    /// More rows than are read.
    #[error("more than {0} rows")]
    TooMany(u32),
    /// No column is of this field, and nothing can be made without.
    #[error("no column of {0}")]
    NoColumn(&'static str),
    /// Two columns are of this field.
    #[error("two columns of {0}")]
    TwoColumns(&'static str),
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

/// The names of a list in one cell: names have commas and slashes in them.
pub fn names(cell: &str) -> Vec<&str> {
    cell.split([';', '|', '\n']).map(str::trim).filter(|word| !word.is_empty()).collect()
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
            assert_eq!(sheet.columns.cell(row, "name"), Some("Acme"));
            assert_eq!(sheet.columns.cell(row, "domains"), Some("acme.example"));
            assert_eq!(sheet.columns.cell(row, "region"), Some("EMEA"));
            assert_eq!(sheet.columns.cell(row, "tier"), None, "a column that is not there says nothing");
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
        assert_eq!(fault(&long), NoSheet::TooMany(ROWS_MOST));
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
        assert_eq!(sheet.columns.cell(&sheet.rows[0], "tier"), Some(""));
        assert_eq!(sheet.columns.unused(), ["Remarks"]);
        assert_eq!(sheet.rows[1].0, 6, "the line in the file");
    }
}
