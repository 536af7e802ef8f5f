//! What takers ask: the catalogue, courses, lessons, quizzes, certificates.

use crate::api::ApiError;
use crate::api::access::Gate;
use domain::id::{CertificateId, CourseId, LessonId, QuestionId};
use domain::learning::{AskedQuestion, Certificate, Topic};
use domain::page::Page;
use domain::time::Day;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

#[cfg(feature = "ssr")]
use crate::api::Desk;
#[cfg(feature = "ssr")]
use domain::access::{Permit, Subject, TakeCourses};
#[cfg(feature = "ssr")]
use domain::form::Faults;
#[cfg(feature = "ssr")]
use store::StoreError;
#[cfg(feature = "ssr")]
use store::learning::catalogue::Offered;
#[cfg(feature = "ssr")]
use store::learning::{attempts, catalogue, certificates};

/// Who may ask.
pub const GATES: &[(&str, Gate)] = &[
    ("/api/learning/browse", Gate::Partner),
    ("/api/learning/course", Gate::Partner),
    ("/api/learning/lesson", Gate::Partner),
    ("/api/learning/quiz", Gate::Partner),
    ("/api/learning/enrol", Gate::Partner),
    ("/api/learning/read", Gate::Partner),
    ("/api/learning/send", Gate::Partner),
    ("/api/learning/own", Gate::Partner),
    ("/api/learning/of-partner", Gate::SignedIn),
    ("/api/learning/verify", Gate::Anyone),
];

/// A course in the catalogue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CourseLine {
    /// Which.
    pub id: CourseId,
    /// Title.
    pub title: String,
    /// What one learns.
    pub summary: String,
    /// Whom it is for.
    pub topic: Topic,
    /// How long it takes.
    pub minutes: i64,
    /// How many lessons it has.
    pub lessons: i64,
    /// How many were read, once enrolled.
    pub lessons_read: Option<i64>,
    /// Whether the quiz was passed.
    pub completed: bool,
}

/// What the caller can take, by title.
#[server(endpoint = "learning/browse", input = GetUrl)]
pub async fn browse_courses(
    search: String,
    topic: String,
    after: Option<String>,
) -> Result<Page<CourseLine>, ApiError> {
    let desk = Desk::open().await?;
    let search = domain::text::optional_line(&search, 100).unwrap_or_default();
    let mut read = desk.read().await?;
    let found =
        catalogue::list(&mut read, &desk.actor, &search, topic.parse().ok(), after.as_deref()).await?;
    let line = |row: catalogue::OfferedRow| CourseLine {
        id: row.id,
        title: row.title,
        summary: row.summary,
        topic: row.topic,
        minutes: row.minutes,
        lessons: row.lessons,
        lessons_read: row.lessons_read,
        completed: row.completed,
    };
    Ok(Page { rows: found.rows.into_iter().map(line).collect(), next: found.next })
}

/// How far the caller is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnProgress {
    /// The lesson last opened.
    pub resume_at: Option<LessonId>,
    /// The lessons that were read.
    pub read: Vec<LessonId>,
    /// Scores of the attempts.
    pub scores: Vec<i64>,
    /// Attempts that are left; `None` for any number.
    pub attempts_left: Option<i64>,
    /// Whether the quiz was passed.
    pub completed: bool,
}

/// A course as its taker sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakenCourse {
    /// Which.
    pub id: CourseId,
    /// Title.
    pub title: String,
    /// What one learns.
    pub summary: String,
    /// Whom it is for.
    pub topic: Topic,
    /// How long it takes.
    pub minutes: i64,
    /// Percent that passes.
    pub pass_mark: i64,
    /// Months a certificate is valid; 0 for good.
    pub validity_months: i64,
    /// How many questions the quiz has.
    pub questions: usize,
    /// The lessons, by title.
    pub lessons: Vec<(LessonId, String)>,
    /// How far the caller is, once enrolled.
    pub progress: Option<OwnProgress>,
}

#[cfg(feature = "ssr")]
fn taken(offered: Offered) -> TakenCourse {
    let Offered { course, questions, enrolment } = offered;
    let limit = course.details.attempt_limit;
    TakenCourse {
        id: course.id,
        title: course.details.title,
        summary: course.details.summary,
        topic: course.details.topic,
        minutes: course.details.minutes,
        pass_mark: course.details.pass_mark,
        validity_months: course.details.validity_months,
        questions: questions.len(),
        lessons: course.lessons.into_iter().map(|lesson| (lesson.id, lesson.title)).collect(),
        progress: enrolment.map(|enrolment| OwnProgress {
            attempts_left: enrolment.attempts_left(limit),
            resume_at: enrolment.resume_at,
            read: enrolment.read,
            scores: enrolment.attempts.into_iter().map(|(score, _)| score).collect(),
            completed: enrolment.completed,
        }),
    }
}

