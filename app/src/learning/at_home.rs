//! Learning on the home page.

use super::api::{CourseLine, browse_courses};
use super::catalogue_page::tile;
use super::manage::{CourseDesk, list_courses};
use crate::loading::load;
use crate::texts::text;
use crate::ui::{ButtonKind, ButtonLink, EmptyState, Figure, Figures, Section};
use domain::learning::CourseState;
use domain::page::Page;
use leptos::prelude::*;

/// Courses that the home page shows.
const SHOWN: usize = 3;

/// The next courses to take: begun ones first.
#[component]
pub fn LearningAtHome() -> impl IntoView {
    let courses = Resource::new(|| (), |()| browse_courses(String::new(), String::new(), None));
    load(courses, next)
}

fn next(found: Page<CourseLine>) -> AnyView {
    let mut open: Vec<CourseLine> = found.rows.into_iter().filter(|line| !line.completed).collect();
    open.sort_by_key(|line| line.lessons_read.is_none());
    open.truncate(SHOWN);
    view! {
        <Section title=text::learning::next_courses() action=|| view! { <a href="/learning">{text::learning::to_courses()}</a> }>
            {if open.is_empty() {
                view! { <EmptyState icon="graduation-cap" title=text::learning::all_done() text=text::learning::all_done_help()/> }.into_any()
            } else {
                view! { <div class="tiles tiles-small">{open.into_iter().map(tile).collect_view()}</div> }.into_any()
            }}
        </Section>
    }
    .into_any()
}

/// What waits for the writers.
#[component]
pub fn EducationAtHome() -> impl IntoView {
    let desk = Resource::new(|| (), |()| list_courses());
    load(desk, education)
}

fn education(desk: CourseDesk) -> AnyView {
    let count =
        |state: CourseState| desk.courses.iter().filter(|line| line.state == state).count().to_string();
    let (published, drafts, certified) =
        (count(CourseState::Published), count(CourseState::Draft), desk.certified.to_string());
    view! {
        <Section
            title=text::learning::courses()
            action=|| {
                view! { <ButtonLink href="/learning/manage/new" kind=ButtonKind::Primary icon="plus">{text::learning::new_course()}</ButtonLink> }
            }
        >
            <Figures>
                <Figure label=text::learning::state_published() value=published/>
                <Figure label=text::learning::state_draft() value=drafts/>
                <Figure label=text::learning::certified() value=certified/>
            </Figures>
            <p><a href="/learning/manage">{text::learning::to_manage()}</a></p>
        </Section>
    }
    .into_any()
}
