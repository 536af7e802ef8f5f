//! What passing a course is worth: a certificate with a number that anybody can verify.

use super::quiz::RENEWAL_DAYS;
use crate::access::{Profile, Role};
use crate::id::{CertificateId, CertificationId, CourseId, PartnerId, PersonId, Random};
use crate::time::{Day, Instant};
use serde::{Deserialize, Serialize};

/// Crockford's base 32: no I, L, O and U, so that a number can be read aloud and typed
/// (<https://www.crockford.com/base32.html>).
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Signs of a number: 80 bits.
const SIGNS: usize = 16;

/// The number on a certificate: 80 random bits as `XXXX-XXXX-XXXX-XXXX`, so that none can be guessed from another.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct CertificateNumber(String);

/// The text is not a certificate number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a certificate number")]
pub struct BadNumber;

impl CertificateNumber {
    /// The number made from these random bits.
    pub fn new(random: Random) -> Self {
        let bits = random.iter().fold(0_u128, |bits, byte| (bits << 8) | u128::from(*byte));
        let signs = (0..SIGNS).map(|i| ALPHABET[((bits >> (75 - 5 * i)) & 31) as usize] as char);
        Self(grouped(signs))
    }

    /// The number as it is printed and kept.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn grouped(signs: impl Iterator<Item = char>) -> String {
    let mut text = String::with_capacity(SIGNS + 3);
    for (i, sign) in signs.enumerate() {
        if i > 0 && i.is_multiple_of(4) {
            text.push('-');
        }
        text.push(sign);
    }
    text
}

impl std::fmt::Display for CertificateNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::str::FromStr for CertificateNumber {
    type Err = BadNumber;

    /// Forgives what people do when they copy a number: small letters, missing or other separators, O for 0, I and L
    /// for 1.
    fn from_str(text: &str) -> Result<Self, BadNumber> {
        let mut signs = Vec::with_capacity(SIGNS);
        for sign in text.chars().filter(|c| !matches!(c, '-' | ' ' | '\u{2010}'..='\u{2014}')) {
            let sign = match sign.to_ascii_uppercase() {
                'O' => '0',
                'I' | 'L' => '1',
                other => other,
            };
            if signs.len() == SIGNS || !sign.is_ascii() || !ALPHABET.contains(&(sign as u8)) {
                return Err(BadNumber);
            }
            signs.push(sign);
        }
        if signs.len() == SIGNS { Ok(Self(grouped(signs.into_iter()))) } else { Err(BadNumber) }
    }
}

impl Serialize for CertificateNumber {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for CertificateNumber {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        <std::borrow::Cow<'de, str>>::deserialize(from)?.parse().map_err(serde::de::Error::custom)
    }
}

/// A certificate. Names and title are as they were when it was issued.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Certificate {
    /// Which.
    pub id: CertificateId,
    /// What is printed and looked up.
    pub number: CertificateNumber,
    /// Whose.
    pub person: PersonId,
    /// Of which organisation.
    pub partner: PartnerId,
    /// For what.
    pub of: Credential,
    /// The person's name.
    pub person_name: String,
    /// The organisation's name.
    pub partner_name: String,
    /// The title of what it is for.
    pub title: String,
    /// From when until when it is valid.
    pub term: Term,
}

/// What a certificate is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Credential {
    /// A course that was passed.
    Course(CourseId),
    /// A certification whose path was completed.
    Certification(CertificationId),
}

impl Credential {
    /// The page that one earns or renews it on.
    pub fn path(&self) -> String {
        match self {
            Self::Course(id) => format!("/learning/{id}"),
            Self::Certification(id) => format!("/certifications/{id}"),
        }
    }
}

/// From when until when a certificate is valid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Term {
    /// The day on which it was earned.
    pub issued_on: Day,
    /// The last day on which it is valid; `None` for good.
    pub expires_on: Option<Day>,
    /// The day from which it can be renewed; `None` for [`RENEWAL_DAYS`] before the last one.
    pub renew_from: Option<Day>,
    /// The last day on which it counts although it is not valid any more; `None` without grace.
    pub grace_until: Option<Day>,
    /// When it was taken back.
    pub revoked_at: Option<Instant>,
}

impl Term {
    /// What a certificate of this term is worth on this day.
    pub fn state(&self, today: Day) -> CertificateState {
        if self.revoked_at.is_some() {
            return CertificateState::Revoked;
        }
        let Some(last) = self.expires_on else { return CertificateState::Valid };
        let days = last.since(today);
        if days < 0 {
            let grace = self.grace_until.map(|until| until.since(today)).filter(|days| *days >= 0);
            return grace.map_or(CertificateState::Expired, |days| CertificateState::Grace { days });
        }
        match self.window_opens() {
            Some(opens) if today >= opens => CertificateState::Due { days },
            _ => CertificateState::Valid,
        }
    }

    /// The day from which it can be renewed; `None` when it is valid for good.
    pub fn window_opens(&self) -> Option<Day> {
        self.renew_from.or_else(|| self.expires_on.map(|last| last.plus_days(-RENEWAL_DAYS)))
    }
}

