//! The server over HTTP: doors, sign-in, files, and what rivals get to read.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod bodies;
mod calls;
mod doors;
mod drain;
mod forms;
mod health;
mod pages;
mod plain_routes;
mod portal;
mod program;
mod proxy;
mod rivals;
mod sso;
mod starting;
mod uploads;
mod world;
