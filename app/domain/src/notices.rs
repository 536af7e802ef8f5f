//! Notices: what people are told of what happened, who is told, and how they may have it.
//!
//! [`TELLINGS`] says for each event which notices it makes and for whom. A further kind of notice is a line there, a
//! variant of [`Kind`], and its words; everything else follows (`docs/adding-a-feature.md`).

use crate::access::Role;
use crate::id::{NoticeId, PartnerId};
use crate::time::Instant;
use serde::{Deserialize, Serialize};

mod mentions;
mod preferences;
mod tellings;

pub use mentions::mentioned;
pub use preferences::PreferencesForm;
pub use tellings::{TELLINGS, Telling, tellings_of};

/// Characters of what was said that a notice repeats.
pub const EXCERPT_MOST: usize = 200;
/// From this many on, unread notices are not counted any further.
pub const UNREAD_MOST: u32 = 100;
/// Days before the end of a protection on which people are told, the longest first.
pub const DEAL_EXPIRING_DAYS: [i64; 3] = [30, 14, 7];
/// Days before the end of a certificate on which its holder is told.
pub const CERTIFICATE_EXPIRING_DAYS: i64 = 30;
/// Days for which notices are kept.
pub const KEPT_DAYS: i64 = 180;

crate::text_enum! {
    /// What a notice tells. In this order people choose how they want each of them.
    pub enum Kind {
        /// Somebody named the reader in a comment.
        Mention = "mention",
        /// A deal waits for a decision.
        DealToDecide = "deal_to_decide",
        /// A partner that the reader looks after registered a deal.
        DealSubmitted = "deal_submitted",
        /// The vendor wants to know more before it decides.
        DealAsked = "deal_asked",
        /// A deal was not answered in time.
        DealOverdue = "deal_overdue",
        /// A colleague handed a deal over to the reader.
        DealTransferred = "deal_transferred",
        /// The reader's organisation takes part in another partner's deal, or its part has changed.
        DealJoint = "deal_joint",
        /// Who takes part in a deal has changed, for those whose deal it is.
        DealShared = "deal_shared",
        /// A deal was approved.
        DealApproved = "deal_approved",
        /// A deal was rejected.
        DealRejected = "deal_rejected",
        /// A request for more time was answered.
        DealExtension = "deal_extension",
        /// An approval was revoked.
        DealRevoked = "deal_revoked",
        /// A deal is decided anew.
        DealReopened = "deal_reopened",
        /// A partner does not agree with a decision.
        DealAppealed = "deal_appealed",
        /// A deal's protection ends soon.
        DealExpiring = "deal_expiring",
        /// A deal's protection has ended.
        DealExpired = "deal_expired",
        /// A partner reported a deal won or lost, or took it back.
        DealClosed = "deal_closed",
        /// Somebody commented on a deal.
        DealCommented = "deal_commented",
        /// Somebody of the vendor wrote what only the vendor reads.
        DealNoted = "deal_noted",
        /// There is new collateral.
        AssetPublished = "asset_published",
        /// There is a new course.
        CoursePublished = "course_published",
        /// The vendor announced something.
        Announcement = "announcement",
        /// Somebody was certified.
        CertificateIssued = "certificate_issued",
        /// The own certificate ends soon.
        CertificateExpiring = "certificate_expiring",
        /// The reader is asked to complete a course or certification, or reminded of it.
        Assigned = "assigned",
    }
}

crate::text_enum! {
    /// How somebody wants to be told. Whatever they choose but the last, it stands among their notices too.
    pub enum Delivery {
        /// By mail, at once.
        AtOnce = "at_once",
        /// By mail, once a day.
        Daily = "daily",
        /// Among the notices only.
        InApp = "in_app",
        /// Not at all.
        Off = "off",
    }
}

impl Kind {
    /// How people are told who have not chosen.
    pub fn usual(self) -> Delivery {
        match self {
            Self::Mention
            | Self::DealToDecide
            | Self::DealAsked
            | Self::DealOverdue
            | Self::DealTransferred
            | Self::DealJoint
            | Self::DealShared
            | Self::DealApproved
            | Self::DealRejected
            | Self::DealExtension
            | Self::DealRevoked
            | Self::DealReopened
            | Self::DealAppealed
            | Self::DealExpiring
            | Self::DealCommented
            | Self::Announcement
            | Self::CertificateExpiring
            | Self::Assigned => Delivery::AtOnce,
            Self::DealSubmitted
            | Self::DealExpired
            | Self::DealClosed
            | Self::DealNoted
            | Self::AssetPublished
            | Self::CoursePublished => Delivery::Daily,
            Self::CertificateIssued => Delivery::InApp,
        }
    }

    /// Whether somebody may do without it: not without what waits for them, is decided about them, or ends.
    pub fn may_be_off(self) -> bool {
        matches!(
            self,
            Self::DealSubmitted
                | Self::DealClosed
                | Self::DealNoted
                | Self::AssetPublished
                | Self::CoursePublished
                | Self::CertificateIssued
        )
    }

