//! When two registrations stand in each other's way: the same company, and a product family in common.

use crate::accounts::{Company, Likeness};
use crate::id::FamilyId;
use serde::{Deserialize, Serialize};

/// What a registration claims.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claim {
    /// The customer.
    pub company: Company,
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

impl Claim {
    /// A claim as it is typed.
    pub fn of(name: &str, domain: &str, families: Vec<FamilyId>) -> Self {
        Self { company: Company::of(name, domain), families }
    }

    /// Why two claims stand in each other's way, if they do.
    pub fn conflict(&self, other: &Self) -> Option<Likeness> {
        let shared = self.families.iter().any(|family| other.families.contains(family));
        self.company.likeness(&other.company).filter(|_| shared)
    }

    /// The verdict over some claims.
    pub fn verdict<'a>(&self, others: impl IntoIterator<Item = &'a Self>) -> Verdict {
        let conflict = others.into_iter().any(|other| self.conflict(other).is_some());
        if conflict { Verdict::PossibleConflict } else { Verdict::Clear }
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
        assert_eq!(mine.conflict(&same), Some(Likeness::Name));
        assert_eq!(mine.conflict(&domain), Some(Likeness::Domain));
        assert_eq!(mine.verdict([&other_family, &other_company]), Verdict::Clear);
        assert_eq!(mine.verdict([&other_family, &same]), Verdict::PossibleConflict);
    }
}
