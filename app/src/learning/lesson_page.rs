//! A lesson: text to be read, and the way on.

use super::api::{OpenLesson, ReadLesson, lesson_card};
use crate::forms::use_form;
use crate::loading::{PageTitle, load};
use crate::texts::text;
use crate::ui::{ErrorSummary, FormFoot, Hidden, PageHeader, Progress, SubmitButton};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// A lesson.
#[component]
pub fn LessonPage() -> impl IntoView {
    let params = use_params_map();
    let asked = Memo::new(move |_| {
        params.with(|p| (p.get("id").unwrap_or_default(), p.get("lesson").unwrap_or_default()))
    });
    let lesson = Resource::new(move || asked.get(), |(course, lesson)| lesson_card(course, lesson));
    load(lesson, page)
}

fn page(open: OpenLesson) -> AnyView {
    let state = use_form::<ReadLesson>();
    let count = open.course.lessons.len();
    let next = if open.next.is_some() { text::learning::next_lesson() } else { text::learning::to_quiz() };
    let place = text::learning::lesson_place(open.place, count);
    view! {
        <PageTitle title=open.title.clone()/>
        <PageHeader
            title=open.title
            back=(format!("/learning/{}", open.course.id), open.course.title)
            below=move || view! { <Progress value=open.place as f64 max=count as f64 label=place/> }
        />
        <article class="lesson prose" inner_html=open.html></article>
        <ActionForm action=state.action attr:class="form">
            <ErrorSummary title=text::errors::summary() faults=state.faults()/>
            <Hidden name="course" value=open.course.id.to_string()/>
            <Hidden name="lesson" value=open.id.to_string()/>
            <FormFoot>
                <SubmitButton pending=state.pending() icon="arrow-right">{next}</SubmitButton>
            </FormFoot>
        </ActionForm>
    }
    .into_any()
}
