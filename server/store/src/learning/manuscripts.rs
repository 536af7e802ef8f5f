//! Courses as they are written: details, publishing, and the whole of a course with the key of its quiz.

use super::{add_choice, course, lesson_of, lesson_row, with_lists};
use crate::audit::Change;
use crate::db::{Read, Tx};
use crate::error::StoreError;
use crate::orders::Ordered;
use crate::row::Row;
use crate::value::word;
use crate::{args, orders, statements};
use domain::access::{Permit, Scope, WriteCourses};
use domain::id::{ChoiceId, CourseId, QuestionId};
use domain::learning::publishing::may_publish;
use domain::learning::{
    Course, CourseDetails, CourseState, CourseTally, KeyedQuestion, Manuscript, Question,
};
use domain::lists::View;

statements! {
    INSERT = "INSERT INTO courses (id, title, summary, topic, minutes, state, pass_mark, attempt_limit, draw, time_limit,
        wait_hours, validity_months, search, version, idempotency_key, created_at)
        VALUES ($1, $2, $3, $4, $5, 'draft', $6, $7, $8, $9, $10, $11, $12, 1, $13, $14)
        ON CONFLICT (idempotency_key) DO NOTHING";
    BY_KEY = "SELECT id FROM courses WHERE idempotency_key = $1";
    UPDATE = "UPDATE courses SET title = $3, summary = $4, topic = $5, minutes = $6, pass_mark = $7, attempt_limit = $8,
        draw = $9, time_limit = $10, wait_hours = $11, validity_months = $12, search = $13, version = version + 1 WHERE id = $1 AND version = $2";
    PUBLISH = "UPDATE courses SET state = 'published', published_at = COALESCE(published_at, $3), version = version + 1
        WHERE id = $1 AND version = $2";
    RETIRE = "UPDATE courses SET state = 'retired', version = version + 1 WHERE id = $1 AND version = $2";
    INSERT_TIER = "INSERT INTO course_tiers (course_id, tier) VALUES ($1, $2)";
    DELETE_TIERS = "DELETE FROM course_tiers WHERE course_id = $1";
    INSERT_TYPE = "INSERT INTO course_types (course_id, type) VALUES ($1, $2)";
    DELETE_TYPES = "DELETE FROM course_types WHERE course_id = $1";
    FIND = (course!("c.id = $1"));
    LESSONS = (lesson_row!("l.course_id = $1 ORDER BY l.position, l.id"));
    KEYED = "SELECT q.id, q.kind, q.wording, c.id AS choice_id, c.wording AS choice, c.is_right FROM questions q
        JOIN choices c ON c.question_id = q.id WHERE q.course_id = $1 ORDER BY q.position, q.id, c.position, c.id";
    LIST = "SELECT c.id, c.title, c.state, (SELECT COUNT(*) FROM lessons l WHERE l.course_id = c.id) AS lessons,
        (SELECT COUNT(*) FROM questions q WHERE q.course_id = c.id) AS questions,
        (SELECT COUNT(*) FROM enrolments e WHERE e.course_id = c.id) AS enrolled,
        (SELECT COUNT(*) FROM enrolments e WHERE e.course_id = c.id AND e.completed_at IS NOT NULL) AS passed
        FROM courses c ORDER BY c.title, c.id LIMIT 500";
}

orders! {
    ORDERS = ("c.id, c.title, c.state, c.topic, (SELECT COUNT(*) FROM lessons l WHERE l.course_id = c.id) AS lessons,
        (SELECT COUNT(*) FROM questions q WHERE q.course_id = c.id) AS questions,
        (SELECT COUNT(*) FROM enrolments e WHERE e.course_id = c.id) AS enrolled,
        (SELECT COUNT(*) FROM enrolments e WHERE e.course_id = c.id AND e.completed_at IS NOT NULL) AS passed",
        // Courses are no partner's.
        "FROM courses c", "NULL", "AND ($2 = '' OR c.search LIKE ($2 || '') ESCAPE '\\') AND ($3 = '' OR c.state = $3)",
        "c.id", "$4", "$5", "$6"):
    "title" text "c.title";
    "state" text "c.state";
    "topic" text "c.topic";
    "lessons" number "(SELECT COUNT(*) FROM lessons l WHERE l.course_id = c.id)";
    "questions" number "(SELECT COUNT(*) FROM questions q WHERE q.course_id = c.id)";
    "enrolled" number "(SELECT COUNT(*) FROM enrolments e WHERE e.course_id = c.id)";
    "passed" number "(SELECT COUNT(*) FROM enrolments e WHERE e.course_id = c.id AND e.completed_at IS NOT NULL)";
}

fn search_text(details: &CourseDetails) -> String {
    format!("{} {}", details.title, details.summary).to_lowercase()
}

/// Makes a draft; the same key again answers the same course.
pub async fn make(
    tx: &mut Tx,
    permit: &Permit<WriteCourses>,
    new: &CourseDetails,
    key: &str,
) -> Result<CourseId, StoreError> {
    let id: CourseId = tx.fresh();
    let now = tx.now();
    let args = args![
        word(&id),
        &new.title,
        &new.summary,
        new.topic.as_str(),
        new.minutes,
        new.pass_mark,
        new.attempt_limit,
        new.draw,
        new.time_limit,
        new.wait_hours,
        new.validity_months,
        search_text(new),
        key,
        now
    ];
    if tx.run(INSERT, args).await? == 0 {
        let made = tx.one(BY_KEY, args![key]).await?.ok_or(StoreError::Stale)?;
        return made.word("id");
    }
    lists(tx, &id, new).await?;
    tx.changed(permit, Change::of("course", id.as_str()).after(new).event("course.made")).await?;
    Ok(id)
}

