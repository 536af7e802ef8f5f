//! Sends a stored file: with ranges (RFC 9110, section 14), revalidation by its hash, and headers under which nothing
//! in it can run.

use axum::body::Body;
use axum::http::header::{
    ACCEPT_RANGES, CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE, ETAG, IF_MODIFIED_SINCE, IF_NONE_MATCH,
    IF_RANGE, IF_UNMODIFIED_SINCE, LAST_MODIFIED, RANGE,
};
use axum::http::{HeaderMap, HeaderValue, Method, Request, StatusCode};
use axum::response::{IntoResponse as _, Response};
use std::path::Path;
use tower::ServiceExt as _;
use tower_http::services::ServeFile;

/// What a browser does with the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Use {
    /// Shows it inside a page; for pictures and papers that the portal itself made.
    Show,
    /// Saves it.
    Save,
}

/// A file on its way out.
#[derive(Debug, Clone)]
pub struct Delivery<'a> {
    /// Where the bytes are.
    pub path: &'a Path,
    /// Changes with the bytes.
    pub tag: &'a str,
    /// Media type, decided by content.
    pub media_type: &'a str,
    /// What it is for.
    pub as_: Use,
    /// The name under which it is saved.
    pub name: &'a str,
}

/// Answers a request for the file.
pub async fn deliver(method: &Method, headers: &HeaderMap, file: Delivery<'_>) -> Response {
    let tag = format!("\"{}\"", file.tag);
    let text = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    let known = text(IF_NONE_MATCH).is_some_and(|tags| tags.split(',').any(|known| known.trim() == tag));
    let mut response = if known {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let mut request = Request::new(Body::empty());
        *request.method_mut() = method.clone();
        *request.headers_mut() = headers.clone();
        let asked = request.headers_mut();
        // Files are told apart by their hash, never by the time at which they were written.
        if asked.remove(IF_RANGE).is_some_and(|wanted| wanted.as_bytes() != tag.as_bytes()) {
            asked.remove(RANGE);
        }
        asked.remove(IF_MODIFIED_SINCE);
        asked.remove(IF_UNMODIFIED_SINCE);
        match ServeFile::new(file.path).oneshot(request).await {
            Ok(response) => response.map(Body::new),
            Err(never) => match never {},
        }
    };
    if response.status() == StatusCode::NOT_FOUND {
        tracing::error!(path = %file.path.display(), "a recorded file is not in the file store");
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    }
    let out = response.headers_mut();
    out.remove(LAST_MODIFIED);
    let mut set = |name, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            out.insert(name, value);
        }
    };
    set(CONTENT_TYPE, file.media_type);
    set(CONTENT_DISPOSITION, &disposition(file.as_, file.name));
    set(ETAG, &tag);
    set(ACCEPT_RANGES, "bytes");
    set(CACHE_CONTROL, "private, no-cache");
    response
}

/// RFC 6266 with the extended name of RFC 8187, so that every name survives.
pub fn disposition(as_: Use, name: &str) -> String {
    let kind = match as_ {
        Use::Show => "inline",
        Use::Save => "attachment",
    };
    let plain: String =
        name.chars().map(|c| if c.is_ascii_alphanumeric() || "-_. ".contains(c) { c } else { '_' }).collect();
    let extended: String = name
        .bytes()
        .map(|b| {
            if b.is_ascii_alphanumeric() || b"-_.".contains(&b) {
                (b as char).to_string()
            } else {
                format!("%{b:02X}")
            }
        })
        .collect();
    format!("{kind}; filename=\"{plain}\"; filename*=UTF-8''{extended}")
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn ask(pairs: &[(axum::http::HeaderName, &str)]) -> Response {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x");
        std::fs::write(&path, b"0123456789").unwrap();
        let headers = pairs.iter().map(|(name, value)| (name.clone(), value.parse().unwrap())).collect();
        let file = Delivery {
            path: &path,
            tag: "abc",
            media_type: "application/pdf",
            as_: Use::Save,
            name: "Größe \"1\".pdf",
        };
        deliver(&Method::GET, &headers, file).await
    }

    async fn body(response: Response) -> Vec<u8> {
        axum::body::to_bytes(response.into_body(), 100).await.unwrap().to_vec()
    }

    #[tokio::test]
    async fn a_part_is_sent_when_a_part_is_asked_for() {
        let part = ask(&[(RANGE, "bytes=2-4")]).await;
        assert_eq!(part.status(), StatusCode::PARTIAL_CONTENT);
        assert_eq!(part.headers()["content-range"], "bytes 2-4/10");
        assert_eq!(body(part).await, b"234");
        assert_eq!(ask(&[(RANGE, "bytes=90-")]).await.status(), StatusCode::RANGE_NOT_SATISFIABLE);
    }

    #[tokio::test]
    async fn a_part_of_an_older_file_becomes_the_whole_of_the_new_one() {
        let whole = ask(&[(RANGE, "bytes=2-4"), (IF_RANGE, "\"old\"")]).await;
        assert_eq!(whole.status(), StatusCode::OK);
        assert_eq!(body(whole).await, b"0123456789");
        let part = ask(&[(RANGE, "bytes=2-4"), (IF_RANGE, "\"abc\"")]).await;
        assert_eq!(part.status(), StatusCode::PARTIAL_CONTENT);
    }

    #[tokio::test]
    async fn what_the_browser_has_is_not_sent_again() {
        assert_eq!(ask(&[(IF_NONE_MATCH, "\"x\", \"abc\"")]).await.status(), StatusCode::NOT_MODIFIED);
        assert_eq!(ask(&[(IF_NONE_MATCH, "\"x\"")]).await.status(), StatusCode::OK);
    }

    #[tokio::test]
    async fn a_name_cannot_break_out_of_its_header() {
        let response = ask(&[]).await;
        let name = response.headers()[CONTENT_DISPOSITION].to_str().unwrap();
        assert_eq!(
            name,
            "attachment; filename=\"Gr__e _1_.pdf\"; filename*=UTF-8''Gr%C3%B6%C3%9Fe%20%221%22.pdf"
        );
    }
}
