//! Deal registration: a partner claims a customer for some product families, the vendor decides, and an approval
//! protects the claim for a while.
//!
//! A **registration** goes from draft to submitted, in review, and approved or rejected; an approved one ends as won,
//! lost, withdrawn or expired ([`State`], [`Step`]). The **decision clock** tells by when the vendor answers, the
//! **protection window** how long an approval keeps rivals off.

use crate::id::{AccountId, DealId, FamilyId, PartnerId, ProgrammeVersionId};
use crate::money::Money;
use crate::time::{Day, Instant};
use serde::{Deserialize, Serialize};

mod asking;
mod by_mail;
pub mod calendar;
pub mod card;
mod claim;
mod clock;
mod evidence;
mod form;
mod months;
mod pipeline;
pub mod promises;
mod question;
mod several;
mod split;
mod state;
mod steps;

pub use asking::{ExtensionAnswer, ExtensionForm, PartnerStep, StepForm};
pub use by_mail::{MAIL_ACT_DAYS, MailAct, MailActForm};
pub use claim::{Claim, Verdict};
pub use clock::{EXTENSION_DAYS, Protection, extended};
pub use evidence::{Evidence, EvidenceKind};
pub use form::{
    AMOUNTS, CommentForm, DealForm, DecisionForm, FAMILIES_MOST, Linked, NEED_MOST, NewDeal, Rejection,
    TEXT_MOST,
};
pub use months::{Happened, HitRate, Month};
pub use pipeline::{CloseReason, Headway, NEXT_STEP_MOST, Opportunity, OpportunityForm, Stage};
pub use question::{Answer, AskedField, Question, QuestionForm};
pub use several::{SEVERAL_MOST, Several, SeveralAnswer, SeveralForm, SeveralWhat};
pub use split::{
    NewPart, NewSplit, PARTS_MOST, Part, PartRole, PartTyped, SPLIT_LOCK_DAYS, SplitForm, split_is_open,
    split_locked_at,
};
pub use state::{EntryKind, NotNow, Reason, State, Step};
pub use steps::{Agreed, Approver, Chain, Progress, ReviewStep, StepState, Turn};

/// Files one deal may have as evidence.
pub const EVIDENCE_MOST: usize = 10;
/// The most bytes of one file of evidence.
pub const EVIDENCE_MOST_BYTES: u64 = 20 << 20;

/// A deal registration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deal {
    /// Which.
    pub id: DealId,
    /// What people say on the telephone, as `D-000123`; given at submission.
    pub number: Option<String>,
    /// Whose it is.
    pub partner: (PartnerId, String),
    /// Who registered it.
    pub person: String,
    /// Where it stands, as of when it was read.
    pub state: State,
    /// The customer as the partner wrote it.
    pub customer: Customer,
    /// The account that the approver linked.
    pub account: Option<(AccountId, String)>,
    /// The product families.
    pub families: Vec<(FamilyId, String)>,
    /// The contact at the customer.
    pub contact: Contact,
    /// What the customer needs.
    pub need: String,
    /// What it is worth.
    pub amount: Option<Money>,
    /// When it is expected to close.
    pub close_on: Option<Day>,
    /// Under which rules it was handed in; `None` before, and where no programme was for its partner.
    pub programme: Option<Under>,
    /// The programme's own fields, as label and value.
    pub own: Vec<(String, String)>,
    /// Discount of the approval, in hundredths of a percent.
    pub discount: Option<i64>,
    /// The form as it was typed, while it is a draft. Pages of the deal have no use for it.
    #[serde(skip)]
    pub draft: Option<DealForm>,
    /// Why it was rejected.
    pub reason: Option<Reason>,
    /// What the approver said with it.
    pub reason_note: String,
    /// When it was submitted: its place among claims.
    pub submitted_at: Option<Instant>,
    /// By when the vendor answers.
    pub decide_by_at: Option<Instant>,
    /// What the vendor wants to know, while it does.
    pub question: Option<Question>,
    /// Since when: the decision clock stands from then on.
    pub asked_at: Option<Instant>,
    /// When it was decided.
    pub decided_at: Option<Instant>,
    /// How long its approval protects it.
    pub protected_until_at: Option<Instant>,
    /// When its window was made longer.
    pub extended_at: Option<Instant>,
    /// When its partner appealed against the decision.
    pub appealed_at: Option<Instant>,
    /// Counts changes.
    pub version: i64,
}

/// The rules that a registration was handed in under.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Under {
    /// The version of the rules.
    pub version: ProgrammeVersionId,
    /// Its number within the programme.
    pub number: i64,
    /// What the programme is called.
    pub name: String,
    /// How long its approval protects, in days.
    pub window_days: i64,
    /// How much longer an extension protects, in days.
    pub extension_days: i64,
}

/// A customer as a partner writes it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Customer {
    /// Name.
    pub name: String,
    /// Domain; may be empty.
    pub domain: String,
    /// ISO 3166-1 alpha-2.
    pub country: String,
}

/// Somebody at the customer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// Name.
    pub name: String,
    /// What the person does there.
    pub role: String,
    /// E-mail address.
    pub email: String,
}

/// One entry of a deal's timeline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// When.
    pub at: Instant,
    /// Who.
    pub person: String,
    /// Whether the writer is of the vendor.
    pub by_staff: bool,
    /// What happened.
    pub kind: EntryKind,
    /// Whether only staff reads it.
    pub internal: bool,
    /// What was said.
    pub body: String,
}

impl Deal {
    /// Whether its partner may make this move now. A decision has one extension and one appeal.
    pub fn allows(&self, step: Step) -> bool {
        let once = match step {
            Step::AskExtension => self.extended_at.is_none(),
            Step::Appeal => self.appealed_at.is_none(),
            _ => true,
        };
        once && self.state.takes(step)
    }

    /// How much longer an extension protects, in days.
    pub fn extension_days(&self) -> i64 {
        self.programme.as_ref().map_or(EXTENSION_DAYS, |under| under.extension_days)
    }

    /// What it claims, for the conflict rule.
    pub fn claim(&self) -> Claim {
        let families = self.families.iter().map(|(id, _)| id.clone()).collect();
        Claim { customer: self.customer.clone(), families }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// A deal that is asked about.
    pub fn deal() -> Deal {
        Deal {
            id: "dl_01hzxk3v9mqe5t7c2n8r4w6y0b".parse().unwrap(),
            number: None,
            partner: ("pa_01hzxk3v9mqe5t7c2n8r4w6y0b".parse().unwrap(), "Nordwind".into()),
            person: "Ana".into(),
            state: State::ActionRequired,
            customer: Customer { name: "Acme".into(), domain: String::new(), country: "DE".into() },
            account: None,
            families: vec![("fa_01hzxk3v9mqe5t7c2n8r4w6y0b".parse().unwrap(), "Storage".into())],
            contact: Contact { name: "Jo".into(), role: String::new(), email: "jo@acme.example".into() },
            need: "Storage".into(),
            amount: Some(Money { minor: 1_250_050, currency: "EUR".into() }),
            close_on: Some("2026-01-15".parse().unwrap()),
            programme: None,
            own: Vec::new(),
            discount: None,
            draft: None,
            reason: None,
            reason_note: String::new(),
            submitted_at: None,
            decide_by_at: None,
            question: None,
            asked_at: None,
            decided_at: None,
            protected_until_at: None,
            extended_at: None,
            appealed_at: None,
            version: 3,
        }
    }
}
