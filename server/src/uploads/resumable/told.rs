//! What a request of tus says in its headers.

use super::answer::Refused;
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE, TRANSFER_ENCODING};
use axum::http::{HeaderMap, HeaderName};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// The only version there is.
pub(super) fn version(headers: &HeaderMap) -> Result<(), Refused> {
    match headers.get("tus-resumable").map(|version| version.as_bytes()) {
        Some(b"1.0.0") => Ok(()),
        _ => Err(Refused::OtherVersion),
    }
}

pub(super) fn number(headers: &HeaderMap, name: &HeaderName) -> Result<u64, Refused> {
    let text = headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    // `parse` would take a sign.
    let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    text.parse().ok().filter(|_| digits).ok_or(Refused::Nonsense)
}

/// The bytes that come, where that is said before.
pub(super) fn length(headers: &HeaderMap) -> Option<u64> {
    headers.get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse().ok())
}

/// Whether bytes of the file come with the request.
pub(super) fn has_bytes(headers: &HeaderMap) -> Result<bool, Refused> {
    let is_bytes =
        headers.get(CONTENT_TYPE).is_some_and(|kind| kind.as_bytes() == b"application/offset+octet-stream");
    let comes = length(headers).is_some_and(|length| length > 0) || headers.contains_key(TRANSFER_ENCODING);
    if comes && !is_bytes { Err(Refused::NotBytes) } else { Ok(is_bytes) }
}

/// The file's name, as the metadata says it; empty where it doesn't.
pub(super) fn name(headers: &HeaderMap) -> String {
    metadata(headers, "filename")
}

/// When the file was changed last, in milliseconds since 1970; zero where nothing is said of it.
pub(super) fn modified(headers: &HeaderMap) -> i64 {
    metadata(headers, "modified").parse().unwrap_or_default()
}

fn metadata(headers: &HeaderMap, wanted: &str) -> String {
    let said = headers.get("upload-metadata").and_then(|value| value.to_str().ok()).unwrap_or_default();
    let mut pairs = said.split(',').filter_map(|pair| pair.trim().split_once(' '));
    let found = pairs.find(|(key, _)| *key == wanted);
    let bytes = found.and_then(|(_, value)| STANDARD.decode(value.trim()).ok()).unwrap_or_default();
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(name: &'static str, value: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(HeaderName::from_static(name), value.parse().unwrap())])
    }

    #[test]
    fn a_length_is_digits_and_nothing_else() {
        let length = HeaderName::from_static("upload-length");
        assert_eq!(number(&headers("upload-length", "17"), &length).unwrap(), 17);
        for bad in ["", "-1", "+1", " 1x", "1.0", "99999999999999999999999"] {
            assert!(number(&headers("upload-length", bad), &length).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_name_comes_in_any_script_and_nonsense_is_no_name() {
        for (said, read) in [
            ("filename R3LDtsOfZS5wZGY=,filetype YQ==", "Größe.pdf"),
            ("filetype YQ==, filename YS5wZGY=", "a.pdf"),
            ("filename", ""),
            ("filename ***", ""),
            ("", ""),
        ] {
            assert_eq!(name(&headers("upload-metadata", said)), read, "{said}");
        }
    }
    #[test]
    fn a_time_that_is_none_is_not_told() {
        for (said, read) in [
            ("filename YQ==,modified MTcwMDAwMDAwMDAwMA==", 1_700_000_000_000),
            ("modified YQ==", 0),
            ("filename YQ==", 0),
        ] {
            assert_eq!(modified(&headers("upload-metadata", said)), read, "{said}");
        }
    }
}
