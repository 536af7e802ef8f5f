//! The built files within the program: `server/whole` includes what `cargo xtask release` built.

use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::http::header::{ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Response};
use sha2::{Digest as _, Sha256};
use std::fmt;
use std::sync::OnceLock;

/// Path below the site and content, sorted by path; packed twins end in `.br` and `.gz`.
pub type Files = &'static [(&'static str, &'static [u8])];

static THERE: OnceLock<Within> = OnceLock::new();

/// The files within the program.
#[derive(Clone, Copy)]
pub struct Within(Files);

/// What is in it is too much for a log.
impl fmt::Debug for Within {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Within({})", self.0.len())
    }
}

/// Says which files the program has within, before anything is served; none leaves them to a folder.
pub fn are_within(files: Files) {
    if !files.is_empty() {
        // Said once, by `main`.
        let _ = THERE.set(Within(files));
    }
}

pub(super) fn there() -> Option<Within> {
    THERE.get().copied()
}

/// The packings, best first.
const PACKED: [(&str, &str); 2] = [("br", "br"), ("gzip", "gz")];

impl Within {
    fn find(self, path: &str) -> Option<&'static [u8]> {
        let Self(files) = self;
        files.binary_search_by(|(known, _)| (*known).cmp(path)).ok().map(|at| files[at].1)
    }

    /// What the build says of itself.
    pub(super) fn manifest(self) -> Result<String, String> {
        let bytes = self.find("manifest.json").ok_or("it is not within the program")?;
        String::from_utf8(bytes.to_vec()).map_err(|e| e.to_string())
    }

    /// Answers with a file, packed as the browser takes it.
    pub(super) fn answer(self, request: &Request) -> Response {
        let path = request.uri().path().trim_start_matches('/');
        let Some(plain) = self.find(path) else { return StatusCode::NOT_FOUND.into_response() };
        // Names under `pkg` say a hash of their content already.
        let tag = (!path.starts_with("pkg/")).then(|| tag(plain));
        let known = request.headers().get(IF_NONE_MATCH).and_then(|value| value.to_str().ok());
        if let (Some(tag), Some(known)) = (&tag, known)
            && known.split(',').any(|known| known.trim() == tag)
        {
            return StatusCode::NOT_MODIFIED.into_response();
        }
        let packed = PACKED.iter().filter(|(name, _)| takes(request.headers(), name));
        let packed =
            packed.filter_map(|(name, end)| Some((*name, self.find(&format!("{path}.{end}"))?))).next();
        let (encoding, bytes) = packed.map_or((None, plain), |(name, bytes)| (Some(name), bytes));
        let mut response = Body::from(Bytes::from_static(bytes)).into_response();
        let headers = response.headers_mut();
        let kind = mime_guess::from_path(path).first_or_octet_stream();
        let told = [
            (CONTENT_TYPE, Some(kind.as_ref())),
            (VARY, Some("accept-encoding")),
            (CONTENT_ENCODING, encoding),
            (ETAG, tag.as_deref()),
        ];
        for (name, value) in told.into_iter().filter_map(|(name, value)| Some((name, value?))) {
            if let Ok(value) = HeaderValue::from_str(value) {
                headers.insert(name, value);
            }
        }
        response
    }
}

fn tag(bytes: &[u8]) -> String {
    let hash: String = Sha256::digest(bytes)[..8].iter().map(|byte| format!("{byte:02x}")).collect();
    format!("\"{hash}\"")
}

/// Whether a browser takes this packing (RFC 9110, 12.5.3); one that it gives no weight it does not take.
fn takes(headers: &HeaderMap, packing: &str) -> bool {
    let said = headers.get_all(ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    said.flat_map(|value| value.split(',')).any(|one| {
        let (name, weight) = one.split_once(';').unwrap_or((one, ""));
        let weight = weight.trim().strip_prefix("q=").and_then(|weight| weight.parse::<f32>().ok());
        name.trim().eq_ignore_ascii_case(packing) && weight != Some(0.0)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const WITHIN: Within = Within(&[
        ("favicon.svg", b"<svg/>"),
        ("manifest.json", b"{}"),
        ("pkg/a.js", b"plain"),
        ("pkg/a.js.br", b"br"),
        ("pkg/a.js.gz", b"gz"),
    ]);

    fn ask(path: &str, header: Option<(&str, &str)>) -> Response {
        let mut request = axum::http::Request::get(path);
        if let Some((name, value)) = header {
            request = request.header(name, value);
        }
        WITHIN.answer(&request.body(Body::empty()).unwrap())
    }

    #[test]
    fn a_browser_gets_the_packing_that_it_takes() {
        for (takes, packing) in [
            ("gzip, deflate, br", Some("br")),
            ("gzip", Some("gzip")),
            ("br;q=0, gzip;q=0.5", Some("gzip")),
            ("identity", None),
        ] {
            let answer = ask("/pkg/a.js", Some(("accept-encoding", takes)));
            let said = answer.headers().get(CONTENT_ENCODING).map(|value| value.to_str().unwrap());
            assert_eq!(said, packing, "{takes}");
            assert_eq!(answer.headers()[CONTENT_TYPE], "text/javascript");
            assert_eq!(answer.headers()[VARY], "accept-encoding");
        }
    }

    #[test]
    fn what_a_browser_has_is_not_sent_again_and_what_is_not_there_is_not_found() {
        let tag = ask("/favicon.svg", None).headers()[ETAG].to_str().unwrap().to_owned();
        assert_eq!(ask("/favicon.svg", Some(("if-none-match", &tag))).status(), StatusCode::NOT_MODIFIED);
        assert_eq!(ask("/favicon.svg", Some(("if-none-match", "\"x\""))).status(), StatusCode::OK);
        for path in ["/pkg/b.js", "/pkg/", "/pkg/../manifest.jso"] {
            assert_eq!(ask(path, None).status(), StatusCode::NOT_FOUND, "{path}");
        }
    }
}
