//! Pictures that are there before anybody asks for them: made by the worker when a file has come, so that no reader of a list
//! waits for one. Those of films are made here only.

use super::pages::{THUMBNAIL_WIDTH, as_drawn, draw_small};
use crate::state::State;
use app::api::ApiError;
use documents::MediaKind;
use domain::access::{ManageAssets, Permit, Scope};
use domain::assets::Media;
use domain::id::FileId;
use store::StoreError;
use store::assets::stills;
use store::files::NewFile;

/// Makes the small picture of an asset whose file is new, if there can be one.
pub(crate) async fn of_new(state: &State, asset: &str) -> Result<(), ApiError> {
    let Ok(id) = asset.parse() else { return Ok(()) };
    let mut read = state.portal.store.read().await?;
    let found = store::assets::find(&mut read, &Scope::All, &id, state.now().day()).await?;
    drop(read);
    let made = match found {
        Some(film) if film.file.media == Media::Mp4 => of_films(state, asset, 1).await.map(drop),
        Some(asset) if as_drawn(asset.file.media).is_some() => draw_small(state, &asset).await.map(drop),
        _ => Ok(()),
    };
    match made {
        // It won't become a file that can be drawn by being tried again.
        Err(ApiError::Invalid(_)) => Ok(()),
        other => other,
    }
}

/// Draws films (of this asset, or of any where it is empty) that nobody has tried to draw; answers how many it tried.
pub(crate) async fn of_films(state: &State, asset: &str, most: i64) -> Result<usize, ApiError> {
    if state.workshop.films().is_none() {
        return Ok(0);
    }
    let permit = Permit::of_the_portal(ManageAssets);
    let films = stills::wanting(&mut state.portal.store.read().await?, &permit, asset, most).await?;
    for (film, sha256) in &films {
        of_film(state, permit.clone(), film.clone(), sha256).await?;
    }
    Ok(films.len())
}

async fn of_film(
    state: &State,
    permit: Permit<ManageAssets>,
    film: FileId,
    sha256: &str,
) -> Result<(), ApiError> {
    let source = state.files.here(&state.files.kept(sha256)).await?;
    let drawn = match state.workshop.still(source.path(), THUMBNAIL_WIDTH).await {
        Ok(png) => Some(state.files.receive_all(png).await?),
        Err(refusal) if refusal.is_ours() => return Err(ApiError::Busy),
        Err(refusal) => {
            tracing::info!(%refusal, sha256, "no picture of a film");
            None
        }
    };
    let picture = drawn.as_ref().map(|drawn| NewFile {
        sha256: drawn.sha256.clone(),
        bytes: i64::try_from(drawn.bytes).unwrap_or(i64::MAX),
        kind: MediaKind::Png.extension().to_owned(),
        name: "still.png".to_owned(),
    });
    let portal = state.portal.clone();
    let written = async move {
        let mut tx = portal.store.begin((portal.clock)()).await?;
        match stills::record(&mut tx, &permit, &film, picture.as_ref()).await {
            Ok(()) => Ok(tx.commit().await?),
            // Another server was faster.
            Err(StoreError::Duplicate { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    };
    match drawn {
        Some(drawn) => state.files.keep_with(&state.portal.store, drawn, written).await,
        None => written.await,
    }
}
