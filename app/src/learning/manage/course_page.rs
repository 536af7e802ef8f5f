//! A course on the writers' desk: what is said of it, its lessons and questions, publishing.

use super::api::{DropPart, MoveLesson, SaveCourse, SetCourseState, course_for_editing};
use super::list_page::tone;
use crate::forms::use_form;
use crate::loading::{PageTitle, load};
use crate::texts::text;
use crate::ui::{
    Badge, ButtonKind, ButtonLink, Card, CheckboxGroup, ErrorSummary, Field, FormFoot, Hidden, Notice,
    PageHeader, Section, Select, SubmitButton, TextArea, Tone, Width,
};
use crate::words;
use domain::learning::{Course, CourseForm, CourseState, NotReady, SUMMARY_MOST, TITLE_MOST, Topic, ready};
use domain::partners::{PartnerType, Tier};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// The form for a new course.
#[component]
pub fn CourseNewPage() -> impl IntoView {
    view! {
        <PageTitle title=text::learning::new_course()/>
        <PageHeader
            title=text::learning::new_course()
            lead=text::learning::new_course_lead()
            back=("/learning/manage".to_owned(), text::learning::courses().to_owned())
        />
        {details(CourseForm::default())}
    }
}

/// A course with its parts.
#[component]
pub fn CourseEditPage() -> impl IntoView {
    let params = use_params_map();
    let course = Resource::new(move || params.with(|p| p.get("id").unwrap_or_default()), course_for_editing);
    load(course, page)
}

fn page(course: Course) -> AnyView {
    let state = course.state;
    let title = course.details.title.clone();
    let step = step(&course);
    let lacks = lacks(&course);
    let (lessons, questions) = (lessons(&course), questions(&course));
    let form = CourseForm {
        id: course.id.to_string(),
        version: course.version.to_string(),
        ..CourseForm::from(&course.details)
    };
    view! {
        <PageTitle title=title.clone()/>
        <PageHeader
            title
            back=("/learning/manage".to_owned(), text::learning::courses().to_owned())
            status=move || view! { <Badge tone=tone(state)>{words::course_state(state)}</Badge> }
        >
            {step}
        </PageHeader>
        {lacks}
        {lessons}
        {questions}
        <Section title=text::learning::details()>{details(form)}</Section>
    }
    .into_any()
}

fn lacks(course: &Course) -> AnyView {
    ready(course.lessons.len(), course.questions.len())
        .into_iter()
        .map(|lack| {
            let words = match lack {
                NotReady::NoLesson => text::learning::lacks_lesson(),
                NotReady::NoQuestion => text::learning::lacks_question(),
            };
            view! { <Notice tone=Tone::Info title=words/> }
        })
        .collect_view()
        .into_any()
}

fn step(course: &Course) -> AnyView {
    let state = use_form::<SetCourseState>();
    let (id, version) = (course.id.to_string(), course.version.to_string());
    let (to, words, kind) = match course.state {
        CourseState::Published => (CourseState::Retired, text::learning::retire(), ButtonKind::Secondary),
        CourseState::Draft | CourseState::Retired => {
            if !ready(course.lessons.len(), course.questions.len()).is_empty() {
                return ().into_any();
            }
            (CourseState::Published, text::learning::publish(), ButtonKind::Primary)
        }
    };
    view! {
        <ActionForm action=state.action>
            <ErrorSummary title=text::errors::summary() faults=state.faults()/>
            <Hidden name="id" value=id/>
            <Hidden name="version" value=version/>
            <Hidden name="state" value=to.to_string()/>
            <SubmitButton kind pending=state.pending()>{words}</SubmitButton>
        </ActionForm>
    }
    .into_any()
}

fn drop_button(course: &Course, part: String, name: String) -> AnyView {
    let state = use_form::<DropPart>();
    let (id, version) = (course.id.to_string(), course.version.to_string());
    view! {
        <ActionForm action=state.action>
            <Hidden name="course" value=id/>
            <Hidden name="version" value=version/>
            <Hidden name="part" value=part/>
            <SubmitButton kind=ButtonKind::Quiet icon="trash-2" pending=state.pending()>
                <span class="visually-hidden">{text::learning::remove(name)}</span>
            </SubmitButton>
        </ActionForm>
    }
    .into_any()
}

fn up_button(course: &Course, lesson: String, name: String) -> AnyView {
    let state = use_form::<MoveLesson>();
    let (id, version) = (course.id.to_string(), course.version.to_string());
    view! {
        <ActionForm action=state.action>
            <Hidden name="course" value=id/>
            <Hidden name="version" value=version/>
            <Hidden name="lesson" value=lesson/>
            <SubmitButton kind=ButtonKind::Quiet icon="undo-2" pending=state.pending()>
                <span class="visually-hidden">{text::learning::move_up(name)}</span>
            </SubmitButton>
        </ActionForm>
    }
    .into_any()
}

