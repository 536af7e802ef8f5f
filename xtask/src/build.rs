//! Builds what is served and what serves it.

use std::{
    path::{Path, PathBuf},
    process::Command,
    thread,
};

use anyhow::Result;

use crate::{bindings, house::House, packages, processes, setup, site, sizes, steps::Steps, styles};

/// The profile of the client while developing.
const DEVELOPED: &str = "wasm-dev";

/// The profile of the client that is delivered.
const RELEASED: &str = "wasm-release";

/// The program with everything within, as cargo calls it; installed it is `tandem`.
pub const WHOLE: &str = "tandem-whole";

/// The languages of the catalogue, the first one first. What is delivered has a client for each: nobody loads the words of all.
const LANGUAGES: [&str; 3] = ["en", "de", "ar"];

/// The standard library is built with the client, for size, and nothing is said where nobody could read it: what a panic
/// would say, where it was, and how values look to a debugger. A tenth of the first download
/// (docs/decisions/0010-the-first-download.md). These are settings that the compiler keeps for its nightly versions, so
/// only what is delivered to browsers is built with them, and `RUSTC_BOOTSTRAP` allows it.
const SMALLEST: [&str; 4] = [
    "-Zbuild-std=std,panic_abort",
    "-Zbuild-std-features=optimize_for_size",
    "--config",
    r#"target.wasm32-unknown-unknown.rustflags = [
        "-Zunstable-options", "-Cpanic=immediate-abort", "-Zlocation-detail=none", "-Zfmt-debug=none",
    ]"#,
];

/// Builds the client, the styles and the site around them.
pub fn site(house: &House, release: bool, steps: &mut Steps) -> Result<()> {
    setup::wasm_target(house, steps)?;
    if !release {
        // What is tested is loaded very often: a third of the bytes and of the files is worth a minute of the compiler's.
        let mut client = client_command(house, DEVELOPED);
        client.env("CARGO_PROFILE_WASM_DEV_OPT_LEVEL", "1");
        steps.step("build the client", || processes::run(&mut client))?;
        let client = bind(house, DEVELOPED, "", None, steps)?;
        return dress(house, &house.site(), &client, &[], None, steps);
    }
    delivered(house, &house.site(), steps)
}

/// Builds the site that goes into the program, in a folder that has nothing of former builds.
pub fn site_apart(house: &House, folder: &Path, steps: &mut Steps) -> Result<()> {
    setup::wasm_target(house, steps)?;
    if folder.exists() {
        std::fs::remove_dir_all(folder)?;
    }
    delivered(house, folder, steps)
}

/// The site with a client for each language.
fn delivered(house: &House, site: &Path, steps: &mut Steps) -> Result<()> {
    setup::library_sources(house, steps)?;
    let tools = setup::release_tools(house, steps)?;
    let mut clients = Vec::new();
    for language in LANGUAGES {
        steps.step(&format!("build the client ({language})"), || {
            processes::run(client_command(house, RELEASED).env("TANDEM_LANGUAGE", language))
        })?;
        clients.push((language, bind(house, RELEASED, language, Some(&tools), steps)?));
    }
    let (_, first) = clients.remove(0);
    dress(house, site, &first, &clients, Some(&tools), steps)
}

/// Builds the client and the portal at once, which two processors do in the time of the longer one; hands back the
/// portal's program. Each has a build folder of its own.
pub fn everything(house: &House, steps: &mut Steps) -> Result<PathBuf> {
    packages::bring(&[&packages::MAKE])?;
    setup::wasm_target(house, steps)?;
    steps.step("build the client and tandem", || {
        thread::scope(|scope| {
            let portal = scope.spawn(|| processes::run(&mut program(house, "server", "tandem", false)));
            let client = processes::run(&mut client_command(house, DEVELOPED));
            let portal = portal.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            client.and(portal)
        })
    })?;
    let client = bind(house, DEVELOPED, "", None, steps)?;
    dress(house, &house.site(), &client, &[], None, steps)?;
    Ok(house.binary("tandem", false))
}

