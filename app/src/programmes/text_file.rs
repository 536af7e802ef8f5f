//! A programme as one text: TOML that people write by hand, keep beside other configuration and bring to another portal. Families
//! stand there by their names.

mod steps;

use crate::api::ApiError;
use domain::accounts::Family;
use domain::deals::EvidenceKind;
use domain::form::{Fault, Faults};
use domain::id::FamilyId;
use domain::partners::{PartnerType, Region};
use domain::programmes::{
    Asked, NewProgramme, OwnField, Programme, ProgrammeForm, RegionCalendar, Rules, Silence, percent,
};
use domain::time::Day;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use steps::StepText;
use store::StoreError;
use store::people::Decider;

/// Characters that the text of a programme may have.
const TEXT_MOST: usize = 64 * 1024;

/// A programme as its text has it; what is left out is as the usual rules have it.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TextFile {
    name: String,
    #[serde(default = "yes")]
    active: bool,
    /// The first day on which the rules count; the day on which the text is read, where it says none or one that is past.
    effective_on: Option<Day>,
    #[serde(default)]
    types: Vec<PartnerType>,
    /// By their names; none means all.
    #[serde(default)]
    families: Vec<String>,
    #[serde(default)]
    fields: Fields,
    #[serde(default)]
    own: Vec<OwnField>,
    #[serde(default)]
    evidence: u16,
    /// Of them, so many of a kind.
    #[serde(default)]
    evidence_kinds: BTreeMap<EvidenceKind, u16>,
    least: Option<Amount>,
    #[serde(default)]
    lead_days: u16,
    window_days: Option<i64>,
    extension_days: Option<u16>,
    #[serde(default)]
    cap: u16,
    decision_days: Option<u16>,
    #[serde(default)]
    zone: String,
    #[serde(default)]
    holidays: Vec<Day>,
    /// Other calendars, by region.
    #[serde(default)]
    calendars: BTreeMap<Region, RegionCalendar>,
    /// Steps of an approval.
    #[serde(default)]
    steps: Vec<StepText>,
    #[serde(default)]
    same_person: bool,
    silence: Option<Silence>,
    /// Percent by tier.
    #[serde(default)]
    discount: BTreeMap<String, String>,
    #[serde(default)]
    later_discount: BTreeMap<String, String>,
}

/// Which fields of the form are asked for.
#[derive(Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Fields {
    domain: Asked,
    role: Asked,
    need: Asked,
}

impl Default for Fields {
    fn default() -> Self {
        let usual = Rules::default();
        Self { domain: usual.domain, role: usual.role, need: usual.need }
    }
}

/// An amount as people write it.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Amount {
    amount: String,
    currency: String,
}

fn yes() -> bool {
    true
}

impl TextFile {
    /// The text of what there is.
    pub(super) fn of(programme: &Programme, families: &[Family], deciders: &[Decider]) -> Self {
        let rules = &programme.rules.rules;
        let named =
            |id: &FamilyId| families.iter().find(|family| family.id == *id).map(|family| family.name.clone());
        let percents = |table: &BTreeMap<_, u16>| {
            table
                .iter()
                .map(|(tier, hundredths): (&domain::partners::Tier, _)| {
                    (tier.to_string(), percent(*hundredths))
                })
                .collect()
        };
        Self {
            name: programme.name.clone(),
            active: programme.active,
            effective_on: Some(programme.rules.effective_on),
            types: rules.types.clone(),
            families: rules.families.iter().filter_map(named).collect(),
            fields: Fields { domain: rules.domain, role: rules.role, need: rules.need },
            own: rules.own.clone(),
            evidence: rules.evidence,
            evidence_kinds: rules.evidence_kinds.clone(),
            least: rules
                .least
                .as_ref()
                .map(|least| Amount { amount: least.plain(), currency: least.currency.clone() }),
            lead_days: rules.lead_days,
            window_days: Some(rules.window.days()),
            extension_days: Some(rules.extension_days),
            cap: rules.cap,
            decision_days: Some(rules.decision_days),
            zone: rules.zone.clone(),
            holidays: rules.holidays.clone(),
            calendars: rules.calendars.clone(),
            steps: rules.steps.iter().map(|step| StepText::of(step, families, deciders)).collect(),
            same_person: rules.same_person,
            silence: Some(rules.silence),
            discount: percents(&rules.discount),
            later_discount: percents(&rules.later_discount),
        }
    }

