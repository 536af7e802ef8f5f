//! Inviting somebody, and taking an invitation back.

use super::api::INVITERS;
use crate::api::ApiError;
use crate::api::access::Gate;
use crate::api::rows::Rows;
use domain::people::InviteForm;
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use super::api::Reach;
#[cfg(feature = "ssr")]
use crate::api::Desk;
#[cfg(feature = "ssr")]
use domain::access::{InviteToPartner, ManagePeople, Permit, Subject};
#[cfg(feature = "ssr")]
use domain::form::{Fault, Faults};
#[cfg(feature = "ssr")]
use domain::people::DomainOwner;
#[cfg(feature = "ssr")]
use store::people::invitations::{find_open, invite_staff, invite_to_partner};

/// Who may ask.
pub const GATES: &[(&str, Gate)] = &[("/api/people/invite", INVITERS), ("/api/people/withdraw", INVITERS)];

#[cfg(feature = "ssr")]
enum May {
    Staff(Permit<ManagePeople>),
    Partner(Permit<InviteToPartner>),
}

/// Makes an invitation; answers its link, which is shown once.
#[server(endpoint = "people/invite", output = Rows)]
pub async fn invite(#[server(flatten)] form: InviteForm) -> Result<String, ApiError> {
    let desk = Desk::open().await?;
    let new = form.check()?;
    let mut tx = desk.begin().await?;
    let permit = match &new.partner {
        None => May::Staff(desk.actor.permit(ManagePeople)?),
        Some(partner) => {
            let scope = desk.actor.scope(Subject::Partners);
            let found = store::partners::find(&mut tx, &scope, partner).await?.ok_or(ApiError::Missing)?;
            May::Partner(desk.actor.permit(InviteToPartner { partner: found.id })?)
        }
    };
    // Before anything is said of the address itself: what is not one's own to invite cannot be found out here either.
    let domain = domain::text::host(&new.email);
    let owner = match store::partners::by_domain(&mut tx, domain).await? {
        Some(partner) => DomainOwner::Partner(partner),
        None if desk.vendor().domains.iter().any(|own| own == domain) => DomainOwner::Vendor,
        None => DomainOwner::Nobody,
    };
    let manages_all = desk.profile().may(&ManagePeople);
    new.address_fits(&owner, manages_all).map_err(|fault| Faults::of("email", fault))?;
    if store::people::email_is_taken(&mut tx, &new.email).await? {
        return Err(Faults::of("email", Fault::Taken).into());
    }
    let secret = crate::api::secret();
    let invitation = match &permit {
        May::Staff(permit) => invite_staff(&mut tx, permit, &new, &secret).await?,
        May::Partner(permit) => invite_to_partner(&mut tx, permit, &new, &secret).await?,
    };
    if desk.mails() {
        store::people::invitations::by_mail(&mut tx, &invitation).await?;
    }
    tx.commit().await?;
    Ok(format!("{}/join/{secret}", desk.origin()))
}

/// Makes an open invitation worthless.
#[server(endpoint = "people/withdraw", output = Rows)]
pub async fn withdraw(invitation: String) -> Result<(), ApiError> {
    let desk = Desk::open().await?;
    let reach = Reach::of(&desk)?;
    let mut tx = desk.begin().await?;
    let found = find_open(&mut tx, &reach.scope(&desk), &invitation.parse()?, desk.now()).await?;
    let found = found.ok_or(ApiError::Missing)?;
    match &reach {
        Reach::Everybody(permit) => store::people::invitations::withdraw(&mut tx, permit, &found).await?,
        Reach::Partner(permit) => store::people::invitations::withdraw(&mut tx, permit, &found).await?,
    }
    tx.commit().await?;
    Ok(())
}
