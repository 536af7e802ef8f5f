//! What the machine itself must have: on Debian as root it is installed, elsewhere the command is named.

use std::{path::Path, process::Command};

use anyhow::{Result, bail};

use crate::processes;

/// A program of the system with the packages that bring it.
pub struct Needed {
    pub what: &'static str,
    /// Per manager in the order of [`MANAGERS`]; none where the name is not known.
    pub packages: [&'static [&'static str]; MANAGERS.len()],
    pub present: fn() -> bool,
}

/// Program of a package manager, and how packages are installed by it.
const MANAGERS: [(&str, &str); 5] = [
    ("apt-get", "sudo apt-get install"),
    ("dnf", "sudo dnf install"),
    ("pacman", "sudo pacman -S"),
    ("apk", "sudo apk add"),
    ("brew", "brew install"),
];

pub const NODE: Needed = Needed {
    what: "Node.js 20 or newer, with npm",
    packages: [&["nodejs", "npm"], &["nodejs", "npm"], &["nodejs", "npm"], &["nodejs", "npm"], &["node"]],
    present: || {
        let said = processes::output(Command::new("node").arg("--version"));
        said.is_ok_and(|said| is_node_new_enough(&said)) && processes::on_path("npm").is_some()
    },
};

const NODE_MAJOR: u32 = 20;

/// Judges what `node --version` said, such as `v20.19.2`.
fn is_node_new_enough(said: &str) -> bool {
    let major = said.trim().trim_start_matches('v').split('.').next();
    major.and_then(|major| major.parse().ok()).is_some_and(|major: u32| major >= NODE_MAJOR)
}

/// Builds the memory allocator, which is written in C.
pub const MAKE: Needed = Needed {
    what: "make",
    packages: [&["make"], &["make"], &["make"], &["make"], &["make"]],
    present: || processes::on_path("make").is_some(),
};

pub const CHROMIUM: Needed = Needed {
    what: "Chromium",
    packages: [&["chromium"], &["chromium"], &["chromium"], &["chromium"], &[]],
    present: || crate::browser::chromium().is_some(),
};

pub const POSTGRES: Needed = Needed {
    what: "PostgreSQL's server programs",
    packages: [&["postgresql"], &["postgresql-server"], &["postgresql"], &["postgresql"], &["postgresql@17"]],
    present: || crate::postgres::programs().is_some(),
};

/// Judges merged pages independently of what merged them.
pub const POPPLER: Needed = Needed {
    what: "poppler's programs (pdftotext, pdftoppm)",
    packages: [&["poppler-utils"], &["poppler-utils"], &["poppler"], &["poppler-utils"], &["poppler"]],
    present: || processes::on_path("pdftotext").is_some() && processes::on_path("pdftoppm").is_some(),
};

/// A mail server for the tests of mail; of the system's own Python.
pub const MAIL_SERVER: Needed = Needed {
    what: "aiosmtpd, a mail server in Python",
    packages: [&["python3-aiosmtpd"], &["python3-aiosmtpd"], &[], &["py3-aiosmtpd"], &[]],
    present: || {
        let here = |program| processes::output(Command::new(program).args(["-c", "import aiosmtpd"])).is_ok();
        here("/usr/bin/python3") || here("python3")
    },
};

/// What downloads are measured against; for the bench only.
pub const NGINX: Needed = Needed {
    what: "nginx",
    packages: [&["nginx"], &["nginx"], &["nginx"], &["nginx"], &["nginx"]],
    present: || crate::bench::nginx().is_some(),
};

pub const PYTHON_VENV: Needed = Needed {
    what: "Python 3 with venv",
    packages: [&["python3", "python3-venv"], &["python3"], &["python"], &["python3"], &["python"]],
    present: || {
        let mut look = Command::new("python3");
        processes::output(look.args(["-c", "import venv, ensurepip"])).is_ok()
    },
};

/// Sees to it that all of `needed` is there, or says what is missing and the command that brings it.
pub fn bring(needed: &[&Needed]) -> Result<()> {
    let missing: Vec<&Needed> = needed.iter().copied().filter(|one| !(one.present)()).collect();
    if missing.is_empty() {
        return Ok(());
    }
    if !is_debian() || !nix::unistd::geteuid().is_root() {
        bail!("{}", advice(&missing, MANAGERS.iter().position(|(program, _)| is_here(program))));
    }
    let packages: Vec<_> = missing.iter().flat_map(|one| one.packages[0]).copied().collect();
    println!("installing {}", packages.join(" "));
    processes::run(&mut apt(&["update"]))?;
    let mut words = vec!["install", "--yes", "--no-install-recommends"];
    words.extend(packages);
    processes::run(&mut apt(&words))?;
    if let Some(still) = missing.iter().find(|one| !(one.present)()) {
        bail!("installed, and still missing: {} (what this system has may be too old)", still.what);
    }
    Ok(())
}

/// What is missing, and the command that brings as much of it as this package manager is known to have.
fn advice(missing: &[&Needed], manager: Option<usize>) -> String {
    let names: Vec<_> = missing.iter().map(|one| one.what).collect();
    let missing_names = names.join(", ");
    let Some(manager) = manager else {
        return format!("missing: {missing_names}. Install it with the package manager of this system.");
    };
    let (known, unknown): (Vec<&Needed>, Vec<&Needed>) =
        missing.iter().copied().partition(|one| !one.packages[manager].is_empty());
    let packages: Vec<_> = known.iter().flat_map(|one| one.packages[manager]).copied().collect();
    let mut told = format!("missing: {missing_names}.");
    if !packages.is_empty() {
        told.push_str(&format!(" Install: {} {}", MANAGERS[manager].1, packages.join(" ")));
    }
    for one in unknown {
        told.push_str(&format!("\n{} comes from elsewhere on this system.", one.what));
    }
    told
}

fn is_here(program: &str) -> bool {
    processes::on_path(program).is_some()
}

fn is_debian() -> bool {
    Path::new("/etc/debian_version").exists() && is_here("apt-get")
}

fn apt(words: &[&str]) -> Command {
    let mut command = Command::new("apt-get");
    command.arg("-qq").args(words).env("DEBIAN_FRONTEND", "noninteractive");
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manager(program: &str) -> Option<usize> {
        MANAGERS.iter().position(|(known, _)| *known == program)
    }

    #[test]
    fn each_package_manager_is_told_its_own_names() {
        let told = |program| advice(&[&POSTGRES, &POPPLER], manager(program));
        assert!(told("dnf").ends_with("Install: sudo dnf install postgresql-server poppler-utils"));
        assert!(told("pacman").ends_with("Install: sudo pacman -S postgresql poppler"));
        assert!(told("apk").ends_with("Install: sudo apk add postgresql poppler-utils"));
        assert!(told("apt-get").ends_with("Install: sudo apt-get install postgresql poppler-utils"));
    }

    #[test]
    fn what_a_manager_does_not_have_is_still_named() {
        let told = advice(&[&NODE, &CHROMIUM], manager("brew"));
        assert!(
            told.contains("brew install node\n") && told.contains("Chromium comes from elsewhere"),
            "{told}"
        );
        assert!(advice(&[&CHROMIUM], None).contains("missing: Chromium"));
    }

    #[test]
    fn an_old_node_is_as_good_as_none() {
        assert!(is_node_new_enough("v20.0.0\n") && is_node_new_enough("v24.1.0"));
        assert!(!is_node_new_enough("v18.19.0\n") && !is_node_new_enough("") && !is_node_new_enough("v"));
    }
}