    pub(super) fn text(&self) -> Result<String, StoreError> {
        toml::to_string_pretty(self)
            .map_err(|error| StoreError::Corrupt { column: "rules".into(), cause: error.to_string() })
    }

    /// Reads a text by the rules of the form; what is wrong names its line, or its field.
    pub(super) fn read(
        text: &str,
        today: Day,
        families: &[Family],
        deciders: &[Decider],
    ) -> Result<NewProgramme, ApiError> {
        let broken = |reason: String| Faults::of("text", Fault::BadFile { reason });
        if text.len() > TEXT_MOST {
            return Err(Faults::of("text", Fault::TooLong { most: TEXT_MOST as u32 }).into());
        }
        let file: Self = toml::from_str(text).map_err(|error| broken(first_words(&error.to_string())))?;
        let mut rules =
            ProgrammeForm::of_rules(&Rules::default(), file.effective_on.unwrap_or(today).max(today));
        let usual = |given: Option<String>, usual: &mut String| {
            if let Some(given) = given {
                *usual = given;
            }
        };
        rules.types = file.types.iter().map(ToString::to_string).collect();
        rules.families = file
            .families
            .iter()
            .map(|name| {
                families.iter().find(|family| family.name == *name).map(|family| family.id.to_string())
            })
            .collect::<Option<_>>()
            .ok_or_else(|| Faults::of("families", Fault::Unknown))?;
        (rules.domain, rules.role, rules.need) =
            (file.fields.domain.to_string(), file.fields.role.to_string(), file.fields.need.to_string());
        // What stands in rows is typed as the form of just that.
        let rows = Rules {
            own: file.own,
            evidence_kinds: file.evidence_kinds,
            calendars: file.calendars,
            same_person: file.same_person,
            ..Rules::default()
        };
        let rows = ProgrammeForm::of_rules(&rows, today);
        (rules.own, rules.evidence_kinds, rules.same_person) =
            (rows.own, rows.evidence_kinds, rows.same_person);
        (rules.region_zones, rules.region_holidays) = (rows.region_zones, rows.region_holidays);
        for (at, step) in file.steps.into_iter().enumerate() {
            let unknown = |part: &str| Faults::of(format!("steps[{at}][{part}]"), Fault::Unknown);
            rules.steps.push(step.typed(families, deciders).map_err(unknown)?);
        }
        rules.evidence = file.evidence.to_string();
        if let Some(least) = &file.least {
            (rules.least, rules.currency) = (least.amount.clone(), least.currency.clone());
        }
        rules.lead_days = file.lead_days.to_string();
        usual(file.window_days.map(|days| days.to_string()), &mut rules.protection_days);
        usual(file.extension_days.map(|days| days.to_string()), &mut rules.extension_days);
        rules.cap = file.cap.to_string();
        usual(file.decision_days.map(|days| days.to_string()), &mut rules.decision_days);
        rules.zone = file.zone;
        rules.holidays = file.holidays.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
        usual(file.silence.map(|silence| silence.to_string()), &mut rules.silence);
        rules.discount = by_tier(&file.discount).ok_or_else(|| Faults::of("discount", Fault::Unknown))?;
        rules.later = by_tier(&file.later_discount).ok_or_else(|| Faults::of("later", Fault::Unknown))?;
        let active = if file.active { "true".into() } else { String::new() };
        let form = ProgrammeForm { name: file.name, active, ..rules };
        Ok(form.check(today)?)
    }
}

fn by_tier(percents: &BTreeMap<String, String>) -> Option<Vec<String>> {
    let tiers = domain::partners::Tier::ALL;
    if percents.keys().any(|word| tiers.iter().all(|tier| tier.as_str() != word)) {
        return None;
    }
    Some(tiers.iter().map(|tier| percents.get(tier.as_str()).cloned().unwrap_or_default()).collect())
}

