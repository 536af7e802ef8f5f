//! A small OpenID provider for tests and for the demonstration: everybody in its list may sign in by pressing a button.
//!
//! It does what OpenID Connect Core 1.0 asks of the code flow with PKCE, and on request what no provider should do
//! ([`Fault`]), with its own keys. It vouches for invented people only and must never be reachable from outside.

mod keys;
mod pages;
mod tokens;

use axum::Router;
use axum::routing::{get, post};
use keys::Keys;
use serde::Deserialize;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// Somebody who can sign in.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Person {
    /// Who, for ever.
    pub sub: String,
    /// Address.
    pub email: String,
    /// Name.
    pub name: String,
}

/// The one client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Client {
    /// Its id.
    pub id: String,
    /// Its secret.
    pub secret: String,
    /// Where people are sent back to.
    pub redirect_uri: String,
    /// Where they may be sent after signing out.
    pub post_logout: String,
}

/// What the provider does wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The token carries another nonce.
    WrongNonce,
    /// The token's time is over.
    Expired,
    /// The token says that another provider made it.
    ForeignIssuer,
    /// The token is for another client.
    ForeignAudience,
    /// The token is signed by a key that was never published.
    UnknownKey,
    /// The token is not signed at all.
    Unsigned,
    /// The address is not verified.
    Unverified,
    /// The address is this provider's to assert as little as the moon is: that of another organisation.
    ForeignAddress,
    /// No fault: the token carries no address, the UserInfo endpoint tells it.
    AddressApart,
    /// As before, but what the UserInfo endpoint tells is of somebody else.
    AnothersInfo,
    /// No fault either, or a common one: whether the address is verified is told in a word instead of a truth value.
    VerifiedInWords,
    /// The token endpoint never answers.
    Hangs,
    /// The token endpoint breaks.
    Breaks,
}

/// A sign-in that waits for its code to be used.
#[derive(Debug, Clone)]
struct Granted {
    person: Person,
    nonce: Option<String>,
    challenge: String,
}

struct Inside {
    keys: Keys,
    fault: Option<Fault>,
    granted: HashMap<String, Granted>,
    /// Who is behind an access token.
    told: HashMap<String, Person>,
}

#[derive(Clone)]
struct Shared {
    issuer: Arc<str>,
    people: Arc<[Person]>,
    client: Arc<Client>,
    inside: Arc<Mutex<Inside>>,
}

impl Shared {
    fn inside(&self) -> MutexGuard<'_, Inside> {
        self.inside.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A running provider; it stops when it is dropped.
pub struct Provider {
    /// Its issuer, which is its address.
    pub issuer: String,
    shared: Shared,
    serving: JoinHandle<()>,
}

impl Drop for Provider {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

impl Provider {
    /// Serves on this listener.
    pub fn start(listener: TcpListener, people: Vec<Person>, client: Client) -> std::io::Result<Self> {
        let issuer = format!("http://{}", listener.local_addr()?);
        let inside = Inside { keys: Keys::new(), fault: None, granted: HashMap::new(), told: HashMap::new() };
        let shared = Shared {
            issuer: issuer.as_str().into(),
            people: people.into(),
            client: Arc::new(client),
            inside: Arc::new(Mutex::new(inside)),
        };
        let app = Router::new()
            .route("/.well-known/openid-configuration", get(tokens::discovery))
            .route("/keys", get(tokens::keys))
            .route("/token", post(tokens::token))
            .route("/info", get(tokens::info))
            .route("/authorize", get(pages::authorize))
            .route("/sign-in", post(pages::sign_in))
            .route("/end", get(pages::end))
            .with_state(shared.clone());
        let serving = tokio::spawn(async move {
            if let Err(error) = axum::serve(listener, app).await {
                eprintln!("the provider stopped: {error}");
            }
        });
        Ok(Self { issuer, shared, serving })
    }

    /// Does this wrong from now on; `None` for nothing.
    pub fn do_wrong(&self, fault: Option<Fault>) {
        self.shared.inside().fault = fault;
    }

    /// Signs with a new key from now on; the old one is not published any more.
    pub fn rotate_keys(&self) {
        self.shared.inside().keys = Keys::new();
    }

    /// Serves until it is stopped from outside.
    pub async fn run(mut self) {
        // An abort is the only way in which it ends early, and nobody is left to tell.
        let _ = (&mut self.serving).await;
    }
}
