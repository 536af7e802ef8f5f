//! Who took which file, with or without the brand.

use crate::db::{Read, Tx};
use crate::error::StoreError;
use crate::value::{maybe, word};
use crate::{args, statements};
use domain::access::{Actor, ManageAssets, Permit};
use domain::assets::Asset;
use domain::id::AssetId;
use domain::time::Instant;
use serde::{Deserialize, Serialize};

/// Seconds within which another request of the same person for the same bytes belongs to the same download: viewers and
/// download managers ask for a file in many pieces.
const ONE_DOWNLOAD_SECONDS: i64 = 600;

statements! {
    RECENT = "SELECT id FROM downloads WHERE person_id = $1 AND asset_id = $2 AND file_id = $3 AND cobranded = $4 AND at > $5 LIMIT 1";
    INSERT = "INSERT INTO downloads (id, asset_id, file_id, person_id, partner_id, cobranded, at) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    OF_ASSET = "SELECT d.at, d.cobranded, p.name AS person_name, o.name AS partner_name
        FROM downloads d JOIN people p ON p.id = d.person_id LEFT JOIN partners o ON o.id = d.partner_id
        WHERE d.asset_id = $1 ORDER BY d.id DESC LIMIT $2";
}

/// Whether this download is in the log already, begun a short while ago.
pub async fn is_noted(
    read: &mut Read,
    actor: &Actor,
    asset: &Asset,
    cobranded: bool,
    now: Instant,
) -> Result<bool, StoreError> {
    let since = now.plus_seconds(-ONE_DOWNLOAD_SECONDS);
    let person = &actor.profile().person;
    let args = args![word(person), word(&asset.id), word(&asset.file.id), cobranded, since];
    Ok(read.one(RECENT, args).await?.is_some())
}

/// Writes a download into the log. Whoever calls has found the asset within the actor's scope.
pub async fn note(tx: &mut Tx, actor: &Actor, asset: &Asset, cobranded: bool) -> Result<(), StoreError> {
    let now = tx.now();
    if is_noted(tx, actor, asset, cobranded, now).await? {
        return Ok(());
    }
    let id: domain::id::DownloadId = tx.fresh();
    let who = actor.profile();
    let args = args![
        word(&id),
        word(&asset.id),
        word(&asset.file.id),
        word(&who.person),
        maybe(who.partner_id()),
        cobranded,
        now
    ];
    tx.run(INSERT, args).await.map(drop)
}

/// A download in the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DownloadRow {
    /// When.
    pub at: Instant,
    /// Who.
    pub person: String,
    /// Of which partner; `None` for the vendor's own people.
    pub partner: Option<String>,
    /// Whether it bore the partner's brand.
    pub cobranded: bool,
}

/// The latest downloads of an asset.
pub async fn latest(
    read: &mut Read,
    _permit: &Permit<ManageAssets>,
    asset: &AssetId,
    most: i64,
) -> Result<Vec<DownloadRow>, StoreError> {
    read.all(OF_ASSET, args![word(asset), most])
        .await?
        .iter()
        .map(|row| {
            Ok(DownloadRow {
                at: row.at("at")?,
                person: row.text("person_name")?,
                partner: row.maybe_text("partner_name")?,
                cobranded: row.flag("cobranded")?,
            })
        })
        .collect()
}
