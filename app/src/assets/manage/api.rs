//! What marketing asks about collateral.

use crate::api::ApiError;
use crate::api::access::Gate;
use crate::api::rows::Rows;
use crate::assets::shares::Shares;
use domain::access::Role;
use domain::assets::{Asset, AssetForm, Finding, Media, PageSize, Version, Zone, ZonesForm};
use domain::id::AssetId;
use domain::time::{Day, Instant};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use crate::api::Desk;
#[cfg(feature = "ssr")]
use crate::assets::shares::shares_of;
#[cfg(feature = "ssr")]
use domain::access::{ManageAssets, Subject};
#[cfg(feature = "ssr")]
use domain::assets::{may_replace, zones_kept};
#[cfg(feature = "ssr")]
use store::assets::{changes, downloads, versions};

const MARKETING: Gate = Gate::Roles(&[Role::Administrator, Role::Marketing]);

/// Who may ask.
pub const GATES: &[(&str, Gate)] = &[
    ("/api/assets/editing", MARKETING),
    ("/api/assets/placing", MARKETING),
    ("/api/assets/save", MARKETING),
    ("/api/assets/zones", MARKETING),
    ("/api/assets/findings", MARKETING),
    ("/api/assets/publish", MARKETING),
    ("/api/assets/withdraw", MARKETING),
    ("/api/assets/restore", MARKETING),
];

/// How many downloads stand beside an asset.
#[cfg(feature = "ssr")]
const LATEST_DOWNLOADS: i64 = 10;

/// A download in the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DownloadLine {
    /// When.
    pub at: Instant,
    /// Who.
    pub person: String,
    /// Of which partner.
    pub partner: Option<String>,
    /// Whether with the partner's brand.
    pub cobranded: bool,
}

/// An asset with all that marketing knows of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ManagedAsset {
    /// The asset.
    pub asset: Asset,
    /// The files that it has had, the newest first.
    pub versions: Vec<Version>,
    /// Who took it lately.
    pub downloads: Vec<DownloadLine>,
    /// The links to it.
    pub shares: Shares,
    /// The day on which this was asked.
    pub today: Day,
}

/// One asset for its editors.
#[server(endpoint = "assets/editing", input = GetUrl, output = Rows)]
pub async fn asset_for_editing(id: String) -> Result<ManagedAsset, ApiError> {
    let desk = Desk::open().await?;
    let permit = desk.actor.permit(ManageAssets)?;
    let mut read = desk.read().await?;
    let today = desk.now().day();
    let scope = desk.actor.scope(Subject::Assets);
    let asset =
        store::assets::find(&mut read, &scope, &id.parse()?, today).await?.ok_or(ApiError::Missing)?;
    let rows = downloads::latest(&mut read, &permit, &asset.id, LATEST_DOWNLOADS).await?;
    let line = |row: downloads::DownloadRow| DownloadLine {
        at: row.at,
        person: row.person,
        partner: row.partner,
        cobranded: row.cobranded,
    };
    let shares = shares_of(&desk, &mut read, Some(&asset.id)).await?;
    let versions = versions::list(&mut read, &permit, &asset.id).await?;
    Ok(ManagedAsset { asset, versions, shares, downloads: rows.into_iter().map(line).collect(), today })
}

/// An asset as the editor of its zones needs it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ZonedAsset {
    /// Which.
    pub id: AssetId,
    /// Title.
    pub title: String,
    /// Counts changes, so that zones placed on an older state are noticed.
    pub version: i64,
    /// What its file is.
    pub media: Media,
    /// The sizes of its pages; empty where nothing can be laid over.
    pub pages: Vec<PageSize>,
    /// Where the partner's brand goes.
    pub zones: Vec<Zone>,
    /// Whether no copy is made that breaks the rules of logos.
    pub strict: bool,
}

/// One asset for whoever places its zones.
#[server(endpoint = "assets/placing", input = GetUrl, output = Rows)]
pub async fn asset_for_placing(id: String) -> Result<ZonedAsset, ApiError> {
    let desk = Desk::open().await?;
    desk.actor.permit(ManageAssets)?;
    let mut read = desk.read().await?;
    let (scope, today) = (desk.actor.scope(Subject::Assets), desk.now().day());
    let asset =
        store::assets::find(&mut read, &scope, &id.parse()?, today).await?.ok_or(ApiError::Missing)?;
    let Asset { id, title, version, file, pages, zones, strict, .. } = asset;
    Ok(ZonedAsset { id, title, version, media: file.media, pages, zones, strict })
}

/// Changes what is said of an asset.
#[server(endpoint = "assets/save", output = Rows)]
pub async fn save_asset(#[server(flatten)] form: AssetForm) -> Result<(), ApiError> {
    let desk = Desk::open().await?;
    let new = form.check()?;
    let permit = desk.actor.permit(ManageAssets)?;
    let mut tx = desk.begin().await?;
    let (before, version) = before(&desk, &mut tx, &form.id, &form.version).await?;
    before.takes(&new)?;
    changes::change(&mut tx, &permit, &before, version, &new).await?;
    tx.commit().await?;
    leptos_axum::redirect(&format!("/assets/manage/{}?saved=1", before.id));
    Ok(())
}

