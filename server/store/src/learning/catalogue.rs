//! Courses as takers find them: published, for their audience, with the own progress. Whoever is enrolled keeps the course
//! when its audience changes or it is retired.

use super::courses;
use crate::db::Read;
use crate::error::StoreError;
use crate::value::word;
use crate::{args, statements};
use domain::access::Actor;
use domain::id::{CourseId, EnrolmentId, LessonId};
use domain::learning::{AskedQuestion, Course, CourseState, Topic, in_audience};
use domain::page::{PAGE_ROWS, Page};

statements! {
    LIST = "SELECT c.id, c.title, c.summary, c.topic, c.minutes, e.id AS enrolment_id, e.completed_at,
        (SELECT COUNT(*) FROM lessons l WHERE l.course_id = c.id) AS lessons,
        (SELECT COUNT(*) FROM lessons_read r JOIN lessons l ON l.id = r.lesson_id WHERE r.enrolment_id = e.id AND l.course_id = c.id) AS lessons_read
        FROM courses c LEFT JOIN enrolments e ON e.course_id = c.id AND e.person_id = $1
        WHERE ((c.state = 'published' AND EXISTS (SELECT 1 FROM partners o WHERE o.id = $2
                AND (NOT EXISTS (SELECT 1 FROM course_tiers t WHERE t.course_id = c.id)
                    OR EXISTS (SELECT 1 FROM course_tiers t WHERE t.course_id = c.id AND t.tier = o.tier))
                AND (NOT EXISTS (SELECT 1 FROM course_types k WHERE k.course_id = c.id)
                    OR EXISTS (SELECT 1 FROM course_types k JOIN partner_types p ON p.type = k.type WHERE k.course_id = c.id AND p.partner_id = o.id))))
            OR e.id IS NOT NULL)
        AND ($3 = '' OR c.search LIKE $3 ESCAPE '\\') AND ($4 = '' OR c.topic = $4)
        AND (c.title, c.id) > ($5, $6) ORDER BY c.title, c.id LIMIT $7";
    ENROLMENT = "SELECT id, lesson_id, completed_at FROM enrolments WHERE course_id = $1 AND person_id = $2";
    READ = "SELECT lesson_id FROM lessons_read WHERE enrolment_id = $1";
    ATTEMPTS = "SELECT number, score, passed FROM attempts WHERE enrolment_id = $1 ORDER BY number";
}

/// A course in the catalogue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfferedRow {
    /// Which.
    pub id: CourseId,
    /// Title.
    pub title: String,
    /// What one learns.
    pub summary: String,
    /// Whom it is for.
    pub topic: Topic,
    /// How long it takes.
    pub minutes: i64,
    /// How many lessons it has.
    pub lessons: i64,
    /// How many of them were read; `None` for who isn't enrolled.
    pub lessons_read: Option<i64>,
    /// Whether the quiz was passed.
    pub completed: bool,
}

/// What the caller can take, by title, after the cursor. Partner people only; everybody else sees nothing.
pub async fn list(
    read: &mut Read,
    actor: &Actor,
    search: &str,
    topic: Option<Topic>,
    after: Option<&str>,
) -> Result<Page<OfferedRow>, StoreError> {
    let Some(partner) = actor.profile().partner_id() else {
        return Ok(Page { rows: Vec::new(), next: None });
    };
    let (title, id) = after.and_then(|cursor| cursor.rsplit_once('~')).unwrap_or_default();
    let topic = topic.map(Topic::as_str).unwrap_or_default();
    let person = word(&actor.profile().person);
    let args = args![person, word(partner), crate::sql::like(search), topic, title, id, PAGE_ROWS as i64 + 1];
    let rows: Result<Vec<OfferedRow>, StoreError> = read
        .all(LIST, args)
        .await?
        .iter()
        .map(|row| {
            let enrolled = row.maybe_text("enrolment_id")?.is_some();
            let lessons_read = row.int("lessons_read")?;
            Ok(OfferedRow {
                id: row.word("id")?,
                title: row.text("title")?,
                summary: row.text("summary")?,
                topic: row.word("topic")?,
                minutes: row.int("minutes")?,
                lessons: row.int("lessons")?,
                lessons_read: enrolled.then_some(lessons_read),
                completed: row.maybe_at("completed_at")?.is_some(),
            })
        })
        .collect();
    Ok(Page::cut(rows?, |row| format!("{}~{}", row.title, row.id)))
}

/// An enrolment with how far it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enrolment {
    /// Which.
    pub id: EnrolmentId,
    /// The lesson last opened.
    pub resume_at: Option<LessonId>,
    /// The lessons that were read.
    pub read: Vec<LessonId>,
    /// The attempts: score, and whether it passed.
    pub attempts: Vec<(i64, bool)>,
    /// Whether the quiz was passed.
    pub completed: bool,
}

impl Enrolment {
    /// Attempts that are left of a course with this limit; `None` for any number.
    pub fn attempts_left(&self, limit: i64) -> Option<i64> {
        (limit > 0).then(|| (limit - self.attempts.len() as i64).max(0))
    }
}

/// A course as a taker sees it. It holds no word of what is right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offered {
    /// The course, without its questions.
    pub course: Course,
    /// Its questions, as they are asked.
    pub questions: Vec<AskedQuestion>,
    /// The caller's enrolment.
    pub enrolment: Option<Enrolment>,
}

/// A course that the caller can take, or has begun.
pub async fn find(read: &mut Read, actor: &Actor, id: &CourseId) -> Result<Option<Offered>, StoreError> {
    let Some(partner) = &actor.profile().partner else { return Ok(None) };
    let Some(mut course) = courses::load(read, id).await? else { return Ok(None) };
    let enrolment = enrolment(read, actor, id).await?;
    let offered = course.state == CourseState::Published
        && in_audience(&course.details.tiers, &course.details.types, partner);
    if !offered && enrolment.is_none() {
        return Ok(None);
    }
    let questions = std::mem::take(&mut course.questions).into_iter().map(AskedQuestion::from).collect();
    Ok(Some(Offered { course, questions, enrolment }))
}

pub(super) async fn enrolment(
    read: &mut Read,
    actor: &Actor,
    course: &CourseId,
) -> Result<Option<Enrolment>, StoreError> {
    let Some(row) = read.one(ENROLMENT, args![word(course), word(&actor.profile().person)]).await? else {
        return Ok(None);
    };
    let id: EnrolmentId = row.word("id")?;
    let lessons = read.all(READ, args![word(&id)]).await?;
    let attempts = read.all(ATTEMPTS, args![word(&id)]).await?;
    let attempts: Result<Vec<(i64, bool)>, StoreError> =
        attempts.iter().map(|row| Ok((row.int("score")?, row.flag("passed")?))).collect();
    Ok(Some(Enrolment {
        resume_at: row.maybe_word("lesson_id")?,
        read: lessons.iter().map(|row| row.word("lesson_id")).collect::<Result<_, _>>()?,
        attempts: attempts?,
        completed: row.maybe_at("completed_at")?.is_some(),
        id,
    }))
}
