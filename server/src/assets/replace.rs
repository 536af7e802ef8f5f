//! Marketing brings a new file for an asset, and gets the ones that it had.

use super::take::{media_kind, note};
use super::upload::{judged, media_of};
use super::{branded, find, refused as refused_bytes};
use crate::deliver::{Delivery, Use, deliver};
use crate::state::State;
use crate::uploads::{FIELD, answer, file, refused, text_field};
use app::api::ApiError;
use app::texts::text;
use axum::Extension;
use axum::extract::multipart::MultipartRejection;
use axum::extract::{Multipart, Path};
use axum::http::{HeaderMap, Method, Uri};
use axum::response::Response;
use domain::access::{Actor, ManageAssets};
use domain::assets::{Asset, NOTE_MOST, may_replace, saved_title, zones_kept};
use domain::form::{Fault, Faults};
use store::assets::versions::{self, NewVersion};
use tower_sessions::Session;

/// Takes a file in the place of the one that the asset has.
pub async fn replace(
    axum::extract::State(state): axum::extract::State<State>,
    Path(id): Path<String>,
    actor: Option<Extension<Actor>>,
    session: Session,
    (headers, uri): (HeaderMap, Uri),
    form: Result<Multipart, MultipartRejection>,
) -> Response {
    let done = async {
        let found = find(&state, actor, &id).await?;
        let form = form.map_err(|_| ApiError::Invalid(Faults::new()))?;
        put(&state, &found.actor, found.asset, form).await
    };
    answer(&session, &headers, uri.path(), done.await).await
}

async fn put(state: &State, actor: &Actor, before: Asset, mut form: Multipart) -> Result<String, ApiError> {
    let permit = actor.permit(ManageAssets)?;
    let version = text_field(&mut form, "version", 20).await?;
    let version: i64 = version.parse().map_err(|_| ApiError::Conflict)?;
    let said = text_field(&mut form, "change", NOTE_MOST).await?;
    let field = file(&mut form).await?;
    let name = domain::text::optional_line(field.file_name().unwrap_or_default(), 200).unwrap_or_default();
    let received = state.files.receive(field, |head| Ok::<_, ApiError>(media_of(head)?.most_bytes())).await?;
    let done = format!("/assets/manage/{}?saved=1", before.id);
    if may_replace(&before.file, &received.sha256).is_err() {
        if version < before.version {
            // The same form a moment earlier.
            return Ok(done);
        }
        let reason = text::versions::same_file().to_owned();
        return Err(Faults::of(FIELD, Fault::BadFile { reason }).into());
    }
    let (new, pages, words) = judged(state, &received, &name).await?;
    let kept = zones_kept(&before.zones, &before.pages, &pages).zones;
    if !kept.is_empty() {
        let media = media_of(&received.head)?;
        branded::tried(&state.workshop, received.path(), media, &kept).await.map_err(refused)?;
    }
    let portal = state.portal.clone();
    let written = async move {
        let mut tx = portal.store.begin((portal.clock)()).await?;
        let new = NewVersion { file: &new, pages: &pages, words: &words, note: &said };
        versions::replace(&mut tx, &permit, &before, version, &new).await?;
        Ok::<_, ApiError>(tx.commit().await?)
    };
    state.files.keep_with(&state.portal.store, received, written).await?;
    Ok(done)
}

/// The file of a version, as it was brought.
pub async fn version(
    axum::extract::State(state): axum::extract::State<State>,
    Path((id, number)): Path<(String, u32)>,
    actor: Option<Extension<Actor>>,
    method: Method,
    headers: HeaderMap,
) -> Response {
    let taken = async {
        let found = find(&state, actor, &id).await?;
        let permit = found.actor.permit(ManageAssets)?;
        let mut read = state.portal.store.read().await?;
        let known = versions::find(&mut read, &permit, &found.asset.id, number.into()).await?;
        drop(read);
        let asset = Asset { file: known.ok_or(ApiError::Missing)?.file, ..found.asset };
        if method == Method::GET {
            note(&state, &found.actor, &asset, false).await?;
        }
        Ok::<_, ApiError>(asset)
    };
    match taken.await {
        Ok(asset) => {
            let kind = media_kind(asset.file.media);
            let name = saved_title(&format!("{} (v{number})", asset.title), kind.extension());
            let kept = state.files.kept(&asset.file.sha256);
            let file = Delivery { file: &kept, media_type: kind.media_type(), as_: Use::Save, name: &name };
            deliver(&state.files, &method, &headers, file).await
        }
        Err(error) => refused_bytes(&error),
    }
}
