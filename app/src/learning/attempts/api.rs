//! What the quiz asks and takes, and what the page of a result asks.

use crate::api::ApiError;
use crate::api::access::Gate;
use crate::api::rows::Rows;
use domain::id::{AttemptId, CourseId};
use domain::learning::{Attempt, Certificate, Course, Mark, QuizForm, Sitting, Standing};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use {
    crate::api::Desk,
    crate::learning::api::{course, newest, readable, taker},
    domain::access::Subject,
    domain::id::PersonId,
    store::learning::{Readable, attempts, enrolments, sittings},
};

/// Who may ask.
pub const GATES: &[(&str, Gate)] = &[
    ("/api/learning/quiz", Gate::Partner),
    ("/api/learning/begin", Gate::Partner),
    ("/api/learning/take", Gate::Partner),
    ("/api/learning/result", Gate::Partner),
];

/// A quiz as it is taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuizRecord {
    /// The course.
    pub course: Course,
    /// How many questions an attempt asks.
    pub asked: i64,
    /// Where the caller stands; `None` when not enrolled.
    pub standing: Option<Standing>,
    /// The attempt that is open, without its key; with a limit, the seconds that are left.
    pub sitting: Option<(Sitting, Option<i64>)>,
}

/// The quiz of a course. Its questions are told by an attempt that was started, and no others.
#[server(endpoint = "learning/quiz", input = GetUrl, output = Rows)]
pub async fn find_quiz(course_id: String) -> Result<QuizRecord, ApiError> {
    let desk = Desk::open().await?;
    let (scope, me) = (desk.actor.scope(Subject::Learning), &desk.profile().person);
    let course = course(&desk, &mut desk.read().await?, &course_id).await?;
    settle(&desk, me, &course).await?;
    let (mut read, now) = (desk.read().await?, desk.now());
    let enrolment = enrolments::own(&mut read, &scope, me, &course.id).await?;
    let standing = match enrolment {
        Some(enrolment) => Some(attempts::standing_on(&mut read, &course, &enrolment.id, now).await?),
        None => None,
    };
    let sitting = sittings::open(&mut read, &scope, me, &course.id, now).await?;
    let sitting = sitting.map(|sitting| {
        let left = sitting.ends_at.map(|end| (end.since(now) / 1000).max(0));
        (sitting, left)
    });
    let asked = store::learning::asked(&mut read, &course).await?;
    Ok(QuizRecord { course, asked, standing, sitting })
}

/// Grades what the caller answered in time, when the time of an attempt is over and nobody has sent it.
#[cfg(feature = "ssr")]
pub(crate) async fn settle(desk: &Desk, me: &PersonId, course: &Course) -> Result<(), ApiError> {
    let scope = desk.actor.scope(Subject::Learning);
    let mut read = desk.read().await?;
    let is_overdue = sittings::is_overdue(&mut read, &scope, me, &course.id, desk.now()).await?;
    drop(read);
    if !is_overdue {
        return Ok(());
    }
    let mut tx = desk.begin().await?;
    sittings::settle(&mut tx, &taker(desk)?, me, course).await?;
    Ok(tx.commit().await?)
}

/// Starts an attempt, or goes on with the one that is open.
#[server(endpoint = "learning/begin", output = Rows)]
pub async fn begin_quiz(course: String) -> Result<(), ApiError> {
    let desk = Desk::open().await?;
    let permit = taker(&desk)?;
    let mut tx = desk.begin().await?;
    let course = self::course(&desk, &mut tx, &course).await?;
    let begun = sittings::begin(&mut tx, &permit, &desk.profile().person, &course).await?;
    tx.commit().await?;
    match begun {
        sittings::Begun::Open(_) => {
            leptos_axum::redirect(&format!("/learning/{}/quiz", course.id));
            Ok(())
        }
        sittings::Begun::NotEnrolled | sittings::Begun::Closed(_) => Err(ApiError::Conflict),
    }
}

/// Grades the caller's answers and leads to the result.
#[server(endpoint = "learning/take", output = Rows)]
pub async fn take_quiz(#[server(flatten)] form: QuizForm) -> Result<AttemptId, ApiError> {
    let desk = Desk::open().await?;
    let permit = taker(&desk)?;
    let mut tx = desk.begin().await?;
    let course = course(&desk, &mut tx, &form.course).await?;
    let taken = attempts::take(&mut tx, &permit, &desk.profile().person, &course, &form).await?;
    tx.commit().await?;
    match taken {
        attempts::Taken::Graded(id) => {
            leptos_axum::redirect(&format!("/learning/{}/results/{id}", course.id));
            Ok(id)
        }
        attempts::Taken::Unfit(faults) => Err(faults.into()),
        attempts::Taken::NotEnrolled | attempts::Taken::Closed => Err(ApiError::Conflict),
    }
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
    /// What became of each question.
    pub marks: Vec<Mark>,
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
    let (attempt, marks) = attempts::find(&mut read, &scope, me, &course.id, &attempt.parse()?)
        .await?
        .ok_or(ApiError::Missing)?;
    let enrolment = enrolments::own(&mut read, &scope, me, &course.id).await?.ok_or(ApiError::Missing)?;
    let standing = if offered {
        Some(attempts::standing_on(&mut read, &course, &enrolment.id, desk.now()).await?)
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
        marks,
        standing,
        certificate,
    })
}
