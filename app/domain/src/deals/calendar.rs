//! What a month brings: when protections end, when answers are due, when customers are expected to sign.

use super::Month;
use crate::time::Day;
use serde::{Deserialize, Serialize};

/// Something that a day brings about a deal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Occasion {
    /// The vendor owes an answer.
    AnswerDue,
    /// A protection ends, or has ended.
    ProtectionEnds,
    /// The customer is expected to sign.
    CloseExpected,
}

impl Occasion {
    /// All, in the order in which a day tells them.
    pub const ALL: [Self; 3] = [Self::AnswerDue, Self::ProtectionEnds, Self::CloseExpected];

    /// Whose calendar has it: the vendor's people owe answers, and partners expect to close.
    pub fn is_for(self, partner: bool) -> bool {
        match self {
            Self::AnswerDue => !partner,
            Self::ProtectionEnds => true,
            Self::CloseExpected => partner,
        }
    }
}

/// The months that a calendar can be asked for: those of four digits.
const YEARS: std::ops::RangeInclusive<i64> = 1000..=9998;

impl Month {
    /// The month that is written so: `2026-11` (ISO 8601).
    pub fn read(text: &str) -> Option<Self> {
        let (year, month) = text.split_once('-')?;
        let digits = |text: &str, long: usize| {
            (text.len() == long && text.bytes().all(|b| b.is_ascii_digit()))
                .then(|| text.parse::<i64>().ok())?
        };
        let (year, month) = (digits(year, 4)?, digits(month, 2)?);
        (YEARS.contains(&year) && (1..=12).contains(&month)).then(|| Self::numbered(year * 12 + month - 1))
    }

    /// The next one.
    #[must_use]
    pub const fn later(self) -> Self {
        self.earlier(-1)
    }

    /// Its weeks from Monday on (ISO 8601), with nothing where a day is of another month.
    pub fn weeks(self) -> Vec<[Option<Day>; 7]> {
        let (first, end) = (self.first_day(), self.later().first_day());
        let lead = i64::from(first.weekday());
        let days = end.since(first);
        let of = |place: i64| {
            let at = place - lead;
            (0..days).contains(&at).then(|| first.plus_days(at))
        };
        let weeks = (lead + days + 6) / 7;
        (0..weeks).map(|week| std::array::from_fn(|place| of(week * 7 + place as i64))).collect()
    }
}

impl std::fmt::Display for Month {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}-{:02}", self.number().div_euclid(12), self.number().rem_euclid(12) + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_read_as_it_is_written() {
        let month = Month::read("2026-11").unwrap();
        assert_eq!((month.to_string(), month.later().to_string()), ("2026-11".into(), "2026-12".into()));
        assert_eq!(month.later().later().to_string(), "2027-01");
        for bad in ["", "2026", "2026-13", "2026-00", "26-11", "2026-1", "+026-11", "9999-12", "2026-11-01"] {
            assert_eq!(Month::read(bad), None, "{bad}");
        }
    }

    #[test]
    fn weeks_begin_on_monday_and_have_the_days_of_their_month_only() {
        // November 2026 begins on a Sunday and ends on a Monday: six weeks.
        let weeks = Month::read("2026-11").unwrap().weeks();
        assert_eq!(weeks.len(), 6);
        assert_eq!(weeks[0].iter().flatten().count(), 1);
        assert_eq!(weeks[0][6].unwrap().to_string(), "2026-11-01");
        assert_eq!(weeks[5][0].unwrap().to_string(), "2026-11-30");
        assert_eq!(weeks.iter().flatten().flatten().count(), 30);
        // February 2027 fits into four.
        let february = Month::read("2027-02").unwrap().weeks();
        assert_eq!((february.len(), february[0][0].unwrap().to_string()), (4, "2027-02-01".into()));
    }

    #[test]
    fn answers_are_the_vendors_to_give_and_closes_the_partners_to_expect() {
        let of =
            |partner| Occasion::ALL.into_iter().filter(move |one| one.is_for(partner)).collect::<Vec<_>>();
        assert_eq!(of(false), [Occasion::AnswerDue, Occasion::ProtectionEnds]);
        assert_eq!(of(true), [Occasion::ProtectionEnds, Occasion::CloseExpected]);
    }
}
