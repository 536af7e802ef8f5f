//! Tandem: one program that serves the portal.

use clap::Parser as _;
use server::config::{Command, Program};

#[tokio::main]
async fn main() -> std::process::ExitCode {
    let Command::Serve(options) = Program::parse().command;
    server::log::start();
    match server::serve::run(options).await {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("tandem: {error}");
            std::process::ExitCode::FAILURE
        }
    }
}
