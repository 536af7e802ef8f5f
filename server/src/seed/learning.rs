//! Courses of the demo programme: written by the project, CC0.

use super::SeedError;
use domain::access::{Actor, Permit, TakeCourses, WriteCourses};
use domain::id::PartnerId;
use domain::learning::{
    Answers, CourseDetails, CourseState, NewChoice, NewLesson, NewQuestion, QuestionKind, Topic, fresh_number,
};
use domain::time::Instant;
use store::learning::{attempts, catalogue, courses};
use store::{Store, StoreError};

struct Text {
    title: &'static str,
    summary: &'static str,
    topic: Topic,
    minutes: i64,
    published: bool,
    lessons: &'static [(&'static str, &'static str)],
    questions: &'static [(&'static str, &'static [(&'static str, bool)])],
}

const COURSES: [Text; 4] = [
    Text {
        title: "Selling storage to mid-size companies",
        summary: "Who decides, what hurts them, and how to size a first offer in an hour.",
        topic: Topic::Sales,
        minutes: 35,
        published: true,
        lessons: &[
            (
                "Who decides",
                "Three people decide in most mid-size companies:\n\n- **Operations** wants fewer nights and weekends.\n- **Finance** wants a number that holds for three years.\n- **The owner** wants to hear that somebody else has done it.\n\nTalk to all three before you quote. A quote that only operations has seen comes back twice.",
            ),
            (
                "Finding the pain",
                "Ask for the last restore, not for the last backup.\n\n1. When was it?\n2. How long did it take?\n3. Who was in the room?\n\nThe answers tell you more than any questionnaire.",
            ),
            (
                "Sizing in an hour",
                "Take the used capacity, add the growth of **three** years, and double the result if they have no deduplication today.\n\n> A first offer is a range. The trial makes it a number.\n\nWrite down what you assumed: the approver of your deal registration will ask.",
            ),
        ],
        questions: &[
            (
                "Whom do you talk to before you quote?",
                &[
                    ("Operations only", false),
                    ("Operations, finance and the owner", true),
                    ("Whoever answers the telephone", false),
                ],
            ),
            (
                "What do you ask for first?",
                &[
                    ("The last restore", true),
                    ("The last invoice", false),
                    ("The brand of their disks", false),
                ],
            ),
            (
                "What belongs into a sizing?",
                &[
                    ("Used capacity", true),
                    ("Growth of three years", true),
                    ("The colour of the rack", false),
                ],
            ),
            ("A first offer is…", &[("a fixed price", false), ("a range", true)]),
        ],
    },
    Text {
        title: "Installing an edge router",
        summary: "From the box to a monitored line, with the three mistakes that cost a second visit.",
        topic: Topic::Technical,
        minutes: 50,
        published: true,
        lessons: &[
            (
                "Before you drive",
                "Check on the telephone that there is **power**, a **free port** and somebody with a **key**. Most second visits are about one of them.",
            ),
            (
                "Wiring and first light",
                "Connect the uplink first. The link lamp must be steady before you go on:\n\n```\nport 1  uplink     steady\nport 2  customer   blinking\n```\n\nA blinking uplink is a cable, nine times out of ten.",
            ),
            (
                "Handing over",
                "Show the customer the status page, leave the card with the number, and register the serial number the same day.",
            ),
        ],
        questions: &[
            (
                "What do you check before you drive?",
                &[("Power", true), ("A free port", true), ("The weather", false)],
            ),
            (
                "The uplink blinks. What is it most often?",
                &[("The cable", true), ("The firmware", false), ("The customer", false)],
            ),
            (
                "When do you register the serial number?",
                &[("The same day", true), ("At the end of the quarter", false)],
            ),
        ],
    },
    Text {
        title: "Campaigns with your own brand",
        summary: "Using the collateral with your logo, and what to leave alone.",
        topic: Topic::Marketing,
        minutes: 20,
        published: true,
        lessons: &[
            (
                "Your brand on ours",
                "Keep the logo and the contact block of your organisation up to date: every data sheet that your people download carries them.",
            ),
            (
                "What expires",
                "Collateral has a last day. After it the file can't be downloaded any more, and old links lead nowhere. Take the new one.",
            ),
        ],
        questions: &[
            (
                "Where does the contact on a data sheet come from?",
                &[("From your organisation's contact block", true), ("From the sender of the mail", false)],
            ),
            (
                "An old link leads nowhere. Why?",
                &[("The file has expired", true), ("The server is slow", false)],
            ),
        ],
    },
    Text {
        title: "Backup service for managed service providers",
        summary: "Running backup for many customers from one console.",
        topic: Topic::Technical,
        minutes: 60,
        published: false,
        lessons: &[("One console", "This course is being written.")],
        questions: &[],
    },
];

