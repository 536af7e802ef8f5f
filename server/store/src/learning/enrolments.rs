//! Who takes which course and how far they have come. Everybody sees and moves the own enrolments only.

use crate::audit::Change;
use crate::db::{Read, Tx};
use crate::error::StoreError;
use crate::value::word;
use crate::{args, statements};
use domain::access::{Permit, Scope, TakeCourses};
use domain::id::{CourseId, EnrolmentId, LessonId, PersonId};
use domain::learning::{Course, Enrolment};

statements! {
    // The person has to be of the partner that the permit is for.
    INSERT = "INSERT INTO enrolments (id, course_id, person_id, partner_id, enrolled_at)
        SELECT $1, c.id, p.id, p.partner_id, $2 FROM people p JOIN courses c ON c.id = $3 WHERE p.id = $4 AND p.partner_id = $5
        ON CONFLICT (course_id, person_id) DO NOTHING";
    OWN = scoped("SELECT e.id, e.lesson_id, e.enrolled_at, e.completed_at FROM enrolments e WHERE", "e.partner_id",
        "AND e.course_id = $2 AND e.person_id = $3");
    OPENED = "UPDATE enrolments SET lesson_id = $4 WHERE course_id = $1 AND person_id = $2 AND partner_id = $3
        AND EXISTS (SELECT 1 FROM lessons l WHERE l.id = $4 AND l.course_id = $1)";
    READ = "INSERT INTO lessons_read (enrolment_id, lesson_id, read_at)
        SELECT e.id, l.id, $5 FROM enrolments e JOIN lessons l ON l.course_id = e.course_id
        WHERE e.course_id = $1 AND e.person_id = $2 AND e.partner_id = $3 AND l.id = $4
        ON CONFLICT (enrolment_id, lesson_id) DO NOTHING";
}

/// Enrols a person of the permit's partner in a course that was found; doing it again changes nothing.
pub async fn enrol(
    tx: &mut Tx,
    permit: &Permit<TakeCourses>,
    person: &PersonId,
    course: &Course,
) -> Result<(), StoreError> {
    let id: EnrolmentId = tx.fresh();
    let now = tx.now();
    let partner = &permit.act().partner;
    let args = args![word(&id), now, word(&course.id), word(person), word(partner)];
    if tx.run(INSERT, args).await? > 0 {
        let change = Change::of("enrolment", id.as_str()).partner(partner).after(&(&course.id, person));
        tx.changed(permit, change.event("course.enrolled")).await?;
    }
    Ok(())
}

/// A person's enrolment in a course, within the scope.
pub async fn own(
    read: &mut Read,
    scope: &Scope,
    person: &PersonId,
    course: &CourseId,
) -> Result<Option<Enrolment>, StoreError> {
    let (statement, first) = OWN.within(scope);
    let row = read.one(statement, vec![first, word(course), word(person)]).await?;
    row.map(|row| {
        Ok(Enrolment {
            id: row.word("id")?,
            resume: row.maybe_word("lesson_id")?,
            enrolled_at: row.at("enrolled_at")?,
            completed_at: row.maybe_at("completed_at")?,
        })
    })
    .transpose()
}

/// Remembers the lesson that a person opened, as the place to go on from. Without an enrolment nothing is kept.
pub async fn opened(
    tx: &mut Tx,
    permit: &Permit<TakeCourses>,
    person: &PersonId,
    course: &Course,
    lesson: &LessonId,
) -> Result<(), StoreError> {
    let args = args![word(&course.id), word(person), word(&permit.act().partner), word(lesson)];
    tx.run(OPENED, args).await?;
    Ok(())
}

/// Marks a lesson as read; doing it again changes nothing.
pub async fn lesson_read(
    tx: &mut Tx,
    permit: &Permit<TakeCourses>,
    person: &PersonId,
    course: &Course,
    lesson: &LessonId,
) -> Result<(), StoreError> {
    let now = tx.now();
    let args = args![word(&course.id), word(person), word(&permit.act().partner), word(lesson), now];
    tx.run(READ, args).await?;
    Ok(())
}
