//! Who calls: the session's person, looked up for this very request, and what pages know without asking.

use crate::state::State;
use crate::{languages, session, shares, sorry};
use app::forms::Flash;
use app::session::{Handed, Surroundings};
use axum::extract::Request;
use axum::http::Method;
use axum::middleware::Next;
use axum::response::Response;
use domain::access::{Actor, KeepOwnAccount};
use store::{Read, StoreError};
use tower_sessions::Session;

/// Session key of a refused form.
pub const FLASH: &str = "flash";
/// Session key of an answer that is handed over.
pub const HANDED: &str = "handed";
/// Where open pages listen for notices.
const LISTENING: &str = "/notices/stream";

/// Puts the [`Actor`] (for server functions and routes), the [`Surroundings`] and a [`Flash`] (for pages) into the
/// request. A person whose account was closed since is nobody.
pub async fn introduce(
    axum::extract::State(state): axum::extract::State<State>,
    session: Session,
    mut request: Request,
    next: Next,
) -> Response {
    let html = wants_html(&request);
    let is_page = request.method() == Method::GET && html;
    let (actor, unread) = match actor(&state, &session, is_page).await {
        Ok(known) => known,
        // Not to know who calls is not the same as nobody calling.
        Err(error) => {
            tracing::warn!(error, "cannot tell who calls");
            let language = languages::of_browser(request.headers()).unwrap_or_default();
            return sorry::busy(language, html, request.method() == Method::POST);
        }
    };
    // A page that only listens is not somebody who uses the portal.
    if actor.is_some() && request.uri().path() != LISTENING {
        session::keep_alive(&state, &session).await;
    }
    let language = languages::of(&state, actor.as_ref().map(Actor::profile), request.headers());
    let look = state.portal.look().await;
    let surroundings = Surroundings {
        profile: actor.as_ref().map(|actor| actor.profile().clone()),
        words: look.words_in(language),
        vendor: look.name,
        hue: look.hue,
        logo: look.logo,
        protection: state.portal.protection,
        origin: state.portal.origin.clone(),
        language,
        mails: state.portal.mails,
        unread,
    };
    if is_page {
        let flash: Option<Flash> = session.get(FLASH).await.ok().flatten();
        let handed: Option<Handed> = session.get(HANDED).await.ok().flatten();
        // Only then: otherwise every page would be a write.
        if flash.is_some() || handed.is_some() {
            session::forget(&state, &session, &[FLASH, HANDED]).await;
        }
        if let Some(flash) = flash {
            request.extensions_mut().insert(flash);
        }
        if let Some(handed) = handed {
            request.extensions_mut().insert(handed);
        }
    }
    if shares::is_of_a_link(request.uri().path()) {
        request.extensions_mut().insert(shares::unlocked(&session).await);
    }
    if let Some(actor) = actor {
        request.extensions_mut().insert(actor);
    }
    request.extensions_mut().insert(surroundings);
    app::texts::answering(language, next.run(request)).await
}

/// The person of the session, and for a page how many notices wait for them.
async fn actor(state: &State, session: &Session, is_page: bool) -> Result<(Option<Actor>, u32), String> {
    let person = session::person(session).await.map_err(|error| error.to_string())?;
    let Some(person) = person else { return Ok((None, 0)) };
    let known = async {
        let mut read = state.portal.store.read().await?;
        let Some(profile) = store::people::profile(&mut read, &person).await? else { return Ok((None, 0)) };
        let actor = Actor::vouch(profile);
        let unread = if is_page { unread(&mut read, &actor).await } else { 0 };
        Ok::<_, StoreError>((Some(actor), unread))
    };
    known.await.map_err(|error| error.to_string())
}

/// How many notices wait for this person; a page is shown without them rather than not at all.
async fn unread(read: &mut Read, actor: &Actor) -> u32 {
    let counted = async {
        let permit = actor.permit(KeepOwnAccount).map_err(|_| StoreError::Stale)?;
        store::notices::unread(read, &permit).await
    };
    counted.await.unwrap_or_else(|error| {
        tracing::warn!(%error, "notices cannot be counted");
        0
    })
}

/// Whether a browser asks for a document rather than a script for data.
pub fn wants_html(request: &Request) -> bool {
    let accept = request.headers().get(axum::http::header::ACCEPT);
    accept.and_then(|value| value.to_str().ok()).is_some_and(|value| value.contains("text/html"))
}
