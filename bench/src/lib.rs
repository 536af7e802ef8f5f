//! What the portal costs, measured side by side with a floor that does the same work at its barest.
//!
//! `cargo xtask bench` is the way to start it. The portal's own statements are [`recorded`] while a page is asked for
//! once; the [`floor`] replays them. Both are asked in turns in one run, and processor time is read from the system.

pub mod cpu;
pub mod database;
pub mod files;
pub mod floor;
pub mod growth;
pub mod importing;
pub mod lighthouse;
pub mod load;
pub mod pages;
pub mod portal;
pub mod recorded;
pub mod report;
pub mod rows;
pub mod run;
pub mod signing;
pub mod transfer;
pub mod visits;
