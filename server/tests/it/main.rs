//! The server over HTTP: doors, sign-in, files, and what rivals get to read.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod assets;
mod doors;
mod drafts;
mod figures;
mod forms;
mod health;
mod jobs;
mod learning;
mod people;
mod portal;
mod rivals;
mod sessions;
mod sso;
mod uploads;
mod zones;
