//! The bench; `cargo xtask bench` builds what it measures and starts it.

use anyhow::Result;
use bench::run::Options;
use clap::{Parser, Subcommand};
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(Debug, Parser)]
#[command(name = "bench")]
struct Program {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Measure.
    Run(Box<Options>),
    /// Serve the floor over this database; the bench starts it itself.
    #[command(hide = true)]
    Floor {
        /// Address of the database.
        database: String,
        /// What was recorded.
        recorded: PathBuf,
    },
    /// Take bytes into files of this folder; the bench starts it itself.
    #[command(hide = true)]
    Sink {
        /// Where to.
        folder: PathBuf,
    },
}

#[tokio::main]
async fn main() -> ExitCode {
    // Nothing here is asked for over TLS; the client wants to know how it would be.
    let _ = rustls::crypto::ring::default_provider().install_default();
    match carry_out(Program::parse().command).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bench: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn carry_out(command: Command) -> Result<()> {
    match command {
        Command::Run(options) => bench::run::run(&options).await,
        Command::Floor { database, recorded } => {
            let recorded = serde_json::from_str(&std::fs::read_to_string(recorded)?)?;
            let (origin, serving) = bench::floor::serve(&database, recorded).await?;
            println!("{origin}");
            serving.await
        }
        Command::Sink { folder } => bench::transfer::sink(&folder),
    }
}
