//! The built pages, styles and scripts: names with a hash in them are kept for good.

use app::Assets;
use axum::extract::Request;
use axum::http::HeaderValue;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY};
use axum::middleware::Next;
use axum::response::Response;
use std::path::Path;

/// The site was not built, or not by this version.
#[derive(Debug, thiserror::Error)]
#[error("{path}: {cause}; build the site with `cargo xtask build`")]
pub struct NoSite {
    path: String,
    cause: String,
}

/// Reads which files the build made.
pub fn assets(site: &Path) -> Result<Assets, NoSite> {
    let path = site.join("manifest.json");
    let no = |cause: String| NoSite { path: path.display().to_string(), cause };
    let text = std::fs::read_to_string(&path).map_err(|e| no(e.to_string()))?;
    serde_json::from_str(&text).map_err(|e| no(e.to_string()))
}

/// The files that a page names: those of the start, with the styles of now while developing. Scripts have to be those
/// that the server was built with, styles fit any.
pub fn of_page(site: &Path, at_start: &Assets) -> Assets {
    let mut assets = at_start.clone();
    if cfg!(debug_assertions)
        && let Ok(now) = self::assets(site)
    {
        assets.css = now.css;
    }
    assets
}

/// How long a browser keeps a file.
pub async fn cached(request: Request, next: Next) -> Response {
    let hashed = request.uri().path().starts_with("/pkg/");
    let worker = request.uri().path() == "/sw.js";
    let mut response = next.run(request).await;
    if response.status().is_success() {
        let value = if hashed { "public, max-age=31536000, immutable" } else { "public, max-age=3600" };
        response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static(value));
        // A picture opened by itself may use its own styles and nothing else; the service worker asks this server.
        let policy = match worker {
            true => "default-src 'none'; connect-src 'self'",
            false => "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
        };
        response.headers_mut().insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_build_changes_the_styles_of_a_running_portal_and_not_its_scripts() {
        let site = tempfile::tempdir().unwrap();
        let build = |n: u8| {
            let text =
                format!(r#"{{"js":"pkg/{n}.js","wasm":"pkg/{n}.wasm","css":"pkg/{n}.css","split":null}}"#);
            std::fs::write(site.path().join("manifest.json"), text).unwrap();
        };
        build(1);
        let at_start = assets(site.path()).unwrap();
        build(2);
        let page = of_page(site.path(), &at_start);
        assert_eq!((page.js.as_str(), page.css.as_str()), ("pkg/1.js", "pkg/2.css"));
        std::fs::remove_file(site.path().join("manifest.json")).unwrap();
        assert_eq!(of_page(site.path(), &at_start), at_start);
    }
}
