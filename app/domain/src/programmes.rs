//! Registration programmes: by which rules whose deals are registered, decided and protected.
//!
//! A **programme** is for partners of some types and for some product families. Its [`Rules`] are data that a channel manager
//! edits; every change is a new version from a day on, and a registration keeps the version it was handed in under, so that
//! nobody's rules change while a deal is on its way. Where no programme is for a partner, [`Rules::default`] count.

mod ahead;
mod form;
mod regions;
mod step_form;
mod steps;
mod submission;
mod working;

pub use ahead::StepAhead;
pub use form::{NewProgramme, ProgrammeForm, percent};
pub use regions::RegionCalendar;
pub use step_form::StepTyped;
pub use steps::{ApprovalStep, Case, DecidedBy, Meaning, STEPS_MOST, TURN_MOST};
pub use working::{Calendar, Working};

use crate::deals::{DealForm, EXTENSION_DAYS, EvidenceKind, Protection};
use crate::id::{FamilyId, ProgrammeId, ProgrammeVersionId};
use crate::money::Money;
use crate::partners::{PartnerType, Region, Tier};
use crate::text;
use crate::time::{Day, Instant};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Characters of a programme's name, and of the label of an own field.
pub const NAME_MOST: u32 = 80;
/// Own fields that a programme may ask for.
pub const OWN_MOST: usize = 8;
/// Days that are nobody's working days, which a calendar may name.
pub const HOLIDAYS_MOST: usize = 200;
/// Working days that the vendor may give itself for an answer.
pub const DECISION_DAYS_MOST: u16 = 20;
/// Days before a close that a programme may ask for.
pub const LEAD_DAYS_MOST: u16 = 365;
/// Registrations that a partner may have open at once, where a programme has a cap.
pub const CAP_MOST: u16 = 10_000;

crate::text_enum! {
    /// Whether a field of the form is asked for.
    pub enum Asked {
        /// It has to be filled.
        Required = "required",
        /// It can be left out.
        Optional = "optional",
        /// It is not on the form.
        Hidden = "hidden",
    }
}

crate::text_enum! {
    /// What happens when the vendor has not answered in time.
    pub enum Silence {
        /// Everybody who can decide is told, and the partner's manager.
        Escalate = "escalate",
        /// It is approved, unless somebody else's claim may meet it; else as [`Self::Escalate`].
        ApproveClear = "approve_clear",
    }
}

/// A field of a programme's own, on one line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OwnField {
    /// What it is called; as the vendor's partners read it.
    pub label: String,
    /// Whether it is asked for.
    pub asked: Asked,
}

/// By what deals are registered, decided and protected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Rules {
    /// Partners of one of these types; empty means of any.
    pub types: Vec<PartnerType>,
    /// Families that can be registered for; empty means all.
    pub families: Vec<FamilyId>,
    /// The customer's domain.
    pub domain: Asked,
    /// What the contact does at the customer.
    pub role: Asked,
    /// What the customer needs.
    pub need: Asked,
    /// Fields of the programme's own, in the order of the form.
    pub own: Vec<OwnField>,
    /// Files of evidence that have to lie beside a deal when it is handed in.
    pub evidence: u16,
    /// Of them, so many of a kind.
    pub evidence_kinds: BTreeMap<EvidenceKind, u16>,
    /// The least that a deal is worth, in the currency of this amount; deals in others are not held against it.
    pub least: Option<Money>,
    /// Days from the submission to the expected close, at least.
    pub lead_days: u16,
    /// How long an approval protects.
    pub window: Protection,
    /// How much longer an extension protects, in days.
    pub extension_days: u16,
    /// How many registrations a partner may have open at once under this programme; 0 means any number.
    pub cap: u16,
    /// Working days that the vendor has for an answer.
    pub decision_days: u16,
    /// The IANA time zone of the working days; empty means UTC.
    pub zone: String,
    /// Days that do not count, besides Saturdays and Sundays.
    pub holidays: Vec<Day>,
    /// Other calendars, for partners of these regions.
    pub calendars: BTreeMap<Region, RegionCalendar>,
    /// Steps that an approval takes; empty means one decision.
    pub steps: Vec<ApprovalStep>,
    /// Whether one person may decide several steps of a registration.
    pub same_person: bool,
    /// What happens when nobody answers in time.
    pub silence: Silence,
    /// Discount of who registered the customer first, by the partner's tier, in hundredths of a percent.
    pub discount: BTreeMap<Tier, u16>,
    /// The same of whoever registers it after somebody else.
    pub later_discount: BTreeMap<Tier, u16>,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            types: Vec::new(),
            families: Vec::new(),
            domain: Asked::Optional,
            role: Asked::Optional,
            need: Asked::Required,
            own: Vec::new(),
            evidence: 0,
            evidence_kinds: BTreeMap::new(),
            least: None,
            lead_days: 0,
            window: Protection::DEFAULT,
            extension_days: EXTENSION_DAYS as u16,
            cap: 0,
            decision_days: 2,
            zone: String::new(),
            holidays: Vec::new(),
            calendars: BTreeMap::new(),
            steps: Vec::new(),
            same_person: false,
            silence: Silence::Escalate,
            discount: BTreeMap::new(),
            later_discount: BTreeMap::new(),
        }
    }
}

