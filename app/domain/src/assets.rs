//! Collateral: the files that the vendor's marketing publishes and that partners take with their own brand on them.
//!
//! An **asset** is one file with what is said of it: title, kind, language, tags, and the **audience** of tiers and types
//! that may see it. It is a draft until it is published, and reachable from its publishing day until the day it expires:
//! links to an asset that is out of reach lead nowhere, for its old copies too.
//!
//! On the pages of a PDF, **zones** ([`Zone`]) say where a partner's logo, name and contact go.

use crate::access::Membership;
use crate::form::{Fault, Faults};
use crate::id::{AssetId, FileId};
use crate::partners::{PartnerType, Tier};
use crate::time::Day;
use serde::{Deserialize, Serialize};

pub use collections::{
    COLLECTION_MOST, COLLECTION_NAME_MOST, COLLECTION_TEXT_MOST, Collection, CollectionDetails,
    CollectionForm, CollectionStep,
};
pub use defaults::{AssetDefaults, DefaultsForm};
pub use details::{AssetDetails, AssetForm, DESCRIPTION_MOST, LANGUAGES, TAGS_MOST, TITLE_MOST};
pub use finding::{Age, AssetFilter, AssetQuery, AssetSort, NEW_DAYS, WORDS_MOST};
pub use names::{names_beside_each_other, saved_name, saved_title};
pub use rules::{Finding, Ground, LogoFacts, Medium, Problem, contrast_tenths, findings};
pub use shares::{NewShare, SHARE_DAYS, SHARE_PASSWORD, Share, ShareForm, ShareState, TAKES_MOST};
pub use upload::{LOGO_MOST_BYTES, MOST_BYTES, Media, PDF_MOST_BYTES, most_bytes_of_file, title_of_file};
pub use versions::{NOTE_MOST, SameFile, VERSIONS_SHOWN, Version, ZonesKept, may_replace, zones_kept};
pub use zones::{
    Alignment, Font, Guide, Ink, Length, Look, PLACES, PageSize, TEXT_MOST, ZONES_MOST, Zone, ZoneForm,
    ZoneKind, ZonesForm, filled,
};

pub(crate) use details::words;

mod collections;
mod defaults;
mod details;
mod finding;
mod names;
mod rules;
mod shares;
mod upload;
mod versions;
mod zones;

/// Days before its expiry on which an asset is said to expire soon.
pub const SOON_DAYS: i64 = 30;

crate::text_enum! {
    /// What an asset is for.
    pub enum AssetKind {
        /// Facts about a product on a page or two.
        DataSheet = "data_sheet",
        /// Slides.
        Presentation = "presentation",
        /// What a customer achieved.
        CaseStudy = "case_study",
        /// The longer story.
        Brochure = "brochure",
        /// Photographs, diagrams, logos.
        Image = "image",
        /// Moving pictures.
        Video = "video",
        /// Anything else.
        Other = "other",
    }
}

crate::text_enum! {
    /// Where an asset stands.
    pub enum AssetState {
        /// Being prepared; only marketing sees it.
        Draft = "draft",
        /// For partners, between its days.
        Published = "published",
        /// Taken back before its time.
        Withdrawn = "withdrawn",
    }
}

/// The asset is not in a state for this.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the asset is {0} already")]
pub struct NotNow(pub AssetState);

impl AssetState {
    /// Gives it to partners: a draft, or one that was taken back.
    pub fn publish(self) -> Result<Self, NotNow> {
        match self {
            Self::Draft | Self::Withdrawn => Ok(Self::Published),
            Self::Published => Err(NotNow(self)),
        }
    }

    /// Takes it back.
    pub fn withdraw(self) -> Result<Self, NotNow> {
        match self {
            Self::Published => Ok(Self::Withdrawn),
            Self::Draft | Self::Withdrawn => Err(NotNow(self)),
        }
    }
}

/// What partners get to see of a published asset on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Availability {
    /// Not published, or taken back.
    Hidden,
    /// Comes on this day.
    Comes(Day),
    /// There, without an end.
    Available,
    /// There until the day before this one.
    AvailableUntil(Day),
    /// Out of reach since this day.
    ExpiredOn(Day),
}

