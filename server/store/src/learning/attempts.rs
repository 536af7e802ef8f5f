//! Taking a course: enrolling, reading, and attempts at the quiz, which are graded here and nowhere else.

use super::catalogue::{self, Offered};
use super::{certificates, courses};
use crate::audit::Change;
use crate::db::Tx;
use crate::error::StoreError;
use crate::value::word;
use crate::{args, statements};
use domain::access::{Actor, Permit, TakeCourses};
use domain::id::{AttemptId, CertificateId, EnrolmentId, LessonId};
use domain::learning::{Answers, Graded, grade};
use serde::Serialize;

statements! {
    ENROL = "INSERT INTO enrolments (id, course_id, person_id, partner_id, enrolled_at) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (course_id, person_id) DO NOTHING";
    READ = "INSERT INTO lessons_read (enrolment_id, lesson_id, read_at) VALUES ($1, $2, $3) ON CONFLICT (enrolment_id, lesson_id) DO NOTHING";
    RESUME = "UPDATE enrolments SET lesson_id = $2 WHERE id = $1";
    KNOWN = "SELECT a.number, a.answers, c.id AS certificate_id FROM attempts a LEFT JOIN certificates c ON c.attempt_id = a.id
        WHERE a.idempotency_key = $1 AND a.enrolment_id = $2";
    INSERT = "INSERT INTO attempts (id, enrolment_id, number, answers, score, passed, idempotency_key, graded_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    COMPLETE = "UPDATE enrolments SET completed_at = $2 WHERE id = $1";
}

/// Enrols the caller in a course that it has found in the catalogue; a second time is the first.
pub async fn enrol(
    tx: &mut Tx,
    permit: &Permit<TakeCourses>,
    actor: &Actor,
    offered: &Offered,
) -> Result<(), StoreError> {
    let id: EnrolmentId = tx.fresh();
    let now = tx.now();
    let partner = &permit.act().partner;
    let args = args![word(&id), word(&offered.course.id), word(&actor.profile().person), word(partner), now];
    if tx.run(ENROL, args).await? == 0 {
        return Ok(());
    }
    let change = Change::of("enrolment", id.as_str()).partner(partner).after(&offered.course.id);
    tx.changed(permit, change.event("course.enrolled")).await
}

/// Remembers that a lesson was opened, and where to go on.
pub async fn open_lesson(
    tx: &mut Tx,
    _permit: &Permit<TakeCourses>,
    enrolment: &EnrolmentId,
    lesson: &LessonId,
) -> Result<(), StoreError> {
    tx.run(RESUME, args![word(enrolment), word(lesson)]).await.map(drop)
}

/// Remembers that a lesson was read.
pub async fn read_lesson(
    tx: &mut Tx,
    permit: &Permit<TakeCourses>,
    enrolment: &EnrolmentId,
    lesson: &LessonId,
) -> Result<(), StoreError> {
    let now = tx.now();
    if tx.run(READ, args![word(enrolment), word(lesson), now]).await? == 0 {
        return Ok(());
    }
    let change = Change::of("enrolment", enrolment.as_str()).partner(&permit.act().partner).after(lesson);
    tx.changed(permit, change).await
}

/// An attempt that was graded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// Its place among the attempts, from 1.
    pub number: i64,
    /// Score and what was wrong.
    pub graded: Graded,
    /// The certificate, when it passed.
    pub certificate: Option<CertificateId>,
}

#[derive(Serialize)]
struct AttemptLine {
    number: i64,
    score: i64,
    passed: bool,
}

/// Grades an attempt. The same form sent twice is one attempt; when none is left, or the course is passed already, the
/// answer is [`StoreError::Stale`]. A passed attempt makes the certificate in the same transaction.
pub async fn submit(
    tx: &mut Tx,
    permit: &Permit<TakeCourses>,
    actor: &Actor,
    offered: &Offered,
    answers: &Answers,
    key: &str,
    number: &str,
) -> Result<Outcome, StoreError> {
    let course = courses::load(tx, &offered.course.id).await?.ok_or(StoreError::Stale)?;
    // Read again: the one of before may be older than another attempt of the same person.
    let enrolment = catalogue::enrolment(tx, actor, &course.id).await?.ok_or(StoreError::Stale)?;
    if let Some(known) = tx.one(KNOWN, args![key, word(&enrolment.id)]).await? {
        let graded = grade(&course.questions, &known.json("answers")?);
        return Ok(Outcome {
            number: known.int("number")?,
            graded,
            certificate: known.maybe_word("certificate_id")?,
        });
    }
    if enrolment.completed || enrolment.attempts_left(course.details.attempt_limit) == Some(0) {
        return Err(StoreError::Stale);
    }
    let graded = grade(&course.questions, answers);
    let passed = graded.score >= course.details.pass_mark;
    let (id, now): (AttemptId, _) = (tx.fresh(), tx.now());
    let place = enrolment.attempts.len() as i64 + 1;
    let kept = serde_json::to_string(answers)
        .map_err(|e| StoreError::Corrupt { column: "answers".into(), cause: e.to_string() })?;
    let args = args![word(&id), word(&enrolment.id), place, kept, graded.score, passed, key, now];
    // Two attempts at once have the same place: the schema lets one of them in.
    tx.run(INSERT, args).await?;
    let partner = &permit.act().partner;
    let line = AttemptLine { number: place, score: graded.score, passed };
    let change = Change::of("enrolment", enrolment.id.as_str()).partner(partner).after(&line);
    tx.changed(permit, change.event("course.attempted")).await?;
    let mut certificate = None;
    if passed {
        tx.run_one(COMPLETE, args![word(&enrolment.id), now]).await?;
        let issued = certificates::issue(tx, permit, actor, &course, &enrolment.id, &id, number).await?;
        certificate = Some(issued);
    }
    Ok(Outcome { number: place, graded, certificate })
}
