//! Collateral: the partner's library, and marketing's desk behind it.

mod api;
mod asset_page;
#[cfg(feature = "ssr")]
mod at_home;
mod collection_page;
mod filters;
mod findings;
mod library_page;
mod manage;
mod shares;
mod tile;

pub use api::GATES;
#[cfg(feature = "ssr")]
pub(crate) use api::offered;
pub use asset_page::AssetPage;
#[cfg(feature = "ssr")]
pub(crate) use at_home::{marketing_at_home, newest_at_home};
pub use collection_page::CollectionPage;
#[cfg(feature = "ssr")]
pub(crate) use filters::{GROUPS, called, group_title, offered_of};
pub use library_page::LibraryPage;
pub use manage::{
    AssetEditPage, AssetUploadPage, AssetsManagePage, BRINGING_GATES, COLLECTION_GATES, CollectionEditPage,
    CollectionNewPage, CollectionsPage, Draft, GATES as MANAGE_GATES, ZonesPage,
};
pub use shares::{GATES as SHARE_GATES, SharedPage, SharesPage, Unlocked};
#[cfg(feature = "ssr")]
pub use shares::{Way, follow};

use crate::texts::text;
use crate::ui::Tone;
use crate::words;
use domain::assets::{AssetKind, AssetState, Availability, LANGUAGES, Media, availability};
use domain::time::Day;

/// The icon that stands for a file without a picture.
fn icon_of(media: Media) -> &'static str {
    match media {
        Media::Png | Media::Jpeg | Media::Webp | Media::Gif | Media::Svg => "image",
        Media::Mp4 => "video",
        Media::Pptx => "presentation",
        Media::Pdf | Media::Docx | Media::Xlsx => "file-text",
    }
}

/// Where an asset stands, in a word.
pub(crate) fn standing(
    state: AssetState,
    publish_on: Option<Day>,
    expire_on: Option<Day>,
    today: Day,
) -> (Tone, String) {
    match availability(state, publish_on, expire_on, today) {
        Availability::Hidden if state == AssetState::Draft => {
            (Tone::Neutral, text::assets::draft().to_owned())
        }
        Availability::Hidden => (Tone::Caution, text::assets::withdrawn().to_owned()),
        Availability::Comes(day) => (Tone::Accent, text::assets::comes(words::day(day))),
        Availability::Available | Availability::AvailableUntil(_) => {
            (Tone::Positive, text::assets::published().to_owned())
        }
        Availability::ExpiredOn(_) => (Tone::Negative, text::assets::expired().to_owned()),
    }
}

/// A language in its own words.
pub(crate) fn language_name(tag: &str) -> String {
    LANGUAGES
        .iter()
        .find(|(known, _)| *known == tag)
        .map_or_else(|| tag.to_owned(), |(_, name)| (*name).to_owned())
}

/// Kinds for a choice.
fn kind_choices() -> Vec<(String, String)> {
    AssetKind::ALL.iter().map(|kind| (kind.to_string(), words::asset_kind(*kind).to_owned())).collect()
}
