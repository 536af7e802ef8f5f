//! A lesson on the writers' desk, with a preview of what takers will see.

use super::api::{SaveLesson, course_for_editing, preview_lesson};
use crate::forms::use_form;
use crate::loading::{PageTitle, load};
use crate::texts::text;
use crate::ui::{Button, Card, ErrorSummary, Field, FormFoot, Hidden, PageHeader, SubmitButton, TextArea};
use domain::learning::{Course, LESSON_MOST, LessonForm, TITLE_MOST};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// A new lesson, or one that is changed.
#[component]
pub fn LessonEditPage() -> impl IntoView {
    let params = use_params_map();
    let lesson = params.with_untracked(|p| p.get("lesson"));
    let course = Resource::new(move || params.with(|p| p.get("id").unwrap_or_default()), course_for_editing);
    load(course, move |course| page(course, lesson.clone()))
}

fn page(course: Course, lesson: Option<String>) -> AnyView {
    let state = use_form::<SaveLesson>();
    let known = course.lessons.iter().find(|known| lesson.as_deref() == Some(known.id.as_str()));
    let form: LessonForm = state.values(LessonForm {
        course: course.id.to_string(),
        version: course.version.to_string(),
        id: known.map(|known| known.id.to_string()).unwrap_or_default(),
        title: known.map(|known| known.title.clone()).unwrap_or_default(),
        body: known.map(|known| known.body.clone()).unwrap_or_default(),
    });
    let title = known.map_or_else(|| text::learning::new_lesson().to_owned(), |known| known.title.clone());
    let body = RwSignal::new(form.body.clone());
    let preview = Action::new(move |(): &()| preview_lesson(body.get_untracked()));
    let shown = preview.value();
    view! {
        <PageTitle title=title.clone()/>
        <PageHeader title back=(format!("/learning/manage/{}", course.id), course.details.title)/>
        <ActionForm action=state.action attr:class="form" attr:novalidate="true">
            <ErrorSummary title=text::errors::summary() faults=state.faults()/>
            <Hidden name="course" value=form.course/>
            <Hidden name="version" value=form.version/>
            <Hidden name="id" value=form.id/>
            <Field name="title" label=text::learning::lesson_title() value=form.title maxlength=TITLE_MOST required=true fault=state.fault("title")/>
            <TextArea
                name="body"
                label=text::learning::lesson_body()
                help=text::learning::markdown_help()
                value=form.body
                maxlength=LESSON_MOST
                rows=14
                fault=state.fault("body")
                on_input=Callback::new(move |text| body.set(text))
            />
            <FormFoot>
                <SubmitButton pending=state.pending()>{text::learning::save_lesson()}</SubmitButton>
                <Button icon="eye" on_press=Callback::new(move |_| { preview.dispatch(()); })>{text::learning::preview()}</Button>
            </FormFoot>
        </ActionForm>
        <div aria-live="polite">
            {move || {
                shown
                    .get()
                    .and_then(Result::ok)
                    .map(|html| {
                        view! {
                            <Card title=text::learning::preview()>
                                <article class="lesson prose" inner_html=html></article>
                            </Card>
                        }
                    })
            }}
        </div>
    }
    .into_any()
}
