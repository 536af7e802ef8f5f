//! The built files within the program: `server/whole` includes what `cargo xtask release` built.

use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::http::header::{ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Response};
use sha2::{Digest as _, Sha256};
use std::fmt;
use std::sync::OnceLock;

/// Path below the site and content, sorted by path. What packing makes smaller is there packed by Brotli only, under its
/// path with `.br`: the program is to be small, and who does not read it gets it unpacked.
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

/// The packing of what is kept packed (RFC 7932), and how its names end.
const PACKED: (&str, &str) = ("br", ".br");

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

    /// Answers with a file, packed if it is kept so and the browser takes it.
    pub(super) fn answer(self, request: &Request) -> Response {
        let path = request.uri().path().trim_start_matches('/');
        let (packing, ending) = PACKED;
        let (kept, packed) = match (self.find(path), self.find(&format!("{path}{ending}"))) {
            (Some(plain), _) => (plain, false),
            (None, Some(packed)) => (packed, true),
            (None, None) => return StatusCode::NOT_FOUND.into_response(),
        };
        // Names under `pkg` say a hash of their content already.
        let tag = (!path.starts_with("pkg/")).then(|| tag(kept));
        let known = request.headers().get(IF_NONE_MATCH).and_then(|value| value.to_str().ok());
        if let (Some(tag), Some(known)) = (&tag, known)
            && known.split(',').any(|known| known.trim() == tag)
        {
            return StatusCode::NOT_MODIFIED.into_response();
        }
        let takes = takes(request.headers(), packing);
        let body = match packed && !takes {
            false => Bytes::from_static(kept),
            true => match unpacked(kept) {
                Ok(plain) => plain,
                Err(error) => {
                    tracing::error!(%error, path, "a file within the program is broken");
                    return StatusCode::INTERNAL_SERVER_ERROR.into_response();
                }
            },
        };
        let mut response = Body::from(body).into_response();
        let headers = response.headers_mut();
        let kind = mime_guess::from_path(path).first_or_octet_stream();
        let told = [
            (CONTENT_TYPE, Some(kind.as_ref())),
            (VARY, Some("accept-encoding")),
            (CONTENT_ENCODING, (packed && takes).then_some(packing)),
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

fn unpacked(packed: &[u8]) -> std::io::Result<Bytes> {
    let mut plain = Vec::new();
    brotli::BrotliDecompress(&mut &*packed, &mut plain)?;
    Ok(plain.into())
}

/// Weak: the same file packed and unpacked is one (RFC 9110, 8.8.3).
fn tag(bytes: &[u8]) -> String {
    let hash: String = Sha256::digest(bytes)[..8].iter().map(|byte| format!("{byte:02x}")).collect();
    format!("W/\"{hash}\"")
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

    const SCRIPT: &str = "const words = 'the words of a script, the words of a script';";

    /// A script that is kept packed beside what is kept as it is.
    fn within() -> Within {
        let mut packed = Vec::new();
        let settings = brotli::enc::BrotliEncoderParams::default();
        brotli::BrotliCompress(&mut SCRIPT.as_bytes(), &mut packed, &settings).unwrap();
        let files: Vec<(&str, &[u8])> = vec![
            ("favicon.svg", b"<svg/>"),
            ("icons.svg.br", b"no such packing"),
            ("manifest.json", b"{}"),
            ("pkg/a.js.br", packed.leak()),
        ];
        Within(files.leak())
    }

    fn ask(path: &str, header: Option<(&str, &str)>) -> Response {
        let mut request = axum::http::Request::get(path);
        if let Some((name, value)) = header {
            request = request.header(name, value);
        }
        within().answer(&request.body(Body::empty()).unwrap())
    }

    #[tokio::test]
    async fn who_takes_the_packing_gets_it_and_everybody_else_what_is_in_it() {
        for (takes, packing) in [
            ("gzip, deflate, br", Some("br")),
            ("gzip", None),
            ("br;q=0, gzip;q=0.5", None),
            ("identity", None),
        ] {
            let answer = ask("/pkg/a.js", Some(("accept-encoding", takes)));
            let said = answer.headers().get(CONTENT_ENCODING).map(|value| value.to_str().unwrap());
            assert_eq!(said, packing, "{takes}");
            assert_eq!(answer.headers()[CONTENT_TYPE], "text/javascript");
            assert_eq!(answer.headers()[VARY], "accept-encoding");
            let bytes = axum::body::to_bytes(answer.into_body(), usize::MAX).await.unwrap();
            let plain = if packing.is_some() { unpacked(&bytes).unwrap() } else { bytes };
            assert_eq!(plain, SCRIPT, "{takes}");
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

    #[test]
    fn what_cannot_be_unpacked_is_no_file() {
        assert_eq!(ask("/icons.svg", None).status(), StatusCode::INTERNAL_SERVER_ERROR);
    }
}
