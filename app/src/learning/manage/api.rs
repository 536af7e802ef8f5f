//! What the pages for writing courses ask.

use crate::api::ApiError;
use crate::api::access::Gate;
use crate::api::rows::Rows;
use domain::access::Role;
use domain::id::CourseId;
use domain::learning::publishing::Lack;
use domain::learning::{Course, CourseForm, KeyedQuestion, Lesson, LessonForm, Manuscript, QuestionForm};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use {
    crate::api::Desk,
    crate::forms::fresh_key,
    crate::learning::api::checked_key,
    crate::learning::markdown::to_html,
    domain::access::{Permit, WriteCourses},
    domain::id::LessonId,
    domain::learning::publishing::lacks,
    store::learning::{manuscripts, media, parts},
};

const WRITERS: Gate = Gate::Roles(&[Role::Administrator, Role::Education]);

/// Who may ask.
pub const GATES: &[(&str, Gate)] = &[
    ("/api/learning/manage/course", WRITERS),
    ("/api/learning/manage/details", WRITERS),
    ("/api/learning/manage/save", WRITERS),
    ("/api/learning/manage/publish", WRITERS),
    ("/api/learning/manage/retire", WRITERS),
    ("/api/learning/manage/lesson", WRITERS),
    ("/api/learning/manage/lesson/save", WRITERS),
    ("/api/learning/manage/lesson/move", WRITERS),
    ("/api/learning/manage/lesson/remove", WRITERS),
    ("/api/learning/manage/lesson/medium/remove", WRITERS),
    ("/api/learning/manage/lesson/captions/remove", WRITERS),
    ("/api/learning/manage/preview", WRITERS),
    ("/api/learning/manage/question", WRITERS),
    ("/api/learning/manage/question/save", WRITERS),
    ("/api/learning/manage/question/remove", WRITERS),
];

#[cfg(feature = "ssr")]
async fn whole(
    read: &mut store::Read,
    permit: &Permit<WriteCourses>,
    id: &str,
) -> Result<Manuscript, ApiError> {
    manuscripts::find(read, permit, &id.parse()?).await?.ok_or(ApiError::Missing)
}

#[cfg(feature = "ssr")]
fn version(text: &str) -> Result<i64, ApiError> {
    text.parse().map_err(|_| ApiError::Conflict)
}

/// A course with everything in it, and what it lacks.
#[server(endpoint = "learning/manage/course", input = GetUrl, output = Rows)]
pub async fn find_manuscript(course: String) -> Result<(Manuscript, Vec<Lack>), ApiError> {
    let desk = Desk::open().await?;
    let permit = desk.actor.permit(WriteCourses)?;
    let mut read = desk.read().await?;
    let found = whole(&mut read, &permit, &course).await?;
    let lacks = lacks(&found);
    Ok((found, lacks))
}

/// The course whose details are changed, if one is, and a key for a new one.
#[server(endpoint = "learning/manage/details", input = GetUrl, output = Rows)]
pub async fn course_details(course: Option<String>) -> Result<(Option<Course>, String), ApiError> {
    let desk = Desk::open().await?;
    let permit = desk.actor.permit(WriteCourses)?;
    let mut read = desk.read().await?;
    let found = match course {
        Some(id) => Some(whole(&mut read, &permit, &id).await?.course),
        None => None,
    };
    Ok((found, fresh_key().await?))
}

/// Makes a draft, or changes the details of a course.
#[server(endpoint = "learning/manage/save", output = Rows)]
pub async fn save_course(#[server(flatten)] form: CourseForm) -> Result<CourseId, ApiError> {
    let desk = Desk::open().await?;
    let new = form.check()?;
    let permit = desk.actor.permit(WriteCourses)?;
    let mut tx = desk.begin().await?;
    let id = if form.course.is_empty() {
        manuscripts::make(&mut tx, &permit, &new, checked_key(&form.key)?).await?
    } else {
        let before = whole(&mut tx, &permit, &form.course).await?.course;
        manuscripts::change(&mut tx, &permit, &before, version(&form.version)?, &new).await?;
        before.id
    };
    tx.commit().await?;
    leptos_axum::redirect(&format!("/learning/manage/{id}"));
    Ok(id)
}

/// Offers a course.
#[server(endpoint = "learning/manage/publish", output = Rows)]
pub async fn publish_course(course: String, from: String) -> Result<(), ApiError> {
    let desk = Desk::open().await?;
    let permit = desk.actor.permit(WriteCourses)?;
    let mut tx = desk.begin().await?;
    let before = whole(&mut tx, &permit, &course).await?;
    manuscripts::publish(&mut tx, &permit, &before, version(&from)?).await?;
    Ok(tx.commit().await?)
}

