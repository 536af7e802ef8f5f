//! Taking collateral: the merged file for partners, the vendor's for marketing, each download in the log.

use super::{Found, branded, find, refused};
use crate::deliver::{Delivery, Use, deliver};
use crate::state::State;
use app::api::ApiError;
use axum::Extension;
use axum::extract::Path;
use axum::http::{HeaderMap, Method};
use axum::response::{IntoResponse as _, Redirect, Response};
use documents::MediaKind;
use domain::access::Actor;
use domain::assets::{Asset, Media, saved_title};
use domain::partners::Partner;

/// The file as its reader gets it.
pub async fn download(
    axum::extract::State(state): axum::extract::State<State>,
    Path(id): Path<String>,
    actor: Option<Extension<Actor>>,
    method: Method,
    headers: HeaderMap,
) -> Response {
    let page = format!("/assets/{id}");
    let taken = async {
        let found = find(&state, actor, &id).await?;
        let file = branded::taken(&state, &found.asset, found.partner.as_ref()).await?;
        if method == Method::GET {
            note(&state, &found.actor, &found.asset, is_branded(&found)).await?;
        }
        Ok::<_, ApiError>((found, file))
    };
    match taken.await {
        Ok((found, kept)) => {
            let kind = media_kind(found.asset.file.media);
            let stem = file_stem(&found.asset, found.partner.as_ref());
            let name = saved_title(&stem, kind.extension());
            let file = Delivery { file: &kept, media_type: kind.media_type(), as_: Use::Save, name: &name };
            deliver(&state.files, &method, &headers, file).await
        }
        // The page says what is wrong with it, and what helps.
        Err(ApiError::Conflict) => Redirect::to(&page).into_response(),
        Err(error) => refused(&error),
    }
}

fn is_branded(found: &Found) -> bool {
    found.partner.is_some() && found.asset.takes_a_brand()
}

pub(super) async fn note(
    state: &State,
    actor: &Actor,
    asset: &Asset,
    cobranded: bool,
) -> Result<(), ApiError> {
    let now = state.now();
    let mut read = state.portal.store.read().await?;
    // Readers fetch a file in many parts; only the first is a write.
    if store::assets::downloads::is_noted(&mut read, actor, asset, cobranded, now).await? {
        return Ok(());
    }
    drop(read);
    let mut tx = state.portal.store.begin(now).await?;
    store::assets::downloads::note(&mut tx, actor, asset, cobranded).await?;
    Ok(tx.commit().await?)
}

/// The title, with the partner's name where the brand is on it.
pub(crate) fn file_stem(asset: &Asset, partner: Option<&Partner>) -> String {
    match partner {
        Some(partner) if asset.takes_a_brand() => format!("{} - {}", asset.title, partner.name),
        _ => asset.title.clone(),
    }
}

pub(crate) fn media_kind(media: Media) -> MediaKind {
    match media {
        Media::Pdf => MediaKind::Pdf,
        Media::Png => MediaKind::Png,
        Media::Jpeg => MediaKind::Jpeg,
        Media::Webp => MediaKind::Webp,
        Media::Gif => MediaKind::Gif,
        Media::Svg => MediaKind::Svg,
        Media::Mp4 => MediaKind::Mp4,
        Media::Docx => MediaKind::Docx,
        Media::Pptx => MediaKind::Pptx,
        Media::Xlsx => MediaKind::Xlsx,
    }
}
