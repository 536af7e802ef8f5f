//! Large files in pieces, by the protocol of tus 1.0.0 (<https://tus.io/protocols/resumable-upload>): core, creation,
//! creation with upload, expiration, checksum, termination.
//!
//! What is there of a file is in the database, its pieces are in the file store: any server takes the next one. A piece is
//! acknowledged when both are durable. Of two who send the same place at once, one is acknowledged and the other told.

mod answer;
mod checksum;
mod told;

use crate::files::pieces::{Coming, End};
use crate::state::State;
pub(crate) use answer::Refused;
use answer::with;
use app::api::ApiError;
use axum::Extension;
use axum::body::{Body, BodyDataStream};
use axum::extract::Path;
use axum::http::header::{CACHE_CONTROL, LOCATION};
use axum::http::{HeaderMap, HeaderName, StatusCode};
use axum::response::Response;
use checksum::Checksum;
use domain::access::{Actor, ManageAssets, Permit};
use domain::assets::MOST_BYTES;
use domain::id::UploadId;
use domain::uploads::{NewUpload, PIECE_BYTES, PIECES_MOST, Upload};
use store::StoreError;
use store::uploads::{self, Piece};
use tracing::Instrument as _;

const LENGTH: HeaderName = HeaderName::from_static("upload-length");
const OFFSET: HeaderName = HeaderName::from_static("upload-offset");
const EXPIRES: HeaderName = HeaderName::from_static("upload-expires");

/// How many uploads that are over have their bytes removed in one go.
const SWEPT_AT_ONCE: i64 = 50;
/// The bytes that telling a kind of file takes.
const HEAD_BYTES: u64 = 64 * 1024;

type Taken<T> = Result<T, Refused>;

/// What this server can.
pub async fn options() -> Response {
    let can = [
        ("tus-version", "1.0.0".to_owned()),
        ("tus-extension", "creation,creation-with-upload,expiration,checksum,termination".to_owned()),
        ("tus-checksum-algorithm", "sha1,sha256".to_owned()),
        ("tus-max-size", MOST_BYTES.to_string()),
    ];
    with(StatusCode::NO_CONTENT, can.map(|(name, value)| (HeaderName::from_static(name), value)))
}

fn permit(actor: Option<Extension<Actor>>) -> Taken<Permit<ManageAssets>> {
    let Extension(actor) = actor.ok_or(ApiError::SignIn)?;
    Ok(actor.permit(ManageAssets).map_err(ApiError::from)?)
}

/// Begins an upload, perhaps with its first bytes.
pub async fn create(
    axum::extract::State(state): axum::extract::State<State>,
    actor: Option<Extension<Actor>>,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let begun = async {
        told::version(&headers)?;
        let permit = permit(actor)?;
        let length = told::number(&headers, &LENGTH)?;
        let new = NewUpload::check(&told::name(&headers), length, told::modified(&headers))?;
        let sent = told::has_bytes(&headers)?;
        let checksum = Checksum::told(&headers)?;
        let mut tx = state.portal.store.begin(state.now()).await.map_err(ApiError::from)?;
        let upload = uploads::begin(&mut tx, &permit, &new).await.map_err(ApiError::from)?;
        tx.commit().await.map_err(ApiError::from)?;
        let upload = upload.ok_or(Refused::TooMany)?;
        if sent { take(&state, permit, upload, checksum, body).await } else { Ok(upload) }
    };
    match begun.await {
        Ok(upload) => {
            let place = (LOCATION, format!("/uploads/{}", upload.id));
            with(StatusCode::CREATED, how_far(&upload).into_iter().chain([place]))
        }
        Err(refused) => refused.answer(),
    }
}

fn how_far(upload: &Upload) -> [(HeaderName, String); 2] {
    [(OFFSET, upload.received.to_string()), (EXPIRES, answer::date(upload.expires_at))]
}

/// An upload of the caller that goes on.
pub(crate) async fn find(state: &State, permit: &Permit<ManageAssets>, id: &str) -> Taken<Upload> {
    let id: UploadId = id.parse().map_err(|_| ApiError::Missing)?;
    let mut read = state.portal.store.read().await.map_err(ApiError::from)?;
    let upload = uploads::find(&mut read, permit, &id).await.map_err(ApiError::from)?;
    let upload = upload.ok_or(ApiError::Missing)?;
    if upload.is_over(state.now()) { Err(Refused::Over) } else { Ok(upload) }
}

