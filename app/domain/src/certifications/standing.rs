//! Where somebody stands in a certification, what counts towards it, and until when a new certificate is valid.

use super::{CertificationDetails, RenewalMode};
use crate::id::CourseId;
use crate::learning::certificates::{Term, last_day};
use crate::learning::{Certificate, CertificateState};
use crate::time::{Day, Instant};
use serde::{Deserialize, Serialize};

/// The newest pass of a course, with the certificate it made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pass {
    /// When.
    pub at: Instant,
    /// The last day on which the course's certificate is valid; `None` for good.
    pub until: Option<Day>,
}

/// A course on the path as its reader sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// Which course.
    pub course: CourseId,
    /// Its title.
    pub title: String,
    /// Minutes it takes.
    pub minutes: i64,
    /// Whether it is offered to the reader.
    pub offered: bool,
    /// Whether the reader has begun it.
    pub begun: bool,
    /// The reader's newest pass.
    pub pass: Option<Pass>,
}

/// Where somebody stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Standing {
    /// Nothing of the path has been begun.
    NotStarted,
    /// On the way.
    InProgress,
    /// Holds a valid certificate.
    Certified,
    /// Holds a valid one whose renewal window is open.
    Due {
        /// Days it is still valid.
        days: i64,
    },
    /// The last day is over, but it counts a little longer.
    Grace {
        /// Days it still counts.
        days: i64,
    },
    /// Held one that counts no more.
    Expired,
    /// It was taken back.
    Revoked,
}

impl Standing {
    /// Whether the certificate counts: for the level above, and for the organisation.
    pub fn counts(self) -> bool {
        matches!(self, Self::Certified | Self::Due { .. } | Self::Grace { .. })
    }
}

/// Where somebody stands who holds this newest certificate and has come so far on the path.
pub fn standing(items: &[Item], newest: Option<&Certificate>, today: Day) -> Standing {
    match newest.map(|one| one.state(today)) {
        Some(CertificateState::Valid) => Standing::Certified,
        Some(CertificateState::Due { days }) => Standing::Due { days },
        Some(CertificateState::Grace { days }) => Standing::Grace { days },
        Some(CertificateState::Expired) => Standing::Expired,
        Some(CertificateState::Revoked) => Standing::Revoked,
        None if items.iter().any(|item| item.begun || item.pass.is_some()) => Standing::InProgress,
        None => Standing::NotStarted,
    }
}

/// The instant from which passes count towards the next certificate; `None` when any that is valid does. What is renewed
/// needs passes from within its renewal window, what was revoked needs passes from afterwards.
pub fn counts_from(term: &Term, today: Day) -> Option<Instant> {
    if let Some(at) = term.revoked_at {
        return Some(Instant::from_millis(at.millis() + 1));
    }
    match term.state(today) {
        CertificateState::Valid => None,
        _ => term.window_opens().map(Day::start),
    }
}

/// Whether the item counts as done today for somebody who holds this newest certificate.
pub fn is_done(item: &Item, newest: Option<&Certificate>, today: Day) -> bool {
    let from = newest.and_then(|one| counts_from(&one.term, today));
    item.pass.is_some_and(|pass| {
        pass.until.is_none_or(|last| last >= today) && from.is_none_or(|from| pass.at >= from)
    })
}

/// How many courses of the path are needed.
pub fn needed(details: &CertificationDetails, courses: usize) -> usize {
    let courses_needed = usize::try_from(details.needed).unwrap_or(courses);
    if courses_needed == 0 { courses } else { courses_needed.min(courses) }
}

/// Whether the path is complete today.
pub fn is_complete(
    details: &CertificationDetails,
    items: &[Item],
    newest: Option<&Certificate>,
    today: Day,
) -> bool {
    let done = items.iter().filter(|item| is_done(item, newest, today)).count();
    !items.is_empty() && done >= needed(details, items.len())
}

