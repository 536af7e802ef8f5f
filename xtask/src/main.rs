//! The one command line of the house: what sets up, builds, serves, tests and checks the portal.
//!
//! `cargo xtask help` says what there is. Each command prints its steps with the time that they took.

mod arguments;
mod bench;
mod bindings;
mod browser;
mod build;
mod check;
mod house;
mod joining;
mod names;
mod packages;
mod postgres;
mod processes;
mod release;
mod run;
mod setup;
mod single_sign_on;
mod site;
mod sizes;
mod steps;
mod styles;
mod test;

use std::process::ExitCode;

use anyhow::Result;
use arguments::Command;
use house::House;
use steps::Steps;

fn main() -> ExitCode {
    let command = match arguments::parse(std::env::args().skip(1)) {
        Ok(command) => command,
        Err(refusal) => {
            eprintln!("{refusal}\n\n{}", arguments::HELP);
            return ExitCode::from(2);
        }
    };
    match carry_out(command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) if processes::stopping() => {
            eprintln!("stopped");
            ExitCode::from(130)
        }
        Err(error) => {
            eprintln!("\nerror: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn carry_out(command: Command) -> Result<()> {
    processes::listen_for_stop()?;
    let house = House::here()?;
    let mut steps = Steps::begin();
    let outcome = match command {
        Command::Help => {
            println!("{}", arguments::HELP);
            return Ok(());
        }
        Command::Run(options) => run::run(&house, &options, &mut steps),
        Command::Build { release: false } => build::everything(&house, &mut steps).map(drop),
        Command::Build { release: true } => build::site(&house, true, &mut steps)
            .and_then(|_| sizes::print(&house.site()))
            .and_then(|_| build::server(&house, true, &mut steps).map(drop)),
        Command::Release => release::release(&house, &mut steps),
        Command::Test(options) => test::test(&house, &options, &mut steps),
        Command::Bench(options) => bench::bench(&house, &options, &mut steps),
        Command::Check => check::check(&house, &mut steps),
    };
    steps.print_summary();
    outcome
}
