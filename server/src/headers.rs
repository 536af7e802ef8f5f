//! Security headers on every answer (OWASP ASVS 5.0, chapter 3).

use crate::state::State;
use axum::extract::Request;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY,
    X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;

/// What an answer may load when it does not say so itself: nothing.
const NOTHING: &str =
    "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; sandbox";

/// Adds what is missing; a handler's own headers stay.
pub async fn secure(
    axum::extract::State(state): axum::extract::State<State>,
    request: Request,
    next: Next,
) -> Response {
    let of_a_link = {
        let path = request.uri().path();
        crate::shares::is_of_a_link(path) || path.starts_with("/act/")
    };
    let mut response = next.run(request).await;
    if of_a_link {
        crate::shares::keep_out_of_search(&mut response);
    }
    let is_own_picture = response.extensions().get::<OwnPicture>().is_some();
    let headers = response.headers_mut();
    let is_part = is_own_picture || is_part_of_a_page(headers);
    let mut add = |name: HeaderName, value: &'static str| {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    };
    add(X_CONTENT_TYPE_OPTIONS, "nosniff");
    add(CACHE_CONTROL, "no-store");
    add(HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
    if state.is_secure() {
        add(STRICT_TRANSPORT_SECURITY, "max-age=63072000; includeSubDomains");
    }
    if !is_part {
        add(CONTENT_SECURITY_POLICY, NOTHING);
        add(X_FRAME_OPTIONS, "DENY");
        add(REFERRER_POLICY, "same-origin");
        add(HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
        add(HeaderName::from_static("permissions-policy"), "camera=(), microphone=(), geolocation=()");
    }
    response
}

/// An answer that is a picture of the portal's own, of which its policy says all there is to say: what it may load is nothing, and nobody
/// may frame it.
#[derive(Debug, Clone, Copy)]
pub struct OwnPicture;

/// Whether it is a script, a style, a font or a module, which no browser opens as a document: what is said of framing, openers
/// and what may be loaded means nothing for it, and a page has a dozen of them, each with its head.
pub fn is_part_of_a_page(headers: &HeaderMap) -> bool {
    let said = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let of = said.split(';').next().unwrap_or_default().trim();
    ["text/javascript", "text/css", "font/woff2", "application/wasm"].contains(&of)
}
