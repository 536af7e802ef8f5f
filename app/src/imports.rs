//! Importing organisations and people as a table: it is read, each row's fate is shown, and one word applies just that.

mod api;
#[cfg(feature = "ssr")]
mod drawn;
mod long;
mod pages;
#[cfg(feature = "ssr")]
mod run;

pub use api::GATES;
pub use long::{AccountImportPage, AccountImportedPage, GATES as LONG_GATES};
#[cfg(feature = "ssr")]
pub use long::{part, template, told};
pub use pages::{ImportPage, ImportedPage};
