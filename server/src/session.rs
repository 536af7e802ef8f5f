//! Sessions: tower-sessions over the store. The cookie holds a random id, the table its SHA-256.

use crate::state::State;
use async_trait::async_trait;
use domain::id::PersonId;
use domain::time::Instant;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
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
/// Days after which a session ends that began with a password, however much it is used.
const PASSWORD_DAYS: i64 = 7;
/// Hours after which one ends that began at a provider: who left the organisation is out then, whatever the provider
/// tells.
const PROVIDER_HOURS: i64 = 24;
const PERSON: &str = "person";
const BEGAN: &str = "began";
/// When the row ends by itself; read with it, never written into it.
const IDLE_UNTIL: &str = "idle_until";
/// How long a session may be used before that is written again, in milliseconds.
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

impl Sessions {
    fn of(state: &State) -> Self {
        Self { store: state.portal.store.clone(), clock: state.portal.clock.clone() }
    }
}

/// The layer that reads and writes them.
pub fn layer(state: &State) -> SessionManagerLayer<Sessions> {
    // `__Host-` binds the cookie to this host and to TLS (RFC 6265bis, 4.1.3.2).
    let name = if state.is_secure() { "__Host-tandem" } else { "tandem" };
    SessionManagerLayer::new(Sessions::of(state))
        .with_name(name)
        .with_http_only(true)
        .with_same_site(SameSite::Lax)
        .with_secure(state.is_secure())
        .with_path("/")
        // The cookie outlives every session; when one ends is decided here, not by the browser.
        .with_expiry(Expiry::OnInactivity(Duration::days(PASSWORD_DAYS)))
}

fn key(id: &Id) -> String {
    secret_hash(&id.to_string())
}

fn failed(error: impl std::fmt::Display) -> Error {
    Error::Backend(error.to_string())
}

/// When a person signed in, and when the session ends at the latest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Began {
    at: Instant,
    ends: Instant,
}

/// A session that is used now ends after the hours of idleness, or with its life.
fn idle_until(began: Option<Began>, now: Instant) -> Instant {
    let idle = now.plus_hours(IDLE_HOURS);
    began.map_or(idle, |began| idle.min(began.ends))
}

fn kept(record: &Record, now: Instant) -> Result<(Option<PersonId>, Kept)> {
    let read = |key: &str| record.data.get(key).cloned();
    let person = read(PERSON).and_then(|value| serde_json::from_value(value).ok());
    let began = read(BEGAN).and_then(|value| serde_json::from_value(value).ok());
    let data: std::collections::HashMap<_, _> =
        record.data.iter().filter(|(key, _)| key.as_str() != IDLE_UNTIL).collect();
    let data = serde_json::to_string(&data).map_err(|e| Error::Encode(e.to_string()))?;
    Ok((person, Kept { data, expires_at: idle_until(began, now) }))
}

#[async_trait]
impl SessionStore for Sessions {
    async fn create(&self, record: &mut Record) -> Result<()> {
        // 128 random bits do not collide.
        let now = (self.clock)();
        let (person, kept) = kept(record, now)?;
        let mut tx = self.store.begin(now).await.map_err(failed)?;
        sessions::create(&mut tx, &key(&record.id), person.as_ref(), &kept).await.map_err(failed)?;
        tx.commit().await.map_err(failed)
    }

    async fn save(&self, record: &Record) -> Result<()> {
        let now = (self.clock)();
        let (person, kept) = kept(record, now)?;
        let mut tx = self.store.begin(now).await.map_err(failed)?;
        sessions::save(&mut tx, &key(&record.id), person.as_ref(), &kept).await.map_err(failed)?;
        tx.commit().await.map_err(failed)
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let mut read = self.store.read().await.map_err(failed)?;
        let kept = sessions::load(&mut read, &key(id), (self.clock)()).await.map_err(failed)?;
        let Some(kept) = kept else { return Ok(None) };
        let mut data: std::collections::HashMap<String, serde_json::Value> =
            serde_json::from_str(&kept.data).map_err(|e| Error::Decode(e.to_string()))?;
        data.insert(IDLE_UNTIL.to_owned(), kept.expires_at.millis().into());
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

type Done<T = ()> = std::result::Result<T, tower_sessions::session::Error>;

/// The person of a session, as stored; whether they may still come in is for the store to say.
pub async fn person(session: &Session) -> Done<Option<PersonId>> {
    session.get(PERSON).await
}

async fn begin(session: &Session, person: &PersonId, began: Began) -> Done {
    session.clear().await;
    session.cycle_id().await?;
    session.insert(PERSON, person).await?;
    session.insert(BEGAN, began).await
}

/// Signs a person in: a new id for the session, nothing of the old one kept.
pub async fn sign_in(session: &Session, person: &PersonId, now: Instant) -> Done {
    begin(session, person, Began { at: now, ends: now.plus_days(PASSWORD_DAYS) }).await
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
pub async fn sign_in_from(session: &Session, person: &PersonId, left: Left, now: Instant) -> Done {
    begin(session, person, Began { at: now, ends: now.plus_hours(PROVIDER_HOURS) }).await?;
    session.insert(LEFT, left).await
}

/// A new id for a session whose rows were all ended: the person, the provider they came from and the end stay.
pub async fn renew(session: &Session) -> Done {
    session.cycle_id().await
}

/// The name under which the store has this session, if it has.
pub fn kept_under(session: &Session) -> Option<String> {
    session.id().map(|id| key(&id))
}

/// When the person of this session signed in.
pub async fn signed_in_at(session: &Session) -> Option<Instant> {
    session.get::<Began>(BEGAN).await.ok().flatten().map(|began| began.at)
}

/// The provider that the person came from.
pub async fn left(session: &Session) -> Option<Left> {
    session.get(LEFT).await.ok().flatten()
}

/// Takes what was kept under these names out of the session, by a handle of its own: whoever reads a page is shown it though
/// that can't be written, and is told the same once more.
pub async fn forget(state: &State, session: &Session, names: &[&str]) {
    let apart = Session::new(session.id(), Arc::new(Sessions::of(state)), session.expiry());
    let forgotten = async {
        for name in names {
            apart.remove_value(name).await?;
        }
        // One that ended meanwhile has nothing to forget, and is not begun again.
        if apart.id().is_some() { apart.save().await } else { Ok(()) }
    };
    if let Err(error) = forgotten.await {
        tracing::warn!(%error, "what was told once could not be forgotten");
    }
}

/// Counts the hours of idleness from now on; written every few minutes only, and beside the request: an answer neither
/// waits for it nor fails with it.
pub async fn keep_alive(state: &State, session: &Session) {
    let now = state.now();
    let known: Option<i64> = session.get(IDLE_UNTIL).await.ok().flatten();
    let began: Option<Began> = session.get(BEGAN).await.ok().flatten();
    let until = idle_until(began, now);
    let (Some(id), Some(known)) = (session.id(), known) else { return };
    if until.millis() - known < SEEN_EVERY {
        return;
    }
    let store = state.portal.store.clone();
    tokio::spawn(async move {
        let touched = async {
            let mut tx = store.begin(now).await?;
            sessions::touch(&mut tx, &key(&id), until).await?;
            tx.commit().await
        };
        if let Err(error) = touched.await {
            tracing::warn!(%error, "a session could not be kept alive");
        }
    });
}
