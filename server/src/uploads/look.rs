//! The vendor's logo: as a partner's, but shown to everybody, on the sign-in page too.

use super::answer;
use super::logo::{picture, shown};
use crate::state::State;
use app::api::ApiError;
use axum::Extension;
use axum::extract::{Multipart, Path};
use axum::http::{HeaderMap, Method, Uri};
use axum::response::Response;
use domain::access::{Actor, SetLooks};
use domain::id::FileId;
use tower_sessions::Session;

/// Takes a new logo.
pub async fn upload(
    axum::extract::State(state): axum::extract::State<State>,
    actor: Option<Extension<Actor>>,
    session: Session,
    (headers, uri): (HeaderMap, Uri),
    form: Result<Multipart, axum::extract::multipart::MultipartRejection>,
) -> Response {
    let done = async {
        let Extension(actor) = actor.ok_or(ApiError::SignIn)?;
        let form = form.map_err(|_| ApiError::Invalid(domain::form::Faults::new()))?;
        keep(&state, &actor, form).await
    };
    answer(&session, &headers, uri.path(), done.await).await
}

async fn keep(state: &State, actor: &Actor, mut form: Multipart) -> Result<String, ApiError> {
    let permit = actor.permit(SetLooks)?;
    let (received, new) = picture(state, &mut form).await?;
    let (portal, who) = (state.portal.clone(), actor.who());
    let written = async move {
        let mut tx = portal.store.begin((portal.clock)()).await?;
        let before = store::looks::look(&mut tx).await?.unwrap_or_else(|| portal.configured_look());
        let logo = store::files::record(&mut tx, &who, &new).await?;
        store::looks::change_logo(&mut tx, &permit, &before, Some(logo)).await?;
        tx.commit().await?;
        portal.kept_look.forget();
        Ok::<_, ApiError>(())
    };
    state.files.keep_with(&state.portal.store, received, written).await?;
    Ok("/look".to_owned())
}

/// Shows the logo of now, under its own address, so that a new one is seen at once. No other file is reached by it.
pub async fn show(
    axum::extract::State(state): axum::extract::State<State>,
    Path(asked): Path<String>,
    method: Method,
    headers: HeaderMap,
) -> Response {
    let found = async {
        let asked: FileId = asked.parse()?;
        let logo = state.portal.look().await.logo.filter(|logo| *logo == asked).ok_or(ApiError::Missing)?;
        let mut read = state.portal.store.read().await?;
        store::files::find(&mut read, &logo).await?.ok_or(ApiError::Missing)
    };
    shown(&state, found.await, &method, &headers).await
}
