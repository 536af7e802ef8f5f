//! Taking collateral: the merged file for partners, the vendor's for marketing, each download in the log.

use super::{Found, branded, find, refused};
use crate::deliver::{Delivery, Use, deliver};
use crate::files::Cached;
use crate::state::State;
use app::api::ApiError;
use axum::Extension;
use axum::extract::Path;
use axum::http::{HeaderMap, Method};
use axum::response::Response;
use documents::MediaKind;
use domain::access::Actor;
use domain::assets::Media;

/// The file as its reader gets it.
pub async fn download(
    axum::extract::State(state): axum::extract::State<State>,
    Path(id): Path<String>,
    actor: Option<Extension<Actor>>,
    method: Method,
    headers: HeaderMap,
) -> Response {
    let taken = async {
        let found = find(&state, actor, &id).await?;
        let file = branded::file(&state, &found).await?;
        if method == Method::GET {
            note(&state, &found).await?;
        }
        Ok::<_, ApiError>((found, file))
    };
    match taken.await {
        Ok((found, Cached { path, tag })) => {
            let kind = media_kind(found.asset.file.media);
            let name = file_name(&found, kind.extension());
            let file = Delivery {
                path: &path,
                tag: &tag,
                media_type: kind.media_type(),
                as_: Use::Save,
                name: &name,
            };
            deliver(&method, &headers, file).await
        }
        Err(error) => refused(&error),
    }
}

async fn note(state: &State, found: &Found) -> Result<(), ApiError> {
    let cobranded = found.partner.is_some() && found.asset.takes_a_brand();
    let now = state.now();
    let mut read = state.portal.store.read().await?;
    // Readers fetch a file in many parts; only the first is a write.
    if store::assets::downloads::is_noted(&mut read, &found.actor, &found.asset, cobranded, now).await? {
        return Ok(());
    }
    drop(read);
    let mut tx = state.portal.store.begin(now).await?;
    store::assets::downloads::note(&mut tx, &found.actor, &found.asset, cobranded).await?;
    Ok(tx.commit().await?)
}

/// The title, with the partner's name where the brand is on it.
fn file_name(found: &Found, extension: &str) -> String {
    match &found.partner {
        Some(partner) if found.asset.takes_a_brand() => {
            format!("{} - {}.{extension}", found.asset.title, partner.name)
        }
        _ => format!("{}.{extension}", found.asset.title),
    }
}

fn media_kind(media: Media) -> MediaKind {
    match media {
        Media::Pdf => MediaKind::Pdf,
        Media::Png => MediaKind::Png,
        Media::Jpeg => MediaKind::Jpeg,
        Media::Webp => MediaKind::Webp,
        Media::Gif => MediaKind::Gif,
        Media::Mp4 => MediaKind::Mp4,
        Media::Docx => MediaKind::Docx,
        Media::Pptx => MediaKind::Pptx,
        Media::Xlsx => MediaKind::Xlsx,
    }
}