/// What a certificate is worth on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum CertificateState {
    /// Valid.
    Valid,
    /// Valid, but not for long: time to renew it.
    Due {
        /// Days it is still valid.
        days: i64,
    },
    /// Not valid any more, but it counts a little longer.
    Grace {
        /// Days it still counts.
        days: i64,
    },
    /// Not valid any more.
    Expired,
    /// Taken back.
    Revoked,
}

impl Certificate {
    /// What it is worth on this day.
    pub fn state(&self, today: Day) -> CertificateState {
        self.term.state(today)
    }

    /// Whether this person may open the paper: the owner, whoever administers the owner's organisation, and staff. The
    /// store's scope has to let the row through as well.
    pub fn may_be_opened_by(&self, who: &Profile) -> bool {
        match who.role {
            Role::PartnerAdministrator if who.partner_id() == Some(&self.partner) => true,
            Role::PartnerAdministrator | Role::PartnerUser => who.person == self.person,
            Role::Administrator | Role::ChannelManager | Role::Education => true,
            Role::Approver | Role::Marketing => false,
        }
    }
}

/// The last day of a certificate issued on a day for so many months (0 for good). A month without such a day ends the
/// certificate on the month's last day.
pub fn last_day(issued_on: Day, months: i64) -> Option<Day> {
    let months = u32::try_from(months).ok().filter(|months| *months > 0)?;
    Some(issued_on.plus_months(months))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::Membership;
    use crate::partners::Tier;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn a_number_reads_back_however_it_was_copied() {
        let number = CertificateNumber::new([0x00, 0x44, 0x32, 0x14, 0xc7, 0x42, 0x54, 0xb6, 0x35, 0xcf]);
        assert_eq!(number.as_str(), "0123-4567-89AB-CDEF");
        for copied in
            ["0123456789abcdef", " o123-4567-89AB-cdef ", "OI23 4567 89ab cdef", "0l23–4567–89AB–CDEF"]
        {
            assert_eq!(copied.parse(), Ok(number.clone()), "{copied}");
        }
    }

    #[test]
    fn what_is_not_a_number_is_refused() {
        for bad in [
            "",
            "0123-4567-89AB-CDE",
            "0123-4567-89AB-CDEF0",
            "0123-4567-89AB-CDEU",
            "0123-4567-89AB-CDÉF",
            "../etc",
        ] {
            assert_eq!(bad.parse::<CertificateNumber>(), Err(BadNumber), "{bad}");
        }
    }

    #[test]
    fn validity_ends_where_the_month_ends_and_its_last_day_counts() {
        assert_eq!(last_day(day("2027-08-31"), 6), Some(day("2028-02-29")));
        assert_eq!(last_day(day("2026-11-24"), 0), None);
        let until = |expires_on: Option<Day>| Term {
            issued_on: day("2026-11-24"),
            expires_on,
            renew_from: None,
            grace_until: None,
            revoked_at: None,
        };
        let term = until(Some(day("2027-11-24")));
        assert_eq!(term.state(day("2027-11-24")), CertificateState::Due { days: 0 });
        assert_eq!(term.state(day("2027-11-25")), CertificateState::Expired);
        assert_eq!(term.state(day("2027-09-24")), CertificateState::Valid);
        assert_eq!(until(None).state(day("9999-12-31")), CertificateState::Valid);
    }

    #[test]
    fn the_paper_is_for_the_owner_the_own_administrator_and_staff() {
        let now = Instant::from_millis(1);
        let partner = |n: u8| Membership {
            id: PartnerId::new(now, [n; 10]),
            name: "P".into(),
            tier: Tier::Gold,
            types: vec![],
            has_logo: false,
        };
        let who = |n: u8, role: Role, partner: Option<Membership>| Profile {
            person: PersonId::new(now, [n; 10]),
            name: "N".into(),
            email: "n@x.example".into(),
            role,
            partner,
            language: None,
        };
        let owner = who(1, Role::PartnerUser, Some(partner(1)));
        let certificate = Certificate {
            id: CertificateId::new(now, [1; 10]),
            number: CertificateNumber::new([1; 10]),
            person: owner.person.clone(),
            partner: partner(1).id,
            of: Credential::Course(CourseId::new(now, [1; 10])),
            person_name: "N".into(),
            partner_name: "P".into(),
            title: "C".into(),
            term: Term {
                issued_on: day("2026-11-24"),
                expires_on: None,
                renew_from: None,
                grace_until: None,
                revoked_at: None,
            },
        };
        assert!(certificate.may_be_opened_by(&owner));
        assert!(certificate.may_be_opened_by(&who(2, Role::PartnerAdministrator, Some(partner(1)))));
        assert!(certificate.may_be_opened_by(&who(3, Role::Education, None)));
        assert!(!certificate.may_be_opened_by(&who(4, Role::PartnerUser, Some(partner(1)))));
        assert!(!certificate.may_be_opened_by(&who(5, Role::PartnerAdministrator, Some(partner(2)))));
        assert!(!certificate.may_be_opened_by(&who(6, Role::Approver, None)));
    }
}
