//! A programme as a channel manager types it.

use super::{
    Asked, CAP_MOST, DECISION_DAYS_MOST, LEAD_DAYS_MOST, NAME_MOST, OWN_MOST, OwnField, Programme,
    RegionCalendar, Rules, Silence, StepTyped, regions, step_form,
};
use crate::deals::{EVIDENCE_MOST, EvidenceKind, Protection};
use crate::form::{Fault, Faults};
use crate::money::Money;
use crate::partners::{PartnerType, Region, Tier};
use crate::text;
use crate::time::Day;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The highest discount: all of it, in hundredths of a percent.
const WHOLE: i64 = 10_000;

/// A programme as it is typed: its name, and the next version of its rules.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ProgrammeForm {
    /// The programme; empty for a new one.
    pub id: String,
    /// The version that was read.
    pub version: String,
    /// What partners read.
    pub name: String,
    /// `true` when deals can be registered under it.
    pub active: String,
    /// The first day on which they count.
    pub effective_on: String,
    /// Types of partners.
    pub types: Vec<String>,
    /// Families.
    pub families: Vec<String>,
    /// Whether the customer's domain is asked for.
    pub domain: String,
    /// Whether the contact's role is asked for.
    pub role: String,
    /// Whether the need is asked for.
    pub need: String,
    /// Labels of own fields, one a line; one that ends in a star has to be filled.
    pub own: String,
    /// Files of evidence.
    pub evidence: String,
    /// Of them, so many of a kind, by the order of the kinds.
    pub evidence_kinds: Vec<String>,
    /// The least that a deal is worth; may be empty.
    pub least: String,
    /// ISO 4217.
    pub currency: String,
    /// Days to the close.
    pub lead_days: String,
    /// Days that an approval protects.
    pub protection_days: String,
    /// Days that an extension adds.
    pub extension_days: String,
    /// Registrations at once; empty or 0 for any number.
    pub cap: String,
    /// Working days for an answer.
    pub decision_days: String,
    /// IANA time zone; may be empty.
    pub zone: String,
    /// Days, one a line.
    pub holidays: String,
    /// Time zones of regions, by their order; may be empty.
    pub region_zones: Vec<String>,
    /// Days of regions, by their order, one a line; may be empty.
    pub region_holidays: Vec<String>,
    /// Steps of an approval; those without a name are none.
    pub steps: Vec<StepTyped>,
    /// `true` when one person may decide several steps.
    pub same_person: String,
    /// What silence does.
    pub silence: String,
    /// Percent for who came first, by the order of the tiers.
    pub discount: Vec<String>,
    /// Percent for who came later, by the order of the tiers.
    pub later: Vec<String>,
}

/// A checked programme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewProgramme {
    /// What partners read.
    pub name: String,
    /// Whether deals can be registered under it.
    pub active: bool,
    /// The first day on which the rules count.
    pub effective_on: Day,
    /// The rules.
    pub rules: Rules,
}

impl ProgrammeForm {
    /// Checks it on this day: rules never count for what is past.
    pub fn check(&self, today: Day) -> Result<NewProgramme, Faults> {
        let mut faults = Faults::new();
        let name = faults.take("name", text::line(&self.name, NAME_MOST));
        let effective_on = faults.keep("effective_on", text::coming_day(&self.effective_on, today));
        let rules = self.rules(&mut faults);
        let made = effective_on.zip(rules).map(|(effective_on, rules)| NewProgramme {
            name,
            active: self.active == "true",
            effective_on,
            rules,
        });
        faults.or(made)
    }

    /// The form of what there is, its next version from this day on.
    pub fn of(programme: &Programme, today: Day) -> Self {
        Self {
            id: programme.id.to_string(),
            version: programme.version.to_string(),
            name: programme.name.clone(),
            active: if programme.active { "true".into() } else { String::new() },
            ..Self::of_rules(&programme.rules.rules, programme.rules.effective_on.max(today))
        }
    }

    /// The form of a new one.
    pub fn empty(today: Day) -> Self {
        Self { active: "true".into(), ..Self::of_rules(&Rules::default(), today) }
    }

