//! The list of partners.

use super::api::{PartnerList, list_partners};
use crate::loading::{PageTitle, load};
use crate::renewal::record;
use crate::session;
use crate::texts::text;
use crate::ui::{
    ButtonKind, ButtonLink, Card, Cell, CellKind, DataTable, EmptyState, Field, Head, PageHeader, Pager, Row,
    SubmitButton,
};
use crate::words;
use domain::access::ManagePartners;
use leptos::prelude::*;
use leptos_router::components::Form;
use leptos_router::hooks::use_query_map;
use leptos_router::location::Url;

/// The list of partners.
#[component]
pub fn PartnersPage() -> impl IntoView {
    let query = use_query_map();
    let search = Memo::new(move |_| query.with(|q| q.get("q").unwrap_or_default()));
    let after = Memo::new(move |_| query.with(|q| q.get("after")));
    let list = record(move || (search.get(), after.get()), |(search, after)| list_partners(search, after));
    load(list, move |list| page(list, search.get_untracked(), after.get_untracked()))
}

fn page(list: PartnerList, search: String, after: Option<String>) -> AnyView {
    let may_manage = session::profile().is_some_and(|who| who.may(&ManagePartners));
    let empty = list.page.rows.is_empty();
    let query = |cursor: &str| format!("/partners?q={}&after={}", Url::escape(&search), Url::escape(cursor));
    let older = list.page.next.as_deref().map(query);
    let newer = after.map(|_| format!("/partners?q={}", Url::escape(&search)));
    let rows = list
        .page
        .rows
        .into_iter()
        .map(|line| {
            view! {
                <Row>
                    <Cell kind=CellKind::Lead href=format!("/partners/{}", line.id)>{line.name}</Cell>
                    <Cell label=text::partners::tier()>{words::tier(line.tier)}</Cell>
                    <Cell label=text::partners::region()>{words::region(line.region)}</Cell>
                    <Cell label=text::partners::manager()>{line.manager.unwrap_or_else(|| text::partners::nobody().to_owned())}</Cell>
                    <Cell label=text::partners::people() kind=CellKind::Number>{line.people}</Cell>
                </Row>
            }
        })
        .collect_view();
    view! {
        <PageTitle title=text::partners::title()/>
        <PageHeader title=text::partners::title() lead=text::partners::count(list.count)>
            {may_manage
                .then(|| {
                    view! {
                        <ButtonLink href="/partners/new" kind=ButtonKind::Primary icon="plus">{text::partners::new()}</ButtonLink>
                    }
                })}
        </PageHeader>
        <Form method="GET" action="/partners" attr:class="search-line" attr:role="search">
            <Field name="q" kind="search" label=text::partners::search() value=search.clone()/>
            <SubmitButton kind=ButtonKind::Secondary>{text::partners::find()}</SubmitButton>
        </Form>
        {if empty {
            view! { <EmptyState icon="building-2" title=text::partners::none() text=text::partners::none_help()/> }.into_any()
        } else {
            view! {
                <Card flush=true>
                    <DataTable
                        caption=text::partners::title()
                        head=vec![
                            Head::new(text::partners::name()),
                            Head::new(text::partners::tier()),
                            Head::new(text::partners::region()),
                            Head::new(text::partners::manager()),
                            Head::number(text::partners::people()),
                        ]
                    >
                        {rows}
                    </DataTable>
                </Card>
                <Pager
                    label=text::partners::title()
                    newer_label=text::partners::first_page()
                    older_label=text::partners::next_page()
                    newer
                    older
                />
            }
                .into_any()
        }}
    }
    .into_any()
}
