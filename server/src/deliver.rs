//! Sends a stored file: with ranges (RFC 9110, section 14), revalidation by its hash, and headers under which nothing
//! in it can run.

use crate::files::{Files, Kept, There};
use app::api::ApiError;
use axum::body::Body;
use axum::http::header::{
    ACCEPT_RANGES, CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, ETAG,
    IF_NONE_MATCH, IF_RANGE, RANGE,
};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse as _, Response};

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
    /// Which.
    pub file: &'a Kept,
    /// Media type, decided by content.
    pub media_type: &'a str,
    /// What it is for.
    pub as_: Use,
    /// The name under which it is saved.
    pub name: &'a str,
}

/// Answers a request for the file.
pub async fn deliver(files: &Files, method: &Method, headers: &HeaderMap, file: Delivery<'_>) -> Response {
    let tag = format!("\"{}\"", file.file.tag);
    let text = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    let known = text(IF_NONE_MATCH).is_some_and(|tags| tags.split(',').any(|known| known.trim() == tag));
    let mut response = if known {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let mut asked = headers.clone();
        if asked.remove(IF_RANGE).is_some_and(|wanted| wanted.as_bytes() != tag.as_bytes()) {
            asked.remove(RANGE);
        }
        match files.opened(file.file).await {
            Ok(there) => sent(there, method, &asked),
            Err(error) => {
                let error = ApiError::from(error);
                let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::SERVICE_UNAVAILABLE);
                return (status, app::words::error(&error)).into_response();
            }
        }
    };
    let out = response.headers_mut();
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

/// One range, or the whole where none is asked for.
fn sent(there: There, method: &Method, headers: &HeaderMap) -> Response {
    let whole = there.bytes;
    let asked = headers.get(RANGE).and_then(|value| value.to_str().ok());
    let read = |text| http_range_header::parse_range_header(text).and_then(|ranges| ranges.validate(whole));
    let (status, range) = match asked.map(read) {
        None => (StatusCode::OK, 0..whole),
        Some(Ok(ranges)) if ranges.len() == 1 => {
            (StatusCode::PARTIAL_CONTENT, *ranges[0].start()..ranges[0].end() + 1)
        }
        Some(_) => {
            let none = [(CONTENT_RANGE, format!("bytes */{whole}"))];
            return (StatusCode::RANGE_NOT_SATISFIABLE, none).into_response();
        }
    };
    let length = [(CONTENT_LENGTH, (range.end - range.start).to_string())];
    let part = (status == StatusCode::PARTIAL_CONTENT)
        .then(|| [(CONTENT_RANGE, format!("bytes {}-{}/{whole}", range.start, range.end - 1))]);
    let (stretch, body) = match *method {
        Method::HEAD => (None, Body::empty()),
        _ => (there.stretch(range.clone()), Body::from_stream(there.part(range))),
    };
    let mut response = match part {
        Some(part) => (status, length, part, body).into_response(),
        None => (status, length, body).into_response(),
    };
    if let Some(stretch) = stretch {
        response.extensions_mut().insert(stretch);
    }
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

    /// SHA-256 of what is asked for.
    const TAG: &str = "\"84d89877f0d4041efb6bf91a16f0248f2fd573e6af05c19f96bedb9f882f7882\"";

    async fn ask(pairs: &[(axum::http::HeaderName, &str)]) -> Response {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::open(folder.path()).unwrap();
        let kept = files.kept(&files.keep(b"0123456789".to_vec()).await.unwrap());
        let headers = pairs.iter().map(|(name, value)| (name.clone(), value.parse().unwrap())).collect();
        let file =
            Delivery {
                file: &kept, media_type: "application/pdf", as_: Use::Save, name: "Größe \"1\".pdf"
            };
        deliver(&files, &Method::GET, &headers, file).await
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
        let part = ask(&[(RANGE, "bytes=2-4"), (IF_RANGE, TAG)]).await;
        assert_eq!(part.status(), StatusCode::PARTIAL_CONTENT);
    }

    #[tokio::test]
    async fn what_the_browser_has_is_not_sent_again() {
        assert_eq!(
            ask(&[(IF_NONE_MATCH, &format!("\"x\", {TAG}"))]).await.status(),
            StatusCode::NOT_MODIFIED
        );
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
