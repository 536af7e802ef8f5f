//! Courses as their writers have them. Every change names the version of the course that it was made from: two writers
//! at once are told, whatever part of the course they were at.

use crate::audit::Change;
use crate::db::{Read, Tx};
use crate::error::StoreError;
use crate::row::Row;
use crate::value::word;
use crate::{args, statements};
use domain::access::{Permit, WriteCourses};
use domain::id::{ChoiceId, CourseId, LessonId, QuestionId};
use domain::learning::{
    Choice, Course, CourseDetails, CourseState, Lesson, NewLesson, NewQuestion, Question, ready,
};
use serde::Serialize;

statements! {
    INSERT = "INSERT INTO courses (id, title, summary, topic, minutes, state, pass_mark, attempt_limit, validity_months, search, version, created_at)
        VALUES ($1, $2, $3, $4, $5, 'draft', $6, $7, $8, $9, 1, $10)";
    UPDATE = "UPDATE courses SET title = $3, summary = $4, topic = $5, minutes = $6, pass_mark = $7, attempt_limit = $8,
        validity_months = $9, search = $10, version = version + 1 WHERE id = $1 AND version = $2";
    SET_STATE = "UPDATE courses SET state = $3, published_at = COALESCE(published_at, $4), version = version + 1 WHERE id = $1 AND version = $2";
    TOUCH = "UPDATE courses SET version = version + 1 WHERE id = $1 AND version = $2";
    DROP_TIERS = "DELETE FROM course_tiers WHERE course_id = $1";
    ADD_TIER = "INSERT INTO course_tiers (course_id, tier) VALUES ($1, $2)";
    DROP_TYPES = "DELETE FROM course_types WHERE course_id = $1";
    ADD_TYPE = "INSERT INTO course_types (course_id, type) VALUES ($1, $2)";
    FIND = "SELECT id, title, summary, topic, minutes, state, pass_mark, attempt_limit, validity_months, version FROM courses WHERE id = $1";
    TIERS = "SELECT tier FROM course_tiers WHERE course_id = $1";
    TYPES = "SELECT type FROM course_types WHERE course_id = $1";
    LESSONS = "SELECT id, title, body FROM lessons WHERE course_id = $1 ORDER BY position, id";
    QUESTIONS = "SELECT id, kind, wording FROM questions WHERE course_id = $1 ORDER BY position, id";
    CHOICES = "SELECT c.id, c.question_id, c.wording, c.is_right FROM choices c JOIN questions q ON q.id = c.question_id
        WHERE q.course_id = $1 ORDER BY c.position, c.id";
    LIST = "SELECT c.id, c.title, c.topic, c.state, (SELECT COUNT(*) FROM enrolments e WHERE e.course_id = c.id) AS enrolled,
        (SELECT COUNT(*) FROM certificates x WHERE x.course_id = c.id) AS certified FROM courses c ORDER BY c.title, c.id LIMIT 500";
    ADD_LESSON = "INSERT INTO lessons (id, course_id, position, title, body)
        VALUES ($1, $2, (SELECT COALESCE(MAX(position), 0) + 1 FROM lessons WHERE course_id = $2), $3, $4)";
    CHANGE_LESSON = "UPDATE lessons SET title = $3, body = $4 WHERE id = $1 AND course_id = $2";
    PLACE_LESSON = "UPDATE lessons SET position = $3 WHERE id = $1 AND course_id = $2";
    DROP_LESSON = "DELETE FROM lessons WHERE id = $1 AND course_id = $2";
    ADD_QUESTION = "INSERT INTO questions (id, course_id, position, kind, wording)
        VALUES ($1, $2, (SELECT COALESCE(MAX(position), 0) + 1 FROM questions WHERE course_id = $2), $3, $4)";
    CHANGE_QUESTION = "UPDATE questions SET kind = $3, wording = $4 WHERE id = $1 AND course_id = $2";
    DROP_CHOICES = "DELETE FROM choices WHERE question_id = $1";
    DROP_QUESTION = "DELETE FROM questions WHERE id = $1 AND course_id = $2";
    ADD_CHOICE = "INSERT INTO choices (id, question_id, position, wording, is_right) VALUES ($1, $2, $3, $4, $5)";
}

fn details(row: &Row) -> Result<CourseDetails, StoreError> {
    Ok(CourseDetails {
        title: row.text("title")?,
        summary: row.text("summary")?,
        topic: row.word("topic")?,
        minutes: row.int("minutes")?,
        pass_mark: row.int("pass_mark")?,
        attempt_limit: row.int("attempt_limit")?,
        validity_months: row.int("validity_months")?,
        tiers: Vec::new(),
        types: Vec::new(),
    })
}

fn search_text(details: &CourseDetails) -> String {
    format!("{}\n{}", details.title, details.summary).to_lowercase()
}

