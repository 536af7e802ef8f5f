//! Every certification, for those who write them.

use super::api::ListPlans;
use crate::erase::{Erase, EraseAll};
use crate::learning;
use crate::loading::{PageTitle, load};
use crate::renewal::record;
use crate::texts::text::{certifications, courses};
use crate::ui::{ButtonKind, ButtonLink, Card, Cell, CellKind, DataTable, EmptyState, Head, PageHeader, Row};
use domain::certifications::CertificationTally;
use leptos::prelude::*;

/// Every certification.
#[component]
pub fn CertificationsManagePage() -> impl IntoView {
    load(record(|| ListPlans {}), page)
}

fn page(list: Vec<CertificationTally>) -> AnyView {
    let empty = list.is_empty();
    let rows = list
        .into_iter()
        .map(|tally| {
            let (id, details) = (tally.certification.id, tally.certification.details);
            view! {
                <Row>
                    <Cell kind=CellKind::Lead href=format!("/certifications/manage/{id}")>{details.title}</Cell>
                    <Cell kind=CellKind::Status>{learning::course_state(tally.certification.state)}</Cell>
                    <Cell label=certifications::track()>{learning::topic(details.track)}</Cell>
                    <Cell label=certifications::level_label() kind=CellKind::Number>{details.level}</Cell>
                    <Cell label=certifications::courses() kind=CellKind::Number>{tally.courses}</Cell>
                    <Cell label=certifications::holders() kind=CellKind::Number>{tally.holders}</Cell>
                </Row>
            }
        })
        .erase_all();
    view! {
        <PageTitle title=certifications::manage_title()/>
        <PageHeader
            title=certifications::manage_title()
            lead=certifications::manage_lead()
            back=("/certifications".to_owned(), certifications::title().to_owned())
        >
            <ButtonLink href="/certifications/manage/new" kind=ButtonKind::Primary icon="plus">{certifications::new()}</ButtonLink>
        </PageHeader>
        {if empty {
            view! { <EmptyState icon="award" title=certifications::none() text=certifications::manage_none_help()/> }.erase()
        } else {
            view! {
                <Card flush=true>
                    <DataTable
                        caption=certifications::manage_title()
                        head=vec![
                            Head::new(courses::name()),
                            Head::new(courses::state()),
                            Head::new(certifications::track()),
                            Head::number(certifications::level_label()),
                            Head::number(certifications::courses()),
                            Head::number(certifications::holders()),
                        ]
                    >
                        {rows}
                    </DataTable>
                </Card>
            }
                .erase()
        }}
    }
    .erase()
}
