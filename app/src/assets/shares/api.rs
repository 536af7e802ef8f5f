//! What people ask about links, and what a link tells whoever has it.

use crate::api::ApiError;
use crate::api::access::Gate;
use crate::api::rows::Rows;
use domain::access::Role;
use domain::assets::{AssetKind, ShareForm, ShareState};
use domain::id::{AssetId, ShareId};
use domain::time::Instant;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use crate::api::{Desk, Portal};
#[cfg(feature = "ssr")]
use domain::access::{ManageAssets, Permit, Scope, ShareAssets, Subject};
#[cfg(feature = "ssr")]
use domain::assets::Asset;
#[cfg(feature = "ssr")]
use domain::partners::Partner;
#[cfg(feature = "ssr")]
use store::assets::shares::{self, Found, NewShare, ShareRow};

const SHARERS: Gate =
    Gate::Roles(&[Role::Administrator, Role::Marketing, Role::PartnerAdministrator, Role::PartnerUser]);

/// Who may ask.
pub const GATES: &[(&str, Gate)] = &[
    ("/api/shares/list", SHARERS),
    ("/api/shares/make", SHARERS),
    ("/api/shares/revoke", SHARERS),
    ("/api/shares/open", Gate::Anyone),
];

/// A link in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShareLine {
    /// Which.
    pub id: ShareId,
    /// To what.
    pub asset: AssetId,
    /// What that is called.
    pub title: String,
    /// How it stands.
    pub state: ShareState,
    /// Until when it is good.
    pub expires_at: Instant,
    /// How often the file was taken.
    pub takes: i64,
    /// How often it may be.
    pub takes_most: Option<i64>,
    /// Whether behind a password.
    pub has_password: bool,
    /// Whether with the partner's brand.
    pub cobranded: bool,
    /// Who made it.
    pub person: String,
    /// Whose copy it is; `None` for the vendor's.
    pub partner: Option<String>,
}

/// Links, and what new ones may be.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shares {
    /// The links.
    pub lines: Vec<ShareLine>,
    /// The most days that a new one is good for.
    pub days_most: i64,
}

/// The links that the caller sees; of one asset where one is named.
#[cfg(feature = "ssr")]
pub async fn shares_of(
    desk: &Desk,
    read: &mut store::Read,
    asset: Option<&AssetId>,
) -> Result<Shares, ApiError> {
    let now = desk.now();
    let rows = shares::list(read, &desk.actor.scope(Subject::Assets), asset).await?;
    let line = |row: ShareRow| ShareLine {
        state: row.share.state(now),
        id: row.share.id,
        asset: row.asset,
        title: row.title,
        expires_at: row.share.expires_at,
        takes: row.share.takes,
        takes_most: row.share.takes_most,
        has_password: row.has_password,
        cobranded: row.cobranded,
        person: row.person,
        partner: row.partner,
    };
    Ok(Shares { lines: rows.into_iter().map(line).collect(), days_most: desk.share_days_most() })
}

/// Every link of the caller's organisation; of all for marketing.
#[server(endpoint = "shares/list", input = GetUrl, output = Rows)]
pub async fn list_shares() -> Result<Shares, ApiError> {
    let desk = Desk::open().await?;
    shares_of(&desk, &mut desk.read().await?, None).await
}

/// By which right somebody keeps links.
#[cfg(feature = "ssr")]
enum May {
    Vendor(Permit<ManageAssets>),
    Partner(Permit<ShareAssets>),
}

#[cfg(feature = "ssr")]
impl May {
    fn of(desk: &Desk) -> Result<Self, ApiError> {
        Ok(match desk.profile().partner_id() {
            Some(own) => Self::Partner(desk.actor.permit(ShareAssets { partner: own.clone() })?),
            None => Self::Vendor(desk.actor.permit(ManageAssets)?),
        })
    }
}

/// Makes a link to an asset that the caller reaches; answers it, which is shown once.
#[server(endpoint = "shares/make", output = Rows)]
pub async fn make_share(#[server(flatten)] form: ShareForm) -> Result<String, ApiError> {
    let desk = Desk::open().await?;
    let may = May::of(&desk)?;
    let wanted = form.check(desk.share_days_most())?;
    let id: AssetId = form.asset.parse()?;
    let scope = desk.actor.scope(Subject::Assets);
    let (now, today) = (desk.now(), desk.now().day());
    let mut read = desk.read().await?;
    let asset = store::assets::find(&mut read, &scope, &id, today).await?.ok_or(ApiError::Missing)?;
    drop(read);
    let password_hash = match wanted.password {
        Some(password) => Some(desk.hash_password(password).await?),
        None => None,
    };
    let cobranded = matches!(may, May::Partner(_)) && wanted.branded && asset.takes_a_brand();
    let new = NewShare {
        expires_at: now.plus_days(wanted.days),
        takes_most: wanted.takes,
        cobranded,
        password_hash,
    };
    let secret = crate::api::secret();
    let mut tx = desk.begin().await?;
    match &may {
        May::Vendor(permit) => shares::make(&mut tx, permit, &asset, &new, &secret).await?,
        May::Partner(permit) => shares::make(&mut tx, permit, &asset, &new, &secret).await?,
    };
    tx.commit().await?;
    Ok(format!("{}/s/{secret}", desk.origin()))
}