    /// The form of these rules, without a name.
    pub fn of_rules(rules: &Rules, effective_on: Day) -> Self {
        let words = |all: &[OwnField]| {
            let line = |one: &OwnField| match one.asked {
                Asked::Required => format!("{}*", one.label),
                _ => one.label.clone(),
            };
            all.iter().map(line).collect::<Vec<_>>().join("\n")
        };
        let percents = |table: &BTreeMap<Tier, u16>| {
            Tier::ALL.iter().map(|tier| table.get(tier).copied().map_or_else(String::new, percent)).collect()
        };
        let of_regions = |part: &dyn Fn(&RegionCalendar) -> String| {
            Region::ALL
                .iter()
                .map(|region| rules.calendars.get(region).map(part).unwrap_or_default())
                .collect()
        };
        Self {
            effective_on: effective_on.to_string(),
            types: rules.types.iter().map(ToString::to_string).collect(),
            families: rules.families.iter().map(ToString::to_string).collect(),
            domain: rules.domain.to_string(),
            role: rules.role.to_string(),
            need: rules.need.to_string(),
            own: words(&rules.own),
            evidence: rules.evidence.to_string(),
            evidence_kinds: EvidenceKind::ALL
                .iter()
                .map(|kind| rules.evidence_kinds.get(kind).map_or_else(String::new, ToString::to_string))
                .collect(),
            least: rules.least.as_ref().map(Money::plain).unwrap_or_default(),
            currency: rules.least.as_ref().map_or_else(|| "EUR".into(), |least| least.currency.clone()),
            lead_days: rules.lead_days.to_string(),
            protection_days: rules.window.days().to_string(),
            extension_days: rules.extension_days.to_string(),
            cap: rules.cap.to_string(),
            decision_days: rules.decision_days.to_string(),
            zone: rules.zone.clone(),
            holidays: regions::lines(&rules.holidays),
            region_zones: of_regions(&|calendar| calendar.zone.clone()),
            region_holidays: of_regions(&|calendar| regions::lines(&calendar.holidays)),
            steps: rules.steps.iter().map(StepTyped::of).collect(),
            same_person: if rules.same_person { "true".into() } else { String::new() },
            silence: rules.silence.to_string(),
            discount: percents(&rules.discount),
            later: percents(&rules.later_discount),
            ..Self::default()
        }
    }

    fn rules(&self, faults: &mut Faults) -> Option<Rules> {
        let types = faults.keep("types", chosen::<PartnerType>(&self.types));
        let families = faults.keep("families", chosen(&self.families));
        let asked = |faults: &mut Faults, field: &str, word: &str| {
            faults.keep(field, word.parse::<Asked>().map_err(|_| Fault::Unknown))
        };
        let (domain, role) = (asked(faults, "domain", &self.domain), asked(faults, "role", &self.role));
        let need = asked(faults, "need", &self.need);
        let own = faults.take("own", self.own());
        let most_files = u16::try_from(EVIDENCE_MOST).unwrap_or(u16::MAX);
        let evidence = faults.take("evidence", number(&self.evidence, 0, most_files));
        let evidence_kinds = faults.take("evidence_kinds", kinds(&self.evidence_kinds, most_files));
        let least = faults.take("least", step_form::amount(&self.least, &self.currency));
        let lead_days = faults.take("lead_days", number(&self.lead_days, 0, LEAD_DAYS_MOST));
        let longest = Protection::LONGEST_DAYS;
        let window = faults
            .keep("protection_days", number(&self.protection_days, 1, longest))
            .and_then(Protection::of_days);
        let extension_days = faults.take("extension_days", number(&self.extension_days, 1, longest));
        let cap = faults.take("cap", number(&self.cap, 0, CAP_MOST));
        let decision_days = faults.take("decision_days", number(&self.decision_days, 1, DECISION_DAYS_MOST));
        let zone = faults.take("zone", text::optional_line(&self.zone, NAME_MOST));
        let holidays = faults.take("holidays", regions::holidays(&self.holidays));
        let calendars = regions::calendars(&self.region_zones, &self.region_holidays, faults);
        let steps = step_form::steps(&self.steps, faults);
        let silence = faults.keep("silence", self.silence.parse::<Silence>().map_err(|_| Fault::Unknown));
        let discount = faults.take("discount", table(&self.discount));
        let later_discount = faults.take("later", table(&self.later));
        Some(Rules {
            types: types?,
            families: families?,
            domain: domain?,
            role: role?,
            need: need?,
            own,
            evidence,
            evidence_kinds,
            least,
            lead_days,
            window: window?,
            extension_days,
            cap,
            decision_days,
            zone,
            holidays,
            calendars,
            steps,
            same_person: self.same_person == "true",
            silence: silence?,
            discount,
            later_discount,
        })
    }

