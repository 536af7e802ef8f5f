//! The first page after signing in: what needs the person, by role.

use crate::assets::{AssetsAtHome, MarketingAtHome};
use crate::deals::DealsAtHome;
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
            view! { <DealsAtHome/> <LearningAtHome/> <AssetsAtHome/> }.into_any()
        }
        Role::Marketing => view! { <MarketingAtHome/> <LearningAtHome/> }.into_any(),
        Role::Administrator => view! { <DealsAtHome/> <LearningAtHome/> <MarketingAtHome/> }.into_any(),
        Role::ChannelManager | Role::Approver => view! { <DealsAtHome/> <LearningAtHome/> }.into_any(),
        Role::Education => view! { <LearningAtHome/> }.into_any(),
    };
    view! {
        <PageTitle title=text::home::title()/>
        <PageHeader title=text::home::greeting(profile.name)/>
        {blocks}
    }
    .into_any()
}