/// Takes a course out of the catalogue.
#[server(endpoint = "learning/manage/retire", output = Rows)]
pub async fn retire_course(course: String, from: String) -> Result<(), ApiError> {
    let desk = Desk::open().await?;
    let permit = desk.actor.permit(WriteCourses)?;
    let mut tx = desk.begin().await?;
    let before = whole(&mut tx, &permit, &course).await?.course;
    manuscripts::retire(&mut tx, &permit, &before, version(&from)?).await?;
    Ok(tx.commit().await?)
}

/// A part of a course in its editor: the course, the part when it is an old one, and a key for a new one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft<T> {
    /// The course.
    pub course: Course,
    /// The part that is changed.
    pub part: Option<T>,
    /// How a lesson looks to readers.
    pub html: String,
    /// Languages that the video of a lesson has captions in.
    pub captions: Vec<String>,
    /// Makes a new part sent twice one.
    pub key: String,
}

/// A lesson in its editor.
#[server(endpoint = "learning/manage/lesson", input = GetUrl, output = Rows)]
pub async fn edit_lesson(course: String, lesson: Option<String>) -> Result<Draft<Lesson>, ApiError> {
    let desk = Desk::open().await?;
    let permit = desk.actor.permit(WriteCourses)?;
    let mut read = desk.read().await?;
    let found = whole(&mut read, &permit, &course).await?;
    let part = match lesson {
        Some(id) => {
            let known = found.lessons.into_iter().find(|lesson| lesson.id.as_str() == id);
            Some(known.ok_or(ApiError::Missing)?)
        }
        None => None,
    };
    let html = part.as_ref().map(|lesson| to_html(&lesson.body)).unwrap_or_default();
    let captions = match &part {
        Some(lesson) => media::captions(&mut read, &lesson.id).await?,
        None => Vec::new(),
    };
    Ok(Draft { course: found.course, part, html, captions, key: fresh_key().await? })
}

/// Adds or changes a lesson.
#[server(endpoint = "learning/manage/lesson/save", output = Rows)]
pub async fn save_lesson(#[server(flatten)] form: LessonForm) -> Result<(), ApiError> {
    let desk = Desk::open().await?;
    let new = form.check()?;
    let permit = desk.actor.permit(WriteCourses)?;
    let mut tx = desk.begin().await?;
    let course = whole(&mut tx, &permit, &form.course).await?;
    let from = version(&form.version)?;
    if form.lesson.is_empty() {
        let key = checked_key(&form.key)?;
        parts::add_lesson(&mut tx, &permit, &course, from, &new, key).await?;
    } else {
        let before = course.lessons.iter().find(|lesson| lesson.id.as_str() == form.lesson);
        let before = before.ok_or(ApiError::Missing)?;
        parts::change_lesson(&mut tx, &permit, &course.course, from, before, &new).await?;
    }
    tx.commit().await?;
    leptos_axum::redirect(&format!("/learning/manage/{}", course.course.id));
    Ok(())
}

/// Puts a lesson one place earlier or later.
#[server(endpoint = "learning/manage/lesson/move", output = Rows)]
pub async fn move_lesson(
    course: String,
    lesson: String,
    from: String,
    earlier: bool,
) -> Result<(), ApiError> {
    let desk = Desk::open().await?;
    let permit = desk.actor.permit(WriteCourses)?;
    let mut tx = desk.begin().await?;
    let whole = whole(&mut tx, &permit, &course).await?;
    parts::move_lesson(&mut tx, &permit, &whole, version(&from)?, &lesson.parse()?, earlier).await?;
    Ok(tx.commit().await?)
}

/// Removes a lesson.
#[server(endpoint = "learning/manage/lesson/remove", output = Rows)]
pub async fn remove_lesson(course: String, lesson: String, from: String) -> Result<(), ApiError> {
    let desk = Desk::open().await?;
    let permit = desk.actor.permit(WriteCourses)?;
    let mut tx = desk.begin().await?;
    let whole = whole(&mut tx, &permit, &course).await?;
    parts::remove_lesson(&mut tx, &permit, &whole, version(&from)?, &lesson.parse()?).await?;
    Ok(tx.commit().await?)
}

