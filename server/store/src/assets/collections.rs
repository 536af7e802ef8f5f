//! Collections: put together by marketing; of each a partner sees what it reaches, and nothing of one where that is
//! nothing.

use super::{AssetRow, partner_of, rows};
use crate::audit::Change;
use crate::db::{Read, Tx};
use crate::error::StoreError;
use crate::row::Row;
use crate::value::{maybe, word};
use crate::{args, statements};
use domain::access::{ManageAssets, Permit, Scope};
use domain::assets::{COLLECTION_MOST, Collection, CollectionDetails, CollectionStep, Media};
use domain::id::{AssetId, CollectionId};
use domain::time::Day;

/// Collections that one list shows.
const LIST_MOST: i64 = 200;

/// The first picture of each collection with how many assets it has, among what `$within` leaves.
macro_rules! shelf {
    ($within:expr) => {
        concat!(
            "SELECT s.* FROM (SELECT x.id, x.name, x.description, a.id AS asset_id, a.version, f.kind AS media,
                (SELECT COUNT(*) FROM stills t WHERE t.film_id = a.file_id AND t.picture_id IS NOT NULL) AS stills,
                COUNT(*) OVER (PARTITION BY x.id) AS assets,
                ROW_NUMBER() OVER (PARTITION BY x.id ORDER BY CASE WHEN a.id = x.cover_id THEN 0 ELSE 1 END, c.position, a.id) AS place
                FROM collections x JOIN collection_assets c ON c.collection_id = x.id JOIN assets a ON a.id = c.asset_id
                JOIN files f ON f.id = a.file_id WHERE ",
            $within,
            ") s WHERE s.place = 1 ORDER BY s.name, s.id LIMIT "
        )
    };
}

/// The assets of the collection `$collection` in their order.
macro_rules! of_collection {
    ($within:expr, $collection:literal) => {
        line!(concat!(
            $within,
            " AND EXISTS (SELECT 1 FROM collection_assets c WHERE c.asset_id = a.id AND c.collection_id = ", $collection, ")
            ORDER BY (SELECT c.position FROM collection_assets c WHERE c.asset_id = a.id AND c.collection_id = ", $collection, "), a.id"
        ))
    };
}

statements! {
    OFFERED = (concat!(shelf!(reachable!("")), "$3"));
    FIND = "SELECT id, name, description, cover_id, version FROM collections WHERE id = $1";
    BY_KEY = "SELECT id FROM collections WHERE idempotency_key = $1";
    REACHED = (of_collection!(reachable!(""), "$3"));
    ALL_OF = (of_collection!("1 = 1", "$1"));
    LIST = "SELECT x.id, x.name, x.description, x.cover_id, x.version,
        (SELECT COUNT(*) FROM collection_assets c WHERE c.collection_id = x.id) AS assets
        FROM collections x ORDER BY x.name, x.id LIMIT $1";
    ORDER = "SELECT asset_id FROM collection_assets WHERE collection_id = $1 ORDER BY position, asset_id";
    OTHERS = "SELECT a.id, a.title FROM assets a WHERE a.state <> 'withdrawn'
        AND NOT EXISTS (SELECT 1 FROM collection_assets c WHERE c.asset_id = a.id AND c.collection_id = $1)
        ORDER BY LOWER(a.title), a.id LIMIT $2";
    INSERT = "INSERT INTO collections (id, name, description, version, idempotency_key, created_at) VALUES ($1, $2, $3, 1, $4, $5)";
    UPDATE = "UPDATE collections SET name = $3, description = $4, version = version + 1 WHERE id = $1 AND version = $2";
    COVER = "UPDATE collections SET cover_id = $3, version = version + 1 WHERE id = $1 AND version = $2";
    DELETE = "DELETE FROM collections WHERE id = $1 AND version = $2";
    INSERT_ASSET = "INSERT INTO collection_assets (collection_id, asset_id, position) VALUES ($1, $2, $3)";
    DELETE_ASSETS = "DELETE FROM collection_assets WHERE collection_id = $1";
}

/// A collection as a partner finds it in its library.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shelf {
    /// Which.
    pub id: CollectionId,
    /// Name.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// How many of its assets the partner reaches.
    pub assets: i64,
    /// The asset whose picture stands for it, with its version and what it is.
    pub cover: (AssetId, i64, Media),
    /// Whether that has a small picture.
    pub is_pictured: bool,
}

fn as_collection(row: &Row) -> Result<Collection, StoreError> {
    Ok(Collection {
        id: row.word("id")?,
        name: row.text("name")?,
        description: row.text("description")?,
        cover: row.maybe_word("cover_id")?,
        version: row.int("version")?,
    })
}

/// The collections in which the partner reaches something today.
pub async fn offered(read: &mut Read, scope: &Scope, today: Day) -> Result<Vec<Shelf>, StoreError> {
    let Some(partner) = partner_of(scope) else { return Ok(Vec::new()) };
    let found = read.all(OFFERED, args![word(partner), today, LIST_MOST]).await?;
    found
        .iter()
        .map(|row| {
            let media: Media = row.word("media")?;
            Ok(Shelf {
                id: row.word("id")?,
                name: row.text("name")?,
                description: row.text("description")?,
                assets: row.int("assets")?,
                cover: (row.word("asset_id")?, row.int("version")?, media),
                is_pictured: media.has_picture(row.int("stills")? > 0),
            })
        })
        .collect()
}

