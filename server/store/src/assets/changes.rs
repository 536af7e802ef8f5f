//! Collateral as it is changed: uploaded, described, published, taken back, and given zones.

use super::versions;
use crate::audit::Change;
use crate::db::Tx;
use crate::error::StoreError;
use crate::files::{self, NewFile};
use crate::value::word;
use crate::{args, statements};
use domain::access::{ManageAssets, Permit};
use domain::assets::{Asset, AssetDetails, AssetState, PageSize, Zone};
use domain::id::{AssetId, ZoneId};
use serde::Serialize;

statements! {
    INSERT = "INSERT INTO assets (id, title, kind, language, file_id, pages, state, publish_on, expire_on, search, idempotency_key,
        version, created_at, description, words) VALUES ($1, $2, $3, $4, $5, $6, 'draft', $7, $8, $9, $10, 1, $11, $12, $13)";
    // What is published keeps a first day.
    UPDATE = "UPDATE assets SET title = $3, kind = $4, language = $5,
        publish_on = CASE WHEN state = 'published' THEN COALESCE($6, publish_on) ELSE $6 END,
        expire_on = $7, search = $8, description = $9, version = version + 1 WHERE id = $1 AND version = $2";
    PUBLISH = "UPDATE assets SET state = 'published', publish_on = COALESCE(publish_on, $3), version = version + 1
        WHERE id = $1 AND version = $2";
    WITHDRAW = "UPDATE assets SET state = 'withdrawn', version = version + 1 WHERE id = $1 AND version = $2";
    PLACE = "UPDATE assets SET strict = $3, version = version + 1 WHERE id = $1 AND version = $2";
    INSERT_TAG = "INSERT INTO asset_tags (asset_id, tag) VALUES ($1, $2)";
    DELETE_TAGS = "DELETE FROM asset_tags WHERE asset_id = $1";
    INSERT_TIER = "INSERT INTO asset_tiers (asset_id, tier) VALUES ($1, $2)";
    DELETE_TIERS = "DELETE FROM asset_tiers WHERE asset_id = $1";
    INSERT_TYPE = "INSERT INTO asset_types (asset_id, type) VALUES ($1, $2)";
    DELETE_TYPES = "DELETE FROM asset_types WHERE asset_id = $1";
    INSERT_ZONE = "INSERT INTO asset_zones (id, asset_id, page, kind, x, y, width, height, look)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    DELETE_ZONES = "DELETE FROM asset_zones WHERE asset_id = $1";
}

/// An upload that becomes an asset.
#[derive(Debug, Clone, Serialize)]
pub struct NewAsset {
    /// What is said of it so far.
    pub details: AssetDetails,
    /// The sizes of a PDF's pages.
    pub pages: Vec<PageSize>,
    /// The words on them, as far as they could be read.
    #[serde(skip)]
    pub words: String,
    /// What tells this upload from the same one sent again.
    #[serde(skip)]
    pub idempotency_key: String,
}

/// Makes a draft of bytes that are in the file store already.
pub async fn make(
    tx: &mut Tx,
    permit: &Permit<ManageAssets>,
    file: &NewFile,
    new: &NewAsset,
) -> Result<AssetId, StoreError> {
    let id: AssetId = tx.fresh();
    let now = tx.now();
    let file = files::record(tx, permit.who(), file).await?;
    let (details, words) = (&new.details, new.words.to_lowercase());
    tx.run(
        INSERT,
        args![
            word(&id),
            &details.title,
            details.kind.as_str(),
            &details.language,
            word(&file),
            json(&new.pages)?,
            details.publish_on,
            details.expire_on,
            details.search_text(),
            &new.idempotency_key,
            now,
            &details.description,
            &words
        ],
    )
    .await?;
    versions::begin(tx, permit, &id, &file, &new.pages, &words).await?;
    lists(tx, &id, details).await?;
    tx.changed(permit, Change::of("asset", id.as_str()).after(new).event("asset.made")).await?;
    Ok(id)
}

