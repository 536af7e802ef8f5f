//! Everything of a collection at once: one archive, written while it is sent, so that however large it is no more of it
//! is in memory than a few pieces. Files are stored as they are, since collateral is packed already.

use super::take::{file_stem, media_kind, note};
use super::{branded, refused};
use crate::files::Here;
use crate::state::State;
use ::zip::write::SimpleFileOptions;
use ::zip::{CompressionMethod, ZipWriter};
use app::api::ApiError;
use axum::Extension;
use axum::body::Body;
use axum::extract::Path;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::{HeaderMap, Method};
use axum::response::{IntoResponse as _, Response};
use bytes::Bytes;
use domain::access::{Actor, Subject};
use domain::assets::{Asset, names_beside_each_other};
use domain::id::CollectionId;
use domain::partners::Partner;
use std::io::{self, Write};
use tokio::sync::{Semaphore, mpsc};
use tracing::Instrument as _;

/// Archives that are written at the same time: each holds a thread.
const AT_ONCE: usize = 4;
static PLACES: Semaphore = Semaphore::const_new(AT_ONCE);
/// The size of a piece, and how many wait for a slow reader.
const PIECE_BYTES: usize = 64 * 1024;
const PIECES: usize = 4;

/// What goes into the archive.
struct Contents {
    actor: Actor,
    name: String,
    assets: Vec<Asset>,
    partner: Option<Partner>,
}

/// The archive of a collection as far as its reader reaches it.
pub async fn collection(
    axum::extract::State(state): axum::extract::State<State>,
    Path(id): Path<String>,
    actor: Option<Extension<Actor>>,
    method: Method,
) -> Response {
    let found = async {
        let place = PLACES.try_acquire().map_err(|_| ApiError::Busy)?;
        Ok::<_, ApiError>((contents(&state, actor, &id).await?, place))
    };
    let (contents, place) = match found.await {
        Ok(found) => found,
        Err(error) => return refused(&error),
    };
    let name = names_beside_each_other([(contents.name.as_str(), "zip")]).pop().unwrap_or_default();
    let mut headers = HeaderMap::new();
    let disposition = crate::deliver::disposition(crate::deliver::Use::Save, &name);
    for (name, value) in [(CONTENT_TYPE, "application/zip"), (CONTENT_DISPOSITION, &disposition)] {
        if let Ok(value) = value.parse() {
            headers.insert(name, value);
        }
    }
    if method == Method::HEAD {
        return headers.into_response();
    }
    let (pieces, read) = mpsc::channel::<io::Result<Bytes>>(PIECES);
    let writing = async move {
        let _place = place;
        write(state, contents, pieces).await;
    };
    tokio::spawn(writing.in_current_span());
    let stream = futures::stream::unfold(read, |mut read| async { Some((read.recv().await?, read)) });
    (headers, Body::from_stream(stream)).into_response()
}

async fn contents(state: &State, actor: Option<Extension<Actor>>, id: &str) -> Result<Contents, ApiError> {
    let Extension(actor) = actor.ok_or(ApiError::SignIn)?;
    let id: CollectionId = id.parse()?;
    let scope = actor.scope(Subject::Assets);
    let today = state.now().day();
    let mut read = state.portal.store.read().await?;
    let found = store::assets::collections::find(&mut read, &scope, &id, today).await?;
    let (collection, rows) = found.ok_or(ApiError::Missing)?;
    let mut assets = Vec::new();
    for row in rows {
        assets.extend(store::assets::find(&mut read, &scope, &row.id, today).await?);
    }
    let partner = match actor.profile().partner_id() {
        Some(own) => store::partners::find(&mut read, &actor.scope(Subject::Partners), own).await?,
        None => None,
    };
    Ok(Contents { actor, name: collection.name, assets, partner })
}

/// Makes one file after the other ready and hands it to the thread that writes; ends when the reader has gone.
async fn write(state: State, contents: Contents, pieces: mpsc::Sender<io::Result<Bytes>>) {
    let (ready, files) = mpsc::channel::<(String, Here)>(1);
    let broken = pieces.clone();
    let written = tokio::task::spawn_blocking(move || archive(files, pieces));
    let Contents { actor, assets, partner, .. } = contents;
    let named: Vec<(String, &'static str)> = assets
        .iter()
        .map(|asset| (file_stem(asset, partner.as_ref()), media_kind(asset.file.media).extension()))
        .collect();
    let names = names_beside_each_other(named.iter().map(|(stem, ending)| (stem.as_str(), *ending)));
    for (asset, name) in assets.iter().zip(names) {
        // What can't get the brand now is there without it: half a collection would be worse.
        let (kept, cobranded) = match branded::taken(&state, asset, partner.as_ref()).await {
            Ok(file) => (file, partner.is_some() && asset.takes_a_brand()),
            Err(error) => {
                tracing::warn!(%error, asset = %asset.id, "taken without the brand");
                (state.files.kept(&asset.file.sha256), false)
            }
        };
        let here = match state.files.here(&kept).await {
            Ok(here) => here,
            // An archive that lacks a file looks whole: better none.
            Err(error) => {
                drop(broken.send(Err(io::Error::other(error))).await);
                break;
            }
        };
        if ready.send((name, here)).await.is_err() {
            break;
        }
        if let Err(error) = note(&state, &actor, asset, cobranded).await {
            tracing::warn!(%error, asset = %asset.id, "a download was not noted");
        }
    }
    drop(ready);
    match written.await {
        Ok(Ok(())) => {}
        // The reader sees that the archive is not whole: the answer is cut.
        Ok(Err(error)) => drop(broken.send(Err(error)).await),
        Err(error) => drop(broken.send(Err(io::Error::other(error))).await),
    }
}

fn archive(mut files: mpsc::Receiver<(String, Here)>, to: mpsc::Sender<io::Result<Bytes>>) -> io::Result<()> {
    let out = io::BufWriter::with_capacity(PIECE_BYTES, Pieces(to));
    let mut zip = ZipWriter::new_stream(out);
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    while let Some((name, here)) = files.blocking_recv() {
        let mut file = std::fs::File::open(here.path())?;
        zip.start_file(name, options).map_err(io::Error::other)?;
        io::copy(&mut file, &mut zip)?;
    }
    let out = zip.finish().map_err(io::Error::other)?;
    out.into_inner().flush()
}

/// The answer as something to write into; a reader that has gone away is an error.
struct Pieces(mpsc::Sender<io::Result<Bytes>>);

impl Write for Pieces {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let piece = Bytes::copy_from_slice(&bytes[..bytes.len().min(PIECE_BYTES)]);
        let length = piece.len();
        self.0.blocking_send(Ok(piece)).map_err(|_| io::ErrorKind::BrokenPipe)?;
        Ok(length)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
