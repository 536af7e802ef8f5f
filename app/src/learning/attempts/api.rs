//! What the quiz asks and takes, and what the page of a result asks.

use crate::api::ApiError;
use crate::api::access::Gate;
use crate::api::rows::Rows;
use domain::id::{AttemptId, CourseId};
use domain::learning::{Attempt, Certificate, Miss, Question, QuizForm, Standing};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use {
    crate::api::Desk,
    crate::learning::api::{checked_key, course, newest, readable, taker},
    domain::access::Subject,
    store::learning::{Readable, attempts, enrolments},
};

/// Who may ask.
pub const GATES: &[(&str, Gate)] = &[
    ("/api/learning/quiz", Gate::Partner),
    ("/api/learning/take", Gate::Partner),
    ("/api/learning/result", Gate::Partner),
];

/// A quiz as it is taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuizRecord {
    /// The course.
    pub course: CourseId,
    /// Its title.
    pub title: String,
    /// Percent that passes.
    pub pass_mark: i64,
    /// Where the caller stands; `None` when not enrolled.
    pub standing: Option<Standing>,
    /// The questions without their key; none when no attempt is open.
    pub questions: Vec<Question>,
    /// Makes the form sent twice one attempt.
    pub key: String,
}

/// The quiz of a course.
#[server(endpoint = "learning/quiz", input = GetUrl, output = Rows)]
pub async fn find_quiz(course_id: String) -> Result<QuizRecord, ApiError> {
    let desk = Desk::open().await?;
    let (scope, me) = (desk.actor.scope(Subject::Learning), &desk.profile().person);
    let mut read = desk.read().await?;
    let course = course(&desk, &mut read, &course_id).await?;
    let enrolment = enrolments::own(&mut read, &scope, me, &course.id).await?;
    let standing = match enrolment {
        Some(enrolment) => {
            Some(attempts::standing_on(&mut read, &course, &enrolment.id, desk.now().day()).await?)
        }
        None => None,
    };
    let questions = match standing {
        Some(Standing::Open { .. }) => store::learning::quiz(&mut read, &course).await?,
        _ => Vec::new(),
    };
    Ok(QuizRecord {
        course: course.id,
        title: course.details.title,
        pass_mark: course.details.pass_mark,
        standing,
        questions,
        key: crate::forms::fresh_key().await?,
    })
}

/// Grades the caller's answers and leads to the result.
#[server(endpoint = "learning/take", output = Rows)]
pub async fn take_quiz(#[server(flatten)] form: QuizForm) -> Result<AttemptId, ApiError> {
    let desk = Desk::open().await?;
    let key = checked_key(&form.key)?;
    let permit = taker(&desk)?;
    let mut tx = desk.begin().await?;
    let course = course(&desk, &mut tx, &form.course).await?;
    let me = &desk.profile().person;
    let id = match attempts::take(&mut tx, &permit, me, &course, &form, key).await? {
        attempts::Taken::Graded(id) => id,
        attempts::Taken::Unfit(faults) => return Err(faults.into()),
        attempts::Taken::NotEnrolled | attempts::Taken::Closed => return Err(ApiError::Conflict),
    };
    tx.commit().await?;
    leptos_axum::redirect(&format!("/learning/{}/results/{id}", course.id));
    Ok(id)
}

/// An attempt as it is shown to the person who made it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResultRecord {
    /// The course.
    pub course: CourseId,
    /// Its title.
    pub title: String,
    /// Percent that passes.
    pub pass_mark: i64,
    /// The attempt.
    pub attempt: Attempt,
    /// What was not right.
    pub misses: Vec<Miss>,
    /// Where the caller stands now, as long as the course is offered.
    pub standing: Option<Standing>,
    /// The certificate, when it was passed.
    pub certificate: Option<Certificate>,
}

/// One of the caller's own attempts.
#[server(endpoint = "learning/result", input = GetUrl, output = Rows)]
pub async fn find_result(course_id: String, attempt: String) -> Result<ResultRecord, ApiError> {
    let desk = Desk::open().await?;
    let (scope, me) = (desk.actor.scope(Subject::Learning), &desk.profile().person);
    let mut read = desk.read().await?;
    let Readable { course, offered } = readable(&desk, &mut read, &course_id).await?;
    let (attempt, misses) = attempts::find(&mut read, &scope, me, &course.id, &attempt.parse()?)
        .await?
        .ok_or(ApiError::Missing)?;
    let enrolment = enrolments::own(&mut read, &scope, me, &course.id).await?.ok_or(ApiError::Missing)?;
    let today = desk.now().day();
    let standing = if offered {
        Some(attempts::standing_on(&mut read, &course, &enrolment.id, today).await?)
    } else {
        None
    };
    let certificate =
        if attempt.passed { newest(&mut read, &desk, &course.id).await?.map(|(one, _)| one) } else { None };
    Ok(ResultRecord {
        course: course.id,
        title: course.details.title,
        pass_mark: course.details.pass_mark,
        attempt,
        misses,
        standing,
        certificate,
    })
}
