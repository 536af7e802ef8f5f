//! Courses as they are read: by those who write them all of them, by everybody else what is published, and by a
//! partner's people what is meant for their partner.
//!
//! State and audience are part of the `WHERE` of every read here; the partner's tier and types come from its own row. The
//! questions of a quiz are read by [`manuscripts`] only, for staff, and by [`sittings`] and [`attempts`] to draw and to grade:
//! what this module answers cannot say what is asked.

use crate::db::Read;
use crate::error::StoreError;
use crate::row::Row;
use crate::value::{Value, word};
use crate::{args, statements};
use domain::access::Scope;
use domain::id::{CourseId, LessonId, PersonId};
use domain::learning::audience::Reach;
use domain::learning::{
    Audience, Choice, Course, CourseCard, CourseDetails, Lesson, LessonLine, Question, Topic,
};
use domain::page::{PAGE_ROWS, Page};

pub mod assignments;
pub mod attempts;
pub mod certificates;
pub mod enrolments;
pub mod manuscripts;
pub mod media;
pub mod parts;
pub mod sittings;
pub mod viewings;

/// Whether the row `c` of a course or certification (`$of`) is for this partner's tier and types.
macro_rules! meant_for {
    ($of:literal, $partner:literal) => {
        concat!(
            "EXISTS (SELECT 1 FROM partners o WHERE o.id = ",
            $partner,
            " AND (NOT EXISTS (SELECT 1 FROM ",
            $of,
            "_tiers t WHERE t.",
            $of,
            "_id = c.id)
                    OR EXISTS (SELECT 1 FROM ",
            $of,
            "_tiers t WHERE t.",
            $of,
            "_id = c.id AND t.tier = o.tier))
                AND (NOT EXISTS (SELECT 1 FROM ",
            $of,
            "_types k WHERE k.",
            $of,
            "_id = c.id)
                    OR EXISTS (SELECT 1 FROM ",
            $of,
            "_types k JOIN partner_types b ON b.type = k.type
                        WHERE k.",
            $of,
            "_id = c.id AND b.partner_id = o.id)))"
        )
    };
}

/// What the audience `$1` (for a partner: `$2`) may see of courses or certifications; the same rule as
/// `domain::learning::audience::is_offered_to`.
macro_rules! offered {
    ($of:literal, $after:expr) => {
        concat!(
            "($1 = 'everything' OR (c.state = 'published' AND ($1 = 'published' OR ",
            $crate::learning::meant_for!($of, "$2"),
            "))) ",
            $after
        )
    };
}
pub(crate) use {meant_for, offered};

/// A course as a card, with how far the person `$3` has come and whether `$1` and `$2` are offered it.
macro_rules! card {
    ($where:expr) => {
        concat!(
            "SELECT c.id, c.title, c.summary, c.topic, c.minutes, c.state,
            (SELECT COUNT(*) FROM lessons l WHERE l.course_id = c.id) AS lessons,
            (SELECT COUNT(*) FROM lessons_read r JOIN lessons l ON l.id = r.lesson_id
                WHERE r.enrolment_id = e.id AND l.course_id = c.id) AS lessons_read,
            e.id AS enrolment_id, e.completed_at, CASE WHEN ",
            offered!("course", ""),
            "THEN TRUE ELSE FALSE END AS offered
            FROM courses c LEFT JOIN enrolments e ON e.course_id = c.id AND e.person_id = $3 WHERE ",
            $where
        )
    };
}

/// The columns of a course.
macro_rules! course {
    ($after:expr) => {
        concat!(
            "SELECT c.id, c.title, c.summary, c.topic, c.minutes, c.state, c.pass_mark, c.attempt_limit, c.draw,
            c.time_limit, c.wait_hours, c.validity_months, c.version FROM courses c WHERE ",
            $after
        )
    };
}
pub(crate) use course;

/// The columns of a lesson.
macro_rules! lesson_row {
    ($after:expr) => {
        concat!(
            "SELECT l.id, l.title, l.body, l.needed, m.kind AS medium, m.extent FROM lessons l
            LEFT JOIN lesson_media m ON m.lesson_id = l.id WHERE ",
            $after
        )
    };
}
pub(crate) use lesson_row;

statements! {
    CATALOGUE = (card!(offered!(
        "course",
        "AND ($4 = '' OR c.topic = $4) AND ($5 = '' OR c.search LIKE ($5 || '') ESCAPE '!') AND (c.title, c.id) > ($6, $7)
        ORDER BY c.title, c.id LIMIT $8"
    )));
    // What was begun stays in the list, whatever becomes of the course; as in BEGUN, of the reader's partner only.
    MINE = (card!("e.id IS NOT NULL AND e.partner_id = $2 ORDER BY e.completed_at IS NOT NULL, e.enrolled_at DESC, e.id DESC LIMIT $4"));
    // For home: begun before new, so that what was begun is finished.
    NEXT = (card!(offered!("course", "AND e.completed_at IS NULL ORDER BY e.id IS NULL, e.enrolled_at DESC, c.title, c.id LIMIT $4")));
    FIND = (course!(offered!("course", "AND c.id = $3")));
    // Whoever began a course keeps it to read, whatever becomes of it.
    BEGUN = scoped(course!("EXISTS (SELECT 1 FROM enrolments e WHERE e.course_id = c.id AND"), "e.partner_id",
        "AND c.id = $2 AND e.person_id = $3)");
    TIERS = "SELECT tier FROM course_tiers WHERE course_id = $1";
    TYPES = "SELECT type FROM course_types WHERE course_id = $1";
    OUTLINE = "SELECT l.id, l.title, r.read_at FROM lessons l
        LEFT JOIN enrolments e ON e.course_id = l.course_id AND e.person_id = $2
        LEFT JOIN lessons_read r ON r.enrolment_id = e.id AND r.lesson_id = l.id
        WHERE l.course_id = $1 ORDER BY l.position, l.id";
    LESSON = (lesson_row!("l.course_id = $1 AND l.id = $2"));
    BANK = "SELECT COUNT(*) AS questions FROM questions WHERE course_id = $1";
    AUDIENCE = (concat!("SELECT p.id FROM people p JOIN courses c ON c.id = $1 WHERE p.active AND p.id > $2
        AND c.state = 'published' AND ", meant_for!("course", "p.partner_id"), " ORDER BY p.id LIMIT $3"));
}

/// What is asked of the catalogue.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CourseFilter {
    /// Words in title or summary; empty means any.
    pub search: String,
    /// Topic.
    pub topic: Option<Topic>,
}

/// `$1` and `$2` of what is offered to an audience.
pub(crate) fn reach_args(audience: &Audience) -> [Value; 2] {
    match audience.reach() {
        Reach::Everything => ["everything".into(), "".into()],
        Reach::Published => ["published".into(), "".into()],
        Reach::Partner(partner) => ["partner".into(), word(partner)],
        Reach::Nothing => ["nothing".into(), "".into()],
    }
}

/// A pattern that finds the words themselves, whatever signs are in them.
fn pattern(search: &str) -> String {
    if search.is_empty() {
        return String::new();
    }
    let plain: String = search
        .to_lowercase()
        .chars()
        .flat_map(|c| matches!(c, '%' | '_' | '!').then_some('!').into_iter().chain([c]))
        .collect();
    format!("%{plain}%")
}

/// The courses that the audience may see, by title, after the cursor.
pub async fn catalogue(
    read: &mut Read,
    audience: &Audience,
    reader: &PersonId,
    filter: &CourseFilter,
    after: Option<&str>,
) -> Result<Page<CourseCard>, StoreError> {
    let (title, id) = after.and_then(|cursor| cursor.rsplit_once('~')).unwrap_or_default();
    let mut args = reach_args(audience).to_vec();
    args.extend(args![
        word(reader),
        filter.topic.map_or("", Topic::as_str),
        pattern(&filter.search),
        title,
        id,
        PAGE_ROWS as i64 + 1
    ]);
    let cards = cards(read.all(CATALOGUE, args).await?)?;
    Ok(Page::cut(cards, |card| format!("{}~{}", card.title, card.id)))
}

/// The courses that the reader is enrolled in, unfinished ones first, with those that are not offered any more.
pub async fn mine(
    read: &mut Read,
    audience: &Audience,
    reader: &PersonId,
) -> Result<Vec<CourseCard>, StoreError> {
    let mut args = reach_args(audience).to_vec();
    args.extend(args![word(reader), 100_i64]);
    cards(read.all(MINE, args).await?)
}

/// The courses that the reader could go on with or begin, begun ones first.
pub async fn next(
    read: &mut Read,
    audience: &Audience,
    reader: &PersonId,
    most: i64,
) -> Result<Vec<CourseCard>, StoreError> {
    let mut args = reach_args(audience).to_vec();
    args.extend(args![word(reader), most]);
    cards(read.all(NEXT, args).await?)
}

fn cards(rows: Vec<Row>) -> Result<Vec<CourseCard>, StoreError> {
    rows.iter()
        .map(|row| {
            Ok(CourseCard {
                id: row.word("id")?,
                title: row.text("title")?,
                summary: row.text("summary")?,
                topic: row.word("topic")?,
                minutes: row.int("minutes")?,
                state: row.word("state")?,
                lessons: row.int("lessons")?,
                read: row.int("lessons_read")?,
                enrolled: row.maybe_text("enrolment_id")?.is_some(),
                completed: row.maybe_at("completed_at")?.is_some(),
                offered: row.flag("offered")?,
            })
        })
        .collect()
}

/// A course that the audience may see.
pub async fn find(read: &mut Read, audience: &Audience, id: &CourseId) -> Result<Option<Course>, StoreError> {
    let mut args = reach_args(audience).to_vec();
    args.push(word(id));
    match read.one(FIND, args).await? {
        Some(row) => Ok(Some(with_lists(read, &row).await?)),
        None => Ok(None),
    }
}

/// A course that somebody may read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Readable {
    /// The course.
    pub course: Course,
    /// Whether it can be begun, gone on with and passed, too.
    pub offered: bool,
}

/// A course that the audience may see, or one that the reader is enrolled in, within the scope. What is done in a course
/// takes one that was found by [`find`].
pub async fn find_readable(
    read: &mut Read,
    audience: &Audience,
    scope: &Scope,
    reader: &PersonId,
    id: &CourseId,
) -> Result<Option<Readable>, StoreError> {
    if let Some(course) = find(read, audience, id).await? {
        return Ok(Some(Readable { course, offered: true }));
    }
    let (statement, first) = BEGUN.within(scope);
    match read.one(statement, vec![first, word(id), word(reader)]).await? {
        Some(row) => Ok(Some(Readable { course: with_lists(read, &row).await?, offered: false })),
        None => Ok(None),
    }
}

/// A course from its row and its lists.
pub(crate) async fn with_lists(read: &mut Read, row: &Row) -> Result<Course, StoreError> {
    let id: CourseId = row.word("id")?;
    let tiers = read.all(TIERS, args![word(&id)]).await?;
    let types = read.all(TYPES, args![word(&id)]).await?;
    let mut details = CourseDetails {
        title: row.text("title")?,
        summary: row.text("summary")?,
        topic: row.word("topic")?,
        minutes: row.int("minutes")?,
        pass_mark: row.int("pass_mark")?,
        attempt_limit: row.int("attempt_limit")?,
        draw: row.int("draw")?,
        time_limit: row.int("time_limit")?,
        wait_hours: row.int("wait_hours")?,
        validity_months: row.int("validity_months")?,
        tiers: tiers.iter().map(|row| row.word("tier")).collect::<Result<_, _>>()?,
        types: types.iter().map(|row| row.word("type")).collect::<Result<_, _>>()?,
    };
    details.tiers.sort();
    details.types.sort();
    Ok(Course { id, details, state: row.word("state")?, version: row.int("version")? })
}

/// The lessons of a course that was found, in order, with what the reader has read.
pub async fn outline(
    read: &mut Read,
    course: &Course,
    reader: &PersonId,
) -> Result<Vec<LessonLine>, StoreError> {
    read.all(OUTLINE, args![word(&course.id), word(reader)])
        .await?
        .iter()
        .map(|row| {
            let read = row.maybe_at("read_at")?.is_some();
            Ok(LessonLine { id: row.word("id")?, title: row.text("title")?, read })
        })
        .collect()
}

/// A lesson of a course that was found.
pub async fn lesson(read: &mut Read, course: &Course, id: &LessonId) -> Result<Option<Lesson>, StoreError> {
    let row = read.one(LESSON, args![word(&course.id), word(id)]).await?;
    row.as_ref().map(lesson_of).transpose()
}

fn lesson_of(row: &Row) -> Result<Lesson, StoreError> {
    Ok(Lesson {
        id: row.word("id")?,
        title: row.text("title")?,
        body: row.text("body")?,
        needed: row.int("needed")?,
        medium: media::medium_of(row)?,
    })
}

/// How many questions the quiz of a course that was found asks. The questions themselves are told by an attempt only.
pub async fn asked(read: &mut Read, course: &Course) -> Result<i64, StoreError> {
    let bank = read.one(BANK, args![word(&course.id)]).await?.map_or(Ok(0), |row| row.int("questions"))?;
    Ok(domain::learning::sitting::asked(&course.details, bank))
}

/// Adds the row's choice to its question, which comes first when it is new. Rows are sorted by question.
fn add_choice(quiz: &mut Vec<Question>, row: &Row) -> Result<(), StoreError> {
    let id = row.word("id")?;
    let choice = Choice { id: row.word("choice_id")?, wording: row.text("choice")? };
    match quiz.last_mut() {
        Some(question) if question.id == id => question.choices.push(choice),
        _ => {
            let (kind, wording) = (row.word("kind")?, row.text("wording")?);
            quiz.push(Question { id, kind, wording, choices: vec![choice] });
        }
    }
    Ok(())
}

/// The next people after this one whose partner the course is offered to.
pub(crate) async fn audience(
    read: &mut Read,
    course: &str,
    after: &str,
    most: i64,
) -> Result<Vec<PersonId>, StoreError> {
    read.all(AUDIENCE, args![course, after, most]).await?.iter().map(|row| row.word("id")).collect()
}
