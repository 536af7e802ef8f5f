//! What marketing asks about collections.

use crate::api::ApiError;
use crate::api::access::Gate;
use crate::api::rows::Rows;
use crate::assets::api::AssetLine;
use domain::access::Role;
use domain::assets::{Collection, CollectionForm};
use domain::id::AssetId;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use crate::api::Desk;
#[cfg(feature = "ssr")]
use domain::access::{ManageAssets, Subject};
#[cfg(feature = "ssr")]
use domain::assets::CollectionStep;
#[cfg(feature = "ssr")]
use domain::form::{Fault, Faults};
#[cfg(feature = "ssr")]
use domain::id::CollectionId;
#[cfg(feature = "ssr")]
use store::StoreError;
#[cfg(feature = "ssr")]
use store::assets::collections;

const MARKETING: Gate = Gate::Roles(&[Role::Administrator, Role::Marketing]);

/// Who may ask.
pub const GATES: &[(&str, Gate)] = &[
    ("/api/collections/list", MARKETING),
    ("/api/collections/editing", MARKETING),
    ("/api/collections/make", MARKETING),
    ("/api/collections/save", MARKETING),
    ("/api/collections/step", MARKETING),
    ("/api/collections/remove", MARKETING),
];

/// How many assets are offered to be put in.
#[cfg(feature = "ssr")]
const OFFERED: i64 = 500;

/// Every collection with how many assets it has.
#[server(endpoint = "collections/list", input = GetUrl, output = Rows)]
pub async fn list_collections() -> Result<Vec<(Collection, i64)>, ApiError> {
    let desk = Desk::open().await?;
    let permit = desk.actor.permit(ManageAssets)?;
    Ok(collections::list(&mut desk.read().await?, &permit).await?)
}

/// A collection with all that marketing knows of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EditedCollection {
    /// The collection.
    pub collection: Collection,
    /// Its assets in their order.
    pub assets: Vec<AssetLine>,
    /// What can be put in.
    pub others: Vec<(AssetId, String)>,
}

/// One collection for its editors.
#[server(endpoint = "collections/editing", input = GetUrl, output = Rows)]
pub async fn collection_for_editing(id: String) -> Result<EditedCollection, ApiError> {
    let desk = Desk::open().await?;
    let permit = desk.actor.permit(ManageAssets)?;
    let id: CollectionId = id.parse()?;
    let mut read = desk.read().await?;
    let scope = desk.actor.scope(Subject::Assets);
    let found = collections::find(&mut read, &scope, &id, desk.now().day()).await?;
    let (collection, assets) = found.ok_or(ApiError::Missing)?;
    let others = collections::others(&mut read, &permit, &id, OFFERED).await?;
    Ok(EditedCollection { collection, assets: assets.into_iter().map(AssetLine::from).collect(), others })
}

/// Makes an empty collection; the same form sent again leads to the one that is there.
#[server(endpoint = "collections/make", output = Rows)]
pub async fn make_collection(#[server(flatten)] form: CollectionForm) -> Result<(), ApiError> {
    let desk = Desk::open().await?;
    let new = form.check()?;
    let key = domain::text::line(&form.key, 64).map_err(|_| Faults::new())?;
    let permit = desk.actor.permit(ManageAssets)?;
    let mut tx = desk.begin().await?;
    let id = match collections::by_key(&mut tx, &permit, &key).await? {
        Some(known) => known,
        None => {
            let id = collections::make(&mut tx, &permit, &new, &key).await?;
            tx.commit().await?;
            id
        }
    };
    leptos_axum::redirect(&format!("/assets/manage/collections/{id}"));
    Ok(())
}

/// Changes what is said of a collection.
#[server(endpoint = "collections/save", output = Rows)]
pub async fn save_collection(#[server(flatten)] form: CollectionForm) -> Result<(), ApiError> {
    let desk = Desk::open().await?;
    let new = form.check()?;
    let permit = desk.actor.permit(ManageAssets)?;
    let mut tx = desk.begin().await?;
    let (before, version) = before(&desk, &mut tx, &form.id, &form.version).await?;
    collections::change(&mut tx, &permit, &before, version, &new).await?;
    tx.commit().await?;
    leptos_axum::redirect(&format!("/assets/manage/collections/{}?saved=1", before.id));
    Ok(())
}

/// Puts an asset in or takes it out, moves it, or makes its picture that of the collection.
#[server(endpoint = "collections/step", output = Rows)]
pub async fn step_in_collection(
    id: String,
    version: String,
    asset: String,
    step: String,
) -> Result<(), ApiError> {
    let desk = Desk::open().await?;
    let permit = desk.actor.permit(ManageAssets)?;
    let asset: AssetId = asset.parse().map_err(|_| Faults::of("asset", Fault::Missing))?;
    let step: CollectionStep = step.parse().map_err(|_| Faults::new())?;
    let mut tx = desk.begin().await?;
    let (before, version) = before(&desk, &mut tx, &id, &version).await?;
    let scope = desk.actor.scope(Subject::Assets);
    store::assets::find(&mut tx, &scope, &asset, desk.now().day()).await?.ok_or(ApiError::Missing)?;
    let order = step.order(&collections::order(&mut tx, &permit, &before.id).await?, &asset)?;
    collections::step(&mut tx, &permit, &before, version, (step, &asset), &order).await?;
    tx.commit().await?;
    leptos_axum::redirect(&format!("/assets/manage/collections/{}", before.id));
    Ok(())
}

/// Takes a collection apart; its assets stay.
#[server(endpoint = "collections/remove", output = Rows)]
pub async fn remove_collection(id: String, version: String) -> Result<(), ApiError> {
    let desk = Desk::open().await?;
    let permit = desk.actor.permit(ManageAssets)?;
    let mut tx = desk.begin().await?;
    let (before, version) = before(&desk, &mut tx, &id, &version).await?;
    collections::remove(&mut tx, &permit, &before, version).await?;
    tx.commit().await?;
    leptos_axum::redirect("/assets/manage/collections");
    Ok(())
}

#[cfg(feature = "ssr")]
async fn before(
    desk: &Desk,
    read: &mut store::Read,
    id: &str,
    version: &str,
) -> Result<(Collection, i64), ApiError> {
    let id: CollectionId = id.parse()?;
    let version = version.parse().map_err(|_| StoreError::Stale)?;
    let scope = desk.actor.scope(Subject::Assets);
    let found = collections::find(read, &scope, &id, desk.now().day()).await?;
    Ok((found.ok_or(ApiError::Missing)?.0, version))
}
