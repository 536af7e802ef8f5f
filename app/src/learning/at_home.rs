//! Learning on the first page: what to go on with, what to renew; drafts and figures for those who write.

use super::api::{self, AtHome, Held};
use super::catalogue_page::tile;
use super::words;
use crate::erase::{Erase, EraseAll};
use crate::loading::load;
use crate::renewal::record;
use crate::texts::text::learning;
use crate::ui::{
    ButtonKind, ButtonLink, Card, Cell, CellKind, DataTable, EmptyState, Figure, Figures, Head, Row, Section,
};
use domain::id::CourseId;
use domain::learning::CourseCard;
use leptos::prelude::*;

/// What home says of learning, by role.
#[component]
pub fn LearningAtHome() -> impl IntoView {
    let home = record(|| api::LearningAtHome {});
    load(home, |home| match home {
        AtHome::Taker { next, expiring } => taker(next, expiring),
        AtHome::Writer { drafts, certified } => writer(drafts, certified),
        AtHome::Nothing => ().into_any(),
    })
}

fn taker(next: Vec<CourseCard>, expiring: Held) -> AnyView {
    let renew = (!expiring.is_empty()).then(|| {
        let rows = expiring
            .into_iter()
            .map(|(one, state)| {
                let href = one.of.path();
                view! {
                    <Row>
                        <Cell kind=CellKind::Lead>{one.title}</Cell>
                        <Cell kind=CellKind::Status>{words::certificate_state(state)}</Cell>
                        <Cell kind=CellKind::Action><ButtonLink href>{learning::home_renew()}</ButtonLink></Cell>
                    </Row>
                }
            })
            .erase_all();
        view! {
            <Section title=learning::home_expiring()>
                <Card flush=true>
                    <DataTable
                        caption=learning::home_expiring()
                        head=vec![
                            Head::new(learning::course()),
                            Head::new(learning::state()),
                            Head::hidden(learning::home_renew()),
                        ]
                    >
                        {rows}
                    </DataTable>
                </Card>
            </Section>
        }.erase()
    });
    let courses = if next.is_empty() {
        view! {
            <EmptyState icon="graduation-cap" title=learning::home_none() text=learning::home_none_help()>
                <ButtonLink href="/learning">{learning::to_courses()}</ButtonLink>
            </EmptyState>
        }
        .erase()
    } else {
        view! { <div class="tiles">{next.into_iter().map(tile).erase_all()}</div> }.erase()
    };
    view! {
        {renew}
        <Section
            title=learning::home_next()
            action=|| { view! { <a href="/learning">{learning::to_courses()}</a> }.erase() }
        >
            {courses}
        </Section>
    }
    .erase()
}

fn writer(drafts: Vec<(CourseId, String)>, certified: i64) -> AnyView {
    let list = if drafts.is_empty() {
        view! {
            <EmptyState icon="pencil" title=learning::home_no_drafts() text=learning::home_no_drafts_help()>
                <ButtonLink href="/learning/manage" kind=ButtonKind::Primary>{learning::manage()}</ButtonLink>
            </EmptyState>
        }
        .erase()
    } else {
        let rows = drafts
            .into_iter()
            .map(|(id, title)| {
                let href = format!("/learning/manage/{id}");
                view! { <Row><Cell kind=CellKind::Lead href>{title}</Cell></Row> }
            })
            .erase_all();
        view! {
            <Card flush=true>
                <DataTable caption=learning::home_drafts() head=vec![Head::new(learning::course())]>{rows}</DataTable>
            </Card>
        }
        .erase()
    };
    view! {
        <Figures>
            <Figure label=learning::home_certified() value=certified.to_string() href="/learning/manage"/>
        </Figures>
        <Section title=learning::home_drafts()>{list}</Section>
    }
    .erase()
}
