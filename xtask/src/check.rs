//! What is judged without running anything: formatting, lints, and the dependencies' licences and sources.

use std::process::Command;

use anyhow::Result;

use crate::{house::House, packages, processes, setup, steps::Steps, test};

/// Judges everything, and fails at the end if any of it did.
pub fn check(house: &House, steps: &mut Steps) -> Result<()> {
    packages::bring(&[&packages::MAKE])?;
    let format = steps.step("formatting", || processes::run(&mut house.cargo(&["fmt", "--all", "--check"])));
    let native = steps.step("clippy, native", || {
        let mut command = house.cargo(&["clippy", "--quiet", "--all-targets"]);
        processes::run(command.args(test::chosen(&test::NATIVE)).args(["--", "-D", "warnings"]))?;
        let mut own = house.cargo(&["clippy", "--quiet", "--all-targets", "--package", "xtask"]);
        processes::run(own.args(["--", "-D", "warnings"]))
    });
    setup::wasm_target(house, steps)?;
    let wasm = steps.step("clippy, wasm", || {
        let mut command = house.cargo(&["clippy", "--quiet", "--package", "frontend"]);
        command.args(["--target", setup::WASM, "--profile", "wasm-dev"]);
        processes::run(command.args(["--", "-D", "warnings"]))
    });
    let deny = setup::cargo_deny(house, steps)?;
    let dependencies = steps.step("dependencies", || {
        let mut command = Command::new(deny);
        command.current_dir(house.root()).args(["--log-level", "error"]);
        processes::run(command.args(["check", "bans", "licenses", "sources"]))
    });
    format.and(native).and(wasm).and(dependencies)
}
