//! The browser tests: Playwright with the system's Chromium, over a built site and server.

use std::{path::PathBuf, process::Command};

use anyhow::{Context, Result};

use crate::{house::House, processes};

/// The system's Chromium: what `CHROMIUM` says, else one of the usual names.
pub fn chromium() -> Option<PathBuf> {
    if let Some(told) = std::env::var_os("CHROMIUM") {
        return Some(told.into());
    }
    ["chromium", "chromium-browser", "google-chrome"].iter().find_map(|name| processes::on_path(name))
}

/// What the tests start servers with.
pub struct Programs {
    pub server: PathBuf,
    pub provider: PathBuf,
    /// Writes the hostile files.
    pub hostile: PathBuf,
    pub postgres: String,
}

/// Passes the browser tests; `rest` goes to Playwright.
pub fn test(house: &House, programs: &Programs, rest: &[String]) -> Result<()> {
    let chromium = chromium().context("no Chromium here")?;
    // Called without npx, which would stand between the runner and a signal.
    let mut playwright = Command::new("node");
    playwright.current_dir(house.end2end());
    playwright.args(["node_modules/@playwright/test/cli.js", "test"]).args(rest);
    playwright
        .env("CHROMIUM", chromium)
        .env("TANDEM_BIN", &programs.server)
        .env("TANDEM_SITE", house.site())
        .env("DEMO_PROVIDER_BIN", &programs.provider)
        .env("HOSTILE_FILES_BIN", &programs.hostile)
        .env("TANDEM_TEST_POSTGRES", &programs.postgres);
    processes::run(&mut playwright)
}
