//! What registrations are held against: everything that a submission lacks is told at once, and an answer to a question is
//! checked in the same way.

use super::{Asked, Rules};
use crate::deals::{Answer, AskedField, Deal, DealForm, EvidenceKind, NewDeal, Question};
use crate::form::{Fault, Faults};
use crate::time::{Day, Instant};

fn lacks(asked: Asked, value: &str) -> bool {
    asked == Asked::Required && value.trim().is_empty()
}

/// A field that is asked for, unless something else is wrong with it.
fn required(field: &str, asked: Asked, value: &str, faults: &mut Faults) {
    if lacks(asked, value) && faults.on(field).is_none() {
        faults.add(field, Fault::Missing);
    }
}

impl Rules {
    /// Checks a submission on this day, with these files beside it and so many registrations of its partner open under the
    /// programme; everything that it lacks is told at once.
    pub fn submission(
        &self,
        form: &DealForm,
        today: Day,
        files: &[EvidenceKind],
        open: i64,
    ) -> Result<NewDeal, Faults> {
        let (new, mut faults) = match form.check(today) {
            Ok(new) => (Some(new), Faults::new()),
            Err(faults) => (None, faults),
        };
        let fields = [
            ("customer_domain", self.domain, &form.customer_domain),
            ("contact_role", self.role, &form.contact_role),
            ("need", self.need, &form.need),
        ];
        for (field, asked, value) in fields {
            required(field, asked, value, &mut faults);
        }
        for (index, field) in self.own.iter().enumerate() {
            if lacks(field.asked, form.own.get(index).map_or("", String::as_str)) {
                faults.add_called(format!("own[{index}]"), Fault::Missing, &field.label);
            }
        }
        if let Some(new) = &new {
            self.claim(new, today, &mut faults);
        }
        if files.len() < usize::from(self.evidence) {
            faults.add("evidence", Fault::TooFewFiles { least: self.evidence.into() });
        }
        for (kind, least) in &self.evidence_kinds {
            if files.iter().filter(|file| *file == kind).count() < usize::from(*least) {
                faults.add(format!("evidence_{kind}"), Fault::TooFewFiles { least: (*least).into() });
            }
        }
        if self.cap > 0 && open >= i64::from(self.cap) {
            faults.add("programme", Fault::CapReached { most: self.cap.into() });
        }
        faults.or(new)
    }

    /// Checks an answer to a question as the submission was checked. Only what was asked for can be wrong: nothing else can be
    /// changed by an answer. The days to the close run from the submission.
    pub fn answer(
        &self,
        question: &Question,
        deal: &Deal,
        form: &DealForm,
        said: &str,
        today: Day,
    ) -> Result<Answer, Faults> {
        let (answer, mut faults) = match question.answered(deal, form, said, today) {
            Ok(answer) => (Some(answer), Faults::new()),
            Err(faults) => (None, faults),
        };
        let fields = [
            (AskedField::Customer, "customer_domain", self.domain, &form.customer_domain),
            (AskedField::Contact, "contact_role", self.role, &form.contact_role),
            (AskedField::Need, "need", self.need, &form.need),
        ];
        for (part, field, asked, value) in fields {
            if question.asks(part) {
                required(field, asked, value, &mut faults);
            }
        }
        if let Some(answer) = &answer {
            let mut wrong = Faults::new();
            self.claim(&answer.deal, deal.submitted_at.map_or(today, Instant::day), &mut wrong);
            let parts = [
                (AskedField::Families, "families"),
                (AskedField::Amount, "amount"),
                (AskedField::CloseOn, "close_on"),
            ];
            for (_, field) in parts.into_iter().filter(|(part, _)| question.asks(*part)) {
                if let Some(fault) = wrong.on(field) {
                    faults.add(field, fault.clone());
                }
            }
        }
        faults.or(answer)
    }

