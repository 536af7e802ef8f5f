//! Where things lie: the sources, the build's folder, and what is made in it.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result};

/// The folders that the commands work in.
pub struct House {
    root: PathBuf,
    target: PathBuf,
}

impl House {
    /// The workspace that cargo runs this tool in; else the one that it was compiled in.
    pub fn here() -> Result<Self> {
        let own = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
        let own = PathBuf::from(own);
        let root = own.parent().context("the tool's sources lie in no workspace")?.to_owned();
        let target = match std::env::var_os("CARGO_TARGET_DIR") {
            Some(dir) => root.join(dir),
            None => root.join("target"),
        };
        Ok(Self { root, target })
    }

    pub fn root(&self) -> &Path {
        &self.root
    }

    pub fn target(&self) -> &Path {
        &self.target
    }

    /// What the server hands out: see [`crate::site`].
    pub fn site(&self) -> PathBuf {
        self.target.join("site")
    }

    /// Downloaded tools that belong to no package of ours; ignored by git.
    pub fn tools(&self) -> PathBuf {
        self.root.join("tools")
    }

    pub fn end2end(&self) -> PathBuf {
        self.root.join("end2end")
    }

    pub fn lighthouse(&self) -> PathBuf {
        self.root.join("bench/lighthouse")
    }

    /// The file that cargo makes of the binary `name`.
    pub fn binary(&self, name: &str, release: bool) -> PathBuf {
        self.target.join(if release { "release" } else { "debug" }).join(name)
    }

    /// Cargo, in the workspace, with the build's folder that this tool itself uses.
    pub fn cargo(&self, words: &[&str]) -> Command {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut command = Command::new(cargo);
        command.current_dir(&self.root).args(words).env("CARGO_TARGET_DIR", &self.target);
        // Either would replace the flags of .cargo/config.toml, without which the client is not the server's.
        command.env_remove("RUSTFLAGS").env_remove("CARGO_ENCODED_RUSTFLAGS");
        command
    }
}
