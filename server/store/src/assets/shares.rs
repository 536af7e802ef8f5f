//! Links by which somebody outside gets one asset. The secret of a link is not kept, only its SHA-256.
//!
//! A link is worth what its maker is today: it leads nowhere once the person is closed or belongs somewhere else, and the
//! asset behind it is found within what the maker's organisation reaches on that day.

use crate::audit::Change;
use crate::db::{Read, Tx};
use crate::error::StoreError;
use crate::people::secret_hash;
use crate::row::Row;
use crate::value::{maybe, word};
use crate::{args, statements};
use domain::access::{OverShares, Permit, Scope};
use domain::assets::{Asset, Share};
use domain::id::{AssetId, PartnerId, PersonId, ShareId, ShareTakeId};
use domain::time::Instant;
use serde::Serialize;

/// Links that one list shows.
const LIST_MOST: i64 = 200;

/// The columns of a link in a list.
macro_rules! share {
    () => {
        "SELECT s.id, s.asset_id, s.cobranded, s.takes_most, s.takes, s.expires_at, s.revoked_at, s.created_at,
            (s.password_hash IS NOT NULL) AS has_password, a.title, p.name AS person_name, o.name AS partner_name
            FROM shares s JOIN assets a ON a.id = s.asset_id JOIN people p ON p.id = s.person_id
            LEFT JOIN partners o ON o.id = s.partner_id WHERE "
    };
}

statements! {
    INSERT = "INSERT INTO shares (id, token_hash, asset_id, person_id, partner_id, cobranded, password_hash, takes_most, takes,
        expires_at, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, $9, $10)";
    LIST = scoped(share!(), "s.partner_id", "AND ($2 = '' OR s.asset_id = $2) ORDER BY s.id DESC LIMIT $3");
    ONE = scoped(share!(), "s.partner_id", "AND s.id = $2");
    // Whoever made it has to be somebody who could make it today: a closed person or one who belongs somewhere else now is
    // not.
    BY_TOKEN = "SELECT s.id, s.asset_id, s.partner_id, s.cobranded, s.password_hash, s.takes_most, s.takes, s.expires_at,
        s.revoked_at, s.person_id,
        (p.active AND ((s.partner_id IS NULL AND p.role IN ('administrator', 'marketing')) OR s.partner_id = p.partner_id)) AS vouched
        FROM shares s JOIN people p ON p.id = s.person_id WHERE s.token_hash = $1";
    REVOKE = "UPDATE shares SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL";
    // The conditions once more: of two who take the last one at the same time one gets it.
    TAKE = "UPDATE shares SET takes = takes + 1 WHERE id = $1 AND revoked_at IS NULL AND expires_at > $2
        AND (takes_most IS NULL OR takes < takes_most)";
    NOTE = "INSERT INTO share_takes (id, share_id, at) VALUES ($1, $2, $3)";
    TAKES = "SELECT at FROM share_takes WHERE share_id = $1 ORDER BY id DESC LIMIT $2";
}

/// A link to be made.
#[derive(Debug, Clone, Serialize)]
pub struct NewShare {
    /// Until when it is good.
    pub expires_at: Instant,
    /// How often the file may be taken.
    pub takes_most: Option<i64>,
    /// Whether it is the copy with the partner's brand on it.
    pub cobranded: bool,
    /// PHC string of its password.
    #[serde(skip)]
    pub password_hash: Option<String>,
}

/// A link in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShareRow {
    /// How it stands.
    pub share: Share,
    /// To what.
    pub asset: AssetId,
    /// What that is called.
    pub title: String,
    /// Whether with the partner's brand.
    pub cobranded: bool,
    /// Whether behind a password.
    pub has_password: bool,
    /// Who made it.
    pub person: String,
    /// Whose copy it is; `None` for the vendor's.
    pub partner: Option<String>,
    /// When it was made.
    pub created_at: Instant,
}

fn share(row: &Row) -> Result<Share, StoreError> {
    Ok(Share {
        id: row.word("id")?,
        expires_at: row.at("expires_at")?,
        revoked_at: row.maybe_at("revoked_at")?,
        takes_most: row.maybe_int("takes_most")?,
        takes: row.int("takes")?,
    })
}

fn as_row(row: &Row) -> Result<ShareRow, StoreError> {
    Ok(ShareRow {
        share: share(row)?,
        asset: row.word("asset_id")?,
        title: row.text("title")?,
        cobranded: row.flag("cobranded")?,
        has_password: row.flag("has_password")?,
        person: row.text("person_name")?,
        partner: row.maybe_text("partner_name")?,
        created_at: row.at("created_at")?,
    })
}

