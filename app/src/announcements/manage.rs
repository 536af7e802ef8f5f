//! The desk where announcements are written, published and followed.

mod api;
mod edit_page;
mod list_page;

pub use api::GATES;
pub use edit_page::AnnouncementEditPage;
pub use list_page::AnnouncementsManagePage;

use crate::texts::text;
use crate::ui::Tone;
use domain::announcements::AnnouncementState;
use domain::time::Day;

/// How an announcement stands, in a tone and a word.
fn standing(
    state: AnnouncementState,
    publish_on: Option<Day>,
    expire_on: Option<Day>,
    today: Day,
) -> (Tone, &'static str) {
    match state {
        AnnouncementState::Draft => (Tone::Neutral, text::announcements::draft()),
        AnnouncementState::Withdrawn => (Tone::Neutral, text::announcements::withdrawn()),
        AnnouncementState::Published if expire_on.is_some_and(|end| end <= today) => {
            (Tone::Neutral, text::announcements::over())
        }
        AnnouncementState::Published if publish_on.is_some_and(|day| day > today) => {
            (Tone::Info, text::announcements::planned())
        }
        AnnouncementState::Published => (Tone::Positive, text::announcements::published()),
    }
}