/// A programme with the version of its rules that counts on some day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Programme {
    /// Which.
    pub id: ProgrammeId,
    /// What partners read.
    pub name: String,
    /// Whether deals can be registered under it.
    pub active: bool,
    /// Counts changes.
    pub version: i64,
    /// The version of the rules.
    pub rules: RulesVersion,
}

/// One version of a programme's rules.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RulesVersion {
    /// Which.
    pub id: ProgrammeVersionId,
    /// Its number within the programme, from 1.
    pub number: i64,
    /// The first day (UTC) on which it counts for what is handed in.
    pub effective_on: Day,
    /// What it says.
    pub rules: Rules,
    /// Who made it.
    pub made_by: String,
    /// When.
    pub made_at: Instant,
}

/// What the form of a registration has to know of its programme.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asks {
    /// The customer's domain.
    pub domain: Asked,
    /// What the contact does at the customer.
    pub role: Asked,
    /// What the customer needs.
    pub need: Asked,
    /// Fields of the programme's own.
    pub own: Vec<OwnField>,
    /// Files of evidence that have to lie beside it.
    pub evidence: u16,
    /// Of them, so many of a kind.
    pub evidence_kinds: BTreeMap<EvidenceKind, u16>,
    /// The first day on which it may be expected to close.
    pub first_close: Day,
}

impl Rules {
    /// What a form of this day has to know.
    pub fn asks(&self, today: Day) -> Asks {
        Asks {
            domain: self.domain,
            role: self.role,
            need: self.need,
            own: self.own.clone(),
            evidence: self.evidence,
            evidence_kinds: self.evidence_kinds.clone(),
            first_close: today.plus_days(self.lead_days.into()),
        }
    }

    /// Whether they are for partners of these types.
    pub fn are_for(&self, types: &[PartnerType]) -> bool {
        self.types.is_empty() || self.types.iter().any(|one| types.contains(one))
    }

    /// Whether this family can be registered for.
    pub fn take(&self, family: &FamilyId) -> bool {
        self.families.is_empty() || self.families.contains(family)
    }

    /// The discount of a partner of this tier, in hundredths of a percent, for who came `first` or after somebody else.
    pub fn discount(&self, tier: Tier, first: bool) -> u16 {
        let table = if first { &self.discount } else { &self.later_discount };
        table.get(&tier).copied().unwrap_or_default()
    }

    /// What was typed into the own fields, with their labels, as it is kept with the deal.
    pub fn own_values(&self, form: &DealForm) -> Vec<(String, String)> {
        let values = form
            .own
            .iter()
            .map(|value| text::optional_line(value, crate::deals::TEXT_MOST).unwrap_or_default());
        let fields = self.own.iter().map(|field| field.label.clone());
        fields.zip(values).filter(|(_, value)| !value.is_empty()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_for_types_and_families() {
        let rules = Rules { types: vec![PartnerType::Reseller], ..Rules::default() };
        assert!(rules.are_for(&[PartnerType::Integrator, PartnerType::Reseller]));
        assert!(!rules.are_for(&[PartnerType::Integrator]) && Rules::default().are_for(&[]));
        assert!(Rules::default().take(&"fa_01hzxk3v9mqe5t7c2n8r4w6y0b".parse().unwrap()));
    }

    #[test]
    fn a_discount_goes_by_tier_and_by_who_came_first() {
        let rules = Rules {
            discount: BTreeMap::from([(Tier::Gold, 1200)]),
            later_discount: BTreeMap::from([(Tier::Gold, 500)]),
            ..Rules::default()
        };
        assert_eq!((rules.discount(Tier::Gold, true), rules.discount(Tier::Gold, false)), (1200, 500));
        assert_eq!(rules.discount(Tier::Silver, true), 0);
    }
}
