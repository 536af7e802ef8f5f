//! Those who write courses bring a video, a document or captions: streamed to the file store, known by their content.

use crate::files::Received;
use crate::state::State;
use crate::uploads::{FIELD, answer, file, refused, text_field};
use app::api::{ApiError, ticket};
use app::texts::text::courses;
use axum::Extension;
use axum::extract::multipart::MultipartRejection;
use axum::extract::{Multipart, Path};
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use documents::{MediaKind, Source, sniff, video_length};
use domain::access::{Actor, Permit, WriteCourses};
use domain::assets::LANGUAGES;
use domain::form::{Fault, Faults};
use domain::id::LessonId;
use domain::learning::captions::{CAPTIONS_MOST_BYTES, Flaw, clean};
use domain::learning::medium::{DOCUMENT_MOST_BYTES, VIDEO_MOST_BYTES};
use domain::learning::{Course, Medium, VideoKind};
use store::files::NewFile;
use store::learning::{manuscripts, media};
use tower_sessions::Session;

/// Most bytes of a form with a video or a document.
pub const MEDIUM_FORM_BYTES: usize = VIDEO_MOST_BYTES as usize + 64 * 1024;
/// Most bytes of a form with captions.
pub const CAPTIONS_FORM_BYTES: usize = CAPTIONS_MOST_BYTES + 64 * 1024;

/// Takes a video or a document.
pub async fn bring(
    axum::extract::State(state): axum::extract::State<State>,
    Path((course, lesson)): Path<(String, String)>,
    actor: Option<Extension<Actor>>,
    session: Session,
    (headers, uri): (HeaderMap, Uri),
    form: Result<Multipart, MultipartRejection>,
) -> Response {
    let done = async {
        let (permit, course, lesson) = writing(&state, actor, &course, &lesson).await?;
        let mut form = form.map_err(|_| ApiError::Invalid(Faults::new()))?;
        let field = file(&mut form).await?;
        let name =
            domain::text::optional_line(field.file_name().unwrap_or_default(), 200).unwrap_or_default();
        let received = state.files.receive(field, |head| Ok::<_, ApiError>(most(kind_of(head)?))).await?;
        let medium = looked_at(&state, &received).await?;
        let (kind, _) = medium.parts();
        let new = NewFile { kind: kind.to_owned(), name, ..of(&received) };
        let (portal, next) = (state.portal.clone(), editor(&course, &lesson));
        let written = async move {
            let mut tx = portal.store.begin((portal.clock)()).await?;
            media::put(&mut tx, &permit, &course, &lesson, (&new, medium)).await?;
            Ok::<_, ApiError>(tx.commit().await?)
        };
        state.files.keep_with(&state.portal.store, received, written).await?;
        Ok(next)
    };
    answer(&session, &headers, uri.path(), done.await).await
}

/// Takes the captions of a video.
pub async fn caption(
    axum::extract::State(state): axum::extract::State<State>,
    Path((course, lesson)): Path<(String, String)>,
    actor: Option<Extension<Actor>>,
    session: Session,
    (headers, uri): (HeaderMap, Uri),
    form: Result<Multipart, MultipartRejection>,
) -> Response {
    let done = async {
        let (permit, course, lesson) = writing(&state, actor, &course, &lesson).await?;
        let mut form = form.map_err(|_| ApiError::Invalid(Faults::new()))?;
        let language = text_field(&mut form, "language", 20).await?;
        if !LANGUAGES.iter().any(|(known, _)| *known == language) {
            return Err(Faults::of("language", Fault::Unknown).into());
        }
        let mut field = file(&mut form).await?;
        let name =
            domain::text::optional_line(field.file_name().unwrap_or_default(), 200).unwrap_or_default();
        let mut bytes = Vec::new();
        while let Some(chunk) = field.chunk().await.map_err(|error| crate::uploads::cut(&error))? {
            bytes.extend_from_slice(&chunk);
            if bytes.len() > CAPTIONS_MOST_BYTES {
                return Err(Faults::of(FIELD, Fault::TooLarge).into());
            }
        }
        let text = String::from_utf8(bytes).map_err(|_| not_captions(Flaw::Unreadable))?;
        let kept = clean(&text).map_err(not_captions)?;
        let received = state.files.receive_all(kept.into_bytes()).await?;
        let new = NewFile { kind: "vtt".to_owned(), name, ..of(&received) };
        let (portal, next) = (state.portal.clone(), editor(&course, &lesson));
        let written = async move {
            let mut tx = portal.store.begin((portal.clock)()).await?;
            media::caption(&mut tx, &permit, &course, &lesson, (&language, &new)).await?;
            Ok::<_, ApiError>(tx.commit().await?)
        };
        state.files.keep_with(&state.portal.store, received, written).await?;
        Ok(next)
    };
    answer(&session, &headers, uri.path(), done.await).await
}