/// A collection with what the scope reaches of it, in its order. For a partner that reaches nothing of it there is none.
pub async fn find(
    read: &mut Read,
    scope: &Scope,
    id: &CollectionId,
    today: Day,
) -> Result<Option<(Collection, Vec<AssetRow>)>, StoreError> {
    let assets = match (scope, partner_of(scope)) {
        (Scope::All, _) => rows(read, ALL_OF, args![word(id)]).await?,
        (_, Some(partner)) => {
            let reached = rows(read, REACHED, args![word(partner), today, word(id)]).await?;
            if reached.is_empty() {
                return Ok(None);
            }
            reached
        }
        (_, None) => return Ok(None),
    };
    let found = read.one(FIND, args![word(id)]).await?.map(|row| as_collection(&row)).transpose()?;
    Ok(found.map(|collection| (collection, assets)))
}

/// Every collection with how many assets it has.
pub async fn list(
    read: &mut Read,
    _permit: &Permit<ManageAssets>,
) -> Result<Vec<(Collection, i64)>, StoreError> {
    let found = read.all(LIST, args![LIST_MOST]).await?;
    found.iter().map(|row| Ok((as_collection(row)?, row.int("assets")?))).collect()
}

/// Assets that can still be put into a collection, by title.
pub async fn others(
    read: &mut Read,
    _permit: &Permit<ManageAssets>,
    id: &CollectionId,
    most: i64,
) -> Result<Vec<(AssetId, String)>, StoreError> {
    let found = read.all(OTHERS, args![word(id), most]).await?;
    found.iter().map(|row| Ok((row.word("id")?, row.text("title")?))).collect()
}

/// The collection that was made from a form with this key.
pub async fn by_key(
    read: &mut Read,
    _permit: &Permit<ManageAssets>,
    key: &str,
) -> Result<Option<CollectionId>, StoreError> {
    read.one(BY_KEY, args![key]).await?.map(|row| row.word("id")).transpose()
}

/// Makes an empty collection.
pub async fn make(
    tx: &mut Tx,
    permit: &Permit<ManageAssets>,
    new: &CollectionDetails,
    key: &str,
) -> Result<CollectionId, StoreError> {
    let id: CollectionId = tx.fresh();
    let now = tx.now();
    tx.run(INSERT, args![word(&id), &new.name, &new.description, key, now]).await?;
    tx.changed(permit, Change::of("collection", id.as_str()).after(new).event("collection.made")).await?;
    Ok(id)
}

/// Changes what is said of a collection that was read at `version`.
pub async fn change(
    tx: &mut Tx,
    permit: &Permit<ManageAssets>,
    before: &Collection,
    version: i64,
    new: &CollectionDetails,
) -> Result<(), StoreError> {
    tx.run_one(UPDATE, args![word(&before.id), version, &new.name, &new.description]).await?;
    let change = Change::of("collection", before.id.as_str()).before(before).after(new);
    tx.changed(permit, change.event("collection.changed")).await
}

/// Takes a collection apart; its assets stay.
pub async fn remove(
    tx: &mut Tx,
    permit: &Permit<ManageAssets>,
    before: &Collection,
    version: i64,
) -> Result<(), StoreError> {
    tx.run(DELETE_ASSETS, args![word(&before.id)]).await?;
    tx.run_one(DELETE, args![word(&before.id), version]).await?;
    let change = Change::of("collection", before.id.as_str()).before(before);
    tx.changed(permit, change.event("collection.removed")).await
}

/// The assets of a collection in their order.
pub async fn order(
    read: &mut Read,
    _permit: &Permit<ManageAssets>,
    id: &CollectionId,
) -> Result<Vec<AssetId>, StoreError> {
    let found = read.all(ORDER, args![word(id)]).await?;
    found.iter().map(|row| row.word("asset_id")).collect()
}

/// Does a step with an asset; `order` is what the step makes of [`order()`], read in this transaction.
pub async fn step(
    tx: &mut Tx,
    permit: &Permit<ManageAssets>,
    before: &Collection,
    version: i64,
    (step, asset): (CollectionStep, &AssetId),
    order: &[AssetId],
) -> Result<(), StoreError> {
    let cover = match step {
        CollectionStep::Cover => Some(asset),
        CollectionStep::Remove => before.cover.as_ref().filter(|cover| *cover != asset),
        CollectionStep::Add | CollectionStep::Up | CollectionStep::Down => before.cover.as_ref(),
    };
    tx.run_one(COVER, args![word(&before.id), version, maybe(cover)]).await?;
    tx.run(DELETE_ASSETS, args![word(&before.id)]).await?;
    debug_assert!(order.len() <= COLLECTION_MOST as usize);
    for (place, asset) in (0_i64..).zip(order) {
        tx.run(INSERT_ASSET, args![word(&before.id), word(asset), place]).await?;
    }
    let change = Change::of("collection", before.id.as_str()).after(&(step, asset));
    tx.changed(permit, change.event("collection.changed")).await
}
