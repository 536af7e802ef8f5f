//! The files that an asset has had: a new one in the place of the old, the list of them, and an old one brought back.

use super::changes::{json, write_zones};
use super::file_of;
use crate::audit::Change;
use crate::db::{Read, Tx};
use crate::error::StoreError;
use crate::files::{self, NewFile};
use crate::row::Row;
use crate::value::{maybe, word};
use crate::{args, statements};
use domain::access::{ManageAssets, Permit};
use domain::assets::{Asset, PageSize, VERSIONS_SHOWN, Version, ZonesKept, zones_kept};
use domain::id::{AssetId, FileId};

/// The columns of a version with its file and whoever brought it.
macro_rules! version {
    ($after:expr) => {
        concat!(
            "SELECT v.number, v.pages, v.words, v.note, v.restores, v.zones_lost, v.zones_moved, v.at, p.name AS person_name,
            f.id AS file_id, f.sha256, f.bytes, f.kind AS media, f.name AS file_name
            FROM asset_versions v JOIN files f ON f.id = v.file_id LEFT JOIN people p ON p.id = v.person_id
            WHERE v.asset_id = $1 ",
            $after
        )
    };
}

statements! {
    SET_FILE = "UPDATE assets SET file_id = $3, pages = $4, words = $5, version = version + 1
        WHERE id = $1 AND version = $2";
    NEXT = "SELECT COALESCE(MAX(number), 0) + 1 AS number FROM asset_versions WHERE asset_id = $1";
    INSERT = "INSERT INTO asset_versions (asset_id, number, file_id, pages, words, note, restores, zones_lost, zones_moved, person_id, at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    LIST = (version!("ORDER BY v.number DESC LIMIT $2"));
    FIND = (version!("AND v.number = $2"));
    PLACED = "UPDATE asset_versions SET zones_lost = 0, zones_moved = 0 WHERE asset_id = $1 AND zones_lost + zones_moved > 0";
}

/// A file that is to become an asset's.
#[derive(Debug, Clone)]
pub struct NewVersion<'a> {
    /// Bytes that are in the file store already.
    pub file: &'a NewFile,
    /// The sizes of a PDF's pages.
    pub pages: &'a [PageSize],
    /// The words on them, as far as they could be read.
    pub words: &'a str,
    /// What whoever brings it says of it.
    pub note: &'a str,
}

/// A row that is to be written.
struct Next<'a> {
    file: &'a FileId,
    pages: String,
    words: &'a str,
    note: &'a str,
    restores: Option<i64>,
}

/// Puts a new file in the place of the old one. Zones stay where the new pages have room for them; answers what became
/// of them. [`StoreError::Stale`] when the asset was changed since it was read.
pub async fn replace(
    tx: &mut Tx,
    permit: &Permit<ManageAssets>,
    before: &Asset,
    version: i64,
    new: &NewVersion<'_>,
) -> Result<ZonesKept, StoreError> {
    let file = files::record(tx, permit.who(), new.file).await?;
    let words = new.words.to_lowercase();
    let next = Next { file: &file, pages: json(new.pages)?, words: &words, note: new.note, restores: None };
    set(tx, permit, before, version, (new.pages, &new.file.sha256), next).await
}

/// Brings the file of an older version back, as the newest. As [`replace`].
pub async fn restore(
    tx: &mut Tx,
    permit: &Permit<ManageAssets>,
    before: &Asset,
    version: i64,
    old: &Version,
) -> Result<ZonesKept, StoreError> {
    let row = tx.one(FIND, args![word(&before.id), old.number]).await?.ok_or(StoreError::Stale)?;
    let words = row.text("words")?;
    let next = Next {
        file: &old.file.id,
        pages: json(&old.pages)?,
        words: &words,
        note: "",
        restores: Some(old.number),
    };
    set(tx, permit, before, version, (&old.pages, &old.file.sha256), next).await
}

async fn set(
    tx: &mut Tx,
    permit: &Permit<ManageAssets>,
    before: &Asset,
    version: i64,
    (pages, sha256): (&[PageSize], &str),
    next: Next<'_>,
) -> Result<ZonesKept, StoreError> {
    let args = args![word(&before.id), version, word(next.file), &next.pages, next.words];
    tx.run_one(SET_FILE, args).await?;
    let kept = zones_kept(&before.zones, &before.pages, pages);
    if kept.zones != before.zones {
        write_zones(tx, &before.id, &kept.zones).await?;
    }
    add(tx, permit, &before.id, next, (kept.lost, kept.moved)).await?;
    let change = Change::of("asset", before.id.as_str()).before(&before.file).after(&(sha256, &kept.zones));
    tx.changed(permit, change.event("asset.file_replaced")).await?;
    Ok(kept)
}

async fn add(
    tx: &mut Tx,
    permit: &Permit<ManageAssets>,
    asset: &AssetId,
    next: Next<'_>,
    (zones_lost, zones_moved): (i64, i64),
) -> Result<(), StoreError> {
    let number = match tx.one(NEXT, args![word(asset)]).await? {
        Some(row) => row.int("number")?,
        None => 1,
    };
    let now = tx.now();
    let args = args![
        word(asset),
        number,
        word(next.file),
        next.pages,
        next.words,
        next.note,
        next.restores,
        zones_lost,
        zones_moved,
        maybe(permit.who().person.as_ref()),
        now
    ];
    tx.run(INSERT, args).await.map(drop)
}

/// Writes down the file that an asset begins with.
pub(super) async fn begin(
    tx: &mut Tx,
    permit: &Permit<ManageAssets>,
    asset: &AssetId,
    file: &FileId,
    pages: &[PageSize],
    words: &str,
) -> Result<(), StoreError> {
    let next = Next { file, pages: json(pages)?, words, note: "", restores: None };
    add(tx, permit, asset, next, (0, 0)).await
}

/// Zones were placed anew: nobody is told any more what became of those from before.
pub(super) async fn placed(tx: &mut Tx, asset: &AssetId) -> Result<(), StoreError> {
    tx.run(PLACED, args![word(asset)]).await.map(drop)
}

/// The versions of an asset, the newest first.
pub async fn list(
    read: &mut Read,
    _permit: &Permit<ManageAssets>,
    asset: &AssetId,
) -> Result<Vec<Version>, StoreError> {
    read.all(LIST, args![word(asset), VERSIONS_SHOWN]).await?.iter().map(as_version).collect()
}

/// A version of an asset.
pub async fn find(
    read: &mut Read,
    _permit: &Permit<ManageAssets>,
    asset: &AssetId,
    number: i64,
) -> Result<Option<Version>, StoreError> {
    read.one(FIND, args![word(asset), number]).await?.as_ref().map(as_version).transpose()
}

fn as_version(row: &Row) -> Result<Version, StoreError> {
    Ok(Version {
        number: row.int("number")?,
        file: file_of(row)?,
        pages: row.json("pages")?,
        note: row.text("note")?,
        restores: row.maybe_int("restores")?,
        zones_lost: row.int("zones_lost")?,
        zones_moved: row.int("zones_moved")?,
        by: row.maybe_text("person_name")?,
        at: row.at("at")?,
    })
}
