//! A lesson: the outline beside it, its video or document, the text, and the way on.

use super::api::{FindLesson, LessonRecord, MarkRead};
use super::course_page::outline;
use super::document::document;
use super::video::video;
use crate::erase::Erase;
use crate::forms::{SendForm, use_form};
use crate::live::Live;
use crate::loading::{PageTitle, load};
use crate::renewal::record;
use crate::texts::text::{self, learning};
use crate::ui::{
    ButtonKind, ButtonLink, ErrorSummary, Hidden, Notice, PageHeader, Progress, SubmitButton, Tone,
};
use domain::learning::Medium;
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

/// A lesson.
#[component]
pub fn LessonPage() -> impl IntoView {
    let (params, query) = (use_params_map(), use_query_map());
    let asked = move || {
        params.with(|p| FindLesson {
            course_id: p.get("course").unwrap_or_default(),
            lesson: p.get("lesson").unwrap_or_default(),
            page: query.with(|q| q.get("page")),
        })
    };
    let record = record(asked);
    load(record, page)
}

fn page(record: LessonRecord) -> AnyView {
    let LessonRecord {
        course,
        course_title,
        outline: lines,
        lesson,
        title,
        html,
        shown,
        needed,
        enrolled,
        offered,
    } = record;
    let takes = enrolled && offered;
    // Of a lesson that is done nothing more has to be watched.
    let is_done = lines.iter().any(|line| line.id == lesson && line.read);
    let needed = if is_done { 0 } else { needed };
    let medium = shown.map(|shown| match shown.medium {
        Medium::Video { length, .. } => {
            video(course.as_str(), lesson.as_str(), (shown, length), needed, takes)
        }
        Medium::Document { pages } => document(course.as_str(), lesson.as_str(), &title, shown.place, pages),
    });
    let count = lines.len() as i64;
    let read = lines.iter().filter(|line| line.read).count() as i64;
    let at = lines.iter().position(|line| line.id == lesson).unwrap_or(0);
    let neighbour = |index: Option<usize>| {
        index.and_then(|index| lines.get(index)).map(|line| format!("/learning/{course}/lessons/{}", line.id))
    };
    let previous = neighbour(at.checked_sub(1));
    let next = neighbour(at.checked_add(1));
    let overview = format!("/learning/{course}");
    let go_on = if takes {
        read_form(course.to_string(), lesson.to_string())
    } else {
        let (href, label) = match next {
            Some(next) => (next, learning::next_lesson()),
            None => (overview.clone(), learning::back_to_course()),
        };
        view! { <ButtonLink href kind=ButtonKind::Primary>{label}</ButtonLink> }.erase()
    };
    let gone = (!offered)
        .then(|| view! { <Notice tone=Tone::Caution title=learning::no_longer_offered()/> }.erase());
    view! {
        <PageTitle title=title.clone()/>
        <div class="lesson">
            <nav class="outline" aria-label=learning::outline()>
                {enrolled
                    .then(|| {
                        let label = Live::from(learning::progress(count, read));
                        view! { <Progress value=Live::from(read) max=count.max(1) label/> }.erase()
                    })}
                {outline(course.as_str(), lines, Some(lesson.as_str()))}
            </nav>
            <article class="reading">
                <PageHeader title back=(overview, course_title)/>
                {gone}
                {medium}
                {html.shown("prose")}
                <div class="lesson-foot">
                    {previous.map(|href| view! { <ButtonLink href icon="chevron-left">{learning::previous()}</ButtonLink> }.erase())}
                    {go_on}
                </div>
            </article>
        </div>
    }
    .erase()
}

fn read_form(course: String, lesson: String) -> AnyView {
    let state = use_form::<MarkRead>();
    view! {
        <SendForm sending=state.sending()>
            <ErrorSummary title=text::errors::summary() faults=state.faults()/>
            <Hidden name="course_id" value=course/>
            <Hidden name="lesson" value=lesson/>
            <SubmitButton icon="check" pending=state.pending()>{learning::mark_read()}</SubmitButton>
        </SendForm>
    }
    .erase()
}
