//! Several partners on one deal: who of them found it, sells it, delivers it, and what of the credit each of them gets.
//!
//! The partner that registered a deal is always among them. Shares are whole percents and make a hundred together, so that
//! nothing is credited twice; a part without a share is named, and credited nothing. Credit that is argued about late is argued
//! about for ever: two weeks after a deal was handed in its split is locked, and only an administrator changes it then, with a reason
//! that stays.

use super::State;
use crate::access::Role;
use crate::form::{Fault, Faults};
use crate::id::PartnerId;
use crate::text;
use crate::time::Instant;
use serde::{Deserialize, Serialize};

/// Days after which a split is locked.
pub const SPLIT_LOCK_DAYS: i64 = 14;
/// Parts that a deal may have.
pub const PARTS_MOST: usize = 6;
/// Characters of a reason to change what is locked.
const WHY_MOST: u32 = 500;
/// What all shares make together, in percent.
const WHOLE: i64 = 100;

crate::text_enum! {
    /// What a partner does on a deal.
    pub enum PartRole {
        /// It found the customer, or the need.
        Source = "source",
        /// It spoke for the vendor while others sold.
        Influence = "influence",
        /// It sells to the customer.
        Resell = "resell",
        /// It sells to the one that sells to the customer.
        Distribute = "distribute",
        /// It installs or delivers.
        Implement = "implement",
    }
}

/// What one partner does on a deal, and its share of the credit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Who.
    pub partner: (PartnerId, String),
    /// What it does.
    pub role: PartRole,
    /// Its share in percent.
    pub share: i64,
}

/// A part as it is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NewPart {
    /// Who.
    pub partner: PartnerId,
    /// What it does.
    pub role: PartRole,
    /// Its share in percent.
    pub share: i64,
}

/// A split as it is written; without parts the deal is its partner's alone.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct NewSplit {
    /// The parts.
    pub parts: Vec<NewPart>,
    /// Why what was locked is changed; empty before.
    pub why: String,
}

impl NewSplit {
    /// A deal that its partner sells, and that comes through its distributor.
    pub fn through(seller: &PartnerId, distributor: &PartnerId) -> Self {
        let part = |partner: &PartnerId, role, share| NewPart { partner: partner.clone(), role, share };
        let parts = vec![part(seller, PartRole::Resell, WHOLE), part(distributor, PartRole::Distribute, 0)];
        Self { parts, why: String::new() }
    }
}

/// When the split of a deal that was handed in at this moment is locked.
pub fn split_locked_at(submitted: Instant) -> Instant {
    submitted.plus_days(SPLIT_LOCK_DAYS)
}

/// Whether somebody of this role can write a split now, if it is `locked` by then: an administrator always, nobody where the deal is
/// nothing to share.
pub fn split_is_open(state: State, locked: bool, role: Role) -> bool {
    state.is_shared() && (!locked || role == Role::Administrator)
}

/// A part as it is typed; one without a partner is none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PartTyped {
    /// Who.
    pub partner: String,
    /// What it does.
    pub role: String,
    /// Its share in percent.
    pub share: String,
}

/// A split as it is typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SplitForm {
    /// The deal.
    pub id: String,
    /// The version that was read.
    pub version: String,
    /// Its parts.
    pub parts: Vec<PartTyped>,
    /// Why what is locked is changed.
    pub why: String,
}

impl SplitForm {
    /// Checks a split of a deal that this partner registered; `locked` asks for a reason.
    pub fn check(&self, owner: &PartnerId, locked: bool) -> Result<NewSplit, Faults> {
        let mut faults = Faults::new();
        let mut parts: Vec<NewPart> = Vec::new();
        for (at, typed) in self.parts.iter().enumerate().filter(|(_, part)| !part.partner.is_empty()) {
            let field = |name: &str| format!("parts[{at}][{name}]");
            let partner = faults.keep(&field("partner"), typed.partner.parse().map_err(|_| Fault::Unknown));
            let role = faults.keep(&field("role"), typed.role.parse().map_err(|_| Fault::Unknown));
            let share = faults.keep(&field("share"), share(&typed.share));
            let Some(((partner, role), share)) = partner.zip(role).zip(share) else { continue };
            if parts.iter().any(|other| other.partner == partner && other.role == role) {
                faults.add(field("role"), Fault::Taken);
            }
            parts.push(NewPart { partner, role, share });
        }
        let why = text::optional_line(&self.why, WHY_MOST);
        let why = match faults.take("why", why) {
            why if locked && why.is_empty() && faults.on("why").is_none() => {
                faults.add("why", Fault::Missing);
                why
            }
            why => why,
        };
        if faults.is_empty() && !parts.is_empty() {
            let together = parts.iter().map(|part| part.share).sum();
            if parts.len() > PARTS_MOST {
                faults.add("parts", Fault::TooMany { most: PARTS_MOST as u32 });
            } else if parts.iter().all(|part| part.partner != *owner) {
                faults.add("parts", Fault::WithoutOwner);
            } else if together != WHOLE {
                faults.add("parts", Fault::NotAWhole { together });
            }
        }
        // The whole of it to the one that registered it is what holds without a split.
        if parts.iter().all(|part| part.partner == *owner) && parts.len() == 1 {
            parts.clear();
        }
        faults.or(Some(NewSplit { parts, why }))
    }
}