fn client_command(house: &House, profile: &str) -> Command {
    let words = ["build", "--quiet", "--package", "frontend", "--target", setup::WASM, "--profile", profile];
    let mut command = house.cargo(&words);
    if profile == RELEASED {
        command.env("RUSTC_BOOTSTRAP", "1").args(SMALLEST);
    }
    command
}

/// Makes of the compiled client what a browser loads; hands back the folder with it.
fn bind(
    house: &House,
    profile: &str,
    language: &str,
    tools: Option<&setup::ReleaseTools>,
    steps: &mut Steps,
) -> Result<PathBuf> {
    let client = house.target().join("client").join(profile).join(language);
    steps.step("make the bindings", || {
        let module = house.target().join(setup::WASM).join(profile).join("frontend.wasm");
        if !bindings::make(&module, &client, tools)? {
            println!("nothing has changed");
        }
        Ok(client)
    })
}

/// Puts the site together: clients, styles and what is public.
fn dress(
    house: &House,
    site: &Path,
    client: &Path,
    translated: &[(&str, PathBuf)],
    tools: Option<&setup::ReleaseTools>,
    steps: &mut Steps,
) -> Result<()> {
    steps.step("assemble the site", || {
        let css = styles::bundle(&house.root().join("style/main.css"), tools.is_some())?;
        let public = house.root().join("public");
        site::assemble(site, site::Sources { client, translated, css, public: &public })
    })?;
    if let Some(tools) = tools {
        steps.step("compress the site", || {
            tools.minify_all(site, None)?;
            sizes::compress(site)
        })?;
    }
    Ok(())
}

/// Builds the portal's server; hands back its program.
pub fn server(house: &House, release: bool, steps: &mut Steps) -> Result<PathBuf> {
    binary(house, "server", "tandem", release, steps)
}

/// Builds the program that is released, with these files within it; hands it back.
pub fn whole(house: &House, files: &Path, steps: &mut Steps) -> Result<PathBuf> {
    steps.step("build the whole program", || {
        processes::run(program(house, "whole", WHOLE, true).env("TANDEM_SITE_FILES", files))
    })?;
    Ok(house.binary(WHOLE, true))
}

/// Builds the OpenID provider of the tests and the demonstration; hands back its program.
pub fn provider(house: &House, steps: &mut Steps) -> Result<PathBuf> {
    binary(house, "provider", "demo-provider", false, steps)
}

/// Builds what writes the hostile files; hands back its program.
pub fn hostile(house: &House, steps: &mut Steps) -> Result<PathBuf> {
    binary(house, "hostile", "hostile-files", false, steps)
}

/// Builds the portal as it is delivered and the bench with the same optimiser, in one go: nothing is compiled twice. Hands
/// back both programs.
pub fn measured(house: &House, steps: &mut Steps) -> Result<(PathBuf, PathBuf)> {
    steps.step("build tandem and the bench", || {
        let mut command =
            house.cargo(&["build", "--quiet", "--release", "--package", "server", "--bin", "tandem"]);
        processes::run(command.args(["--package", "bench", "--bin", "bench"]))
    })?;
    Ok((house.binary("tandem", true), house.binary("bench", true)))
}

fn binary(house: &House, package: &str, name: &str, release: bool, steps: &mut Steps) -> Result<PathBuf> {
    steps.step(&format!("build {name}"), || processes::run(&mut program(house, package, name, release)))?;
    Ok(house.binary(name, release))
}

fn program(house: &House, package: &str, name: &str, release: bool) -> Command {
    let mut command = house.cargo(&["build", "--quiet", "--package", package, "--bin", name]);
    if release {
        command.arg("--release");
    }
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_a_client_for_every_language_of_the_catalogue() {
        let house = House::here().expect("the workspace");
        let mut found: Vec<String> = std::fs::read_dir(house.root().join("app/texts"))
            .expect("the catalogue")
            .map(|folder| folder.expect("a folder"))
            // The names of countries lie beside the languages.
            .filter(|folder| folder.path().join("frame.txt").exists())
            .map(|folder| folder.file_name().to_string_lossy().into_owned())
            .collect();
        found.sort();
        let mut known = LANGUAGES.map(str::to_owned);
        known.sort();
        assert_eq!(found, known);
    }
}
