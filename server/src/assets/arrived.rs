//! A file that came in pieces becomes collateral: put together, judged, a draft afterwards.

use super::upload::{make, media_of};
use crate::files::{PutError, Received};
use crate::state::State;
use crate::uploads::resumable::{Refused, end, find};
use app::api::{ApiError, rows};
use app::assets::Draft;
use axum::Extension;
use axum::body::Bytes;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::http::header::{CONTENT_TYPE, LOCATION};
use axum::response::{IntoResponse as _, Response};
use domain::access::{Actor, ManageAssets, Subject};
use domain::assets::{AssetDefaults, DefaultsForm};
use domain::form::Faults;
use domain::id::AssetId;
use domain::uploads::Upload;

/// Makes a draft of an upload whose bytes are all there; asked again, answers the same draft. The body is a form of what
/// holds for every file that is brought at once ([`DefaultsForm`]), or empty.
pub async fn arrived(
    axum::extract::State(state): axum::extract::State<State>,
    Path(id): Path<String>,
    actor: Option<Extension<Actor>>,
    body: Bytes,
) -> Response {
    let made = async {
        let Extension(actor) = actor.ok_or(ApiError::SignIn)?;
        let defaults = said(&body)?.check().map_err(ApiError::from)?;
        let id = become_asset(&state, &actor, &id, defaults).await?;
        let mut read = state.portal.store.read().await.map_err(ApiError::from)?;
        let scope = actor.scope(Subject::Assets);
        let found = store::assets::find(&mut read, &scope, &id, state.now().day()).await;
        Ok::<_, Refused>(found.map_err(ApiError::from)?.ok_or(ApiError::Missing)?)
    };
    match made.await {
        Ok(asset) => {
            let place = (LOCATION, format!("/assets/manage/{}", asset.id));
            let draft = rows::write(&Draft::of(&asset)).unwrap_or_default();
            (StatusCode::CREATED, [place, (CONTENT_TYPE, rows::ROWS.to_owned())], draft).into_response()
        }
        Err(refused) => refused.answer(),
    }
}

fn said(body: &[u8]) -> Result<DefaultsForm, ApiError> {
    let fields: Vec<(String, String)> =
        serde_urlencoded::from_bytes(body).map_err(|_| ApiError::Invalid(Faults::new()))?;
    let mut form = DefaultsForm::default();
    for (name, value) in fields {
        match name.as_str() {
            "kind" => form.kind = value,
            "language" => form.language = value,
            "tiers[]" => form.tiers.push(value),
            "types[]" => form.types.push(value),
            _ => {}
        }
    }
    Ok(form)
}

async fn become_asset(
    state: &State,
    actor: &Actor,
    id: &str,
    defaults: AssetDefaults,
) -> Result<AssetId, Refused> {
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
        Ok(received) => {
            make(state, permit.clone(), received, upload.name.clone(), id.to_owned(), defaults).await
        }
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
