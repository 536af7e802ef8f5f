//! One course: what it asks for, its lessons, how far the reader has come, and the way on.

use super::api::{CourseRecord, Enrol, FindCourse};
use super::words;
use crate::erase::{Erase, EraseAll};
use crate::forms::{SendForm, use_form};
use crate::live::Live;
use crate::loading::{PageTitle, load};
use crate::renewal::record;
use crate::session;
use crate::texts::text::{self, learning};
use crate::ui::{
    Badge, ButtonKind, ButtonLink, Card, Cell, CellKind, DataTable, ErrorSummary, Fact, Facts, FormFoot,
    Head, Hidden, Icon, Notice, PageHeader, Progress, Row, Section, SubmitButton, Tone,
};
use domain::access::WriteCourses;
use domain::learning::{Attempt, CourseState, LessonLine, Standing};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// One course.
#[component]
pub fn CoursePage() -> impl IntoView {
    let params = use_params_map();
    let record = record(move || FindCourse { id: params.with(|p| p.get("course").unwrap_or_default()) });
    load(record, page)
}

fn page(record: CourseRecord) -> AnyView {
    let CourseRecord { course, offered, lessons, questions, enrolment, standing, attempts, certificate } =
        record;
    let who = session::profile();
    let takes = who.as_ref().is_some_and(|who| who.role.is_partner());
    let writes = who.as_ref().is_some_and(|who| who.may(&WriteCourses));
    let (id, details) = (course.id, course.details);
    let count = lessons.len() as i64;
    let read = lessons.iter().filter(|lesson| lesson.read).count() as i64;
    let first_unread = lessons.iter().find(|lesson| !lesson.read).map(|lesson| lesson.id.clone());
    let resume = enrolment.as_ref().and_then(|enrolment| {
        let kept = enrolment.resume.clone().filter(|id| lessons.iter().any(|l| l.id == *id && !l.read));
        kept.or(first_unread).or_else(|| lessons.first().map(|lesson| lesson.id.clone()))
    });
    let all_read = count > 0 && read == count;
    let enrolled = enrolment.is_some();
    let open = matches!(standing, Some(Standing::Open { .. }));
    let passed = enrolment.as_ref().is_some_and(|enrolment| enrolment.completed_at.is_some());
    let resume = resume.map(|lesson| {
        let href = format!("/learning/{id}/lessons/{lesson}");
        let kind = if all_read { ButtonKind::Secondary } else { ButtonKind::Primary };
        let label = if all_read { learning::read_again() } else { learning::resume() };
        view! { <ButtonLink href kind icon="book-open">{label}</ButtonLink> }.erase()
    });
    let quiz = (enrolled && open && questions > 0).then(|| {
        let kind = if all_read { ButtonKind::Primary } else { ButtonKind::Secondary };
        let href = format!("/learning/{id}/quiz");
        view! { <ButtonLink href kind icon="award">{learning::to_quiz()}</ButtonLink> }.erase()
    });
    let edit = writes.then(|| {
        view! { <ButtonLink href=format!("/learning/manage/{id}") icon="pencil">{text::courses::edit()}</ButtonLink> }.erase()
    });
    let state = (course.state != CourseState::Published).then(|| words::course_state(course.state));
    let badge = passed.then(|| view! { <Badge tone=Tone::Positive>{learning::passed()}</Badge> }.erase());
    let start = (takes && !enrolled).then(|| enrol_form(id.to_string()));
    let gone = (!offered)
        .then(|| view! { <Notice tone=Tone::Caution title=learning::no_longer_offered()/> }.erase());
    let lines = outline(id.as_str(), lessons, None);
    let tries = (!attempts.is_empty()).then(|| attempts_table(id.as_str(), attempts));
    let (minutes, mark) = (details.minutes, details.pass_mark);
    let time = details.time_limit;
    let time = (time > 0)
        .then(|| view! { <Fact label=learning::quiz_time()>{learning::minutes(time)}</Fact> }.erase());
    let attempts_allowed = match details.attempt_limit {
        0 => learning::attempts_unlimited().to_owned(),
        n => learning::attempts_limit(n),
    };
    let validity = match details.validity_months {
        0 => learning::validity_for_good().to_owned(),
        n => learning::validity_months(n),
    };
    view! {
        <PageTitle title=details.title.clone()/>
        <PageHeader
            title=details.title
            lead=details.summary
            back=("/learning".to_owned(), learning::title().to_owned())
            status=move || { view! { {state} {badge} }.erase() }
        >
            {edit} {resume} {quiz}
        </PageHeader>
        <div class="record">
            <div class="record-story">
                {gone}
                {start}
                {enrolled
                    .then(|| {
                        let label = Live::from(learning::progress(count, read));
                        view! { <Progress value=Live::from(read) max=count.max(1) label/> }.erase()
                    })}
                <Section title=learning::lessons()>{lines}</Section>
                {tries}
            </div>
            <aside class="record-facts">
                <Card title=learning::about()>
                    <Facts>
                        <Fact label=learning::topic()>{words::topic(details.topic)}</Fact>
                        <Fact label=learning::length()>{learning::minutes(minutes)}</Fact>
                        <Fact label=learning::pass_mark()>{learning::percent(mark)}</Fact>
                        {(questions > 0)
                            .then(|| view! { <Fact label=learning::quiz()>{learning::questions(questions)}</Fact> }.erase())}
                        {time}
                        <Fact label=learning::attempts()>{attempts_allowed}</Fact>
                        <Fact label=learning::validity()>{validity}</Fact>
                    </Facts>
                </Card>
                {certificate.map(|(one, state)| super::certificates::card(one, state))}
            </aside>
        </div>
    }
    .erase()
}

