//! The own account: password, and signing out everywhere.

use super::Sent;
use super::local::farewell;
use crate::session;
use crate::state::State;
use app::api::ApiError;
use axum::Extension;
use axum::extract::Request;
use axum::response::{IntoResponse as _, Redirect, Response};
use domain::access::{Actor, KeepOwnAccount};
use domain::form::{Fault, Faults};
use domain::people::FIRST_PASSWORD_MINUTES;
use serde::Deserialize;
use tower_sessions::Session;

/// The form for a new password.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct PasswordForm {
    current: String,
    password: String,
    again: String,
}

/// Sets a new password; the current one is asked for, every other session ends.
pub async fn password(
    axum::extract::State(state): axum::extract::State<State>,
    actor: Option<Extension<Actor>>,
    session: Session,
    request: Request,
) -> Response {
    let sent = Sent::<PasswordForm>::read(session, request).await;
    let Some(Extension(actor)) = actor else { return sent.refuse(ApiError::SignIn).await };
    if !state.throttle.peer(&sent.parts) {
        return sent.refuse(ApiError::TooOften).await;
    }
    match change(&state, &actor, &sent).await {
        Ok(()) => Redirect::to("/account").into_response(),
        Err(error) => sent.refuse(error).await,
    }
}

async fn change(state: &State, actor: &Actor, sent: &Sent<PasswordForm>) -> Result<(), ApiError> {
    let who = actor.profile();
    let new = domain::people::password(&sent.form.password).map_err(|fault| Faults::of("password", fault))?;
    if sent.form.password != sent.form.again {
        return Err(Faults::of("again", Fault::NotTheSame).into());
    }
    if !state.throttle.own_password(&who.person) {
        return Err(ApiError::TooOften);
    }
    let mut read = state.portal.store.read().await?;
    let known = store::people::credentials(&mut read, &who.email).await?.ok_or(ApiError::SignIn)?;
    drop(read);
    if known.password_hash.is_none() {
        // A person who came by single sign-on has nothing but the session to prove it with, and a session may have been
        // left open: a fresh one only.
        let at = session::signed_in_at(&sent.session).await;
        let fresh =
            at.is_some_and(|at| state.now().millis() - at.millis() <= FIRST_PASSWORD_MINUTES * 60_000);
        if !fresh {
            let minutes = FIRST_PASSWORD_MINUTES as u32;
            return Err(Faults::of("password", Fault::SignInAgain { minutes }).into());
        }
    } else {
        let right = state.passwords.check(sent.form.current.clone(), known.password_hash).await;
        if !right.map_err(|_| ApiError::Busy)? {
            return Err(Faults::of("current", Fault::WrongPassword).into());
        }
    }
    let hash = state.passwords.hash(new).await.map_err(|_| ApiError::Busy)?;
    let permit = actor.permit(KeepOwnAccount)?;
    let mut tx = state.portal.store.begin(state.now()).await?;
    store::people::set_password(&mut tx, &permit, &who.person, &hash).await?;
    tx.commit().await?;
    session::renew(&sent.session).await.map_err(|_| ApiError::Busy)
}

/// Ends every session of the caller.
pub async fn out_everywhere(
    axum::extract::State(state): axum::extract::State<State>,
    actor: Option<Extension<Actor>>,
    session: Session,
) -> Response {
    if let Some(Extension(actor)) = actor {
        let ended = async {
            let permit = actor.permit(KeepOwnAccount)?;
            let mut tx = state.portal.store.begin(state.now()).await?;
            store::people::sign_out_everywhere(&mut tx, &permit, &actor.profile().person).await?;
            tx.commit().await?;
            Ok::<_, ApiError>(())
        };
        if let Err(error) = ended.await {
            tracing::warn!(%error, "sessions could not be ended");
            return Redirect::to("/account").into_response();
        }
    }
    let left = session::left(&session).await;
    if let Err(error) = session.flush().await {
        tracing::warn!(%error, "a session could not be ended");
    }
    farewell(&state, left).await
}
