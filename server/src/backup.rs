//! Backups: everything of a portal in one file, made while it serves.
//!
//! A tar archive. First the rows of one moment, a member `rows/TABLE.jsonl.gz` for each table: a JSON array a line, in
//! the order of the table's columns. Then the files that these rows name, `files/SHA-256`. Then `manifest.json` with the
//! tables, their columns, and the SHA-256 of every member, and last `manifest.sha256` with its own: an archive without
//! them is not whole. What is made of other rows, as the index of the search, is made anew. Neither engine's own
//! format is used, so that a backup of one can be restored into the other.

mod feeding;
mod make;
mod read;
mod restore;
mod shelf;

pub use make::{Made, make};
pub use read::{Contents, examine};
pub use restore::restore;
pub use shelf::{Shelf, ShelfError};

use crate::files::{GetError, PutError};
use serde::{Deserialize, Serialize};
use std::io;
use store::StoreError;
use store::catalogue::Table;
use store::copy::NotFilled;
use store::migrate::Applied;

/// The form of the archive described above.
const FORMAT: u32 = 1;
const MANIFEST: &str = "manifest.json";
const SEAL: &str = "manifest.sha256";

/// What is in a backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The form of the archive.
    pub format: u32,
    /// The version of the program that made it.
    pub program: String,
    /// When, RFC 3339.
    pub made_at: String,
    /// The engine that the rows come from.
    pub engine: String,
    /// What the schema was made by.
    pub migrations: Vec<Applied>,
    /// The rows.
    pub tables: Vec<Rows>,
    /// The files.
    pub files: Vec<Member>,
    /// SHA-256 of files that rows name and that were not there, or were not what they should be, when it was made.
    pub lost: Vec<String>,
}

/// The rows of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rows {
    /// The table.
    #[serde(flatten)]
    pub table: Table,
    /// How many.
    pub rows: u64,
    /// SHA-256 of the member, packed as it is.
    pub sha256: String,
}

/// A file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// SHA-256, which is its name.
    pub sha256: String,
    /// Length.
    pub bytes: u64,
}

/// A backup could not be made, read or restored.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// Disk.
    #[error("{0}")]
    Io(#[from] io::Error),
    /// The database.
    #[error("database: {0}")]
    Store(#[from] StoreError),
    /// A file can't be had.
    #[error(transparent)]
    Get(#[from] GetError),
    /// A file can't be kept.
    #[error(transparent)]
    Put(#[from] PutError),
    /// The rows don't fit.
    #[error(transparent)]
    NotFilled(#[from] NotFilled),
    /// The archive is not a whole backup.
    #[error("this is no whole backup: {0}")]
    Broken(String),
    /// It is of another form.
    #[error("this backup has form {0}, and this program reads form {FORMAT}")]
    Format(u32),
}

fn rows_member(table: &str) -> String {
    format!("rows/{table}.jsonl.gz")
}

fn file_member(sha256: &str) -> String {
    format!("files/{sha256}")
}
