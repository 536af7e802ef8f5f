//! The bytes of lessons: a video with its captions, or a document page by page; brought by those who write courses, sent to
//! whoever may read the lesson.

mod bring;

pub use bring::{CAPTIONS_FORM_BYTES, MEDIUM_FORM_BYTES, bring, caption};

use crate::assets::{PdfPage, pdf_page, picture, refused};
use crate::deliver::{Delivery, Use, deliver};
use crate::state::State;
use app::api::ApiError;
use axum::Extension;
use axum::extract::{Path, Query};
use axum::http::{HeaderMap, Method};
use axum::response::Response;
use domain::access::{Actor, Subject};
use domain::assets::saved_title;
use domain::id::CourseId;
use domain::learning::{Audience, Lesson, Medium};
use serde::Deserialize;
use store::Read;
use store::learning::media;

/// How a file is wanted.
#[derive(Debug, Default, Deserialize)]
pub struct Wanted {
    /// To be saved, instead of played or shown.
    #[serde(default)]
    save: Option<String>,
}

/// A lesson as far as its reader reaches it today; what was begun stays readable, as its page does.
async fn find(
    state: &State,
    actor: Option<Extension<Actor>>,
    course: &str,
    lesson: &str,
) -> Result<(Read, Lesson), ApiError> {
    let Extension(actor) = actor.ok_or(ApiError::SignIn)?;
    let id: CourseId = course.parse()?;
    let (audience, scope) = (Audience::of(&actor), actor.scope(Subject::Learning));
    let me = &actor.profile().person;
    let mut read = state.portal.store.read().await?;
    let found = store::learning::find_readable(&mut read, &audience, &scope, me, &id).await?;
    let course = found.ok_or(ApiError::Missing)?.course;
    let lesson = store::learning::lesson(&mut read, &course, &lesson.parse()?).await?;
    Ok((read, lesson.ok_or(ApiError::Missing)?))
}

/// The video, in ranges, or the document to be saved.
pub async fn file(
    axum::extract::State(state): axum::extract::State<State>,
    Path((course, lesson)): Path<(String, String)>,
    Query(wanted): Query<Wanted>,
    actor: Option<Extension<Actor>>,
    method: Method,
    headers: HeaderMap,
) -> Response {
    let found = async {
        let (mut read, lesson) = find(&state, actor, &course, &lesson).await?;
        let medium = lesson.medium.ok_or(ApiError::Missing)?;
        let file = media::file(&mut read, &lesson.id).await?.ok_or(ApiError::Missing)?;
        Ok::<_, ApiError>((medium, file, lesson.title))
    };
    match found.await {
        Ok((medium, file, title)) => {
            // A document is never opened in the browser's window as it came.
            let (media_type, as_) = match medium {
                Medium::Video { kind, .. } if wanted.save.is_none() => (kind.media_type(), Use::Show),
                Medium::Video { kind, .. } => (kind.media_type(), Use::Save),
                Medium::Document { .. } => ("application/pdf", Use::Save),
            };
            let kept = state.files.kept(&file.sha256);
            let name = saved_title(&title, &file.kind);
            deliver(&state.files, &method, &headers, Delivery { file: &kept, media_type, as_, name: &name })
                .await
        }
        Err(error) => refused(&error),
    }
}

/// The captions of a video in a language.
pub async fn captions(
    axum::extract::State(state): axum::extract::State<State>,
    Path((course, lesson, language)): Path<(String, String, String)>,
    actor: Option<Extension<Actor>>,
    method: Method,
    headers: HeaderMap,
) -> Response {
    let found = async {
        let (mut read, lesson) = find(&state, actor, &course, &lesson).await?;
        media::captions_file(&mut read, &lesson.id, &language).await?.ok_or(ApiError::Missing)
    };
    match found.await {
        Ok(file) => {
            let kept = state.files.kept(&file.sha256);
            let sent = Delivery { file: &kept, media_type: "text/vtt", as_: Use::Show, name: "captions.vtt" };
            deliver(&state.files, &method, &headers, sent).await
        }
        Err(error) => refused(&error),
    }
}

/// One page of a document, counted from 1, as a picture.
pub async fn page(
    axum::extract::State(state): axum::extract::State<State>,
    Path((course, lesson, number)): Path<(String, String, u32)>,
    actor: Option<Extension<Actor>>,
    method: Method,
    headers: HeaderMap,
) -> Response {
    let drawn = async {
        let (mut read, lesson) = find(&state, actor, &course, &lesson).await?;
        let Some(Medium::Document { pages }) = lesson.medium else { return Err(ApiError::Missing) };
        let index = number.checked_sub(1).filter(|n| i64::from(*n) < pages).ok_or(ApiError::Missing)?;
        let file = media::file(&mut read, &lesson.id).await?.ok_or(ApiError::Missing)?;
        drop(read);
        pdf_page(&state, PdfPage { file: &state.files.kept(&file.sha256), index }).await
    };
    picture(&state.files, &method, &headers, drawn.await).await
}
