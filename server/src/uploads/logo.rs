//! A partner's logo: PNG or SVG comes in, pixels that the portal made are kept and shown.

use super::{answer, file, refused};
use crate::deliver::{Delivery, Use, deliver};
use crate::files::Received;
use crate::state::State;
use app::api::ApiError;
use axum::Extension;
use axum::extract::{Multipart, Path};
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::{IntoResponse as _, Response};
use domain::access::{Actor, EditPartner, Subject};
use domain::id::PartnerId;
use domain::text;
use store::files::{NewFile, Stored};
use tower_sessions::Session;

/// Most bytes that a logo may have; the workshop has the same bound.
const MAX_BYTES: usize = 2 * 1024 * 1024;

/// Takes a new logo.
pub async fn upload(
    axum::extract::State(state): axum::extract::State<State>,
    Path(partner): Path<String>,
    actor: Option<Extension<Actor>>,
    session: Session,
    (headers, uri): (HeaderMap, Uri),
    form: Result<Multipart, axum::extract::multipart::MultipartRejection>,
) -> Response {
    let done = async {
        let Extension(actor) = actor.ok_or(ApiError::SignIn)?;
        let form = form.map_err(|_| ApiError::Invalid(domain::form::Faults::new()))?;
        keep(&state, &actor, &partner, form).await
    };
    answer(&session, &headers, uri.path(), done.await).await
}

async fn keep(state: &State, actor: &Actor, partner: &str, mut form: Multipart) -> Result<String, ApiError> {
    let id: PartnerId = partner.parse()?;
    let scope = actor.scope(Subject::Partners);
    let mut read = state.portal.store.read().await?;
    let before = store::partners::find(&mut read, &scope, &id).await?.ok_or(ApiError::Missing)?;
    drop(read);
    let permit = actor.permit(EditPartner { partner: id })?;
    let (received, new) = picture(state, &mut form).await?;
    let (portal, who) = (state.portal.clone(), actor.who());
    let own = actor.profile().partner_id() == Some(&before.id);
    let next = if own { "/organisation".to_owned() } else { format!("/partners/{}", before.id) };
    let written = async move {
        let mut tx = portal.store.begin((portal.clock)()).await?;
        let logo = store::files::record(&mut tx, &who, &new).await?;
        store::partners::change_logo(&mut tx, &permit, &before, &logo).await?;
        Ok::<_, ApiError>(tx.commit().await?)
    };
    state.files.keep_with(&state.portal.store, received, written).await?;
    Ok(next)
}

/// The pixels that the workshop makes of the logo in a form, received and not kept yet.
pub(super) async fn picture(state: &State, form: &mut Multipart) -> Result<(Received, NewFile), ApiError> {
    let mut field = file(form).await?;
    let name = text::optional_line(field.file_name().unwrap_or_default(), 200).unwrap_or_default();
    let mut bytes = Vec::new();
    while let Some(chunk) = field.chunk().await.map_err(|error| super::cut(&error))? {
        bytes.extend_from_slice(&chunk);
        if bytes.len() > MAX_BYTES {
            return Err(domain::form::Faults::of(super::FIELD, domain::form::Fault::TooLarge).into());
        }
    }
    if bytes.is_empty() {
        return Err(domain::form::Faults::of(super::FIELD, domain::form::Fault::Missing).into());
    }
    let logo = state.workshop.normalise_logo(&bytes).await.map_err(refused)?;
    let received = state.files.receive_all(logo.png).await?;
    let new = NewFile {
        sha256: received.sha256.clone(),
        bytes: i64::try_from(received.bytes).unwrap_or(i64::MAX),
        kind: "png".to_owned(),
        name,
    };
    Ok((received, new))
}

/// Shows the logo to whoever may see the partner.
pub async fn show(
    axum::extract::State(state): axum::extract::State<State>,
    Path(partner): Path<String>,
    actor: Option<Extension<Actor>>,
    method: Method,
    headers: HeaderMap,
) -> Response {
    let found = async {
        let Extension(actor) = actor.ok_or(ApiError::SignIn)?;
        let id: PartnerId = partner.parse()?;
        let mut read = state.portal.store.read().await?;
        let partner = store::partners::find(&mut read, &actor.scope(Subject::Partners), &id).await?;
        let logo = partner.and_then(|partner| partner.logo).ok_or(ApiError::Missing)?;
        store::files::find(&mut read, &logo).await?.ok_or(ApiError::Missing)
    };
    shown(&state, found.await, &method, &headers).await
}

/// A logo as a picture in pages.
pub(super) async fn shown(
    state: &State,
    found: Result<Stored, ApiError>,
    method: &Method,
    headers: &HeaderMap,
) -> Response {
    match found {
        Ok(file) => {
            let kept = state.files.kept(&file.sha256);
            let logo = Delivery { file: &kept, media_type: "image/png", as_: Use::Show, name: "logo.png" };
            deliver(&state.files, method, headers, logo).await
        }
        Err(error) => StatusCode::from_u16(error.status()).unwrap_or(StatusCode::NOT_FOUND).into_response(),
    }
}
