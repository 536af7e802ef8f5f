//! Links by which somebody outside gets one asset: made on the asset's page, listed, taken back, and followed.

mod api;
mod card;
mod list_page;
mod open_page;

pub use api::{GATES, Shares, Unlocked};
pub use card::{made_before, share_card};
pub use list_page::SharesPage;
pub use open_page::SharedPage;

#[cfg(feature = "ssr")]
pub use api::{Way, follow, shares_of};
