//! The whole of a course for those who write it: its lessons, its quiz with the key, and when it is offered.

use super::api::{FindManuscript, MoveLesson, PublishCourse, RemoveLesson, RemoveQuestion, RetireCourse};
use super::medium::told;
use crate::erase::{Erase, EraseAll};
use crate::forms::{SendForm, Sending, use_form};
use crate::learning::words as learning_words;
use crate::live::Live;
use crate::loading::{PageTitle, load};
use crate::renewal::record;
use crate::texts::text::{self, courses, learning};
use crate::ui::{
    ButtonKind, ButtonLink, Card, ErrorSummary, Fact, Facts, Hidden, Icon, Notice, PageHeader, Section,
    SubmitButton, Tone,
};
use crate::words;
use domain::learning::publishing::Lack;
use domain::learning::{CourseDetails, CourseState, KeyedQuestion, Lesson, Manuscript};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// What can be done on the page.
#[derive(Clone)]
struct Doing {
    publish: Sending,
    retire: Sending,
    shift: Sending,
    remove_lesson: Sending,
    remove_question: Sending,
}

/// A course as it is written.
#[component]
pub fn ManuscriptPage() -> impl IntoView {
    let params = use_params_map();
    let (publish, retire) = (use_form::<PublishCourse>(), use_form::<RetireCourse>());
    let shift = use_form::<MoveLesson>();
    let (lesson, question) = (use_form::<RemoveLesson>(), use_form::<RemoveQuestion>());
    let all = [publish.faults(), retire.faults(), shift.faults(), lesson.faults(), question.faults()];
    let faults = Live::new(move || all.iter().flat_map(|one| one.get()).collect::<Vec<_>>());
    let doing = Doing {
        publish: publish.sending(),
        retire: retire.sending(),
        shift: shift.sending(),
        remove_lesson: lesson.sending(),
        remove_question: question.sending(),
    };
    let found =
        record(move || FindManuscript { course: params.with(|p| p.get("course").unwrap_or_default()) });
    view! {
        <ErrorSummary title=text::errors::summary() faults/>
        {load(found, move |(course, lacks)| page(course, lacks, doing.clone()))}
    }
    .erase()
}

fn page(course: Manuscript, lacks: Vec<Lack>, doing: Doing) -> AnyView {
    let Manuscript { course, lessons, questions } = course;
    let (id, version) = (course.id.to_string(), course.version.to_string());
    let state = course.state;
    let complete = lacks.is_empty();
    let publish = (state != CourseState::Published && complete).then(|| {
        let label = if state == CourseState::Retired { courses::publish_again() } else { courses::publish() };
        let (id, version) = (id.clone(), version.clone());
        view! {
            <SendForm sending=doing.publish.clone()>
                <Hidden name="course" value=id/>
                <Hidden name="from" value=version/>
                <SubmitButton icon="send">{label}</SubmitButton>
            </SendForm>
        }
        .erase()
    });
    let retire = (state == CourseState::Published).then(|| {
        let (id, version) = (id.clone(), version.clone());
        view! {
            <SendForm sending=doing.retire.clone()>
                <Hidden name="course" value=id/>
                <Hidden name="from" value=version/>
                <SubmitButton kind=ButtonKind::Destructive>{courses::retire()}</SubmitButton>
            </SendForm>
        }
        .erase()
    });
    let last = lessons.len();
    let no_lesson = lessons.is_empty().then(|| view! { <p>{courses::no_lessons()}</p> }.erase());
    let no_question = questions.is_empty().then(|| view! { <p>{courses::no_questions()}</p> }.erase());
    let lessons = lessons
        .into_iter()
        .enumerate()
        .map(|(index, lesson)| lesson_line(&id, &version, lesson, index > 0, index + 1 < last, &doing))
        .erase_all();
    let questions =
        questions.into_iter().map(|question| question_line(&id, &version, question, &doing)).erase_all();
    let (add_lesson, add_question) =
        (format!("/learning/manage/{id}/lessons/new"), format!("/learning/manage/{id}/questions/new"));
    let details = course.details;
    view! {
        <PageTitle title=details.title.clone()/>
        <PageHeader
            title=details.title.clone()
            lead=details.summary.clone()
            back=("/learning/manage".to_owned(), courses::title().to_owned())
            status=move || learning_words::course_state(state)
        >
            <ButtonLink href=format!("/learning/{id}") icon="eye">{courses::see_as_reader()}</ButtonLink>
            <ButtonLink href=format!("/learning/manage/{id}/edit") icon="pencil">{courses::edit()}</ButtonLink>
            {retire}
            {publish}
        </PageHeader>
        {(!complete).then(|| missing(lacks))}
        <div class="record">
            <div class="record-story">
                <Section
                    title=courses::lessons()
                    action=move || { view! { <ButtonLink href=add_lesson icon="plus">{courses::add_lesson()}</ButtonLink> }.erase() }
                >
                    {no_lesson}
                    {lessons}
                </Section>
                <Section
                    title=courses::questions()
                    action=move || { view! { <ButtonLink href=add_question icon="plus">{courses::add_question()}</ButtonLink> }.erase() }
                >
                    {no_question}
                    {questions}
                </Section>
            </div>
            <aside class="record-facts">{facts(&details)}</aside>
        </div>
    }
    .erase()
}

fn missing(lacks: Vec<Lack>) -> AnyView {
    let lines = lacks
        .into_iter()
        .map(|lack| match lack {
            Lack::Lessons => courses::lacks_lessons(),
            Lack::Questions => courses::lacks_questions(),
            Lack::Key => courses::lacks_key(),
            Lack::Draw => courses::lacks_draw(),
        })
        .map(|words| view! { <li>{words}</li> }.erase())
        .erase_all();
    view! { <Notice tone=Tone::Info title=courses::lacks()><ul>{lines}</ul></Notice> }.erase()
}

