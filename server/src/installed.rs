//! The portal as an app on a phone: its name and colours are the vendor's (W3C Web Application Manifest).

use crate::languages;
use crate::state::State;
use axum::Json;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderName};
use serde_json::{Value, json};

/// The manifest.
pub async fn manifest(
    axum::extract::State(state): axum::extract::State<State>,
    headers: HeaderMap,
) -> ([(HeaderName, &'static str); 2], Json<Value>) {
    let look = state.portal.look().await;
    let language = languages::of(&state, None, &headers);
    let icon = |name: &str, size: &str, purpose: &str| json!({ "src": format!("/{name}.png"), "type": "image/png", "sizes": size, "purpose": purpose });
    let manifest = json!({
        "id": "/",
        "name": look.name,
        "short_name": look.name,
        "lang": language,
        "dir": language.direction(),
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": "#ffffff",
        "theme_color": "#ffffff",
        "icons": [
            icon("icon-192", "192x192", "any"),
            icon("icon-512", "512x512", "any"),
            icon("icon-maskable-512", "512x512", "maskable"),
        ],
    });
    let headers = [(CONTENT_TYPE, "application/manifest+json"), (CACHE_CONTROL, "public, max-age=300")];
    (headers, Json(manifest))
}