/// What a parser says, on one line: where, and what.
fn first_words(error: &str) -> String {
    let lines: Vec<&str> =
        error.lines().map(str::trim).filter(|line| !line.is_empty() && !line.contains('|')).collect();
    lines.join(": ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::deals::Protection;
    use domain::money::Money;

    fn today() -> Day {
        "2026-11-26".parse().unwrap()
    }

    fn families() -> Vec<Family> {
        vec![Family {
            id: "fa_01hzxk3v9mqe5t7c2n8r4w6y0b".parse().unwrap(),
            name: "Storage".into(),
            active: true,
            version: 1,
        }]
    }

    fn deciders() -> Vec<Decider> {
        vec![Decider {
            id: "pe_01hzxk3v9mqe5t7c2n8r4w6y0b".parse().unwrap(),
            name: "Petra".into(),
            email: "petra@vendor.example".into(),
        }]
    }

    #[test]
    fn a_text_says_what_the_form_says_and_comes_out_as_it_went_in() {
        let text = r#"
name = "Resellers"
types = ["reseller"]
families = ["Storage"]
evidence = 1
window_days = 60
zone = "Europe/Berlin"
holidays = ["2026-12-24"]
silence = "approve_clear"

[fields]
domain = "required"

[[own]]
label = "Tender number"
asked = "required"

[least]
amount = "5,000"
currency = "EUR"

[discount]
gold = "12.5"

[evidence_kinds]
customer_mail = 1

[calendars.americas]
zone = "America/New_York"
holidays = ["2026-12-31"]

[[steps]]
name = "Fit"
meaning = "business"

[[steps]]
name = "Price"
public_name = "Commercial check"
meaning = "commercial"
turn = 2
decided_by = "named"
people = ["Petra@vendor.example"]
from = { amount = "50,000", currency = "EUR" }
regions = ["emea"]
families = ["Storage"]
"#;
        let new = TextFile::read(text, today(), &families(), &deciders()).unwrap();
        assert_eq!(new.rules.window, Protection::of_days(60).unwrap());
        assert_eq!(new.rules.least, Some(Money { minor: 500_000, currency: "EUR".into() }));
        assert_eq!(new.rules.decision_days, 2, "what is not said is as usual");
        assert_eq!(new.rules.evidence_kinds, BTreeMap::from([(EvidenceKind::CustomerMail, 1)]));
        assert_eq!(new.rules.calendar(Region::Americas).0, "America/New_York");
        let [fit, price] = new.rules.steps.as_slice() else { panic!("{:?}", new.rules.steps) };
        assert_eq!((fit.turn, price.turn, price.people.len(), price.families.len()), (1, 2, 1, 1));
        let programme = Programme {
            id: "pg_01hzxk3v9mqe5t7c2n8r4w6y0b".parse().unwrap(),
            name: new.name.clone(),
            active: new.active,
            version: 1,
            rules: domain::programmes::RulesVersion {
                id: "pv_01hzxk3v9mqe5t7c2n8r4w6y0b".parse().unwrap(),
                number: 1,
                effective_on: new.effective_on,
                rules: new.rules.clone(),
                made_by: "Carl".into(),
                made_at: today().start(),
            },
        };
        let again = TextFile::of(&programme, &families(), &deciders()).text().unwrap();
        assert_eq!(TextFile::read(&again, today(), &families(), &deciders()).unwrap(), new);
    }

    #[test]
    fn what_is_wrong_in_a_text_is_named() {
        let read = |text: &str| match TextFile::read(text, today(), &families(), &deciders()) {
            Err(ApiError::Invalid(faults)) => faults,
            other => panic!("{other:?}"),
        };
        assert!(read("name = ").on("text").is_some());
        assert!(read("name = \"x\"\nsurprise = 1").on("text").is_some());
        let step = "name = \"x\"\n[[steps]]\nname = \"Fit\"\nmeaning = \"business\"\n";
        assert!(read(&format!("{step}surprise = 1")).on("text").is_some());
        assert!(read(&step.replace("business", "mood")).on("text").is_some());
        assert!(read(&format!("{step}people = [\"x@y.example\"]")).on("steps[0][people]").is_some());
        assert!(read(&format!("{step}turn = 99")).on("steps[0][turn]").is_some());
        assert!(read("name = \"x\"\nwindow_days = 9000").on("protection_days").is_some());
        assert!(read("name = \"x\"\nfamilies = [\"Nothing\"]").on("families").is_some());
        assert!(read("name = \"x\"\n[discount]\nwood = \"1\"").on("discount").is_some());
        assert!(read(&"#".repeat(TEXT_MOST + 1)).on("text").is_some());
    }
}
