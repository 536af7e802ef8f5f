//! Which event tells whom what. Of several lines for one event the first that reaches a person counts.

use super::Circle::{
    Audience, Deciders, Joint, Manager, Named, Owner, PartnerAdministrators, StaffTalkers, Talkers,
};
use super::{Circle, Kind};

/// What an event tells some people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Telling {
    /// The event's kind, as the outbox names it.
    pub event: &'static str,
    /// What they are told.
    pub kind: Kind,
    /// Who; whoever did it is never told.
    pub circles: &'static [Circle],
}

const fn on(event: &'static str, kind: Kind, circles: &'static [Circle]) -> Telling {
    Telling { event, kind, circles }
}

/// Both sides of a deal.
const SIDES: &[Circle] = &[Owner, PartnerAdministrators, Manager];

/// All of them.
pub const TELLINGS: &[Telling] = &[
    on("deal.submitted", Kind::DealToDecide, &[Deciders]),
    on("deal.submitted", Kind::DealSubmitted, &[Manager]),
    on("deal.asked", Kind::DealAsked, SIDES),
    on("deal.answered", Kind::DealToDecide, &[Deciders]),
    on("deal.step_approved", Kind::DealToDecide, &[Deciders]),
    on("deal.shared", Kind::DealJoint, &[Joint]),
    on("deal.shared", Kind::DealShared, SIDES),
    on("deal.transferred", Kind::DealTransferred, &[Owner]),
    on("deal.overdue", Kind::DealOverdue, &[Deciders, Manager]),
    on("deal.approved", Kind::DealApproved, SIDES),
    on("deal.rejected", Kind::DealRejected, SIDES),
    on("deal.extension_asked", Kind::DealToDecide, &[Deciders]),
    on("deal.extended", Kind::DealExtension, SIDES),
    on("deal.extension_refused", Kind::DealExtension, SIDES),
    on("deal.revoked", Kind::DealRevoked, SIDES),
    on("deal.reopened", Kind::DealReopened, SIDES),
    on("deal.appealed", Kind::DealAppealed, &[Deciders, Manager]),
    on("deal.expiring", Kind::DealExpiring, SIDES),
    on("deal.expired", Kind::DealExpired, SIDES),
    on("deal.won", Kind::DealClosed, &[Manager]),
    on("deal.lost", Kind::DealClosed, &[Manager]),
    on("deal.withdrawn", Kind::DealClosed, &[Manager]),
    on("deal.commented", Kind::Mention, &[Named]),
    on("deal.commented", Kind::DealCommented, &[Owner, PartnerAdministrators, Manager, Talkers]),
    on("deal.noted", Kind::Mention, &[Named]),
    on("deal.noted", Kind::DealNoted, &[Manager, StaffTalkers]),
    on("account.commented", Kind::Mention, &[Named]),
    on("asset.appeared", Kind::AssetPublished, &[Audience]),
    on("announcement.appeared", Kind::Announcement, &[Audience]),
    on("course.published", Kind::CoursePublished, &[Audience]),
    on("certificate.issued", Kind::CertificateIssued, &[PartnerAdministrators, Manager]),
    on("certificate.expiring", Kind::CertificateExpiring, &[Owner]),
    on("learning.assigned", Kind::Assigned, &[Owner]),
    on("learning.reminded", Kind::Assigned, &[Owner]),
];

/// What this event tells, in order.
pub fn tellings_of(event: &str) -> impl Iterator<Item = &'static Telling> {
    TELLINGS.iter().filter(move |telling| telling.event == event)
}
