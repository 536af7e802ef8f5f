//! Marketing's list of collateral.

use super::api::{ListAssets, ManagedLine, ManagedList};
use crate::assets::language_name;
use crate::erase::{Erase, EraseAll};
use crate::forms::SearchForm;
use crate::loading::{PageTitle, load};
use crate::renewal::record;
use crate::texts::text;
use crate::ui::{
    Badge, ButtonKind, ButtonLink, Card, Cell, CellKind, DataTable, EmptyState, Field, Head, PageHeader,
    Pager, Row, Select, SubmitButton, Tone,
};
use crate::words;
use domain::assets::{AssetState, Availability, availability};
use domain::time::Day;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use leptos_router::location::Url;

/// Every asset.
#[component]
pub fn AssetsManagePage() -> impl IntoView {
    let query = use_query_map();
    let asked = move || {
        query.with(|q| ListAssets {
            search: q.get("q").unwrap_or_default(),
            state: q.get("state").unwrap_or_default(),
            after: q.get("after"),
        })
    };
    load(record(asked), move |list| page(list, untrack(asked)))
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

fn page(list: ManagedList, ListAssets { search, state, after }: ListAssets) -> AnyView {
    let base = format!("/assets/manage?q={}&state={}", Url::escape(&search), Url::escape(&state));
    let older = list.page.next.as_deref().map(|cursor| format!("{base}&after={}", Url::escape(cursor)));
    let newer = after.map(|_| base);
    let states = vec![
        (AssetState::Draft.to_string(), text::assets::draft().to_owned()),
        (AssetState::Published.to_string(), text::assets::published().to_owned()),
        (AssetState::Withdrawn.to_string(), text::assets::withdrawn().to_owned()),
    ];
    let today = list.today;
    view! {
        <PageTitle title=text::assets::title()/>
        <PageHeader title=text::assets::title()>
            <ButtonLink href="/assets/manage/new" kind=ButtonKind::Primary icon="upload">{text::assets::upload()}</ButtonLink>
        </PageHeader>
        <SearchForm action="/assets/manage">
            <Field name="q" kind="search" label=text::assets::search() value=search/>
            <Select name="state" label=text::assets::state() options=states prompt=text::assets::any() value=state/>
            <SubmitButton kind=ButtonKind::Secondary>{text::assets::find()}</SubmitButton>
        </SearchForm>
        {if list.page.rows.is_empty() {
            view! { <EmptyState icon="folder-open" title=text::assets::none() text=text::assets::none_uploaded()/> }.erase()
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
        }}
    }
    .erase()
}
