//! The bytes of collateral: uploaded by marketing, shown page by page, and taken with the partner's brand on them.

mod arrived;
pub(crate) mod branded;
mod judged;
mod pages;
pub(crate) mod previews;
mod replace;
mod sample;
pub(crate) mod take;
mod upload;
mod zip;

pub use arrived::arrived;
pub use branded::trials;
pub use judged::judge;
pub(crate) use pages::{PAGE_WIDTH, PdfPage, pdf_page, picture, picture_of};
pub use pages::{page, thumbnail};
pub use replace::{replace, version};
pub use sample::sample;
pub use take::download;
pub(crate) use upload::media_of;
pub use upload::{MOST_FORM_BYTES, upload};
pub use zip::collection;

use crate::state::State;
use crate::uploads::FIELD;
use app::api::ApiError;
use axum::Extension;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use documents::Refusal;
use domain::access::{Actor, Subject};
use domain::assets::Asset;
use domain::id::AssetId;
use domain::partners::Partner;

/// An asset with what its reader puts on it.
struct Found {
    actor: Actor,
    asset: Asset,
    /// The reader's own organisation; `None` for marketing, which sees the file as it is.
    partner: Option<Partner>,
}

/// The asset as far as the caller reaches it today; everything else is missing.
async fn find(state: &State, actor: Option<Extension<Actor>>, id: &str) -> Result<Found, ApiError> {
    let Extension(actor) = actor.ok_or(ApiError::SignIn)?;
    let id: AssetId = id.parse()?;
    let mut read = state.portal.store.read().await?;
    let scope = actor.scope(Subject::Assets);
    let today = state.now().day();
    let asset = store::assets::find(&mut read, &scope, &id, today).await?.ok_or(ApiError::Missing)?;
    let partner = match actor.profile().partner_id() {
        Some(own) => store::partners::find(&mut read, &actor.scope(Subject::Partners), own).await?,
        None => None,
    };
    Ok(Found { actor, asset, partner })
}

/// A refusal in the place of bytes.
pub(crate) fn refused(error: &ApiError) -> Response {
    let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let words = match error {
        ApiError::Invalid(faults) => {
            faults.on(FIELD).map_or_else(|| app::words::error(error), app::words::fault)
        }
        other => app::words::error(other),
    };
    (status, words).into_response()
}

/// A part of a file that can't be drawn: only the first page is looked at when a file comes in.
fn unreadable(refusal: &Refusal) -> ApiError {
    tracing::info!(%refusal, "a part of a kept file can't be drawn");
    crate::uploads::refused(refusal.clone())
}