/// Takes a link back; it leads nowhere from then on.
#[server(endpoint = "shares/revoke", output = Rows)]
pub async fn revoke_share(share: String) -> Result<(), ApiError> {
    let desk = Desk::open().await?;
    let may = May::of(&desk)?;
    let mut tx = desk.begin().await?;
    let scope = desk.actor.scope(Subject::Assets);
    let before = shares::find(&mut tx, &scope, &share.parse()?).await?.ok_or(ApiError::Missing)?;
    match &may {
        May::Vendor(permit) => shares::revoke(&mut tx, permit, &before).await?,
        May::Partner(permit) => shares::revoke(&mut tx, permit, &before).await?,
    }
    tx.commit().await?;
    Ok(())
}

/// The links whose passwords this browser has given.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unlocked(pub Vec<String>);

/// Where a link leads now.
#[cfg(feature = "ssr")]
#[derive(Debug)]
pub enum Way {
    /// Nowhere: there is no such link.
    Unknown,
    /// Nowhere any more: its time or its takes are over, or it, its asset or its maker are gone.
    Gone,
    /// To this asset, in this partner's copy if it is one's.
    To(Box<(Found, Asset, Option<Partner>)>),
}

/// Follows the link of this secret as it stands now. Whether its password was given is for the caller to see.
#[cfg(feature = "ssr")]
pub async fn follow(portal: &Portal, secret: &str) -> Result<Way, ApiError> {
    let now = (portal.clock)();
    let mut read = portal.store.read().await?;
    let Some(found) = shares::by_secret(&mut read, secret).await? else { return Ok(Way::Unknown) };
    if !found.is_vouched_for || matches!(found.share.state(now), ShareState::Revoked | ShareState::Expired) {
        return Ok(Way::Gone);
    }
    let scope = found.partner.clone().map_or(Scope::All, Scope::Partner);
    let today = now.day();
    let asset = store::assets::find(&mut read, &scope, &found.asset, today).await?;
    // Marketing's own links are for what is published, too.
    let Some(asset) = asset.filter(|asset| asset.is_reachable(today)) else { return Ok(Way::Gone) };
    let partner = match &found.partner {
        Some(id) => store::partners::find(&mut read, &scope, id).await?,
        None => None,
    };
    Ok(Way::To(Box::new((found, asset, partner))))
}

/// What a link tells whoever has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Opened {
    /// It leads nowhere any more.
    Gone,
    /// It was taken as often as it may be.
    UsedUp,
    /// Its password has to be given first; nothing is said of the asset until then.
    Locked,
    /// What is behind it.
    Open(Box<SharedAsset>),
}

/// What is behind a link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SharedAsset {
    /// Title.
    pub title: String,
    /// A few lines about it; may be empty.
    pub description: String,
    /// What it is for.
    pub kind: AssetKind,
    /// BCP 47 tag.
    pub language: String,
    /// Length in bytes of the vendor's file.
    pub bytes: i64,
    /// Whether there is a small picture of it.
    pub is_pictured: bool,
    /// Who gives it.
    pub from: String,
    /// Until when the link is good.
    pub expires_at: Instant,
}

/// What is behind a link, for whoever has it.
#[server(endpoint = "shares/open", input = GetUrl, output = Rows)]
pub async fn open_share(token: String) -> Result<Opened, ApiError> {
    let portal = Desk::portal()?;
    let (found, asset, partner) = match follow(&portal, &token).await? {
        Way::Unknown => return Err(ApiError::Missing),
        Way::Gone => return Ok(Opened::Gone),
        Way::To(way) => *way,
    };
    if found.password_hash.is_some() && !is_unlocked(&found.share.id) {
        return Ok(Opened::Locked);
    }
    if found.share.state((portal.clock)()) == ShareState::UsedUp {
        return Ok(Opened::UsedUp);
    }
    let from = match partner {
        Some(partner) => partner.name,
        None => portal.look().await.name,
    };
    Ok(Opened::Open(Box::new(SharedAsset {
        title: asset.title,
        description: asset.description,
        kind: asset.kind,
        language: asset.language,
        bytes: asset.file.bytes,
        is_pictured: asset.file.media.has_picture(asset.has_still),
        from,
        expires_at: found.share.expires_at,
    })))
}

#[cfg(feature = "ssr")]
fn is_unlocked(share: &ShareId) -> bool {
    let parts: Option<http::request::Parts> = use_context();
    let given = parts.and_then(|parts| parts.extensions.get::<Unlocked>().cloned()).unwrap_or_default();
    given.0.iter().any(|given| given == share.as_str())
}
