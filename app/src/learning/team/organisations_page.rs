//! The organisations in the reach of the vendor's staff, with the certified people each needs and has.

use super::api::{ListCoverage, Organisation};
use super::coverage_list;
use crate::erase::{Erase, EraseAll};
use crate::loading::{PageTitle, load};
use crate::renewal::record;
use crate::texts::text::{self, team};
use crate::ui::{
    ButtonKind, ButtonLink, Card, Cell, CellKind, DataTable, EmptyState, Head, PageHeader, Pager, Row,
};
use crate::words;
use domain::page::Page;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use leptos_router::location::Url;

/// The list.
pub(super) fn organisations() -> AnyView {
    let query = use_query_map();
    load(record(move || ListCoverage { after: query.with(|q| q.get("after")) }), move |list| {
        page(list, query.with_untracked(|q| q.get("after")).is_some())
    })
    .into_any()
}

fn page(list: Page<Organisation>, is_later: bool) -> AnyView {
    let older = list.next.as_deref().map(|next| format!("/learning/team?after={}", Url::escape(next)));
    let newer = is_later.then(|| "/learning/team".to_owned());
    let table = if list.rows.is_empty() {
        view! { <EmptyState icon="graduation-cap" title=team::no_organisations()/> }.erase()
    } else {
        let rows = list.rows.into_iter().map(row).erase_all();
        let head = vec![
            Head::new(text::learning::organisation()),
            Head::new(team::tier()),
            Head::new(team::coverage()),
        ];
        view! { <Card flush=true><DataTable caption=team::organisations() head>{rows}</DataTable></Card> }
            .erase()
    };
    view! {
        <PageTitle title=team::organisations()/>
        <PageHeader
            title=team::organisations()
            lead=team::organisations_lead()
            back=("/learning".to_owned(), text::learning::title().to_owned())
        >
            <ButtonLink href="/learning/requirements" kind=ButtonKind::Primary icon="pencil">{team::requirements()}</ButtonLink>
        </PageHeader>
        {table}
        <Pager
            label=team::organisations()
            newer_label=text::learning::first_page()
            older_label=text::learning::next_page()
            newer
            older
        />
    }
    .erase()
}

fn row(one: Organisation) -> AnyView {
    let lines = coverage_list(&one.coverage);
    view! {
        <Row>
            <Cell kind=CellKind::Lead href=format!("/learning/team/{}", one.partner)>{one.name}</Cell>
            <Cell label=team::tier()>{words::tier(one.tier)}</Cell>
            <Cell label=team::coverage()>{lines}</Cell>
        </Row>
    }
    .erase()
}
