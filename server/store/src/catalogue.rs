//! What tables a database has, as the engine itself tells. Each engine keeps its catalogue in its own way, so these are
//! the only questions that are asked in two texts.

use crate::db::{Any, Read};
use crate::error::StoreError;
use crate::sql::Statement;
use serde::{Deserialize, Serialize};

const SQLITE: Statement = Statement::new(
    "SELECT m.name AS tab, c.name AS col, LOWER(c.type) AS kind FROM sqlite_master m
     JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND substr(m.name, 1, 7) NOT IN ('sqlite_', 'search_')
     ORDER BY m.name, c.cid",
);
const POSTGRES: Statement = Statement::new(
    "SELECT table_name::text AS tab, column_name::text AS col, data_type::text AS kind FROM information_schema.columns
     WHERE table_schema = current_schema() AND left(table_name, 7) <> 'search_'
     ORDER BY table_name, ordinal_position",
);

domain::text_enum! {
    /// What a column holds.
    pub enum Kind {
        /// Text.
        Text = "text",
        /// A whole number.
        Int = "bigint",
        /// Truth.
        Flag = "boolean",
    }
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// What it holds.
    pub kind: Kind,
}

/// A table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// Its name.
    pub name: String,
    /// Its columns, in their order.
    pub columns: Vec<Column>,
}

/// Every table, by name, but for those called `search_…`: they are made of other rows, by each engine in its own way. A kind of column that the dialect does not have is an error: it could not be carried over.
pub async fn tables(read: &mut Read) -> Result<Vec<Table>, StoreError> {
    let question = match read.any() {
        Any::Sqlite(_) => SQLITE,
        Any::Postgres(_) => POSTGRES,
    };
    let mut tables: Vec<Table> = Vec::new();
    for row in read.all(question, Vec::new()).await? {
        let (name, column) = (row.text("tab")?, row.text("col")?);
        let column = Column { name: column, kind: row.word("kind")? };
        match tables.last_mut().filter(|table| table.name == name) {
            Some(table) => table.columns.push(column),
            None => tables.push(Table { name, columns: vec![column] }),
        }
    }
    tables.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(tables)
}
