//! Marketing's list of collections.

use super::api::ListCollections;
use crate::erase::{Erase, EraseAll};
use crate::loading::{PageTitle, load};
use crate::renewal::record;
use crate::texts::text;
use crate::ui::{ButtonKind, ButtonLink, Card, Cell, CellKind, DataTable, EmptyState, Head, PageHeader, Row};
use domain::assets::Collection;
use leptos::prelude::*;

/// Every collection.
#[component]
pub fn CollectionsPage() -> impl IntoView {
    load(record(|| ListCollections {}), page)
}

fn page(list: Vec<(Collection, i64)>) -> AnyView {
    let table = if list.is_empty() {
        view! { <EmptyState icon="layout-grid" title=text::collections::none() text=text::collections::none_help()/> }
            .erase()
    } else {
        view! {
            <Card flush=true>
                <DataTable
                    caption=text::library::collections()
                    head=vec![Head::new(text::collections::name()), Head::number(text::collections::assets())]
                >
                    {list.into_iter().map(|(collection, assets)| row(collection, assets)).erase_all()}
                </DataTable>
            </Card>
        }
        .erase()
    };
    view! {
        <PageTitle title=text::library::collections()/>
        <PageHeader
            title=text::library::collections()
            lead=text::collections::lead()
            back=("/assets/manage".to_owned(), text::assets::title().to_owned())
        >
            <ButtonLink href="/assets/manage/collections/new" kind=ButtonKind::Primary icon="plus">{text::collections::new()}</ButtonLink>
        </PageHeader>
        {table}
    }
    .erase()
}

fn row(collection: Collection, assets: i64) -> AnyView {
    let href = format!("/assets/manage/collections/{}", collection.id);
    view! {
        <Row>
            <Cell kind=CellKind::Lead href=href>{collection.name}</Cell>
            <Cell label=text::collections::assets() kind=CellKind::Number>{assets}</Cell>
        </Row>
    }
    .erase()
}