/// A course in the writers' list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CourseRow {
    /// Which.
    pub id: CourseId,
    /// Title.
    pub title: String,
    /// Whom it is for.
    pub topic: domain::learning::Topic,
    /// Where it stands.
    pub state: CourseState,
    /// How many people are enrolled.
    pub enrolled: i64,
    /// How many certificates it made.
    pub certified: i64,
}

/// Every course.
pub async fn list(read: &mut Read, _permit: &Permit<WriteCourses>) -> Result<Vec<CourseRow>, StoreError> {
    read.all(LIST, args![])
        .await?
        .iter()
        .map(|row| {
            Ok(CourseRow {
                id: row.word("id")?,
                title: row.text("title")?,
                topic: row.word("topic")?,
                state: row.word("state")?,
                enrolled: row.int("enrolled")?,
                certified: row.int("certified")?,
            })
        })
        .collect()
}

/// A course with all that is in it, for its writers.
pub async fn find(
    read: &mut Read,
    _permit: &Permit<WriteCourses>,
    id: &CourseId,
) -> Result<Option<Course>, StoreError> {
    load(read, id).await
}

/// A course with what is right: for writing and grading inside this crate.
pub(super) async fn load(read: &mut Read, id: &CourseId) -> Result<Option<Course>, StoreError> {
    let Some(row) = read.one(FIND, args![word(id)]).await? else { return Ok(None) };
    let mut details = details(&row)?;
    for tier in read.all(TIERS, args![word(id)]).await? {
        details.tiers.push(tier.word("tier")?);
    }
    for kind in read.all(TYPES, args![word(id)]).await? {
        details.types.push(kind.word("type")?);
    }
    details.tiers.sort();
    details.types.sort();
    let lessons = read.all(LESSONS, args![word(id)]).await?;
    let lessons: Result<Vec<Lesson>, StoreError> = lessons
        .iter()
        .map(|row| Ok(Lesson { id: row.word("id")?, title: row.text("title")?, body: row.text("body")? }))
        .collect();
    let mut questions = Vec::new();
    for row in read.all(QUESTIONS, args![word(id)]).await? {
        let (kind, wording) = (row.word("kind")?, row.text("wording")?);
        questions.push(Question { id: row.word("id")?, kind, wording, choices: Vec::new() });
    }
    for row in read.all(CHOICES, args![word(id)]).await? {
        let of: QuestionId = row.word("question_id")?;
        let choice =
            Choice { id: row.word("id")?, wording: row.text("wording")?, is_right: row.flag("is_right")? };
        if let Some(question) = questions.iter_mut().find(|question| question.id == of) {
            question.choices.push(choice);
        }
    }
    Ok(Some(Course {
        id: row.word("id")?,
        details,
        state: row.word("state")?,
        lessons: lessons?,
        questions,
        version: row.int("version")?,
    }))
}

/// Makes a draft.
pub async fn make(
    tx: &mut Tx,
    permit: &Permit<WriteCourses>,
    new: &CourseDetails,
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
        new.validity_months,
        search_text(new),
        now
    ];
    tx.run(INSERT, args).await?;
    audience(tx, &id, new).await?;
    tx.changed(permit, Change::of("course", id.as_str()).after(new).event("course.made")).await?;
    Ok(id)
}

/// Changes what is said of a course.
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
        new.validity_months,
        search_text(new)
    ];
    tx.run_one(UPDATE, args).await?;
    audience(tx, &before.id, new).await?;
    let change = Change::of("course", before.id.as_str()).before(&before.details).after(new);
    tx.changed(permit, change.event("course.changed")).await
}

async fn audience(tx: &mut Tx, id: &CourseId, new: &CourseDetails) -> Result<(), StoreError> {
    tx.run(DROP_TIERS, args![word(id)]).await?;
    tx.run(DROP_TYPES, args![word(id)]).await?;
    for tier in &new.tiers {
        tx.run(ADD_TIER, args![word(id), tier.as_str()]).await?;
    }
    for kind in &new.types {
        tx.run(ADD_TYPE, args![word(id), kind.as_str()]).await?;
    }
    Ok(())
}

/// Publishes a course that is ready, or takes it out of the catalogue. What it certified stays.
pub async fn set_state(
    tx: &mut Tx,
    permit: &Permit<WriteCourses>,
    before: &Course,
    version: i64,
    state: CourseState,
) -> Result<(), StoreError> {
    let legal = match state {
        CourseState::Draft => false,
        CourseState::Published => {
            before.state != state && ready(before.lessons.len(), before.questions.len()).is_empty()
        }
        CourseState::Retired => before.state == CourseState::Published,
    };
    if !legal {
        return Err(StoreError::Stale);
    }
    let now = tx.now();
    tx.run_one(SET_STATE, args![word(&before.id), version, state.as_str(), now]).await?;
    let event = if state == CourseState::Published { "course.published" } else { "course.retired" };
    let change = Change::of("course", before.id.as_str()).before(&before.state).after(&state);
    tx.changed(permit, change.event(event)).await
}

