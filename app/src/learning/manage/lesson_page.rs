//! The editor of a lesson: Markdown, how it looks to readers, and its video or document.

use super::api::{Draft, EditLesson, PreviewLesson, SaveLesson};
use super::medium::medium;
use crate::api::ask;
use crate::erase::Erase;
use crate::forms::{SendForm, use_form};
use crate::live::Source;
use crate::loading::{PageTitle, load};
use crate::renewal::record;
use crate::texts::text::{self, courses};
use crate::ui::{
    Button, Card, ErrorSummary, Field, FormFoot, Hidden, PageHeader, SubmitButton, TextArea, Width,
};
use domain::learning::viewing::NEEDED_AT_FIRST;
use domain::learning::{BODY_MOST, Lesson, LessonForm, Medium, TITLE_MOST};
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
    let Draft { course, part, html, captions, key } = draft;
    let title = if part.is_some() { courses::edit_lesson() } else { courses::lesson_title() };
    let medium = medium(&course, part.as_ref(), captions);
    let shows_video = part.as_ref().is_some_and(|lesson| matches!(lesson.medium, Some(Medium::Video { .. })));
    let needed = part.as_ref().map_or(NEEDED_AT_FIRST, |lesson| lesson.needed).to_string();
    let (id, name, body) =
        part.map(|lesson| (lesson.id.to_string(), lesson.title, lesson.body)).unwrap_or_default();
    let form: LessonForm = state.values(LessonForm {
        course: course.id.to_string(),
        lesson: id,
        version: course.version.to_string(),
        key,
        title: name,
        body,
        needed,
    });
    let needed = if shows_video {
        view! {
            <Field
                name="needed"
                label=courses::needed()
                help=courses::needed_help()
                inputmode="numeric"
                width=Width::Short
                value=form.needed
                fault=state.fault("needed")
            />
        }
        .erase()
    } else {
        view! { <Hidden name="needed" value=form.needed/> }.erase()
    };
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
            {needed}
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
        {medium}
    }
    .erase()
}
