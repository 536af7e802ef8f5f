//! What the machine itself must have: on Debian as root it is installed, elsewhere it is named.

use std::{path::Path, process::Command};

use anyhow::{Result, bail};

use crate::processes;

/// A program of the system with the Debian package that brings it.
pub struct Needed {
    pub what: &'static str,
    pub packages: &'static [&'static str],
    pub present: fn() -> bool,
}

pub const NODE: Needed = Needed {
    what: "Node.js 20 or newer, with npm",
    packages: &["nodejs", "npm"],
    present: || processes::on_path("node").is_some() && processes::on_path("npm").is_some(),
};

pub const CHROMIUM: Needed =
    Needed { what: "Chromium", packages: &["chromium"], present: || crate::browser::chromium().is_some() };

pub const POSTGRES: Needed = Needed {
    what: "PostgreSQL's server programs",
    packages: &["postgresql"],
    present: || crate::postgres::programs().is_some(),
};

/// Judges merged pages independently of what merged them.
pub const POPPLER: Needed = Needed {
    what: "poppler's programs (pdftotext, pdftoppm)",
    packages: &["poppler-utils"],
    present: || processes::on_path("pdftotext").is_some() && processes::on_path("pdftoppm").is_some(),
};

pub const PYTHON_VENV: Needed = Needed {
    what: "Python 3 with venv",
    packages: &["python3", "python3-venv"],
    present: || {
        let mut look = Command::new("python3");
        processes::output(look.args(["-c", "import venv, ensurepip"])).is_ok()
    },
};

/// Sees to it that all of `needed` is there, or says what is missing and the command that brings it.
pub fn bring(needed: &[&Needed]) -> Result<()> {
    let missing: Vec<_> = needed.iter().filter(|one| !(one.present)()).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let names: Vec<_> = missing.iter().map(|one| one.what).collect();
    let packages: Vec<_> = missing.iter().flat_map(|one| one.packages).copied().collect();
    if !is_debian() {
        bail!("missing: {}. Install it with the package manager of this system.", names.join(", "));
    }
    if !nix::unistd::geteuid().is_root() {
        bail!("missing: {}. Install: sudo apt-get install {}", names.join(", "), packages.join(" "));
    }
    println!("installing {}", packages.join(" "));
    processes::run(&mut apt(&["update"]))?;
    let mut words = vec!["install", "--yes", "--no-install-recommends"];
    words.extend(packages);
    processes::run(&mut apt(&words))?;
    if let Some(still) = missing.iter().find(|one| !(one.present)()) {
        bail!("installed, and still not found: {}", still.what);
    }
    Ok(())
}

fn is_debian() -> bool {
    Path::new("/etc/debian_version").exists() && processes::on_path("apt-get").is_some()
}

fn apt(words: &[&str]) -> Command {
    let mut command = Command::new("apt-get");
    command.arg("-qq").args(words).env("DEBIAN_FRONTEND", "noninteractive");
    command
}