    /// What is wrong with a claim that is complete.
    fn claim(&self, new: &NewDeal, today: Day, faults: &mut Faults) {
        if new.families.iter().any(|family| !self.take(family)) {
            faults.add("families", Fault::OtherProgramme);
        }
        if let Some(least) = &self.least
            && least.currency == new.amount.currency
            && new.amount.minor < least.minor
        {
            let least = format!("{} {}", least.currency, least.number());
            faults.add("amount", Fault::BelowMinimum { least });
        }
        if new.close_on < today.plus_days(self.lead_days.into()) {
            faults.add("close_on", Fault::TooSoon { days: self.lead_days.into() });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Money;
    use crate::programmes::OwnField;
    use std::collections::BTreeMap;

    fn form() -> DealForm {
        DealForm {
            customer_name: "Acme".into(),
            customer_country: "DE".into(),
            families: vec!["fa_01hzxk3v9mqe5t7c2n8r4w6y0b".into()],
            amount: "999.99".into(),
            currency: "EUR".into(),
            close_on: "2026-12-10".into(),
            contact_name: "Jo".into(),
            contact_email: "jo@acme.example".into(),
            ..DealForm::default()
        }
    }

    fn today() -> Day {
        "2026-11-26".parse().unwrap()
    }

    #[test]
    fn everything_that_a_submission_lacks_is_told_at_once() {
        let rules = Rules {
            domain: Asked::Required,
            role: Asked::Required,
            own: vec![OwnField { label: "Tender number".into(), asked: Asked::Required }],
            families: vec!["fa_01hzxk3v9mqe5t7c2n8r4w6y0c".parse().unwrap()],
            evidence: 1,
            least: Some(Money { minor: 100_000, currency: "EUR".into() }),
            lead_days: 15,
            cap: 2,
            ..Rules::default()
        };
        let faults = rules.submission(&form(), today(), &[], 2).unwrap_err();
        for field in [
            "customer_domain",
            "contact_role",
            "need",
            "own[0]",
            "families",
            "amount",
            "close_on",
            "evidence",
            "programme",
        ] {
            assert!(faults.on(field).is_some(), "{field}");
        }
        assert_eq!(faults.label_of("own[0]"), Some("Tender number"));
        let other = DealForm { amount: "1".into(), currency: "JPY".into(), ..form() };
        let faults = rules.submission(&other, today(), &[EvidenceKind::Other], 1).unwrap_err();
        assert!(
            faults.on("amount").is_none()
                && faults.on("evidence").is_none()
                && faults.on("programme").is_none()
        );
    }

    #[test]
    fn the_usual_rules_ask_for_what_is_needed() {
        let faults = Rules::default().submission(&form(), today(), &[], 900).unwrap_err();
        assert_eq!(faults.on("need"), Some(&Fault::Missing));
        let told = DealForm { need: "Storage".into(), ..form() };
        assert!(Rules::default().submission(&told, today(), &[], 900).is_ok());
        let faults = Rules::default().submission(&DealForm::default(), today(), &[], 0).unwrap_err();
        assert!(faults.on("customer_name").is_some() && faults.on("need").is_some(), "all of it at once");
    }

    #[test]
    fn files_are_asked_for_by_kind() {
        let kinds = BTreeMap::from([(EvidenceKind::CustomerMail, 1), (EvidenceKind::Proposal, 2)]);
        let rules = Rules { evidence: 3, evidence_kinds: kinds, ..Rules::default() };
        let told = |files: &[EvidenceKind]| match rules.submission(&form(), today(), files, 0) {
            Ok(_) => Vec::new(),
            Err(faults) => faults.iter().map(|(field, _)| field.to_owned()).collect::<Vec<_>>(),
        };
        use EvidenceKind::*;
        assert_eq!(told(&[]), ["need", "evidence", "evidence_customer_mail", "evidence_proposal"]);
        assert_eq!(told(&[Proposal, Proposal, Proposal]), ["need", "evidence_customer_mail"]);
        assert_eq!(told(&[Proposal, CustomerMail, Proposal]), ["need"], "any three, of which these");
    }

    #[test]
    fn an_answer_is_held_against_the_rules_of_its_submission() {
        let rules = Rules {
            domain: Asked::Required,
            least: Some(Money { minor: 50_000, currency: "EUR".into() }),
            lead_days: 10,
            families: vec!["fa_01hzxk3v9mqe5t7c2n8r4w6y0b".parse().unwrap()],
            ..Rules::default()
        };
        let deal = crate::deals::tests::deal();
        let deal = Deal { submitted_at: Some(today().start()), ..deal };
        let answer = |fields: &[AskedField], form: &DealForm, at: Day| {
            let question = Question { fields: fields.to_vec(), note: "Really?".into() };
            rules.answer(&question, &deal, form, "", at)
        };
        let typed = DealForm {
            amount: "499".into(),
            families: vec!["fa_01hzxk3v9mqe5t7c2n8r4w6y0c".into()],
            close_on: "2026-12-05".into(),
            customer_domain: String::new(),
            need: String::new(),
            ..form()
        };
        let faults = answer(AskedField::ALL, &typed, today()).unwrap_err();
        for field in ["customer_domain", "need"] {
            assert_eq!(faults.on(field), Some(&Fault::Missing), "{field}");
        }
        let typed = DealForm { customer_domain: "acme.example".into(), need: "Storage".into(), ..typed };
        let faults = answer(AskedField::ALL, &typed, today()).unwrap_err();
        let told: Vec<_> = faults.iter().map(|(field, _)| field).collect();
        assert_eq!(told, ["families", "amount", "close_on"]);
        let faults = answer(&[AskedField::Amount], &typed, today()).unwrap_err();
        assert_eq!(faults.iter().count(), 1, "what was not asked for is not held against it");
        // Five days later the close is nearer, and was far enough when it was handed in.
        let late = DealForm { close_on: "2026-12-06".into(), ..typed };
        assert!(answer(&[AskedField::CloseOn], &late, today().plus_days(5)).is_ok());
    }
}
