//! Files on their way in: who sends them, how far they are, and where their pieces lie.
//!
//! Whoever sends has a file for themselves; nobody else finds it. Pieces are put into the file store first and recorded
//! here afterwards, so what is recorded is there.

use crate::db::{Read, Tx};
use crate::error::StoreError;
use crate::row::Row;
use crate::value::{maybe, word};
use crate::{args, statements};
use domain::access::{ManageAssets, Permit};
use domain::id::UploadId;
use domain::time::Instant;
use domain::uploads::{KEPT_HOURS, NewUpload, OPEN_MOST, Upload, has_room};

statements! {
    OPEN = "SELECT COUNT(*) AS open, CAST(COALESCE(SUM(bytes), 0) AS BIGINT) AS bytes FROM uploads
        WHERE person_id = $1 AND expires_at > $2";
    INSERT = "INSERT INTO uploads (id, person_id, name, bytes, modified, received, pieces, expires_at)
        VALUES ($1, $2, $3, $4, $5, 0, 0, $6)";
    FIND = "SELECT id, name, bytes, modified, received, pieces, expires_at FROM uploads WHERE id = $1 AND person_id = $2";
    OF_PERSON = "SELECT id, name, bytes, modified, received, pieces, expires_at FROM uploads
        WHERE person_id = $1 AND expires_at > $2 ORDER BY id LIMIT $3";
    PIECES = "SELECT name FROM upload_pieces WHERE upload_id = $1 ORDER BY starts_at";
    ADVANCE = "UPDATE uploads SET received = $3, pieces = $4, expires_at = $5
        WHERE id = $1 AND received = $2 AND expires_at > $6";
    INSERT_PIECE = "INSERT INTO upload_pieces (upload_id, starts_at, bytes, name) VALUES ($1, $2, $3, $4)";
    GIVE_UP = "UPDATE uploads SET expires_at = 0 WHERE id = $1 AND person_id = $2";
    EXPIRE = "UPDATE uploads SET expires_at = 0 WHERE expires_at > 0 AND expires_at <= $1";
    OVER = "SELECT id FROM uploads WHERE expires_at = 0 ORDER BY id LIMIT $1";
    DELETE_PIECES = "DELETE FROM upload_pieces WHERE upload_id = $1";
    DELETE = "DELETE FROM uploads WHERE id = $1";
}

/// A piece that is in the file store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// How many bytes.
    pub bytes: i64,
    /// What it is called there.
    pub name: String,
}

/// Begins an upload; `None` when its sender has too many on their way.
pub async fn begin(
    tx: &mut Tx,
    permit: &Permit<ManageAssets>,
    new: &NewUpload,
) -> Result<Option<Upload>, StoreError> {
    let (id, now): (UploadId, _) = (tx.fresh(), tx.now());
    let person = maybe(permit.who().person.as_ref());
    let open = tx.one(OPEN, args![person.clone(), now]).await?;
    let (open, bytes) =
        open.map_or(Ok((0, 0)), |row| Ok::<_, StoreError>((row.int("open")?, row.int("bytes")?)))?;
    if !has_room(open, bytes, new) {
        return Ok(None);
    }
    let expires_at = now.plus_hours(KEPT_HOURS);
    tx.run(INSERT, args![word(&id), person, &new.name, new.bytes, new.modified, expires_at]).await?;
    let name = new.name.clone();
    Ok(Some(Upload {
        id,
        name,
        bytes: new.bytes,
        modified: new.modified,
        received: 0,
        pieces: 0,
        expires_at,
    }))
}

/// An upload of whoever asks, given up or not.
pub async fn find(
    read: &mut Read,
    permit: &Permit<ManageAssets>,
    id: &UploadId,
) -> Result<Option<Upload>, StoreError> {
    let args = args![word(id), maybe(permit.who().person.as_ref())];
    read.one(FIND, args).await?.as_ref().map(as_upload).transpose()
}

/// The uploads of whoever asks that can go on, in the order in which they were begun.
pub async fn on_their_way(
    read: &mut Read,
    permit: &Permit<ManageAssets>,
    now: Instant,
) -> Result<Vec<Upload>, StoreError> {
    let args = args![maybe(permit.who().person.as_ref()), now, OPEN_MOST];
    read.all(OF_PERSON, args).await?.iter().map(as_upload).collect()
}

fn as_upload(row: &Row) -> Result<Upload, StoreError> {
    Ok(Upload {
        id: row.word("id")?,
        name: row.text("name")?,
        bytes: row.int("bytes")?,
        modified: row.int("modified")?,
        received: row.int("received")?,
        pieces: row.int("pieces")?,
        expires_at: row.at("expires_at")?,
    })
}

/// The names of its pieces, in their order.
pub async fn pieces(read: &mut Read, upload: &Upload) -> Result<Vec<String>, StoreError> {
    read.all(PIECES, args![word(&upload.id)]).await?.iter().map(|row| row.text("name")).collect()
}

/// Records the next pieces of an upload as it was read. [`StoreError::Stale`] when others came in between, or it was
/// given up.
pub async fn advance(tx: &mut Tx, upload: &Upload, pieces: &[Piece]) -> Result<Upload, StoreError> {
    let now = tx.now();
    let mut after = upload.clone();
    after.received += pieces.iter().map(|piece| piece.bytes).sum::<i64>();
    after.pieces += pieces.len() as i64;
    after.expires_at = now.plus_hours(KEPT_HOURS);
    let args = args![word(&upload.id), upload.received, after.received, after.pieces, after.expires_at, now];
    tx.run_one(ADVANCE, args).await?;
    let mut starts_at = upload.received;
    for piece in pieces {
        tx.run(INSERT_PIECE, args![word(&upload.id), starts_at, piece.bytes, &piece.name]).await?;
        starts_at += piece.bytes;
    }
    Ok(after)
}

/// Gives an upload up: no piece comes to it any more.
pub async fn give_up(tx: &mut Tx, permit: &Permit<ManageAssets>, id: &UploadId) -> Result<(), StoreError> {
    tx.run_one(GIVE_UP, args![word(id), maybe(permit.who().person.as_ref())]).await
}

/// Uploads that were given up or waited too long, so that their bytes can be removed; nothing brings them back.
pub async fn over(tx: &mut Tx, most: i64) -> Result<Vec<UploadId>, StoreError> {
    let now: Instant = tx.now();
    tx.run(EXPIRE, args![now]).await?;
    tx.all(OVER, args![most]).await?.iter().map(|row| row.word("id")).collect()
}

/// Forgets an upload whose bytes are gone.
pub async fn forget(tx: &mut Tx, id: &UploadId) -> Result<(), StoreError> {
    tx.run(DELETE_PIECES, args![word(id)]).await?;
    tx.run(DELETE, args![word(id)]).await.map(drop)
}
