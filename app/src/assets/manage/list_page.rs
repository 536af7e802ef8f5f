//! Marketing's list of collateral.

use super::api::{ManagedLine, ManagedList, list_assets};
use crate::assets::language_name;
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
use leptos_router::components::Form;
use leptos_router::hooks::use_query_map;
use leptos_router::location::Url;

/// Every asset.
#[component]
pub fn AssetsManagePage() -> impl IntoView {
    let query = use_query_map();
    let asked = Memo::new(move |_| {
        query.with(|q| (q.get("q").unwrap_or_default(), q.get("state").unwrap_or_default(), q.get("after")))
    });
    let list = record(move || asked.get(), |(search, state, after)| list_assets(search, state, after));
    load(list, move |list| page(list, asked.get_untracked()))
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
        Availability::Comes(day) => (Tone::Accent, text::assets::comes(day.words())),
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
    .into_any()
}

fn page(list: ManagedList, (search, state, after): (String, String, Option<String>)) -> AnyView {
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
        <Form method="GET" action="/assets/manage" attr:class="search-line" attr:role="search">
            <Field name="q" kind="search" label=text::assets::search() value=search/>
            <Select name="state" label=text::assets::state() options=states prompt=text::assets::any() value=state/>
            <SubmitButton kind=ButtonKind::Secondary>{text::assets::find()}</SubmitButton>
        </Form>
        {if list.page.rows.is_empty() {
            view! { <EmptyState icon="folder-open" title=text::assets::none() text=text::assets::none_uploaded()/> }.into_any()
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
                        {list.page.rows.into_iter().map(|line| row(line, today)).collect_view()}
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
                .into_any()
        }}
    }
    .into_any()
}
