//! When two registrations stand in each other's way: the same company, and a product family in common.
//!
//! Who is the same company says the engine (`matching`). It runs in the partner's browser without its large tables, over own claims
//! only, and on the server with them.

use super::Customer;
use crate::id::FamilyId;
use matching::{Company, Explained, Judgement, Situation, Written, compare, judge};
use serde::{Deserialize, Serialize};

/// What a registration claims.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claim {
    /// The customer, as its partner wrote it.
    pub customer: Customer,
    /// The families.
    pub families: Vec<FamilyId>,
}

/// What a partner learns of others' claims: this word and nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Verdict {
    /// Nothing stands in the way.
    Clear,
    /// Something might; the approver decides.
    PossibleConflict,
}

impl Customer {
    /// The company as the engine reads it.
    pub fn company(&self) -> Company {
        let Self { name, domain, country } = self;
        Company::of(&Written { name, domain, country, ..Written::default() })
    }
}

impl Claim {
    /// A claim as it is typed.
    pub fn of(name: &str, domain: &str, families: Vec<FamilyId>) -> Self {
        let customer = Customer { name: name.to_owned(), domain: domain.to_owned(), country: String::new() };
        Self { customer, families }
    }

    /// The same claim on a customer of this country.
    #[must_use]
    pub fn in_country(mut self, country: &str) -> Self {
        self.customer.country = country.to_owned();
        self
    }

    /// How many families two claims have in common.
    pub fn shared(&self, other: &Self) -> usize {
        self.families.iter().filter(|family| other.families.contains(family)).count()
    }

    /// The verdict over some open claims.
    pub fn verdict<'a>(&self, others: impl IntoIterator<Item = &'a Self>) -> Verdict {
        let company = self.customer.company();
        let mut near = others.into_iter().filter(|other| self.shared(other) > 0);
        let conflict = near.any(|other| compare(&company, &other.customer.company()).possible());
        if conflict { Verdict::PossibleConflict } else { Verdict::Clear }
    }

    /// What another claim means for this one, for the vendor's people; `known` is what else is known of both.
    pub fn judgement(&self, explained: Explained, other: &Self, known: Situation) -> Judgement {
        let shared_families = u16::try_from(self.shared(other)).unwrap_or(u16::MAX);
        judge(explained, &Situation { shared_families, ..known })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Instant;

    fn family(n: u8) -> FamilyId {
        FamilyId::new(Instant::from_millis(1), [n; 10])
    }

    #[test]
    fn a_conflict_needs_the_same_company_and_a_family_in_common() {
        let mine = Claim::of("Acme Ltd", "acme.example", vec![family(1), family(2)]);
        let same = Claim::of("ACME", "", vec![family(2)]);
        let domain = Claim::of("Something else", "www.acme.example", vec![family(1)]);
        let other_family = Claim::of("Acme", "acme.example", vec![family(3)]);
        let other_company = Claim::of("Acme Foods", "acmefoods.example", vec![family(1)]);
        assert_eq!(mine.verdict([&same]), Verdict::PossibleConflict);
        assert_eq!(mine.verdict([&domain]), Verdict::PossibleConflict);
        assert_eq!(mine.verdict([&other_family, &other_company]), Verdict::Clear);
        assert_eq!(mine.verdict([&other_family, &same]), Verdict::PossibleConflict);
    }
}
