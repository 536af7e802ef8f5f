//! Taking an invitation.

use super::Sent;
use crate::session;
use crate::state::State;
use app::api::ApiError;
use axum::extract::Request;
use axum::response::{IntoResponse as _, Redirect, Response};
use domain::form::{Fault, Faults};
use domain::people::JoinForm;
use store::StoreError;
use store::people::invitations;
use tower_sessions::Session;

/// Makes the person and signs them in.
pub async fn join(
    axum::extract::State(state): axum::extract::State<State>,
    session: Session,
    request: Request,
) -> Response {
    let sent = Sent::<JoinForm>::read(session, request).await;
    if !state.throttle.peer(&sent.parts) {
        return sent.refuse(ApiError::TooOften).await;
    }
    match take(&state, &sent).await {
        Ok(()) => Redirect::to("/").into_response(),
        Err(error) => sent.refuse(error).await,
    }
}

async fn take(state: &State, sent: &Sent<JoinForm>) -> Result<(), ApiError> {
    let mut read = state.portal.store.read().await?;
    let open = invitations::invitation(&mut read, &sent.form.token, state.now()).await?;
    drop(read);
    let invitation = open.ok_or(ApiError::Missing)?;
    let joining = sent.form.check(invitation.email.is_none())?;
    let hash = state.passwords.hash(joining.password.clone()).await.map_err(|_| ApiError::Busy)?;
    let mut tx = state.portal.store.begin(state.now()).await?;
    let person = match invitations::join(&mut tx, &sent.form.token, &joining, hash).await {
        Err(StoreError::Duplicate { .. }) => return Err(Faults::of("email", Fault::Taken).into()),
        other => other?,
    };
    tx.commit().await?;
    session::sign_in(&sent.session, &person, state.now()).await.map_err(|_| ApiError::Busy)
}
