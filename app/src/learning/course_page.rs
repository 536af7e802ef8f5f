//! A course: what it is about, its lessons, and where to go on.

use super::api::{Enrol, TakenCourse, course_card};
use crate::forms::use_form;
use crate::loading::{PageTitle, load};
use crate::texts::text;
use crate::ui::{
    Badge, ButtonKind, ButtonLink, Card, ErrorSummary, Fact, Facts, Hidden, Icon, PageHeader, SubmitButton,
    Tone,
};
use crate::words;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// A course.
#[component]
pub fn CoursePage() -> impl IntoView {
    let params = use_params_map();
    let course = Resource::new(move || params.with(|p| p.get("id").unwrap_or_default()), course_card);
    load(course, page)
}

fn page(course: TakenCourse) -> AnyView {
    let completed = course.progress.as_ref().is_some_and(|progress| progress.completed);
    let action = action(&course);
    let lessons = lessons(&course);
    let facts = facts(&course);
    let topic = words::topic(course.topic);
    view! {
        <PageTitle title=course.title.clone()/>
        <PageHeader
            title=course.title
            lead=course.summary
            back=("/learning".to_owned(), text::learning::title().to_owned())
            status=move || {
                if completed {
                    view! { <Badge tone=Tone::Positive>{text::learning::passed()}</Badge> }.into_any()
                } else {
                    view! { <Badge>{topic}</Badge> }.into_any()
                }
            }
        >
            {action}
        </PageHeader>
        <div class="record">
            <div class="record-story">{lessons}</div>
            <aside class="record-facts">{facts}</aside>
        </div>
    }
    .into_any()
}

/// The one thing to do next.
fn action(course: &TakenCourse) -> AnyView {
    let id = course.id.to_string();
    let Some(progress) = &course.progress else {
        let state = use_form::<Enrol>();
        return view! {
            <ActionForm action=state.action>
                <ErrorSummary title=text::errors::summary() faults=state.faults()/>
                <Hidden name="course" value=id/>
                <SubmitButton pending=state.pending() icon="play">{text::learning::start()}</SubmitButton>
            </ActionForm>
        }
        .into_any();
    };
    if progress.completed {
        return view! {
            <ButtonLink href="/learning/certificates" kind=ButtonKind::Primary icon="award">{text::learning::to_certificate()}</ButtonLink>
        }
        .into_any();
    }
    let unread = course.lessons.iter().find(|(lesson, _)| !progress.read.contains(lesson));
    match unread {
        Some((next, _)) => {
            let resume = progress.resume_at.as_ref().filter(|at| !progress.read.contains(at));
            let href = format!("/learning/{id}/lessons/{}", resume.unwrap_or(next));
            view! { <ButtonLink href kind=ButtonKind::Primary icon="play">{text::learning::resume()}</ButtonLink> }.into_any()
        }
        None => {
            let href = format!("/learning/{id}/quiz");
            view! { <ButtonLink href kind=ButtonKind::Primary icon="circle-help">{text::learning::to_quiz()}</ButtonLink> }
                .into_any()
        }
    }
}

fn lessons(course: &TakenCourse) -> AnyView {
    let enrolled = course.progress.is_some();
    let items = course
        .lessons
        .iter()
        .map(|(lesson, title)| {
            let read = course.progress.as_ref().is_some_and(|progress| progress.read.contains(lesson));
            let href = format!("/learning/{}/lessons/{lesson}", course.id);
            let title = title.clone();
            view! {
                <li class="lesson-line">
                    {if enrolled { view! { <a href=href>{title}</a> }.into_any() } else { title.into_any() }}
                    {read
                        .then(|| {
                            view! {
                                <span class="lesson-read"><Icon name="check"/><span class="visually-hidden">{text::learning::was_read()}</span></span>
                            }
                        })}
                </li>
            }
        })
        .collect_view();
    let quiz = format!("/learning/{}/quiz", course.id);
    let words = text::learning::quiz_of(course.questions as i64);
    view! {
        <Card title=text::learning::lessons()>
            <ol class="lessons">
                {items}
                <li class="lesson-line">
                    {if enrolled { view! { <a href=quiz>{words}</a> }.into_any() } else { words.into_any() }}
                </li>
            </ol>
        </Card>
    }
    .into_any()
}

fn facts(course: &TakenCourse) -> AnyView {
    let validity = if course.validity_months == 0 {
        text::learning::for_good().to_owned()
    } else {
        text::learning::months(course.validity_months)
    };
    let left = course.progress.as_ref().and_then(|progress| progress.attempts_left);
    let minutes = text::learning::minutes(course.minutes);
    let pass_mark = format!("{} %", course.pass_mark);
    view! {
        <Card title=text::learning::facts()>
            <Facts>
                <Fact label=text::learning::duration()>{minutes}</Fact>
                <Fact label=text::learning::pass_mark()>{pass_mark}</Fact>
                {left.map(|left| view! { <Fact label=text::learning::attempts_left()>{left}</Fact> })}
                <Fact label=text::learning::validity()>{validity}</Fact>
            </Facts>
        </Card>
    }
    .into_any()
}
