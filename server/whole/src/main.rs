//! Tandem as it is installed: one file with everything that it serves within.

use clap::Parser as _;
use server::command::{Program, run};
use server::site;
use std::process::ExitCode;

/// Path below the site and content, sorted by path.
static FILES: site::Files = include!(concat!(env!("OUT_DIR"), "/files.rs"));

fn main() -> ExitCode {
    site::are_within(FILES);
    run(Program::parse().command)
}
