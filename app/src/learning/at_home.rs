//! Learning on the first page: what to go on with, what to renew; drafts and figures for those who write.

use super::api::{Held, held};
use super::catalogue_page::{assigned, tile};
use super::words;
use crate::api::{ApiError, Desk};
use crate::erase::{Erase, EraseAll};
use crate::texts::text::{home, learning};
use crate::ui::{
    ButtonKind, ButtonLink, Card, Cell, CellKind, DataTable, EmptyState, Figure, Figures, Head, Row, Section,
};
use domain::access::{Subject, WriteCourses};
use domain::id::CourseId;
use domain::learning::assignments::Assignment;
use domain::learning::quiz::RENEWAL_DAYS;
use domain::learning::{Audience, CourseCard, CourseState};
use domain::time::Day;
use leptos::prelude::*;
use store::Read;
use store::learning::{certificates, manuscripts};

/// Courses that home offers to go on with.
const NEXT: i64 = 3;

/// What home says of learning: to a partner's person what to complete, go on with and renew, to those who write courses what
/// is being written; nothing to everybody else.
pub(crate) async fn at_home(desk: &Desk, read: &mut Read) -> Result<AnyView, ApiError> {
    let today = desk.now().day();
    if desk.profile().role.is_partner() {
        let (audience, me) = (Audience::of(&desk.actor), &desk.profile().person);
        let scope = desk.actor.scope(Subject::Learning);
        let due = store::learning::assignments::mine(read, &scope, me).await?;
        let next = store::learning::next(read, &audience, me, NEXT).await?;
        let until = today.plus_days(RENEWAL_DAYS);
        let expiring = certificates::expiring(read, &scope, me, today, until).await?;
        return Ok(taker(due, next, held(expiring, today), today));
    }
    let Ok(permit) = desk.actor.permit(WriteCourses) else { return Ok(().into_any()) };
    let courses = manuscripts::list(read, &permit).await?;
    let drafts = courses.into_iter().filter(|course| course.state == CourseState::Draft);
    let drafts = drafts.map(|course| (course.id, course.title)).collect();
    let certified = certificates::people_certified(read, &permit, today).await?;
    Ok(writer(drafts, certified))
}

fn taker(due: Vec<Assignment>, next: Vec<CourseCard>, expiring: Held, today: Day) -> AnyView {
    let due = (!due.is_empty()).then(|| {
        let tiles = due
            .into_iter()
            .map(|one| assigned((one.of.path(), one.title.clone(), one.topic, one.state(today))))
            .erase_all();
        view! { <Section title=home::due()><div class="tiles">{tiles}</div></Section> }.erase()
    });
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
        {due}
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
