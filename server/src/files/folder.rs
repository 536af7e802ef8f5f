//! Files in a folder of this machine.

use super::place::{Here, Lying, Place, There, Whole};
use super::{GetError, PutError};
use async_trait::async_trait;
use std::io;
use std::path::{Path, PathBuf};
use tokio::fs::File;

/// What stands beside shelves: files on their way in, and copies of what is elsewhere.
const BESIDES: [&str; 2] = ["incoming", "near"];

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

    async fn discard(&self, name: &str) -> Result<(), PutError> {
        Ok(tokio::fs::remove_file(self.0.join(name)).await?)
    }

    async fn clear(&self, shelf: &str) -> Result<(), PutError> {
        match tokio::fs::remove_dir_all(self.0.join(shelf)).await {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error.into()),
            _ => Ok(()),
        }
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

    async fn open(&self, name: &str) -> Result<There, GetError> {
        Ok(self.here(name).await?.sent().await?)
    }

    async fn whole(&self, name: &str) -> Result<Whole, GetError> {
        let there = self.open(name).await?;
        let bytes = there.bytes;
        Ok(Whole { bytes, parts: there.part(0..bytes) })
    }

    async fn every(&self) -> Result<Vec<Lying>, GetError> {
        let root = self.0.clone();
        let walked = tokio::task::spawn_blocking(move || {
            let mut lying = Vec::new();
            for entry in std::fs::read_dir(&root)? {
                let name = entry?.file_name();
                if !BESIDES.iter().any(|beside| name == *beside) {
                    walk(&root, &root.join(name), &mut lying)?;
                }
            }
            Ok::<_, io::Error>(lying)
        });
        Ok(walked.await.map_err(io::Error::other)??)
    }
}

fn walk(root: &Path, at: &Path, lying: &mut Vec<Lying>) -> io::Result<()> {
    let facts = match at.symlink_metadata() {
        Ok(facts) => facts,
        // Somebody removed it meanwhile.
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error),
    };
    if facts.is_dir() {
        for entry in std::fs::read_dir(at)? {
            walk(root, &entry?.path(), lying)?;
        }
    } else if let Ok(name) = at.strip_prefix(root) {
        let name = name.to_string_lossy().into_owned();
        lying.push(Lying { name, bytes: facts.len(), since: facts.modified()? });
    }
    Ok(())
}
