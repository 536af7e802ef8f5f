//! The first page after signing in: what needs the person, by role.

use crate::learning::LearningAtHome;
use crate::loading::PageTitle;
use crate::session;
use crate::texts::text;
use crate::ui::PageHeader;
use leptos::prelude::*;

/// Home.
#[component]
pub fn HomePage() -> impl IntoView {
    let name = session::profile().map(|profile| profile.name).unwrap_or_default();
    view! {
        <PageTitle title=text::home::title()/>
        <PageHeader title=text::home::greeting(name)/>
        <LearningAtHome/>
    }
}
