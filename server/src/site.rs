//! The built pages, styles and scripts: names with a hash in them are kept for good.

mod within;

use crate::headers::{OwnPicture, is_part_of_a_page};
use crate::state::State;
use app::Assets;
use axum::Router;
use axum::extract::Request;
use axum::http::HeaderValue;
use axum::http::header::{
    ACCEPT_RANGES, CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, LAST_MODIFIED, VARY,
};
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use std::borrow::Cow;
use std::path::{Path, PathBuf};
use tower_http::services::ServeDir;

/// What is served outside of the pages: all of these begin a path.
const PLACES: [&str; 14] = [
    "/pkg/{*file}",
    "/fonts/{*file}",
    "/favicon.svg",
    "/icons.svg",
    "/device.js",
    "/live.js",
    "/renewal.js",
    "/mentions.js",
    "/sw.js",
    "/offline.html",
    "/icon-192.png",
    "/icon-512.png",
    "/icon-maskable-512.png",
    "/apple-touch-icon.png",
];

pub use within::{Files, are_within};

/// Where the built files are.
#[derive(Debug, Clone)]
pub enum Site {
    /// In a folder: while developing, or where an operator wants others than those within.
    Folder(PathBuf),
    /// In the program itself.
    Within(within::Within),
}

/// The site was not built, or not by this version.
#[derive(Debug, thiserror::Error)]
#[error("{path}: {cause}; build the site with `cargo xtask build`")]
pub struct NoSite {
    path: String,
    cause: String,
}

impl Site {
    /// The one in this folder; without a folder the one within, if this program has one, else what a build makes.
    pub fn of(folder: Option<&Path>) -> Self {
        match (folder, within::there()) {
            (Some(folder), _) => Self::Folder(folder.to_owned()),
            (None, Some(within)) => Self::Within(within),
            (None, None) => Self::Folder("target/site".into()),
        }
    }

    /// Which files the build made.
    pub fn assets(&self) -> Result<Assets, NoSite> {
        let (path, text) = match self {
            Self::Folder(folder) => {
                let path = folder.join("manifest.json");
                (path.display().to_string(), std::fs::read_to_string(&path).map_err(|e| e.to_string()))
            }
            Self::Within(within) => ("manifest.json".to_owned(), within.manifest()),
        };
        let no = |cause: String| NoSite { path: path.clone(), cause };
        serde_json::from_str(&text.map_err(no)?).map_err(|e| no(e.to_string()))
    }

    /// The files that a page names: those of the start, with the styles of now while developing. Scripts have to be
    /// those that the server was built with, styles fit any.
    pub fn of_page<'a>(&self, at_start: &'a Assets) -> Cow<'a, Assets> {
        if !cfg!(debug_assertions) {
            return Cow::Borrowed(at_start);
        }
        match self.assets() {
            Ok(now) => Cow::Owned(Assets { css: now.css, ..at_start.clone() }),
            Err(_) => Cow::Borrowed(at_start),
        }
    }

    /// Serves them.
    pub fn router(&self) -> Router<State> {
        let router = match self {
            Self::Folder(folder) => {
                let files = ServeDir::new(folder).precompressed_br().precompressed_gzip();
                PLACES.iter().fold(Router::new(), |router, place| router.route_service(place, files.clone()))
            }
            Self::Within(within) => {
                let within = *within;
                let file = axum::routing::get(move |request: Request| async move { within.answer(&request) });
                PLACES.iter().fold(Router::new(), |router, place| router.route(place, file.clone()))
            }
        };
        router.layer(from_fn(cached))
    }
}

/// How long a browser keeps a file.
async fn cached(request: Request, next: Next) -> Response {
    let hashed = request.uri().path().starts_with("/pkg/");
    let worker = request.uri().path() == "/sw.js";
    let mut response = next.run(request).await;
    if response.status().is_success() {
        let value = if hashed { "public, max-age=31536000, immutable" } else { "public, max-age=3600" };
        let headers = response.headers_mut();
        headers.insert(CACHE_CONTROL, HeaderValue::from_static(value));
        // What lies beside it packed is another answer to the same question.
        headers.insert(VARY, HeaderValue::from_static("accept-encoding"));
        if hashed {
            // Named by its content: nobody asks whether it has changed, or for a part of it.
            for needless in [ETAG, LAST_MODIFIED, ACCEPT_RANGES] {
                headers.remove(needless);
            }
        }
        // A picture opened by itself may use its own styles and nothing else; the service worker asks this server.
        let policy = match worker {
            true => Some("default-src 'none'; connect-src 'self'"),
            false if is_part_of_a_page(response.headers()) => None,
            false => Some("default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"),
        };
        let kind = response.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
        if kind.is_some_and(|kind| kind.starts_with("image/")) {
            response.extensions_mut().insert(OwnPicture);
        }
        if let Some(policy) = policy {
            response.headers_mut().insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
        }
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_build_changes_the_styles_of_a_running_portal_and_not_its_scripts() {
        let folder = tempfile::tempdir().unwrap();
        let build = |n: u8| {
            let text = format!(
                r#"{{"css":"pkg/{n}.css","client":{{"js":"pkg/{n}.js","wasm":"pkg/{n}.wasm","split":null}}}}"#
            );
            std::fs::write(folder.path().join("manifest.json"), text).unwrap();
        };
        build(1);
        let site = Site::of(Some(folder.path()));
        let at_start = site.assets().unwrap();
        build(2);
        let page = site.of_page(&at_start);
        assert_eq!((page.client.js.as_str(), page.css.as_str()), ("pkg/1.js", "pkg/2.css"));
        std::fs::remove_file(folder.path().join("manifest.json")).unwrap();
        let page = site.of_page(&at_start);
        assert_eq!((page.client.js.as_str(), page.css.as_str()), ("pkg/1.js", "pkg/1.css"));
    }
}
