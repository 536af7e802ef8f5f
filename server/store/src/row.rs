//! One row of an answer, read by column name.

use crate::error::StoreError;
use domain::time::{Day, Instant};
use sqlx::Row as _;
use std::str::FromStr;

/// A row of either engine.
#[derive(Debug)]
pub enum Row {
    /// From SQLite.
    Sqlite(sqlx::sqlite::SqliteRow),
    /// From PostgreSQL.
    Postgres(sqlx::postgres::PgRow),
}

macro_rules! read {
    ($row:expr, $column:expr) => {
        match $row {
            Row::Sqlite(row) => row.try_get($column),
            Row::Postgres(row) => row.try_get($column),
        }
        .map_err(|e| corrupt($column, e))
    };
}

fn corrupt(column: &str, cause: impl std::fmt::Display) -> StoreError {
    StoreError::Corrupt { column: column.to_owned(), cause: cause.to_string() }
}

impl Row {
    /// Text.
    pub fn text(&self, column: &str) -> Result<String, StoreError> {
        read!(self, column)
    }

    /// Text or NULL.
    pub fn maybe_text(&self, column: &str) -> Result<Option<String>, StoreError> {
        read!(self, column)
    }

    /// Whole number.
    pub fn int(&self, column: &str) -> Result<i64, StoreError> {
        read!(self, column)
    }

    /// Whole number or NULL.
    pub fn maybe_int(&self, column: &str) -> Result<Option<i64>, StoreError> {
        read!(self, column)
    }

    /// Truth.
    pub fn flag(&self, column: &str) -> Result<bool, StoreError> {
        read!(self, column)
    }

    /// Truth or NULL.
    pub fn maybe_flag(&self, column: &str) -> Result<Option<bool>, StoreError> {
        read!(self, column)
    }

    /// An id, an enum's word or a day: anything that reads from text.
    pub fn word<T: FromStr<Err: std::fmt::Display>>(&self, column: &str) -> Result<T, StoreError> {
        self.text(column)?.parse().map_err(|e| corrupt(column, e))
    }

    /// As [`Row::word`], or NULL.
    pub fn maybe_word<T: FromStr<Err: std::fmt::Display>>(
        &self,
        column: &str,
    ) -> Result<Option<T>, StoreError> {
        self.maybe_text(column)?.map(|text| text.parse().map_err(|e| corrupt(column, e))).transpose()
    }

    /// An instant.
    pub fn at(&self, column: &str) -> Result<Instant, StoreError> {
        self.int(column).map(Instant::from_millis)
    }

    /// An instant or NULL.
    pub fn maybe_at(&self, column: &str) -> Result<Option<Instant>, StoreError> {
        Ok(self.maybe_int(column)?.map(Instant::from_millis))
    }

    /// A day or NULL.
    pub fn maybe_on(&self, column: &str) -> Result<Option<Day>, StoreError> {
        self.maybe_word(column)
    }

    /// JSON that the program wrote.
    pub fn json<T: serde::de::DeserializeOwned>(&self, column: &str) -> Result<T, StoreError> {
        serde_json::from_str(&self.text(column)?).map_err(|e| corrupt(column, e))
    }
}