/// Whether a certificate is due to be issued: the path is complete, the level below is held, and no certificate is valid
/// that cannot be renewed yet.
pub fn is_earned(
    details: &CertificationDetails,
    items: &[Item],
    newest: Option<&Certificate>,
    holds_level_below: bool,
    today: Day,
) -> bool {
    standing(items, newest, today) != Standing::Certified
        && (details.level == 1 || holds_level_below)
        && is_complete(details, items, newest, today)
}

/// The item to go on with: the first that is not done and can be taken.
pub fn next<'a>(items: &'a [Item], newest: Option<&Certificate>, today: Day) -> Option<&'a Item> {
    items.iter().find(|item| item.offered && !is_done(item, newest, today))
}

/// The term of a certificate that is issued today after this newest one. One that still counts is followed on from its
/// last day where the certification says so; everything else begins today.
pub fn next_term(details: &CertificationDetails, newest: Option<&Term>, today: Day) -> Term {
    let still_counts = newest.filter(|term| {
        matches!(term.state(today), CertificateState::Due { .. } | CertificateState::Grace { .. })
    });
    let from = match (details.mode, still_counts.and_then(|term| term.expires_on)) {
        (RenewalMode::PreviousExpiry, Some(last)) => last,
        _ => today,
    };
    let expires_on = last_day(from, details.validity_months);
    Term {
        issued_on: today,
        expires_on,
        renew_from: expires_on.map(|last| last.plus_days(-details.window_days)),
        grace_until: expires_on.map(|last| last.plus_days(details.grace_days)),
        revoked_at: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::{CertificateId, PartnerId, PersonId};
    use crate::learning::certificates::Credential;
    use crate::learning::{CertificateNumber, Topic};

    const NOW: Instant = Instant::from_millis(1);

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn details(needed: i64, mode: RenewalMode) -> CertificationDetails {
        CertificationDetails {
            track: Topic::Technical,
            level: 1,
            title: "T".into(),
            summary: "S".into(),
            validity_months: 12,
            window_days: 90,
            grace_days: 30,
            mode,
            needed,
        }
    }

    fn item(n: u8, passed: Option<&str>) -> Item {
        Item {
            course: CourseId::new(NOW, [n; 10]),
            title: n.to_string(),
            minutes: 10,
            offered: true,
            begun: passed.is_some(),
            pass: passed.map(|on| Pass { at: day(on).start(), until: None }),
        }
    }

    /// A certificate of 2026 with a window of 90 days and a grace of 30.
    fn held() -> Certificate {
        Certificate {
            id: CertificateId::new(NOW, [1; 10]),
            number: CertificateNumber::new([1; 10]),
            person: PersonId::new(NOW, [1; 10]),
            partner: PartnerId::new(NOW, [1; 10]),
            of: Credential::Course(CourseId::new(NOW, [1; 10])),
            person_name: "N".into(),
            partner_name: "P".into(),
            title: "T".into(),
            term: next_term(&details(0, RenewalMode::Completion), None, day("2026-01-01")),
        }
    }

    #[test]
    fn a_person_goes_through_every_state() {
        let (one, at) = (held(), |on: &str| standing(&[], Some(&held()), day(on)));
        assert_eq!(one.term.expires_on, Some(day("2027-01-01")));
        assert_eq!(standing(&[item(1, None)], None, day("2026-01-01")), Standing::NotStarted);
        assert_eq!(
            standing(&[item(1, None), item(2, Some("2026-01-01"))], None, day("2026-01-01")),
            Standing::InProgress
        );
        assert_eq!(at("2026-10-02"), Standing::Certified);
        assert_eq!(at("2026-10-03"), Standing::Due { days: 90 });
        assert_eq!(at("2027-01-01"), Standing::Due { days: 0 });
        assert_eq!(at("2027-01-02"), Standing::Grace { days: 29 });
        assert_eq!(at("2027-01-31"), Standing::Grace { days: 0 });
        assert_eq!(at("2027-02-01"), Standing::Expired);
        let mut revoked = held();
        revoked.term.revoked_at = Some(day("2026-05-05").start());
        assert_eq!(standing(&[], Some(&revoked), day("2026-05-05")), Standing::Revoked);
        assert!(Standing::Grace { days: 0 }.counts() && !Standing::Expired.counts());
    }

    #[test]
    fn all_or_some_of_the_path_are_needed() {
        let items = [item(1, Some("2026-01-01")), item(2, None), item(3, Some("2026-01-02"))];
        let earned = |needed| {
            is_earned(&details(needed, RenewalMode::Completion), &items, None, false, day("2026-02-01"))
        };
        assert!(!earned(0) && earned(2) && !earned(3));
        // More than there are means all of them.
        assert!(!earned(9));
        assert!(!is_complete(&details(0, RenewalMode::Completion), &[], None, day("2026-02-01")));
    }

    #[test]
    fn a_higher_level_needs_the_one_below() {
        let items = [item(1, Some("2026-01-01"))];
        let second = CertificationDetails { level: 2, ..details(0, RenewalMode::Completion) };
        assert!(!is_earned(&second, &items, None, false, day("2026-02-01")));
        assert!(is_earned(&second, &items, None, true, day("2026-02-01")));
    }

    #[test]
    fn a_pass_whose_certificate_has_ended_does_not_count() {
        let mut old = item(1, Some("2026-01-01"));
        old.pass = old.pass.map(|pass| Pass { until: Some(day("2026-01-31")), ..pass });
        assert!(is_done(&old, None, day("2026-01-31")));
        assert!(!is_done(&old, None, day("2026-02-01")));
    }

    #[test]
    fn a_renewal_takes_passes_from_its_window_only() {
        let one = held();
        let earned = |passed: &str, on: &str| {
            let rules = details(0, RenewalMode::Completion);
            is_earned(&rules, &[item(1, Some(passed))], Some(&one), false, day(on))
        };
        assert!(!earned("2026-09-01", "2026-09-02"), "certified as it is");
        assert!(!earned("2026-10-02", "2026-10-10"), "passed before the window");
        assert!(earned("2026-10-03", "2026-10-10"));
        assert!(earned("2026-10-03", "2027-03-01"), "expired meanwhile");
        assert_eq!(next(&[item(1, Some("2026-10-02"))], Some(&one), day("2026-10-10")).unwrap().title, "1");
    }

    #[test]
    fn what_was_revoked_needs_passes_from_afterwards() {
        let mut one = held();
        one.term.revoked_at = Some(day("2026-05-05").start());
        let rules = details(0, RenewalMode::PreviousExpiry);
        let earned =
            |passed: &str| is_earned(&rules, &[item(1, Some(passed))], Some(&one), false, day("2026-06-01"));
        assert!(!earned("2026-05-05") && earned("2026-05-06"));
        let term = next_term(&rules, Some(&one.term), day("2026-06-01"));
        assert_eq!(term.expires_on, Some(day("2027-06-01")));
    }

    #[test]
    fn a_renewal_follows_on_or_begins_today() {
        let (one, early, late) = (held().term, day("2026-11-01"), day("2027-02-01"));
        let ends = |mode, on| next_term(&details(0, mode), Some(&one), on).expires_on;
        assert_eq!(ends(RenewalMode::PreviousExpiry, early), Some(day("2028-01-01")));
        assert_eq!(ends(RenewalMode::PreviousExpiry, day("2027-01-15")), Some(day("2028-01-01")));
        assert_eq!(ends(RenewalMode::Completion, early), Some(day("2027-11-01")));
        // Nothing is left to follow on.
        assert_eq!(ends(RenewalMode::PreviousExpiry, late), Some(day("2028-02-01")));
        let for_good = CertificationDetails { validity_months: 0, ..details(0, RenewalMode::PreviousExpiry) };
        let term = next_term(&for_good, None, early);
        assert_eq!((term.expires_on, term.renew_from, term.grace_until), (None, None, None));
    }
}