#[cfg(feature = "ssr")]
async fn offered(desk: &Desk, read: &mut store::Read, id: &str) -> Result<Offered, ApiError> {
    catalogue::find(read, &desk.actor, &id.parse()?).await?.ok_or(ApiError::Missing)
}

#[cfg(feature = "ssr")]
fn take_permit(desk: &Desk) -> Result<Permit<TakeCourses>, ApiError> {
    let partner = desk.profile().partner_id().cloned().ok_or(ApiError::Denied)?;
    Ok(desk.actor.permit(TakeCourses { partner })?)
}

/// One course.
#[server(endpoint = "learning/course", input = GetUrl)]
pub async fn course_card(id: String) -> Result<TakenCourse, ApiError> {
    let desk = Desk::open().await?;
    let mut read = desk.read().await?;
    Ok(taken(offered(&desk, &mut read, &id).await?))
}

/// A lesson with its neighbours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenLesson {
    /// The course around it.
    pub course: TakenCourse,
    /// Which.
    pub id: LessonId,
    /// Title.
    pub title: String,
    /// Its text as HTML that cannot run anything.
    pub html: String,
    /// Its place among the lessons, from 1.
    pub place: usize,
    /// The next lesson.
    pub next: Option<LessonId>,
}

/// One lesson, for who is enrolled; remembers where to go on.
#[server(endpoint = "learning/lesson", input = GetUrl)]
pub async fn lesson_card(course: String, lesson: String) -> Result<OpenLesson, ApiError> {
    let desk = Desk::open().await?;
    let permit = take_permit(&desk)?;
    let mut read = desk.read().await?;
    let found = offered(&desk, &mut read, &course).await?;
    drop(read);
    let enrolment = found.enrolment.as_ref().ok_or(ApiError::Missing)?;
    let wanted: LessonId = lesson.parse()?;
    let at = found.course.lessons.iter().position(|known| known.id == wanted).ok_or(ApiError::Missing)?;
    if enrolment.resume_at.as_ref() != Some(&wanted) {
        let mut tx = desk.begin().await?;
        attempts::open_lesson(&mut tx, &permit, &enrolment.id, &wanted).await?;
        tx.commit().await?;
    }
    let (title, html) = {
        let lesson = &found.course.lessons[at];
        (lesson.title.clone(), super::render::lesson(&lesson.body))
    };
    let next = found.course.lessons.get(at + 1).map(|lesson| lesson.id.clone());
    Ok(OpenLesson { id: wanted, title, html, place: at + 1, next, course: taken(found) })
}

/// Enrols the caller, and goes to the first lesson.
#[server(endpoint = "learning/enrol")]
pub async fn enrol(course: String) -> Result<(), ApiError> {
    let desk = Desk::open().await?;
    let permit = take_permit(&desk)?;
    let mut tx = desk.begin().await?;
    let found = offered(&desk, &mut tx, &course).await?;
    attempts::enrol(&mut tx, &permit, &desk.actor, &found).await?;
    tx.commit().await?;
    let id = &found.course.id;
    let target = found.course.lessons.first().map(|lesson| format!("/learning/{id}/lessons/{}", lesson.id));
    leptos_axum::redirect(&target.unwrap_or_else(|| format!("/learning/{id}")));
    Ok(())
}

/// Marks a lesson as read, and goes to the next one or to the quiz.
#[server(endpoint = "learning/read")]
pub async fn read_lesson(course: String, lesson: String) -> Result<(), ApiError> {
    let desk = Desk::open().await?;
    let permit = take_permit(&desk)?;
    let mut tx = desk.begin().await?;
    let found = offered(&desk, &mut tx, &course).await?;
    let enrolment = found.enrolment.as_ref().ok_or(ApiError::Missing)?;
    let wanted: LessonId = lesson.parse()?;
    let at = found.course.lessons.iter().position(|known| known.id == wanted).ok_or(ApiError::Missing)?;
    attempts::read_lesson(&mut tx, &permit, &enrolment.id, &wanted).await?;
    tx.commit().await?;
    let id = &found.course.id;
    let target = match found.course.lessons.get(at + 1) {
        Some(next) => format!("/learning/{id}/lessons/{}", next.id),
        None => format!("/learning/{id}/quiz"),
    };
    leptos_axum::redirect(&target);
    Ok(())
}

/// A quiz to be taken, or what the last attempt gave.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenQuiz {
    /// The course around it.
    pub course: TakenCourse,
    /// The questions, without what is right.
    pub questions: Vec<AskedQuestion>,
    /// Tells one sending from the next.
    pub key: String,
    /// The certificate, once passed.
    pub certificate: Option<CertificateId>,
}

