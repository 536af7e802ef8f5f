//! What a browser has been let through to: kept in its session, a few links and no more.

use app::api::ApiError;
use app::assets::Unlocked;
use domain::id::ShareId;
use domain::time::Instant;
use tower_sessions::Session;

/// Links whose passwords one browser has given.
const UNLOCKED: &str = "unlocked";
/// Links whose files one browser has taken, and when.
const TAKEN: &str = "taken";
/// How many of each are kept; older ones are forgotten.
const MOST: usize = 8;
/// How long the file can be fetched after it was taken: a large one on a slow line, with breaks.
const TAKEN_HOURS: i64 = 6;

/// The links whose passwords this browser has given.
pub async fn unlocked(session: &Session) -> Unlocked {
    session.get(UNLOCKED).await.ok().flatten().unwrap_or_default()
}

pub(super) async fn is_unlocked(session: &Session, share: &ShareId) -> bool {
    unlocked(session).await.0.iter().any(|given| given == share.as_str())
}

pub(super) async fn unlock(session: &Session, share: &ShareId) -> Result<(), ApiError> {
    let mut given = unlocked(session).await;
    given.0.retain(|known| known != share.as_str());
    given.0.push(share.to_string());
    let old = given.0.len().saturating_sub(MOST);
    given.0.drain(..old);
    kept(session.insert(UNLOCKED, &given).await)
}

async fn takings(session: &Session) -> Vec<(String, Instant)> {
    session.get(TAKEN).await.ok().flatten().unwrap_or_default()
}

pub(super) async fn is_taken(session: &Session, share: &ShareId, now: Instant) -> bool {
    let fits = |(known, at): &(String, Instant)| known == share.as_str() && now < at.plus_hours(TAKEN_HOURS);
    takings(session).await.iter().any(fits)
}

pub(super) async fn taken(session: &Session, share: &ShareId, now: Instant) -> Result<(), ApiError> {
    let mut all = takings(session).await;
    all.retain(|(known, _)| known != share.as_str());
    all.push((share.to_string(), now));
    let old = all.len().saturating_sub(MOST);
    all.drain(..old);
    kept(session.insert(TAKEN, &all).await)
}

fn kept(done: Result<(), tower_sessions::session::Error>) -> Result<(), ApiError> {
    done.map_err(|error| {
        tracing::warn!(%error, "a session could not be kept");
        ApiError::Busy
    })
}