    fn own(&self) -> Result<Vec<OwnField>, Fault> {
        let lines = self.own.lines().map(str::trim).filter(|line| !line.is_empty());
        let own: Result<Vec<OwnField>, Fault> = lines
            .map(|line| {
                let (label, asked) = match line.strip_suffix('*') {
                    Some(label) => (label, Asked::Required),
                    None => (line, Asked::Optional),
                };
                Ok(OwnField { label: text::line(label, NAME_MOST)?, asked })
            })
            .collect();
        own.and_then(|own| {
            if own.len() > OWN_MOST { Err(Fault::TooMany { most: OWN_MOST as u32 }) } else { Ok(own) }
        })
    }
}

pub(super) fn chosen<T: std::str::FromStr + Ord>(words: &[String]) -> Result<Vec<T>, Fault> {
    let mut all: Vec<T> = words
        .iter()
        .filter(|word| !word.is_empty())
        .map(|word| word.parse())
        .collect::<Result<_, _>>()
        .map_err(|_| Fault::Unknown)?;
    all.sort();
    all.dedup();
    Ok(all)
}

/// A whole number; nothing typed is the least.
pub(super) fn number(text: &str, least: u16, most: u16) -> Result<u16, Fault> {
    if text.trim().is_empty() {
        return Ok(least);
    }
    let number = text::number(text, least.into(), most.into())?;
    u16::try_from(number).map_err(|_| Fault::NotANumber { least: least.into(), most: most.into() })
}

/// Numbers of files by kind; nothing typed is none.
fn kinds(numbers: &[String], most: u16) -> Result<BTreeMap<EvidenceKind, u16>, Fault> {
    let typed = EvidenceKind::ALL.iter().zip(numbers);
    let all = typed.map(|(kind, text)| number(text, 0, most).map(|number| (*kind, number)));
    let all = all.filter(|one| !matches!(one, Ok((_, 0)))).collect::<Result<BTreeMap<_, _>, _>>()?;
    // More than may lie beside a deal could never be handed in.
    if all.values().sum::<u16>() > most { Err(Fault::TooMany { most: most.into() }) } else { Ok(all) }
}

/// Percents by tier, with up to two places; nothing typed is none.
fn table(percents: &[String]) -> Result<BTreeMap<Tier, u16>, Fault> {
    let wrong = || Fault::NotANumber { least: 0, most: WHOLE / 100 };
    let typed = Tier::ALL.iter().zip(percents).filter(|(_, text)| !text.trim().is_empty());
    typed
        .map(|(tier, text)| {
            let text = text.trim().trim_end_matches('%').trim_end();
            let (whole, places) = text.split_once(['.', ',']).unwrap_or((text, ""));
            if places.len() > 2 || !places.bytes().all(|byte| byte.is_ascii_digit()) {
                return Err(wrong());
            }
            let whole: u16 = whole.parse().map_err(|_| wrong())?;
            let places: u16 = format!("{places:0<2}").parse().map_err(|_| wrong())?;
            let hundredths = u32::from(whole) * 100 + u32::from(places);
            let hundredths = u16::try_from(hundredths).map_err(|_| wrong())?;
            if i64::from(hundredths) > WHOLE { Err(wrong()) } else { Ok((*tier, hundredths)) }
        })
        .filter(|one| !matches!(one, Ok((_, 0))))
        .collect()
}