/// Makes a link to an asset that was found within its maker's scope.
pub async fn make<A: OverShares>(
    tx: &mut Tx,
    permit: &Permit<A>,
    asset: &Asset,
    new: &NewShare,
    secret: &str,
) -> Result<ShareId, StoreError> {
    let id: ShareId = tx.fresh();
    let (now, partner) = (tx.now(), permit.act().partner());
    let args = args![
        word(&id),
        secret_hash(secret),
        word(&asset.id),
        maybe(permit.who().person.as_ref()),
        maybe(partner),
        new.cobranded,
        new.password_hash.clone(),
        new.takes_most,
        new.expires_at,
        now
    ];
    tx.run(INSERT, args).await?;
    let change = Change::of("share", id.as_str()).after(&(&asset.id, new)).event("share.made");
    tx.changed(permit, with_partner(change, partner)).await?;
    Ok(id)
}

fn with_partner<'a>(change: Change<'a>, partner: Option<&'a PartnerId>) -> Change<'a> {
    match partner {
        Some(partner) => change.partner(partner),
        None => change,
    }
}

/// The links of the scope, newest first; of one asset where one is named.
pub async fn list(
    read: &mut Read,
    scope: &Scope,
    asset: Option<&AssetId>,
) -> Result<Vec<ShareRow>, StoreError> {
    let (statement, first) = LIST.within(scope);
    let asset = asset.map_or(String::new(), AssetId::to_string);
    read.all(statement, vec![first, asset.into(), LIST_MOST.into()]).await?.iter().map(as_row).collect()
}

/// One link of the scope.
pub async fn find(read: &mut Read, scope: &Scope, id: &ShareId) -> Result<Option<ShareRow>, StoreError> {
    let (statement, first) = ONE.within(scope);
    read.one(statement, vec![first, word(id)]).await?.as_ref().map(as_row).transpose()
}

/// Takes a link back that was found within the scope; not twice.
pub async fn revoke<A: OverShares>(
    tx: &mut Tx,
    permit: &Permit<A>,
    before: &ShareRow,
) -> Result<(), StoreError> {
    let now = tx.now();
    tx.run_one(REVOKE, args![word(&before.share.id), now]).await?;
    let change = Change::of("share", before.share.id.as_str()).before(&before.share).event("share.revoked");
    tx.changed(permit, with_partner(change, permit.act().partner())).await
}

/// A link as whoever has it finds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// How it stands.
    pub share: Share,
    /// To what.
    pub asset: AssetId,
    /// Who made it.
    pub person: PersonId,
    /// Whose copy it is; `None` for the vendor's.
    pub partner: Option<PartnerId>,
    /// Whether with the partner's brand.
    pub cobranded: bool,
    /// What has to be known beside the link, as PHC string.
    pub password_hash: Option<String>,
    /// Whether its maker could make it today.
    pub is_vouched_for: bool,
}

/// The link of this secret, whatever has become of it.
pub async fn by_secret(read: &mut Read, secret: &str) -> Result<Option<Found>, StoreError> {
    let Some(row) = read.one(BY_TOKEN, args![secret_hash(secret)]).await? else { return Ok(None) };
    Ok(Some(Found {
        share: share(&row)?,
        asset: row.word("asset_id")?,
        person: row.word("person_id")?,
        partner: row.maybe_word("partner_id")?,
        cobranded: row.flag("cobranded")?,
        password_hash: row.maybe_text("password_hash")?,
        is_vouched_for: row.flag("vouched")?,
    }))
}

/// Counts one taking of the file.
///
/// # Errors
///
/// [`StoreError::Stale`] when the link is good no more, or was taken as often as it may be.
pub async fn take(tx: &mut Tx, share: &ShareId) -> Result<(), StoreError> {
    let now = tx.now();
    tx.run_one(TAKE, args![word(share), now]).await?;
    let id: ShareTakeId = tx.fresh();
    tx.run(NOTE, args![word(&id), word(share), now]).await.map(drop)
}

/// When the file of a link was taken lately. Whoever calls has found the link within the caller's scope.
pub async fn takes(read: &mut Read, share: &ShareId, most: i64) -> Result<Vec<Instant>, StoreError> {
    read.all(TAKES, args![word(share), most]).await?.iter().map(|row| row.at("at")).collect()
}