    /// Whether people of this role are ever told it.
    pub fn reaches(self, role: Role) -> bool {
        let mut circles = TELLINGS.iter().filter(|telling| telling.kind == self);
        circles.any(|telling| telling.circles.iter().any(|circle| circle.has(role)))
    }

    /// What was chosen, as far as this kind takes it.
    pub fn takes(self, delivery: Delivery) -> bool {
        delivery != Delivery::Off || self.may_be_off()
    }
}

/// Who is told, seen from the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Circle {
    /// Whose record it is: who registered the deal, who holds the certificate.
    Owner,
    /// Administrators of the partner whose record it is.
    PartnerAdministrators,
    /// Administrators of other partners that take part in the deal.
    Joint,
    /// The channel manager of that partner.
    Manager,
    /// Whoever decides about deals.
    Deciders,
    /// Whoever said something about the record and may still read it.
    Talkers,
    /// Of those the vendor's people only.
    StaffTalkers,
    /// Whoever is named in what was said and may read it.
    Named,
    /// Everybody whose partner it is meant for.
    Audience,
}

impl Circle {
    /// Whether people of this role can be in it.
    pub fn has(self, role: Role) -> bool {
        let reads_deals = matches!(role, Role::Administrator | Role::Approver | Role::ChannelManager);
        match self {
            Self::Owner | Self::Audience => role.is_partner(),
            Self::PartnerAdministrators | Self::Joint => role == Role::PartnerAdministrator,
            Self::Manager => role == Role::ChannelManager,
            Self::Deciders => reads_deals,
            Self::Talkers | Self::Named => role.is_partner() || reads_deals,
            Self::StaffTalkers => reads_deals,
        }
    }
}

/// What somebody was told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// Which.
    pub id: NoticeId,
    /// What it tells.
    pub kind: Kind,
    /// The record's id.
    pub record: String,
    /// The partner whose record it is.
    pub partner: Option<PartnerId>,
    /// What the record is called.
    pub subject: String,
    /// The partner's name; empty where there is none.
    pub organisation: String,
    /// Who did it; empty for the portal itself.
    pub by: String,
    /// What the kind says besides: a state, a reason, a day, or what was said.
    pub detail: String,
    /// When.
    pub at: Instant,
    /// Whether it was read.
    pub read: bool,
}

impl Notice {
    /// The page that it is about.
    pub fn path(&self) -> String {
        let record = &self.record;
        match (record.split('_').next().unwrap_or_default(), &self.partner) {
            ("dl", _) if self.kind == Kind::DealJoint => "/deals/joint".to_owned(),
            ("dl", _) => format!("/deals/{record}"),
            ("as", _) => format!("/assets/{record}"),
            ("ac", _) => format!("/accounts/{record}"),
            ("co", _) => format!("/learning/{record}"),
            ("an", _) => format!("/announcements/{record}"),
            ("ce", Some(partner)) if self.kind == Kind::CertificateIssued => format!("/partners/{partner}"),
            ("ce", _) => "/certificates".to_owned(),
            ("ag", _) => "/learning".to_owned(),
            _ => "/notices".to_owned(),
        }
    }
}

/// The beginning of what was said, on one line.
pub fn excerpt(body: &str) -> String {
    let line = body.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(EXCERPT_MOST) {
        None => line,
        Some((end, _)) => format!("{}…", line[..end].trim_end()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_told_to_somebody() {
        for kind in Kind::ALL {
            assert!(Role::ALL.iter().any(|role| kind.reaches(*role)), "{kind} reaches nobody");
            assert!(kind.takes(kind.usual()), "{kind} does not take what it suggests");
        }
    }

    #[test]
    fn partners_are_never_told_what_only_the_vendor_reads() {
        for role in [Role::PartnerUser, Role::PartnerAdministrator] {
            assert!(!Kind::DealNoted.reaches(role) && !Kind::DealToDecide.reaches(role));
        }
        let internal = TELLINGS.iter().filter(|telling| telling.event == "deal.noted");
        for circle in internal.flat_map(|telling| telling.circles).filter(|circle| **circle != Circle::Named)
        {
            assert!(!circle.has(Role::PartnerUser), "{circle:?}");
        }
    }

    #[test]
    fn nobody_does_without_what_waits_for_them() {
        assert!(!Kind::DealToDecide.takes(Delivery::Off) && Kind::DealToDecide.takes(Delivery::InApp));
        assert!(Kind::AssetPublished.takes(Delivery::Off));
    }

    #[test]
    fn an_excerpt_is_one_line_and_cut_between_characters() {
        assert_eq!(excerpt("  a\n\n b "), "a b");
        let long = excerpt(&"ü".repeat(EXCERPT_MOST + 1));
        assert_eq!(long.chars().count(), EXCERPT_MOST + 1);
        assert!(long.ends_with('…'));
    }
}