async fn writing(
    state: &State,
    actor: Option<Extension<Actor>>,
    course: &str,
    lesson: &str,
) -> Result<(Permit<WriteCourses>, Course, LessonId), ApiError> {
    let Extension(actor) = actor.ok_or(ApiError::SignIn)?;
    let permit = actor.permit(WriteCourses)?;
    let mut read = state.portal.store.read().await?;
    let found = manuscripts::find(&mut read, &permit, &course.parse()?).await?.ok_or(ApiError::Missing)?;
    let lesson = lesson.parse()?;
    if !found.lessons.iter().any(|known| known.id == lesson) {
        return Err(ApiError::Missing);
    }
    Ok((permit, found.course, lesson))
}

fn editor(course: &Course, lesson: &LessonId) -> String {
    format!("/learning/manage/{}/lessons/{lesson}?saved=1", course.id)
}

fn of(received: &Received) -> NewFile {
    NewFile {
        sha256: received.sha256.clone(),
        bytes: i64::try_from(received.bytes).unwrap_or(i64::MAX),
        kind: String::new(),
        name: String::new(),
    }
}

fn bad(reason: &str) -> ApiError {
    Faults::of(FIELD, Fault::BadFile { reason: reason.to_owned() }).into()
}

fn not_captions(flaw: Flaw) -> ApiError {
    match flaw {
        Flaw::TooLarge => Faults::of(FIELD, Fault::TooLarge).into(),
        Flaw::Unreadable => bad(courses::not_captions()),
    }
}

/// What begins like this, if a lesson shows it: `None` is a document.
fn kind_of(head: &[u8]) -> Result<Option<VideoKind>, ApiError> {
    if head.is_empty() {
        return Err(Faults::of(FIELD, Fault::Missing).into());
    }
    match sniff(head) {
        MediaKind::Mp4 => Ok(Some(VideoKind::Mp4)),
        MediaKind::Webm => Ok(Some(VideoKind::Webm)),
        MediaKind::Pdf => Ok(None),
        _ => Err(bad(courses::medium_kind())),
    }
}

fn most(kind: Option<VideoKind>) -> u64 {
    if kind.is_some() { VIDEO_MOST_BYTES } else { DOCUMENT_MOST_BYTES }
}

/// What there is of it: how long a video takes by its own word, how many pages a document has whose first can be drawn.
async fn looked_at(state: &State, received: &Received) -> Result<Medium, ApiError> {
    let path = received.path();
    let Some(kind) = kind_of(&received.head)? else {
        let pdf = Source::File(path);
        let looked = state.workshop.look(pdf, MediaKind::Pdf, crate::assets::PAGE_WIDTH).await;
        return Ok(Medium::Document { pages: looked.map_err(refused)?.pages.len() as i64 });
    };
    let path = path.to_owned();
    let length = tokio::task::spawn_blocking(move || video_length(std::fs::File::open(path)?));
    let length = length.await.map_err(|error| ApiError::Broken { ticket: ticket(&error) })?;
    let length = length.map_err(|error| ApiError::Broken { ticket: ticket(&error) })?;
    let length = length.ok_or_else(|| bad(courses::no_length()))?;
    Ok(Medium::Video { kind, length })
}
