//! Marketing brings a file: streamed to the file store, known by its content, a draft afterwards.

use crate::files::Received;
use crate::state::State;
use crate::uploads::{FIELD, answer, file, refused, text_field};
use app::api::ApiError;
use app::texts::text;
use axum::Extension;
use axum::extract::Multipart;
use axum::extract::multipart::MultipartRejection;
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use documents::{MediaKind, Source, sniff};
use domain::access::{Actor, ManageAssets, Permit};
use domain::assets::{
    AssetDefaults, AssetDetails, AssetKind, Length, MOST_BYTES, Media, PageSize, title_of_file,
};
use domain::form::{Fault, Faults};
use domain::id::AssetId;
use store::StoreError;
use store::assets::changes::{self, NewAsset};
use store::files::NewFile;
use tower_sessions::Session;

/// Most bytes of the whole form.
pub const MOST_FORM_BYTES: usize = MOST_BYTES as usize + 64 * 1024;

/// Takes a file; answers its editor.
pub async fn upload(
    axum::extract::State(state): axum::extract::State<State>,
    actor: Option<Extension<Actor>>,
    session: Session,
    (headers, uri): (HeaderMap, Uri),
    form: Result<Multipart, MultipartRejection>,
) -> Response {
    let done = async {
        let Extension(actor) = actor.ok_or(ApiError::SignIn)?;
        let form = form.map_err(|_| ApiError::Invalid(Faults::new()))?;
        keep(&state, &actor, form).await
    };
    answer(&session, &headers, uri.path(), done.await).await
}

async fn keep(state: &State, actor: &Actor, mut form: Multipart) -> Result<String, ApiError> {
    let permit = actor.permit(ManageAssets)?;
    let key = text_field(&mut form, "key", 64).await?;
    if key.is_empty() {
        return Err(Faults::new().into());
    }
    let field = file(&mut form).await?;
    let name = domain::text::optional_line(field.file_name().unwrap_or_default(), 200).unwrap_or_default();
    let received = state.files.receive(field, |head| Ok::<_, ApiError>(media_of(head)?.most_bytes())).await?;
    let made = make(state, permit, received, name, key, AssetDefaults::default()).await;
    made.map(|id| format!("/assets/manage/{id}"))
}

/// Makes a draft of what was received, once it is judged. Sent twice with one key, it is one asset.
pub(super) async fn make(
    state: &State,
    permit: Permit<ManageAssets>,
    received: Received,
    name: String,
    key: String,
    defaults: AssetDefaults,
) -> Result<AssetId, ApiError> {
    let (file, pages, words) = judged(state, &received, &name).await?;
    let media = media_of(&received.head)?;
    let details = defaults.over(first_details(&name, media));
    let new = NewAsset { details, pages, words, idempotency_key: key };
    let portal = state.portal.clone();
    let written = async move {
        let mut tx = portal.store.begin((portal.clock)()).await?;
        if let Some(known) = store::assets::by_key(&mut tx, &permit, &new.idempotency_key).await? {
            return Ok(known);
        }
        match changes::make(&mut tx, &permit, &file, &new).await {
            Ok(id) => {
                tx.commit().await?;
                Ok(id)
            }
            // The same form a moment earlier: its asset is the answer to both.
            Err(StoreError::Duplicate { .. }) => {
                drop(tx);
                let mut read = portal.store.read().await?;
                let known = store::assets::by_key(&mut read, &permit, &new.idempotency_key).await?;
                known.ok_or(ApiError::Conflict)
            }
            Err(other) => Err(other.into()),
        }
    };
    state.files.keep_with(&state.portal.store, received, written).await
}

/// What is recorded of a file that may be collateral: it was looked into, and nothing speaks against it.
pub(super) async fn judged(
    state: &State,
    received: &Received,
    name: &str,
) -> Result<(NewFile, Vec<PageSize>, String), ApiError> {
    let media = media_of(&received.head)?;
    let (pages, words) = looked_at(state, received, media).await?;
    let file = NewFile {
        sha256: received.sha256.clone(),
        bytes: i64::try_from(received.bytes).unwrap_or(i64::MAX),
        kind: media.to_string(),
        name: name.to_owned(),
    };
    Ok((file, pages, words))
}

/// What begins like this, if it is taken.
pub(crate) fn media_of(head: &[u8]) -> Result<Media, ApiError> {
    if head.is_empty() {
        return Err(Faults::of(FIELD, Fault::Missing).into());
    }
    Ok(match sniff(head) {
        MediaKind::Pdf => Media::Pdf,
        MediaKind::Png => Media::Png,
        MediaKind::Jpeg => Media::Jpeg,
        MediaKind::Webp => Media::Webp,
        MediaKind::Gif => Media::Gif,
        MediaKind::Svg => Media::Svg,
        MediaKind::Mp4 => Media::Mp4,
        MediaKind::Docx => Media::Docx,
        MediaKind::Pptx => Media::Pptx,
        MediaKind::Xlsx => Media::Xlsx,
        MediaKind::Webm | MediaKind::Zip | MediaKind::Text | MediaKind::Unknown => {
            let reason = text::assets::kind_not_taken().to_owned();
            return Err(Faults::of(FIELD, Fault::BadFile { reason }).into());
        }
    })
}

/// What there is to know of the inside: the sizes of pages or of a picture that takes a brand, and the words. What can't be
/// shown as the portal shows it is refused.
async fn looked_at(
    state: &State,
    received: &Received,
    media: Media,
) -> Result<(Vec<PageSize>, String), ApiError> {
    let Some(kind) = super::pages::as_drawn(media) else { return Ok((Vec::new(), String::new())) };
    let width = if kind == MediaKind::Pdf { super::pages::PAGE_WIDTH } else { super::pages::THUMBNAIL_WIDTH };
    let looked = state.workshop.look(Source::File(received.path()), kind, width).await.map_err(refused)?;
    let length = |length: f32| Length::from_points(f64::from(length));
    let pages = looked.pages.iter();
    let pages = pages.map(|page| PageSize { width: length(page.width), height: length(page.height) });
    Ok((pages.collect(), looked.words))
}

/// What can be said before anybody has said anything.
fn first_details(name: &str, media: Media) -> AssetDetails {
    let kind = match media {
        Media::Pdf => AssetKind::DataSheet,
        Media::Png | Media::Jpeg | Media::Webp | Media::Gif | Media::Svg => AssetKind::Image,
        Media::Mp4 => AssetKind::Video,
        Media::Pptx => AssetKind::Presentation,
        Media::Docx | Media::Xlsx => AssetKind::Other,
    };
    AssetDetails {
        title: title_of_file(name).unwrap_or_else(|| text::assets::untitled().to_owned()),
        description: String::new(),
        kind,
        language: "en".to_owned(),
        tags: Vec::new(),
        tiers: Vec::new(),
        types: Vec::new(),
        publish_on: None,
        expire_on: None,
    }
}
