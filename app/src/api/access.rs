//! Who may call which endpoint at all. The list is closed: what is not on it is refused before it runs, and a test
//! walks everything that is registered.
//!
//! A gate is the outer door. Inside, a permit or a scope decides on the very record.

use domain::access::{Profile, Role};

/// Who gets through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gate {
    /// Anybody.
    Anyone,
    /// Everybody who is signed in.
    SignedIn,
    /// People of partners.
    Partner,
    /// These roles.
    Roles(&'static [Role]),
}

/// Vendor staff of every role.
pub const STAFF: Gate = Gate::Roles(&[
    Role::Administrator,
    Role::ChannelManager,
    Role::Approver,
    Role::Marketing,
    Role::Education,
]);

impl Gate {
    /// Whether this caller gets through.
    pub fn opens(self, who: Option<&Profile>) -> bool {
        match (self, who) {
            (Self::Anyone, _) | (Self::SignedIn, Some(_)) => true,
            (_, None) => false,
            (Self::Partner, Some(who)) => who.role.is_partner(),
            (Self::Roles(roles), Some(who)) => roles.contains(&who.role),
        }
    }
}

/// Gates of server functions by their path, feature by feature.
const FEATURES: &[&[(&str, Gate)]] = &[
    crate::forms::GATES,
    crate::home::GATES,
    crate::sign_in::GATES,
    crate::partners::GATES,
    crate::people::GATES,
    crate::people::INVITATION_GATES,
    crate::announcements::GATES,
    crate::announcements::MANAGE_GATES,
    crate::assets::GATES,
    crate::assets::MANAGE_GATES,
    crate::assets::BRINGING_GATES,
    crate::assets::COLLECTION_GATES,
    crate::assets::SHARE_GATES,
    crate::certifications::GATES,
    crate::certifications::manage::GATES,
    crate::deals::GATES,
    crate::deals::BY_MAIL_GATES,
    crate::deals::DRAFT_GATES,
    crate::deals::DECIDE_GATES,
    crate::deals::INBOX_GATES,
    crate::deals::SEVERAL_GATES,
    crate::deals::OVERVIEW_GATES,
    crate::deals::PIPELINE_GATES,
    crate::deals::SPLIT_GATES,
    crate::accounts::GATES,
    crate::accounts::INSTALL_GATES,
    crate::accounts::MERGE_GATES,
    crate::accounts::PARTNER_GATES,
    crate::accounts::SHOW_GATES,
    crate::programmes::GATES,
    crate::history::GATES,
    crate::accounts::TALK_GATES,
    crate::imports::GATES,
    crate::imports::LONG_GATES,
    crate::lists::GATES,
    crate::lists::VIEW_GATES,
    crate::looks::GATES,
    crate::notices::GATES,
    crate::operate::GATES,
    crate::operate::MAIL_GATES,
    crate::operate::CONDITION_GATES,
    crate::search::GATES,
    crate::learning::GATES,
    crate::learning::attempts::GATES,
    crate::learning::manage::GATES,
    crate::learning::team::GATES,
    crate::learning::viewing::GATES,
];

/// The gate of a server function; `None` for what nobody declared.
pub fn gate(path: &str) -> Option<Gate> {
    every().find(|(known, _)| *known == path).map(|(_, gate)| gate)
}

/// Every declared server function with its gate.
pub fn every() -> impl Iterator<Item = (&'static str, Gate)> {
    FEATURES.iter().flat_map(|feature| feature.iter().copied())
}