fn facts(details: &CourseDetails) -> AnyView {
    let or = |list: Vec<String>| {
        if list.is_empty() { courses::everybody().to_owned() } else { list.join(", ") }
    };
    let tiers = or(details.tiers.iter().map(|tier| words::tier(*tier)).collect());
    let types = or(details.types.iter().map(|kind| words::partner_type(*kind)).collect());
    let attempts = match details.attempt_limit {
        0 => learning::attempts_unlimited().to_owned(),
        n => learning::attempts_limit(n),
    };
    let validity = match details.validity_months {
        0 => learning::validity_for_good().to_owned(),
        n => learning::validity_months(n),
    };
    let drawn = match details.draw {
        0 => courses::draw_all().to_owned(),
        n => courses::drawn(n),
    };
    let time = match details.time_limit {
        0 => courses::no_limit().to_owned(),
        n => learning::minutes(n),
    };
    let wait = match details.wait_hours {
        0 => courses::no_wait().to_owned(),
        n => courses::hours(n),
    };
    let (topic, minutes, mark) = (learning_words::topic(details.topic), details.minutes, details.pass_mark);
    view! {
        <Card title=courses::facts()>
            <Facts>
                <Fact label=courses::topic()>{topic}</Fact>
                <Fact label=learning::length()>{learning::minutes(minutes)}</Fact>
                <Fact label=learning::pass_mark()>{learning::percent(mark)}</Fact>
                <Fact label=courses::draw_short()>{drawn}</Fact>
                <Fact label=courses::time_limit_short()>{time}</Fact>
                <Fact label=learning::attempts()>{attempts}</Fact>
                <Fact label=courses::wait_short()>{wait}</Fact>
                <Fact label=learning::validity()>{validity}</Fact>
            </Facts>
        </Card>
        <Card title=courses::audience()>
            <Facts>
                <Fact label=courses::tiers()>{tiers}</Fact>
                <Fact label=courses::types()>{types}</Fact>
            </Facts>
        </Card>
    }
    .erase()
}

fn lesson_line(
    course: &str,
    version: &str,
    lesson: Lesson,
    may_rise: bool,
    may_sink: bool,
    doing: &Doing,
) -> AnyView {
    let title = lesson.title;
    let shows = lesson.medium.map(|medium| view! { <span class="tag">{told(medium)}</span> }.erase());
    let href = format!("/learning/manage/{course}/lessons/{}", lesson.id);
    let which = (course.to_owned(), lesson.id.to_string(), version.to_owned());
    let up = may_rise.then(|| {
        shift(which.clone(), true, courses::earlier(), courses::earlier_of(&title), doing.shift.clone())
    });
    let down = may_sink.then(|| {
        shift(which.clone(), false, courses::later(), courses::later_of(&title), doing.shift.clone())
    });
    let (course, id, version) = which;
    let remove = courses::remove_of(&title);
    view! {
        <div class="card part">
            <a class="part-title" href=href>{title}</a>
            {shows}
            <div class="form-actions">
                {up}
                {down}
                <SendForm sending=doing.remove_lesson.clone()>
                    <Hidden name="course" value=course/>
                    <Hidden name="lesson" value=id/>
                    <Hidden name="from" value=version/>
                    <SubmitButton kind=ButtonKind::Quiet icon="trash-2">
                        <span aria-hidden="true">{courses::remove()}</span>
                        <span class="visually-hidden">{remove}</span>
                    </SubmitButton>
                </SendForm>
            </div>
        </div>
    }
    .erase()
}

/// The button that puts a lesson one place earlier or later.
fn shift(
    (course, lesson, version): (String, String, String),
    earlier: bool,
    label: &'static str,
    name: String,
    sending: Sending,
) -> AnyView {
    view! {
        <SendForm sending>
            <Hidden name="course" value=course/>
            <Hidden name="lesson" value=lesson/>
            <Hidden name="from" value=version/>
            <Hidden name="earlier" value=earlier.to_string()/>
            <SubmitButton kind=ButtonKind::Quiet>
                <span aria-hidden="true">{label}</span>
                <span class="visually-hidden">{name}</span>
            </SubmitButton>
        </SendForm>
    }
    .erase()
}

fn question_line(course: &str, version: &str, keyed: KeyedQuestion, doing: &Doing) -> AnyView {
    let id = keyed.question.id.to_string();
    let href = format!("/learning/manage/{course}/questions/{id}");
    let (course, version) = (course.to_owned(), version.to_owned());
    let choices = keyed
        .question
        .choices
        .into_iter()
        .map(|choice| {
            if keyed.right.contains(&choice.id) {
                let tone = Tone::Positive.name();
                view! { <li class="answer-note" data-tone=tone><Icon name="check"/>{choice.wording}</li> }
                    .erase()
            } else {
                view! { <li class="answer-note">{choice.wording}</li> }.erase()
            }
        })
        .erase_all();
    let wording = keyed.question.wording;
    let remove = courses::remove_of(&wording);
    view! {
        <div class="card part">
            <a class="part-title" href=href>{wording}</a>
            <ul>{choices}</ul>
            <SendForm sending=doing.remove_question.clone()>
                <Hidden name="course" value=course/>
                <Hidden name="question" value=id/>
                <Hidden name="from" value=version/>
                <SubmitButton kind=ButtonKind::Quiet icon="trash-2">
                    <span aria-hidden="true">{courses::remove()}</span>
                    <span class="visually-hidden">{remove}</span>
                </SubmitButton>
            </SendForm>
        </div>
    }
    .erase()
}
