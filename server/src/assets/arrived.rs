//! A file that came in pieces becomes collateral: put together, judged, a draft afterwards.

use super::upload::{make, media_of};
use crate::files::{PutError, Received};
use crate::state::State;
use crate::uploads::resumable::{Refused, end, find};
use app::api::ApiError;
use axum::Extension;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::http::header::LOCATION;
use axum::response::{IntoResponse as _, Response};
use domain::access::{Actor, ManageAssets};
use domain::id::AssetId;
use domain::uploads::Upload;

/// Makes a draft of an upload whose bytes are all there; asked again, answers the same draft.
pub async fn arrived(
    axum::extract::State(state): axum::extract::State<State>,
    Path(id): Path<String>,
    actor: Option<Extension<Actor>>,
) -> Response {
    match become_asset(&state, actor, &id).await {
        Ok(asset) => (StatusCode::CREATED, [(LOCATION, format!("/assets/manage/{asset}"))]).into_response(),
        Err(refused) => refused.answer(),
    }
}

async fn become_asset(state: &State, actor: Option<Extension<Actor>>, id: &str) -> Result<AssetId, Refused> {
    let Extension(actor) = actor.ok_or(ApiError::SignIn)?;
    let permit = actor.permit(ManageAssets).map_err(ApiError::from)?;
    let mut read = state.portal.store.read().await.map_err(ApiError::from)?;
    let known = store::assets::by_key(&mut read, &permit, id).await.map_err(ApiError::from)?;
    drop(read);
    if let Some(asset) = known {
        return Ok(asset);
    }
    let upload = find(state, &permit, id).await?;
    let received = together(state, &upload).await;
    let made = match received {
        Ok(received) => make(state, permit.clone(), received, upload.name.clone(), id.to_owned()).await,
        Err(error) => Err(error),
    };
    // What is refused for what it is will not become better by being kept.
    if matches!(made, Ok(_) | Err(ApiError::Invalid(_))) {
        end(state, &permit, &upload).await?;
    }
    Ok(made?)
}

/// The whole of an upload, on this machine.
async fn together(state: &State, upload: &Upload) -> Result<Received, ApiError> {
    if !upload.is_complete() {
        return Err(ApiError::Conflict);
    }
    let mut read = state.portal.store.read().await?;
    let pieces = store::uploads::pieces(&mut read, upload).await?;
    drop(read);
    let bytes = state.files.through(pieces);
    let most = |head: &[u8]| Ok(media_of(head)?.most_bytes());
    state.files.receive(bytes, most).await.map_err(|not: Not| not.0)
}

/// Why the pieces were not put together.
struct Not(ApiError);

impl From<ApiError> for Not {
    fn from(error: ApiError) -> Self {
        Self(error)
    }
}

impl From<PutError> for Not {
    fn from(error: PutError) -> Self {
        Self(match error {
            // Here it is not the sender who went away, it is the place of the pieces.
            PutError::Cut(cause) => PutError::Away(cause).into(),
            other => other.into(),
        })
    }
}
