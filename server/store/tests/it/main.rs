//! The store on both engines: every test is stamped for SQLite and for PostgreSQL.

#![allow(clippy::unwrap_used)]

mod account_comments;
mod account_imports;
mod accounts;
mod accounts_kept;
mod accounts_merged;
mod announcements;
mod assets;
mod assignments;
mod certifications;
mod copies;
mod deal_life;
mod deal_questions;
mod deal_steps;
mod deals;
mod evidence;
mod fixture;
mod house;
mod interleavings;
mod keys;
mod learning;
mod library;
mod lists;
mod looks;
mod mail;
mod notices;
mod outbox;
mod partners;
mod people;
mod pipeline;
mod plans;
mod programmes;
mod promises;
mod schema;
mod search;
mod shares;
mod sittings;
mod split;
mod statements;
mod talk;
mod tallies;
mod template;
mod uploads;
mod versions;
mod viewings;
