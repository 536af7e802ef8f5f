//! All rows out of one database and into another, whichever engines they are: what a backup is made of.
//!
//! Taken in one transaction, so that the rows are of one moment; put back in one transaction, so that they are all there
//! or none. Every table that the database has is carried over, so nobody has to remember to list a new one; but for
//! those that are made of other rows (see [`catalogue::tables`]), which the portal makes again.

use crate::catalogue::{self, Kind, Table};
use crate::db::{Read, Store, Tx};
use crate::error::StoreError;
use crate::keys;
use crate::migrate::{self, Applied};
use crate::row::Row;
use crate::search;
use crate::sql::Statement;
use domain::time::Instant;
use serde_json::Value as Json;

/// How many parameters a statement may have: SQLite takes 32 766, PostgreSQL 65 535.
const MOST_PARAMETERS: usize = 30_000;
const MOST_ROWS: usize = 500;
/// How many records of a kind are indexed for the search before it is looked for more.
const INDEXED_AT_ONCE: i64 = 500;

/// The foreign keys of PostgreSQL, which looks at each of them at once unless told to wait.
const FOREIGN_KEYS: Statement = Statement::new(
    "SELECT conrelid::regclass::text AS tab, conname::text AS name FROM pg_constraint
     WHERE contype = 'f' AND connamespace = current_schema()::regnamespace ORDER BY 1, 2",
);

/// One row: its values in the order of the table's columns, as JSON.
pub type Values = Vec<Json>;

/// The rows of one moment.
#[derive(Debug)]
pub struct Snapshot {
    read: Read,
    tables: Vec<Table>,
    migrations: Vec<Applied>,
}

impl Snapshot {
    /// The rows of now. Others go on writing meanwhile.
    pub async fn take(store: &Store) -> Result<Self, StoreError> {
        let mut read = store.moment().await?;
        let tables = catalogue::tables(&mut read).await?;
        let migrations = migrate::applied(&mut read).await?;
        migrate::missing(&migrations)?;
        Ok(Self { read, tables, migrations })
    }

    /// Its tables, by name.
    pub fn tables(&self) -> &[Table] {
        &self.tables
    }

    /// What it was migrated by.
    pub fn migrations(&self) -> &[Applied] {
        &self.migrations
    }

    /// For questions about this moment.
    pub fn read(&mut self) -> &mut Read {
        &mut self.read
    }

    /// Hands over every row of a table, one by one; an error of the taker ends it.
    pub async fn rows<E: From<StoreError>>(
        &mut self,
        table: &Table,
        mut take: impl FnMut(Values) -> Result<(), E>,
    ) -> Result<(), E> {
        let names: Vec<String> = table.columns.iter().map(|column| quoted(&column.name)).collect();
        let text = format!("SELECT {} FROM {}", names.join(", "), quoted(&table.name));
        self.read.each(text, |row| take(values(table, &row)?)).await
    }
}

fn values(table: &Table, row: &Row) -> Result<Values, StoreError> {
    let value = |column: &catalogue::Column| {
        let name = column.name.as_str();
        Ok(match column.kind {
            Kind::Text => row.maybe_text(name)?.map_or(Json::Null, Json::from),
            Kind::Int => row.maybe_int(name)?.map_or(Json::Null, Json::from),
            Kind::Flag => row.maybe_flag(name)?.map_or(Json::Null, Json::from),
        })
    };
    table.columns.iter().map(value).collect()
}

/// Names come from a catalogue; quoted, so that a word of SQL can be one.
fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// Why rows were not put back. Nothing of them is there then.
#[derive(Debug, thiserror::Error)]
pub enum NotFilled {
    /// There is something already.
    #[error("the database {0} is not empty")]
    NotEmpty(String),
    /// What is put in does not fit.
    #[error("the rows of {table} do not fit: {cause}")]
    Misfit {
        /// Which table.
        table: String,
        /// Why.
        cause: String,
    },
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// An empty database that is being filled. Dropped before [`Filling::finish`], it is empty again.
#[derive(Debug)]
pub struct Filling {
    tx: Tx,
    engine: &'static str,
    tables: Vec<Table>,
    keys: Vec<(String, String)>,
}

impl Filling {
    /// Begins, with the schema of these migrations. What this program doesn't know is refused.
    pub async fn begin(store: &Store, migrations: &[Applied], now: Instant) -> Result<Self, NotFilled> {
        migrate::missing(migrations)?;
        let mut tx = store.begin(now).await?;
        if !catalogue::tables(&mut tx).await?.is_empty() {
            return Err(NotFilled::NotEmpty(store.address()));
        }
        migrate::apply_within(&mut tx, store.engine(), |name| {
            migrations.iter().any(|known| known.name == name)
        })
        .await?;
        let tables = catalogue::tables(&mut tx).await?;
        // Some migrations write rows: those of the backup count.
        for table in &tables {
            tx.run_text(format!("DELETE FROM {}", quoted(&table.name))).await?;
        }
        let mut filling = Self { tx, engine: store.engine(), tables, keys: Vec::new() };
        filling.wait_with_foreign_keys().await?;
        Ok(filling)
    }

