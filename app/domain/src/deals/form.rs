//! The form of a registration: kept as typed while a draft, checked in full when it is submitted.

use super::{Contact, Customer, Reason};
use crate::accounts;
use crate::form::{Fault, Faults};
use crate::id::{AccountId, FamilyId};
use crate::money::Money;
use crate::programmes::OWN_MOST;
use crate::text;
use crate::time::Day;
use serde::{Deserialize, Serialize};

/// Characters of short texts: names, roles.
pub const TEXT_MOST: u32 = 200;
/// Characters of the need and of comments.
pub const NEED_MOST: u32 = 4000;
/// Families one deal may name.
pub const FAMILIES_MOST: u32 = 20;
/// Currencies that the form offers; ISO 4217.
pub const AMOUNTS: &[&str] = &[
    "AED", "AUD", "BRL", "CAD", "CHF", "CNY", "CZK", "DKK", "EUR", "GBP", "HKD", "HUF", "ILS", "INR", "JPY",
    "KRW", "KWD", "MXN", "NOK", "NZD", "PLN", "RON", "SAR", "SEK", "SGD", "THB", "TRY", "TWD", "USD", "ZAR",
];

/// A registration as it is typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DealForm {
    /// The deal; empty until it is saved for the first time.
    pub id: String,
    /// The version the form was made from.
    pub version: String,
    /// Tells one sending from the next.
    pub key: String,
    /// The customer's name.
    pub customer_name: String,
    /// Its domain or web address.
    pub customer_domain: String,
    /// Its country.
    pub customer_country: String,
    /// Product families.
    pub families: Vec<String>,
    /// Amount.
    pub amount: String,
    /// ISO 4217.
    pub currency: String,
    /// Expected close.
    pub close_on: String,
    /// Somebody at the customer.
    pub contact_name: String,
    /// What the person does there.
    pub contact_role: String,
    /// Their address.
    pub contact_email: String,
    /// What the customer needs.
    pub need: String,
    /// The programme; empty where none was chosen.
    pub programme: String,
    /// The programme's own fields, in its order.
    pub own: Vec<String>,
    /// Whether the partner's distributor takes part: empty means that it does not.
    pub through: String,
}

/// A registration that can be decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NewDeal {
    /// The customer.
    pub customer: Customer,
    /// Product families.
    pub families: Vec<FamilyId>,
    /// What it is worth.
    pub amount: Money,
    /// When it is expected to close.
    pub close_on: Day,
    /// Somebody at the customer.
    pub contact: Contact,
    /// What the customer needs.
    pub need: String,
}

impl DealForm {
    /// Checks the form for submission on this day.
    pub fn check(&self, today: Day) -> Result<NewDeal, Faults> {
        let mut faults = Faults::new();
        let customer = self.customer(&mut faults);
        let families = faults.take("families", self.families());
        let amount = faults.keep("amount", self.money());
        let close_on = faults.keep("close_on", self.close_on(today));
        let contact = self.contact(&mut faults);
        let need = faults.take("need", text::optional_lines(&self.need, NEED_MOST));
        let made = amount.zip(close_on).map(|(amount, close_on)| NewDeal {
            customer,
            families,
            amount,
            close_on,
            contact,
            need,
        });
        faults.or(made)
    }

    /// The form bounded so that it can be kept whatever it says.
    #[must_use]
    pub fn kept(&self) -> Self {
        let line = |text: &str| short(text, TEXT_MOST);
        Self {
            id: String::new(),
            version: String::new(),
            key: String::new(),
            customer_name: line(&self.customer_name),
            customer_domain: line(&self.customer_domain),
            customer_country: line(&self.customer_country),
            families: self.families.iter().take(FAMILIES_MOST as usize).map(|id| line(id)).collect(),
            amount: line(&self.amount),
            currency: line(&self.currency),
            close_on: line(&self.close_on),
            contact_name: line(&self.contact_name),
            contact_role: line(&self.contact_role),
            contact_email: line(&self.contact_email),
            need: short(&self.need, NEED_MOST),
            programme: line(&self.programme),
            own: self.own.iter().take(OWN_MOST).map(|value| line(value)).collect(),
            through: short(&self.through, 1),
        }
    }

    /// The families that are chosen.
    pub fn families(&self) -> Result<Vec<FamilyId>, Fault> {
        let mut families: Vec<FamilyId> = self
            .families
            .iter()
            .map(|id| id.parse())
            .collect::<Result<_, _>>()
            .map_err(|_| Fault::Unknown)?;
        families.sort();
        families.dedup();
        match families.len() {
            0 => Err(Fault::Missing),
            n if n > FAMILIES_MOST as usize => Err(Fault::TooMany { most: FAMILIES_MOST }),
            _ => Ok(families),
        }
    }

    pub(super) fn customer(&self, faults: &mut Faults) -> Customer {
        Customer {
            name: faults.take("customer_name", text::line(&self.customer_name, TEXT_MOST)),
            domain: faults.take("customer_domain", accounts::optional_domain(&self.customer_domain)),
            country: faults.take("customer_country", text::country(&self.customer_country)),
        }
    }

    pub(super) fn contact(&self, faults: &mut Faults) -> Contact {
        Contact {
            name: faults.take("contact_name", text::line(&self.contact_name, TEXT_MOST)),
            role: faults.take("contact_role", text::optional_line(&self.contact_role, TEXT_MOST)),
            email: faults.take("contact_email", text::email(&self.contact_email)),
        }
    }

    pub(crate) fn money(&self) -> Result<Money, Fault> {
        let money = Money::read(&self.amount, self.currency.trim())?;
        if money.minor == 0 { Err(Fault::NotAnAmount) } else { Ok(money) }
    }

