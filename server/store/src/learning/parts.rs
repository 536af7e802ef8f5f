//! Lessons and questions as they are written. Every change counts as one of the course and is made from a version of it,
//! so that two people who edit the same course don't undo each other unseen.

use super::media;
use crate::audit::Change;
use crate::db::Tx;
use crate::error::StoreError;
use crate::value::{Value, word};
use crate::{args, statements};
use domain::access::{Permit, WriteCourses};
use domain::id::{ChoiceId, LessonId, QuestionId};
use domain::learning::publishing::{may_remove_lesson, may_remove_question};
use domain::learning::{Course, LESSONS_MOST, Lesson, Manuscript, NewLesson, NewQuestion, QUESTIONS_MOST};

statements! {
    // Makes everybody else who edits the course wait, without changing it.
    LOCK = "UPDATE courses SET version = version WHERE id = $1";
    TOUCH = "UPDATE courses SET version = version + 1 WHERE id = $1 AND version = $2";
    LESSON_BY_KEY = "SELECT id FROM lessons WHERE idempotency_key = $1 AND course_id = $2";
    INSERT_LESSON = "INSERT INTO lessons (id, course_id, position, title, body, idempotency_key, needed) VALUES ($1, $2,
        (SELECT COALESCE(MAX(position), 0) + 1 FROM lessons WHERE course_id = $2), $3, $4, $5, $6)";
    UPDATE_LESSON = "UPDATE lessons SET title = $3, body = $4, needed = $5 WHERE id = $1 AND course_id = $2";
    PLACE_LESSON = "UPDATE lessons SET position = $3 WHERE id = $1 AND course_id = $2";
    DELETE_LESSON = "DELETE FROM lessons WHERE id = $1 AND course_id = $2";
    QUESTION_BY_KEY = "SELECT id FROM questions WHERE idempotency_key = $1 AND course_id = $2";
    INSERT_QUESTION = "INSERT INTO questions (id, course_id, position, kind, wording, idempotency_key) VALUES ($1, $2,
        (SELECT COALESCE(MAX(position), 0) + 1 FROM questions WHERE course_id = $2), $3, $4, $5)";
    UPDATE_QUESTION = "UPDATE questions SET kind = $3, wording = $4 WHERE id = $1 AND course_id = $2";
    DELETE_QUESTION = "DELETE FROM questions WHERE id = $1 AND course_id = $2";
    INSERT_CHOICE = "INSERT INTO choices (id, question_id, position, wording, is_right) VALUES ($1, $2, $3, $4, $5)";
    DELETE_CHOICES = "DELETE FROM choices WHERE question_id = $1 AND EXISTS (
        SELECT 1 FROM questions q WHERE q.id = $1 AND q.course_id = $2)";
}

/// Counts a change of a course that was read at `version`.
pub(super) async fn touch(tx: &mut Tx, course: &Course, version: i64) -> Result<(), StoreError> {
    tx.run_one(TOUCH, args![word(&course.id), version]).await
}

fn room(parts: usize, most: u32) -> Result<(), StoreError> {
    if parts < most as usize { Ok(()) } else { Err(StoreError::Stale) }
}

fn ordinal(index: usize) -> Value {
    Value::from(i64::try_from(index).unwrap_or(i64::MAX))
}

/// Adds a lesson at the end; the same key again answers the same lesson.
pub async fn add_lesson(
    tx: &mut Tx,
    permit: &Permit<WriteCourses>,
    course: &Manuscript,
    version: i64,
    new: &NewLesson,
    key: &str,
) -> Result<LessonId, StoreError> {
    let of = &course.course;
    tx.run(LOCK, args![word(&of.id)]).await?;
    if let Some(made) = tx.one(LESSON_BY_KEY, args![key, word(&of.id)]).await? {
        return made.word("id");
    }
    room(course.lessons.len(), LESSONS_MOST)?;
    touch(tx, of, version).await?;
    let id: LessonId = tx.fresh();
    tx.run(INSERT_LESSON, args![word(&id), word(&of.id), &new.title, &new.body, key, new.needed]).await?;
    tx.changed(permit, Change::of("lesson", id.as_str()).after(new).event("course.changed")).await?;
    Ok(id)
}

/// Changes a lesson of the course.
pub async fn change_lesson(
    tx: &mut Tx,
    permit: &Permit<WriteCourses>,
    course: &Course,
    version: i64,
    before: &Lesson,
    new: &NewLesson,
) -> Result<(), StoreError> {
    touch(tx, course, version).await?;
    let args = args![word(&before.id), word(&course.id), &new.title, &new.body, new.needed];
    tx.run_one(UPDATE_LESSON, args).await?;
    let change = Change::of("lesson", before.id.as_str()).before(before).after(new);
    tx.changed(permit, change.event("course.changed")).await
}

