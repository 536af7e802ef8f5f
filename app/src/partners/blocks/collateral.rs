//! What an organisation took of collateral, and the links by which its people gave it on.

use crate::api::{ApiError, Desk};
use crate::erase::{Erase, EraseAll};
use crate::texts::text;
use crate::ui::{Card, Section};
use crate::words;
use domain::access::{ManageAssets, Subject};
use domain::id::PartnerId;
use leptos::prelude::*;
use store::Read;
use store::partners::about;

pub(super) async fn block(desk: &Desk, read: &mut Read, partner: &PartnerId) -> Result<AnyView, ApiError> {
    let scope = desk.actor.scope(Subject::Assets);
    let taken = about::downloads(read, &scope, partner).await?;
    let (links, takes) = about::links(read, &scope, partner, desk.now()).await?;
    if taken.is_empty() && links == 0 {
        return Ok(().into_any());
    }
    let manages = desk.actor.permit(ManageAssets).is_ok();
    let lines = taken.into_iter().map(|one| {
        let (asset, title) = one.asset;
        let href = if manages { format!("/assets/manage/{asset}") } else { format!("/assets/{asset}") };
        let aside = format!("{}, {}", one.person, words::at(one.at));
        let branded = one.cobranded.then(|| format!(" · {}", text::about::branded()));
        view! { <li><a href=href>{title}</a> " " <span class="aside">{aside}{branded}</span></li> }
    });
    let lines = lines.erase_all();
    let links = (links > 0).then(|| {
        view! { <p class="aside">{text::about::links(links)} " " {(takes > 0).then(|| text::about::taken(takes))}</p> }.erase()
    });
    Ok(view! {
        <Section title=text::about::collateral()>
            <Card><ul class="lines">{lines}</ul>{links}</Card>
        </Section>
    }
    .erase())
}
