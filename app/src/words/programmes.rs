//! Words of programmes: what steps are about, who decides them, and what files of evidence show.

use crate::texts::text;
use domain::deals::EvidenceKind;
use domain::programmes::{DecidedBy, Meaning};

/// What a step is about.
pub fn meaning(meaning: Meaning) -> &'static str {
    use text::programmes as t;
    match meaning {
        Meaning::Business => t::means_business(),
        Meaning::Technical => t::means_technical(),
        Meaning::Commercial => t::means_commercial(),
        Meaning::Legal => t::means_legal(),
        Meaning::Executive => t::means_executive(),
    }
}

/// Who decides a step.
pub fn decided_by(who: DecidedBy) -> &'static str {
    use text::programmes as t;
    match who {
        DecidedBy::Approver => t::by_approver(),
        DecidedBy::Administrator => t::by_administrator(),
        DecidedBy::ChannelManager => t::by_channel_manager(),
        DecidedBy::Named => t::by_named(),
    }
}

/// What a file of evidence shows.
pub fn evidence_kind(kind: EvidenceKind) -> &'static str {
    use text::deals as t;
    match kind {
        EvidenceKind::CustomerMail => t::shows_customer_mail(),
        EvidenceKind::Proposal => t::shows_proposal(),
        EvidenceKind::MeetingNote => t::shows_meeting_note(),
        EvidenceKind::ProofOfConcept => t::shows_proof_of_concept(),
        EvidenceKind::TenderDocument => t::shows_tender_document(),
        EvidenceKind::Other => t::shows_other(),
    }
}

/// So many files of a kind.
pub fn evidence_asked(kind: EvidenceKind, least: u16) -> String {
    text::deals::evidence_of_kind(least, evidence_kind(kind))
}
