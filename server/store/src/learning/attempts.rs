//! Attempts at a quiz: graded here and nowhere else, with the certificate in the same transaction.

use super::certificates::{self, Earned};
use super::sittings::{self, Keyed, told};
use crate::audit::Change;
use crate::certifications;
use crate::db::{Read, Tx};
use crate::error::StoreError;
use crate::value::word;
use crate::{args, statements};
use domain::access::{Permit, Scope, TakeCourses};
use domain::form::Faults;
use domain::id::{AttemptId, CourseId, EnrolmentId, PersonId};
use domain::learning::certificates::last_day;
use domain::learning::quiz::{grade, marks, standing};
use domain::learning::sitting::{Timing, timing};
use domain::learning::{Answers, Attempt, Course, Mark, Question, QuizForm, Standing, Term, Tried};
use domain::time::Instant;
use serde::{Deserialize, Serialize};

statements! {
    // Makes a second attempt of the same person wait until this one is decided.
    LOCK = "UPDATE enrolments SET lesson_id = lesson_id WHERE course_id = $1 AND person_id = $2 AND partner_id = $3 RETURNING id";
    TRIED = "SELECT COUNT(*) AS tried, MAX(graded_at) AS last FROM attempts WHERE enrolment_id = $1 AND number > COALESCE(
        (SELECT MAX(number) FROM attempts WHERE enrolment_id = $1 AND passed), 0)";
    INSERT = "INSERT INTO attempts (id, enrolment_id, number, answers, score, passed, idempotency_key, graded_at,
        ran_out) VALUES ($1, $2,
        (SELECT COALESCE(MAX(number), 0) + 1 FROM attempts WHERE enrolment_id = $2), $3, $4, $5, $6, $7, $8)";
    COMPLETE = "UPDATE enrolments SET completed_at = COALESCE(completed_at, $2) WHERE id = $1";
    OWN = scoped("SELECT a.id, a.number, a.score, a.passed, a.graded_at, a.ran_out FROM attempts a
        JOIN enrolments e ON e.id = a.enrolment_id WHERE", "e.partner_id",
        "AND e.course_id = $2 AND e.person_id = $3 ORDER BY a.number DESC");
    FIND = scoped("SELECT a.id, a.number, a.score, a.passed, a.graded_at, a.ran_out, a.answers FROM attempts a
        JOIN enrolments e ON e.id = a.enrolment_id WHERE", "e.partner_id",
        "AND e.course_id = $2 AND e.person_id = $3 AND a.id = $4");
}

/// What is kept of an attempt beside its score.
#[derive(Serialize, Deserialize)]
struct Sheet {
    answers: Answers,
    // Before there were banks, what was not right was kept only.
    #[serde(alias = "misses")]
    marks: Vec<Mark>,
}

/// What became of an attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Taken {
    /// Graded, now or before.
    Graded(AttemptId),
    /// Not enrolled.
    NotEnrolled,
    /// This attempt was never started.
    Closed,
    /// The form is not complete; what it answers is kept, and there is still time.
    Unfit(Faults),
}

/// Makes everything else that the person does with the quiz of this course wait; `None` when not enrolled.
pub(super) async fn lock(
    tx: &mut Tx,
    permit: &Permit<TakeCourses>,
    person: &PersonId,
    course: &Course,
) -> Result<Option<EnrolmentId>, StoreError> {
    let args = args![word(&course.id), word(person), word(&permit.act().partner)];
    tx.one(LOCK, args).await?.map(|row| row.word("id")).transpose()
}

/// Grades the form of a person of the permit's partner by what was drawn for the attempt. Sent again, it answers the same
/// attempt. What comes when the time is over doesn't count: graded is what was kept until then. Whoever takes
/// [`Taken::Unfit`] commits, so that the answers are kept.
pub async fn take(
    tx: &mut Tx,
    permit: &Permit<TakeCourses>,
    person: &PersonId,
    course: &Course,
    form: &QuizForm,
) -> Result<Taken, StoreError> {
    let now = tx.now();
    let Some(enrolment) = lock(tx, permit, person, course).await? else { return Ok(Taken::NotEnrolled) };
    let Ok(id) = form.sitting.parse() else { return Ok(Taken::Closed) };
    let Some(mut sitting) = sittings::find(tx, &enrolment, &id).await? else { return Ok(Taken::Closed) };
    if let Some(became) = sitting.became {
        return Ok(Taken::Graded(became));
    }
    let open: Vec<Question> = sitting.paper.iter().map(|keyed| keyed.question.clone()).collect();
    let tally = match timing(sitting.ends_at, now) {
        Timing::Running => match form.check(&open) {
            Ok(answers) => {
                sitting.answers = answers;
                Tally { enrolment: &enrolment, at: now, ran_out: false }
            }
            Err(faults) => {
                sittings::keep(tx, &id, &form.given(&open)).await?;
                return Ok(Taken::Unfit(faults));
            }
        },
        Timing::Ending => {
            sitting.answers = form.given(&open);
            Tally { enrolment: &enrolment, at: now, ran_out: true }
        }
        Timing::Over => Tally { enrolment: &enrolment, at: sitting.ends_at.unwrap_or(now), ran_out: true },
    };
    Ok(Taken::Graded(grade_sitting(tx, permit, person, course, sitting, tally).await?))
}

