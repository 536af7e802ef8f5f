//! The first page after signing in: what needs the person, by role.

use crate::announcements::AnnouncementsAtHome;
use crate::assets::{AssetsAtHome, MarketingAtHome};
use crate::deals::DealsAtHome;
use crate::erase::Erase;
use crate::learning::LearningAtHome;
use crate::loading::PageTitle;
use crate::session;
use crate::texts::text;
use crate::ui::PageHeader;
use domain::access::Role;
use leptos::prelude::*;

/// Home.
#[component]
pub fn HomePage() -> impl IntoView {
    let Some(profile) = session::profile() else { return ().into_any() };
    let blocks = match profile.role {
        Role::PartnerAdministrator | Role::PartnerUser => {
            view! { <AnnouncementsAtHome/> <DealsAtHome/> <LearningAtHome/> <AssetsAtHome/> }.erase()
        }
        Role::Marketing => view! { <MarketingAtHome/> <LearningAtHome/> }.erase(),
        Role::Administrator => view! { <DealsAtHome/> <LearningAtHome/> <MarketingAtHome/> }.erase(),
        Role::ChannelManager | Role::Approver => view! { <DealsAtHome/> <LearningAtHome/> }.erase(),
        Role::Education => view! { <LearningAtHome/> }.erase(),
    };
    view! {
        <PageTitle title=text::home::title()/>
        <PageHeader title=text::home::greeting(profile.name)/>
        {blocks}
    }
    .erase()
}
