//! The first page after signing in: what needs the person, by role. The server draws it whole, charts too; the browser
//! has no code for any of it.

mod api;
#[cfg(feature = "ssr")]
mod blocks;
#[cfg(feature = "ssr")]
mod chart;

pub use api::GATES;
#[cfg(feature = "ssr")]
pub(crate) use chart::{Series, bars, columns};

use crate::drawing::Drawing;
use crate::erase::Erase;
use crate::loading::{PageTitle, load};
use crate::renewal::record;
use crate::session;
use crate::texts::text;
use crate::ui::PageHeader;
use leptos::prelude::*;

/// Home.
#[component]
pub fn HomePage() -> impl IntoView {
    let name = session::profile().map(|who| who.name).unwrap_or_default();
    view! {
        <PageTitle title=text::home::title()/>
        <PageHeader title=text::home::greeting(name)/>
        {load(record(|| api::ShowHome {}), |blocks: Drawing| blocks.shown("home-blocks"))}
    }
    .erase()
}
