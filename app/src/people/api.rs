//! What pages ask about people.

use crate::api::ApiError;
use crate::api::access::Gate;
use domain::access::Role;
use domain::people::{InviteForm, PersonLine};
use domain::time::Instant;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use crate::api::Desk;
#[cfg(feature = "ssr")]
use domain::access::{InviteToPartner, KeepOwnAccount, ManagePeople, Subject};
#[cfg(feature = "ssr")]
use domain::form::{Fault, Faults};

const INVITERS: Gate = Gate::Roles(&[Role::Administrator, Role::PartnerAdministrator]);

/// Who may ask.
pub const GATES: &[(&str, Gate)] = &[
    ("/api/people/list", INVITERS),
    ("/api/people/invite", INVITERS),
    ("/api/people/role", Gate::Roles(&[Role::Administrator])),
    ("/api/people/active", Gate::Roles(&[Role::Administrator])),
    ("/api/people/account", Gate::SignedIn),
];

/// People the caller may see, by name.
#[server(endpoint = "people/list", input = GetUrl)]
pub async fn list_people() -> Result<Vec<PersonLine>, ApiError> {
    let desk = Desk::open().await?;
    let scope = desk.actor.scope(Subject::Partners);
    let mut read = desk.read().await?;
    Ok(store::people::list(&mut read, &scope, None).await?)
}

/// Makes an invitation; answers its link, which is shown once.
#[server(endpoint = "people/invite")]
pub async fn invite(#[server(flatten)] form: InviteForm) -> Result<String, ApiError> {
    let desk = Desk::open().await?;
    let new = form.check()?;
    let secret = secret();
    let mut tx = desk.begin().await?;
    if store::people::email_is_taken(&mut tx, &new.email).await? {
        return Err(Faults::of("email", Fault::Taken).into());
    }
    match &new.partner {
        Some(partner) => {
            let scope = desk.actor.scope(Subject::Partners);
            let found = store::partners::find(&mut tx, &scope, partner).await?.ok_or(ApiError::Missing)?;
            let permit = desk.actor.permit(InviteToPartner { partner: found.id })?;
            store::people::invite_to_partner(&mut tx, &permit, &new, &secret).await?;
        }
        None => {
            let permit = desk.actor.permit(ManagePeople)?;
            store::people::invite_staff(&mut tx, &permit, &new, &secret).await?;
        }
    }
    tx.commit().await?;
    let link = format!("{}/join/{secret}", desk.origin());
    // Without WebAssembly the answer is a page; the link travels in the fragment-free query of that page only.
    leptos_axum::redirect(&format!("/people/invite?link={secret}"));
    Ok(link)
}

#[cfg(feature = "ssr")]
fn secret() -> String {
    let (one, two) = (store::db::random(), store::db::random());
    one.iter().chain(&two).map(|byte| format!("{byte:02x}")).collect()
}

/// Gives a person another role; their sessions end.
#[server(endpoint = "people/role")]
pub async fn change_role(person: String, role: String) -> Result<(), ApiError> {
    let desk = Desk::open().await?;
    let role: Role = role.parse().map_err(|_| Faults::of("role", Fault::Unknown))?;
    let permit = desk.actor.permit(ManagePeople)?;
    let mut tx = desk.begin().await?;
    let found = store::people::find(&mut tx, &permit, &person.parse()?).await?.ok_or(ApiError::Missing)?;
    store::people::change_role(&mut tx, &permit, &found, role).await?;
    tx.commit().await?;
    Ok(())
}

/// Closes an account or opens it again; its sessions end.
#[server(endpoint = "people/active")]
pub async fn set_active(person: String, active: bool) -> Result<(), ApiError> {
    let desk = Desk::open().await?;
    let permit = desk.actor.permit(ManagePeople)?;
    let mut tx = desk.begin().await?;
    let found = store::people::find(&mut tx, &permit, &person.parse()?).await?.ok_or(ApiError::Missing)?;
    if found.id == desk.profile().person {
        return Err(ApiError::Denied);
    }
    store::people::set_active(&mut tx, &permit, &found, active).await?;
    tx.commit().await?;
    Ok(())
}

/// A linked sign-in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkedIdentity {
    /// The provider's issuer.
    pub issuer: String,
    /// The address it asserted.
    pub email: String,
    /// Since when.
    pub since: Instant,
}

/// The own account's linked sign-ins.
#[server(endpoint = "people/account", input = GetUrl)]
pub async fn own_account() -> Result<Vec<LinkedIdentity>, ApiError> {
    let desk = Desk::open().await?;
    let permit = desk.actor.permit(KeepOwnAccount)?;
    let mut read = desk.read().await?;
    let linked = store::people::identities(&mut read, &permit, &desk.profile().person).await?;
    Ok(linked.into_iter().map(|(issuer, email, since)| LinkedIdentity { issuer, email, since }).collect())
}
