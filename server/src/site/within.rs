//! The built files within the program: `cargo xtask release` hands over where they are when it builds it.

use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::http::header::{ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Response};
use sha2::{Digest as _, Sha256};

/// Path below the site and content, sorted by path; packed twins end in `.br` and `.gz`.
static FILES: &[(&str, &[u8])] = include!(env!("TANDEM_SITE_FILES"));

/// The packings, best first.
const PACKED: [(&str, &str); 2] = [("br", "br"), ("gzip", "gz")];

fn find(path: &str) -> Option<&'static [u8]> {
    FILES.binary_search_by(|(known, _)| (*known).cmp(path)).ok().map(|at| FILES[at].1)
}

/// What the build says of itself.
pub(super) fn manifest() -> Result<String, String> {
    let bytes = find("manifest.json").ok_or("it is not within the program")?;
    String::from_utf8(bytes.to_vec()).map_err(|e| e.to_string())
}

/// Answers with a file, packed as the browser takes it.
pub(super) async fn file(request: Request) -> Response {
    let path = request.uri().path().trim_start_matches('/');
    let Some(plain) = find(path) else { return StatusCode::NOT_FOUND.into_response() };
    // Names under `pkg` say a hash of their content already.
    let tag = (!path.starts_with("pkg/")).then(|| tag(plain));
    let known = request.headers().get(IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    if let (Some(tag), Some(known)) = (&tag, known)
        && known.split(',').any(|known| known.trim() == tag)
    {
        return StatusCode::NOT_MODIFIED.into_response();
    }
    let packed = PACKED.iter().filter(|(name, _)| takes(request.headers(), name));
    let packed = packed.filter_map(|(name, end)| Some((*name, find(&format!("{path}.{end}"))?))).next();
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