fn share(typed: &str) -> Result<i64, Fault> {
    let none = Fault::NotANumber { least: 0, most: WHOLE };
    let typed = typed.trim().trim_end_matches(['%', '٪']).trim_end();
    match typed.parse() {
        Ok(share) if (0..=WHOLE).contains(&share) => Ok(share),
        _ => Err(none),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn partner(n: u8) -> PartnerId {
        PartnerId::new(Instant::from_millis(1), [n; 10])
    }

    fn typed(parts: &[(u8, &str, &str)]) -> SplitForm {
        let part = |(n, role, share): &(u8, &str, &str)| PartTyped {
            partner: partner(*n).to_string(),
            role: (*role).into(),
            share: (*share).into(),
        };
        SplitForm { parts: parts.iter().map(part).collect(), ..SplitForm::default() }
    }

    fn refused(form: &SplitForm, field: &str) -> Fault {
        form.check(&partner(1), false).unwrap_err().on(field).cloned().unwrap()
    }

    #[test]
    fn shares_make_a_whole_and_the_one_that_registered_is_among_them() {
        let both = typed(&[(1, "source", "60 %"), (2, "resell", "40"), (3, "distribute", "0")]);
        let split = both.check(&partner(1), false).unwrap();
        assert_eq!(split.parts.iter().map(|part| part.share).collect::<Vec<_>>(), [60, 40, 0]);
        let less = typed(&[(1, "source", "60"), (2, "resell", "30")]);
        assert_eq!(refused(&less, "parts"), Fault::NotAWhole { together: 90 });
        assert_eq!(refused(&typed(&[(2, "resell", "100")]), "parts"), Fault::WithoutOwner);
    }

    #[test]
    fn each_part_is_said_once_and_as_it_can_be() {
        let twice = typed(&[(1, "resell", "50"), (1, "resell", "50")]);
        assert_eq!(refused(&twice, "parts[1][role]"), Fault::Taken);
        assert!(typed(&[(1, "resell", "50"), (1, "implement", "50")]).check(&partner(1), false).is_ok());
        for share in ["", "-1", "101", "half", "1e2", "99999999999999999999"] {
            let fault = refused(&typed(&[(1, "resell", share)]), "parts[0][share]");
            assert_eq!(fault, Fault::NotANumber { least: 0, most: 100 }, "{share}");
        }
        assert_eq!(refused(&typed(&[(1, "boss", "100")]), "parts[0][role]"), Fault::Unknown);
        let many: Vec<_> = (1..8).map(|n| (n, "influence", if n == 1 { "100" } else { "0" })).collect();
        assert_eq!(refused(&typed(&many), "parts"), Fault::TooMany { most: 6 });
    }

    #[test]
    fn what_is_left_empty_is_no_part_and_the_owner_alone_is_no_split() {
        let mut form = typed(&[(1, "resell", "100")]);
        form.parts.push(PartTyped { role: "source".into(), ..PartTyped::default() });
        assert_eq!(form.check(&partner(1), false).unwrap(), NewSplit::default());
        assert_eq!(SplitForm::default().check(&partner(1), false).unwrap(), NewSplit::default());
    }

    #[test]
    fn what_is_locked_is_changed_for_a_reason() {
        let mut form = typed(&[(1, "resell", "50"), (2, "source", "50")]);
        assert_eq!(form.check(&partner(1), true).unwrap_err().on("why"), Some(&Fault::Missing));
        form.why = "Agreed on the phone".into();
        assert_eq!(form.check(&partner(1), true).unwrap().why, "Agreed on the phone");
        assert!(split_is_open(State::Approved, false, Role::ChannelManager));
        assert!(!split_is_open(State::Approved, true, Role::Approver));
        assert!(split_is_open(State::Approved, true, Role::Administrator));
        assert!(!split_is_open(State::Expired, false, Role::Administrator));
        let submitted = Instant::from_millis(0);
        assert_eq!(split_locked_at(submitted), Instant::from_millis(14 * 86_400_000));
    }

    #[test]
    fn through_a_distributor_the_seller_is_credited() {
        let split = NewSplit::through(&partner(1), &partner(2));
        let told: Vec<_> = split.parts.iter().map(|part| (part.role, part.share)).collect();
        assert_eq!(told, [(PartRole::Resell, 100), (PartRole::Distribute, 0)]);
    }
}