    /// Rows may name others that come later: keys are looked at when all are there.
    async fn wait_with_foreign_keys(&mut self) -> Result<(), StoreError> {
        if self.engine != "postgres" {
            return self.tx.run_text("PRAGMA defer_foreign_keys = ON".to_owned()).await;
        }
        for row in self.tx.all(FOREIGN_KEYS, Vec::new()).await? {
            self.keys.push((row.text("tab")?, row.text("name")?));
        }
        self.alter_foreign_keys("DEFERRABLE INITIALLY DEFERRED").await
    }

    async fn alter_foreign_keys(&mut self, how: &str) -> Result<(), StoreError> {
        for (table, name) in &self.keys {
            let text = format!("ALTER TABLE {table} ALTER CONSTRAINT {} {how}", quoted(name));
            self.tx.run_text(text).await?;
        }
        Ok(())
    }

    /// Puts rows into a table, which has to have just these columns.
    pub async fn put(&mut self, table: &Table, rows: &[Values]) -> Result<(), NotFilled> {
        let misfit = |cause: &str| NotFilled::Misfit { table: table.name.clone(), cause: cause.to_owned() };
        let known = self.tables.iter().find(|known| known.name == table.name);
        let known = known.ok_or_else(|| misfit("there is no such table"))?;
        let fits = table.columns.len() == known.columns.len()
            && table.columns.iter().all(|column| known.columns.contains(column));
        if !fits {
            return Err(misfit("its columns are others"));
        }
        if rows.iter().any(|row| row.len() != table.columns.len()) {
            return Err(misfit("a row has too many values or too few"));
        }
        let width = table.columns.len().max(1);
        let names: Vec<String> = table.columns.iter().map(|column| quoted(&column.name)).collect();
        for rows in rows.chunks((MOST_PARAMETERS / width).clamp(1, MOST_ROWS)) {
            let tuple = |row: usize| {
                let marks: Vec<String> = (1..=width).map(|n| format!("${}", row * width + n)).collect();
                format!("({})", marks.join(", "))
            };
            let tuples: Vec<String> = (0..rows.len()).map(tuple).collect();
            let text = format!(
                "INSERT INTO {} ({}) VALUES {}",
                quoted(&table.name),
                names.join(", "),
                tuples.join(", ")
            );
            let mut cells = Vec::with_capacity(rows.len() * width);
            for row in rows {
                for (value, column) in row.iter().zip(&table.columns) {
                    cells.push(cell(value, column.kind).ok_or_else(|| misfit("a value of another kind"))?);
                }
            }
            self.tx.run_cells(text, cells).await?;
        }
        Ok(())
    }

    /// Looks at every foreign key, brings the schema up to this program's, fills the index of the search and the keys of companies, and makes all of it visible.
    pub async fn finish(mut self) -> Result<(), StoreError> {
        if self.engine == "postgres" {
            self.tx.run_text("SET CONSTRAINTS ALL IMMEDIATE".to_owned()).await?;
            self.alter_foreign_keys("NOT DEFERRABLE").await?;
        }
        migrate::apply_within(&mut self.tx, self.engine, |_| true).await?;
        // What is found again at once needs no server that starts first.
        while search::fill(&mut self.tx, INDEXED_AT_ONCE).await? > 0 {}
        while keys::fill(&mut self.tx, INDEXED_AT_ONCE).await? > 0 {}
        self.tx.commit().await
    }
}

/// A value that is bound with the kind of its column, absent or not.
#[derive(Debug)]
pub(crate) enum Cell {
    Text(Option<String>),
    Int(Option<i64>),
    Flag(Option<bool>),
}

fn cell(value: &Json, kind: Kind) -> Option<Cell> {
    Some(match (kind, value) {
        (Kind::Text, Json::Null) => Cell::Text(None),
        (Kind::Int, Json::Null) => Cell::Int(None),
        (Kind::Flag, Json::Null) => Cell::Flag(None),
        (Kind::Text, Json::String(text)) => Cell::Text(Some(text.clone())),
        (Kind::Int, Json::Number(number)) => Cell::Int(Some(number.as_i64()?)),
        (Kind::Flag, Json::Bool(flag)) => Cell::Flag(Some(*flag)),
        _ => return None,
    })
}
