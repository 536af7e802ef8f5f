//! What writers ask and send.

use crate::api::ApiError;
use crate::api::access::Gate;
use domain::access::Role;
use domain::id::CourseId;
use domain::learning::{Course, CourseForm, CourseState, LessonForm, QuestionForm, Topic};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use crate::api::Desk;
#[cfg(feature = "ssr")]
use domain::access::{Permit, WriteCourses};
#[cfg(feature = "ssr")]
use domain::form::{Fault, Faults};
#[cfg(feature = "ssr")]
use domain::learning::{LESSONS_MOST, QUESTIONS_MOST};
#[cfg(feature = "ssr")]
use store::learning::{certificates, courses};

const WRITERS: Gate = Gate::Roles(&[Role::Administrator, Role::Education]);

/// Who may ask.
pub const GATES: &[(&str, Gate)] = &[
    ("/api/courses/list", WRITERS),
    ("/api/courses/editing", WRITERS),
    ("/api/courses/save", WRITERS),
    ("/api/courses/state", WRITERS),
    ("/api/courses/lesson", WRITERS),
    ("/api/courses/move", WRITERS),
    ("/api/courses/question", WRITERS),
    ("/api/courses/drop", WRITERS),
    ("/api/courses/preview", WRITERS),
];

/// A course in the writers' list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WrittenLine {
    /// Which.
    pub id: CourseId,
    /// Title.
    pub title: String,
    /// Whom it is for.
    pub topic: Topic,
    /// Where it stands.
    pub state: CourseState,
    /// How many people are enrolled.
    pub enrolled: i64,
    /// How many certificates it made.
    pub certified: i64,
}

/// Every course.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CourseDesk {
    /// By title.
    pub courses: Vec<WrittenLine>,
    /// How many certificates were issued in all.
    pub certified: i64,
}

/// Every course, by title.
#[server(endpoint = "courses/list", input = GetUrl)]
pub async fn list_courses() -> Result<CourseDesk, ApiError> {
    let desk = Desk::open().await?;
    let permit = desk.actor.permit(WriteCourses)?;
    let mut read = desk.read().await?;
    let line = |row: courses::CourseRow| WrittenLine {
        id: row.id,
        title: row.title,
        topic: row.topic,
        state: row.state,
        enrolled: row.enrolled,
        certified: row.certified,
    };
    Ok(CourseDesk {
        courses: courses::list(&mut read, &permit).await?.into_iter().map(line).collect(),
        certified: certificates::count(&mut read, &permit).await?,
    })
}

/// One course with all that is in it.
#[server(endpoint = "courses/editing", input = GetUrl)]
pub async fn course_for_editing(id: String) -> Result<Course, ApiError> {
    let desk = Desk::open().await?;
    let permit = desk.actor.permit(WriteCourses)?;
    let mut read = desk.read().await?;
    courses::find(&mut read, &permit, &id.parse()?).await?.ok_or(ApiError::Missing)
}

#[cfg(feature = "ssr")]
async fn before(
    desk: &Desk,
    tx: &mut store::Tx,
    id: &str,
    version: &str,
) -> Result<(Course, i64, Permit<WriteCourses>), ApiError> {
    let permit = desk.actor.permit(WriteCourses)?;
    let version = version.parse().map_err(|_| ApiError::Conflict)?;
    let course = courses::find(tx, &permit, &id.parse()?).await?.ok_or(ApiError::Missing)?;
    Ok((course, version, permit))
}

/// Makes or changes a course.
#[server(endpoint = "courses/save")]
pub async fn save_course(#[server(flatten)] form: CourseForm) -> Result<(), ApiError> {
    let desk = Desk::open().await?;
    let new = form.check()?;
    let mut tx = desk.begin().await?;
    let id = if form.id.is_empty() {
        let permit = desk.actor.permit(WriteCourses)?;
        courses::make(&mut tx, &permit, &new).await?
    } else {
        let (course, version, permit) = before(&desk, &mut tx, &form.id, &form.version).await?;
        courses::change(&mut tx, &permit, &course, version, &new).await?;
        course.id
    };
    tx.commit().await?;
    leptos_axum::redirect(&format!("/learning/manage/{id}"));
    Ok(())
}

