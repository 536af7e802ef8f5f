//! The writers' list of courses.

use super::api::{CourseDesk, list_courses};
use crate::loading::{PageTitle, load};
use crate::texts::text;
use crate::ui::{
    Badge, ButtonKind, ButtonLink, Card, Cell, CellKind, DataTable, EmptyState, Head, PageHeader, Row, Tone,
};
use crate::words;
use domain::learning::CourseState;
use leptos::prelude::*;

/// Every course.
#[component]
pub fn CoursesManagePage() -> impl IntoView {
    let desk = Resource::new(|| (), |()| list_courses());
    load(desk, page)
}

pub(super) fn tone(state: CourseState) -> Tone {
    match state {
        CourseState::Draft => Tone::Neutral,
        CourseState::Published => Tone::Positive,
        CourseState::Retired => Tone::Caution,
    }
}

fn page(desk: CourseDesk) -> AnyView {
    let empty = desk.courses.is_empty();
    let rows = desk
        .courses
        .into_iter()
        .map(|line| {
            view! {
                <Row>
                    <Cell kind=CellKind::Lead href=format!("/learning/manage/{}", line.id)>{line.title}</Cell>
                    <Cell kind=CellKind::Status label=text::learning::state()>
                        <Badge tone=tone(line.state)>{words::course_state(line.state)}</Badge>
                    </Cell>
                    <Cell label=text::learning::topic()>{words::topic(line.topic)}</Cell>
                    <Cell kind=CellKind::Number label=text::learning::enrolled()>{line.enrolled}</Cell>
                    <Cell kind=CellKind::Number label=text::learning::certified()>{line.certified}</Cell>
                </Row>
            }
        })
        .collect_view();
    view! {
        <PageTitle title=text::learning::courses()/>
        <PageHeader title=text::learning::courses()>
            <ButtonLink href="/learning/manage/new" kind=ButtonKind::Primary icon="plus">{text::learning::new_course()}</ButtonLink>
        </PageHeader>
        {if empty {
            view! { <EmptyState icon="graduation-cap" title=text::learning::no_courses() text=text::learning::no_courses_help()/> }.into_any()
        } else {
            view! {
                <Card flush=true>
                    <DataTable
                        caption=text::learning::courses()
                        head=vec![
                            Head::new(text::learning::course()),
                            Head::new(text::learning::state()),
                            Head::new(text::learning::topic()),
                            Head::number(text::learning::enrolled()),
                            Head::number(text::learning::certified()),
                        ]
                    >
                        {rows}
                    </DataTable>
                </Card>
            }
                .into_any()
        }}
    }
    .into_any()
}
