//! Tandem: one program that serves the portal.

use clap::Parser as _;
use server::command::{Program, run};
use std::process::ExitCode;

fn main() -> ExitCode {
    run(Program::parse().command)
}
