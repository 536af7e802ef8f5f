//! Files that people send: multipart forms, streamed, that work with and without scripts.
//!
//! Without scripts the answer is a redirect, and a refused file is told on the form's page; a script gets the place to
//! go to, or the refusal, as JSON.

pub mod evidence;
pub mod logo;
pub mod look;
pub mod rest;
pub mod resumable;

use crate::files::{GetError, PutError};
use crate::guard;
use app::api::{ApiError, rows, ticket};
use axum::extract::Multipart;
use axum::extract::multipart::{Field, MultipartError};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Redirect, Response};
use documents::Refusal;
use domain::form::{Fault, Faults};
use tower_sessions::Session;

/// The name of the field that holds the file.
pub const FIELD: &str = "file";

/// Most bytes of a small upload's form; a route that takes more says so itself.
pub const FORM_BYTES: usize = 24 * 1024 * 1024;

/// The file of a form; the form has to send its other fields first.
pub async fn file(form: &mut Multipart) -> Result<Field<'_>, ApiError> {
    match form.next_field().await.map_err(|error| cut(&error))? {
        Some(field) if field.name() == Some(FIELD) => Ok(field),
        _ => Err(Faults::of(FIELD, Fault::Missing).into()),
    }
}

/// A short text of a form that comes before its file.
pub async fn text_field(form: &mut Multipart, name: &str, most: u32) -> Result<String, ApiError> {
    let field = form.next_field().await.map_err(|error| cut(&error))?;
    let Some(mut field) = field.filter(|field| field.name() == Some(name)) else {
        return Err(Faults::new().into());
    };
    let mut bytes = Vec::new();
    while let Some(chunk) = field.chunk().await.map_err(|error| cut(&error))? {
        bytes.extend_from_slice(&chunk);
        if bytes.len() > 4 * most as usize {
            return Err(Faults::new().into());
        }
    }
    let text = String::from_utf8_lossy(&bytes);
    domain::text::optional_line(&text, most).map_err(|fault| Faults::of(name, fault).into())
}

/// Why a form did not come whole.
pub(crate) fn cut(error: &MultipartError) -> ApiError {
    match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Faults::of(FIELD, Fault::TooLarge).into(),
        _ => Faults::of(FIELD, Fault::BadFile { reason: app::texts::text::errors::upload_cut().to_owned() })
            .into(),
    }
}

/// Why bytes were not kept, for whoever brought or asked for them.
impl From<PutError> for ApiError {
    fn from(error: PutError) -> Self {
        match error {
            PutError::TooLarge { .. } => Faults::of(FIELD, Fault::TooLarge).into(),
            PutError::Cut(_) => Faults::of(
                FIELD,
                Fault::BadFile { reason: app::texts::text::errors::upload_cut().to_owned() },
            )
            .into(),
            PutError::Full => {
                tracing::error!("no room on the disk for an upload");
                ApiError::Full
            }
            PutError::Away(cause) => {
                tracing::warn!(cause, "the bucket is away");
                ApiError::Busy
            }
            PutError::Io(error) => ApiError::Broken { ticket: ticket(&error) },
        }
    }
}

/// Why bytes that were kept can't be had now, for whoever asked for them.
impl From<GetError> for ApiError {
    fn from(error: GetError) -> Self {
        match error {
            GetError::Lost(name) => {
                tracing::error!(name, "a recorded file is not in the file store");
                ApiError::Busy
            }
            GetError::Away(cause) => {
                tracing::warn!(cause, "the bucket is away");
                ApiError::Busy
            }
            GetError::Full => {
                tracing::error!("no room on the disk for a copy to work on");
                ApiError::Full
            }
            GetError::Io(error) => ApiError::Broken { ticket: ticket(&error) },
        }
    }
}

/// What the worker that read a file says against it, in the language of whoever brought it.
pub fn why(refusal: &Refusal) -> String {
    use app::texts::text::refusals;
    match refusal {
        Refusal::Encrypted => refusals::encrypted().to_owned(),
        Refusal::Broken => refusals::broken().to_owned(),
        Refusal::TooManyPages { max } => refusals::too_many_pages(max),
        Refusal::TooLarge { max_mb } => refusals::too_large(max_mb),
        Refusal::PageSize { max_mm } => refusals::page_size(max_mm),
        Refusal::NoSuchPage { page } => refusals::no_such_page(page),
        Refusal::ZoneOutside { page } => refusals::zone_outside(page),
        Refusal::TooSlow => refusals::too_slow().to_owned(),
        Refusal::OutOfMemory => refusals::out_of_memory().to_owned(),
        Refusal::UnsupportedPicture => refusals::unsupported_picture().to_owned(),
        Refusal::TooManyPixels { max_megapixels } => refusals::too_many_pixels(max_megapixels),
        Refusal::Unavailable => refusals::unavailable().to_owned(),
    }
}

/// Why a file was refused by what is in it.
pub fn refused(refusal: Refusal) -> ApiError {
    if refusal.is_ours() {
        return ApiError::Busy;
    }
    Faults::of(FIELD, Fault::BadFile { reason: why(&refusal) }).into()
}

/// The answer to an upload: where to go next, or why not.
pub async fn answer(
    session: &Session,
    headers: &HeaderMap,
    path: &str,
    done: Result<String, ApiError>,
) -> Response {
    let plain = headers
        .get(header::ACCEPT)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| value.contains("text/html"));
    match done {
        Ok(location) if plain => Redirect::to(&location).into_response(),
        Ok(location) => {
            ([(header::CONTENT_TYPE, rows::ROWS)], rows::write(&location).unwrap_or_default()).into_response()
        }
        Err(error) if plain => guard::bounce(session, headers, path, String::new(), error).await,
        Err(error) => guard::as_rows(&error),
    }
}
