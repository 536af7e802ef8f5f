//! What other programs ask of the provider: what it is, its keys, tokens.

use crate::keys::{Keys, encode, secret, unsigned};
use crate::{Fault, Granted, Shared};
use axum::Json;
use axum::extract::{Form, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use std::time::{SystemTime, UNIX_EPOCH};

/// Seconds a token lives.
const LIFE: u64 = 300;

pub(crate) async fn discovery(State(shared): State<Shared>) -> Json<Value> {
    let at = |path: &str| format!("{}{path}", shared.issuer);
    Json(json!({
        "issuer": *shared.issuer,
        "authorization_endpoint": at("/authorize"),
        "token_endpoint": at("/token"),
        "userinfo_endpoint": at("/info"),
        "jwks_uri": at("/keys"),
        "end_session_endpoint": at("/end"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["ES256"],
        "code_challenge_methods_supported": ["S256"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic"],
        "scopes_supported": ["openid", "email", "profile"],
    }))
}

pub(crate) async fn keys(State(shared): State<Shared>) -> Json<Value> {
    Json(shared.inside().keys.published())
}

#[derive(Deserialize)]
#[serde(default)]
#[derive(Default)]
pub(crate) struct Asked {
    grant_type: String,
    code: String,
    redirect_uri: String,
    code_verifier: String,
}

pub(crate) async fn token(
    State(shared): State<Shared>,
    headers: HeaderMap,
    Form(asked): Form<Asked>,
) -> Response {
    let fault = shared.inside().fault;
    match fault {
        Some(Fault::Hangs) => std::future::pending::<()>().await,
        Some(Fault::Breaks) => return StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        _ => {}
    }
    let refuse = |error: &str| (StatusCode::BAD_REQUEST, Json(json!({ "error": error }))).into_response();
    if !is_client(&shared, &headers) {
        return (StatusCode::UNAUTHORIZED, Json(json!({ "error": "invalid_client" }))).into_response();
    }
    if asked.grant_type != "authorization_code" {
        return refuse("unsupported_grant_type");
    }
    // A code is used once, whatever comes of it.
    let granted = shared.inside().granted.remove(&asked.code);
    let proven = |granted: &Granted| encode(Sha256::digest(&asked.code_verifier)) == granted.challenge;
    let Some(granted) = granted.filter(proven).filter(|_| asked.redirect_uri == shared.client.redirect_uri)
    else {
        return refuse("invalid_grant");
    };
    let id_token = id_token(&shared, &granted, fault);
    let access = secret();
    shared.inside().told.insert(access.clone(), granted.person);
    let answer =
        json!({ "access_token": access, "token_type": "Bearer", "expires_in": LIFE, "id_token": id_token });
    ([(header::CACHE_CONTROL, "no-store")], Json(answer)).into_response()
}

/// What the access token's person lets the portal know (OpenID Connect Core 1.0, 5.3).
pub(crate) async fn info(State(shared): State<Shared>, headers: HeaderMap) -> Response {
    let sent = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let inside = shared.inside();
    let person =
        sent.and_then(|value| value.strip_prefix("Bearer ")).and_then(|token| inside.told.get(token));
    let Some(person) = person else { return StatusCode::UNAUTHORIZED.into_response() };
    let sub = if inside.fault == Some(Fault::AnothersInfo) { "somebody else" } else { person.sub.as_str() };
    Json(json!({ "sub": sub, "email": person.email, "email_verified": true, "name": person.name }))
        .into_response()
}

fn is_client(shared: &Shared, headers: &HeaderMap) -> bool {
    let sent = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let sent =
        sent.and_then(|value| value.strip_prefix("Basic ")).and_then(|text| STANDARD.decode(text).ok());
    let known = [&shared.client.id, &shared.client.secret]
        .map(|part| url::form_urlencoded::byte_serialize(part.as_bytes()).collect::<String>())
        .join(":");
    sent.is_some_and(|sent| sent == known.as_bytes())
}

fn id_token(shared: &Shared, granted: &Granted, fault: Option<Fault>) -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
    let wrong = |wanted: Fault| fault == Some(wanted);
    let issuer = if wrong(Fault::ForeignIssuer) { "https://elsewhere.example" } else { &shared.issuer };
    let audience = if wrong(Fault::ForeignAudience) { "another-client" } else { &shared.client.id };
    let nonce = if wrong(Fault::WrongNonce) { Some("of another sign-in") } else { granted.nonce.as_deref() };
    let email = if wrong(Fault::ForeignAddress) { "chief@elsewhere.example" } else { &granted.person.email };
    let ended = if wrong(Fault::Expired) { now - 3600 } else { now + LIFE };
    let apart = wrong(Fault::AddressApart) || wrong(Fault::AnothersInfo);
    let verified =
        if wrong(Fault::VerifiedInWords) { json!("true") } else { json!(!wrong(Fault::Unverified)) };
    let mut claims = json!({
        "iss": issuer,
        "sub": granted.person.sub,
        "aud": audience,
        "iat": if wrong(Fault::Expired) { now - 3700 } else { now },
        "exp": ended,
        "nonce": nonce,
        "email": email,
        "email_verified": verified,
        "name": granted.person.name,
    });
    if apart && let Some(claims) = claims.as_object_mut() {
        claims.retain(|name, _| !["email", "email_verified", "name"].contains(&name.as_str()));
    }
    match fault {
        Some(Fault::UnknownKey) => Keys::new().sign(&claims),
        Some(Fault::Unsigned) => unsigned(&claims),
        _ => shared.inside().keys.sign(&claims),
    }
}
