//! The forms of those who write certifications: details, steps in the path, and taking a certificate back.

use super::{CertificationDetails, LEVEL_MOST, PATH_MOST, RenewalMode};
use crate::assets::words;
use crate::form::{Fault, Faults};
use crate::id::CourseId;
use crate::learning::{MONTHS_MOST, SUMMARY_MOST, TITLE_MOST, Topic, or_zero};
use crate::partners::{PartnerType, Tier};
use crate::text;
use serde::{Deserialize, Serialize};

/// Days that a renewal window may have.
pub const WINDOW_MOST: i64 = 365;
/// Days of grace.
pub const GRACE_MOST: i64 = 180;
/// Characters that the reason of a revocation may have.
pub const REASON_MOST: u32 = 300;

/// The form for details.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct CertificationForm {
    /// The certification that is changed; empty for a new one.
    pub certification: String,
    /// The version the form was made from.
    pub version: String,
    /// Makes a new one sent twice one.
    pub key: String,
    /// Track.
    pub track: String,
    /// Level.
    pub level: String,
    /// Title.
    pub title: String,
    /// Summary.
    pub summary: String,
    /// Months; empty or 0 means for good.
    pub validity_months: String,
    /// Days before the end.
    pub window_days: String,
    /// Days after the end; empty means none.
    pub grace_days: String,
    /// How a renewal counts.
    pub mode: String,
    /// Courses needed; empty or 0 means all.
    pub needed: String,
    /// Tiers it is for.
    pub tiers: Vec<String>,
    /// Types it is for.
    pub types: Vec<String>,
}

/// A checked form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NewCertification {
    /// What it says of itself.
    pub details: CertificationDetails,
    /// Tiers it is for.
    pub tiers: Vec<Tier>,
    /// Types it is for.
    pub types: Vec<PartnerType>,
}

impl CertificationForm {
    /// Checks the form.
    pub fn check(&self) -> Result<NewCertification, Faults> {
        let mut faults = Faults::new();
        let track = faults.keep("track", self.track.parse::<Topic>().map_err(|_| Fault::Unknown));
        let level = faults.take("level", text::number(&self.level, 1, LEVEL_MOST));
        let title = faults.take("title", text::line(&self.title, TITLE_MOST));
        let summary = faults.take("summary", text::lines(&self.summary, SUMMARY_MOST));
        let validity_months = faults.take("validity_months", or_zero(&self.validity_months, MONTHS_MOST));
        let window_days = faults.take("window_days", or_zero(&self.window_days, WINDOW_MOST));
        let grace_days = faults.take("grace_days", or_zero(&self.grace_days, GRACE_MOST));
        let mode = faults.keep("mode", self.mode.parse::<RenewalMode>().map_err(|_| Fault::Unknown));
        let needed = faults.take("needed", or_zero(&self.needed, i64::from(PATH_MOST)));
        let tiers = faults.take("tiers", words(&self.tiers));
        let types = faults.take("types", words(&self.types));
        // A window that opens before the certificate begins would make it due on its first day.
        if validity_months > 0 && window_days >= validity_months * 28 {
            faults.add("window_days", Fault::NotANumber { least: 0, most: validity_months * 28 - 1 });
        }
        faults.or(track.zip(mode).map(|(track, mode)| NewCertification {
            details: CertificationDetails {
                track,
                level,
                title,
                summary,
                validity_months,
                window_days,
                grace_days,
                mode,
                needed,
            },
            tiers,
            types,
        }))
    }
}

crate::text_enum! {
    /// What is done with a course of the path.
    pub enum PathStep {
        /// Put at the end.
        Add = "add",
        /// Taken out.
        Remove = "remove",
        /// One place towards the beginning.
        Up = "up",
        /// One place towards the end.
        Down = "down",
    }
}