/// The course that a medium is taken out of, as the form saw it, and its lesson.
#[cfg(feature = "ssr")]
async fn at(
    read: &mut store::Read,
    permit: &Permit<WriteCourses>,
    (course, lesson, from): (&str, &str, &str),
) -> Result<(Course, LessonId), ApiError> {
    let found = whole(read, permit, course).await?;
    let lesson = found.lessons.into_iter().find(|known| known.id.as_str() == lesson);
    let course = Course { version: version(from)?, ..found.course };
    Ok((course, lesson.ok_or(ApiError::Missing)?.id))
}

/// Takes the video or the document out of a lesson.
#[server(endpoint = "learning/manage/lesson/medium/remove", output = Rows)]
pub async fn remove_medium(course: String, lesson: String, from: String) -> Result<(), ApiError> {
    let desk = Desk::open().await?;
    let permit = desk.actor.permit(WriteCourses)?;
    let mut tx = desk.begin().await?;
    let (course, lesson) = at(&mut tx, &permit, (&course, &lesson, &from)).await?;
    media::remove(&mut tx, &permit, &course, &lesson).await?;
    Ok(tx.commit().await?)
}

/// Takes the captions of a language away from a lesson's video.
#[server(endpoint = "learning/manage/lesson/captions/remove", output = Rows)]
pub async fn remove_captions(
    course: String,
    lesson: String,
    language: String,
    from: String,
) -> Result<(), ApiError> {
    let desk = Desk::open().await?;
    let permit = desk.actor.permit(WriteCourses)?;
    let mut tx = desk.begin().await?;
    let (course, lesson) = at(&mut tx, &permit, (&course, &lesson, &from)).await?;
    media::remove_captions(&mut tx, &permit, &course, &lesson, &language).await?;
    Ok(tx.commit().await?)
}

/// How Markdown looks to readers.
#[server(endpoint = "learning/manage/preview", output = Rows)]
pub async fn preview_lesson(body: String) -> Result<String, ApiError> {
    let desk = Desk::open().await?;
    desk.actor.permit(WriteCourses)?;
    let short: String = body.chars().take(domain::learning::BODY_MOST as usize).collect();
    Ok(to_html(&short))
}

/// A question in its editor, with its key.
#[server(endpoint = "learning/manage/question", input = GetUrl, output = Rows)]
pub async fn edit_question(
    course: String,
    question: Option<String>,
) -> Result<Draft<KeyedQuestion>, ApiError> {
    let desk = Desk::open().await?;
    let permit = desk.actor.permit(WriteCourses)?;
    let mut read = desk.read().await?;
    let found = whole(&mut read, &permit, &course).await?;
    let part = match question {
        Some(id) => {
            let known = found.questions.into_iter().find(|known| known.question.id.as_str() == id);
            Some(known.ok_or(ApiError::Missing)?)
        }
        None => None,
    };
    let key = fresh_key().await?;
    Ok(Draft { course: found.course, part, html: String::new(), captions: Vec::new(), key })
}

/// Adds or changes a question.
#[server(endpoint = "learning/manage/question/save", output = Rows)]
pub async fn save_question(#[server(flatten)] form: QuestionForm) -> Result<(), ApiError> {
    let desk = Desk::open().await?;
    let new = form.check()?;
    let permit = desk.actor.permit(WriteCourses)?;
    let mut tx = desk.begin().await?;
    let course = whole(&mut tx, &permit, &form.course).await?;
    let from = version(&form.version)?;
    if form.question.is_empty() {
        let key = checked_key(&form.key)?;
        parts::add_question(&mut tx, &permit, &course, from, &new, key).await?;
    } else {
        let id = form.question.parse()?;
        if !course.questions.iter().any(|known| known.question.id == id) {
            return Err(ApiError::Missing);
        }
        parts::change_question(&mut tx, &permit, &course, from, &id, &new).await?;
    }
    tx.commit().await?;
    leptos_axum::redirect(&format!("/learning/manage/{}", course.course.id));
    Ok(())
}

/// Removes a question.
#[server(endpoint = "learning/manage/question/remove", output = Rows)]
pub async fn remove_question(course: String, question: String, from: String) -> Result<(), ApiError> {
    let desk = Desk::open().await?;
    let permit = desk.actor.permit(WriteCourses)?;
    let mut tx = desk.begin().await?;
    let whole = whole(&mut tx, &permit, &course).await?;
    parts::remove_question(&mut tx, &permit, &whole, version(&from)?, &question.parse()?).await?;
    Ok(tx.commit().await?)
}
