//! Attempts at a quiz: graded here and nowhere else, with the certificate in the same transaction.

use super::certificates::{self, Earned};
use super::manuscripts;
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
use domain::learning::quiz::{grade, standing};
use domain::learning::{Answers, Attempt, Course, KeyedQuestion, Miss, Question, QuizForm, Standing, Term};
use serde::{Deserialize, Serialize};

statements! {
    // Makes a second attempt of the same person wait until this one is decided.
    LOCK = "UPDATE enrolments SET lesson_id = lesson_id WHERE course_id = $1 AND person_id = $2 AND partner_id = $3 RETURNING id";
    BY_KEY = "SELECT id FROM attempts WHERE idempotency_key = $1";
    USED = "SELECT COUNT(*) AS used FROM attempts WHERE enrolment_id = $1 AND number > COALESCE(
        (SELECT MAX(number) FROM attempts WHERE enrolment_id = $1 AND passed), 0)";
    INSERT = "INSERT INTO attempts (id, enrolment_id, number, answers, score, passed, idempotency_key, graded_at) VALUES ($1, $2,
        (SELECT COALESCE(MAX(number), 0) + 1 FROM attempts WHERE enrolment_id = $2), $3, $4, $5, $6, $7)";
    COMPLETE = "UPDATE enrolments SET completed_at = COALESCE(completed_at, $2) WHERE id = $1";
    OWN = scoped("SELECT a.id, a.number, a.score, a.passed, a.graded_at FROM attempts a
        JOIN enrolments e ON e.id = a.enrolment_id WHERE", "e.partner_id",
        "AND e.course_id = $2 AND e.person_id = $3 ORDER BY a.number DESC");
    FIND = scoped("SELECT a.id, a.number, a.score, a.passed, a.graded_at, a.answers FROM attempts a
        JOIN enrolments e ON e.id = a.enrolment_id WHERE", "e.partner_id",
        "AND e.course_id = $2 AND e.person_id = $3 AND a.id = $4");
}

/// What is kept of an attempt beside its score.
#[derive(Serialize, Deserialize)]
struct Sheet {
    answers: Answers,
    misses: Vec<Miss>,
}

/// What became of an attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Taken {
    /// Graded, now or by the same form before.
    Graded(AttemptId),
    /// Not enrolled.
    NotEnrolled,
    /// No attempt is open: passed already, or all of them used.
    Closed,
    /// The form does not fit the quiz as it is now; no attempt is used.
    Unfit(Faults),
}

/// Grades the form of a person of the permit's partner, writes the attempt, and issues the certificate when it is
/// passed. The same key again answers the same attempt; attempts of one person follow one another, so that a limit
/// holds however many are sent at once. The form is checked against the very quiz that grades it: somebody who edits the
/// course meanwhile costs nobody an attempt.
pub async fn take(
    tx: &mut Tx,
    permit: &Permit<TakeCourses>,
    person: &PersonId,
    course: &Course,
    form: &QuizForm,
    key: &str,
) -> Result<Taken, StoreError> {
    let partner = &permit.act().partner;
    let now = tx.now();
    let Some(row) = tx.one(LOCK, args![word(&course.id), word(person), word(partner)]).await? else {
        return Ok(Taken::NotEnrolled);
    };
    let enrolment: EnrolmentId = row.word("id")?;
    // A key is somebody's own: nobody finds another's attempt by guessing it.
    let key = format!("{enrolment}:{key}");
    if let Some(before) = tx.one(BY_KEY, args![&key]).await? {
        return Ok(Taken::Graded(before.word("id")?));
    }
    if !matches!(standing_of(tx, course, &enrolment).await?, Standing::Open { .. }) {
        return Ok(Taken::Closed);
    }
    let quiz = manuscripts::keyed(tx, &course.id).await?;
    let open: Vec<Question> = quiz.iter().map(|keyed| keyed.question.clone()).collect();
    let answers = match form.check(&open) {
        Ok(answers) => answers,
        Err(faults) => return Ok(Taken::Unfit(faults)),
    };
    let grade = grade(&quiz, &answers, course.details.pass_mark);
    let misses = quiz.iter().filter(|keyed| grade.wrong.contains(&keyed.question.id)).map(miss).collect();
    let sheet = Sheet { answers, misses };
    let sheet = serde_json::to_string(&sheet)
        .map_err(|e| StoreError::Corrupt { column: "answers".into(), cause: e.to_string() })?;
    let id: AttemptId = tx.fresh();
    tx.run(INSERT, args![word(&id), word(&enrolment), sheet, grade.score, grade.passed, &key, now]).await?;
    let change = Change::of("attempt", id.as_str()).partner(partner).after(&grade);
    tx.changed(permit, change.event("quiz.graded")).await?;
    if grade.passed {
        tx.run_one(COMPLETE, args![word(&enrolment), now]).await?;
        let term = Term {
            issued_on: now.day(),
            expires_on: last_day(now.day(), course.details.validity_months),
            renew_from: None,
            grace_until: None,
            revoked_at: None,
        };
        certificates::issue(tx, permit, person, Earned::Course(course, &enrolment, &id), term).await?;
        certifications::awards::settle(tx, permit, person).await?;
    }
    Ok(Taken::Graded(id))
}

fn miss(keyed: &KeyedQuestion) -> Miss {
    let question = &keyed.question;
    let right = question.choices.iter().filter(|choice| keyed.right.contains(&choice.id));
    Miss {
        question: question.id.clone(),
        wording: question.wording.clone(),
        right: right.map(|choice| choice.wording.clone()).collect(),
    }
}

/// Where an enrolment stands today.
pub async fn standing_of(
    read: &mut Tx,
    course: &Course,
    enrolment: &EnrolmentId,
) -> Result<Standing, StoreError> {
    let today = read.now().day();
    standing_on(read, course, enrolment, today).await
}

/// Where an enrolment stands on a day.
pub async fn standing_on(
    read: &mut Read,
    course: &Course,
    enrolment: &EnrolmentId,
    today: domain::time::Day,
) -> Result<Standing, StoreError> {
    let used = read.one(USED, args![word(enrolment)]).await?.map_or(Ok(0), |row| row.int("used"))?;
    let certificate = certificates::last_of(read, enrolment).await?;
    let is_wanted = certifications::awards::is_wanted(read, enrolment, today).await?;
    let term = certificate.as_ref().map(|one| &one.term);
    Ok(standing(course.details.attempt_limit, used, term, is_wanted, today))
}

fn attempt(row: &crate::row::Row) -> Result<Attempt, StoreError> {
    Ok(Attempt {
        id: row.word("id")?,
        number: row.int("number")?,
        score: row.int("score")?,
        passed: row.flag("passed")?,
        graded_at: row.at("graded_at")?,
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

/// A person's attempt with what was missed. What would have been right is told only when it was passed.
pub async fn find(
    read: &mut Read,
    scope: &Scope,
    person: &PersonId,
    course: &CourseId,
    id: &AttemptId,
) -> Result<Option<(Attempt, Vec<Miss>)>, StoreError> {
    let (statement, first) = FIND.within(scope);
    let row = read.one(statement, vec![first, word(course), word(person), word(id)]).await?;
    let Some(row) = row else { return Ok(None) };
    let attempt = attempt(&row)?;
    let mut misses = row.json::<Sheet>("answers")?.misses;
    if !attempt.passed {
        misses.iter_mut().for_each(|miss| miss.right.clear());
    }
    Ok(Some((attempt, misses)))
}