fn lessons(course: &Course) -> AnyView {
    let new = format!("/learning/manage/{}/lessons/new", course.id);
    let items = course
        .lessons
        .iter()
        .enumerate()
        .map(|(n, lesson)| {
            let href = format!("/learning/manage/{}/lessons/{}", course.id, lesson.id);
            let up = (n > 0).then(|| up_button(course, lesson.id.to_string(), lesson.title.clone()));
            let remove = drop_button(course, lesson.id.to_string(), lesson.title.clone());
            view! { <li class="part-line"><a href=href>{lesson.title.clone()}</a> <span class="part-actions">{up} {remove}</span></li> }
        })
        .collect_view();
    let none = course.lessons.is_empty();
    view! {
        <Section
            title=text::learning::lessons()
            action=move || view! { <ButtonLink href=new icon="plus">{text::learning::new_lesson()}</ButtonLink> }
        >
            <Card>
                {if none {
                    view! { <p>{text::learning::no_lessons()}</p> }.into_any()
                } else {
                    view! { <ol class="parts">{items}</ol> }.into_any()
                }}
            </Card>
        </Section>
    }
    .into_any()
}

fn questions(course: &Course) -> AnyView {
    let new = format!("/learning/manage/{}/questions/new", course.id);
    let items = course
        .questions
        .iter()
        .map(|question| {
            let href = format!("/learning/manage/{}/questions/{}", course.id, question.id);
            let remove = drop_button(course, question.id.to_string(), question.wording.clone());
            view! { <li class="part-line"><a href=href>{question.wording.clone()}</a> <span class="part-actions">{remove}</span></li> }
        })
        .collect_view();
    let none = course.questions.is_empty();
    view! {
        <Section
            title=text::learning::quiz()
            action=move || view! { <ButtonLink href=new icon="plus">{text::learning::new_question()}</ButtonLink> }
        >
            <Card>
                {if none {
                    view! { <p>{text::learning::no_questions()}</p> }.into_any()
                } else {
                    view! { <ol class="parts">{items}</ol> }.into_any()
                }}
            </Card>
        </Section>
    }
    .into_any()
}

fn details(initial: CourseForm) -> AnyView {
    let state = use_form::<SaveCourse>();
    let form: CourseForm = state.values(initial);
    let topics = Topic::ALL.iter().map(|t| (t.to_string(), words::topic(*t).to_owned())).collect();
    let tiers = Tier::ALL.iter().map(|t| (t.to_string(), words::tier(*t).to_owned())).collect();
    let types =
        PartnerType::ALL.iter().map(|t| (t.to_string(), words::partner_type(*t).to_owned())).collect();
    let fields = state.fields();
    let number = move |name: &'static str, label: &'static str, help: &'static str, value: String| {
        view! { <Field name label help value inputmode="numeric" width=Width::Short fault=fields.fault(name)/> }
    };
    view! {
        <ActionForm action=state.action attr:class="form" attr:novalidate="true">
            <ErrorSummary title=text::errors::summary() faults=state.faults()/>
            <Hidden name="id" value=form.id/>
            <Hidden name="version" value=form.version/>
            <Field name="title" label=text::learning::course_title() value=form.title maxlength=TITLE_MOST required=true fault=state.fault("title")/>
            <TextArea
                name="summary"
                label=text::learning::summary()
                value=form.summary
                maxlength=SUMMARY_MOST
                rows=3
                fault=state.fault("summary")
            />
            <Select name="topic" label=text::learning::topic() options=topics value=form.topic fault=state.fault("topic")/>
            {number("minutes", text::learning::duration_minutes(), "", form.minutes)}
            {number("pass_mark", text::learning::pass_mark_percent(), "", form.pass_mark)}
            {number("attempt_limit", text::learning::attempt_limit(), text::learning::zero_any(), form.attempt_limit)}
            {number("validity_months", text::learning::validity_months(), text::learning::zero_good(), form.validity_months)}
            <CheckboxGroup
                name="tiers[]"
                legend=text::learning::tiers()
                help=text::learning::audience_help()
                options=tiers
                checked=form.tiers
                fault=state.fault("tiers")
            />
            <CheckboxGroup name="types[]" legend=text::learning::types() options=types checked=form.types fault=state.fault("types")/>
            <FormFoot>
                <SubmitButton kind=ButtonKind::Secondary pending=state.pending()>{text::learning::save_course()}</SubmitButton>
            </FormFoot>
        </ActionForm>
    }
    .into_any()
}
