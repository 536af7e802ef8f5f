//! All tests, with what they need around them.

use anyhow::Result;

use crate::{
    arguments::{Only, TestOptions},
    browser, build,
    house::House,
    packages,
    postgres::Postgres,
    processes, release, setup,
    steps::Steps,
};

/// Tested in one go. Neither `frontend` (its features must not meet the server's) nor this tool (it runs already).
pub const NATIVE: [&str; 13] = [
    "domain",
    "matching",
    "store",
    "documents",
    "oidc",
    "app",
    "server",
    "whole",
    "provider",
    "hostile",
    "bench",
    "pairs",
    "matching-bench",
];

/// Passes the chosen tests. A failure in Rust does not keep the browser tests from being told too.
pub fn test(house: &House, options: &TestOptions, steps: &mut Steps) -> Result<()> {
    let (rust, browser) = match options.only {
        Some(Only::Rust) => (true, false),
        Some(Only::Browser) => (false, true),
        None => (true, true),
    };
    let mut needed = vec![&packages::MAKE, &packages::POSTGRES];
    if rust && options.packages.is_empty() {
        needed.push(&packages::POPPLER);
    }
    if browser {
        needed.extend([&packages::NODE, &packages::CHROMIUM]);
    }
    if browser || options.packages.is_empty() || options.packages.iter().any(|package| package == "server") {
        needed.push(&packages::MAIL_SERVER);
    }
    packages::bring(&needed)?;
    let postgres = steps.step("start PostgreSQL", Postgres::start)?;

    let mut outcome = Ok(());
    if rust {
        outcome = rust_tests(house, &postgres, options, steps);
    }
    if browser && !processes::stopping() {
        outcome = outcome.and(browser_tests(house, &postgres, options, steps));
    }
    drop(postgres);
    outcome
}

fn rust_tests(house: &House, postgres: &Postgres, options: &TestOptions, steps: &mut Steps) -> Result<()> {
    let mut packages: Vec<&str> = options.packages.iter().map(String::as_str).collect();
    if packages.is_empty() {
        packages.extend(NATIVE);
    }
    let runner: &[&str] =
        if processes::on_path("cargo-nextest").is_some() { &["nextest", "run"] } else { &["test"] };
    let mut outcome = steps.step("test the portal", || {
        let mut command = house.cargo(runner);
        command.arg("--no-fail-fast").args(chosen(&packages)).args(&options.rest);
        command.env("TANDEM_TEST_POSTGRES", postgres.url());
        processes::run(&mut command)
    });
    if options.rest.is_empty() && options.packages.is_empty() {
        let own = steps.step("test this tool", || {
            processes::run(house.cargo(runner).args(["--no-fail-fast", "--package", "xtask"]))
        });
        outcome = outcome.and(own);
    }
    outcome
}

fn browser_tests(house: &House, postgres: &Postgres, options: &TestOptions, steps: &mut Steps) -> Result<()> {
    setup::browser_packages(house, steps)?;
    build::site(house, false, steps)?;
    let programs = programs(house, postgres, options, steps)?;
    if options.only.is_none() {
        let whole = house.binary(build::WHOLE, false);
        steps.step("try the program with its pages within", || release::try_it(&whole))?;
    }
    steps.step("test in the browser", || browser::test(house, &programs, &options.rest))
}

/// The programs under test. After the Rust tests they are built with the very features that those had, so that nothing
/// is compiled a second time.
fn programs(
    house: &House,
    postgres: &Postgres,
    options: &TestOptions,
    steps: &mut Steps,
) -> Result<browser::Programs> {
    let postgres = postgres.url();
    if options.only.is_some() {
        return Ok(browser::Programs {
            server: build::server(house, false, steps)?,
            provider: build::provider(house, steps)?,
            hostile: build::hostile(house, steps)?,
            postgres,
        });
    }
    let list = release::list(house, &house.site())?;
    steps.step("build the programs under test", || {
        let mut command = house.cargo(&["build", "--quiet", "--bins", "--tests"]);
        processes::run(command.args(chosen(&NATIVE)).env("TANDEM_SITE_FILES", list))
    })?;
    let [server, provider, hostile] =
        ["tandem", "demo-provider", "hostile-files"].map(|name| house.binary(name, false));
    Ok(browser::Programs { server, provider, hostile, postgres })
}

/// The words that choose these packages, with the pages as the server has them.
pub fn chosen<'a>(packages: &[&'a str]) -> Vec<&'a str> {
    let mut words = Vec::new();
    // Everything else that needs the pages says so in its own manifest.
    if packages.contains(&"app") {
        words.extend(["--features", "app/ssr"]);
    }
    words.extend(packages.iter().flat_map(|package| ["--package", *package]));
    words
}