/// Publishes a course or retires it.
#[server(endpoint = "courses/state")]
pub async fn set_course_state(id: String, version: String, state: String) -> Result<(), ApiError> {
    let desk = Desk::open().await?;
    let state = state.parse().map_err(|_| Faults::new())?;
    let mut tx = desk.begin().await?;
    let (course, version, permit) = before(&desk, &mut tx, &id, &version).await?;
    courses::set_state(&mut tx, &permit, &course, version, state).await?;
    tx.commit().await?;
    leptos_axum::redirect(&format!("/learning/manage/{}", course.id));
    Ok(())
}

/// Adds or changes a lesson.
#[server(endpoint = "courses/lesson")]
pub async fn save_lesson(#[server(flatten)] form: LessonForm) -> Result<(), ApiError> {
    let desk = Desk::open().await?;
    let new = form.check()?;
    let mut tx = desk.begin().await?;
    let (course, version, permit) = before(&desk, &mut tx, &form.course, &form.version).await?;
    let id = if form.id.is_empty() { None } else { Some(form.id.parse()?) };
    if id.is_none() && course.lessons.len() >= LESSONS_MOST {
        return Err(Faults::of("title", Fault::TooMany { most: LESSONS_MOST as u32 }).into());
    }
    courses::write_lesson(&mut tx, &permit, &course, version, id.as_ref(), &new).await?;
    tx.commit().await?;
    leptos_axum::redirect(&format!("/learning/manage/{}", course.id));
    Ok(())
}

/// Moves a lesson one place up.
#[server(endpoint = "courses/move")]
pub async fn move_lesson(course: String, version: String, lesson: String) -> Result<(), ApiError> {
    let desk = Desk::open().await?;
    let mut tx = desk.begin().await?;
    let (course, version, permit) = before(&desk, &mut tx, &course, &version).await?;
    courses::move_lesson_up(&mut tx, &permit, &course, version, &lesson.parse()?).await?;
    tx.commit().await?;
    leptos_axum::redirect(&format!("/learning/manage/{}", course.id));
    Ok(())
}

/// Adds or changes a question.
#[server(endpoint = "courses/question")]
pub async fn save_question(#[server(flatten)] form: QuestionForm) -> Result<(), ApiError> {
    let desk = Desk::open().await?;
    let new = form.check()?;
    let mut tx = desk.begin().await?;
    let (course, version, permit) = before(&desk, &mut tx, &form.course, &form.version).await?;
    let id = if form.id.is_empty() { None } else { Some(form.id.parse()?) };
    if id.is_none() && course.questions.len() >= QUESTIONS_MOST {
        return Err(Faults::of("wording", Fault::TooMany { most: QUESTIONS_MOST as u32 }).into());
    }
    courses::write_question(&mut tx, &permit, &course, version, id.as_ref(), &new).await?;
    tx.commit().await?;
    leptos_axum::redirect(&format!("/learning/manage/{}", course.id));
    Ok(())
}

/// Removes a lesson or a question.
#[server(endpoint = "courses/drop")]
pub async fn drop_part(course: String, version: String, part: String) -> Result<(), ApiError> {
    let desk = Desk::open().await?;
    let mut tx = desk.begin().await?;
    let (course, version, permit) = before(&desk, &mut tx, &course, &version).await?;
    match (part.parse(), part.parse()) {
        (Ok(lesson), _) => courses::drop_lesson(&mut tx, &permit, &course, version, &lesson).await?,
        (_, Ok(question)) => courses::drop_question(&mut tx, &permit, &course, version, &question).await?,
        _ => return Err(ApiError::Missing),
    }
    tx.commit().await?;
    leptos_axum::redirect(&format!("/learning/manage/{}", course.id));
    Ok(())
}

/// A lesson as takers will see it.
#[server(endpoint = "courses/preview")]
pub async fn preview_lesson(body: String) -> Result<String, ApiError> {
    let desk = Desk::open().await?;
    desk.actor.permit(WriteCourses)?;
    let body = domain::text::optional_lines(&body, domain::learning::LESSON_MOST)
        .map_err(|fault| Faults::of("body", fault))?;
    Ok(crate::learning::render::lesson(&body))
}
