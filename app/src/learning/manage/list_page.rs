//! Every course, for those who write them.

use super::api::ListCourses;
use crate::erase::{Erase, EraseAll};
use crate::learning::words;
use crate::loading::{PageTitle, load};
use crate::renewal::record;
use crate::texts::text::{courses, learning};
use crate::ui::{ButtonKind, ButtonLink, Card, Cell, CellKind, DataTable, EmptyState, Head, PageHeader, Row};
use domain::learning::CourseTally;
use leptos::prelude::*;

/// Every course.
#[component]
pub fn CoursesPage() -> impl IntoView {
    let list = record(|| ListCourses {});
    load(list, page)
}

fn page(list: Vec<CourseTally>) -> AnyView {
    let count = courses::count(list.len() as i64);
    let empty = list.is_empty();
    let rows = list
        .into_iter()
        .map(|course| {
            view! {
                <Row>
                    <Cell kind=CellKind::Lead href=format!("/learning/manage/{}", course.id)>{course.title}</Cell>
                    <Cell kind=CellKind::Status>{words::course_state(course.state)}</Cell>
                    <Cell label=courses::lessons() kind=CellKind::Number>{course.lessons}</Cell>
                    <Cell label=courses::questions() kind=CellKind::Number>{course.questions}</Cell>
                    <Cell label=courses::enrolled() kind=CellKind::Number>{course.enrolled}</Cell>
                    <Cell label=courses::passed() kind=CellKind::Number>{course.passed}</Cell>
                </Row>
            }
        })
        .erase_all();
    view! {
        <PageTitle title=courses::title()/>
        <PageHeader
            title=courses::title()
            lead=count
            back=("/learning".to_owned(), learning::title().to_owned())
        >
            <ButtonLink href="/learning/manage/new" kind=ButtonKind::Primary icon="plus">{courses::new()}</ButtonLink>
        </PageHeader>
        {if empty {
            view! { <EmptyState icon="graduation-cap" title=courses::none() text=courses::none_help()/> }.erase()
        } else {
            view! {
                <Card flush=true>
                    <DataTable
                        caption=courses::title()
                        head=vec![
                            Head::new(courses::name()),
                            Head::new(courses::state()),
                            Head::number(courses::lessons()),
                            Head::number(courses::questions()),
                            Head::number(courses::enrolled()),
                            Head::number(courses::passed()),
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
