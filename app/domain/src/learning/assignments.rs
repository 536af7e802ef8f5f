//! Assignments: a course or certification that somebody is asked to complete, perhaps by a day. Who completes it is done
//! with it; reminding is possible once a day.

use super::{Credential, Topic};
use crate::form::{Fault, Faults};
use crate::id::{AssignmentId, CertificationId, CourseId, PersonId};
use crate::text;
use crate::time::{Day, Instant};
use serde::{Deserialize, Serialize};

/// People who can be asked at once.
pub const PEOPLE_MOST: u32 = 500;

/// The form that assigns.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct AssignForm {
    /// The organisation.
    pub partner: String,
    /// The course or certification, by its id.
    pub assigned: String,
    /// The people who are asked.
    pub people: Vec<String>,
    /// `true` for all of them.
    pub everybody: String,
    /// The last day; empty for none.
    pub due_on: String,
}

/// A checked form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAssignments {
    /// What is to be completed.
    pub of: Credential,
    /// By whom; `None` for everybody of the organisation.
    pub people: Option<Vec<PersonId>>,
    /// The last day.
    pub due_on: Option<Day>,
}

/// A course or a certification by its id.
fn credential(id: &str) -> Result<Credential, Fault> {
    if id.is_empty() {
        return Err(Fault::Missing);
    }
    let course = id.parse::<CourseId>().map(Credential::Course);
    course
        .or_else(|_| id.parse::<CertificationId>().map(Credential::Certification))
        .map_err(|_| Fault::Unknown)
}

fn day(text: &str, today: Day) -> Result<Option<Day>, Fault> {
    match text::optional_day(text)? {
        Some(day) if day < today => Err(Fault::InThePast),
        day => Ok(day),
    }
}

impl AssignForm {
    /// Checks the form as it is sent on this day.
    pub fn check(&self, today: Day) -> Result<NewAssignments, Faults> {
        let mut faults = Faults::new();
        let of = faults.keep("assigned", credential(&self.assigned));
        let due_on = faults.take("due_on", day(&self.due_on, today));
        let people = if self.everybody == "true" {
            None
        } else if self.people.is_empty() {
            faults.add("people", Fault::Missing);
            None
        } else if self.people.len() > PEOPLE_MOST as usize {
            faults.add("people", Fault::TooMany { most: PEOPLE_MOST });
            None
        } else {
            let parsed: Result<Vec<PersonId>, _> = self.people.iter().map(|id| id.parse()).collect();
            faults.keep("people", parsed.map_err(|_| Fault::Unknown))
        };
        faults.or(of.map(|of| NewAssignments { of, people, due_on }))
    }
}

/// What somebody was asked to complete.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assignment {
    /// Which.
    pub id: AssignmentId,
    /// Who is asked.
    pub person: PersonId,
    /// The name.
    pub person_name: String,
    /// What is to be completed.
    pub of: Credential,
    /// Its title.
    pub title: String,
    /// What it is about.
    pub topic: Topic,
    /// The last day.
    pub due_on: Option<Day>,
    /// Since when.
    pub assigned_at: Instant,
    /// Who asked.
    pub by_name: String,
    /// The day of the last reminder.
    pub reminded_on: Option<Day>,
    /// When it was completed.
    pub done_at: Option<Instant>,
}

/// Where an assignment stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum AssignmentState {
    /// To be done, at any time.
    Open,
    /// To be done by this day.
    Due {
        /// The last day.
        on: Day,
    },
    /// The last day is over.
    Overdue {
        /// The last day.
        on: Day,
    },
    /// Completed.
    Done,
}

impl Assignment {
    /// Where it stands.
    pub fn state(&self, today: Day) -> AssignmentState {
        match (self.done_at, self.due_on) {
            (Some(_), _) => AssignmentState::Done,
            (None, None) => AssignmentState::Open,
            (None, Some(on)) if on < today => AssignmentState::Overdue { on },
            (None, Some(on)) => AssignmentState::Due { on },
        }
    }

    /// Whether its person may be reminded on this day: while it is open, once a day.
    pub fn may_remind(&self, today: Day) -> bool {
        self.done_at.is_none() && self.reminded_on.is_none_or(|last| last < today)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn form() -> AssignForm {
        AssignForm {
            assigned: CourseId::new(Instant::from_millis(1), [1; 10]).to_string(),
            people: vec![PersonId::new(Instant::from_millis(1), [1; 10]).to_string()],
            due_on: "2026-12-01".into(),
            ..AssignForm::default()
        }
    }

    fn assignment(due_on: Option<Day>) -> Assignment {
        Assignment {
            id: AssignmentId::new(Instant::from_millis(1), [1; 10]),
            person: PersonId::new(Instant::from_millis(1), [1; 10]),
            person_name: "N".into(),
            of: Credential::Course(CourseId::new(Instant::from_millis(1), [1; 10])),
            title: "T".into(),
            topic: Topic::Sales,
            due_on,
            assigned_at: Instant::from_millis(1),
            by_name: "B".into(),
            reminded_on: None,
            done_at: None,
        }
    }

    #[test]
    fn an_assignment_names_people_or_everybody_and_no_day_that_is_over() {
        let today = day("2026-11-24");
        assert_eq!(form().check(today).unwrap().due_on, Some(day("2026-12-01")));
        let everybody = AssignForm { people: Vec::new(), everybody: "true".into(), ..form() };
        assert_eq!(everybody.check(today).unwrap().people, None);
        let bad = AssignForm {
            assigned: "dl_1".into(),
            due_on: "2026-11-23".into(),
            people: Vec::new(),
            ..AssignForm::default()
        };
        let faults = bad.check(today).unwrap_err();
        assert_eq!(faults.on("assigned"), Some(&Fault::Unknown));
        assert_eq!(faults.on("due_on"), Some(&Fault::InThePast));
        assert_eq!(faults.on("people"), Some(&Fault::Missing));
        let many = AssignForm { people: vec!["x".into(); 501], ..form() };
        assert_eq!(many.check(today).unwrap_err().on("people"), Some(&Fault::TooMany { most: PEOPLE_MOST }));
    }

    #[test]
    fn it_is_overdue_after_its_last_day_and_never_once_it_is_done() {
        let mut one = assignment(Some(day("2026-11-24")));
        assert_eq!(one.state(day("2026-11-24")), AssignmentState::Due { on: day("2026-11-24") });
        assert_eq!(one.state(day("2026-11-25")), AssignmentState::Overdue { on: day("2026-11-24") });
        assert_eq!(assignment(None).state(day("2026-11-25")), AssignmentState::Open);
        one.done_at = Some(Instant::from_millis(2));
        assert_eq!(one.state(day("2026-11-25")), AssignmentState::Done);
        assert!(!one.may_remind(day("2026-11-25")));
    }

    #[test]
    fn somebody_is_reminded_once_a_day() {
        let mut one = assignment(None);
        assert!(one.may_remind(day("2026-11-24")));
        one.reminded_on = Some(day("2026-11-24"));
        assert!(!one.may_remind(day("2026-11-24")) && one.may_remind(day("2026-11-25")));
    }
}
