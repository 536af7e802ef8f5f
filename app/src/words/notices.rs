//! Words for notices.

use super::{day, deal_reason, deal_state};
use crate::texts::text::notices as t;
use domain::deals::{Reason, State};
use domain::notices::{Delivery, Kind, Notice};
use domain::time::Day;

/// What a notice tells, in one line.
pub fn notice(notice: &Notice) -> String {
    let subject = &notice.subject;
    let organisation = &notice.organisation;
    let by = if notice.by.is_empty() { t::somebody() } else { notice.by.as_str() };
    let on = || notice.detail.parse::<Day>().map(day).unwrap_or_default();
    match notice.kind {
        Kind::Mention => t::mention(by, subject),
        Kind::DealToDecide => t::deal_to_decide(organisation, subject),
        Kind::DealSubmitted => t::deal_submitted(organisation, subject),
        Kind::DealAsked => t::deal_asked(subject),
        Kind::DealOverdue => t::deal_overdue(organisation, subject),
        Kind::DealTransferred => t::deal_transferred(by, subject),
        Kind::DealJoint => t::deal_joint(organisation, subject),
        Kind::DealShared => t::deal_shared(subject),
        Kind::DealApproved => t::deal_approved(subject),
        Kind::DealRejected => t::deal_rejected(subject),
        Kind::DealExtension if notice.detail.is_empty() => t::deal_extension_refused(subject),
        Kind::DealExtension => t::deal_extended(on(), subject),
        Kind::DealRevoked => t::deal_revoked(subject),
        Kind::DealReopened => t::deal_reopened(subject),
        Kind::DealAppealed => t::deal_appealed(organisation, subject),
        Kind::DealExpiring => t::deal_expiring(on(), subject),
        Kind::DealExpired => t::deal_expired(subject),
        Kind::DealClosed => {
            let state = notice.detail.parse::<State>().map(deal_state).unwrap_or_default();
            t::deal_closed(organisation, state.to_lowercase(), subject)
        }
        Kind::DealCommented => t::deal_commented(by, subject),
        Kind::DealNoted => t::deal_noted(by, subject),
        Kind::Announcement => t::announcement(subject),
        Kind::AssetPublished => t::asset_published(subject),
        Kind::CoursePublished => t::course_published(subject),
        Kind::CertificateIssued => t::certificate_issued(by, subject),
        Kind::CertificateExpiring => t::certificate_expiring(on(), subject),
        Kind::Assigned if notice.detail.is_empty() => t::assigned(subject),
        Kind::Assigned => t::assigned_until(on(), subject),
    }
}

/// What stands below it: what was said, or why.
pub fn notice_below(notice: &Notice) -> Option<String> {
    let below = match notice.kind {
        Kind::Mention | Kind::DealCommented | Kind::DealNoted => notice.detail.clone(),
        Kind::DealRejected | Kind::DealRevoked => {
            notice.detail.parse::<Reason>().map(deal_reason).unwrap_or_default().to_owned()
        }
        _ => String::new(),
    };
    (!below.is_empty()).then_some(below)
}

/// A kind of notice, where people choose.
pub fn notice_kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Mention => t::kind_mention(),
        Kind::DealToDecide => t::kind_deal_to_decide(),
        Kind::DealSubmitted => t::kind_deal_submitted(),
        Kind::DealAsked => t::kind_deal_asked(),
        Kind::DealOverdue => t::kind_deal_overdue(),
        Kind::DealTransferred => t::kind_deal_transferred(),
        Kind::DealJoint => t::kind_deal_joint(),
        Kind::DealShared => t::kind_deal_shared(),
        Kind::DealApproved => t::kind_deal_approved(),
        Kind::DealRejected => t::kind_deal_rejected(),
        Kind::DealExtension => t::kind_deal_extension(),
        Kind::DealRevoked => t::kind_deal_revoked(),
        Kind::DealReopened => t::kind_deal_reopened(),
        Kind::DealAppealed => t::kind_deal_appealed(),
        Kind::DealExpiring => t::kind_deal_expiring(),
        Kind::DealExpired => t::kind_deal_expired(),
        Kind::DealClosed => t::kind_deal_closed(),
        Kind::DealCommented => t::kind_deal_commented(),
        Kind::DealNoted => t::kind_deal_noted(),
        Kind::Announcement => t::kind_announcement(),
        Kind::AssetPublished => t::kind_asset_published(),
        Kind::CoursePublished => t::kind_course_published(),
        Kind::CertificateIssued => t::kind_certificate_issued(),
        Kind::CertificateExpiring => t::kind_certificate_expiring(),
        Kind::Assigned => t::kind_assigned(),
    }
}

/// How somebody is told.
pub fn delivery(delivery: Delivery) -> &'static str {
    match delivery {
        Delivery::AtOnce => t::at_once(),
        Delivery::Daily => t::daily(),
        Delivery::InApp => t::in_app(),
        Delivery::Off => t::off(),
    }
}
