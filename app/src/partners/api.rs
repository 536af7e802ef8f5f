//! What pages ask about partner organisations.

use crate::api::ApiError;
use crate::api::access::Gate;
use crate::api::rows::Rows;
use domain::access::Role;
use domain::id::{PartnerId, PersonId};
use domain::partners::{ContactForm, Partner, PartnerForm};
use domain::people::PersonLine;
use domain::time::Instant;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use crate::api::Desk;
use crate::drawing::Drawing;
#[cfg(feature = "ssr")]
use domain::access::{EditPartner, ManagePartners, Subject};
#[cfg(feature = "ssr")]
use domain::form::{Fault, Faults};
#[cfg(feature = "ssr")]
use domain::partners::{NewPartner, manager_fits, parent_fits, types_fit};
#[cfg(feature = "ssr")]
use store::StoreError;

/// Who may ask.
pub const GATES: &[(&str, Gate)] = &[
    ("/api/partners/find", Gate::SignedIn),
    ("/api/partners/about", Gate::SignedIn),
    ("/api/partners/choices", Gate::Roles(&[Role::Administrator])),
    ("/api/partners/save", Gate::Roles(&[Role::Administrator])),
    ("/api/partners/contact", Gate::Roles(&[Role::Administrator, Role::PartnerAdministrator])),
];

/// A partner with its people, as the caller may see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartnerRecord {
    /// The organisation.
    pub partner: Partner,
    /// Its people.
    pub people: Vec<PersonLine>,
    /// When anything of it changed last, and who changed it.
    pub last_change: Option<(Instant, String)>,
}

/// One partner; what is outside the caller's scope does not exist.
#[server(endpoint = "partners/find", input = GetUrl, output = Rows)]
pub async fn find_partner(id: String) -> Result<PartnerRecord, ApiError> {
    let desk = Desk::open().await?;
    let id: PartnerId = id.parse()?;
    let scope = desk.actor.scope(Subject::Partners);
    let mut read = desk.read().await?;
    let partner = store::partners::find(&mut read, &scope, &id).await?.ok_or(ApiError::Missing)?;
    let people = store::people::list(&mut read, &scope, Some(&id)).await?;
    let last_change = store::partners::about::last_change(&mut read, &scope, &id).await?;
    Ok(PartnerRecord { partner, people, last_change })
}

/// What else there is of a partner for the caller, drawn.
#[server(endpoint = "partners/about", input = GetUrl, output = Rows)]
pub async fn about_partner(id: String) -> Result<Drawing, ApiError> {
    let desk = Desk::open().await?;
    let mut read = desk.read().await?;
    Ok(Drawing::new(&super::blocks::drawn(&desk, &mut read, &id.parse()?).await?))
}

/// What the form for a partner offers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartnerOptions {
    /// Every organisation.
    pub organisations: Vec<(PartnerId, String)>,
    /// Organisations that can be a parent.
    pub parents: Vec<(PartnerId, String)>,
    /// Channel managers.
    pub managers: Vec<(PersonId, String)>,
    /// The organisation as it is, when one is changed.
    pub partner: Option<Partner>,
}

/// Choices for the form, and the partner that is changed.
#[server(endpoint = "partners/choices", input = GetUrl, output = Rows)]
pub async fn partner_choices(id: Option<String>) -> Result<PartnerOptions, ApiError> {
    let desk = Desk::open().await?;
    let permit = desk.actor.permit(ManagePartners)?;
    let mut read = desk.read().await?;
    let partner = match id {
        None => None,
        Some(id) => {
            let scope = desk.actor.scope(Subject::Partners);
            Some(store::partners::find(&mut read, &scope, &id.parse()?).await?.ok_or(ApiError::Missing)?)
        }
    };
    let own = partner.as_ref().map(|partner| &partner.id);
    Ok(PartnerOptions {
        organisations: store::partners::choices(&mut read, &permit).await?,
        parents: store::partners::distributors(&mut read, &permit, own).await?,
        managers: store::people::with_role(&mut read, &permit, Role::ChannelManager).await?,
        partner,
    })
}

/// Makes or changes a partner organisation.
#[server(endpoint = "partners/save", output = Rows)]
pub async fn save_partner(#[server(flatten)] form: PartnerForm) -> Result<PartnerId, ApiError> {
    let desk = Desk::open().await?;
    let new = form.check()?;
    let permit = desk.actor.permit(ManagePartners)?;
    let mut tx = desk.begin().await?;
    let own: Option<PartnerId> = if form.id.is_empty() { None } else { Some(form.id.parse()?) };
    let faults = choice_faults(&desk, &mut tx, &permit, own.as_ref(), &new).await?;
    if !faults.is_empty() {
        return Err(faults.into());
    }
    let id = if form.id.is_empty() {
        store::partners::make(&mut tx, &permit, &new).await.map_err(domain_taken)?
    } else {
        let scope = desk.actor.scope(Subject::Partners);
        let before =
            store::partners::find(&mut tx, &scope, &form.id.parse()?).await?.ok_or(ApiError::Missing)?;
        let version = form.version.parse().map_err(|_| ApiError::Conflict)?;
        store::partners::change(&mut tx, &permit, &before, version, &new).await.map_err(domain_taken)?;
        before.id
    };
    tx.commit().await?;
    leptos_axum::redirect(&format!("/partners/{id}"));
    Ok(id)
}

/// What only the portal as it is now can say of the form: whose domains, which parent, which manager.
#[cfg(feature = "ssr")]
pub(crate) async fn choice_faults(
    desk: &Desk,
    tx: &mut store::Tx,
    permit: &domain::access::Permit<ManagePartners>,
    own: Option<&PartnerId>,
    new: &NewPartner,
) -> Result<Faults, ApiError> {
    let mut faults = Faults::new();
    if new.domains.iter().any(|domain| desk.vendor().domains.contains(domain)) {
        faults.add("domains", Fault::OthersDomain);
    }
    if let Some(own) = own {
        faults.keep("types", types_fit(&new.types, store::partners::has_buyers(tx, permit, own).await?));
    }
    if let Some(parent) = &new.parent {
        let chain = store::partners::chain(tx, permit, parent).await?;
        faults.keep("parent", parent_fits(own, &chain));
    }
    if let Some(manager) = &new.manager {
        faults.keep("manager", manager_fits(store::people::standing(tx, permit, manager).await?));
    }
    Ok(faults)
}

#[cfg(feature = "ssr")]
fn domain_taken(error: StoreError) -> ApiError {
    match error {
        StoreError::Duplicate { constraint } if constraint.contains("partner_domains") => {
            Faults::of("domains", Fault::Taken).into()
        }
        other => other.into(),
    }
}

/// Changes the contact block.
#[server(endpoint = "partners/contact", output = Rows)]
pub async fn change_contact(#[server(flatten)] form: ContactForm) -> Result<(), ApiError> {
    let desk = Desk::open().await?;
    let new = form.check()?;
    let id: PartnerId = form.partner.parse()?;
    let scope = desk.actor.scope(Subject::Partners);
    let mut tx = desk.begin().await?;
    let before = store::partners::find(&mut tx, &scope, &id).await?.ok_or(ApiError::Missing)?;
    let permit = desk.actor.permit(EditPartner { partner: id })?;
    let version = form.version.parse().map_err(|_| ApiError::Conflict)?;
    store::partners::change_contact(&mut tx, &permit, &before, version, &new).await?;
    tx.commit().await?;
    Ok(())
}
