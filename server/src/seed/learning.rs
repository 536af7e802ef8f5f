//! Courses of the demo programme: three published, one being written; people who are on their way, have passed, or
//! have to renew soon.

mod certifications;
mod media;
mod team;
mod texts;

use super::SeedError;
use crate::state::State;
use domain::access::{Permit, TakeCourses, WriteCourses};
use domain::id::{CourseId, PartnerId, PersonId};
use domain::learning::{
    Course, CourseDetails, KeyedQuestion, NewChoice, NewLesson, NewQuestion, QuestionKind, QuizForm, Topic,
};
use domain::partners::{PartnerType, Tier};
use store::learning::{attempts, enrolments, manuscripts, parts, sittings};
use store::{StoreError, Tx};

/// A course of the programme.
struct Written {
    title: &'static str,
    summary: &'static str,
    topic: Topic,
    minutes: i64,
    pass_mark: i64,
    attempt_limit: i64,
    draw: i64,
    time_limit: i64,
    wait_hours: i64,
    validity_months: i64,
    tiers: &'static [Tier],
    types: &'static [PartnerType],
    published: bool,
    /// Title and Markdown.
    lessons: &'static [(&'static str, &'static str)],
    /// What is asked, and the choices; more than one right makes it multiple choice.
    questions: &'static [(&'static str, &'static [(&'static str, bool)])],
}

/// How far somebody came: e-mail address, course, days ago, lessons read, and what the quiz was answered with.
type Progress = (&'static str, usize, i64, usize, &'static [Sheet]);

/// How a quiz was answered.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sheet {
    AllRight,
    AllWrong,
}

const PROGRESS: [Progress; 8] = [
    ("ana@northwind.example", 0, 320, 9, &[Sheet::AllWrong, Sheet::AllRight]),
    ("ana@northwind.example", 1, 40, 9, &[Sheet::AllRight]),
    ("ben@northwind.example", 0, 9, 2, &[]),
    ("greta@fabrikam.example", 0, 400, 9, &[Sheet::AllRight]),
    ("ivo@fabrikam.example", 2, 20, 9, &[Sheet::AllRight]),
    ("luis@lumen.example", 1, 6, 1, &[Sheet::AllWrong]),
    ("arjun@harbour.example", 1, 75, 9, &[Sheet::AllRight]),
    ("omar@alnoor.example", 0, 3, 1, &[]),
];

/// Makes the courses and what became of them.
pub async fn plant(state: &State) -> Result<(), SeedError> {
    let store = &state.portal.store;
    let mut courses = Vec::new();
    for (index, written) in texts::COURSES.iter().enumerate() {
        let mut tx = store.begin(state.now().plus_days(-420)).await?;
        courses.push(write(&mut tx, index, written).await?);
        tx.commit().await?;
    }
    if let Some(sizing) = courses.get(1) {
        media::plant(state, sizing).await?;
    }
    let certification = certifications::plant(state, &courses).await?;
    for (email, course, days, read, sheets) in PROGRESS {
        let Some(course) = courses.get(course) else { continue };
        let began = state.now().plus_days(-days);
        let mut tx = store.begin(began).await?;
        let Some((person, permit)) = taker(&mut tx, email).await? else { continue };
        let course = whole(&mut tx, course).await?;
        begin(&mut tx, &permit, &person, &course.0, read).await?;
        tx.commit().await?;
        for (index, sheet) in (0_i64..).zip(sheets) {
            let mut tx = store.begin(began.plus_hours(20 * (index + 1))).await?;
            answer(&mut tx, &permit, &person, &course, *sheet).await?;
            tx.commit().await?;
        }
    }
    Ok(team::plant(state, courses.first(), certification.as_ref()).await?)
}

fn writer() -> Permit<WriteCourses> {
    Permit::of_the_portal(WriteCourses)
}

