//! People: who is there, who is invited, and one's own account.

mod account_page;
mod api;
mod invitations;
mod invite_page;
mod list_page;

pub use account_page::AccountPage;
pub use api::GATES;
#[cfg(feature = "ssr")]
pub(crate) use api::managed;
pub use invitations::GATES as INVITATION_GATES;
pub use invite_page::InvitePage;
pub use list_page::PeoplePage;
