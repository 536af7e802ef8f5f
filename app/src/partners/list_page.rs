//! The list of partners.

use super::api::{ListPartners, PartnerList};
use crate::erase::{Erase, EraseAll};
use crate::exporting::export_menu;
use crate::forms::SearchForm;
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
use leptos_router::hooks::use_query_map;
use leptos_router::location::Url;

/// The list of partners.
#[component]
pub fn PartnersPage() -> impl IntoView {
    let query = use_query_map();
    let asked = move || {
        query.with(|q| ListPartners { search: q.get("q").unwrap_or_default(), after: q.get("after") })
    };
    load(record(asked), move |list| page(list, untrack(asked)))
}

fn page(list: PartnerList, ListPartners { search, after }: ListPartners) -> AnyView {
    let may_manage = session::profile().is_some_and(|who| who.may(&ManagePartners));
    let empty = list.page.rows.is_empty();
    let query = |cursor: &str| format!("/partners?q={}&after={}", Url::escape(&search), Url::escape(cursor));
    let older = list.page.next.as_deref().map(query);
    let newer = after.map(|_| format!("/partners?q={}", Url::escape(&search)));
    let export = export_menu("partners", &format!("q={}", Url::escape(&search)));
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
        .erase_all();
    view! {
        <PageTitle title=text::partners::title()/>
        <PageHeader title=text::partners::title() lead=text::partners::count(list.count)>
            {export}
            {may_manage
                .then(|| {
                    view! {
                        <ButtonLink href="/partners/new" kind=ButtonKind::Primary icon="plus">{text::partners::new()}</ButtonLink>
                    }.erase()
                })}
        </PageHeader>
        <SearchForm action="/partners">
            <Field name="q" kind="search" label=text::partners::search() value=search.clone()/>
            <SubmitButton kind=ButtonKind::Secondary>{text::partners::find()}</SubmitButton>
        </SearchForm>
        {if empty {
            view! { <EmptyState icon="building-2" title=text::partners::none() text=text::partners::none_help()/> }.erase()
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
                .erase()
        }}
    }
    .erase()
}
