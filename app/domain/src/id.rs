//! Typed identifiers: a prefix that says what it names, then a sortable ULID.
//!
//! Format: `dl_` followed by the 26 characters of a ULID (Crockford base 32, 48 bits of milliseconds, 80 random bits;
//! <https://github.com/ulid/spec>), in lower case. Sorting by id sorts by creation.

use crate::time::Instant;

/// The text of an id is not one of ours.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not an id of this kind")]
pub struct BadId;

const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// Eighty random bits, drawn by whoever makes an id.
pub type Random = [u8; 10];

/// The 26 characters of a ULID.
pub fn ulid(now: Instant, random: Random) -> String {
    let mut bits = (now.millis() as u128) << 80;
    for (i, byte) in random.iter().enumerate() {
        bits |= u128::from(*byte) << (72 - 8 * i);
    }
    (0..26).map(|i| ALPHABET[((bits >> (125 - 5 * i)) & 31) as usize] as char).collect()
}

fn is_ulid(text: &str) -> bool {
    text.len() == 26 && text.bytes().all(|b| ALPHABET.contains(&b)) && text.as_bytes()[0] <= b'7'
}

/// Any of the ids, for those who make them.
pub trait Id: Sized {
    /// A new id made at `now`.
    fn make(now: Instant, random: Random) -> Self;
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident = $prefix:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(String);

        impl $name {
            /// What every id of this kind begins with, without the underscore.
            pub const PREFIX: &'static str = $prefix;

            /// A new id made at `now`.
            pub fn new(now: Instant, random: Random) -> Self {
                Self(format!("{}_{}", $prefix, ulid(now, random)))
            }

            /// The id as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl Id for $name {
            fn make(now: Instant, random: Random) -> Self {
                Self::new(now, random)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl std::str::FromStr for $name {
            type Err = BadId;
            fn from_str(text: &str) -> Result<Self, BadId> {
                let rest = text.strip_prefix(concat!($prefix, "_")).ok_or(BadId)?;
                if is_ulid(rest) { Ok(Self(text.to_owned())) } else { Err(BadId) }
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_str(&self.0)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str>>::deserialize(from)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    )*};
}

ids! {
    /// A person of the vendor or of a partner.
    PersonId = "pe";
    /// A partner organisation.
    PartnerId = "pa";
    /// An invitation link.
    InvitationId = "in";
    /// A stored file.
    FileId = "fi";
    /// A course.
    CourseId = "co";
    /// A lesson of a course.
    LessonId = "le";
    /// A quiz question of a course.
    QuestionId = "qu";
    /// A choice of a question.
    ChoiceId = "ch";
    /// One person's enrolment in a course.
    EnrolmentId = "en";
    /// An attempt at a quiz that was started.
    SittingId = "si";
    /// One attempt at a quiz.
    AttemptId = "at";
    /// A certificate.
    CertificateId = "ce";
    /// Something that somebody is asked to complete.
    AssignmentId = "ag";
    /// A certification that people work towards.
    CertificationId = "cf";
    /// A file on its way in.
    UploadId = "up";
    /// A collateral asset.
    AssetId = "as";
    /// A zone on an asset's page.
    ZoneId = "zo";
    /// A collection of assets.
    CollectionId = "cn";
    /// A link by which somebody outside gets an asset.
    ShareId = "sh";
    /// One taking of a file by such a link.
    ShareTakeId = "st";
    /// A download of an asset.
    DownloadId = "do";
    /// A customer account.
    AccountId = "ac";
    /// A partner's time on record for an account.
    AccountPartnerId = "ap";
    /// A table of accounts or of partners of record that somebody brought.
    AccountImportId = "ai";
    /// A merge of two accounts.
    AccountMergeId = "am";
    /// A line of an account's install base.
    InstallId = "ib";
    /// A product family.
    FamilyId = "fa";
    /// A deal registration.
    DealId = "dl";
    /// An entry in a deal's timeline.
    DealEntryId = "de";
    /// A registration programme.
    ProgrammeId = "pg";
    /// A version of a programme's rules.
    ProgrammeVersionId = "pv";
    /// An announcement.
    AnnouncementId = "an";
    /// A mail.
    MailId = "ma";
    /// A link to a new password.
    PasswordLinkId = "pw";
    /// A view of a list that somebody keeps.
    ViewId = "vi";
    /// A notice to one person.
    NoticeId = "no";
    /// A table that somebody brought.
    ImportId = "im";
    /// Something that was said of a customer account.
    AccountEntryId = "ae";
    /// An audit line.
    AuditId = "au";
    /// An outbox event.
    EventId = "ev";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_reads_back_and_sorts_by_time() {
        let early = DealId::new(Instant::from_millis(1_700_000_000_000), [255; 10]);
        let late = DealId::new(Instant::from_millis(1_700_000_000_001), [0; 10]);
        assert!(early < late);
        assert_eq!(early.as_str().parse(), Ok(early.clone()));
        assert_eq!(early.as_str().len(), 29);
    }

    #[test]
    fn the_reference_ulid_is_reproduced() {
        // Time part of the example in the ULID specification: 01ARYZ6S41.
        assert!(ulid(Instant::from_millis(1_469_918_176_385), [0; 10]).starts_with("01aryz6s41"));
    }

    #[test]
    fn foreign_and_broken_ids_are_refused() {
        let deal = DealId::new(Instant::from_millis(1), [7; 10]);
        assert!(deal.as_str().parse::<AssetId>().is_err());
        for bad in [
            "",
            "dl_",
            "dl_../../etc",
            "dl_zzzzzzzzzzzzzzzzzzzzzzzzzz",
            "dl_é",
            "DL_01aryz6s41tsv4rrffq69g5fav",
        ] {
            assert!(bad.parse::<DealId>().is_err(), "{bad}");
        }
    }
}
