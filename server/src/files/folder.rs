//! Files in a folder of this machine.

use super::place::{Here, Opened, Place};
use super::{GetError, PutError};
use async_trait::async_trait;
use std::io;
use std::path::{Path, PathBuf};
use tokio::fs::File;

#[derive(Debug)]
pub(super) struct Folder(pub(super) PathBuf);

#[async_trait]
impl Place for Folder {
    async fn put(&self, name: &str, from: &Path, _bytes: u64) -> Result<(), PutError> {
        let place = self.0.join(name);
        if let Some(shelf) = place.parent() {
            tokio::fs::create_dir_all(shelf).await?;
            tokio::fs::rename(from, &place).await?;
            // The name has to be as durable as the bytes.
            File::open(shelf).await?.sync_all().await?;
        }
        Ok(())
    }

    async fn has(&self, name: &str) -> Result<bool, PutError> {
        Ok(tokio::fs::try_exists(self.0.join(name)).await?)
    }

    async fn remove(&self, name: &str) -> io::Result<()> {
        tokio::fs::remove_file(self.0.join(name)).await
    }

    async fn here(&self, name: &str) -> Result<Here, GetError> {
        let path = self.0.join(name);
        if !tokio::fs::try_exists(&path).await? {
            return Err(GetError::Lost(name.to_owned()));
        }
        Ok(Here { path, _held: None })
    }

    async fn open(&self, name: &str) -> Result<Opened, GetError> {
        self.here(name).await.map(Opened::Here)
    }
}
