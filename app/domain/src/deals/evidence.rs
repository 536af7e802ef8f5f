//! Files that show the work behind a claim, and what each of them shows.

use crate::id::FileId;
use serde::{Deserialize, Serialize};

crate::text_enum! {
    /// What a file of evidence is.
    pub enum EvidenceKind {
        /// What the customer wrote.
        CustomerMail = "customer_mail",
        /// What the partner offered.
        Proposal = "proposal",
        /// What was said when they met.
        MeetingNote = "meeting_note",
        /// What was tried, and how it went.
        ProofOfConcept = "proof_of_concept",
        /// What a tender asks for.
        TenderDocument = "tender_document",
        /// Something else.
        Other = "other",
    }
}

/// A file that shows the work behind a claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// Which.
    pub id: FileId,
    /// Its name.
    pub name: String,
    /// Its length in bytes.
    pub bytes: i64,
    /// What it is, decided by content.
    pub kind: String,
    /// What it shows, as its partner says.
    pub shows: EvidenceKind,
}
