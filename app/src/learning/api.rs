//! What pages ask about learning: the catalogue, one's own progress and certificates.

use crate::api::ApiError;
use crate::api::access::Gate;
use crate::api::rows::Rows;
use crate::drawing::Drawing;
use domain::certifications::coverage::Coverage;
use domain::id::{CourseId, LessonId, PartnerId};
use domain::learning::assignments::AssignmentState;
use domain::learning::{
    Attempt, Certificate, CertificateState, Course, CourseCard, Enrolment, LessonLine, Shown, Standing, Topic,
};
use domain::page::Page;
use domain::time::Day;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use {
    crate::api::Desk,
    domain::access::{AssignLearning, Permit, Scope, Subject, TakeCourses},
    domain::learning::{Audience, CertificateNumber, Credential},
    store::certifications::coverage,
    store::learning::{CourseFilter, Readable, attempts, certificates, enrolments},
};

/// Who may ask.
pub const GATES: &[(&str, Gate)] = &[
    ("/api/learning/catalogue", Gate::SignedIn),
    ("/api/learning/course", Gate::SignedIn),
    ("/api/learning/lesson", Gate::SignedIn),
    ("/api/learning/enrol", Gate::Partner),
    ("/api/learning/read", Gate::Partner),
    ("/api/learning/certificates", Gate::Partner),
    ("/api/learning/certificates/partner", Gate::SignedIn),
    ("/api/learning/verify", Gate::Anyone),
];

/// The catalogue, and what the caller is enrolled in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Shelf {
    /// One page of the courses that were asked for.
    pub page: Page<CourseCard>,
    /// The caller's own courses.
    pub mine: Vec<CourseCard>,
    /// What the caller is asked to complete: page, title, topic, and how that stands.
    pub assigned: Vec<(String, String, Topic, AssignmentState)>,
}

/// Courses that the caller may see, by title, after the cursor.
#[server(endpoint = "learning/catalogue", input = GetUrl, output = Rows)]
pub async fn find_courses(search: String, topic: String, after: Option<String>) -> Result<Shelf, ApiError> {
    let desk = Desk::open().await?;
    let search = domain::text::optional_line(&search, 100).unwrap_or_default();
    let filter = CourseFilter { search, topic: topic.parse::<Topic>().ok() };
    let (audience, me) = (Audience::of(&desk.actor), &desk.profile().person);
    let mut read = desk.read().await?;
    let page = store::learning::catalogue(&mut read, &audience, me, &filter, after.as_deref()).await?;
    let mine = store::learning::mine(&mut read, &audience, me).await?;
    let scope = desk.actor.scope(Subject::Learning);
    let today = desk.now().day();
    let assigned = store::learning::assignments::mine(&mut read, &scope, me).await?;
    let assigned = assigned
        .into_iter()
        .map(|one| (one.of.path(), one.title.clone(), one.topic, one.state(today)))
        .collect();
    Ok(Shelf { page, mine, assigned })
}

/// A course as the caller may see it, with how far the caller has come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CourseRecord {
    /// The course.
    pub course: Course,
    /// Whether it is still offered to the caller; if not, there is only something to read.
    pub offered: bool,
    /// Its lessons.
    pub lessons: Vec<LessonLine>,
    /// How many questions its quiz asks.
    pub questions: i64,
    /// The caller's enrolment.
    pub enrolment: Option<Enrolment>,
    /// Where the caller stands, once enrolled and as long as the course is offered.
    pub standing: Option<Standing>,
    /// The caller's attempts, newest first.
    pub attempts: Vec<Attempt>,
    /// The caller's newest certificate of this course, and what it is worth today.
    pub certificate: Option<(Certificate, CertificateState)>,
}

/// One course; what is not offered to the caller, and was not begun, does not exist.
#[server(endpoint = "learning/course", input = GetUrl, output = Rows)]
pub async fn find_course(id: String) -> Result<CourseRecord, ApiError> {
    let desk = Desk::open().await?;
    let (scope, me) = (desk.actor.scope(Subject::Learning), &desk.profile().person);
    let Readable { course, offered } = readable(&desk, &mut desk.read().await?, &id).await?;
    super::attempts::settle(&desk, me, &course).await?;
    let mut read = desk.read().await?;
    let lessons = store::learning::outline(&mut read, &course, me).await?;
    let questions = store::learning::asked(&mut read, &course).await?;
    let enrolment = enrolments::own(&mut read, &scope, me, &course.id).await?;
    let standing = match &enrolment {
        Some(enrolment) if offered => {
            Some(attempts::standing_on(&mut read, &course, &enrolment.id, desk.now()).await?)
        }
        _ => None,
    };
    let attempts = attempts::own(&mut read, &scope, me, &course.id).await?;
    let certificate = newest(&mut read, &desk, &course.id).await?;
    Ok(CourseRecord { course, offered, lessons, questions, enrolment, standing, attempts, certificate })
}

