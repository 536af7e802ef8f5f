//! Sessions: tower-sessions over the store. The cookie holds a random id, the table its SHA-256.

use crate::state::State;
use async_trait::async_trait;
use domain::id::PersonId;
use domain::time::Instant;
use serde::{Deserialize, Serialize};
use store::Store;
use store::people::secret_hash;
use store::sessions::{self, Kept};
use tower_sessions::cookie::SameSite;
use tower_sessions::cookie::time::{Duration, OffsetDateTime};
use tower_sessions::session::{Id, Record};
use tower_sessions::session_store::{Error, Result};
use tower_sessions::{Expiry, Session, SessionManagerLayer, SessionStore};

/// Hours after which a session ends that nobody used.
const IDLE_HOURS: i64 = 12;
const PERSON: &str = "person";
/// When the session was last written for being used, in milliseconds since 1970.
const SEEN: &str = "seen";
/// How long a session may be used before that is written again.
const SEEN_EVERY: i64 = 5 * 60 * 1000;
/// The provider that a person came from.
const LEFT: &str = "left";

/// The store of sessions.
#[derive(Clone)]
pub struct Sessions {
    store: Store,
    clock: app::api::Clock,
}

impl std::fmt::Debug for Sessions {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Sessions")
    }
}

/// The layer that reads and writes them.
pub fn layer(state: &State) -> SessionManagerLayer<Sessions> {
    let store = Sessions { store: state.portal.store.clone(), clock: state.portal.clock.clone() };
    // `__Host-` binds the cookie to this host and to TLS (RFC 6265bis, 4.1.3.2).
    let name = if state.is_secure() { "__Host-tandem" } else { "tandem" };
    SessionManagerLayer::new(store)
        .with_name(name)
        .with_http_only(true)
        .with_same_site(SameSite::Lax)
        .with_secure(state.is_secure())
        .with_path("/")
        .with_expiry(Expiry::OnInactivity(Duration::hours(IDLE_HOURS)))
}

fn key(id: &Id) -> String {
    secret_hash(&id.to_string())
}

fn failed(error: impl std::fmt::Display) -> Error {
    Error::Backend(error.to_string())
}

fn kept(record: &Record) -> Result<(Option<PersonId>, Kept)> {
    let person = record.data.get(PERSON).and_then(|value| serde_json::from_value(value.clone()).ok());
    let data = serde_json::to_string(&record.data).map_err(|e| Error::Encode(e.to_string()))?;
    let expires_at = Instant::from_millis(record.expiry_date.unix_timestamp().saturating_mul(1000));
    Ok((person, Kept { data, expires_at }))
}

#[async_trait]
impl SessionStore for Sessions {
    async fn create(&self, record: &mut Record) -> Result<()> {
        // 128 random bits do not collide.
        let (person, kept) = kept(record)?;
        let mut tx = self.store.begin((self.clock)()).await.map_err(failed)?;
        sessions::create(&mut tx, &key(&record.id), person.as_ref(), &kept).await.map_err(failed)?;
        tx.commit().await.map_err(failed)
    }

    async fn save(&self, record: &Record) -> Result<()> {
        let (person, kept) = kept(record)?;
        let mut tx = self.store.begin((self.clock)()).await.map_err(failed)?;
        sessions::save(&mut tx, &key(&record.id), person.as_ref(), &kept).await.map_err(failed)?;
        tx.commit().await.map_err(failed)
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let mut read = self.store.read().await.map_err(failed)?;
        let kept = sessions::load(&mut read, &key(id), (self.clock)()).await.map_err(failed)?;
        let Some(kept) = kept else { return Ok(None) };
        let data = serde_json::from_str(&kept.data).map_err(|e| Error::Decode(e.to_string()))?;
        let expiry_date = OffsetDateTime::from_unix_timestamp(kept.expires_at.millis() / 1000)
            .map_err(|e| Error::Decode(e.to_string()))?;
        Ok(Some(Record { id: *id, data, expiry_date }))
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        let mut tx = self.store.begin((self.clock)()).await.map_err(failed)?;
        sessions::end(&mut tx, &key(id)).await.map_err(failed)?;
        tx.commit().await.map_err(failed)
    }
}

/// The person of a session, as stored; whether they may still come in is for the store to say.
pub async fn person(session: &Session) -> Option<PersonId> {
    session.get(PERSON).await.ok().flatten()
}

/// Signs a person in: a new id for the session, nothing of the old one kept.
pub async fn sign_in(
    session: &Session,
    person: &PersonId,
) -> std::result::Result<(), tower_sessions::session::Error> {
    session.clear().await;
    session.cycle_id().await?;
    session.insert(PERSON, person).await
}

/// What has to be said at the provider when the person signs out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Left {
    /// Short name of the connection.
    pub connection: String,
    /// The token, as a hint who leaves.
    pub id_token: String,
}

/// As [`sign_in`], for a person who came from a provider.
pub async fn sign_in_from(
    session: &Session,
    person: &PersonId,
    left: Left,
) -> std::result::Result<(), tower_sessions::session::Error> {
    sign_in(session, person).await?;
    session.insert(LEFT, left).await
}

/// The provider that the person came from.
pub async fn left(session: &Session) -> Option<Left> {
    session.get(LEFT).await.ok().flatten()
}

/// Counts the hours of idleness from now on; written every few minutes only.
pub async fn keep_alive(session: &Session, now: Instant) {
    let seen: i64 = session.get(SEEN).await.ok().flatten().unwrap_or_default();
    if now.millis() - seen >= SEEN_EVERY
        && let Err(error) = session.insert(SEEN, now.millis()).await
    {
        tracing::warn!(%error, "a session could not be kept alive");
    }
}