/// Plants courses; some people have begun, one is certified.
pub(super) async fn plant(store: &Store, now: Instant, partners: &[PartnerId]) -> Result<(), SeedError> {
    let permit = Permit::of_the_portal(WriteCourses);
    let mut ids = Vec::new();
    for text in &COURSES {
        let mut tx = store.begin(now.plus_days(-90)).await?;
        let id = courses::make(&mut tx, &permit, &details(text)).await?;
        for (title, body) in text.lessons {
            let course = courses::find(&mut tx, &permit, &id).await?.ok_or(StoreError::Stale)?;
            let lesson = NewLesson { title: (*title).into(), body: (*body).into() };
            courses::write_lesson(&mut tx, &permit, &course, course.version, None, &lesson).await?;
        }
        for (wording, choices) in text.questions {
            let course = courses::find(&mut tx, &permit, &id).await?.ok_or(StoreError::Stale)?;
            courses::write_question(
                &mut tx,
                &permit,
                &course,
                course.version,
                None,
                &question(wording, choices),
            )
            .await?;
        }
        if text.published {
            let course = courses::find(&mut tx, &permit, &id).await?.ok_or(StoreError::Stale)?;
            courses::set_state(&mut tx, &permit, &course, course.version, CourseState::Published).await?;
        }
        tx.commit().await?;
        ids.push(id);
    }
    for (n, partner) in partners.iter().take(3).enumerate() {
        let actor = super::deals::person_of(store, partner).await?;
        let take = actor.permit(TakeCourses { partner: partner.clone() }).map_err(|_| StoreError::Stale)?;
        let (Some(done), Some(begun)) = (ids.get(1), ids.first()) else { continue };
        take_course(store, now.plus_days(-30 - n as i64), &actor, &take, done, true).await?;
        take_course(store, now.plus_days(-5), &actor, &take, begun, false).await?;
    }
    Ok(())
}

async fn take_course(
    store: &Store,
    at: Instant,
    actor: &Actor,
    permit: &Permit<TakeCourses>,
    id: &domain::id::CourseId,
    passes: bool,
) -> Result<(), SeedError> {
    let mut tx = store.begin(at).await?;
    let Some(offered) = catalogue::find(&mut tx, actor, id).await? else { return Ok(()) };
    attempts::enrol(&mut tx, permit, actor, &offered).await?;
    let offered = catalogue::find(&mut tx, actor, id).await?.ok_or(StoreError::Stale)?;
    let enrolment = offered.enrolment.as_ref().ok_or(StoreError::Stale)?;
    let read = if passes { offered.course.lessons.len() } else { 1 };
    for lesson in offered.course.lessons.iter().take(read) {
        attempts::read_lesson(&mut tx, permit, &enrolment.id, &lesson.id).await?;
    }
    if passes {
        let writer = Permit::of_the_portal(WriteCourses);
        let course = courses::find(&mut tx, &writer, id).await?.ok_or(StoreError::Stale)?;
        let right = |question: &domain::learning::Question| {
            let chosen =
                question.choices.iter().filter(|choice| choice.is_right).map(|choice| choice.id.clone());
            (question.id.clone(), chosen.collect())
        };
        let answers: Answers = course.questions.iter().map(right).collect();
        let key = format!("demo-{}", enrolment.id);
        let number = fresh_number(store::db::random());
        attempts::submit(&mut tx, permit, actor, &offered, &answers, &key, &number).await?;
    }
    Ok(tx.commit().await?)
}

fn details(text: &Text) -> CourseDetails {
    CourseDetails {
        title: text.title.into(),
        summary: text.summary.into(),
        topic: text.topic,
        minutes: text.minutes,
        pass_mark: 75,
        attempt_limit: 3,
        validity_months: 24,
        tiers: Vec::new(),
        types: Vec::new(),
    }
}

fn question(wording: &str, choices: &[(&str, bool)]) -> NewQuestion {
    let right = choices.iter().filter(|(_, right)| *right).count();
    NewQuestion {
        kind: if right > 1 { QuestionKind::Multiple } else { QuestionKind::Single },
        wording: wording.into(),
        choices: choices
            .iter()
            .map(|(wording, is_right)| NewChoice { wording: (*wording).into(), is_right: *is_right })
            .collect(),
    }
}