/// Hundredths of a percent as percent: `12.5`.
pub fn percent(hundredths: u16) -> String {
    let (whole, places) = (hundredths / 100, hundredths % 100);
    match places {
        0 => whole.to_string(),
        places if places % 10 == 0 => format!("{whole}.{}", places / 10),
        places => format!("{whole}.{places:02}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> Day {
        "2026-11-26".parse().unwrap()
    }

    fn typed() -> ProgrammeForm {
        ProgrammeForm { name: "Resellers".into(), ..ProgrammeForm::empty(today()) }
    }

    #[test]
    fn the_form_of_what_there_is_makes_it_again() {
        let mut form = typed();
        form.own = "Tender number*\nProject".into();
        form.discount = vec!["5".into(), String::new(), "12.5".into(), "20 %".into()];
        form.least = "1,000".into();
        form.holidays = "2026-12-25\n2026-12-24 2026-12-25".into();
        form.evidence_kinds = vec!["1".into(), String::new(), "0".into(), "2".into()];
        form.region_zones = vec![String::new(), "America/New_York".into()];
        form.region_holidays = vec![String::new(), String::new(), "2026-12-31".into()];
        form.same_person = "true".into();
        let first = StepTyped { name: "Fit".into(), from: "50,000".into(), ..StepTyped::empty(1) };
        let last = StepTyped {
            name: "Price".into(),
            public_name: "Commercial check".into(),
            decided_by: "named".into(),
            people: vec!["pe_01hzxk3v9mqe5t7c2n8r4w6y0b".into()],
            regions: vec!["emea".into()],
            ..StepTyped::empty(2)
        };
        form.steps = vec![StepTyped::empty(1), first, StepTyped::empty(2), last];
        let new = form.check(today()).unwrap();
        assert_eq!(new.rules.own[0], OwnField { label: "Tender number".into(), asked: Asked::Required });
        assert_eq!(
            new.rules.discount,
            BTreeMap::from([(Tier::Registered, 500), (Tier::Gold, 1250), (Tier::Platinum, 2000)])
        );
        assert_eq!(new.rules.holidays.len(), 2);
        assert_eq!(
            new.rules.evidence_kinds,
            BTreeMap::from([(EvidenceKind::CustomerMail, 1), (EvidenceKind::ProofOfConcept, 2)])
        );
        let regions: Vec<_> = new.rules.calendars.keys().copied().collect();
        assert_eq!(regions, [Region::Americas, Region::AsiaPacific]);
        let names: Vec<_> = new.rules.steps.iter().map(|step| step.name.as_str()).collect();
        assert_eq!(names, ["Fit", "Price"], "without a name it is no step");
        assert_eq!(new.rules.steps[0].from, Some(Money { minor: 5_000_000, currency: "EUR".into() }));
        assert!(new.rules.same_person);
        assert_eq!(new.rules.least, Some(Money { minor: 100_000, currency: "EUR".into() }));
        let again = ProgrammeForm {
            name: form.name,
            active: form.active,
            ..ProgrammeForm::of_rules(&new.rules, today())
        };
        assert_eq!(again.check(today()).unwrap(), new);
    }

    #[test]
    fn an_empty_form_is_the_usual_rules() {
        let new = typed().check(today()).unwrap();
        assert_eq!(new.rules, Rules::default());
        assert!(new.active);
    }

    #[test]
    fn what_nobody_can_mean_is_told_by_its_field() {
        let mut form = ProgrammeForm { name: " ".into(), ..typed() };
        form = ProgrammeForm {
            effective_on: "2026-11-25".into(),
            types: vec!["friend".into()],
            families: vec!["nonsense".into()],
            domain: "perhaps".into(),
            own: "x\n".repeat(9),
            evidence: "11".into(),
            least: "a lot".into(),
            protection_days: "0".into(),
            cap: "-1".into(),
            decision_days: "21".into(),
            holidays: "Christmas".into(),
            silence: "sleep".into(),
            discount: vec!["101".into()],
            later: vec!["1.234".into()],
            evidence_kinds: vec!["6".into(), "5".into()],
            region_holidays: vec![String::new(), "Carnival".into()],
            steps: vec![
                StepTyped { name: "Ok".into(), ..StepTyped::empty(1) },
                StepTyped {
                    name: "Wrong".into(),
                    meaning: "mood".into(),
                    turn: "10".into(),
                    decided_by: "named".into(),
                    from: "much".into(),
                    regions: vec!["moon".into()],
                    ..StepTyped::empty(1)
                },
            ],
            ..form
        };
        let faults = form.check(today()).unwrap_err();
        for field in [
            "name",
            "effective_on",
            "types",
            "families",
            "domain",
            "own",
            "evidence",
            "least",
            "protection_days",
            "cap",
            "decision_days",
            "holidays",
            "silence",
            "discount",
            "later",
            "evidence_kinds",
            "region_holidays[1]",
            "steps[1][meaning]",
            "steps[1][turn]",
            "steps[1][people]",
            "steps[1][from]",
            "steps[1][regions]",
        ] {
            assert!(faults.on(field).is_some(), "{field}");
        }
    }

    #[test]
    fn percents_are_said_as_people_write_them() {
        for (hundredths, said) in [(1250, "12.5"), (1200, "12"), (1205, "12.05"), (0, "0")] {
            assert_eq!(percent(hundredths), said);
        }
    }
}
