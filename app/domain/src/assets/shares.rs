//! Links by which somebody outside gets one asset: for how long, how often, and behind which password.

use crate::form::{Fault, Faults};
use crate::id::ShareId;
use crate::text;
use crate::time::Instant;
use serde::{Deserialize, Serialize};

/// Days that a link is good for, unless another number is said.
pub const SHARE_DAYS: i64 = 30;
/// How often the file of a link can be taken at most, where a number is said.
pub const TAKES_MOST: i64 = 10_000;
/// Characters a link's password needs and may have.
pub const SHARE_PASSWORD: (u32, u32) = (8, 200);

/// The form for a link.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ShareForm {
    /// The asset.
    pub asset: String,
    /// Days that the link is good for.
    pub days: String,
    /// How often the file may be taken; empty for as often as anybody likes.
    pub takes: String,
    /// What has to be known beside the link; empty for nothing.
    pub password: String,
    /// Whether it is the copy with the own brand on it.
    pub branded: String,
}

/// A link to be made, checked.
#[derive(Clone, PartialEq, Eq)]
pub struct NewShare {
    /// Days that it is good for.
    pub days: i64,
    /// How often the file may be taken.
    pub takes: Option<i64>,
    /// What has to be known beside the link.
    pub password: Option<String>,
    /// Whether it is the copy with the own brand on it.
    pub branded: bool,
}

impl std::fmt::Debug for NewShare {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NewShare")
            .field("days", &self.days)
            .field("takes", &self.takes)
            .finish_non_exhaustive()
    }
}

impl ShareForm {
    /// Checks the form; no link is good for more than `days_most` days.
    pub fn check(&self, days_most: i64) -> Result<NewShare, Faults> {
        let mut faults = Faults::new();
        let days = faults.keep("days", text::number(&self.days, 1, days_most));
        let takes = match self.takes.trim() {
            "" => Some(None),
            takes => faults.keep("takes", text::number(takes, 1, TAKES_MOST)).map(Some),
        };
        let password = faults.keep("password", password(&self.password));
        let made = match (days, takes, password) {
            (Some(days), Some(takes), Some(password)) => {
                Some(NewShare { days, takes, password, branded: self.branded == "true" })
            }
            _ => None,
        };
        faults.or(made)
    }
}

fn password(typed: &str) -> Result<Option<String>, Fault> {
    let (least, most) = SHARE_PASSWORD;
    match typed.chars().count() as u64 {
        0 => Ok(None),
        length if length < u64::from(least) => Err(Fault::TooShort { least }),
        length if length > u64::from(most) => Err(Fault::TooLong { most }),
        _ => Ok(Some(typed.to_owned())),
    }
}

/// How a link stands by itself, whatever has become of its asset.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ShareState {
    /// Good until then.
    Open,
    /// Taken back.
    Revoked,
    /// Its days are over.
    Expired,
    /// Taken as often as it may be.
    UsedUp,
}

/// A link as its maker sees it; its secret is known to nobody but those who were given it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Share {
    /// Which.
    pub id: ShareId,
    /// Until when it is good.
    pub expires_at: Instant,
    /// When it was taken back.
    pub revoked_at: Option<Instant>,
    /// How often the file may be taken.
    pub takes_most: Option<i64>,
    /// How often it was.
    pub takes: i64,
}

impl Share {
    /// How it stands now.
    pub fn state(&self, now: Instant) -> ShareState {
        if self.revoked_at.is_some() {
            ShareState::Revoked
        } else if self.expires_at <= now {
            ShareState::Expired
        } else if self.takes_most.is_some_and(|most| most <= self.takes) {
            ShareState::UsedUp
        } else {
            ShareState::Open
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_good_for_some_days_and_no_more_than_the_portal_allows() {
        let form = |days: &str| ShareForm { days: days.into(), ..ShareForm::default() };
        assert_eq!(form("30").check(90).unwrap().days, 30);
        for bad in ["", "0", "-1", "91", "for ever"] {
            assert!(form(bad).check(90).unwrap_err().on("days").is_some(), "{bad}");
        }
    }

    #[test]
    fn a_password_is_long_enough_or_none() {
        let form = |password: &str| ShareForm {
            days: "1".into(),
            password: password.into(),
            ..ShareForm::default()
        };
        assert_eq!(form("").check(9).unwrap().password, None);
        assert!(form("short").check(9).unwrap_err().on("password").is_some());
        let whole = form("long enough ");
        assert_eq!(whole.check(9).unwrap().password.as_deref(), Some("long enough "), "spaces count");
        assert!(!format!("{:?}", whole.check(9).unwrap()).contains("enough"), "and no log says it");
    }

    #[test]
    fn a_link_ends_by_its_time_its_takes_or_its_maker() {
        let now = Instant::from_millis(1_000);
        let open = Share {
            id: ShareId::new(now, [1; 10]),
            expires_at: Instant::from_millis(1_001),
            revoked_at: None,
            takes_most: Some(2),
            takes: 1,
        };
        assert_eq!(open.state(now), ShareState::Open);
        assert_eq!(Share { expires_at: now, ..open.clone() }.state(now), ShareState::Expired);
        assert_eq!(Share { takes: 2, ..open.clone() }.state(now), ShareState::UsedUp);
        assert_eq!(Share { revoked_at: Some(now), takes: 2, ..open }.state(now), ShareState::Revoked);
    }
}
