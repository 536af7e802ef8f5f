//! What the program can be told to do. Each command is a module of its own.

mod admin;
mod backup;
mod doctor;
mod migrate;
mod restore;
mod seed;

use crate::config::{At, Options};
use crate::{opening, serve};
use clap::{Args, Parser, Subcommand};
use std::path::PathBuf;
use std::process::ExitCode;

/// What a command answers that has looked and found something that somebody should see to. 1 is for what failed, 2 for
/// words that were not understood.
const ATTENTION: u8 = 3;

/// What `--version` says. To measure a program that was built to be developed would tell nothing.
const VERSION: &str = match cfg!(debug_assertions) {
    true => concat!(env!("CARGO_PKG_VERSION"), " (debug build)"),
    false => env!("CARGO_PKG_VERSION"),
};

/// Tandem, the partner portal.
#[derive(Debug, Parser)]
#[command(
    name = "tandem",
    version = VERSION,
    after_help = "Exit codes: 0 done, 1 failed, 2 not understood, 3 looked and found something to see to."
)]
pub struct Program {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What the program does.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the portal.
    Serve(Options),
    /// Bring the schema of the database up to this program's.
    Migrate(Migrate),
    /// Make the demo programme in an empty portal.
    Seed(At),
    /// Let people in, or out, when nobody can do it on the portal's own pages.
    Admin(Admin),
    /// Write everything into one file, while the portal serves.
    Backup(Backup),
    /// Put a backup into an empty place.
    Restore(Restore),
    /// Look whether everything is as it should be.
    Doctor(Doctor),
    /// Answer one request about a document on standard input; the portal starts these itself.
    #[command(hide = true)]
    DocumentWorker,
}

/// Options of `migrate`.
#[derive(Debug, Args)]
pub struct Migrate {
    #[command(flatten)]
    at: At,
    /// Change nothing; say what is missing, and answer 3 if anything is.
    #[arg(long)]
    check: bool,
}

/// Options of `admin`.
#[derive(Debug, Args)]
pub struct Admin {
    #[command(flatten)]
    at: At,
    #[command(subcommand)]
    command: AdminCommand,
}

#[derive(Debug, Subcommand)]
enum AdminCommand {
    /// Print a link, good once, with which somebody becomes the first administrator.
    Link,
    /// Give a person a new password, printed here, and end their sessions.
    Password {
        /// Their address.
        email: String,
    },
    /// End sessions.
    CloseSessions {
        /// Those of this person.
        #[arg(required_unless_present = "all")]
        email: Option<String>,
        /// Those of everybody.
        #[arg(long, conflicts_with = "email")]
        all: bool,
    },
    /// List the providers of single sign-on, with whom each of them speaks for.
    Connections,
}

/// Options of `backup`.
#[derive(Debug, Args)]
pub struct Backup {
    #[command(flatten)]
    at: At,
    /// A folder, in which the backup gets a name with the time; or the name of a file that isn't there yet.
    to: PathBuf,
    /// How many backups the folder keeps: older ones go once the new one is there.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    keep: Option<u32>,
}

/// Options of `restore`.
#[derive(Debug, Args)]
pub struct Restore {
    #[command(flatten)]
    at: At,
    /// The backup.
    from: PathBuf,
    /// Restore nothing; only see whether the backup is whole and fits this program.
    #[arg(long)]
    check: bool,
}

/// Options of `doctor`.
#[derive(Debug, Args)]
pub struct Doctor {
    #[command(flatten)]
    at: At,
    /// Read every stored file instead of some.
    #[arg(long)]
    all: bool,
    /// Print the findings as JSON.
    #[arg(long)]
    json: bool,
}

/// Why a command failed, in words for whoever gave it.
type Failed = Box<dyn std::error::Error + Send + Sync>;

/// Does it.
pub fn run(command: Command) -> ExitCode {
    match command {
        Command::DocumentWorker => {
            match documents::serve_one(std::io::stdin().lock(), std::io::stdout().lock()) {
                Ok(()) => ExitCode::SUCCESS,
                Err(error) => failed(&error),
            }
        }
        command => with_threads(command),
    }
}

// The runtime starts its threads here and not before: a document worker has to be alone when it limits its memory.
#[tokio::main]
async fn with_threads(command: Command) -> ExitCode {
    crate::log::start();
    let done = match command {
        Command::Serve(options) => {
            serve::run(options).await.map(|()| ExitCode::SUCCESS).map_err(Failed::from)
        }
        Command::Migrate(told) => migrate::run(&told).await,
        Command::Seed(at) => seed::run(&at).await,
        Command::Admin(told) => admin::run(&told).await,
        Command::Backup(told) => backup::run(&told).await,
        Command::Restore(told) => restore::run(&told).await,
        Command::Doctor(told) => doctor::run(&told).await,
        Command::DocumentWorker => Ok(ExitCode::FAILURE),
    };
    done.unwrap_or_else(|error| failed(error.as_ref()))
}

fn failed(error: &dyn std::fmt::Display) -> ExitCode {
    eprintln!("tandem: {error}");
    ExitCode::FAILURE
}

/// The portal of this place, when its schema is this program's.
async fn opened(at: &At) -> Result<crate::state::State, Failed> {
    let file = crate::config::read(at)?;
    let place = at.place(&file);
    let store = opening::store(&place, opening::Schema::AsItIs).await?;
    let origin = place.reached_at();
    Ok(opening::state(&place, &file, store, &origin)?)
}
