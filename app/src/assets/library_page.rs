//! The partner's library of collateral.

use super::api::{BrowseLibrary, Library};
use super::collection_page::shelf;
use super::filters;
use super::tile::{IN_SIGHT, tile};
use crate::erase::{Erase, EraseAll};
use crate::loading::{PageTitle, load};
use crate::renewal::record;
use crate::texts::text;
use crate::ui::{ButtonLink, EmptyState, PageHeader, Pager, Section};
use domain::assets::AssetQuery;
use leptos::prelude::*;

const BASE: &str = "/assets";

/// The library.
#[component]
pub fn LibraryPage() -> impl IntoView {
    load(record(|| BrowseLibrary { query: filters::asked() }), |found| page(found, untrack(filters::asked)))
}

fn page(found: Library, query: AssetQuery) -> AnyView {
    let count = filters::count(&found.facets);
    // Partners have what is published; there is nothing to choose.
    let facets: Vec<_> = found.facets.into_iter().filter(|line| line.facet != "state").collect();
    let (newer, older) = filters::pages(BASE, &query, found.page.next.as_deref());
    let collections = (!found.collections.is_empty()).then(|| {
        let tiles = found.collections.into_iter().enumerate().map(|(n, line)| shelf(line, n < IN_SIGHT)).erase_all();
        view! { <Section title=text::library::collections()><div class="tiles tiles-small">{tiles}</div></Section> }
            .erase()
    });
    let none = || {
        view! { <EmptyState icon="folder-open" title=text::assets::none() text=text::assets::none_yet()/> }
            .erase()
    };
    let list = if found.page.rows.is_empty() {
        filters::nothing_left(BASE, &query, none())
    } else {
        view! {
            <div class="tiles">{found.page.rows.into_iter().enumerate().map(|(n, line)| tile(line, n < IN_SIGHT)).erase_all()}</div>
            <Pager
                label=text::assets::title()
                newer_label=text::assets::first_page()
                older_label=text::assets::next_page()
                newer
                older
            />
        }
        .erase()
    };
    view! {
        <PageTitle title=text::assets::title()/>
        <PageHeader title=text::assets::title() lead=text::assets::count(count)>
            <ButtonLink href="/shares" icon="link">{text::shares::title()}</ButtonLink>
        </PageHeader>
        {filters::search_line(BASE, &query)}
        {collections}
        {filters::chips(BASE, &query, &facets)}
        <div class="catalogue">
            {filters::panel(filters::groups(BASE, &query, &facets))}
            <div class="catalogue-list">{list}</div>
        </div>
    }
    .erase()
}
