//! Several partners on one deal: what the vendor's people write, and what those read who take part.

mod api;
#[cfg(feature = "ssr")]
mod card;
mod joint_page;
mod page;

pub use api::GATES;
#[cfg(feature = "ssr")]
pub(super) use card::split_card;
pub use joint_page::JointDealsPage;
pub use page::SplitPage;
