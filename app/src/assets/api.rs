//! What partners ask about collateral.

use crate::api::ApiError;
use crate::api::access::Gate;
use crate::api::rows::Rows;
use domain::assets::{AssetKind, Media};
use domain::id::AssetId;
use domain::page::Page;
use domain::time::Day;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use crate::api::Desk;
#[cfg(feature = "ssr")]
use domain::access::Subject;
#[cfg(feature = "ssr")]
use store::assets::{AssetFilter, AssetRow};

/// Who may ask.
pub const GATES: &[(&str, Gate)] = &[
    ("/api/assets/library", Gate::Partner),
    ("/api/assets/find", Gate::Partner),
    ("/api/assets/newest", Gate::Partner),
];

/// How many of the newest stand on the home page.
#[cfg(feature = "ssr")]
const NEWEST: i64 = 4;

/// An asset in the library.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AssetLine {
    /// Which.
    pub id: AssetId,
    /// Title.
    pub title: String,
    /// What it is for.
    pub kind: AssetKind,
    /// BCP 47 tag.
    pub language: String,
    /// Length of the file in bytes.
    pub bytes: i64,
    /// What the file is.
    pub media: Media,
    /// Whether the own brand goes on it.
    pub takes_a_brand: bool,
    /// First day on which it is gone.
    pub expire_on: Option<Day>,
    /// Changes with what the small picture shows.
    pub version: i64,
}

#[cfg(feature = "ssr")]
impl From<AssetRow> for AssetLine {
    fn from(row: AssetRow) -> Self {
        Self {
            id: row.id,
            title: row.title,
            kind: row.kind,
            language: row.language,
            bytes: row.bytes,
            media: row.media,
            takes_a_brand: row.takes_a_brand,
            expire_on: row.expire_on,
            version: row.version,
        }
    }
}

/// One page of the library.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Library {
    /// The assets.
    pub page: Page<AssetLine>,
    /// How many the filter leaves.
    pub count: i64,
    /// Languages that something is there in.
    pub languages: Vec<String>,
}

/// What the caller's organisation reaches today, newest first.
#[server(endpoint = "assets/library", input = GetUrl, output = Rows)]
pub async fn browse_library(
    search: String,
    kind: String,
    language: String,
    after: Option<String>,
) -> Result<Library, ApiError> {
    let desk = Desk::open().await?;
    let scope = desk.actor.scope(Subject::Assets);
    let search = domain::text::optional_line(&search, 100).unwrap_or_default();
    let filter = AssetFilter { search, kind: kind.parse().ok(), language };
    let today = desk.now().day();
    let mut read = desk.read().await?;
    let found = store::assets::library(&mut read, &scope, &filter, after.as_deref(), today).await?;
    let count = store::assets::library_count(&mut read, &scope, &filter, today).await?;
    let languages = store::assets::library_languages(&mut read, &scope, today).await?;
    let page = Page { rows: found.rows.into_iter().map(AssetLine::from).collect(), next: found.next };
    Ok(Library { page, count, languages })
}

/// What a partner sees of an asset.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AssetCard {
    /// Which.
    pub id: AssetId,
    /// Title.
    pub title: String,
    /// What it is for.
    pub kind: AssetKind,
    /// BCP 47 tag.
    pub language: String,
    /// Tags.
    pub tags: Vec<String>,
    /// Length of the vendor's file in bytes.
    pub bytes: i64,
    /// What the file is.
    pub media: Media,
    /// Pages of a PDF; 0 for everything else.
    pub pages: usize,
    /// Whether the own brand goes on it.
    pub takes_a_brand: bool,
    /// First day on which it is gone.
    pub expire_on: Option<Day>,
    /// Counts changes of the asset and of the own brand: pictures of it are asked for anew.
    pub shown: String,
    /// What the own organisation has not given yet: no logo, no contact block.
    pub brand_lacks: BrandLacks,
}

/// What is missing of the own brand.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BrandLacks {
    /// A logo.
    pub logo: bool,
    /// A contact block.
    pub contact: bool,
}

/// One asset that the caller's organisation reaches today.
#[server(endpoint = "assets/find", input = GetUrl, output = Rows)]
pub async fn find_asset(id: String) -> Result<AssetCard, ApiError> {
    let desk = Desk::open().await?;
    let id: AssetId = id.parse()?;
    let mut read = desk.read().await?;
    let scope = desk.actor.scope(Subject::Assets);
    let asset =
        store::assets::find(&mut read, &scope, &id, desk.now().day()).await?.ok_or(ApiError::Missing)?;
    let own = desk.profile().partner_id().ok_or(ApiError::Missing)?;
    let partners = desk.actor.scope(Subject::Partners);
    let partner = store::partners::find(&mut read, &partners, own).await?.ok_or(ApiError::Missing)?;
    let lacks = BrandLacks { logo: partner.logo.is_none(), contact: partner.contact.lines().is_empty() };
    Ok(AssetCard {
        takes_a_brand: asset.takes_a_brand(),
        pages: asset.pages.len(),
        shown: format!("{}-{}", asset.version, partner.version),
        brand_lacks: if asset.takes_a_brand() { lacks } else { BrandLacks::default() },
        id: asset.id,
        title: asset.title,
        kind: asset.kind,
        language: asset.language,
        tags: asset.tags,
        bytes: asset.file.bytes,
        media: asset.file.media,
        expire_on: asset.expire_on,
    })
}

/// The newest collateral for the caller's organisation.
#[server(endpoint = "assets/newest", input = GetUrl, output = Rows)]
pub async fn newest_assets() -> Result<Vec<AssetLine>, ApiError> {
    let desk = Desk::open().await?;
    let scope = desk.actor.scope(Subject::Assets);
    let mut read = desk.read().await?;
    let rows = store::assets::newest(&mut read, &scope, desk.now().day(), NEWEST).await?;
    Ok(rows.into_iter().map(AssetLine::from).collect())
}