/// Puts these zones in the place of all that were there, if a brand can be laid over the file at them.
#[server(endpoint = "assets/zones", output = Rows)]
pub async fn place_zones(#[server(flatten)] form: ZonesForm) -> Result<(), ApiError> {
    let desk = Desk::open().await?;
    let permit = desk.actor.permit(ManageAssets)?;
    let mut read = desk.read().await?;
    let (before, version) = before(&desk, &mut read, &form.id, &form.version).await?;
    // Nobody waits for the rows while a document is worked on.
    drop(read);
    let zones = form.check(&before.pages)?;
    if !zones.is_empty() {
        desk.try_zones(&before.file, &zones).await?;
    }
    let mut tx = desk.begin().await?;
    changes::replace_zones(&mut tx, &permit, &before, version, &zones, form.strict == "true").await?;
    tx.commit().await?;
    leptos_axum::redirect(&format!("/assets/manage/{}/zones?saved=1", before.id));
    Ok(())
}

/// What would be wrong with every partner's copy, whatever its logo and contact.
#[server(endpoint = "assets/findings", input = GetUrl, output = Rows)]
pub async fn zone_findings(id: String) -> Result<Vec<Finding>, ApiError> {
    let desk = Desk::open().await?;
    desk.actor.permit(ManageAssets)?;
    let scope = desk.actor.scope(Subject::Assets);
    let mut read = desk.read().await?;
    let found = store::assets::find(&mut read, &scope, &id.parse()?, desk.now().day()).await?;
    let asset = found.ok_or(ApiError::Missing)?;
    drop(read);
    // A file that can't be looked at now is no reason to keep anybody from its zones.
    let findings = desk.judge(&asset, &nobody()).await.unwrap_or_default();
    let of_all = |finding: &Finding| !matches!(finding.what, domain::assets::Problem::Missing { .. });
    Ok(findings.into_iter().filter(of_all).collect())
}

/// A partner that has said nothing of itself yet.
#[cfg(feature = "ssr")]
fn nobody() -> domain::partners::Partner {
    domain::partners::Partner {
        id: domain::id::PartnerId::new(domain::time::Instant::from_millis(0), [0; 10]),
        name: String::new(),
        domains: Vec::new(),
        types: Vec::new(),
        tier: domain::partners::Tier::Registered,
        region: domain::partners::Region::Emea,
        parent: None,
        manager: None,
        contact: Default::default(),
        logo: None,
        version: 0,
    }
}

/// Gives an asset to partners.
#[server(endpoint = "assets/publish", output = Rows)]
pub async fn publish_asset(id: String, version: String) -> Result<(), ApiError> {
    let desk = Desk::open().await?;
    let permit = desk.actor.permit(ManageAssets)?;
    let mut tx = desk.begin().await?;
    let (before, version) = before(&desk, &mut tx, &id, &version).await?;
    before.may_publish(desk.now().day())?;
    changes::publish(&mut tx, &permit, &before, version).await?;
    tx.commit().await?;
    leptos_axum::redirect(&format!("/assets/manage/{}", before.id));
    Ok(())
}

/// Takes an asset back from partners.
#[server(endpoint = "assets/withdraw", output = Rows)]
pub async fn withdraw_asset(id: String, version: String) -> Result<(), ApiError> {
    let desk = Desk::open().await?;
    let permit = desk.actor.permit(ManageAssets)?;
    let mut tx = desk.begin().await?;
    let (before, version) = before(&desk, &mut tx, &id, &version).await?;
    changes::withdraw(&mut tx, &permit, &before, version).await?;
    tx.commit().await?;
    leptos_axum::redirect(&format!("/assets/manage/{}", before.id));
    Ok(())
}

/// Makes an older file of an asset its newest, if a brand can be laid over it where there are zones for one.
#[server(endpoint = "assets/restore", output = Rows)]
pub async fn restore_version(id: String, version: String, number: i64) -> Result<(), ApiError> {
    let desk = Desk::open().await?;
    let permit = desk.actor.permit(ManageAssets)?;
    let mut read = desk.read().await?;
    let (before, version) = before(&desk, &mut read, &id, &version).await?;
    let old = versions::find(&mut read, &permit, &before.id, number).await?.ok_or(ApiError::Missing)?;
    drop(read);
    may_replace(&before.file, &old.file.sha256).map_err(|_| ApiError::Conflict)?;
    let zones = zones_kept(&before.zones, &before.pages, &old.pages).zones;
    if !zones.is_empty() {
        desk.try_zones(&old.file, &zones).await?;
    }
    let mut tx = desk.begin().await?;
    versions::restore(&mut tx, &permit, &before, version, &old).await?;
    tx.commit().await?;
    leptos_axum::redirect(&format!("/assets/manage/{}?saved=1", before.id));
    Ok(())
}

#[cfg(feature = "ssr")]
pub(super) async fn before(
    desk: &Desk,
    read: &mut store::Read,
    id: &str,
    version: &str,
) -> Result<(Asset, i64), ApiError> {
    let id: AssetId = id.parse()?;
    let version = version.parse().map_err(|_| ApiError::Conflict)?;
    let scope = desk.actor.scope(Subject::Assets);
    let asset = store::assets::find(read, &scope, &id, desk.now().day()).await?.ok_or(ApiError::Missing)?;
    Ok((asset, version))
}
