//! Views of lists that people keep, each for itself or for the colleagues of its organisation. A view is a way to look: what
//! is seen through it is what its reader may see.

use crate::audit::Change;
use crate::db::{Read, Tx};
use crate::error::StoreError;
use crate::row::Row;
use crate::value::{maybe, word};
use crate::{args, statements};
use domain::access::{KeepViews, Permit, Profile};
use domain::id::{PartnerId, PersonId, ViewId};
use domain::lists::{List, NewView};
use serde::Serialize;

macro_rules! seen {
    ($rest:literal) => {
        concat!(
            "SELECT v.id, v.list, v.name, v.query, v.shared, v.opens, v.person_id, p.name AS person_name
            FROM views v JOIN people p ON p.id = v.person_id
            WHERE (v.person_id = $1 OR (v.shared AND COALESCE(v.partner_id, '') = $2)) AND ",
            $rest
        )
    };
}

statements! {
    OF_LIST = (seen!("v.list = $3 ORDER BY v.name, v.id LIMIT 200"));
    FIND = (seen!("v.id = $3"));
    OPENS = "SELECT query FROM views WHERE person_id = $1 AND list = $2 AND opens";
    COUNT = "SELECT COUNT(*) AS kept FROM views WHERE person_id = $1 AND list = $2";
    CLOSE = "UPDATE views SET opens = FALSE WHERE person_id = $1 AND list = $2";
    OPEN = "UPDATE views SET opens = TRUE WHERE id = $1 AND person_id = $2";
    INSERT = "INSERT INTO views (id, person_id, partner_id, list, name, query, shared, opens, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    DELETE = "DELETE FROM views WHERE id = $1 AND person_id = $2";
}

/// A view as its reader sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Kept {
    /// Which.
    pub id: ViewId,
    /// Of which list.
    pub list: List,
    /// What it is called.
    pub name: String,
    /// The query of its address.
    pub query: String,
    /// Whether colleagues have it too.
    pub shared: bool,
    /// Whether the list opens with it for its owner.
    pub opens: bool,
    /// Whose it is.
    pub owner: (PersonId, String),
}

fn kept(row: &Row) -> Result<Kept, StoreError> {
    Ok(Kept {
        id: row.word("id")?,
        list: row.word("list")?,
        name: row.text("name")?,
        query: row.text("query")?,
        shared: row.flag("shared")?,
        opens: row.flag("opens")?,
        owner: (row.word("person_id")?, row.text("person_name")?),
    })
}

fn organisation(who: &Profile) -> String {
    who.partner_id().map(PartnerId::to_string).unwrap_or_default()
}

/// The views of a list that this person has: the own ones and those that colleagues share.
pub async fn of_list(read: &mut Read, who: &Profile, list: List) -> Result<Vec<Kept>, StoreError> {
    let args = args![word(&who.person), organisation(who), list.as_str()];
    read.all(OF_LIST, args).await?.iter().map(kept).collect()
}

/// One of them.
pub async fn find(read: &mut Read, who: &Profile, id: &ViewId) -> Result<Option<Kept>, StoreError> {
    let args = args![word(&who.person), organisation(who), word(id)];
    read.one(FIND, args).await?.as_ref().map(kept).transpose()
}

/// The query of the view that the list opens with for this person.
pub async fn opens(read: &mut Read, who: &Profile, list: List) -> Result<Option<String>, StoreError> {
    read.one(OPENS, args![word(&who.person), list.as_str()]).await?.map(|row| row.text("query")).transpose()
}

/// How many views this person keeps of a list.
pub async fn count(read: &mut Read, who: &Profile, list: List) -> Result<i64, StoreError> {
    let row = read.one(COUNT, args![word(&who.person), list.as_str()]).await?;
    row.map_or(Ok(0), |row| row.int("kept"))
}

/// Keeps a view. A name that the person has for another view of the list already is refused by the schema.
pub async fn keep(
    tx: &mut Tx,
    permit: &Permit<KeepViews>,
    who: &Profile,
    new: &NewView,
) -> Result<ViewId, StoreError> {
    let id: ViewId = tx.fresh();
    let now = tx.now();
    if new.default {
        tx.run(CLOSE, args![word(&who.person), new.list.as_str()]).await?;
    }
    tx.run(
        INSERT,
        args![
            word(&id),
            word(&who.person),
            maybe(who.partner_id()),
            new.list.as_str(),
            &new.name,
            &new.query,
            new.shared,
            new.default,
            now
        ],
    )
    .await?;
    tx.changed(permit, of_view(&id, who).after(new)).await?;
    Ok(id)
}

/// Lets a list open with an own view, or with none.
pub async fn open_with(
    tx: &mut Tx,
    permit: &Permit<KeepViews>,
    who: &Profile,
    view: &Kept,
    opens: bool,
) -> Result<(), StoreError> {
    tx.run(CLOSE, args![word(&who.person), view.list.as_str()]).await?;
    if opens {
        tx.run_one(OPEN, args![word(&view.id), word(&who.person)]).await?;
    }
    tx.changed(permit, of_view(&view.id, who).before(view).after(&opens)).await
}

/// Forgets an own view.
pub async fn forget(
    tx: &mut Tx,
    permit: &Permit<KeepViews>,
    who: &Profile,
    view: &Kept,
) -> Result<(), StoreError> {
    tx.run_one(DELETE, args![word(&view.id), word(&who.person)]).await?;
    tx.changed(permit, of_view(&view.id, who).before(view)).await
}

fn of_view<'a>(id: &'a ViewId, who: &'a Profile) -> Change<'a> {
    let change = Change::of("view", id.as_str());
    match who.partner_id() {
        Some(partner) => change.partner(partner),
        None => change,
    }
}