/// How far an upload is.
pub async fn head(
    axum::extract::State(state): axum::extract::State<State>,
    Path(id): Path<String>,
    actor: Option<Extension<Actor>>,
    headers: HeaderMap,
) -> Response {
    let found = async {
        told::version(&headers)?;
        find(&state, &permit(actor)?, &id).await
    };
    match found.await {
        Ok(upload) => {
            let more = [(LENGTH, upload.bytes.to_string()), (CACHE_CONTROL, "no-store".to_owned())];
            with(StatusCode::OK, how_far(&upload).into_iter().chain(more))
        }
        Err(refused) => refused.answer(),
    }
}

/// Takes the next bytes.
pub async fn patch(
    axum::extract::State(state): axum::extract::State<State>,
    Path(id): Path<String>,
    actor: Option<Extension<Actor>>,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let taken = async {
        told::version(&headers)?;
        let permit = permit(actor)?;
        if !told::has_bytes(&headers)? {
            return Err(Refused::NotBytes);
        }
        let checksum = Checksum::told(&headers)?;
        let offset = told::number(&headers, &OFFSET)?;
        let upload = find(&state, &permit, &id).await?;
        if u64::try_from(upload.received) != Ok(offset) {
            return Err(Refused::Moved);
        }
        if told::length(&headers).is_some_and(|length| length > upload.missing()) {
            return Err(Refused::TooLong);
        }
        take(&state, permit, upload, checksum, body).await
    };
    match taken.await {
        Ok(upload) => with(StatusCode::NO_CONTENT, how_far(&upload)),
        Err(refused) => refused.answer(),
    }
}

/// Gives an upload up.
pub async fn terminate(
    axum::extract::State(state): axum::extract::State<State>,
    Path(id): Path<String>,
    actor: Option<Extension<Actor>>,
    headers: HeaderMap,
) -> Response {
    let ended = async {
        told::version(&headers)?;
        let permit = permit(actor)?;
        let upload = find(&state, &permit, &id).await?;
        end(&state, &permit, &upload).await.map_err(Refused::from)
    };
    match ended.await {
        Ok(()) => with(StatusCode::NO_CONTENT, []),
        Err(refused) => refused.answer(),
    }
}

/// PATCH and DELETE for those whose way through the network knows neither.
pub async fn overridden(
    state: axum::extract::State<State>,
    path: Path<String>,
    actor: Option<Extension<Actor>>,
    headers: HeaderMap,
    body: Body,
) -> Response {
    match headers.get("x-http-method-override").map(|method| method.as_bytes()) {
        Some(b"PATCH") => patch(state, path, actor, headers, body).await,
        Some(b"DELETE") => terminate(state, path, actor, headers).await,
        _ => with(StatusCode::METHOD_NOT_ALLOWED, []),
    }
}

/// Receives to the end even when the sender goes away: what came before that is kept.
async fn take(
    state: &State,
    permit: Permit<ManageAssets>,
    upload: Upload,
    checksum: Option<Checksum>,
    body: Body,
) -> Taken<Upload> {
    let state = state.clone();
    let receiving = async move {
        let mut taking = Taking { state: &state, permit, upload, checksum, kept: Vec::new() };
        let taken = taking.all(Coming::new(body.into_data_stream())).await;
        for piece in &taking.kept {
            state.files.discard_piece(&piece.name).await;
        }
        taken.map(|()| taking.upload)
    };
    match tokio::spawn(receiving.in_current_span()).await {
        Ok(taken) => taken,
        Err(error) => Err(ApiError::Broken { ticket: app::api::ticket(&error) }.into()),
    }
}

/// A request that brings bytes.
struct Taking<'a> {
    state: &'a State,
    permit: Permit<ManageAssets>,
    upload: Upload,
    checksum: Option<Checksum>,
    /// Pieces that are in the file store and not recorded: with a checksum, none is before all of them are there.
    kept: Vec<Piece>,
}

