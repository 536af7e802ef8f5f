//! The install base: what of the vendor's a customer has, since when, and when it has to be renewed.

use crate::form::{Fault, Faults};
use crate::id::{AccountId, FamilyId, InstallId, PartnerId};
use crate::time::Day;
use crate::{partners, text};
use serde::{Deserialize, Serialize};

/// The largest quantity of one line.
pub const QUANTITY_MOST: i64 = 10_000_000;
/// Characters that a note may have.
pub const INSTALL_NOTE_MOST: u32 = 200;
/// How many days ahead renewals are looked at, as filters offer it.
pub const RENEWAL_DAYS: [i64; 3] = [30, 60, 90];

/// A line of the install base.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Install {
    /// Which.
    pub id: InstallId,
    /// Of which family, and its name.
    pub family: (FamilyId, String),
    /// How many.
    pub quantity: i64,
    /// Since when.
    pub since: Day,
    /// When it has to be renewed, if ever.
    pub renews: Option<Day>,
    /// What else is to be said.
    pub note: String,
    /// Counts changes.
    pub version: i64,
}

/// A renewal that comes up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Renewal {
    /// Of which line.
    pub id: InstallId,
    /// Whose, and their name.
    pub account: (AccountId, String),
    /// Of which family.
    pub family: String,
    /// How many.
    pub quantity: i64,
    /// When.
    pub renews: Day,
    /// The partner of record for the family as of today, and their name.
    pub partner: Option<(PartnerId, String)>,
}

/// The form for a line.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct InstallForm {
    /// The account.
    pub id: String,
    /// The line; empty for a new one.
    pub install: String,
    /// The version that the form was made from.
    pub version: String,
    /// Tells one sending from the next.
    pub key: String,
    /// The family.
    pub family: String,
    /// How many.
    pub quantity: String,
    /// Since when.
    pub since_on: String,
    /// When it has to be renewed, or nothing.
    pub renews_on: String,
    /// What else is to be said.
    pub remark: String,
}

/// A checked line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NewInstall {
    /// Of which family.
    pub family: FamilyId,
    /// How many.
    pub quantity: i64,
    /// Since when.
    pub since: Day,
    /// When it has to be renewed, if ever.
    pub renews: Option<Day>,
    /// What else is to be said.
    pub note: String,
}

impl InstallForm {
    /// Checks the form.
    ///
    /// # Errors
    ///
    /// Every fault of it.
    pub fn check(&self) -> Result<NewInstall, Faults> {
        let mut faults = Faults::new();
        let family =
            faults.keep("family", partners::optional(&self.family).and_then(|id| id.ok_or(Fault::Missing)));
        let quantity = faults.keep("quantity", text::number(&self.quantity, 1, QUANTITY_MOST));
        let since = faults.keep("since_on", text::day(&self.since_on));
        let renews = faults.take("renews_on", text::optional_day(&self.renews_on));
        if let (Some(since), Some(renews)) = (since, renews)
            && renews <= since
        {
            faults.add("renews_on", Fault::TooEarly);
        }
        let note = faults.take("remark", text::optional_line(&self.remark, INSTALL_NOTE_MOST));
        let all = family.zip(quantity).zip(since);
        faults.or(all.map(|((family, quantity), since)| NewInstall { family, quantity, since, renews, note }))
    }
}

/// The last day of the renewals that a filter asks for, and the first: all that come up, those of so many days, or those whose day has
/// passed.
pub fn renewals_between(filter: &str, today: Day) -> (Option<Day>, Option<Day>) {
    match filter {
        "over" => (None, Some(today.plus_days(-1))),
        days => match days.parse::<i64>().ok().filter(|days| RENEWAL_DAYS.contains(days)) {
            Some(days) => (Some(today), Some(today.plus_days(days))),
            None => (Some(today), None),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_needs_a_family_a_quantity_and_a_day() {
        let faults = InstallForm { quantity: "0".into(), ..InstallForm::default() }.check().unwrap_err();
        let fields: Vec<&str> = faults.iter().map(|(field, _)| field).collect();
        assert_eq!(fields, ["family", "quantity", "since_on"]);
        let form = InstallForm {
            since_on: "2026-01-01".into(),
            renews_on: "2026-01-01".into(),
            ..InstallForm::default()
        };
        assert_eq!(form.check().unwrap_err().on("renews_on"), Some(&Fault::TooEarly));
    }

    #[test]
    fn renewals_are_asked_for_by_days_ahead_or_as_passed() {
        let today: Day = "2026-11-24".parse().unwrap();
        assert_eq!(renewals_between("", today), (Some(today), None));
        assert_eq!(renewals_between("30", today), (Some(today), Some(today.plus_days(30))));
        assert_eq!(renewals_between("31", today), (Some(today), None), "no filter offers it");
        assert_eq!(renewals_between("over", today), (None, Some(today.plus_days(-1))));
    }
}
