//! Where a registration stands, and its legal moves.

crate::text_enum! {
    /// Where a registration stands.
    pub enum State {
        /// Being written; only its partner sees it.
        Draft = "draft",
        /// Waits for the vendor.
        Submitted = "submitted",
        /// Somebody of the vendor is at it.
        InReview = "in_review",
        /// Protected until the window ends.
        Approved = "approved",
        /// Refused, with a reason.
        Rejected = "rejected",
        /// Taken back by the partner.
        Withdrawn = "withdrawn",
        /// The window ended without a result.
        Expired = "expired",
        /// The customer bought.
        Won = "won",
        /// The customer did not.
        Lost = "lost",
    }
}

crate::text_enum! {
    /// Why a registration was rejected.
    pub enum Reason {
        /// Another partner registered it first.
        RegisteredBefore = "registered_before",
        /// The vendor or another partner serves this customer already.
        ExistingBusiness = "existing_business",
        /// Nothing shows the partner's own work.
        NoOwnWork = "no_own_work",
        /// Too vague to decide.
        NotQualified = "not_qualified",
        /// Outside what the partner may sell or where.
        OutsideProgramme = "outside_programme",
        /// Something else; the note says what.
        Other = "other",
    }
}

crate::text_enum! {
    /// What a timeline tells.
    pub enum EntryKind {
        /// Somebody said something.
        Comment = "comment",
        /// It was begun.
        Drafted = "drafted",
        /// It was submitted.
        Submitted = "submitted",
        /// Its review began.
        ReviewStarted = "review_started",
        /// It was approved.
        Approved = "approved",
        /// It was rejected.
        Rejected = "rejected",
        /// It was taken back.
        Withdrawn = "withdrawn",
        /// Its window ended.
        Expired = "expired",
        /// It was won.
        Won = "won",
        /// It was lost.
        Lost = "lost",
    }
}

/// A move.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The partner hands it in.
    Submit,
    /// An approver begins.
    StartReview,
    /// An approver approves.
    Approve,
    /// An approver rejects.
    Reject,
    /// The partner takes it back.
    Withdraw,
    /// The partner reports success.
    Win,
    /// The partner reports failure.
    Lose,
    /// The window ended.
    Expire,
}

/// The registration is not in a state for this move.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a deal that is {state} does not take this step")]
pub struct NotNow {
    /// Where it stands.
    pub state: State,
}

impl Step {
    /// Every move.
    pub const ALL: [Self; 8] = [
        Self::Submit,
        Self::StartReview,
        Self::Approve,
        Self::Reject,
        Self::Withdraw,
        Self::Win,
        Self::Lose,
        Self::Expire,
    ];

    /// What the timeline calls it.
    pub fn entry(self) -> EntryKind {
        match self {
            Self::Submit => EntryKind::Submitted,
            Self::StartReview => EntryKind::ReviewStarted,
            Self::Approve => EntryKind::Approved,
            Self::Reject => EntryKind::Rejected,
            Self::Withdraw => EntryKind::Withdrawn,
            Self::Win => EntryKind::Won,
            Self::Lose => EntryKind::Lost,
            Self::Expire => EntryKind::Expired,
        }
    }
}

impl State {
    /// Whether its partner may still put files beside it: until it is decided or taken back.
    pub fn takes_evidence(self) -> bool {
        matches!(self, Self::Draft | Self::Submitted | Self::InReview)
    }

    /// Where the move leads from here.
    pub fn after(self, step: Step) -> Result<Self, NotNow> {
        use State::{Approved, Draft, Expired, InReview, Lost, Rejected, Submitted, Withdrawn, Won};
        match (self, step) {
            (Draft, Step::Submit) => Ok(Submitted),
            (Submitted, Step::StartReview) => Ok(InReview),
            (Submitted | InReview, Step::Approve) => Ok(Approved),
            (Submitted | InReview, Step::Reject) => Ok(Rejected),
            (Draft | Submitted | InReview | Approved, Step::Withdraw) => Ok(Withdrawn),
            (Approved, Step::Win) => Ok(Won),
            (Approved, Step::Lose) => Ok(Lost),
            (Approved, Step::Expire) => Ok(Expired),
            _ => Err(NotNow { state: self }),
        }
    }

    /// Whether the move is legal from here.
    pub fn takes(self, step: Step) -> bool {
        self.after(step).is_ok()
    }

    /// Whether a rival's claim has to be measured against it: waiting for a decision, or protected.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Submitted | Self::InReview | Self::Approved)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_takes_its_legal_moves_only() {
        let moves =
            |state: State| Step::ALL.into_iter().filter(|step| state.takes(*step)).collect::<Vec<_>>();
        use Step::*;
        assert_eq!(moves(State::Draft), [Submit, Withdraw]);
        assert_eq!(moves(State::Submitted), [StartReview, Approve, Reject, Withdraw]);
        assert_eq!(moves(State::InReview), [Approve, Reject, Withdraw]);
        assert_eq!(moves(State::Approved), [Withdraw, Win, Lose, Expire]);
        for end in [State::Rejected, State::Withdrawn, State::Expired, State::Won, State::Lost] {
            assert_eq!(moves(end), [], "{end}");
        }
    }
}