/// Whose attempt it is, when it ended, and whether by the clock.
pub(super) struct Tally<'a> {
    pub enrolment: &'a EnrolmentId,
    pub at: Instant,
    pub ran_out: bool,
}

/// Grades what a sitting holds: writes the attempt, and issues the certificate when it is passed. The enrolment is locked.
pub(super) async fn grade_sitting(
    tx: &mut Tx,
    permit: &Permit<TakeCourses>,
    person: &PersonId,
    course: &Course,
    sitting: Keyed,
    Tally { enrolment, at, ran_out }: Tally<'_>,
) -> Result<AttemptId, StoreError> {
    let Keyed { id: sitting, paper, answers, .. } = sitting;
    let grade = grade(&paper, &answers, course.details.pass_mark);
    let marks = marks(&paper, &answers, &grade);
    let sheet = told("answers", &Sheet { answers, marks })?;
    let id: AttemptId = tx.fresh();
    let (score, passed) = (grade.score, grade.passed);
    let args = args![word(&id), word(enrolment), sheet, score, passed, word(&sitting), at, ran_out];
    tx.run(INSERT, args).await?;
    sittings::close(tx, &sitting, &id).await?;
    let change = Change::of("attempt", id.as_str()).partner(&permit.act().partner).after(&grade);
    tx.changed(permit, change.event("quiz.graded")).await?;
    if passed {
        tx.run_one(COMPLETE, args![word(enrolment), at]).await?;
        let term = Term {
            issued_on: at.day(),
            expires_on: last_day(at.day(), course.details.validity_months),
            renew_from: None,
            grace_until: None,
            revoked_at: None,
        };
        certificates::issue(tx, permit, person, Earned::Course(course, enrolment, &id), term).await?;
        certifications::awards::settle(tx, permit, person).await?;
    }
    Ok(id)
}

/// Where an enrolment stands at this time.
pub async fn standing_on(
    read: &mut Read,
    course: &Course,
    enrolment: &EnrolmentId,
    now: Instant,
) -> Result<Standing, StoreError> {
    let row = read.one(TRIED, args![word(enrolment)]).await?.ok_or(StoreError::Stale)?;
    let tried = Tried { count: row.int("tried")?, last: row.maybe_at("last")? };
    let certificate = certificates::last_of(read, enrolment).await?;
    let is_wanted = certifications::awards::is_wanted(read, enrolment, now.day()).await?;
    let term = certificate.as_ref().map(|one| &one.term);
    Ok(standing(&course.details, tried, term, is_wanted, now))
}

fn attempt(row: &crate::row::Row) -> Result<Attempt, StoreError> {
    Ok(Attempt {
        id: row.word("id")?,
        number: row.int("number")?,
        score: row.int("score")?,
        passed: row.flag("passed")?,
        graded_at: row.at("graded_at")?,
        ran_out: row.flag("ran_out")?,
    })
}

/// A person's attempts at a course within the scope, newest first.
pub async fn own(
    read: &mut Read,
    scope: &Scope,
    person: &PersonId,
    course: &CourseId,
) -> Result<Vec<Attempt>, StoreError> {
    let (statement, first) = OWN.within(scope);
    read.all(statement, vec![first, word(course), word(person)]).await?.iter().map(attempt).collect()
}

/// A person's attempt with what became of each question. What is right is told only when it was passed.
pub async fn find(
    read: &mut Read,
    scope: &Scope,
    person: &PersonId,
    course: &CourseId,
    id: &AttemptId,
) -> Result<Option<(Attempt, Vec<Mark>)>, StoreError> {
    let (statement, first) = FIND.within(scope);
    let row = read.one(statement, vec![first, word(course), word(person), word(id)]).await?;
    let Some(row) = row else { return Ok(None) };
    let attempt = attempt(&row)?;
    let mut marks = row.json::<Sheet>("answers")?.marks;
    if !attempt.passed {
        marks.iter_mut().for_each(|mark| mark.right.clear());
    }
    Ok(Some((attempt, marks)))
}
