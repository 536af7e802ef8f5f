//! Lists: one page for all of them. What a list is made of comes from the server ready to be drawn, with the address behind
//! every head and button, so that a browser needs to know neither columns nor sorts; what may be asked is
//! [`domain::lists`].

mod api;
#[cfg(feature = "ssr")]
mod cells;
#[cfg(feature = "ssr")]
mod drawing;
#[cfg(feature = "ssr")]
mod facets;
mod page;
mod views;

pub use api::{GATES, ListFacet, ListGroup, Listing, ShowList};
#[cfg(feature = "ssr")]
pub use cells::{Batch, Line, Value, batch, label};
#[cfg(feature = "ssr")]
pub(crate) use drawing::listing;
pub(crate) use page::draw;
pub use page::{AccountsPage, CoursesPage, DealsPage, PartnersPage, QueuePage, RenewalsPage};
pub use views::{GATES as VIEW_GATES, ViewsPage};
