//! Measures the portal: builds what is measured as it is delivered, brings what it is measured against, starts the bench.

use std::{fs, path::PathBuf};

use anyhow::Result;

use crate::{
    arguments::BenchOptions, browser, build, house::House, packages, postgres::Postgres, processes, setup,
    sizes, steps::Steps,
};

/// The program of nginx, which Debian keeps where only root looks.
pub fn nginx() -> Option<PathBuf> {
    let known = PathBuf::from("/usr/sbin/nginx");
    processes::on_path("nginx").or_else(|| processes::is_program(&known).then_some(known))
}

/// Measures, and hands the tables to the terminal, `target/bench/` and, when asked for, the documentation.
pub fn bench(house: &House, options: &BenchOptions, steps: &mut Steps) -> Result<()> {
    let mut needed = vec![&packages::NGINX, &packages::NODE, &packages::CHROMIUM];
    if options.postgres {
        needed.push(&packages::POSTGRES);
    }
    packages::bring(&needed)?;
    setup::browser_packages(house, steps)?;
    setup::lighthouse(house, steps)?;
    build::site(house, true, steps)?;
    // What is over its budget is measured all the same.
    if let Err(over) = sizes::print(&house.site()) {
        println!("{over:#}");
    }
    let (tandem, bench) = build::measured(house, steps)?;
    let postgres =
        if options.postgres { Some(steps.step("start PostgreSQL", Postgres::start_durable)?) } else { None };

    let engine = if options.postgres { "postgres" } else { "sqlite" };
    let results = house.target().join("bench");
    let folder = results.join(format!("run-{}", std::process::id()));
    fs::create_dir_all(&folder)?;
    let mut command = std::process::Command::new(bench);
    command.current_dir(house.root()).arg("run").arg("--tandem").arg(tandem).arg("--site").arg(house.site());
    command.args(["--scale", &options.scale, "--engine", engine, "--folder"]).arg(&folder);
    command.args(["--size", &options.size.to_string()]).args(&options.rest);
    command.arg("--figures").arg(results.join(format!("{engine}-{}.json", options.scale)));
    if let Some(postgres) = &postgres {
        command.args(["--server", &postgres.server(), "--server-id", &postgres.id()?.to_string()]);
    }
    if let Some(nginx) = nginx() {
        command.arg("--nginx").arg(nginx);
    }
    if let Some(chromium) = browser::chromium() {
        command.arg("--chromium").arg(chromium).arg("--visits").arg(house.end2end().join("visits.mjs"));
        command.arg("--lighthouse").arg(house.lighthouse().join("lighthouse.mjs"));
    }
    if options.write {
        command.arg("--write").arg(house.root().join("docs/performance.md"));
    }
    let outcome = steps.step("measure", || processes::run(&mut command));
    fs::remove_dir_all(&folder)?;
    outcome
}
