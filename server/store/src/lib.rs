//! Everything the portal remembers, on SQLite (the embedded default) and on PostgreSQL, by one SQL text.
//!
//! The way in: [`Store::open`], then [`Store::read`] or [`Store::begin`]. Reads take a [`domain::access::Scope`], writes
//! a [`domain::access::Permit`]. A change, its audit line and its outbox event are one transaction: [`Tx::changed`].
//!
//! Statements are [`sql::Statement`]s declared with `statements!`, so that a test can prepare each of them on both
//! engines. The dialect they share is described in `docs/decisions/0002-one-sql-text.md`.

pub mod accounts;
pub mod announcements;
pub mod assets;
pub mod audit;
pub mod catalogue;
pub mod certifications;
pub mod copy;
pub mod db;
pub mod deals;
pub mod error;
pub mod fault;
pub mod files;
pub mod imports;
pub mod keys;
pub mod learning;
pub mod looks;
pub mod mail;
pub mod migrate;
pub mod notices;
pub mod orders;
pub mod outbox;
pub mod partners;
pub mod people;
pub mod programmes;
pub mod row;
pub mod search;
pub mod sessions;
pub mod settings;
pub mod soundness;
pub mod sql;
pub mod uploads;
pub mod value;
pub mod views;

pub use audit::Change;
pub use db::{Read, Store, Tx};
pub use error::StoreError;

/// Every statement of every module, for the test that prepares them on both engines.
pub fn every_statement() -> Vec<sql::Statement> {
    [
        accounts::STATEMENTS,
        accounts::comments::STATEMENTS,
        accounts::imports::STATEMENTS,
        accounts::imports::rows::STATEMENTS,
        accounts::meant::STATEMENTS,
        accounts::installs::STATEMENTS,
        accounts::merging::STATEMENTS,
        accounts::of_record::STATEMENTS,
        accounts::pairs::STATEMENTS,
        accounts::record::STATEMENTS,
        announcements::STATEMENTS,
        announcements::writing::STATEMENTS,
        assets::STATEMENTS,
        assets::changes::STATEMENTS,
        assets::collections::STATEMENTS,
        assets::downloads::STATEMENTS,
        assets::library::STATEMENTS,
        assets::shares::STATEMENTS,
        assets::stills::STATEMENTS,
        assets::versions::STATEMENTS,
        audit::STATEMENTS,
        certifications::STATEMENTS,
        certifications::awards::STATEMENTS,
        certifications::coverage::STATEMENTS,
        certifications::plans::STATEMENTS,
        learning::assignments::STATEMENTS,
        deals::STATEMENTS,
        deals::board::STATEMENTS,
        deals::calendar::STATEMENTS,
        deals::decide::STATEMENTS,
        deals::drafts::STATEMENTS,
        deals::extension::STATEMENTS,
        deals::question::STATEMENTS,
        deals::silence::STATEMENTS,
        deals::split::STATEMENTS,
        deals::steps::STATEMENTS,
        programmes::STATEMENTS,
        programmes::clock::STATEMENTS,
        deals::transfer::STATEMENTS,
        deals::inbox::STATEMENTS,
        deals::life::STATEMENTS,
        deals::matching::STATEMENTS,
        deals::mentions::STATEMENTS,
        deals::pipeline::STATEMENTS,
        deals::promises::STATEMENTS,
        deals::tallies::STATEMENTS,
        deals::timeline::STATEMENTS,
        files::STATEMENTS,
        imports::STATEMENTS,
        keys::STATEMENTS,
        learning::STATEMENTS,
        learning::attempts::STATEMENTS,
        learning::certificates::STATEMENTS,
        learning::enrolments::STATEMENTS,
        learning::manuscripts::STATEMENTS,
        learning::media::STATEMENTS,
        learning::parts::STATEMENTS,
        learning::sittings::STATEMENTS,
        learning::viewings::STATEMENTS,
        looks::STATEMENTS,
        mail::STATEMENTS,
        mail::acts::STATEMENTS,
        mail::content::STATEMENTS,
        mail::digests::STATEMENTS,
        mail::passwords::STATEMENTS,
        migrate::STATEMENTS,
        notices::STATEMENTS,
        notices::circles::STATEMENTS,
        notices::clock::STATEMENTS,
        notices::preferences::STATEMENTS,
        notices::tell::STATEMENTS,
        outbox::STATEMENTS,
        partners::STATEMENTS,
        partners::about::STATEMENTS,
        people::STATEMENTS,
        people::changes::STATEMENTS,
        people::identities::STATEMENTS,
        people::invitations::STATEMENTS,
        search::STATEMENTS,
        sessions::STATEMENTS,
        settings::STATEMENTS,
        uploads::STATEMENTS,
        views::STATEMENTS,
    ]
    .concat()
    .concat()
    .into_iter()
    .chain(orders::every())
    .collect()
}

/// The statements that only one engine understands: its searches.
pub fn statements_of(engine: &str) -> Vec<sql::Statement> {
    if engine == "sqlite" {
        search::sqlite::STATEMENTS.concat()
    } else {
        search::postgres::STATEMENTS.concat()
    }
}