    pub(super) fn close_on(&self, today: Day) -> Result<Day, Fault> {
        text::coming_day(&self.close_on, today)
    }
}

fn short(text: &str, most: u32) -> String {
    text::optional_lines(text, u32::MAX).unwrap_or_default().chars().take(most as usize).collect()
}

/// An approver's decision.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DecisionForm {
    /// The deal.
    pub id: String,
    /// The version that was read.
    pub version: String,
    /// The account to link at approval; empty for a new one made of the partner's words.
    pub account: String,
    /// The accounts that were offered beside the new one.
    pub seen: Vec<String>,
    /// Why it is rejected.
    pub reason: String,
    /// What the partner is told with it.
    pub note: String,
}

/// The customer account that an approval links.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Linked {
    /// This one.
    To(AccountId),
    /// A new one, made of the partner's words by somebody who has seen these accounts that may be the same company.
    New {
        /// What was seen.
        seen: Vec<AccountId>,
    },
}

/// A checked rejection or revocation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Rejection {
    /// Why.
    pub reason: Reason,
    /// What the partner is told with it.
    pub note: String,
}

impl DecisionForm {
    /// Checks a rejection or revocation: a reason always, words too where the reason says nothing.
    pub fn rejection(&self) -> Result<Rejection, Faults> {
        let mut faults = Faults::new();
        let reason = match self.reason.trim() {
            "" => Err(Fault::Missing),
            word => word.parse::<Reason>().map_err(|_| Fault::Unknown),
        };
        let reason = faults.keep("reason", reason);
        let note = match reason {
            Some(Reason::Other) => text::lines(&self.note, NEED_MOST),
            _ => text::optional_lines(&self.note, NEED_MOST),
        };
        let note = faults.take("note", note);
        faults.or(reason.map(|reason| Rejection { reason, note }))
    }

    /// What is said with a decision that needs no reason; may be empty.
    pub fn words(&self) -> Result<String, Faults> {
        let mut faults = Faults::new();
        let note = faults.take("note", text::optional_lines(&self.note, NEED_MOST));
        faults.or(Some(note))
    }

    /// The account that is to be linked.
    pub fn account(&self) -> Result<Linked, Faults> {
        match self.account.trim() {
            // What is no id was not seen.
            "" => Ok(Linked::New { seen: self.seen.iter().filter_map(|id| id.parse().ok()).collect() }),
            id => id.parse().map(Linked::To).map_err(|_| Faults::of("account", Fault::Unknown)),
        }
    }
}

/// A comment in a deal's timeline.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CommentForm {
    /// The deal.
    pub id: String,
    /// Tells one sending from the next.
    pub key: String,
    /// What is said.
    pub body: String,
    /// `true` when only staff is to read it.
    pub internal: String,
}

impl CommentForm {
    /// Checks the comment: its words, and whether it is internal.
    pub fn check(&self) -> Result<(String, bool), Faults> {
        let mut faults = Faults::new();
        let body = faults.take("body", text::lines(&self.body, NEED_MOST));
        faults.or(Some((body, self.internal == "true")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Instant;

    fn today() -> Day {
        "2026-11-24".parse().unwrap()
    }

    fn good() -> DealForm {
        DealForm {
            customer_name: " Acme  Ltd ".into(),
            customer_domain: "https://www.acme.example/".into(),
            customer_country: "gb".into(),
            families: vec![FamilyId::new(Instant::from_millis(1), [1; 10]).to_string()],
            amount: "12.500,00".into(),
            currency: "EUR".into(),
            close_on: "2027-01-31".into(),
            contact_name: "Jo Doe".into(),
            contact_email: "Jo@acme.example".into(),
            need: "More storage".into(),
            ..DealForm::default()
        }
    }

    #[test]
    fn a_complete_form_becomes_a_deal() {
        let deal = good().check(today()).unwrap();
        assert_eq!(deal.customer.name, "Acme Ltd");
        assert_eq!(deal.customer.domain, "acme.example");
        assert_eq!(deal.customer.country, "GB");
        assert_eq!(deal.amount.minor, 1_250_000);
        assert_eq!(deal.contact.email, "jo@acme.example");
    }

    #[test]
    fn an_empty_form_is_told_everything_at_once() {
        let faults = DealForm::default().check(today()).unwrap_err();
        let fields: Vec<&str> = faults.iter().map(|(field, _)| field).collect();
        let all = [
            "customer_name",
            "customer_country",
            "families",
            "amount",
            "close_on",
            "contact_name",
            "contact_email",
        ];
        assert_eq!(fields, all, "what else is needed the rules say");
    }

    #[test]
    fn a_close_in_the_past_and_an_amount_of_nothing_are_refused() {
        let faults = DealForm { close_on: "2026-11-23".into(), amount: "0".into(), ..good() }.check(today());
        let faults = faults.unwrap_err();
        assert_eq!(faults.on("close_on"), Some(&Fault::InThePast));
        assert_eq!(faults.on("amount"), Some(&Fault::NotAnAmount));
    }

    #[test]
    fn a_draft_keeps_what_was_typed_within_bounds() {
        let typed = DealForm { amount: "twelve".into(), need: "x".repeat(9000), ..good() };
        let kept = typed.kept();
        assert_eq!(kept.amount, "twelve");
        assert_eq!(kept.need.len(), NEED_MOST as usize);
    }

    #[test]
    fn a_rejection_for_other_reasons_needs_words() {
        let form = DecisionForm { reason: "other".into(), ..DecisionForm::default() };
        assert_eq!(form.rejection().unwrap_err().on("note"), Some(&Fault::Missing));
        let form = DecisionForm { reason: "registered_before".into(), ..DecisionForm::default() };
        assert_eq!(form.rejection().unwrap().reason, Reason::RegisteredBefore);
    }
}
