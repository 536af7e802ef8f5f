//! Collections of the demo programme, and a few links that its people have made. Nobody knows their secrets.

use super::SeedError;
use crate::state::State;
use domain::access::{Actor, ManageAssets, Permit, Scope, ShareAssets, Subject};
use domain::assets::{CollectionDetails, CollectionStep};
use domain::id::{AssetId, PartnerId};
use domain::lists::{List, View};
use store::assets::collections;
use store::assets::shares::{self, NewShare};
use store::{StoreError, Tx};

struct Shelf {
    name: &'static str,
    description: &'static str,
    /// Words that find what is in it.
    words: &'static [&'static str],
}

const SHELVES: [Shelf; 3] = [
    Shelf {
        name: "A first talk with a customer",
        description: "What to have with you when you meet somebody for the first time.\nTake all of it with your own name on it.",
        words: &["edge routers", "city hospital"],
    },
    Shelf {
        name: "Storage in spring",
        description: "For the campaign from March to May.",
        words: &["spring campaign", "storage arrays"],
    },
    Shelf { name: "For next quarter", description: "", words: &["support plans"] },
];

/// Plants collections and links.
pub(super) async fn plant(state: &State, partners: &[PartnerId]) -> Result<(), SeedError> {
    let mut sharers = Vec::new();
    for partner in partners.iter().take(2) {
        sharers.push(super::deals::person_of(&state.portal.store, partner).await?);
    }
    let permit = Permit::of_the_portal(ManageAssets);
    let mut tx = state.portal.store.begin(state.now()).await?;
    for shelf in &SHELVES {
        let new = CollectionDetails { name: shelf.name.into(), description: shelf.description.into() };
        let key = format!("demo-{}", shelf.name);
        let id = collections::make(&mut tx, &permit, &new, &key).await?;
        for words in shelf.words {
            let asset = found(&mut tx, &permit, words).await?;
            let today = tx.now().day();
            let (before, _) =
                collections::find(&mut tx, &Scope::All, &id, today).await?.ok_or(StoreError::Stale)?;
            let order = collections::order(&mut tx, &permit, &id).await?;
            let order = CollectionStep::Add.order(&order, &asset).map_err(|_| StoreError::Stale)?;
            let step = (CollectionStep::Add, &asset);
            collections::step(&mut tx, &permit, &before, before.version, step, &order).await?;
        }
    }
    for (n, words, days, takes) in
        [(0, "edge routers", 30, None), (0, "city hospital", 7, Some(5)), (1, "edge routers", 14, None)]
    {
        let asset = found(&mut tx, &permit, words).await?;
        let actor: &Actor = sharers.get(n).ok_or(StoreError::Stale)?;
        share(&mut tx, actor, &asset, (days, takes)).await?;
    }
    Ok(tx.commit().await?)
}

async fn found(tx: &mut Tx, permit: &Permit<ManageAssets>, words: &str) -> Result<AssetId, StoreError> {
    let today = tx.now().day();
    let mut view = View::parse(List::Assets, "", true);
    view.search = words.to_owned();
    let (rows, _) = store::assets::page(tx, permit, &view, today).await?;
    rows.into_iter().next().map(|row| row.id).ok_or(StoreError::Stale)
}

async fn share(
    tx: &mut Tx,
    actor: &Actor,
    asset: &AssetId,
    (days, takes_most): (i64, Option<i64>),
) -> Result<(), StoreError> {
    let own = actor.profile().partner_id().cloned().ok_or(StoreError::Stale)?;
    let permit = actor.permit(ShareAssets { partner: own }).map_err(|_| StoreError::Stale)?;
    let (scope, now) = (actor.scope(Subject::Assets), tx.now());
    let asset = store::assets::find(tx, &scope, asset, now.day()).await?.ok_or(StoreError::Stale)?;
    let cobranded = asset.takes_a_brand();
    let new = NewShare { expires_at: now.plus_days(days), takes_most, cobranded, password_hash: None };
    shares::make(tx, &permit, &asset, &new, &app::api::secret()).await.map(drop)
}