#[cfg(feature = "ssr")]
pub(super) async fn readable(desk: &Desk, read: &mut store::Read, id: &str) -> Result<Readable, ApiError> {
    let (audience, scope) = (Audience::of(&desk.actor), desk.actor.scope(Subject::Learning));
    let me = &desk.profile().person;
    store::learning::find_readable(read, &audience, &scope, me, &id.parse()?).await?.ok_or(ApiError::Missing)
}

#[cfg(feature = "ssr")]
pub(super) async fn course(desk: &Desk, read: &mut store::Read, id: &str) -> Result<Course, ApiError> {
    let audience = Audience::of(&desk.actor);
    store::learning::find(read, &audience, &id.parse()?).await?.ok_or(ApiError::Missing)
}

#[cfg(feature = "ssr")]
pub(super) async fn newest(
    read: &mut store::Read,
    desk: &Desk,
    course: &CourseId,
) -> Result<Option<(Certificate, CertificateState)>, ApiError> {
    let scope = desk.actor.scope(Subject::Learning);
    let own = certificates::of_person(read, &scope, &desk.profile().person).await?;
    let today = desk.now().day();
    Ok(own.into_iter().find(|one| one.of == Credential::Course(course.clone())).map(|one| {
        let state = one.state(today);
        (one, state)
    }))
}

/// A lesson as it is read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LessonRecord {
    /// The course.
    pub course: CourseId,
    /// Its title.
    pub course_title: String,
    /// All lessons, in order.
    pub outline: Vec<LessonLine>,
    /// This one.
    pub lesson: LessonId,
    /// Its title.
    pub title: String,
    /// Its text, made safe.
    pub html: Drawing,
    /// Its video or document, and where the caller is in it.
    pub shown: Option<Shown>,
    /// Percent of the video that has to be played.
    pub needed: i64,
    /// Whether the caller is enrolled.
    pub enrolled: bool,
    /// Whether the course is still offered to the caller; if not, nothing is kept of what is read.
    pub offered: bool,
}

/// A lesson of a course that the caller may read, and a page of its document. Opening it is where the caller goes on next
/// time.
#[server(endpoint = "learning/lesson", input = GetUrl, output = Rows)]
pub async fn find_lesson(
    course_id: String,
    lesson: String,
    page: Option<String>,
) -> Result<LessonRecord, ApiError> {
    let desk = Desk::open().await?;
    let (scope, me) = (desk.actor.scope(Subject::Learning), &desk.profile().person);
    let mut read = desk.read().await?;
    let Readable { course, offered } = readable(&desk, &mut read, &course_id).await?;
    let lesson =
        store::learning::lesson(&mut read, &course, &lesson.parse()?).await?.ok_or(ApiError::Missing)?;
    let enrolment = enrolments::own(&mut read, &scope, me, &course.id).await?;
    let (shown, moved) = super::viewing::shown(&desk, &mut read, (&course, &lesson), page).await?;
    drop(read);
    if let Some(enrolment) = enrolment.as_ref().filter(|_| offered)
        && (moved || enrolment.resume.as_ref() != Some(&lesson.id))
    {
        let (mut tx, permit) = (desk.begin().await?, taker(&desk)?);
        enrolments::opened(&mut tx, &permit, me, &course, &lesson.id).await?;
        super::viewing::keep(&mut tx, &permit, me, (&course, &lesson.id), shown.as_ref()).await?;
        tx.commit().await?;
    }
    // After it: the last page of a document makes its lesson read.
    let outline = store::learning::outline(&mut desk.read().await?, &course, me).await?;
    Ok(LessonRecord {
        course: course.id,
        course_title: course.details.title,
        outline,
        lesson: lesson.id,
        title: lesson.title,
        html: Drawing::new(&super::markdown::to_html(&lesson.body)),
        shown,
        needed: lesson.needed,
        enrolled: enrolment.is_some(),
        offered,
    })
}

#[cfg(feature = "ssr")]
pub(crate) fn taker(desk: &Desk) -> Result<Permit<TakeCourses>, ApiError> {
    let partner = desk.profile().partner_id().cloned().ok_or(ApiError::Denied)?;
    Ok(desk.actor.permit(TakeCourses { partner })?)
}

/// Enrols the caller and leads to the lesson to begin with.
#[server(endpoint = "learning/enrol", output = Rows)]
pub async fn enrol(course_id: String) -> Result<(), ApiError> {
    let desk = Desk::open().await?;
    let permit = taker(&desk)?;
    let mut tx = desk.begin().await?;
    let course = course(&desk, &mut tx, &course_id).await?;
    enrolments::enrol(&mut tx, &permit, &desk.profile().person, &course).await?;
    let outline = store::learning::outline(&mut tx, &course, &desk.profile().person).await?;
    tx.commit().await?;
    let id = &course.id;
    leptos_axum::redirect(&match outline.first() {
        Some(first) => format!("/learning/{id}/lessons/{}", first.id),
        None => format!("/learning/{id}"),
    });
    Ok(())
}

