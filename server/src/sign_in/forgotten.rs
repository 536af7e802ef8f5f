//! A forgotten password: a link by mail, and a new password by that link. No answer says who has an account here, neither in
//! words nor by how long it takes.

use super::Sent;
use crate::session;
use crate::state::State;
use app::api::ApiError;
use axum::extract::Request;
use axum::response::{IntoResponse as _, Redirect, Response};
use domain::form::{Fault, Faults};
use domain::people::NewPasswordForm;
use domain::text;
use serde::Deserialize;
use store::StoreError;
use store::mail::passwords;
use tower_sessions::Session;

/// The address whose password is forgotten.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct ForgottenForm {
    email: String,
}

/// Writes the mail with the link, if there is somebody to write to.
pub async fn forgotten(
    axum::extract::State(state): axum::extract::State<State>,
    session: Session,
    request: Request,
) -> Response {
    let sent = Sent::<ForgottenForm>::read(session, request).await;
    if state.mail.is_none() {
        return sent.refuse(ApiError::Missing).await;
    }
    let email = match text::email(&sent.form.email) {
        Ok(email) => email,
        Err(fault) => return sent.refuse(Faults::of("email", fault)).await,
    };
    if !state.throttle.peer(&sent.parts) {
        return sent.refuse(ApiError::TooOften).await;
    }
    // Who asks again and again for one address gets the same answer, and nothing is written.
    if state.throttle.forgotten(&email) {
        // Beside the answer: it is the same after the same time, whether anybody is there.
        tokio::spawn(async move {
            let written = async {
                let mut tx = state.portal.store.begin(state.now()).await?;
                passwords::forgotten(&mut tx, &email).await?;
                tx.commit().await
            };
            if let Err(error) = written.await {
                tracing::warn!(%error, "a link to a new password could not be written");
            }
        });
    }
    Redirect::to("/sign-in/forgotten?sent=1").into_response()
}

/// Sets the new password and signs its owner in.
pub async fn new_password(
    axum::extract::State(state): axum::extract::State<State>,
    session: Session,
    request: Request,
) -> Response {
    let sent = Sent::<NewPasswordForm>::read(session, request).await;
    if !state.throttle.peer(&sent.parts) {
        return sent.refuse(ApiError::TooOften).await;
    }
    match renew(&state, &sent).await {
        Ok(()) => Redirect::to("/").into_response(),
        Err(error) => sent.refuse(error).await,
    }
}

async fn renew(state: &State, sent: &Sent<NewPasswordForm>) -> Result<(), ApiError> {
    let new = sent.form.check()?;
    // A hash is dear: it is made for those only who hold a link.
    let mut read = state.portal.store.read().await?;
    let opens = passwords::opens(&mut read, &sent.form.token, state.now()).await?;
    drop(read);
    if !opens {
        return Err(Faults::of("", Fault::LinkOver).into());
    }
    let hash = state.passwords.hash(new).await.map_err(|_| ApiError::Busy)?;
    let mut tx = state.portal.store.begin(state.now()).await?;
    let person = match passwords::renew(&mut tx, &sent.form.token, &hash).await {
        Err(StoreError::Stale) => return Err(Faults::of("", Fault::LinkOver).into()),
        other => other?,
    };
    tx.commit().await?;
    session::sign_in(&sent.session, &person, state.now()).await.map_err(|_| ApiError::Busy)
}
