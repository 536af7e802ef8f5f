//! What can go wrong between a rule and the disk.

/// A store operation failed. A missing row is not an error: finders answer `Ok(None)`.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// A unique or other constraint of the schema refused the row.
    #[error("refused by the schema: {constraint}")]
    Duplicate {
        /// The constraint or columns, as the engine names them.
        constraint: String,
    },
    /// The record was changed by somebody else meanwhile.
    #[error("changed by somebody else meanwhile")]
    Stale,
    /// A stored value is not what the program wrote.
    #[error("stored value of column {column} cannot be read: {cause}")]
    Corrupt {
        /// The column.
        column: String,
        /// Why.
        cause: String,
    },
    /// There is no room left where the database is.
    #[error("no room left for the database: {0}")]
    Full(#[source] sqlx::Error),
    /// The database is busy or away; trying again later may help.
    #[error("the database cannot answer now: {0}")]
    Unavailable(#[source] sqlx::Error),
    /// Anything else the database said.
    #[error("the database refused: {0}")]
    Database(#[source] sqlx::Error),
    /// The database has been migrated by a newer program.
    #[error("the database is of a newer program: this one does not know its migration {name}")]
    Newer {
        /// Which file.
        name: String,
    },
    /// The database was migrated by another version of the program.
    #[error("migration {name} was changed after it was applied")]
    Migration {
        /// Which file.
        name: String,
    },
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::Database(db) if db.is_unique_violation() => {
                let constraint = db.constraint().map_or_else(|| db.message().to_owned(), str::to_owned);
                Self::Duplicate { constraint }
            }
            sqlx::Error::Database(db) if is_full(db.code().as_deref()) => Self::Full(error),
            sqlx::Error::Database(db) if is_passing(db.code().as_deref()) => Self::Unavailable(error),
            sqlx::Error::Io(_)
            | sqlx::Error::Tls(_)
            | sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::WorkerCrashed => Self::Unavailable(error),
            _ => Self::Database(error),
        }
    }
}

/// SQLite full (13); PostgreSQL disk full.
fn is_full(code: Option<&str>) -> bool {
    code.is_some_and(|code| {
        code == "53100" || code.parse::<u32>().is_ok_and(|n| n & 0xff == 13 && code.len() < 5)
    })
}

/// Codes that mean "not now": SQLite busy (5), locked (6), I/O error (10), cannot open (14) and their
/// extended forms (low byte); PostgreSQL classes 08 connection, 40 rollback, 53 resources, 55 object state, 57 operator.
fn is_passing(code: Option<&str>) -> bool {
    let Some(code) = code else { return false };
    if code.len() == 5 {
        return ["08", "40", "53", "55", "57"].iter().any(|class| code.starts_with(class));
    }
    code.parse::<u32>().is_ok_and(|n| matches!(n & 0xff, 5 | 6 | 10 | 14))
}
