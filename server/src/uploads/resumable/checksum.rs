//! The checksum extension of tus: what is sent has to be what was meant.

use super::answer::Refused;
use axum::http::HeaderMap;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ring::digest::{Context, SHA1_FOR_LEGACY_USE_ONLY, SHA256};

/// A sum that was told, and that of the bytes so far.
pub(super) struct Checksum {
    told: Vec<u8>,
    seen: Context,
}

impl Checksum {
    /// The one of these headers, if there is one.
    pub(super) fn told(headers: &HeaderMap) -> Result<Option<Self>, Refused> {
        let Some(said) = headers.get("upload-checksum") else { return Ok(None) };
        let (name, sum) =
            said.to_str().ok().and_then(|said| said.split_once(' ')).ok_or(Refused::Nonsense)?;
        let by = match name {
            "sha1" => &SHA1_FOR_LEGACY_USE_ONLY,
            "sha256" => &SHA256,
            _ => return Err(Refused::Nonsense),
        };
        let told = STANDARD.decode(sum.trim()).map_err(|_| Refused::Nonsense)?;
        Ok(Some(Self { told, seen: Context::new(by) }))
    }

    pub(super) fn see(&mut self, bytes: &[u8]) {
        self.seen.update(bytes);
    }

    pub(super) fn holds(self) -> bool {
        self.seen.finish().as_ref() == self.told
    }
}
