//! What the page of one organisation shows beside the organisation itself: a block for each sort of thing, made for those who
//! may read it. The server draws them whole, so that the browser has no code for any of them; a further block is a further
//! file and a line here.

mod accounts;
mod collateral;
mod comments;
mod customers;
mod deals;

use crate::api::{ApiError, Desk};
use domain::access::Subject;
use domain::id::PartnerId;
use leptos::prelude::*;
use store::Read;

/// Every block of the organisation that the caller may read, as HTML.
pub(super) async fn drawn(desk: &Desk, read: &mut Read, id: &PartnerId) -> Result<String, ApiError> {
    let scope = desk.actor.scope(Subject::Partners);
    let partner = store::partners::find(read, &scope, id).await?.ok_or(ApiError::Missing)?;
    let mut html = String::new();
    let mut add = |block: AnyView| html.push_str(&block.to_html());
    add(deals::block(desk, read, &partner.id).await?);
    add(customers::block(desk, read, &partner.id).await?);
    add(accounts::block(desk, read, &partner.id).await?);
    add(comments::block(desk, read, &partner.id).await?);
    add(collateral::block(desk, read, &partner.id).await?);
    Ok(html)
}
