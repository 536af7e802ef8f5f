//! The form for what a course says of itself and asks for.

use super::{CourseDetails, QUESTIONS_MOST, SUMMARY_MOST, TITLE_MOST, Topic};
use crate::assets::words;
use crate::form::{Fault, Faults};
use crate::text;
use serde::{Deserialize, Serialize};

/// Minutes a course may take.
pub const MINUTES_MOST: i64 = 6000;
/// Attempts that a limit may allow.
pub const ATTEMPTS_MOST: i64 = 100;
/// Minutes that a time limit may be.
pub const TIME_LIMIT_MOST: i64 = 600;
/// Hours that somebody may have to wait between attempts: 30 days.
pub const WAIT_MOST: i64 = 720;
/// Months that a certificate may be valid.
pub const MONTHS_MOST: i64 = 120;

/// The form.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct CourseForm {
    /// The course that is changed; empty for a new one.
    pub course: String,
    /// The version the form was made from.
    pub version: String,
    /// Makes a new course sent twice one.
    pub key: String,
    /// Title.
    pub title: String,
    /// Summary.
    pub summary: String,
    /// Topic.
    pub topic: String,
    /// Minutes.
    pub minutes: String,
    /// Percent that passes.
    pub pass_mark: String,
    /// Attempts; empty or 0 means without limit.
    pub attempt_limit: String,
    /// Questions that are drawn; empty or 0 means all.
    pub draw: String,
    /// Minutes; empty or 0 means without limit.
    pub time_limit: String,
    /// Hours between attempts; empty or 0 means none.
    pub wait_hours: String,
    /// Months; empty or 0 means for good.
    pub validity_months: String,
    /// Tiers it is for.
    pub tiers: Vec<String>,
    /// Types it is for.
    pub types: Vec<String>,
}

impl CourseForm {
    /// Checks the form.
    pub fn check(&self) -> Result<CourseDetails, Faults> {
        let mut faults = Faults::new();
        let title = faults.take("title", text::line(&self.title, TITLE_MOST));
        let summary = faults.take("summary", text::lines(&self.summary, SUMMARY_MOST));
        let topic = faults.keep("topic", self.topic.parse::<Topic>().map_err(|_| Fault::Unknown));
        let minutes = faults.take("minutes", text::number(&self.minutes, 1, MINUTES_MOST));
        let pass_mark = faults.take("pass_mark", text::number(&self.pass_mark, 1, 100));
        let attempt_limit = faults.take("attempt_limit", or_zero(&self.attempt_limit, ATTEMPTS_MOST));
        let draw = faults.take("draw", or_zero(&self.draw, i64::from(QUESTIONS_MOST)));
        let time_limit = faults.take("time_limit", or_zero(&self.time_limit, TIME_LIMIT_MOST));
        let wait_hours = faults.take("wait_hours", or_zero(&self.wait_hours, WAIT_MOST));
        let validity_months = faults.take("validity_months", or_zero(&self.validity_months, MONTHS_MOST));
        let tiers = faults.take("tiers", words(&self.tiers));
        let types = faults.take("types", words(&self.types));
        faults.or(topic.map(|topic| CourseDetails {
            title,
            summary,
            topic,
            minutes,
            pass_mark,
            attempt_limit,
            draw,
            time_limit,
            wait_hours,
            validity_months,
            tiers,
            types,
        }))
    }
}

/// A number, or 0 when nothing was typed.
pub(crate) fn or_zero(text: &str, most: i64) -> Result<i64, Fault> {
    if text.trim().is_empty() { Ok(0) } else { text::number(text, 0, most) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::partners::Tier;

    fn form() -> CourseForm {
        CourseForm {
            title: "Sizing a rack".into(),
            summary: "Size a rack in ten minutes.".into(),
            topic: "technical".into(),
            minutes: "40".into(),
            pass_mark: "75".into(),
            tiers: vec!["gold".into(), "silver".into(), "gold".into()],
            ..CourseForm::default()
        }
    }

    #[test]
    fn empty_limits_mean_none() {
        let details = form().check().unwrap();
        assert_eq!((details.attempt_limit, details.validity_months), (0, 0));
        assert_eq!((details.draw, details.time_limit, details.wait_hours), (0, 0, 0));
        assert_eq!(details.tiers, [Tier::Silver, Tier::Gold]);
    }

    #[test]
    fn every_fault_is_told_at_once() {
        let bad = CourseForm {
            pass_mark: "101".into(),
            minutes: "0".into(),
            attempt_limit: "-1".into(),
            validity_months: "many".into(),
            draw: "201".into(),
            time_limit: "601".into(),
            wait_hours: "1.5".into(),
            types: vec!["bakery".into()],
            ..CourseForm::default()
        };
        let faults = bad.check().unwrap_err();
        for field in [
            "title",
            "summary",
            "topic",
            "minutes",
            "pass_mark",
            "attempt_limit",
            "draw",
            "time_limit",
            "wait_hours",
            "validity_months",
            "types",
        ] {
            assert!(faults.on(field).is_some(), "{field}");
        }
        let long = CourseForm { title: "x".repeat(121), ..form() };
        assert_eq!(long.check().unwrap_err().on("title"), Some(&Fault::TooLong { most: TITLE_MOST }));
    }
}
