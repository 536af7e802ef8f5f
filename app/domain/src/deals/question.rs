//! What the vendor wants to know before it decides, and the partner's answer: only what was asked for can be changed by it.

use super::{Contact, Customer, Deal, DealForm, NEED_MOST, NewDeal};
use crate::form::{Fault, Faults};
use crate::money::Money;
use crate::text;
use crate::time::Day;
use serde::{Deserialize, Serialize};

crate::text_enum! {
    /// A part of a registration that can be asked for.
    pub enum AskedField {
        /// Name, domain and country of the customer.
        Customer = "customer",
        /// The product families.
        Families = "families",
        /// What it is worth.
        Amount = "amount",
        /// When it is expected to close.
        CloseOn = "close_on",
        /// The contact at the customer.
        Contact = "contact",
        /// What the customer needs.
        Need = "need",
        /// Files that show the work.
        Evidence = "evidence",
    }
}

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// Which parts; never empty.
    pub fields: Vec<AskedField>,
    /// In words; never empty.
    pub note: String,
}

/// A question as it is sent.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct QuestionForm {
    /// The deal.
    pub id: String,
    /// The version that was read.
    pub version: String,
    /// Which parts.
    pub fields: Vec<String>,
    /// In words.
    pub note: String,
}

impl QuestionForm {
    /// Checks it: it names at least one part, and says what is missing.
    pub fn check(&self) -> Result<Question, Faults> {
        let mut faults = Faults::new();
        let fields = AskedField::ALL.iter().copied();
        let fields: Vec<_> =
            fields.filter(|field| self.fields.iter().any(|one| one == field.as_str())).collect();
        let fields = if fields.is_empty() { Err(Fault::Missing) } else { Ok(fields) };
        let fields = faults.keep("fields", fields);
        let note = faults.take("note", text::lines(&self.note, NEED_MOST));
        faults.or(fields.map(|fields| Question { fields, note }))
    }
}

/// A checked answer: the registration as it is from here on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Answer {
    /// All of it, with what was asked for as it was answered.
    pub deal: NewDeal,
    /// What is said with it; may be empty.
    pub said: String,
}

impl Question {
    /// Whether this part is asked for.
    pub fn asks(&self, field: AskedField) -> bool {
        self.fields.contains(&field)
    }

    /// Checks an answer on this day. What was not asked for stays as it is, whatever the form says.
    pub fn answered(&self, deal: &Deal, form: &DealForm, said: &str, today: Day) -> Result<Answer, Faults> {
        let mut faults = Faults::new();
        let customer: Customer = match self.asks(AskedField::Customer) {
            true => form.customer(&mut faults),
            false => deal.customer.clone(),
        };
        let families = match self.asks(AskedField::Families) {
            true => faults.take("families", form.families()),
            false => deal.families.iter().map(|(id, _)| id.clone()).collect(),
        };
        let amount = match self.asks(AskedField::Amount) {
            true => faults.keep("amount", form.money()),
            false => deal.amount.clone(),
        };
        let close_on = match self.asks(AskedField::CloseOn) {
            true => faults.keep("close_on", form.close_on(today)),
            false => deal.close_on,
        };
        let contact: Contact = match self.asks(AskedField::Contact) {
            true => form.contact(&mut faults),
            false => deal.contact.clone(),
        };
        let need = match self.asks(AskedField::Need) {
            true => faults.take("need", text::lines(&form.need, NEED_MOST)),
            false => deal.need.clone(),
        };
        let said = faults.take("said", text::optional_lines(said, NEED_MOST));
        let answer = amount.zip(close_on).map(|(amount, close_on)| Answer {
            deal: NewDeal { customer, families, amount, close_on, contact, need },
            said,
        });
        faults.or(answer)
    }
}

impl Deal {
    /// What the registration says, as it would be typed.
    pub fn as_form(&self) -> DealForm {
        let amount = self.amount.as_ref();
        DealForm {
            id: self.id.to_string(),
            version: self.version.to_string(),
            key: String::new(),
            customer_name: self.customer.name.clone(),
            customer_domain: self.customer.domain.clone(),
            customer_country: self.customer.country.clone(),
            families: self.families.iter().map(|(id, _)| id.to_string()).collect(),
            amount: amount.map(Money::plain).unwrap_or_default(),
            currency: amount.map(|money| money.currency.clone()).unwrap_or_default(),
            close_on: self.close_on.map(|day| day.to_string()).unwrap_or_default(),
            contact_name: self.contact.name.clone(),
            contact_role: self.contact.role.clone(),
            contact_email: self.contact.email.clone(),
            need: self.need.clone(),
            programme: String::new(),
            through: String::new(),
            own: Vec::new(),
        }
    }

    /// The form of a further registration like this one; when that closes is asked anew.
    pub fn again(&self) -> DealForm {
        DealForm { id: String::new(), version: String::new(), close_on: String::new(), ..self.as_form() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deals::tests::deal;

    fn today() -> Day {
        "2026-11-26".parse().unwrap()
    }

    #[test]
    fn a_question_names_what_it_asks_for_and_says_why() {
        let faults = QuestionForm::default().check().unwrap_err();
        assert_eq!((faults.on("fields"), faults.on("note")), (Some(&Fault::Missing), Some(&Fault::Missing)));
        let form = QuestionForm {
            fields: vec!["need".into(), "amount".into(), "nonsense".into()],
            note: " Whose budget? ".into(),
            ..QuestionForm::default()
        };
        let question = form.check().unwrap();
        assert_eq!(question.fields, [AskedField::Amount, AskedField::Need]);
        assert_eq!(question.note, "Whose budget?");
    }

    #[test]
    fn an_answer_changes_what_was_asked_for_and_nothing_else() {
        let question = Question { fields: vec![AskedField::Amount], note: "Really?".into() };
        let before = deal();
        let form = DealForm {
            amount: "20,000".into(),
            currency: "CHF".into(),
            customer_name: "Somebody else".into(),
            need: String::new(),
            ..DealForm::default()
        };
        let answer = question.answered(&before, &form, " Yes. ", today()).unwrap();
        assert_eq!(answer.deal.amount, Money { minor: 2_000_000, currency: "CHF".into() });
        assert_eq!((&answer.deal.customer, &answer.deal.need), (&before.customer, &before.need));
        assert_eq!(answer.deal.close_on, before.close_on.unwrap(), "a day that has passed was not asked for");
        assert_eq!(answer.said, "Yes.");
        let faults = question.answered(&before, &DealForm::default(), "", today()).unwrap_err();
        assert!(faults.on("amount").is_some() && faults.on("need").is_none());
    }

    #[test]
    fn what_is_asked_for_is_checked_as_at_the_submission() {
        let question =
            Question { fields: vec![AskedField::CloseOn, AskedField::Contact], note: "When?".into() };
        let form =
            DealForm { close_on: "2026-11-25".into(), contact_name: "Jo".into(), ..DealForm::default() };
        let faults = question.answered(&deal(), &form, "", today()).unwrap_err();
        assert_eq!(faults.on("close_on"), Some(&Fault::InThePast));
        assert!(faults.on("contact_email").is_some());
    }

    #[test]
    fn a_deal_is_typed_again_as_it_is() {
        let form = deal().as_form();
        assert_eq!((form.amount.as_str(), form.currency.as_str()), ("12500.50", "EUR"));
        let new = DealForm { close_on: "2026-12-24".into(), ..deal().again() }.check(today()).unwrap();
        assert_eq!(new.customer, deal().customer);
        assert_eq!(deal().again().id, "");
    }
}
