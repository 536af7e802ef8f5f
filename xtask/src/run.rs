//! Serves the portal from these sources, as a first look or while working on it.

use std::process::Command;

use anyhow::Result;

use crate::{
    arguments::RunOptions, build, house::House, processes::Running, single_sign_on::SingleSignOn,
    steps::Steps,
};

/// Builds everything and serves until told to stop.
pub fn run(house: &House, options: &RunOptions, steps: &mut Steps) -> Result<()> {
    let server = if options.release {
        build::site(house, true, steps)?;
        build::server(house, true, steps)?
    } else {
        build::everything(house, steps)?
    };
    let data = house.root().join(&options.data);
    std::fs::create_dir_all(&data)?;

    let mut command = Command::new(server);
    command.current_dir(house.root()).arg("serve");
    command.args(["--addr", &options.addr.to_string(), "--data"]).arg(&data);
    command.arg("--site").arg(house.site());
    command.arg(if options.empty { "--empty" } else { "--demo" });

    // Dropped last: the portal may still want to tell a provider that somebody signed out.
    let sign_on = if options.with_sso {
        let provider = build::provider(house, steps)?;
        Some(steps.step("start the OpenID providers", || {
            SingleSignOn::start(house, &provider, options.addr, &data)
        })?)
    } else {
        None
    };
    if let Some(sign_on) = &sign_on {
        command.arg("--config").arg(sign_on.configuration());
    }
    steps.print_summary();
    println!("\n== serve at http://{} (Ctrl-C stops it)", options.addr);
    let mut portal = Running::start("the portal", &mut command)?;
    portal.stay()
}