fn enrol_form(id: String) -> AnyView {
    let state = use_form::<Enrol>();
    view! {
        <SendForm sending=state.sending() class="form">
            <ErrorSummary title=text::errors::summary() faults=state.faults()/>
            <Hidden name="course_id" value=id/>
            <FormFoot note=learning::enrol_note()>
                <SubmitButton icon="play" pending=state.pending()>{learning::enrol()}</SubmitButton>
            </FormFoot>
        </SendForm>
    }
    .erase()
}

/// The lessons of a course as links, each with whether it was read.
pub fn outline(course: &str, lessons: Vec<LessonLine>, current: Option<&str>) -> AnyView {
    let lines = lessons
        .into_iter()
        .map(|lesson| {
            let here = (current == Some(lesson.id.as_str())).then_some("page");
            let class = if lesson.read { "outline-link done" } else { "outline-link" };
            let (icon, words) = if lesson.read {
                (view! { <Icon name="circle-check"/> }.erase(), learning::read_done())
            } else {
                let ring = view! { <span class="outline-ring" aria-hidden="true"></span> }.erase();
                (ring.erase(), learning::still_to_read())
            };
            let href = format!("/learning/{course}/lessons/{}", lesson.id);
            view! {
                <li>
                    <a class=class href=href aria-current=here>
                        {icon}
                        <span>{lesson.title} <span class="visually-hidden">" (" {words} ")"</span></span>
                    </a>
                </li>
            }
        })
        .erase_all();
    view! { <ol class="outline-list">{lines}</ol> }.erase()
}

fn attempts_table(course: &str, attempts: Vec<Attempt>) -> AnyView {
    let rows = attempts
        .into_iter()
        .map(|attempt| {
            let (tone, words) = if attempt.passed {
                (Tone::Positive, learning::result_passed())
            } else {
                (Tone::Neutral, learning::result_failed())
            };
            let href = format!("/learning/{course}/results/{}", attempt.id);
            view! {
                <Row>
                    <Cell kind=CellKind::Lead href>{learning::attempt(attempt.number)}</Cell>
                    <Cell kind=CellKind::Status><Badge tone>{words}</Badge></Cell>
                    <Cell kind=CellKind::Short>{crate::words::at(attempt.graded_at)}</Cell>
                    <Cell kind=CellKind::Number>{learning::right_score(attempt.score)}</Cell>
                </Row>
            }
        })
        .erase_all();
    view! {
        <Section title=learning::your_attempts()>
            <Card flush=true>
                <DataTable
                    caption=learning::your_attempts()
                    head=vec![
                        Head::new(learning::quiz()),
                        Head::new(learning::state()),
                        Head::new(learning::taken()),
                        Head::number(learning::result()),
                    ]
                >
                    {rows}
                </DataTable>
            </Card>
        </Section>
    }
    .erase()
}
