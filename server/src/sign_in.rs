//! Getting in and out, as plain routes: who is signed in changes, so every answer is a redirect to a new document.

mod account;
mod forgotten;
mod join;
mod local;
mod sso;
mod throttle;

pub use account::{out_everywhere, password};
pub use forgotten::{forgotten, new_password};
pub use join::join;
pub use local::{local, out};
pub use sso::{callback, find, link};
pub use throttle::Throttle;

use crate::guard::bounce;
use app::api::ApiError;
use axum::body::Body;
use axum::extract::Request;
use axum::http::request::Parts;
use axum::response::Response;
use serde::de::DeserializeOwned;
use tower_sessions::Session;

/// A form that came as `application/x-www-form-urlencoded`, and what is needed to send it back.
pub(crate) struct Sent<F> {
    pub(crate) form: F,
    typed: String,
    pub(crate) parts: Parts,
    session: Session,
}

impl<F: DeserializeOwned + Default> Sent<F> {
    pub(crate) async fn read(session: Session, request: Request) -> Self {
        let (parts, body): (Parts, Body) = request.into_parts();
        let bytes = axum::body::to_bytes(body, 64 * 1024).await.unwrap_or_default();
        let typed = String::from_utf8_lossy(&bytes).into_owned();
        let form = serde_qs::Config::new(5, false).deserialize_str(&typed).unwrap_or_default();
        Self { form, typed, parts, session }
    }

    /// Back to the form, with what was typed and why it was refused.
    pub(crate) async fn refuse(self, error: impl Into<ApiError>) -> Response {
        let path = self.parts.uri.path().to_owned();
        bounce(&self.session, &self.parts.headers, &path, self.typed, error.into()).await
    }
}
