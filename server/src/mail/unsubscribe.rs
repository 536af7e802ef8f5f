//! The link with which a mail program ends a subscription by one press, without anybody signing in (RFC 8058). It is signed,
//! and can do nothing else.

use super::Mailer;
use crate::state::State;
use axum::extract::{Path, State as Extracted};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use domain::id::PersonId;
use domain::notices::Kind;
use ring::hmac;
use store::StoreError;
use store::notices::preferences;

/// What is ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum What {
    /// Mails of this kind.
    Kind(Kind),
    /// The daily digest.
    Digest,
}

impl What {
    fn word(self) -> &'static str {
        match self {
            Self::Kind(kind) => kind.as_str(),
            Self::Digest => "digest",
        }
    }

    fn of(word: &str) -> Option<Self> {
        if word == "digest" { Some(Self::Digest) } else { word.parse().ok().map(Self::Kind) }
    }
}

async fn key(state: &State, mailer: &Mailer) -> Result<hmac::Key, StoreError> {
    let made = || store::settings::mail_key(&state.portal.store, state.now());
    let key = mailer.key.get_or_try_init(made).await?;
    Ok(hmac::Key::new(hmac::HMAC_SHA256, key.as_bytes()))
}

fn signed(key: &hmac::Key, person: &str, what: &str) -> String {
    let tag = hmac::sign(key, format!("leave {person} {what}").as_bytes());
    tag.as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The address that ends this for this person.
pub(super) async fn address(
    state: &State,
    mailer: &Mailer,
    person: &PersonId,
    what: What,
) -> Result<String, StoreError> {
    let key = key(state, mailer).await?;
    let signature = signed(&key, person.as_str(), what.word());
    Ok(format!("{}/mail/leave/{person}/{}/{signature}", state.portal.origin, what.word()))
}

/// Ends it.
pub async fn leave(
    Extracted(state): Extracted<State>,
    Path((person, what, signature)): Path<(String, String, String)>,
) -> Response {
    match end(&state, &person, &what, &signature).await {
        Ok(true) => StatusCode::OK.into_response(),
        Ok(false) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => {
            tracing::warn!(%error, "a subscription could not be ended");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}

async fn end(state: &State, person: &str, what: &str, signature: &str) -> Result<bool, StoreError> {
    let Some(mailer) = &state.mail else { return Ok(false) };
    let (Ok(id), Some(known)) = (person.parse::<PersonId>(), What::of(what)) else { return Ok(false) };
    let key = key(state, mailer).await?;
    let tag: Option<Vec<u8>> = (0..signature.len() / 2)
        .map(|at| signature.get(at * 2..at * 2 + 2).and_then(|pair| u8::from_str_radix(pair, 16).ok()))
        .collect();
    let said = format!("leave {person} {}", known.word());
    if tag.is_none_or(|tag| hmac::verify(&key, said.as_bytes(), &tag).is_err()) {
        return Ok(false);
    }
    let mut tx = state.portal.store.begin(state.now()).await?;
    let kind = match known {
        What::Kind(kind) => Some(kind),
        What::Digest => None,
    };
    preferences::leave(&mut tx, &id, kind).await?;
    tx.commit().await?;
    Ok(true)
}

/// Somebody who follows the link chooses among everything instead: looking changes nothing.
pub async fn show() -> Response {
    Redirect::to("/account/notices").into_response()
}