/// Changes what is said of an asset that was read at `version`.
pub async fn change(
    tx: &mut Tx,
    permit: &Permit<ManageAssets>,
    before: &Asset,
    version: i64,
    new: &AssetDetails,
) -> Result<(), StoreError> {
    let id = &before.id;
    let args = args![
        word(id),
        version,
        &new.title,
        new.kind.as_str(),
        &new.language,
        new.publish_on,
        new.expire_on,
        new.search_text(),
        &new.description
    ];
    tx.run_one(UPDATE, args).await?;
    for statement in [DELETE_TAGS, DELETE_TIERS, DELETE_TYPES] {
        tx.run(statement, args![word(id)]).await?;
    }
    lists(tx, id, new).await?;
    let change = Change::of("asset", id.as_str()).before(before).after(new);
    tx.changed(permit, change.event("asset.changed")).await
}

async fn lists(tx: &mut Tx, id: &AssetId, new: &AssetDetails) -> Result<(), StoreError> {
    for tag in &new.tags {
        tx.run(INSERT_TAG, args![word(id), tag]).await?;
    }
    for tier in &new.tiers {
        tx.run(INSERT_TIER, args![word(id), tier.as_str()]).await?;
    }
    for kind in &new.types {
        tx.run(INSERT_TYPE, args![word(id), kind.as_str()]).await?;
    }
    Ok(())
}

/// Gives an asset to partners, from its publishing day or from today; not twice, and not from an older state.
pub async fn publish(
    tx: &mut Tx,
    permit: &Permit<ManageAssets>,
    before: &Asset,
    version: i64,
) -> Result<(), StoreError> {
    let after = before.state.publish().map_err(|_| StoreError::Stale)?;
    let today = tx.now().day();
    before.may_publish(today).map_err(|_| StoreError::Stale)?;
    tx.run_one(PUBLISH, args![word(&before.id), version, today]).await?;
    moved(tx, permit, before, after, "asset.published").await
}

/// Takes an asset back from partners.
pub async fn withdraw(
    tx: &mut Tx,
    permit: &Permit<ManageAssets>,
    before: &Asset,
    version: i64,
) -> Result<(), StoreError> {
    let after = before.state.withdraw().map_err(|_| StoreError::Stale)?;
    tx.run_one(WITHDRAW, args![word(&before.id), version]).await?;
    moved(tx, permit, before, after, "asset.withdrawn").await
}

async fn moved(
    tx: &mut Tx,
    permit: &Permit<ManageAssets>,
    before: &Asset,
    after: AssetState,
    event: &'static str,
) -> Result<(), StoreError> {
    let change = Change::of("asset", before.id.as_str()).before(&before.state).after(&after);
    tx.changed(permit, change.event(event)).await
}

/// Puts these zones in the place of all that were there, and says whether copies that break the rules are made.
pub async fn replace_zones(
    tx: &mut Tx,
    permit: &Permit<ManageAssets>,
    before: &Asset,
    version: i64,
    zones: &[Zone],
    strict: bool,
) -> Result<(), StoreError> {
    tx.run_one(PLACE, args![word(&before.id), version, strict]).await?;
    write_zones(tx, &before.id, zones).await?;
    versions::placed(tx, &before.id).await?;
    let change = Change::of("asset", before.id.as_str()).before(&before.zones).after(&zones);
    tx.changed(permit, change.event("asset.zones_placed")).await
}

pub(super) async fn write_zones(tx: &mut Tx, id: &AssetId, zones: &[Zone]) -> Result<(), StoreError> {
    tx.run(DELETE_ZONES, args![word(id)]).await?;
    for zone in zones {
        let fresh: ZoneId = tx.fresh();
        let args = args![
            word(&fresh),
            word(id),
            i64::from(zone.page),
            zone.kind.as_str(),
            zone.x.hundredths(),
            zone.y.hundredths(),
            zone.width.hundredths(),
            zone.height.hundredths(),
            json(&zone.look)?
        ];
        tx.run(INSERT_ZONE, args).await?;
    }
    Ok(())
}

pub(super) fn json<T: Serialize + ?Sized>(value: &T) -> Result<String, StoreError> {
    serde_json::to_string(value)
        .map_err(|e| StoreError::Corrupt { column: "pages".into(), cause: e.to_string() })
}