impl Taking<'_> {
    async fn all(&mut self, mut coming: Coming<BodyDataStream>) -> Taken<()> {
        let mut missing = self.upload.missing();
        let files = &self.state.files;
        loop {
            if self.upload.pieces + self.kept.len() as i64 >= PIECES_MOST && missing > 0 {
                return Err(Refused::TooManyPieces);
            }
            let checksum = &mut self.checksum;
            let seen = |bytes: &[u8]| checksum.iter_mut().for_each(|sum| sum.see(bytes));
            let piece =
                files.piece(&mut coming, PIECE_BYTES.min(missing), seen).await.map_err(ApiError::from)?;
            missing -= piece.bytes;
            let is_last = piece.end != End::Full || missing == 0;
            if piece.end == End::Full && missing == 0 && coming.has_more().await {
                return Err(Refused::TooLong);
            }
            if piece.end == End::Cut && self.checksum.is_some() {
                return Err(Refused::WrongSum);
            }
            let is_first = self.upload.received == 0 && self.kept.is_empty();
            if is_first && (piece.bytes >= HEAD_BYTES || missing == 0) {
                self.judge(&piece.head).await?;
            }
            if piece.bytes > 0 {
                let bytes = i64::try_from(piece.bytes).unwrap_or(i64::MAX);
                let name = files.keep_piece(self.upload.id.as_str(), piece).await.map_err(ApiError::from)?;
                self.kept.push(Piece { bytes, name });
            }
            if is_last {
                if self.checksum.take().is_some_and(|sum| !sum.holds()) {
                    return Err(Refused::WrongSum);
                }
                return self.record().await;
            }
            if self.checksum.is_none() {
                self.record().await?;
            }
        }
    }

    /// What is no collateral by its beginning is refused before the rest was sent.
    async fn judge(&self, head: &[u8]) -> Taken<()> {
        let judged = crate::assets::media_of(head);
        let fits = judged.as_ref().is_ok_and(|media| self.upload.bytes as u64 <= media.most_bytes());
        if fits {
            return Ok(());
        }
        end(self.state, &self.permit, &self.upload).await?;
        match judged {
            Ok(media) => Err(Refused::TooLarge { most: media.most_bytes() }),
            Err(error) => Err(Refused::NotCollateral(error)),
        }
    }

    async fn record(&mut self) -> Taken<()> {
        if self.kept.is_empty() {
            return Ok(());
        }
        let recorded = async {
            let mut tx = self.state.portal.store.begin(self.state.now()).await?;
            let after = uploads::advance(&mut tx, &self.upload, &self.kept).await?;
            tx.commit().await?;
            Ok(after)
        };
        match recorded.await {
            Ok(after) => {
                self.upload = after;
                self.kept.clear();
                Ok(())
            }
            Err(StoreError::Stale) => Err(Refused::Moved),
            Err(other) => Err(ApiError::from(other).into()),
        }
    }
}

/// Ends an upload and removes its bytes.
pub(crate) async fn end(
    state: &State,
    permit: &Permit<ManageAssets>,
    upload: &Upload,
) -> Result<(), ApiError> {
    let mut tx = state.portal.store.begin(state.now()).await?;
    match uploads::give_up(&mut tx, permit, &upload.id).await {
        // Its bytes are removed already.
        Err(StoreError::Stale) => return Ok(()),
        other => other?,
    }
    tx.commit().await?;
    if let Err(error) = remove(state, &upload.id).await {
        tracing::warn!(%error, "the bytes of an upload are removed in the next round");
    }
    Ok(())
}

async fn remove(state: &State, id: &UploadId) -> Result<(), ApiError> {
    state.files.clear_pieces(id.as_str()).await?;
    let mut tx = state.portal.store.begin(state.now()).await?;
    uploads::forget(&mut tx, id).await?;
    Ok(tx.commit().await?)
}

/// Removes the bytes of uploads that waited too long or were given up; answers of how many.
pub async fn sweep(state: &State) -> Result<usize, StoreError> {
    let mut tx = state.portal.store.begin(state.now()).await?;
    let over = uploads::over(&mut tx, SWEPT_AT_ONCE).await?;
    tx.commit().await?;
    let mut removed = 0;
    for id in over {
        match remove(state, &id).await {
            Ok(()) => removed += 1,
            // A bucket that is away, perhaps: the next round tries again.
            Err(error) => tracing::warn!(%error, %id, "the bytes of an upload could not be removed"),
        }
    }
    Ok(removed)
}