async fn part_changed(
    tx: &mut Tx,
    permit: &Permit<WriteCourses>,
    course: &Course,
    before: &impl Serialize,
    after: &impl Serialize,
) -> Result<(), StoreError> {
    let change = Change::of("course", course.id.as_str()).before(before).after(after);
    tx.changed(permit, change.event("course.changed")).await
}

/// Adds a lesson at the end, or changes the one with this id.
pub async fn write_lesson(
    tx: &mut Tx,
    permit: &Permit<WriteCourses>,
    course: &Course,
    version: i64,
    id: Option<&LessonId>,
    new: &NewLesson,
) -> Result<LessonId, StoreError> {
    tx.run_one(TOUCH, args![word(&course.id), version]).await?;
    let id = match id {
        Some(id) => {
            tx.run_one(CHANGE_LESSON, args![word(id), word(&course.id), &new.title, &new.body]).await?;
            id.clone()
        }
        None => {
            let id: LessonId = tx.fresh();
            tx.run(ADD_LESSON, args![word(&id), word(&course.id), &new.title, &new.body]).await?;
            id
        }
    };
    let before = course.lessons.iter().find(|lesson| lesson.id == id);
    part_changed(tx, permit, course, &before, new).await?;
    Ok(id)
}

/// Moves a lesson one place up.
pub async fn move_lesson_up(
    tx: &mut Tx,
    permit: &Permit<WriteCourses>,
    course: &Course,
    version: i64,
    id: &LessonId,
) -> Result<(), StoreError> {
    tx.run_one(TOUCH, args![word(&course.id), version]).await?;
    let mut order: Vec<&LessonId> = course.lessons.iter().map(|lesson| &lesson.id).collect();
    let before = order.clone();
    match order.iter().position(|known| *known == id) {
        Some(at) if at > 0 => order.swap(at - 1, at),
        _ => return Err(StoreError::Stale),
    }
    for (n, lesson) in order.iter().enumerate() {
        tx.run_one(PLACE_LESSON, args![word(*lesson), word(&course.id), n as i64 + 1]).await?;
    }
    part_changed(tx, permit, course, &before, &order).await
}

/// Removes a lesson; who read it keeps the memory.
pub async fn drop_lesson(
    tx: &mut Tx,
    permit: &Permit<WriteCourses>,
    course: &Course,
    version: i64,
    id: &LessonId,
) -> Result<(), StoreError> {
    still_ready(course, course.lessons.len().saturating_sub(1), course.questions.len())?;
    tx.run_one(TOUCH, args![word(&course.id), version]).await?;
    tx.run_one(DROP_LESSON, args![word(id), word(&course.id)]).await?;
    let before = course.lessons.iter().find(|lesson| lesson.id == *id);
    part_changed(tx, permit, course, &before, &()).await
}

/// A published course never loses its last lesson or question.
fn still_ready(course: &Course, lessons: usize, questions: usize) -> Result<(), StoreError> {
    let published = course.state == CourseState::Published;
    if published && !ready(lessons, questions).is_empty() { Err(StoreError::Stale) } else { Ok(()) }
}

/// Adds a question at the end, or changes the one with this id; its choices are new ones.
pub async fn write_question(
    tx: &mut Tx,
    permit: &Permit<WriteCourses>,
    course: &Course,
    version: i64,
    id: Option<&QuestionId>,
    new: &NewQuestion,
) -> Result<QuestionId, StoreError> {
    tx.run_one(TOUCH, args![word(&course.id), version]).await?;
    let (kind, wording) = (new.kind.as_str(), &new.wording);
    let id = match id {
        Some(id) => {
            tx.run_one(CHANGE_QUESTION, args![word(id), word(&course.id), kind, wording]).await?;
            tx.run(DROP_CHOICES, args![word(id)]).await?;
            id.clone()
        }
        None => {
            let id: QuestionId = tx.fresh();
            tx.run(ADD_QUESTION, args![word(&id), word(&course.id), kind, wording]).await?;
            id
        }
    };
    for (n, choice) in new.choices.iter().enumerate() {
        let fresh: ChoiceId = tx.fresh();
        let args = args![word(&fresh), word(&id), n as i64, &choice.wording, choice.is_right];
        tx.run(ADD_CHOICE, args).await?;
    }
    let before = course.questions.iter().find(|question| question.id == id);
    part_changed(tx, permit, course, &before, new).await?;
    Ok(id)
}

/// Removes a question.
pub async fn drop_question(
    tx: &mut Tx,
    permit: &Permit<WriteCourses>,
    course: &Course,
    version: i64,
    id: &QuestionId,
) -> Result<(), StoreError> {
    still_ready(course, course.lessons.len(), course.questions.len().saturating_sub(1))?;
    tx.run_one(TOUCH, args![word(&course.id), version]).await?;
    tx.run(DROP_CHOICES, args![word(id)]).await?;
    tx.run_one(DROP_QUESTION, args![word(id), word(&course.id)]).await?;
    let before = course.questions.iter().find(|question| question.id == *id);
    part_changed(tx, permit, course, &before, &()).await
}
