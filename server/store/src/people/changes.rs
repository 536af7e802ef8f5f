//! What is done to other people's accounts: their role, and whether they may come in.

use crate::audit::Change;
use crate::db::Tx;
use crate::error::StoreError;
use crate::value::word;
use crate::{args, sessions, statements};
use domain::access::{ManagePeople, OverPeople, Permit, Role};
use domain::people::PersonLine;

statements! {
    SET_ROLE = "UPDATE people SET role = $3, version = version + 1
        WHERE id = $1 AND version = $2 AND (partner_id IS NULL) = $4";
    SET_NAME = "UPDATE people SET name = $3, version = version + 1 WHERE id = $1 AND version = $2";
    SET_ACTIVE = "UPDATE people SET active = $3, version = version + 1 WHERE id = $1 AND version = $2";
    // Changes nothing, but takes the rows: two administrators who end each other's role wait here, and the second one
    // counts what the first has left.
    HOLD_ADMINISTRATORS = "UPDATE people SET version = version WHERE role = 'administrator' AND active";
}

/// Why somebody stays as they are.
#[derive(Debug, thiserror::Error)]
pub enum NotChanged {
    /// Nobody else could administer the portal.
    #[error("the last active administrator")]
    LastAdministrator,
    /// Anything else.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Gives a person, as read at `version`, another role on the same side, and ends the sessions that had the old one.
pub async fn change_role<A: OverPeople>(
    tx: &mut Tx,
    permit: &Permit<A>,
    person: &PersonLine,
    version: i64,
    role: Role,
) -> Result<(), NotChanged> {
    reach(permit, person)?;
    if role != Role::Administrator {
        keep_an_administrator(tx, person).await?;
    }
    tx.run_one(SET_ROLE, args![word(&person.id), version, role.as_str(), !role.is_partner()]).await?;
    let after = PersonLine { role, version: version + 1, ..person.clone() };
    changed(tx, permit, person, &after, "person.role_changed").await
}

/// Gives a person another name; answers the person as they are then.
pub async fn rename(
    tx: &mut Tx,
    permit: &Permit<ManagePeople>,
    person: &PersonLine,
    name: &str,
) -> Result<PersonLine, StoreError> {
    tx.run_one(SET_NAME, args![word(&person.id), person.version, name]).await?;
    let after = PersonLine { name: name.to_owned(), version: person.version + 1, ..person.clone() };
    let change =
        Change::of("person", person.id.as_str()).before(person).after(&after).event("person.renamed");
    let partner = person.partner.as_ref().map(|(id, _)| id);
    tx.changed(permit, partner.map_or(change.clone(), |partner| change.partner(partner))).await?;
    Ok(after)
}

/// Lets a person, as read at `version`, in or keeps a person out; all sessions end.
pub async fn set_active<A: OverPeople>(
    tx: &mut Tx,
    permit: &Permit<A>,
    person: &PersonLine,
    version: i64,
    active: bool,
) -> Result<(), NotChanged> {
    reach(permit, person)?;
    if !active {
        keep_an_administrator(tx, person).await?;
    }
    tx.run_one(SET_ACTIVE, args![word(&person.id), version, active]).await?;
    let after = PersonLine { active, version: version + 1, ..person.clone() };
    let event = if active { "person.opened" } else { "person.closed" };
    changed(tx, permit, person, &after, event).await
}

/// A permit over one organisation is none over the people of another.
fn reach<A: OverPeople>(permit: &Permit<A>, person: &PersonLine) -> Result<(), StoreError> {
    let partner = person.partner.as_ref().map(|(id, _)| id);
    if permit.act().reaches(partner) { Ok(()) } else { Err(StoreError::Stale) }
}

async fn keep_an_administrator(tx: &mut Tx, person: &PersonLine) -> Result<(), NotChanged> {
    if person.role != Role::Administrator || !person.active {
        return Ok(());
    }
    match tx.run(HOLD_ADMINISTRATORS, args![]).await? {
        0 | 1 => Err(NotChanged::LastAdministrator),
        _ => Ok(()),
    }
}

async fn changed<A: OverPeople>(
    tx: &mut Tx,
    permit: &Permit<A>,
    before: &PersonLine,
    after: &PersonLine,
    event: &'static str,
) -> Result<(), NotChanged> {
    sessions::end_all(tx, &before.id).await?;
    let partner = before.partner.as_ref().map(|(id, _)| id);
    let change = Change::of("person", before.id.as_str()).before(before).after(after).event(event);
    Ok(tx.changed(permit, partner.map_or(change.clone(), |partner| change.partner(partner))).await?)
}
