//! The server over HTTP: doors, sign-in, files, and what rivals get to read.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod announcements;
mod assets;
mod bodies;
mod calls;
mod collections;
mod doors;
mod drafts;
mod drain;
mod exports;
mod figures;
mod forms;
mod health;
mod jobs;
mod languages;
mod learning;
mod mail;
mod notices;
mod pages;
mod people;
mod plain_routes;
mod portal;
mod post;
mod program;
mod proxy;
mod rivals;
mod rules;
mod sessions;
mod shares;
mod sso;
mod starting;
mod uploads;
mod world;
mod zones;
