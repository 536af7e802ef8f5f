//! What is known of stored bytes. The bytes themselves are in the file store under their SHA-256.

use crate::db::{Read, Tx};
use crate::error::StoreError;
use crate::value::{maybe, word};
use crate::{args, statements};
use domain::access::Who;
use domain::id::FileId;

statements! {
    INSERT = "INSERT INTO files (id, sha256, bytes, kind, name, person_id, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    IS_RECORDED = "SELECT id FROM files WHERE sha256 = $1 LIMIT 1";
    EVERY = "SELECT sha256, MAX(bytes) AS bytes FROM files GROUP BY sha256 ORDER BY sha256";
    USED = "SELECT COUNT(*) AS files, CAST(COALESCE(SUM(k.bytes), 0) AS BIGINT) AS bytes
        FROM (SELECT MAX(bytes) AS bytes FROM files GROUP BY sha256) AS k";
    FIND = "SELECT id, sha256, bytes, kind, name FROM files WHERE id = $1";
}

/// A stored file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// Which.
    pub id: FileId,
    /// SHA-256 of the bytes, lower-case hex.
    pub sha256: String,
    /// Length in bytes.
    pub bytes: i64,
    /// What the content is, as `pdf` or `png`; decided by the content.
    pub kind: String,
    /// The name it was uploaded under, cleaned.
    pub name: String,
}

/// What is about to be recorded of bytes that are already stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewFile {
    /// SHA-256 of the bytes, lower-case hex.
    pub sha256: String,
    /// Length in bytes.
    pub bytes: i64,
    /// What the content is.
    pub kind: String,
    /// The name it was uploaded under, cleaned.
    pub name: String,
}

/// Records a file inside the transaction of the change that needs it.
pub async fn record(tx: &mut Tx, who: &Who, file: &NewFile) -> Result<FileId, StoreError> {
    let id: FileId = tx.fresh();
    let now = tx.now();
    tx.run(
        INSERT,
        args![word(&id), &file.sha256, file.bytes, &file.kind, &file.name, maybe(who.person.as_ref()), now],
    )
    .await?;
    Ok(id)
}

/// Whether any row names these bytes.
pub async fn is_recorded(read: &mut Read, sha256: &str) -> Result<bool, StoreError> {
    Ok(read.one(IS_RECORDED, args![sha256]).await?.is_some())
}

/// SHA-256 and length of all bytes that rows name: what a backup takes.
pub async fn every(read: &mut Read) -> Result<Vec<(String, u64)>, StoreError> {
    let rows = read.all(EVERY, args![]).await?;
    rows.iter().map(|row| Ok((row.text("sha256")?, row.int("bytes")?.unsigned_abs()))).collect()
}

/// How many files rows name, and their bytes; the same bytes count once.
pub async fn used(read: &mut Read) -> Result<(i64, u64), StoreError> {
    let row = read.one(USED, args![]).await?;
    row.map_or(Ok((0, 0)), |row| Ok((row.int("files")?, row.int("bytes")?.unsigned_abs())))
}

/// A file by its id. Whoever calls has found the id in a row that its caller may see.
pub async fn find(read: &mut Read, id: &FileId) -> Result<Option<Stored>, StoreError> {
    read.one(FIND, args![word(id)])
        .await?
        .map(|row| {
            Ok(Stored {
                id: row.word("id")?,
                sha256: row.text("sha256")?,
                bytes: row.int("bytes")?,
                kind: row.text("kind")?,
                name: row.text("name")?,
            })
        })
        .transpose()
}
