//! What can be done about a deal by a link in a mail, without signing in: which notices carry which links, and what a form
//! behind one says. A link is good once, for a while, and for nothing but its act.

use super::{Deal, DecisionForm, ExtensionForm, QuestionForm, Step, StepForm};
use crate::access::{DecideDeal, Profile, RegisterDeal};
use crate::notices::Kind;
use serde::{Deserialize, Serialize};

/// Days for which a link is good, from the mail on.
pub const MAIL_ACT_DAYS: i64 = 7;

crate::text_enum! {
    /// What a link in a mail can do.
    pub enum MailAct {
        /// An approver approves.
        Approve = "approve",
        /// An approver asks for what is missing.
        Ask = "ask",
        /// An approver answers a request for more time.
        Extend = "extend",
        /// The partner asks for more time.
        MoreTime = "more_time",
        /// The partner takes it back, or gives its protection up.
        Release = "release",
    }
}

impl MailAct {
    /// The move that it makes.
    pub fn step(self) -> Step {
        match self {
            Self::Approve => Step::Approve,
            Self::Ask => Step::Ask,
            Self::Extend => Step::Extend,
            Self::MoreTime => Step::AskExtension,
            Self::Release => Step::Withdraw,
        }
    }

    /// Whether it answers what this kind of notice tells.
    fn answers(self, kind: Kind) -> bool {
        match kind {
            Kind::DealToDecide | Kind::DealOverdue => {
                matches!(self, Self::Approve | Self::Ask | Self::Extend)
            }
            Kind::DealExpiring => matches!(self, Self::MoreTime | Self::Release),
            _ => false,
        }
    }

    /// Whether this person may do it to this deal as it stands.
    pub fn is_open_to(self, who: &Profile, deal: &Deal) -> bool {
        let partner = deal.partner.0.clone();
        let may = match self {
            Self::Approve | Self::Ask | Self::Extend => who.may(&DecideDeal { partner }),
            Self::MoreTime | Self::Release => who.may(&RegisterDeal { partner }),
        };
        may && deal.allows(self.step())
    }

    /// What a notice of this kind offers this person about the deal as it stands.
    pub fn offered(kind: Kind, who: &Profile, deal: &Deal) -> Vec<Self> {
        Self::ALL.iter().copied().filter(|act| act.answers(kind) && act.is_open_to(who, deal)).collect()
    }
}

/// The form behind a link, as it is sent; each act reads what is its own.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct MailActForm {
    /// The secret of the link.
    pub token: String,
    /// The version of the deal that was read.
    pub version: String,
    /// The account to link at approval; empty for a new one.
    pub account: String,
    /// The accounts that were offered beside the new one.
    pub seen: Vec<String>,
    /// What is asked for.
    pub fields: Vec<String>,
    /// `extend` or `refuse`.
    pub answer: String,
    /// What is said with it by the vendor.
    pub note: String,
    /// What is said with it by the partner.
    pub why: String,
}

impl MailActForm {
    /// As the form of an approval.
    pub fn decision(&self) -> DecisionForm {
        DecisionForm { account: self.account.clone(), seen: self.seen.clone(), ..DecisionForm::default() }
    }

    /// As the form of a question.
    pub fn question(&self) -> QuestionForm {
        QuestionForm { fields: self.fields.clone(), note: self.note.clone(), ..QuestionForm::default() }
    }

    /// As the answer to a request for more time.
    pub fn extension(&self) -> ExtensionForm {
        ExtensionForm { answer: self.answer.clone(), note: self.note.clone(), ..ExtensionForm::default() }
    }

    /// As a step of the partner's; `None` for acts of the vendor's.
    pub fn partner_step(&self, act: MailAct) -> Option<StepForm> {
        let (word, _) = StepForm::STEPS.into_iter().find(|(_, step)| *step == act.step())?;
        Some(StepForm { step: word.to_owned(), why: self.why.clone(), ..StepForm::default() })
    }
}