/// The quiz of a course that the caller is enrolled in.
#[server(endpoint = "learning/quiz", input = GetUrl)]
pub async fn quiz_card(course: String) -> Result<OpenQuiz, ApiError> {
    let desk = Desk::open().await?;
    let mut read = desk.read().await?;
    let found = offered(&desk, &mut read, &course).await?;
    if found.enrolment.is_none() {
        return Err(ApiError::Missing);
    }
    let own = certificates::own(&mut read, &desk.actor).await?;
    let certificate =
        own.into_iter().find(|known| known.course_title == found.course.details.title).map(|known| known.id);
    let questions = found.questions.clone();
    let key = crate::forms::fresh_key().await?;
    Ok(OpenQuiz { course: taken(found), questions, key, certificate })
}

/// What a quiz form sends.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct QuizForm {
    /// The course.
    pub course: String,
    /// Tells one sending from the next.
    pub key: String,
    /// Choices by question.
    pub answers: BTreeMap<String, Vec<String>>,
}

/// What an attempt gave.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuizResult {
    /// Percent.
    pub score: i64,
    /// Whether it passed.
    pub passed: bool,
    /// The questions that were wrong.
    pub wrong: Vec<QuestionId>,
}

/// Sends the answers; grading happens on the server only.
#[server(endpoint = "learning/send")]
pub async fn send_quiz(#[server(flatten)] form: QuizForm) -> Result<QuizResult, ApiError> {
    let desk = Desk::open().await?;
    let permit = take_permit(&desk)?;
    let key = domain::text::line(&form.key, 64).map_err(|_| Faults::new())?;
    let answers = domain::learning::read_answers(
        form.answers.iter().map(|(id, chosen)| (id.as_str(), chosen.as_slice())),
    );
    let number = domain::learning::fresh_number(store::db::random());
    let mut tx = desk.begin().await?;
    let found = offered(&desk, &mut tx, &form.course).await?;
    let graded = attempts::submit(&mut tx, &permit, &desk.actor, &found, &answers, &key, &number).await;
    let outcome = match graded {
        // The same person twice at the same moment: one attempt counts.
        Err(StoreError::Duplicate { .. }) => return Err(ApiError::Conflict),
        other => other?,
    };
    tx.commit().await?;
    let wrong: Vec<String> = outcome.graded.wrong.iter().map(ToString::to_string).collect();
    let score = outcome.graded.score;
    leptos_axum::redirect(&format!(
        "/learning/{}/quiz?score={score}&wrong={}",
        found.course.id,
        wrong.join(".")
    ));
    Ok(QuizResult { score, passed: outcome.certificate.is_some(), wrong: outcome.graded.wrong })
}

/// Certificates as of a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Certificates {
    /// Newest first.
    pub list: Vec<Certificate>,
    /// The day.
    pub today: Day,
}

/// The caller's own certificates.
#[server(endpoint = "learning/own", input = GetUrl)]
pub async fn own_certificates() -> Result<Certificates, ApiError> {
    let desk = Desk::open().await?;
    let mut read = desk.read().await?;
    Ok(Certificates { list: certificates::own(&mut read, &desk.actor).await?, today: desk.now().day() })
}

/// The certificates of a partner's people, as far as the caller sees them.
#[server(endpoint = "learning/of-partner", input = GetUrl)]
pub async fn partner_certificates(partner: String) -> Result<Certificates, ApiError> {
    let desk = Desk::open().await?;
    let scope = desk.actor.scope(Subject::Learning);
    let mut read = desk.read().await?;
    let list = certificates::of_partner(&mut read, &scope, &partner.parse()?).await?;
    Ok(Certificates { list, today: desk.now().day() })
}

/// What anybody learns of a certificate by its number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verified {
    /// The number as it is printed.
    pub number: String,
    /// Who passed.
    pub person: String,
    /// Of which organisation.
    pub partner: String,
    /// What.
    pub course: String,
    /// When.
    pub issued_on: Day,
    /// The first day on which it isn't valid any more.
    pub expires_on: Option<Day>,
    /// Whether it is valid today.
    pub valid: bool,
}

/// Verifies a certificate by its number.
#[server(endpoint = "learning/verify", input = GetUrl)]
pub async fn verify_certificate(number: String) -> Result<Option<Verified>, ApiError> {
    let portal = Desk::portal()?;
    let Some(number) = domain::learning::read_number(&number) else { return Ok(None) };
    let mut read = portal.store.read().await?;
    let today = (portal.clock)().day();
    let found = certificates::by_number(&mut read, &number).await?;
    Ok(found.map(|known| Verified {
        valid: known.standing(today) != domain::learning::Standing::Expired,
        number: known.number,
        person: known.person_name,
        partner: known.partner_name,
        course: known.course_title,
        issued_on: known.issued_on,
        expires_on: known.expires_on,
    }))
}
