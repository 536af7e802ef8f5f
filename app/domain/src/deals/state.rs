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
        /// The vendor wants to know more: the partner answers, and the decision clock stands meanwhile.
        ActionRequired = "action_required",
        /// Protected until the window ends.
        Approved = "approved",
        /// Protected, and its partner asks for a longer window: it holds until that is answered.
        ExtensionPending = "extension_pending",
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
        /// Approved once, and taken away by the vendor, with a reason.
        Revoked = "revoked",
    }
}

crate::text_enum! {
    /// Why a registration was rejected, or its approval revoked.
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
        /// A longer window was asked for.
        ExtensionAsked = "extension_asked",
        /// The window was made longer.
        Extended = "extended",
        /// The window stays as it was.
        ExtensionRefused = "extension_refused",
        /// The approval was taken away.
        Revoked = "revoked",
        /// The partner does not agree.
        Appealed = "appealed",
        /// It is decided anew.
        Reopened = "reopened",
        /// The vendor wants to know more.
        Asked = "asked",
        /// The partner answered.
        Answered = "answered",
        /// A colleague has it from here on.
        Transferred = "transferred",
        /// One of several steps of its approval was decided.
        StepApproved = "step_approved",
        /// What was agreed to does not hold for what an answer claims: its steps begin again.
        StepsAgain = "steps_again",
        /// Its opportunity reached another stage.
        Progressed = "progressed",
        /// Other partners take part in it, or not any more.
        Shared = "shared",
    }
}

/// A move.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The partner hands it in.
    Submit,
    /// An approver begins, or goes on without waiting for an answer.
    StartReview,
    /// An approver wants to know more.
    Ask,
    /// The partner answers.
    Answer,
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
    /// The partner asks for a longer window.
    AskExtension,
    /// An approver makes the window longer.
    Extend,
    /// An approver leaves the window as it was.
    RefuseExtension,
    /// An approver takes the approval away.
    Revoke,
    /// The partner does not agree with a rejection or revocation; once.
    Appeal,
    /// An approver decides anew.
    Reopen,
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
    pub const ALL: [Self; 16] = [
        Self::Submit,
        Self::StartReview,
        Self::Ask,
        Self::Answer,
        Self::Approve,
        Self::Reject,
        Self::Withdraw,
        Self::Win,
        Self::Lose,
        Self::Expire,
        Self::AskExtension,
        Self::Extend,
        Self::RefuseExtension,
        Self::Revoke,
        Self::Appeal,
        Self::Reopen,
    ];

    /// What the timeline calls it.
    pub fn entry(self) -> EntryKind {
        match self {
            Self::Submit => EntryKind::Submitted,
            Self::StartReview => EntryKind::ReviewStarted,
            Self::Ask => EntryKind::Asked,
            Self::Answer => EntryKind::Answered,
            Self::Approve => EntryKind::Approved,
            Self::Reject => EntryKind::Rejected,
            Self::Withdraw => EntryKind::Withdrawn,
            Self::Win => EntryKind::Won,
            Self::Lose => EntryKind::Lost,
            Self::Expire => EntryKind::Expired,
            Self::AskExtension => EntryKind::ExtensionAsked,
            Self::Extend => EntryKind::Extended,
            Self::RefuseExtension => EntryKind::ExtensionRefused,
            Self::Revoke => EntryKind::Revoked,
            Self::Appeal => EntryKind::Appealed,
            Self::Reopen => EntryKind::Reopened,
        }
    }
}

impl State {
    /// Whether its partner may put files beside it: what is to be decided needs proof, and so do an extension and an appeal.
    pub fn takes_evidence(self) -> bool {
        !matches!(self, Self::Withdrawn | Self::Expired | Self::Won | Self::Lost)
    }

    /// Whether it can still come to something, so that somebody has to have it.
    pub fn can_be_handed_over(self) -> bool {
        self.takes_evidence()
    }

    /// Where the move leads from here.
    pub fn after(self, step: Step) -> Result<Self, NotNow> {
        use State::{
            ActionRequired, Approved, Draft, Expired, ExtensionPending, InReview, Lost, Rejected, Revoked,
            Submitted, Withdrawn, Won,
        };
        match (self, step) {
            (Draft, Step::Submit) => Ok(Submitted),
            (Submitted | ActionRequired, Step::StartReview) | (ActionRequired, Step::Answer) => Ok(InReview),
            (Submitted | InReview, Step::Ask) => Ok(ActionRequired),
            (Submitted | InReview, Step::Approve) => Ok(Approved),
            (Submitted | InReview, Step::Reject) => Ok(Rejected),
            (Draft | Submitted | InReview | ActionRequired, Step::Withdraw)
            | (Approved | ExtensionPending, Step::Withdraw) => Ok(Withdrawn),
            (Approved | ExtensionPending, Step::Win) => Ok(Won),
            (Approved | ExtensionPending, Step::Lose) => Ok(Lost),
            (Approved, Step::Expire) => Ok(Expired),
            (Approved, Step::AskExtension) => Ok(ExtensionPending),
            (ExtensionPending, Step::Extend | Step::RefuseExtension) => Ok(Approved),
            (Approved | ExtensionPending, Step::Revoke) => Ok(Revoked),
            (Rejected | Revoked, Step::Appeal) => Ok(self),
            (Rejected | Revoked, Step::Reopen) => Ok(InReview),
            _ => Err(NotNow { state: self }),
        }
    }

    /// Whether the move is legal from here.
    pub fn takes(self, step: Step) -> bool {
        self.after(step).is_ok()
    }

    /// Whether it waits for an answer of the vendor.
    pub fn waits(self) -> bool {
        matches!(self, Self::Submitted | Self::InReview | Self::ExtensionPending)
    }

    /// Whether partners can share it: it was handed in, and is or may still be worth something.
    pub fn is_shared(self) -> bool {
        matches!(
            self,
            Self::Submitted
                | Self::InReview
                | Self::ActionRequired
                | Self::Approved
                | Self::ExtensionPending
                | Self::Won
        )
    }

    /// Whether it keeps rivals off its customer and families.
    pub fn protects(self) -> bool {
        matches!(self, Self::Approved | Self::ExtensionPending)
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
        assert_eq!(moves(State::Submitted), [StartReview, Ask, Approve, Reject, Withdraw]);
        assert_eq!(moves(State::InReview), [Ask, Approve, Reject, Withdraw]);
        assert_eq!(moves(State::ActionRequired), [StartReview, Answer, Withdraw]);
        assert_eq!(moves(State::Approved), [Withdraw, Win, Lose, Expire, AskExtension, Revoke]);
        assert_eq!(
            moves(State::ExtensionPending),
            [Withdraw, Win, Lose, Extend, RefuseExtension, Revoke],
            "it does not expire while the vendor owes an answer"
        );
        for refused in [State::Rejected, State::Revoked] {
            assert_eq!(moves(refused), [Appeal, Reopen], "{refused}");
        }
        for end in [State::Withdrawn, State::Expired, State::Won, State::Lost] {
            assert_eq!(moves(end), [], "{end}");
        }
    }

    #[test]
    fn what_waits_is_answered_and_what_protects_can_be_revoked() {
        for state in State::ALL.iter().copied() {
            let answers = [Step::Approve, Step::Extend];
            assert_eq!(state.waits(), answers.iter().any(|answer| state.takes(*answer)), "{state}");
            assert_eq!(state.protects(), state.takes(Step::Revoke), "{state}");
        }
    }
}
