//! What the page for uploads asks.

use crate::api::ApiError;
use crate::api::access::Gate;
use crate::api::rows::Rows;
use domain::access::Role;
use domain::assets::{Asset, AssetKind};
use domain::id::AssetId;
use domain::uploads::Upload;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use crate::api::Desk;
#[cfg(feature = "ssr")]
use crate::assets::manage::api::before;
#[cfg(feature = "ssr")]
use domain::access::ManageAssets;
#[cfg(feature = "ssr")]
use domain::assets::AssetForm;
#[cfg(feature = "ssr")]
use store::assets::changes;

const MARKETING: Gate = Gate::Roles(&[Role::Administrator, Role::Marketing]);

/// Who may ask.
pub const GATES: &[(&str, Gate)] = &[("/api/assets/uploading", MARKETING), ("/api/assets/name", MARKETING)];

/// What an upload became.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// Which.
    pub id: AssetId,
    /// Counts changes.
    pub version: i64,
    /// Made of the file's name, until somebody says better.
    pub title: String,
    /// What it is for.
    pub kind: AssetKind,
}

impl Draft {
    /// Of this asset.
    pub fn of(asset: &Asset) -> Self {
        Self { id: asset.id.clone(), version: asset.version, title: asset.title.clone(), kind: asset.kind }
    }
}

/// What the page begins with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UploadDesk {
    /// Tells one sending of the plain form from the next.
    pub key: String,
    /// The own uploads that can go on.
    pub open: Vec<Upload>,
}

/// What is on its way already.
#[server(endpoint = "assets/uploading", input = GetUrl, output = Rows)]
pub async fn uploads_on_their_way() -> Result<UploadDesk, ApiError> {
    let desk = Desk::open().await?;
    let permit = desk.actor.permit(ManageAssets)?;
    let mut read = desk.read().await?;
    let open = store::uploads::on_their_way(&mut read, &permit, desk.now()).await?;
    Ok(UploadDesk { key: crate::forms::fresh_key().await?, open })
}

/// Calls an asset otherwise, and says what it is for; answers its new version.
#[server(endpoint = "assets/name", output = Rows)]
pub async fn name_asset(id: String, version: String, title: String, kind: String) -> Result<i64, ApiError> {
    let desk = Desk::open().await?;
    let permit = desk.actor.permit(ManageAssets)?;
    let mut tx = desk.begin().await?;
    let (before, version) = before(&desk, &mut tx, &id, &version).await?;
    let new = AssetForm { title, kind, ..AssetForm::of(&before) }.check()?;
    before.takes(&new)?;
    changes::change(&mut tx, &permit, &before, version, &new).await?;
    tx.commit().await?;
    Ok(version + 1)
}