/// State and days together: whether an asset can be reached, and what to say of it.
pub fn availability(
    state: AssetState,
    publish_on: Option<Day>,
    expire_on: Option<Day>,
    today: Day,
) -> Availability {
    match (state, publish_on, expire_on) {
        (AssetState::Draft | AssetState::Withdrawn, ..) => Availability::Hidden,
        (_, _, Some(end)) if end <= today => Availability::ExpiredOn(end),
        (_, Some(start), _) if today < start => Availability::Comes(start),
        (_, _, Some(end)) => Availability::AvailableUntil(end),
        (_, _, None) => Availability::Available,
    }
}

/// The stored file of an asset.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AssetFile {
    /// Which.
    pub id: FileId,
    /// SHA-256 of the bytes, lower-case hex.
    pub sha256: String,
    /// Length in bytes.
    pub bytes: i64,
    /// What it is, decided by its content.
    pub media: Media,
    /// The name it was uploaded under.
    pub name: String,
}

/// An asset with everything that is known of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asset {
    /// Which.
    pub id: AssetId,
    /// Title.
    pub title: String,
    /// What is said of it in a few lines; may be empty.
    pub description: String,
    /// What it is for.
    pub kind: AssetKind,
    /// BCP 47 tag.
    pub language: String,
    /// Tags, sorted.
    pub tags: Vec<String>,
    /// Tiers that may see it; none means all.
    pub tiers: Vec<Tier>,
    /// Types that may see it; none means all.
    pub types: Vec<PartnerType>,
    /// Where it stands.
    pub state: AssetState,
    /// The first day on which partners reach it; set on publishing if it was left open.
    pub publish_on: Option<Day>,
    /// The first day on which they don't any more.
    pub expire_on: Option<Day>,
    /// Its file.
    pub file: AssetFile,
    /// Whether a picture was drawn of its film.
    pub has_still: bool,
    /// The sizes of a PDF's pages; empty for everything else.
    pub pages: Vec<PageSize>,
    /// Where the partner's brand goes.
    pub zones: Vec<Zone>,
    /// Whether no copy is made that breaks the rules of logos.
    pub strict: bool,
    /// Counts changes, so that a form made from an older state is noticed.
    pub version: i64,
}

impl Asset {
    /// Whether partners of its audience reach it on this day.
    pub fn is_reachable(&self, today: Day) -> bool {
        matches!(self.availability(today), Availability::Available | Availability::AvailableUntil(_))
    }

    /// What partners of its audience get to see of it on this day.
    pub fn availability(&self, today: Day) -> Availability {
        availability(self.state, self.publish_on, self.expire_on, today)
    }

    /// Whether this partner belongs to its audience: a tier that is named, and a type that is named.
    pub fn visible_to(&self, partner: &Membership) -> bool {
        let tier = self.tiers.is_empty() || self.tiers.contains(&partner.tier);
        let kind = self.types.is_empty() || self.types.iter().any(|kind| partner.types.contains(kind));
        tier && kind
    }

    /// Whether what is said of it anew leaves a published asset reachable for a day at least: its first day stays when none
    /// is given.
    pub fn takes(&self, new: &AssetDetails) -> Result<(), Faults> {
        let kept = self.publish_on.filter(|_| self.state == AssetState::Published);
        match (new.publish_on.or(kept), new.expire_on) {
            (Some(start), Some(end)) if end <= start => Err(Faults::of("expire_on", Fault::TooEarly)),
            _ => Ok(()),
        }
    }

    /// Whether it can be published on this day: not when it would expire at once.
    pub fn may_publish(&self, today: Day) -> Result<(), Faults> {
        let start = self.publish_on.unwrap_or(today).max(today);
        if self.expire_on.is_some_and(|end| end <= start) {
            return Err(Faults::of("expire_on", Fault::InThePast));
        }
        Ok(())
    }

    /// What its copies are for.
    pub fn medium(&self) -> Medium {
        if self.file.media == Media::Pdf { Medium::Print } else { Medium::Screen }
    }

    /// Whether a copy with a partner's brand can be made.
    pub fn takes_a_brand(&self) -> bool {
        !self.zones.is_empty()
    }
}

#[cfg(test)]
mod tests;
