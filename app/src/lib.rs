//! Everything that people see: pages, forms, and the server functions behind them.
//!
//! The same code renders on the server (`ssr`) and takes over in the browser (`hydrate`). Pages know no SQL and no HTTP;
//! a feature's `api.rs` is the only place where they meet the store.

pub mod accounts;
pub mod announcements;
pub mod api;
pub mod assets;
pub mod certifications;
pub mod deals;
pub mod drawing;
pub mod erase;
mod exporting;
pub mod forms;
pub mod history;
pub mod home;
pub mod imports;
pub mod language;
pub mod learning;
pub mod lists;
pub mod live;
pub mod loading;
pub mod looks;
pub mod notices;
pub mod operate;
pub mod pages;
pub mod partners;
pub mod parts;
pub mod people;
pub mod programmes;
pub mod renewal;
pub mod routes;
pub mod search;
pub mod session;
pub mod shell;
pub mod sign_in;
pub mod texts;
pub mod ui;
pub mod uploading;
pub mod words;

pub use routes::App;
#[cfg(feature = "ssr")]
pub use shell::{Assets, Client, shell};
