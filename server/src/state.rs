//! What every request handler can reach.

use crate::files::Files;
use crate::mail::Mailer;
use crate::notices::Switchboard;
use crate::passwords::Passwords;
use crate::sign_in::Throttle;
use crate::site::Site;
use crate::sso::Ways;
use app::Assets;
use app::api::Portal;
use axum::extract::FromRef;
use documents::Workshop;
use leptos::config::LeptosOptions;
use std::ops::{Deref, DerefMut};
use std::sync::Arc;

/// The running server. Every layer of a request has its own copies, some fifty of them, so that a copy is one count.
#[derive(Clone)]
pub struct State(Arc<Reached>);

/// What is reached.
#[derive(Clone)]
pub struct Reached {
    /// What pages and server functions reach.
    pub portal: Portal,
    /// Password hashing, bounded.
    pub passwords: Passwords,
    /// How often somebody may try to get in.
    pub throttle: Arc<Throttle>,
    /// The bytes that people bring.
    pub files: Files,
    /// Work on their files, in children.
    pub workshop: Workshop,
    /// Single sign-on.
    pub ways: Ways,
    /// The way to the mail server, where one is configured.
    pub mail: Option<Arc<Mailer>>,
    /// Pages that listen for notices.
    pub live: Arc<Switchboard>,
    /// The built pages.
    pub assets: Arc<Assets>,
    /// Where they are.
    pub site: Site,
    /// What Leptos wants to know.
    pub leptos: LeptosOptions,
}

impl Deref for State {
    type Target = Reached;
    fn deref(&self) -> &Reached {
        &self.0
    }
}

/// Changes this copy alone.
impl DerefMut for State {
    fn deref_mut(&mut self) -> &mut Reached {
        Arc::make_mut(&mut self.0)
    }
}

impl FromRef<State> for LeptosOptions {
    fn from_ref(state: &State) -> Self {
        state.leptos.clone()
    }
}

impl State {
    /// Of what is reached.
    pub fn of(reached: Reached) -> Self {
        Self(Arc::new(reached))
    }

    /// The time.
    pub fn now(&self) -> domain::time::Instant {
        (self.portal.clock)()
    }

    /// Whether people reach the portal over TLS.
    pub fn is_secure(&self) -> bool {
        self.portal.origin.starts_with("https://")
    }
}
