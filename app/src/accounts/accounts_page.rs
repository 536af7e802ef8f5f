//! The list of customer accounts.

use super::api::ListAccounts;
use crate::erase::{Erase, EraseAll};
use crate::forms::SearchForm;
use crate::loading::{PageTitle, load};
use crate::renewal::record;
use crate::texts::text;
use crate::ui::{
    ButtonKind, ButtonLink, Card, Cell, CellKind, DataTable, EmptyState, Field, Head, PageHeader, Pager, Row,
    SubmitButton,
};
use domain::accounts::Account;
use domain::countries::country_name;
use domain::page::Page;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use leptos_router::location::Url;

/// Customer accounts.
#[component]
pub fn AccountsPage() -> impl IntoView {
    let query = use_query_map();
    let asked = move || {
        query.with(|q| ListAccounts { search: q.get("q").unwrap_or_default(), after: q.get("after") })
    };
    load(record(asked), move |list| page(list, untrack(asked)))
}

fn page(list: Page<Account>, ListAccounts { search, after }: ListAccounts) -> AnyView {
    let base = format!("/accounts?q={}", Url::escape(&search));
    let older = list.next.as_deref().map(|cursor| format!("{base}&after={}", Url::escape(cursor)));
    let newer = after.map(|_| base);
    let empty = list.rows.is_empty();
    let rows = list
        .rows
        .into_iter()
        .map(|account| {
            view! {
                <Row>
                    <Cell kind=CellKind::Lead href=format!("/accounts/{}", account.id)>{account.legal_name}</Cell>
                    <Cell label=text::accounts::domain()>{account.domain}</Cell>
                    <Cell label=text::accounts::country()>{country_name(&account.country).to_owned()}</Cell>
                </Row>
            }
        })
        .erase_all();
    view! {
        <PageTitle title=text::accounts::title()/>
        <PageHeader title=text::accounts::title()>
            <ButtonLink href="/accounts/families">{text::accounts::families()}</ButtonLink>
            <ButtonLink href="/accounts/new" kind=ButtonKind::Primary icon="plus">{text::accounts::new()}</ButtonLink>
        </PageHeader>
        <SearchForm action="/accounts">
            <Field name="q" kind="search" label=text::accounts::search() value=search/>
            <SubmitButton kind=ButtonKind::Secondary>{text::accounts::find()}</SubmitButton>
        </SearchForm>
        {if empty {
            view! { <EmptyState icon="building-2" title=text::accounts::none() text=text::accounts::none_help()/> }.erase()
        } else {
            view! {
                <Card flush=true>
                    <DataTable
                        caption=text::accounts::title()
                        head=vec![
                            Head::new(text::accounts::legal_name()),
                            Head::new(text::accounts::domain()),
                            Head::new(text::accounts::country()),
                        ]
                    >
                        {rows}
                    </DataTable>
                </Card>
                <Pager
                    label=text::accounts::title()
                    newer_label=text::accounts::first_page()
                    older_label=text::accounts::next_page()
                    newer
                    older
                />
            }
                .erase()
        }}
    }
    .erase()
}
