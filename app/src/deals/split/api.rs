//! Who takes part in a deal: asked, written, and read by those who do.

use crate::api::ApiError;
use crate::api::access::Gate;
use crate::api::rows::Rows;
use crate::drawing::Drawing;
use domain::access::Role;
use domain::deals::SplitForm;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use {
    super::joint_page::joint_table,
    crate::api::Desk,
    crate::deals::drafts::own_permit,
    crate::words,
    domain::access::{Permit, SplitDeal, Subject},
    domain::deals::{Deal, PARTS_MOST, Part, PartRole, PartTyped, split_is_open, split_locked_at},
    domain::form::{Fault, Faults},
    store::deals::split::{self, NotSplit},
};

/// Who says which partners take part in deals.
pub(super) const SPLITTERS: Gate = Gate::Roles(&[Role::Administrator, Role::Approver, Role::ChannelManager]);

/// Who may ask.
pub const GATES: &[(&str, Gate)] =
    &[("/api/deals/parts", SPLITTERS), ("/api/deals/split", SPLITTERS), ("/api/deals/joint", Gate::Partner)];

/// What the form of a split begins with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Splitting {
    /// Whose customer it is.
    pub customer: String,
    /// The partner that registered it.
    pub partner: String,
    /// The form.
    pub form: SplitForm,
    /// Names of partners to choose from.
    pub offered: Vec<String>,
    /// When it is locked, in words.
    pub locks: String,
    /// Whether it is locked, and so needs a reason.
    pub locked: bool,
    /// Whether the reader can still change it.
    pub open: bool,
}

/// Whether it is locked by now, and whether somebody who holds this permit can change it.
#[cfg(feature = "ssr")]
fn standing(desk: &Desk, deal: &Deal) -> Result<(bool, bool), ApiError> {
    let submitted = deal.submitted_at.ok_or(ApiError::Conflict)?;
    let locked = split_locked_at(submitted) <= desk.now();
    Ok((locked, split_is_open(deal.state, locked, desk.profile().role)))
}

#[cfg(feature = "ssr")]
async fn deal_to_split(
    desk: &Desk,
    read: &mut store::Read,
    id: &str,
) -> Result<(Deal, Permit<SplitDeal>), ApiError> {
    let scope = desk.actor.scope(Subject::Deals);
    let deal = store::deals::find(read, &scope, &id.parse()?, desk.now()).await?.ok_or(ApiError::Missing)?;
    let permit = desk.actor.permit(SplitDeal { partner: deal.partner.0.clone() })?;
    Ok((deal, permit))
}

/// Who takes part in a deal, to be changed.
#[server(endpoint = "deals/parts", input = GetUrl, output = Rows)]
pub async fn parts_of_deal(id: String) -> Result<Splitting, ApiError> {
    let desk = Desk::open().await?;
    let mut read = desk.read().await?;
    let (deal, permit) = deal_to_split(&desk, &mut read, &id).await?;
    let (locked, open) = standing(&desk, &deal)?;
    let mut parts = split::of(&mut read, &deal.id).await?;
    if parts.is_empty() {
        parts.push(Part { partner: deal.partner.clone(), role: PartRole::Resell, share: 100 });
    }
    let offered = split::names(&mut read, &permit).await?;
    let typed = parts.iter().map(|part| PartTyped {
        partner: part.partner.1.clone(),
        role: part.role.to_string(),
        share: part.share.to_string(),
    });
    let mut form = SplitForm {
        id: deal.id.to_string(),
        version: deal.version.to_string(),
        parts: typed.collect(),
        why: String::new(),
    };
    form.parts.resize_with(PARTS_MOST, PartTyped::default);
    let locks = deal.submitted_at.map(|at| words::day(split_locked_at(at).day())).unwrap_or_default();
    Ok(Splitting {
        customer: deal.customer.name,
        partner: deal.partner.1,
        form,
        offered,
        locks,
        locked,
        open,
    })
}

/// Says who takes part in a deal.
#[server(endpoint = "deals/split", output = Rows)]
pub async fn share_deal(#[server(flatten)] form: SplitForm) -> Result<(), ApiError> {
    let desk = Desk::open().await?;
    let mut tx = desk.begin().await?;
    let (deal, permit) = deal_to_split(&desk, &mut tx, &form.id).await?;
    let version = form.version.parse().map_err(|_| ApiError::Conflict)?;
    let (locked, open) = standing(&desk, &deal)?;
    if !open {
        return Err(ApiError::Conflict);
    }
    let mut form = form;
    for part in &mut form.parts {
        let name = part.partner.trim().to_owned();
        // A name that nobody or that several have stays, and is told to be unknown.
        part.partner = match split::called(&mut tx, &permit, &name).await? {
            Some(id) => id.to_string(),
            None => name,
        };
    }
    let new = form.check(&deal.partner.0, locked)?;
    split::set(&mut tx, &permit, &deal, version, &new).await.map_err(not_split)?;
    tx.commit().await?;
    leptos_axum::redirect(&format!("/deals/{}", deal.id));
    Ok(())
}

#[cfg(feature = "ssr")]
fn not_split(error: NotSplit) -> ApiError {
    match error {
        NotSplit::NoPartner(at) => Faults::of(format!("parts[{at}][partner]"), Fault::Unknown).into(),
        NotSplit::Store(error) => error.into(),
    }
}

/// The deals of others in which the own organisation takes part, as HTML.
#[server(endpoint = "deals/joint", input = GetUrl, output = Rows)]
pub async fn joint_deals() -> Result<Drawing, ApiError> {
    let desk = Desk::open().await?;
    let permit = own_permit(&desk)?;
    let mut read = desk.read().await?;
    Ok(Drawing::new(&joint_table(split::joint(&mut read, &permit, desk.now()).await?)))
}