async fn write(tx: &mut Tx, index: usize, written: &Written) -> Result<CourseId, StoreError> {
    let details = CourseDetails {
        title: written.title.into(),
        summary: written.summary.into(),
        topic: written.topic,
        minutes: written.minutes,
        pass_mark: written.pass_mark,
        attempt_limit: written.attempt_limit,
        draw: written.draw,
        time_limit: written.time_limit,
        wait_hours: written.wait_hours,
        validity_months: written.validity_months,
        tiers: written.tiers.to_vec(),
        types: written.types.to_vec(),
    };
    let key = format!("demo-{index}");
    let id = manuscripts::make(tx, &writer(), &details, &key).await?;
    for (n, (title, body)) in written.lessons.iter().enumerate() {
        let course = manuscripts::find(tx, &writer(), &id).await?.ok_or(StoreError::Stale)?;
        let lesson = NewLesson { title: (*title).into(), body: (*body).into(), needed: 90 };
        let version = course.course.version;
        parts::add_lesson(tx, &writer(), &course, version, &lesson, &format!("{key}-{n}")).await?;
    }
    for (n, (wording, choices)) in written.questions.iter().enumerate() {
        let course = manuscripts::find(tx, &writer(), &id).await?.ok_or(StoreError::Stale)?;
        let right = choices.iter().filter(|(_, is_right)| *is_right).count();
        let kind = if right > 1 { QuestionKind::Multiple } else { QuestionKind::Single };
        let choices = choices
            .iter()
            .map(|(wording, is_right)| NewChoice { wording: (*wording).into(), is_right: *is_right })
            .collect();
        let question = NewQuestion { kind, wording: (*wording).into(), choices };
        let version = course.course.version;
        parts::add_question(tx, &writer(), &course, version, &question, &format!("{key}-{n}")).await?;
    }
    if written.published {
        let course = manuscripts::find(tx, &writer(), &id).await?.ok_or(StoreError::Stale)?;
        manuscripts::publish(tx, &writer(), &course, course.course.version).await?;
    }
    Ok(id)
}

async fn whole(tx: &mut Tx, id: &CourseId) -> Result<(Course, Vec<KeyedQuestion>), StoreError> {
    let found = manuscripts::find(tx, &writer(), id).await?.ok_or(StoreError::Stale)?;
    Ok((found.course, found.questions))
}

/// A person of the programme, and the portal's permit to act for the person's partner.
async fn taker(tx: &mut Tx, email: &str) -> Result<Option<(PersonId, Permit<TakeCourses>)>, StoreError> {
    let Some(known) = store::people::credentials(tx, email).await? else { return Ok(None) };
    let profile = store::people::profile(tx, &known.person).await?;
    let partner: Option<PartnerId> = profile.and_then(|profile| profile.partner_id().cloned());
    Ok(partner.map(|partner| (known.person, Permit::of_the_portal(TakeCourses { partner }))))
}

async fn begin(
    tx: &mut Tx,
    permit: &Permit<TakeCourses>,
    person: &PersonId,
    course: &Course,
    read: usize,
) -> Result<(), StoreError> {
    enrolments::enrol(tx, permit, person, course).await?;
    let outline = store::learning::outline(tx, course, person).await?;
    for lesson in outline.iter().take(read) {
        enrolments::opened(tx, permit, person, course, &lesson.id).await?;
        enrolments::lesson_read(tx, permit, person, course, &lesson.id).await?;
    }
    Ok(())
}

async fn answer(
    tx: &mut Tx,
    permit: &Permit<TakeCourses>,
    person: &PersonId,
    (course, quiz): &(Course, Vec<KeyedQuestion>),
    sheet: Sheet,
) -> Result<(), StoreError> {
    let chosen = |keyed: &KeyedQuestion| {
        let wanted = sheet == Sheet::AllRight;
        let choices = keyed.question.choices.iter().map(|choice| &choice.id);
        let ids: Vec<String> =
            choices.filter(|id| keyed.right.contains(id) == wanted).map(ToString::to_string).collect();
        // Single choice takes one.
        let most = if keyed.question.kind == QuestionKind::Single { 1 } else { ids.len() };
        (keyed.question.id.to_string(), ids.into_iter().take(most).collect())
    };
    let sittings::Begun::Open(sitting) = sittings::begin(tx, permit, person, course).await? else {
        return Err(StoreError::Stale);
    };
    let form = QuizForm {
        sitting: sitting.id.to_string(),
        answers: quiz.iter().map(chosen).collect(),
        ..QuizForm::default()
    };
    match attempts::take(tx, permit, person, course, &form).await? {
        attempts::Taken::Graded(_) => Ok(()),
        _ => Err(StoreError::Stale),
    }
}
