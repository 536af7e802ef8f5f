//! Marketing's list of collateral.

use super::api::{ListAssets, ManagedLine, ManagedList};
use crate::assets::{filters, language_name};
use crate::erase::{Erase, EraseAll};
use crate::loading::{PageTitle, load};
use crate::renewal::record;
use crate::texts::text;
use crate::ui::{
    Badge, ButtonKind, ButtonLink, Card, Cell, CellKind, DataTable, EmptyState, Head, PageHeader, Pager, Row,
    Tone,
};
use crate::words;
use domain::assets::{AssetQuery, AssetState, Availability, availability};
use domain::time::Day;
use leptos::prelude::*;

const BASE: &str = "/assets/manage";

/// Every asset.
#[component]
pub fn AssetsManagePage() -> impl IntoView {
    load(record(|| ListAssets { query: filters::asked() }), |list| page(list, untrack(filters::asked)))
}

/// Where an asset stands, in a word.
pub(super) fn standing(
    state: AssetState,
    publish_on: Option<Day>,
    expire_on: Option<Day>,
    today: Day,
) -> (Tone, String) {
    match availability(state, publish_on, expire_on, today) {
        Availability::Hidden if state == AssetState::Draft => {
            (Tone::Neutral, text::assets::draft().to_owned())
        }
        Availability::Hidden => (Tone::Caution, text::assets::withdrawn().to_owned()),
        Availability::Comes(day) => (Tone::Accent, text::assets::comes(words::day(day))),
        Availability::Available | Availability::AvailableUntil(_) => {
            (Tone::Positive, text::assets::published().to_owned())
        }
        Availability::ExpiredOn(_) => (Tone::Negative, text::assets::expired().to_owned()),
    }
}

fn row(line: ManagedLine, today: Day) -> AnyView {
    let (tone, standing) = standing(line.state, line.publish_on, line.line.expire_on, today);
    view! {
        <Row>
            <Cell kind=CellKind::Lead href=format!("/assets/manage/{}", line.line.id)>{line.line.title}</Cell>
            <Cell kind=CellKind::Status label=text::assets::state()><Badge tone>{standing}</Badge></Cell>
            <Cell label=text::assets::kind()>{words::asset_kind(line.line.kind)}</Cell>
            <Cell label=text::assets::language()>{language_name(&line.line.language)}</Cell>
            <Cell label=text::assets::downloads() kind=CellKind::Number>{line.downloads}</Cell>
        </Row>
    }
    .erase()
}

fn page(list: ManagedList, query: AssetQuery) -> AnyView {
    let (newer, older) = filters::pages(BASE, &query, list.page.next.as_deref());
    let today = list.today;
    let none = || {
        view! { <EmptyState icon="folder-open" title=text::assets::none() text=text::assets::none_uploaded()/> }
            .erase()
    };
    let table = if list.page.rows.is_empty() {
        filters::nothing_left(BASE, &query, none())
    } else {
        view! {
            <Card flush=true>
                <DataTable
                    caption=text::assets::title()
                    head=vec![
                        Head::new(text::assets::name()),
                        Head::new(text::assets::state()),
                        Head::new(text::assets::kind()),
                        Head::new(text::assets::language()),
                        Head::number(text::assets::downloads()),
                    ]
                >
                    {list.page.rows.into_iter().map(|line| row(line, today)).erase_all()}
                </DataTable>
            </Card>
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
        <PageHeader title=text::assets::title()>
            <ButtonLink href="/shares" icon="link">{text::shares::title()}</ButtonLink>
            <ButtonLink href="/assets/manage/collections" icon="layout-grid">{text::library::collections()}</ButtonLink>
            <ButtonLink href="/assets/manage/new" kind=ButtonKind::Primary icon="upload">{text::assets::upload()}</ButtonLink>
        </PageHeader>
        {filters::search_line(BASE, &query)}
        {filters::chips(BASE, &query, &list.facets)}
        <div class="catalogue">
            {filters::panel(BASE, &query, &list.facets)}
            <div class="catalogue-list">{table}</div>
        </div>
    }
    .erase()
}
