//! Importing organisations and people as a table: it is read, each row's fate is shown, and one word applies just that.

mod api;
#[cfg(feature = "ssr")]
mod drawn;
mod long;
mod pages;
#[cfg(feature = "ssr")]
mod run;
mod table_form;

/// Files that are offered to choose from.
const ACCEPTED: &str = ".csv,.txt,.tsv,.xlsx,text/csv,text/plain,text/tab-separated-values";

pub use api::GATES;
pub use long::{AccountImportPage, AccountImportedPage, GATES as LONG_GATES};
#[cfg(feature = "ssr")]
pub use long::{part, template, told};
pub use pages::{ImportPage, ImportedPage};
