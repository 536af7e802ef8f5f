//! Whether two companies are the same, how sure that is, and why.
//!
//! It knows no clock, no network and no database. A [`Company`] is made of what somebody has [`Written`] down;
//! [`Company::keys`] are the values under which a B-tree finds who might be the same; [`compare`] says how alike two are, and
//! [`judge`] what that means for a registration. What is said of it is data ([`Saying`]): the portal's texts say it in words.
//!
//! The feature `full` has the tables that only the server needs. Without it names in Chinese, Japanese and Korean are compared as they
//! are, domains end where a short list of suffixes says so, and the forms of the most frequent countries are known.
//! Keys and scores of both are close but not the same, so what is stored is made with `full`.

mod address;
mod company;
mod compare;
mod domain;
mod judge;
mod keys;
mod name;
mod tax;
mod tree;

pub use address::Address;
pub use company::{Company, Written};
pub use compare::{Evidence, Explained, Likeness, THRESHOLDS, Thresholds, WEIGHTS, compare, explain};
pub use domain::Domain;
pub use judge::{Judgement, Named, Relation, Situation, Verdict, Window, judge};
pub use keys::{Key, Kind, RULES};
pub use name::{Class, Name, Oddity, Token};
pub use tax::TaxNumber;
pub use tree::{Node, Saying};
