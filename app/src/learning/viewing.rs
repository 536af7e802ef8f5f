//! Where the caller is in a lesson's video or document, and when that makes the lesson done.

use crate::api::ApiError;
use crate::api::access::Gate;
use crate::api::rows::Rows;
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use {
    crate::api::Desk,
    crate::learning::api::{course, taker},
    domain::access::{Permit, Subject, TakeCourses},
    domain::form::{Fault, Faults},
    domain::id::{LessonId, PersonId},
    domain::learning::viewing::may_mark,
    domain::learning::{Course, Lesson, Medium, Shown},
    store::learning::{media, viewings},
};

/// Who may ask.
pub const GATES: &[(&str, Gate)] = &[("/api/learning/watched", Gate::Partner)];

/// Tells that a piece of the lesson's video was just played, in milliseconds. Answers how much of it was in all, in percent,
/// and whether that makes the lesson done.
#[server(endpoint = "learning/watched", output = Rows)]
pub async fn watched(course_id: String, lesson: String, from: i64, to: i64) -> Result<(i64, bool), ApiError> {
    let desk = Desk::open().await?;
    let permit = taker(&desk)?;
    let mut tx = desk.begin().await?;
    let course = course(&desk, &mut tx, &course_id).await?;
    let found =
        store::learning::lesson(&mut tx, &course, &lesson.parse()?).await?.ok_or(ApiError::Missing)?;
    let Some(Medium::Video { length, .. }) = found.medium else { return Err(ApiError::Missing) };
    let (me, told) = (&desk.profile().person, ((from, to), length, found.needed));
    let percent = viewings::heard(&mut tx, &permit, me, &course, &found.id, told).await?;
    tx.commit().await?;
    let percent = percent.ok_or(ApiError::Conflict)?;
    Ok((percent, percent >= found.needed))
}

/// What a lesson shows to the caller, with the page of a document that was asked for, or the one where the caller was; and
/// whether that is news.
#[cfg(feature = "ssr")]
pub(super) async fn shown(
    desk: &Desk,
    read: &mut store::Read,
    (course, lesson): (&Course, &Lesson),
    page: Option<String>,
) -> Result<(Option<Shown>, bool), ApiError> {
    let Some(medium) = lesson.medium else { return Ok((None, false)) };
    let (scope, me) = (desk.actor.scope(Subject::Learning), &desk.profile().person);
    let viewing = viewings::own(read, &scope, me, &course.id, &lesson.id).await?;
    let before = viewing.as_ref().map(|viewing| viewing.place);
    let mut shown = Shown { medium, captions: Vec::new(), place: before.unwrap_or(0), percent: 0 };
    match medium {
        Medium::Video { length, .. } => {
            shown.captions = media::captions(read, &lesson.id).await?;
            shown.percent = viewing.as_ref().map_or(0, |viewing| viewing.percent(length));
        }
        Medium::Document { pages } => {
            let asked = page.and_then(|page| page.parse::<i64>().ok()).or(before);
            shown.place = asked.unwrap_or(1).clamp(1, pages);
        }
    }
    let moved = before != Some(shown.place);
    Ok((Some(shown), moved))
}

/// Keeps that the caller has opened it.
#[cfg(feature = "ssr")]
pub(super) async fn keep(
    tx: &mut store::Tx,
    permit: &Permit<TakeCourses>,
    me: &PersonId,
    (course, lesson): (&Course, &LessonId),
    shown: Option<&Shown>,
) -> Result<(), ApiError> {
    match shown.map(|shown| (shown.medium, shown.place)) {
        Some((Medium::Document { pages }, page)) => {
            viewings::leafed(tx, permit, me, course, lesson, (page, pages)).await?;
        }
        Some((Medium::Video { .. }, _)) => viewings::open(tx, permit, me, course, lesson).await?,
        None => {}
    }
    Ok(())
}

/// Refuses to call a lesson done of whose video not enough was played.
#[cfg(feature = "ssr")]
pub(super) async fn assert_done(
    desk: &Desk,
    read: &mut store::Read,
    course: &Course,
    lesson: &LessonId,
) -> Result<(), ApiError> {
    let found = store::learning::lesson(read, course, lesson).await?.ok_or(ApiError::Missing)?;
    let (scope, me) = (desk.actor.scope(Subject::Learning), &desk.profile().person);
    let viewing = viewings::own(read, &scope, me, &course.id, lesson).await?;
    if may_mark(found.medium.as_ref(), found.needed, viewing.as_ref(), desk.now()) {
        Ok(())
    } else {
        Err(Faults::of("watched", Fault::NotWatched { percent: found.needed }).into())
    }
}
