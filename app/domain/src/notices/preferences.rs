//! What people choose: how they are told of what.

use super::{Delivery, Kind};
use crate::access::Role;
use crate::form::{Fault, Faults};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The form with a choice for each kind.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PreferencesForm {
    /// A delivery by kind.
    pub choices: BTreeMap<String, String>,
    /// Where the person's day begins, by its name in the IANA database; empty for the portal's own. Whether there is such a
    /// one is asked where the database is.
    pub time_zone: String,
}

impl PreferencesForm {
    /// Checks the choices of somebody with this role.
    pub fn check(&self, role: Role) -> Result<Vec<(Kind, Delivery)>, Faults> {
        let mut faults = Faults::new();
        let mut chosen = Vec::new();
        for (kind, delivery) in &self.choices {
            match (kind.parse::<Kind>(), delivery.parse::<Delivery>()) {
                (Ok(kind), Ok(delivery)) if kind.reaches(role) && kind.takes(delivery) => {
                    chosen.push((kind, delivery));
                }
                _ => faults.add("choices", Fault::Unknown),
            }
        }
        faults.or(Some(chosen))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(kind: &str, delivery: &str) -> Result<Vec<(Kind, Delivery)>, Faults> {
        let choices = BTreeMap::from([(kind.to_owned(), delivery.to_owned())]);
        PreferencesForm { choices, ..PreferencesForm::default() }.check(Role::PartnerUser)
    }

    #[test]
    fn only_what_can_reach_somebody_is_chosen_and_only_as_it_can_be() {
        assert_eq!(check("deal_approved", "daily"), Ok(vec![(Kind::DealApproved, Delivery::Daily)]));
        assert_eq!(check("asset_published", "off"), Ok(vec![(Kind::AssetPublished, Delivery::Off)]));
        for (kind, delivery) in
            [("deal_noted", "daily"), ("deal_approved", "off"), ("x", "daily"), ("mention", "x")]
        {
            assert!(check(kind, delivery).is_err(), "{kind} {delivery}");
        }
    }
}
