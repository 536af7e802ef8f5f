//! What partners ask about collateral.

use super::shares::Shares;
use crate::api::ApiError;
use crate::api::access::Gate;
use crate::api::rows::Rows;
use domain::assets::{AssetKind, AssetQuery, Finding, Media};
use domain::id::{AssetId, CollectionId};
use domain::page::Page;
use domain::time::Day;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use super::shares::shares_of;
#[cfg(feature = "ssr")]
use crate::api::Desk;
#[cfg(feature = "ssr")]
use domain::access::Subject;
#[cfg(feature = "ssr")]
use store::assets::AssetRow;
#[cfg(feature = "ssr")]
use store::assets::collections::{self, Shelf};
#[cfg(feature = "ssr")]
use store::assets::library::FacetRow;

/// Who may ask.
pub const GATES: &[(&str, Gate)] = &[
    ("/api/assets/library", Gate::Partner),
    ("/api/assets/find", Gate::Partner),
    ("/api/assets/collection", Gate::Partner),
];

/// How many tags are offered as a filter.
#[cfg(feature = "ssr")]
const TAGS_OFFERED: usize = 15;

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
    /// Whether there is a small picture of it.
    pub is_pictured: bool,
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
            is_pictured: row.media.has_picture(row.has_still),
            takes_a_brand: row.takes_a_brand,
            expire_on: row.expire_on,
            version: row.version,
        }
    }
}

/// One choice of a filter, and how many assets it leaves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FacetLine {
    /// Which filter; `all` for the whole list.
    pub facet: String,
    /// What is chosen.
    pub value: String,
    /// What it is called, where the value is an id.
    pub label: String,
    /// How many are left.
    pub assets: i64,
}

/// As they are offered: what leaves most first, of tags a few and the chosen one.
#[cfg(feature = "ssr")]
pub(crate) fn offered(mut rows: Vec<FacetRow>, query: &AssetQuery) -> Vec<FacetLine> {
    rows.sort_by(|a, b| {
        (&a.facet, b.assets, &a.label, &a.value).cmp(&(&b.facet, a.assets, &b.label, &b.value))
    });
    let mut tags = 0;
    rows.retain(|row| {
        tags += usize::from(row.facet == "tag");
        row.facet != "tag" || tags <= TAGS_OFFERED || row.value == query.tag
    });
    let line = |row: FacetRow| FacetLine {
        facet: row.facet,
        value: row.value,
        label: row.label,
        assets: row.assets,
    };
    rows.into_iter().map(line).collect()
}

/// A collection in the library.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShelfLine {
    /// Which.
    pub id: CollectionId,
    /// Name.
    pub name: String,
    /// How many of its assets are within reach.
    pub assets: i64,
    /// The asset whose picture stands for it, its version, and what it is.
    pub cover: (AssetId, i64, Media),
    /// Whether that has a picture.
    pub is_pictured: bool,
}

#[cfg(feature = "ssr")]
impl From<Shelf> for ShelfLine {
    fn from(shelf: Shelf) -> Self {
        Self {
            id: shelf.id,
            name: shelf.name,
            assets: shelf.assets,
            cover: shelf.cover,
            is_pictured: shelf.is_pictured,
        }
    }
}

/// One page of the library.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Library {
    /// The assets.
    pub page: Page<AssetLine>,
    /// What each choice of each filter leaves.
    pub facets: Vec<FacetLine>,
    /// Collections; none on a list that is narrowed.
    pub collections: Vec<ShelfLine>,
}

/// What the caller's organisation reaches today.
#[server(endpoint = "assets/library", input = GetUrl, output = Rows)]
pub async fn browse_library(#[server(flatten)] query: AssetQuery) -> Result<Library, ApiError> {
    let desk = Desk::open().await?;
    let scope = desk.actor.scope(Subject::Assets);
    let (filter, today) = (query.filter(), desk.now().day());
    let mut read = desk.read().await?;
    let found =
        store::assets::library(&mut read, &scope, &filter, query.sort(), query.after(), today).await?;
    let facets = store::assets::facets(&mut read, &scope, &filter, today).await?;
    let shelves = match query.is_narrowed() || query.after().is_some() {
        true => Vec::new(),
        false => collections::offered(&mut read, &scope, today).await?,
    };
    let page = Page { rows: found.rows.into_iter().map(AssetLine::from).collect(), next: found.next };
    let collections = shelves.into_iter().map(ShelfLine::from).collect();
    Ok(Library { page, facets: offered(facets, &query), collections })
}

/// A collection as far as a partner reaches it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CollectionCard {
    /// Which.
    pub id: CollectionId,
    /// Name.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// Its assets in their order.
    pub assets: Vec<AssetLine>,
}

/// One collection of which the caller's organisation reaches something today.
#[server(endpoint = "assets/collection", input = GetUrl, output = Rows)]
pub async fn find_collection(id: String) -> Result<CollectionCard, ApiError> {
    let desk = Desk::open().await?;
    let id: CollectionId = id.parse()?;
    let mut read = desk.read().await?;
    let scope = desk.actor.scope(Subject::Assets);
    let found = collections::find(&mut read, &scope, &id, desk.now().day()).await?;
    let (collection, assets) = found.ok_or(ApiError::Missing)?;
    Ok(CollectionCard {
        id: collection.id,
        name: collection.name,
        description: collection.description,
        assets: assets.into_iter().map(AssetLine::from).collect(),
    })
}

/// What a partner sees of an asset.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AssetCard {
    /// Which.
    pub id: AssetId,
    /// Title.
    pub title: String,
    /// A few lines about it; may be empty.
    pub description: String,
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
    /// Whether there is a small picture of it.
    pub is_pictured: bool,
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
    /// What is wrong with the own copy.
    pub findings: Vec<Finding>,
    /// Whether no own copy is made because of it.
    pub is_blocked: bool,
    /// The organisation's links to it.
    pub shares: Shares,
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
    let shares = shares_of(&desk, &mut read, Some(&id)).await?;
    drop(read);
    // A file that can't be looked at now is no reason to keep anybody from its page.
    let findings = desk.judge(&asset, &partner).await.unwrap_or_default();
    Ok(AssetCard {
        is_blocked: findings.iter().any(|finding| finding.what.blocks(asset.strict)),
        findings,
        shares,
        takes_a_brand: asset.takes_a_brand(),
        pages: asset.pages.len(),
        shown: format!("{}-{}", asset.version, partner.version),
        brand_lacks: if asset.takes_a_brand() { lacks } else { BrandLacks::default() },
        id: asset.id,
        title: asset.title,
        description: asset.description,
        kind: asset.kind,
        language: asset.language,
        tags: asset.tags,
        bytes: asset.file.bytes,
        is_pictured: asset.file.media.has_picture(asset.has_still),
        media: asset.file.media,
        expire_on: asset.expire_on,
    })
}
