//! A table whose columns are known.

use super::{COLUMNS_MOST, NoSheet, Sort, headings, plain};
use serde::{Deserialize, Serialize};

/// A record as it was read: the line that it begins on, and its cells.
pub type Record = (u64, Vec<String>);

/// What stands over the columns of a table, and which field each of them is of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Columns {
    /// What the table is of.
    pub sort: Sort,
    /// The field of each column; none for a column that nothing is made of.
    fields: Vec<Option<String>>,
    /// The headings as they were written.
    pub headings: Vec<String>,
}

impl Columns {
    /// Of the headings.
    ///
    /// # Errors
    ///
    /// [`NoSheet`], when a column is missing or there twice.
    pub fn of(sort: Sort, headings: Vec<String>) -> Result<Self, NoSheet> {
        let fields: Vec<Option<String>> =
            headings.iter().map(|heading| headings::field(sort, heading).map(str::to_owned)).collect();
        let count = |wanted: &str| fields.iter().filter(|field| field.as_deref() == Some(wanted)).count();
        if let Some(missing) = sort.needed().iter().find(|needed| count(needed) == 0) {
            return Err(NoSheet::NoColumn(missing));
        }
        if let Some(first) = sort.one_of().first()
            && sort.one_of().iter().all(|field| count(field) == 0)
        {
            return Err(NoSheet::NoColumn(first));
        }
        if let Some(twice) = sort.fields().iter().find(|field| count(field) > 1) {
            return Err(NoSheet::TwoColumns(twice));
        }
        Ok(Self { sort, fields, headings })
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

/// A table that is looked at whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sheet {
    /// Its columns.
    #[serde(flatten)]
    pub columns: Columns,
    /// The rows under them.
    pub rows: Vec<Record>,
}

/// Whether anything stands in a record.
pub fn is_full((_, cells): &Record) -> bool {
    cells.iter().any(|cell| !cell.trim().is_empty())
}

impl Sheet {
    /// Of records, the first of which has the headings. Empty rows are left out.
    ///
    /// # Errors
    ///
    /// [`NoSheet`]
    pub fn of(sort: Sort, records: impl IntoIterator<Item = Record>) -> Result<Self, NoSheet> {
        let mut records = records.into_iter().map(|(line, mut cells)| {
            cells.truncate(COLUMNS_MOST);
            (line, cells)
        });
        let Some((_, headings)) = records.by_ref().find(is_full) else { return Err(NoSheet::Empty) };
        let columns = Columns::of(sort, headings)?;
        let most = sort.rows_most();
        let rows: Vec<Record> = records.filter(is_full).take(most as usize + 1).collect();
        if rows.is_empty() {
            return Err(NoSheet::Empty);
        }
        if rows.len() > most as usize {
            return Err(NoSheet::TooMany(most));
        }
        Ok(Self { columns, rows })
    }
}
