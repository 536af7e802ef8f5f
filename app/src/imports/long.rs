//! Tables of many rows: customer accounts, and who is on record for them. They are looked at and applied in the background; their pages
//! say how far that is, show every row's fate, and have the word that applies them.

#[cfg(feature = "ssr")]
mod accounts;
mod api;
#[cfg(feature = "ssr")]
mod drawn;
#[cfg(feature = "ssr")]
mod named;
mod pages;
#[cfg(feature = "ssr")]
mod work;

pub use api::GATES;
#[cfg(feature = "ssr")]
pub use drawn::{template, told};
pub use pages::{AccountImportPage, AccountImportedPage};
#[cfg(feature = "ssr")]
pub use work::part;
