//! No changes from other sites: what is not a plain read has to come from a page of this portal.
//!
//! Browsers say where a request comes from by `Sec-Fetch-Site` (W3C Fetch Metadata), older ones by `Origin`. A request
//! with neither does not come from a browser's page and carries no cookie of one.

use crate::state::State;
use axum::extract::Request;
use axum::http::{HeaderMap, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

/// Refuses changes that another site asks a browser for.
pub async fn same_site_only(
    axum::extract::State(state): axum::extract::State<State>,
    request: Request,
    next: Next,
) -> Response {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if reads || is_ours(request.headers(), &state.portal.origin) {
        return next.run(request).await;
    }
    tracing::warn!(path = request.uri().path(), "refused a change from another site");
    (StatusCode::FORBIDDEN, "This form was sent from another site.").into_response()
}

fn is_ours(headers: &HeaderMap, origin: &str) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    match (text("sec-fetch-site"), text("origin")) {
        (Some(site), _) => site == "same-origin" || site == "none",
        (None, Some(from)) => from == origin,
        (None, None) => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect()
    }

    #[test]
    fn only_our_own_pages_may_ask_for_changes() {
        let ours = "https://portal.example";
        assert!(is_ours(&headers(&[("sec-fetch-site", "same-origin")]), ours));
        assert!(is_ours(&headers(&[("origin", "https://portal.example")]), ours));
        assert!(is_ours(&headers(&[]), ours));
        for site in ["cross-site", "same-site"] {
            assert!(!is_ours(
                &headers(&[("sec-fetch-site", site), ("origin", "https://portal.example")]),
                ours
            ));
        }
        assert!(!is_ours(&headers(&[("origin", "https://evil.example")]), ours));
        assert!(!is_ours(&headers(&[("origin", "null")]), ours));
    }
}
