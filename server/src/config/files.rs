//! Where files are kept when not in the data folder.

use serde::Deserialize;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// A bucket of an S3 service.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bucket {
    /// Its name.
    pub bucket: String,
    /// The address of the service; without it, Amazon's for the region.
    #[serde(default)]
    pub endpoint: Option<String>,
    /// The region that requests are signed for.
    #[serde(default = "first_region")]
    pub region: String,
    /// What names in the bucket begin with.
    #[serde(default)]
    pub prefix: Option<String>,
    /// Whether the bucket is part of the path, as most own services want it, and not of the host name.
    #[serde(default)]
    pub path_style: bool,
    /// The key's name.
    pub access_key_id: String,
    /// The key.
    #[serde(default)]
    pub secret_access_key: String,
    /// A file with it, beside the configuration unless the path is absolute.
    #[serde(default)]
    pub secret_access_key_file: Option<PathBuf>,
    /// How many seconds an answer may take, from 1 to 300 [default: 30].
    #[serde(default)]
    pub patience_seconds: Option<u64>,
    /// How many megabytes of copies this machine keeps for its workers, at least 64 [default: 2048].
    #[serde(default)]
    pub near_mb: Option<u64>,
}

fn first_region() -> String {
    "us-east-1".to_owned()
}

/// Keys stay out of logs.
impl std::fmt::Debug for Bucket {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Bucket").field("bucket", &self.bucket).finish_non_exhaustive()
    }
}

impl Bucket {
    /// How long an answer may take.
    pub fn patience(&self) -> Duration {
        Duration::from_secs(self.patience_seconds.unwrap_or(30).clamp(1, 300))
    }

    /// How many bytes of copies this machine keeps.
    pub fn near_bytes(&self) -> u64 {
        self.near_mb.unwrap_or(2048).max(64) << 20
    }

    /// Finds the key where it was put (`TANDEM_S3_SECRET_ACCESS_KEY`, else the file, else what the configuration says
    /// itself), and refuses what cannot be.
    pub(super) fn complete(&mut self, folder: &Path, environment: Option<String>) -> Result<(), String> {
        if let Some(key) = environment {
            self.secret_access_key = key;
        } else if let Some(file) = &self.secret_access_key_file {
            if !self.secret_access_key.is_empty() {
                return Err("files: a key and a file with it: which one?".into());
            }
            let path = folder.join(file);
            let text = std::fs::read_to_string(&path);
            let text = text.map_err(|cause| format!("files: {}: {cause}", path.display()))?;
            self.secret_access_key = text.trim().to_owned();
        }
        if self.secret_access_key.is_empty() {
            return Err("files: secret_access_key is missing".into());
        }
        if let Some(endpoint) = &self.endpoint {
            let uri = endpoint.parse::<http::Uri>().ok();
            if !uri.is_some_and(|uri| matches!(uri.scheme_str(), Some("http" | "https"))) {
                return Err(format!("files: endpoint {endpoint} is no http:// or https:// address"));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(more: &str) -> Result<Bucket, String> {
        let text = format!("bucket = \"b\"\naccess_key_id = \"id\"\n{more}");
        toml::from_str(&text).map_err(|error| error.to_string())
    }

    #[test]
    fn the_key_comes_from_the_environment_or_a_file_or_the_configuration() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("s3.secret"), "filed\n").unwrap();
        let key = |more: &str, environment: Option<&str>| {
            let mut bucket = told(more).unwrap();
            bucket.complete(folder.path(), environment.map(str::to_owned))?;
            Ok::<_, String>(bucket.secret_access_key)
        };
        assert_eq!(key("secret_access_key_file = \"s3.secret\"", None).unwrap(), "filed");
        assert_eq!(key("secret_access_key_file = \"s3.secret\"", Some("told")).unwrap(), "told");
        assert_eq!(key("secret_access_key = \"said\"", None).unwrap(), "said");
        for wrong in ["", "secret_access_key_file = \"gone\"", "secret_access_key = \"a\"\nendpoint = \"s3\""]
        {
            assert!(key(wrong, None).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_misspelt_word_is_told_and_a_key_is_never_shown() {
        assert!(told("endpiont = \"x\"").unwrap_err().contains("endpiont"));
        assert!(!format!("{:?}", told("secret_access_key = \"hidden\"").unwrap()).contains("hidden"));
    }
}
