//! Tandem: one program that serves the portal.

use clap::Parser as _;
use server::config::{Command, Options, Program};
use std::process::ExitCode;

fn main() -> ExitCode {
    match Program::parse().command {
        Command::Serve(options) => serve(options),
        Command::DocumentWorker => {
            match documents::serve_one(std::io::stdin().lock(), std::io::stdout().lock()) {
                Ok(()) => ExitCode::SUCCESS,
                Err(error) => failed(&error),
            }
        }
    }
}

// The runtime starts its threads here and not before: a document worker has to be alone when it limits its memory.
#[tokio::main]
async fn serve(options: Options) -> ExitCode {
    server::log::start();
    match server::serve::run(options).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => failed(&error),
    }
}

fn failed(error: &dyn std::fmt::Display) -> ExitCode {
    eprintln!("tandem: {error}");
    ExitCode::FAILURE
}
