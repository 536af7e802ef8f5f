//! Who calls: the session's person, looked up for this very request, and what pages know without asking.

use crate::session;
use crate::state::State;
use app::forms::Flash;
use app::session::Surroundings;
use axum::extract::Request;
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use domain::access::Actor;
use tower_sessions::Session;

/// Session key of a refused form.
pub const FLASH: &str = "flash";

/// Puts the [`Actor`] (for server functions and routes), the [`Surroundings`] and a [`Flash`] (for pages) into the
/// request. A person whose account was closed since is nobody.
pub async fn introduce(
    axum::extract::State(state): axum::extract::State<State>,
    session: Session,
    mut request: Request,
    next: Next,
) -> Response {
    let actor = match session::person(&session).await {
        None => None,
        Some(person) => match profile(&state, &person).await {
            Ok(profile) => profile.map(Actor::vouch),
            Err(error) => {
                tracing::warn!(%error, "cannot tell who calls");
                return (StatusCode::SERVICE_UNAVAILABLE, [("retry-after", "5")]).into_response();
            }
        },
    };
    if actor.is_some() {
        session::keep_alive(&session, state.now()).await;
    }
    let surroundings = Surroundings {
        profile: actor.as_ref().map(|actor| actor.profile().clone()),
        vendor: state.portal.vendor.name.clone(),
        hue: state.portal.vendor.hue,
        origin: state.portal.origin.clone(),
    };
    if request.method() == Method::GET
        && wants_html(&request)
        && let Ok(Some(flash)) = session.remove::<Flash>(FLASH).await
    {
        request.extensions_mut().insert(flash);
    }
    if let Some(actor) = actor {
        request.extensions_mut().insert(actor);
    }
    request.extensions_mut().insert(surroundings);
    next.run(request).await
}

async fn profile(
    state: &State,
    person: &domain::id::PersonId,
) -> Result<Option<domain::access::Profile>, store::StoreError> {
    let mut read = state.portal.store.read().await?;
    store::people::profile(&mut read, person).await
}

/// Whether a browser asks for a document rather than a script for data.
pub fn wants_html(request: &Request) -> bool {
    let accept = request.headers().get(axum::http::header::ACCEPT);
    accept.and_then(|value| value.to_str().ok()).is_some_and(|value| value.contains("text/html"))
}
