//! Attempts that were started: what was drawn for them stays here, with its key, and is handed out without.

use super::attempts::{self, Tally};
use super::manuscripts;
use crate::audit::Change;
use crate::db::{Read, Tx};
use crate::error::StoreError;
use crate::row::Row;
use crate::value::word;
use crate::{args, statements};
use domain::access::{Permit, Scope, TakeCourses};
use domain::id::{AttemptId, CourseId, EnrolmentId, PersonId, SittingId};
use domain::learning::sitting::{Timing, draw, ends_at, timing};
use domain::learning::{Answers, Course, KeyedQuestion, Sitting, Standing};
use domain::time::Instant;
use serde::Serialize;

statements! {
    INSERT = "INSERT INTO sittings (id, enrolment_id, paper, answers, started_at, ends_at) VALUES ($1, $2, $3, $4, $5, $6)";
    OPEN = scoped("SELECT s.id, s.paper, s.answers, s.ends_at, s.attempt_id FROM sittings s
        JOIN enrolments e ON e.id = s.enrolment_id WHERE", "e.partner_id",
        "AND e.course_id = $2 AND e.person_id = $3 AND s.attempt_id IS NULL");
    UNSENT = "SELECT id, paper, answers, ends_at, attempt_id FROM sittings WHERE enrolment_id = $1 AND attempt_id IS NULL";
    FIND = "SELECT id, paper, answers, ends_at, attempt_id FROM sittings WHERE enrolment_id = $1 AND id = $2";
    KEEP = "UPDATE sittings SET answers = $2 WHERE id = $1 AND attempt_id IS NULL";
    BECOME = "UPDATE sittings SET attempt_id = $2 WHERE id = $1 AND attempt_id IS NULL";
}

/// A sitting with its key: for grading, never for takers.
pub(super) struct Keyed {
    pub id: SittingId,
    pub paper: Vec<KeyedQuestion>,
    pub answers: Answers,
    pub ends_at: Option<Instant>,
    pub became: Option<AttemptId>,
}

impl Keyed {
    fn of(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.word("id")?,
            paper: row.json("paper")?,
            answers: row.json("answers")?,
            ends_at: row.maybe_at("ends_at")?,
            became: row.maybe_word("attempt_id")?,
        })
    }

    fn handed_out(self) -> Sitting {
        let questions = self.paper.into_iter().map(|keyed| keyed.question).collect();
        Sitting { id: self.id, questions, answers: self.answers, ends_at: self.ends_at }
    }
}

/// What became of starting an attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Begun {
    /// It is open, now or since before.
    Open(Sitting),
    /// Not enrolled.
    NotEnrolled,
    /// None can be started now.
    Closed(Standing),
}

/// Starts an attempt of a person of the permit's partner: draws its questions and begins its time. An attempt that is open
/// is gone on with, so that nobody draws until something pleases.
pub async fn begin(
    tx: &mut Tx,
    permit: &Permit<TakeCourses>,
    person: &PersonId,
    course: &Course,
) -> Result<Begun, StoreError> {
    let Some(enrolment) = attempts::lock(tx, permit, person, course).await? else {
        return Ok(Begun::NotEnrolled);
    };
    settle_of(tx, permit, person, course, &enrolment).await?;
    if let Some(open) = unsent(tx, &enrolment).await? {
        return Ok(Begun::Open(open.handed_out()));
    }
    let now = tx.now();
    let standing = attempts::standing_on(tx, course, &enrolment, now).await?;
    if !matches!(standing, Standing::Open { .. }) {
        return Ok(Begun::Closed(standing));
    }
    let bank = manuscripts::keyed(tx, &course.id).await?;
    let new = Keyed {
        id: tx.fresh(),
        paper: draw(&course.details, bank, |many| rand::random_range(0..many)),
        answers: Answers::default(),
        ends_at: ends_at(&course.details, now),
        became: None,
    };
    let (paper, answers) = (told("paper", &new.paper)?, told("answers", &new.answers)?);
    tx.run(INSERT, args![word(&new.id), word(&enrolment), paper, answers, now, new.ends_at]).await?;
    let drawn: Vec<_> = new.paper.iter().map(|keyed| &keyed.question.id).collect();
    let change = Change::of("sitting", new.id.as_str()).partner(&permit.act().partner).after(&drawn);
    tx.changed(permit, change.event("quiz.begun")).await?;
    Ok(Begun::Open(new.handed_out()))
}

