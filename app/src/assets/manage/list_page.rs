//! Marketing's list of collateral: a list like the others, with filters beside it that say how many each choice leaves.

use crate::assets::filters;
use crate::lists::{ShowList, draw};
use crate::loading::load;
use crate::renewal::record;
use domain::lists::List;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// Every asset.
#[component]
pub fn AssetsManagePage() -> impl IntoView {
    let query = use_location().search;
    let list = record(move || ShowList { list: List::Assets, query: query.get() });
    load(list, |mut listing| {
        let groups = std::mem::take(&mut listing.facets);
        let has_any = !groups.is_empty();
        let beside = (filters::set(List::Assets.path(), &groups), filters::panel(groups));
        draw(listing, None, has_any.then_some(beside))
    })
}
