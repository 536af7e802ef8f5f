//! Local accounts: address and password.

use super::Sent;
use crate::session::{self, Left};
use crate::state::State;
use app::api::ApiError;
use axum::extract::Request;
use axum::response::{IntoResponse as _, Redirect, Response};
use domain::access::Who;
use domain::form::{Fault, Faults};
use domain::people::{SignInForm, safe_next};
use domain::text;
use store::Change;
use tower_sessions::Session;

/// Signs in with a password.
pub async fn local(
    axum::extract::State(state): axum::extract::State<State>,
    session: Session,
    request: Request,
) -> Response {
    let sent = Sent::<SignInForm>::read(session, request).await;
    let email = match text::email(&sent.form.email) {
        Ok(email) => email,
        Err(fault) => return sent.refuse(Faults::of("email", fault)).await,
    };
    if !state.throttle.peer(&sent.parts) || !state.throttle.account(&email) {
        return sent.refuse(ApiError::TooOften).await;
    }
    match enter(&state, &sent, &email).await {
        Ok(()) => Redirect::to(safe_next(&sent.form.next)).into_response(),
        Err(error) => sent.refuse(error).await,
    }
}

async fn enter(state: &State, sent: &Sent<SignInForm>, email: &str) -> Result<(), ApiError> {
    let mut read = state.portal.store.read().await?;
    let known = store::people::credentials(&mut read, email).await?;
    drop(read);
    let hash = known.as_ref().and_then(|known| known.password_hash.clone());
    let right = state.passwords.check(sent.form.password.clone(), hash).await.map_err(|_| ApiError::Busy)?;
    let mut tx = state.portal.store.begin(state.now()).await?;
    let Some(known) = known.filter(|_| right) else {
        let who = Who { person: None, name: email.to_owned() };
        tx.noted(&who, "sign_in.refused", Change::of("account", email)).await?;
        tx.commit().await?;
        return Err(Faults::of("password", Fault::WrongCredentials).into());
    };
    let who = Who { person: Some(known.person.clone()), name: email.to_owned() };
    tx.noted(&who, "sign_in.local", Change::of("person", known.person.as_str())).await?;
    tx.commit().await?;
    session::sign_in(&sent.session, &known.person, state.now()).await.map_err(|error| {
        tracing::warn!(%error, "a session could not be begun");
        ApiError::Busy
    })
}

/// Signs out on this device, and at the provider that the person came from.
pub async fn out(axum::extract::State(state): axum::extract::State<State>, session: Session) -> Response {
    let left = session::left(&session).await;
    if let Err(error) = session.flush().await {
        tracing::warn!(%error, "a session could not be ended");
    }
    farewell(&state, left).await
}

/// Where somebody goes whose session here has ended: by the provider they came from, which has one too.
pub(super) async fn farewell(state: &State, left: Option<Left>) -> Response {
    const ENDED: &str = "/sign-in?ended=1";
    if let Some(left) = left
        && let Some(way) = state.ways.by_key(&left.connection)
        && let Some(url) =
            way.connection.sign_out_url(&left.id_token, &format!("{}{ENDED}", state.portal.origin)).await
    {
        return super::sso::onward(url.as_str(), &way.name);
    }
    Redirect::to(ENDED).into_response()
}