/// Changes the details of a course that was read at `version`.
pub async fn change(
    tx: &mut Tx,
    permit: &Permit<WriteCourses>,
    before: &Course,
    version: i64,
    new: &CourseDetails,
) -> Result<(), StoreError> {
    let args = args![
        word(&before.id),
        version,
        &new.title,
        &new.summary,
        new.topic.as_str(),
        new.minutes,
        new.pass_mark,
        new.attempt_limit,
        new.draw,
        new.time_limit,
        new.wait_hours,
        new.validity_months,
        search_text(new)
    ];
    tx.run_one(UPDATE, args).await?;
    tx.run(DELETE_TIERS, args![word(&before.id)]).await?;
    tx.run(DELETE_TYPES, args![word(&before.id)]).await?;
    lists(tx, &before.id, new).await?;
    let change = Change::of("course", before.id.as_str()).before(&before.details).after(new);
    tx.changed(permit, change.event("course.changed")).await
}

async fn lists(tx: &mut Tx, id: &CourseId, new: &CourseDetails) -> Result<(), StoreError> {
    for tier in &new.tiers {
        tx.run(INSERT_TIER, args![word(id), tier.as_str()]).await?;
    }
    for kind in &new.types {
        tx.run(INSERT_TYPE, args![word(id), kind.as_str()]).await?;
    }
    Ok(())
}

/// Offers a course that was read at `version`; one that is not complete is `Stale`: pages don't offer it.
pub async fn publish(
    tx: &mut Tx,
    permit: &Permit<WriteCourses>,
    before: &Manuscript,
    version: i64,
) -> Result<(), StoreError> {
    if !may_publish(before) {
        return Err(StoreError::Stale);
    }
    let id = &before.course.id;
    let now = tx.now();
    tx.run_one(PUBLISH, args![word(id), version, now]).await?;
    let change =
        Change::of("course", id.as_str()).before(&before.course.state).after(&CourseState::Published);
    tx.changed(permit, change.event("course.published")).await
}

/// Takes a published course out of the catalogue; certificates stay.
pub async fn retire(
    tx: &mut Tx,
    permit: &Permit<WriteCourses>,
    before: &Course,
    version: i64,
) -> Result<(), StoreError> {
    if before.state != CourseState::Published {
        return Err(StoreError::Stale);
    }
    tx.run_one(RETIRE, args![word(&before.id), version]).await?;
    let change = Change::of("course", before.id.as_str()).before(&before.state).after(&CourseState::Retired);
    tx.changed(permit, change.event("course.retired")).await
}

/// The whole of a course, with the key of its quiz.
pub async fn find(
    read: &mut Read,
    _permit: &Permit<WriteCourses>,
    id: &CourseId,
) -> Result<Option<Manuscript>, StoreError> {
    let Some(row) = read.one(FIND, args![word(id)]).await? else { return Ok(None) };
    let course = with_lists(read, &row).await?;
    let lessons =
        read.all(LESSONS, args![word(id)]).await?.iter().map(lesson_of).collect::<Result<_, StoreError>>()?;
    let questions = keyed(read, id).await?;
    Ok(Some(Manuscript { course, lessons, questions }))
}

/// The quiz with its key.
pub(super) async fn keyed(read: &mut Read, course: &CourseId) -> Result<Vec<KeyedQuestion>, StoreError> {
    let mut quiz: Vec<Question> = Vec::new();
    let mut right: Vec<(QuestionId, ChoiceId)> = Vec::new();
    for row in read.all(KEYED, args![word(course)]).await? {
        add_choice(&mut quiz, &row)?;
        if row.flag("is_right")? {
            right.push((row.word("id")?, row.word("choice_id")?));
        }
    }
    let key = |question: &Question| {
        right.iter().filter(|(of, _)| *of == question.id).map(|(_, choice)| choice).cloned().collect()
    };
    Ok(quiz.into_iter().map(|question| KeyedQuestion { right: key(&question), question }).collect())
}

/// Every course with what came of it, by title.
pub async fn list(read: &mut Read, _permit: &Permit<WriteCourses>) -> Result<Vec<CourseTally>, StoreError> {
    read.all(LIST, args![]).await?.iter().map(tally).collect()
}

/// One page of courses as a view of them shows it, with the topic of each.
pub async fn page(
    read: &mut Read,
    _permit: &Permit<WriteCourses>,
    view: &View,
) -> Result<Ordered<(CourseTally, String)>, StoreError> {
    let narrow = args![crate::sql::like(&view.search), view.filter("state")];
    let line = |row: &Row| Ok((tally(row)?, row.text("topic")?));
    orders::page(read, ORDERS, &Scope::All, view, narrow, line).await
}

fn tally(row: &Row) -> Result<CourseTally, StoreError> {
    Ok(CourseTally {
        id: row.word("id")?,
        title: row.text("title")?,
        state: row.word("state")?,
        lessons: row.int("lessons")?,
        questions: row.int("questions")?,
        enrolled: row.int("enrolled")?,
        passed: row.int("passed")?,
    })
}
