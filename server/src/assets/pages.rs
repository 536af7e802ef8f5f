//! Pictures of collateral: its pages as their reader gets them, and small ones for lists.

use super::{branded, find, refused, unreadable};
use crate::deliver::{Delivery, Use, deliver};
use crate::files::{Files, Kept};
use crate::state::State;
use app::api::ApiError;
use axum::Extension;
use axum::extract::Path;
use axum::http::{HeaderMap, Method};
use axum::response::Response;
use documents::{MediaKind, Source};
use domain::access::Actor;
use domain::assets::{Asset, Media};
use domain::partners::Partner;

/// Pixels across a page on the screen; sharp on a phone, enough on a desk.
pub(crate) const PAGE_WIDTH: u32 = 1200;
/// Pixels across a small picture.
pub(super) const THUMBNAIL_WIDTH: u32 = 400;

/// One page of a PDF, counted from 1, as a picture.
pub async fn page(
    axum::extract::State(state): axum::extract::State<State>,
    Path((id, number)): Path<(String, u32)>,
    actor: Option<Extension<Actor>>,
    method: Method,
    headers: HeaderMap,
) -> Response {
    let drawn = async {
        let found = find(&state, actor, &id).await?;
        let index = number.checked_sub(1).filter(|n| (*n as usize) < found.asset.pages.len());
        let index = index.ok_or(ApiError::Missing)?;
        let file = branded::file(&state, &found.asset, found.partner.as_ref()).await?;
        draw_page(&state, &found.asset, &file, index).await
    };
    picture(&state.files, &method, &headers, drawn.await).await
}

/// A small picture of the vendor's file.
pub async fn thumbnail(
    axum::extract::State(state): axum::extract::State<State>,
    Path(id): Path<String>,
    actor: Option<Extension<Actor>>,
    method: Method,
    headers: HeaderMap,
) -> Response {
    let drawn = async {
        let found = find(&state, actor, &id).await?;
        draw_small(&state, &found.asset).await
    };
    picture(&state.files, &method, &headers, drawn.await).await
}

/// The first page of a PDF with this brand on it, or a small picture of any other file.
pub(crate) async fn picture_of(
    state: &State,
    asset: &Asset,
    brand: Option<&Partner>,
    method: &Method,
    headers: &HeaderMap,
) -> Response {
    let drawn = async {
        if asset.pages.is_empty() {
            return draw_small(state, asset).await;
        }
        let file = branded::file(state, asset, brand).await?;
        draw_page(state, asset, &file, 0).await
    };
    picture(&state.files, method, headers, drawn.await).await
}

/// A page of a PDF, or a picture as large as a page is shown.
pub(super) async fn draw_page(
    state: &State,
    asset: &Asset,
    file: &Kept,
    index: u32,
) -> Result<Kept, ApiError> {
    let kind = as_drawn(asset.file.media).ok_or(ApiError::Missing)?;
    if kind == MediaKind::Pdf {
        return pdf_page(state, PdfPage { file, index }).await;
    }
    let made_of = format!("{} {index} {PAGE_WIDTH}", file.tag);
    let drawn = async {
        let source = state.files.here(file).await?;
        let drawn = state.workshop.thumbnail(Source::File(source.path()), kind, PAGE_WIDTH).await;
        drawn.map_err(|refusal| unreadable(&refusal))
    };
    state.files.made("pages", &made_of, drawn).await
}

/// A page of a kept PDF, counted from 0.
pub(crate) struct PdfPage<'a> {
    pub file: &'a Kept,
    pub index: u32,
}

/// The page as a picture; drawn once.
pub(crate) async fn pdf_page(state: &State, PdfPage { file, index }: PdfPage<'_>) -> Result<Kept, ApiError> {
    let made_of = format!("{} {index} {PAGE_WIDTH}", file.tag);
    let drawn = async {
        let source = state.files.here(file).await?;
        let drawn = state.workshop.render_page(Source::File(source.path()), index, PAGE_WIDTH).await;
        drawn.map_err(|refusal| unreadable(&refusal))
    };
    state.files.made("pages", &made_of, drawn).await
}

/// A small picture: of a film the one that was drawn of it, of others one that is drawn now, once.
pub(super) async fn draw_small(state: &State, asset: &Asset) -> Result<Kept, ApiError> {
    if asset.has_still {
        let mut read = state.portal.store.read().await?;
        let still = store::assets::stills::of(&mut read, &asset.file.id).await?.ok_or(ApiError::Missing)?;
        return Ok(state.files.kept(&still));
    }
    let kind = as_drawn(asset.file.media).ok_or(ApiError::Missing)?;
    let made_of = format!("{} {THUMBNAIL_WIDTH}", asset.file.sha256);
    let drawn = async {
        let source = state.files.here(&state.files.kept(&asset.file.sha256)).await?;
        let drawn = state.workshop.thumbnail(Source::File(source.path()), kind, THUMBNAIL_WIDTH).await;
        drawn.map_err(|refusal| unreadable(&refusal))
    };
    state.files.made("thumbnails", &made_of, drawn).await
}

pub(crate) async fn picture(
    files: &Files,
    method: &Method,
    headers: &HeaderMap,
    drawn: Result<Kept, ApiError>,
) -> Response {
    match drawn {
        Ok(file) => {
            let (media_type, name) = match files.begins_with(&file, b"\xff\xd8\xff").await {
                true => ("image/jpeg", "page.jpg"),
                false => ("image/png", "page.png"),
            };
            deliver(files, method, headers, Delivery { file: &file, media_type, as_: Use::Show, name }).await
        }
        Err(error) => refused(&error),
    }
}

pub(super) fn as_drawn(media: Media) -> Option<MediaKind> {
    match media {
        Media::Pdf => Some(MediaKind::Pdf),
        Media::Png => Some(MediaKind::Png),
        Media::Jpeg => Some(MediaKind::Jpeg),
        Media::Webp => Some(MediaKind::Webp),
        Media::Gif => Some(MediaKind::Gif),
        Media::Svg => Some(MediaKind::Svg),
        Media::Mp4 | Media::Docx | Media::Pptx | Media::Xlsx => None,
    }
}