/// Marks a lesson as read and leads to the next one, or to the course when it was the last.
#[server(endpoint = "learning/read", output = Rows)]
pub async fn mark_read(course_id: String, lesson: String) -> Result<(), ApiError> {
    let desk = Desk::open().await?;
    let lesson: LessonId = lesson.parse()?;
    let permit = taker(&desk)?;
    let mut tx = desk.begin().await?;
    let course = course(&desk, &mut tx, &course_id).await?;
    let outline = store::learning::outline(&mut tx, &course, &desk.profile().person).await?;
    let at = outline.iter().position(|line| line.id == lesson).ok_or(ApiError::Missing)?;
    super::viewing::assert_done(&desk, &mut tx, &course, &lesson).await?;
    enrolments::lesson_read(&mut tx, &permit, &desk.profile().person, &course, &lesson).await?;
    tx.commit().await?;
    let id = &course.id;
    leptos_axum::redirect(&match outline.get(at + 1) {
        Some(next) => format!("/learning/{id}/lessons/{}", next.id),
        None => format!("/learning/{id}"),
    });
    Ok(())
}

/// Checks that a key looks like one of ours, so that nothing large is kept.
#[cfg(feature = "ssr")]
pub(crate) fn checked_key(key: &str) -> Result<&str, ApiError> {
    let fits = key.len() == 20 && key.bytes().all(|b| b.is_ascii_hexdigit());
    if fits { Ok(key) } else { Err(ApiError::Invalid(domain::form::Faults::new())) }
}

/// Certificates with what they are worth today.
pub type Held = Vec<(Certificate, CertificateState)>;

#[cfg(feature = "ssr")]
pub(super) fn held(certificates: Vec<Certificate>, today: Day) -> Held {
    certificates
        .into_iter()
        .map(|one| {
            let state = one.state(today);
            (one, state)
        })
        .collect()
}

/// The caller's own certificates.
#[server(endpoint = "learning/certificates", input = GetUrl, output = Rows)]
pub async fn own_certificates() -> Result<Held, ApiError> {
    let desk = Desk::open().await?;
    let scope = desk.actor.scope(Subject::Learning);
    let mut read = desk.read().await?;
    let own = certificates::of_person(&mut read, &scope, &desk.profile().person).await?;
    Ok(held(own, desk.now().day()))
}

/// Certificates of a partner's people, with whether the caller may open each paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartnerHeld {
    /// The certificates.
    pub held: Held,
    /// The ones whose paper is for the caller.
    pub openable: Vec<domain::id::CertificateId>,
    /// The certified people that the organisation needs, and has.
    pub coverage: Vec<Coverage>,
    /// Whether the page of its learning is for the caller.
    pub team: bool,
}

/// Certificates of a partner's people, within the caller's scope.
#[server(endpoint = "learning/certificates/partner", input = GetUrl, output = Rows)]
pub async fn partner_certificates(partner: PartnerId) -> Result<Option<PartnerHeld>, ApiError> {
    let desk = Desk::open().await?;
    let scope = desk.actor.scope(Subject::Learning);
    if scope == Scope::Nobody {
        return Ok(None);
    }
    let mut read = desk.read().await?;
    let partners = desk.actor.scope(Subject::Partners);
    store::partners::find(&mut read, &partners, &partner).await?.ok_or(ApiError::Missing)?;
    let found = certificates::of_partner(&mut read, &scope, &partner, None).await?;
    let may_open = |one: &&Certificate| one.may_be_opened_by(desk.profile());
    let openable = found.iter().filter(may_open).map(|one| one.id.clone()).collect();
    let today = desk.now().day();
    let coverage = coverage::of_partner(&mut read, &scope, &partner, today).await?;
    let team = desk.actor.permit(AssignLearning { partner }).is_ok();
    Ok(Some(PartnerHeld { held: held(found, today), openable, coverage, team }))
}

/// What the public page says of a certificate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verified {
    /// The number as it is printed.
    pub number: String,
    /// Whose.
    pub person: String,
    /// Of which organisation.
    pub organisation: String,
    /// For what.
    pub title: String,
    /// The day of the pass.
    pub issued_on: Day,
    /// The last day.
    pub expires_on: Option<Day>,
    /// What it is worth today.
    pub state: CertificateState,
}

/// The certificate of a number, for anybody; `None` when there is none.
#[server(endpoint = "learning/verify", input = GetUrl, output = Rows)]
pub async fn verify_certificate(number: String) -> Result<Option<Verified>, ApiError> {
    let portal = Desk::portal()?;
    let Ok(number) = number.parse::<CertificateNumber>() else { return Ok(None) };
    let mut read = portal.store.read().await?;
    let found = certificates::by_number(&mut read, &number).await?;
    let today = (portal.clock)().day();
    Ok(found.map(|one| Verified {
        state: one.state(today),
        number: one.number.to_string(),
        person: one.person_name,
        organisation: one.partner_name,
        title: one.title,
        issued_on: one.term.issued_on,
        expires_on: one.term.expires_on,
    }))
}
