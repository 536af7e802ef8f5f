//! What pages ask about people.

use crate::api::ApiError;
use crate::api::access::Gate;
use crate::api::rows::Rows;
use crate::lists::Listing;
use domain::access::Role;
use domain::people::{OpenInvitation, PersonLine};
use domain::time::Instant;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use crate::api::Desk;
#[cfg(feature = "ssr")]
use domain::access::{KeepOwnAccount, ManagePartnerPeople, ManagePeople, Permit, Scope, Subject};
#[cfg(feature = "ssr")]
use domain::form::{Fault, Faults};
#[cfg(feature = "ssr")]
use domain::lists::List;
#[cfg(feature = "ssr")]
use store::people::changes::NotChanged;

pub(super) const INVITERS: Gate = Gate::Roles(&[Role::Administrator, Role::PartnerAdministrator]);

/// Who may ask.
pub const GATES: &[(&str, Gate)] = &[
    ("/api/people/list", INVITERS),
    ("/api/people/role", INVITERS),
    ("/api/people/active", INVITERS),
    ("/api/people/account", Gate::SignedIn),
    ("/api/people/unlink", Gate::SignedIn),
];

/// How far somebody manages people: everybody, or those of the own organisation.
#[cfg(feature = "ssr")]
pub(super) enum Reach {
    Everybody(Permit<ManagePeople>),
    Partner(Permit<ManagePartnerPeople>),
}

#[cfg(feature = "ssr")]
impl Reach {
    /// The caller's; a refusal for all others, also when a page asks without going by the guard of calls.
    pub(super) fn of(desk: &Desk) -> Result<Self, ApiError> {
        if let Ok(permit) = desk.actor.permit(ManagePeople) {
            return Ok(Self::Everybody(permit));
        }
        let partner = desk.profile().partner_id().cloned().ok_or(ApiError::Denied)?;
        Ok(Self::Partner(desk.actor.permit(ManagePartnerPeople { partner })?))
    }

    pub(super) fn scope(&self, desk: &Desk) -> Scope {
        match self {
            Self::Everybody(_) => desk.actor.scope(Subject::Partners),
            Self::Partner(permit) => Scope::Partner(permit.act().partner.clone()),
        }
    }
}

/// Whose accounts the caller manages; a refusal for who manages none.
#[cfg(feature = "ssr")]
pub(crate) fn managed(desk: &Desk) -> Result<Scope, ApiError> {
    Ok(Reach::of(desk)?.scope(desk))
}

/// Who is there, and who is invited.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeopleList {
    /// The list.
    pub listing: Listing,
    /// The people of the list, for what can be changed.
    pub people: Vec<PersonLine>,
    /// Invitations that nobody has taken yet.
    pub invited: Vec<OpenInvitation>,
}

/// People whom the caller manages.
#[server(endpoint = "people/list", input = GetUrl, output = Rows)]
pub async fn list_people(query: String) -> Result<PeopleList, ApiError> {
    let desk = Desk::open().await?;
    let scope = Reach::of(&desk)?.scope(&desk);
    let mut read = desk.read().await?;
    let (listing, view) = crate::lists::listing(&desk, &mut read, List::People, &query).await?;
    Ok(PeopleList {
        listing,
        people: store::people::page(&mut read, &scope, &view).await?.0,
        invited: store::people::invitations::open(&mut read, &scope, desk.now()).await?,
    })
}

#[cfg(feature = "ssr")]
fn not_changed(error: NotChanged) -> ApiError {
    match error {
        NotChanged::LastAdministrator => Faults::of("role", Fault::LastAdministrator).into(),
        NotChanged::Store(error) => error.into(),
    }
}

/// Gives a person another role; their sessions end.
#[server(endpoint = "people/role", output = Rows)]
pub async fn change_role(person: String, version: String, role: String) -> Result<(), ApiError> {
    let desk = Desk::open().await?;
    let role: Role = role.parse().map_err(|_| Faults::of("role", Fault::Unknown))?;
    let version = version.parse().map_err(|_| ApiError::Conflict)?;
    let reach = Reach::of(&desk)?;
    let mut tx = desk.begin().await?;
    let found = store::people::find(&mut tx, &reach.scope(&desk), &person.parse()?).await?;
    let found = found.ok_or(ApiError::Missing)?;
    if found.role.is_partner() != role.is_partner() {
        return Err(Faults::of("role", Fault::Unknown).into());
    }
    match &reach {
        Reach::Everybody(permit) => {
            store::people::changes::change_role(&mut tx, permit, &found, version, role).await
        }
        Reach::Partner(_) if found.id == desk.profile().person => return Err(ApiError::Denied),
        Reach::Partner(permit) => {
            store::people::changes::change_role(&mut tx, permit, &found, version, role).await
        }
    }
    .map_err(not_changed)?;
    tx.commit().await?;
    Ok(())
}

/// Closes an account or opens it again; its sessions end. Nobody closes the own one.
#[server(endpoint = "people/active", output = Rows)]
pub async fn set_active(person: String, version: String, active: bool) -> Result<(), ApiError> {
    let desk = Desk::open().await?;
    let version = version.parse().map_err(|_| ApiError::Conflict)?;
    let reach = Reach::of(&desk)?;
    let mut tx = desk.begin().await?;
    let found = store::people::find(&mut tx, &reach.scope(&desk), &person.parse()?).await?;
    let found = found.ok_or(ApiError::Missing)?;
    if found.id == desk.profile().person {
        return Err(ApiError::Denied);
    }
    match &reach {
        Reach::Everybody(permit) => {
            store::people::changes::set_active(&mut tx, permit, &found, version, active).await
        }
        Reach::Partner(permit) => {
            store::people::changes::set_active(&mut tx, permit, &found, version, active).await
        }
    }
    .map_err(not_changed)?;
    tx.commit().await?;
    Ok(())
}

/// A linked sign-in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkedIdentity {
    /// The provider's issuer.
    pub issuer: String,
    /// The person there.
    pub subject: String,
    /// The address it asserted.
    pub email: String,
    /// Since when.
    pub since: Instant,
}

/// The own account's linked sign-ins.
#[server(endpoint = "people/account", input = GetUrl, output = Rows)]
pub async fn own_account() -> Result<Vec<LinkedIdentity>, ApiError> {
    let desk = Desk::open().await?;
    let permit = desk.actor.permit(KeepOwnAccount)?;
    let mut read = desk.read().await?;
    let own = &desk.profile().person;
    let linked = store::people::identities::identities(&mut read, &permit, own).await?;
    let line = |(one, since): (store::people::identities::Identity, Instant)| LinkedIdentity {
        issuer: one.issuer,
        subject: one.subject,
        email: one.email,
        since,
    };
    Ok(linked.into_iter().map(line).collect())
}

/// Takes a linked sign-in off the own account.
#[server(endpoint = "people/unlink", output = Rows)]
pub async fn unlink(issuer: String, subject: String) -> Result<(), ApiError> {
    let desk = Desk::open().await?;
    let permit = desk.actor.permit(KeepOwnAccount)?;
    let own = &desk.profile().person;
    let mut tx = desk.begin().await?;
    if !store::people::identities::unlink(&mut tx, &permit, own, &issuer, &subject).await? {
        return Err(Faults::of("password", Fault::LastWayIn).into());
    }
    tx.commit().await?;
    Ok(())
}
