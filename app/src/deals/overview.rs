//! Deals by time and by state: the calendar of a month, and the board.

mod api;
mod board_page;
mod calendar_page;
#[cfg(feature = "ssr")]
mod drawing;

pub use api::GATES;
pub use board_page::BoardPage;
pub use calendar_page::CalendarPage;
