//! Tiered certifications: a path of courses that is worth a certificate of its own, on three levels of each track.
//!
//! Education staff write a certification ([`CertificationForm`]) and its path ([`PathStep`]) and publish it when it is
//! complete ([`publishing`]). Where somebody stands follows from the certificate held and the passes made ([`standing`]);
//! nothing of it is kept.

pub mod coverage;
mod form;
pub mod publishing;
pub mod standing;

pub use form::{
    CertificationForm, GRACE_MOST, NewCertification, PathStep, REASON_MOST, RevokeForm, WINDOW_MOST,
};
pub use standing::{Item, Pass, Standing};

use crate::id::{CertificationId, CourseId};
use crate::learning::{CourseState, Topic};
use crate::partners::{PartnerType, Tier};
use serde::{Deserialize, Serialize};

/// Courses that a path may have.
pub const PATH_MOST: u32 = 20;
/// The highest level.
pub const LEVEL_MOST: i64 = 3;

crate::text_enum! {
    /// From when on a renewed certificate is valid.
    pub enum RenewalMode {
        /// From the day on which the path was completed again.
        Completion = "completion",
        /// From the end of the certificate before, so that nobody loses days by being early.
        PreviousExpiry = "previous_expiry",
    }
}

/// What a certification says of itself and asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CertificationDetails {
    /// Whose work it is about.
    pub track: Topic,
    /// 1 to 3; each above the first needs a valid one of the level below in the same track.
    pub level: i64,
    /// Title.
    pub title: String,
    /// What its holders can do.
    pub summary: String,
    /// Months that its certificate is valid; 0 means for good.
    pub validity_months: i64,
    /// Days before the last one from which it can be renewed.
    pub window_days: i64,
    /// Days after the last one for which it still counts.
    pub grace_days: i64,
    /// From when on a renewed one is valid.
    pub mode: RenewalMode,
    /// Courses of the path that are needed; 0 means all of them.
    pub needed: i64,
}

/// A certification.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Certification {
    /// Which.
    pub id: CertificationId,
    /// What it says of itself.
    pub details: CertificationDetails,
    /// Where it stands.
    pub state: CourseState,
    /// Counts changes of the certification and its path.
    pub version: i64,
}

/// A course on the path, for those who write it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PathLine {
    /// Which course.
    pub course: CourseId,
    /// Its title.
    pub title: String,
    /// Where the course stands.
    pub state: CourseState,
}

/// A certification with everything in it, for those who write it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// The certification.
    pub certification: Certification,
    /// Tiers it is for; none means all.
    pub tiers: Vec<Tier>,
    /// Types it is for; none means all.
    pub types: Vec<PartnerType>,
    /// Its path, in order.
    pub path: Vec<PathLine>,
    /// Whether a certification of the level below is published in the track; true on the first level.
    pub has_level_below: bool,
}

/// A certification in the list of those who write, with what came of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CertificationTally {
    /// The certification.
    pub certification: Certification,
    /// Courses on its path.
    pub courses: i64,
    /// People whose certificate is valid.
    pub holders: i64,
}
