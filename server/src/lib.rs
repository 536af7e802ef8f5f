//! The server: wires rules, rows and pages to HTTP. It holds no rule and no SQL.
//!
//! A request goes through, from the outside in: [`headers`] (security headers), [`origin`] (no changes from other
//! sites), the session layer ([`session`]), [`caller`] (who is it, as an `Actor`), [`owners`] (pages and calls each with a
//! reactive owner of its own), [`guard`] (pages for people who are signed in; the closed lists of server functions and
//! [`routes`]), then a page, a server function or a route.

pub mod assets;
pub mod backup;
pub mod broken;
pub mod caller;
pub mod certificates;
pub mod command;
pub mod config;
pub mod deliver;
pub mod doctor;
mod exports;
pub mod figures;
pub mod files;
pub mod guard;
pub mod hashing;
pub mod headers;
pub mod health;
pub mod imports;
pub mod installed;
pub mod jobs;
pub mod languages;
mod lessons;
pub mod limits;
pub mod log;
pub mod mail;
pub mod mentions;
pub mod notices;
pub mod opening;
pub mod origin;
pub mod owners;
pub mod passwords;
pub mod programmes;
pub mod requests;
pub mod router;
pub mod routes;
pub mod seed;
pub mod serve;
pub mod session;
mod shares;
pub mod sign_in;
pub mod site;
pub mod sorry;
pub mod sso;
pub mod state;
pub mod uploads;
pub mod wire;

/// Rows are read on one thread and dropped on another, and a page is drawn from thousands of small pieces: with the system's
/// own memory its threads wait for each other (`docs/decisions/0037-memory-between-threads.md`).
#[global_allocator]
static MEMORY: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;
