//! The business of a partner portal, as pure rules.
//!
//! A **vendor** runs the portal and sells through **partners**: resellers, distributors, integrators and service
//! providers. People of both sides are in [`people`], the partner organisations in [`partners`]. Partners learn and
//! are certified ([`learning`]), take collateral with their own brand on it ([`assets`]) and register **deals** with
//! customer **accounts** ([`deals`], [`accounts`]): the first to register an account for a product family is protected
//! for a while.
//!
//! Nothing here does I/O, reads a clock or draws a random number; time and randomness are parameters. The same code
//! runs in the browser, for the instant answer, and on the server, for the verdict that counts. Who may do what is in
//! [`access`], what a form accepts is a `check()` beside the type it makes.

pub mod access;
pub mod accounts;
pub mod announcements;
pub mod assets;
pub mod certifications;
pub mod countries;
pub mod deals;
pub mod export;
pub mod form;
pub mod history;
pub mod id;
pub mod imports;
pub mod language;
pub mod learning;
pub mod lists;
pub mod looks;
pub mod mail;
pub mod money;
pub mod notices;
pub mod operate;
pub mod page;
pub mod partners;
pub mod people;
pub mod programmes;
pub mod search;
pub mod sizes;
pub mod text;
pub mod text_enum;
pub mod time;
pub mod uploads;