/// A person's open attempt at a course, within the scope; one whose time is over is not open any more.
pub async fn open(
    read: &mut Read,
    scope: &Scope,
    person: &PersonId,
    course: &CourseId,
    now: Instant,
) -> Result<Option<Sitting>, StoreError> {
    let (statement, first) = OPEN.within(scope);
    let row = read.one(statement, vec![first, word(course), word(person)]).await?;
    let open = row.as_ref().map(Keyed::of).transpose()?;
    Ok(open.filter(|one| timing(one.ends_at, now) != Timing::Over).map(Keyed::handed_out))
}

/// Whether a person has an attempt whose time is over and that was not graded yet.
pub async fn is_overdue(
    read: &mut Read,
    scope: &Scope,
    person: &PersonId,
    course: &CourseId,
    now: Instant,
) -> Result<bool, StoreError> {
    let (statement, first) = OPEN.within(scope);
    let row = read.one(statement, vec![first, word(course), word(person)]).await?;
    let ends_at = row.map(|row| row.maybe_at("ends_at")).transpose()?.flatten();
    Ok(timing(ends_at, now) == Timing::Over)
}

/// Grades what was answered in time of an attempt of a person of the permit's partner whose time is over, if there is one.
pub async fn settle(
    tx: &mut Tx,
    permit: &Permit<TakeCourses>,
    person: &PersonId,
    course: &Course,
) -> Result<(), StoreError> {
    match attempts::lock(tx, permit, person, course).await? {
        Some(enrolment) => settle_of(tx, permit, person, course, &enrolment).await,
        None => Ok(()),
    }
}

async fn settle_of(
    tx: &mut Tx,
    permit: &Permit<TakeCourses>,
    person: &PersonId,
    course: &Course,
    enrolment: &EnrolmentId,
) -> Result<(), StoreError> {
    let now = tx.now();
    if let Some(open) = unsent(tx, enrolment).await?
        && timing(open.ends_at, now) == Timing::Over
    {
        let tally = Tally { enrolment, at: open.ends_at.unwrap_or(now), ran_out: true };
        attempts::grade_sitting(tx, permit, person, course, open, tally).await?;
    }
    Ok(())
}

async fn unsent(tx: &mut Tx, enrolment: &EnrolmentId) -> Result<Option<Keyed>, StoreError> {
    tx.one(UNSENT, args![word(enrolment)]).await?.as_ref().map(Keyed::of).transpose()
}

/// A sitting of an enrolment.
pub(super) async fn find(
    tx: &mut Tx,
    enrolment: &EnrolmentId,
    id: &SittingId,
) -> Result<Option<Keyed>, StoreError> {
    tx.one(FIND, args![word(enrolment), word(id)]).await?.as_ref().map(Keyed::of).transpose()
}

/// Keeps what was answered so far.
pub(super) async fn keep(tx: &mut Tx, id: &SittingId, answers: &Answers) -> Result<(), StoreError> {
    tx.run_one(KEEP, args![word(id), told("answers", answers)?]).await
}

/// Closes a sitting with the attempt that it became.
pub(super) async fn close(tx: &mut Tx, id: &SittingId, attempt: &AttemptId) -> Result<(), StoreError> {
    tx.run_one(BECOME, args![word(id), word(attempt)]).await
}

/// A value as it is kept in a column.
pub(super) fn told(column: &str, value: &impl Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value)
        .map_err(|e| StoreError::Corrupt { column: column.into(), cause: e.to_string() })
}
