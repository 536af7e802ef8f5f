//! Notices: what the reader was told, and how they want to be told.

mod api;
mod bell;
mod list_page;
mod preferences_page;

pub use api::GATES;
pub use bell::Bell;
pub use list_page::NoticesPage;
pub use preferences_page::NoticePreferencesPage;

/// How a number of unread notices is shown.
pub fn shown(unread: u32) -> String {
    use domain::notices::UNREAD_MOST;
    if unread >= UNREAD_MOST { format!("{}+", UNREAD_MOST - 1) } else { unread.to_string() }
}

/// The picture of what a notice is about.
fn icon(kind: domain::notices::Kind) -> &'static str {
    use domain::notices::Kind;
    match kind {
        Kind::Mention | Kind::DealCommented | Kind::DealNoted => "message-square",
        Kind::DealToDecide
        | Kind::DealAppealed
        | Kind::DealReopened
        | Kind::DealAsked
        | Kind::DealTransferred => "inbox",
        Kind::DealSubmitted | Kind::DealClosed | Kind::DealJoint | Kind::DealShared => "handshake",
        Kind::DealApproved => "circle-check",
        Kind::DealRejected | Kind::DealRevoked => "circle-alert",
        Kind::DealOverdue
        | Kind::DealExtension
        | Kind::DealExpiring
        | Kind::DealExpired
        | Kind::CertificateExpiring
        | Kind::Assigned => "clock",
        Kind::Announcement => "info",
        Kind::AssetPublished => "folder-open",
        Kind::CoursePublished => "graduation-cap",
        Kind::CertificateIssued => "award",
    }
}
