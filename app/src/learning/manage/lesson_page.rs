//! The editor of a lesson: Markdown, and how it looks to readers.

use super::api::{Draft, EditLesson, PreviewLesson, SaveLesson};
use crate::api::ask;
use crate::erase::Erase;
use crate::forms::{SendForm, use_form};
use crate::live::Source;
use crate::loading::{PageTitle, load};
use crate::renewal::record;
use crate::texts::text::{self, courses};
use crate::ui::{Button, Card, ErrorSummary, Field, FormFoot, Hidden, PageHeader, SubmitButton, TextArea};
use domain::learning::{BODY_MOST, Lesson, LessonForm, TITLE_MOST};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// The editor of a lesson.
#[component]
pub fn LessonEditorPage() -> impl IntoView {
    let params = use_params_map();
    let asked = move || {
        params.with(|p| EditLesson { course: p.get("course").unwrap_or_default(), lesson: p.get("lesson") })
    };
    let draft = record(asked);
    load(draft, form)
}

fn form(draft: Draft<Lesson>) -> AnyView {
    let state = use_form::<SaveLesson>();
    let Draft { course, part, html, key } = draft;
    let title = if part.is_some() { courses::edit_lesson() } else { courses::lesson_title() };
    let (id, name, body) =
        part.map(|lesson| (lesson.id.to_string(), lesson.title, lesson.body)).unwrap_or_default();
    let form: LessonForm = state.values(LessonForm {
        course: course.id.to_string(),
        lesson: id,
        version: course.version.to_string(),
        key,
        title: name,
        body,
    });
    let typed = Source::new(form.body.clone());
    let heard = typed.clone();
    // Until the preview is asked for, the text as it was saved.
    let shown = Source::new(html);
    let seen = shown.clone();
    let preview = move |_| {
        let (question, shown) = (PreviewLesson { body: typed.peek() }, shown.clone());
        leptos::task::spawn_local(async move {
            if let Ok(html) = ask(question).await {
                shown.set(html);
            }
        });
    };
    view! {
        <PageTitle title/>
        <PageHeader title back=(format!("/learning/manage/{}", course.id), course.details.title)/>
        <SendForm sending=state.sending() class="form" novalidate=true>
            <ErrorSummary title=text::errors::summary() faults=state.faults()/>
            <Hidden name="course" value=form.course/>
            <Hidden name="lesson" value=form.lesson/>
            <Hidden name="version" value=form.version/>
            <Hidden name="key" value=form.key/>
            <Field
                name="title"
                label=courses::lesson_name()
                value=form.title
                maxlength=TITLE_MOST
                required=true
                fault=state.fault("title")
            />
            <TextArea
                name="body"
                label=courses::lesson_body()
                help=courses::lesson_body_help()
                value=form.body
                maxlength=BODY_MOST
                rows=16
                required=true
                fault=state.fault("body")
                on_input=Callback::new(move |text| heard.set(text))
            />
            <FormFoot>
                <SubmitButton pending=state.pending()>{courses::save()}</SubmitButton>
                <Button
                    icon="eye"
                    on_press=Callback::new(preview)
                >
                    {courses::preview()}
                </Button>
            </FormFoot>
        </SendForm>
        <Card title=courses::preview_title()>
            <div class="prose" inner_html=move || seen.get()></div>
        </Card>
    }
    .erase()
}