/// Puts the lesson one place earlier or later; at the end of the list nothing moves.
pub async fn move_lesson(
    tx: &mut Tx,
    permit: &Permit<WriteCourses>,
    course: &Manuscript,
    version: i64,
    lesson: &LessonId,
    earlier: bool,
) -> Result<(), StoreError> {
    let mut order: Vec<LessonId> = course.lessons.iter().map(|lesson| lesson.id.clone()).collect();
    let before = order.clone();
    let Some(at) = order.iter().position(|id| id == lesson) else { return Err(StoreError::Stale) };
    let to = if earlier { at.saturating_sub(1) } else { (at + 1).min(order.len() - 1) };
    order.swap(at, to);
    touch(tx, &course.course, version).await?;
    for (index, id) in order.iter().enumerate() {
        tx.run_one(PLACE_LESSON, vec![word(id), word(&course.course.id), ordinal(index + 1)]).await?;
    }
    let change = Change::of("course", course.course.id.as_str()).before(&before).after(&order);
    tx.changed(permit, change.event("course.changed")).await
}

/// Removes a lesson; the last one of a published course stays (`Stale`).
pub async fn remove_lesson(
    tx: &mut Tx,
    permit: &Permit<WriteCourses>,
    course: &Manuscript,
    version: i64,
    lesson: &LessonId,
) -> Result<(), StoreError> {
    if !may_remove_lesson(course) {
        return Err(StoreError::Stale);
    }
    touch(tx, &course.course, version).await?;
    media::clear(tx, &course.course, lesson).await?;
    tx.run_one(DELETE_LESSON, args![word(lesson), word(&course.course.id)]).await?;
    let gone = course.lessons.iter().find(|known| known.id == *lesson);
    tx.changed(permit, Change::of("lesson", lesson.as_str()).before(&gone).event("course.changed")).await
}

/// Adds a question at the end; the same key again answers the same question.
pub async fn add_question(
    tx: &mut Tx,
    permit: &Permit<WriteCourses>,
    course: &Manuscript,
    version: i64,
    new: &NewQuestion,
    key: &str,
) -> Result<QuestionId, StoreError> {
    let of = &course.course;
    tx.run(LOCK, args![word(&of.id)]).await?;
    if let Some(made) = tx.one(QUESTION_BY_KEY, args![key, word(&of.id)]).await? {
        return made.word("id");
    }
    room(course.questions.len(), QUESTIONS_MOST)?;
    touch(tx, of, version).await?;
    let id: QuestionId = tx.fresh();
    tx.run(INSERT_QUESTION, args![word(&id), word(&of.id), new.kind.as_str(), &new.wording, key]).await?;
    choices(tx, &id, new).await?;
    tx.changed(permit, Change::of("question", id.as_str()).after(new).event("course.changed")).await?;
    Ok(id)
}

/// Changes a question of the course; its choices become new ones.
pub async fn change_question(
    tx: &mut Tx,
    permit: &Permit<WriteCourses>,
    course: &Manuscript,
    version: i64,
    question: &QuestionId,
    new: &NewQuestion,
) -> Result<(), StoreError> {
    let of = &course.course;
    touch(tx, of, version).await?;
    let args = args![word(question), word(&of.id), new.kind.as_str(), &new.wording];
    tx.run_one(UPDATE_QUESTION, args).await?;
    tx.run(DELETE_CHOICES, args![word(question), word(&of.id)]).await?;
    choices(tx, question, new).await?;
    let before = course.questions.iter().find(|known| known.question.id == *question);
    let change = Change::of("question", question.as_str()).before(&before).after(new);
    tx.changed(permit, change.event("course.changed")).await
}

async fn choices(tx: &mut Tx, question: &QuestionId, new: &NewQuestion) -> Result<(), StoreError> {
    for (index, choice) in new.choices.iter().enumerate() {
        let id: ChoiceId = tx.fresh();
        let args =
            vec![word(&id), word(question), ordinal(index), (&choice.wording).into(), choice.is_right.into()];
        tx.run(INSERT_CHOICE, args).await?;
    }
    Ok(())
}

/// Removes a question; the last one of a published course stays (`Stale`).
pub async fn remove_question(
    tx: &mut Tx,
    permit: &Permit<WriteCourses>,
    course: &Manuscript,
    version: i64,
    question: &QuestionId,
) -> Result<(), StoreError> {
    if !may_remove_question(course) {
        return Err(StoreError::Stale);
    }
    touch(tx, &course.course, version).await?;
    tx.run(DELETE_CHOICES, args![word(question), word(&course.course.id)]).await?;
    tx.run_one(DELETE_QUESTION, args![word(question), word(&course.course.id)]).await?;
    let gone = course.questions.iter().find(|known| known.question.id == *question);
    tx.changed(permit, Change::of("question", question.as_str()).before(&gone).event("course.changed")).await
}
