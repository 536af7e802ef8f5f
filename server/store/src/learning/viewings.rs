//! Where somebody is in the video or the document of a lesson. Everybody sees and moves the own ones only.

use super::enrolments;
use super::sittings::told;
use crate::db::{Read, Tx};
use crate::error::StoreError;
use crate::value::word;
use crate::{args, statements};
use domain::access::{Permit, Scope, TakeCourses};
use domain::id::{CourseId, LessonId, PersonId};
use domain::learning::{Course, Viewing};

statements! {
    OPEN = "INSERT INTO viewings (enrolment_id, lesson_id, place, played, opened_at)
        SELECT e.id, l.id, 0, '[]', $5 FROM enrolments e JOIN lessons l ON l.course_id = e.course_id
        WHERE e.course_id = $1 AND e.person_id = $2 AND e.partner_id = $3 AND l.id = $4
        ON CONFLICT (enrolment_id, lesson_id) DO NOTHING";
    // Two that tell at once follow one another.
    LOCK = "UPDATE viewings SET place = place WHERE lesson_id = $4 AND enrolment_id = (
        SELECT id FROM enrolments WHERE course_id = $1 AND person_id = $2 AND partner_id = $3)
        RETURNING place, played, opened_at, heard_at";
    MOVE = "UPDATE viewings SET place = $5, played = $6, heard_at = $7 WHERE lesson_id = $4 AND enrolment_id = (
        SELECT id FROM enrolments WHERE course_id = $1 AND person_id = $2 AND partner_id = $3)";
    OWN = scoped("SELECT v.place, v.played, v.opened_at, v.heard_at FROM viewings v JOIN enrolments e ON e.id = v.enrolment_id
        WHERE", "e.partner_id", "AND e.course_id = $2 AND e.person_id = $3 AND v.lesson_id = $4");
}

fn viewing(row: &crate::row::Row) -> Result<Viewing, StoreError> {
    Ok(Viewing {
        place: row.int("place")?,
        played: row.json("played")?,
        opened_at: row.at("opened_at")?,
        heard_at: row.maybe_at("heard_at")?,
    })
}

/// Where a person is in a lesson, within the scope.
pub async fn own(
    read: &mut Read,
    scope: &Scope,
    person: &PersonId,
    course: &CourseId,
    lesson: &LessonId,
) -> Result<Option<Viewing>, StoreError> {
    let (statement, first) = OWN.within(scope);
    let row = read.one(statement, vec![first, word(course), word(person), word(lesson)]).await?;
    row.as_ref().map(viewing).transpose()
}

/// Remembers that a person of the permit's partner has opened a lesson, the first time. Without an enrolment nothing is kept.
pub async fn open(
    tx: &mut Tx,
    permit: &Permit<TakeCourses>,
    person: &PersonId,
    course: &Course,
    lesson: &LessonId,
) -> Result<(), StoreError> {
    let now = tx.now();
    let args = args![word(&course.id), word(person), word(&permit.act().partner), word(lesson), now];
    tx.run(OPEN, args).await?;
    Ok(())
}

/// Remembers the page of a document that a person has opened; the last one makes the lesson done.
pub async fn leafed(
    tx: &mut Tx,
    permit: &Permit<TakeCourses>,
    person: &PersonId,
    course: &Course,
    lesson: &LessonId,
    (page, pages): (i64, i64),
) -> Result<(), StoreError> {
    open(tx, permit, person, course, lesson).await?;
    let Some(before) = lock(tx, permit, person, course, lesson).await? else { return Ok(()) };
    keep(tx, permit, person, course, lesson, &Viewing { place: page, ..before }).await?;
    if page >= pages {
        enrolments::lesson_read(tx, permit, person, course, lesson).await?;
    }
    Ok(())
}

/// Adds a piece of a video of this length that was played; as soon as enough was, the lesson is done. Answers how much it
/// is now; `None` when nobody has opened the lesson.
pub async fn heard(
    tx: &mut Tx,
    permit: &Permit<TakeCourses>,
    person: &PersonId,
    course: &Course,
    lesson: &LessonId,
    (piece, length, needed): ((i64, i64), i64, i64),
) -> Result<Option<i64>, StoreError> {
    let Some(before) = lock(tx, permit, person, course, lesson).await? else { return Ok(None) };
    let after = before.heard(piece, length, tx.now());
    keep(tx, permit, person, course, lesson, &after).await?;
    let percent = after.percent(length);
    if percent >= needed {
        enrolments::lesson_read(tx, permit, person, course, lesson).await?;
    }
    Ok(Some(percent))
}

async fn lock(
    tx: &mut Tx,
    permit: &Permit<TakeCourses>,
    person: &PersonId,
    course: &Course,
    lesson: &LessonId,
) -> Result<Option<Viewing>, StoreError> {
    let args = args![word(&course.id), word(person), word(&permit.act().partner), word(lesson)];
    tx.one(LOCK, args).await?.as_ref().map(viewing).transpose()
}

async fn keep(
    tx: &mut Tx,
    permit: &Permit<TakeCourses>,
    person: &PersonId,
    course: &Course,
    lesson: &LessonId,
    now: &Viewing,
) -> Result<(), StoreError> {
    let (of, played) = (word(&permit.act().partner), told("played", &now.played)?);
    let args = args![word(&course.id), word(person), of, word(lesson), now.place, played, now.heard_at];
    tx.run_one(MOVE, args).await
}
