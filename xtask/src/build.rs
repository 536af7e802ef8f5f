//! Builds what is served and what serves it.

use std::path::PathBuf;

use anyhow::Result;

use crate::{bindings, house::House, processes, setup, site, sizes, steps::Steps, styles};

/// Builds the client, the styles and the site around them.
pub fn site(house: &House, release: bool, steps: &mut Steps) -> Result<()> {
    setup::wasm_target(house, steps)?;
    let wasm_opt = if release { Some(setup::wasm_opt(house, steps)?) } else { None };
    let profile = if release { "wasm-release" } else { "wasm-dev" };
    steps.step("build the client", || {
        processes::run(&mut house.cargo(&[
            "build",
            "--quiet",
            "--package",
            "frontend",
            "--target",
            setup::WASM,
            "--profile",
            profile,
        ]))
    })?;
    let client = house.target().join("client").join(profile);
    steps.step("make the bindings", || {
        let module = house.target().join(setup::WASM).join(profile).join("frontend.wasm");
        if !bindings::make(&module, &client, wasm_opt.as_deref())? {
            println!("nothing has changed");
        }
        Ok(())
    })?;
    steps.step("assemble the site", || {
        let css = styles::bundle(&house.root().join("style/main.css"), release)?;
        let public = house.root().join("public");
        site::assemble(&house.site(), site::Sources { client: &client, css, public: &public })
    })?;
    if release {
        steps.step("compress the site", || sizes::compress(&house.site()))?;
    }
    Ok(())
}

/// Builds the portal's server; hands back its program.
pub fn server(house: &House, release: bool, steps: &mut Steps) -> Result<PathBuf> {
    binary(house, "server", "tandem", release, steps)
}

/// Builds the OpenID provider of the tests and the demonstration; hands back its program.
pub fn provider(house: &House, steps: &mut Steps) -> Result<PathBuf> {
    binary(house, "provider", "demo-provider", false, steps)
}

fn binary(house: &House, package: &str, name: &str, release: bool, steps: &mut Steps) -> Result<PathBuf> {
    steps.step(&format!("build {name}"), || {
        let mut command = house.cargo(&["build", "--quiet", "--package", package, "--bin", name]);
        if release {
            command.arg("--release");
        }
        processes::run(&mut command)
    })?;
    Ok(house.binary(name, release))
}