impl PathStep {
    /// The order after the step. What is not there cannot be moved, what is there is not added twice.
    pub fn order(self, path: &[CourseId], course: &CourseId) -> Result<Vec<CourseId>, Faults> {
        let at = path.iter().position(|known| known == course);
        let mut order = path.to_vec();
        match (self, at) {
            (Self::Add, Some(_)) => return Err(Faults::of("course", Fault::Taken)),
            (Self::Add, None) if path.len() >= PATH_MOST as usize => {
                return Err(Faults::of("course", Fault::TooMany { most: PATH_MOST }));
            }
            (Self::Add, None) => order.push(course.clone()),
            (_, None) => return Err(Faults::of("course", Fault::Unknown)),
            (Self::Remove, Some(at)) => drop(order.remove(at)),
            (Self::Up, Some(at)) => order.swap(at, at.saturating_sub(1)),
            (Self::Down, Some(at)) => order.swap(at, (at + 1).min(path.len() - 1)),
        }
        Ok(order)
    }
}

/// The form that takes a certificate back.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct RevokeForm {
    /// The certification whose page it is on.
    pub certification: String,
    /// The certificate.
    pub certificate: String,
    /// Why, in words that its holder reads.
    pub reason: String,
}

impl RevokeForm {
    /// The reason.
    pub fn check(&self) -> Result<String, Faults> {
        text::line(&self.reason, REASON_MOST).map_err(|fault| Faults::of("reason", fault))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Instant;

    fn form() -> CertificationForm {
        CertificationForm {
            track: "technical".into(),
            level: "2".into(),
            title: "Rack professional".into(),
            summary: "Plans racks.".into(),
            validity_months: "12".into(),
            window_days: "90".into(),
            mode: "previous_expiry".into(),
            ..CertificationForm::default()
        }
    }

    #[test]
    fn what_is_left_empty_means_none_or_all() {
        let new = form().check().unwrap().details;
        assert_eq!((new.grace_days, new.needed, new.mode), (0, 0, RenewalMode::PreviousExpiry));
    }

    #[test]
    fn every_fault_is_told_at_once() {
        let bad = CertificationForm {
            level: "4".into(),
            grace_days: "-1".into(),
            needed: "21".into(),
            tiers: vec!["tin".into()],
            ..CertificationForm::default()
        };
        let faults = bad.check().unwrap_err();
        for field in ["track", "level", "title", "summary", "grace_days", "mode", "needed", "tiers"] {
            assert!(faults.on(field).is_some(), "{field}");
        }
    }

    #[test]
    fn a_window_is_shorter_than_what_it_renews() {
        let window = |days: &str| CertificationForm {
            window_days: days.into(),
            validity_months: "3".into(),
            ..form()
        };
        assert!(window("83").check().is_ok());
        assert_eq!(
            window("84").check().unwrap_err().on("window_days"),
            Some(&Fault::NotANumber { least: 0, most: 83 })
        );
    }

    #[test]
    fn steps_move_what_is_there_and_nothing_else() {
        let id = |n: u8| CourseId::new(Instant::from_millis(1), [n; 10]);
        let path = [id(1), id(2), id(3)];
        assert_eq!(PathStep::Up.order(&path, &id(1)).unwrap(), path);
        assert_eq!(PathStep::Down.order(&path, &id(1)).unwrap(), [id(2), id(1), id(3)]);
        assert_eq!(PathStep::Remove.order(&path, &id(2)).unwrap(), [id(1), id(3)]);
        assert_eq!(PathStep::Add.order(&path, &id(2)).unwrap_err().on("course"), Some(&Fault::Taken));
        assert_eq!(PathStep::Up.order(&path, &id(9)).unwrap_err().on("course"), Some(&Fault::Unknown));
        let full: Vec<_> = (1..=20).map(id).collect();
        assert_eq!(
            PathStep::Add.order(&full, &id(99)).unwrap_err().on("course"),
            Some(&Fault::TooMany { most: PATH_MOST })
        );
    }

    #[test]
    fn a_revocation_says_why() {
        assert!(RevokeForm { reason: " ".into(), ..RevokeForm::default() }.check().is_err());
        assert!(
            RevokeForm { reason: "Exam was taken by another.".into(), ..RevokeForm::default() }
                .check()
                .is_ok()
        );
    }
}
