//! Which blocks somebody's home has, and in which order.

use crate::api::{ApiError, Desk};
use crate::{announcements, assets, deals, learning};
use domain::access::Role;
use leptos::prelude::*;
use store::Read;

/// Everything that home shows to the caller, as HTML.
pub(super) async fn drawn(desk: &Desk, read: &mut Read) -> Result<String, ApiError> {
    let mut html = String::new();
    let mut add = |block: AnyView| html.push_str(&block.to_html());
    match desk.profile().role {
        Role::PartnerAdministrator | Role::PartnerUser => {
            add(announcements::at_home(desk, read).await?);
            add(deals::sellers_home(desk, read).await?);
            add(learning::at_home(desk, read).await?);
            add(assets::newest_at_home(desk, read).await?);
        }
        Role::Marketing => {
            add(assets::marketing_at_home(desk, read).await?);
            add(learning::at_home(desk, read).await?);
        }
        Role::Administrator => {
            add(deals::deciders_home(desk, read).await?);
            add(learning::at_home(desk, read).await?);
            add(assets::marketing_at_home(desk, read).await?);
        }
        Role::ChannelManager | Role::Approver => add(deals::deciders_home(desk, read).await?),
        Role::Education => add(learning::at_home(desk, read).await?),
    }
    Ok(html)
}
